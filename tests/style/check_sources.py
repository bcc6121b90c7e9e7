"""Sources: no Chinese in C, file length, base names, plain text, words that
do not belong.  With --selftest: the check itself, on a made-up tree."""
import os
import re
import sys
import tempfile

import tree

WARN_LINES = 500  # perhaps two jobs in one file
MAX_LINES = 800
# Ideographs, CJK punctuation, kana, compatibility and full-width forms; also as escapes.
CHINESE = re.compile("[\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u31c0-\u31ef\u3400-\u4dbf"
                     "\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003134f]")
ESCAPED = re.compile(r"\\u(?:2[eEfF]|3[0-9a-dA-D]|[4-9][0-9a-fA-F]|[fF][9aA])[0-9a-fA-F]{2}"
                     r'|"(?:[^"\\\n]|\\[^x\n])*\\x[eE][3-9]\\x[89abAB][0-9a-fA-F]')
# What belongs to somebody's desk or is left over from work.  Spelt so that
# this file does not hold them itself.
LEFT_OVER = re.compile("|".join((r"/" + r"work/", r"/home/" + r"[a-z]+/", r"sub" + r"agent",
                                 r"\bX{3}\b", r"\bFIX" + r"ME\b", r"\bTO" + r"DO\b",
                                 r"<{7} ", r"^>{7} ")), re.M)
OPAQUE = ("corpus/samples/", "corpus/gold/", "tests/golden/", "tests/fuzz/", "rules/lexicon/")


def is_ours(path):
    """C of the program, as against tests, which may hold Chinese."""
    return path.endswith((".c", ".h")) and not path.startswith("tests/")


def lines_of(text, pattern):
    return sorted({text.count("\n", 0, match.start()) + 1 for match in pattern.finditer(text)})


def check_file(path, text):
    found = []
    if is_ours(path):
        for pattern, what in ((CHINESE, "Chinese"), (ESCAPED, "escaped Chinese")):
            found += [f"{path}:{line}: {what} in C: words belong in rules/"
                      for line in lines_of(text, pattern)]
    if path.endswith((".c", ".h", ".py", ".sh")):
        n_lines = text.count("\n")
        if n_lines > MAX_LINES:
            found.append(f"{path}: {n_lines} lines, at most {MAX_LINES}")
        elif n_lines > WARN_LINES:
            print(f"note: {path}: {n_lines} lines; over {WARN_LINES} is perhaps two jobs")
    if not path.startswith(OPAQUE) and path != "LICENSE":
        found += [f"{path}:{line}: left over from somebody's work: a path, a mark"
                  for line in lines_of(text, LEFT_OVER)]
        if text and not text.endswith("\n"):
            found.append(f"{path}: no line feed at the end")
        if "\r" in text or "\t" in text and path.endswith((".c", ".h", ".py")):
            found.append(f"{path}: tab or carriage return")
    return found


def check(root):
    found, names = [], {}
    for path in tree.files(root):
        try:
            text = tree.read(path, root).decode("utf-8")
        except UnicodeDecodeError:
            if not path.startswith(OPAQUE):
                found.append(f"{path}: not UTF-8")
            continue
        found += check_file(path, text)
        if path.endswith((".c", ".h")):
            names.setdefault(os.path.basename(path), []).append(path)
    return found + [f"{paths[1]}: same base name as {paths[0]}" for paths in names.values()
                    if len(paths) > 1]


def selftest():
    wrong = {
        "extract/han.c": "/* \u6536\u8d2d */\n",
        "extract/wide.c": "int a; /* \uff0c */\n",
        "extract/escape.c": 'const char *a = "\\xE6\\x94\\xB6";\n',
        "extract/universal.c": 'const char *a = "\\u6536";\n',
        "extract/long.c": "int a;\n" * (MAX_LINES + 1),
        "extract/path.c": "/* see /" + "work/notes */\n",
        "extract/mark.c": "/* TO" + "DO */\n",
        "extract/tab.c": "\tint a;\n",
        "extract/end.c": "int a;",
        "out/twice.c": "int a;\n",
        "README.md": "see /home/" + "me/notes\n",
    }
    right = {
        "corpus/twice.c": "int a;\n",
        "tests/unit/test_a.c": "/* \u6536\u8d2d */\n",
        "extract/latin.c": 'const char *a = "\\xC2\\xA0 \\u00b7 \u00fc \u2026";\n',
        "extract/fine.c": "int a;\n" * MAX_LINES,
    }
    with tempfile.TemporaryDirectory() as root:
        tree.write_tree(root, {**right, **wrong})
        named = {problem.split(":")[0] for problem in check(root)}
    return [f"selftest: {path}: passed" for path in sorted(set(wrong) - named)] + \
           [f"selftest: {path}: refused" for path in sorted(named - set(wrong))]


if __name__ == "__main__":
    tree.finish(selftest() if "--selftest" in sys.argv else check(tree.ROOT), "check_sources")

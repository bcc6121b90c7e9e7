"""Include direction: which folder may include which.

corpus only corpus; rules and out corpus/text and themselves; extract all,
but a stage never a later one, nor its sibling, nor the subcommands; tests
anything.  With --selftest: the check itself, on made-up trees.
"""
import re
import sys
import tempfile

import tree

# The first row whose folder holds the file counts; "may" are path prefixes.
HOUSE = (
    ("corpus/", ("corpus/",)),
    ("rules/", ("corpus/text/", "rules/")),
    ("out/", ("corpus/text/", "out/")),
    ("extract/prepare/", ("corpus/", "rules/", "out/", "extract/prepare/")),
    ("extract/recognise/", ("corpus/", "rules/", "out/", "extract/recognise/")),
    ("extract/decide/", ("corpus/", "rules/", "out/", "extract/prepare/", "extract/recognise/",
                         "extract/decide/")),
    ("extract/eval/", ("corpus/", "rules/", "out/", "extract/decide/", "extract/eval/",
                       "extract/pipeline.h")),
    ("extract/", ("corpus/", "rules/", "out/", "extract/")),
)
INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*"([^"\n]*)"', re.M)


def problems_of(path, source):
    row = next((may for folder, may in HOUSE if path.startswith(folder)), None)
    if row is None:
        return []
    found = []
    for match in INCLUDE.finditer(source):
        line = source.count(b"\n", 0, match.start()) + 1
        name = match.group(1).decode("utf-8", "replace")
        if "/" not in name or ".." in name.split("/"):
            found.append(f'{path}:{line}: "{name}": includes are named from the top folder')
        elif not name.startswith(row):
            found.append(f'{path}:{line}: "{name}": this folder may include only {", ".join(row)}')
    return found


def check(root):
    return [problem for path in tree.files(root) if path.endswith((".c", ".h"))
            for problem in problems_of(path, tree.read(path, root))]


def selftest():
    right = {
        "corpus/reader.c": '#include "corpus/text/span.h"\n#include <stdio.h>\n',
        "rules/read.c": '#include "corpus/text/diag.h"\n#include "rules/lexicon.h"\n',
        "extract/decide/bind.c": '#include "extract/recognise/entity.h"\n',
        "extract/pipeline.c": '#include "extract/decide/bind.h"\n#include "out/writer.h"\n',
        "tests/unit/test_bind.c": '#include "extract/decide/bind.h"\n',
    }
    wrong = {
        "corpus/bad_a.c": '#include "rules/lexicon.h"\n',
        "rules/bad_b.c": '\n#include "corpus/reader.h"\n',
        "out/bad_c.c": '#include "extract/pipeline.h"\n',
        "extract/prepare/bad_d.c": '#include "extract/recognise/entity.h"\n',
        "extract/recognise/bad_e.h": '  #  include "extract/decide/bind.h"\n',
        "extract/recognise/bad_f.c": '#include "extract/prepare/prepare.h"\n',
        "extract/decide/bad_g.c": '#include "extract/command/command.h"\n',
        "extract/eval/bad_j.c": '#include "extract/command/options.h"\n',
        "corpus/bad_h.c": '#include "../out/deal.h"\n',
        "out/bad_i.c": '#include "deal.h"\n',
    }
    with tempfile.TemporaryDirectory() as root:
        tree.write_tree(root, {**right, **wrong})
        named = {problem.split(":")[0] for problem in check(root)}
    return [f"selftest: {path}: a wrong include passed" for path in sorted(set(wrong) - named)] + \
           [f"selftest: {path}: a right include was refused" for path in sorted(named - set(wrong))]


if __name__ == "__main__":
    tree.finish(selftest() if "--selftest" in sys.argv else check(tree.ROOT), "check_includes")

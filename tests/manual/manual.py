"""Types every command of rules/README.md, and of README.md those that stand in such
blocks, and compares what it shows.

Blocks of the manual, in their order and in one folder:
  ```LANGUAGE file=NAME   is saved as NAME
  ```console              commands behind "$ " with their output, standard error
                          first; a line "[...]" stands for any lines, "[...]"
                          inside a line for any text
  ```xml pack             is loaded by tests/unit/test_manual.c, by itself; if it has deal
                          rules their examples are run here
Outside of blocks nothing is indented as code is, for nobody would run it.  A
difference is told with its section and lines.
"""
import os
import re
import subprocess
import sys
import tempfile

import tree

MANUAL = "rules/README.md"
README = "README.md"
SECONDS = 60
LEAST = {MANUAL: (12, 2), README: (4, 0)}  # commands, packs with rules


def blocks(lines):
    """-> (section, first line number, info, lines) of every fenced block."""
    section, start, info = "", 0, None
    for number, line in enumerate(lines, 1):
        if info is None and line.startswith("## "):
            section = line[3:]
        elif info is None and line.startswith("```"):
            start, info = number, line[3:]
        elif info is not None and line == "```":
            yield section, start, info, lines[start:number - 1]
            info = None


def unfenced(lines):
    """-> (section, line number) of what looks like an example and is in no block."""
    section, inside = "", False
    for number, line in enumerate(lines, 1):
        if line.startswith("```"):
            inside = not inside
        elif not inside and line.startswith("## "):
            section = line[3:]
        elif not inside and line.startswith("    "):
            yield section, number


def commands(start, lines):
    """-> (line number, command, expected lines)."""
    found = []
    for number, line in enumerate(lines, start + 1):
        if line.startswith("$ "):
            found.append((number, line[2:], []))
        elif found:
            found[-1][2].append(line)
    return found


def pattern(expected):
    """A regular expression for the lines that a command must show."""
    parts = []
    for line in expected:
        if line == "[...]":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(r"[^\n]*".join(map(re.escape, line.split("[...]"))) + r"\n")
    return "".join(parts)


def run(command, folder, environment):
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, timeout=SECONDS,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return (done.stderr + done.stdout).decode("utf-8")


def check_pack(lines, folder, environment):
    """The errors of a pack, on top of ours; "" if there are none."""
    path = os.path.join(folder, "rules.xml")
    with open(path, "w", encoding="utf-8") as handle:
        handle.write("\n".join(lines) + "\n")
    done = subprocess.run(["dealsift", "rules", "check", path], env=environment, timeout=SECONDS,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.stderr.decode("utf-8") if done.returncode else ""


def check(name, lines, folder, environment):
    problems = []
    n_commands, n_packs = 0, 0
    for section, start, info, body in blocks(lines):
        named = re.search(r"\bfile=(\S+)", info)
        if named:
            with open(os.path.join(folder, named[1]), "w", encoding="utf-8") as handle:
                handle.write("\n".join(body) + "\n")
        if info in ("xml pack", "xml pack house") and any("<rule " in line for line in body):
            shown = check_pack(body, folder, environment)  # deal rules need ours beside them
            n_packs += 1
            if shown:
                problems.append(f'{name}:{start}-{start + len(body) + 1}: section "{section}": '
                                f"rules check says\n{shown}")
        if info != "console":
            continue
        for number, command, expected in commands(start, body):
            n_commands += 1
            shown = run(command, folder, environment)
            if not re.fullmatch(pattern(expected), shown):
                end = number + len(expected)
                problems.append(f'{name}:{number}-{end}: section "{section}": {command}\n'
                                f"shows:\n{shown}and not:\n" + "\n".join(expected))
    if name == MANUAL:
        problems += [f'{name}:{number}: section "{section}": an example that nobody runs; write it as a block'
                     for section, number in unfenced(lines)]
    if n_commands < LEAST[name][0] or n_packs < LEAST[name][1]:
        problems.append(f"{name}: only {n_commands} commands and {n_packs} packs with rules; "
                        "were the blocks read?")
    return problems


def main():
    program = os.environ.get("DEALSIFT")
    if not program:
        sys.exit("manual.py: set DEALSIFT to the program")
    problems = []
    for name in LEAST:
        with tempfile.TemporaryDirectory(prefix="dealsift-") as scratch:
            shelf = os.path.join(scratch, "bin")
            folder = os.path.join(scratch, "work")
            os.mkdir(shelf)
            os.mkdir(folder)
            os.symlink(os.path.abspath(program), os.path.join(shelf, "dealsift"))
            environment = dict(os.environ, PATH=shelf + ":" + os.environ["PATH"], LC_ALL="C.UTF-8")
            environment.pop("DEALSIFT_RULES", None)
            lines = tree.read(name).decode("utf-8").splitlines()
            problems += check(name, lines, folder, environment)
    tree.finish(problems, "manual")


if __name__ == "__main__":
    main()

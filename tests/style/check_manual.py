"""The manual page has no lint and names every subcommand and exit status."""
import os
import re
import shutil
import subprocess
import sys

import tree

PAGE = "out/dealsift.1"
SUBCOMMANDS = ("extract", "text", "explain", "rules", "eval", "review", "normalise", "schema")


def exit_statuses():
    """The numbers of extract/command/command.h, which both texts must name."""
    header = tree.read("extract/command/command.h").decode()
    return re.findall(r"DS_EXIT_\w+ = (\d+)", header)


def main():
    page = tree.read(PAGE).decode()
    readme = tree.read("README.md").decode()
    problems = [f"{PAGE}: subcommand {name} is missing" for name in SUBCOMMANDS
                if not re.search(rf"^\.(?:Cm|It Cm|Nm dealsift Cm|Nm Cm) {name}\b", page, re.M)]
    for status in exit_statuses():
        if not re.search(rf"^\.It {status}$", page, re.M):
            problems.append(f"{PAGE}: exit status {status} is missing")
        if not re.search(rf"^\| {status} \|", readme, re.M):
            problems.append(f"README.md: exit status {status} is missing from the table")
    tool = shutil.which("mandoc")
    if not tool and not problems:
        print("skipped: mandoc is not installed")
        sys.exit(tree.SKIPPED)
    if tool:
        run = subprocess.run([tool, "-Tlint", "-Wwarning", os.path.join(tree.ROOT, PAGE)],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        problems += run.stdout.splitlines()
    tree.finish(problems, "check_manual")


if __name__ == "__main__":
    main()

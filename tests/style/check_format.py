"""clang-format finds nothing to change in any C file.  Skipped without it."""
import os
import re
import shutil
import subprocess
import sys

import tree

WANTED = "14"  # others break lines in other places; the one of Debian 12


def main():
    tool = shutil.which(f"clang-format-{WANTED}") or shutil.which("clang-format")
    if not tool:
        print("skipped: clang-format is not installed")
        sys.exit(tree.SKIPPED)
    version = subprocess.run([tool, "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
    number = re.search(r"version (\d+)", version)
    if not number or number.group(1) != WANTED:
        print(f"skipped: {version.strip()}; the layout is that of version {WANTED}")
        sys.exit(tree.SKIPPED)
    names = [os.path.join(tree.ROOT, path) for path in tree.files() if path.endswith((".c", ".h"))]
    run = subprocess.run([tool, "--dry-run", "--Werror", *names], stderr=subprocess.PIPE, text=True)
    places = re.findall(r"^(.*?):(\d+):\d+: error:", run.stderr, re.M)
    problems = [f"{os.path.relpath(name, tree.ROOT)}: lines {', '.join(lines)}" for name, lines in
                ((name, [line for other, line in places if other == name])
                 for name in dict.fromkeys(name for name, _ in places))]
    if run.returncode:
        problems.append(run.stderr if not places else "mend with: clang-format -i FILE")
    tree.finish(problems, "check_format")


if __name__ == "__main__":
    main()

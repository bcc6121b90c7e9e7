"""The files of the project, for tests that look at all of them."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SKIPPED = 77  # exit status that ctest shows as "skipped"


def files(root=ROOT):
    """Paths below root, relative, sorted: those git tracks or would track,
    or, outside a repository, all but build folders."""
    run = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others",
                          "--exclude-standard"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if run.returncode == 0:
        found = [os.fsdecode(name) for name in run.stdout.split(b"\0") if name]
        return sorted({name for name in found if os.path.isfile(os.path.join(root, name))})
    found = []
    for folder, below, names in os.walk(root):
        below[:] = [b for b in below if not b.startswith("build") and b != ".git"]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return sorted(found)


def read(path, root=ROOT):
    with open(os.path.join(root, path), "rb") as handle:
        return handle.read()


def write_tree(root, contents):
    """Makes the files {path: text} below root."""
    for path, text in contents.items():
        full = os.path.join(root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as handle:
            handle.write(text)


def finish(problems, name):
    """Prints problems and ends the test."""
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"{name}: {len(problems)} problem(s)")
    sys.exit(0)

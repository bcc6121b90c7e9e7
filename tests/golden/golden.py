"""Runs the program as people do and compares all that comes out.

usage: golden.py [--cases FOLDER] [--update] [CASE ...]

A case is a folder named by the fact it establishes, with
  cmd            bash, run in an empty folder of its own; "$DEALSIFT" is the
                 program, "$SOURCE" the source tree, "$TOOLS" tests/golden/tools
  exit           its exit status (no file: 0)
  stdout         what it writes, byte for byte (no file: nothing)
  stderr         the same, once the private folder is called SCRATCH and the
                 source tree SOURCE (no file: nothing)
  stdout.match, stderr.match   regular expressions, one a line, each of which
                 must be found in a line; they hold whatever --update records
  pending        names of streams that were not recorded yet, one a line: they
                 are not compared, and the case counts as skipped
`exit 77` in cmd skips the case; it says why on stdout.
With --update, differences are shown and recorded; matches still must hold.
"""
import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile

import tree

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 280  # under the limit that ctest gives, so that the case is named
STREAMS = ("stdout", "stderr")


def program():
    path = os.environ.get("DEALSIFT")
    if not path:
        sys.exit("golden.py: set DEALSIFT to the program")
    return os.path.abspath(path)


def run_case(folder):
    """-> (status, {stream: bytes}) of one run in a fresh folder."""
    with tempfile.TemporaryDirectory(prefix="dealsift-") as scratch:
        os.chmod(scratch, 0o755)  # cases drop privileges
        environment = {
            "PATH": os.environ["PATH"], "HOME": scratch, "LC_ALL": "C.UTF-8", "SOURCE": tree.ROOT,
            "DEALSIFT": program(), "TOOLS": os.path.join(HERE, "tools"),
            "DS_VERSION": os.environ.get("DS_VERSION", ""),
            "DS_SANITIZE": os.environ.get("DS_SANITIZE", ""),
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                environment[name] = os.environ[name]
        run = subprocess.run(["bash", os.path.join(folder, "cmd")], cwd=scratch, env=environment,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, timeout=SECONDS)
    hidden = ((scratch, b"SCRATCH"), (tree.ROOT, b"SOURCE"))
    found = {}
    for stream, data in zip(STREAMS, (run.stdout, run.stderr)):
        for path, name in hidden:
            data = data.replace(path.encode(), name)
        found[stream] = data
    return run.returncode, found


def load(folder, name, otherwise=b""):
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return otherwise
    with open(path, "rb") as handle:
        return handle.read()


def words(folder, name):
    return [line for line in load(folder, name).decode("utf-8").splitlines() if line]


def difference(name, expected, got):
    def lines(data):
        return data.decode("utf-8", "backslashreplace").splitlines()
    return "\n".join(difflib.unified_diff(lines(expected), lines(got), f"{name} expected",
                                          f"{name} got", lineterm="")) or \
        f"{name}: differs in its last line feed or in bytes that are not UTF-8"


def unmatched(folder, found):
    problems = []
    for stream in STREAMS:
        lines = found[stream].decode("utf-8", "backslashreplace").splitlines()
        problems += [f"no line of {stream} matches {pattern!r}; it is:\n" + "\n".join(lines[:40])
                     for pattern in words(folder, stream + ".match")
                     if not any(re.search(pattern, line) for line in lines)]
    return problems


def record(folder, name, data, otherwise=b""):
    path = os.path.join(folder, name)
    if data != otherwise:
        with open(path, "wb") as handle:
            handle.write(data)
    elif os.path.exists(path):
        os.remove(path)


def check(folder, update=False):
    """-> (result, problems); result is "passed", "failed" or "skipped"."""
    try:
        status, found = run_case(folder)
    except subprocess.TimeoutExpired:
        return "failed", [f"still running after {SECONDS} s"]
    if status == tree.SKIPPED:
        return "skipped", [found["stdout"].decode("utf-8", "replace").strip()]
    pending = words(folder, "pending")
    got = {"exit": b"%d\n" % status, **found}
    differing = [(name, load(folder, name, b"0\n" if name == "exit" else b""), got[name])
                 for name in ("exit", *STREAMS)]
    differing = [row for row in differing if row[1] != row[2]]
    problems = unmatched(folder, found)
    if update:
        for name, expected, now in differing:
            print(difference(name, expected, now))
        if not problems:
            for name, _, now in differing:
                record(folder, name, now, b"0\n" if name == "exit" else b"")
            record(folder, "pending", b"")
    else:
        problems += [difference(*row) for row in differing if row[0] not in pending]
    if problems:
        return "failed", problems
    if pending and not update:
        return "skipped", [f"not recorded yet: {', '.join(pending)}"]
    return "passed", []


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", default=HERE)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("case", nargs="*")
    args = parser.parse_args()
    names = args.case or sorted(name for name in os.listdir(args.cases)
                                if os.path.exists(os.path.join(args.cases, name, "cmd")))
    results = []
    for name in names:
        folder = os.path.join(args.cases, name)
        if not os.path.exists(os.path.join(folder, "cmd")):
            sys.exit(f"golden.py: {name}: no such case")
        result, problems = check(folder, args.update)
        results.append(result)
        print(f"{result}: {name}")
        for problem in problems:
            print(problem)
    if "failed" in results:
        sys.exit(1)
    sys.exit(tree.SKIPPED if results and set(results) == {"skipped"} else 0)


if __name__ == "__main__":
    main()

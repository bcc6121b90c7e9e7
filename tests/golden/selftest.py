"""The golden harness itself: that it passes, fails, skips and records."""
import os
import sys
import tempfile

import golden
import tree


def verdict(contents, update=False):
    """-> result and the files after the run, of a case made of these files."""
    with tempfile.TemporaryDirectory() as folder:
        tree.write_tree(folder, contents)
        result, _ = golden.check(folder, update)
        after = {name: golden.load(folder, name) for name in os.listdir(folder)}
    return result, after


SPEAKS = "echo out; echo err >&2; exit 3\n"
CASES = (
    ("passed", {"cmd": "true\n"}),
    ("passed", {"cmd": SPEAKS, "stdout": "out\n", "stderr": "err\n", "exit": "3\n"}),
    ("failed", {"cmd": SPEAKS, "stderr": "err\n", "exit": "3\n"}),
    ("failed", {"cmd": SPEAKS, "stdout": "out\n", "exit": "3\n"}),
    ("failed", {"cmd": SPEAKS, "stdout": "out\n", "stderr": "err\n"}),
    ("failed", {"cmd": "printf out\n", "stdout": "out\n"}),
    ("failed", {"cmd": "echo a b\n", "stdout": "a b\n", "stdout.match": "^b\n"}),
    ("passed", {"cmd": "echo a b\n", "stdout": "a b\n", "stdout.match": "^a\nb$\n"}),
    ("passed", {"cmd": "pwd; echo $SOURCE\n", "stdout": "SCRATCH\nSOURCE\n"}),
    ("skipped", {"cmd": "echo no such thing here; exit 77\n"}),
    ("skipped", {"cmd": SPEAKS, "stdout": "out\n", "exit": "3\n", "pending": "stderr\n"}),
    ("failed", {"cmd": SPEAKS, "stdout": "out\n", "pending": "stderr\n"}),
    ("failed", {"cmd": SPEAKS, "stdout": "out\n", "exit": "3\n", "pending": "stderr\n",
                "stderr.match": "^error\n"}),
)


def main():
    os.environ["DEALSIFT"] = "/bin/false"
    problems = [f"{contents}: {verdict(contents)[0]}, not {expected}"
                for expected, contents in CASES if verdict(contents)[0] != expected]
    stdout, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")
    result, after = verdict({"cmd": SPEAKS, "stdout": "old\n", "pending": "stderr\n"}, update=True)
    held, kept = verdict({"cmd": SPEAKS, "stdout.match": "^never\n"}, update=True)
    sys.stdout = stdout
    if result != "passed" or after != {"cmd": SPEAKS.encode(), "stdout": b"out\n",
                                       "stderr": b"err\n", "exit": b"3\n"}:
        problems.append(f"--update recorded {after}")
    if held != "failed" or "stdout" in kept:
        problems.append("--update recorded what a match forbids")
    tree.finish(problems, "selftest")


if __name__ == "__main__":
    main()

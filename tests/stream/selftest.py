"""The harness itself: it sees a program whose output hangs on the pieces."""
import stream
import tree

COPY = ["cat"]
# One line a read: what a reader that forgets the rest of a line would do.
PER_READ = ["python3", "-c", "import os, sys\n"
            "while True:\n"
            "    piece = os.read(0, 65536)\n"
            "    if not piece:\n"
            "        break\n"
            "    sys.stdout.write('%d\\n' % len(piece))\n"]


def main():
    data = stream.MIXED.encode()
    problems = [f"cat: {problem}" for problem in stream.check(COPY, "cat", [], data)]
    if len(stream.check(PER_READ, "per read", [], data)) < 2:
        problems.append("a reader that shows the pieces was not caught")
    tree.finish(problems, "selftest")


if __name__ == "__main__":
    main()

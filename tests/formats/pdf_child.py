"""A PDF reader that misbehaves: a program of that name, earlier in PATH, hangs, spins, eats memory, writes
without end, dies, leaves others behind.  Each document is told with its code within the time it may take,
the rest of the run is read, and nobody is left running.
"""
import os
import sys
import tempfile
import time

import tree
from broken import GOOD, extract, tarred, too_big, write

TEXT = GOOD.decode()
LIMIT = 2
# What the run itself may take beside the time of the child; sanitizers and busy machines are slow.
SLACK = 20
PYTHON = f"#!{sys.executable}\n"
# name, program, code, deals of the PDF, may it take the whole time?
PROGRAMS = (
    ("hangs", "#!/bin/sh\nsleep 300\n", "too_large", 0, True),
    ("hangs behind a page", f"#!/bin/sh\necho '{TEXT}'\nprintf '\\f'\nsleep 300\n", "too_large", 1, True),
    ("closes its output and hangs", "#!/bin/sh\nexec >&-\nsleep 300\n", "too_large", 0, True),
    ("spins", "#!/bin/sh\nwhile :; do :; done\n", "too_large", 0, True),
    ("will not end", PYTHON + "import signal, time\nfor s in range(1, 32):\n    if s not in (9, 19):\n"
     "        signal.signal(s, signal.SIG_IGN)\nwhile True:\n    time.sleep(1)\n", "too_large", 0, True),
    ("eats memory", PYTHON + "held = []\nwhile True:\n    held.append(bytearray(b'x' * (16 << 20)))\n", "too_large", 0,
     True),
    ("writes without end", "#!/bin/sh\nexec yes 照常营业。\n", "too_large", 0, True),
    ("writes bytes without end", "#!/bin/sh\nexec cat /dev/zero\n", "needs_ocr", 0, False),
    ("trickles", "#!/bin/sh\nwhile :; do echo 照常营业。; sleep 0.1; done\n", "too_large", 0, True),
    ("leaves somebody behind", f"#!/bin/sh\necho '{TEXT}'\nsleep 300 &\nexit 0\n", "too_large", 1, True),
    ("dies", "#!/bin/sh\nkill -SEGV $$\n", "io", 0, False),
    ("is no program", "\x7fELF no program", "io", 0, False),
    ("fills the disk", "#!/bin/sh\nexec head -c 9000000 /dev/zero > filled\n", "io", 0, False))


def children_left(root):
    """Command lines of what works in our folder and should have ended."""
    found = []
    for pid in os.listdir("/proc") if os.path.isdir("/proc") else []:
        try:
            if os.readlink(f"/proc/{pid}/cwd") == os.path.realpath(root):
                with open(f"/proc/{pid}/cmdline", "rb") as handle:
                    found.append(handle.read().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue
    return found


def main():
    problems = []
    path = os.environ["PATH"]
    with tempfile.TemporaryDirectory(prefix="dealsift-") as root:
        os.mkdir(os.path.join(root, "fake"))
        os.environ["PATH"] = os.path.join(root, "fake") + ":" + path
        write(root, "a.pdf", b"%PDF-1.4\n")
        write(root, "b.tar", tarred([("1.txt", GOOD), ("2.pdf", b"%PDF-1.4\n"), ("3.txt", GOOD)]))
        write(root, "good.txt", GOOD)
        for name, program, code, n_deals, may_wait in PROGRAMS:
            write(root, "fake/pdftotext", program.encode())
            os.chmod(os.path.join(root, "fake", "pdftotext"), 0o755)
            begin = time.monotonic()
            ids, codes, status, told, peak = extract(root, "--pdf-seconds", str(LIMIT), "a.pdf", "b.tar", "good.txt")
            seconds = time.monotonic() - begin
            wanted = ["a.pdf"] * n_deals + ["b.tar!1.txt"] + ["b.tar!2.pdf"] * n_deals + ["b.tar!3.txt", "good.txt"]
            print(f"{name}: {','.join(codes)}, {seconds:.1f} s, {peak} MB")
            if status or codes != [code] * 2 or ids != wanted:
                problems.append(f"{name}: exit {status}, {codes}, {ids}: {told[:300]}")
            if seconds > (2 * LIMIT if may_wait else 0) + SLACK:
                problems.append(f"{name}: takes {seconds:.1f} s")
            if children_left(root):
                problems.append(f"{name}: still running: {children_left(root)}")
            if os.path.exists(os.path.join(root, "filled")) and os.path.getsize(os.path.join(root, "filled")):
                problems.append(f"{name}: wrote a file")
            if "memory" not in name:  # the peak is that of the largest process
                problems += too_big(name, peak)
    tree.finish(problems, "pdf_child")


if __name__ == "__main__":
    main()

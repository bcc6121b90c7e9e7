"""The same bytes come out however the input is cut, and on every run.

Standard input is a socket that hands over one packet a read, so the program
sees exactly the pieces that are sent.
"""
import os
import socket
import subprocess
import sys
import threading

import samples
import tree

PIECES = (1, 7, 4096)
MAX_BYTES = 12000  # of one input in single bytes: a packet each

MIXED = ("通信周报。\r\n甲光通信以3.5亿元收购\r\n乙芯科技100%股权。第2页共9页\n2024年3月，丙医药宣布以2亿美元收购丁诊断60%的股份，"
         "以补齐800G与\n1.6T产品线。\n\n风险提示：整合不及预期。\n")


def whole(command, data):
    return samples.run(command, data)


def in_pieces(command, data, size):
    """The program's output when each read(2) gets `size` bytes."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    child = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE)
    theirs.close()

    def feed():
        try:
            for at in range(0, len(data), size):
                ours.send(data[at:at + size])
        except OSError:
            pass  # the program ended early; its status tells
        finally:
            ours.close()

    feeder = threading.Thread(target=feed)
    feeder.start()
    out = child.stdout.read()
    child.stdout.close()
    status = child.wait()
    feeder.join()
    if status != 0:
        sys.exit(f"stream: exit status {status} with pieces of {size} bytes")
    return out


def inputs():
    """[(name, options, bytes)]"""
    lines = samples.as_lines([{"id": "a", "text": MIXED}, {"id": "b", "text": MIXED.replace("甲", "戊")}])
    found = [("plain UTF-8", [], MIXED.encode()),
             ("GB18030", ["--encoding", "GB18030"], MIXED.encode("gb18030")),
             ("UTF-16 with a mark", [], MIXED.encode("utf-16")),
             ("cut in a character", [], MIXED.encode()[:-2]),
             ("JSON Lines", [], lines),
             ("JSON Lines without a last line feed", [], lines[:-1])]
    for path in samples.paths()[:4]:
        with open(path, "rb") as handle:
            found.append((os.path.basename(path), [], handle.read()[:MAX_BYTES]))
    return found


def check(program, name, options, data):
    command = [*program, *options]
    expected = whole(command, data)
    problems = [] if whole(command, data) == expected else [f"{name}: two runs differ"]
    problems += [f"{name}: pieces of {size} bytes give other records" for size in PIECES
                 if in_pieces(command, data, size) != expected]
    if not expected:
        problems.append(f"{name}: no record, so nothing was compared")
    return problems


def main():
    problems = [problem for row in inputs() for problem in check(samples.program(), *row)]
    tree.finish(problems, "stream")


if __name__ == "__main__":
    main()

"""kill -9 at seeded random moments: with --resume nothing is lost and nothing doubled,
neither of the records nor of the quarantine file, whatever was being read.

The bytes of both files are those of a run that nobody disturbed.
"""
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time

import tree
from broken import DEALSIFT, GOOD, SANITIZED, docx, line, paragraph, read, tarred, write, zipped

KILLS = 50 if not SANITIZED else 12
SIZE = 4 if not SANITIZED else 1
SEED = 20250314
NAMES = ("远岚光电", "瀚川云", "北岭传动", "澄海轴承", "云汐芯片")


def deal(i):
    return f"{NAMES[i % 5]}于2024年{i % 12 + 1}月以{i % 90 + 1}亿元收购{NAMES[(i + 1) % 5]}{i % 50 + 1}%股权。"


def lines(first, n):
    """JSON Lines with deals, of which some are broken and one is cut off."""
    rows = []
    for i in range(first, first + n):
        rows.append(b'{"id": bad}\n' if i % 13 == 5 else b'{"text": 7}\n' if i % 17 == 3 else
                    b'{"text":"\xe8\xbf' + deal(i).encode() + b'"}\n' if i % 19 == 4 else
                    line(id=f"d{i}", text=deal(i)))
    return b"".join(rows)


def build(folder):
    """What is read: every kind of source, faults in between and at the end of each."""
    os.makedirs(os.path.join(folder, "texts"))
    for i in range(60 * SIZE):
        write(folder, f"texts/{i:04d}.txt", deal(i).encode() if i % 7 else b"\xff" + deal(i).encode())
    # Lines that are held, copied to memory and copied to disk.
    longer = [line(id=f"long{n}", text=deal(n) + "照常营业。" * n + deal(n + 1)) for n in (20000, 200000)]
    write(folder, "a.jsonl", lines(0, 100 * SIZE) + longer[0] + lines(100 * SIZE, 50 * SIZE) + longer[1] +
          lines(150 * SIZE, 50 * SIZE))
    members = [(f"{i}.txt", deal(i).encode()) for i in range(60 * SIZE)]
    members[20] = ("20.zip", zipped([("in.txt", GOOD), ("deep.zip", zipped([("x.zip", zipped([]))]))]))
    members[30] = ("30.bin", bytes(range(256)) * 4)
    members[40] = ("40.jsonl", lines(1000, 60 * SIZE))
    members[50] = ("50.docx", docx(paragraph(deal(50)) + "<w:p>"))
    write(folder, "b.tar", tarred(members))
    write(folder, "c.tar.gz", tarred(members, "w:gz")[:-1000])
    write(folder, "d.jsonl.gz", subprocess.run(["gzip", "-c"], input=lines(2000, 100 * SIZE), check=True,
                                               stdout=subprocess.PIPE).stdout[:-40])
    write(folder, "e.zip", zipped(members))
    os.symlink("nowhere", os.path.join(folder, "f-broken-link.txt"))
    write(folder, "g.docx", docx(paragraph(deal(1)) + "<w:p>"))
    write(folder, "h.txt", ("\n".join(deal(i) for i in range(100 * SIZE))).encode())
    os.symlink("nowhere", os.path.join(folder, "z-broken-link.txt"))


def command(root, threads, own_output):
    output = ["--output", "out.jsonl"] if own_output else []
    return [DEALSIFT, "-j", str(threads), "--resume", "state", "--quarantine", "q.jsonl", *output, "dump"]


def run(root, threads, own_output, seconds=None):
    """-> exit status; None if it was killed after so many seconds."""
    with open(os.path.join(root, "out.jsonl"), "ab") as out:
        child = subprocess.Popen(command(root, threads, own_output), cwd=root, stderr=subprocess.PIPE,
                                 stdout=subprocess.DEVNULL if own_output else out)
        try:
            told = child.communicate(timeout=seconds)[1]
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.communicate()
            return None, b""
    return child.returncode, told


def has_ended(root):
    """The last moment: the state says that all is done, but the program was still there."""
    path = os.path.join(root, "state")
    rows = read(root, "state").splitlines() if os.path.exists(path) else []
    return len(rows) > 1 and rows[-2] == b"end"


def forget(root):
    for name in ("state", "out.jsonl", "q.jsonl"):
        if os.path.exists(os.path.join(root, name)):
            os.remove(os.path.join(root, name))


def compare(root, expected, when):
    problems = []
    for name, data in expected.items():
        got = read(root, name)
        if got != data:
            rows, wanted = got.splitlines(), data.splitlines()
            problems.append(f"{when}: {name} has {len(got)} bytes in {len(rows)} lines ({len(set(rows))} "
                            f"different), not {len(data)} in {len(wanted)}")
    return problems


def main():
    problems, killed, complete, resumed = [], 0, 0, 0
    chance = random.Random(SEED)
    root = tempfile.mkdtemp(prefix="dealsift-")
    try:
        build(os.path.join(root, "dump"))
        begin = time.monotonic()
        run(root, 1, False)
        whole = time.monotonic() - begin
        expected = {name: read(root, name) for name in ("out.jsonl", "q.jsonl")}
        # What cannot be opened is tried, and told, once in every run.
        refused = b"".join(row for row in expected["q.jsonl"].splitlines(True) if b'"stage":"open"' in row)
        plain = subprocess.run([DEALSIFT, "dump"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if plain.stdout != expected["out.jsonl"]:
            problems.append("--resume gives other records than a run without")
        if min(len(data.splitlines()) for data in expected.values()) < 40 * SIZE:
            problems.append("too few records or faults for the test to say anything")
        while killed < KILLS and not problems:
            forget(root)
            threads, own_output, status, times = chance.choice((1, 1, 3)), chance.random() < 0.5, None, 0
            while status is None and killed < KILLS:
                status, told = run(root, threads, own_output, chance.uniform(0.01, 0.6 * whole))
                killed += status is None
                if status is None and has_ended(root):
                    status, told = 0, b""
                    break
                times += status is None
            if status is None:
                status, told = run(root, threads, own_output)
            complete += 1
            resumed += times > 0
            if status != 0:
                problems.append(f"exit {status}: {told.decode()[-300:]}")
            problems += compare(root, expected, f"after {times} kills, -j {threads}")
            status, told = run(root, threads, own_output)
            again = {**expected, "q.jsonl": expected["q.jsonl"] + refused}
            problems += compare(root, again, "a rerun that has nothing to do") if status == 0 else \
                [f"a rerun: exit {status}"]
        print(f"{killed} kills in {complete} runs of {whole:.1f} s, of which {resumed} were taken up again: "
              f"{len(expected['out.jsonl'].splitlines())} records, {len(expected['q.jsonl'].splitlines())} faults")
    finally:
        shutil.rmtree(root)
    tree.finish(problems, "kill")


if __name__ == "__main__":
    main()

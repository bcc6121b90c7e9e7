"""Big inputs in bounded memory: a line without an end in every format, ten gigabytes in a small archive,
tens of thousands of tiny files, with a state and without.  Each figure is printed.

With --full in the sizes that a release is measured with (1 GB, 100,000 files), which takes minutes:
cmake --build build/release --target faults_full
"""
import os
import subprocess
import sys
import tempfile
import time

import tree
from broken import (DEALSIFT, GOOD, MEASURE, PEAK_MB, SANITIZED, concatenated_gzip, docx, line, paragraph, read_lines,
                    too_big, write)

FULL = "--full" in sys.argv
LINE_BYTES = 1 << 30 if FULL else (100 << 20 if not SANITIZED else 20 << 20)
N_FILES = 100000 if FULL else (20000 if not SANITIZED else 2000)
PIECE = "照常营业".encode() * 4096
SECONDS = 1200
# The text of a long line of JSON is copied to disk; other values than strings make a tree.
JSON_LINE_MB = 36
JSON_VALUES_MB = 56


def run(root, *arguments):
    """-> ids, codes, status, seconds, MB, stderr"""
    begin = time.monotonic()
    done = subprocess.run([sys.executable, "-c", MEASURE, DEALSIFT, "--quarantine", "q.jsonl", "--output", "out.jsonl",
                           *arguments], cwd=root, stderr=subprocess.PIPE, timeout=SECONDS)
    with open(os.path.join(root, "peak"), encoding="ascii") as handle:
        peak = int(handle.read())
    ids = [row["doc"]["id"] for row in read_lines(os.path.join(root, "out.jsonl"))]
    codes = [row["code"] for row in read_lines(os.path.join(root, "q.jsonl"))]
    return ids, codes, done.returncode, time.monotonic() - begin, peak, done.stderr.decode(errors="replace")


def long_file(root, name, before, after):
    """One line of LINE_BYTES between two pieces."""
    with open(os.path.join(root, name), "wb") as out:
        out.write(before)
        for _ in range(LINE_BYTES // len(PIECE)):
            out.write(PIECE)
        out.write(after)


def check_lines(root):
    """[(name, what stands before and behind the line, codes, deals, MB)]"""
    second = line(id="second", text=GOOD.decode())
    cases = [("line.txt", GOOD, "。".encode() + GOOD, set(), 2, 32),
             ("line.jsonl", b'{"text":"' + GOOD, "。".encode() + GOOD + b'","title":"t"}\n' + second, set(), 3,
              JSON_LINE_MB),
             ("line.html", b"<html><p>" + GOOD + b"<p>", b"</p>" + GOOD, {"too_large"}, 1, PEAK_MB)]
    problems = []
    for name, before, after, codes, n_deals, most in cases:
        long_file(root, name, before, after)
        ids, got, status, seconds, peak, told = run(root, name)
        os.remove(os.path.join(root, name))
        print(f"{name}: one line of {LINE_BYTES >> 20} MB: {seconds:.1f} s, {peak} MB, {','.join(got) or 'no fault'}")
        if status or set(got) != codes or len(ids) != n_deals:
            problems.append(f"{name}: exit {status}, {got}, {len(ids)} deals, not {codes}, {n_deals}: {told[:300]}")
        problems += too_big(name, peak, most)
    return problems


def check_values(root):
    """Lines of as many values as may be, of those that cost most, and of too many."""
    text = b'{"text":"' + GOOD + b'",'
    cases = [("objects.jsonl", b'"x":[' + b"{}," * 75000 + b"0]}", set()),
             ("arrays.jsonl", b'"x":[' + b"[]," * 120000 + b"0]}", set()),
             ("numbers.jsonl", b'"x":[' + b"0.5," * 390000 + b"0]}", set()),
             ("keys.jsonl", b"".join(b'"%d":0,' % i for i in range(190000)) + b'"e":0}', set()),
             ("strings.jsonl", b'"x":[' + (b'"' + b"y" * 4000 + b'",') * 2000 + b"0]}", set()),
             ("too-many.jsonl", b'"x":[' + b"{}," * 10000000 + b"0]}", {"too_large"})]
    problems = []
    for name, values, codes in cases:
        write(root, name, text + values + b"\n" + line(id="second", text=GOOD.decode()))
        ids, got, status, seconds, peak, told = run(root, name)
        os.remove(os.path.join(root, name))
        print(f"{name}: {len(values) >> 10} KB: {seconds:.1f} s, {peak} MB, {','.join(got) or 'no fault'}")
        if status or set(got) != codes or len(ids) != 2 - len(codes):
            problems.append(f"{name}: exit {status}, {got}, {len(ids)} deals: {told[:300]}")
        problems += too_big(name, peak, JSON_VALUES_MB)
    return problems


def check_bombs(root):
    """Small files of gigabytes: of zeros, of text (which is read, 50 MB/s, up to the limit), as a docx."""
    times = 640 if not SANITIZED else 40
    zeros = concatenated_gzip(bytes(16 << 20), times)
    text = concatenated_gzip(GOOD + PIECE * 341, times if FULL else times // 16)
    cases = [("zeros.gz", zeros, set()), ("text.gz", text, {"archive_limit", "undecodable"}),
             ("text.docx", docx(paragraph(PIECE.decode() * (8000 if not SANITIZED else 1000))), None)]
    problems = []
    for name, data, codes in cases:
        write(root, name, data)
        _, got, status, seconds, peak, told = run(root, name)
        print(f"{name}: {len(data) >> 10} KB: {seconds:.1f} s, {peak} MB, {','.join(got) or 'no fault'}")
        os.remove(os.path.join(root, name))
        if status or (codes is not None and not set(got) <= codes):
            problems.append(f"{name}: exit {status}, {got}: {told[:300]}")
        problems += too_big(name, peak)
    return problems


def check_many_files(root):
    folder = os.path.join(root, "many")
    os.mkdir(folder)
    for i in range(N_FILES):
        if i % 1000 == 0:
            os.mkdir(os.path.join(folder, f"{i:06d}"))
        write(folder, f"{i // 1000 * 1000:06d}/{i:06d}.txt", GOOD if i % 100 == 0 else b"x")
    problems = []
    for what, options in (("files", []), ("files with a state", ["--resume", "state"]),
                          ("files that are known", ["--resume", "state"])):
        if what == "files with a state":
            os.remove(os.path.join(root, "out.jsonl"))
        ids, codes, status, seconds, peak, told = run(root, *options, "many")
        print(f"{N_FILES} {what}: {seconds:.1f} s, {peak} MB")
        if status or codes or len(ids) != N_FILES // 100:
            problems.append(f"{what}: exit {status}, {codes[:3]}, {len(ids)} deals: {told[:300]}")
        problems += too_big(what, peak)
    return problems


def main():
    problems = []
    with tempfile.TemporaryDirectory(prefix="dealsift-") as root:
        for check in (check_lines, check_values, check_bombs, check_many_files):
            problems += check(root)
    tree.finish(problems, "big")


if __name__ == "__main__":
    main()

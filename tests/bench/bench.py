"""How fast dealsift is beside other tools, in how much memory: prints a table.

Programs that are compared run in turn (ours, theirs, ours, theirs …), since a machine that others use
changes its speed by the minute; what counts is user + system time and the median of the ratios.

DS_BENCH_MB     size of each text, 100 where not set; 3 is done in a minute
DS_BENCH_PAIRS  runs of each pair, 3 where not set
DS_BENCH_LARGE  1: also a file of 1 GB and one line of 1 GB
DS_BENCH_DIR    where the texts are written"""
import os
import shutil
import statistics
import subprocess
import sys
import time

SIZE = float(os.environ.get("DS_BENCH_MB", "100"))
PAIRS = int(os.environ.get("DS_BENCH_PAIRS", "3"))
HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.environ["DEALSIFT"]
FOLDER = os.environ.get("DS_BENCH_DIR", "bench")
TRIGGERS = "收购|并购|入股|增持|重组"
SCALE_MB = (1, 10, 100, 1000)


def run(command, environment=None):
    """(user + system seconds, elapsed seconds, peak KB) of a command whose output goes nowhere."""
    begin = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          env=dict(os.environ, **(environment or {}))) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):  # pcre2grep ends with 1 where nothing is found
        sys.exit(f"bench: {' '.join(command)} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss


def pair(ours, theirs):
    """Medians of both and of their ratio, run in turn."""
    runs = [(run(ours), run(theirs)) for _ in range(PAIRS)]
    median = statistics.median
    return (median(a[0] for a, _ in runs), median(b[0] for _, b in runs),
            median(a[0] / max(b[0], 0.001) for a, b in runs),
            median(a[1] / max(b[1], 0.001) for a, b in runs), max(a[2] for a, _ in runs))


def count(arguments, letter=None):
    """Lines that the program prints; with a letter: those marked with it."""
    with subprocess.Popen([PROGRAM] + arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        return sum(1 for line in child.stdout if letter is None or letter in line[:5])


def size_of(path):
    if os.path.isdir(path):
        return sum(entry.stat().st_size for entry in os.scandir(path))
    return os.path.getsize(path)


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def head(*cells):
    print()
    row(*cells)
    row(*("---" for _ in cells))


def grep(path):
    return ["pcre2grep", "-u", "-c"] + (["-r"] if os.path.isdir(path) else []) + [TRIGGERS, path]


def machine():
    model = "unknown"
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as handle:
            model = next((line.split(":")[1].strip() for line in handle if line.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} processors"


def path_of(name):
    return os.path.join(FOLDER, name)


def bench_grep():
    head("text", "MB", "dealsift", "MB/s", "µs a trigger sentence", "deals", "deals/s", "peak MB",
         "pcre2grep", "times its time")
    for name in ("A.txt", "B.txt", "C"):
        path = path_of(name)
        megabytes = size_of(path) / 1e6
        sentences = count(["text", "--flags", path], b"T")
        deals = count([path])
        ours, theirs, ratio, _, peak = pair([PROGRAM, path], grep(path))
        row(name[0], f"{megabytes:.0f}", f"{ours:.2f} s", f"{megabytes / ours:.1f}",
            f"{ours * 1e6 / max(sentences, 1):.1f}", deals, f"{deals / ours:.0f}", f"{peak / 1024:.0f}",
            f"{theirs:.2f} s", f"{ratio:.1f}")


def bench_encoding():
    head("text", "in GB18030", "in UTF-8", "ratio")
    for utf8, gb in (("A.txt", "A.gb.txt"), ("B.txt", "B.gb.txt"), ("C", "C.gb")):
        ours, theirs, ratio, _, _ = pair([PROGRAM, path_of(gb)], [PROGRAM, path_of(utf8)])
        row(utf8[0], f"{ours:.2f} s", f"{theirs:.2f} s", f"{ratio:.2f}")


def python_with(module):
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", f"import {module}"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return python
    return None


def bench_pipeline():
    """On a piece of the text: the other one is slow."""
    python = python_with("jieba")
    if not python:
        print("\nNo python with jieba here: left out (Debian: python3-jieba).")
        return
    piece = path_of("piece")
    subprocess.run([sys.executable, "-B", os.path.join(HERE, "corpora.py"), piece, str(SIZE / 10)], check=True)
    head("text", "MB", "dealsift", "python with jieba and re", "times as fast")
    for name in ("A.txt", "B.txt", "C"):
        path = os.path.join(piece, name)
        ours, theirs, ratio, _, _ = pair([PROGRAM, path], [python, os.path.join(HERE, "pipeline.py"), path])
        row(name[0], f"{size_of(path) / 1e6:.1f}", f"{ours:.2f} s", f"{theirs:.2f} s", f"{1 / ratio:.1f}")


def bench_threads():
    head("text", "-j 1", "-j 2", "times as fast (elapsed)")
    for name in ("C",):
        runs = [(run([PROGRAM, "-j", "2", path_of(name)]), run([PROGRAM, "-j", "1", path_of(name)]))
                for _ in range(PAIRS)]
        row(name, f"{statistics.median(b[1] for _, b in runs):.2f} s",
            f"{statistics.median(a[1] for a, _ in runs):.2f} s",
            f"{statistics.median(b[1] / a[1] for a, b in runs):.2f}")


def bench_start():
    piece = path_of("piece-start")
    subprocess.run([sys.executable, "-B", os.path.join(HERE, "corpora.py"), piece, "0.001"], check=True)
    runs = [(run([PROGRAM, os.path.join(piece, "A.txt")]), run([sys.executable, "-c", "pass"]))
            for _ in range(5 * PAIRS)]
    head("start-up", "user + system", "elapsed")
    for index, name in ((0, "dealsift, one dense report"), (1, "python3 -c pass")):
        row(name, *(f"{statistics.median(r[index][i] for r in runs) * 1000:.0f} ms" for i in (0, 1)))


def write_up_to(path, units, size, between=b""):
    done = number = 0
    with open(path, "wb") as out:
        while done < size:
            unit = units[number % len(units)]
            out.write(unit + between)
            done += len(unit) + len(between)
            number += 1


def bench_scale():
    """One file of reports one behind the other, and one that has no line break."""
    names = sorted(os.listdir(path_of("C")))[:400]
    units = [open(os.path.join(path_of("C"), name), "rb").read() for name in names]
    sizes = [mb for mb in SCALE_MB if mb <= SIZE or (os.environ.get("DS_BENCH_LARGE") and mb <= 1000)]
    path = path_of("scale.txt")
    head("one file of", "seconds", "seconds a MB", "peak MB", "as one line", "seconds a MB", "peak MB")
    for megabytes in sizes:
        cells = []
        for joined in (False, True):
            pieces = [b" ".join(unit.split()) for unit in units] if joined else units
            write_up_to(path, pieces, megabytes * 1e6, b" " if joined else b"\n")
            seconds, _, peak = run([PROGRAM, path])
            cells += [f"{seconds:.2f}", f"{seconds / (os.path.getsize(path) / 1e6):.4f}", f"{peak / 1024:.0f}"]
        row(f"{megabytes} MB", *cells)
    os.remove(path)


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    subprocess.run([sys.executable, "-B", os.path.join(HERE, "corpora.py"), FOLDER, str(SIZE)], check=True)
    with open(path_of("origin.txt"), encoding="utf-8") as handle:
        print(f"Machine: {machine()}. Texts: {handle.read()}. Seconds are user + system, medians of {PAIRS} runs.")
    bench_grep()
    bench_encoding()
    bench_pipeline()
    bench_threads()
    bench_start()
    bench_scale()
    shutil.rmtree(FOLDER)


if __name__ == "__main__":
    main()

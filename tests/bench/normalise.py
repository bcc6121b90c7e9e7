#!/usr/bin/env python3
"""What one expression costs: user time of `dealsift normalise`, beside JioNLP (Python) on the same expressions.

usage: normalise.py DEALSIFT VENV

Makes some thousand expressions of each kind, the same on every run, and prints a table.  VENV is a folder for a
virtual environment in which pip installs jionlp at the first run; where that fails, its column says so.  The time to
start either program (reading the rules, importing the package) is measured apart and left out.
"""
import json
import os
import random
import resource
import subprocess
import sys

N = 4000
REPEATS = 3
PUBLISHED = "2025-05-20"

DIGITS = "零一二三四五六七八九"

# Reads lines of a file, parses each, prints the CPU seconds of the loop and how many gave a value.
JIONLP = """
import sys, time
import jionlp
kind, path = sys.argv[1:]
lines = open(path, encoding="utf-8").read().split("\\n")[:-1]
base = time.mktime((2025, 5, 20, 0, 0, 0, 0, 0, -1))
parse = jionlp.parse_money if kind == "amount" else lambda text: jionlp.parse_time(text, time_base=base)
read = 0
try:
    parse(lines[0])  # its tables are built at the first call
except Exception:
    pass
start = time.process_time()
for line in lines:
    try:
        read += parse(line) is not None
    except Exception:
        pass
print(time.process_time() - start, read)
"""


def chinese(number):
    return "".join(DIGITS[int(digit)] for digit in str(number))


def make_amount(rng):
    number = rng.choice([f"{rng.randint(1, 9999)}", f"{rng.randint(1, 999)}.{rng.randint(1, 99)}", f"{rng.randint(1, 99)},{rng.randint(100, 999)}",
                         rng.choice("一二三四五六七八九") + rng.choice(["", "十", "百", "千"])])
    form = rng.choice(["{}亿元", "{}万元", "约{}亿美元", "不超过{}万元", "人民币{}亿元", "{}万港元", "US${}亿", "{}元", "{}多万元", "近{}亿欧元"])
    return form.format(number)


def make_date(rng):
    year, month, day = rng.randint(1998, 2026), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice([f"{year}年{month}月{day}日", f"{year}年{month}月", f"{year}-{month:02}-{day:02}", f"{year}年", f"{chinese(year)}年{month}月",
                       f"{year}年第{rng.choice('一二三四')}季度", f"{year}年上半年", f"去年{month}月", f"{month}月{day}日", "昨天", "上周五", "本月底",
                       f"{year}年{month}月底", f"{year}年至{year + 2}年"])


def make_stake(rng):
    number = rng.choice([str(rng.randint(1, 99)), f"{rng.randint(1, 98)}.{rng.randint(1, 99)}"])
    return rng.choice(["{}%", "{}%股权", "百分之{}", "约{}%", "不低于{}%的股份", "持股比例由5%增至{}%"]).format(number)


def make_rate(rng):
    rate = rng.choice(["10G", "25G", "40G", "100G", "200G", "400G", "800G", "1.6T", "3.2T"])
    return rng.choice(["{}", "{}bps", "4x{}", "{}/lane", "{}-12.8T", "{}/3.2T"]).format(rate)


MAKERS = {"amount": make_amount, "date": make_date, "stake": make_stake, "rate": make_rate}


def user_seconds(command, data):
    """User time of one run and what it wrote."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before, done.stdout


def measure_own(program, kind, lines):
    """Microseconds an expression and how many have a value or bounds."""
    command = [program, "normalise", kind, "--published", PUBLISHED]
    many = 20  # a few thousand alone are over before the clock ticks
    data = ("\n".join(lines) + "\n").encode()
    start = min(user_seconds(command, b"")[0] for _ in range(REPEATS))
    seconds, out = min(user_seconds(command, data * many) for _ in range(REPEATS))
    answers = [json.loads(line) for line in out.splitlines()[:len(lines)]]
    read = sum(answer["value"] is not None or answer.get("min") is not None for answer in answers)
    return 1e6 * (seconds - start) / (many * len(lines)), read


def open_jionlp(folder):
    """The interpreter that has jionlp; None, after saying why, where there is none."""
    python = os.path.join(folder, "bin", "python")
    steps = [] if os.path.exists(python) else [[sys.executable, "-m", "venv", folder]]
    steps += [[python, "-m", "pip", "install", "--quiet", "jionlp"], [python, "-c", "import jionlp"]]
    if os.path.exists(python) and subprocess.run(steps[-1], capture_output=True, check=False).returncode == 0:
        return python
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(f"without JioNLP: {' '.join(step)}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
            return None
    return python


def measure_jionlp(python, kind, lines, folder):
    path = os.path.join(folder, "expressions.txt")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    done = subprocess.run([python, "-c", JIONLP, kind, path], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return "failed"
    seconds, read = done.stdout.split("\n")[-2].split()
    return f"{1e6 * float(seconds) / len(lines):8.1f} {int(read):6}"


def cpu():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, folder = sys.argv[1:]
    python = open_jionlp(folder)
    print(f"{cpu()}; {N} expressions of each kind; microseconds of user time an expression, and how many were read")
    print("           dealsift  read    JioNLP   read")
    for kind, make in MAKERS.items():
        rng = random.Random(3)
        lines = [make(rng) for _ in range(N)]
        cost, read = measure_own(program, kind, lines)
        beside = measure_jionlp(python, kind, lines, folder) if python and kind in ("amount", "date") else "       -      -"
        print(f"{kind:8} {cost:10.2f} {read:6}  {beside}")


main()

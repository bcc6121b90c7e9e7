"""dealsift eval and score.py give the same figures.

usage: eval_agrees.py [FOLDER]

Both judge the same records of the program: tests/score/score.py and eval on the gold of corpus/gold,
and, where FOLDER is there, its score.py and eval on its sets, whole and in parts.  Where it is not, that
is said and left out.
"""
import glob
import json
import os
import subprocess
import sys

import tree

PROGRAM = os.path.abspath(os.environ.get("DEALSIFT", "build/release/dealsift"))
OWN = os.path.join(tree.ROOT, "tests", "score", "score.py")
FIGURES = ("precision", "recall", "f1")


def output(command):
    run = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if run.returncode:
        sys.exit(f"{' '.join(command)}: exit {run.returncode}")
    return json.loads(run.stdout.decode("utf-8").splitlines()[-1])


def shares(figures):
    return {name: figures[name] for name in FIGURES}


def of_eval(gold, part):
    found = output([PROGRAM, "eval", "--format", "json"] + (["--part", part] if part else []) + [gold])
    check_errors(gold, found)
    return {**{field: shares(row) for field, row in found["fields"].items()},
            "micro": shares(found["micro"]), "exact": found["exact"],
            "deals": (found["deals"]["gold"], found["deals"]["predicted"])}


def check_errors(gold, found):
    """Every wrong and missed value is told in one class and no other."""
    for key in ("wrong", "missed"):
        told = sum(row[key] for row in found["errors"])
        if told != found["micro"][key]:
            sys.exit(f"{gold}: classes tell {told} {key} values, the figures {found['micro'][key]}")


def of_score(script, gold, part):
    found = output([sys.executable, "-B", script, "--gold", gold, "--json"]
                   + (["--part", part] if part else []) + ["--", PROGRAM])
    deals = found.pop("deals")
    return {name: shares(row) if isinstance(row, dict) else row for name, row in found.items()} | {
        "deals": (deals["gold"], deals["predicted"])}


def differences(script, gold, part=None):
    ours, theirs = of_eval(gold, part), of_score(script, gold, part)
    name = os.path.basename(gold) + (f" {part}" if part else "")
    return [f"{name}: {key}: eval {ours.get(key)}, {os.path.basename(script)} {theirs.get(key)}"
            for key in sorted({*ours, *theirs}) if ours.get(key) != theirs.get(key)]


def main(shared):
    problems = []
    gold = os.path.join(tree.ROOT, "corpus", "gold")
    for name in ("samples", "passages", "sentences"):
        problems += differences(OWN, os.path.join(gold, name + ".jsonl"))
    script = os.path.join(shared, "score.py")
    if os.path.exists(script):
        sets = sorted(glob.glob(os.path.join(shared, "*.jsonl")))
        sets += [os.path.join(gold, "samples.jsonl"), os.path.join(gold, "passages.jsonl")]
        for path in sets:
            for part in (None, "judge") if "docs" not in path else (None,):
                problems += differences(script, path, part)
    else:
        print(f"{shared or 'no further folder'} is not there: its sets are left out")
    print("\n".join(problems) or "the same figures everywhere")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))

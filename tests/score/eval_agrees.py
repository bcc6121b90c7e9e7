"""dealsift eval and score.py give the same figures.

usage: eval_agrees.py [FOLDER]

Both judge the same records of the program: tests/score/score.py and eval on the gold of corpus/gold,
and, where FOLDER is there, its score.py and eval on its sets and ours: whole, in parts, for some
fields.  Where it is not, that is said and left out.
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

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


def of_eval(gold, options):
    found = output([PROGRAM, "eval", "--format", "json"] + options + [gold])
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


def of_score(script, gold, records, options):
    found = output([sys.executable, "-B", script, "--gold", gold, "--pred", records, "--json"] + options)
    deals = found.pop("deals")
    return {name: shares(row) if isinstance(row, dict) else row for name, row in found.items()} | {
        "deals": (deals["gold"], deals["predicted"])}


def write_records(gold, path):
    """What the program finds in the documents of a gold file, into a file."""
    keys = ("id", "text", "title", "published")
    with open(gold, encoding="utf-8") as handle:
        documents = [json.loads(line) for line in handle if line.strip()]
    lines = "".join(json.dumps({key: row[key] for key in keys if row.get(key)}, ensure_ascii=False) + "\n"
                    for row in documents)
    with open(path, "wb") as out:
        run = subprocess.run([PROGRAM], input=lines.encode("utf-8"), stdout=out, check=False)
    if run.returncode:
        sys.exit(f"{gold}: extract: exit {run.returncode}")


def differences(script, gold, settings):
    """Where the two differ, for each list of options of `settings`."""
    problems = []
    with tempfile.TemporaryDirectory(prefix="dealsift-") as scratch:
        records = os.path.join(scratch, "records.jsonl")
        write_records(gold, records)
        for options in settings:
            ours, theirs = of_eval(gold, options), of_score(script, gold, records, options)
            name = " ".join([os.path.basename(gold)] + options)
            problems += [f"{name}: {key}: eval {ours.get(key)}, {os.path.basename(script)} {theirs.get(key)}"
                         for key in sorted({*ours, *theirs}) if ours.get(key) != theirs.get(key)]
    return problems


WHOLE = [[]]
ALL_WAYS = [[], ["--part", "tune"], ["--part", "judge"], ["--fields", "target,amount"],
            ["--part", "judge", "--fields", "motive,acquirer,status,date"]]


def main(shared):
    problems = []
    gold = os.path.join(tree.ROOT, "corpus", "gold")
    own = [os.path.join(gold, name + ".jsonl") for name in ("samples", "passages", "sentences")]
    for path in own:
        problems += differences(OWN, path, WHOLE)
    script = os.path.join(shared, "score.py")
    sets = sorted(glob.glob(os.path.join(shared, "*.jsonl"))) + own if os.path.exists(script) else []
    for path in sets:
        problems += differences(script, path, ALL_WAYS)
    if sets:
        print(f"{len(sets)} sets in {len(ALL_WAYS)} ways each beside {script}")
    else:
        print(f"{shared or 'no further folder'} is not there: its sets are left out")
    print("\n".join(problems) or "the same figures everywhere")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))

"""Runs that start together on an empty cache, on a damaged one and on changing
rules disturb each other in nothing: each ends well with records of rules that
were there, and one whole file is left."""
import os
import subprocess
import sys
import tempfile
import time

import samples
import tree

RUNS = 6
PACK = """<pack xmlns="urn:dealsift:rules:1" id="house">
  <lexicon id="triggers" add="yes">揽下</lexicon>
  <rule id="house.%s" kind="acquisition" priority="100">
    <pattern>{party:acquirer} … 揽下 … {party:target}</pattern>
  </rule>
</pack>
"""
TEXT = "甲光通信有限公司揽下乙芯科技有限公司。\n"


def start(folder):
    return [subprocess.Popen(samples.program() + ["--rules", "house.xml", "--cache", "cache",
                                                  "one.txt"],
                             cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(RUNS)]


def finish(running, rules, quiet=True):
    problems = []
    for run in running:
        out, said = run.communicate()
        if run.returncode != 0 or (quiet and said):
            problems.append(f"status {run.returncode}, said {said.decode()!r}")
        elif [record["rule"] for record in samples.records(out)] not in rules:
            problems.append(f"unexpected records: {out.decode()}")
    return problems


def write_pack(folder, name):
    """As an editor does it: the new file takes the place of the old one at once."""
    aside = os.path.join(folder, "aside.xml")
    with open(aside, "w", encoding="utf-8") as handle:
        handle.write(PACK % name)
    os.replace(aside, os.path.join(folder, "house.xml"))


def main():
    problems = []
    with tempfile.TemporaryDirectory(prefix="dealsift-") as folder:
        tree.write_tree(folder, {"one.txt": TEXT})
        cache = os.path.join(folder, "cache")
        write_pack(folder, "first")
        problems += finish(start(folder), [["house.first"]])
        image = os.path.join(cache, os.listdir(cache)[0])
        with open(image, "r+b") as handle:
            handle.truncate(10000)
        problems += finish(start(folder), [["house.first"]], quiet=False)
        running = start(folder)
        time.sleep(0.01)
        write_pack(folder, "second")
        running += start(folder)
        problems += finish(running, [["house.first"], ["house.second"]])
        problems += finish(start(folder), [["house.second"]])
        if os.listdir(cache) != [os.path.basename(image)]:
            problems.append(f"the cache holds {os.listdir(cache)}")
    tree.finish(problems, "many_writers")


if __name__ == "__main__":
    sys.exit(main())

"""Records, explanations and repaired text are the same bytes without a cache,
from the run that fills it, from the cache, and from a compiled pack."""
import os
import subprocess
import sys
import tempfile

import samples
import tree

HOUSE = """<pack xmlns="urn:dealsift:rules:1" id="house">
  <lexicon id="triggers" add="yes">揽下</lexicon>
  <rule id="house.take" kind="acquisition" priority="10">
    <pattern>{party:acquirer} … 以 {amount} … 揽下 {party:target}</pattern>
  </rule>
  <option name="target.share" value="0.4"/>
</pack>
"""


def run(arguments, folder):
    done = subprocess.run(samples.program() + arguments, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, cwd=folder)
    return done.returncode, done.stdout, done.stderr


def compare(command, packs, paths, folder, compiled):
    cache = ["--cache", "cache"]
    wanted = run(command + packs + ["--no-cache"] + paths, folder)
    if wanted[0] != 0 or not wanted[1]:
        return [f"{command}: status {wanted[0]}, {len(wanted[1])} bytes"]
    runs = {"filling the cache": packs + cache, "from the cache": packs + cache,
            "from a compiled pack": compiled}
    return [f"{' '.join(command)}, {name}: differs from the files' own rules"
            for name, options in runs.items()
            if run(command + options + paths, folder) != wanted]


def main():
    paths = samples.need_samples(samples.paths())
    problems = []
    for house in (False, True):
        with tempfile.TemporaryDirectory(prefix="dealsift-") as folder:
            tree.write_tree(folder, {"house.xml": HOUSE})
            packs = ["--rules", "house.xml"] if house else []
            status, _, said = run(["rules", "compile", "-o", "compiled"] + packs, folder)
            if status != 0:
                sys.exit(said.decode())
            for command in (["extract"], ["explain"], ["text", "--flags"], ["rules", "list"]):
                of = [] if command[0] == "rules" else paths
                if command[0] == "rules" and house:
                    continue  # a compiled pack names its files by their full paths
                problems += compare(command, packs, of, folder, ["--pack", "compiled"])
            if len(os.listdir(os.path.join(folder, "cache"))) != 1:
                problems.append("the cache does not hold one file")
    tree.finish(problems, "same_records")


if __name__ == "__main__":
    main()

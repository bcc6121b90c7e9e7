"""A pack of 500 rules and a lexicon of a million names: the compiled rules give
what the files give, and in memory of our own, mapped pages apart, they
take less than 32 MB."""
import os
import subprocess
import sys
import tempfile

import samples
import tree

NAMES = 1000000
RULES = 500
OWN_BYTES = 32 * 1024 * 1024
# A name is five of these, as digits of a number, and an ending.
SYLLABLES = "宁川岳江河海湖山林木石金玉云雨雪风雷电火"
ENDINGS = ("科技", "电子", "光电", "股份有限公司")


def name(number):
    made = ""
    for _ in range(5):
        number, syllable = divmod(number, len(SYLLABLES))
        made += SYLLABLES[syllable]
    return made + ENDINGS[sum(map(ord, made)) % len(ENDINGS)]


def pack():
    """500 rules with words of their own, none of which is in the samples."""
    rules = "".join(
        f'<rule id="house.r{i}" kind="acquisition" priority="5"><pattern>{{party:acquirer}} '
        f'(拟|已)? … 以 {{amount}} (现金)? … 鑫{SYLLABLES[i % 20]}{SYLLABLES[i // 20 % 20]}'
        f'{"淼" * (i // 400)} {{party:target}} {{stake}}?</pattern></rule>\n' for i in range(RULES))
    return f'<pack xmlns="urn:dealsift:rules:1" id="house">\n{rules}</pack>\n'


def own_memory(command, document, folder):
    """Bytes of private memory while the program, having read a document, waits
    for the next."""
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        run.stdin.write(document)
        run.stdin.flush()
        run.stdout.readline()
        with open(f"/proc/{run.pid}/status", encoding="ascii") as handle:
            rows = dict(line.split(":", 1) for line in handle if ":" in line)
        run.stdin.close()
        run.stdout.read()
    return int(rows["RssAnon"].split()[0]) * 1024


def main():
    documents = samples.as_lines(samples.documents())
    options = ["--rules", "house.xml", "--lexicon", "names.txt", "--cache", "cache"]
    problems = []
    with tempfile.TemporaryDirectory(prefix="dealsift-") as folder:
        tree.write_tree(folder, {
            "house.xml": pack(), "names.txt": "".join(name(i) + "\n" for i in range(NAMES)),
            "documents.jsonl": documents.decode()})
        os.chdir(folder)
        command = samples.program() + options
        wanted = samples.run(command[:-2] + ["--no-cache", "documents.jsonl"])
        if samples.run(command + ["documents.jsonl"]) != wanted:
            problems.append("the run that fills the cache gives other records")
        if samples.run(command + ["documents.jsonl"]) != wanted:
            problems.append("the cache gives other records")
        if len(wanted) == 0 or os.listdir("cache")[0].count(".rules") != 1:
            problems.append("no records or no cache")
        if "address" not in os.environ.get("DS_SANITIZE", "") and sys.platform == "linux":
            used = own_memory(command, documents, folder)
            print(f"memory of our own: {used} bytes")
            if used > OWN_BYTES:
                problems.append(f"{used} bytes of memory are more than {OWN_BYTES}")
        os.chdir("/")
    tree.finish(problems, "million_names")


if __name__ == "__main__":
    main()

"""Threads, lines and shards change nothing of what is found.

-j N prints the bytes of -j 1, records and messages; --per-doc answers every line with one line, at
once; the shards of --shard are the whole, each document once."""
import json
import os
import subprocess
import tempfile

import samples
import tree

DEAL = "甲光通信以%d亿元收购乙芯科技100%%股权。"
LONG = 2600000  # bytes: three windows
BAD = ("not JSON", "[1]", '{"id": 7}', '{"id": "t", "text": "x", "title": 3}', "",
       '{"id": "open", "text": "甲光')


def run(arguments, data=b""):
    done = subprocess.run(samples.program() + arguments, input=data, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    return done.returncode, done.stdout, done.stderr


def lines_with_bad_ones():
    """JSON Lines among which some hold no document."""
    good = [json.dumps({"id": "d%d" % i, "text": DEAL % (i + 1)}, ensure_ascii=False) for i in range(60)]
    for number, bad in enumerate(BAD):
        good.insert(7 * number + 3, bad)
    return "\n".join(good) + "\n"


def long_document():
    """Windows of one document share names and years: they stay together."""
    head = "澄海轴承股份有限公司(以下简称“澄海”)2021年扩产。\n"
    body = "天气晴好,列车准点,一切照旧。\n" * 40 + "澄海以3亿元收购北岭传动51%股权。\n"
    return head + body * (LONG // len(body.encode()) + 1)


def inputs(folder):
    """[(name, arguments, standard input)]"""
    path = os.path.join(folder, "long.txt")
    tree.write_tree(folder, {"long.txt": long_document(), "a.txt": DEAL % 4, "b.txt": DEAL % 5})
    return [("the samples", [samples.FOLDER], b""),
            ("JSON Lines with bad ones", [], lines_with_bad_ones().encode()),
            ("a long document between short ones", [folder], b""),
            ("the same long text as a line", [],
             samples.as_lines([{"id": "1", "text": DEAL % 2}, {"id": "2", "text": long_document()},
                               {"id": "3", "text": DEAL % 3}])),
            ("paths that are not there", [path, os.path.join(folder, "none.txt"), path], b""),
            ("nothing", [], b"")]


def check_threads(folder):
    problems = []
    for name, arguments, data in inputs(folder):
        for extra in ([], ["--per-doc"] if name.startswith(("JSON", "the same", "nothing")) else []):
            alone = run(extra + ["-j", "1"] + arguments, data)
            for threads in ("2", "5", "0"):
                if run(extra + ["-j", threads] + arguments, data) != alone:
                    problems.append(f"{name} {extra}: -j {threads} prints other bytes than -j 1")
            if name != "nothing" and not alone[1]:
                problems.append(f"{name}: no deal was found, so that nothing is compared")
    return problems


COSTLY = """<?xml version="1.0" encoding="UTF-8"?>
<pack xmlns="urn:dealsift:rules:1" id="costly">
  <cue id="bad.cue" field="motive" value="market"><pattern>(?:[^。]+)+[佧佤]$</pattern></cue>
  <entity id="bad.entity" type="party" value="named"><pattern>(?:\\w|\\w\\w|\\w\\w\\w)+[佧佤]$</pattern></entity>
  <furniture id="bad.line" action="line"><pattern>^(?:(.)(?R)?\\1|.)+[九]$</pattern></furniture>
</pack>
"""


def check_costly_rules(folder):
    """Which pattern is told of first, where, and how often it was passed over: one account for all."""
    tree.write_tree(folder, {"costly.xml": COSTLY})
    lines = samples.as_lines([{"id": "d%d" % i, "text": (DEAL % (i + 1))[:-1] + ",用于佤区九厂%s。" % ("扩产" * 20)}
                              for i in range(12)])
    arguments = ["--rules", os.path.join(folder, "costly.xml")]
    alone = run(arguments + ["-j", "1"], lines)
    told = alone[2].decode()
    problems = [f"costly rules: '{words}' is not told: {told[:300]!r}"
                for words in ("used up its budget of steps in document 'd0'", "more places") if words not in told]
    if told.count("used up") != len(set(line.split("'")[1] for line in told.splitlines())):
        problems.append(f"costly rules: a pattern's first time is not told once: {told!r}")
    for threads in ("2", "5"):
        if run(arguments + ["-j", threads], lines) != alone:
            problems.append(f"costly rules: -j {threads} prints other bytes than -j 1")
    return problems


def check_costly_document(folder):
    """The same where several threads read the sentences of one document."""
    path = os.path.join(folder, "costly.txt")
    tree.write_tree(folder, {"costly.xml": COSTLY, "costly.txt": "".join(
        "公司%s。\n" % ((DEAL % (i + 1))[:-1] + (",用于佤区九厂" + "扩产" * 20 if i % 7 == 3 else ""))
        for i in range(200))})
    arguments = ["--rules", os.path.join(folder, "costly.xml"), path]
    alone = run(["-j", "1"] + arguments)
    problems = [] if b"more places" in alone[2] else [f"a costly document: nothing is told: {alone[2][:300]!r}"]
    for threads in ("2", "5"):
        if run(["-j", threads] + arguments) != alone:
            problems.append(f"a costly document: -j {threads} prints other bytes than -j 1")
    return problems


def check_lines():
    """Line k of the answer is about line k of the input."""
    data = lines_with_bad_ones()
    _, out, _ = run(["--per-doc", "-j", "2"], data.encode())
    rows = [json.loads(line) for line in out.decode().splitlines()]
    given = data.split("\n")[:-1]
    problems = []
    if len(rows) != len(given):
        return [f"{len(given)} lines in, {len(rows)} lines out"]
    plain = [json.loads(line) for line in run([], data.encode())[1].decode().splitlines()]
    if [deal for row in rows for deal in row["deals"]] != plain:
        problems.append("the deals of --per-doc are not those of the plain run")
    for number, (line, row) in enumerate(zip(given, rows), 1):
        bad = line in BAD
        if list(row) != ["id", "deals", "error"] or bad != (row["error"] is not None) or bad == bool(row["deals"]):
            problems.append(f"line {number}: {line[:30]!r} is answered with {str(row)[:100]}")
        if not bad and row["id"] != json.loads(line)["id"]:
            problems.append(f"line {number}: answered with the id {row['id']}")
    return problems


def check_dialogue(threads):
    """An engine sends a line and waits for its answer before it sends the next."""
    problems = []
    with subprocess.Popen(samples.program() + ["--per-doc", "-j", threads], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        for number, line in enumerate(["no JSON", '{"id": "%s", "text": "%s"}' % ("x", DEAL % 9), ""]):
            child.stdin.write((line + "\n").encode())
            child.stdin.flush()
            row = json.loads(child.stdout.readline())
            if bool(row["deals"]) != (number == 1):
                problems.append(f"-j {threads}: {line[:20]!r} is answered with {str(row)[:80]}")
        child.stdin.close()
        if child.stdout.read():
            problems.append(f"-j {threads}: more answers than lines")
    return problems


def check_shards():
    data = lines_with_bad_ones().encode()
    whole = sorted(run([], data)[1].splitlines())
    parts = [run(["--shard", f"{i}/4", "-j", str(i)], data)[1].splitlines() for i in range(1, 5)]
    problems = []
    if sorted(line for part in parts for line in part) != whole:
        problems.append("the shards together are not the whole")
    if sum(bool(part) for part in parts) < 2:
        problems.append("all documents are in one shard")
    return problems


def check_closed_pipe():
    """A reader that goes away ends the threads without a word."""
    data = "".join(json.dumps({"text": DEAL % (i + 1)}) + "\n" for i in range(3000)).encode()
    with tempfile.TemporaryFile() as handle:
        handle.write(data)
        handle.seek(0)
        with subprocess.Popen(samples.program() + ["-j", "3"], stdin=handle, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as child:
            child.stdout.readline()
            child.stdout.close()
            message = child.stderr.read()
            status = child.wait()
    return [] if status == 0 and not message else [f"closed pipe: status {status}, message {message[:80]!r}"]


def check_gone_listener(threads):
    """Who sends a line to somebody that has gone away need not send another one to learn it."""
    with subprocess.Popen(samples.program() + ["--per-doc", "-j", threads], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        child.stdout.close()
        child.stdin.write((json.dumps({"id": "x", "text": DEAL % 9}) + '\n{"id": "cut off').encode())
        child.stdin.flush()
        try:
            status = child.wait(timeout=60)
        except subprocess.TimeoutExpired:
            child.kill()
            return [f"-j {threads}: nobody hears the answer, and the next line is waited for"]
        message = child.stderr.read()
        if status or message:
            return [f"-j {threads}: a listener that has gone: status {status}, message {message[:80]!r}"]
    return []


def main():
    with tempfile.TemporaryDirectory() as folder:
        problems = check_threads(folder)
        problems += check_costly_rules(folder)
        problems += check_costly_document(folder)
    problems += check_lines() + check_dialogue("1") + check_dialogue("2") + check_shards()
    problems += check_gone_listener("1") + check_gone_listener("2") + check_closed_pipe()
    tree.finish(problems, "parallel")


if __name__ == "__main__":
    main()

"""Files that are not what a crawler's folder should hold, or are gone while they are read; bytes
that are no UTF-8 in every place where there can be some; documents in which a rule gives up.

What is good is read, the rest is told with a code, and all that is written is valid JSON in UTF-8.
"""
import json
import os
import subprocess
import tempfile
import time

import tree
from broken import DEALSIFT, GOOD, docx, line, paragraph, read_lines, tarred, write, zipped

TEXT = GOOD.decode()
SECONDS = 60
NOT_UTF8 = b"\xff\xc3\xe8\xbf\xf0\x9f\x80"


def run(root, *arguments, data=None):
    """-> records, quarantine rows, exit status, stderr; what is no JSON in UTF-8 fails the test"""
    quarantine = os.path.join(root, "quarantine.jsonl")
    done = subprocess.run([DEALSIFT, "--quarantine", quarantine, *arguments], cwd=root, input=data,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS)
    records = [json.loads(text) for text in done.stdout.decode("utf-8").splitlines()]
    return records, read_lines(quarantine), done.returncode, done.stderr.decode(errors="replace")


def expect(what, got, ids, codes, status=0):
    records, rows, exit_status, told = got
    found = ([record["doc"]["id"] for record in records], [row["code"] for row in rows], exit_status)
    return [] if found == (ids, codes, status) else [f"{what}: {found}, not {(ids, codes, status)}: {told[:300]}"]


def check_links_and_pipes(root):
    """Inside a folder a loop of links ends, a pipe is not waited for, a device not read."""
    folder = os.path.join(root, "odd")
    os.makedirs(os.path.join(folder, "a"))
    write(folder, "a/good.txt", GOOD)
    os.symlink("..", os.path.join(folder, "a", "up"))
    os.symlink("loop", os.path.join(folder, "loop"))
    os.symlink("/dev/zero", os.path.join(folder, "zero"))
    os.symlink("good.txt", os.path.join(folder, "a", "same.txt"))
    os.mkfifo(os.path.join(folder, "pipe"))
    got = run(root, "odd")
    return expect("loops, pipes and devices", got, ["odd/a/good.txt", "odd/a/same.txt"], ["io"]) + \
        ([] if got[1] and got[1][0]["source"] == "odd/loop" else [f"a loop is not named: {got[1]}"])


def check_named_pipe(root):
    """One that is named is read like a file."""
    os.mkfifo(os.path.join(root, "named"))
    writer = subprocess.Popen(["sh", "-c", "cat > named"], cwd=root, stdin=subprocess.PIPE)
    writer.stdin.write(GOOD)
    writer.stdin.close()
    got = run(root, "named")
    writer.wait()
    return expect("a named pipe", got, ["named"], [])


def check_unreadable(root):
    """A file that may not be opened, and one that opens but cannot be read, cost only themselves."""
    folder = os.path.join(root, "closed")
    os.mkdir(folder)
    for name in ("a.txt", "b.txt", "c.jsonl"):
        write(folder, name, line(id="c", text=TEXT) if name == "c.jsonl" else GOOD)
    os.mkdir(os.path.join(folder, "d"))
    write(folder, "d/x.txt", GOOD)
    os.chmod(os.path.join(folder, "b.txt"), 0)
    os.chmod(os.path.join(folder, "d"), 0)
    problems = []
    if os.geteuid() == 0:  # root may read all: nobody has to do it
        os.chmod(root, 0o755)
        os.chmod(folder, 0o755)
        write(root, "closed.jsonl", b"")
        os.chmod(os.path.join(root, "closed.jsonl"), 0o666)
    done = subprocess.run([DEALSIFT, "--no-cache", "--quarantine", "closed.jsonl", "closed"], cwd=root,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS,
                          user=65534 if os.geteuid() == 0 else None)
    ids = [json.loads(text)["doc"]["id"] for text in done.stdout.splitlines()]
    rows = [(row["source"], row["code"], row["stage"]) for row in read_lines(os.path.join(root, "closed.jsonl"))]
    if ids != ["closed/a.txt", "c"] or rows != [("closed/b.txt", "io", "open"), ("closed/d", "io", "open")] or \
            done.returncode:
        problems.append(f"files that may not be opened: {done.returncode}, {ids}, {rows}: {done.stderr[:300]}")
    os.chmod(os.path.join(folder, "d"), 0o755)
    if os.path.exists("/proc/self/mem"):  # its first page is never there: EIO
        write(root, "good.txt", GOOD)
        problems += expect("a file that cannot be read", run(root, "/proc/self/mem", "good.txt"), ["good.txt"], ["io"])
    return problems


def check_deleted(root):
    """The file goes while it is read, those behind it before they are opened."""
    folder = os.path.join(root, "going")
    os.mkdir(folder)
    for i in range(4):
        write(folder, f"{i}.jsonl", line(id=str(i), text=TEXT) + line(id="filler", text="照常营业。" * 200000) * 4)
    with open(os.path.join(root, "out"), "wb") as out:
        child = subprocess.Popen([DEALSIFT, "--quarantine", "q", "--per-doc", "going"], cwd=root, stdout=out,
                                 stderr=subprocess.DEVNULL)
        end = time.monotonic() + SECONDS
        while os.path.getsize(os.path.join(root, "out")) == 0 and time.monotonic() < end:
            time.sleep(0.002)
        for name in os.listdir(folder):
            os.remove(os.path.join(folder, name))
        status = child.wait(timeout=SECONDS)
    rows = [row["id"] for row in read_lines(os.path.join(root, "out"))]
    codes = [row["code"] for row in read_lines(os.path.join(root, "q"))]
    if status or rows[:5] != ["0"] + ["filler"] * 4 or len(rows) != 5 * (4 - len(codes)) or set(codes) - {"io"}:
        return [f"files deleted while reading: exit {status}, {rows}, {codes}"]
    print(f"deleted while reading: {4 - len(codes)} of 4 files were open already")
    return []


def check_growing(root):
    """What is cut short while it is read is read as far as it goes, and is new to the next run."""
    write(root, "cut.txt", GOOD + "照常营业。".encode() * 4000000)
    command = [DEALSIFT, "--resume", "state", "--output", "cut.jsonl", "cut.txt"]
    child = subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE)
    time.sleep(0.3)
    os.truncate(os.path.join(root, "cut.txt"), len(GOOD))
    told = child.communicate(timeout=SECONDS)[1].decode()
    status = subprocess.run(command, cwd=root, stderr=subprocess.PIPE, timeout=SECONDS).returncode
    records = read_lines(os.path.join(root, "cut.jsonl"))
    # Was it quicker than we, the file was whole; then the second run alone saw the short one.
    if child.returncode or status or len(records) != 2:
        return [f"a file cut while reading: {child.returncode}, {status}, {len(records)} records: {told}"]
    return []


def check_bad_bytes(root):
    """In the text of every format, in tags, names of files and members, and in JSON itself."""
    folder = os.path.join(root, "bytes")
    os.mkdir(folder)
    bad = NOT_UTF8 + GOOD
    with open(os.path.join(folder.encode(), b"\xff\xfe-name.txt"), "wb") as handle:
        handle.write(GOOD)
    write(folder, "a.txt", "照常营业。".encode() * 40 + bad)
    write(folder, "b.jsonl", b'{"id":"' + NOT_UTF8 + b'","text":"' + bad + b'","title":"' + NOT_UTF8 + b'"}\n'
          b'{"' + NOT_UTF8 + b'":1,"text":"' + GOOD + b'","publisher":"\xff"}\n{"text":"\\udc00' + GOOD + b'"}\n')
    write(folder, "c.html", b"<html><meta charset=utf-8><title>" + "照常营业。".encode() * 40 + NOT_UTF8 + b"</title><p class=\"\xff\">" + bad)
    write(folder, "d.docx", docx(paragraph(TEXT) + "<w:p>"))
    write(folder, "e.tar", tarred([("plain.txt", GOOD)]).replace(b"plain.txt", b"\xff\xfe\xff\xf0n.txt", 1))
    write(folder, "f.zip", zipped([("plain.txt", GOOD)]).replace(b"plain.txt", b"\xff\xfe\xff\xf0n.txt"))
    records, rows, status, told = run(root, "bytes", "--map", "text=text,title=title")
    kinds = {record["doc"]["source"].split("/")[1].split(":")[0].split("!")[0] for record in records}
    wanted = {"a.txt", "b.jsonl", "c.html", "d.docx", "f.zip"}
    problems = [] if status == 0 and wanted <= kinds else [f"bad bytes: exit {status}, deals in {kinds}: {told[:500]}"]
    if not any(row.get("source_bytes") is None and row["code"] == "undecodable" for row in rows):
        problems.append(f"bad bytes: none is told as undecodable: {rows}")
    for command in (["text"], ["text", "--source"], ["explain"], ["rules", "profile"]):
        done = subprocess.run([DEALSIFT, *command, "bytes"], cwd=root, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=SECONDS)
        body = done.stdout.replace(b"\xff\xfe-name.txt", b"")  # names of files are shown as they are
        try:
            body.decode("utf-8")
        except UnicodeDecodeError as error:
            problems.append(f"{' '.join(command)} writes what is no UTF-8: {error}")
        if done.returncode:
            problems.append(f"{' '.join(command)}: exit {done.returncode}")
    return problems


def check_bad_bytes_everywhere(root):
    """In all else that is read: packs, word lists, gold, lists of faults, records, expressions, options.  What is
    written is UTF-8, and how it ends is one of the ways the manual names."""
    tree.write_tree(root, {"house.xml": '<?xml version="1.0" encoding="UTF-8"?>\n<pack xmlns="urn:dealsift:rules:1" '
                           'id="house"><lexicon id="extra" href="extra.tsv"/></pack>\n'})
    write(root, "bad.xml", b'<?xml version="1.0" encoding="UTF-8"?>\n<pack xmlns="urn:dealsift:rules:1" id="h\xff">'
          b"<lexicon id=\"triggers\" add=\"yes\">" + NOT_UTF8 + b"</lexicon></pack>\n")
    write(root, "extra.tsv", "# columns: word\n云汐\n".encode() + NOT_UTF8 + b"\n")
    write(root, "names.txt", "云汐芯片\n".encode() + NOT_UTF8 + b"\n")
    write(root, "gold.jsonl", b'{"id":"' + NOT_UTF8 + b'","text":"' + NOT_UTF8 + GOOD + b'","deals":[{"target":"' +
          NOT_UTF8 + b'"}]}\n')
    write(root, "list.jsonl", b'{"id":"' + NOT_UTF8 + b'","source":"a\xff.txt","line":null}\n')
    write(root, "deals.jsonl", b'{"schema":"dealsift/1","id":"' + NOT_UTF8 + b'","text":"' + NOT_UTF8 + b'"}\n')
    write(root, "good.txt", GOOD)
    name = b"na\xffme"
    cases = [(["rules", "check", "bad.xml"], {78}), (["--rules", "bad.xml", "good.txt"], {78}),
             (["--rules", "house.xml", "good.txt"], {0, 78}), (["rules", "list", "bad.xml"], {78}),
             (["--lexicon", "names.txt", "good.txt"], {0, 78}), (["rules", "compile", "-o", "out.rules", "bad.xml"], {78}),
             (["rules", "diff", "default", "bad.xml", "good.txt"], {78}), (["eval", "gold.jsonl"], {0, 65}),
             (["rules", "fit", "gold.jsonl"], {0, 65}), (["retry", "list.jsonl"], {0, 65, 66}),
             (["review", "deals.jsonl"], {0, 65}), (["explain", "--text", GOOD[:40] + NOT_UTF8], {0, 64, 65}),
             (["--encoding", name, "good.txt"], {64}), (["--map", b"text=" + name, "good.txt"], {0, 64}),
             (["--resume", name, "--output", "out", "good.txt"], {0}), (["--quarantine", name, "good.txt"], {0}),
             ([b"no" + name], {64}), (["extract", b"no" + name], {66}), ([b"--" + name], {64}), (["rules", name], {64}), (["schema", name], {64}),
             (["normalise", name], {64})]
    cases += [(["normalise", kind], {0}) for kind in ("amount", "date", "stake", "rate")]
    problems = []
    for command, statuses in cases:
        done = subprocess.run([DEALSIFT, *command], cwd=root, input=GOOD + b"\n" + NOT_UTF8 + b"\n3\xff\xe4\xba\xbf\n",
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS)
        if done.returncode not in statuses:
            problems.append(f"bad bytes, {command}: exit {done.returncode}: {done.stderr[:300]}")
        try:
            done.stdout.decode("utf-8")
        except UnicodeDecodeError as error:
            problems.append(f"bad bytes, {command}: writes what is no UTF-8: {error}")
    return problems


COSTLY = """<?xml version="1.0" encoding="UTF-8"?>
<pack xmlns="urn:dealsift:rules:1" id="costly">
  <cue id="bad.cue" field="motive" value="market"><pattern>(?:[^。]+)+[佧佤]$</pattern></cue>
  <cue id="bad.other" field="motive" value="market"><pattern>(?:[^；]+)+[佧佤]$</pattern></cue>
</pack>
"""


def check_step_limit(root):
    """A document in which a rule gave up is read, and told of once, with the rule and the place."""
    tree.write_tree(root, {"costly.xml": COSTLY})
    costly = TEXT[:-1] + ",用于佤区九厂%s。" % ("扩产" * 20)
    write(root, "steps.jsonl", line(id="one", text="照常营业。" + costly + costly) + line(id="two", text=TEXT) +
          line(id="three", text=costly))
    write(root, "steps.zip", zipped([("in.txt", costly.encode())]))
    problems = []
    for threads in ("1", "3"):
        records, rows, status, told = run(root, "-j", threads, "--strict", "--rules", "costly.xml", "steps.jsonl",
                                          "steps.zip")
        if {record["doc"]["id"] for record in records} != {"one", "two", "three", "steps.zip!in.txt"} or status:
            problems.append(f"-j {threads}: documents in which a rule gave up are not read: {status} {told[:300]}")
        found = [(row["id"], row["source"], row["member"], row["line"], row["stage"], row["code"]) for row in rows]
        wanted = [("one", "steps.jsonl", None, 1, "extract", "step_limit"),
                  ("three", "steps.jsonl", None, 3, "extract", "step_limit"),
                  ("steps.zip!in.txt", "steps.zip", "in.txt", None, "extract", "step_limit")]
        if found != wanted or any("bad." not in row["message"] for row in rows):
            problems.append(f"-j {threads}: {rows}")
        elif rows[0]["offset"] < len("照常营业。".encode()) or rows[1]["offset"] != 0:
            problems.append(f"-j {threads}: the place is wrong: {rows}")
    again = subprocess.run([DEALSIFT, "retry", "quarantine.jsonl"], cwd=root, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, timeout=SECONDS)
    ids = {json.loads(text)["doc"]["id"] for text in again.stdout.splitlines()}
    if ids != {"one", "three", "steps.zip!in.txt"}:
        problems.append(f"retry of what a rule gave up in reads {ids}")
    return problems


def main():
    problems = []
    with tempfile.TemporaryDirectory(prefix="dealsift-") as root:
        for check in (check_links_and_pipes, check_named_pipe, check_unreadable, check_deleted, check_growing,
                      check_bad_bytes, check_bad_bytes_everywhere, check_step_limit):
            begin = time.monotonic()
            problems += check(root)
            print(f"{check.__name__}: {time.monotonic() - begin:.1f} s")
    tree.finish(problems, "odd_files")


if __name__ == "__main__":
    main()

"""What a crawler saved may be broken or mean harm: each such file is reported with a
code, costs nobody else anything, and leaves the run in bounded time and memory.

Files are made here, with the tools people use; what needs one that is not there is
left out, saying so.
"""
import bz2
import gzip
import json
import lzma
import os
import shutil
import subprocess
import tempfile

import tree
from broken import (CONTENT, DEALSIFT, GOOD, PEAK_MB, SECONDS, concatenated_gzip, docx, extract, paragraph,
                    pdf, read, tarred, too_big, write, zipped)

BIG = b"".join(b"%d. " % i + "门店照常营业,本期没有新的安排。\n".encode() for i in range(40000))


def laughs():
    entities = "".join(f'<!ENTITY l{i} "{"&l%d;" % (i - 1) * 10}">' for i in range(1, 12))
    return f'<!DOCTYPE w [<!ENTITY l0 "haha">{entities}]>'


def nested_zip(depth):
    data = zipped([("a.txt", GOOD)])
    for _ in range(depth):
        data = zipped([("a.zip", data)])
    return data


def wide_zip():
    """As 42.zip: archives of sixteen archives each, of zeros at the bottom."""
    data = zipped([("0.dll", bytes(64 << 20))])
    for depth in range(4):
        data = zipped([(f"{depth}{i:x}.zip", data) for i in range(16)])
    return data


def harmful():
    """[(name, bytes, codes, number of deals)]"""
    twice = gzip.compress(gzip.compress(GOOD))
    yield "zeros.gz", concatenated_gzip(bytes(16 << 20), 640), set(), 0  # an empty tar
    yield "ones.gz", concatenated_gzip(b"\1" * (16 << 20), 640), {"undecodable"}, 0
    yield "text-bomb.gz", concatenated_gzip(GOOD + "照常营业。".encode() * (4 << 20), 10), {"archive_limit", "undecodable"}, 6
    yield "bomb.tar.xz", lzma.compress(tarred([("zeros.bin", bytes(256 << 20)), ("b.txt", GOOD)]),
                                       preset=0), {"archive_limit", "undecodable"}, 0
    yield "bomb.tar.bz2", bz2.compress(tarred([("zeros.bin", bytes(128 << 20))])), \
        {"archive_limit", "undecodable"}, 0
    yield "bomb.zip", zipped([("z.txt", "照常营业。".encode() * (24 << 20)), ("b.txt", GOOD)]), \
        {"archive_limit", "undecodable"}, 0
    yield "nested-42.zip", nested_zip(42), {"archive_limit"}, 0
    yield "42.zip", wide_zip(), {"archive_limit"}, 0
    yield "nested-1.zip", nested_zip(1), set(), 1
    yield "twice.gz", twice, set(), 1
    yield "ten-times.gz", gz_times(10), {"archive_limit"}, 0
    yield "laughs.docx", docx(paragraph("&l11;"), laughs()), {"io"}, 0
    yield "external.docx", docx(paragraph("&f;"), '<!DOCTYPE w [<!ENTITY f SYSTEM '
                                '"file:///etc/passwd">]>'), {"io"}, 0
    yield "encoding.docx", zipped([("[Content_Types].xml", CONTENT), (
        "word/document.xml", b'<?xml version="1.0" encoding="EUC-JP"?><w:document xmlns:w="w"><w:p><w:t>'
        b"\xe5\x8b\xa5\x6c\xff\xc5\x8b\xa5\x6c</w:t></w:p></w:document>")]), {"io", "no_text"}, 0
    yield "damaged.docx", docx(paragraph(GOOD.decode()) + "<w:p>"), {"io"}, 1
    yield "good.docx", docx(paragraph(GOOD.decode())), set(), 1
    yield "empty.docx", docx(""), {"no_text"}, 0
    yield "sheet.xlsx", zipped([("[Content_Types].xml", CONTENT), ("xl/workbook.xml", b"<a/>")]), \
        {"no_text"}, 0
    yield "laughs.html", (f"<!DOCTYPE html [{laughs()[13:]}><html><p>{GOOD.decode()}&l11;").encode(), \
        set(), 1
    yield "external.html", (f'<!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><p>{GOOD.decode()}&f;').encode(), \
        set(), 1
    yield "names.tar", tarred([("../../up.txt", GOOD), ("/abs.txt", GOOD), ("a\nb\x1b[2J.txt", GOOD)]), \
        set(), 3
    yield "empty.zip", zipped([]), set(), 0
    yield "empty.gz", gzip.compress(b""), set(), 0
    if shutil.which("pdftotext"):
        yield "good.pdf", pdf(), set(), 1
        yield "pictures.pdf", pdf("--pictures"), {"needs_ocr"}, 0
        yield "damaged.pdf", b"%PDF-1.4\n" + bytes(range(256)) * 40, {"io"}, 0
        yield "pdf.zip", zipped([("a.pdf", pdf()), ("b.pdf", pdf("--pictures"))]), {"needs_ocr"}, 1
        yield "locked.pdf", b"%PDF-1.4\n1 0 obj<</Filter/Standard/V 9/R 9/O(x)/U(y)/P -4>>endobj\n" \
            b"trailer<</Root 2 0 R/Encrypt 1 0 R>>\n%%EOF\n", {"encrypted"}, 0
    else:
        print("PDF left out, for want of pdftotext")


def gz_times(n):
    data = GOOD
    for _ in range(n):
        data = gzip.compress(data)
    return data


def check_harmful(root):
    problems = []
    for name, data, codes, n_deals in harmful():
        write(root, name, data)
        write(root, "good.txt", GOOD)
        ids, got, status, told, peak = extract(root, name, "good.txt")
        os.remove(os.path.join(root, name))
        deals = [one for one in ids if one != "good.txt"]
        if status != 0 or "good.txt" not in ids:
            problems.append(f"{name}: exit {status}, or the next file suffered: {told[:300]}")
        if any(not text.startswith((name, "dealsift:")) for text in told.splitlines()):
            problems.append(f"{name}: somebody else's words: {told[:300]}")
        if not (set(got) <= codes and bool(got) == bool(codes)) or len(deals) != n_deals:
            problems.append(f"{name}: codes {got}, {len(deals)} deals, not {codes}, {n_deals}: {told[:300]}")
        if "root:" in told or any(ord(c) < 32 and c != "\n" for c in told + "".join(ids)):
            problems.append(f"{name}: a file was read, or control characters told")
        problems += [] if name.endswith("pdf") else too_big(name, peak)
        print(f"{name}: {','.join(sorted(set(got))) or 'no fault'}, {len(deals)} deals, {peak} MB")
    return problems


LOCKED = (("zip", "locked.zip", "zip -q -P secret locked.zip a.txt"),
          ("7z", "aes.zip", "7z a -bd -tzip -mem=AES256 -psecret aes.zip a.txt > log"),
          ("7z", "locked.7z", "7z a -bd -psecret locked.7z a.txt > log"),
          ("7z", "names.7z", "7z a -bd -psecret -mhe=on names.7z a.txt > log"),
          ("qpdf", "rc4-40.pdf", "qpdf --allow-weak-crypto --encrypt secret owner 40 -- a.pdf rc4-40.pdf"),
          ("qpdf", "rc4-128.pdf", "qpdf --allow-weak-crypto --encrypt secret owner 128 -- a.pdf rc4-128.pdf"),
          ("qpdf", "aes-128.pdf", "qpdf --allow-weak-crypto --encrypt secret owner 128 --use-aes=y -- a.pdf aes-128.pdf"),
          ("qpdf", "aes-256.pdf", "qpdf --encrypt secret owner 256 -- a.pdf aes-256.pdf"),
          ("qpdf", "streams.pdf", "qpdf --object-streams=generate --encrypt secret owner 256 -- a.pdf streams.pdf"))


def check_encrypted(root):
    """What needs a password, made by the tools people lock things with: named on the command line, through a
    pipe, inside an archive.  A PDF that only its owner may change is read."""
    problems = []
    write(root, "a.txt", GOOD)
    write(root, "a.pdf", pdf())
    for tool, name, command in LOCKED:
        if not shutil.which(tool) or (tool == "qpdf" and not shutil.which("pdftotext")):
            print(f"{name} left out, for want of {tool}")
            continue
        subprocess.run(["bash", "-c", command], cwd=root, check=True)
        write(root, "outer.tar", tarred([("b.txt", GOOD), (name, read(root, name)), ("c.txt", GOOD)]))
        for what, arguments, stdin, wanted in (("named", [name], None, 0), ("in a pipe", [], read(root, name), 0),
                                               ("in a tar", ["outer.tar"], None, 2)):
            ids, codes, status, told, _ = extract(root, *arguments, stdin=stdin)
            if len(ids) != wanted or codes != ["encrypted"] or status:
                problems.append(f"{name} {what}: {ids} {codes} {status} {told[:300]}")
        print(f"{name}: encrypted")
    if shutil.which("qpdf") and shutil.which("pdftotext"):
        subprocess.run(["qpdf", "--encrypt", "", "owner", "256", "--modify=none", "--", "a.pdf", "open.pdf"], cwd=root,
                       check=True)
        ids, codes, status, told, _ = extract(root, "open.pdf")
        if ids != ["open.pdf"] or codes or status:
            problems.append(f"a PDF without a password for readers: {ids} {codes} {status} {told[:300]}")
    return problems


def check_truncated(root):
    """Cut at every 1 %: what came before the cut stands, the rest is told of."""
    problems = []
    filler = [(f"{i}.txt", os.urandom(600).hex().encode()) for i in range(20)]
    whole = {"t.tar.gz": gzip.compress(tarred([("a.txt", GOOD)] + filler)),
             "t.tar": tarred([("a.txt", GOOD)] + filler),
             "t.zip": zipped([("a.txt", GOOD)] + filler),
             "t.docx": docx(paragraph(GOOD.decode()) * 30),
             "t.xz": lzma.compress(GOOD + BIG[:20000]),
             "t.gz": gzip.compress(GOOD + os.urandom(8000).hex().encode()),
             "t.bz2": bz2.compress(GOOD + BIG[:20000])}
    if shutil.which("7z"):
        for name, data in filler:
            write(root, name, data)
        subprocess.run(["bash", "-c", "7z a -bd t.7z ?.txt ??.txt > log && cat t.7z > whole && rm t.7z"],
                       cwd=root, check=True)
        with open(os.path.join(root, "whole"), "rb") as handle:
            whole["t.7z"] = handle.read()
    if shutil.which("zstd"):
        whole["t.zst"] = subprocess.run(["zstd", "-q", "-c"], input=GOOD + os.urandom(8000).hex().encode(), check=True,
                                        stdout=subprocess.PIPE).stdout
    if shutil.which("pdftotext"):
        whole["t.pdf"] = pdf()
    folder = os.path.join(root, "cut")
    for name, data in whole.items():
        os.makedirs(folder, exist_ok=True)
        for percent in range(1, 100):
            kind = name.split(".", 1)[1]
            write(folder, f"{percent:02d}.{kind}", data[:len(data) * percent // 100])
        _, codes, status, told, peak = extract(root, "cut")
        # A tar cut between members has an end; a PDF without its end is mended.
        least = {"t.tar": 50, "t.pdf": 0}.get(name, 70)
        if status or set(codes) - {"io", "undecodable", "no_text", "needs_ocr"} or len(codes) < least:
            problems.append(f"{name} truncated: exit {status}, {len(codes)} faults {set(codes)}: {told[:500]}")
        problems += too_big(f"{name} truncated", peak)
        shutil.rmtree(folder)
    return problems


def check_big(root):
    """Big inputs that are honest: read in bounded memory."""
    problems = []
    many = [(f"{i}.txt", GOOD) for i in range(20000)]
    page = b"<html><table>" + b"<tr><td>1<td>2<td>3" * 200000 + b"</table><p>" + GOOD
    for name, data, n in (("many.tar.gz", tarred(many, "w:gz"), 20000),
                          ("big.html", page, 1),
                          ("big.zst", None, 1),
                          ("big.jsonl.gz", gzip.compress(b'{"text":"' + b"x" * (40 << 20) + b'"}\n'
                                                         + json.dumps({"text": GOOD.decode()}).encode()), 1)):
        if name == "big.zst":
            if not shutil.which("zstd"):
                print("zstd left out, for want of zstd")
                continue
            data = subprocess.run(["zstd", "-q", "-c"], input=BIG * 20 + GOOD, check=True,
                                  stdout=subprocess.PIPE).stdout
        write(root, name, data)
        ids, codes, status, told, peak = extract(root, name)
        os.remove(os.path.join(root, name))
        print(f"{name}: {len(ids)} deals, {peak} MB")
        if len(ids) != n or codes or status:
            problems.append(f"{name}: {len(ids)} deals, {codes[:3]}, exit {status}: {told[:300]}")
        problems += too_big(name, peak)
    return problems


def check_quarantine(root):
    problems = []
    write(root, "bad.jsonl", b'{"id" bad}\n')
    run = subprocess.run([DEALSIFT, "--quarantine", "/dev/full", "bad.jsonl"], cwd=root,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS)
    if run.returncode != 74 or b"/dev/full" not in run.stderr:
        problems.append(f"full disk under the quarantine file: exit {run.returncode}")
    run = subprocess.run([DEALSIFT, "--quarantine", "none/q.jsonl", "bad.jsonl"], cwd=root,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS)
    if run.returncode != 74 or b"none/q.jsonl" not in run.stderr:
        problems.append(f"quarantine file that cannot be made: exit {run.returncode}")
    return problems


def main():
    problems = []
    with tempfile.TemporaryDirectory(prefix="dealsift-") as root:
        for check in (check_harmful, check_encrypted, check_truncated, check_big, check_quarantine):
            problems += check(root)
    tree.finish(problems, "faults")


if __name__ == "__main__":
    main()

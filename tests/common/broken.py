"""Files that are broken or mean harm, made here with the tools people use, and runs
of the program over them under limits."""
import gzip
import io
import json
import os
import resource
import subprocess
import sys
import tarfile
import zipfile

import tree

DEALSIFT = os.path.abspath(os.environ["DEALSIFT"])
SANITIZED = bool(os.environ.get("DS_SANITIZE"))
MAKE_PDF = os.path.join(tree.ROOT, "tests", "golden", "tools", "make_pdf.py")
GOOD = "远岚光电于2024年3月以2.6亿元现金收购云汐芯片100%股权,以补充光引擎产能。".encode()
SECONDS = 60
PEAK_MB = 64

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
# Runs a command and leaves its peak of memory, children apart, in the file "peak".
MEASURE = ("import os, resource, subprocess, sys\n"
           "run = subprocess.run(sys.argv[1:])\n"
           "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024\n"
           "open('peak', 'w').write(str(peak))\n"
           "sys.exit(run.returncode)\n")


def zipped(members, level=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def docx(body, prolog=""):
    xml = (f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document xmlns:w="{WORD}"><w:body>'
           f"{body}</w:body></w:document>")
    return zipped([("[Content_Types].xml", CONTENT), ("word/document.xml", xml.encode())])


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(*options):
    return subprocess.run([sys.executable, MAKE_PDF, *options], input=GOOD * 3, check=True,
                          stdout=subprocess.PIPE).stdout


def line(**keys):
    """A line of JSON Lines."""
    return (json.dumps(keys, ensure_ascii=False) + "\n").encode()


def concatenated_gzip(piece, times):
    """A gzip file of many parts is one file: a bomb that is quick to make."""
    return gzip.compress(piece, 9) * times


def limits():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def read_lines(path):
    with open(path, encoding="utf-8") as handle:
        return [json.loads(text) for text in handle]


def extract(root, *arguments, stdin=None):
    """-> (records' ids, quarantine codes, exit status, stderr, peak in MB)"""
    quarantine = os.path.join(root, "quarantine.jsonl")
    run = subprocess.run([sys.executable, "-c", MEASURE, DEALSIFT, "--quarantine", quarantine,
                          *arguments], cwd=root, input=stdin, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, timeout=SECONDS * 2, preexec_fn=limits)
    codes = [row["code"] for row in read_lines(quarantine)]
    with open(os.path.join(root, "peak"), encoding="ascii") as handle:
        peak = int(handle.read())
    ids = [json.loads(text)["doc"]["id"] for text in run.stdout.splitlines()]
    return ids, codes, run.returncode, run.stderr.decode(errors="replace"), peak


def write(root, name, data):
    with open(os.path.join(root, name), "wb") as handle:
        handle.write(data)


def read(root, name):
    with open(os.path.join(root, name), "rb") as handle:
        return handle.read()


def too_big(name, peak, most=PEAK_MB):
    """Problems, unless a sanitizer uses up memory of its own."""
    return [f"{name}: {peak} MB"] if peak > most and not SANITIZED else []

"""The same reports in every format, encoding and archive give the same deals.

Built with the tools people use (iconv's encodings, tar, zip, 7z, gzip, bzip2, xz,
zstd, pandoc, pdftotext); what needs a tool that is not there is left out, saying so.
"""
import collections
import html
import json
import os
import shutil
import subprocess
import sys
import tempfile

import tree

DEALSIFT = os.path.abspath(os.environ["DEALSIFT"])
SAMPLES = os.path.join(tree.ROOT, "corpus", "samples")
REPORTS = ("20-cloud-software-news.txt", "21-new-energy-equipment-announcement.txt",
           "22-property-services-digest.txt", "23-food-beverage-report.txt",
           "24-robotics-news.txt", "25-insurance-brokers-transfers.txt",
           "27-trap-restructuring.txt", "28-rare-earth-overseas.txt", "auto-parts-news.txt",
           "battery-announcement.txt", "consumer-news.txt", "software-digest.txt")
# Places differ between formats, and what names the document.
OWN = ("id", "doc", "evidence", "text")
# What Big5 or the font of the PDF has no place for is none of our faults.
UNWRITABLE = {"◼": "■"}
UNWRITABLE_TRADITIONAL = {"醖": "醞"}
MENU = '<ul class="nav"><li><a href="/">首页</a></ul>'
# How deals are compared: all of them; but for the flag of lines that were broken; by who buys what, for how much.
WHOLE, WRAPPED, LOOSE = "whole", "wrapped", "loose"
FLOOR_WITHOUT_LAYOUT = 0.94
MAKE_PDF = os.path.join(tree.ROOT, "tests", "golden", "tools", "make_pdf.py")


def run(command, **how):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, **how).stdout


def deals(paths, cwd, how):
    """Counter of (document's base name without its endings, deal without what is its place's)"""
    out = subprocess.run([DEALSIFT, *paths], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         timeout=120)
    if out.returncode or out.stderr:
        raise AssertionError(f"{paths}: exit {out.returncode}: {out.stderr.decode()[:400]}")
    found = collections.Counter()
    for line in out.stdout.splitlines():
        record = json.loads(line)
        name = os.path.basename(record["doc"]["id"]).split(".")[0]
        for key in OWN:
            del record[key]
        if how == WRAPPED:
            record["flags"] = [flag for flag in record["flags"] if flag != "furniture_bridged"]
        if how == LOOSE:
            record = {key: record[key] for key in ("acquirer", "target", "amount", "stake")}
        found[name, json.dumps(record, ensure_ascii=False, sort_keys=True)] += 1
    return found


def compare(name, expected, got, share=1.0):
    """Problems; `share`: how many of the deals must be there, and no more than that new."""
    total, found = sum(expected.values()), sum(got.values())
    same = sum((expected & got).values())
    if same >= share * total and same >= share * found:
        print(f"{name}: {same} of {total} deals, {found} found")
        return []
    return [f"{name}: {same} of {total} deals are the same, {found} found"] + \
        [f"{sign} {doc}: {row}" for sign, rows in (("-", expected - got), ("+", got - expected))
         for doc, row in list(rows)[:3]]


def have(*tools):
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing:
        print(f"left out, for want of {' and '.join(missing)}")
    return not missing


def write(path, data):
    with open(path, "wb") as handle:
        handle.write(data)


def page(text, charset):
    """Spaces that set a line in are written as pages write them; a browser drops others."""
    lines = "<br>\n".join("&nbsp;" * (len(line) - len(line.lstrip(" "))) + html.escape(line.lstrip(" "))
                          for line in text.splitlines())
    return (f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
            f'</head><body>{MENU}<div>{lines}</div>'
            "<script>var x = '<p>';</script></body></html>").encode(charset if charset != "gb2312" else "gb18030")


def to_traditional(text):
    text = run(["uconv", "-f", "UTF-8", "-t", "UTF-8", "-x", "Simplified-Traditional"],
               input=text.encode()).decode()
    for old, new in UNWRITABLE_TRADITIONAL.items():
        text = text.replace(old, new)
    return text


def build_encodings(texts, root):
    for encoding in ("gb18030", "utf-16", "utf-8-sig"):
        folder = os.path.join(root, encoding)
        os.mkdir(folder)
        for name, text in texts.items():
            write(os.path.join(folder, name + ".txt"), text.encode(encoding))
        yield encoding, [encoding], 1.0
    for charset in ("utf-8", "gb2312"):
        folder = os.path.join(root, "html-" + charset)
        os.mkdir(folder)
        for name, text in texts.items():
            write(os.path.join(folder, name + ".html"), page(text, charset))
        yield "HTML in " + charset, ["html-" + charset], 1.0
    if have("uconv"):
        traditional = {name: to_traditional(text) for name, text in texts.items()}
        for encoding in ("utf-8", "big5hkscs"):
            folder = os.path.join(root, "traditional-" + encoding)
            os.mkdir(folder)
            for name, text in traditional.items():
                write(os.path.join(folder, name + ".txt"), text.encode(encoding))
            yield f"traditional characters in {encoding}", ["traditional-" + encoding], 1.0
    write(os.path.join(root, "map.jsonl"),
          "".join(json.dumps({"docid": name, "content": text}, ensure_ascii=False) + "\n"
                  for name, text in texts.items()).encode())
    write(os.path.join(root, "own.jsonl"),
          "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()).encode())
    yield "JSON Lines, escaped", ["own.jsonl"], 1.0
    yield "JSON Lines with other keys", ["--map", "text=content,id=docid", "map.jsonl"], 1.0


def build_archives(root):
    """Of the folder "plain", whose files have Chinese names beside."""
    made = [("tar", ["tar"], "tar cf a.tar plain"),
            ("tar.gz", ["tar", "gzip"], "tar czf a.tar.gz plain"),
            ("tar.xz", ["tar", "xz"], "tar cJf a.tar.xz plain"),
            ("tar.bz2", ["tar", "bzip2"], "tar cjf a.tar.bz2 plain"),
            ("tar.zst", ["tar", "zstd"], "tar cf - plain | zstd -q -o a.tar.zst"),
            ("zip", ["zip"], "zip -qr a.zip plain"),
            ("7z", ["7z"], "7z a -bd a.7z plain > 7z.log"),
            ("zip of tar.gz", ["tar", "gzip", "zip"], "tar czf n.tar.gz plain && zip -q n.zip n.tar.gz"),
            ("tar of 7z", ["tar", "7z"], "7z a -bd m.7z plain > 7z.log && tar cf m.tar m.7z")]
    for name, tools, command in made:
        if have(*tools):
            run(["bash", "-c", "set -o pipefail; " + command], cwd=root)
            yield name, [command.replace(" > 7z.log", "").split()[-1] if "&&" in command else
                         "a." + name], 1.0
    for name, tool, command in (("gz", "gzip", "gzip gz/*"), ("xz", "xz", "xz xz/*"), ("bz2", "bzip2", "bzip2 bz2/*"),
                                ("zst", "zstd", "zstd -q --rm zst/*")):
        if have(tool):
            shutil.copytree(os.path.join(root, "plain"), os.path.join(root, name))
            run(["bash", "-c", command], cwd=root)
            yield name + " each", [name], 1.0


def build_office(texts, root):
    if have("pandoc"):
        folder = os.path.join(root, "docx")
        os.mkdir(folder)
        for name, text in texts.items():
            run(["pandoc", "-f", "html", "-t", "docx", "-o", os.path.join(folder, name + ".docx")],
                input=page(text, "utf-8").replace(MENU.encode(), b""))
        yield "docx", ["docx"], 1.0
    if have("pdftotext"):
        folder = os.path.join(root, "pdf")
        os.mkdir(folder)
        for name, text in texts.items():
            wrapped = [line[at:at + 44] for line in text.splitlines()
                       for at in range(0, max(len(line), 1), 44)]
            write(os.path.join(folder, name + ".pdf"),
                  run([sys.executable, MAKE_PDF], input="\n".join(wrapped).encode()))
        yield "PDF", ["pdf"], 1.0, WRAPPED
        folder = os.path.join(root, "pdftotext")
        os.mkdir(folder)
        for name in texts:
            run(["pdftotext", "-enc", "UTF-8", f"pdf/{name}.pdf", f"pdftotext/{name}.txt"], cwd=root)
        # Without -layout blank lines and what sets paragraphs in are gone.
        yield "what pdftotext makes of PDF", ["pdftotext"], FLOOR_WITHOUT_LAYOUT, LOOSE


def main():
    texts = {}
    for name in REPORTS:
        with open(os.path.join(SAMPLES, name), encoding="utf-8") as handle:
            text = handle.read()
        for old, new in UNWRITABLE.items():
            text = text.replace(old, new)
        texts[name.split(".")[0]] = text
    problems = []
    with tempfile.TemporaryDirectory(prefix="dealsift-") as root:
        os.mkdir(os.path.join(root, "plain"))
        for name, text in texts.items():
            write(os.path.join(root, "plain", name + ".txt"), text.encode())
        expected = {how: deals(["plain"], root, how) for how in (WHOLE, WRAPPED, LOOSE)}
        if sum(expected[WHOLE].values()) < 20:
            problems.append("too few deals to compare")
        ways = [way for build in (build_encodings(texts, root), build_archives(root),
                                  build_office(texts, root)) for way in build]
        for name, paths, share, how in ((*way, WHOLE)[:4] for way in ways):
            try:
                problems += compare(name, expected[how], deals(paths, root, how), share)
            except AssertionError as error:
                problems.append(f"{name}: {error}")
    tree.finish(problems, "same_deals")


if __name__ == "__main__":
    main()

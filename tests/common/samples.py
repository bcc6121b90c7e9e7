"""The samples of corpus/samples and runs of the program over documents."""
import glob
import json
import os
import re
import subprocess
import sys

import tree

FOLDER = os.path.join(tree.ROOT, "corpus", "samples")
GOLD = os.path.join(tree.ROOT, "corpus", "gold", "samples.jsonl")
# What repair takes out of the middle of a value: counters and footers of a flattened page.
FURNITURE = (re.compile(r"第\s*\d+\s*页\s*[,，/]?\s*共\s*\d+\s*页"),
             re.compile(r"(?:敬?请|请务必)[^\n。]{0,40}?(?:声明|条款|说明)(?:部分)?\s*\d*(?:(?:行业|公司)深度研究|证券研究报告)?"))
TAGS = ("id", "text", "title", "published")


def read_jsonl(path):
    with open(path, encoding="utf-8") as handle:
        return [json.loads(line) for line in handle if line.strip()]


def gold(path=GOLD):
    """The samples with the deals they hold."""
    return read_jsonl(path)


def paths(folder=FOLDER):
    """The sample reports themselves, as files."""
    return sorted(glob.glob(os.path.join(folder, "*.txt")))


def document_files(folder=FOLDER):
    """The samples that are JSON Lines of documents."""
    return sorted(glob.glob(os.path.join(folder, "*.jsonl")))


def source_text(path):
    """The bytes that evidence offsets count: the file, if it is UTF-8, else
    the file converted to UTF-8 (samples use UTF-16 with a mark, or GB18030)."""
    with open(path, "rb") as handle:
        data = handle.read()
    try:
        data.decode("utf-8")
        return data
    except UnicodeDecodeError:
        name = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030"
        return data.decode(name, "replace").encode("utf-8")


def documents(folder=FOLDER):
    """[{id, text, ...}] of all samples: of their gold, else of the files."""
    found = [{tag: document[tag] for tag in TAGS if document.get(tag)} for document in gold()]
    others = [{"id": os.path.basename(path), "text": source_text(path).decode("utf-8", "replace")}
              for path in paths(folder)]
    others += [document for path in document_files(folder) for document in read_jsonl(path)]
    named = {document["id"] for document in found}
    return found + [document for document in others if document["id"] not in named]


def program():
    path = os.environ.get("DEALSIFT")
    if not path:
        sys.exit("set DEALSIFT to the program")
    return [os.path.abspath(path)]


def as_lines(docs):
    return "".join(json.dumps({tag: doc[tag] for tag in TAGS if doc.get(tag)}, ensure_ascii=False)
                   + "\n" for doc in docs).encode("utf-8")


def run(command, data=None):
    """-> what the command writes, as bytes; ends the test if it fails."""
    done = subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        sys.stderr.write(done.stderr.decode("utf-8", "replace"))
        sys.exit(f"{' '.join(command[:4])}: exit status {done.returncode}")
    return done.stdout


def records(data):
    return [json.loads(line) for line in data.decode("utf-8").splitlines() if line]


def extract(docs, command=None):
    """-> {doc id: [record]} over documents given as JSON Lines."""
    by_id = {str(doc["id"]): [] for doc in docs}
    for record in records(run(command or program(), as_lines(docs))):
        by_id[record["doc"]["id"]].append(record)
    return by_id


def need_samples(found):
    """Ends a test that would have nothing to look at: not as a success."""
    if not found:
        print(f"no samples in {FOLDER}")
        sys.exit(1)
    return found

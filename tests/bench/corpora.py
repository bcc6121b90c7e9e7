"""Makes the texts that bench.py reads, from ../shared or, without it, from corpus/samples.

usage: corpora.py FOLDER MEGABYTES
Writes A.txt, B.txt and the folder C, each also in GB18030 (A.gb.txt …), and origin.txt, which says
what they were made of.  A process of its own, so that the peak memory of what is measured is not
that of its parent."""
import glob
import json
import os
import sys
import tarfile

import tree

SHARED = os.path.join(tree.ROOT, "..", "shared")
for up in ("..", "../.."):  # a checkout beside it, or a worktree one folder deeper
    if os.path.isdir(os.path.join(tree.ROOT, up, "shared")):
        SHARED = os.path.join(tree.ROOT, up, "shared")
SAMPLES = os.path.join(tree.ROOT, "corpus", "samples")
GOLD = os.path.join(tree.ROOT, "corpus", "gold", "sentences.jsonl")


def read(path):
    with open(path, "rb") as handle:
        return handle.read()


def texts(path):
    with open(path, encoding="utf-8") as handle:
        for line in handle:
            if line.strip():
                yield json.loads(line)["text"].replace("\n", " ")


def dense():
    """A: a report that tells of a deal in most of its sentences."""
    path = os.path.join(SHARED, "eval", "seed-report.txt")
    return read(path if os.path.exists(path) else os.path.join(SAMPLES, "optical-modules-digest.txt"))


def news():
    """B: news texts, one a line."""
    path = os.path.join(SHARED, "eval", "news-dev.jsonl")
    return "".join(text + "\n" for text in texts(path if os.path.exists(path) else GOLD)).encode()


def reports():
    """C: whole reports, most of which tell of none."""
    path = os.path.join(SHARED, "corpus", "broker-reports.tar.xz")
    if os.path.exists(path):
        with tarfile.open(path) as archive:
            # in the archive's order: going back in it would mean to unpack it anew
            found = {member.name: archive.extractfile(member).read() for member in archive if member.isfile()}
            return [found[name] for name in sorted(found)]
    return [read(path) for path in sorted(glob.glob(os.path.join(SAMPLES, "*.txt")))]


def to_gb18030(data):
    return data.decode("utf-8", "ignore").encode("gb18030")


def write_repeated(folder, name, unit, size):
    for ending, piece in ((".txt", unit), (".gb.txt", to_gb18030(unit))):
        with open(os.path.join(folder, name + ending), "wb") as out:
            for _ in range(max(1, size // len(unit))):  # as many copies in both encodings
                out.write(piece)


def write_folder(folder, name, units, size):
    for ending, convert in (("", bytes), (".gb", to_gb18030)):
        target = os.path.join(folder, name + ending)
        os.makedirs(target, exist_ok=True)
        done = number = 0
        while done < size:
            unit = units[number % len(units)]
            with open(os.path.join(target, "%06d.txt" % number), "wb") as out:
                out.write(convert(unit))
            done += len(unit)
            number += 1


def main():
    folder, size = sys.argv[1], int(float(sys.argv[2]) * 1000000)
    os.makedirs(folder, exist_ok=True)
    write_repeated(folder, "A", dense() + b"\n", size)
    write_repeated(folder, "B", news(), size)
    write_folder(folder, "C", reports(), size)
    with open(os.path.join(folder, "origin.txt"), "w", encoding="utf-8") as out:
        shared = os.path.exists(os.path.join(SHARED, "corpus", "broker-reports.tar.xz"))
        out.write("the project's reference texts" if shared else
                  "corpus/samples and corpus/gold repeated: ../shared is not here")


if __name__ == "__main__":
    main()

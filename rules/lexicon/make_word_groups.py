#!/usr/bin/env python3
"""Groups the words of words.tsv by how they are used: word-groups.tsv from running text.

    dealsift text FOLDER | python3 make_word_groups.py > word-groups.tsv

Words with the same kind of neighbours get the same number from 1 to 255: counts of the two
words on either side, positive pointwise mutual information, a truncated singular value
decomposition (Levy and Goldberg 2014) and spherical k-means.  Needs numpy and scipy.  Only
counts of words leave the text.
"""
import collections
import math
import pathlib
import re
import sys

import numpy
import scipy.sparse
import scipy.sparse.linalg

HERE = pathlib.Path(__file__).parent
MIN_COUNT = 8       # rarer words have too few neighbours to tell
N_CONTEXTS = 4000   # the most frequent words count as neighbours
N_DIMENSIONS = 100
N_GROUPS = 255      # numbers from 1 fit into a byte
N_ROUNDS = 40
LONGEST = 8         # characters of a word
SMOOTHING = 0.75    # of the counts of neighbours
PIECES = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z][A-Za-z0-9.&'+-]*|[0-9][0-9.,]*%?|\S")


def read_words():
    """Word -> frequency."""
    lines = (HERE / "words.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[0]: max(int(row[1]), 1) for row in rows}


def cut(run, costs, unknown):
    """The most probable words of a run of Han characters."""
    best = [0.0] + [math.inf] * len(run)
    origin = [0] * (len(run) + 1)
    for i in range(len(run)):
        for length in range(1, min(LONGEST, len(run) - i) + 1):
            cost = costs.get(run[i:i + length], unknown if length == 1 else math.inf)
            if best[i] + cost < best[i + length]:
                best[i + length] = best[i] + cost
                origin[i + length] = i
    words = []
    end = len(run)
    while end:
        words.append(run[origin[end]:end])
        end = origin[end]
    return words[::-1]


def tokens_of(line, costs, unknown, known):
    """Words; numbers and Latin words as one kind each."""
    tokens = []
    for match in PIECES.finditer(line):
        piece = match.group(0)
        if "\u4e00" <= piece[0] <= "\u9fff":
            if piece not in known:
                known[piece] = cut(piece, costs, unknown)
            tokens += known[piece]
        elif piece[0].isdigit():
            tokens.append("<percent>" if piece.endswith("%") else "<number>")
        else:
            tokens.append("<latin>" if piece[0].isalpha() else piece)
    return tokens


def embed(lines, vocabulary):
    """Rows of unit length, one a word."""
    index = {word: i for i, word in enumerate(vocabulary)}
    gap = [-1, -1]  # lines are no neighbours of each other
    flat = numpy.array([i for line in lines for i in [index.get(t, -1) for t in line] + gap])
    rows, columns = [], []
    for place, shift in enumerate((-2, -1, 1, 2)):
        word, other = (flat[:-shift], flat[shift:]) if shift > 0 else (flat[-shift:], flat[:shift])
        good = (word >= 0) & (other >= 0) & (other < N_CONTEXTS)
        rows.append(word[good])
        columns.append(other[good] + place * N_CONTEXTS)
    rows, columns = numpy.concatenate(rows), numpy.concatenate(columns)
    counts = scipy.sparse.coo_matrix((numpy.ones(len(rows), dtype=numpy.float32), (rows, columns)),
                                     shape=(len(vocabulary), 4 * N_CONTEXTS)).tocsr()
    of_word = numpy.asarray(counts.sum(1)).ravel()
    of_context = numpy.asarray(counts.sum(0)).ravel() ** SMOOTHING
    counts = counts.tocoo()
    expected = of_word[counts.row] * of_context[counts.col] / of_context.sum()
    information = numpy.maximum(numpy.log(counts.data / expected), 0).astype(numpy.float32)
    matrix = scipy.sparse.csr_matrix((information, (counts.row, counts.col)), shape=counts.shape)
    start = numpy.random.default_rng(1).standard_normal(min(matrix.shape))
    left, values, _ = scipy.sparse.linalg.svds(matrix, k=N_DIMENSIONS, v0=start)
    points = left * numpy.sqrt(values)
    return points / (numpy.linalg.norm(points, axis=1, keepdims=True) + 1e-9)


def group(points, weights):
    """Spherical k-means; the number of each point's group from 0."""
    random = numpy.random.default_rng(1)
    chosen = random.choice(len(points), N_GROUPS, replace=False, p=weights / weights.sum())
    centres = points[chosen]
    for _ in range(N_ROUNDS):
        nearest = numpy.argmax(points @ centres.T, 1)
        for g in range(N_GROUPS):
            members = nearest == g
            centre = (points[members] * weights[members, None]).sum(0)
            norm = numpy.linalg.norm(centre)
            centres[g] = centre / norm if norm else points[random.integers(len(points))]
    return nearest


def main():
    words = read_words()
    total = math.log(sum(words.values()))
    costs = {word: total - math.log(count) for word, count in words.items()}
    known = {}
    lines = [tokens_of(line, costs, total, known) for line in sys.stdin]
    counts = collections.Counter(token for line in lines for token in line)
    vocabulary = [word for word, count in counts.most_common() if count >= MIN_COUNT]
    weights = numpy.log(1 + numpy.array([counts[word] for word in vocabulary]))
    numbers = group(embed(lines, vocabulary), weights)
    print("# Words used alike have one number: made by make_word_groups.py from broker reports.")
    print("# columns: word group")
    for word, number in sorted(zip(vocabulary, numbers)):
        if word in words:
            print(f"{word}\t{number + 1}")


if __name__ == "__main__":
    main()

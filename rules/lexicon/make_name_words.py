#!/usr/bin/env python3
"""How much more often a word is part of a company's name than of running text: name-words.tsv.

    dealsift text FOLDER | python3 make_name_words.py > name-words.tsv

Names are those of companies.tsv, cut into the words of words.tsv, each name once.  A word's usual
frequency is that of words.tsv or of the text, whichever is higher.  The logarithm of the ratio is
rounded into ten steps; words in the middle, of which nothing is known, are left out.  Only
counts leave the text.
"""
import collections
import math
import re
import sys

from make_word_groups import HERE, cut, read_words, tokens_of

LEGAL_FORM = re.compile(r"(股份)?有限(责任)?公司$")
HAN = re.compile(r"[\u4e00-\u9fff]+")
PRIOR = 0.3  # occurrences that everything has
# Upper ends of the steps 1 to 9, logarithms; 10 is what lies above.
STEPS = (-4.5, -3.5, -2.5, -1.5, -0.75, 0.75, 1.5, 2.5, 3.5)
MIDDLE = 6


def words_of_names(costs, unknown):
    counts = collections.Counter()
    for line in (HERE / "companies.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            for run in HAN.findall(LEGAL_FORM.sub("", line.split("\t")[0])):
                counts.update(cut(run, costs, unknown))
    return counts


def main():
    words = read_words()
    n_words = sum(words.values())
    unknown = math.log(n_words)
    costs = {word: unknown - math.log(count) for word, count in words.items()}
    known = {}
    text = collections.Counter()
    for line in sys.stdin:
        text.update(tokens_of(line, costs, unknown, known))
    names = words_of_names(costs, unknown)
    n_text = max(sum(text.values()), 1)
    n_names = sum(names.values())
    print("# How words are used in names of companies, 1 hardly ever to 10 far more often than elsewhere: made by")
    print("# make_name_words.py from companies.tsv, words.tsv and broker reports.")
    print("# columns: word naming")
    for word in sorted(words):
        usual = max(words[word] / n_words, text[word] / n_text) * n_names
        ratio = math.log((names[word] + PRIOR) / (usual + PRIOR))
        step = 1 + sum(ratio > end for end in STEPS)
        if step != MIDDLE:
            print(f"{word}\t{step}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes traditional.tsv from ICU's transliterator Traditional-Simplified.

usage: make_traditional.py >traditional.tsv          (needs uconv, package icu-devtools)

One character to one, quotation marks among them: what becomes two characters, or has another length in UTF-8,
is left out, so that folding moves no byte.
"""
import subprocess
import sys

RANGES = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF))
# ICU gives the rarer of two readings; business prose means these.
OURS = {"乾": "干", "著": "着", "甦": "苏"}
# Quotation marks of Hong Kong and Taiwan.
MARKS = {"「": "“", "」": "”", "『": "‘", "』": "’"}

chars = [chr(c) for first, last in RANGES for c in range(first, last + 1)]
run = subprocess.run(["uconv", "-f", "UTF-8", "-t", "UTF-8", "-x", "Traditional-Simplified"],
                     input="\n".join(chars).encode(), stdout=subprocess.PIPE, check=True)
pairs = dict(zip(chars, run.stdout.decode().split("\n")))
pairs.update(OURS)
print("# Traditional characters and their simplified form, for reading texts of Hong Kong and Taiwan.\n"
      "# Written by make_traditional.py from ICU's Traditional-Simplified (Unicode-3.0).\n"
      "# columns: word simplified")
for old, new in MARKS.items():
    sys.stdout.write(f"{old}\t{new}\n")
for old, new in sorted(pairs.items()):
    if old != new and len(new) == 1 and len(new.encode()) == 3 and 0x3400 <= ord(new) <= 0x9FFF:
        sys.stdout.write(f"{old}\t{new}\n")

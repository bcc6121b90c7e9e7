"""What a download does to a page must not change what is read from it.

usage: metamorphic.py [--places N] [--show N] [--sample NAME] [-- COMMAND ...]

At N seeded places of every sample a page counter is put in, or (in running text) a line break, or
the next figures and punctuation are made full-width: one changed document each.  Its
records must equal the sample's own but for id, doc, flags and the offsets,
page and spelling of evidence.  Any difference fails the run.
"""
import argparse
import collections
import json
import random
import re
import sys
import unicodedata

import samples
import tree

SEED = 4  # any; fixed, so that a failure is the same failure tomorrow
WRAPPED = 80         # a line less wide (Han count two) is a headline or a byline, never wrapped
SENTENCE_END = "。；;!?！？"
NO_PROSE = re.compile(r" {3}|\t|资料来源")  # rows of tables, running heads, charts
WIDE_WITHIN = 8      # characters behind the place that may become full-width
CONTEXT = 14         # characters shown on both sides of a place
FREE_FIELDS = ("id", "doc", "flags", "evidence")


def insert_counter(text, place, random_):
    """Not as an empty line's text: then nothing tells the end of a paragraph."""
    if "\n" == text[place - 1:place] == text[place:place + 1]:
        return None
    pages = random_.randint(2, 40)
    counter = f"第{random_.randint(1, pages)}页共{pages}页"
    return text[:place] + counter + text[place:]


def width(line):
    return sum(1 if c.isascii() else 2 for c in line)


def insert_break(text, place, random_):
    """Anywhere in running text.  Not behind a sentence, where it ends a paragraph, not beside
    another break, where it makes an empty line, and not in a line that no page wraps: a
    headline, a byline, a row of a table."""
    del random_
    before, behind = text[place - 1:place], text[place:place + 1]
    begin = max(text.rfind("\n", 0, place), text.rfind("\f", 0, place)) + 1
    line = re.split("[\n\f]", text[begin:], maxsplit=1)[0]
    if "\n" in (before, behind) or width(line) < WRAPPED:
        return None
    if before in SENTENCE_END or NO_PROSE.search(line):
        return None
    return text[:place] + "\n" + text[place:]


def widen(text, place, random_):
    """Figures and ASCII punctuation; a break ends the stretch."""
    del random_
    stretch = text[place:place + WIDE_WITHIN].split("\n")[0]
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and not c.isalpha() else c for c in stretch)
    return None if wide == stretch else text[:place] + wide + text[place + len(stretch):]


KINDS = (("counter", insert_counter), ("break", insert_break), ("full-width", widen))


def places_of(text, number, random_):
    """Places in the text that are not inside a page counter or footer already."""
    taken = {place for form in samples.FURNITURE for match in form.finditer(text)
             for place in range(match.start() + 1, match.end())}
    free = [place for place in range(1, len(text)) if place not in taken]
    return sorted(random_.sample(free, min(number, len(free))))


def variants_of(sample, number):
    """[(kind, place, document)] of one sample."""
    random_ = random.Random(f"{SEED} {sample['id']}")
    found = []
    for place in places_of(sample["text"], number, random_):
        for kind, change in KINDS:
            text = change(sample["text"], place, random_)
            if text is not None:
                found.append((kind, place, {**sample, "id": f"{kind}@{place}", "text": text}))
    return found


def squeezed(text):
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def facts(record):
    """What must stay: {name: value}, evidence without its places."""
    kept = {name: value for name, value in record.items() if name not in FREE_FIELDS}
    for row in record.get("evidence", ()):
        kept.setdefault(f"evidence of {row['field']}", []).append((row["value"], squeezed(row["text"])))
    return kept


def differences(expected, got):
    """Readable lines, empty if the records say the same."""
    lines = []
    for place in range(max(len(expected), len(got))):
        if place >= len(got):
            lines.append(f"record {place + 1} lost: {brief(expected[place])}")
        elif place >= len(expected):
            lines.append(f"record {place + 1} new: {brief(got[place])}")
        else:
            old, new = expected[place], got[place]
            lines += [f"record {place + 1}, {name}: {show(old.get(name))} became {show(new.get(name))}"
                      for name in {**old, **new} if old.get(name) != new.get(name)]
    return lines


def show(value):
    return json.dumps(value, ensure_ascii=False)


def brief(record):
    return show({name: record.get(name) for name in ("acquirer", "target", "amount", "rule")})


def check_sample(sample, number, command, report):
    """-> number of variants; differing ones go to report(sample, kind, place, lines)."""
    variants = variants_of(sample, number)
    base = {**sample, "id": "base"}
    by_id = samples.extract([base] + [document for _, _, document in variants], command)
    expected = [facts(record) for record in by_id["base"]]
    for kind, place, document in variants:
        lines = differences(expected, [facts(record) for record in by_id[document["id"]]])
        if lines:
            report(sample, kind, place, lines)
    return len(variants), len(expected)


class Report:
    def __init__(self, limit):
        self.limit = limit
        self.kinds, self.names = collections.Counter(), collections.Counter()

    def __call__(self, sample, kind, place, lines):
        self.kinds[kind] += 1
        self.names.update({re.sub(r"^record \d+,? ?", "", line.split(":")[0]) for line in lines})
        if sum(self.kinds.values()) > self.limit:
            return
        text = sample["text"].replace("\n", "⏎")
        print(f"{sample['id']}: {kind} at character {place}: "
              f"…{text[max(0, place - CONTEXT):place]}▲{text[place:place + CONTEXT]}…")
        for line in lines[:6]:
            print(f"    {line}")


def check_all(found, number, command, report):
    n_variants = n_records = 0
    for sample in found:
        variants, records = check_sample(sample, number, command, report)
        n_variants += variants
        n_records += records
    return n_variants, n_records


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=200)
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--sample")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    args = parser.parse_args()
    command = args.command[1:] if args.command[:1] == ["--"] else args.command
    found = [sample for sample in samples.documents() if args.sample in (None, sample["id"])]
    report = Report(args.show)
    n_variants, n_records = check_all(samples.need_samples(found), args.places, command, report)
    print(f"{len(found)} samples, {n_records} records, {n_variants} changed documents, "
          f"{sum(report.kinds.values())} differ: {dict(report.kinds)} {dict(report.names)}")
    if not n_records:
        sys.exit("no record in any sample: nothing was compared")
    tree.finish([] if not report.kinds else ["see above"], "metamorphic")


if __name__ == "__main__":
    main()

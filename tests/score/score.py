"""Scores records against gold deals.

usage: score.py [--gold GOLD.jsonl ...] [--pred PRED.jsonl] [--floors FLOORS.json [--raise-floors]]
                [--errors N] [--json] [-- COMMAND ...]

GOLD.jsonl holds documents {"id", "text", "title"?, "published"?, "deals": [...]}; without it the
samples' own.  COMMAND (without it $DEALSIFT) gets the documents as JSON Lines; --pred reads
records instead.  With floors, a figure below its floor fails the run; --raise-floors writes what was reached,
cut to two decimals, where that is higher.

A gold deal names, per field, the strings that stand for each value: "amount": ["55亿元"], with
alternatives as an inner list, or the value itself as "amount_value".  "amount_may" holds what is right but
not required; "skip" names fields that are not judged; "optional": true a deal that need not be found.
A predicted value counts when it, or the text of its evidence, equals one of the strings in the form
that plain() gives them.  Records and deals of a document are paired one to one
so that most values agree; values of what stays alone are wrong or missed.
Figures: precision, recall, F1 a field and over all ("micro"), and the share of gold deals paired
with a record without a wrong or missing value ("exact").
"""
import argparse
import json
import math
import os
import re
import sys
import unicodedata

import samples

TEXT_FIELDS = ("acquirer", "target", "seller", "subject", "amount", "date", "announced", "completed", "stake")
LABEL_FIELDS = ("currency", "rate_class", "motive", "status", "payment")
DATE_FIELDS = ("date", "announced", "completed")
NUMBER_FIELDS = ("amount", "stake")
QUOTES = "\"'“”‘’《》「」『』"
BEFORE_FIGURES = ("约", "大约", "近", "逾", "超", "超过", "不超过", "不高于", "不低于", "不少于", "至少", "高达", "合计",
                  "共计", "总计", "累计", "共", "仅", "人民币", "总额", "总价")
BEHIND_FIGURES = ("左右", "以上", "以下", "上下")
BEHIND_DATES = ("晚间", "晚", "早间", "早上", "上午", "中午", "下午", "午间", "盘前", "盘后", "凌晨", "份", "讯", "消息", "电")
HEDGES = re.compile("^(?:" + "|".join(BEFORE_FIGURES) + ")+")
TRAILERS = re.compile("(?:" + "|".join(BEHIND_FIGURES) + ")$")
DAY_PARTS = re.compile("(?:" + "|".join(BEHIND_DATES) + ")+$")
SHARES = re.compile("的?(?:股权|股份)$")
PAIR_ABOVE = 0.5      # a pair agrees in one value at least
WRONG_COSTS = 0.01    # between equally good pairs, the one with fewer wrong values
TRY_ALL_UP_TO = 6     # pairings are tried exhaustively up to this many a side


def plain(field, value):
    """The form in which two spellings of one value are the same string."""
    text = "".join(unicodedata.normalize("NFKC", str(value)).split()).strip(QUOTES)
    if field in NUMBER_FIELDS:
        text = TRAILERS.sub("", HEDGES.sub("", text).replace(",", ""))
    if field == "stake":
        text = SHARES.sub("", text)
    elif field == "subject":
        text = text.replace("的", "").replace("股份", "股权")
    elif field in DATE_FIELDS:
        text = DAY_PARTS.sub("", text)
    return text.casefold()


def listed(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def predicted_values(record, field):
    """One set of plain strings a value: the value and how its evidence says it."""
    values = {str(value): {plain(field, value)} for value in listed(record.get(field))}
    for row in record.get("evidence") or ():
        if row.get("field") != field or not row.get("text"):
            continue
        written = plain(field, row["text"])
        if row.get("value") is None:
            # Found but not normalised: a value of its own.
            values.setdefault("~" + written, {written})
        elif str(row["value"]) in values:
            values[str(row["value"])].add(written)
        elif len(values) == 1:
            next(iter(values.values())).add(written)
    return list(values.values())


def gold_values(deal, field):
    """-> the required and the allowed values, each a set of plain strings."""
    def sets(values):
        return [{plain(field, string) for string in listed(value)} for value in listed(values)]
    required = sets(deal.get(field)) or sets(deal.get(field + "_value"))
    return required, sets(deal.get(field + "_may"))


def same_number(one, other):
    try:
        one, other = float(one), float(other)
    except ValueError:
        return False
    return abs(one - other) <= 1e-6 * max(1.0, abs(other))


def same(field, ours, theirs):
    return bool(ours & theirs) or field in NUMBER_FIELDS and any(
        same_number(one, other) for one in ours for other in theirs)


def count(record, deal, field):
    """-> (right, wrong, missed) values of one field."""
    if field in deal.get("skip", ()):
        return 0, 0, 0
    required, allowed = gold_values(deal, field)
    right = wrong = 0
    for ours in predicted_values(record, field):
        for place, theirs in enumerate(required):
            if same(field, ours, theirs):
                del required[place]
                right += 1
                break
        else:
            wrong += not any(same(field, ours, theirs) for theirs in allowed)
    return right, wrong, len(required)


def pair_all(gain, n_records, n_deals):
    """The best pairing of all: [(record, deal)]."""
    few, many = min(n_records, n_deals), max(n_records, n_deals)
    deals_few = n_deals < n_records
    best = [-math.inf, []]

    def descend(place, free, total, pairs):
        if place == few:
            if total > best[0]:
                best[:] = total, pairs
            return
        for partner in free:
            pair = (partner, place) if deals_few else (place, partner)
            rest = [other for other in free if other != partner]
            if gain[pair] > PAIR_ABOVE:
                descend(place + 1, rest, total + gain[pair], pairs + [pair])
            else:
                descend(place + 1, rest, total, pairs)

    descend(0, list(range(many)), 0, [])
    return best[1]


def pair_greedily(gain):
    pairs, records, deals = [], set(), set()
    for (record, deal), value in sorted(gain.items(), key=lambda item: (-item[1], item[0])):
        if value > PAIR_ABOVE and record not in records and deal not in deals:
            pairs.append((record, deal))
            records.add(record)
            deals.add(deal)
    return pairs


def pair(records, deals, fields):
    """One-to-one pairing by most right values; what pairs badly stays alone."""
    if not records or not deals:
        return []
    gain = {}
    for i, record in enumerate(records):
        for j, deal in enumerate(deals):
            counts = [count(record, deal, field) for field in fields]
            gain[i, j] = sum(c[0] for c in counts) - WRONG_COSTS * sum(c[1] for c in counts)
    if max(len(records), len(deals)) > TRY_ALL_UP_TO:
        return pair_greedily(gain)
    return pair_all(gain, len(records), len(deals))


class Score:
    """Sums over documents."""

    def __init__(self, fields):
        self.fields = fields
        self.sums = {field: [0, 0, 0] for field in fields}
        self.gold = self.predicted = self.exact = self.stray = 0

    def add_document(self, deals, records):
        """-> whether all of it was right."""
        self.predicted += len(records)
        pairs = pair(records, deals, self.fields)
        perfect = len(pairs) == len(records)
        for i, j in pairs:
            if not deals[j].get("optional"):
                perfect &= self.add_pair(records[i], deals[j])
        paired_records, paired_deals = {i for i, _ in pairs}, {j for _, j in pairs}
        for i, record in enumerate(records):
            if i not in paired_records:
                self.add(1, lambda field, r=record: len(predicted_values(r, field)))
        for j, deal in enumerate(deals):
            if deal.get("optional"):
                continue
            self.gold += 1
            if j not in paired_deals:
                perfect = False
                self.add(2, lambda field, d=deal: 0 if field in d.get("skip", ())
                         else len(gold_values(d, field)[0]))
        return perfect

    def add_pair(self, record, deal):
        faultless = True
        for field in self.fields:
            counts = count(record, deal, field)
            faultless &= counts[1] == counts[2] == 0
            for place, number in enumerate(counts):
                self.sums[field][place] += number
        self.exact += faultless
        return faultless

    def add(self, place, number_of):
        for field in self.fields:
            self.sums[field][place] += number_of(field)

    def figures(self):
        rows = dict(self.sums)
        rows["micro"] = [sum(row[place] for row in self.sums.values()) for place in range(3)]
        result = {name: ratios(*row) for name, row in rows.items()}
        result["exact"] = round(self.exact / self.gold, 4) if self.gold else 0.0
        result["deals"] = {"gold": self.gold, "predicted": self.predicted, "stray": self.stray}
        return result


def ratios(right, wrong, missed):
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def fields_of(gold):
    named = {re.sub("_value$", "", key) for document in gold for deal in document["deals"] for key in deal}
    return [field for field in TEXT_FIELDS + LABEL_FIELDS if field in named]


def show_errors(document, deals, records, fields):
    print(f"--- {document['id']}")
    for deal in deals:
        print("  gold", json.dumps(deal, ensure_ascii=False))
    for record in records:
        values = {field: record.get(field) for field in fields if record.get(field) not in (None, [])}
        print("  ours", json.dumps(values, ensure_ascii=False), record.get("rule", ""))


def score(gold, records, fields=None, errors=0):
    result = Score(fields or fields_of(gold))
    by_id = {str(document["id"]): [] for document in gold}
    for record in records:
        own = by_id.get(str((record.get("doc") or {}).get("id")))
        if own is None:
            result.stray += 1
        else:
            own.append(record)
    for document in gold:
        ours = by_id[str(document["id"])]
        if not result.add_document(document["deals"], ours) and errors > 0:
            errors -= 1
            show_errors(document, document["deals"], ours, result.fields)
    return result.figures()


def look_up(figures, name):
    """"micro.f1" -> the number."""
    for part in name.split("."):
        figures = figures[part]
    return figures


def check_floors(path, figures, raise_them):
    with open(path, encoding="utf-8") as handle:
        floors = json.load(handle)
    below = [f"{name} is {look_up(figures, name)}, below its floor {floor}"
             for name, floor in floors.items() if look_up(figures, name) < floor]
    if raise_them:
        for name, floor in floors.items():
            reached = math.floor(look_up(figures, name) * 100 + 1e-9) / 100
            floors[name] = max(floor, reached)
        with open(path, "w", encoding="utf-8") as handle:
            handle.write(json.dumps(floors, indent=2) + "\n")
    return below


def print_table(figures, fields):
    for name in [*fields, "micro"]:
        row = figures[name]
        print(f"{name:11s} P {row['precision']:.3f}  R {row['recall']:.3f}  F1 {row['f1']:.3f}")
    deals = figures["deals"]
    print(f"exact deals {figures['exact']:.3f} of {deals['gold']} gold, {deals['predicted']} predicted, "
          f"{deals['stray']} of unknown documents")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", action="append")
    parser.add_argument("--pred")
    parser.add_argument("--floors")
    parser.add_argument("--raise-floors", action="store_true")
    parser.add_argument("--fields")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    args = parser.parse_args()
    if args.gold:
        gold = [document for path in args.gold for document in samples.read_jsonl(path)]
    else:
        gold = samples.need_samples(samples.gold())
    if args.pred:
        records = samples.read_jsonl(args.pred)
    else:
        command = args.command[1:] if args.command[:1] == ["--"] else args.command
        records = samples.records(samples.run(command or samples.program(), samples.as_lines(gold)))
    fields = args.fields.split(",") if args.fields else fields_of(gold)
    figures = score(gold, records, fields, args.errors)
    if args.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        print_table(figures, fields)
    if args.floors:
        below = check_floors(args.floors, figures, args.raise_floors)
        for line in below:
            print(line)
        sys.exit(1 if below else 0)


if __name__ == "__main__":
    main()

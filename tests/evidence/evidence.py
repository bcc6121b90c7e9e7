"""Every value of every record has its proof in the source, byte by byte.

Over the samples as files: source bytes start..end say what the evidence row
says, once white space and page furniture are taken out; every value has such a
row; every line is valid against out/schema.json.
"""
import json
import os
import re
import sys
import unicodedata

import samples
import tree

# Running headers and the like go as whole lines.
LINE = re.compile(r"[^\n\f]*[\n\f]")
# Values that a reader must be able to look up; the others are judged or derived.
PROVED = ("acquirer", "target", "seller", "subject", "amount", "currency", "stake", "payment", "date",
          "announced", "completed", "terminated", "rate_class", "motive")
# The words that prove these are those of the amount.
PROVED_BY = {"currency": ("currency", "amount")}


def ends_of_dropped(source, place):
    """Where the source goes on if white space or furniture at `place` is taken out."""
    ends = []
    if source[place].isspace():
        ends.append(place + 1)
    ends += [match.end() for match in (form.match(source, place) for form in samples.FURNITURE) if match]
    if source[:place].rstrip(" \t").endswith(("\n", "\f")):
        match = LINE.match(source, place)
        ends += [match.end()] if match and match.end() > place else []
    return ends


def says(source, text):
    """True if `text` is what stays of `source` without white space and furniture."""
    wanted = "".join(text.split())
    if not wanted:
        return False
    seen, open_ = set(), [(0, 0)]
    while open_:
        at, done = open_.pop()
        if (at, done) in seen:
            continue
        seen.add((at, done))
        if at == len(source):
            if done == len(wanted):
                return True
            continue
        if done < len(wanted) and source[at] == wanted[done]:
            open_.append((at + 1, done + 1))
        open_ += [(end, done) for end in ends_of_dropped(source, at)]
    return False


def same_value(one, other):
    if one is None or other is None:
        return one is other
    try:
        return float(one) == float(other)
    except (TypeError, ValueError):
        return str(one) == str(other)


def check_row(row, source):
    """-> what is wrong with one evidence row, or None."""
    start, end = row["start"], row["end"]
    if not 0 <= start < end <= len(source):
        return f"bytes {start}..{end} of {len(source)}"
    try:
        written = source[start:end].decode("utf-8")
    except UnicodeDecodeError:
        return f"bytes {start}..{end} cut a character"
    if not says(written, row["text"]):
        return f"says {row['text']!r}, source bytes {start}..{end} say {written!r}"
    if written != written.strip():
        return f"bytes {start}..{end} begin or end with white space: {written!r}"
    return None


def unproved(record):
    """Values without an evidence row: [(field, value)]."""
    found = []
    for field in PROVED:
        values = record[field] if isinstance(record[field], list) else [record[field]]
        rows = [row for row in record["evidence"] if row["field"] in PROVED_BY.get(field, (field,))]
        for value in values:
            proved = bool(rows) if field in PROVED_BY else any(same_value(row["value"], value) for row in rows)
            if value is not None and not proved:
                found.append((field, value))
    return found


def check_record(record, source):
    problems = [f"evidence of {row['field']}: {wrong}" for row in record["evidence"]
                for wrong in [check_row(row, source)] if wrong]
    problems += [f"{field} {value!r} has no evidence" for field, value in unproved(record)]
    low, high = record["amount_min"], record["amount_max"]
    if low is not None and high is not None and low > high:
        problems.append(f"amount_min {low} over amount_max {high}")
    if not 0 <= record["confidence"] <= 1:
        problems.append(f"confidence {record['confidence']}")
    if len(re.findall("[0-9a-f]", record["id"])) != 32:
        problems.append(f"id {record['id']}")
    for name in ("acquirer", "target", "seller"):
        problems += [f"{name} {value!r} is not in composed form" for value in record[name]
                     if unicodedata.normalize("NFC", value) != value]
    return problems


def validator():
    """jsonschema's validator for out/schema.json; the test is skipped without it."""
    try:
        from jsonschema import validators
    except ImportError:
        print("skipped: python3-jsonschema is not installed")
        sys.exit(tree.SKIPPED)
    schema = json.loads(tree.read("out/schema.json"))
    kind = validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def sources(path):
    """-> the function from a document's id to the bytes that offsets count."""
    if path.endswith(".jsonl"):
        texts = {document["id"]: document["text"].encode("utf-8") for document in samples.read_jsonl(path)}
        return texts.__getitem__
    source = samples.source_text(path)
    return lambda _: source


def main():
    schema = validator()
    problems, n_records, n_rows, ids = [], 0, 0, {}
    for path in samples.need_samples(samples.paths() + samples.document_files()):
        name, source_of = os.path.basename(path), sources(path)
        for record in samples.records(samples.run([*samples.program(), path])):
            source = source_of(record["doc"]["id"])
            n_records += 1
            n_rows += len(record["evidence"])
            where = f"{name}: record {record['id'][:8]} {record['rule']}"
            problems += [f"{where}: schema: {'/'.join(map(str, error.absolute_path))}: {error.message}"
                         for error in schema.iter_errors(record)]
            problems += [f"{where}: {problem}" for problem in check_record(record, source)]
            if record["id"] in ids:
                problems.append(f"{where}: same id as {ids[record['id']]}")
            ids[record["id"]] = where
    print(f"{n_records} records, {n_rows} evidence rows")
    if not n_records:
        problems.append("no record in any sample: nothing was compared")
    tree.finish(problems, "evidence")


if __name__ == "__main__":
    main()

"""The gold of the samples belongs to the samples: same text as the file.  All gold has
known fields and values, no document twice, and surfaces that the text holds."""
import glob
import json
import os
import re

import samples
import score
import tree

LABELS = {
    "motive": ("technology", "capacity", "market", "supply_chain"),
    "status": ("rumoured", "planned", "announced", "completed", "terminated", "unknown"),
    "payment": ("cash", "stock", "debt", "assets"),
    "factuality": ("asserted", "hypothetical", "generic", "denied"),
    "kind": ("acquisition", "merger", "stake_purchase", "asset_purchase"),
}
FIELDS = (*score.TEXT_FIELDS, *score.LABEL_FIELDS, *LABELS)
SUFFIX = re.compile("_(?:value|may)$")
# Names stand in the text as they are; figures and dates also as numbers or ISO days.
NAMES = ("acquirer", "target", "seller")


def whole(document):
    """What names are looked up in: title and text, also without what tears names."""
    text = torn = document["text"]
    for form in samples.FURNITURE:
        text = form.sub("", text)
    return "\n".join(score.plain("target", part) for part in (document.get("title", ""), torn, text))


def strings(value):
    return [string for one in score.listed(value) for string in score.listed(one)]


def check_deal(deal, text):
    problems = []
    for key, value in deal.items():
        field = SUFFIX.sub("", key)
        if key in ("optional", "skip", "note"):
            continue
        if field not in FIELDS:
            problems.append(f"unknown field {key}")
        elif field in LABELS:
            problems += [f"{key}: {label} is no {field}" for label in strings(value)
                         if label not in LABELS[field]]
        elif field in NAMES:
            problems += [f"{key}: {name} is not in the text" for name in strings(value)
                         if score.plain(field, name) not in text]
    return problems


def check_document(document):
    text = whole(document)
    return [f"{document['id']}: {problem}: {json.dumps(deal, ensure_ascii=False)[:100]}"
            for deal in document["deals"] for problem in check_deal(deal, text)]


def check_file(path):
    problems, seen = [], set()
    for document in samples.read_jsonl(path):
        if document["id"] in seen:
            problems.append(f"{document['id']}: stands twice in the gold")
        seen.add(document["id"])
        problems += check_document(document)
    return problems


def check_samples():
    files = {os.path.basename(path): samples.source_text(path).decode("utf-8", "replace")
             for path in samples.paths()}
    files.update((document["id"], document["text"]) for path in samples.document_files()
                 for document in samples.read_jsonl(path))
    problems, seen = [], set()
    for document in samples.need_samples(samples.gold()):
        name = document["id"]
        seen.add(name)
        if name not in files:
            problems.append(f"{name}: no such sample")
        elif files[name] != document["text"]:
            problems.append(f"{name}: the gold's text is not the sample's")
    return problems + [f"{name}: has no gold" for name in sorted(set(files) - seen)]


def main():
    problems = check_samples()
    for path in sorted(glob.glob(os.path.join(os.path.dirname(samples.GOLD), "*.jsonl"))):
        problems += check_file(path)
    tree.finish(problems, "check_gold")


if __name__ == "__main__":
    main()

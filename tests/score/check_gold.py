"""The gold of the samples belongs to the samples: same text as the file, known
fields and values, no document twice, and surfaces that the text holds."""
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


def whole(text):
    """The text as names are looked up in it: without what tears them."""
    for form in samples.FURNITURE:
        text = form.sub("", text)
    return score.plain("target", text)


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


def main():
    files = {os.path.basename(path): samples.source_text(path).decode("utf-8", "replace")
             for path in samples.paths()}
    files.update((document["id"], document["text"]) for path in samples.document_files()
                 for document in samples.read_jsonl(path))
    problems, seen = [], set()
    for document in samples.need_samples(samples.gold()):
        name = document["id"]
        if name in seen:
            problems.append(f"{name}: stands twice in the gold")
        seen.add(name)
        if name not in files:
            problems.append(f"{name}: no such sample")
        elif files[name] != document["text"]:
            problems.append(f"{name}: the gold's text is not the sample's")
        text = whole(document["text"])
        for deal in document["deals"]:
            problems += [f"{name}: {problem}: {json.dumps(deal, ensure_ascii=False)[:100]}"
                         for problem in check_deal(deal, text)]
    problems += [f"{name}: has no gold" for name in sorted(set(files) - seen)]
    tree.finish(problems, "check_gold")


if __name__ == "__main__":
    main()

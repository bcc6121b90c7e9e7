"""That score.py gives the figures of another scorer to the digit.

usage: agree.py OTHER_SCORE.py GOLD.jsonl ...

Predictions are made from the gold itself with seeded mistakes, so that all
branches of the comparison are taken.  Run by hand when either scorer changes;
selftest.py is what every build runs."""
import json
import os
import random
import sys
import tempfile

import samples
import score
import tree

SEED = 20250314


def spoil(value, random_):
    """A surface with a mistake, or dressed so that it still counts."""
    dress = (lambda s: s, lambda s: s, lambda s: "约" + s, lambda s: " " + s + " ", lambda s: s + "晚间",
             lambda s: "“" + s + "”", lambda s: s[:-1], lambda s: s + "左右", lambda s: s + "的股权")
    return random_.choice(dress)(str(value))


def guess(deal, fields, random_):
    """A record that gets some of the deal right."""
    record, evidence = {}, []
    for field in fields:
        if random_.random() < 0.2:
            continue
        named = score.listed(deal.get(field)) or score.listed(deal.get(field + "_value")) or \
            score.listed(deal.get(field + "_may"))
        surfaces = [random_.choice(score.listed(value)) for value in named if random_.random() < 0.9]
        if random_.random() < 0.1:
            surfaces.append("others")
        values = [spoil(surface, random_) for surface in surfaces]
        record[field] = values if field in ("acquirer", "target", "seller") or len(values) > 1 else \
            (values[0] if values else None)
        for surface, value in zip(surfaces, values):
            known = random_.choice((value, value, None, "another"))
            evidence.append({"field": field, "value": known, "text": spoil(surface, random_)})
    record["evidence"] = evidence
    return record


def predictions(gold, fields):
    random_ = random.Random(SEED)
    everyone = [deal for document in gold for deal in document["deals"]] or [{}]
    for document in gold:
        deals = [deal for deal in document["deals"] if random_.random() < 0.8]
        if random_.random() < 0.1:
            deals.append(random_.choice(everyone))
        random_.shuffle(deals)
        for deal in deals:
            yield {**guess(deal, fields, random_), "doc": {"id": document["id"]}}


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    other, paths = sys.argv[1], sys.argv[2:]
    problems = []
    for path in paths:
        gold = samples.read_jsonl(path)
        made = list(predictions(gold, score.fields_of(gold)))
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as handle:
            handle.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in made)
            handle.flush()
            theirs = json.loads(samples.run([sys.executable, other, "--json", "--gold", path,
                                             "--pred", handle.name]))
        ours = score.score(gold, made)
        print(f"{os.path.basename(path)}: micro F1 {ours['micro']['f1']}, exact {ours['exact']}")
        problems += [f"{path}: {name}: {ours[name]}, theirs {theirs.get(name)}"
                     for name in ours if ours[name] != theirs.get(name)]
        problems += [f"{path}: {name}: only theirs" for name in theirs if name not in ours]
    tree.finish(problems, "agree")


if __name__ == "__main__":
    main()

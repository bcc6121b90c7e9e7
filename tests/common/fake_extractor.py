"""A few lines that behave like the program, to test test harnesses with.

usage: fake_extractor.py [--naive]   JSON Lines in, JSON Lines out
--naive: does not repair the text, so that page counters tear deals apart."""
import json
import re
import sys
import unicodedata

DEAL = re.compile(r"(\w+?)以([\d.]+亿元)收购(\w+)")


def repaired(text):
    text = re.sub(r"第\d+页共\d+页|\n", "", text)
    return unicodedata.normalize("NFKC", text)


def main():
    for line in sys.stdin:
        document = json.loads(line)
        text = document["text"] if "--naive" in sys.argv else repaired(document["text"])
        for match in DEAL.finditer(text):
            acquirer, amount, target = match.groups()
            print(json.dumps({
                "id": str(match.start()), "doc": {"id": document["id"]}, "acquirer": [acquirer],
                "target": [target], "amount": amount, "flags": [],
                "evidence": [{"field": "target", "value": target, "text": target,
                              "start": match.start(3), "end": match.end(3), "page": None}],
                "text": match.group()}, ensure_ascii=False))


if __name__ == "__main__":
    main()

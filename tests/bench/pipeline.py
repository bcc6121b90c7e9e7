"""What a user would write in an afternoon: split sentences, keep those with a trigger word, segment them
with jieba, take the names beside the verb and the first amount.  Much less than dealsift does.

usage: pipeline.py file-or-folder   (UTF-8) -> JSON Lines"""
import json
import os
import re
import sys

import jieba

TRIGGER = re.compile("收购|并购|入股|增持|重组")
SENTENCE = re.compile("[。！？\n]")
AMOUNT = re.compile(r"\d[\d,.]*\s*(?:万|亿)?(?:美|港|欧|日)?元")
DATE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?")
STAKE = re.compile(r"\d[\d.]*%")


def first(pattern, text):
    found = pattern.search(text)
    return found.group() if found else None


def read_deals(text):
    for sentence in SENTENCE.split(text):
        if not TRIGGER.search(sentence):
            continue
        words = jieba.lcut(sentence)
        at = next((i for i, word in enumerate(words) if TRIGGER.search(word)), None)
        if at is not None:
            yield {"acquirer": "".join(words[max(0, at - 2):at]), "target": "".join(words[at + 1:at + 3]),
                   "amount": first(AMOUNT, sentence), "date": first(DATE, sentence),
                   "stake": first(STAKE, sentence), "text": sentence}


def files(path):
    if os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            yield os.path.join(path, name)
    else:
        yield path


def main():
    jieba.setLogLevel(60)
    for path in files(sys.argv[1]):
        with open(path, encoding="utf-8", errors="replace") as handle:
            for line in handle:
                for deal in read_deals(line):
                    print(json.dumps(deal, ensure_ascii=False))


if __name__ == "__main__":
    main()

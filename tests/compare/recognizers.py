#!/usr/bin/env python3
"""Compares `dealsift normalise` with the test cases of Microsoft's Recognizers-Text (Chinese).

usage: recognizers.py FOLDER DEALSIFT

FOLDER holds CurrencyModel.json, PercentModel.json, DateParser.json and DatePeriodParser.json.  Counts per file how
many expressions there are, how many fit our contract, how many of those agree and which differ, and says of all others
why.  Those are asked for as well: what our contract has no value for must be null, with a reason, and never another
value.  Without the folder it says so and is skipped (exit 77); exit 1 if less than 95 % of the fitting expressions agree
or one of the others is given a value.
"""
import datetime
import json
import os
import re
import subprocess
import sys

SHARE = 0.95
# Why an expression is outside our contract: README, "Commands and options", and the rule manual.
REASONS = {
    "PercentModel.json": [
        (r"折", "a discount (zhe): of a price, no stake"),
        (r"百\s*分\s*[点點]", "percentage points: a change, no stake"),
        (r"^[-－负]", "negative: a change, no stake"),
    ],
    "CurrencyModel.json": [],
    "DateParser.json": [
        (r"农历|初|正月|大年|除夕", "lunar calendar: no table of its days is shipped"),
        (r"神龙|雍正|康熙", "reign of an emperor"),
        (r"^最近$", "recently: a time that no date can be told of"),
        (r"三六七", "a year before 1000"),
    ],
    "DatePeriodParser.json": [
        (r"世纪|年代", "decades and centuries"),
        (r"近|过去|未来|^[前后上下]\s*[\d一两]", "a length of time, which ends at an unknown day"),
        (r"夏|春|秋|冬", "seasons: without first and last day"),
        (r"神龙|雍正|康熙", "reign of an emperor"),
        (r"之前|之后|最后|第一周", "phrases around dates, weeks of a month"),
        (r"^789", "a year before 1000"),
    ],
}


def days_meant(text):
    """The days that three numbers may be: year, day or month in front; all orders that give one."""
    found = set()
    parts = re.fullmatch(r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})", text)
    for year, month, day in ((1, 2, 3), (3, 2, 1), (3, 1, 2)) if parts else ():
        if len(parts[year]) not in (2, 4) or len(parts[month]) > 2 or len(parts[day]) > 2:
            continue
        number = int(parts[year])
        try:
            found.add(datetime.date(number if number > 99 else number + (2000 if number < 70 else 1900),
                                    int(parts[month]), int(parts[day])))
        except ValueError:
            pass
    return found


def normalise(program, kind, text, published):
    command = [program, "normalise", kind] + (["--published", published] if published else [])
    done = subprocess.run(command, input=text + "\n", capture_output=True, text=True, check=True)
    return json.loads(done.stdout, parse_float=str, parse_int=str)


def number(text):
    return float(text) if text is not None else None


def misfit(name, text):
    if name.startswith("Date") and any(len(days_meant(part)) > 1 for part in [text] + text.split("-")):
        return "three numbers that are several days: which is the day, the month, the year is not told"
    for pattern, reason in REASONS[name]:
        if re.search(pattern, text):
            return reason
    return None


def compare_money(answer, resolution):
    return number(answer["value"]) == number(resolution["value"]) and answer.get("currency") == resolution["isoCurrency"]


def compare_percent(answer, resolution):
    return answer["value"] is not None and abs(number(answer["value"]) - number(resolution["value"].rstrip("%"))) < 1e-9


def open_choice(answer):
    """Null because the year or month may be that of the reference day or the one beside it."""
    return answer["value"] is None and "the one beside it" in answer["reason"]


def compare_day(answer, value):
    past = (value.get("PastResolution") or {}).get("date")
    future = (value.get("FutureResolution") or {}).get("date")
    if past == "0001-01-01":
        return answer["value"] is None
    if value["Timex"].startswith("XXXX") and "W" not in value["Timex"]:
        # They give the last and the next such day; ours is the one in the year of the reference day.
        return answer["value"] in (past, future) or open_choice(answer)
    return answer["value"] == past


def compare_period(answer, value):
    resolutions = [value.get("PastResolution") or {}]
    if value["Timex"].startswith("(XXXX") or value["Timex"].startswith("XXXX"):
        resolutions.append(value.get("FutureResolution") or {})
    return open_choice(answer) or any(same_period(answer, resolution) for resolution in resolutions)


def same_period(answer, past):
    if answer["value"] is None or answer["start"] != past["startDate"]:
        return False
    # Theirs ends where the last unit begins, or on the day behind it; ours on the last day.
    end = answer["end"]
    behind = (datetime.date.fromisoformat(end) + datetime.timedelta(1)).isoformat()
    last = answer["value"].split("/")[-1]
    first_of_last = (last + "-01-01")[:10] if len(last) == 4 else (last + "-01")[:10]
    return past["endDate"] in (end, behind, first_of_last)


FILES = {
    "CurrencyModel.json": ("amount", "Resolution", compare_money),
    "PercentModel.json": ("stake", "Resolution", compare_percent),
    "DateParser.json": ("date", "Value", compare_day),
    "DatePeriodParser.json": ("date", "Value", compare_period),
}


def reason_outside(name, text, value):
    if value is None or value.get("value", "") is None:
        return "no value, a unit alone"
    if name == "CurrencyModel.json":
        if not value.get("isoCurrency"):
            return "no ISO 4217 code"
        if "E+" in value["value"]:
            return "rounded to a binary number"
        return None
    if name == "PercentModel.json" and number(value["value"].rstrip("%")) > 100:
        return misfit(name, text) or "over 100 per cent, no stake"
    return misfit(name, text)


def run_file(folder, program, name):
    kind, key, compare = FILES[name]
    fitting = agreeing = total = wrong = 0
    outside = {}
    for case in json.load(open(os.path.join(folder, name), encoding="utf-8-sig")):
        published = case.get("Context", {}).get("ReferenceDateTime", "")[:10]
        rows = case["Results"] or [{"Text": case["Input"], key: {}}]
        for row in rows:
            total += 1
            text = re.sub("^从", "", row["Text"])
            value = row.get(key)
            if text.startswith("$") and not value.get("isoCurrency"):
                value = {**value, "isoCurrency": "USD"}  # they name a "dollar", our contract says of which country
            nothing = value == {}
            reason = None if nothing else reason_outside(name, text, value)
            answer = normalise(program, kind, text, published)
            if reason:
                outside.setdefault(reason, []).append(text)
                if answer["value"] is not None or not answer.get("reason"):
                    wrong += 1
                    print(f"  given a value: {text}: {reason}, got {answer}")
                continue
            fitting += 1
            if answer["value"] is None if nothing else compare(answer, value):
                agreeing += 1
            else:
                print(f"  differs: {text}: expected {json.dumps(value, ensure_ascii=False)}, got {answer}")
    print(f"{name}: {total} expressions, {fitting} fit our contract, {agreeing} of them agree")
    for reason, texts in sorted(outside.items(), key=lambda item: -len(item[1])):
        print(f"  {len(texts):3} outside, null: {reason}: {', '.join(texts[:4])}")
    return fitting, agreeing, wrong


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder, program = sys.argv[1:]
    if not os.path.isdir(folder):
        print(f"skipped: no folder {folder}")
        sys.exit(77)
    results = [run_file(folder, program, name) for name in FILES]
    fitting, agreeing, wrong = (sum(column) for column in zip(*results))
    print(f"all: {agreeing} of {fitting} that fit agree ({100 * agreeing / fitting:.1f} %), "
          f"{wrong} of the others are given a value")
    sys.exit(agreeing < SHARE * fitting or wrong > 0)


main()

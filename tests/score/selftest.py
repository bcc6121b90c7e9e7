"""The scorer itself: what counts as the same value, and the sums."""
import score
import tree

# field, value, evidence rows [(value, text)], gold deal -> (right, wrong, missed)
COUNTS = (
    ("target", ["乙芯科技"], [], {"target": ["乙芯科技"]}, (1, 0, 0)),
    ("target", ["乙芯"], [], {"target": ["乙芯科技"]}, (0, 1, 1)),
    ("target", ["乙芯科技"], [], {"target": [["乙芯", "乙芯科技"]]}, (1, 0, 0)),
    ("target", ["乙芯科技有限公司"], [("乙芯科技有限公司", "乙芯科技")], {"target": ["乙芯科技"]}, (1, 0, 0)),
    ("target", ["乙芯科技"], [], {"target_may": ["乙芯科技"]}, (0, 0, 0)),
    ("target", ["丁诊断"], [], {"target_may": ["乙芯科技"]}, (0, 1, 0)),
    ("target", ["丁诊断"], [], {"target": ["乙芯科技"], "skip": ["target"]}, (0, 0, 0)),
    ("target", ["乙芯科技", "丁诊断"], [], {"target": ["乙芯科技"]}, (1, 1, 0)),
    ("target", ["乙芯科技"], [], {"target": ["乙芯科技", "丁诊断"]}, (1, 0, 1)),
    ("amount", 300000000, [(300000000, "约３亿元")], {"amount": ["3亿元"]}, (1, 0, 0)),
    ("amount", 300000000.0, [], {"amount": [["叁亿元", "300000000"]]}, (1, 0, 0)),
    ("amount", 300000000, [], {"amount_value": 300000000}, (1, 0, 0)),
    ("amount", 300000001000, [], {"amount_value": 300000000}, (0, 1, 1)),
    ("amount", None, [], {"amount": ["3亿元"]}, (0, 0, 1)),
    ("stake", 51.5, [(51.5, "51.50%的股权")], {"stake": ["51.50%"]}, (1, 0, 0)),
    ("date", None, [(None, "9月4日晚间")], {"date": ["9月4日"]}, (1, 0, 0)),
    ("date", "2025-09-04", [("2025-09-04", "9月4日")], {"date": ["9月4日"]}, (1, 0, 0)),
    ("subject", "100%的股份", [], {"subject": ["100%股权"]}, (1, 0, 0)),
    ("motive", ["technology", "market"], [], {"motive_value": ["market"], "motive_may": ["technology"]}, (1, 0, 0)),
)


def one(document_id, **fields):
    return {"doc": {"id": document_id}, **fields}


def check_sums():
    """Two deals found in the other order, one of them with a wrong value; one
    made up; one optional deal missed; a record of an unknown document."""
    gold = [{"id": "a", "deals": [{"target": ["乙"], "acquirer": ["甲"]},
                                  {"target": ["丁"], "acquirer": ["丙"]}]},
            {"id": "b", "deals": [{"target": ["己"], "optional": True}]},
            {"id": "c", "deals": []}]
    records = [one("a", target=["丁"], acquirer=["丙"]), one("a", target=["乙"], acquirer=["戊"]),
               one("c", target=["庚"]), one("x", target=["乙"])]
    figures = score.score(gold, records)
    expected = {
        "acquirer": {"precision": 0.5, "recall": 0.5, "f1": 0.5},
        "target": {"precision": 0.6667, "recall": 1.0, "f1": 0.8},
        "micro": {"precision": 0.6, "recall": 0.75, "f1": 0.6667},
        "exact": 0.5, "deals": {"gold": 2, "predicted": 3, "stray": 1}}
    return [] if figures == expected else [f"sums: {figures}, not {expected}"]


def check_pairing():
    """Eight a side go the quick way and pair as the thorough one does."""
    problems = []
    for size in (3, 8):
        deals = [{"target": [f"t{i}"]} for i in range(size)]
        records = [one("a", target=[f"t{size - 1 - i}"]) for i in range(size)]
        pairs = sorted(score.pair(records, deals, ["target"]))
        if pairs != [(i, size - 1 - i) for i in range(size)]:
            problems.append(f"pairing of {size}: {pairs}")
    return problems


def main():
    problems = []
    for field, value, rows, deal, expected in COUNTS:
        evidence = [{"field": field, "value": known, "text": text} for known, text in rows]
        got = score.count({field: value, "evidence": evidence}, deal, field)
        if got != expected:
            problems.append(f"{field} {value} against {deal}: {got}, not {expected}")
    tree.finish(problems + check_sums() + check_pairing(), "selftest")


if __name__ == "__main__":
    main()

"""The check itself: what counts as the same words, and what does not."""
import evidence
import tree

SAYS = (
    ("乙芯科技", "乙芯科技", True),
    ("乙芯 科\n技", "乙芯科技", True),
    ("乙芯第8页共17页科技", "乙芯科技", True),
    ("乙芯\n甲证券研究所  周报\n科技", "乙芯科技", True),
    ("乙芯请务必阅读正文之后的免责声明3科技", "乙芯科技", True),
    ("乙芯\f某证券\n2\n科技", "乙芯科技", True),
    ("乙芯的科技", "乙芯科技", False),
    ("乙芯科技有限", "乙芯科技", False),
    ("芯科技", "乙芯科技", False),
    ("乙芯科技", "", False),
    ("", "乙芯科技", False),
)
SOURCE = "前。甲以３亿元收购 乙芯科技。".encode()


def row(field, value, start, end, text):
    return {"field": field, "value": value, "start": start, "end": end, "text": text, "page": None}


def record(**fields):
    empty = {name: None for name in evidence.PROVED}
    empty.update(acquirer=[], target=[], seller=[], payment=[], rate_class=[], motive=[], evidence=[],
                 amount_min=None, amount_max=None, confidence=0.5, id="0" * 32)
    return {**empty, **fields}


TARGET = SOURCE.index("乙".encode())
GOOD = row("target", "乙芯科技", TARGET, TARGET + 12, "乙芯科技")
RECORDS = (
    (record(target=["乙芯科技"], evidence=[GOOD]), 0),
    (record(target=["乙芯科技"]), 1),
    (record(target=["乙芯科技", "丁诊断"], evidence=[GOOD]), 1),
    (record(evidence=[{**GOOD, "end": TARGET + 11}]), 1),
    (record(evidence=[{**GOOD, "end": len(SOURCE) + 1}]), 1),
    (record(evidence=[{**GOOD, "start": TARGET - 1}]), 1),
    (record(evidence=[{**GOOD, "start": TARGET + 3}]), 1),
    (record(confidence=1.5), 1),
    (record(amount=300000000, currency="CNY",
            evidence=[row("amount", "300000000", 12, 21, "３亿元")]), 0),
    (record(currency="CNY"), 1),
)


def main():
    problems = [f"says({source!r}, {text!r}) is not {expected}" for source, text, expected in SAYS
                if evidence.says(source, text) is not expected]
    for made, expected in RECORDS:
        found = evidence.check_record(made, SOURCE)
        if len(found) != expected:
            problems.append(f"{made['evidence']}: {found}, not {expected} problem(s)")
    tree.finish(problems, "selftest")


if __name__ == "__main__":
    main()

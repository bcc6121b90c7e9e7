"""The harness itself: a reader that repairs passes, a naive one is caught."""
import os
import sys

import metamorphic
import tree

FAKE = os.path.join(tree.ROOT, "tests", "common", "fake_extractor.py")
SAMPLES = [{"id": "one", "text": "市场动态，本周共有两起。甲光通信以3.5亿元收购乙芯科技。"
            "丙医药以12亿元收购丁诊断。两起交易都还要股东大会批准，双方都没有说何时完成。"}]


def run(*options):
    kinds = []
    _, n_records = metamorphic.check_all(SAMPLES, 30, [sys.executable, "-B", FAKE, *options],
                                         lambda sample, kind, place, lines: kinds.append(kind))
    return n_records, kinds


def main():
    problems = []
    n_records, kinds = run()
    if n_records != 2 or kinds:
        problems.append(f"repairing reader: {n_records} records, {kinds}")
    _, kinds = run("--naive")
    problems += [f"naive reader: no difference by {kind}" for kind, _ in metamorphic.KINDS
                 if kind not in kinds]
    tree.finish(problems, "selftest")


if __name__ == "__main__":
    main()

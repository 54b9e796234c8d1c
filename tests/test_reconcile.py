"""The arithmetic of cascades: every kind of number, proven, refuted or depending on one that is named, in both directions."""

from __future__ import annotations

import math
import re
from datetime import date
from itertools import product

import pytest

from okr_kit.reconcile import KINDS, Term, reconcile


def parts(*values, baselines=None, weights=None, names="甲乙丙丁", units=None):
    """Terms with the names 甲, 乙, 丙 …"""
    rows = zip(
        names[: len(values)],
        values,
        baselines or [None] * len(values),
        weights or [None] * len(values),
        units or [""] * len(values),
        strict=True,
    )
    return [Term(*row) for row in rows]


def gmv(visitors):
    """Visitors, rate and price that make 8.0 亿 today."""
    return parts(visitors, 2.75, 860, baselines=(4000e4, 2.5, 800), units=("", "%", "元"))


PERCENT_UP = {"baseline": 0.5, "unit": "%"}
PERCENT_DOWN = {"baseline": 99, "unit": "%"}
DAY = date(2026, 6, 30).toordinal()

#: kind, target, terms, further arguments, answer, the account as written, what is missing.
ACCOUNTS = [
    # sums, more is better
    ("sum", 800, parts(300, 315, 186), {"baseline": 600}, "proven", "甲 300 + 乙 315 + 丙 186 = 801 ≥ 800", ""),
    ("sum", 800, parts(300, 300, 180), {"baseline": 600}, "refuted", "甲 300 + 乙 300 + 丙 180 = 780 < 800", ""),
    ("sum", 800, parts(300, 314, 186), {}, "proven", "甲 300 + 乙 314 + 丙 186 = 800 ≥ 800", ""),
    ("sum", 1200, parts(375, None, 340), {}, "depends", "甲 375 + 乙 ？ + 丙 340 ≥ 1200？", "values"),
    (
        "sum",
        12e6,
        parts(3.75e6, 4.9e6, 3.4e6),
        {"unit": "元"},
        "proven",
        "甲 375 + 乙 490 + 丙 340 = 1205 ≥ 1200 万元",
        "",
    ),
    # sums, less is better
    ("sum", 60, parts(20, 25, 15), {"baseline": 90}, "proven", "甲 20 + 乙 25 + 丙 15 = 60 ≤ 60", ""),
    ("sum", 60, parts(20, 25, 16), {"baseline": 90}, "refuted", "甲 20 + 乙 25 + 丙 16 = 61 > 60", ""),
    ("sum", 60, parts(20, 25, 16), {"bound": "<="}, "refuted", "甲 20 + 乙 25 + 丙 16 = 61 > 60", ""),
    ("sum", 60, parts(20, 25, 16, baselines=(30, 30, 30)), {}, "refuted", "甲 20 + 乙 25 + 丙 16 = 61 > 60", ""),
    ("sum", 60, parts(20, 25, 14), {"baseline": 60}, "depends", "甲 20 + 乙 25 + 丙 14 = 59 = 60？", "direction"),
    ("sum", 60, parts(20, 25, 15), {"baseline": 60}, "proven", "甲 20 + 乙 25 + 丙 15 = 60 = 60", ""),
    ("sum", -10, parts(-20, 5), {"baseline": -40}, "refuted", "甲 −20 + 乙 5 = −15 < −10", ""),
    # a mean, more is better
    ("ratio", 11, parts(10.5, 13, weights=(80, 20)), PERCENT_UP, "proven", "80% × 10.5% + 20% × 13% = 11.0% ≥ 11.0%", ""),
    ("ratio", 11, parts(10.5, 13, weights=(0.8, 0.2)), PERCENT_UP, "proven", "80% × 10.5% + 20% × 13% = 11.0% ≥ 11.0%", ""),
    ("ratio", 11, parts(10.4, 13, weights=(80, 20)), PERCENT_UP, "refuted", "80% × 10.4% + 20% × 13% = 10.92% < 11.0%", ""),
    ("ratio", 76, parts(80, 70, weights=(1000, 600)), PERCENT_UP, "proven", "(1000 × 80% + 600 × 70%) ÷ 1600 = 76.25% ≥ 76%", ""),
    ("ratio", 11, parts(10.5, 13), PERCENT_UP, "depends", "甲 10.5%、乙 13% = 10.5%–13% ≥ 11.0%？", "weights"),
    ("ratio", 11, parts(11, 13), PERCENT_UP, "proven", "甲 11%、乙 13% = 11%–13% ≥ 11%", ""),
    ("ratio", 11, parts(10.5, 10.9), PERCENT_UP, "refuted", "甲 10.5%、乙 10.9% = 10.5%–10.9% < 11.0%", ""),
    ("ratio", 11, parts(10.5, 13, weights=(80, None)), PERCENT_UP, "depends", "甲 10.5%、乙 13% = 10.5%–13% ≥ 11.0%？", "weights"),
    ("ratio", 11, parts(10.5, 13, weights=(0, 0)), PERCENT_UP, "depends", "甲 10.5%、乙 13% = 10.5%–13% ≥ 11.0%？", "weights"),
    ("ratio", 11, parts(10.5, 13, weights=(9, -1)), PERCENT_UP, "depends", "甲 10.5%、乙 13% = 10.5%–13% ≥ 11.0%？", "weights"),
    ("ratio", 11, parts(12, 5, weights=(10, 0)), PERCENT_UP, "proven", "(10 × 12% + 0 × 5%) ÷ 10 = 12% ≥ 11%", ""),
    # less is better
    ("ratio", 3, parts(2, 5, weights=(70, 30)), PERCENT_DOWN, "proven", "70% × 2% + 30% × 5% = 2.9% ≤ 3%", ""),
    ("ratio", 3, parts(2, 5, weights=(60, 40)), PERCENT_DOWN, "refuted", "60% × 2% + 40% × 5% = 3.2% > 3%", ""),
    ("ratio", 3, parts(2, 5), PERCENT_DOWN, "depends", "甲 2%、乙 5% = 2%–5% ≤ 3%？", "weights"),
    ("ratio", 3, parts(3.1, 5), PERCENT_DOWN, "refuted", "甲 3.1%、乙 5% = 3.1%–5% > 3.0%", ""),
    ("index", 4.6, parts(4.5, 4.8, weights=(300, 200)), {"baseline": 4.2}, "proven", "(300 × 4.5 + 200 × 4.8) ÷ 500 = 4.62 ≥ 4.6", ""),
    ("index", 4.63, parts(4.5, 4.8, weights=(300, 200)), {"baseline": 4.2}, "refuted", "(300 × 4.5 + 200 × 4.8) ÷ 500 = 4.62 < 4.63", ""),
    ("index", 4.6, parts(4.5, 4.8), {"baseline": 4.2}, "depends", "甲 4.5、乙 4.8 = 4.5–4.8 ≥ 4.6？", "weights"),
    ("index", 2.5, parts(2.2, 2.7, weights=(50, 50)), {"baseline": 3.1}, "proven", "50% × 2.2 + 50% × 2.7 = 2.45 ≤ 2.5", ""),
    ("index", 2.5, parts(2.4, 2.7, weights=(50, 50)), {"baseline": 3.1}, "refuted", "50% × 2.4 + 50% × 2.7 = 2.55 > 2.5", ""),
    # stages of a funnel
    ("funnel", 2.75, parts(11, 40, 62.5), PERCENT_UP, "proven", "11% × 40% × 62.5% = 2.75% ≥ 2.75%", ""),
    ("funnel", 2.75, parts(11, 39, 62.5), PERCENT_UP, "refuted", "11% × 39% × 62.5% = 2.68% < 2.75%", ""),
    ("funnel", 2.75, parts(11, 39.999, 62.5), PERCENT_UP, "refuted", "11% × 39.999% × 62.5% = 2.7499% < 2.75%", ""),
    ("funnel", 2.75, parts(11, baselines=(10,)), {"baseline": 2.5, "unit": "%"}, "proven", "1.1 ≥ 1.1", ""),
    ("funnel", 2.75, parts(11), PERCENT_UP, "depends", "甲 11% ≥ 2.75%？", "baselines"),
    ("funnel", 1, parts(5, 10), PERCENT_DOWN, "proven", "5% × 10% = 0.5% ≤ 1%", ""),
    ("funnel", 1, parts(11, 10), PERCENT_DOWN, "refuted", "11% × 10% = 1.1% > 1%", ""),
    # factors
    ("product", 10.4e8, gmv(4400e4), {"baseline": 8e8, "unit": "元"}, "proven", "4400 万 × 2.75% × 860 元 = 10.406 ≥ 10.4 亿元", ""),
    ("product", 10.4e8, gmv(4300e4), {"baseline": 8e8, "unit": "元"}, "refuted", "4300 万 × 2.75% × 860 元 = 10.17 < 10.4 亿元", ""),
    ("product", 10.4, parts(4400, 2.75, 860, baselines=(4000, 2.5, 800)), {"baseline": 8, "unit": "亿元"}, "proven", "1.1 × 1.1 × 1.075 = 1.301 ≥ 1.3", ""),
    ("product", 10.4, parts(4400, 2.75, 860), {"baseline": 8}, "depends", "甲 4400 × 乙 2.75 × 丙 860 ≥ 10.4？", "baselines"),
    ("product", 10.4, parts(4400, 2.75, baselines=(4000, 0)), {"baseline": 8}, "depends", "甲 4400 × 乙 2.75 ≥ 10.4？", "baselines"),
    ("product", 100, parts(9, 10, baselines=(11, 12)), {"baseline": 132}, "proven", "9 × 10 = 90 ≤ 100", ""),
    ("product", 100, parts(10, 11, baselines=(11, 12)), {"baseline": 132}, "refuted", "10 × 11 = 110 > 100", ""),
    # stages of time
    ("time", 60, parts(12, 25, 16, 7), {"baseline": 95}, "proven", "甲 12 + 乙 25 + 丙 16 + 丁 7 = 60 ≤ 60", ""),
    ("time", 60, parts(12, 25, 16, 9), {"baseline": 95}, "depends", "甲 12 + 乙 25 + 丙 16 + 丁 9 = 25–62 ≤ 60？", "parallel"),
    ("time", 60, parts(12, 65, 16, 9), {"baseline": 95}, "refuted", "乙 65 > 60", ""),
    ("time", 60, parts(12, 25, 16, 9), {"parallel": True}, "proven", "甲 12、乙 25、丙 16、丁 9 ≤ 60", ""),
    ("time", 60, parts(12, 61, 16, 9), {"parallel": True}, "refuted", "乙 61 > 60", ""),
    ("time", 60, parts(12, -5), {}, "depends", "甲 12 + 乙 −5 ≤ 60？", "values"),
    ("time", 5, parts(3, 1), {"bound": ">="}, "refuted", "甲 3 + 乙 1 = 4 < 5", ""),
    # people, counted once
    ("distinct", 90, parts(70, 35), {"baseline": 80, "unit": "万人"}, "depends", "甲 70 + 乙 35 = 70–105 ≥ 90 万人？", "overlap"),
    ("distinct", 90e4, parts(70e4, 35e4), {"overlap": 18e4, "unit": "人"}, "refuted", "甲 70 + 乙 35 − 18 = 87 < 90 万人", ""),
    ("distinct", 90, parts(70, 35), {"overlap": 15}, "proven", "甲 70 + 乙 35 − 15 = 90 ≥ 90", ""),
    ("distinct", 90, parts(70, 35), {"overlap": 50}, "depends", "甲 70 + 乙 35 = 70–105 ≥ 90？", "overlap"),
    ("distinct", 90, parts(91, 35), {"baseline": 80}, "proven", "甲 91 ≥ 90", ""),
    ("distinct", 90, parts(50, 39), {"baseline": 80}, "refuted", "甲 50 + 乙 39 = 89 < 90", ""),
    ("distinct", 90, parts(50, 40), {"baseline": 99}, "proven", "甲 50 + 乙 40 = 90 ≤ 90", ""),
    ("distinct", 90, parts(91, 40), {"baseline": 99}, "refuted", "甲 91 > 90", ""),
    ("distinct", 90, parts(60, 40), {"baseline": 99}, "depends", "甲 60 + 乙 40 = 60–100 ≤ 90？", "overlap"),
    # none at all, and days
    ("zero", 0, parts(0, 0, 0), {}, "proven", "甲 0、乙 0、丙 0 = 0", ""),
    ("zero", 0, parts(0, 1, 0), {}, "refuted", "乙 1 > 0", ""),
    ("zero", 2, parts(0, 3, 4), {}, "refuted", "乙 3、丙 4 > 2", ""),
    ("zero", 0, parts(0, None), {}, "depends", "甲 0、乙 ？ ≤ 0？", "values"),
    ("milestone", DAY, parts(DAY, DAY - 30), {}, "proven", "甲 2026-06-30、乙 2026-05-31 ≤ 2026-06-30", ""),
    ("milestone", DAY, parts(DAY, DAY + 62), {}, "refuted", "乙 2026-08-31 > 2026-06-30", ""),
    ("milestone", DAY, parts(DAY, None), {}, "depends", "甲 2026-06-30、乙 ？ ≤ 2026-06-30？", "values"),
    # what is missing altogether, or is no number
    ("sum", None, parts(1, 2), {}, "depends", "甲 1 + 乙 2 ≥ ？", "target"),
    ("sum", 5, [], {}, "depends", "≥ 5？", "parts"),
    ("sum", math.nan, parts(1, 2), {}, "depends", "甲 1 + 乙 2 ≥ ？", "target"),
    ("sum", 5, parts(1, math.inf), {}, "depends", "甲 1 + 乙 ？ ≥ 5？", "values"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "target", "terms", "more", "answer", "written", "missing"), ACCOUNTS)
def test_accounts(kind, target, terms, more, answer, written, missing):
    found = reconcile(kind, target, terms, **more)
    assert (found.answer, found.written, found.missing) == (answer, written, missing)


def test_every_kind_is_tried_with_each_answer_that_it_can_have():
    assert {row[0] for row in ACCOUNTS} == set(KINDS)
    tried = {(row[0], row[4]) for row in ACCOUNTS}
    assert set(product(KINDS, ("proven", "refuted", "depends"))) - tried == set()


def test_an_unknown_kind_is_no_kind():
    with pytest.raises(KeyError):
        reconcile("guess", 1, parts(1))


def test_coverage_is_how_far_the_target_is_reached():
    assert reconcile("sum", 1200, parts(420, 650, 380)).coverage == pytest.approx(1450 / 1200)
    assert reconcile("sum", 60, parts(20, 20), baseline=90).coverage == pytest.approx(1.5)
    assert reconcile("distinct", 90, parts(70, 35)).coverage == pytest.approx(105 / 90)
    assert reconcile("sum", 0, parts(0, 0), bound="<=").coverage is None
    assert reconcile("sum", 800, parts(300, 501)).value == 801


def test_names_are_those_that_lack_the_number():
    assert reconcile("ratio", 11, parts(10, 13, weights=(80, None)), unit="%").names == ("乙",)
    assert reconcile("sum", 11, parts(10, None, None)).names == ("乙", "丙")
    assert reconcile("product", 3, parts(2, 2, baselines=(1, 0)), baseline=1).names == ("乙",)


@pytest.mark.parametrize(("start", "step"), [(0.1, 0.1), (0.7, 0.1), (1.1, 2.2), (33.3, 0.7)])
def test_the_noise_of_floats_refutes_nothing(start, step):
    """0.1 + 0.2 is just 0.3, and one unit of the last digit more is not."""
    target = round(start + 2 * step, 6)
    terms = parts(start, step, step)
    assert reconcile("sum", target, terms, baseline=0).answer == "proven"
    assert reconcile("sum", target, terms, baseline=99).answer == "proven"
    assert reconcile("sum", round(target + 0.01, 6), terms, baseline=0).answer == "refuted"
    assert reconcile("sum", round(target - 0.01, 6), terms, baseline=99).answer == "refuted"


NUMBER = re.compile(r"−?[0-9]+(?:[.][0-9]+)?")


def test_no_account_says_what_is_not_so():
    """What is written right and left of the sign stands to each other as the sign says, however close the numbers are."""
    tried = 0
    for kind, target, last in product(("sum", "ratio", "funnel", "index"), (2.75, 11.0, 80.0, 99.99), range(-6, 7)):
        terms = parts(target * (1 + last * 10**-5), target, weights=(3, 4))
        found = reconcile(
            kind,
            target,
            terms[:1] if kind in ("sum", "funnel") else terms,
            baseline=1,
            unit="%" if kind == "funnel" else "",
        )
        if found.answer == "depends":
            continue
        left, right = (float(NUMBER.findall(side)[-1].replace("−", "-")) for side in (found.total, found.target))
        holds = {"≥": left >= right, "<": left < right, "≤": left <= right, ">": left > right, "=": left == right}
        assert holds[found.sign], found.written
        tried += 1
    assert tried > 150

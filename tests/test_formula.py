"""Formulas as people type them: what is read, what comes out, and which sign or name is wrong, and where."""

from __future__ import annotations

import time

import pytest

from okr_kit import lang
from okr_kit.formula import DEEPEST, LONGEST, Formula, Trouble, parse
from okr_kit.rules.value_tree import formula_words

LANGUAGE = lang.load()
NAMES = (
    "访客",
    "转化率",
    "客单价",
    "单价",
    "年 UV",
    "流失率",
    "成本（元）",
    "2次购买率",
    "AOV",
    "box",
    "营收(含税)",
    "客户数",
)
VALUES = {name: float(number) for number, name in enumerate(NAMES, 2)}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("访客×转化率×客单价", 24),
        ("访客 * 转化率 ＊ 单价", 30),
        ("ＧＭＶ＝访客×转化率", 6),
        ("＝访客x转化率X单价", 30),
        ("访客×转化率=GMV", 6),
        ("GMV≈访客＋转化率－单价", 0),
        ("年UV×转化率", 18),
        ("年　ＵＶ　×　转化率", 18),
        ("訪客×轉化率", 6),
        ("访客×（1－流失率）", -12),
        ("访客×【1-流失率】", -12),
        ("1-流失率", -6),
        ("1——流失率", -6),
        ("1−流失率", -6),
        ("访客 乘以 转化率 除以 100", 0.06),
        ("2次购买率×3", 27),
        ("AOV x box", 110),
        ("aovxbox", 110),
        ("营收（含税）÷12个月", 1),
        ("营收÷12", 1),
        ("成本×访客", 16),
        ("客单价(元)×访客", 8),
        ("50%×访客", 1),
        ("访客×3成", 0.6),
        ("访客×100万", 2_000_000),
        ("访客/1,000", 0.002),
        ("-访客+单价", 3),
        ("访客×-转化率", -6),
        ("单价-访客-转化率", 0),
        ("客户数/访客/转化率", 13 / 6),
        ("访客+转化率×客单价", 14),
        ("((访客+转化率))×客单价", 20),
    ],
)
def test_a_formula_is_read_as_it_is_meant(typed: str, value: float) -> None:
    found = parse(typed, NAMES, "GMV")
    assert isinstance(found, Formula), found
    assert found.value(VALUES) == pytest.approx(value)
    assert found.bounds({name: (number, number) for name, number in VALUES.items()}) == pytest.approx((value, value))


@pytest.mark.parametrize(
    ("typed", "code", "word", "near"),
    [
        ("", "empty", "", ""),
        ("GMV=", "empty", "", ""),
        ("=", "empty", "", ""),
        ("访客×转化律×客单价", "unknown", "转化律", "转化率"),
        ("访客×天气", "unknown", "天气", ""),
        ("访客 转化率", "no-sign", "转化率", ""),
        ("访客转化率", "no-sign", "转化率", ""),
        ("2(访客)", "no-sign", "(", ""),
        ("访客^2", "sign", "^", ""),
        ("访客，转化率", "sign", "，", ""),
        ("访客×", "no-name", "×", ""),
        ("×访客", "no-name", "×", ""),
        ("访客×÷转化率", "no-name", "÷", ""),
        ("()", "no-name", ")", ""),
        ("(访客", "bracket", "(", ""),
        ("访客)", "bracket", ")", ""),
        ("访客=转化率=单价", "sides", "=", ""),
        ("访客+单价=流失率+AOV", "sides", "=", ""),
        ("(" * (DEEPEST + 1) + "访客", "deep", "(", ""),
        ("访" * (LONGEST + 1), "long", "", ""),
        ("__import__('os')", "sign", "_", ""),
        ("访客.__class__", "sign", ".", ""),
    ],
)
def test_what_is_wrong_is_named_with_its_place(typed: str, code: str, word: str, near: str) -> None:
    found = parse(typed, NAMES, "GMV")
    assert isinstance(found, Trouble)
    assert (found.code, found.word, found.near) == (code, word, near)
    assert typed[slice(*found.span)].startswith(found.word)
    assert formula_words(LANGUAGE, found)


def test_a_name_is_taken_as_long_as_it_goes() -> None:
    found = parse("客单价÷单价", ("单价", "客单价"))
    assert isinstance(found, Formula)
    assert found.names == ("客单价", "单价")


@pytest.mark.parametrize("zero", ["单价", "单价-单价"])
def test_a_division_by_zero_says_by_what(zero: str) -> None:
    found = parse(f"访客÷({zero})" if "-" in zero else f"访客÷{zero}", NAMES)
    assert isinstance(found, Formula)
    trouble = found.value(VALUES | {"单价": 0.0})
    assert isinstance(trouble, Trouble)
    assert (trouble.code, trouble.word) == ("zero", zero)


def test_a_number_that_nothing_holds_is_no_value() -> None:
    found = parse("访客×访客", NAMES)
    assert isinstance(found, Formula)
    assert found.value({"访客": 1e200}).code == "huge"


def test_a_formula_is_written_out_with_its_numbers() -> None:
    found = parse("GMV＝年 UV × 转化率 ×（1－流失率）", NAMES, "GMV")
    assert isinstance(found, Formula)
    assert found.filled({"年 UV": "4000 万", "转化率": "2.5%", "流失率": "5%"}) == "4000 万 × 2.5% ×（1－5%）"


@pytest.mark.parametrize(
    "typed",
    [
        "(" * LONGEST,
        "-" * (LONGEST - 2) + "访客",
        "1+" * (LONGEST // 2 - 1) + "1",
        "a" * LONGEST,
        "访客×" * 300,
        "（" * 20 + "访客" + "）" * 20,
    ],
)
def test_nothing_that_is_typed_takes_long(typed: str) -> None:
    names = [*NAMES, *("a" * length for length in range(1, 488))]
    quickest = 1.0
    for _ in range(5):
        start = time.process_time()
        parse(typed, names)
        quickest = min(quickest, time.process_time() - start)
    assert quickest < 0.05

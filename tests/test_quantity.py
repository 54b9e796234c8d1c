"""One parser of numbers: what a field means, the same through every door, and in a sentence."""

from __future__ import annotations

import csv
import io
import math
import random
import time

import pytest

from okr_kit import documents, lang, subjects
from okr_kit.documents.okr import blank_okr
from okr_kit.fold import fold
from okr_kit.hosts.cli.lint.readers import read as read_file
from okr_kit.hosts.cli.lint.source import Entry, Source
from okr_kit.quantity import Quantity, amount, numeral, parse

LANGUAGE = lang.load()
read = LANGUAGE.reader.read

#: Typed, value, unit, end of a range, bound.
NUMBERS = (
    # digits
    ("7.4", 7.4, "", None, ""),
    ("０", 0, "", None, ""),
    ("２８", 28, "", None, ""),
    (" 56 ", 56, "", None, ""),
    ("2,350", 2350, "", None, ""),
    ("2，350", 2350, "", None, ""),
    ("1,204,000", 1_204_000, "", None, ""),
    (".75", 0.75, "", None, ""),
    ("64。", 64, "", None, ""),
    ("1.5e+04", 15_000, "", None, ""),
    ("2026", 2026, "", None, ""),
    ("2026.9", 2026.9, "", None, ""),
    # scales are multiplied in
    ("7万", 70_000, "", None, ""),
    ("7 万元", 70_000, "元", None, ""),
    ("7.2万", 72_000, "", None, ""),
    ("4万8", 48_000, "", None, ""),
    ("4万8000", 48_000, "", None, ""),
    ("4万八千", 48_000, "", None, ""),
    ("2亿4000万", 240_000_000, "", None, ""),
    ("2亿4000万元", 240_000_000, "元", None, ""),
    ("三亿6000万元", 360_000_000, "元", None, ""),
    ("12 百万", 12_000_000, "", None, ""),
    ("2万亿", 2e12, "", None, ""),
    ("9k", 9000, "", None, ""),
    ("8W", 80_000, "", None, ""),
    ("20多万", 200_000, "", None, ""),
    ("50千克", 50, "千克", None, ""),
    ("6千米", 6, "千米", None, ""),
    ("30万千瓦时", 300_000, "千瓦时", None, ""),
    # numerals
    ("十", 10, "", None, ""),
    ("四万二", 42_000, "", None, ""),
    ("三千八", 3800, "", None, ""),
    ("三千零八", 3008, "", None, ""),
    ("两百一十六", 216, "", None, ""),
    ("三亿五千万", 350_000_000, "", None, ""),
    ("百万", 1_000_000, "", None, ""),
    ("壹佰贰拾万元", 1_200_000, "元", None, ""),
    ("柒仟万元", 70_000_000, "元", None, ""),
    ("三十六点八", 36.8, "", None, ""),
    ("一点二亿元", 120_000_000, "元", None, ""),
    ("二〇二六", 2026, "", None, ""),
    ("半", 0.5, "", None, ""),
    ("半天", 0.5, "天", None, ""),
    # percent, however it is said
    ("73%", 73, "%", None, ""),
    ("73 ％", 73, "%", None, ""),
    ("8‰", 0.8, "%", None, ""),
    ("百分之六十五", 65, "%", None, ""),
    ("百分之65", 65, "%", None, ""),
    ("百分之二点零五", 2.05, "%", None, ""),
    ("百分之百", 100, "%", None, ""),
    ("千分之六", 0.6, "%", None, ""),
    ("万分之七", 0.07, "%", None, ""),
    ("四分之三", 75, "%", None, ""),
    ("六成", 60, "%", None, ""),
    ("6成", 60, "%", None, ""),
    ("六七成", 60, "%", 70, ""),
    ("八成半", 85, "%", None, ""),
    ("一半", 50, "%", None, ""),
    ("4 个百分点", 4, "个百分点", None, ""),
    ("120bp", 120, "bp", None, ""),
    ("0.07 点", 0.07, "点", None, ""),
    ("０.07点", 0.07, "点", None, ""),
    # signs
    ("-8%", -8, "%", None, ""),
    ("−8％", -8, "%", None, ""),
    ("－350万元", -3_500_000, "元", None, ""),
    ("+6", 6, "", None, ""),
    ("负9", -9, "", None, ""),
    ("负十二", -12, "", None, ""),
    ("-¥400", -400, "元", None, ""),
    ("±0.8mm", 0.8, "mm", None, ""),
    # limits
    ("≥92%", 92, "%", None, ">="),
    ("不低于 92%", 92, "%", None, ">="),
    ("92% 及以上", 92, "%", None, ">="),
    ("15w+", 150_000, "", None, ">="),
    ("<= 4", 4, "", None, "<="),
    ("＜4", 4, "", None, "<="),
    ("6 天以内", 6, "天", None, "<="),
    ("不超过 3.2 元", 3.2, "元", None, "<="),
    ("最多 4 次", 4, "次", None, "<="),
    ("约 450", 450, "", None, ""),
    ("降到 4%", 4, "%", None, ""),
    ("80% 左右", 80, "%", None, ""),
    # ranges
    ("20-25", 20, "", 25, ""),
    ("4~6 天", 4, "天", 6, ""),
    ("4天-6天", 4, "天", 6, ""),
    ("4－6万", 40_000, "", 60_000, ""),
    ("20%~25%", 20, "%", 25, ""),
    ("20-25%", 20, "%", 25, ""),
    ("2-4年", 2, "年", 4, ""),
    ("二到四天", 2, "天", 4, ""),
    ("-9~-4", -9, "", -4, ""),
    ("三四十家", 30, "家", 40, ""),
    ("两三天", 2, "天", 3, ""),
    # units
    ("450 元 / 月", 450, "元/月", None, ""),
    ("450 元/月", 450, "元/月", None, ""),
    ("￥4,800", 4800, "元", None, ""),
    ("¥45/单", 45, "元/单", None, ""),
    ("$8", 8, "美元", None, ""),
    ("每月 15 笔", 15, "笔/月", None, ""),
    ("3 次/千人", 3, "次/千人", None, ""),
    ("2.5h", 2.5, "h", None, ""),
    ("45min", 45, "min", None, ""),
    ("2h45min", 2.75, "h", None, ""),
    ("3 小时 15 分", 3.25, "小时", None, ""),
    ("9 分 30 秒", 9.5, "分钟", None, ""),
    ("八十二块五", 82.5, "块", None, ""),
    ("8 公里", 8, "公里", None, ""),
    ("5 个工作日", 5, "个工作日", None, ""),
    ("4.4/5", 4.4, "/5", None, ""),
    ("6/10", 6, "/10", None, ""),
    ("约 450（累计）", 450, "", None, ""),
)

NONE = (
    *("", " ", "-", "—", "~", "≥", "%", "元", "无", "待定", "N/A", "nan", "inf", "1e999", "很多", "若干", "提升"),
    # dates, places, versions, names
    *(
        "2026-09-30",
        "2026/9/30",
        "2026.9.30",
        "2026.09",
        "2026年9月",
        "2026年",
        "9月30日",
        "9月",
        "九月底",
        "30日",
        "5号",
    ),
    *("2026Q3", "Q3", "9:30", "V2.0", "1.2.3", "KR1", "KR1-2", "第3名", "前10", "九九六", "一二三", "9/30", "1/3"),
    # more than one number, or more than a number
    *(
        "300 家客户里的 20 家",
        "95%（现在 90%）",
        "1 200",
        "3,5",
        "12,00",
        "30-20",
        "从 10 到 20",
        "20 天完成上线",
        "4 天前",
    ),
    # a scale or a part of a number alone
    *(
        "万元",
        "千",
        "几十",
        "数百",
        "十几个",
        "一 二",
        "3-5月",
        "24-26年",
        "两个半小时",
        "亏损20万元",
        "翻一番",
        "X%",
        "三" * 80,
    ),
)


@pytest.mark.parametrize(("typed", "value", "unit", "high", "bound"), NUMBERS)
def test_what_a_field_means(typed, value, unit, high, bound):
    assert parse(typed) == Quantity(value, unit, high, bound)


@pytest.mark.parametrize("typed", NONE)
def test_what_is_no_number(typed):
    assert parse(typed) is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (7, 7),
        (7.5, 7.5),
        (0, 0),
        (True, None),
        (math.nan, None),
        (math.inf, None),
        (10**400, None),
        (None, None),
        ([3], None),
    ],
)
def test_values_that_are_no_text(typed, value):
    assert parse(typed) == (None if value is None else Quantity(value))


def by_record(typed):
    found = subjects.read({"kind": "key_result", "text": "缩短交付周期", "baseline": typed})
    return found.baseline, found.unit


def by_form(typed):
    row = {"id": "k1", "text": "缩短交付周期", "baseline": typed, "target": ""}
    return documents.subject(blank_okr("d1") | {"key_results": [row]}, "k1").baseline


def by_table(all_typed):
    """What one table of all of them holds, cell by cell."""
    sheet = io.StringIO()
    rows = [("关键结果", "基线"), *((f"缩短第 {at} 类订单的交付周期", typed) for at, typed in enumerate(all_typed))]
    csv.writer(sheet).writerows(rows)
    source = Source("t.csv", "csv", stream=io.BytesIO(sheet.getvalue().encode("utf-8-sig")))
    found = (entry.record for entry in read_file(source, LANGUAGE, None) if isinstance(entry, Entry) and entry.record)
    numbers = {record["id"]: (record.get("baseline"), record.get("unit")) for record in found}
    # A KR with digits beside it that are no number is named and not graded: nothing of it arrives.
    return [numbers.get(f"t.csv:{row}", (None, None)) for row, _ in enumerate(all_typed, 2)]


def test_every_door_reads_the_same_number():
    typed = [row[0] for row in NUMBERS] + [text for text in NONE if text.strip()]
    meant = [parse(text) for text in typed]
    wanted = [(found.value if found else None, (found.unit if found else "") or None) for found in meant]
    assert [by_record(text) for text in typed] == wanted
    assert by_table(typed) == wanted
    assert [by_form(text) for text in typed] == [value for value, _ in wanted]


def test_a_record_keeps_its_own_unit_and_its_weight_in_percent():
    row = {"kind": "key_result", "text": "提高复购率", "baseline": 70, "target": "不低于 82%", "weight": "35%"}
    found = subjects.read(row)
    assert (found.baseline, found.target, found.unit, found.weight) == (70, 82, "%", 35)
    assert subjects.read(row | {"unit": "个百分点"}).unit == "个百分点"


def test_a_confidence_is_brought_to_ten_in_a_table_and_in_a_record():
    typed = ["6", "6/10", "60%", "3/5", "60/100"]
    sheet = "关键结果,信心\n" + "".join(f"缩短第 {at} 类订单的交付周期,{text}\n" for at, text in enumerate(typed))
    source = Source("t.csv", "csv", stream=io.BytesIO(sheet.encode()))
    read_back = [
        entry.record for entry in read_file(source, LANGUAGE, None) if isinstance(entry, Entry) and entry.record
    ]
    nouns = [subjects.read(record) for record in read_back]
    alone = [subjects.read({"kind": "key_result", "text": "缩短交付周期", "confidence": text}) for text in typed]
    assert [noun.confidence for noun in (*nouns, *alone)] == [6] * 2 * len(typed)


#: What a field says and a sentence does not, or says in other words.
FIELD_ONLY = {
    "2026",
    "2026.9",
    ".75",
    "1.5e+04",
    "64。",
    "十",
    "二〇二六",
    "+6",
    "20%~25%",
    "¥45/单",
    "半",
    "-¥400",
    "3 次/千人",
}


@pytest.mark.parametrize(
    ("typed", "value", "high"), [(row[0], row[1], row[3]) for row in NUMBERS if row[0] not in FIELD_ONLY]
)
def test_a_sentence_reads_the_same_number(typed, value, high):
    found = read(f"核心指标为{typed.strip()}").numbers
    assert [(number.value, number.high) for number in found] == [(value, high)]


def test_numerals():
    assert [numeral(text) for text in ("半", "零", "五百零六", "五百六", "九九六", "十百无")] == [
        0.5,
        0,
        506,
        560,
        None,
        None,
    ]


PIECES = (
    *(
        "0",
        "9",
        "12",
        "1,200",
        ".",
        ",",
        "-",
        "−",
        "~",
        "到",
        "至",
        "%",
        "‰",
        "成",
        "半",
        "分之",
        "点",
        "/",
        "5",
        "10",
        "e",
        "1e9",
    ),
    *(
        "百",
        "千",
        "万",
        "亿",
        "十",
        "一",
        "二",
        "三",
        "两",
        "零",
        "〇",
        "伍",
        "仟",
        "拾",
        "元",
        "天",
        "h",
        "min",
        "小时",
        "分",
        "秒",
        "块",
    ),
    *(
        "¥",
        "$",
        "负",
        "+",
        "≥",
        "不低于",
        "以上",
        "内",
        "多",
        "每月",
        "约",
        "(",
        ")",
        "月",
        "年",
        "日",
        "٣",
        "²",
        "x",
        "第",
        " ",
    ),
)


def test_no_text_breaks_the_parser_or_the_reader():
    chance = random.Random(7)
    for _ in range(6000):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 12)))
        found = parse(text)
        if found is not None:
            assert math.isfinite(found.value), text
            assert found.high is None or found.value < found.high < math.inf, text
            assert found.bound in ("", ">=", "<="), text
        for number in read(text).numbers:
            assert 0 <= number.span[0] < number.span[1] <= len(text), text


def test_long_text_is_read_in_time():
    before = time.perf_counter()
    for piece in (
        "9",
        "1,",
        "三",
        "十",
        "万",
        "一百",
        "三点",
        "3万",
        "-5",
        "5-",
        "(",
        ".",
        " ",
        "负",
        "百分之",
        "三成",
        "每月",
        "约",
        "1h2min",
    ):
        text = piece * (2000 // len(piece))
        assert parse(text) is None
        read(text)
        for place in range(0, 2000, 100):
            amount(fold(text), place)
    assert time.perf_counter() - before < 10

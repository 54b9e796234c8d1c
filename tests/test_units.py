"""One quantity in another unit: what is converted, what is left to a question."""

from __future__ import annotations

import pytest

from okr_kit.quantity import Quantity, alike, convert, entered, in_unit, measure, parse, per_period, spelt_out

#: Typed, wanted unit, whether it is something that comes in over a time, the value in that unit (None: not to be told).
CONVERTED = [
    # money
    ("375万元", "万元", False, 375),
    ("375万元", "元", False, 3_750_000),
    ("1.2亿元", "万元", False, 12_000),
    ("68块", "元", False, 68),
    ("30美元", "元", False, None),
    ("450 元/单", "元/单", False, 450),
    ("450 元/单", "元/人", False, None),
    ("1.2万元/单", "元/单", False, 12_000),
    # time
    ("2 小时", "分钟", False, 120),
    ("90分钟", "小时", False, 1.5),
    ("3天", "小时", False, 72),
    ("45秒", "分钟", False, 0.75),
    ("3 天", "个工作日", False, None),
    ("5 个月", "天", False, None),
    ("2个季度", "个月", False, 6),
    # shares and points
    ("2.5%", "%", False, 2.5),
    ("0.025", "%", False, 2.5),
    ("30", "%", False, 30),
    ("三成", "%", False, 30),
    ("2.5%", "", False, 2.5),
    ("2个百分点", "%", False, None),
    ("120bp", "个百分点", False, 1.2),
    ("2.5%", "件", False, None),
    # things that are counted
    ("3万件", "件", False, 30_000),
    ("3000件", "万件", False, 0.3),
    ("3万件", "万", False, 3),
    ("40户", "家", False, 40),
    ("5个", "家", False, 5),
    ("8位", "人", False, 8),
    ("5单", "人", False, None),
    ("12人次", "人", False, None),
    # without a unit
    ("300", "万", False, 300),
    ("375", "万元", False, 375),
    ("12000", "万元", False, 12_000),
    ("7", "", False, 7),
    ("-20", "万元", False, -20),
    # what comes in over a time
    ("100万元/月", "万元/季度", True, 300),
    ("300万元/季度", "万元/月", True, 100),
    ("1200万元/年", "万元/季", True, 300),
    ("700元/天", "元/周", True, 4900),
    ("700元/天", "元/月", True, None),
    ("100万元/月", "万元/季度", False, None),
    ("100万元/月", "万元", True, None),
    ("每月15笔", "单/年", True, 180),
]


@pytest.mark.parametrize(("typed", "unit", "flow", "value"), CONVERTED)
def test_a_quantity_in_another_unit(typed, unit, flow, value):
    found = convert(parse(typed), unit, flow=flow)
    assert found == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("one", "other"), [("万元", "元/月"), ("小时", "s"), ("个", "单"), ("", "%"), ("千克", "吨"), ("千米", "m")]
)
def test_units_of_one_thing(one, other):
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("元", "人"), ("小时", "月"), ("%", "个百分点"), ("千克", "千米"), ("元", "元/单")]
)
def test_units_of_other_things(one, other):
    assert not alike(one, other)


@pytest.mark.parametrize(
    "unit", ["", "/", "//", "/月", "万", "亿亿", "个", "个个", "百分点", "千", "％", "元/", "/5", "萬元", "万元 / 月"]
)
def test_any_unit_can_be_asked_about(unit):
    found = measure(unit)
    assert found.size > 0
    assert convert(Quantity(3, unit), unit) == 3
    assert spelt_out(unit)[0] > 0


@pytest.mark.parametrize(
    ("typed", "unit", "found"),
    [
        ("300", "万元", Quantity(300, "万元")),
        (300, "万元", Quantity(300, "万元")),
        ("300万", "万元", Quantity(3_000_000, "元")),
        ("300万", "元", Quantity(3_000_000, "元")),
        ("300万", "万", Quantity(3_000_000)),
        ("300万", None, Quantity(3_000_000)),
        ("300万元", "万元", Quantity(3_000_000, "元")),
        ("2亿", "万元", Quantity(2e8, "元")),
        ("1亿2000万", "万元", Quantity(1.2e8, "元")),
        ("10%", "万元", Quantity(10, "%")),
        ("4－6万", "万人", Quantity(40_000, "人", 60_000)),
        ("300", None, Quantity(300)),
        ("9k", "人", Quantity(9000, "人")),
        ("很多", "人", None),
    ],
)
def test_a_number_typed_beside_its_unit(typed, unit, found):
    assert in_unit(typed, unit) == found


@pytest.mark.parametrize(
    ("value", "near", "read"), [(3_000_000, 800, 300), (12_000, 36_000, 12_000), (300, 800, 300), (0, 800, 0)]
)
def test_a_bare_number_is_what_comes_nearer(value, near, read):
    assert convert(Quantity(value), "万", near=near) == read


def test_there_and_back_again():
    for typed, unit, flow, value in CONVERTED:
        found = parse(typed)
        if value is not None and found.unit and unit:
            assert convert(Quantity(value, unit), found.unit, flow=flow) == pytest.approx(found.value)


def test_days_are_no_certain_number_of_months():
    assert (per_period("月", "年"), per_period("季", "月"), per_period("天", "月"), per_period("", "月")) == (
        12,
        1 / 3,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("375", "万元", 375),
        ("375万", "万元", 375),
        ("3750000 元", "万元", 375),
        ("30 分钟", "小时", 0.5),
        ("1.5小时", "分钟", 90),
        ("62%", "%", 62),
        ("3%", "个百分点", 3),
        ("46 天", "人天", 46),
        ("12 户", "家", 12),
        ("12 人", "家", 12),
        ("5 次", "次/周", 5),
        ("5", "", 5),
        ("5 次/月", "次/周", None),
        ("+25%", "万元", None),
        ("12 元", "家", None),
        ("3 天", "人", None),
        ("300-400", "万元", None),
        ("待定", "万元", None),
    ],
)
def test_a_number_typed_in_a_field_stands_in_the_fields_unit(typed: str, unit: str, value: float | None) -> None:
    assert entered(typed, unit) == value


def test_a_number_may_be_written_out_where_it_is_known_what_comes() -> None:
    assert [entered(typed, "万元", near=96) for typed in ("96", "96万", "960000", "64", "960000 元")] == [
        96,
        96,
        96,
        64,
        96,
    ]

"""What a unit counts, and the same quantity in another unit: 万元 and 元, 分钟 and 小时, 3% and 0.03, 万元/月 and 万元/季度."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ..fold import fold
from .typed import Quantity, parse

#: The things that have units of several sizes: the thing, and what one of each is.
_SIZES = {
    "元": {"元": 1.0, "块": 1.0, "人民币": 1.0, "rmb": 1.0, "角": 0.1, "分钱": 0.01},
    "秒": {
        **dict.fromkeys(("秒", "秒钟", "s", "sec"), 1.0),
        **dict.fromkeys(("分钟", "min", "mins"), 60.0),
        **dict.fromkeys(("小时", "h", "hr", "hour", "钟头"), 3600.0),
        **dict.fromkeys(("天", "日", "d", "day", "自然日"), 86_400.0),
        **dict.fromkeys(("周", "星期"), 604_800.0),
        "毫秒": 0.001,
        "ms": 0.001,
    },
    "月": {"月": 1.0, "季度": 3.0, "季": 3.0, "年": 12.0, "半年": 6.0},
    "米": {"米": 1.0, "m": 1.0, "公里": 1000.0, "千米": 1000.0, "km": 1000.0, "厘米": 0.01, "cm": 0.01, "毫米": 0.001, "mm": 0.001},
    "千克": {"千克": 1.0, "公斤": 1.0, "kg": 1.0, "吨": 1000.0, "t": 1000.0, "克": 0.001, "g": 0.001, "斤": 0.5},
    "度": {**dict.fromkeys(("度", "kwh", "千瓦时", "度电"), 1.0), **dict.fromkeys(("mwh", "兆瓦时"), 1e3), "gwh": 1e6},
    "平方米": dict.fromkeys(("平方米", "平米", "㎡", "m2", "m²"), 1.0),
    "%": {"%": 1.0, "ppm": 0.0001},
    "个百分点": dict.fromkeys(("个百分点", "百分点", "点", "pct", "pp", "ppt"), 1.0) | {"bp": 0.01, "个基点": 0.01},
}  # fmt: skip
#: Words that count the same things; 个 counts anything.
_ALIKE = {"位": "人", "名": "人", "户": "家", "笔": "单", "起": "件", "例": "件", "宗": "件", "个": ""}
_KNOWN = {name: (thing, size) for thing, sizes in _SIZES.items() for name, size in sizes.items()}
_SCALE = re.compile(r"(?:[百十](?!分)|千(?![克米瓦卡])|万|亿)+")
_WORTH = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
#: Periods by what they are made of: days are no certain number of months.
_PERIODS = {"天": ("天", 1), "日": ("天", 1), "周": ("天", 7), "星期": ("天", 7)} | {
    "月": ("月", 1),
    "个月": ("月", 1),
    "季": ("月", 3),
    "季度": ("月", 3),
    "半年": ("月", 6),
    "年": ("月", 12),
    "年度": ("月", 12),
}
#: The scale that a number was typed with.
_SPELT = re.compile("[千万亿kw]")
#: What people put around a unit that stands in a column of its own: （万元）.
_AROUND = " \t　()（）[]【】"
#: Percent and points of it, which people write for each other in a field.
_SHARES = {"%", "个百分点"}
#: From such a scale on a number without a unit may have been written out.
_SPELT_OUT = 1000.0


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit counts: the ``thing`` (empty where it does not say), how much ``size`` of it one unit is, ``per`` which period."""

    thing: str
    size: float = 1.0
    per: str = ""


@lru_cache(maxsize=1024)
def measure(unit: str) -> Measure:
    """What a unit as written counts: 万元/月 is 10,000 元 a 月, 个工作日 a 工作日, 万 ten thousand of anything."""
    worth, rest = spelt_out(unit)
    per = fold(unit).strip().lower().rpartition("/")[2] if "/" in unit else ""
    if rest not in _KNOWN and rest != "个":
        rest = rest.removeprefix("个")
    thing, size = _KNOWN.get(rest, (_ALIKE.get(rest, rest), 1.0))
    return Measure(thing, worth * size, per if per in _PERIODS else "")


def spelt_out(unit: str) -> tuple[float, str]:
    """A unit without its scale and period, and the scale's worth: 万元/月 is 10,000 and 元."""
    text = fold(unit).strip().lower()
    whole, stroke, per = text.rpartition("/")
    if stroke and per in _PERIODS:
        text = whole
    scale = _SCALE.match(text)
    worth = 1.0
    for char in scale[0] if scale else "":
        worth *= _WORTH[char]
    return worth, text[scale.end() :] if scale else text


def per_period(one: str, other: str) -> float | None:
    """How many times the one period goes into the other (3 for 月 and 季度); None where that is not certain."""
    first, second = _PERIODS.get(one), _PERIODS.get(other)
    if first is None or second is None or first[0] != second[0]:
        return None
    return second[1] / first[1]


def alike(one: str, other: str) -> bool:
    """Whether two units count the same thing, as far as they say what."""
    first, second = measure(one), measure(other)
    return not first.thing or not second.thing or first.thing == second.thing


def in_unit(typed: object, unit: str | None) -> Quantity | None:
    """A number that was typed beside its unit: 300 beside 万元 is 300 万元, and 「300万」 is too; a unit of its own wins."""
    found, unit = parse(typed), unit.strip(_AROUND) if unit else unit
    if found is None or found.unit or not unit:
        return found
    scaled = isinstance(typed, str) and _SPELT.search(fold(typed))
    return replace(found, unit=_unscaled(unit) if scaled else unit)


def entered(typed: object, unit: str, near: float | None = None) -> float | None:
    """The number typed in a field of that unit, in that unit: of 万元, 「375」, 「375万」 and 「3750000 元」 are 375, of 小时 「30 分钟」 is 0.5.

    None where there is none, or two (300-400), or one of something else that is measured: 「+25%」 is no number of 万元.
    Words that only count (12 户 beside 家) are not held against it. Where it is known what comes (``near``), a number may
    also be written out without its unit: 960000 is 96 万元 where 96 is near.
    """
    found = in_unit(typed, unit) if near is None else parse(typed)
    if found is None or found.high is not None:
        return None
    if not unit:
        return found.value
    own, wanted = measure(found.unit), measure(unit)
    if wanted.per and not own.per:
        found = replace(found, unit=f"{found.unit}/{wanted.per}")
    number = convert(found, unit, near=near)
    shortly = unit.endswith(found.unit)  # 46 天 beside 人天
    loosely = own.thing not in _SIZES and wanted.thing not in _SIZES
    if number is None and own.per in ("", wanted.per) and (shortly or loosely or {own.thing, wanted.thing} == _SHARES):
        return found.value
    return number


def _unscaled(unit: str) -> str:
    """A unit without its scale, over its period: 万元/月 is 元/月."""
    per = measure(unit).per
    return spelt_out(unit)[1] + (f"/{per}" if per else "")


def multiplied(found: Quantity) -> Quantity:
    """A quantity with the scale of its unit multiplied in: 4000 万元 is 40,000,000 元, 9 k is 9000."""
    one = parse(f"1{fold(found.unit).strip()}")
    if one is None or one.high is not None:
        return replace(found, unit=fold(found.unit).strip())
    high = None if found.high is None else found.high * one.value
    return replace(found, value=found.value * one.value, unit=one.unit, high=high)


def convert(found: Quantity, unit: str, *, flow: bool = False, near: float | None = None) -> float | None:
    """The value of a quantity in a unit; None where the two count other things, or over other periods.

    With ``flow`` (what comes in over a time and adds up) a named period is converted into another: 100 万元/月 are
    300 万元/季度. A number without a unit is in the other's, unless written out (3,000,000 beside 万) it comes closer to
    ``near``. A number below 1 without a unit is a share beside percent: 0.025 is 2.5%.
    """
    own, wanted = measure(found.unit), measure(unit)
    if not alike(found.unit, unit):
        return None
    if not found.unit or not unit:
        return _bare(found.value, own, wanted, near)
    times = 1.0
    if own.per != wanted.per:
        known = per_period(own.per, wanted.per) if flow else None
        if known is None:
            return None
        times = known
    return round(found.value * own.size * times / wanted.size, 9)


def _bare(value: float, own: Measure, wanted: Measure, near: float | None) -> float:
    """The value where one of the two has no unit at all."""
    if wanted.thing == "%" and 0 < abs(value) < 1:
        return round(value * 100, 9)
    written_out = round(value * own.size / wanted.size, 9)
    if not value or not near or max(own.size, wanted.size) < _SPELT_OUT:
        return value
    return min((value, written_out), key=lambda one: abs(math.log(abs(one / near))))

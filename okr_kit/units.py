"""Units that can be brought to each other: which thing they measure, and how much one is of another."""

from __future__ import annotations

#: What is measured, with the worth of each unit in the first one. Days are apart from hours: a day's work has eight.
_MEASURES: dict[str, dict[str, float]] = {
    "hours": {
        "小时": 1,
        "个小时": 1,
        "h": 1,
        "分钟": 1 / 60,
        "分": 1 / 60,
        "min": 1 / 60,
        "秒": 1 / 3600,
        "s": 1 / 3600,
    },
    "days": {"天": 1, "日": 1},
    "workdays": {"工作日": 1, "个工作日": 1},
    "persondays": {"人天": 1, "人日": 1},
    "months": {"月": 1, "个月": 1, "季度": 3, "个季度": 3, "年": 12},
    "weeks": {"周": 1, "星期": 1},
    "money": {"元": 1, "块": 1, "块钱": 1, "rmb": 1},
    "dollars": {"美元": 1},
    "weight": {"千克": 1, "公斤": 1, "kg": 1, "克": 0.001, "g": 0.001, "斤": 0.5, "吨": 1000, "t": 1000},
    "way": {"米": 1, "m": 1, "公里": 1000, "千米": 1000, "km": 1000},
}
_KNOWN = {unit: (name, worth) for name, units in _MEASURES.items() for unit, worth in units.items()}


def dimension(unit: str) -> str:
    """What a folded unit measures (hours, money …), with what it is per; empty for things that are counted."""
    head, _, per = unit.partition("/")
    return f"{_KNOWN[head][0]}/{per}".rstrip("/") if head in _KNOWN else ""


def factor(unit: str, target: str = "") -> float:
    """What a number in one unit is multiplied by to stand in the other; in the measure's first one if they differ in kind."""
    known = _KNOWN.get(unit.partition("/")[0])
    if known is None:
        return 1.0
    other = _KNOWN.get(target.partition("/")[0])
    return known[1] / other[1] if other and other[0] == known[0] else known[1]

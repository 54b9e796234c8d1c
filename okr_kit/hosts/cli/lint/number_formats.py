"""Numbers of a workbook as its formats show them: percentages, units, dates."""

from __future__ import annotations

import datetime as dt
import operator
import re
from typing import Any

_SKIPPED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_BEHIND = re.compile(r"[0#?](?!.*[0#?])(.*)$")
_UNIT = re.compile(r"[^\W\d_]+|%|‰")


def shown(value: float, code: str, *, since_1904: bool = False) -> Any:
    """A number as its format shows it: 0.84 as 「84%」, 40 with a literal % as 「40%」, 35 with "分钟" as 「35分钟」, or a date."""
    if not code or code.lower() == "general":
        return value
    section = _section(code, value)
    bare = _SKIPPED.sub("", section)
    if _DATE.search(bare) and "general" not in bare.lower():
        return _moment(value, since_1904=since_1904)
    if "%" in bare:
        return f"{round(value * 100, 10):g}%"
    literal = _SKIPPED.sub(lambda match: match[1] or match[2] or "", section)
    behind = _BEHIND.search(literal)
    unit = behind[1].strip() if behind else ""
    return f"{value:g}{unit}" if _UNIT.fullmatch(unit) else value


def _section(code: str, value: float) -> str:
    """The part of a number format that holds for a value."""
    sections = re.findall(r'(?:"[^"]*"|\\.|[^;"])+', code) or [code]
    if any(_CONDITION.search(one) for one in sections):
        for one in sections:
            said = _CONDITION.search(one)
            limit = number_of(said[2]) if said else None
            if said is None or (limit is not None and _COMPARE[said[1]](value, limit)):
                return one
        return sections[-1]
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def _moment(value: float, *, since_1904: bool) -> Any:
    """A date as spreadsheets count it, in days; a time of day as text."""
    if 0 <= value < 1:
        minutes = round(value * 1440)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return day(value + (1462 if since_1904 else 0)) or value


def day(value: float) -> dt.datetime | None:
    """The day that a number is, counted from 1899-12-30; None outside of 1900-9999."""
    if not 1 <= value < 2_958_466:
        return None
    return dt.datetime(1899, 12, 30) + dt.timedelta(days=round(value, 6))  # noqa: DTZ001 - a table's dates have no zone


def number_of(text: str) -> int | float | None:
    """A number of the file, None where it is none or has no end."""
    try:
        value = float(text)
    except ValueError:
        return None
    if value - value != 0:
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value

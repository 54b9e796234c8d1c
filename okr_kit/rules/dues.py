"""When something is due, as people write it in a field: a day, or a month, quarter, half or year with any day of it."""

from __future__ import annotations

import re
from calendar import monthrange

from ..fold import fold
from ..text import Reading
from .cycles import due_day, last_days, whole_number

#: Year (0 where none is said), month and day.
Date = tuple[int, int, int]
Span = tuple[Date, Date]
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*(?:年度?(?![底末终内])|[-/.](?!\.))?\s*")
_DAY = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})(?![\d.])")
_MONTH = re.compile(r"\d{1,2}")


def due_span(due: str, reading: Reading) -> Span | None:
    """The first and the last day that a due field may mean; else the only day that the sentence names; None if neither.

    A month that is said to end is its last day; the month alone is any day of it.
    """
    text = fold(due).strip().lower()
    found = _compact(text) or _within(text, reading)
    if found is None:
        days = last_days(due)
        day = due_day(None, reading) if not days else max(days)
        year = _YEAR.search(text)
        found = _one(int(year[1]) if year else 0, *day) if day else None
    return found


def _compact(text: str) -> Span | None:
    match = _COMPACT.fullmatch(text)
    return _one(int(match[1]), int(match[2]), int(match[3])) if match else None


def _within(text: str, reading: Reading) -> Span | None:
    """What the words behind the year mean."""
    found = _YEAR.search(text)
    year, rest = (int(found[1]), text[found.end() :].strip()) if found else (0, text)
    says = reading.patterns
    if days := list(says["month_day"].finditer(rest)):
        return _one(year, int(days[-1][1]), int(days[-1][2]))
    if match := _DAY.match(rest):
        return _one(year, int(match[1]), int(match[2]))
    if match := says["month_end"].search(rest):
        return _months(year, int(match[1]), int(match[1]), end=True)
    if match := says["quarter_end"].search(rest):
        return _quarter(year, match[1], end=True)
    if says["year_end"].fullmatch(rest):
        return _months(year, 12, 12, end=True)
    if year and not rest:
        return _months(year, 1, 12)
    return _period(year, rest, reading)


def _period(year: int, rest: str, reading: Reading) -> Span | None:
    says = reading.patterns
    if year and _MONTH.fullmatch(rest):
        return _months(year, int(rest), int(rest))
    if match := says["in_half"].match(rest):
        first = 1 if match[1] == "上" or match[2] == "1" else 7
        return _months(year, first, first + 5)
    if match := says["in_month"].match(rest):
        month = whole_number(match[1])
        return _months(year, month, month)
    if match := says["in_quarter"].match(rest):
        return _quarter(year, match[1])
    return None


def _quarter(year: int, said: str, *, end: bool = False) -> Span | None:
    last = 3 * whole_number(said)
    return _months(year, last if end else last - 2, last, end=end)


def _months(year: int, first: int, last: int, *, end: bool = False) -> Span | None:
    """From the first day of one month to the last of another; only that last day where an end is meant."""
    if not 1 <= first <= last <= 12:
        return None
    until = (year, last, monthrange(year or 2027, last)[1])
    return (until if end else (year, first, 1)), until


def _one(year: int, month: int, day: int) -> Span | None:
    return ((year, month, day), (year, month, day)) if 1 <= month <= 12 and 1 <= day <= 31 else None

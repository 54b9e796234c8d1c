"""Days and cycles: when a key result is due, and which day is a cycle's last."""

from __future__ import annotations

import re

from ..fold import fold
from ..quantity import parse
from ..text import Reading

Day = tuple[int, int]
_LAST = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
_ISO = re.compile(r"\d{4}\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?!\d)")
_SHORT = re.compile(r"(\d{1,2})[./](\d{1,2})$")


def due_day(due: str | None, reading: Reading) -> Day | None:
    """The month and day a key result is due: its field, else the only date in its sentence."""
    if due and (day := _day(fold(due.strip()), reading)):
        return day
    words = [date.word for date in reading.dates]
    if len(words) != 1:
        return None
    return _day(words[0], reading)


def _day(word: str, reading: Reading) -> Day | None:
    """Month and day of a written date; the last day of a month or quarter that is said to end."""
    if match := _ISO.match(word) or reading.patterns["month_day"].search(word) or _SHORT.search(word):
        return int(match[1]), int(match[2])
    if match := reading.patterns["month_day_words"].search(word):
        return whole_number(match[1]), whole_number(match[2])
    if match := reading.patterns["month_end"].search(word):
        month = int(match[1])
        return (month, _LAST[month]) if month in _LAST else None
    if match := reading.patterns["quarter_end"].search(word):
        month = 3 * whole_number(match[1])
        return month, _LAST[month]
    if reading.patterns["year_end"].fullmatch(word):
        return 12, 31
    return None


def whole_number(said: str) -> int:
    """A month, day or quarter in digits or in words: 三十一 is 31, 0 for what is none."""
    found = parse(said)
    return int(found.value) if found else 0


def last_days(cycle: str | None) -> set[Day]:
    """The last day of a cycle such as 2026Q3, 2026-07..2026-08, 2026H2 or 2026; empty if it cannot be read."""
    if not cycle:
        return set()
    text = cycle.strip().lower()
    month = 0
    if match := re.fullmatch(r"\d{4}\s*-?q([1-4])", text):
        month = 3 * int(match[1])
    elif match := re.fullmatch(r"\d{4}\s*-?h([12])", text):
        month = 6 * int(match[1])
    elif match := re.fullmatch(r"(?:\d{4}-\d{1,2}\.\.)?\d{4}-(\d{1,2})", text):
        month = int(match[1])
    elif re.fullmatch(r"\d{4}", text):
        month = 12
    if month not in _LAST:
        return set()
    return {(month, _LAST[month])} | ({(2, 29)} if month == 2 else set())

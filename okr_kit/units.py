"""Units as trees compare them: what is measured, and how much one unit is of another, whatever it is per."""

from __future__ import annotations

from .quantity.units import Measure, measure, per_period

#: Work, as people plan it.
_EFFORT = ("人天", "人日", "人月", "工时", "工作日")
#: What has units of several sizes; everything else is counted.
_SIZED = frozenset({"元", "秒", "月", "米", "千克", "度", "平方米", *_EFFORT})
#: A day in seconds. Days are kept apart from hours: a day's work has eight, a day of waiting twenty-four.
_HOUR, _DAY, _WEEK = 3600.0, 86_400.0, 604_800.0
_DAYS = "天"
#: What time is measured in.
TIMES = frozenset({"秒", "月", _DAYS, *_EFFORT})


#: A day, a week and a month: of the calendar in hours and days, and of work.
Day = tuple[float, float, float]
CALENDAR: Day = (24.0, 7.0, 30.0)
WORK: Day = (8.0, 5.0, 22.0)


def hours(unit: str, day: Day) -> float:
    """How many hours a unit of time is, where a day has so many of them, a week and a month so many days."""
    one = _head(unit)[0]
    of_day, of_week, of_month = day
    if one.thing in ("月", "人月"):
        return one.size * of_month * of_day
    if one.thing == "工时":
        return one.size
    if one.thing != "秒":
        return one.size * of_day
    if one.size >= _WEEK:
        return one.size / _WEEK * of_week * of_day
    return one.size / _DAY * of_day if one.size >= _DAY else one.size / _HOUR


def split(unit: str) -> tuple[str, str]:
    """A unit without its period, and the period: 元/月 is 元 and 月."""
    per = measure(unit).per
    return (unit.rpartition("/")[0], per) if per else (unit, "")


def _head(unit: str) -> tuple[Measure, str]:
    """What stands before the stroke, with what it is per but for a period: 小时/次 is 小时 and 次."""
    head, _, per = split(unit)[0].partition("/")
    return measure(head), per


def _thing(one: Measure) -> str:
    return _DAYS if one.thing == "秒" and one.size >= _DAY else one.thing if one.thing in _SIZED else ""


def dimension(unit: str) -> str:
    """What a unit measures (元, 秒, 天 …), with what it is per; empty for things that are counted."""
    head, per = _head(unit)
    thing = _thing(head)
    return f"{thing}/{per}".rstrip("/") if thing else ""


def counted(unit: str) -> str:
    """What a unit counts, one word for the same: 户 and 家."""
    return _head(unit)[0].thing


def factor(unit: str, target: str = "") -> float:
    """What a number in one unit is multiplied by to stand in the other; in the smallest common one if they differ in kind.

    Flows are brought to the period of the target where both name one.
    """
    own, goal = _head(unit)[0], _head(target)[0]
    times = per_period(split(unit)[1], split(target)[1]) or 1.0
    if not _thing(own):
        return times
    return times * own.size / (goal.size if _thing(goal) == _thing(own) else 1.0)

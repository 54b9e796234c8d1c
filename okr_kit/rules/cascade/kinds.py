"""What kind of number a whole is whose record does not say it: only where nothing else is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...quantity import measure
from .stated import Stated, same_metric

if TYPE_CHECKING:
    from ...text import Readings

_SCORES = ("/5", "/10", "/100")
#: Things whose numbers are as often lengths or levels as amounts.
_UNADDED = frozenset(
    measure(unit).thing for unit in ("秒", "月", "个百分点", "工作日", "分", "倍", "℃", "°c", "级", "星")
)


def guessed(whole: Stated, parts: list[Stated], readings: Readings) -> str:
    """The kind of a number whose record does not say it, where only one is possible; else empty."""
    target = whole.target
    if target is None or not all(same_metric(whole, part) for part in parts):
        return ""
    things = {measure(one.unit).thing for one in (whole, *parts) if one.target} - {""}
    if len(things) > 1:
        return ""
    thing = next(iter(things), "")
    if thing == "%":
        return "ratio" if whole.metric and all(part.metric for part in parts) else ""
    if thing in _SCORES:
        return "index"
    if target.value == 0:
        return "zero"
    words = readings.read(whole.place.kr.metric or whole.place.kr.text)
    averaged = "/" in thing or words.says("average") or words.first("rate", "score", "span")
    if averaged or thing in _UNADDED:
        # Of one part alone any kind says the same.
        return "ratio" if len(parts) == 1 else ""
    return "sum"

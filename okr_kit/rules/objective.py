"""Rules over one objective."""

from __future__ import annotations

from collections.abc import Iterator

from ..lang import Language
from ..policy import CoursePolicy
from ..text import Reading
from .base import Hit
from .views import ObjectiveView


def has_number(view: ObjectiveView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """O-METRIC: only a measure (error); a number inside a sentence with a direction is what the course decides."""
    if view.cause is not None:
        if view.cause.code == "O-METRIC":
            yield Hit(view.cause.span)
        return
    numbers = [number for number in view.reading.numbers if number.kind in ("share", "money", "score", "times")]
    if numbers and policy.o_number in ("info", "warn"):
        yield Hit(numbers[0].span, severity="info" if policy.o_number == "info" else "warn")


def jargon(view: ObjectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """O-JARGON: the main defect when there is nothing else to understand, a hint when the rest is plain."""
    if view.cause is not None and view.cause.code == "O-JARGON":
        yield Hit(view.cause.span, severity="error")
        return
    words = view.reading.tagged("jargon")
    if len(words) > 1 and view.cause is None:
        yield Hit((words[0].start, words[0].end))


def copies_parent(view: ObjectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """O-COPY: the superior's words with at most the team's name or the year added."""
    if view.parent is None:
        return
    own, above = _bones(view.reading), _bones(view.parent)
    if own and above and (own == above or (len(above) >= 6 and above in own and len(own) - len(above) <= 4)):
        yield Hit((0, len(view.reading.raw)))


def no_link(view: ObjectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """O-NOLINK: no pair of characters in common with the superior's objective."""
    if view.parent is None or view.reading.says("bottom_up"):
        return
    if not _pairs(view.reading) & _pairs(view.parent):
        yield Hit(None)


def _bones(reading: Reading) -> str:
    """The sentence without dates, blanks and punctuation."""
    kept, dates = [], {place for date in reading.dates for place in range(date.start, date.end)}
    for place, char in enumerate(reading.folded):
        if place not in dates and char.isalnum():
            kept.append(char)
    return "".join(kept)


def _pairs(reading: Reading) -> set[str]:
    """Pairs of neighbouring characters that carry meaning."""
    bones = _bones(reading)
    pairs = {bones[place : place + 2] for place in range(len(bones) - 1)}
    return {pair for pair in pairs if not reading.patterns["function"].search(pair)}

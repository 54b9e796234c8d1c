"""Rules over one objective."""

from __future__ import annotations

from collections.abc import Iterator

from ..lang import Language
from ..policy import CoursePolicy
from ..text import Reading
from .base import Hit, Rule
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


def _bones(reading: Reading) -> str:
    """The sentence without dates, blanks and punctuation."""
    kept, dates = [], {place for date in reading.dates for place in range(date.start, date.end)}
    for place, char in enumerate(reading.folded):
        if place not in dates and char.isalnum():
            kept.append(char)
    return "".join(kept)


#: In the order in which their findings are read.
RULES = (
    Rule("O-METRIC", "error", has_number, ("warn", "info")),
    Rule("O-BAU", "error"),
    Rule("O-MULTI", "error"),
    Rule("O-SOLUTION", "error"),
    Rule("O-TASK", "error"),
    Rule("O-VAGUE", "error"),
    Rule("O-JARGON", "warn", jargon, ("error",)),
    Rule("O-COPY", "error", copies_parent),
)

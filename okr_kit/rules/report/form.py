"""The form of a report: headings left blank, its length, plans without an end."""

from __future__ import annotations

from collections.abc import Iterable

from ...lang import Language
from ...policy import CoursePolicy
from ..base import Hit
from .progress import half_blank
from .view import ReportView

#: The most lines and characters of a report, by its period (design §7).
MOST: dict[str, tuple[int | None, int | None]] = {
    "daily": (8, None),
    "weekly": (40, 1_500),
    "bimonthly": (None, 5_000),
    "quarterly": (None, 5_000),
}
#: So many plans without an end are named.
MOST_PLANS = 3


def empty(view: ReportView, language: Language, policy: CoursePolicy) -> Iterable[Hit]:
    """Headings with nothing below them: certain where it is half of them or more."""
    del policy
    blank = [one for one in view.outline.headings if not one.filled]
    if not blank:
        return
    raw = view.outline.raw
    named = language.say("report.and").join(raw[slice(*one.span)].strip("*_ :：#") for one in blank)
    params = {"n": len(blank), "whole": len(view.outline.headings), "headings": named}
    yield Hit(blank[0].span, params, None if half_blank(view) else "warn")


def long(view: ReportView, language: Language, policy: CoursePolicy) -> Iterable[Hit]:
    """Longer than a report of its period may be."""
    del policy
    lines, characters = MOST.get(view.period, (None, None))
    found = view.outline
    if lines is not None and found.lines > lines:
        yield Hit(
            None, {"length": language.say("report.lines", n=found.lines), "most": language.say("report.lines", n=lines)}
        )
    elif characters is not None and found.size > characters:
        params = {
            "length": language.say("report.characters", n=found.size),
            "most": language.say("report.characters", n=characters),
        }
        yield Hit(None, params)


def vague_plan(view: ReportView, language: Language, policy: CoursePolicy) -> Iterable[Hit]:
    """Plans of which nobody could say that they are done."""
    del language, policy
    yield from (Hit(span) for span in view.outline.endless[:MOST_PLANS])

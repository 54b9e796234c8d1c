"""How a retrospective explains what happened: whether one's own part stands beside what lay outside, and nobody is accused."""

from __future__ import annotations

from collections.abc import Iterator

from ...lang import Language
from ...policy import CoursePolicy
from ...recount import Saying
from ..base import Hit, Rule
from .view import RetrospectiveView

#: So many neutral facts may stand beside each cause outside for these to be all that is named.
_FACTS = 0.5
#: So many of those that seem to lie outside have to do so by their own words.
_CLEAR = 0.5


def _causes(view: RetrospectiveView) -> tuple[Saying, ...]:
    return view.recount.of("cause")


def outside_only(view: RetrospectiveView) -> bool:
    """Whether every cause that is named lies outside, or with others: no part of one's own stands beside it, not even perhaps."""
    said = _causes(view)
    outside = sum(len(saying.all("outside")) for saying in said)
    facts = sum(len(saying.all("fact")) for saying in said)
    clear = sum(len(saying.all("clear")) for saying in said)
    if not outside or facts > _FACTS * outside or clear < _CLEAR * outside:
        return False
    return not any(saying.has("own", "symptom", "self") for saying in said)


def blamed(view: RetrospectiveView) -> tuple[Saying, ...]:
    """The causes in which somebody is clearly at fault, where nothing of one's own stands beside, not even perhaps."""
    said = _causes(view)
    if any(saying.has("own", "self", "praise") for saying in said):
        return ()
    return tuple(saying for saying in said if saying.has("accused"))


def _external(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """Everything that is named as a cause lies outside."""
    if outside_only(view):
        first = next(saying for saying in _causes(view) if saying.has("outside"))
        marks = first.all("outside")
        yield view.on(first, (marks[0].span[0], marks[-1].span[1]))


def _blame(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """Somebody else is the subject of a fault."""
    for saying in blamed(view)[:1]:
        yield view.on(saying, saying.all("accused")[0].span)


def _symptom(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """A name for the trouble instead of what happened."""
    said = _causes(view)
    for at, saying in enumerate(said):
        if saying.has("symptom") and not _explained(said[at : at + 2]):
            yield view.on(saying, saying.all("symptom")[0].span)
            return


def _explained(said: tuple[Saying, ...]) -> bool:
    """Whether a symptom is followed by what it means: a number, a day, a why, something one can change."""
    behind = said[0].all("symptom")[0].span[1]
    return (
        said[0].has("figure", "day", "deeper")
        or any(mark.span[0] >= behind for mark in said[0].all("own"))
        or any(saying.has("deeper", "figure", "day", "own") for saying in said[1:])
    )


def _self(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """Reproaches to oneself instead of an event."""
    for saying in (*_causes(view), *view.recount.of("result", "")):
        if saying.has("self") and not saying.has("figure", "day"):
            yield view.on(saying, saying.all("self")[0].span)
            return


RULES = (
    Rule("R-EXTERNAL", "error", _external),
    Rule("R-BLAME", "error", _blame),
    Rule("R-SYMPTOM", "warn", _symptom),
    Rule("R-SELF", "info", _self),
)

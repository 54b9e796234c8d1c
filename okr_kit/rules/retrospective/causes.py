"""How a retrospective explains what happened: whether one's own part stands beside what lay outside, and nobody is accused."""

from __future__ import annotations

from collections.abc import Iterator

from ...lang import Language
from ...policy import CoursePolicy
from ...recount import Saying
from ..base import Hit, Rule
from .view import RetrospectiveView

#: So large a part of what is said of causes has to lie outside for the rest to be taken for words beside it.
_MOST_OF = 0.6


def _causes(view: RetrospectiveView) -> tuple[Saying, ...]:
    return view.recount.of("cause")


def _own_part(view: RetrospectiveView) -> bool:
    """Whether something of one's own is named in the causes, or where it is not clear to which step it belongs."""
    return any(saying.has("own", "symptom", "self") for saying in view.recount.of("cause", ""))


def outside_only(view: RetrospectiveView) -> bool:
    """Whether every cause that is named lies outside; what cannot be told apart is no proof of it."""
    said = _causes(view)
    outside = [saying for saying in said if saying.has("outside")]
    rest = [saying for saying in said if not saying.has("outside")]
    named = "cause" in view.recount.headed or any(saying.has("why", "reason") for saying in said)
    if not outside or not named or len(outside) < _MOST_OF * len(said) or _own_part(view):
        return False
    return not any(saying.has("mechanism", "deeper") for saying in rest)


def blamed(view: RetrospectiveView) -> tuple[Saying, ...]:
    """The causes in which somebody is at fault, where nothing of one's own stands beside."""
    if any(saying.has("own", "self") for saying in view.recount.of("cause", "")):
        return ()
    return tuple(saying for saying in _causes(view) if saying.has("other"))


def _external(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """Everything that is named as a cause lies outside."""
    if outside_only(view):
        first = next(saying for saying in _causes(view) if saying.has("outside"))
        marks = first.all("outside")
        yield view.on(first, (marks[0].span[0], marks[-1].span[1]))


def _blame(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """Somebody else is the subject of a fault."""
    for saying in blamed(view)[:1]:
        yield view.on(saying, saying.all("other")[0].span)


def _symptom(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """A name for the trouble instead of what happened."""
    said = _causes(view)
    for at, saying in enumerate(said):
        if saying.has("symptom") and not _explained(said[at : at + 2]):
            yield view.on(saying, saying.all("symptom")[0].span)
            return


def _explained(said: tuple[Saying, ...]) -> bool:
    """Whether a symptom is followed by what it means: a number, a day, a why, something one can change."""
    return said[0].has("figure", "day", "deeper") or any(
        saying.has("deeper", "figure", "day", "own") for saying in said[1:]
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

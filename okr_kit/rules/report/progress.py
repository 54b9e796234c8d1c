"""Whether a report says how far something has come: its key results, a number, how sure its writer is."""

from __future__ import annotations

from collections.abc import Iterable

from ...lang import Language
from ...policy import CoursePolicy
from ..base import Hit
from .spoken import spoken
from .view import ReportView


def task_report(view: ReportView, language: Language, policy: CoursePolicy) -> Iterable[Hit]:
    """None of the key results that were given is spoken of; without any, neither a key result nor a goal."""
    del policy
    if not view.outline.whole:
        return
    if not view.key_results:
        if view.outline.goal is None:
            params = {"looked": language.say("report.looked-goal"), "rest": language.say("report.tasks-only")}
            yield Hit(None, params, "warn")
        return
    if any(spoken(view, at) for at in range(len(view.key_results))):
        return
    names = [language.say("report.named", name=one.name.strip()) for one in view.wordings[:MOST_NAMED]]
    more = language.say("report.named-more") if len(view.wordings) > MOST_NAMED else ""
    other = any(piece.compared for piece in view.outline.pieces)  # it may be called otherwise
    rest = language.say("report.other-numbers" if other else "report.tasks-only")
    yield Hit(None, {"looked": "".join(names) + more, "rest": rest}, "warn" if other else None)


#: So many key results are named in a sentence.
MOST_NAMED = 3


def no_number(view: ReportView, language: Language, policy: CoursePolicy) -> Iterable[Hit]:
    """Nothing is counted or measured; where half of it is blank, that is said instead."""
    del language, policy
    if view.outline.whole and not view.outline.numbers and not half_blank(view):
        yield Hit()


def no_confidence(view: ReportView, language: Language, policy: CoursePolicy) -> Iterable[Hit]:
    """A weekly report of key results says neither how sure its writer is nor what may go wrong."""
    del language, policy
    weekly = view.period == "weekly" and bool(view.key_results)
    if weekly and view.outline.whole and view.outline.doubt is None:
        yield Hit()


def half_blank(view: ReportView) -> bool:
    """Whether at least half of the headings have nothing below them."""
    headings = view.outline.headings
    blank = sum(not one.filled for one in headings)
    return blank > 0 and 2 * blank >= len(headings)

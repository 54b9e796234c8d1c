"""What follows from a retrospective: whether each action has somebody, a day, and a sign that it worked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...lang import Language
from ...policy import CoursePolicy
from ...recount import Deed
from ..base import Hit, Rule
from .view import RetrospectiveView

#: Most actions that somebody can carry through beside his work.
MOST_ACTIONS = 5


def _deeds(view: RetrospectiveView) -> list[Deed]:
    """The actions themselves, without what only says what goes into the next cycle, and without rules that stand beside actions."""
    deeds = [deed for deed in view.recount.deeds if not deed.onward]
    acts = [deed for deed in deeds if deed.who or deed.due or deed.slogan or not deed.general]
    return acts if any(deed.who and deed.due for deed in acts) else deeds


def _slogan(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """A phrase without object, number or check."""
    for deed in _deeds(view):
        if deed.slogan and not (deed.sign and deed.due):
            yield _on(view, deed, deed.slogan)


def _on(view: RetrospectiveView, deed: Deed, span: tuple[int, int] | None, **values: object) -> Hit:
    """A hit on an action: in its row, or in the text it stands in."""
    words = {"words": deed.what.strip()} if deed.span is None else {}
    return view.hit(deed.where, span if deed.span else None, {**words, **values})


def _lacks(view: RetrospectiveView, missing: Callable[[Deed], bool]) -> Iterator[Hit]:
    """The actions in which something is missing: each row of its own, the others once with their number."""
    deeds = _deeds(view)
    # of a phrase beside them it is enough to say that it is one
    real = [deed for deed in deeds if not deed.hollow and (not deed.slogan or deed.who or deed.due)]
    lacking = [deed for deed in real or deeds if missing(deed)]
    for deed in lacking:
        if deed.span is None:
            yield _on(view, deed, None, n=1)
    written = [deed for deed in lacking if deed.span is not None]
    if written:
        yield _on(view, written[0], written[0].span, n=len(written))


def _no_owner(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """Nobody is named."""
    if not view.recount.alone:
        yield from _lacks(view, lambda deed: not deed.who)


def _no_date(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """No day is named."""
    yield from _lacks(view, lambda deed: not deed.due)


def _no_sign(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """Nothing says how one would see that it worked; slogans are asked for more than that."""
    real = [deed for deed in _deeds(view) if not deed.hollow]
    if real and not any(deed.sign or deed.perhaps for deed in real):
        yield _on(view, real[0], real[0].span)


def _too_long(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """More actions than somebody carries through beside his work."""
    deeds = _deeds(view)
    if len(deeds) > MOST_ACTIONS:
        yield Hit(params={"n": len(deeds), "most": MOST_ACTIONS}, where=view.at("action"))


def _weak(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """Training and rules alone."""
    deeds = _deeds(view)
    weak = [deed for deed in deeds if deed.weak and not deed.hollow]
    if weak and all(deed.weak or deed.hollow for deed in deeds):
        yield _on(view, weak[0], weak[0].span)


RULES = (
    Rule("R-SLOGAN", "error", _slogan),
    Rule("R-NOOWNER", "warn", _no_owner),
    Rule("R-NODATE", "warn", _no_date),
    Rule("R-TOOLONG", "warn", _too_long),
    Rule("R-NOSIGN", "info", _no_sign),
    Rule("R-WEAKFIX", "info", _weak),
)

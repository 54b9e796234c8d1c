"""Put the clauses of a text together to stretches that each belong to one step."""

from __future__ import annotations

from typing import NamedTuple

from ....model import Span
from .clauses import Clause, Cut
from .steps import CAUSES, HEAD, Told, step_of, told


class Stretch(NamedTuple):
    """A sentence, or as much of it as belongs to one step. ``line`` is where its line begins, ``row`` whether it is a table's.

    ``causes`` are the clauses of a cause with what each tells.
    """

    span: Span
    step: str
    line: int
    row: bool
    causes: tuple[tuple[Told, Span], ...] = ()


def stretches(folded: str, cut: Cut) -> list[Stretch]:
    """The stretches of a text in order; what is a heading in words of its own belongs to none of them."""
    found: list[Stretch] = []
    for clause, what in zip(cut.clauses, told(folded, cut.clauses), strict=True):
        if what.label == HEAD:
            continue
        one = _stretch(clause, what)
        if found and clause.opens == "clause" and _goes_on(found[-1], one):
            before = found[-1]
            found[-1] = before._replace(span=(before.span[0], one.span[1]), causes=before.causes + one.causes)
        else:
            found.append(one)
    return found


def _stretch(clause: Clause, what: Told) -> Stretch:
    causes = ((what, clause.span),) if what.label in CAUSES else ()
    return Stretch(clause.span, step_of(what.label), clause.line, clause.row, causes)


def _goes_on(before: Stretch, one: Stretch) -> bool:
    """Whether a clause belongs to the stretch in front of it."""
    return before.step == one.step and before.line == one.line and before.span[1] == one.span[0]

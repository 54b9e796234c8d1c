"""What an account says once its total, or the range in which it lies, is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from .account import Account, Answer, Case, same
from .figures import Hand, alone, hand

Write = Callable[[float | None], str]
Sign = Literal["≥", "<", "≤", ">", "="]
#: Kinds whose results keep the decimals of their parts.
_PADDED = ("ratio", "index")
#: What stands between the parts of those kinds that are not added up.
_BETWEEN = {"product": " × ", "funnel": " × ", "ratio": "、", "index": "、", "zero": "、", "milestone": "、"}


def pen(case: Case) -> Hand:
    """How the numbers of a case are written; the factors of a product have units of their own."""
    numbers = (case.target,) if case.kind == "product" else (*case.values, case.target)
    return hand(numbers, case.unit, padded=case.kind in _PADDED)


def named(case: Case, write: Write) -> list[str]:
    """Every part with its name in front, if it has one."""
    return [f"{term.name} {write(term.value)}".strip() for term in case.terms]


def blank(case: Case, missing: str, names: tuple[str, ...] = (), write: Write | None = None) -> Account:
    """An account that cannot be made up yet: the parts as far as they are known."""
    writer = pen(case)
    shown = named(case, write or writer.number)
    if case.kind == "product":
        shown = [f"{term.name} {alone(term.value, term.unit)}".strip() for term in case.terms]
    return Account(
        "depends",
        _BETWEEN.get(case.kind, " + ").join(shown),
        "",
        "≤" if case.lower else "≥",
        write(case.target) if write else writer.goal(case.target),
        missing,
        names=names,
    )


def settled(
    case: Case, low: float, high: float, expression: str = "", *, missing: str = "", names: tuple[str, ...] = ()
) -> Account:
    """The account of a total between ``low`` and ``high``; ``missing`` is what would tell where between them."""
    target, writer, lower = case.target or 0.0, pen(case), case.lower
    answer, point = _answer(low, high, target, lower), same(low, high)
    total, goal = (
        writer.pair(low, target) if point else (f"{writer.number(low)}–{writer.number(high)}", writer.goal(target))
    )
    return Account(
        answer,
        expression or " + ".join(named(case, writer.number)),
        total,
        _sign(answer, lower),
        goal,
        (missing if not point else "direction") if answer == "depends" else "",
        low if point else None,
        _coverage(low, high, target, lower),
        names if answer == "depends" else (),
    )


def added(case: Case, largest: float, total: float, missing: str) -> Account:
    """The account of parts that come to their sum at most and to the largest of them at least.

    Where the one or the other decides, it alone is shown.
    """
    answer = _answer(largest, total, case.target or 0.0, case.lower)
    if answer == "depends":
        return settled(case, largest, total, missing=missing)
    if (answer == "proven") == bool(case.lower):
        return settled(case, total, total)
    coverage = _coverage(largest, total, case.target or 0.0, case.lower)
    most = next(term for term in case.terms if term.value == largest)
    return replace(settled(replace(case, terms=(most,)), largest, largest), coverage=coverage)


def each(case: Case, write: Write | None = None) -> Account:
    """The account of parts that each have to keep the target: those that do not, or else all of them."""
    writer, target, worst = pen(case), case.target or 0.0, max(case.values)
    above = tuple(term for term in case.terms if term.value is not None and _beyond(term.value, target))

    def beside(value: float | None) -> str:
        return writer.pair(value or 0.0, target)[0]

    shown = Case(case.kind, case.target, above or case.terms)
    return Account(
        "refuted" if above else "proven",
        "、".join(named(shown, write or beside)),
        "",
        ">" if above else "≤" if worst != target or target else "=",
        write(target) if write else writer.goal(target),
        value=worst,
        coverage=_coverage(worst, worst, target, True) if case.kind == "time" else None,
        names=tuple(term.name for term in above),
    )


def _beyond(value: float, target: float) -> bool:
    return value > target and not same(value, target)


def _answer(low: float, high: float, target: float, lower: bool | None) -> Answer:
    """Whether a total between two ends reaches the target."""
    short, over = _beyond(target, low), _beyond(high, target)
    if lower is None:
        return "depends" if short or over else "proven"
    if not (over if lower else short):
        return "proven"
    return "refuted" if (_beyond(low, target) if lower else _beyond(target, high)) else "depends"


def _sign(answer: Answer, lower: bool | None) -> Sign:
    if lower is None:
        return "="
    if answer == "refuted":
        return ">" if lower else "<"
    return "≤" if lower else "≥"


def _coverage(low: float, high: float, target: float, lower: bool | None) -> float | None:
    """How far the good end of a range reaches the target."""
    share, whole = (target, low) if lower else (high, target)
    return share / whole if whole > 0 and share >= 0 else None

"""How a number was shared out, and when its parts are due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...lang import Language
from ...policy import CoursePolicy
from ...reconcile.account import same
from ..base import Hit, Rule
from ..dues import Date, Span, due_span
from .accounts import Reckoning
from .numbers import ends, spot
from .view import CascadeView, Place

#: Kinds whose numbers are no growth.
_NO_GROWTH = ("zero", "milestone")


@dataclass(frozen=True, slots=True)
class _Row:
    """One part with both numbers."""

    name: str
    start: float
    end: float


def equal_shares(view: CascadeView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """D-SPLIT: every part of a sum is given the same although they start far apart; nothing at all is the same for everybody."""
    for found in view.accounts:
        rows = _rows(found)
        if found.kind == "sum" and len(rows) > 1 and _apart(rows, policy):
            shares = [row.end for row in rows]
            if any(shares) and max(shares) - min(shares) <= abs(max(shares)) * policy.cascade_equal_percent / 100:
                starts = "、".join(f"{row.name} {row.start:g}" for row in rows)
                params = {**ends(found), "starts": starts, "share": f"{shares[0]:g}"}
                yield Hit(None, params, where=spot(view, found.whole.place))


def one_rate(view: CascadeView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """D-UNIFORM: every part moves by the same percentage although they start far apart."""
    for found in view.accounts:
        rows = _rows(found)
        if (
            found.kind in _NO_GROWTH
            or len(rows) < 2
            or any(row.start <= 0 or not row.end for row in rows)
            or not _apart(rows, policy)
        ):
            continue
        growths = [(row.end / row.start - 1) * 100 for row in rows]
        mean, near = sum(growths) / len(growths), policy.cascade_uniform_points
        if abs(mean) > near and all(abs(growth - mean) <= near + 1e-9 for growth in growths):
            params = {**ends(found), "growth": f"{mean:+.3g}%".replace("-", "−")}
            yield Hit(None, params, where=spot(view, found.whole.place))


def all_handed_down(view: CascadeView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """D-ALLDOWN: all that a node has is just what those below it add up to."""
    sums = {found.whole.place.kr.id for found in view.accounts if _just_the_sum(found)}
    for node in view.subject.nodes:
        krs = [kr for kr in node.key_results if kr.target or kr.text]
        if krs and node.id in view.children and all(kr.id in sums and not kr.own for kr in krs):
            below = "、".join(child.owner or child.id for child in view.children[node.id])
            yield Hit(None, {"parent": node.owner or node.id, "children": below}, where=view.places[node.id])


def late(view: CascadeView, language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """D-TIME: a part is due after the number that it serves: its first day that can be meant after the other's last."""
    spans = {name: span for name, place in view.key_results.items() if (span := _span(view, place))}
    years = {date[0] for span in spans.values() for date in span if date[0]}
    common = years.pop() if len(years) == 1 else 0
    for name, parts in view.parts.items():
        whole = view.key_results[name]
        for part in parts:
            if name not in spans or part.kr.id not in spans:
                continue
            day, end = _dated(spans[part.kr.id][0], common), _dated(spans[name][1], common)
            if bool(end[0]) == bool(day[0]) and day > end:
                params = {
                    "child": part.node.owner or part.node.id,
                    "own": part.kr.metric or part.kr.text,
                    "due": _written(day, end, language),
                    "parent": whole.node.owner or whole.node.id,
                    "metric": whole.kr.metric or whole.kr.text,
                    "end": _written(end, day, language),
                }
                yield Hit(None, params, where=spot(view, part))


def _rows(found: Reckoning) -> list[_Row]:
    """The parts with both numbers; none at all where one of them lacks one."""
    rows = [
        _Row(term.name, term.baseline, term.value)
        for term in found.terms
        if term.baseline is not None and term.value is not None
    ]
    return rows if len(rows) == len(found.terms) else []


def _apart(rows: list[_Row], policy: CoursePolicy) -> bool:
    """Whether the parts start further apart than the course lets pass as equal."""
    low, high = min(row.start for row in rows), max(row.start for row in rows)
    return high - low > abs(low) * policy.cascade_unequal_percent / 100 and not same(high, low)


def _just_the_sum(found: Reckoning) -> bool:
    account = found.account
    if found.kind != "sum" or account is None or account.value is None or found.target is None or found.strangers:
        return False
    return same(account.value, found.target)


def _span(view: CascadeView, place: Place) -> Span | None:
    """The days on which a key result may be due, by its field, else by its sentence."""
    kr = place.kr
    return due_span(kr.due or "", view.readings.read(kr.text)) if kr.due or kr.text else None


def _dated(day: Date, common: int) -> Date:
    """A day of the year that the whole cascade is about, where it says none itself; 0 if there is no one year."""
    return (day[0] or common, *day[1:])


def _written(day: Date, other: Date, language: Language) -> str:
    """A day in words, with its year where the other has another."""
    year, month, date = day
    return language.say("account.day" if year == other[0] else "account.date", year=year, month=month, day=date)


#: In the order in which their findings are read.
RULES = (
    Rule("D-TIME", "error", late),
    Rule("D-SPLIT", "warn", equal_shares),
    Rule("D-UNIFORM", "info", one_rate),
    Rule("D-ALLDOWN", "info", all_handed_down),
)

"""Two owners who have one and the same number: it would be counted twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...fold import fold
from ...quantity import measure
from ...reconcile.account import same
from .accounts import Reckoning
from .stated import Stated, stated

if TYPE_CHECKING:
    from ...model import NodeKeyResult
    from .view import CascadeView, Place

#: Kinds of which the same numbers under two owners are the same thing.
_ADDED = ("sum", "distinct")
#: Kinds that everybody may have the same number of.
_SHARED = ("ratio", "funnel", "time", "index", "zero", "milestone")
_NO_AMOUNTS = ("%", "秒", "个百分点", "分")


@dataclass(frozen=True, slots=True)
class Twice:
    """One number under several owners: why it is one (``same-number``, ``same-scope``), how it reads, whom it is for.

    ``certain``: it cannot be two parts of the whole that are as large as each other by chance.
    """

    parts: tuple[Stated, ...]
    why: str
    shown: str
    above: str
    reckoning: Reckoning | None = None
    certain: bool = True


def counted_twice(view: CascadeView) -> tuple[Twice, ...]:
    """Every number that several owners have."""
    found = list(_same_scope(view))
    known = {id(part.place) for one in found for part in one.parts}
    return (*found, *(one for one in _same_numbers(view) if not {id(part.place) for part in one.parts} <= known))


def _same_numbers(view: CascadeView) -> Iterator[Twice]:
    """Siblings who go from one and the same number to one and the same, of one metric."""
    groups: dict[tuple[object, ...], list[Place]] = {}
    for place in view.key_results.values():
        kr = place.kr
        metric = _metric(view, kr)
        if metric and kr.target and not kr.support and not place.node.anchored and place.node.parent:
            numbers = (kr.baseline and (kr.baseline.value, kr.baseline.unit), kr.target.value, kr.target.unit)
            groups.setdefault((place.node.parent, metric, *numbers), []).append(place)
    made_up = {found.whole.place.kr.id: found for found in view.accounts}
    for places in groups.values():
        if not _several(places) or len({place.kr.scope for place in places if place.kr.scope}) > 1:
            continue
        found = made_up.get(str(places[0].kr.serves))
        if not _is_added(places, found) or (found and found.all_of_it):
            continue
        whole = found is not None and _is_the_whole(places[0], found)
        start = places[0].kr.baseline
        if whole or (start and (start.value or found is None)):
            yield _twice(view, places, "same-number", found, certain=whole or found is None)


def _is_the_whole(place: Place, found: Reckoning) -> bool:
    """Whether one part has all of the number: it starts where the whole starts, or goes where the whole goes."""
    terms = [term for term, part in zip(found.terms, found.parts, strict=True) if part.place == place]
    return any(
        one and end and same(one, end)
        for term in terms
        for one, end in ((term.baseline, found.baseline), (term.value, found.target))
    )


def _is_added(places: Iterable[Place], found: Reckoning | None) -> bool:
    """Whether numbers like these are amounts, of which two that are alike are one."""
    kinds = {place.kr.kind for place in places} - {None}
    if kinds:
        return bool(kinds & set(_ADDED))
    if found is not None and found.kind:
        return found.kind not in _SHARED
    return all(measure(place.kr.target.unit).thing not in _NO_AMOUNTS for place in places if place.kr.target)


def _same_scope(view: CascadeView) -> Iterator[Twice]:
    """One metric of one scope that is said to be covered, under owners of whom none stands above the other."""
    groups: dict[tuple[str, str], list[Place]] = {}
    for place in view.key_results.values():
        kr = place.kr
        metric = _metric(view, kr) if kr.scope else ""
        if metric and kr.scope and not kr.support and not place.node.anchored:
            groups.setdefault((metric, _plain(kr.scope)), []).append(place)
    crowded = [places for places in groups.values() if _several(places)]
    spans = _spans(view) if crowded else {}
    made_up = {found.whole.place.kr.id: found for found in view.accounts} if crowded else {}
    for places in crowded:
        lowest = _lowest(places, spans)
        if _several(lowest):
            yield _twice(view, lowest, "same-scope", made_up.get(str(lowest[0].kr.serves)))


def _twice(view: CascadeView, places: list[Place], why: str, found: Reckoning | None, *, certain: bool = True) -> Twice:
    parts = tuple(stated(place, view.readings) for place in places)
    kr = places[0].kr
    numbers = " → ".join(f"{one.value:g}{one.unit}" for one in (kr.baseline, kr.target) if one)
    above = view.nodes.get(str(places[0].node.parent))
    shown = str(kr.scope) if why == "same-scope" else numbers
    return Twice(parts, why, shown, (above.owner or above.id) if above else "", found, certain)


def _several(places: Iterable[Place]) -> bool:
    """Whether more than one owner has a part in it."""
    return len({place.node.owner or place.node.id for place in places}) > 1


def _metric(view: CascadeView, kr: NodeKeyResult) -> str:
    """What is measured: the field, else what the sentence says it is."""
    return _plain(kr.metric or view.measure(kr.text))


def _plain(text: str) -> str:
    return "".join(fold(text).lower().split())


def _spans(view: CascadeView) -> dict[str, tuple[int, int]]:
    """For each node the stretch of a walk from the top in which everything below it lies."""
    begun: dict[str, int] = {}
    spans: dict[str, tuple[int, int]] = {}
    todo = [(node.id, False) for node in reversed(view.subject.nodes) if node.parent not in view.nodes]
    while todo:
        name, done = todo.pop()
        if done:
            spans[name] = (begun[name], len(begun))
            continue
        begun[name] = len(begun)
        todo.append((name, True))
        todo += [(node.id, False) for node in view.children.get(name, ())]
    return spans


def _lowest(places: list[Place], spans: dict[str, tuple[int, int]]) -> list[Place]:
    """Those below whom none of the others stands."""
    order = sorted((place for place in places if place.node.id in spans), key=lambda place: spans[place.node.id][0])
    kept = {
        id(place)
        for place, behind in zip(order, [*order[1:], None], strict=True)
        if behind is None or behind.node.id == place.node.id or spans[behind.node.id][0] >= spans[place.node.id][1]
    }
    return [place for place in places if id(place) in kept]

"""All three levels of one's own business as a cascade document."""

from __future__ import annotations

from typing import Any

from ...work import Work
from . import above, parts
from .own_people import Person, kept, metric, people, ways
from .parts import Nodes


def nodes(work: Work) -> Nodes:
    """The superior, me, and a node for each person, whatever he has taken of mine."""
    top, mine = above.nodes(work)
    mine |= {"strategies": [{"id": one, "text": work.text(one, "text")} for one in kept(work)]}
    rows = [_with_kind(work, row) for row in mine.get("key_results", ())]
    mine["key_results"] = [*rows, *(_mine(work, one) for one in ways(work) if work.text(one, "fate") == "self")]
    names = dict.fromkeys(one.name for one in people(work))
    return [top, mine, *(_person(work, [one for one in people(work) if one.name == name]) for name in names)]


def _with_kind(work: Work, row: dict[str, Any]) -> dict[str, Any]:
    """My number with its kind, and what its account needs."""
    if row["id"] != "own-k":
        return row
    kind, overlap = work.text("sum", "kind"), work.text("sum", "overlap")
    more: dict[str, Any] = {"kind": kind, "overlap": overlap if kind == "distinct" else ""}
    more["parallel"] = kind == "time" and work.text("sum", "order") == "parallel"
    return {**row, **{name: value for name, value in more.items() if value}}


def _mine(work: Work, name: str) -> dict[str, Any]:
    """A strategy that I keep: a number of my own."""
    before, after = work.text(name, "before"), work.text(name, "after")
    said = work.text(name, "metric") or work.text("own", "metric")
    return parts.key_result(f"{name}-k", work.text(name, "text"), metric=said, baseline=before, target=after, own=True)


def _person(work: Work, rows: list[Person]) -> dict[str, Any]:
    """One person with a number for each strategy that he is on."""
    first = rows[0]
    return parts.node(
        first.row,
        parent="own",
        owner=first.name,
        objective=work.text(first.row, "objective"),
        serves=list(dict.fromkeys(one.way for one in rows if one.way in kept(work))),
        key_results=[_number(work, one) for one in rows if work.text(one.row, "agreed") or metric(work, one)],
        baseline=work.text(first.row, "base"),
        reported=work.text(first.row, "reported"),
        agreed=work.text(first.row, "agreed"),
        need=work.text(first.row, "support"),
        reason=work.text(first.row, "promised"),
    )


def _number(work: Work, one: Person) -> dict[str, Any]:
    base, agreed, said = work.text(one.row, "base"), work.text(one.row, "agreed"), metric(work, one)
    return parts.key_result(
        f"{one.row}-k",
        parts.from_to(work, said, base, agreed),
        metric=said,
        baseline=base,
        target=agreed,
        weight=work.text(one.row, "weight"),
        scope=f"{one.way_text} {one.name}",
        serves="own-k",
        support=work.text(one.way, "part") == "support",
        own=True,
    )


def written(found: Nodes) -> Nodes:
    """The nodes as far as they are filled in: a level that is still blank is no mistake of those beside it."""
    top, mine, *below = found
    if not top.get("strategies"):
        mine = {**mine, "parent": "", "bottom_up": True}
    if not any(row.get("target") for one in below for row in one.get("key_results", ())):
        mine = {**mine, "key_results": [{**row, "own": True} for row in mine.get("key_results", ())]}
    return [*([top] if top.get("strategies") else []), mine, *below]

"""What a round has brought together: what good questions found out, how one's ratings lie beside the reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ...view import Actions, Button, Card, Copy, Items, Node, Say, Table, Text
from ..base import Context, State
from .asks import keys
from .words import own
from .work import stands, work


def known(ctx: Context, state: State, *, ends: bool = False) -> list[Node]:
    """What was found out so far, a line each; at the end of a round also where there is still something to find."""
    there = [
        (name, found, _asked_for(work(state, name), ask, option)) for name, ask, option, found in _finds(ctx, state)
    ]
    if not there:
        return []
    lines = tuple(found for _, found, mine in there if mine)
    shown = Copy(own(ctx, "found-copy"), "\n".join(lines)) if ends else Items(lines)
    nodes: list[Node] = [shown] if lines else [Text((own(ctx, "found-none"),), "note")]
    if ends and len(lines) < len(there):
        ways = tuple(
            Button(own(ctx, "found-open", n=state["draw"].index(name) + 1), "go", {"item": name}, "row")
            for name, _, mine in there
            if not mine
        )
        nodes += [Text((own(ctx, "found-left", n=len(ways)),), "note"), Actions(ways)]
    return [Card(tuple(nodes), own(ctx, "found-title", n=len(lines)))]


def _finds(ctx: Context, state: State) -> Iterator[tuple[str, Mapping[str, Any], str, str]]:
    """Item, ask and option that find something out, and what."""
    for name in state["draw"]:
        for ask in ctx.exercise.items[name].get("asks", ()):
            yield from ((name, ask, one["id"], str(one["found"])) for one in ask.get("options", ()) if one.get("found"))


def _asked_for(mine: Mapping[str, Any], ask: Mapping[str, Any], option: str) -> bool:
    """Whether that option was picked in any try."""
    return any(one["answer"].get(ask["name"]) == option for one in mine["tries"])


def rated(ctx: Context, state: State) -> list[Node]:
    """One's ratings of each sample beside the reference, and what they come to out of a hundred, by the asks' weights."""
    samples: dict[str, list[_Rating]] = {}
    for name in state["draw"]:
        item, last = ctx.exercise.items[name], stands(work(state, name))
        for ask in item.get("asks", ()):
            if ask["style"] == "scale" and "sample" in item and last:
                rating = _Rating(str(item["about"]), ask, last["answer"].get(ask["name"], ""), keys(ask)[0])
                samples.setdefault(item["sample"], []).append(rating)
    return [one for name, rows in samples.items() for one in _beside(ctx, name, rows)] + (
        [Say("human", own(ctx, "rated-human"), (own(ctx, "rated-human-next"),))] if samples else []
    )


class _Rating(NamedTuple):
    """What is rated, the ask, the place given on its scale, that of the reference."""

    about: str
    ask: Mapping[str, Any]
    mine: str
    key: str


def _beside(ctx: Context, name: str, rows: list[_Rating]) -> Iterator[Node]:
    """One sample: a row for each rating, and the totals."""
    title = ctx.exercise.settings["samples"][name]["title"]
    heads = tuple(own(ctx, f"rated-{head}") for head in ("what", "mine", "key"))
    cells = tuple(
        (own(ctx, "rated-row", name=one.about, weight=f"{one.ask['weight']:g}"), one.mine, one.key) for one in rows
    )
    mine, key = _total((one.ask, one.mine) for one in rows), _total((one.ask, one.key) for one in rows)
    yield Card((Text((own(ctx, "rated-total", mine=mine, key=key),), "lead"), Table(heads, cells)), str(title))


def _total(given: Iterator[tuple[Mapping[str, Any], str]]) -> int:
    """The places on their scales, weighed, of a hundred."""
    got = whole = 0.0
    for ask, value in given:
        weight = float(ask["weight"])
        places = [one["id"] for one in ask["options"]]
        got += weight * (places.index(value) / (len(places) - 1) if value in places else 0)
        whole += weight
    return round(100 * got / whole)

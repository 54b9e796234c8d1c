"""The board that the items of a drill are places of: the whole of it folded, the place in question marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...errors import ContentError
from ...model import Exercise
from ...view import Fold, Node
from .. import material
from ..base import Context
from .sheet import Item

Rows = Iterable[Mapping[str, Any]]


def check(exercise: Exercise) -> None:
    """Raise ContentError unless the exercise's ``tree`` can be shown and every item names a ``place`` in it."""
    file, tree = f"{exercise.slug}.toml", exercise.settings.get("tree")
    if tree is None:
        return
    material.check(exercise.settings, file, exercise.slug)
    known = _ids(tree)
    for name, item in exercise.items.items():
        if item.get("place") not in known:
            raise ContentError("content-key", file=file, key=f"{name}.place")


def nodes(ctx: Context, item: Item) -> list[Node]:
    """The board with the place of an item marked, and nothing else said of any place; nothing where there is no board."""
    tree = ctx.exercise.settings.get("tree")
    if not tree:
        return []
    shown = material.nodes({"tree": _marked(tree, item["place"], ctx.say("board-here"))})
    return [Fold(ctx.say("board-title"), tuple(shown))]


def _ids(rows: Rows) -> set[str]:
    return {name for row in rows for name in (str(row.get("id", "")), *_ids(row.get("children", ())))} - {""}


def _marked(rows: Rows, place: str, here: str) -> list[dict[str, Any]]:
    """The same boxes, that of the place with its word."""
    return [
        {**row, "children": _marked(row.get("children", ()), place, here)}
        | ({"state": "now", "note": here} if row.get("id") == place else {})
        for row in rows
    ]

"""A tree of one's own: the number that it is drawn for, and its boxes as they were entered.

Rows ``r1`` … are boxes (list ``one`` below the number on top, list ``two`` below one of its boxes); ``goal``, ``one``,
``two``, ``circle``, ``levers`` and ``dropped`` hold what is asked once; ``hand-r1`` and ``strategy-r1`` belong to a lever.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .....documents import Document
from .....documents.okr import written
from .....errors import ContentError
from .....files import need
from .....model import Exercise
from .....quantity import parse
from .....shape import fits
from .....view import beginning
from ...work import Work, once
from . import boxes
from .boxes import Box

ROOT = "root"
#: Two boxes on each layer to begin with, and how many there are at most.
ROWS: Mapping[str, list[str]] = {"one": ["r1", "r2"], "two": ["r3", "r4"]}
MOST = 5
#: Longest name of a number that is made of a key result's sentence, in characters.
NAME = 16


def check_bank(exercise: Exercise) -> None:
    """Hints, by page."""
    file = f"{exercise.slug}.toml"
    if not fits(need(exercise.settings, "own", dict, file), {"hints": {str: [str]}}):
        raise ContentError("content-key", file=file, key="own.hints")


# -- the number on top --------------------------------------------------------------------------------------------------


@once
def offers(work: Work) -> dict[str, Mapping[str, Any]]:
    """The key results on the shelf that a tree can be drawn for: those of an OKR, those of every owner of a cascade."""
    found: dict[str, Mapping[str, Any]] = {}
    if okr := work.given.get("okr"):
        found |= {f"okr-{row['id']}": row for row in written(okr)}
    for node in work.given.get("cascade", {}).get("nodes", ()):
        for row in node.get("key_results", ()):
            words = "　".join(filter(None, (node.get("owner"), row.get("text"))))
            found[f"{node['id']}-{row['id']}"] = {**row, "text": words, "metric": row.get("metric") or row.get("text")}
    return found


def picked(work: Work) -> Mapping[str, Any]:
    """The key result that was chosen, or nothing where it is typed."""
    return offers(work).get(work.text("goal", "kr"), {})


@once
def goal(work: Work) -> Box:
    """The number on top: its name, what it is and what it is to become; of the key result chosen, else as typed."""
    row = picked(work)
    name = work.text("goal", "name") or row.get("metric") or beginning(str(row.get("text", "")), NAME)
    now, reach = work.text("goal", "now") or row.get("baseline"), work.text("goal", "reach") or row.get("target")
    return _box(ROOT, name, str(now or ""), str(reach or ""), str(row.get("unit") or ""))


def _box(row: str, name: str, now: str, reach: str, unit: str = "", /, **more: Any) -> Box:
    """A box with the numbers that can be read; a number without a unit has that of the other one."""
    known = [found.unit for text in (now, reach) if (found := parse(text)) and found.unit]
    typed: dict[str, Any] = {which: text for which, text in (("value", now), ("reach", reach)) if parse(text)}
    return boxes.box(row, name, unit=unit or next(iter(known), ""), **typed, **more)


# -- the boxes ----------------------------------------------------------------------------------------------------------


def branch(work: Work) -> str:
    """The box of the first layer that is taken apart further."""
    chosen = work.text("two", "branch")
    return chosen if chosen in work.rows("one") else ""


def filled(work: Work, layer: str) -> list[str]:
    """The rows of a layer that say something."""
    return [row for row in work.rows(layer) if any(work.text(row, name) for name in ("name", "now", "reach", "ask"))]


@once
def tree(work: Work) -> Box:
    """The whole tree; a box without a name is called by its place."""
    return _joined(work, "one", goal(work))


def _joined(work: Work, layer: str, above: Box) -> Box:
    """A box with a layer below it, joined as the layer says."""
    children = [
        _child(work, layer, row, at) for at, row in enumerate(work.rows(layer), 1) if row in filled(work, layer)
    ]
    if not children:
        return above
    formula = boxes.joined(work.text(layer, "joins"), children, work.text(layer, "formula"))
    more = {"method": work.text(layer, "method"), "formula": formula}
    return {**above, **{key: text for key, text in more.items() if text}, "children": children}


def _child(work: Work, layer: str, row: str, at: int) -> Box:
    name, now, reach, ask = (work.text(row, one) for one in ("name", "now", "reach", "ask"))
    lever = row in work.several("levers", "picked")
    found = _box(
        row, name or work.say("box-n", n=at), now, reach, ask_who="" if parse(now) else boxes.whom(ask), lever=lever
    )
    return _joined(work, "two", found) if layer == "one" and row == branch(work) else found


def top(work: Work, layer: str) -> Box | None:
    """The box that a layer hangs below; None before it was chosen."""
    found = tree(work)
    return found if layer == "one" else boxes.find(found, branch(work)) if branch(work) else None


@once
def leaves(work: Work) -> dict[str, Box]:
    """The leaves that have a name, by row."""
    return {one["id"]: one for one in boxes.leaves(tree(work)) if work.text(one["id"], "name")}


@once
def levers(work: Work) -> dict[str, Box]:
    """The leaves that were chosen to be moved."""
    return {name: one for name, one in leaves(work).items() if one.get("lever")}


# -- what comes of it ---------------------------------------------------------------------------------------------------


@once
def document(work: Work) -> Document:
    """The tree as a document with its strategies and what was given up; called after whom and what it is drawn for."""
    root, exercise = tree(work), work.ctx.exercise
    title = "：".join(filter(None, (work.text("goal", "owner"), root["name"]))) or exercise.title
    strategies = [(name, text) for name in levers(work) if (text := work.text(f"strategy-{name}", "text"))]
    what, why = work.text("dropped", "what"), work.text("dropped", "why")
    root = {**root, "name": root["name"] or work.say("root-unnamed")}
    dropped = [(what, why)] if what else []
    return boxes.document(work, root, origin="own", title=beginning(title, 60), strategies=strategies, dropped=dropped)


def documents(work: Work) -> tuple[Document, ...]:
    """The tree, once the number on top or a box has a name."""
    begun = tree(work)["name"] or any(work.text(row, "name") for layer in ROWS for row in work.rows(layer))
    return (document(work),) if begun else ()

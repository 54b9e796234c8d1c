"""What is asked and shown on both boards, and what is said of a tree."""

from __future__ import annotations

from collections.abc import Iterable

from .....documents import Document, subject, type_of
from .....sensitivity import gain, worth
from .....view import Bar, Bars, Branch, Tree
from ...template import Entry, Note
from ...work import Work
from . import boxes
from .boxes import Box, figure
from .counted import Counted, falls


def methods(work: Work) -> tuple[tuple[str, str], ...]:
    """The methods to choose from, in words."""
    return tuple((one, work.say(f"method-{one}-name")) for one in boxes.METHODS)


def joining(work: Work, row: str) -> list[Entry]:
    """How the boxes of a layer make up the one above: one sign, or a formula in a field that opens."""
    signs = (*((one, work.say(f"joins-{one}")) for one in boxes.SIGNS), ("other", work.say("joins-other")))
    entries = [Entry("joins", work.say("joins"), "chips", options=signs)]
    if work.text(row, "joins") == "other":
        entries.append(Entry("formula", work.say("formula"), note=work.say("formula-note"), limit=120))
    return entries


# -- pictures -----------------------------------------------------------------------------------------------------------


def tree(work: Work, root: Box) -> Tree:
    """The tree as boxes, with the numbers now and within reach."""
    return Tree((_branch(Counted(work, root), root),))


def _branch(counted: Counted, one: Box) -> Branch:
    work, name, children = counted.work, one["id"], one["children"]
    now, then, like = counted.now[name], counted.then[name], boxes.said(one)
    before = like or (figure(now) if now is not None else "")
    moves = now is not None and then is not None and abs(then - now) > 1e-9 * abs(now)
    value = f"{one.get('value') or before} → {figure(then or 0, like)}" if moves else before
    method = one.get("method", "")
    small = work.say(f"method-{method}-name") if children and method else ""
    asked = not before and bool(one.get("ask_who"))
    note = work.say("asks", who=one["ask_who"]) if asked else work.say("moves") if one.get("lever") else ""
    state = "warn" if asked else "good" if one.get("lever") else ""
    return Branch(name, one["name"], value, small, state, note, tuple(_branch(counted, child) for child in children))


def bars(work: Work, root: Box) -> Bars | None:
    """「各好一成，少几小时」: what each leaf is worth to the number on top, the largest first; None before any is."""
    found = worth(Counted(work, root).noun)
    rows = sorted(((found[one["id"]], one) for one in boxes.leaves(root) if found.get(one["id"])), key=_largest)
    if not rows or not root["children"]:
        return None
    like = boxes.said(root)
    made = tuple(
        Bar(one["name"], size, boxes.rough(size, like), work.say("moves") if one.get("lever") else "")
        for size, one in rows
    )
    caption = work.say("bars-less" if falls(root) else "bars-more", name=root["name"])
    return Bars(made, rows[0][0], caption)


def _largest(row: tuple[float, Box]) -> float:
    return -row[0]


# -- what is said -------------------------------------------------------------------------------------------------------


def notes(work: Work, doc: Document, name: str, at: tuple[str, ...]) -> tuple[Note, ...]:
    """What the grader has against a box and the layer below it: what is certainly wrong, and what is only asked."""
    graded = type_of(doc).graded
    place = graded.places(doc).get(name) if graded else None
    found = (one for one in work.ctx.workspace.lint(subject(doc)).findings if one.where == place)
    return tuple(Note("revise" if one.severity == "error" else "ask", "", one.params, at, one.code) for one in found)


def gains(work: Work, root: Box, names: Iterable[str]) -> dict[str, float]:
    """How far the number on top moves if each of these leaves alone gets as far as it can; without those unknown."""
    noun = Counted(work, root).noun
    found = {name: gain(noun, [name]) for name in names}
    return {name: moved for name, moved in found.items() if moved is not None}


def change(root: Box, moved: float) -> str:
    """A move of the number on top with its sign: 「+0.8 亿」, 「−153.6 小时」."""
    sign = "−" if falls(root) == (moved >= 0) else "+"
    return sign + boxes.figure(abs(moved), boxes.said(root))


def together(work: Work, root: Box, names: list[str], at: tuple[str, ...]) -> tuple[Note, ...]:
    """「单独加是 +2.2 亿，一起是 +2.406 亿：要重新乘一遍」; nothing where the two are the same, or one is unknown."""
    alone, both = gains(work, root, names), gain(Counted(work, root).noun, names)
    if len(names) < 2 or len(alone) < len(names) or both is None:
        return ()
    said = {"n": str(len(names)), "alone": change(root, sum(alone.values())), "both": change(root, both)}
    return (Note("sum", "together", said, at),) if said["alone"] != said["both"] else ()

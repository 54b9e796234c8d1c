"""What is asked and shown on both boards, and what is said of a tree."""

from __future__ import annotations

from collections.abc import Iterable

from .....documents import Document, subject, type_of
from .....model import Finding
from .....view import Bar, Bars, Branch, Tree
from ...template import Entry, Note, Tone
from ...work import Work
from . import boxes
from .boxes import Box, figure
from .counted import Counted, falls

#: What of the grader's findings speaks of a layer.
LAYER = ("T-FORMULA", "T-SUM", "T-DUP", "T-WIDE")


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
    return work.once(("tree", id(root)), lambda: Tree((_branch(Counted.of(work, root), root),)))


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
    """「各好一成，少几小时」: what each leaf is worth to the number on top, the largest first; None before any is known."""
    counted, found = Counted.of(work, root), dict[str, float]()
    if root["children"]:
        found = {name: size for name, size in counted.worths.worth().items() if size and counted.known(name)}
    if not found:
        return None
    like, largest = boxes.said(root), max(found.values())
    ordered = sorted(boxes.leaves(root), key=lambda one: -found.get(one["id"], 0.0))
    made = tuple(
        Bar(
            one["name"],
            found.get(one["id"], 0.0),
            boxes.rough(found[one["id"]], like) if one["id"] in found else work.say("effect-unknown"),
            work.say("moves") if one.get("lever") else "",
        )
        for one in ordered
    )
    return Bars(made, largest, work.say("bars-less" if falls(root) else "bars-more", name=root["name"]))


def notes(work: Work, doc: Document, name: str, layer: str, at: tuple[str, ...]) -> tuple[Note, ...]:
    """What the grader has against a layer, each note at the entries that it is about.

    What is said of the box above it stands ``at`` those entries, of its formula where it is typed (in the row ``layer``),
    of its boxes at their names. Whether a leaf is to be moved is asked on a page of its own, and the method beside; a sum that is off in a way that
    may be a missing unit is no error, and not right either.
    """
    graded = type_of(doc).graded
    places = graded.places(doc) if graded else {}
    box, found = boxes.find(doc["tree"], name), work.ctx.workspace.lint(subject(doc)).findings
    where: dict[str | None, tuple[str, ...]] = {
        places.get(child["id"]): (f"{child['id']}.name",) for child in (box["children"] if box else ())
    }
    where[places.get(name)] = at
    return tuple(
        Note(
            _tone(one),
            "",
            {key: str(text) for key, text in one.params.items()},
            (f"{layer}.formula",) if one.code == "T-FORMULA" else where[one.where],
            one.code,
        )
        for one in found
        if one.where in where and one.code in LAYER
    )


def _tone(found: Finding) -> Tone:
    return "revise" if found.severity == "error" else "near" if found.code == "T-SUM" else "ask"


def gains(work: Work, root: Box, names: Iterable[str]) -> dict[str, float]:
    """How far the number on top moves if each of these leaves alone gets as far as it can; without those unknown."""
    counted = Counted.of(work, root)
    found = {name: counted.worths.gain([name]) for name in names if counted.known(name)}
    return {name: moved for name, moved in found.items() if moved is not None}


def change(root: Box, moved: float) -> str:
    """A move of the number on top with its sign: 「+0.8 亿」, 「−153.6 小时」."""
    sign = "−" if falls(root) == (moved >= 0) else "+"
    return sign + boxes.figure(abs(moved), boxes.said(root))


def together(work: Work, root: Box, names: list[str], at: tuple[str, ...]) -> tuple[Note, ...]:
    """「单独加是 +2.2 亿，一起是 +2.406 亿：要重新乘一遍」; nothing where the two are the same, or one is unknown."""
    alone, both = gains(work, root, names), Counted.of(work, root).worths.gain(names)
    if len(names) < 2 or len(alone) < len(names) or both is None:
        return ()
    said = {"n": str(len(names)), "alone": change(root, sum(alone.values())), "both": change(root, both)}
    return (Note("sum", "together", said, at),) if said["alone"] != said["both"] else ()

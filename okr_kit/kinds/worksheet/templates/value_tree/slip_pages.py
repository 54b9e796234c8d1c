"""The pages of a tree put together from slips: one for each layer, one for the slips left over, one for the leaves."""

from __future__ import annotations

from dataclasses import replace

from .....view import Bars, Fold, Items, Node, Sum, Text
from ...template import Entry, Row, Step
from ...work import Work
from . import boxes, counted, told
from .slip_tree import ROOT, built, layers, leaves, piece, tried, whole

#: So many leaves have their bars on a tile; of more their number is told.
MOST_MOVED = 3


def steps(work: Work) -> tuple[Step, ...]:
    """All of them."""
    return (*(_layer_step(work, name) for name in layers(work)), _loose_step(work), _leaf_step(work))


def layer_sum(work: Work, name: str) -> Sum:
    """A layer as it was put together, held against the box above it."""
    if name != ROOT:
        return counted.account(work, built(work, name))
    return counted.account(work, built(work, name), least=2, joins=bool(work.text(name, "joins")))


def _slips(work: Work, *, shown: bool) -> Node:
    titles = Items(tuple(str(slip["title"]) for slip in work.ctx.exercise.items.values()), ordered=True)
    return Fold(work.say("slips", n=len(titles.lines)), (titles,), shown, key="slips")


def _layer_step(work: Work, name: str) -> Step:
    layer = layers(work)[name]
    offers = tuple((one, f"{piece(work, one)['name']} {boxes.said(piece(work, one))}") for one in layer["offers"])
    entries = (
        Entry("parts", work.say("parts-two" if name == ROOT else "parts"), "several", options=offers),
        *(told.joining(work, name) if name == ROOT else ()),
        Entry("method", work.say("method"), "chips", options=told.methods(work)),
    )
    above, hints = (_slips(work, shown=name == ROOT),), tuple(layer.get("hints", ()))
    return Step(
        name,
        layer["title"],
        layer["task"],
        (Row(name, entries),),
        above,
        beside=lambda: (told.tree(work, built(work, ROOT)),),
        total=lambda: layer_sum(work, name),
        hints=hints,
        skip=work.say("skip-root") if name == ROOT else "",
    )


def _loose_step(work: Work) -> Step:
    settings, items = work.ctx.exercise.settings["loose"], work.ctx.exercise.items
    slips = tuple((one, str(items[one]["name"])) for one in settings["offers"])
    reasons = tuple((one["id"], one["text"]) for one in settings["reasons"])
    entries = (
        Entry("slips", work.say("loose-slips"), "several", options=slips),
        Entry("why", work.say("loose-why"), "list", options=reasons),
    )
    above, hints = (_slips(work, shown=True),), tuple(settings.get("hints", ()))
    return Step("loose", work.say("loose"), work.say("loose-task"), (Row("loose", entries),), above, hints=hints)


def _leaf_step(work: Work) -> Step:
    found, title, above = leaves(work), work.say("leaves"), _untried(work)
    tree = whole(work)
    if not found:
        return Step("leaves", title, work.say("leaves-task", target=boxes.said(tree, "reach")), above=above)
    return Step(
        "leaves",
        title,
        work.say("leaves-task", target=boxes.said(tree, "reach")),
        tuple(_leaf_row(work, leaf, layer) for leaf, layer in found.items()),
        above,
        below=lambda: (bars,) if (bars := told.bars(work, tree)) else (),
        beside=lambda: (told.tree(work, tree),),
        total=lambda: counted.account(work, tree, "reach"),
        hints=tuple(work.ctx.exercise.settings.get("leaves", {}).get("hints", ())),
    )


def _untried(work: Work) -> tuple[Node, ...]:
    """The layers that nobody has tried yet, whose leaves are not shown before."""
    missing = [str(layer["title"]) for name, layer in layers(work).items() if not tried(work, name)]
    return (Text((work.say("leaves-first", titles=work.say("and").join(missing)),), "note"),) if missing else ()


def _leaf_row(work: Work, leaf: str, layer: str) -> Row:
    found, typed = piece(work, leaf), work.text(leaf, "reach")
    aside = f"{found['value']} → {typed}" if typed else boxes.said(found)
    above = (Text((work.say("now-is", value=boxes.said(found)),), "note"),)
    entry = Entry("reach", work.say("reach"), "number", found["unit"], limit=20, needed=False)
    over = work.ctx.exercise.settings["root"] if layer == ROOT else piece(work, layer)
    return Row(leaf, (entry,), found["name"], aside, over["name"], above)


def tile(work: Work) -> tuple[Node, ...]:
    """What the first layer comes to, which leaves are moved, and where that leads: the bank's words, no formula."""
    tree, first = whole(work), replace(layer_sum(work, ROOT), parts="")
    bars = told.bars(work, tree)
    moved = tuple(replace(bar, note="") for bar in bars.bars if bar.note) if bars else ()
    if not bars or not moved:
        return (first,)
    leaves = Bars(moved, bars.of) if len(moved) <= MOST_MOVED else Text((work.say("tile-moved", n=len(moved)),))
    return (first, leaves, replace(counted.account(work, tree, "reach"), parts=""))

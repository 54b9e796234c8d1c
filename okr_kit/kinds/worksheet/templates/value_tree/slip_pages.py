"""The pages of a tree put together from slips: one for each layer, one for the slips left over, one for the leaves."""

from __future__ import annotations

from dataclasses import replace

from .....view import Bars, Fold, Items, Node, Sum, Text
from ...template import Entry, Row, Step
from ...work import Work
from . import boxes, counted, told
from .slip_tree import ROOT, built, layers, leaves, piece, tried, whole


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
    total, rows = layer_sum(work, name), (Row(name, entries),)
    beside, skip = (told.tree(work, built(work, ROOT)),), work.say("skip-root") if name == ROOT else ""
    return Step(name, layer["title"], layer["task"], rows, above, total=total, hints=hints, beside=beside, skip=skip)


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
    task, hints = (
        work.say("leaves-task", target=boxes.said(tree, "reach")),
        work.ctx.exercise.settings.get("leaves", {}),
    )
    if not found:
        return Step("leaves", title, task, above=above)
    bars = told.bars(work, tree)
    return Step(
        "leaves",
        title,
        task,
        tuple(_leaf_row(work, leaf, layer) for leaf, layer in found.items()),
        above,
        (bars,) if bars else (),
        (told.tree(work, tree),),
        counted.account(work, tree, "reach"),
        tuple(hints.get("hints", ())),
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
    """The first layer in numbers, which leaves are moved, and where that leads: the bank's words, no formula that was typed."""
    tree, first = whole(work), layer_sum(work, ROOT)
    first = replace(first, parts="") if work.text(ROOT, "joins") == "other" else first
    bars = told.bars(work, tree)
    moved = tuple(bar for bar in bars.bars if bar.note) if bars else ()
    return (first, Bars(moved, bars.of), counted.account(work, tree, "reach")) if bars and moved else (first,)

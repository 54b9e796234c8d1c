"""The open exercise on the stage, phase by phase, and the tables beside it: what is asked, how the class is spread, the key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from .... import engine
from ....view import (
    Bar,
    Bars,
    Card,
    Columns,
    Figure,
    Figures,
    Node,
    Progress,
    Say,
    Text,
    beginning,
)
from . import parts as stage_parts
from .parts import Open, head

if TYPE_CHECKING:
    from .. import counts

#: How much of a statement names it in a list of all items.
SHORT = 22


def task(now: Open) -> tuple[Node, ...]:
    """What to do, what can be answered, the clock, how many have handed in; the way in for who is late."""
    if now.step is not None:
        return _step(now, now.step)
    item = now.item
    side = stage_parts.tables_done(now) if now.live.side == "table" else _in_hand(now)
    right = (stage_parts.figures(now, side), stage_parts.way_in(now.room))
    if item is not None and (now.live.pace == "class" or now.live.item):
        left = [*stage_parts.statement(item), *stage_parts.options(now, item)]
    else:
        left = _asked(now)
    return (*head(now.exercise.title, stage_parts.place(now)), Columns((tuple(left), right)))


def _step(now: Open, step: engine.Led) -> tuple[Node, ...]:
    """A step of an exercise that is led step by step: what to do, and the clock; how far everybody is."""
    steps = now.steps
    first = step is steps[0]
    task = str(now.exercise.settings.get("stage", now.exercise.task))
    lead, *rest = sentences(task) if first else [step.words]
    left = (Text((lead,), "lead"), Text(("".join(rest),), "note"), Text((step.note,), "note"))
    figures = now.count.together.figures
    right = (stage_parts.figures(now, *figures), *((stage_parts.way_in(now.room),) if first else ()))
    where = now.say("step", n=steps.index(step) + 1, of=len(steps))
    return (*head(now.exercise.title, where), Columns((left, right)))


def _in_hand(now: Open) -> Figure:
    """Who has handed in; under the class's pace, who has voted on the item in hand."""
    if now.live.pace == "class" and now.live.item:
        return stage_parts.voted(now, now.rounds[0])
    return stage_parts.handed(now)


def _asked(now: Open) -> list[Node]:
    """The task: its first sentence large, the rest below; options where all items have the same."""
    table = now.live.side == "table"
    task = engine.task(replace(now.ctx, mode="group") if table else now.ctx)
    first, *rest = sentences(task if task != now.exercise.task else str(now.exercise.settings.get("stage", task)))
    if table:  # what the bank says is said to tables where they do it together; else it is to those who answer alone
        rest = [now.say("tables-together"), *rest] if now.exercise.together else [now.say("tables-task")]
    found: list[Node] = [Text((first,), "lead"), Text(("".join(rest),), "note")]
    same = stage_parts.common(now.items)
    return [*found, *(stage_parts.options(now, same) if same else [])]


def sentences(text: str) -> list[str]:
    """A text as its sentences; what stands in brackets at its end, an explanation for readers, is left out."""
    plain = re.sub(r"（[^（）]*）\s*$", "", text)
    return [one for one in re.findall(r"[^。！？]+[。！？]?", plain) if one.strip()] or [text]


def closed(now: Open) -> tuple[Node, ...]:
    """收卷了; with an item in hand, what is talked about, and no word of how the class is spread."""
    item = now.item if now.live.item else None
    if item is None:
        side = stage_parts.tables_done(now) if now.live.side == "table" else stage_parts.handed(now)
        left = (Text((now.say("closed"),), "lead"), Text((now.say("closed-note"),), "note"))
        return (*head(now.exercise.title), Columns((left, (stage_parts.figures(now, side),))))
    call: list[Node] = [Text((now.say("talk"),), "lead"), Text((now.say("talk-note"),), "note")]
    return _item_screen(now, call, stage_parts.voted(now, now.rounds[0]))


def again(now: Open) -> tuple[Node, ...]:
    """The second vote on the item in hand."""
    call: list[Node] = [Text((now.say("again"),), "lead"), Text((now.say("again-note"),), "note")]
    return _item_screen(now, call, stage_parts.voted(now, now.rounds[1]))


def _item_screen(now: Open, call: list[Node], figure: Figure) -> tuple[Node, ...]:
    item = now.item
    left = [*stage_parts.statement(item), *stage_parts.options(now, item)] if item else []
    right = (*call, stage_parts.figures(now, figure))
    return (*head(now.exercise.title, stage_parts.place(now)), Columns((tuple(left), right)))


def spread(now: Open) -> tuple[Node, ...]:
    """How the class is spread, before and after."""
    item = now.item
    if item is None:
        return closed(now)
    asked = stage_parts.sentence(item) or [Text((item.question,), "lead")]
    return (*head(now.exercise.title, stage_parts.place(now)), Columns((tuple(asked), tuple(stage_parts.bars(now)))))


def answer(now: Open) -> tuple[Node, ...]:
    """揭晓: the key and its reason, how many were right before and after; or all items, each with its share."""
    item = now.item
    if now.steps:
        return (*head(now.exercise.title, now.say("reference-on-phones")), *now.count.together.nodes)
    if item is None or not now.live.keys(item.item):
        return keyed(now)
    key = engine.key(now.ctx, item.item)
    if not key:  # nothing is right or wrong
        return spread(now)
    words = tuple(takewhile(lambda node: not isinstance(node, Say), key))  # the statement with its words marked
    said = words or tuple(stage_parts.sentence(item))
    left = (*said, *stage_parts.bars(now, stage_parts.right(now, item), both=False))
    why = (*key[len(words) :], *stage_parts.ways(now), Figures(tuple(stage_parts.share(now))))
    return (*head(now.exercise.title, stage_parts.place(now)), Columns((left, why)))


def keyed(now: Open) -> tuple[Node, ...]:
    """All items whose key was shown, each with how many were right: the reasons are on the phones."""
    rows = []
    for place, item in enumerate(now.items, 1):
        first, second = now.count.spreads.get(item.item, (None, None))
        latest = second or first
        if now.live.keys(item.item) and item.keyed and latest and latest.shown and latest.right is not None:
            words = now.say("keyed-of", right=latest.right, n=latest.people)
            rows.append(Bar(f"{place}. {beginning(item.statement, SHORT)}", latest.right / latest.people, words))
    found: list[Node] = [Bars(tuple(rows), 1)] if rows else []
    return (*head(now.exercise.title, now.say("keyed-all")), *found, Text((now.say("on-phones"),), "note"))


# -- the tables -----------------------------------------------------------------------------------------------------


def groups(now: Open) -> tuple[Node, ...]:
    """A tile for each table: how far it is, in marks and words; no name."""
    seated = {table.number: table for table in now.count.tables}
    tiles = tuple(_tile(now, number, seated.get(number)) for number in range(1, now.room.klass.groups + 1))
    return (*head(now.exercise.title, stage_parts.place(now)), Figures(tuple(stage_parts.clock(now))), *tiles)


def _tile(now: Open, number: int, table: counts.Table | None) -> Card:
    name = now.room.group_name(number)
    if table is None:
        return Card((Text((now.say("table-empty"),), "note"),), name)
    if table.tile:
        return Card(table.tile, name)
    if now.count.side_by_side:
        return Card((Text((now.say("table-blank"),), "note"),), name)
    if now.live.side == "table":
        far, of = table.decided, table.of
        words = now.say("table-far" if far < of else "table-done", n=far, of=of)
    else:
        far, of = table.handed, table.members
        words = now.say("table-seated" if now.steps else "table-own", n=far, of=of)
    steps = tuple("ok" if place < far else "todo" for place in range(of))
    return Card((Progress(steps, words),), name)


#: Every phase, and the tables, by the name of what is on.
SCREENS: Mapping[str, Callable[[Open], tuple[Node, ...]]] = {
    "task": task,
    "closed": closed,
    "again": again,
    "spread": spread,
    "answer": answer,
    "groups": groups,
}

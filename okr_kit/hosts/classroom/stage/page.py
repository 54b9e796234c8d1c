"""What the stage shows, as nodes: the way in, a page of the book, the phase of the open exercise, the tables, one sentence.

Never a name; never a key, a code or which option is right before ``live.keys(item)``; nothing of fewer than five answers
but their number. What is on follows from the lesson alone, so that any browser, any restart shows the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from .... import agenda, engine, lesson
from ....view import (
    Bar,
    Bars,
    Card,
    Clock,
    Columns,
    Figure,
    Figures,
    Items,
    Node,
    Picture,
    Progress,
    Say,
    Statement,
    Text,
    beginning,
)
from ...store import people
from .. import boards, counts, lead, samples
from ..book import screens as book_screens
from ..work import clock_words
from . import board as stage_board
from . import parts as stage_parts
from .parts import Open, head

if TYPE_CHECKING:
    import sqlalchemy as sa

    from ....agenda import Row
    from ..book.screens import Screen
    from ..room import Room

#: How much of a statement names it in a list of all items.
SHORT = 22


@dataclass(frozen=True)
class Seen:
    """What the stage stands on: the lesson, who sits where, the counts of the open exercise, the time.

    ``board`` is the table's work that is on, if it may be.
    """

    room: Room
    state: Mapping[str, Any]
    seats: Mapping[int, int]
    at: int
    count: counts.Count | None = None
    board: boards.Board | None = None

    def say(self, key: str, /, **params: object) -> str:
        """A sentence of the stage."""
        return stage_parts.say(self.room, key, **params)

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """The screens of the page that is on."""
        stage = self.state["stage"]
        return book_screens.screens(self.room, stage["page"]) if stage["show"] == "page" else ()

    @property
    def screen(self) -> int:
        """Which of them is on; a page that has become shorter ends with its last one."""
        return max(0, min(int(self.state["stage"]["screen"]), len(self.screens) - 1))

    @cached_property
    def pause(self) -> Row | None:
        """The break that the class has, if nothing else was put on the stage since it began."""
        row = next((one for one in self.room.agenda if one.id == self.state["row"]), None)
        return row if row is not None and row.pause and not self.state["slug"] else None

    @property
    def joined(self) -> int:
        """How many have come in."""
        return sum(self.seats.values())


def see(conn: sa.Connection, room: Room, at: int) -> Seen:
    """Read it, as a job."""
    state = lead.now(conn, room)
    seats = Counter(person.group_no for person in people.everybody(conn, room.klass.id))
    slug = state["slug"] if state["slug"] in room.content.exercises else ""
    stage, count = state["stage"], counts.count(conn, room, slug, state) if slug else None
    board = boards.read(conn, room, state, stage["sample"]) if stage["show"] == "board" else None
    return Seen(room, state, seats, at, count, board)


def shown(seen: Seen) -> str:
    """The name of what is on: black, join, break, page, sample, board, groups, or the phase of the open exercise."""
    stage, state = seen.state["stage"], seen.state
    if stage["black"]:
        return "black"
    show = stage["show"]
    if show == "page" and seen.screens:
        return "page"
    if show == "sample" and sample(seen):
        return "sample"
    if show == "board" and seen.board:
        return "board"
    if show == "join" or seen.count is None:
        return "break" if seen.pause else "join"
    if show == "groups" and seen.room.klass.groups:
        return "groups"
    return str(lesson.live(state, state["slug"]).phase)


def nodes(seen: Seen, link: str) -> tuple[Node, ...]:
    """The screen; ``link`` is what learners open."""
    show = shown(seen)
    if show == "black":
        return ()
    if show == "break":
        return resting(seen)
    if show == "board" and seen.board:
        return stage_board.nodes(seen.room, seen.board)
    if show == "join" or (seen.count is None and show not in ("page", "sample")):
        return join(seen, link)
    if show == "page":
        return page(seen)
    if show == "sample":
        return (*head(seen.say("sample")), Statement((sample(seen),)))
    now = opened(seen)
    return {
        "task": task,
        "closed": closed,
        "again": again,
        "spread": spread,
        "answer": answer,
        "groups": groups,
    }[show](now)


def pressed(seen: Seen, key: str) -> tuple[str, dict[str, str]]:
    """The control that a key of the projector means now: another screen of the page, black, light; or nothing.

    ``key`` is on, back, black (again: light) or light.
    """
    dark = seen.state["stage"]["black"]
    if key in ("black", "light"):
        darker = key == "black" and not dark
        return ("black", {} if darker else {"back": "1"}) if darker != dark else ("", {})
    wanted = seen.screen + {"on": 1, "back": -1}.get(key, 0)
    turns = not dark and wanted != seen.screen and 0 <= wanted < len(seen.screens)
    return ("turn", {"screen": str(wanted)}) if turns else ("", {})


def opened(seen: Seen) -> Open:
    """The exercise that the class does now."""
    room, slug = seen.room, seen.state["slug"]
    hidden = frozenset(seen.state["stage"]["hidden"])
    count = seen.count or counts.Count(slug, 0, 0, 0, {}, ())
    return Open(room, room.content.exercise(slug), lesson.live(seen.state, slug), count, seen.at, hidden)


# -- before and between exercises -----------------------------------------------------------------------------------


def join(seen: Seen, link: str) -> tuple[Node, ...]:
    """The way in: picture, address, code, how many have come, where they sit."""
    room = seen.room
    address = link.partition("/?")[0].partition("://")[2] or link
    seats = [(number, seen.seats.get(number, 0)) for number in range(1, room.klass.groups + 1)]
    rest = seen.seats.get(0, 0)
    lines = [
        seen.say("seat", group=room.group_name(number), n=n) for number, n in [*seats, *([(0, rest)] if rest else [])]
    ]
    right: list[Node] = [
        Text((room.title,), "where"),
        Text((seen.say("join"),), "title"),
        Text((seen.say("join-or"),), "note"),
        Text((address,), "lead"),
        Statement((stage_parts.code(room),), seen.say("join-code")),
        Figures((Figure(seen.say("join-in"), seen.say("people", n=seen.joined)),)),
        *([Items(tuple(lines))] if room.klass.groups else []),
    ]
    return (Columns(((Picture(stage_parts.QR, seen.say("join-qr")),), tuple(right))),)


def resting(seen: Seen) -> tuple[Node, ...]:
    """A break: what is left of it, and the way in for who comes late."""
    row = seen.pause
    if row is None:
        return ()
    until = seen.state["rows"][row.id]["at"] + agenda.planned(row, seen.state) * agenda.MINUTE
    left = Clock(seen.say("break-left"), until, seen.at, 0, seen.say("break-over"))
    said = (Text((row.title,), "lead"), Text((seen.say("break-note", time=clock_words(until)),), "note"))
    return (Columns((said, (Figures((left,)), stage_parts.way_in(seen.room)))),)


def page(seen: Seen) -> tuple[Node, ...]:
    """One screen of a page."""
    screen, of = seen.screens[seen.screen], len(seen.screens)
    return (*head(screen.title, seen.say("screen", n=seen.screen + 1, of=of) if of > 1 else ""), *screen.nodes)


def sample(seen: Seen) -> str:
    """The sentence that she has put on the stage, if its author lets her; else nothing."""
    return samples.may_show(seen.state, seen.state["stage"]["sample"])


# -- the open exercise, phase by phase ------------------------------------------------------------------------------


def task(now: Open) -> tuple[Node, ...]:
    """What to do, what can be answered, the clock, how many have handed in; the way in for who is late."""
    item = now.item
    side = stage_parts.tables_done(now) if now.live.side == "table" else _in_hand(now)
    right = (stage_parts.figures(now, side), stage_parts.way_in(now.room))
    if item is not None and (now.live.pace == "class" or now.live.item):
        left = [*stage_parts.statement(item), *stage_parts.options(now, item)]
    else:
        left = _asked(now)
    return (*head(now.exercise.title, stage_parts.place(now)), Columns((tuple(left), right)))


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
    if table:
        rest = [now.say("tables-task")]
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
    if item is None or not now.live.keys(item.item):
        return keyed(now)
    key = engine.key(now.ctx, item.item)
    if not key:  # nothing is right or wrong
        return spread(now)
    words = tuple(takewhile(lambda node: not isinstance(node, Say), key))  # the statement with its words marked
    said = words or tuple(stage_parts.sentence(item))
    left = (*said, *stage_parts.bars(now, stage_parts.right(now, item), both=False))
    why = (*key[len(words) :], Figures(tuple(stage_parts.share(now))))
    return (*head(now.exercise.title, stage_parts.place(now)), Columns((left, why)))


def keyed(now: Open) -> tuple[Node, ...]:
    """All items whose key was shown, each with how many were right: the reasons are on the phones."""
    rows = []
    for place, item in enumerate(now.items, 1):
        first, second = now.count.spreads.get(item.item, (None, None))
        latest = second if second and second.people else first
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
    if now.live.side == "table":
        far, of = table.decided, table.of
        words = now.say("table-far" if far < of else "table-done", n=far, of=of)
    else:
        far, of = table.handed, table.members
        words = now.say("table-own", n=far, of=of)
    steps = tuple("ok" if place < far else "todo" for place in range(of))
    return Card((Progress(steps, words),), name)

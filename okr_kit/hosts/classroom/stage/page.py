"""What the stage shows, as nodes: the way in, a page of the book, the phase of the open exercise, the tables, one sentence.

Never a name; never a key, a code or which option is right before ``live.keys(item)``; nothing of fewer than five answers
but their number. What is on follows from the lesson alone, so that any browser, any restart shows the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .... import agenda, lesson
from ....view import (
    Clock,
    Columns,
    Figure,
    Figures,
    Items,
    Node,
    Picture,
    Statement,
    Text,
)
from ...store import people
from .. import boards, counts, lead, samples
from ..book import screens as book_screens
from ..work import clock_words
from . import board as stage_board
from . import parts as stage_parts
from . import phases as stage_phases
from .parts import Open, head

if TYPE_CHECKING:
    import sqlalchemy as sa

    from ....agenda import Row
    from ..book.screens import Screen
    from ..room import Room


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
        return book_screens.on_stage(self.room, self.state)

    @property
    def screen(self) -> int:
        """Which of them is on; a page that has become shorter ends with its last one."""
        return max(0, min(int(self.state["stage"]["screen"]), len(self.screens) - 1))

    @cached_property
    def pause(self) -> Row | None:
        """The break that the class has, if nothing else was put on the stage since it began."""
        return agenda.pause(self.room.agenda, self.state)

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
    phase = str(lesson.live(state, state["slug"]).phase)
    return "groups" if phase != "task" and seen.count.side_by_side else phase


def nodes(seen: Seen, link: str) -> tuple[Node, ...]:
    """The screen; ``link`` is what learners open."""
    show = shown(seen)
    if show == "black":
        return ()
    if show == "break":
        return resting(seen)
    if show == "board" and seen.board:
        return stage_board.nodes(seen.room, seen.board)
    if show == "join":
        return join(seen, link)
    if show == "page":
        return page(seen)
    if show == "sample":
        return (*head(seen.say("sample")), Statement((sample(seen),)))
    return stage_phases.SCREENS[show](opened(seen))


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
    until = agenda.row_end(row, seen.state)
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

"""What the 讲师台 looks at: the lesson, who is there, the exercise in hand, how the class answered it. No names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import agenda, engine, lesson
from ..store import people
from . import lead, overview, work

if TYPE_CHECKING:
    import sqlalchemy as sa

    from ...debate import Proposal, Proposals
    from ...live import Live
    from ...model import Exercise
    from ...tally import Choices
    from .book_screens import Screen
    from .counts import Count
    from .room import Room

Json = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """The class as it stands for one look of one browser (``desk``). ``now`` in milliseconds since 1970.

    ``joined`` learners, of whom ``connected`` hold a line to us (None where that is not known). ``choices`` are the items
    of the exercise in hand that the class votes on together, in order; empty where everybody has items of his own.
    ``keyed`` says that the exercise has keys to be shown, ``count`` how the class has answered it, ``proposals`` which
    items are worth a debate. ``screens`` are those of the page on the stage.
    """

    room: Room
    desk: str
    now: int
    lesson: Json
    joined: int
    connected: int | None
    choices: tuple[Choices, ...] = ()
    keyed: bool = False
    count: Count | None = None
    proposals: Proposals | None = None
    screens: tuple[Screen, ...] = ()
    doubts: tuple[overview.Doubts, ...] = ()

    def say(self, key: str, /, **params: object) -> str:
        """A sentence of the console (``console.<key>``)."""
        return self.room.content.language.say(f"console.{key}", **params)

    @property
    def slug(self) -> str:
        """The exercise in hand, or empty."""
        return str(self.lesson["slug"])

    @property
    def exercise(self) -> Exercise | None:
        """The same with what the bank says of it; None too where it has left the bank."""
        return self.room.content.exercises.get(self.slug)

    @property
    def live(self) -> Live:
        """What the class does with the exercise in hand."""
        return lesson.live(self.lesson, self.slug)

    @property
    def rows(self) -> tuple[agenda.Row, ...]:
        """The agenda."""
        return agenda_of(self.room)

    @property
    def row(self) -> agenda.Row | None:
        """The row in hand."""
        return next((row for row in self.rows if row.id == self.lesson["row"]), None)

    @property
    def drives(self) -> bool:
        """Whether this browser has the controls, or nobody has them yet."""
        return self.lesson["driver"] in ("", self.desk)

    @property
    def left(self) -> int:
        """Minutes that the exercise in hand has left, as its page plans it: what debates may take."""
        row = self.row
        if row is None or row.id not in self.lesson["rows"] or "at" not in self.lesson["rows"][row.id]:
            return self.exercise.minutes if self.exercise else 0
        spent = (self.now - self.lesson["rows"][row.id]["at"]) // agenda.MINUTE
        return max(0, agenda.planned(row, self.lesson) - spent)

    @property
    def debates(self) -> tuple[Proposal, ...]:
        """The items that are worth a debate and were not shown yet, best first."""
        first = self.proposals.first if self.proposals else ()
        return tuple(one for one in first if not self.live.keys(one.item))

    @property
    def clear(self) -> tuple[str, ...]:
        """The items that most have right: a word is enough."""
        return self.proposals.reveal if self.proposals else ()

    def mark(self, item: str) -> str:
        """「⑦」: the place of an item in the class's draw; its name where it is in none."""
        found = next((n for n, one in enumerate(self.choices, 1) if one.item == item), 0)
        return number(found) if found else item

    def choice(self, item: str) -> Choices | None:
        """What can be answered to an item."""
        return next((one for one in self.choices if one.item == item), None)

    def hands(self, item: str, number: int) -> dict[str, int]:
        """The raised hands that were counted for an item in that round."""
        return lesson.hands(self.lesson, self.slug, item, number)

    def hidden(self, key: str) -> bool:
        """Whether the stage leaves that out."""
        return key in self.lesson["stage"]["hidden"]


def number(n: int) -> str:
    """①, ②, …; fonts have them up to ⑳."""
    return chr(0x245F + n) if 1 <= n <= 20 else f"{n}."


def look(conn: sa.Connection, room: Room, desk: str) -> Seen:
    """Read it, as a job. Raises StaleState."""
    state, klass = lead.now(conn, room), room.klass.id
    learners = [person.id for person in people.everybody(conn, klass) if person.role == "learner"]
    return Seen(
        room,
        desk,
        room.clock(),
        state,
        len(learners),
        _connected(room, learners),
        class_choices(room, state["slug"]),
        keyed=_keyed(room, state["slug"]),
        doubts=overview.doubts(conn, klass),
    )


def class_choices(room: Room, slug: str) -> tuple[Choices, ...]:
    """The items of an exercise that the whole class has, with what can be answered; nothing where draws differ."""
    exercise = room.content.exercises.get(slug)
    if exercise is None or not exercise.settings.get("group"):
        return ()
    return engine.choices(engine.Context(room.content, exercise), work.seed(room, "", exercise))


def _keyed(room: Room, slug: str) -> bool:
    """Whether an exercise has keys, be they everybody's own."""
    exercise = room.content.exercises.get(slug)
    return exercise is not None and any(one.keyed for one in engine.choices(engine.Context(room.content, exercise), 0))


def _connected(room: Room, learners: list[int]) -> int | None:
    """How many of them hold a line to us."""
    presence = getattr(room, "presence", None)
    return len(presence.connected().intersection(learners)) if presence is not None else None


def agenda_of(room: Room) -> tuple[agenda.Row, ...]:
    """The agenda; nothing until the room has one."""
    return getattr(room, "agenda", ())

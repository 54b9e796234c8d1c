"""What the 讲师台 looks at: the lesson, who is there, the exercise in hand, how the class answered it. No names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .... import agenda, engine, lesson
from ....debate import Proposals, propose
from ....tally import in_hand, led
from ...store import people
from .. import boards, counts, lead, objections, samples, work
from ..book import screens as book_screens

if TYPE_CHECKING:
    import sqlalchemy as sa

    from ....live import Live
    from ....model import Exercise
    from ....tally import Choices
    from ..book.screens import Screen
    from ..counts import Count
    from ..objections import Objection
    from ..room import Room

Json = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """The class as it stands for one look of one browser (``desk``). ``now`` in milliseconds since 1970.

    ``joined`` learners, of whom ``connected`` have a page open. ``count`` is how the class has answered the exercise in
    hand, None where there is none.
    """

    room: Room
    desk: str
    now: int
    lesson: Json
    joined: int
    connected: int
    count: Count | None = None
    objections: tuple[Objection, ...] = ()
    samples: tuple[samples.Sample, ...] = ()
    boards: tuple[boards.Board, ...] = ()

    @cached_property
    def choices(self) -> tuple[Choices, ...]:
        """The items of the exercise in hand that the class votes on together, in order; none where draws differ."""
        return class_choices(self.room, self.slug)

    @cached_property
    def steps(self) -> tuple[engine.Led, ...]:
        """The steps on which she leads through the exercise in hand; none where she does not."""
        exercise = self.exercise
        return engine.steps(engine.Context(self.room.content, exercise)) if exercise else ()

    @property
    def step(self) -> engine.Led | None:
        """The one that is on."""
        return next((one for one in self.steps if one.id == self.live.item), None)

    def minutes(self, step: engine.Led) -> float:
        """How long a step is planned in the row in hand, whole or short."""
        return step.short if is_short(self.lesson, self.lesson["row"]) else step.minutes

    @property
    def led(self) -> tuple[str, ...]:
        """The items that the class goes through one by one; the others are hers to pick."""
        return led_items(self.choices, self.lesson)

    @cached_property
    def keyed(self) -> bool:
        """Whether the exercise in hand has keys to be shown, be they everybody's own."""
        exercise = self.exercise
        return exercise is not None and any(
            one.keyed for one in engine.choices(engine.Context(self.room.content, exercise), 0)
        )

    @property
    def to_table(self) -> bool:
        """Whether what was answered alone goes to the tables next: so it is with exercises that say nothing before."""
        exercise = self.exercise
        silent = exercise is not None and exercise.settings.get("feedback") == "end"
        return silent and self.grouped and self.live.side == "own" and not self.live.keyed

    @property
    def grouped(self) -> bool:
        """Whether tables can decide the exercise in hand."""
        exercise = self.exercise
        return exercise is not None and bool(exercise.settings.get("group") and self.room.klass.groups)

    @cached_property
    def proposals(self) -> Proposals:
        """Which items are worth a debate in the minutes left, which need a word only.

        Beside items with a key, one without is what is asked at the end: it comes by itself once the keys are out.
        """
        if self.count is None or not self.choices:
            return Proposals()
        known = self.count.spreads.items()
        spreads = {item: votes for item, votes in known if votes[0].choices.keyed or not self.keyed}
        return propose(spreads, self.left, self.room.content.policy, self.live.keyed)

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """The screens of the page that is on the stage."""
        return book_screens.on_stage(self.room, self.lesson)

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

    @cached_property
    def live(self) -> Live:
        """What the class does with the exercise in hand."""
        return lesson.live(self.lesson, self.slug)

    @cached_property
    def rows(self) -> tuple[agenda.Row, ...]:
        """The agenda."""
        return self.room.agenda

    @cached_property
    def row(self) -> agenda.Row | None:
        """The row in hand."""
        return agenda.in_hand(self.rows, self.lesson)

    @property
    def drives(self) -> bool:
        """Whether this browser has the controls, or nobody has them yet."""
        return self.lesson["driver"] in ("", self.desk)

    @property
    def row_end(self) -> int:
        """When the row in hand is over as the agenda plans it, in milliseconds; 0 where there is none."""
        return agenda.row_end(self.row, self.lesson) if self.row else 0

    @property
    def left(self) -> float | None:
        """Minutes that the row in hand has left: what debates may take. None where nobody counts them."""
        return (self.row_end - self.now) / agenda.MINUTE if self.row_end else None

    def mark(self, item: str) -> str:
        """「⑦」: the place of an item in the class's draw; empty where it is in none, or the only one."""
        found = next((n for n, one in enumerate(self.choices, 1) if one.item == item), 0)
        return number(found) if found and len(self.choices) > 1 else ""

    def choice(self, item: str) -> Choices | None:
        """What can be answered to an item."""
        return next((one for one in self.choices if one.item == item), None)

    @property
    def item(self) -> Choices | None:
        """The item in hand: what is voted on or talked about; the only one where there is but one."""
        return in_hand(self.choices, self.live.item)

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
    learners = people.learners(conn, klass)
    known = state["slug"] in room.content.exercises
    count = counts.count(conn, room, state["slug"], state) if known else None
    sentences = samples.candidates(conn, room, state["slug"]) if known else ()
    connected = len(room.presence.connected() & learners)
    said = objections.objections(conn, room)
    tables = boards.asked(conn, room, state, state["slug"]) if known else ()
    return Seen(room, desk, room.clock(), state, len(learners), connected, count, said, sentences, tables)


def led_items(choices: tuple[Choices, ...], state: Json) -> tuple[str, ...]:
    """The items that a class goes through one by one, as the row in hand is taught: whole, or short."""
    return tuple(one.item for one in led(choices, short=is_short(state, state["row"])))


def is_short(state: Json, row: str) -> bool:
    """Whether a row of the agenda is taught in its short version."""
    return bool(state["rows"].get(row, {}).get("short"))


def class_choices(room: Room, slug: str) -> tuple[Choices, ...]:
    """The items of an exercise that the whole class has, with what can be answered; nothing where draws differ."""
    exercise = room.content.exercises.get(slug)
    if exercise is None or not (exercise.settings.get("group") or _drawn_alike(exercise)):
        return ()
    return engine.choices(engine.Context(room.content, exercise), work.seed(room, "", exercise))


def _drawn_alike(exercise: Exercise) -> bool:
    """Whether everybody has all the items in the bank's order, so that whose draw it is makes no difference."""
    return exercise.settings.get("order_of_items") == "fixed" and "draw" not in exercise.settings

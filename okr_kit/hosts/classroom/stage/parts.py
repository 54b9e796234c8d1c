"""Pieces of the stage, each of them nodes: the head, what is voted on, how the class is spread, numbers, the way in.

Nothing here has a name or says more than a number of fewer than five answers; what is right comes from ``engine.key`` alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .... import engine
from ....agenda import MINUTE
from ....live import Live
from ....tally import Choices, Spread, in_hand
from ....view import Bar, Bars, Card, Clock, Figure, Figures, Items, Node, Picture, Statement, Text
from .. import work

if TYPE_CHECKING:
    from ....model import Exercise
    from ..counts import Count
    from ..room import Room

#: Where the picture of the way in is.
QR = "/stage/qr.svg"


@dataclass(frozen=True)
class Open:
    """The open exercise as the stage needs it: its step, its items in the order of the class's draw, its counts."""

    room: Room
    exercise: Exercise
    live: Live
    count: Count
    at: int
    hidden: frozenset[str] = frozenset()

    def say(self, key: str, /, **params: object) -> str:
        """A sentence of the stage."""
        return say(self.room, key, **params)

    def counted(self, key: str, /, **params: object) -> str:
        """A sentence of the stage with a number of people; of tables, where those do it together."""
        return self.say(f"{key}-tables" if self.exercise.together else key, **params)

    @cached_property
    def ctx(self) -> engine.Context:
        """As the whole room sees it: nobody's work."""
        return engine.Context(self.room.content, self.exercise, role="trainer", live=self.live)

    @cached_property
    def items(self) -> tuple[Choices, ...]:
        """What the class votes on."""
        return engine.choices(self.ctx, work.seed(self.room, "", self.exercise))

    @cached_property
    def item(self) -> Choices | None:
        """The item in hand; the only one where there is but one."""
        return in_hand(self.items, self.live.item)

    @cached_property
    def steps(self) -> tuple[engine.Led, ...]:
        """The steps on which the trainer leads through it."""
        return engine.steps(self.ctx)

    @property
    def step(self) -> engine.Led | None:
        """The one that is on; none once the reference is shown."""
        here = (one for one in self.steps if one.id == self.live.item)
        return next(here, self.steps[0] if self.steps else None) if self.live.phase != "answer" else None

    @property
    def rounds(self) -> tuple[Spread | None, Spread | None]:
        """How the class is spread over the item in hand, in the first and the second vote."""
        item = self.item
        return self.count.spreads.get(item.item, (None, None)) if item else (None, None)


def say(room: Room, key: str, /, **params: object) -> str:
    """A sentence of the stage."""
    return room.content.language.say(f"stage.{key}", **params)


# -- around everything ----------------------------------------------------------------------------------------------


def head(title: str, where: str = "") -> list[Node]:
    """What is on, and on the right where the class is in it."""
    return [Text((title,), "title"), Text((where,), "where")]


def place(now: Open) -> str:
    """「第 5 题，共 6 题」 for the item in hand; nothing where there is none."""
    items, item = now.items, now.item
    if item is None or len(items) < 2:
        return ""
    return now.say("place", n=[one.item for one in items].index(item.item) + 1, of=len(items))


def way_in(room: Room) -> Card:
    """The small way in for who is late."""
    return Card(
        (Picture(QR, say(room, "join-qr")), Text((say(room, "join-late"),), "note"), Text((code(room),), "lead"))
    )


def code(room: Room) -> str:
    """「258 019」."""
    digits = room.klass.code
    return f"{digits[:3]} {digits[3:]}"


# -- numbers --------------------------------------------------------------------------------------------------------


def clock(now: Open) -> list[Clock]:
    """What is left, if there is a clock."""
    live = now.live
    if not (live.until or live.left):
        return []
    label = now.say("still" if live.left else "left")
    cue, left = (now.step.cue, now.step.left) if now.step else ("", 0)
    return [Clock(label, live.until, now.at, live.left, now.say("over"), cue=cue, cue_left=round(left * MINUTE))]


def handed(now: Open) -> Figure:
    """「已交 28 / 36」, and beside it how many are connected and have joined where that says more."""
    count = now.count
    note = ""
    if count.connected and count.connected != count.joined:
        note = now.say("handed-note", connected=count.connected)
    return Figure(now.say("handed"), str(count.handed), str(count.joined), note)


def voted(now: Open, spread: Spread | None) -> Figure:
    """「已投 28 / 36」: who answered the item in hand in the vote that goes on."""
    return Figure(now.say("voted"), str(spread.people if spread else 0), str(now.count.joined))


def tables_done(now: Open) -> Figure:
    """How many tables have decided all that they had to."""
    return Figure(now.say("tables"), str(now.count.tables_done), now.say("tables-of", n=len(now.count.tables)))


def figures(now: Open, *found: Figure | Clock) -> Figures:
    """The clock first, then numbers."""
    return Figures((*clock(now), *found))


# -- what is voted on -----------------------------------------------------------------------------------------------


def statement(item: Choices) -> list[Node]:
    """The sentence in hand and what is asked."""
    asked: list[Node] = [Text((item.question,), "note")] if item.question else []
    return [*sentence(item), *asked]


def sentence(item: Choices) -> list[Node]:
    """The sentence in hand with what it stands under and the lines that belong to it."""
    if not item.statement:
        return []
    lines = (Statement((line,), small=True) for line in item.below)
    return [Text((item.above,), "where"), Statement((item.statement,)), *lines]


def options(now: Open, item: Choices) -> list[Node]:
    """What can be answered, for those without a phone; the order says nothing of the key."""
    words = tuple(words for value, words in item.options if not is_hidden(now, item, value))
    return [Items(words)] if words else []


def common(items: Iterable[Choices]) -> Choices | None:
    """An item that stands for all of them where all ask the same; None where each has its own options."""
    known = [*items]
    return known[0] if known and all(one.options == known[0].options for one in known) else None


def is_hidden(now: Open, item: Choices, value: str) -> bool:
    """Whether she has taken a row off the stage."""
    return row_key(item, value) in now.hidden


def row_key(item: Choices, value: str) -> str:
    """What ``hide`` names a row by."""
    return f"{item.item}:{value}"


# -- how the class is spread ----------------------------------------------------------------------------------------


def bars(now: Open, right: frozenset[str] = frozenset(), *, both: bool = True) -> list[Node]:
    """The bars of the item in hand, before and after, or the last vote alone; only the number where there are too few.

    ``right`` are the values that are marked, once the key has been shown.
    """
    item, (first, second) = now.item, now.rounds
    if item is None:
        return []
    latest = second or first
    if latest is None or not latest.shown:
        few = Figure(
            now.say("voted"), now.counted("people", n=latest.people if latest else 0), note=now.counted("few-next")
        )
        return [Figures((few,))]
    before = first if both and second is latest and first and first.shown else None
    also = now.live.accepted.get(item.item, ()) if right else ()
    notes = {**engine.beside(now.ctx, item.item), **dict.fromkeys(also, now.say("accepted"))}
    rows = [row for row in latest.counts if not is_hidden(now, item, row[0])]
    if item.several and not item.keyed:
        rows.sort(key=lambda row: -row[2])  # what weighs most stands on top
    was = {value: n for value, _, n in before.counts} if before else {}
    shown = tuple(
        Bar(
            words,
            n,
            now.counted("people", n=n),
            notes.get(value, ""),
            was.get(value, 0) if before else None,
            now.counted("people", n=was.get(value, 0)) if before else "",
            "good" if value in right else "",
        )
        for value, words, n in rows
    )
    most = max([1, *(n for _, _, n in rows), *(was[value] for value, _, _ in rows if value in was)])
    legend = (now.say("round-1", n=before.people), now.say("round-2", n=latest.people)) if before else None
    caption = "" if before else now.counted("several" if item.several else "once", n=latest.people)
    return [Bars(shown, most, caption, legend)]


def right(now: Open, item: Choices) -> frozenset[str]:
    """The values that count as right in this class; nothing before the key has been shown."""
    if not now.live.keys(item.item):
        return frozenset()
    return frozenset([*engine.right(now.ctx, item.item), *now.live.accepted.get(item.item, ())])


def share(now: Open) -> list[Figure]:
    """How many were right, before and after; only once the key has been shown, and from five answers on."""
    item, (first, second) = now.item, now.rounds
    if item is None or not item.keyed or not now.live.keys(item.item):
        return []
    known = [one for one in (first, second) if one and one.shown and one.right is not None]
    if not known:
        return []
    latest = known[-1]
    if len(known) == 1:
        return [
            Figure(
                now.say("right"),
                now.counted("right-now", now=latest.right),
                note=now.say("share-now", now=_percent(latest)),
            )
        ]
    moved = now.say("right-moved", was=known[0].right, now=latest.right)
    note = now.say("share-moved", was=_percent(known[0]), now=_percent(latest))
    return [Figure(now.say("right"), moved, note=note)]


def ways(now: Open) -> list[Node]:
    """The known wrong ways to the number in hand, each with how many went it; only once the key has been shown, from five answers on."""
    item, (first, second) = now.item, now.rounds
    latest = second or first
    if item is None or latest is None or not (latest.shown and latest.ways and now.live.keys(item.item)):
        return []
    rows = tuple(Bar(words, n, now.counted("people", n=n)) for words, n in latest.ways)
    return [Bars(rows, latest.people, now.say("ways"))]


def _percent(spread: Spread) -> int:
    return round(100 * (spread.right or 0) / spread.people)

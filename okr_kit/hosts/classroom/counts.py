"""What the class has answered in one exercise: how many have handed in, how they are spread, how far the tables are.

Only what learners did counts: leaders, demonstrations and who was removed do not. No name is in a :class:`Count` but
that of each table's scribe, for the trainer's own pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from ... import engine, lesson, tally
from ...tally import Ballot, Choices, Spread, spread
from ..store import log, people, schema
from . import work

if TYPE_CHECKING:
    from ...live import Live
    from ...model import Exercise
    from ...view import Node
    from .room import Room

#: Of so many works the ballots are remembered: of 200 people in twenty exercises.
MOST_KNOWN = 4000

#: The votes on one item: the first, and the second where there was one.
Votes = tuple[Spread, Spread | None]


@dataclass(frozen=True, slots=True)
class Table:
    """How far one table is: ``members`` are its learners, ``handed`` how many of them have answered what is asked now.

    ``differing`` are the items on which its members do not agree. The table has ``decided`` so many of the ``of`` items
    that it has to decide: those that its members all answered alike need no talk. ``scribe`` is a nickname, empty where
    nobody keeps the record; ``scribe_here`` says whether that phone is connected. Of what is not voted on, ``decided`` of
    ``of`` is what holds of the table's own work, and ``tile`` what the class may see of it.
    """

    number: int
    members: int
    handed: int
    connected: int
    differing: tuple[str, ...]
    decided: int
    of: int
    scribe: str
    scribe_here: bool = False
    tile: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """What the class has answered: ``handed`` of the ``joined`` learners have answered what is asked now.

    Asked are the item in hand under the class's pace, the second vote on it in ``again``, else all items of the round.
    ``spreads`` are the items of the class's draw in its order, with both rounds of votes. Below :data:`okr_kit.tally.FEWEST`
    answers only their number may be shown (``Spread.shown``). ``together`` is what everybody's work comes to where the
    trainer leads step by step.
    """

    slug: str
    joined: int
    connected: int
    handed: int
    spreads: Mapping[str, Votes]
    tables: tuple[Table, ...]
    together: engine.Together = field(default_factory=engine.Together)

    @property
    def tables_done(self) -> int:
        """How many tables have decided all that they had to."""
        return sum(table.decided >= table.of for table in self.tables)

    @property
    def side_by_side(self) -> bool:
        """Whether there is something of the tables' work that the class may see beside each other."""
        return any(table.tile for table in self.tables)


class _Work(NamedTuple):
    """What the store knows of one owner's work: the ballots, and how much of the round is done."""

    ballots: tuple[Ballot, ...]
    answered: int
    total: int
    done: bool
    tile: tuple[Node, ...] = ()

    @property
    def items(self) -> frozenset[str]:
        """The items that are answered."""
        return frozenset(ballot.item for ballot in self.ballots)


def count(conn: sa.Connection, room: Room, slug: str, state: Mapping[str, Any]) -> Count:
    """Read it, as a job; ``state`` is the lesson (:func:`.lead.now`). Raises UnknownExercise."""
    exercise = room.content.exercise(slug)
    live = lesson.live(state, slug)
    present = people.everybody(conn, room.klass.id)
    learners = [person for person in present if person.role == "learner"]
    ctx = engine.Context(room.content, exercise, live=live)
    choices = engine.choices(ctx, work.seed(room, "", exercise))
    together = engine.choices(replace(ctx, mode="group"), work.seed(room, "", exercise))
    works = _works(conn, room, exercise)
    mine = {person.id: works[log.learner(person.id)] for person in learners if log.learner(person.id) in works}
    here = room.presence.connected()
    led = engine.steps(ctx)
    handed = {number for number, one in mine.items() if (one.answered if led else _handed(live, one, choices))}
    known = {person.id: person for person in present}
    scribes = {number: known[person] for number, person in log.scribes(conn, room.klass.id).items()}
    numbers = sorted({person.group_no for person in learners} - {0})
    begun = bool(together) or all(log.group(number) in works for number in numbers)
    blank = 0 if begun else engine.outcome(ctx, engine.start(ctx, 0)).total
    talks = not exercise.together
    ours = [
        one for owner, one in works.items() if not owner.startswith("p")
    ]  # where tables do it, they are the ones who vote
    tables = (
        _table(number, scribes.get(number), present, works, handed, here, together, talks=talks, blank=blank)
        for number in numbers
    )
    return Count(
        slug,
        len(learners),
        len(here.intersection(person.id for person in learners)),
        len(handed),
        _spreads(ctx, choices, mine.values() if talks else ours, state),
        tuple(tables),
        _together(conn, room, ctx, present) if led else engine.Together(),
    )


def _together(
    conn: sa.Connection, room: Room, ctx: engine.Context, present: Iterable[people.Person]
) -> engine.Together:
    """What everybody's work comes to where the trainer leads step by step, read anew each time: a leader counts as one of his group."""
    klass, slug, fresh = room.klass.id, ctx.exercise.slug, engine.start(ctx, 0)
    seated: defaultdict[int, list[str]] = defaultdict(list)
    for person in present:
        seated[person.group_no or -person.id].append(
            log.learner(person.id)
        )  # who sits at no table is at none with others
    tables = []
    for owners in seated.values():
        stored = (engine.peek(ctx, one) for one in log.states_of(conn, klass, owners, slug))
        states = [one for one in stored if one is not None]
        tables.append((*states, *[fresh] * (len(owners) - len(states))))
    return engine.together(ctx, tuple(tables))


def _works(conn: sa.Connection, room: Room, exercise: Exercise) -> dict[str, _Work]:
    """Everybody's work, by owner; states are read only where somebody has acted since the last count."""
    now, slug = schema.current.c, exercise.slug
    here = (now.class_id == room.klass.id) & (now.exercise == slug)
    columns = (now.owner, now.state_seq, now.answered, now.total, now.done)
    rows = conn.execute(sa.select(*columns).where(here, sa.not_(now.demo), now.state_seq > 0)).all()
    known = {row.owner: room.ballots.get((slug, row.owner), (0, (), ())) for row in rows}
    new = [row.owner for row in rows if known[row.owner][0] != row.state_seq]
    if new:
        states = conn.execute(sa.select(now.owner, now.state_seq, now.state).where(here, now.owner.in_(new)))
        fresh = {owner: (seq, *_said(room, exercise, owner, state)) for owner, seq, state in states}
        if len(room.ballots) > MOST_KNOWN:
            room.ballots.clear()
        room.ballots.update({(slug, owner): found for owner, found in fresh.items()})
        known |= fresh
    return {
        row.owner: _Work(known[row.owner][1], row.answered, row.total, row.done, known[row.owner][2]) for row in rows
    }


def _said(
    room: Room, exercise: Exercise, owner: str, state: Mapping[str, Any]
) -> tuple[tuple[Ballot, ...], tuple[Node, ...]]:
    """What a stored work has answered, and a table's as a tile; nothing where it cannot go on: whoever opens it is told."""
    mode = "own" if owner.startswith("p") else "group"
    ctx = engine.Context(room.content, exercise, mode=mode, owner=owner)
    loaded = engine.peek(ctx, state)
    if loaded is None:
        return (), ()
    tiles = engine.tally(ctx, (loaded,)) if mode == "group" else ()
    return engine.ballots(ctx, loaded), tiles[0] if tiles else ()


def _handed(live: Live, one: _Work, choices: Sequence[Choices]) -> bool:
    """Whether somebody has answered what is asked now."""
    if live.item and (live.pace == "class" or live.phase == "again"):
        asked = (live.item, live.round(live.item))
        return any((ballot.item, ballot.round) == asked for ballot in one.ballots)
    if not choices:
        return one.done
    voted = {ballot.item for ballot in one.ballots if ballot.round == 1}
    return voted.issuperset(asked.item for asked in choices) or 0 < one.total <= one.answered


def _spreads(
    ctx: engine.Context, choices: Iterable[Choices], works: Iterable[_Work], state: Mapping[str, Any]
) -> dict[str, Votes]:
    """Both rounds of votes on each item. What raised hands are worth is asked of the bank: there may be no ballot beside them."""
    votes: defaultdict[tuple[str, int], list[Ballot]] = defaultdict(list)
    for one in works:
        for ballot in one.ballots:
            votes[ballot.item, ballot.round].append(ballot)

    def vote(asked: Choices, number: int) -> Spread:
        hands = lesson.hands(state, ctx.exercise.slug, asked.item, number)
        good = engine.right(ctx, asked.item) if hands and not asked.several else ()
        return spread(asked, votes[asked.item, number], hands, {*ctx.live.accepted.get(asked.item, ()), *good})

    found = {}
    for asked in choices:
        second = vote(asked, 2)
        found[asked.item] = (vote(asked, 1), second if second.people else None)
    return found


def _table(
    number: int,
    scribe: people.Person | None,
    present: Iterable[people.Person],
    works: Mapping[str, _Work],
    handed: set[int],
    here: frozenset[int],
    choices: Sequence[Choices],
    *,
    talks: bool,
    blank: int,
) -> Table:
    """One table, by what its members and the table itself have answered; a leader who sits there has a say in its talk.

    ``blank`` is how much there is to do where nothing is voted on and the table has not begun.
    """
    seated = [person for person in present if person.group_no == number]
    members = {person.id for person in seated if person.role == "learner"}
    said = [works[log.learner(person.id)] for person in seated if log.learner(person.id) in works]
    alike = tally.agreed(one.ballots for one in said) if talks else frozenset()
    own = works.get(log.group(number), _Work((), 0, blank, done=False))
    ours = own.items
    todo = [asked.item for asked in choices if asked.item not in alike]
    through = own.total if own.done else own.answered  # who has finished with something open is done all the same
    decided, of = (sum(item in ours for item in todo), len(todo)) if choices else (through, own.total)
    return Table(
        number,
        len(members),
        len(members & handed),
        len(members & here),
        tuple(item for item in todo if sum(item in one.items for one in said) >= tally.TWO),
        decided,
        of,
        scribe.nickname if scribe else "",
        bool(scribe and scribe.id in here),
        own.tile,
    )

"""A table and its members in one exercise: on which items all agree, and which of them the table has decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import engine, tally
from ..store import log, people

if TYPE_CHECKING:
    import sqlalchemy as sa

    from ...live import Live
    from ...model import Exercise
    from .room import Room


@dataclass(frozen=True)
class Table:
    """What the store has of a table's work on one exercise: the members' own states and the table's, None before it began."""

    number: int
    members: tuple[Mapping[str, Any], ...] = ()
    state: Mapping[str, Any] | None = None


def waited_for(exercise: Exercise, live: Live, number: int) -> bool:
    """Whether a member's own keys wait for what his table decides: nobody leads, and the exercise is the table's too."""
    ends = exercise.settings.get("feedback") == "end"
    return bool(
        number and ends and exercise.settings.get("group") and not exercise.together and live.standing == "free"
    )


def read(conn: sa.Connection, room: Room, exercise: Exercise, number: int) -> Table:
    """Read it, as a job."""
    klass, slug = room.klass.id, exercise.slug
    owners = [log.learner(person) for person in people.seated(conn, klass, number)]
    members = tuple(log.states_of(conn, klass, owners, slug))
    return Table(number, members, log.current(conn, klass, log.group(number), slug).state)


def agreed(room: Room, exercise: Exercise, table: Table) -> frozenset[str]:
    """The items that all members who have answered them answered alike."""
    ctx = engine.Context(room.content, exercise)
    states = (engine.peek(ctx, stored) for stored in table.members)
    return tally.agreed(engine.ballots(ctx, state) for state in states if state is not None)


def decided(room: Room, exercise: Exercise, table: Table) -> frozenset[str]:
    """The items that the table has decided."""
    if table.state is None:
        return frozenset()
    ctx = engine.Context(
        room.content, exercise, mode="group", owner=log.group(table.number), agreed=agreed(room, exercise, table)
    )
    state = engine.peek(ctx, table.state)
    return frozenset() if state is None else engine.decided(ctx, state)

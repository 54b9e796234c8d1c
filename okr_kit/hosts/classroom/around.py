"""What the others at a person's table tell him of an exercise (``ctx.around``), and whose news his page follows therefore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import engine
from ..store import log, people

if TYPE_CHECKING:
    import sqlalchemy as sa

    from ...live import Live
    from ...model import Exercise
    from .room import Room

Json = dict[str, Any]
#: What each of the others tells; None where nothing is told.
Around = tuple[Json, ...] | None


def follows(room: Room, exercise: Exercise, live: Live) -> bool:
    """Whether pages of an exercise show now what others at the table do."""
    return engine.follows_table(engine.Context(room.content, exercise, live=live))


def mates(conn: sa.Connection, room: Room, person: people.Person) -> list[str]:
    """The others at a person's table, as owners of their work, as a job."""
    seated = people.seated(conn, room.klass.id, person.group_no) if person.group_no else []
    return [log.learner(one) for one in sorted(seated) if one != person.id]


def read(conn: sa.Connection, room: Room, exercise: Exercise, person: people.Person, live: Live) -> Around:
    """What they tell, as a job; works that cannot go on tell nothing."""
    ctx = engine.Context(room.content, exercise, live=live)
    if not person.group_no or not engine.knows_table(ctx):
        return None
    stored = log.states_of(conn, room.klass.id, mates(conn, room, person), exercise.slug)
    states = (engine.peek(ctx, one) for one in stored)
    return tuple(dict(engine.told(ctx, state)) for state in states if state is not None)

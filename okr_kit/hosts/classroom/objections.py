"""不同意: what learners do not agree with, as quotes without names, so that each of them can become the debate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ... import lesson
from ..store import people, schema
from . import lead

if TYPE_CHECKING:
    from .room import Room

#: So many of one learner are read, the newest: who sends hundreds pushes nobody off.
LATEST = 30


@dataclass(frozen=True, slots=True)
class Objection:
    """What learners do not agree with in one item: ``quote`` is its sentence, ``notes`` their reasons, newest first.

    ``item`` is empty for what somebody wrote himself. ``count`` are people, ``at`` is when the last of them said so
    (milliseconds). ``handled`` says that the class has talked about the item, or seen its key, after that.
    """

    exercise: str
    item: str
    quote: str
    notes: tuple[str, ...]
    count: int
    at: int
    handled: bool = False


def objections(conn: sa.Connection, room: Room) -> tuple[Objection, ...]:
    """Those that are open, the newest first, then the handled ones; leaders do not count. As a job."""
    state = lead.now(conn, room)
    learners = people.learners(conn, room.klass.id)
    found: defaultdict[tuple[str, str, str], dict[int, Any]] = defaultdict(dict)
    for row in _rows(conn, room.klass.id):
        if row.actor in learners:
            about = (row.exercise, str(row.action["values"].get("item", "")), str(row.action.get("quote", "")))
            found[about].setdefault(row.actor, row)
    made = [_objection(state, *about, [*rows.values()]) for about, rows in found.items()]
    return tuple(sorted(made, key=lambda one: (one.handled, -one.at)))


def _rows(conn: sa.Connection, class_id: int) -> list[Any]:
    """The latest of each learner, newest first."""
    event = schema.events.c
    place = sa.func.row_number().over(partition_by=event.actor, order_by=event.id.desc()).label("place")
    here = (event.class_id == class_id) & (event.do == "disagree") & sa.not_(event.demo)
    ranked = sa.select(event.id, place).where(here).subquery()
    query = sa.select(event.actor, event.exercise, event.action, event.at).join(ranked, ranked.c.id == event.id)
    return list(conn.execute(query.where(ranked.c.place <= LATEST).order_by(event.id.desc())))


def _objection(state: Mapping[str, Any], exercise: str, item: str, quote: str, rows: list[Any]) -> Objection:
    """What was said of one sentence; the rows newest first, one of each person."""
    notes = dict.fromkeys(str(row.action["fields"].get("note", "")).strip() for row in rows)
    at = rows[0].at
    handled = bool(item) and lesson.talked(state, exercise, item) > at
    return Objection(exercise, item, quote, tuple(filter(None, notes)), len(rows), at, handled)

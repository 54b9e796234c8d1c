"""A class at a glance, as the trainer's pages show it: who is there, how far they are, what one of them does not agree with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ..store import log, people, schema
from ..store.people import Person

#: How many disagreements of one learner are read, the newest.
ALL = 200


@dataclass(frozen=True)
class Doubt:
    """One 「不同意，请讲师看」: in which exercise, of which sentence, why, and when (milliseconds)."""

    exercise: str
    quote: str
    note: str
    at: int


@dataclass(frozen=True)
class Overview:
    """A class at a glance. ``seq`` grows with everything that shows here."""

    seq: int
    people: tuple[Person, ...]
    gone: tuple[Person, ...]
    scribes: Mapping[int, int]
    begun: Mapping[str, int]
    done: Mapping[str, int]
    groups_begun: Mapping[str, int]
    groups_done: Mapping[str, int]


def pulse(conn: sa.Connection, class_id: int) -> int:
    """A number that grows whenever somebody joins or does something."""
    event, person = schema.events.c, schema.people.c
    last = conn.execute(sa.select(sa.func.max(event.id)).where(event.class_id == class_id)).scalar() or 0
    here = conn.execute(sa.select(sa.func.count(person.id)).where(person.class_id == class_id)).scalar() or 0
    return int(last) + int(here)


def overview(conn: sa.Connection, class_id: int) -> Overview:
    """Read it; demonstrations, leaders and who was removed do not count."""
    now, person = schema.current.c, schema.people.c
    far = (
        sa.select(now.exercise, sa.func.count(), sa.func.sum(sa.case((now.done, 1), else_=0)))
        .where(now.class_id == class_id, sa.not_(now.demo), now.state_seq > 0)
        .group_by(now.exercise)
    )
    counted = (person.id == now.person_id) & (person.role == "learner") & person.gone.is_(None)
    counts, ours = (
        conn.execute(far.join(schema.people, counted)).all(),
        conn.execute(far.where(now.owner.like("g%"))).all(),
    )
    return Overview(
        pulse(conn, class_id),
        tuple(people.everybody(conn, class_id)),
        tuple(people.everybody(conn, class_id, gone=True)),
        log.scribes(conn, class_id),
        {slug: number for slug, number, _ in counts},
        {slug: int(number) for slug, _, number in counts},
        {slug: number for slug, number, _ in ours},
        {slug: int(number) for slug, _, number in ours},
    )


def doubts_of(conn: sa.Connection, class_id: int, person: int) -> tuple[Doubt, ...]:
    """All that one learner does not agree with, newest first."""
    event = schema.events.c
    query = sa.select(event.exercise, event.action, event.at).where(event.class_id == class_id, event.do == "disagree")
    rows = conn.execute(query.where(event.actor == person).order_by(event.id.desc()).limit(ALL))
    return tuple(_doubt(row) for row in rows)


def _doubt(row: Any) -> Doubt:
    action = row.action
    return Doubt(row.exercise, str(action.get("quote", "")), str(action["fields"].get("note", "")).strip(), row.at)

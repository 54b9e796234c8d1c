"""The lesson in the store: what the trainer's controls do goes through the same log as everybody's work."""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ... import lesson, plan
from ...errors import ActionError, StoreError
from ..store import log, plans, schema

if TYPE_CHECKING:
    from ...live import Live
    from .room import Room

Json = dict[str, Any]


def now(conn: sa.Connection, room: Room) -> Json:
    """The lesson as it stands, as a job; read from the store only when it has changed. Raises StaleState.

    The class's plan is looked at on the way, so that :attr:`.room.Room.agenda` is of the same moment.
    """
    table = schema.current.c
    here = (table.class_id == room.klass.id) & (table.owner == log.CLASS)
    found = {row.exercise: row.seq for row in conn.execute(sa.select(table.exercise, table.seq).where(here))}
    seq, planned = found.get(log.LESSON, 0), found.get(log.PLAN, 0)
    if room.plan[0] != planned:
        room.plan = planned, plan.load(plans.read(conn, room.klass.id))
    known = room.lesson
    if known is None or known[0] != seq:
        known = (seq, lesson.load(log.current(conn, room.klass.id, log.CLASS, log.LESSON).state))
        room.lesson = known
    return known[1]


def live(conn: sa.Connection, room: Room, slug: str) -> Live:
    """What the lesson means for one exercise, as a job."""
    return lesson.live(now(conn, room), slug)


async def act(
    room: Room,
    do: str,
    values: dict[str, str],
    *,
    name: str = "",
    actor: int | None = None,
    driver: str = "",
    stamp: int | None = None,
) -> Json:
    """Carry out one control and return the lesson after the commit. The same ``name`` again does nothing.

    ``driver`` is the browser that has the controls; another one is refused with ``lesson-driver`` until it takes over.
    ``stamp`` is that of the step which the control was seen on; one that has passed is refused with ``lesson-passed``.
    Raises ActionError, StoreError.
    """
    name = name or secrets.token_urlsafe(12)
    at = room.clock()

    def job(conn: sa.Connection) -> Json:
        found = log.current(conn, room.klass.id, log.CLASS, log.LESSON, lock=True)
        before = lesson.load(found.state)
        action = {"do": do, "values": values, "fields": {}}
        if log.known(conn, room.klass.id, log.CLASS, log.LESSON, name, actor, action):
            return before
        if stamp is not None and stamp != before["stamp"]:
            raise ActionError("lesson-passed")
        after = lesson.act(_driven(before, do, driver), do, values, at)
        made = log.Entry(
            class_id=room.klass.id,
            owner=log.CLASS,
            exercise=log.LESSON,
            action_id=name,
            base_seq=found.seq,
            action=action,
            state=after,
            at=at,
            actor=actor,
            role="trainer" if actor is None else "learner",
            kit=room.kit,
        )
        log.append(conn, made)
        return after

    done = await room.store.write(job)
    with contextlib.suppress(StoreError):  # it is done; the hub looks again by itself
        await room.hub.look()  # not soon: a page that is opened now shows the step, and to hers it is no news
    return done


def _driven(state: Json, do: str, driver: str) -> Json:
    """The state with the browser that has the controls; the first one that touches them has them."""
    if not driver or do == "drive" or state["driver"] == driver:
        return state
    if state["driver"]:
        raise ActionError("lesson-driver")
    return {**state, "driver": driver}

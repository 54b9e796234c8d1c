"""Bring what an older kit stored up to date when its class is opened, so that the day goes on where it stopped.

States are also brought up to date when they are next looked at; here their documents reach the shelf at once, and a
learner need not open every exercise to find the work of the day before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import engine
from ...errors import StaleState
from ..store import documents, log

if TYPE_CHECKING:
    import sqlalchemy as sa

    from ...bank import Content


def catch_up(conn: sa.Connection, content: Content, class_id: int) -> int:
    """Rewrite the states of older versions and keep their documents; how many were rewritten.

    What cannot go on, or was written by a newer kit, stays as it is: whoever opens it is told.
    """
    done = 0
    for stored in log.states(conn, class_id):
        exercise = content.exercises.get(stored.exercise)
        if exercise is None:
            continue
        ctx = engine.Context(content, exercise, owner=stored.owner)
        if stored.state.get("v") == engine.version(ctx):
            continue
        try:
            state, restarted = engine.load(ctx, stored.state, stored.at)
        except StaleState:
            continue
        if restarted or not log.replace_state(conn, class_id, stored.owner, stored.exercise, stored.seq, state):
            continue
        made = engine.documents(ctx, state)
        documents.keep(conn, class_id, stored.owner, stored.exercise, stored.state_seq, stored.at, made)
        done += 1
    return done

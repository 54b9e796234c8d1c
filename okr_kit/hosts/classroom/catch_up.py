"""Bring what an older kit stored up to date when its class is opened, so that the day goes on where it stopped.

States are also brought up to date when they are next looked at; here their documents reach the shelf at once, and a
learner need not open every exercise to find the work of the day before.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from ... import engine
from ...errors import ActionError
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
        with contextlib.suppress(ActionError):  # one that no kit can read must not keep the class from opening
            done += _bring_up(conn, class_id, ctx, stored)
    return done


def _bring_up(conn: sa.Connection, class_id: int, ctx: engine.Context, stored: log.Stored) -> bool:
    """Rewrite one state and keep its documents; False if it cannot go on or somebody was faster."""
    state, restarted = engine.load(ctx, stored.state, stored.at)
    if restarted or not log.replace_state(conn, class_id, stored.owner, stored.exercise, stored.seq, state):
        return False
    made = engine.documents(ctx, state)
    documents.keep(conn, class_id, stored.owner, stored.exercise, stored.state_seq, stored.at, made)
    return True

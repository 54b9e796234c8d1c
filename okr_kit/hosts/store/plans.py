"""The plan of a class in the store: what was settled before it began, beside the lesson in the same log."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import log

if TYPE_CHECKING:
    import sqlalchemy as sa


def read(conn: sa.Connection, class_id: int) -> Mapping[str, Any] | None:
    """The plan as it was kept last; None where nothing was settled."""
    return log.current(conn, class_id, log.CLASS, log.PLAN).state


def keep(conn: sa.Connection, class_id: int, state: Mapping[str, Any], at: int, kit: str) -> None:
    """Keep a plan in the place of the one before, which stays in the log; ``at`` in milliseconds since 1970."""
    found = log.current(conn, class_id, log.CLASS, log.PLAN, lock=True)
    log.append(
        conn,
        log.Entry(
            class_id=class_id,
            owner=log.CLASS,
            exercise=log.PLAN,
            action_id=secrets.token_urlsafe(12),
            base_seq=found.seq,
            action={"do": "settle", "values": {}, "fields": dict(state)},
            state=state,
            at=at,
            role="trainer",
            kit=kit,
        ),
    )

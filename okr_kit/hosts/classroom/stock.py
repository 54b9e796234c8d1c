"""How much one learner may store: far more than anybody types in two days, and less than fills a disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from ..store import schema

if TYPE_CHECKING:
    from .room import Room

#: Characters of one learner, or of documents of one owner. Who writes ten pages an hour for twelve hours has 0.1 million.
MOST = 20_000_000
#: How many characters are taken on trust before the store is asked again; a small action may make a large document.
TRUSTED, LEAST = 200_000, 2_000


class Stock:
    """What each learner has stored, as far as the store was asked."""

    def __init__(self, most: int = MOST, trusted: int = TRUSTED) -> None:
        """Nobody was asked about yet."""
        self.most, self.trusted = most, trusted
        self._known: dict[tuple[int, str], tuple[int, int]] = {}

    async def allows(self, room: Room, person: int, owner: str, kept: object) -> bool:
        """Whether a person may still have this kept for that owner: an action, a document. Raises StoreError."""
        key, size = (person, owner), max(len(repr(kept)), LEAST)
        stored, since = self._known.get(key, (0, self.trusted))
        if since + size > self.trusted:
            stored, since = await room.store.read(lambda conn: stored_by(conn, room.klass.id, *key)), 0
        self._known[key] = stored, since + size
        return stored + since + size <= self.most


def stored_by(conn: sa.Connection, class_id: int, person: int, owner: str) -> int:
    """The characters of all actions of a person and of all documents of an owner."""
    event, doc = schema.events.c, schema.documents.c
    acted = _total(event.action).where(event.class_id == class_id, event.actor == person)
    made = _total(doc.body).where(doc.class_id == class_id, doc.owner == owner)
    return sum(conn.scalar(query) or 0 for query in (acted, made))


def _total(column: sa.ColumnElement[object]) -> sa.Select[tuple[int | None]]:
    return sa.select(sa.func.sum(sa.func.length(sa.cast(column, sa.Text))))

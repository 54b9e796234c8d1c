"""The shelf: what learners made, as documents that travel from exercise to exercise.

A document is plain JSON: ``{"v", "type", "id", "origin", "title", …}``. It is kept with the event that wrote it, in the
same transaction, and its body says so under ``from``: ``{"slug", "owner", "seq", "at"}``. Nothing is ever taken out:
what its owner deletes is only marked, so that nothing a learner typed disappears.

A row, as the functions here give it: ``id``, ``owner``, ``type``, ``title``, ``origin``, ``exercise``, ``seq``, ``body``,
``at`` (last written) and ``gone`` (when it was deleted, or None).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from ...errors import ActionError
from . import schema

Json = dict[str, Any]

DEMO = "demo"
#: What stands in columns of its own, with the most characters a column takes.
LONGEST = {"id": 60, "type": 40, "origin": 80}
TITLE = 200
_TABLE = schema.documents.c
_COLUMNS = tuple(column for column in schema.documents.c if column.name != "class_id")


def keep(
    conn: sa.Connection,
    class_id: int,
    owner: str,
    exercise: str,
    seq: int,
    at: int,
    documents: Iterable[Mapping[str, Any]],
) -> None:
    """Write the documents that changed, in the caller's transaction.

    One whose content is what it was is not touched, also if its owner has deleted it meanwhile; one that was deleted
    and is written anew comes back. Raises ActionError, so that the action is refused and nothing of it kept:
    ``document-foreign`` for an id that belongs to another owner, ``document-malformed`` for one without its parts.
    """
    given = {_checked(document)["id"]: document for document in documents}
    if not given:
        return
    query = sa.select(_TABLE.id, _TABLE.owner, _TABLE.body).where(_TABLE.class_id == class_id, _TABLE.id.in_(given))
    there = {row.id: row for row in conn.execute(query.order_by(_TABLE.id).with_for_update())}
    origin = {"slug": exercise, "owner": owner, "seq": seq, "at": at}
    for name, document in given.items():
        found = there.get(name)
        if found is not None and found.owner != owner:
            raise ActionError("document-foreign", id=name, owner=owner)
        if found is not None and _content(found.body) == _content(document):
            continue
        row = {key: document[key] for key in ("type", "origin")} | {"title": document["title"][:TITLE]}
        row |= {"exercise": exercise, "seq": seq, "at": at, "gone": None, "body": {**document, "from": origin}}
        if found is None:
            conn.execute(schema.documents.insert().values(row | {"class_id": class_id, "id": name, "owner": owner}))
        else:
            conn.execute(schema.documents.update().where(_mine(class_id, owner, name)).values(row))


def _checked(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The document, if it has what every one has."""
    named = [document.get(key) for key in LONGEST]
    fits = all(isinstance(text, str) and len(text) <= LONGEST[key] for key, text in zip(LONGEST, named, strict=True))
    if not fits or not document["id"] or not document["type"] or not isinstance(document.get("title"), str):
        raise ActionError("document-malformed", id=str(document.get("id"))[:60])
    return document


def _content(document: Mapping[str, Any]) -> Json:
    """What a document says, without where it came from."""
    return {key: part for key, part in document.items() if key != "from"}


def _mine(class_id: int, owner: str, name: str) -> sa.ColumnElement[bool]:
    """The document of that id, if it is this owner's."""
    return sa.and_(_TABLE.class_id == class_id, _TABLE.owner == owner, _TABLE.id == name)


def shelf(
    conn: sa.Connection,
    class_id: int,
    owners: Collection[str],
    types: Collection[str] | None = None,
    *,
    gone: bool = False,
    most: int = 100,
) -> list[Json]:
    """The documents of these owners, newest first, of these types or all; ``gone``: the deleted ones instead."""
    query = sa.select(*_COLUMNS).where(_TABLE.class_id == class_id, _TABLE.owner.in_(owners))
    query = query.where(_TABLE.gone.is_not(None) if gone else _TABLE.gone.is_(None))
    if types is not None:
        query = query.where(_TABLE.type.in_(types))
    return _rows(conn, query.order_by(_TABLE.at.desc(), _TABLE.id).limit(most))


def one(conn: sa.Connection, class_id: int, owners: Collection[str], name: str) -> Json | None:
    """The document of that id if one of these owners has it, a deleted one too (``gone`` says so); else None."""
    query = sa.select(*_COLUMNS).where(_TABLE.class_id == class_id, _TABLE.owner.in_(owners), _TABLE.id == name)
    return next(iter(_rows(conn, query)), None)


def _rows(conn: sa.Connection, query: sa.Select[Any]) -> list[Json]:
    return [dict(row) for row in conn.execute(query).mappings()]


def remove(conn: sa.Connection, class_id: int, owner: str, name: str, at: int) -> bool:
    """Mark a document as deleted; False if the owner has none of that id, or has deleted it before."""
    here = _mine(class_id, owner, name) & _TABLE.gone.is_(None)
    return bool(conn.execute(schema.documents.update().where(here).values(gone=at)).rowcount)


def bring_back(conn: sa.Connection, class_id: int, owner: str, name: str) -> bool:
    """Take the mark away again; False if there is nothing to bring back."""
    here = _mine(class_id, owner, name) & _TABLE.gone.is_not(None)
    return bool(conn.execute(schema.documents.update().where(here).values(gone=None)).rowcount)


def sat_in(conn: sa.Connection, class_id: int, person_id: int) -> set[str]:
    """The groups (``g3``) in whose work this person did something: recorded, voted, noted."""
    event = schema.events.c
    query = sa.select(event.owner).where(event.class_id == class_id, event.actor == person_id, event.owner.like("g%"))
    return set(conn.scalars(query.distinct()))


def of_class(conn: sa.Connection, class_name: str, *, demo: bool = False) -> list[Json]:
    """All documents of a class in the order they were last written, deleted ones too, for export.

    Demonstrations stay out unless asked for.
    """
    query = sa.select(*_COLUMNS).join(schema.classes).where(schema.classes.c.name == class_name)
    if not demo:
        query = query.where(_TABLE.owner != DEMO)
    return _rows(conn, query.order_by(_TABLE.at, _TABLE.id))

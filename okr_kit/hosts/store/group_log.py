"""What the log says of a group's work: notes and votes by item, items passed, who took the record, what was replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlalchemy as sa

from . import schema
from .log import NOTE, TAKE, UNDO, VOTE

#: Actions that put another state in the place of the whole work; what they replace is kept with them as ``before``.
REPLACING = ("restart", "redraw", UNDO)
#: What a worksheet sends by itself at every key: it says nothing of an item, and there are hundreds.
BY_ITSELF = "put"


class Note(NamedTuple):
    """What somebody wrote to the group, at which item or part (empty in the first release), and about which place in it."""

    nickname: str
    text: str
    item: str
    about: str = ""


class Step(NamedTuple):
    """One step that everybody in the group is told of: who did it, when (milliseconds), and what it was."""

    nickname: str
    at: int
    action: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Remarks:
    """What happened at a group's table in one exercise.

    ``notes`` oldest first; ``votes`` the last of each person at each item, (person, item) -> action; ``items`` the
    statements of the items that were spoken of or passed, in that order, item -> statement (empty where unknown);
    ``replaced`` the last step that put another state in the place of the work; ``taken`` the last taking of the record
    in any exercise.
    """

    notes: tuple[Note, ...] = ()
    votes: Mapping[tuple[int, str], Mapping[str, Any]] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    replaced: Step | None = None
    taken: Step | None = None


def remarks(conn: sa.Connection, class_id: int, owner: str, exercise: str) -> Remarks:
    """Read it."""
    event, person = schema.events.c, schema.people.c
    here = (event.class_id == class_id) & (event.owner == owner) & (event.exercise == exercise)
    query = (
        sa.select(event.do, event.actor, event.action, person.nickname)
        .join(schema.people, person.id == event.actor)
        .where(here, event.do.not_in((*REPLACING, BY_ITSELF)))
        .order_by(event.seq)
    )
    rows = conn.execute(query).all()
    items: dict[str, str] = {}
    for row in rows:
        values = row.action.get("passed") or (row.action["values"] if row.do in (NOTE, VOTE) else {})
        item, quote = str(values.get("item", "")), str(values.get("quote") or row.action.get("quote") or "")
        if item:
            items[item] = quote or items.get(item, "")
    return Remarks(
        tuple(_note(row.nickname, row.action) for row in rows if row.do == NOTE),
        {(row.actor, str(row.action["values"].get("item", ""))): row.action for row in rows if row.do == VOTE},
        items,
        _last(conn, here & event.do.in_(REPLACING), {"do": event.do}),
        _last(conn, (event.class_id == class_id) & (event.owner == owner) & (event.do == TAKE)),
    )


def _note(nickname: str, action: Mapping[str, Any]) -> Note:
    said, item = str(action["fields"].get("note", "")), str(action["values"].get("item", ""))
    return Note(nickname, said, item, str(action.get("about", "")))


def _last(
    conn: sa.Connection, which: sa.ColumnElement[bool], light: Mapping[str, sa.ColumnElement[Any]] | None = None
) -> Step | None:
    """The last event of those; with ``light`` these columns stand for an action that may be large."""
    event, person = schema.events.c, schema.people.c
    columns = [column.label(name) for name, column in light.items()] if light else [event.action]
    query = sa.select(person.nickname, event.at, *columns).join(schema.people, person.id == event.actor).where(which)
    row = conn.execute(query.order_by(event.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    nickname, at, *rest = row
    return Step(nickname, at, dict(zip(light, rest, strict=True)) if light else rest[0])


def before(conn: sa.Connection, class_id: int, owner: str, exercise: str) -> Mapping[str, Any] | None:
    """The state that the last replacing step put aside; None if there was none, or an older kit kept nothing."""
    event = schema.events.c
    here = (event.class_id == class_id) & (event.owner == owner) & (event.exercise == exercise)
    query = sa.select(event.action).where(here, event.do.in_(REPLACING)).order_by(event.seq.desc()).limit(1)
    action = conn.execute(query).scalar()
    return action.get("before") if action else None

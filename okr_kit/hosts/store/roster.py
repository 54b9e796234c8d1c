"""Who sits where and who keeps a group's record, and what the trainer changes about people; each step is in the log.

Nothing is taken out of the store: who is removed comes back whole, with the seat, the devices and the work.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from . import log, people, schema

#: Where steps with people and groups stand in the log, in the place of an owner and of an exercise.
CLASS = "class"
MOVE, LOCK, RENAME, REMOVE, BACK, CODE, RENEW = (
    f"class-{word}" for word in ("move", "lock", "rename", "remove", "back", "code", "renew")
)


def move(conn: sa.Connection, class_id: int, person: int, group_no: int, at: int, *, trainer: bool = False) -> bool:
    """Put a person into another group; the record of the old group becomes free if this person kept it.

    False, and nothing done, while the trainer has locked the groups, unless the trainer does it.
    """
    table, found = schema.people.c, people.one(conn, class_id, person)
    if found is None or (not trainer and people.class_now(conn, class_id).locked is not None):
        return False
    if found.group_no != group_no:
        conn.execute(schema.people.update().where(table.id == person).values(group_no=group_no))
        _free_record(conn, class_id, person, at)
        seats = {"person": str(person), "from": str(found.group_no), "to": str(group_no)}
        _step(conn, class_id, MOVE, seats, at, None if trainer else person)
    return True


def left(conn: sa.Connection, class_id: int, person: people.Person) -> set[str]:
    """The groups (``g3``) that somebody sat in and that worked meanwhile: what they made is also of who said nothing.

    Of a table where nothing happened while he sat there he keeps nothing.
    """
    event, found = schema.events.c, set[str]()
    moves = (event.class_id == class_id) & (event.exercise == CLASS) & (event.do == MOVE)
    since = conn.scalar(sa.select(schema.people.c.at).where(schema.people.c.id == person.id)) or 0
    for action, at in conn.execute(sa.select(event.action, event.at).where(moves).order_by(event.id)).all():
        if action["values"]["person"] != str(person.id):
            continue
        group = log.group(int(action["values"]["from"]))
        worked = (event.class_id == class_id) & (event.owner == group) & event.at.between(since, at)
        if conn.scalar(sa.select(event.id).where(worked).limit(1)) is not None:
            found.add(group)
        since = at
    return found


def _free_record(conn: sa.Connection, class_id: int, person: int, at: int) -> None:
    """Nobody keeps the record that this person kept; the group's pages see a new ``seq`` and learn of it."""
    group = schema.groups.c
    mine = (group.class_id == class_id) & (group.scribe == person)
    for number in conn.scalars(sa.select(group.number).where(mine)).all():
        conn.execute(schema.groups.update().where(mine, group.number == number).values(scribe=None, at=at))
        _tell(conn, class_id, number)


def _tell(conn: sa.Connection, class_id: int, number: int, but: str = "") -> None:
    """Make every page of a group ask again, ``but`` for the exercise that has just got an event."""
    now = schema.current.c
    pages = (now.class_id == class_id) & (now.owner == log.group(number)) & (now.exercise != but)
    conn.execute(schema.current.update().where(pages).values(seq=now.seq + 1))


def take_record(conn: sa.Connection, entry: log.Entry, number: int, person: int) -> log.Kept:
    """Make a person the scribe of a group; every page of that group sees a new ``seq`` and learns of it.

    The entry's value ``from`` names who kept the record when the person agreed to take it over; ``not-scribe``, and
    nothing done, if somebody else keeps it by now. ``not-member`` for who does not sit there.
    """
    log.sits(conn, entry)  # locks the person, then the group, as moving does: two servers never wait for each other
    here = _lock_group(conn, entry.class_id, number, entry.at)
    before = log.scribe(conn, entry.class_id, number)
    if entry.action["values"].get("from", "") != (str(before) if before else ""):
        known = log.known(conn, entry.class_id, entry.owner, entry.exercise, entry.action_id, entry.actor, entry.action)
        now = log.current(conn, entry.class_id, entry.owner, entry.exercise)
        return log.Kept(known or "not-scribe", now)
    kept = log.append(conn, entry)
    if kept.status != "ok":
        return kept
    conn.execute(schema.groups.update().where(here).values(scribe=person, at=entry.at))
    _tell(conn, entry.class_id, number, but=entry.exercise)
    return kept


def _lock_group(conn: sa.Connection, class_id: int, number: int, at: int) -> sa.ColumnElement[bool]:
    """Keep other servers off the group's row until the commit, making it if it is the first time; which row it is."""
    group = schema.groups.c
    here = (group.class_id == class_id) & (group.number == number)
    if conn.execute(sa.select(group.number).where(here).with_for_update()).first() is None:
        conn.execute(schema.groups.insert().values(class_id=class_id, number=number, scribe=None, at=at))
    return here


def lock(conn: sa.Connection, class_id: int, at: int, *, locked: bool) -> None:
    """Let nobody change the group by himself, or let them again."""
    here = schema.classes.c.id == class_id
    conn.execute(schema.classes.update().where(here).values(locked=at if locked else None))
    _step(conn, class_id, LOCK, {"locked": locked}, at)


def rename(conn: sa.Connection, class_id: int, person: int, nickname: str, at: int) -> str:
    """Give a person another nickname; the one that the person has now, or a free one near it where it is taken."""
    table, found = schema.people.c, people.one(conn, class_id, person)
    if found is None:
        return ""
    key = people.name_key(nickname)
    if key != people.name_key(found.nickname) and people.free_name(conn, class_id, nickname) != nickname:
        return people.free_name(conn, class_id, nickname)
    conn.execute(schema.people.update().where(table.id == person).values(nickname=nickname, name_key=key))
    _step(conn, class_id, RENAME, {"person": str(person), "from": found.nickname, "to": nickname}, at)
    return nickname


def remove(conn: sa.Connection, class_id: int, person: int, at: int, *, gone: bool) -> None:
    """Take a person out of the class, or back in: devices, seat, code and work stay as they are."""
    table = schema.people.c
    here = (table.class_id == class_id) & (table.id == person)
    conn.execute(schema.people.update().where(here).values(gone=at if gone else None))
    if gone:
        _free_record(conn, class_id, person, at)
    _step(conn, class_id, REMOVE if gone else BACK, {"person": str(person)}, at)


def new_code(conn: sa.Connection, class_id: int, person: int, at: int) -> str:
    """Give a person a fresh personal code; the old one opens nothing any more, devices that are signed in stay so."""
    code = people.free_code(conn, class_id)
    here = (schema.people.c.class_id == class_id) & (schema.people.c.id == person)
    conn.execute(schema.people.update().where(here).values(code=code))
    _step(conn, class_id, CODE, {"person": str(person)}, at)
    return code


def renew(conn: sa.Connection, class_id: int, at: int) -> people.Class:
    """Make the trainer's link a new one; the class with it."""
    here = schema.classes.c.id == class_id
    conn.execute(schema.classes.update().where(here).values(trainer=secrets.token_hex(8)))
    _step(conn, class_id, RENEW, {}, at)
    return people.class_now(conn, class_id)


def _step(
    conn: sa.Connection, class_id: int, do: str, values: Mapping[str, Any], at: int, actor: int | None = None
) -> None:
    """Write down a step with people or groups; without an ``actor`` it is the trainer's."""
    log.append(
        conn,
        log.Entry(
            class_id=class_id,
            owner=CLASS,
            exercise=CLASS,
            action_id=secrets.token_hex(12),
            base_seq=0,
            action={"do": do, "values": dict(values), "fields": {}},
            state={},
            at=at,
            actor=actor,
            role="learner" if actor else "trainer",
            changes=False,
        ),
    )

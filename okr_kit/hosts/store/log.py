"""The log of a class: append one action, read a current state, list events.

The owner of a state is a learner (``p12``), a group (``g3``) or a demonstration (``demo``). Each owner and exercise
counts its events in ``seq``; ``state_seq`` is the last one that changed the state, so that a note from the group does
not come in the scribe's way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from . import documents, schema

Status = Literal["ok", "repeat", "conflict", "not-scribe", "not-member", "id-taken"]
Known = Literal["", "repeat", "id-taken"]

#: Whose work the lesson and the plan are, and as what they lie among the exercises.
CLASS, LESSON, PLAN = "class", "lesson", "plan"
NOTE, VOTE, TAKE, UNDO = "group-note", "group-vote", "group-take", "group-undo"
#: What makes an action that action; a host may add parts of its own, such as the statement at hand.
CONTENT = ("do", "values", "fields")
COPIED = ("class_id", "owner", "exercise", "action_id", "actor", "score", "graded", "demo", "role", "kit", "bank", "at")

CACHED = ("score", "progress", "done", "answered", "total")


def learner(person: int) -> str:
    """The owner name of a learner."""
    return f"p{person}"


def group(number: int) -> str:
    """The owner name of a group."""
    return f"g{number}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One action to be appended, and the state after it.

    ``base_seq`` is the seq that the sender had seen. ``changes`` is False for a note or vote, which leaves the state
    alone and never conflicts. ``seat`` is the group in which the actor has to sit, ``scribe`` is (group, person) if only
    that group's scribe may do this. ``documents`` are what the work has produced so far; those that changed are kept
    with the event.
    """

    class_id: int
    owner: str
    exercise: str
    action_id: str
    base_seq: int
    action: Mapping[str, Any]
    state: Mapping[str, Any]
    at: int
    actor: int | None = None
    person_id: int | None = None
    role: str = "learner"
    changes: bool = True
    seat: int = 0
    scribe: tuple[int, int] | None = None
    codes: tuple[str, ...] = ()
    score: int | None = None
    progress: float = 0.0
    done: bool = False
    answered: int = 0
    total: int = 0
    graded: bool = False
    demo: bool = False
    kit: str = ""
    bank: str = ""
    documents: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Current:
    """Where an owner stands in an exercise; ``seq`` 0 and no state if nothing was done yet."""

    seq: int = 0
    state_seq: int = 0
    state: Mapping[str, Any] | None = None
    score: int | None = None
    progress: float = 0.0
    done: bool = False
    answered: int = 0
    total: int = 0
    at: int = 0


class Stored(NamedTuple):
    """A state as it lies in the store, and whose it is."""

    owner: str
    exercise: str
    person_id: int | None
    seq: int
    state_seq: int
    state: Mapping[str, Any]
    at: int


def _current() -> sa.Select[Any]:
    """Where an owner (``whose``) stands in an exercise (``slug``) of a class (``klass``)."""
    table, ask = schema.current.c, sa.bindparam
    columns = (table.seq, table.state_seq, table.state, *(table[name] for name in CACHED), table.at)
    here = table.class_id == ask("klass"), table.owner == ask("whose"), table.exercise == ask("slug")
    return sa.select(*columns).where(*here)


def _known() -> sa.Select[Any]:
    """The event of that id (``name``) in an owner's log of an exercise."""
    table, ask = schema.events.c, sa.bindparam
    here = table.class_id == ask("klass"), table.owner == ask("whose"), table.exercise == ask("slug")
    return sa.select(table.actor, table.action).where(*here, table.action_id == ask("name"))


#: What every act asks twice, made once: to put a question together takes longer than to ask it.
_CURRENT, _CURRENT_LOCKED, _KNOWN = _current(), _current().with_for_update(), _known()


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an entry: its status and where the owner stands now."""

    status: Status
    current: Current


def append(conn: sa.Connection, entry: Entry) -> Kept:
    """Append an action with the state after it, in the caller's transaction.

    ``repeat``: this action was appended before, nothing is written. ``id-taken``: another action has its id.
    ``not-member``: the actor does not sit in the group (any more). ``conflict``: the state moved on since ``base_seq``.
    ``not-scribe``: somebody else keeps the group's record. All of these return the current state and keep no document.
    Raises ActionError where :func:`okr_kit.hosts.store.documents.keep` does.
    """
    seated = not entry.seat or sits(conn, entry)
    now = current(conn, entry.class_id, entry.owner, entry.exercise, lock=True)
    before = known(conn, entry.class_id, entry.owner, entry.exercise, entry.action_id, entry.actor, entry.action)
    if before:
        return Kept(before, now)
    if not seated:
        return Kept("not-member", now)
    if entry.changes and not now.state_seq <= entry.base_seq <= now.seq:
        return Kept("conflict", now)
    if entry.scribe is not None and scribe(conn, entry.class_id, entry.scribe[0]) != entry.scribe[1]:
        return Kept("not-scribe", now)
    seq = now.seq + 1
    conn.execute(schema.events.insert().values(_event(entry, seq)))
    documents.keep(conn, entry.class_id, entry.owner, entry.exercise, seq, entry.at, entry.documents)
    return Kept("ok", _remember(conn, entry, now, seq))


def _event(entry: Entry, seq: int) -> dict[str, Any]:
    """The row of the log."""
    row = {name: getattr(entry, name) for name in COPIED}
    return row | {"seq": seq, "do": entry.action["do"], "action": dict(entry.action), "codes": list(entry.codes)}


def _remember(conn: sa.Connection, entry: Entry, now: Current, seq: int) -> Current:
    """Bring the cache up to the log."""
    row: dict[str, Any] = {"seq": seq, "at": entry.at}
    if entry.changes or now.state is None:
        row |= {"state": dict(entry.state), "state_seq": seq if entry.changes else 0}
        row |= {name: getattr(entry, name) for name in CACHED}
    if now.seq:
        table = schema.current.c
        key = (table.class_id == entry.class_id) & (table.owner == entry.owner) & (table.exercise == entry.exercise)
        conn.execute(schema.current.update().where(key).values(row))
    else:
        key_row = {"class_id": entry.class_id, "owner": entry.owner, "exercise": entry.exercise}
        conn.execute(schema.current.insert().values(key_row | row | {"person_id": entry.person_id, "demo": entry.demo}))
    return replace(now, **row)


def states(conn: sa.Connection, class_id: int) -> list[Stored]:
    """Every state of a class as it lies there, whichever kit wrote it."""
    table = schema.current.c
    columns = (table[name] for name in Stored._fields)
    query = sa.select(*columns).where(table.class_id == class_id).order_by(table.owner, table.exercise)
    return [Stored(*row) for row in conn.execute(query)]


def states_of(conn: sa.Connection, class_id: int, owners: Iterable[str], exercise: str) -> list[dict[str, Any]]:
    """The states of some owners in one exercise, of those who have one."""
    table = schema.current.c
    here = (table.class_id == class_id) & (table.exercise == exercise) & table.owner.in_(list(owners))
    return list(conn.execute(sa.select(table.state).where(here, table.state_seq > 0)).scalars())


def replace_state(
    conn: sa.Connection, class_id: int, owner: str, exercise: str, seq: int, state: Mapping[str, Any]
) -> bool:
    """Put a state that a newer kit has brought up to date in the place of the old one.

    It is the same work in another form, so ``seq`` stays and no page on a phone becomes old. False, and nothing done, if
    somebody has acted since ``seq``.
    """
    table = schema.current.c
    here = (table.class_id == class_id) & (table.owner == owner) & (table.exercise == exercise) & (table.seq == seq)
    return bool(conn.execute(schema.current.update().where(here).values(state=dict(state))).rowcount)


def current(conn: sa.Connection, class_id: int, owner: str, exercise: str, *, lock: bool = False) -> Current:
    """Where the owner stands; ``lock`` keeps other servers of the same class off that row until the commit."""
    found = conn.execute(
        _CURRENT_LOCKED if lock else _CURRENT, {"klass": class_id, "whose": owner, "slug": exercise}
    ).one_or_none()
    return Current(*found) if found else Current()


def known(
    conn: sa.Connection,
    class_id: int,
    owner: str,
    exercise: str,
    action_id: str,
    actor: int | None,
    action: Mapping[str, Any],
) -> Known:
    """Whether the owner's log of the exercise has that id: ``repeat`` for the same act of the same person, else ``id-taken``."""
    named = {"klass": class_id, "whose": owner, "slug": exercise, "name": action_id}
    row = conn.execute(_KNOWN, named).one_or_none()
    if row is None:
        return ""
    same = row.actor == actor and all(row.action.get(part) == action.get(part) for part in CONTENT)
    return "repeat" if same else "id-taken"


def sits(conn: sa.Connection, entry: Entry) -> bool:
    """Whether the actor sits in the group of that entry; moving and removing wait for this transaction."""
    table = schema.people.c
    query = sa.select(table.id).where(table.id == entry.actor, table.group_no == entry.seat, table.gone.is_(None))
    return conn.execute(query.with_for_update()).first() is not None


def standing(conn: sa.Connection, class_id: int, owner: str) -> dict[str, Current]:
    """Where the owner stands in each exercise begun, without the states."""
    table = schema.current.c
    columns = (table.exercise, table.seq, table.state_seq, *(table[name] for name in CACHED), table.at)
    rows = conn.execute(sa.select(*columns).where(table.class_id == class_id, table.owner == owner))
    return {slug: Current(seq, changed, None, *rest) for slug, seq, changed, *rest in rows}


def scribe(conn: sa.Connection, class_id: int, number: int) -> int | None:
    """Who keeps the record of a group, and sits in it."""
    return scribes(conn, class_id).get(number)


def scribes(conn: sa.Connection, class_id: int) -> dict[int, int]:
    """Who keeps the record of each group, and sits in it: group to person."""
    table, person = schema.groups.c, schema.people.c
    sits = (person.id == table.scribe) & (person.group_no == table.number) & person.gone.is_(None)
    query = sa.select(table.number, table.scribe).join(schema.people, sits).where(table.class_id == class_id)
    return {row.number: row.scribe for row in conn.execute(query)}


def events(
    conn: sa.Connection, class_name: str, exercise: str | None = None, *, demo: bool = False, leaders: bool = False
) -> list[dict[str, Any]]:
    """The events of a class as plain dicts, in the order they were written, with ``nickname`` and ``group_no``.

    Demonstrations, and what leaders did on their own, stay out unless asked for.
    """
    table, person = schema.events.c, schema.people.c
    query = (
        sa.select(schema.events, person.nickname, person.group_no)
        .join(schema.classes, schema.classes.c.id == table.class_id)
        .outerjoin(schema.people, person.id == table.actor)
        .where(schema.classes.c.name == class_name)
        .order_by(table.id)
    )
    if exercise is not None:
        query = query.where(table.exercise == exercise)
    if not demo:
        query = query.where(sa.not_(table.demo))
    if not leaders:
        query = query.where((table.role != "leader") | table.owner.like("g%"))
    return [dict(row) for row in conn.execute(query).mappings()]

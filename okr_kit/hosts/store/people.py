"""Who is in a class: joining with a nickname, coming back with a personal code, devices, groups and their scribe."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from . import log, schema

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L, which people mix up
CODE_LENGTH = 6
NAME_LIMIT = 20
ROLES = ("learner", "leader")
_JOINER = "\u200d"
#: Letters and marks that show nothing: fillers, joiners, variation selectors. Format characters are a category of their own.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
#: The dot inside a name (买买提·阿不都拉), as keyboards write it.
_DOTS = re.compile("[\u2022\u2027\u2219\u22c5\u30fb\u0387]")


@dataclass(frozen=True, slots=True)
class Class:
    """A class: its name, the code people type to join, how many groups it has, and the secret behind its seeds.

    ``locked`` is since when nobody changes the group by himself; ``trainer`` is new with each renewal of the trainer's
    link, empty for the first.
    """

    id: int
    name: str
    code: str
    groups: int
    secret: str
    locked: int | None = None
    trainer: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A learner or leader of a class; ``group_no`` 0 means no group; ``gone`` is when the trainer removed the person."""

    id: int
    nickname: str
    group_no: int
    role: str
    code: str
    gone: int | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody came in: the person and the token for this device."""

    person: Person
    token: str


def open_class(conn: sa.Connection, name: str, groups: int | None, at: int) -> Class:
    """The class of that name, made if new; ``groups`` changes its number of groups (new classes: 6)."""
    table, found = schema.classes.c, class_id(conn, name)
    if found is None:
        row = {"name": name, "code": f"{secrets.randbelow(900000) + 100000}", "groups": 6 if groups is None else groups}
        conn.execute(schema.classes.insert().values(row | {"secret": secrets.token_hex(32), "at": at}))
    elif groups is not None:
        conn.execute(schema.classes.update().where(table.id == found).values(groups=groups))
    return _class(conn, table.name == name)


def class_now(conn: sa.Connection, class_id: int) -> Class:
    """The class as it stands: locked or not, with the trainer's present link."""
    return _class(conn, schema.classes.c.id == class_id)


def _class(conn: sa.Connection, which: sa.ColumnElement[bool]) -> Class:
    table = schema.classes.c
    columns = (table.id, table.name, table.code, table.groups, table.secret, table.locked)
    row = conn.execute(sa.select(*columns, sa.func.coalesce(table.trainer, "")).where(which)).one()
    return Class(*row)


def class_id(conn: sa.Connection, name: str) -> int | None:
    """The class of that name, if there is one."""
    table = schema.classes.c
    return conn.execute(sa.select(table.id).where(table.name == name)).scalar()


def class_names(conn: sa.Connection) -> list[str]:
    """The names of all classes, oldest first."""
    return list(conn.scalars(sa.select(schema.classes.c.name).order_by(schema.classes.c.id)))


def clean_name(name: str) -> str:
    """A nickname as it will be shown: one line, no control or direction characters, no doubled spaces.

    Empty if nothing visible is left.
    """
    name = unicodedata.normalize("NFC", name)
    kept = "".join(char for char in name if char == _JOINER or char.isspace() or unicodedata.category(char)[0] != "C")
    line = " ".join(kept.split())
    return line if any(unicodedata.category(char)[0] in "LNPS" for char in name_key(line)) else ""


def name_key(name: str) -> str:
    """What makes two nicknames the same: what looks alike; as long as the store has room for."""
    return folded(name)[:160]


def folded(text: str) -> str:
    """A text as far as it is seen: width, case, spaces and what cannot be seen do not count."""
    plain = _DOTS.sub("·", unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold())
    return "".join(char for char in plain if not char.isspace() and unicodedata.category(char)[0] != "C")


def clean_code(code: str) -> str:
    """A personal code as typed, brought to its written form: width, case, spaces and dashes do not count."""
    wide = unicodedata.normalize("NFKC", code).upper()
    return "".join(char for char in wide if char not in " -\t")


def join(conn: sa.Connection, class_id: int, nickname: str, group_no: int, role: str, at: int) -> Joined | str:
    """Add a person and a device; if the nickname is taken, the nearest free one comes back instead."""
    if free_name(conn, class_id, nickname) != nickname:
        return free_name(conn, class_id, nickname)
    code = free_code(conn, class_id)
    row = {"class_id": class_id, "nickname": nickname, "name_key": name_key(nickname), "group_no": group_no}
    done = conn.execute(schema.people.insert().values(row | {"role": role, "code": code, "at": at}))
    (number,) = done.inserted_primary_key or (0,)
    person = Person(int(number), nickname, group_no, role, code)
    return Joined(person, new_device(conn, person.id, at))


def free_code(conn: sa.Connection, class_id: int) -> str:
    """A personal code that nobody in the class has."""
    table = schema.people.c
    codes = set(conn.scalars(sa.select(table.code).where(table.class_id == class_id)))
    return next(code for code in iter(_new_code, "") if code not in codes)


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def free_name(conn: sa.Connection, class_id: int, nickname: str) -> str:
    """The nickname itself, or with the first number behind it that nobody has."""
    table = schema.people.c
    rows = conn.execute(sa.select(table.nickname, table.name_key).where(table.class_id == class_id)).all()
    taken = {key for row in rows for key in (row.name_key, name_key(row.nickname))}  # an older kit kept other keys
    name, number = nickname, 1
    while name_key(name) in taken:
        number += 1
        name = f"{nickname[: NAME_LIMIT - len(str(number))]}{number}"
    return name


def come_back(conn: sa.Connection, class_id: int, code: str, at: int) -> Joined | None:
    """The person of that personal code with a token for the new device; None if there is none."""
    table = schema.people.c
    person = _one(conn, (table.class_id == class_id) & (table.code == clean_code(code)) & table.gone.is_(None))
    return Joined(person, new_device(conn, person.id, at)) if person else None


def new_device(conn: sa.Connection, person: int, at: int) -> str:
    """A fresh token for a device; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    conn.execute(schema.devices.insert().values(token_hash=_hash(token), person_id=person, at=at))
    return token


def by_token(conn: sa.Connection, class_id: int, token: str) -> Person | None:
    """Whose device this is; None if the token is unknown, of another class, or of somebody removed."""
    table, device = schema.people.c, schema.devices.c
    owner = sa.select(device.person_id).where(device.token_hash == _hash(token)).scalar_subquery()
    return _one(conn, (table.class_id == class_id) & (table.id == owner) & table.gone.is_(None))


def forget_device(conn: sa.Connection, token: str) -> None:
    """Sign a device out; the person and the work stay."""
    conn.execute(schema.devices.delete().where(schema.devices.c.token_hash == _hash(token)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _one(conn: sa.Connection, condition: sa.ColumnElement[bool]) -> Person | None:
    """The person of that condition."""
    row = conn.execute(sa.select(*_columns()).where(condition)).one_or_none()
    return Person(*row) if row else None


def _columns() -> tuple[sa.Column[Any], ...]:
    """The columns of a Person."""
    table = schema.people.c
    return (table.id, table.nickname, table.group_no, table.role, table.code, table.gone)


def scribe_of(conn: sa.Connection, class_id: int, number: int) -> Person | None:
    """Who keeps the record of a group."""
    return _one(conn, schema.people.c.id == log.scribe(conn, class_id, number))


def everybody(conn: sa.Connection, class_id: int, *, gone: bool = False) -> list[Person]:
    """All who joined, in the order they came; ``gone``: those whom the trainer removed instead."""
    table = schema.people.c
    which = table.gone.is_not(None) if gone else table.gone.is_(None)
    query = sa.select(*_columns()).where(table.class_id == class_id, which).order_by(table.id)
    return [Person(*row) for row in conn.execute(query)]


def learners(conn: sa.Connection, class_id: int) -> frozenset[int]:
    """Who counts where a class is counted, by number: all who joined but the leaders."""
    return frozenset(person.id for person in everybody(conn, class_id) if person.role == "learner")


def came_and_left(conn: sa.Connection, class_id: int) -> tuple[int, int]:
    """How many ever joined, and how many of them the trainer has removed: neither is an event of the log."""
    table = schema.people.c
    query = sa.select(sa.func.count(table.id), sa.func.count(table.gone)).where(table.class_id == class_id)
    came, left = conn.execute(query).one()
    return came, left


def seated(conn: sa.Connection, class_id: int, number: int) -> list[int]:
    """Who sits in a group, by number."""
    table = schema.people.c
    here = (table.class_id == class_id) & (table.group_no == number) & table.gone.is_(None)
    return list(conn.execute(sa.select(table.id).where(here)).scalars())


def one(conn: sa.Connection, class_id: int, person: int) -> Person | None:
    """The person of that number, also a removed one; None if the class has none."""
    table = schema.people.c
    return _one(conn, (table.class_id == class_id) & (table.id == person))

"""The tables of the store, and the version they carry.

``event`` is append-only and the truth; ``current`` is a cache of it, written in the same transaction.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    inspect,
    select,
)

from ...errors import SchemaTooNew, StoreError

VERSION = 1

metadata = MetaData()
ID = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only for INTEGER

kit = Table("kit", metadata, Column("key", String(20), primary_key=True), Column("value", Text, nullable=False))

classes = Table(
    "class",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("code", String(12), nullable=False),
    Column("groups", Integer, nullable=False),
    Column("secret", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
)

people = Table(
    "person",
    metadata,
    Column("id", ID, primary_key=True),
    Column("class_id", ID, ForeignKey("class.id"), nullable=False),
    Column("nickname", String(80), nullable=False),
    Column("name_key", String(160), nullable=False),
    Column("group_no", Integer, nullable=False),
    Column("role", String(10), nullable=False),
    Column("code", String(6), nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("class_id", "name_key", name="one_name_per_class"),
    UniqueConstraint("class_id", "code", name="one_code_per_class"),
)

devices = Table(
    "device",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", ID, ForeignKey("person.id"), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
)

groups = Table(
    "class_group",
    metadata,
    Column("class_id", ID, ForeignKey("class.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("scribe", ID, ForeignKey("person.id"), nullable=True),
    Column("at", BigInteger, nullable=False),
)

events = Table(
    "event",
    metadata,
    Column("id", ID, primary_key=True),
    Column("class_id", ID, ForeignKey("class.id"), nullable=False),
    Column("action_id", String(64), nullable=False),
    Column("owner", String(40), nullable=False),
    Column("actor", ID, ForeignKey("person.id"), nullable=True),
    Column("exercise", String(80), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("do", String(40), nullable=False),
    Column("action", JSON, nullable=False),
    Column("codes", JSON, nullable=False),
    Column("score", Integer, nullable=True),
    Column("graded", Boolean, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("role", String(10), nullable=False),
    Column("kit", String(40), nullable=False),
    Column("bank", String(80), nullable=False),
    Column("at", BigInteger, nullable=False),
    UniqueConstraint("class_id", "action_id", name="one_action_per_id"),
    UniqueConstraint("class_id", "owner", "exercise", "seq", name="one_action_per_seq"),
    Index("event_by_exercise", "class_id", "exercise", "id"),
    Index("event_by_do", "class_id", "do", "id"),
)

current = Table(
    "current",
    metadata,
    Column("class_id", ID, ForeignKey("class.id"), primary_key=True),
    Column("owner", String(40), primary_key=True),
    Column("exercise", String(80), primary_key=True),
    Column("person_id", ID, ForeignKey("person.id"), nullable=True),
    Column("seq", Integer, nullable=False),
    Column("state_seq", Integer, nullable=False),
    Column("state", JSON, nullable=False),
    Column("score", Integer, nullable=True),
    Column("progress", Float, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
)


def prepare(conn: Connection, where: str) -> None:
    """Create the tables in an empty database; check the version of a filled one.

    Raises SchemaTooNew ``store-newer`` if a newer kit made it, StoreError ``store-foreign`` if something else did.
    """
    tables = set(inspect(conn).get_table_names())
    if kit.name not in tables:
        if tables & set(metadata.tables):
            raise StoreError("store-foreign", file=where)
        metadata.create_all(conn)
        conn.execute(kit.insert().values(key="schema", value=str(VERSION)))
        return
    found = conn.execute(select(kit.c.value).where(kit.c.key == "schema")).scalar_one_or_none()
    if found is None or not found.isdigit():
        raise StoreError("store-foreign", file=where)
    if int(found) > VERSION:
        raise SchemaTooNew("store-newer", file=where, found=found, known=VERSION)

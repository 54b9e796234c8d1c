"""The tables of the store as this kit knows them, and their version.

``event`` is append-only and the truth; ``current`` is a cache of it, written in the same transaction. ``document`` has
what learners made, as it travels on; nothing is ever taken out of it.

Whoever changes a table here adds a revision in ``migrations/versions`` and counts ``VERSION`` up.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

#: The number of the last revision. It stands in ``kit`` for a kit that opens a database (one look, no Alembic, and the
#: first release knows it too), and as ``0003`` in Alembic's own table.
VERSION = 3
HEAD = f"{VERSION:04d}"

metadata = MetaData()
ID = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only for INTEGER

kit = Table("kit", metadata, Column("key", String(20), primary_key=True), Column("value", Text, nullable=False))

revision = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))

classes = Table(
    "class",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("code", String(12), nullable=False),
    Column("groups", Integer, nullable=False),
    Column("secret", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("locked", BigInteger, nullable=True),
    Column("trainer", String(32), nullable=True),
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
    Column("gone", BigInteger, nullable=True),
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
    UniqueConstraint("class_id", "owner", "exercise", "action_id", name="one_action_per_id"),
    UniqueConstraint("class_id", "owner", "exercise", "seq", name="one_action_per_seq"),
    Index("event_by_exercise", "class_id", "exercise", "id"),
    Index("event_by_do", "class_id", "do", "id"),
    Index("event_by_actor", "class_id", "actor"),
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

documents = Table(
    "document",
    metadata,
    Column("class_id", ID, ForeignKey("class.id"), primary_key=True),
    Column("id", String(60), primary_key=True),
    Column("owner", String(40), nullable=False),
    Column("type", String(40), nullable=False),
    Column("title", String(200), nullable=False),
    Column("origin", String(80), nullable=False),
    Column("exercise", String(80), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("gone", BigInteger, nullable=True),
    Index("document_by_owner", "class_id", "owner"),
)

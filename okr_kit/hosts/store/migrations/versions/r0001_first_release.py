"""The tables of 0.1.0, to the letter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "kit", sa.Column("key", sa.String(20), primary_key=True), sa.Column("value", sa.Text, nullable=False)
    )
    op.execute("INSERT INTO kit (key, value) VALUES ('schema', '1')")
    _people()
    _work()


def _people() -> None:
    op.create_table(
        "class",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False, unique=True),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("groups", sa.Integer, nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "person",
        sa.Column("id", ID, primary_key=True),
        sa.Column("class_id", ID, sa.ForeignKey("class.id"), nullable=False),
        sa.Column("nickname", sa.String(80), nullable=False),
        sa.Column("name_key", sa.String(160), nullable=False),
        sa.Column("group_no", sa.Integer, nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("class_id", "name_key", name="one_name_per_class"),
        sa.UniqueConstraint("class_id", "code", name="one_code_per_class"),
    )
    op.create_table(
        "device",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("person_id", ID, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_device_person_id", "device", ["person_id"])
    op.create_table(
        "class_group",
        sa.Column("class_id", ID, sa.ForeignKey("class.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("scribe", ID, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def _work() -> None:
    op.create_table(
        "event",
        sa.Column("id", ID, primary_key=True),
        sa.Column("class_id", ID, sa.ForeignKey("class.id"), nullable=False),
        sa.Column("action_id", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("actor", ID, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("exercise", sa.String(80), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("do", sa.String(40), nullable=False),
        sa.Column("action", sa.JSON, nullable=False),
        sa.Column("codes", sa.JSON, nullable=False),
        sa.Column("score", sa.Integer, nullable=True),
        sa.Column("graded", sa.Boolean, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("kit", sa.String(40), nullable=False),
        sa.Column("bank", sa.String(80), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("class_id", "action_id", name="one_action_per_id"),
        sa.UniqueConstraint("class_id", "owner", "exercise", "seq", name="one_action_per_seq"),
    )
    op.create_index("event_by_exercise", "event", ["class_id", "exercise", "id"])
    op.create_index("event_by_do", "event", ["class_id", "do", "id"])
    op.create_table(
        "current",
        sa.Column("class_id", ID, sa.ForeignKey("class.id"), primary_key=True),
        sa.Column("owner", sa.String(40), primary_key=True),
        sa.Column("exercise", sa.String(80), primary_key=True),
        sa.Column("person_id", ID, sa.ForeignKey("person.id"), nullable=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("state_seq", sa.Integer, nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("score", sa.Integer, nullable=True),
        sa.Column("progress", sa.Float, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )

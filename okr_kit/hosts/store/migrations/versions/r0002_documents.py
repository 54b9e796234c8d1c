"""Documents that travel between exercises; who acted in which group's work is found by an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the table and the indexes; nothing that was there is touched."""
    op.create_table(
        "document",
        sa.Column("class_id", ID, sa.ForeignKey("class.id"), primary_key=True),
        sa.Column("id", sa.String(60), primary_key=True),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("origin", sa.String(80), nullable=False),
        sa.Column("exercise", sa.String(80), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("gone", sa.BigInteger, nullable=True),
    )
    op.create_index("document_by_owner", "document", ["class_id", "owner"])
    op.create_index("event_by_actor", "event", ["class_id", "actor"])

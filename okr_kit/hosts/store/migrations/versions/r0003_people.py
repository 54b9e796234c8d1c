"""An action's id belongs to its owner and exercise; people can be removed, groups locked, the trainer's link renewed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Widen the key of ids and add columns that are empty; nothing that was there is touched."""
    op.add_column("class", sa.Column("locked", sa.BigInteger, nullable=True))
    op.add_column("class", sa.Column("trainer", sa.String(32), nullable=True))
    op.add_column("person", sa.Column("gone", sa.BigInteger, nullable=True))
    with op.batch_alter_table("event") as event:  # SQLite copies the table, others alter it
        event.drop_constraint("one_action_per_id", type_="unique")
        event.create_unique_constraint("one_action_per_id", ["class_id", "owner", "exercise", "action_id"])

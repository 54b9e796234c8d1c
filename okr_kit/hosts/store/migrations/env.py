"""Alembic's way in: the connection and the transaction are the caller's, nothing is read from a file, nothing is logged."""

from __future__ import annotations

from alembic import context

from okr_kit.hosts.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

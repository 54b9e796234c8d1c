"""Opening a database: make the tables in an empty one, bring one of an earlier kit up to date, refuse the others.

An up-to-date database costs one look at its version; Alembic is imported only when there is something to upgrade. An
upgrade runs in the caller's transaction, all of it or nothing. Before it touches a SQLite file it copies it, as it was,
beside the original as ``class.before-0003.db`` (see ``copies``), so that a class can always be opened with the kit
that made it. A server's backups are its own.
"""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import sqlalchemy as sa

from ...errors import SchemaTooNew, StoreError
from . import copies, schema, trouble
from .connect import file_of

MIGRATIONS = Path(__file__).parent / "migrations"
#: Two servers that start at once on one PostgreSQL take turns: any number that is ours ("OKR").
TURN = 0x4F4B52
#: How long one waits for the other's upgrade.
PATIENCE = "60s"

_one_at_a_time = threading.Lock()  # Alembic keeps what it works on in module globals


def prepare(conn: sa.Connection, where: str, before: Path | None = None) -> None:
    """Bring the database to this kit's version, in the caller's transaction; ``where`` names it in sentences.

    ``before``: a copy of it as it was that is there already. Raises SchemaTooNew ``store-newer`` if a newer kit made
    it, StoreError ``store-foreign`` if something else did, ``store-hollow`` for a SQLite file without any table,
    ``store-backup`` or ``store-upgrade`` if an upgrade was not possible; the database is then as it was.
    """
    if _version(conn, where) == schema.VERSION:
        return
    if conn.dialect.name == "postgresql":
        conn.execute(sa.text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(TURN)))
    found = _version(conn, where)  # again: the other server may have been faster
    if found is None:
        _create(conn, where)
    elif found < schema.VERSION:
        _upgrade(conn, found, where, before)


def _version(conn: sa.Connection, where: str) -> int | None:
    """The revision that the database carries; None if it has no table of ours that says so."""
    if not sa.inspect(conn).has_table(schema.kit.name):
        return None
    said = conn.execute(sa.select(schema.kit.c.value).where(schema.kit.c.key == "schema")).scalar_one_or_none()
    if said is None or not said.isdecimal():
        raise StoreError("store-foreign", file=where)
    if int(said) > schema.VERSION:
        raise SchemaTooNew("store-newer", file=where, found=said, known=schema.VERSION)
    return int(said)


def _create(conn: sa.Connection, where: str) -> None:
    """All tables at once, with the marks that the migrations would have left, where there is nothing yet.

    A SQLite file is ours alone. One with content and no table is what remains when a class was copied without its log: a
    new class is made in one transaction, before there is a log, so its file is empty until that is done.
    """
    there = set(sa.inspect(conn).get_table_names())
    if there & set(schema.metadata.tables) or (there and conn.dialect.name == "sqlite"):
        raise StoreError("store-foreign", file=where)
    file = file_of(conn.engine.url)
    if file and file.is_file() and file.stat().st_size:
        raise StoreError("store-hollow", file=where)
    schema.metadata.create_all(conn, checkfirst=False)
    conn.execute(schema.kit.insert().values(key="schema", value=str(schema.VERSION)))
    conn.execute(schema.revision.insert().values(version_num=schema.HEAD))


def _upgrade(conn: sa.Connection, found: int, where: str, before: Path | None) -> None:
    """Run the revisions after ``found``; what goes wrong becomes a sentence that names the backup."""
    file = file_of(conn.engine.url)
    backup = before or (_back_up(file) if file else None)
    try:
        migrate(conn, f"{found:04d}")
    except ModuleNotFoundError:
        raise  # Alembic itself: the command line says which extra brings it
    except Exception as error:
        code = trouble.code_of(error)
        detail = f"{type(error).__name__}: {error}".partition("\n")[0][:300]
        if code != trouble.OTHER and isinstance(error, sa.exc.SQLAlchemyError):
            raise  # locked, full, out of reach: that sentence says more
        if backup is None:
            raise StoreError("store-upgrade-server", file=where, detail=detail) from error
        raise StoreError("store-upgrade", file=where, detail=detail, backup=str(backup)) from error


def _back_up(file: Path) -> Path:
    """Copy a SQLite file as it was committed, beside it. Raises StoreError ``store-backup``, ``store-broken``."""
    try:
        return copies.beside(file, f"{copies.BEFORE}-{schema.HEAD}")
    except (sqlite3.Error, OSError) as error:
        if trouble.code_of(error) == "store-broken":
            raise StoreError("store-broken", file=str(file)) from error
        raise StoreError("store-backup", file=str(file), detail=f"{type(error).__name__}: {error}") from error


def migrate(conn: sa.Connection, found: str, wanted: str = schema.HEAD) -> None:
    """Run the revisions from ``found`` to ``wanted`` on this connection, in its transaction.

    A database of the first release does not know Alembic yet and is told first where it stands.
    """
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": conn})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with _one_at_a_time:
        if not sa.inspect(conn).has_table(schema.revision.name):
            command.stamp(config, found)
        command.upgrade(config, wanted)
    values = {"value": str(int(wanted))}
    conn.execute(schema.kit.update().where(schema.kit.c.key == "schema").values(values))

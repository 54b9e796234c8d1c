"""Opening a database: make the tables in an empty one, bring one of an earlier kit up to date, refuse the others.

An up-to-date database costs one look at its version; Alembic is imported only when there is something to upgrade. An
upgrade runs in the caller's transaction, all of it or nothing. Before it touches a SQLite file it copies it, as it was,
beside the original: ``class.db`` becomes ``class.before-0003.db`` (``…-2``, ``…-3`` when such a copy is there and
differs), so that a class can always be opened with the kit that made it. A server's backups are its own.
"""

from __future__ import annotations

import filecmp
import shutil
import sqlite3
import threading
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from ...errors import SchemaTooNew, StoreError
from . import schema, trouble

MIGRATIONS = Path(__file__).parent / "migrations"
#: Two servers that start at once on one PostgreSQL take turns: any number that is ours ("OKR").
TURN = 0x4F4B52
#: How long one waits for the other's upgrade.
PATIENCE = "60s"

_one_at_a_time = threading.Lock()  # Alembic keeps what it works on in module globals


def prepare(conn: sa.Connection, where: str) -> None:
    """Bring the database to this kit's version, in the caller's transaction; ``where`` names it in sentences.

    Raises SchemaTooNew ``store-newer`` if a newer kit made it, StoreError ``store-foreign`` if something else did,
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
        _upgrade(conn, found, where)


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
    """All tables at once, with the marks that the migrations would have left."""
    if set(sa.inspect(conn).get_table_names()) & set(schema.metadata.tables):
        raise StoreError("store-foreign", file=where)
    schema.metadata.create_all(conn, checkfirst=False)
    conn.execute(schema.kit.insert().values(key="schema", value=str(schema.VERSION)))
    conn.execute(schema.revision.insert().values(version_num=schema.HEAD))


def _upgrade(conn: sa.Connection, found: int, where: str) -> None:
    """Run the revisions after ``found``; what goes wrong becomes a sentence that names the backup."""
    file = conn.engine.url.database if conn.dialect.name == "sqlite" else None
    backup = back_up(Path(file)) if file and Path(file).is_file() else None
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


def back_up(file: Path) -> Path:
    """Copy a SQLite file as it was committed, beside it; one that is there already is used, never written over.

    Raises StoreError ``store-backup``; nothing half-made is left.
    """
    made = file.with_name(f"{file.stem}.before-{schema.HEAD}.part")
    try:
        _drop(made)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(made)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, to be copied and sent
        shutil.copymode(file, made)
        for number in count(1):
            again = "" if number == 1 else f"-{number}"
            kept = file.with_name(f"{file.stem}.before-{schema.HEAD}{again}{file.suffix}")
            if not kept.exists():
                return made.rename(kept)
            if filecmp.cmp(made, kept, shallow=False):
                return kept
    except (sqlite3.Error, OSError) as error:
        raise StoreError("store-backup", file=str(file), detail=f"{type(error).__name__}: {error}") from error
    finally:
        with suppress(OSError):
            _drop(made)
    raise AssertionError


def _drop(file: Path) -> None:
    """Remove a SQLite file with what SQLite leaves beside it when a process is killed."""
    for beside in ("", "-journal", "-wal", "-shm"):
        file.with_name(file.name + beside).unlink(missing_ok=True)

"""How the store reaches its database: what a URL or path means, and engines for SQLite and servers.

Memory (``sqlite://``) is for notebooks and tests: it is one connection, so everything, reading too, takes turns in the
one writer thread, and nobody sees a write half done. It is gone when the store is closed.
"""

from __future__ import annotations

import json
import sqlite3
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from ...errors import StoreError
from . import rights

MEMORY = ":memory:"
_WAL_RETRY_S = 0.01


def parse_url(url: str) -> URL:
    """A SQLAlchemy URL from a URL or a file path; makes the folder of a SQLite file.

    Raises StoreError ``store-url`` or ``store-unwritable``.
    """
    try:
        parsed = make_url(url) if "://" in url else URL.create("sqlite", database=url)
    except ArgumentError:
        raise StoreError("store-url", url=url.partition("://")[0]) from None
    if not is_sqlite(parsed):
        return parsed
    if not url or parsed.database in {None, "", MEMORY}:
        return _memory(url, parsed)
    file = Path(str(parsed.database)).expanduser().resolve()
    try:
        rights.make_folder(file.parent)
    except OSError:
        raise StoreError("store-unwritable", file=str(file)) from None
    return parsed.set(database=str(file))


def _memory(url: str, parsed: URL) -> URL:
    """A database in memory, for who says so; an empty path says nothing."""
    if "://" not in url and url != MEMORY:
        raise StoreError("store-url", url=url)
    return parsed.set(database=MEMORY)


def is_sqlite(url: URL) -> bool:
    """Whether the database is SQLite's."""
    return url.get_backend_name() == "sqlite"


def is_memory(url: URL) -> bool:
    """Whether the database is in memory, for one connection only."""
    return is_sqlite(url) and url.database == MEMORY


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database; None for one in memory and for a server's."""
    return Path(str(url.database)) if is_sqlite(url) and url.database != MEMORY else None


def name_of(url: URL) -> str:
    """The file, or the server's URL without its password."""
    return str(url.database) if is_sqlite(url) else url.render_as_string(hide_password=True)


def engine(url: URL, begin: str, size: int, busy_ms: int, *, log: bool = True) -> sa.Engine:
    """An engine of ``size`` connections whose transactions start with ``begin`` on SQLite.

    No connection is opened yet; a SQLite file has to be there, none is made. ``log`` False: without a write-ahead log.
    Raises StoreError ``store-driver`` or ``store-url``.
    """
    options: dict[str, Any] = {
        "poolclass": sa.QueuePool,
        "pool_size": size,
        "max_overflow": 0,
        "json_serializer": partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
    }
    if is_sqlite(url):
        options["creator"] = partial(_open_sqlite, file_of(url), busy_ms)
    else:
        options["pool_pre_ping"] = True
    try:
        made = sa.create_engine(url, **options)
    except ImportError as error:
        raise StoreError("store-driver", url=url.drivername, module=error.name or "") from None
    except (ArgumentError, NoSuchModuleError):
        raise StoreError("store-url", url=url.drivername) from None
    if is_sqlite(url):
        sa.event.listen(made, "connect", partial(_tune_sqlite, busy_ms=busy_ms, log=log))
        sa.event.listen(made, "begin", lambda conn: conn.exec_driver_sql(begin))
    elif url.get_backend_name() == "postgresql":
        sa.event.listen(made, "connect", partial(_tune_postgresql, busy_ms=busy_ms))
    return made


def _open_sqlite(file: Path | None, busy_ms: int) -> sqlite3.Connection:
    """A connection to a file that is there: one that went away must not come back empty."""
    name = f"{file.as_uri()}?mode=rw" if file else MEMORY
    return sqlite3.connect(name, uri=bool(file), check_same_thread=False, timeout=busy_ms / 1000)


def _tune_postgresql(dbapi: Any, _: object, *, busy_ms: int) -> None:
    """Each connection: do not wait for ever for a row that somebody holds."""
    with dbapi.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {int(busy_ms)}")
    dbapi.commit()


def _tune_sqlite(dbapi: Any, _: object, *, busy_ms: int, log: bool) -> None:
    """Each connection: our own BEGIN, write-ahead log, a commit that survives a power cut, foreign keys.

    The log is brought into the file by the store, which looks at the file each time, and not by SQLite in a commit.
    """
    dbapi.isolation_level = None
    if log:
        _use_wal(dbapi, busy_ms)
        dbapi.execute("PRAGMA wal_autocheckpoint=0")
    dbapi.execute("PRAGMA synchronous=FULL")
    dbapi.execute("PRAGMA foreign_keys=ON")


def _use_wal(dbapi: Any, busy_ms: int) -> None:
    """Turn the write-ahead log on, once for a file; SQLite's own waiting does not cover the switch, so wait here.

    Two servers that start at once on a new file both want to switch it; the second finds it done.
    """
    until = monotonic() + busy_ms / 1000
    while True:
        try:
            if dbapi.execute("PRAGMA journal_mode").fetchone()[0] not in {"wal", "memory"}:
                dbapi.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() >= until:
                raise
            sleep(_WAL_RETRY_S)
        else:
            return

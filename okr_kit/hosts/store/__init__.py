"""The store: one log of what a class did, through SQLAlchemy Core; SQLite by default, any URL by choice.

Work is given as jobs, functions of one connection: ``await store.write(job)`` runs in the one writer thread, inside
one transaction, and returns after the commit; ``await store.read(job)`` runs in a small pool. ``write_now`` and
``read_now`` are the same without a loop, for kernels, reports and tests. Whatever the database says becomes a
StoreError.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, NoSuchModuleError, SQLAlchemyError

from ...errors import StoreError
from . import log, schema

T = TypeVar("T")
Job = Callable[[sa.Connection], T]

BUSY_MS = 2000
READERS = 4
TROUBLE = (  # what the driver says, the code of our sentence
    ("locked", "store-locked"),
    ("busy", "store-locked"),
    ("lock timeout", "store-locked"),
    ("readonly", "store-unwritable"),
    ("read-only", "store-unwritable"),
    ("unable to open", "store-unwritable"),
    ("full", "store-full"),
    ("no space", "store-full"),
    ("not a database", "store-foreign"),
    ("malformed", "store-broken"),
    ("disk i/o", "store-broken"),
    ("connect", "store-unreachable"),
    ("authentication", "store-unreachable"),
)


class Store:
    """An open database. Close it, or use it in a ``with`` block."""

    def __init__(self, url: str, *, busy_ms: int = BUSY_MS) -> None:
        """Open or create the database at ``url`` (or a file path) and check that it can be written.

        Raises StoreError or SchemaTooNew; the sentence names the file or server, never a password.
        """
        self.url = parse_url(url)
        self.where = self.url.database if _is_sqlite(self.url) else self.url.render_as_string(hide_password=True)
        self._locked_at = float("-inf")
        self._writing = self._engine("BEGIN IMMEDIATE", 1, busy_ms)
        self._reading = self._engine("BEGIN", READERS, busy_ms)
        self._writer = ThreadPoolExecutor(1, "store-writer")
        self._readers = ThreadPoolExecutor(READERS, "store-reader")
        try:
            self.write_now(lambda conn: schema.prepare(conn, str(self.where)))
        except StoreError:
            self.close()
            raise

    def _engine(self, begin: str, size: int, busy_ms: int) -> sa.Engine:
        """An engine whose transactions start with ``begin`` on SQLite."""
        options: dict[str, Any] = {
            "pool_size": size,
            "max_overflow": 0,
            "json_serializer": partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
        }
        try:
            if not _is_sqlite(self.url):
                engine = sa.create_engine(self.url, pool_pre_ping=True, **options)
                if self.url.get_backend_name() == "postgresql":
                    sa.event.listen(engine, "connect", partial(_tune_postgresql, busy_ms=busy_ms))
                return engine
            connect = {"check_same_thread": False, "timeout": busy_ms / 1000}
            engine = sa.create_engine(self.url, poolclass=sa.QueuePool, connect_args=connect, **options)
        except ImportError as error:
            raise StoreError("store-driver", url=self.url.drivername, module=error.name or "") from None
        except (ArgumentError, NoSuchModuleError):
            raise StoreError("store-url", url=self.url.drivername) from None
        sa.event.listen(engine, "connect", _tune_sqlite)
        sa.event.listen(engine, "begin", lambda conn: conn.exec_driver_sql(begin))
        return engine

    # -- jobs -------------------------------------------------------------------------------------------------------

    async def write(self, job: Job[T]) -> T:
        """Run ``job`` in the writer thread, in one transaction; return its result after the commit."""
        asked = time.monotonic()
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._write, job, asked)

    async def read(self, job: Job[T]) -> T:
        """Run ``job`` in a reader thread and return its result."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, job)

    def write_now(self, job: Job[T]) -> T:
        """Like ``write``, for callers without a loop: waits."""
        return self._writer.submit(self._write, job, time.monotonic()).result()

    def read_now(self, job: Job[T]) -> T:
        """Like ``read``, in the caller's thread."""
        try:
            with self._reading.begin() as conn:
                return job(conn)
        except SQLAlchemyError as error:
            raise self._translate(error) from error

    def _write(self, job: Job[T], asked: float) -> T:
        """One transaction; whoever queued while the database proved locked is told at once, without a wait."""
        if asked < self._locked_at:
            raise StoreError("store-locked", file=self.where)
        try:
            return self._commit(job)
        except SQLAlchemyError as error:
            trouble = self._translate(error)
            if trouble.code == "store-locked":
                self._locked_at = time.monotonic()
            raise trouble from error

    def _commit(self, job: Job[T]) -> T:
        """Run and commit; once more if another process wrote the same row first, so that the job sees that row."""
        for last in (False, True):
            try:
                with self._writing.begin() as conn:
                    return job(conn)
            except IntegrityError:
                if last:
                    raise
        raise AssertionError

    def _translate(self, error: SQLAlchemyError) -> StoreError:
        """The StoreError for what a database driver raised."""
        said = str(error.orig if isinstance(error, DatabaseError) else error).lower()
        code = next((code for words, code in TROUBLE if words in said), "store-failed")
        return StoreError(code, file=self.where, detail=type(error).__name__)

    # -- what everybody needs ---------------------------------------------------------------------------------------

    async def append(self, entry: log.Entry) -> log.Kept:
        """Append one action and its new state; see :func:`okr_kit.hosts.store.log.append`."""
        return await self.write(lambda conn: log.append(conn, entry))

    def events(self, class_name: str, exercise: str | None = None, **which: bool) -> list[dict[str, Any]]:
        """The events of a class as plain dicts, for reports; see :func:`okr_kit.hosts.store.log.events`. Never writes."""
        return self.read_now(lambda conn: log.events(conn, class_name, exercise, **which))

    def close(self) -> None:
        """Finish what is being written and let go of the database."""
        self._writer.shutdown()
        self._readers.shutdown()
        self._writing.dispose()
        self._reading.dispose()

    def __enter__(self) -> Self:
        """Use as a context manager."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def parse_url(url: str) -> URL:
    """A SQLAlchemy URL from a URL or a file path; makes the folder of a SQLite file.

    Raises StoreError ``store-url`` or ``store-unwritable``.
    """
    try:
        parsed = make_url(url) if "://" in url else URL.create("sqlite", database=url)
    except ArgumentError:
        raise StoreError("store-url", url=url.partition("://")[0]) from None
    if not _is_sqlite(parsed):
        return parsed
    if parsed.database in {None, "", ":memory:"}:  # several connections: each would see its own
        raise StoreError("store-url", url=url)
    file = Path(str(parsed.database)).expanduser().resolve()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise StoreError("store-unwritable", file=str(file)) from None
    return parsed.set(database=str(file))


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _tune_postgresql(dbapi: Any, _: object, *, busy_ms: int) -> None:
    """Each connection: do not wait for ever for a row that somebody holds."""
    with dbapi.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {int(busy_ms)}")
    dbapi.commit()


def _tune_sqlite(dbapi: Any, _: object) -> None:
    """Each connection: our own BEGIN, write-ahead log, a commit that survives a power cut, foreign keys."""
    dbapi.isolation_level = None
    if dbapi.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        dbapi.execute("PRAGMA journal_mode=WAL")
    dbapi.execute("PRAGMA synchronous=FULL")
    dbapi.execute("PRAGMA foreign_keys=ON")

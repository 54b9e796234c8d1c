"""The store: one log of what a class did, through SQLAlchemy Core; SQLite by default, any URL by choice.

Work is given as jobs, functions of one connection: ``await store.write(job)`` runs in the one writer thread, inside
one transaction, and returns after the commit; ``await store.read(job)`` runs in a small pool. ``write_now`` and
``read_now`` are the same without a loop, for kernels, reports and tests. Whatever the database says becomes a
StoreError.

``schema`` has the tables, ``upgrade`` opens what earlier kits made, ``log``, ``people`` and ``documents`` have the jobs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ...errors import StoreError
from . import documents, log, trouble, upgrade
from .connect import engine, is_memory, is_sqlite, name_of, parse_url

__all__ = ["Job", "Store", "parse_url"]

T = TypeVar("T")
Job = Callable[[sa.Connection], T]

BUSY_MS = 2000
READERS = 4
#: How often a job is run when another server keeps writing the same rows first.
ATTEMPTS = 3


class Store:
    """An open database. Close it, or use it in a ``with`` block."""

    def __init__(self, url: str, *, busy_ms: int = BUSY_MS) -> None:
        """Open or create the database at ``url`` (or a file path) and check that it can be written.

        Raises StoreError or SchemaTooNew; the sentence names the file or server, never a password.
        """
        self.url = parse_url(url)
        self.where = name_of(self.url)
        self._locked_at = float("-inf")
        self._writing = engine(self.url, "BEGIN IMMEDIATE", 1, busy_ms)
        self._writer = ThreadPoolExecutor(1, "store-writer")
        self._one = is_memory(self.url)
        self._reading = self._writing if self._one else engine(self.url, "BEGIN", READERS, busy_ms)
        self._readers = self._writer if self._one else ThreadPoolExecutor(READERS, "store-reader")
        try:
            self.write_now(lambda conn: upgrade.prepare(conn, self.where))
        except BaseException:
            self.close()
            raise

    # -- jobs -------------------------------------------------------------------------------------------------------

    async def write(self, job: Job[T]) -> T:
        """Run ``job`` in the writer thread, in one transaction; return its result after the commit."""
        asked = time.monotonic()
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._write, job, asked)

    async def read(self, job: Job[T]) -> T:
        """Run ``job`` in a reader thread and return its result."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, job)

    def write_now(self, job: Job[T]) -> T:
        """Like ``write``, for callers without a loop: waits."""
        return self._writer.submit(self._write, job, time.monotonic()).result()

    def read_now(self, job: Job[T]) -> T:
        """Like ``read``, in the caller's thread; in memory it waits for its turn."""
        return self._readers.submit(self._read, job).result() if self._one else self._read(job)

    def _read(self, job: Job[T]) -> T:
        """One transaction that only looks."""
        try:
            with self._reading.begin() as conn:
                return job(conn)
        except SQLAlchemyError as error:
            raise self._translate(error) from error

    def _write(self, job: Job[T], asked: float) -> T:
        """One transaction; whoever queued while a SQLite file proved locked is told at once, without a wait."""
        if asked < self._locked_at:
            raise StoreError("store-locked", file=self.where)
        try:
            return self._commit(job)
        except SQLAlchemyError as error:
            told = self._translate(error)
            if told.code == "store-locked" and is_sqlite(self.url):  # a server locks rows: others may go on
                self._locked_at = time.monotonic()
            raise told from error

    def _commit(self, job: Job[T]) -> T:
        """Run and commit; again if another process wrote the same row first, so that the job sees that row."""
        for left in reversed(range(ATTEMPTS)):
            try:
                with self._writing.begin() as conn:
                    return job(conn)
            except IntegrityError:
                if not left:
                    raise
        raise AssertionError

    def _translate(self, error: SQLAlchemyError) -> StoreError:
        """The StoreError for what a database driver raised."""
        return StoreError(trouble.code_of(error), file=self.where, detail=type(error).__name__)

    # -- what everybody needs ---------------------------------------------------------------------------------------

    async def append(self, entry: log.Entry) -> log.Kept:
        """Append one action and its new state; see :func:`okr_kit.hosts.store.log.append`."""
        return await self.write(lambda conn: log.append(conn, entry))

    def events(self, class_name: str, exercise: str | None = None, **which: bool) -> list[dict[str, Any]]:
        """The events of a class as plain dicts, for reports; see :func:`okr_kit.hosts.store.log.events`. Never writes."""
        return self.read_now(lambda conn: log.events(conn, class_name, exercise, **which))

    def documents(self, class_name: str, **which: bool) -> list[dict[str, Any]]:
        """The documents of a class as plain dicts; see :func:`okr_kit.hosts.store.documents.of_class`. Never writes."""
        return self.read_now(lambda conn: documents.of_class(conn, class_name, **which))

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

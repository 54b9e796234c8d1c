"""The store: one log of what a class did, through SQLAlchemy Core; SQLite by default, any URL by choice.

Work is given as jobs, functions of one connection: ``await store.write(job)`` runs in the one writer thread, inside
one transaction, and returns after the commit; ``await store.read(job)`` runs in a small pool. ``write_now`` and
``read_now`` are the same without a loop, for kernels, reports and tests. Whatever the database says becomes a
StoreError.

What is committed to a SQLite file is on the disk, in its log; a moment later it is in the visible file too, so that a
copy of this one file holds the work. If that file goes away or another takes its place, nothing is said to be saved.

``schema`` has the tables, ``upgrade`` opens what earlier kits made, ``log``, ``people`` and ``documents`` have the jobs;
``original`` watches over the file, ``copies`` and ``backup`` copy it.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ...errors import StoreError
from . import copies, documents, log, new_file, trouble, upgrade
from .connect import engine, file_of, is_memory, is_sqlite, name_of, parse_url
from .original import Original
from .settle import Settling

__all__ = ["Job", "Store", "parse_url"]

T = TypeVar("T")
Job = Callable[[sa.Connection], T]

BUSY_MS = 2000
READERS = 4
#: How often a job is run when another server keeps writing the same rows first.
ATTEMPTS = 3


class Store:
    """An open database. Close it, or use it in a ``with`` block."""

    def __init__(self, url: str, *, busy_ms: int = BUSY_MS, new: bool = True) -> None:
        """Open the database at ``url`` (or a file path), make it if need be, and check that it can be written.

        ``new`` False: one that is not there is not made. Raises StoreError or SchemaTooNew; the sentence names the file
        or server, never a password.
        """
        self.url = parse_url(url)
        self.where = name_of(self.url)
        self._file = file_of(self.url)
        #: Whether this opening has made the database.
        self.made = new_file.lay_out(self.url, self._file, busy_ms, new=new) if self._file else False
        self._original = Original(self._file) if self._file else None
        self._rescued: Path | None = None
        self._gone = False
        self._locked_at = float("-inf")
        self._writing = engine(self.url, "BEGIN IMMEDIATE", 1, busy_ms)
        self._writer = ThreadPoolExecutor(1, "store-writer")
        self._one = is_memory(self.url)
        self._reading = self._writing if self._one else engine(self.url, "BEGIN", READERS, busy_ms)
        self._readers = self._writer if self._one else ThreadPoolExecutor(READERS, "store-reader")
        self._settling: Settling | None = None
        try:
            self.write_now(lambda conn: upgrade.prepare(conn, self.where))
            if self._original:
                self._open_readers()
                self._settling = Settling(self._settle)
                self._settling.now()
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

    async def check(self) -> None:
        """Raise StoreError while the file of a SQLite store is not in its place: what is written then is not saved."""
        await asyncio.get_running_loop().run_in_executor(self._writer, self._check_file)

    def check_now(self) -> None:
        """Like ``check``, for callers without a loop."""
        self._writer.submit(self._check_file).result()

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
        except (SQLAlchemyError, sqlite3.Error) as error:
            told = self._translate(error)
            if told.code == "store-locked" and is_sqlite(self.url):  # a server locks rows: others may go on
                self._locked_at = time.monotonic()
            raise told from error

    def _commit(self, job: Job[T]) -> T:
        """Run and commit; again if another process wrote the same row first, so that the job sees that row."""
        for left in reversed(range(ATTEMPTS)):
            try:
                self._check_file()
                with self._writing.begin() as conn:
                    done = job(conn)
                self._check_file()
            except IntegrityError:
                if not left:
                    raise
            else:
                if self._settling:
                    self._settling.soon()
                return done
        raise AssertionError

    def _translate(self, error: Exception) -> StoreError:
        """The StoreError for what a database driver raised; of a file that was written over anything may be said."""
        if self._original and not self._original.in_place():
            return StoreError("store-gone-alone", file=self.where)
        name = getattr(getattr(error, "orig", error), "sqlite_errorname", "") or type(error).__name__
        return StoreError(trouble.code_of(error, self._file), file=self.where, detail=name)

    # -- the file of a SQLite store ---------------------------------------------------------------------------------

    def _check_file(self) -> None:
        """Raise StoreError ``store-gone`` while the file at the path is not the one that is open.

        What the class still holds is then kept beside it, once; when the file is back, that copy is of no more use.
        """
        if self._in_place():
            if self._rescued:
                with suppress(OSError):
                    self._rescued.unlink()
            self._gone, self._rescued = False, None
            return
        if not self._gone:
            self._gone, self._rescued = True, self._with_writer(partial(copies.rescue, file=Path(self.where)))
        if self._rescued:
            raise StoreError("store-gone", file=self.where, copy=str(self._rescued))
        raise StoreError("store-gone-alone", file=self.where)

    def _in_place(self) -> bool:
        """Whether the file is where it was; asked by the thread that writes."""
        return self._original is None or self._with_writer(self._original.in_place)

    def _open_readers(self) -> None:
        """Open every connection now: one opened by name later would find whatever is there then.

        A file that is damaged, or was copied while it was written, is told now and not in the middle of the class.
        """
        try:
            with ExitStack() as lent:
                for _ in range(READERS):
                    conn = lent.enter_context(self._reading.connect())
                    conn.exec_driver_sql("SELECT count(*) FROM sqlite_master")
                found = "ok" if self.made else conn.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
        except SQLAlchemyError as error:
            raise self._translate(error) from error
        if found != "ok":
            raise StoreError("store-broken", file=self.where)

    def _settle(self) -> bool:
        """Bring what was committed from the log into the visible file; False if something stood in the way."""
        return self._writer.submit(self._checkpoint).result()

    def _checkpoint(self) -> bool:
        try:
            return self._original is None or self._with_writer(self._original.settle)
        except (SQLAlchemyError, sqlite3.Error):  # a full disk, say; the answers are safe in the log
            return False

    def _with_writer(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What ``work`` makes of the connection that writes, outside a transaction."""
        lent = self._writing.raw_connection()
        try:
            return work(cast(sqlite3.Connection, lent.driver_connection))
        finally:
            lent.close()

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
        """Finish what is being written, have it in the visible file, and let go of the database.

        If that file is gone, what the store still holds is kept beside it, also when nobody has acted since.
        """
        if self._settling:
            self._settling.stop()
            self._settling = None
            with suppress(StoreError):
                self.check_now()
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

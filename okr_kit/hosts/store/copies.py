"""Copies of a SQLite store, made while it is in use or not.

A copy is one complete file, consistent while others write (SQLite's online backup), checked and on the disk before it
gets its name, and nothing that is there is written over. Those that the kit makes by itself stand beside the original:
``class.db`` has ``class.before-0002.db`` from before an upgrade, ``class.rescued.db`` from a class whose file went
away, ``class.replaced.db`` from before a restore; ``…-2``, ``…-3`` when such a one is there and differs.
"""

from __future__ import annotations

import filecmp
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

from . import rights
from .original import log_of

BUSY_S = 2.0
BEFORE, RESCUED, REPLACED = "before", "rescued", "replaced"


def connect(file: Path) -> sqlite3.Connection:
    """Open a store that is there, to be copied; on a medium that cannot be written it is read as it stands.

    Raises sqlite3.Error, also where somebody keeps it locked: SQLite's backup would wait for ever.
    """
    conn = sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=BUSY_S)
    try:
        conn.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError:
        conn.close()
        if os.access(file.parent, os.W_OK) or log_of(file).exists():
            raise
        return sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    except BaseException:
        conn.close()
        raise
    return conn


def copy(source: sqlite3.Connection, made: Path) -> None:
    """Copy what is committed at this moment into the new file ``made``. Raises OSError or sqlite3.Error."""
    drop(made)
    rights.make_file(made)
    with closing(sqlite3.connect(made)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, to be copied and sent
        found = target.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        broken = sqlite3.DatabaseError(found)
        broken.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise broken
    sync(made)


def beside(file: Path, word: str) -> Path:
    """Copy a store as it was committed beside itself, as ``class.<word>.db``. Raises OSError or sqlite3.Error."""
    with closing(connect(file)) as source:
        return _keep(source, file, word)


def rescue(held: sqlite3.Connection, file: Path) -> Path | None:
    """Write what an open connection still holds to where its file was, or above; None if that cannot be done."""
    folder = next((folder for folder in file.parents[:2] if folder.is_dir()), None)
    if folder is None:
        return None
    try:
        return _keep(held, folder / file.name, RESCUED)
    except (sqlite3.Error, OSError):
        return None


def rescued(file: Path) -> Path | None:
    """The newest copy of this store that :func:`rescue` has left."""
    found = [one for folder in file.parents[:2] for one in copies_in(folder, file) if RESCUED in one.name]
    return max(found, key=lambda one: one.stat().st_mtime_ns, default=None)


def copies_in(folder: Path, file: Path) -> list[Path]:
    """The copies of this store that the kit has made by itself in a folder."""
    words = tuple(f"{file.stem}.{word}" for word in (BEFORE, RESCUED, REPLACED))
    return [one for one in folder.glob(f"*{file.suffix}") if one.name.startswith(words)]


def _keep(source: sqlite3.Connection, file: Path, word: str) -> Path:
    """Copy under the first name that is free, or say which equal copy is there; nothing half-made is left."""
    part = file.with_name(f"{file.stem}.{word}.part")
    try:
        copy(source, part)
        for kept in names(file, word):
            if not kept.exists():
                part.rename(kept)
                sync(kept.parent)
                return kept
            if filecmp.cmp(part, kept, shallow=False):
                return kept
    finally:
        clean(part)
    raise AssertionError


def names(file: Path, word: str) -> Iterator[Path]:
    """The names of copies beside a store, first to last."""
    for number in count(1):
        again = "" if number == 1 else f"-{number}"
        yield file.with_name(f"{file.stem}.{word}{again}{file.suffix}")


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk. Raises OSError for a file; not every system can do folders."""
    try:
        opened = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    except OSError:
        if not path.is_dir():
            raise


def drop(file: Path) -> None:
    """Remove a SQLite file with what SQLite leaves beside it when a process is killed."""
    for beside_it in ("", "-journal", "-wal", "-shm"):
        file.with_name(file.name + beside_it).unlink(missing_ok=True)


def clean(part: Path) -> None:
    """Leave nothing half-made behind, as far as the system lets us."""
    with suppress(OSError):
        drop(part)

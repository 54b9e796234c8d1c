"""What ``okr class backup`` and ``okr class restore`` do: a store into a file of the trainer's, and back into its place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from ...errors import StoreError
from . import copies, rights, trouble, upgrade
from .connect import engine, file_of, name_of
from .original import log_of

TABLES = ("class", "person", "event")


class Held(NamedTuple):
    """What a store holds: so many classes, people and steps."""

    classes: int
    people: int
    steps: int


def back_up(url: URL, target: Path) -> tuple[Path, Held]:
    """Copy a store, in use or not, into ``target``, a new file or a folder; where the copy lies and what it holds.

    Raises StoreError: ``backup-server`` for a store that is no file, ``store-missing``, ``backup-exists``,
    ``backup-target`` if it cannot be written there, else what is wrong with the store.
    """
    file, target = _file_of(url), target.expanduser().absolute()
    if not file.is_file():
        kept = copies.rescued(file)
        raise StoreError("store-lost" if kept else "store-missing", file=str(file), copy=str(kept))
    if target.is_dir():
        target /= f"{file.stem}-{datetime.now().astimezone():%Y%m%d-%H%M%S}{file.suffix}"
    if target.exists():
        raise StoreError("backup-exists", file=str(target))
    with _half_made(target) as part:
        held = _copy(file, part, target)
        part.rename(target)
        copies.sync(target.parent)
    return target, held


def restore(source: Path, url: URL) -> tuple[Path, Held, Path | None]:
    """Put a copy in the place of a store, brought up to date; where it lies, what it holds, where the old one is now.

    Everything is made ready beside the store first; then the two change places. Raises StoreError: ``backup-server``,
    ``restore-missing``, ``restore-same``, ``restore-running`` while a class has the store open, ``backup-target`` if it
    cannot be written, what is wrong with the copy; SchemaTooNew if a newer kit made it. The store is then as it was.
    """
    source, file = source.expanduser().resolve(), _file_of(url)
    if not source.is_file():
        raise StoreError("restore-missing", file=str(source))
    if source == file:
        raise StoreError("restore-same", file=str(file))
    with _half_made(file) as part:
        held = _copy(source, part, file)
        _bring_up(part, source)
        _let_go(file)
        kept = _set_aside(file)
        part.replace(file)
        copies.sync(file.parent)
    return file, held, kept


@contextmanager
def _half_made(target: Path) -> Iterator[Path]:
    """The name under which ``target`` is made ready; nothing is left under it. Raises StoreError for an OSError."""
    part = target.with_name(f"{target.name}.part")
    try:
        yield part
    except OSError as error:
        raise StoreError("backup-target", file=str(target), detail=_detail(error)) from error
    finally:
        copies.clean(part)


def _file_of(url: URL) -> Path:
    """The file of a store that is one."""
    file = file_of(url)
    if file is None:
        raise StoreError("backup-server", file=name_of(url))
    return file


def _copy(source: Path, part: Path, target: Path) -> Held:
    """Copy a store to ``part``, which will be ``target``; what it holds. Raises OSError too."""
    try:
        opened = copies.connect(source)
    except sqlite3.Error as error:
        raise _told(error, source) from error
    with closing(opened):
        try:
            copies.copy(opened, part)
        except sqlite3.Error as error:
            told = _told(error, source)
            if told.code in {"store-broken", "store-foreign", "store-locked"}:
                raise told from error
            raise StoreError("backup-target", file=str(target), detail=_detail(error)) from error
    return _held(part, source)


def _held(part: Path, where: Path) -> Held:
    """What a copy holds. Raises StoreError if it is none of ours."""
    with closing(sqlite3.connect(part)) as conn:
        names = {name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"kit", *TABLES} <= names:
            raise StoreError("store-foreign" if names else "store-hollow", file=str(where))
        return Held(*(conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES))  # noqa: S608 - ours


def _bring_up(part: Path, source: Path) -> None:
    """Upgrade the copy; the backup itself is what it was before."""
    opened = engine(URL.create("sqlite", database=str(part)), "BEGIN IMMEDIATE", 1, 0, log=False)
    try:
        with opened.begin() as conn:
            upgrade.prepare(conn, str(source), before=source)
    except SQLAlchemyError as error:
        raise _told(error, source) from error
    finally:
        opened.dispose()
    copies.sync(part)


def _let_go(file: Path) -> None:
    """Make sure that nobody has the store open, and take its log into it; a damaged one stays as it is, log and all.

    SQLite gives up the write-ahead log only to the last connection, and each class keeps one open.
    """
    if not file.is_file() or not file.stat().st_size:
        return
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=0.2)) as conn:
            if conn.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, timeout=0.2)) as conn:
            conn.execute("PRAGMA journal_mode=DELETE")
            conn.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if trouble.code_of(error) == "store-locked":
            raise StoreError("restore-running", file=str(file)) from error


def _set_aside(file: Path) -> Path | None:
    """Give what is there another name beside it, its log too; the path itself is never without a file."""
    log = log_of(file)
    if not log.exists() and not (file.is_file() and file.stat().st_size):
        return None
    kept = next(name for name in copies.names(file, copies.REPLACED) if not name.exists() and not log_of(name).exists())
    if log.exists():
        log.rename(log_of(kept))
    file.with_name(f"{file.name}-shm").unlink(missing_ok=True)
    if file.is_file():
        try:
            os.link(file, kept)
        except OSError:  # memory sticks know no second names
            file.rename(kept)
        rights.tighten(kept)
    return kept if kept.exists() else log_of(kept)


def _told(error: Exception, file: Path) -> StoreError:
    """What is wrong with the store that is read."""
    return StoreError(trouble.code_of(error, file), file=str(file), detail=_detail(error))


def _detail(error: Exception) -> str:
    """The system's own word for it."""
    return getattr(error, "sqlite_errorname", None) or getattr(error, "strerror", None) or type(error).__name__

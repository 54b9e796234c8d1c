"""Before a SQLite file is opened: a new one gets its tables, one that should be there is not made anew without a word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from ...errors import StoreError
from . import copies, rights, trouble, upgrade
from .connect import engine
from .original import log_of

if TYPE_CHECKING:
    from sqlalchemy.engine import URL


def lay_out(url: URL, file: Path, busy_ms: int, *, new: bool) -> bool:
    """Make the file with all its tables if there is none or an empty one, for this account alone; whether it was made.

    The tables are there before the write-ahead log is, in one transaction: the visible file alone is a store from its
    first moment on. Raises StoreError: ``store-missing`` where none shall be made, ``store-torn`` and ``store-lost`` where
    a class was and its file is gone, else what keeps it from being made.
    """
    is_new = not file.exists() or (file.is_file() and not file.stat().st_size)
    try:
        if is_new:
            _refuse_a_loss(file, new=new)
            rights.make_file(file)
    except OSError as error:
        code = "store-full" if error.errno in trouble.FULL else "store-unwritable"
        raise StoreError(code, file=str(file)) from error
    for path in (file, log_of(file), file.with_name(f"{file.name}-shm"), *copies.copies_in(file.parent, file)):
        rights.tighten(path)
    return _make_tables(url, file, busy_ms) if is_new else False


def _refuse_a_loss(file: Path, *, new: bool) -> None:
    """Raise where a new class would hide an old one: SQLite throws away the log of a file that is not there."""
    log = log_of(file)
    if log.exists() and log.stat().st_size:
        raise StoreError("store-torn", file=str(file), log=log.name)
    kept = copies.rescued(file)
    if kept:
        raise StoreError("store-lost", file=str(file), copy=str(kept))
    if not new:
        raise StoreError("store-missing", file=str(file))


def _make_tables(url: URL, file: Path, busy_ms: int) -> bool:
    """Make the tables; False if another server was faster."""
    opened = engine(url, "BEGIN IMMEDIATE", 1, busy_ms, log=False)
    try:
        with opened.begin() as conn:
            mine = not file.stat().st_size  # written at the end of this transaction
            upgrade.prepare(conn, str(file))
            return mine
    except SQLAlchemyError as error:
        raise StoreError(trouble.code_of(error, file), file=str(file), detail=type(error).__name__) from error
    finally:
        opened.dispose()

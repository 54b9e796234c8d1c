"""What a database says when it cannot, as one of our sentences.

None of them may send somebody away from good answers: a disk that is full, a right that is missing and a program that
has the file locked look like damage in SQLite's words (「disk I/O error」), so its numbers decide, and where they only
say that the disk did not do it, the folder is tried.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from pathlib import Path

import sqlalchemy as sa

#: PostgreSQL says it in codes, whatever language its messages are in: the beginning of a SQLSTATE, ours.
STATES = (
    ("55P03", "store-locked"),  # lock_timeout ran out
    ("40P01", "store-locked"),  # a deadlock, of which we were the victim
    ("25006", "store-unwritable"),  # a standby, or default_transaction_read_only
    ("42501", "store-unwritable"),  # no privilege
    ("53100", "store-full"),
    ("53300", "store-unreachable"),  # too many clients
    ("57P", "store-unreachable"),  # shutting down, or starting
    ("28", "store-unreachable"),  # user or password
    ("3D000", "store-unreachable"),  # no database of that name
    ("08", "store-unreachable"),
    ("XX001", "store-broken"),
    ("XX002", "store-broken"),
)
#: SQLite's primary result codes.
NUMBERS = {
    sqlite3.SQLITE_BUSY: "store-locked",
    sqlite3.SQLITE_LOCKED: "store-locked",
    sqlite3.SQLITE_PROTOCOL: "store-locked",
    sqlite3.SQLITE_READONLY: "store-unwritable",
    sqlite3.SQLITE_PERM: "store-unwritable",
    sqlite3.SQLITE_CANTOPEN: "store-unwritable",
    sqlite3.SQLITE_FULL: "store-full",
    sqlite3.SQLITE_NOTADB: "store-foreign",
    sqlite3.SQLITE_CORRUPT: "store-broken",
    sqlite3.SQLITE_IOERR: "store-disk",
}
#: A server that was never reached says it in words.
WORDS = (
    ("connect", "store-unreachable"),
    ("authentication", "store-unreachable"),
)
OTHER = "store-failed"
#: What the system says when a folder cannot be written.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EFBIG}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR}
#: More than SQLite needs at once to open a database, in bytes.
TRIED = 256 * 1024


def code_of(error: BaseException, file: Path | None = None) -> str:
    """The code of the sentence for what SQLAlchemy or a driver raised; ``store-failed`` if it says nothing we know.

    ``file`` is the SQLite file that it is about.
    """
    said = getattr(error, "orig", None) if isinstance(error, sa.exc.DBAPIError) else None
    said = said or error
    state = str(getattr(said, "sqlstate", None) or "")
    if state:
        return next((code for begin, code in STATES if state.startswith(begin)), OTHER)
    number = getattr(said, "sqlite_errorcode", None)
    if number is not None:
        code = NUMBERS.get(number & 0xFF, OTHER)
        doubtful = number & 0xFF in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
        return (_folder(file) or code) if file is not None and doubtful else code
    words = str(said).lower()
    return next((code for known, code in WORDS if known in words), OTHER)


def _folder(file: Path) -> str:
    """What keeps us from writing beside a file, or from writing it; empty if nothing does."""
    try:
        with tempfile.TemporaryFile(dir=file.parent) as tried:
            tried.write(bytes(TRIED))
            tried.flush()
            os.fsync(tried.fileno())
    except OSError as error:
        return "store-full" if error.errno in FULL else "store-unwritable" if error.errno in FORBIDDEN else ""
    return "" if not file.exists() or os.access(file, os.R_OK | os.W_OK) else "store-unwritable"

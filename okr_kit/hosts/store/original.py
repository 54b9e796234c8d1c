"""The SQLite file that a store has opened, and whether it is still the one at its path.

An open file can be deleted, renamed, replaced or written over, and SQLite goes on with what it holds: it says that
everything is saved, and nothing of it is in the file that somebody copies. So whoever commits asks here before and after.

The live file is only looked at with ``stat`` and with SQLite itself. Whoever opens and closes it in another way takes
SQLite's locks from every connection of this process (that is how POSIX locks work).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

#: How long a checkpoint waits for readers, in milliseconds: actions wait with it.
PATIENCE_MS = 50

WHAT = "SELECT (SELECT group_concat(secret) FROM class), (SELECT max(id) FROM event), (SELECT max(id) FROM person)"


class Marks(NamedTuple):
    """What the visible file alone holds: whose classes, and how far its events and people go."""

    classes: str
    events: int
    people: int

    def holds(self, before: Marks) -> bool:
        """Whether nothing of what was there before is missing."""
        return self.classes.startswith(before.classes) and self.events >= before.events and self.people >= before.people


def log_of(path: Path) -> Path:
    """The write-ahead log beside a SQLite file."""
    return path.with_name(f"{path.name}-wal")


class Original:
    """A SQLite file as it was when it was opened. Only the thread that writes gives its connection; any may ask without."""

    def __init__(self, path: Path) -> None:
        """Remember which file is at ``path`` now, before anything is done with it."""
        self.path = path
        self._file = _identity(path)
        self._log: tuple[int, int] | None = None
        self._looks: tuple[int, int] | None = None
        self._marks: Marks | None = None

    def in_place(self, conn: sqlite3.Connection | None = None) -> bool:
        """Whether the file at the path is the one that was opened, with its log, and holds what it held.

        A file that was written is ours after a checkpoint, by us or by another server, or another one was put over it.
        """
        if self._file is None or _identity(self.path) != self._file:
            return False
        if self._log is not None and _identity(log_of(self.path)) != self._log:
            return False
        if self._looks is None or _looks(self.path) == self._looks:
            return True
        ours = self._is_ours(conn)
        if ours is None and conn is not None:
            ours = self._is_ours_in_the_end(conn)
        return bool(ours)

    def _is_ours_in_the_end(self, conn: sqlite3.Connection) -> bool:
        """The same for a file that cannot be read alone: after a checkpoint that a reader kept from its end, finish it."""
        try:
            return not checkpoint(conn) or bool(self._is_ours(conn))
        except sqlite3.OperationalError:
            return True  # busy, or a full disk: nothing that can be told from here
        except sqlite3.Error:
            return False

    def settle(self, conn: sqlite3.Connection) -> bool:
        """Bring the log into the visible file; False if a reader stood in the way. Raises sqlite3.Error."""
        if not self.in_place(conn):
            return True  # the next action is told
        whole = checkpoint(conn)
        self._log = self._log or _identity(log_of(self.path))
        if whole:
            self._is_ours(conn)  # another one that was put there in this moment is found by the next look
        else:
            self._looks = _looks(self.path)
        return whole

    def _is_ours(self, conn: sqlite3.Connection | None) -> bool | None:
        """Whether the visible file holds what it held, and no more than the store does; it is remembered then.

        None if that cannot be said: it is torn. Pages only move forward, and a checkpoint never shortens the file.
        """
        looks = _looks(self.path)
        if looks is None or (self._looks is not None and looks[0] < self._looks[0]):
            return False
        try:
            marks = _alone(self.path)
            ours = self._marks is None or marks.holds(self._marks)
            ours = ours and (conn is None or marks_of(conn).holds(marks))
        except sqlite3.Error as error:
            return None if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_CORRUPT else False
        if ours:
            self._looks, self._marks = looks, marks
        return ours


def checkpoint(conn: sqlite3.Connection) -> bool:
    """Bring the log into the file, waiting a moment for readers of what was before; whether all of it is there.

    Raises sqlite3.Error.
    """
    (before,) = conn.execute("PRAGMA busy_timeout").fetchone()
    conn.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
    try:
        busy, pages, written = conn.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
    finally:
        conn.execute(f"PRAGMA busy_timeout={before}")
    return not busy and pages == written


def marks_of(conn: sqlite3.Connection) -> Marks:
    """What a connection sees."""
    classes, events, people = conn.execute(WHAT).fetchone()
    return Marks(classes or "", events or 0, people or 0)


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file it is, whatever its name; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _looks(path: Path) -> tuple[int, int] | None:
    """What changes when a file is written."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _alone(path: Path) -> Marks:
    """What the visible file holds without its log. Raises sqlite3.Error."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
        return marks_of(conn)

"""The SQLite file that a store has opened, and whether it is still the one at its path.

An open file can be deleted, renamed, replaced or written over, and SQLite goes on with what it holds: it says that
everything is saved, and nothing of it is in the file that somebody copies. So whoever commits asks here before and after.

The live file is only looked at with ``stat`` and with SQLite itself. Whoever opens and closes it in another way takes
SQLite's locks from every connection of this process (that is how POSIX locks work).
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

#: How long another server may be in the middle of a checkpoint when we look.
PATIENCE, AGAIN = 0.2, 0.01

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
    """A SQLite file as it was when it was opened. The thread that writes notes; any may ask."""

    def __init__(self, path: Path) -> None:
        """Remember which file is at ``path`` now, before anything is done with it."""
        self.path = path
        self._file = _identity(path)
        self._log: tuple[int, int] | None = None
        self._looks: tuple[int, int] | None = None
        self._marks: Marks | None = None

    def note(self) -> None:
        """Remember the log and what the visible file holds, once it has been opened."""
        self._log = _identity(log_of(self.path))
        self._looks = _looks(self.path)
        self._marks = _marks(self.path)

    def in_place(self, held: Callable[[], Marks] | None = None) -> bool:
        """Whether the file at the path is the one that was opened, with its log, and holds what it held.

        ``held`` says what the store holds, log and all: the visible file is never ahead of it.
        """
        if self._file is None or _identity(self.path) != self._file:
            return False
        if self._log is not None and _identity(log_of(self.path)) != self._log:
            return False
        return self._looks is None or _looks(self.path) == self._looks or self._only_grew(held)

    def _only_grew(self, held: Callable[[], Marks] | None) -> bool:
        """Whether a checkpoint, ours or another server's, changed the file, and not somebody who wrote over it."""
        until = time.monotonic() + PATIENCE
        looks, marks = _looks(self.path), _marks(self.path)
        while marks is None:
            if time.monotonic() >= until:
                return False
            time.sleep(AGAIN)
            looks, marks = _looks(self.path), _marks(self.path)
        try:
            ours = (self._marks is None or marks.holds(self._marks)) and (held is None or held().holds(marks))
        except sqlite3.Error:
            return False
        if ours:
            self._looks, self._marks = looks, marks
        return ours


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


def _marks(path: Path) -> Marks | None:
    """What the file alone holds, without its log; None if it cannot be read just now."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as conn:
            return marks_of(conn)
    except sqlite3.Error:
        return None

"""Who may read a class's answers on a shared computer: the account that runs the class. Windows keeps rights of its own."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600
OTHERS = 0o077


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for this account alone. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(FOLDER, exist_ok=True)


def make_file(file: Path) -> None:
    """Make a file for this account alone, unless it is there. Raises OSError."""
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE))


def put(file: Path, data: bytes) -> None:
    """Put a file for this account alone, whole or not at all: one that is half written never takes its place. Raises OSError."""
    waiting = file.with_name(f"{file.name}.new")
    make_folder(file.parent)
    waiting.unlink(missing_ok=True)
    make_file(waiting)
    try:
        with waiting.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        waiting.replace(file)
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)


def tighten(path: Path) -> None:
    """Take the rights of others from a file or folder of ours; what belongs to another account stays as it is."""
    if os.name != "posix":
        return
    with suppress(OSError):
        mode = path.stat().st_mode
        if mode & OTHERS:
            path.chmod(stat.S_IMODE(mode) & ~OTHERS)

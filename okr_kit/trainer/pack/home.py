"""Where the client's material of a class is kept: one folder, for the trainer's account alone, that goes as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import PackError
from ...hosts.store import rights
from ...hosts.store.folders import OVERLAY, client_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one class; nothing of it is made before something is put into it."""

    folder: Path

    @classmethod
    def of(cls, data: Path, class_name: str) -> Home:
        """The folder of a class below the folder of answers."""
        return cls(client_folder(data, class_name))

    @property
    def overlay(self) -> Path:
        """What is laid over the bank when the class is opened."""
        return self.folder / OVERLAY

    def put(self, name: str, data: bytes) -> Path:
        """Put a file there, whole or not at all. Raises PackError where another program holds it, or nothing can be written."""
        place = self.folder / name
        with _told(place):
            rights.put(place, data)
        return place

    def put_all(self, name: str, files: Mapping[str, bytes], check: Callable[[Path], object] | None = None) -> Path:
        """Put a folder of files there, in the place of what it held before; without files it is taken away.

        ``check`` looks at the new folder before it takes its place; what it raises leaves everything as it was.
        """
        place = self.folder / name
        waiting, old = (place.with_name(f"{name}.{word}") for word in ("new", "old"))
        with _told(place):
            for path in (waiting, old):
                shutil.rmtree(path, ignore_errors=True)
            for file, data in files.items():
                rights.put(waiting / file, data)
        try:
            if files and check:
                check(waiting)
            with _told(place):
                if place.is_dir():
                    place.rename(old)
                if files:
                    waiting.rename(place)
        finally:
            if files and old.is_dir() and not place.exists():
                old.rename(place)
            for path in (waiting, old):
                shutil.rmtree(path, ignore_errors=True)
        return place

    def delete(self) -> list[str]:
        """Remove all of it; the names of the files that are gone. Raises PackError where something stays."""
        gone = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())
        with _told(self.folder):
            if self.folder.is_dir():
                shutil.rmtree(self.folder)
        with suppress(OSError):  # other classes have theirs beside it
            self.folder.parent.rmdir()
        return gone


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """What the system refuses as a sentence with the place."""
    try:
        yield
    except PermissionError as error:
        raise PackError("pack-held", file=str(error.filename or place)) from None
    except OSError as error:
        raise PackError("pack-unwritable", file=str(error.filename or place), detail=error.strerror or "") from None

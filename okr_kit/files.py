"""Reading TOML that people edit: one loader that names file and key when something is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .errors import ContentError

PACKAGE = Path(__file__).parent
#: Folders that are laid over the package: none, the lecturer's own, or several, where each is laid over those before it.
Overlay = Path | tuple[Path, ...] | None


def read_toml(path: Path) -> dict[str, Any]:
    """Read one TOML file (UTF-8, with or without a byte order mark).

    Raises ContentError ``content-missing``, ``content-encoding`` or ``content-syntax`` (with the line).
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise ContentError("content-missing", file=path.name) from None
    except UnicodeDecodeError:
        raise ContentError("content-encoding", file=path.name) from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError("content-syntax", file=path.name, detail=str(error)) from None


def need(table: Mapping[str, Any], key: str, kind: type | tuple[type, ...], file: str, where: str = "") -> Any:
    """Return ``table[key]`` if it is of ``kind``; ContentError ``content-key`` names file, place and key if not.

    Also where somebody wrote a text or a number in the place of the whole table.
    """
    value = table.get(key) if isinstance(table, Mapping) else None
    if value is None or not isinstance(value, kind):
        raise ContentError("content-key", file=file, key=f"{where}.{key}" if where else key)
    return value


def folders(overlay: Overlay) -> tuple[Path, ...]:
    """The folders of an overlay in the order in which they are laid over each other."""
    if overlay is None:
        return ()
    return (overlay,) if isinstance(overlay, Path) else overlay


def layers(folder: str, overlay: Overlay) -> list[Path]:
    """The folders of that name to read, the package's first, then those of the overlay that have one."""
    return [PACKAGE / folder, *(own / folder for own in folders(overlay) if (own / folder).is_dir())]


def in_words(overlay: Overlay) -> str:
    """An overlay as a text for another process: a folder a line, with its whole path; :func:`from_words` reads it."""
    return "\n".join(str(one.resolve()) for one in folders(overlay))


def from_words(said: str) -> tuple[Path, ...]:
    """The overlay that another process named, without folders that are gone by now: a class's own may have been deleted."""
    return tuple(path for path in map(Path, filter(None, said.split("\n"))) if path.is_dir())

"""Reading TOML that people edit: one loader that names file and key when something is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .errors import ContentError

PACKAGE = Path(__file__).parent


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


def layers(folder: str, overlay: Path | None) -> list[Path]:
    """The folders of that name to read, the package's first, then the lecturer's if it has one."""
    found = [PACKAGE / folder]
    if overlay is not None and (overlay / folder).is_dir():
        found.append(overlay / folder)
    return found

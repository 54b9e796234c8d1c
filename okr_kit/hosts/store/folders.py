"""The folders that a class has beside its answers: what they are called, and where the client's own material lies.

``<course folder>/okr-data/client/<class>/`` belongs to one class and to the trainer's account alone; ``overlay`` in it is
laid over the bank when that class is opened. The names of folders are made here and nowhere else.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

CLIENT, OVERLAY = "client", "overlay"
#: How the ids of items begin that come from the client's material.
CLIENT_ITEM = "client-"
#: What a name of a folder may not hold on one system or another, and how long it may be.
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*\s.]+')
_LONGEST = 40
#: Names that Windows keeps for itself.
_KEPT = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)", re.IGNORECASE)


def folder_name(class_name: str) -> str:
    """A class's name as the name of a folder, on any system; two classes never share one, not where 「a」 is 「A」 either."""
    plain = _UNFIT.sub("-", class_name).strip("-")[:_LONGEST]
    if plain and plain == class_name == class_name.upper() and not _KEPT.fullmatch(plain):
        return plain
    return f"{plain}-{sha256(class_name.encode()).hexdigest()[:8]}".lstrip("-")


def client_folder(data: Path, class_name: str) -> Path:
    """Where the client's material of a class lies, below the folder of answers ``data``."""
    return data / CLIENT / folder_name(class_name)


def class_overlay(data: Path, class_name: str) -> tuple[Path, ...]:
    """The overlay of a class, if it has one."""
    found = client_folder(data, class_name) / OVERLAY
    return (found,) if found.is_dir() else ()

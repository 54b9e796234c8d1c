"""The files of a folder: which are looked at, which are of other programs, and which are none of anybody's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ...errors import InputError
from .material import Given, Unread

#: What is read, and what a file of another program has to be saved as: the code of the sentence that says so.
READ = (".xlsx", ".xlsm", ".csv", ".tsv", ".docx", ".md", ".markdown", ".txt")
_OTHER = {
    "pack-as-docx": (".doc", ".wps", ".rtf", ".odt", ".pages", ".docm", ".dot", ".dotx", ".wpt"),
    "pack-as-xlsx": (".xls", ".et", ".ods", ".numbers", ".xlsb"),
    "pack-as-text": (
        *(".pdf", ".ppt", ".pptx", ".pps", ".ppsx", ".dps", ".key", ".ofd", ".caj", ".html", ".htm", ".mht"),
        *(".eml", ".msg", ".xmind", ".mm", ".vsd", ".vsdx", ".one"),
    ),
    "pack-picture": (".png", ".jpg", ".jpeg", ".heic", ".heif", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".svg"),
    "pack-sound": (".mp3", ".m4a", ".wav", ".amr", ".aac", ".mp4", ".mov", ".avi", ".mkv", ".flv"),
    "pack-packed": (".zip", ".rar", ".7z", ".tar", ".gz"),
}
OTHER = {suffix: code for code, suffixes in _OTHER.items() for suffix in suffixes}
#: What systems and programs leave in folders: nobody handed it in.
_LITTER = ("~$", ".~", "._", ".")
_LITTER_NAMES = {"thumbs.db", "desktop.ini", "icon\r"}
#: Bytes of one file, and files of one folder: more is a mistake in the choice of the folder.
LARGEST, MOST = 30 << 20, 300


def files_in(folder: Path) -> tuple[list[Given], list[Unread]]:
    """The files of a folder and of those below it, by name: what can be read, and what cannot with the reason.

    Links are not followed. Raises InputError ``pack-folder`` where there is no such folder, ``pack-many`` where it holds more
    files than anybody hands in.
    """
    if not folder.is_dir():
        raise InputError("pack-folder", file=str(folder))
    found = sorted(_walk(folder), key=lambda path: path.relative_to(folder).as_posix())
    if len(found) > MOST:
        raise InputError("pack-many", file=str(folder), count=len(found), most=MOST)
    taken = [_take(path, path.relative_to(folder).as_posix()) for path in found]
    return [one for one in taken if isinstance(one, Given)], [one for one in taken if isinstance(one, Unread)]


def refused(name: str, size: int) -> Unread | None:
    """Why a file is not read by its name and size; None where it is."""
    suffix = Path(name).suffix.lower()
    if suffix not in READ:
        code = OTHER.get(suffix, "pack-unknown")
        return Unread(name, InputError(code, file=name, suffix=suffix or "-"))
    if size > LARGEST:
        return Unread(name, InputError("pack-large", file=name, most=LARGEST >> 20))
    return None


def litter(name: str) -> bool:
    """Whether a file was left by a system or a program."""
    return name.startswith(_LITTER) or name.lower() in _LITTER_NAMES


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not litter(name) and name != "__MACOSX"]
        yield from (path for name in files if not litter(name) and not (path := Path(where, name)).is_symlink())


def _take(path: Path, name: str) -> Given | Unread:
    try:
        return refused(name, path.stat().st_size) or Given(name, path.read_bytes())
    except OSError as error:
        return Unread(name, InputError("lint-unreadable", file=name, detail=error.strerror or ""))

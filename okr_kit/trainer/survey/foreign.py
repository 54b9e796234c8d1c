"""Files that only have a spreadsheet's name: pictures, documents, archives, told by how they begin and what is in them."""

from __future__ import annotations

import io
import zipfile

from ...errors import InputError
from ...hosts.cli.lint.source import ARCHIVE

_IMAGES = {
    b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPG", b"GIF8": "GIF", b"BM": "BMP", b"II*\x00": "TIFF", b"MM\x00*": "TIFF",
}  # fmt: skip
_PACKED = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "GZ"}
#: The folder in which a program keeps its document, in a file that is an archive.
_INSIDE = {"word/": "Word", "ppt/": "PowerPoint"}


def refuse(file: str, data: bytes) -> None:
    """Raise InputError where a file is surely none of a spreadsheet's; let everything else pass."""
    if kind := _begins(data, _IMAGES) or _riff(data):
        raise InputError("survey-image", file=file, kind=kind)
    if data.startswith(b"%PDF"):
        raise InputError("survey-document", file=file, kind="PDF")
    if kind := _begins(data, _PACKED):
        raise InputError("survey-archive", file=file, kind=kind)
    if data.startswith(ARCHIVE):
        _look_inside(file, data)


def _begins(data: bytes, known: dict[bytes, str]) -> str:
    return next((kind for begin, kind in known.items() if data.startswith(begin)), "")


def _riff(data: bytes) -> str:
    """Pictures whose kind stands behind their length: WebP, and what phones take."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    return "HEIC" if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1") else ""


def _look_inside(file: str, data: bytes) -> None:
    """An archive that can be opened and holds no workbook; one that cannot is left to who reads workbooks."""
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return
    kind = next((kind for folder, kind in _INSIDE.items() if any(name.startswith(folder) for name in names)), "")
    if kind:
        raise InputError("survey-document", file=file, kind=kind)
    if names and not any(name.startswith("xl/") or name == "[Content_Types].xml" for name in names):
        raise InputError("survey-archive", file=file, kind="ZIP")

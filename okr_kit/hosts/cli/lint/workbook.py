"""Workbooks (.xlsx, .xlsm): from the file to its sheets. Whatever is wrong with the file is one sentence."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, TypeVar
from xml.parsers.expat import ExpatError

from ....errors import InputError
from .cells import SheetWalk
from .grid import Grid
from .source import OLE, LeftOut, Source, locked
from .xml_walk import Strings, Styles, TooMuch, Walk

W = TypeVar("W", bound=Walk)
_STRICT = "http://purl.oclc.org/ooxml/"
#: Bytes of one part, unpacked, and of all drawings that are looked through.
_LARGEST = 1 << 30
_MOST_DRAWN = 1 << 24
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ExpatError, KeyError, ValueError, OSError, EOFError, NotImplementedError, IndexError
)  # fmt: skip


@dataclass
class Workbook:
    """The sheets of a workbook, and what of it no sheet holds: comments, text boxes."""

    grids: list[Grid] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)


def read_workbook(source: Source) -> Workbook:
    """Read every sheet, cell by cell; InputError if it is no workbook, is locked, broken or without end."""
    stream = source.path.open("rb") if source.path is not None else io.BytesIO(source.data())
    with stream:
        try:
            with zipfile.ZipFile(stream) as package:
                return _Package(package, source.name).read()
        except TooMuch:
            raise InputError("lint-xlsx-large", file=source.name) from None
        except RuntimeError:  # zipfile's word for a part that asks for a password
            raise InputError("lint-xlsx-locked", file=source.name) from None
        except _BROKEN:
            raise InputError(_what(stream), file=source.name) from None


def _what(stream: IO[bytes]) -> str:
    """Which sentence fits a file that is no workbook."""
    stream.seek(0)
    data = stream.read(1 << 20)
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if data.startswith(OLE):
        return "lint-xlsx-locked" if locked(data) else "lint-xlsx-old"
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta", b"<style")):
        return "lint-xlsx-page"
    if head and not data.startswith(b"PK") and b"\x00" not in data[:1000]:
        return "lint-xlsx-text"
    return "lint-xlsx"


class _Index(Walk):
    """The elements of a small part, with their attributes by local name."""

    def __init__(self, *wanted: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.strict = False
        self._wanted = wanted

    def start(self, name: str, given: Mapping[str, str]) -> None:
        self.counted()
        if name == "workbook":
            self.strict = any(value.startswith(_STRICT) for value in given.values())
        if name in self._wanted:
            self.found.append({"": name} | {key.rpartition(":")[2]: value for key, value in given.items()})


class _Package:
    """The parts of a workbook that say how its sheets are read."""

    def __init__(self, package: zipfile.ZipFile, name: str) -> None:
        self._package, self._name = package, name

    def read(self) -> Workbook:
        main = next(
            (one["Target"].lstrip("/") for one in self._relations("") if one["Type"].endswith("/officeDocument")), ""
        )
        if main.endswith(".bin"):
            raise InputError("lint-xlsx-binary", file=self._name)
        book = self._walked(main, _Index("sheet", "workbookPr"))
        if book.strict:
            raise InputError("lint-xlsx-strict", file=self._name)
        parts = {one["Id"]: one for one in self._relations(main)}
        strings, styles = Strings(), Styles()
        for kind, walk in (("/sharedStrings", strings), ("/styles", styles)):
            for one in parts.values():
                if one["Type"].endswith(kind):
                    self._walked(one["Target"], walk)
        since_1904 = any(one.get("date1904") in ("1", "true") for one in book.found)
        count = strings.count
        found = Workbook()
        for sheet in (one for one in book.found if one[""] == "sheet"):
            part = parts[sheet["id"]]
            if not part["Type"].endswith("/worksheet"):
                continue
            grid = Grid(sheet["name"], [], hidden=sheet.get("state", "visible") != "visible")
            cells = SheetWalk(grid, strings.found, styles.formats, since_1904=since_1904)
            cells.count = count
            self._walked(part["Target"], cells)
            count = cells.count
            found.grids.append(grid)
            found.left.extend(self._beside(part["Target"], f"{self._name}[{grid.title}]"))
        return found

    def _beside(self, part: str, sheet: str) -> Iterator[LeftOut]:
        """What people wrote onto a sheet and not into its cells."""
        drawn = 0
        for one in self._relations(part):
            if one["Type"].endswith(("/comments", "/threadedComment")):
                yield LeftOut(sheet, "comments")
            elif one["Type"].endswith("/drawing"):
                drawn += self._package.getinfo(one["Target"]).file_size
                if drawn < _MOST_DRAWN and b":t>" in self._package.read(one["Target"]):
                    yield LeftOut(sheet, "text-boxes", lost=True)

    def _walked(self, part: str, walk: W) -> W:
        """Walk through a part."""
        if self._package.getinfo(part).file_size > _LARGEST:
            raise TooMuch
        with self._package.open(part) as stream:
            walk.read(stream)
        return walk

    def _relations(self, part: str) -> list[dict[str, str]]:
        """What a part refers to inside the file, with full names."""
        folder, name = posixpath.split(part)
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        if part and where not in self._package.NameToInfo:
            return []
        found = self._walked(where, _Index("Relationship")).found
        inside = [one for one in found if one.get("TargetMode") != "External"]
        for one in inside:
            target = one["Target"]
            one["Target"] = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}").lstrip("/")
            )
        return inside

"""Survey exports that cannot be read, or not wholly, each with what is wrong and what a good message has to name."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wjx_files import SHAPES, Person, Shape, csv_text, people, rows, save, write


@dataclass(frozen=True)
class Broken:
    """One broken file: ``build(path)`` makes it, ``suffix`` is what its name has to end with.

    ``row`` (as Excel numbers it, the header is 1), ``column`` (the header) and ``value`` are what a good message names;
    ``None`` where the file as a whole is wrong.
    """

    suffix: str
    build: Callable[[Path], Path]
    wrong: str
    row: int | None = None
    column: str | None = None
    value: Any = None


_TEXT, _CODES = SHAPES["text"], SHAPES["codes"]
_HTML = '<html><head><meta charset="utf-8"></head><body><table><tr><th>序号</th></tr><tr><td>1</td></tr></table></body></html>'
#: Where the record of row 5 breaks off.
_OPEN = "13、您希望课上讨论的一个真实难题"


def _plain() -> list[Person]:
    """Eight people whose answers stand in one line each, so that rows of a CSV are lines of it."""
    return [one for one in people(40) if "\n" not in "".join(str(value) for value in one.answers.values())][:8]


def _bytes(content: bytes) -> Callable[[Path], Path]:
    """A file of these bytes."""

    def build(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return build


def _changed(shape: Shape, row: int, column: str, value: Any, wrong: str) -> Broken:
    """An export with another value in one cell."""

    def build(path: Path) -> Path:
        header, cells = rows(_plain(), shape)
        cells[row - 2][header.index(column)] = value
        return save(path, [header, *cells], shape)

    return Broken(".xlsx", build, wrong, row, column, value)


def _table(lines: list[list[Any]]) -> Callable[[Path], Path]:
    """A file of these rows."""
    return lambda path: save(path, lines, _TEXT)


def _truncated(path: Path) -> Path:
    whole = write(path, _plain(), _TEXT).read_bytes()
    path.write_bytes(whole[: len(whole) * 6 // 10])
    return path


def _open_quote(path: Path) -> Path:
    """A CSV in which one cell begins with a quotation mark that nothing closes."""
    header, cells = rows(_plain(), _TEXT)
    cells[3][header.index(_OPEN)] = "QUOTE没写完"
    return _bytes(csv_text([header, *cells]).replace("QUOTE", '"').encode("utf-8-sig"))(path)


def _utf_16(path: Path) -> Path:
    header, cells = rows(_plain(), _TEXT)
    return _bytes(csv_text([header, *cells]).encode("utf-16"))(path)


def _image() -> bytes:
    """A picture of one white point."""

    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\x00\xff")) + part(b"IEND", b"")


def _locked() -> bytes:
    """What Excel makes of a workbook with a password: an OLE file with two streams, here of zeros."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    size, names = 4096, ("EncryptionInfo", "EncryptedPackage")
    # Sectors of 512 bytes: the table of sectors, the directory, then eight for each stream.
    chains = [table, end, *range(3, 10), end, *range(11, 18), end]
    header = struct.pack("<8s16x5H6x", bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<10I", 0, 1, 1, 0, 4096, end, 0, end, 0, 0) + struct.pack("<108I", *[free] * 108)

    def entry(name: str, kind: int, sides: tuple[int, int, int], start: int, length: int) -> bytes:
        words = name.encode("utf-16-le")
        told = struct.pack("<64sHBB3I", words, len(words) + 2, kind, 1, *sides)
        return told + bytes(36) + struct.pack("<IQ", start, length)

    # The root's child is the shorter name, beside which the longer one stands.
    entries = entry("Root Entry", 5, (free, free, 1), end, 0)
    entries += entry(names[0], 2, (free, 2, free), 2, size) + entry(names[1], 2, (free, free, free), 10, size)
    empty = struct.pack("<64xHBB3I", 0, 0, 0, free, free, free) + bytes(48)
    return header + struct.pack("<128I", *chains, *[free] * (128 - len(chains))) + entries + empty + bytes(2 * size)


_HEADER = rows([], _TEXT)[0]
_OTHER_FORM = [["序号", "1、您对食堂满意吗", "2、您几点下班"], [1, "满意", "18 点"], [2, "一般", "19 点"]]

BROKEN: dict[str, Broken] = {
    "empty": Broken(".xlsx", _bytes(b""), "no bytes"),
    "empty-csv": Broken(".csv", _bytes(b""), "no bytes"),
    "blank-sheet": Broken(".xlsx", _table([]), "a workbook without a cell"),
    "header-only": Broken(".xlsx", _table([_HEADER]), "nobody answered"),
    "header-only-csv": Broken(".csv", _table([_HEADER]), "nobody answered"),
    "other-form": Broken(".xlsx", _table(_OTHER_FORM), "the answers to another questionnaire"),
    "truncated": Broken(".xlsx", _truncated, "a workbook whose end is missing"),
    "html": Broken(".xls", _bytes(_HTML.encode()), "a web page that is named as a workbook"),
    "locked": Broken(".xlsx", _bytes(_locked()), "a workbook with a password"),
    "image": Broken(".xlsx", _bytes(_image()), "a picture that is named as a workbook"),
    "csv-open-quote": Broken(".csv", _open_quote, "a quotation mark that nothing closes", 5, _OPEN),
    "csv-utf-16": Broken(".csv", _utf_16, "a CSV in UTF-16, which 问卷星 does not write"),
    "option": _changed(_TEXT, 6, "1、您的层级", "总监", "an option that the question does not have"),
    "option-of-several": _changed(_TEXT, 4, "11、现在最大的困难", "写不好┋老板太忙", "one of several options is none"),
    "scale": _changed(_TEXT, 6, "2.写出合格的 KR", "7", "above 5 on a scale from 1 to 5"),
    "scale-code": _changed(_CODES, 7, "4.和下属做一次有用的复盘", 0, "below 1 on a scale from 1 to 5"),
    "code": _changed(_CODES, 5, "12、您多久看一次自己的 OKR", 9, "the ninth of four options"),
    "code-of-several": _changed(_CODES, 8, "11(对不齐)", 2, "neither chosen (1) nor not (0)"),
    "words-in-codes": _changed(_CODES, 3, "1、您的层级", "中层", "words in an export of numbers"),
    "number-twice": _changed(_TEXT, 8, "序号", _plain()[2].number, "the 序号 of row 4 once more"),
    "number-missing": _changed(_TEXT, 7, "序号", None, "an answer without 序号"),
}

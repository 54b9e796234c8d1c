"""A file of answers as rows of text: xlsx, xls and csv, whatever program wrote them. What is wrong with it is one sentence."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

import xlrd

from ...errors import InputError
from ...hosts.cli.lint.grid import Fault, Grid, tidy
from ...hosts.cli.lint.source import ARCHIVE, OLE, Source, decode, locked
from ...hosts.cli.lint.workbook import read_workbook
from .foreign import refuse

SEPARATORS = (",", "\t", ";", "|")
SUFFIXES = (".xlsx", ".xls", ".csv", ".txt", ".tsv", ".xlsm")
#: A file of 5,000 answers has 2 MB; beyond this it is no survey.
LARGEST = 64 * 1024 * 1024
_FIRST_LINES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number in the file, and its cells from the first column on, empty ones as empty text."""

    number: int
    cells: tuple[str, ...]

    def cell(self, at: int) -> str:
        """The cell of a column; a line may be shorter than its header."""
        return self.cells[at] if at < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file: ``name`` is that of the file with the sheet's where it has one; rows that hold something."""

    name: str
    lines: tuple[Line, ...]


def sheets(name: str, data: bytes) -> list[Sheet]:
    """The tables of a file that hold something. ``name`` is the file's, for its suffix and for messages.

    Raises InputError: a picture, a document, a suffix of another program, an empty, broken, locked or too large file, an unknown encoding.
    """
    file, suffix = PurePath(name).name, PurePath(name).suffix.lower()
    if not data.strip():
        raise InputError("survey-empty", file=file)
    if len(data) > LARGEST:
        raise InputError("survey-large", file=file, most=LARGEST >> 20)
    refuse(file, data)
    if data.startswith(OLE):
        found = _old(file, data)
    elif data.startswith(ARCHIVE) or suffix in (".xlsx", ".xlsm"):
        book = read_workbook(Source(file, "xlsx", stream=io.BytesIO(data)))
        found = [Sheet(_named(file, grid.title), tuple(_lines(grid))) for grid in book.grids if not grid.hidden]
    elif suffix in SUFFIXES:
        found = [_text(file, data)]
    else:
        raise InputError("survey-suffix", file=file, suffix=suffix or file)
    filled = [sheet for sheet in found if sheet.lines]
    if not filled:
        raise InputError("survey-empty", file=file)
    return filled


def _named(file: str, title: str) -> str:
    return f"{file}[{title}]" if title else file


def _lines(grid: Grid) -> Iterator[Line]:
    """The rows of a workbook's sheet; a formula without a value has none here either."""
    for row in grid.rows:
        last = max(row.cells, default=-1)
        cells = (row.cells.get(at, "") for at in range(last + 1))
        yield Line(row.number, tuple("" if isinstance(cell, Fault) else str(cell) for cell in cells))


def _old(file: str, data: bytes) -> list[Sheet]:
    """The sheets of a workbook as Excel wrote it until 2003.

    xlrd and not calamine, which is quicker: a broken file made calamine end the whole process, kernel and page with it.
    """
    if locked(data):
        raise InputError("lint-xlsx-locked", file=file)
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
        return [Sheet(_named(file, sheet.name), tuple(_old_lines(sheet))) for sheet in book.sheets()]
    except Exception as error:  # noqa: BLE001 - xlrd raises whatever its parser meets in a broken file
        code = "lint-xlsx-locked" if "encrypted" in str(error) else "survey-broken"
        raise InputError(code, file=file) from None


def _old_lines(sheet: xlrd.sheet.Sheet) -> Iterator[Line]:
    for at in range(sheet.nrows):
        cells = tuple(_plain(cell) for cell in sheet.row_values(at))
        if any(cells):
            yield Line(at + 1, cells)


def _plain(cell: object) -> str:
    """A cell as people see it: 3.0 is 3."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else tidy(str(cell))


def _text(file: str, data: bytes) -> Sheet:
    """A table as text, in whatever encoding, with the separator that its first lines have most of."""
    text = decode(data, file)
    if text.lstrip()[:1] == "<":
        raise InputError("lint-xlsx-page", file=file)
    head = "".join(text.splitlines(keepends=True)[:_FIRST_LINES])
    separator = max(SEPARATORS, key=head.count)
    return Sheet(file, tuple(_csv(io.StringIO(text, newline=""), separator, file)))


def _csv(stream: Iterable[str], separator: str, file: str) -> Iterator[Line]:
    """The rows, numbered by their first line. Raises InputError where a quote is left open."""
    reader, start = csv.reader(stream, delimiter=separator, strict=True), 1
    try:
        for cells in reader:
            found = tuple(tidy(cell) for cell in cells)
            if any(found):
                yield Line(start, found)
            start = reader.line_num + 1
    except csv.Error:
        raise InputError("lint-csv", file=file, row=start) from None

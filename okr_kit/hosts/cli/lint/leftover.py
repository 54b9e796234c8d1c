"""What a sheet held that was not read: the cells that readers did not take, told by column and by row, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from .grid import Row, letters, ranges
from .heads import Column, Head
from .names import is_week, shared
from .sheet import Sheet, may_be_statement
from .source import LeftOut

#: Reasons for rows that were set aside, in the order in which they are said.
ROWS = ("no-statement", "total", "note", "signature", "across", "about", "parts-of-cell")
LOST_ROWS = ("shifted", "unread-numbers", "not-understood")
#: Most columns that are named in one sentence.
_MOST = 12
#: From this length on a text may be the name of what is measured.
_METRIC = 4


@dataclass
class _Columns:
    """Columns with cells that nobody took: the known ones by name, the others with whether they hold statements."""

    may_be: Callable[[object], bool]
    aside: dict[str, None] = field(default_factory=dict)
    unknown: dict[str, bool] = field(default_factory=dict)
    unnamed: dict[str, bool] = field(default_factory=dict)

    def add(self, column: Column | None, at: int, value: object) -> None:
        """Note one cell."""
        if column is not None and (column.name is not None or is_week(column.title)):
            self.aside[column.shown] = None
            return
        named = column is not None and bool(column.title)
        found = self.unknown if named else self.unnamed
        name = column.shown if column is not None and named else letters(at)
        found[name] = found.get(name, False) or self.may_be(value)


def left_over(
    sheet: Sheet, head: Head | None, columns: Sequence[Column], rows: Sequence[Row], used: set[int]
) -> Iterator[LeftOut]:
    """What is left in the rows of one table; ``used`` are the numbers of rows that gave a statement."""
    if not any(column.meaning in ("key_result", "text") for column in columns):
        # Without KRs, whatever else holds sentences may be them: 衡量标准, 举措.
        columns = [replace(one, name=None) if one.meaning == "measure" else one for one in columns]
    stated = any(column.meaning in ("key_result", "text") for column in columns)
    found = _sorted(sheet, columns, rows, used, may_be_statement if stated else _may_be_metric)
    for code in LOST_ROWS:
        yield from sheet.left_rows(code, lost=True)
    for code in ROWS:
        yield from sheet.left_rows(code)
    if found.aside:
        yield LeftOut(sheet.name, "columns-aside", values={"names": _some(found.aside)})
    for code, names in (("columns-unknown", found.unknown), ("columns-unnamed", found.unnamed)):
        for lost in (True, False):
            if some := [name for name, stated in names.items() if stated is lost]:
                yield LeftOut(sheet.name, code, values={"names": _some(some)}, lost=lost)
    for name, numbers in sheet.unassigned.items():
        yield LeftOut(sheet.name, "cells-unassigned", ranges(numbers), {"name": name})
    sheet.unassigned.clear()
    yield from _hidden(sheet, head)


def _sorted(
    sheet: Sheet, columns: Sequence[Column], rows: Sequence[Row], used: set[int], may_be: Callable[[object], bool]
) -> _Columns:
    """Sort what is left: rows without any statement go to the sheet's notes, the rest to its columns."""
    by_place = {column.at: column for column in columns}
    known = {column.at for column in columns if column.name}
    found = _Columns(may_be)
    for row in rows:
        if row.number in used:
            for at, value in row.cells.items():
                found.add(by_place.get(at), at, value)
        elif row.cells:
            stated = any(may_be_statement(value) for at, value in row.cells.items() if at not in known)
            sheet.mention("not-understood" if stated else "no-statement", row)
    for column in columns:
        if column.name is None and may_be_statement(column.title) and column.shown not in found.unknown:
            found.unknown[column.shown] = any(map(str.isdigit, column.title))  # a sentence in the row of names
    return found


def _may_be_metric(value: object) -> bool:
    """Whether a cell may be a KR in a table without KRs: 「首周激活率」 is short."""
    return may_be_statement(value) or (isinstance(value, str) and len(value) >= _METRIC and value.isalpha())


def above(sheet: Sheet, rows: Iterable[Row]) -> Iterator[LeftOut]:
    """The rows above the names of columns: titles, instructions; a statement with its mark is lost there."""
    numbers: list[int] = []
    lost = False
    for row in rows:
        numbers.append(row.number)
        for cell in row.cells.values():
            kind, text = sheet.words.marks.take(cell) if isinstance(cell, str) else (None, "")
            lost = lost or (kind is not None and may_be_statement(text))
    if numbers:
        yield LeftOut(sheet.name, "above", ranges(numbers), lost=lost)


def _hidden(sheet: Sheet, head: Head | None) -> Iterator[LeftOut]:
    """Rows and columns that are hidden; said once for a sheet."""
    grid = sheet.grid
    if grid.hidden_rows:
        yield LeftOut(sheet.name, "rows-hidden", ranges(grid.hidden_rows))
        grid.hidden_rows = []
    if grid.hidden_columns:
        number = grid.rows[head.last].number if head else 0
        names = [first.get(number, letters(at)) for at, first in sorted(grid.hidden_columns.items())]
        yield LeftOut(sheet.name, "columns-hidden", values={"names": _some(names)})
        grid.hidden_columns = {}


def _some(names: Iterable[str]) -> str:
    """Names of columns in a sentence, the first dozen of them."""
    every = list(names)
    return shared(" ".join(name.split())[:30] for name in every[:_MOST]) + ("…" if len(every) > _MOST else "")

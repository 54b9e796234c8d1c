"""The cells of a workbook's sheet, one after the other as they stand in its XML, with their values as people see them.

Read here and not by openpyxl: its reader fills the rectangle that the file states (5.8 GB for one far cell), knows no
hidden rows in the mode that streams, and gives nothing where a formula has no value, so that a row vanishes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from .grid import Fault, Grid, Merge, Row, content, tidy
from .number_formats import number_of, shown
from .xml_walk import Walk

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_LISTED = re.compile(r"^=?\s*(?:'((?:[^']|'')+)'|([^'!\s(]+))!")
#: What hidden columns are named by.
_HEAD_ROWS = 80


class SheetWalk(Walk):
    """The rows of one sheet; hidden ones and hidden columns are kept apart."""

    def __init__(self, grid: Grid, strings: Sequence[str], formats: Sequence[str], *, since_1904: bool) -> None:
        """Fill a grid, with the workbook's strings and number formats."""
        super().__init__()
        self.grid = grid
        self._strings, self._formats, self._since_1904 = strings, formats, since_1904
        self._hidden_columns: set[int] = set()
        self._listed: set[str] = set()
        self._row, self._at = Row(0, {}), -1
        self._hidden = False
        self._cell: Mapping[str, str] = {}
        self._in_cell = False
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula = False
        self._spoken = 0

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """Meet a row, a cell, a part of one, or what the sheet says beside its cells."""
        if name == "c":
            self.counted()
            self._cell, self._value, self._formula = given, None, False
            self._inline, self._in_cell = [], True
        elif name in ("v", "formula1", "f") or (name == "t" and not self._spoken):
            self.text = []
            self._formula = self._formula or name == "f"
        elif name == "row":
            self.counted()
            self._begin(given)
        elif name == "rPh":
            self._spoken += 1
        elif name == "col":
            self._column(given)
        elif name == "mergeCell":
            self.counted()
            self._merge(given.get("ref", ""))

    def end(self, name: str) -> None:
        """Leave it."""
        if name == "v":
            self._value = self.gathered()
        elif name == "t" and self.text is not None:
            self._inline.append(self.gathered())
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._spoken -= 1
        elif name in ("formula1", "f"):
            # In newer lists the reference stands in an element of its own inside: the text is the same.
            match = _LISTED.match(self.gathered())
            if match and not self._in_cell:
                self._listed.add((match[1] or match[2]).replace("''", "'"))
        elif name == "worksheet":
            self.grid.listed = frozenset(self._listed)
            self.grid.rows.sort(key=lambda row: row.number)

    def _begin(self, given: Mapping[str, str]) -> None:
        number = given.get("r", "")
        self._row = Row(int(number) if number.isdigit() else self._row.number + 1, {})
        self._at = -1
        flat = given.get("customHeight") in ("1", "true") and number_of(given.get("ht", "")) == 0
        self._hidden = flat or given.get("hidden") in ("1", "true")

    def _end_cell(self) -> None:
        self._at = _column_of(self._cell.get("r", "")) if self._cell.get("r") else self._at + 1
        self._in_cell = False
        value = self._read()
        if value is None or value == "":
            return
        if self._at in self._hidden_columns:
            first = self.grid.hidden_columns.setdefault(self._at, {})
            if len(first) < _HEAD_ROWS:
                first[self._row.number] = str(value)
            return
        self._row.cells[self._at] = value

    def _end_row(self) -> None:
        if self._row.cells and self._hidden:
            self.grid.hidden_rows.append(self._row.number)
        elif self._row.cells:
            self.grid.rows.append(self._row)
        self._row = Row(self._row.number, {})

    def _read(self) -> Any:
        """The value of the cell that ends here, None where it is empty."""
        kind, text = self._cell.get("t", "n"), self._value
        if kind == "inlineStr":
            return content("".join(self._inline))
        if text is None or (text == "" and kind != "str"):
            return Fault() if self._formula else None
        if kind == "s":
            at = int(text) if text.strip().isdigit() else -1
            return content(self._strings[at]) if 0 <= at < len(self._strings) else Fault("?")
        if kind == "e":
            return Fault(tidy(text) or "#")
        if kind == "b":
            return "TRUE" if text.strip() == "1" else "FALSE"
        if kind in ("str", "d"):
            return content(text)
        number = number_of(text)
        return tidy(text) if number is None else shown(number, self._format(), since_1904=self._since_1904)

    def _format(self) -> str:
        """The number format of the cell; a style that the file does not have is none."""
        style = self._cell.get("s", "0")
        return self._formats[int(style)] if style.isdigit() and int(style) < len(self._formats) else ""

    def _column(self, given: Mapping[str, str]) -> None:
        first, last = given.get("min", ""), given.get("max", "")
        flat = given.get("customWidth") in ("1", "true") and number_of(given.get("width", "")) == 0
        if (flat or given.get("hidden") in ("1", "true")) and first.isdigit() and last.isdigit():
            self._hidden_columns |= set(range(int(first) - 1, min(int(last), 16384)))

    def _merge(self, reference: str) -> None:
        corners = _REFERENCE.findall(reference)
        if len(corners) == 2:
            (left, top), (right, bottom) = corners
            self.grid.merges.append(Merge(int(top), _column_of(left), int(bottom), _column_of(right)))


@lru_cache(maxsize=20_000)
def _index(name: str) -> int:
    at = 0
    for letter in name:
        at = at * 26 + ord(letter) - 64
    return at - 1


def _column_of(reference: str) -> int:
    """The column of a reference such as AB12, from 0."""
    return _index(reference.rstrip("0123456789").lstrip("$"))

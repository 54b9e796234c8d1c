"""A sheet as readers see it: rows with the cells that hold something, whatever size the file states.

A row is sparse, so that a cell at XFD1048576 costs no more than one at A1. Readers *take* cells out of rows; what is
left in them at the end is what was not read, and is said (``leftover.py``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ....fold import UNSEEN

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LINE_END = re.compile(r"\r\n?|\x0b|\x85|\u2028|\u2029")
#: What spreadsheets write in place of a value, also into a text.
_ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!)")
_FORMULA = re.compile(r"=\s*(?:[A-Z][A-Z.]+\(|[+-]?\$?[A-Z]{1,3}\$?\d|\"[^\"]*\"&)")
_CONTROL = re.compile(r"[\x00-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell without a value: a formula that was never worked out (``shown`` empty), or an error such as ``#N/A``."""

    shown: str = ""


@dataclass(slots=True)
class Row:
    """One row: its number in the file, and its cells by column (from 0); none of them is empty."""

    number: int
    cells: dict[int, Any]

    def take(self, at: int | None) -> Any:
        """Take a cell out; None where there is none."""
        return self.cells.pop(at, None) if at is not None else None


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block, rows by number and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """One sheet: its title (empty for a file that is one table), its visible rows, and what is hidden in it.

    ``hidden_rows`` are numbers of rows with content, ``hidden_columns`` the first cells of columns with content by row;
    ``listed`` names sheets that drop-down lists of this one take their choices from.
    """

    title: str
    rows: list[Row]
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: dict[int, dict[int, str]] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()
    separated: bool = False
    _tall: dict[int, list[Merge]] | None = None
    _wide: dict[int, list[Merge]] | None = None

    def above(self, number: int, at: int) -> Merge | None:
        """The block of several rows that covers a cell below its first row."""
        if self._tall is None:
            self._tall = {}
            for block in sorted(self.merges, key=lambda block: block.top):
                if block.bottom > block.top:
                    self._tall.setdefault(block.left, []).append(block)
        blocks = self._tall.get(at, [])
        place = bisect_left(blocks, number, key=lambda block: block.top) - 1
        return blocks[place] if place >= 0 and number <= blocks[place].bottom else None

    def across(self, number: int) -> list[Merge]:
        """The blocks of several columns that begin in a row."""
        if self._wide is None:
            self._wide = {}
            for block in self.merges:
                if block.right > block.left:
                    self._wide.setdefault(block.top, []).append(block)
        return self._wide.get(number, [])


def tidy(text: str) -> str:
    """The text of a cell: escapes of spreadsheets read (``_x000D_``), one sort of line end, nothing that steers."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return _CONTROL.sub("", _LINE_END.sub("\n", text)).translate(UNSEEN).strip()


def content(text: str) -> Any:
    """What a cell of text holds: a Fault where it is an error or a formula that was written out as text."""
    text = tidy(text)
    if text[:1] == "#" and _ERROR.fullmatch(text):
        return Fault(text)
    return Fault() if text[:1] == "=" and _FORMULA.match(text) else text


def letters(at: int) -> str:
    """What a spreadsheet calls a column: 0 is A, 26 is AA."""
    name, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def ranges(numbers: Iterable[int], most: int = 12) -> str:
    """Row numbers as people write them: 「3–7、9」; the last ones are left to 「…」 where there are many."""
    parts = [str(first) if first == last else f"{first}–{last}" for first, last in _runs(sorted(set(numbers)))]
    return "、".join(parts[:most]) + ("…" if len(parts) > most else "")


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of numbers that follow each other."""
    first = last = None
    for number in numbers:
        if last is not None and first is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last

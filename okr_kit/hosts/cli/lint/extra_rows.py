"""Rows inside a table with columns for O and KR that are none of it: totals, notes, examples, signatures, headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .grid import Row
from .sheet import Sheet, may_be_statement

_BRACKETED = re.compile(r"[(（\[【<《][^()（）]*[)）\]】>》]")
#: How the further points of a note begin.
_POINTS = "0123456789①②③④⑤⑥⑦⑧⑨(（*-•·"


class ExtraRows:
    """Sets such rows aside, from the first row of a table to its last; what a row is may depend on the one above it."""

    def __init__(self, sheet: Sheet, krs: Sequence[int], own: Sequence[int]) -> None:
        """Know the columns of KRs and those of O's."""
        self._sheet, self._krs, self._own = sheet, krs, own
        self._begun = self._below_note = self._below_example = False

    def take(self, row: Row, below: Row | None) -> bool:
        """Set a row aside, and say whether it was; ``below`` is the next one."""
        cells = [(at, cell) for at, cell in sorted(row.cells.items()) if isinstance(cell, str)]
        under_note, self._below_note = self._below_note, False
        under_example, self._below_example = self._below_example, False
        if not cells:
            return self._number(row)
        if under_example and not any(at in row.cells for at in self._own):
            self._below_example = True
            return self._note("note", row)
        at, text = cells[0]
        if not self._begun and self._hints(row):
            return self._note("note", row)
        if kind := self._kind(row, at, text):
            example = kind == "note" and self._told(row)
            self._below_example = example and any(may_be_statement(row.cells.get(kr)) for kr in self._krs if kr != at)
            self._below_note = kind == "note"
            return self._note(kind, row)
        stated = self._stated(row)
        if stated or len(row.cells) > 1:
            self._begun = True
            return False
        if under_note and self._sheet.words.marks.take(text)[0] is None and text[:1] in _POINTS:
            self._below_note = True
            return self._note("note", row)
        if self._heading(row, below, at, text):
            return self._note("across", row)
        self._begun = True
        return False

    def _note(self, code: str, row: Row) -> bool:
        self._sheet.note(code, row)
        return True

    def _kind(self, row: Row, at: int, text: str) -> str | None:
        """Total, note or signature, as a row begins; a KR beside such a word is one, unless the word stands for the row."""
        names = self._sheet.words.names
        kind = names.row(text)
        if kind and (at in self._krs or not self._stated(row) or (at not in self._own and not self._told(row))):
            return kind
        if kind == "note" and at not in self._own:
            return kind
        closes = len(row.cells) == 1 and names.closes(text) and not self._sheet.words.changes(text)
        return "note" if closes else None

    def _stated(self, row: Row) -> bool:
        """Whether a row holds a KR."""
        cells = [row.cells.get(at) for at in self._krs]
        return any(may_be_statement(cell) and not self._sheet.words.names.row(str(cell)) for cell in cells)

    def _told(self, row: Row) -> bool:
        """Whether a row holds an O."""
        return any(at in row.cells for at in self._own)

    def _number(self, row: Row) -> bool:
        """A number in the column of O's, with no KR beside it, is none: a series that was dragged down."""
        if self._told(row) and not any(at in row.cells for at in self._krs):
            return self._note("no-statement", row)
        return False

    def _hints(self, row: Row) -> bool:
        """Whether a row below the names says how to fill them in: 「写清从多少到多少」, 「（必填，一句话）」."""
        cells = [row.cells[at] for at in (*self._own, *self._krs) if isinstance(row.cells.get(at), str)]
        words = self._sheet.words
        return bool(cells) and all(
            (words.names.hints(cell) or _BRACKETED.fullmatch(cell)) and not words.changes(cell) and "%" not in cell
            for cell in cells
        )

    def _heading(self, row: Row, below: Row | None, at: int, text: str) -> bool:
        """A lone text that is no O: across the columns, in brackets, or a few words above a row with its own O."""
        if not self._krs or at in self._krs:
            return False
        block = next((block for block in self._sheet.grid.across(row.number) if block.left <= at <= block.right), None)
        across = block is not None and any(block.left < kr <= block.right for kr in self._krs)
        goes_on = (
            below is not None and at not in below.cells and any(one in below.cells for one in (*self._own, *self._krs))
        )
        short = at in self._own and not may_be_statement(text) and not goes_on
        if not (across or short or _BRACKETED.fullmatch(text)):
            return False
        return self._sheet.words.marks.take(text)[0] != "objective"

"""What stands around the rows of a table and belongs to it: an O above or among its names, numbers in hidden columns."""

from __future__ import annotations

from collections.abc import Sequence

from .fields import MEASURED
from .grid import Row
from .heads import Head
from .sets import Told
from .sheet import Sheet, may_be_statement


def lone_objective(sheet: Sheet, before: Sequence[Row]) -> Told | None:
    """The O that stands above a table of KRs: 「O1：…」, or 「目标」 with the O beside it."""
    for row in reversed(before):
        cells = [cell for _, cell in sorted(row.cells.items()) if isinstance(cell, str)]
        kind, text = sheet.words.marks.take(cells[0]) if cells else (None, "")
        label = sheet.words.names.label(cells[0]) if cells else None
        if label and label.meaning == "objective" and len(cells) > 1:
            kind, text = "objective", sheet.words.marks.take(cells[1])[1]
        if kind == "objective" and text:
            row.cells.clear()
            return Told(text, rows=[row.number])
    return None


def named_beside(sheet: Sheet, row: Row, label: int | None) -> Row | None:
    """The O that stands among the names: 「O1 | 让客户…… | 目标值 | 截止」; None where there is none."""
    names = sheet.words.names
    if label is None or names.label(row.cells.get(label)) is None:
        return None
    stated = {at: cell for at, cell in row.cells.items() if may_be_statement(cell) and names.read(cell) is None}
    return Row(row.number, {label: row.cells[label]} | stated) if len(stated) == 1 else None


def unseen(sheet: Sheet, head: Head) -> frozenset[int]:
    """The rows whose baseline or target stands in a hidden column."""
    number = sheet.grid.rows[head.last].number
    hidden = sheet.grid.hidden_columns.values()
    return frozenset(
        row
        for cells in hidden
        if (name := sheet.words.names.read(cells.get(number))) and name.meaning in (*MEASURED, "change")
        for row in cells
    )


def marked(sheet: Sheet, row: Row, at: int) -> bool:
    """Whether a cell says what it is, or reads like a KR."""
    text = row.cells.get(at)
    return isinstance(text, str) and (sheet.words.marks.take(text)[0] is not None or sheet.words.changes(text) > 0)

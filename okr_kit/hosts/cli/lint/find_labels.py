"""Which column of a table says what its rows are: the one of labels, or the one whose texts have marks."""

from __future__ import annotations

from collections.abc import Sequence

from .grid import Row
from .sheet import Sheet

#: Columns in which labels are looked for.
_FIRST_COLUMNS = 8


def label_column(sheet: Sheet, rows: Sequence[Row]) -> int | None:
    """The column whose cells are labels of O's and KRs, with statements beside or below them; None where there is none."""
    best, most = None, 1
    for at in range(_FIRST_COLUMNS):
        labels = [label for row in rows[:2000] if (label := sheet.words.names.label(row.cells.get(at)))]
        if len(labels) > most and any(label.meaning == "key_result" for label in labels):
            best, most = at, len(labels)
    return best


def marked_column(sheet: Sheet, rows: Sequence[Row]) -> int | None:
    """The column of a table without names whose cells are statements with marks: 「O1：…」, 「KR1：…」."""
    best, most = None, 0
    for at in range(_FIRST_COLUMNS):
        cells = [row.cells.get(at) for row in rows[:500]]
        marked = [sheet.words.marks.split(cell)[:1] for cell in cells if isinstance(cell, str) and len(cell) > 3]
        count = sum(bool(pieces and pieces[0][0] in ("objective", "key_result") and pieces[0][1]) for pieces in marked)
        if count > most:
            best, most = at, count
    return best

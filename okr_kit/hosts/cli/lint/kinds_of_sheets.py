"""Sheets that name their columns and are not graded: check-ins, lists to choose from, exports of forms."""

from __future__ import annotations

from collections.abc import Sequence

from .arrange import values
from .grid import Row
from .heads import Head
from .names import is_week
from .sheet import Sheet, may_be_statement

#: A choice of a drop-down list is a word.
_CHOICE = 5


def asked(sheet: Sheet, head: Head | None) -> list[str]:
    """The names that ask for O's or KRs in a sentence, where no column of that kind is named plainly."""
    names = sheet.words.names
    if head is None:
        rows = [row for row in sheet.grid.rows[:12] if len(row.cells) > 1]
        cells = [cell for row in rows for cell in row.cells.values() if isinstance(cell, str) and len(cell) <= 40]
        return [cell for cell in cells if names.asks_for(cell)]
    plainly = {column.meaning for column in head.columns if column.name and not column.name.number}
    found = [(column.title, names.asks_for(column.title)) for column in head.columns if column.name is None]
    return [title for title, kind in found if kind and kind not in plainly]


def is_main(head: Head | None) -> bool:
    """Whether a sheet has O's and KRs side by side."""
    return head is not None and {"objective", "key_result"} <= head.meanings


def is_checkins(sheet: Sheet, head: Head, rows: Sequence[Row], *, alone: bool) -> bool:
    """Whether a table follows KRs through the weeks: dates and progress, and neither a target nor an O of its own.

    ``alone`` says that no other table holds the OKR: then KRs in full are taken for KRs.
    """
    meanings = head.meanings
    if meanings & {"target", "baseline", "weight", "due"} or not meanings & {"key_result", "text", "objective"}:
        return False
    weeks = sum(is_week(column.title) for column in head.columns)
    follows = bool(meanings & {"progress", "current"})
    column = next((one for one in head.columns if one.meaning in ("key_result", "text")), None)
    held = [str(value) for value in values(rows, column)] if column else []
    repeated = len(set(held)) < len(held)
    named = sheet.words.names.sheet(sheet.grid.title) == "checkins" or is_week(sheet.grid.title)
    if "objective" in meanings:
        return follows and (("when" in meanings and repeated) or (named and not alone))
    in_full = sum(any(map(str.isdigit, text)) for text in held) * 2 > len(held)
    if alone and in_full and not repeated:
        return False
    return ("when" in meanings and follows) or weeks > 2 or (named and (follows or weeks > 0 or "when" in meanings))


def is_list(sheet: Sheet, head: Head, listed: frozenset[str]) -> bool:
    """Whether a sheet holds what drop-down lists offer: words, no sentences."""
    body: list[Row] = sheet.grid.rows[head.last + 1 :]
    core = [column for column in head.columns if column.meaning in ("objective", "key_result", "text")]
    held = [str(value) for column in core for value in values(body[:200], column)]
    if any(map(may_be_statement, held)):
        return False
    named = sheet.grid.title in listed or sheet.words.names.sheet(sheet.grid.title) == "lists"
    words = (
        bool(held)
        and all(len(value) <= _CHOICE for value in held)
        and head.meanings.isdisjoint({"key_result", "metric"})
    )
    return named or (words and len(head.columns) > 1 and len(held) > 1)

"""Tables as people keep them: .csv and .xlsx, with columns found by their names, Chinese or English."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ....errors import InputError
from ....lang import Language
from ....marks import Marks
from ....text import fold
from .source import Source, decode

Row = tuple[int, Sequence[Any]]
HEAD_ROWS = 12


@dataclass(frozen=True)
class Vocabulary:
    """Names of columns and of values, folded, from the language pack."""

    columns: Mapping[str, str]
    kinds: Mapping[str, str]
    types: Mapping[str, str]
    blank: frozenset[str]
    marks: Marks

    @classmethod
    def of(cls, language: Language) -> Vocabulary:
        """Read the lists ``cli.columns`` and ``cli.values`` of a pack."""
        columns = _names(language, "cli.columns.")
        values = _names(language, "cli.values.")
        kinds = {word: meaning for word, meaning in values.items() if meaning in ("objective", "key_result")}
        blank = frozenset(word for word, meaning in values.items() if meaning == "blank")
        return cls(
            columns,
            kinds,
            {w: m for w, m in values.items() if w not in kinds and w not in blank},
            blank,
            Marks(language),
        )


def _names(language: Language, prefix: str) -> dict[str, str]:
    """Map every folded name to its meaning."""
    lists = {key.removeprefix(prefix): value for key, value in language.messages.items() if key.startswith(prefix)}
    return {plain(name): meaning for meaning, names in lists.items() for name in names.split("|")}


def plain(name: object) -> str:
    """Fold a column's name for comparing: no case, width, space, bracket or mark."""
    folded = fold(str(name or "")).lower()
    return re.sub(r"\([^)]*\)|[\s_*:：\-]", "", folded) or re.sub(r"[()\s]", "", folded)


@dataclass
class Sheet:
    """One table: its name, its rows, which columns were found where, which KR columns stand side by side."""

    name: str
    rows: list[Row]
    words: Vocabulary
    found: dict[str, int] = field(default_factory=dict)
    wide: list[int] = field(default_factory=list)
    head: int = -1

    def find_columns(self) -> bool:
        """Look for the header in the first rows; false if no row names an O, a KR or a text."""
        for at, (_, cells) in enumerate(self.rows[:HEAD_ROWS]):
            found, wide = self._columns_of(cells)
            if wide or {"objective", "key_result", "text"} & set(found):
                self.found, self.wide, self.head = found, wide, at
                return True
        return False

    def _columns_of(self, cells: Sequence[Any]) -> tuple[dict[str, int], list[int]]:
        """Name the cells of one row; of two columns 目标 beside an O the second holds the target value."""
        found: dict[str, int] = {}
        wide = []
        for at, cell in enumerate(cells):
            name = plain(cell)
            meaning = self.words.columns.get(name)
            if meaning is None and self.words.columns.get(name.rstrip("0123456789")) == "key_result":
                wide.append(at)
            if meaning == "objective" and "objective" in found:
                meaning = "target"
            if meaning and meaning not in found:
                found[meaning] = at
        return found, wide

    def cell(self, cells: Sequence[Any], meaning: str) -> Any:
        """Return the value of a column in a row, or None where it is blank."""
        at = self.found.get(meaning)
        return self.value(cells, at) if at is not None else None

    def value(self, cells: Sequence[Any], at: int) -> Any:
        """Return a cell, None where it is empty or says so (待定, -, N/A)."""
        value = cells[at] if at < len(cells) else None
        if isinstance(value, str):
            value = value.strip()
            return None if plain(value) in self.words.blank or not value else value
        return value

    def body(self) -> list[Row]:
        """Give the rows below the header that are not empty."""
        return [row for row in self.rows[self.head + 1 :] if any(str(cell or "").strip() for cell in row[1])]


def csv_tables(source: Source) -> list[tuple[str, list[Row]]]:
    """Read a .csv or .tsv; the separator is the one that its first lines have most of."""
    text = decode(source.data(), source.name)
    top = text[:4000]
    separator = max(",;\t，", key=top.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    rows: list[Row] = []
    start = 1
    try:
        for cells in reader:
            rows.append((start, cells))
            start = reader.line_num + 1
    except csv.Error:
        raise InputError("lint-csv", file=source.name, row=start) from None
    return [(source.name, rows)]


def xlsx_tables(source: Source) -> list[tuple[str, list[Row]]]:
    """Read every sheet of a workbook as values; InputError if it is none, is locked or broken."""
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(source.path, read_only=True, data_only=True)
        try:
            sheets = [(sheet.title, [_cells(row) for row in sheet.iter_rows()]) for sheet in book.worksheets]
        finally:
            book.close()
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError, TypeError):
        raise InputError("lint-xlsx", file=source.name) from None
    return [(f"{source.name}[{title}]", list(enumerate(rows, 1))) for title, rows in sheets]


def _cells(row: Sequence[Any]) -> list[Any]:
    """Take the values of one row; a number shown as a percentage becomes what people see."""
    return [
        f"{cell.value * 100:g}%"
        if isinstance(cell.value, float | int) and "%" in str(cell.number_format)
        else cell.value
        for cell in row
    ]

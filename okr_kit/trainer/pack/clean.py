"""Material as it leaves the trainer's eyes: names replaced, sums multiplied, in texts, tables and records alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...hosts.cli.lint.grid import Grid, Row
from ...hosts.cli.lint.heads import heads
from ...hosts.cli.lint.names import Names
from ...hosts.cli.lint.source import Entry
from ...lang import Language
from ..stand_ins import Found, Replacer
from .amounts import Amounts
from .material import Lines, Material, Part, Table

#: Fields of a record that hold numbers in its unit, and those that hold words.
_MEASURED, _WORDS = ("baseline", "target"), ("text", "objective", "parent", "unit")
#: Columns whose numbers stand in the unit of their row.
_OF_ROW = {"baseline", "target", "current", "change"}
#: Columns that hold a statement.
_STATED = {"key_result", "text", "metric"}
#: A number alone in a cell, and several with what goes from one to the other: 120→150.
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_NUMBERS = re.compile(r"[-\d.,\s→>~—–～到至]*\d[-\d.,\s→>~—–～到至]*")


class Cleaner:
    """Cleans everything of one run in the same way, so that a name and a sum become the same wherever they stand."""

    def __init__(self, found: Sequence[Found], amounts: Amounts, language: Language) -> None:
        """Replace what was ``found`` and multiply by the factor of ``amounts``."""
        self._replacer, self._amounts = Replacer(found, language.tag), amounts
        self._fixed = {word for one in found for word in stand_ins_of(one) if any(map(str.isdigit, word))}
        self._names = Names(language)
        #: Columns whose bare numbers were left as they are, by the file in which they stand.
        self.untouched: dict[str, list[str]] = {}

    def words(self, text: str, *, stated: bool = False) -> str:
        """One line, cell or sentence."""
        return self._amounts.text(self._replacer.text(text), stated=stated, fixed=self._fixed)

    def _plain(self, text: str) -> str:
        """A name of a column or a sheet: its numbers are none of the company's."""
        return self._replacer.text(text)

    def record(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """A record of ``okr lint``, with the key results in it."""
        stated = record.get("kind") in ("key_result", None)
        made = {key: value for key, value in record.items() if key != "id"}
        for key in _WORDS:
            if isinstance(made.get(key), str):
                made[key] = self.words(made[key], stated=stated and key == "text")
        if isinstance(made.get("key_results"), list):
            made["key_results"] = [
                self.record(one) if isinstance(one, Mapping) else self.words(str(one), stated=True)
                for one in made["key_results"]
            ]
        given = {key: float(made[key]) for key in _MEASURED if isinstance(made.get(key), int | float)}
        unit = made.get("unit")
        about = str(record.get("text", ""))
        return made | self._amounts.values(about, unit if isinstance(unit, str) else None, given)

    def entry(self, entry: Entry) -> Entry:
        """What is to be graded, without names; an error stays as it is."""
        return replace(entry, record=self.record(entry.record)) if entry.record is not None else entry

    def part(self, part: Part, file: str, *, stated: bool = False) -> Part:
        """Lines or a table of a file; the lines of one with statements (``stated``) as those."""
        if isinstance(part, Lines):
            return Lines(tuple(self.words(row, stated=stated) for row in part.rows))
        return Table(self._plain(part.title), self._table(part, file))

    def material(self, one: Material) -> Material:
        """A whole file; its name is the caller's affair."""
        parts = tuple(self.part(part, one.name, stated=one.sort == "okr") for part in one.parts)
        return replace(one, parts=parts, entries=tuple(map(self.entry, one.entries)))

    def _table(self, table: Table, file: str) -> tuple[tuple[str, ...], ...]:
        """The rows of a table; what its columns mean decides over numbers that stand alone in a cell."""
        last, columns = self._columns(table)
        return tuple(
            tuple(map(self._plain, row)) if at <= last else self._row(row, columns, file)
            for at, row in enumerate(table.rows)
        )

    def _row(self, row: tuple[str, ...], columns: Sequence[tuple[str, str]], file: str) -> tuple[str, ...]:
        """One row below the names of the columns; its numbers are multiplied together."""
        meant = [(at, means, title) for at, (means, title) in enumerate(columns)]
        unit = next((row[at] for at, means, _ in meant if means == "unit"), "")
        about = "，".join(row[at] for at, means, _ in meant if means in _STATED and row[at])
        made = [self.words(cell, stated=means in _STATED) for cell, (_, means, _) in zip(row, meant, strict=True)]
        alone = [at for at, means, _ in meant if means in _OF_ROW and _NUMBER.fullmatch(row[at])]
        for at, new in zip(alone, self._amounts.beside(about, unit, [row[at] for at in alone]), strict=True):
            made[at] = new
        for at, means, title in meant:
            if means in _OF_ROW and at not in alone and _NUMBERS.fullmatch(row[at]):
                sums = self._amounts.counts("100", unit, about)
                made[at] = self._amounts.text(row[at], stated=True) if sums else row[at]
            elif means in ("", "aside") and title and _NUMBER.fullmatch(row[at]):
                made[at] = self._other(row[at], title, "" if means else file)
        return tuple(made)

    def _other(self, cell: str, title: str, file: str) -> str:
        """A number in a column that is nobody's: a sum where its name says so, else as it is; told of a ``file`` that is named."""
        unit = self._amounts.unit_of(title)
        if unit is not None:
            return self._amounts.beside(title, unit, [cell])[0]
        if file and title not in (left := self.untouched.setdefault(file, [])):
            left.append(title)
        return cell

    def _columns(self, table: Table) -> tuple[int, list[tuple[str, str]]]:
        """The last row of names (-1 without rows), and of each column what it means, empty where nobody knows, and its name."""
        if not table.rows:
            return -1, []
        rows = [Row(at, {col: cell for col, cell in enumerate(row) if cell}) for at, row in enumerate(table.rows, 1)]
        found = max(heads(Grid("", rows), self._names), key=lambda head: head.score, default=None)
        columns = [("", title) for title in table.rows[0]]
        if found is None:
            return 0, columns
        for column in found.columns:
            columns[column.at] = (column.meaning, column.title)
        return found.last, columns


def stand_ins_of(found: Found) -> tuple[str, ...]:
    """Everything that stands in the place of one of its forms."""
    return tuple(dict.fromkeys((found.stand_in, *found.stand_ins.values())))

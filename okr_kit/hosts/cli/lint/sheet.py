"""One sheet on its way to records: its words, the values of its cells, and what of it is said beside the grades."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ....errors import InputError
from ....lang import Language
from ....marks import Marks
from ....text import Extract
from .grid import Fault, Grid, Row, ranges
from .heads import STATEMENT, Column, Head, heads
from .names import Names, listed, plain
from .number_formats import day
from .source import Entry, LeftOut

#: Between KRs without numbers, each of which says from where to where.
_BETWEEN = re.compile(r"[；;|｜]")
#: A line in brackets that goes with the line above it; 「（1）…」 is none.
_REMARK = re.compile(r"[(（](?!\d{1,2}[)）]|[一二三四五六七八九十][)）])[^()（）]*[)）][。.；;]?")
_BRACKET = re.compile(r"[(（\[【]")
#: Nobody writes longer than this that a cell is empty.
_LONGEST_BLANK = 12
#: Numbers in a column of dates that are days: 2000 to 2100.
_DAYS = (36526, 73415)


@dataclass(frozen=True)
class Words:
    """What a pack knows of tables: names of columns and rows, values of cells, marks of statements.

    ``changes`` counts how often a text says from where to where.
    """

    names: Names
    marks: Marks
    kinds: Mapping[str, str]
    types: Mapping[str, str]
    blank: frozenset[str]
    ditto: frozenset[str]
    changes: Callable[[str], int]
    extract: Callable[[str], Extract]

    @classmethod
    def of(cls, language: Language) -> Words:
        """Read the lists ``cli.columns``, ``cli.values`` and their like of a pack."""
        values = listed(language, "cli.values.")
        kinds = {word: meaning for word, meaning in values.items() if meaning in ("objective", "key_result")}
        blank, ditto = (frozenset(language.say(f"cli.values.{key}").lower().split("|")) for key in ("blank", "ditto"))
        types = {
            word: meaning
            for word, meaning in values.items()
            if meaning not in ("objective", "key_result", "blank", "ditto")
        }
        read = language.reader.read
        return cls(
            Names(language),
            Marks(language),
            kinds,
            types,
            blank | ditto,
            ditto,
            lambda text: len(read(text).changes),
            lambda text: language.reader.extract(read(text)),
        )


@dataclass
class Sheet:
    """A sheet with its name for messages, and what was noticed in it: rows by reason, faults by column.

    ``unseen`` are the rows whose baseline or target stands in a hidden column.
    """

    name: str
    grid: Grid
    words: Words
    noted: dict[str, list[int]] = field(default_factory=dict)
    faults: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    unassigned: dict[str, list[int]] = field(default_factory=dict)
    unseen: frozenset[int] = frozenset()
    told: int = 0

    @cached_property
    def heads(self) -> list[Head]:
        """The names of its tables, from top to bottom."""
        return heads(self.grid, self.words.names)

    def note(self, code: str, row: Row) -> None:
        """Set a row aside for a reason, with all that is left in it."""
        self.mention(code, row)
        row.cells.clear()

    def mention(self, code: str, row: Row) -> None:
        """Remember a row for a reason; what is left in it stays."""
        self.noted.setdefault(code, []).append(row.number)

    def value(self, row: Row, column: Column | None) -> Any:
        """Take the value of a column out of a row; None where it is empty or says so (待定, -), Fault where it has none."""
        if column is None:
            return None
        value = row.take(column.at)
        if isinstance(value, Fault):
            self.faults.setdefault((column.shown, value.shown), []).append(row.number)
            return value
        if isinstance(value, str) and self.is_blank(value):
            return None
        return value

    def says(self, text: str, unread: AbstractSet[str]) -> bool:
        """Whether the words of a KR say the numbers (``baseline``, ``target``) that were not read beside it."""
        own = self.words.extract(text)
        return all(getattr(own, name) is not None for name in unread)

    def is_blank(self, text: str) -> bool:
        """Whether a text says that there is nothing."""
        if len(text) > _LONGEST_BLANK:
            return False
        folded = text.strip().lower()
        return not folded or folded in self.words.blank or plain(folded) in self.words.blank

    def pieces(self, text: str) -> list[tuple[str | None, str, str]]:
        """Take the list in a cell apart: each statement with its kind and what stands in the brackets of its mark."""
        text = self._joined(text)
        pieces = self.words.marks.split(text)
        if len(pieces) == 1 and pieces[0][0] in (None, "key_result"):
            parts = [part.strip() for part in _BETWEEN.split(pieces[0][1]) if part.strip()]
            if len(parts) > 1 and all(self.words.changes(part) == 1 for part in parts):
                return [(pieces[0][0], part, "") for part in parts]
        if not _BRACKET.search(text):
            return [(kind, piece, "") for kind, piece in pieces]
        marked = (one for line in text.split("\n") for one in self.words.marks.statements(line))
        notes = [one.note for one in marked if one.text]
        if len(notes) != len(pieces):
            notes = [""] * len(pieces)
        return [(kind, piece, note) for (kind, piece), note in zip(pieces, notes, strict=True)]

    def _joined(self, text: str) -> str:
        """A statement that was broken over lines on one line: 「…，⏎含周末」, 「…⏎（含周末）」."""
        if "\n" not in text:
            return text
        lines: list[str] = []
        for line in filter(None, map(str.strip, text.split("\n"))):
            marked = self.words.marks.take(line)[0] is not None or line[0] in "-•·*①②③④⑤⑥⑦⑧⑨" or line[0].isdigit()
            ended = bool(lines) and (lines[-1][-1] in "，,、" and len(line) < STATEMENT)
            if lines and not marked and (ended or _REMARK.fullmatch(line)):
                lines[-1] += line
            else:
                lines.append(line)
        return "\n".join(lines)

    def broken(self) -> Iterator[Entry]:
        """The cells without a value, column by column, as errors with their rows."""
        for (column, value), numbers in self.faults.items():
            where = ranges(numbers)
            code = "lint-cell" if value else "lint-formula"
            error = InputError(code, file=self.name, row=where, column=column, value=value)
            yield Entry(self.name, where, error=error)

    def left_rows(self, code: str, *, lost: bool = False) -> Iterator[LeftOut]:
        """The rows that were set aside for a reason."""
        if numbers := self.noted.pop(code, None):
            yield LeftOut(self.name, code, ranges(numbers), {}, lost)


def written(value: Any) -> str:
    """A cell's value as text: dates as people of this contract write them, whole numbers without a point."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def written_day(value: Any) -> str:
    """A cell of a column of days: also a day that was left a number."""
    if isinstance(value, int | float) and _DAYS[0] <= value <= _DAYS[1]:
        value = day(value) or value
    return written(value)


def written_cycle(value: Any) -> str:
    """A cell of a column of cycles: a date stands for its month."""
    if isinstance(value, int | float) and _DAYS[0] <= value <= _DAYS[1]:
        value = day(value) or value
    return f"{value:%Y-%m}" if isinstance(value, dt.datetime) else written(value)


def may_be_statement(value: Any) -> bool:
    """Whether a cell holds a text that could be an O or a KR, not a name, a word or a number."""
    return isinstance(value, str) and len(value) >= STATEMENT and sum(map(str.isalpha, value)) * 3 >= len(value)

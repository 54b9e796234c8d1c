"""Tables with columns for O and KR: a KR a row, all KRs of an O in one cell, or side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from ....errors import InputError
from .arrange import Arrangement, KrColumn, OColumn
from .extra_rows import ExtraRows
from .fields import MEASURED, fields_of, noted
from .grid import Fault, Row
from .heads import Column
from .sets import Told
from .sheet import Sheet, written, written_cycle
from .source import Entry


class Rows:
    """Reads the rows of one table into O's with their KRs; a row that belongs to no table is set aside."""

    def __init__(self, sheet: Sheet, arrangement: Arrangement, above: Told | None = None) -> None:
        """Read with these columns; ``above`` is the O that stands above a table of KRs."""
        self._above = above
        self._sheet, self._columns = sheet, arrangement
        self._cycle, self._parent = arrangement.one("cycle"), arrangement.one("parent")
        krs = [kr.column.at for one in arrangement.objectives for kr in one.krs]
        own = [one.column.at for one in arrangement.objectives if one.column]
        self.stated = {*krs, *own}
        self._extra = ExtraRows(sheet, krs, own)
        self._owners = [column.at for column in arrangement.columns if column.meaning == "owner"]
        named = [column for column in arrangement.columns if column.meaning in ("due", "unit", "cycle", "parent")]
        self._lines = [column.at for column in named]
        self._lasting: dict[int, Any] = {}

    def read(self, rows: Sequence[Row]) -> list[Told]:
        """Give the O's of the table in its order."""
        found: list[Told] = []
        last: dict[int, Told] = {0: self._above} if self._above else {}
        known: dict[tuple[str, str | None, Any], Told] = {}
        for row, below in zip_longest(rows, rows[1:]):
            if self._extra.take(row, below) or self.stated.isdisjoint(row.cells):
                continue
            person = self._person(row)
            self._fill(row)
            cycle, parent = self._line(row, self._cycle), self._line(row, self._parent)
            for at, one in enumerate(self._columns.objectives):
                told = self._told(row, one, last.get(at), cycle)
                if told is None:
                    continue
                key = (told.objective or "", told.cycle, person)
                same = known.get(key) if told.objective and told is not last.get(at) else None
                if same and len(same.key_results) <= 50 and not self._stands_alone(same, told):
                    _join(same, told)
                    told = same
                elif told is not last.get(at) or told is self._above:
                    self._above = None
                    found.append(told)
                    known[key] = told
                told.parent = told.parent or parent
                last[at] = told
        return found

    def _stands_alone(self, before: Told, told: Told) -> bool:
        """Whether a row is a whole OKR by itself: its O is written again, with several KRs of its own."""
        several = len(told.key_results) > 1 or self._columns.wide
        return several and (len({row for row, _ in before.key_results}) < len(before.key_results) or self._columns.wide)

    def _told(self, row: Row, one: OColumn, last: Told | None, cycle: str | None) -> Told | None:
        """What a row says of one O: a new O, or more of the one above; None where it says nothing."""
        sheet, column = self._sheet, one.column
        value = sheet.value(row, column)
        if value is None:
            value = self._heading(row, one)
        krs, errors, broken = self._key_results(row, one.krs)
        if value is None and not krs and not broken:
            return None
        if isinstance(value, Fault):
            told = Told(None, cycle, broken=True)
        elif value is None and last is not None and (cycle is None or cycle == last.cycle):
            told = last
        elif value is None:
            told = Told(last.objective if last and column else None, cycle)
        else:
            text, inside = self._inside(written(value))
            krs = inside + krs
            told = Told(text, cycle or (last.cycle if last else None), broken=text is None)
            if text is None:
                error = InputError(
                    "lint-objectives", file=sheet.name, row=row.number, column=column.shown if column else "O"
                )
                told.errors.append(Entry(sheet.name, str(row.number), error=error))
            if last and self._goes_on(told, last, krs):
                told = last
        told.rows.append(row.number)
        told.errors += errors
        told.broken = told.broken or broken
        told.key_results += [(row.number, kr) for kr in krs]
        told.listed = bool(told.objective) and not one.krs and not told.key_results
        return told

    def _heading(self, row: Row, one: OColumn) -> Any:
        """Take an O out of a column of KRs: 「O1：…」 as a heading above its KRs."""
        at = one.krs[0].column.at if one.krs else None
        text = row.cells.get(at) if at is not None else None
        pieces = self._sheet.words.marks.split(text) if isinstance(text, str) else []
        return row.take(at) if pieces and pieces[0][0] == "objective" and pieces[0][1] else None

    def _goes_on(self, told: Told, last: Told, krs: list[dict[str, Any]]) -> bool:
        """Whether an O that is written again in the next row is the same one."""
        if self._columns.wide or told.objective != last.objective or told.cycle != last.cycle:
            return False
        return not (len(krs) > 1 and len(last.key_results) > 1 and last.rows[-1:] == [last.key_results[0][0]])

    def _inside(self, text: str) -> tuple[str | None, list[dict[str, Any]]]:
        """Take an O's cell apart: the O (None where it holds several), and KRs that stand below it in the same cell."""
        pieces = self._sheet.words.marks.split(text)
        if sum(kind == "objective" for kind, _ in pieces) > 1:
            return None, [{"text": piece} for kind, piece in pieces if kind == "key_result"]
        krs = [piece for kind, piece in pieces if kind == "key_result" and piece]
        if not krs:
            return self._sheet.words.marks.take(text)[1] or text, []
        above = [piece for kind, piece in pieces if kind in ("objective", None) and piece]
        return "\n".join(above) or text, [{"text": piece} for piece in krs]

    def _key_results(self, row: Row, columns: Sequence[KrColumn]) -> tuple[list[dict[str, Any]], list[Any], bool]:
        """Read the KRs of a row with what stands beside them: (KRs, errors, whether one could not be read)."""
        sheet = self._sheet
        found: list[dict[str, Any]] = []
        errors: list[Any] = []
        broken = False
        common: dict[int, Any] = {}
        for kr in columns:
            value = sheet.value(row, kr.column)
            if value is None:
                continue
            if isinstance(value, Fault):
                broken = True
                for column in kr.beside:
                    row.take(column.at)
                continue
            pieces = sheet.pieces(written(value))
            stated = [piece for piece in pieces if piece[0] in ("objective", "key_result", None) and piece[1]]
            texts = [text for _, text, _ in stated]
            if len(texts) < len(pieces):
                sheet.mention("parts-of-cell", row)
            if not texts:
                continue
            for column in kr.beside:  # one column for several KRs stays until the last
                if column.at in row.cells:
                    common[column.at] = row.cells[column.at]
                elif column.at in common:
                    row.cells[column.at] = common[column.at]
            beside = fields_of(sheet, row, kr.beside, len(texts))
            for (_, text, note), (fields, wrong, unread) in zip(stated, beside, strict=True):
                errors += wrong
                if not sheet.says(text, frozenset(MEASURED) if row.number in sheet.unseen else unread):
                    sheet.mention("unread-numbers", row)
                    broken = True
                    continue
                found.append({"text": text} | noted(sheet, row, note, fields))
        return found, errors, broken

    def _fill(self, row: Row) -> None:
        """Write down again what merged cells or 「同上」 say for a row: days, units, cycles, what the O serves."""
        for at in self._lines:
            ditto = row.cells.get(at) in self._sheet.words.ditto
            if at in row.cells and not ditto:
                self._lasting[at] = row.cells[at]
            elif at in self._lasting and (ditto or self._sheet.grid.above(row.number, at)):
                row.cells[at] = self._lasting[at]

    def _line(self, row: Row, column: Column | None) -> str | None:
        """A column that holds for a whole O."""
        value = self._sheet.value(row, column)
        return None if value is None or isinstance(value, Fault) else written_cycle(value)

    def _person(self, row: Row) -> Any:
        """Who a row belongs to: two people who share an O far apart in a table have a set each."""
        return tuple(row.cells.get(at) for at in self._owners)


def _join(before: Told, told: Told) -> None:
    """Put an O that is told again to what was told of it before."""
    before.rows += told.rows
    before.key_results += told.key_results
    before.errors += told.errors
    before.broken = before.broken or told.broken

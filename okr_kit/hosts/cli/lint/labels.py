"""Tables whose rows say themselves what they hold: 「O1」 and 「KR1」 in the first column, ids, a column 种类, marks in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .fields import fields_of, noted
from .grid import Fault, Row, letters
from .heads import Column, Head
from .names import ASIDE, Name, plain
from .sets import Told
from .sheet import Sheet, may_be_statement, written, written_cycle
from .source import Entry

_BRACKETS = re.compile(r"[(（\[【]([^)）\]】]{1,12})[)）\]】]")
_OUTLINE = re.compile(r"(\d{1,3})(?:[.\-](\d{1,3}))?")
_BESIDE = ("baseline", "target", "change", "unit", "due", "weight", "confidence", "type")


@dataclass
class _Said:
    """One statement with what its row says of it."""

    row: Row
    kind: str | None
    text: str
    label: Name | None
    fields: dict[str, Any] = field(default_factory=dict)
    errors: list[Entry] = field(default_factory=list)
    upper: dict[str, str] = field(default_factory=dict)


class Labelled:
    """Reads rows that say what they are into O's with their KRs, and single statements."""

    def __init__(self, sheet: Sheet, head: Head | None, label: int | None, default_kind: str | None) -> None:
        """Read with the columns of a header, if there is one, and the column of labels, if there is one."""
        self._sheet, self._default, self._label = sheet, default_kind, label
        self._columns = head.columns if head else ()
        self._text = next((one for one in self._columns if one.meaning == "text" and one.at != label), None)
        named = {one.meaning: one for one in reversed(self._columns) if one.at != label and one is not self._text}
        self._upper = [(name, named[name]) for name in ("objective", "cycle", "parent") if name in named]
        self._kinds = [named[name] for name in ("kind", "type") if name in named]
        self._id = named.get("id")
        self._beside = [named[name] for name in _BESIDE if name in named]
        self._numbers: dict[str, Name] = {}
        self._note = ""
        self._cycle: str | None = None
        self._last: Name | None = None
        self._waiting: Name | None = None
        self._heads = self._under_aside = False

    def read_as(self) -> Iterator[tuple[str, str]]:
        """Which columns are read, and as what."""
        if self._label is not None:
            title = next((one.title for one in self._columns if one.at == self._label), "")
            yield title or letters(self._label), "kind"
        columns = [
            one for one in (self._text, self._id, *self._beside, *self._kinds, *(one for _, one in self._upper)) if one
        ]
        for column in dict.fromkeys(columns):
            yield column.shown, column.meaning

    def read(self, rows: Sequence[Row]) -> Iterator[Told | Entry]:
        """Give what the rows tell, in their order; ids may name an O far above."""
        self._numbers = self._outline(rows)
        found: list[Told | Entry] = []
        last: Told | None = None
        numbered: dict[str, Told] = {}
        for said in (said for row in rows for said in self._row(row)):
            if said.kind == "objective":
                last = self._objective(said)
                found.append(last)
                if said.label and said.label.number:
                    numbered[said.label.number] = last
                continue
            told = numbered.get(said.label.group) if said.label and said.label.group else last
            if said.kind == "key_result" and told is not None and "objective" not in said.upper:
                told.rows.append(said.row.number)
                told.errors += said.errors
                told.key_results.append((said.row.number, self._record(said)))
                told.broken = told.broken or not said.text
                told.listed = told.listed and not (said.label and said.label.number)
            else:
                found.extend(self._alone(said))
        several = any(isinstance(one, Told) and (len(one.key_results) > 1 or not one.listed) for one in found)
        return (self._closed(one, several=several) if isinstance(one, Told) else one for one in found)

    def _closed(self, told: Told, *, several: bool) -> Told:
        """Labels with numbers, or several KRs below any O, make sets of all; in a list of lone pairs O and KR stay apart."""
        told.listed = not told.key_results or (told.listed and not several)
        told.key_results = [(row, kr) for row, kr in told.key_results if kr["text"]]
        return told

    def _objective(self, said: _Said) -> Told:
        told = Told(said.text or None, said.upper.get("cycle") or self._cycle, said.upper.get("parent"))
        told.rows.append(said.row.number)
        told.broken, told.listed = not said.text, True
        told.name = said.fields.get("id")
        return told

    def _record(self, said: _Said) -> dict[str, Any]:
        return {"text": said.text} | said.fields

    def _alone(self, said: _Said) -> Iterator[Entry]:
        """A statement that belongs to no O above it."""
        yield from said.errors
        if not said.text:
            return
        number = said.row.number
        record = {"id": f"{self._sheet.name}:{number}"} | said.fields | said.upper
        cycle = {"cycle": self._cycle} if self._cycle else {}
        kind = said.kind or self._default or "key_result"
        guessed = said.kind is None and self._default is None
        yield Entry(self._sheet.name, str(number), cycle | record | {"kind": kind, "text": said.text}, guessed=guessed)

    def _row(self, row: Row) -> list[_Said]:
        """What one row says: its statements with the fields beside them."""
        first = next((cell for _, cell in sorted(row.cells.items()) if isinstance(cell, str)), "")
        aside = self._sheet.words.names.row(first)
        labelled = self._label is not None and self._sheet.words.names.label(row.cells.get(self._label))
        if aside and not labelled and self._text_of(row) in (None, first):
            self._sheet.note(aside, row)
            return []
        label = self._labelled(row)
        if label is None and self._label is not None:
            label = self._going_on(row, self._text_of(row))
            if label is None:
                self._about(row)
                return []
        text = self._statement(row)
        if text is None:
            return []
        if isinstance(text, Fault):
            return [_Said(row, self._kind(label, None), "", label)]
        pieces = [piece for piece in self._sheet.pieces(text) if piece[1]]
        stated = [piece for piece in pieces if piece[0] in ("objective", "key_result", None)]
        if len(stated) < len(pieces):
            self._sheet.mention("parts-of-cell", row)
        above = any(self._kind(label, kind) == "objective" for kind, *_ in stated)  # an O has no O above it
        columns = [pair for pair in self._upper if not (above and pair[0] == "objective")]
        upper = ((name, self._word(row, column, name)) for name, column in columns)
        given: dict[str, str] = {name: value for name, value in upper if value is not None}
        found = fields_of(self._sheet, row, self._beside, len(stated))
        return [
            _Said(
                row,
                self._kind(label, kind),
                piece if self._sheet.says(piece, unread) else self._unread(row),
                label,
                noted(self._sheet, row, note or self._note, fields) | self._named(row, len(stated)),
                errors,
                given,
            )
            for (kind, piece, note), (fields, errors, unread) in zip(stated, found, strict=True)
        ]

    def _unread(self, row: Row) -> str:
        """Name a statement that cannot be judged without the numbers beside it that were not read; it has no text then."""
        self._sheet.mention("unread-numbers", row)
        return ""

    def _kind(self, label: Name | None, marked: str | None) -> str | None:
        """O or KR: as the row's label says, else the mark of the text."""
        return label.meaning if label else marked

    def _word(self, row: Row, column: Column, name: str) -> str | None:
        value = self._sheet.value(row, column)
        if value is None or isinstance(value, Fault):
            return None
        return written_cycle(value) if name == "cycle" else written(value)

    def _named(self, row: Row, count: int) -> dict[str, Any]:
        """The id that a row gives its one statement."""
        value = row.cells.get(self._id.at) if self._id else None
        return {"id": written(value)} if value is not None and count == 1 and not isinstance(value, Fault) else {}

    def _labelled(self, row: Row) -> Name | None:
        """What a row says that it is: in the column of labels, a column 种类 or 类型, or by its id."""
        names = self._sheet.words.names
        if self._label is not None:
            name = names.label(row.cells.get(self._label))
            if name:
                self._note = _note(written(row.take(self._label)))
                self._last = self._waiting = name
                self._heads = self._under_aside = False
                return name
        for column in self._kinds:
            value = row.cells.get(column.at)
            kind = self._sheet.words.kinds.get(plain(value)) if isinstance(value, str) else None
            name = Name(kind) if kind else names.label(value)
            if name:
                row.take(column.at)
                return name
        value = row.cells.get(self._id.at) if self._id else None
        return names.label(value) or self._numbers.get(written(value))

    def _outline(self, rows: Sequence[Row]) -> dict[str, Name]:
        """What numbers of rows say where they are an outline: 1 is an O, 1.1 and 1.2 are its KRs."""
        held = [written(row.cells[self._id.at]) for row in rows if self._id and self._id.at in row.cells]
        found = {number: _OUTLINE.fullmatch(number) for number in held}
        upper = {match[1] for match in found.values() if match and not match[2]}
        lower = [match for match in found.values() if match and match[2]]
        if not lower or None in found.values() or any(match[1] not in upper for match in lower):
            return {}
        return {
            number: Name("key_result", match[2], group=match[1]) if match[2] else Name("objective", number)
            for number, match in found.items()
            if match
        }

    def _text_of(self, row: Row) -> Any:
        """The cell that may be the statement of a row: in the column of texts, else the first text that is no label."""
        if self._text is not None:
            return row.cells.get(self._text.at)
        places = sorted(at for at, cell in row.cells.items() if isinstance(cell, str | Fault))
        start = self._label if self._label is not None else 0
        texts = [at for at in places if at >= start and not self._sheet.words.names.label(row.cells[at])]
        at = next((at for at in texts if may_be_statement(row.cells[at])), texts[0] if texts else -1)
        return row.cells.get(at)

    def _statement(self, row: Row) -> Any:
        """Take the statement of a row; None where it has none, and its label waits for the row below."""
        text = self._text_of(row)
        if text is None:
            return None
        at = next(at for at, cell in row.cells.items() if cell is text)
        self._waiting = None
        found = self._sheet.value(row, self._text or Column(at, "", None))
        return written(found) if found is not None and not isinstance(found, Fault) else found

    def _going_on(self, row: Row, text: Any) -> Name | None:
        """The label of a row without one: the one above that still waits for its text, or that holds down to here.

        A label holds where it is merged, where its column is blank, and as a heading above lines in its own column.
        """
        if self._waiting is not None and may_be_statement(text):
            self._heads = self._label in row.cells
            return self._waiting
        if self._heads and self._last is not None and self._last.meaning == "key_result" and may_be_statement(text):
            return self._last
        merged = self._label is not None and self._sheet.grid.above(row.number, self._label) is not None
        if self._last is not None and self._last.meaning == "key_result" and may_be_statement(text):
            blank = self._label is not None and self._label not in row.cells
            return self._last if merged or blank else None
        return None

    def _about(self, row: Row) -> None:
        """A row of a form that says who or when: 「周期 | 2026Q3」 holds for what is below, the others are no statements."""
        cells = [cell for _, cell in sorted(row.cells.items())]
        if self._under_aside:
            self._sheet.note("about", row)
            return
        name = self._sheet.words.names.read(cells[0]) if cells else None
        if name is None:
            return
        if len(cells) == 1:  # a heading: what stands below it is no KR
            self._last, self._heads, self._under_aside = None, False, name.meaning in ASIDE
        if name.meaning == "cycle" and len(cells) > 1 and not isinstance(cells[1], Fault):
            self._cycle = written_cycle(cells[1])
            row.cells.clear()
        elif name.meaning in ASIDE:
            self._sheet.note("about", row)


def _note(label: str) -> str:
    """What stands in the brackets of a label, where it is more than a word for O or KR: 「KR1（40%）」."""
    found = _BRACKETS.search(label)
    return found[1].strip() if found and any(map(str.isdigit, found[1])) and "%" in found[1] else ""

"""The columns beside a KR: numbers, units, days, types; a number that cannot be read is reported and left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .... import quantity
from ....errors import InputError
from ....subjects.fields import out_of_ten
from .grid import Fault, Row
from .heads import Column
from .names import plain
from .sheet import Sheet, written, written_day
from .source import Entry

#: Between the two numbers of a column 「基线→目标」.
_ARROW = re.compile(r"\s*(?:→|-+>|—+>|➜|➔|⇒|⟶|➡️?|~|～|到|至)\s*")
NUMERIC = ("baseline", "target", "weight", "confidence")
#: Without these a KR cannot be judged, unless its own words say them.
MEASURED = ("baseline", "target")
#: What may hold for all KRs of a row alike.
COMMON = ("unit", "due", "type")


class Given(NamedTuple):
    """What stands beside a KR: its fields, what could not be read, which of baseline and target are among that."""

    fields: dict[str, Any]
    errors: list[Entry]
    unread: frozenset[str] = frozenset()


def fields_of(sheet: Sheet, row: Row, columns: Sequence[Column], count: int) -> list[Given]:
    """Read the columns beside the KRs of a row, for each of its ``count`` KRs."""
    found = [Given({}, []) for _ in range(count)]
    for column in columns:
        value = sheet.value(row, column)
        measured = frozenset(MEASURED if column.meaning == "change" else {column.meaning} & set(MEASURED))
        if isinstance(value, Fault):
            found = [one._replace(unread=one.unread | measured) for one in found]
        if value is None or isinstance(value, Fault):
            continue
        each = _each(value, count, column.meaning)
        if each is None:
            sheet.unassigned.setdefault(column.shown, []).append(row.number)
            continue
        for at, one in enumerate(each):
            wrong = list(_put(sheet, row, column, one, found[at].fields))
            found[at].errors.extend(wrong)
            if wrong and any(char.isdigit() for char in written(one)):  # 待定 and 很多 say that there is no number
                found[at] = found[at]._replace(unread=found[at].unread | measured)
    return found


def noted(sheet: Sheet, row: Row, note: str, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of a KR with what the brackets of its mark say: 「KR1（40%）」, 「KR2（挑战）」."""
    if not note:
        return fields
    read, kind = quantity.parse(note), sheet.words.types.get(plain(note))
    if kind is not None:
        return {"type": kind} | fields
    if read is not None and "weight" not in fields:
        return fields | {"weight": read.value}
    sheet.mention("parts-of-cell", row)
    return fields


def _each(value: Any, count: int, meaning: str) -> list[Any] | None:
    """The value for each of several KRs in one cell: a line for each, or one for all; None where nobody can tell."""
    if count == 1:
        return [value]
    lines = [line.strip() for line in value.split("\n") if line.strip()] if isinstance(value, str) else []
    if len(lines) == count:
        return lines
    return [value] * count if meaning in COMMON and len(lines) <= 1 else None


def _put(sheet: Sheet, row: Row, column: Column, value: Any, fields: dict[str, Any]) -> Iterator[Entry]:
    """Write one value into the fields of a KR, or give the error."""
    meaning = column.meaning
    if meaning == "due":
        fields["due"] = written_day(value)
    elif meaning == "type":
        if (kind := sheet.words.types.get(plain(value))) is not None:
            fields["type"] = kind
        elif plain(value) not in sheet.words.kinds:
            sheet.unassigned.setdefault(column.shown, []).append(row.number)
    elif meaning == "change":
        parts = _ARROW.split(written(value))
        if len(parts) == 1:
            parts = parts[0].split("/")
        ends = [read for part in parts if (read := quantity.parse(part)) is not None]
        if not len(ends) == len(parts) == len(MEASURED):
            yield _unread(sheet, row, column, value)
            return
        for name, read in zip(MEASURED, ends, strict=True):
            put_number(fields, name, read)
    elif meaning == "unit":
        fields["unit"] = written(value)
    elif meaning in NUMERIC:
        unit = column.name.unit if column.name else ""
        read = quantity.parse(f"{written(value)}{unit}") if unit and isinstance(value, int | float) else None
        read = read or quantity.parse(value)
        if read is None:
            yield _unread(sheet, row, column, value)
            return
        put_number(fields, meaning, read)


def put_number(fields: dict[str, Any], meaning: str, read: quantity.Quantity) -> None:
    """Write a number that was read into the fields of a KR; the unit of a baseline or target is the KR's if it has none."""
    fields[meaning] = out_of_ten(read) if meaning == "confidence" else read.value
    if meaning in MEASURED and read.unit:
        fields.setdefault("unit", read.unit)


def _unread(sheet: Sheet, row: Row, column: Column, value: Any) -> Entry:
    """The error of a cell that should hold a number."""
    error = InputError("lint-number", file=sheet.name, row=row.number, column=column.shown, value=written(value)[:40])
    return Entry(sheet.name, str(row.number), error=error)

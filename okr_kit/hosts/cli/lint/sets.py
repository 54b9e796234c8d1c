"""From rows to statements and sets: what ``okr lint`` makes of a table.

One row may be a statement, a KR with its O (the O written once, or merged, or repeated), or an O with columns KR1,
KR2 …; rows of one O become one set. A value that cannot be read is reported with its row, the rest is graded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from .... import quantity
from ....errors import InputError
from ....lang import Language
from ....subjects.fields import out_of_ten
from .source import Entry, LeftOut, Source
from .tables import Row, Sheet, Vocabulary, csv_tables, plain, xlsx_tables

NUMERIC = ("baseline", "target", "weight", "confidence")


def read_tables(source: Source, language: Language, default_kind: str | None) -> Iterator[Entry | LeftOut]:
    """Read every sheet whose columns are known; InputError ``lint-columns`` when there is none."""
    words = Vocabulary.of(language)
    tables = xlsx_tables(source) if source.kind == "xlsx" else csv_tables(source)
    sheets = [Sheet(name, rows, words) for name, rows in tables]
    known = [sheet for sheet in sheets if sheet.find_columns()]
    if not known:
        seen = next((str(cell) for sheet in sheets for _, cells in sheet.rows for cell in cells if cell), "")
        raise InputError("lint-columns", file=source.name, seen=seen[:40])
    if len(known) == 1:
        known[0].name = source.name
    for sheet in known:
        yield from entries(sheet, default_kind)


def entries(sheet: Sheet, default_kind: str | None) -> Iterator[Entry]:
    """Turn a sheet's rows into statements or sets."""
    if "text" in sheet.found and "key_result" not in sheet.found and not sheet.wide:
        yield from statements(sheet, default_kind)
        return
    carried: tuple[Any, ...] = (None, None, None)
    numbered = []
    for number, cells in sheet.body():
        objective = sheet.cell(cells, "objective")
        key = (objective, sheet.cell(cells, "owner"), sheet.cell(cells, "cycle"))
        if objective is None:
            key = (carried[0], key[1] or carried[1], key[2] or carried[2]) if key[1] in (None, carried[1]) else key
        carried = key
        numbered.append((key, (number, cells)))
    for (objective, _, cycle), group in groupby(numbered, key=lambda pair: pair[0]):
        yield from set_of(sheet, objective, cycle, [row for _, row in group])


def statements(sheet: Sheet, default_kind: str | None) -> Iterator[Entry]:
    """One statement a row; a column 种类, a mark in the text or the default says whether it is an O or a KR."""
    for number, cells in sheet.body():
        text = sheet.cell(cells, "text")
        if text is None:
            continue
        kind, text = sheet.words.marks.take(str(text))
        said = sheet.cell(cells, "kind") or sheet.cell(cells, "type")
        kind = sheet.words.kinds.get(plain(said)) or kind
        record = _identified(sheet, cells, number) | {"kind": kind or default_kind or "key_result", "text": text}
        for name in ("objective", "cycle", "parent"):
            if sheet.cell(cells, name) is not None:
                record[name] = str(sheet.cell(cells, name))
        yield Entry(sheet.name, str(number), record, guessed=kind is None and default_kind is None)


def _identified(sheet: Sheet, cells: Sequence[Any], number: int) -> dict[str, Any]:
    """Start a record with the id of its row, or with file and row."""
    given = sheet.cell(cells, "id")
    return {"id": str(given) if given is not None else f"{sheet.name}:{number}"}


def set_of(sheet: Sheet, objective: Any, cycle: Any, rows: list[Row]) -> Iterator[Entry]:
    """Build one set of the rows of one O; an O alone or KRs alone stay what they are."""
    bad: list[Entry] = []
    key_results = [kr for row in rows for kr in _key_results(sheet, row, bad)]
    yield from bad
    first, last = rows[0][0], rows[-1][0]
    where = f"{first}–{last}" if last > first else str(first)
    record: dict[str, Any] = {"id": f"{sheet.name}:{where}"} | ({"cycle": str(cycle)} if cycle is not None else {})
    text = sheet.words.marks.take(str(objective))[1] if objective is not None else ""
    if text and ("key_result" in sheet.found or sheet.wide):
        yield Entry(sheet.name, where, record | {"kind": "okr_set", "objective": text, "key_results": key_results})
    elif text:
        parent = sheet.cell(rows[0][1], "parent")
        record |= {"parent": str(parent)} if parent is not None else {}
        yield Entry(sheet.name, where, record | {"kind": "objective", "text": text})
    else:
        for row in rows:
            alone = {"id": f"{sheet.name}:{row[0]}", "kind": "key_result"}
            yield from (Entry(sheet.name, str(row[0]), kr | alone) for kr in _key_results(sheet, row, []))


def _key_results(sheet: Sheet, row: Row, bad: list[Entry]) -> list[dict[str, Any]]:
    """Read the KRs of a row: one with its fields, several lines in one cell, or columns side by side."""
    number, cells = row
    at = sheet.found.get("key_result")
    texts = [sheet.value(cells, place) for place in ([at] if at is not None else []) + sheet.wide]
    lines = [
        sheet.words.marks.take(line)[1]
        for text in texts
        if text is not None
        for line in str(text).splitlines()
        if line.strip()
    ]
    if len(lines) != 1:
        return [{"text": line} for line in lines]
    return [{"text": lines[0]} | _fields(sheet, number, cells, bad)]


def _fields(sheet: Sheet, number: int, cells: Sequence[Any], bad: list[Entry]) -> dict[str, Any]:
    """Read the columns beside a KR; a number that cannot be read is reported and left out."""
    fields: dict[str, Any] = {}
    for name in NUMERIC:
        value = sheet.cell(cells, name)
        if value is None:
            continue
        read = quantity.parse(value)
        if read is None:
            column = str(sheet.rows[sheet.head][1][sheet.found[name]])
            error = InputError("lint-number", file=sheet.name, row=number, column=column, value=str(value)[:40])
            bad.append(Entry(sheet.name, str(number), error=error))
            continue
        fields[name] = out_of_ten(read) if name == "confidence" else read.value
        if name in ("baseline", "target") and read.unit:
            fields.setdefault("unit", read.unit)
    for name in ("unit", "due"):
        value = sheet.cell(cells, name)
        if value is not None:
            fields[name] = value.date().isoformat() if isinstance(value, dt.datetime) else str(value)
    kind = sheet.words.types.get(plain(sheet.cell(cells, "type")))
    return fields | ({"type": kind} if kind else {})

"""What ``okr lint`` reads from a table: sheet by sheet, each with the layout that fits it, and what it left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ....errors import InputError
from ....lang import Language
from .around import lone_objective, marked, named_beside, unseen
from .arrange import arrange, values
from .csv_file import read_csv
from .find_labels import label_column, marked_column
from .grid import Grid, Row, ranges
from .heads import Column, Head
from .kinds_of_sheets import asked, is_checkins, is_list, is_main
from .labels import Labelled
from .leftover import above, left_over
from .names import Name, shared
from .rows import Rows
from .sets import Told, entries
from .sheet import Sheet, Words, may_be_statement
from .source import Entry, LeftOut, ReadAs, Source, decode
from .workbook import read_workbook

#: Most rows with statements that are graded at once.
MOST_ROWS = 60_000
Item = Entry | LeftOut | ReadAs


def read_tables(source: Source, language: Language, default_kind: str | None) -> Iterator[Item]:
    """Read a workbook or a text with separators; InputError where no sheet names its columns."""
    words = Words.of(language)
    if source.kind == "xlsx":
        book = read_workbook(source)
        yield from read_grids(book.grids, source.name, words, default_kind)
        yield from book.left
        return
    grid = read_csv(decode(source.data(), source.name), source.name, words.names)
    yield from read_grids([grid], source.name, words, default_kind)


def read_grids(grids: Sequence[Grid], file: str, words: Words, default_kind: str | None) -> Iterator[Item]:
    """Read sheets of a file; InputError ``lint-columns`` or ``lint-questions`` where none can be read or named."""
    sheets = [Sheet(f"{file}[{grid.title}]" if grid.title else file, grid, words) for grid in grids]
    listed = frozenset().union(*(grid.listed for grid in grids))
    shown = [sheet for sheet in sheets if not sheet.grid.hidden and words.names.sheet(sheet.grid.title) != "checkins"]
    main = {id(sheet) for sheet in shown if is_main(_best(sheet))}
    left = {}
    for sheet in sheets:
        if (one := _left_out(sheet, listed, alone=not main - {id(sheet)})) is not None:
            left[id(sheet)] = one
    known = [sheet for sheet in sheets if id(sheet) not in left and sheet.grid.rows]
    if not known and left and all(one.code in ("sheet-unknown", "sheet-questions") for one in left.values()):
        hidden = [one for sheet in sheets for one in left_over(sheet, None, (), (), set())]
        if not hidden:
            raise _unknown(sheets, file)
        yield Entry(file, "", error=_unknown(sheets, file))
        yield from hidden
        return
    if len(known) == 1:
        known[0].name = file
    for sheet in sheets:
        if id(sheet) in left:
            yield left[id(sheet)]
        elif sheet.grid.rows:
            yield from _read(sheet, default_kind)
        elif sheet.grid.hidden_rows or sheet.grid.hidden_columns:
            yield from left_over(sheet, None, (), (), set())


def _best(sheet: Sheet) -> Head | None:
    """The best names of columns in a sheet."""
    return max(sheet.heads, key=lambda one: one.score, default=None)


def _left_out(sheet: Sheet, listed: frozenset[str], *, alone: bool) -> LeftOut | None:
    """Why a sheet is not graded as a whole; None where it is, or is empty. ``alone``: no other one holds the OKR."""
    grid, names = sheet.grid, sheet.words.names
    if not grid.rows:
        return None
    if grid.hidden:
        return LeftOut(sheet.name, "sheet-hidden")
    head = _best(sheet)
    if label_column(sheet, grid.rows) is not None and (head is None or "key_result" not in head.meanings):
        return None
    questions = asked(sheet, head)
    if head is None and (questions or marked_column(sheet, grid.rows) is None):
        kind = names.sheet(grid.title)
        prose = kind in ("prose", "lists") or (kind == "checkins" and not alone) or grid.title in listed
        stated = any(may_be_statement(cell) for row in grid.rows for cell in row.cells.values())
        return LeftOut(sheet.name, "sheet-questions" if questions else "sheet-unknown", lost=stated and not prose)
    if head is not None:
        if questions:
            return LeftOut(sheet.name, "sheet-questions", lost=True)
        if is_checkins(sheet, head, grid.rows[head.last + 1 :], alone=alone):
            return LeftOut(sheet.name, "sheet-checkins")
        if is_list(sheet, head, listed):
            return LeftOut(sheet.name, "sheet-list")
    return None


def _unknown(sheets: Iterable[Sheet], file: str) -> InputError:
    """The error of a file none of whose sheets can be read: which names were seen."""
    for sheet in sheets:
        found = sheet.heads
        if questions := asked(sheet, found[0] if found else None):
            return InputError("lint-questions", file=file, names=shared(question[:30] for question in questions[:6]))
    seen = next((str(cell) for sheet in sheets for row in sheet.grid.rows for cell in row.cells.values()), "")
    return InputError("lint-columns", file=file, seen=seen[:40])


def _read(sheet: Sheet, default_kind: str | None) -> Iterator[Item]:
    """Read the tables of a sheet, one below the other."""
    rows = sheet.grid.rows
    found = sheet.heads
    if not found:
        yield from _labelled(sheet, None, rows, default_kind)
        yield from sheet.broken()
        return
    ends = [*(_title(rows, head.first) for head in found[1:]), len(rows)]
    begins = [0, *ends]
    for head, begin, end in zip(found, begins, ends, strict=False):
        body = rows[head.last + 1 : end]
        if len(found) > 1 and is_checkins(sheet, head, body, alone=not any(is_main(one) for one in found)):
            yield from above(sheet, rows[begin : head.first])
            yield LeftOut(sheet.name, "rows-checkins", ranges(row.number for row in body))
            continue
        label = label_column(sheet, rows[head.first : end])
        if _by_columns(sheet, head, body, label):
            yield from _rows(sheet, head, body, rows[begin : head.first])
        elif label is not None and _is_labelled(sheet, rows[head.first], label):
            yield from _labelled(sheet, None, rows[begin:end], default_kind)
        else:
            yield from above(sheet, rows[begin : head.first])
            if (first := named_beside(sheet, rows[head.first], label)) is not None:
                columns = tuple(one for one in head.columns if one.at not in first.cells)
                yield from _labelled(sheet, replace(head, columns=columns), [first, *body], default_kind, label)
            else:
                yield from _labelled(sheet, head, body, default_kind, label)
    yield from sheet.broken()
    if not sheet.told and not sheet.faults:
        yield LeftOut(sheet.name, "no-rows")


def _title(rows: Sequence[Row], first: int) -> int:
    """Where a further table begins: with the lone texts that stand right above its header."""
    while first > 0 and len(rows[first - 1].cells) == 1 and rows[first].number - rows[first - 1].number == 1:
        first -= 1
    return first


def _is_labelled(sheet: Sheet, row: Row, label: int) -> bool:
    """Whether a row that names a column is a row of labels: 「目标 | 让客户……」."""
    cells = [cell for at, cell in row.cells.items() if at != label]
    own = sheet.words.names.label(row.cells.get(label))
    return len(row.cells) == 1 or (own is not None and not any(sheet.words.names.read(cell) for cell in cells))


def _by_columns(sheet: Sheet, head: Head, body: Sequence[Row], label: int | None) -> bool:
    """Whether a table has columns for O and KR, rather than rows that say what they are."""
    krs = [column for column in head.columns if column.meaning == "key_result"]
    if not krs and {"objective", "text"} <= head.meanings:
        return not any(one.meaning == "objective" for one in _kinds(sheet, head, body))
    held = [value for column in krs for value in values(body[:200], column)]
    labels = sum(sheet.words.names.label(value) is not None for value in held)
    if krs and (not held or labels * 2 <= len(held)):
        return True
    return "text" not in head.meanings and label is None


def _kinds(sheet: Sheet, head: Head, body: Sequence[Row]) -> Iterator[Name]:
    """What the rows of a table say that they are, in the columns that may say it."""
    for column in head.columns:
        for value in values(body, column) if column.meaning in ("kind", "type", "id") else ():
            if name := sheet.words.names.label(value):
                yield name


def _rows(sheet: Sheet, head: Head, body: Sequence[Row], before: Sequence[Row]) -> Iterator[Item]:
    """Read a table with columns for O and KR; where it has none for O, one that stands above the names is its O."""
    arrangement = arrange(sheet, head, body)
    lone = None if arrangement.one("objective") else lone_objective(sheet, before)
    yield from above(sheet, (row for row in before if row.cells))
    width = max(column.at for column in arrangement.columns)
    body = list(_not_shifted(sheet, body, width)) if sheet.grid.separated else body
    if body:
        yield ReadAs(sheet.name, tuple((column.shown, column.meaning) for column in arrangement.read()))
    sheet.unseen = unseen(sheet, head)
    reader = Rows(sheet, arrangement, lone)
    _bounded(sheet, sum(not reader.stated.isdisjoint(row.cells) for row in body))
    told = reader.read(body)
    used: set[int] = set()
    for one in told:
        used |= set(one.rows)
        yield from entries(sheet.name, one)
    sheet.told += len(told)
    yield from left_over(sheet, head, arrangement.columns, body, used)


def _bounded(sheet: Sheet, count: int) -> None:
    """InputError where a table has more rows than people write: a cell that was dragged down to the end of a sheet."""
    if count > MOST_ROWS:
        raise InputError("lint-rows", file=sheet.name, count=count, most=MOST_ROWS)


def _not_shifted(sheet: Sheet, body: Sequence[Row], width: int) -> Iterator[Row]:
    """Pass on the rows of a text that have no more cells than names: a comma in a sentence shifts what is behind it."""
    for row in body:
        if max(row.cells) > width:
            sheet.note("shifted", row)
        else:
            yield row


def _labelled(
    sheet: Sheet, head: Head | None, rows: Sequence[Row], default_kind: str | None, label: int | None = None
) -> Iterator[Item]:
    """Read a table whose rows say what they hold."""
    if label is None:
        label = label_column(sheet, rows)
    if head is None and label is None and (at := marked_column(sheet, rows)) is not None:
        head = Head(0, 0, (Column(at, "", Name("text")),), 0)
        begin = next((place for place, row in enumerate(rows) if marked(sheet, row, at)), 0)
        yield from above(sheet, rows[:begin])  # a title has no mark
        rows = rows[begin:]
    _bounded(sheet, len(rows))
    reader = Labelled(sheet, head, label, default_kind)
    yield ReadAs(sheet.name, tuple(reader.read_as()))
    used: set[int] = set()
    for one in reader.read(rows):
        sheet.told += 1
        if isinstance(one, Told):
            used |= set(one.rows)
            yield from entries(sheet.name, one)
        else:
            used.add(int(one.row))
            yield one
    first = next((at for at, row in enumerate(rows) if row.number in used), 0)
    yield from above(sheet, (row for row in rows[:first] if row.cells))
    yield from left_over(sheet, head, head.columns if head else (), rows[first:], used)

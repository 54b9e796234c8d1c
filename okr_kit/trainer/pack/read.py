"""From a file to its material: the readers of ``okr lint`` for statements, and the same cells and lines for everything else."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from ...errors import InputError, OkrKitError
from ...fold import fold
from ...hosts.cli.lint.csv_file import read_csv
from ...hosts.cli.lint.grid import Grid
from ...hosts.cli.lint.outline import Line
from ...hosts.cli.lint.sheet import Words
from ...hosts.cli.lint.source import Entry, LeftOut, ReadAs, Source, decode
from ...hosts.cli.lint.tables import read_grids
from ...hosts.cli.lint.texts import read_blocks, read_txt
from ...hosts.cli.lint.workbook import read_workbook
from ...lang import Language
from .folder import refused
from .material import Given, Lines, Material, Part, Sort, Table, Unread

Found = Entry | LeftOut | ReadAs
#: Lines at the top of a text among which its title is, and how long a title is.
_TOP, _TITLE = 3, 32
_CYCLE = re.compile(r"(20\d\d)\s*年?\s*[-_.]?\s*([qh][1-4])(?!\d)")


def read_all(given: Iterable[Given], language: Language, cycle: str = "") -> tuple[list[Material], list[Unread]]:
    """Read files: those that were read, and those that could not be.

    ``cycle`` is that of statements that name none, in a file whose name or title names none either.
    """
    words, read, unread = Words.of(language), [], []
    for one in given:
        if (not_read := refused(one.name, len(one.data))) is not None:
            unread.append(not_read)
            continue
        try:
            material = _read(one, language, words)
            read.append(_in_cycle(material, _cycle(material) or cycle))
        except OkrKitError as error:
            unread.append(Unread(one.name, error))
    return read, unread


def _read(given: Given, language: Language, words: Words) -> Material:
    """Read one file; InputError where it cannot be opened as what its name says."""
    suffix = PurePosixPath(given.name).suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        book = read_workbook(_source(given, "xlsx"))
        return _tables(given.name, book.grids, words, book.left)
    if suffix in (".csv", ".tsv"):
        return _tables(given.name, [read_csv(decode(given.data, given.name), given.name, words.names)], words, [])
    if suffix == ".docx":
        from .docx_file import read_docx

        word = read_docx(given)
        told, blocks = _readable(given.name, word.blocks, words)
        return _text(
            given.name,
            word.blocks,
            read_blocks(blocks, given.name, language, words, None),
            language,
            [*told, *word.left],
        )
    lines = decode(given.data, given.name).splitlines()
    rows = [Line(number, text, 0, apart=False) for number, text in enumerate(lines, 1)]
    return _text(given.name, [rows], read_txt(_source(given, "txt"), language, None), language, [])


def _in_cycle(one: Material, cycle: str) -> Material:
    """A file whose statements stand in a cycle where they name none."""
    if one.sort != "okr" or not cycle:
        return one
    entries = (
        replace(entry, record={"cycle": cycle} | entry.record) if entry.record else entry for entry in one.entries
    )
    return replace(one, entries=tuple(entries))


def _cycle(one: Material) -> str:
    """The cycle that a file's name or the title at its top names."""
    found = next(filter(None, (_CYCLE.search(fold(text).lower()) for text in _called(one.name, one.parts))), None)
    return f"{found[1]}{found[2].upper()}" if found else ""


def _source(given: Given, kind: str) -> Source:
    return Source(given.name, kind, stream=io.BytesIO(given.data))


def _tables(name: str, grids: Sequence[Grid], words: Words, left: Iterable[LeftOut]) -> Material:
    """A workbook or a text with separators; one in which no column is known is kept and not graded."""
    parts = tuple(Table.of(grid) for grid in grids if grid.rows and not grid.hidden)
    try:
        found: list[Found] = [*read_grids(grids, name, words, None), *left]
    except InputError as error:
        found = [Entry(name, "", error=error), *left]
    return _material(name, "okr", parts, found)


def _readable(
    name: str, blocks: Sequence[list[Line] | Grid], words: Words
) -> tuple[list[Found], list[list[Line] | Grid]]:
    """The blocks in which statements may stand, and what is said of tables that are none of those."""
    told: list[Found] = []
    kept: list[list[Line] | Grid] = []
    for block in blocks:
        if isinstance(block, Grid):
            block = copy.deepcopy(block)  # noqa: PLW2901 - readers take cells out, and everything is still to be shown
            try:
                list(read_grids([copy.deepcopy(block)], name, words, None))
            except InputError:
                told.append(LeftOut(name, "table-unknown", str(block.rows[0].number)))
                continue
        kept.append(block)
    return told, kept


def _text(
    name: str, blocks: Sequence[list[Line] | Grid], found: Iterable[Found], language: Language, told: Sequence[Found]
) -> Material:
    """A text: statements, a report, a retrospective, or neither."""
    parts = tuple(_part(block) for block in blocks)
    whole = Material(name, "plain", parts).text
    sort = _named(name, parts, language)
    entries = [*found, *told]
    if sort in ("okr", "plain"):
        stated = [one for one in entries if isinstance(one, Entry)]
        if stated and (sort == "okr" or not all(one.guessed for one in stated)):
            return _material(name, "okr", parts, entries)
        outline = language.reader.report(whole)
        sort = "report" if outline.period and not outline.unread else "plain"
    if sort == "plain":
        return Material(name, sort, parts, told=tuple(one for one in told if not isinstance(one, Entry)))
    body = whole.partition("\n")[2]
    entry = Entry(name, "", {"id": name, "kind": sort, "text": body})
    return Material(name, sort, parts, (entry,), tuple(one for one in told if not isinstance(one, Entry)))


def _part(block: list[Line] | Grid) -> Part:
    return Table.of(block) if isinstance(block, Grid) else Lines(tuple(line.text for line in block))


def _named(name: str, parts: Sequence[Part], language: Language) -> Sort:
    """What a text is by its file's name or the title at its top."""
    sorts: tuple[Sort, ...] = ("plain", "retrospective", "report", "okr")
    for one in _called(name, parts):
        for sort in sorts:
            if any(word.lower() in one.lower() for word in language.say(f"pack.sorts.{sort}").split("|")):
                return sort
    return "plain"


def _called(name: str, parts: Sequence[Part]) -> list[str]:
    """The name of a file and what may be its title."""
    tops = [row for part in parts if isinstance(part, Lines) for row in part.rows if row.strip()][:_TOP]
    return [PurePosixPath(name).stem, *(row for row in tops if len(row.strip()) <= _TITLE)]


def _material(name: str, sort: Sort, parts: tuple[Part, ...], found: Iterable[Found]) -> Material:
    kept = list(found)
    entries = tuple(one for one in kept if isinstance(one, Entry))
    return Material(name, sort, parts, entries, tuple(one for one in kept if not isinstance(one, Entry)))

"""Where the columns of a sheet are named: the best row of names, or two of them, wins, not the first.

Below a first table others may follow with names of their own; each becomes a section.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from .grid import Grid, Row, letters
from .names import ASIDE, CORE, Name, Names

#: Rows with content among which the first names are looked for.
FIRST_ROWS = 60
#: Most columns that are looked at in a row of names.
_WIDEST = 300
#: From this length on a text may be a statement.
STATEMENT = 8
#: Longer than this is a sentence, unless it is a name that we know.
_SHORT = 20
_WEIGHTS = {"objective": 5.0, "key_result": 5.0, "text": 3.5, "kind": 2.5}


@dataclass(frozen=True, slots=True)
class Column:
    """A named column: where it stands, its name as written (empty for none), and what it means if somebody knows."""

    at: int
    title: str
    name: Name | None

    @property
    def meaning(self) -> str:
        """What it holds; empty for a column that nobody knows."""
        return self.name.meaning if self.name else ""

    @property
    def shown(self) -> str:
        """Its name for people, its letters where it has none."""
        return " ".join(self.title.split())[:30] or letters(self.at)


@dataclass(frozen=True, slots=True)
class Head:
    """The names of one table: rows ``first`` to ``last`` (places in ``grid.rows``), its columns, how sure it is."""

    first: int
    last: int
    columns: tuple[Column, ...]
    score: float

    @property
    def meanings(self) -> frozenset[str]:
        """What its columns hold."""
        return frozenset(column.meaning for column in self.columns)


def heads(grid: Grid, names: Names) -> list[Head]:
    """The headers of a sheet from top to bottom: the best of the first rows, and others that name O and KR again."""
    rows = grid.rows
    found = [head for at in range(min(len(rows), FIRST_ROWS)) for head in _at(grid, at, names)]
    if not found:
        return []
    best = max(found, key=lambda head: (head.score, -head.first))
    if best.score <= 0:
        return []
    kept = {best.first: best}
    for at in chain(range(best.first), range(best.last + 1, len(rows))):
        if _may_name(rows[at]):
            again = max(_at(grid, at, names), key=lambda head: head.score, default=None)
            if again and _again(again, best) and not any(one.first <= at <= one.last for one in kept.values()):
                kept[again.first] = again
    return [kept[at] for at in sorted(kept)]


def _may_name(row: Row) -> bool:
    """Whether a row can be a further header: a few short texts, cheap to see."""
    return 1 < len(row.cells) <= _WIDEST and all(
        isinstance(cell, str) and len(cell) <= _SHORT for cell in row.cells.values()
    )


def _again(head: Head, best: Head) -> bool:
    """Whether a row below the best header names the columns of a further table."""
    known = [column for column in head.columns if column.name]
    core = {column.meaning for column in known if column.meaning in CORE}
    same = {(one.at, one.meaning) for one in known} & {(one.at, one.meaning) for one in best.columns if one.name}
    if len(core) > 1 or (core and len(same) > 1):
        return len(known) * 2 > len(head.columns)
    return bool(core) and len(known) == len(head.columns) > 2


def _at(grid: Grid, at: int, names: Names) -> Iterator[Head]:
    """The header that begins in a row: that row alone, and with the row below it."""
    row = grid.rows[at]
    single = _columns(row, {}, names)
    yield Head(at, at, single, _score(single))
    if at + 1 < len(grid.rows) and _second(grid, at, names):
        below = grid.rows[at + 1]
        pair = Head(at, at + 1, two := _columns(below, _spread(grid, row, below), names), _score(two) - 0.5)
        if {column.meaning for column in single} - {"", *ASIDE} <= pair.meanings:
            yield pair


def _columns(row: Row, upper: dict[int, str], names: Names) -> tuple[Column, ...]:
    """Name the columns of a row of names, below other names where there are two rows."""
    found = []
    for at in sorted({*row.cells, *upper})[:_WIDEST]:
        cell = row.cells.get(at)
        title, group = "" if cell is None else str(cell), upper.get(at, "")
        found.append(Column(at, title or group, _below(names.read(group), title, names) if group else names.read(cell)))
    return tuple(found)


def _below(group: Name | None, title: str, names: Names) -> Name | None:
    """What a name means below another: 权重 below KR1 is the weight of KR1, 内容 its text."""
    own = names.read(title)
    if not title or group is None:
        return own or group
    if group.meaning not in ("objective", "key_result"):
        return own
    if own is None or own.meaning in ("text", "aside") or own.meaning == group.meaning:
        plain = own is not None and (own.meaning in ("text", group.meaning))
        named = names.read(f"{'O' if group.meaning == 'objective' else 'KR'}{title}")
        if plain or (named and named.meaning == group.meaning):
            return group._replace(number=(own.number if own and own.number else group.number), exact=False)
        return own
    if own.meaning in CORE:
        return own
    return own._replace(
        number=own.number or group.number, meaning=own.meaning if group.meaning == "key_result" else "aside"
    )


def _spread(grid: Grid, row: Row, below: Row) -> dict[int, str]:
    """The upper names over their columns: as far as they are merged, else as far as the row below has names."""
    blocks = {block.left: block.right for block in grid.across(row.number)}
    found: dict[int, str] = {}
    title, end = "", -1
    last = max(*row.cells, *below.cells)
    for at in range(min(row.cells), min(last, _WIDEST) + 1):
        if at in row.cells:
            title, end = str(row.cells[at]), blocks.get(at, -1 if grid.merges else 1 << 14)
            found[at] = title
        elif title and at in below.cells and at <= end:
            found[at] = title
    return found


def _second(grid: Grid, at: int, names: Names) -> bool:
    """Whether the row below may be a second row of names: short texts, most of them known, no sentence."""
    cells = grid.rows[at + 1].cells.values()
    upper = grid.rows[at].cells.values()
    if not _may_name(grid.rows[at + 1]) or any(len(str(cell)) >= STATEMENT and not names.read(cell) for cell in upper):
        return False
    known = [name for cell in cells if (name := names.read(cell))]
    return len(known) * 2 >= len(cells)


def _score(columns: tuple[Column, ...]) -> float:
    """How likely these are names of columns: statements count most, sentences and numbers against it."""
    meanings = {column.meaning for column in columns} - {""}
    lone = columns[0].name if len(columns) == 1 else None
    named = meanings & set(CORE) or {"parent", "metric"} <= meanings
    if not named or (lone and lone.meaning == "text" and not lone.exact):
        return 0  # 「2026 Q3 OKR」 alone is a title
    score = sum(_WEIGHTS.get(meaning, 1.0) for meaning in meanings)
    score += 0.3 * sum(column.meaning in ("objective", "key_result") for column in columns)
    unknown = [len(column.title) for column in columns if not column.name]
    return score - sum(2 if length > _SHORT else length >= STATEMENT for length in unknown)

"""What was handed in, file by file: what it says, in the order in which it says it, and what of it can be graded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

from ...errors import OkrKitError
from ...hosts.cli.lint.grid import Fault, Grid
from ...hosts.cli.lint.sheet import written
from ...hosts.cli.lint.source import Entry, LeftOut, ReadAs

#: Statements, a report, a retrospective, or a text of which nothing is graded.
Sort = Literal["okr", "report", "retrospective", "plain"]


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it was handed over: its name, with the folders below the one that was given, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Unread:
    """A file of which nothing was read, and the error whose sentence says why and what to do."""

    name: str
    error: OkrKitError


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a text, in Markdown's marks for headings and lists; no line ends inside."""

    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as people see it: its title (empty without one) and its rows, all of the same length; empty cells are ''."""

    title: str
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, grid: Grid) -> Table:
        """The visible cells of a sheet, without columns in which nothing stands."""
        used = sorted({at for row in grid.rows for at in row.cells})
        return cls(grid.title, tuple(tuple(_shown(row.cells.get(at)) for at in used) for row in grid.rows))


Part = Lines | Table


@dataclass(frozen=True, slots=True)
class Material:
    """One file that was read: everything that it says, what of it is graded, and what is not, with the reason."""

    name: str
    sort: Sort
    parts: tuple[Part, ...]
    entries: tuple[Entry, ...] = ()
    told: tuple[LeftOut | ReadAs, ...] = ()

    @property
    def text(self) -> str:
        """All of it as one text, its name first; a cell below the names of a table's columns stands behind its name."""
        return "\n".join((PurePosixPath(self.name).with_suffix("").as_posix(), *_lines(self.parts)))


def _shown(value: Any) -> str:
    """A cell as people see it; what holds no value (a formula that was never worked out) shows what the sheet does."""
    if value is None:
        return ""
    return value.shown if isinstance(value, Fault) else written(value)


def _lines(parts: Iterable[Part]) -> Iterable[str]:
    for part in parts:
        if isinstance(part, Lines):
            yield from part.rows
            continue
        yield part.title
        names = part.rows[0] if part.rows else ()
        yield "　".join(names)
        for row in part.rows[1:]:
            yield from (f"{name}：{cell}" if name else cell for name, cell in zip(names, row, strict=True) if cell)


def texts(materials: Iterable[Material]) -> Mapping[str, str]:
    """The text of each file, by its name."""
    return {one.name: one.text for one in materials}

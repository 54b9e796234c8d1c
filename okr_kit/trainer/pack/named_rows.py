"""Rows of a workbook of ours that comes back, by the names of its columns: she may have moved and added some."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...hosts.cli.lint.grid import Fault, Grid
from ...hosts.cli.lint.sheet import written


def columns(grid: Grid, titles: Mapping[str, str]) -> dict[int, str]:
    """Which column is which: its place to the name that ``titles`` has for what its first cell says."""
    head = grid.rows[0].cells if grid.rows else {}
    return {at: titles[str(title)] for at, title in head.items() if str(title) in titles}


def rows(grid: Grid, places: Mapping[int, str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The number of each row below the first, and what stands in those columns; a cell without a value is empty."""
    for row in grid.rows[1:]:
        yield row.number, {places[at]: _text(cell) for at, cell in row.cells.items() if at in places}


def _text(cell: object) -> str:
    return "" if isinstance(cell, Fault) else written(cell).strip()

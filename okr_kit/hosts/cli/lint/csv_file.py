"""Tables as text: .csv, .tsv, and what else has one separator between its cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from ....errors import InputError
from .grid import Grid, Row, content
from .heads import heads
from .names import Names

#: From the likeliest to the least likely.
SEPARATORS = ("\t", ",", ";", "|", "，", "；")
#: What no text holds: the separator of a table with one column.
NONE = "\x1f"
_SAID = re.compile(r'"?sep=(.)"?[,;\t]*\r?\n?$', re.IGNORECASE)
_FIRST_ROWS = 40


def read_csv(text: str, name: str, names: Names) -> Grid:
    """Read a table; the separator is the one that its header has. InputError where a quote is left open."""
    lines = list(io.StringIO(text, newline=""))
    said = _SAID.match(lines[0]) if lines else None
    skipped = 1 if said else 0
    separator = said[1] if said else _separator(lines, names)
    return Grid("", list(_rows(lines[skipped:], separator, name, skipped)), separated=True)


def _separator(lines: list[str], names: Names) -> str:
    """The separator with which the first rows have the best header; sentences have commas too, so rows do not count."""

    def score(separator: str) -> float:
        found = heads(Grid("", list(_rows(lines[:_FIRST_ROWS], separator, "", 0, strict=False))), names)
        return max((head.score for head in found), default=0)

    best = max((*SEPARATORS, NONE), key=score)
    if score(best) > 0:
        return best
    top = "".join(lines[:_FIRST_ROWS])
    likeliest = max(SEPARATORS, key=top.count)
    return likeliest if top.count(likeliest) else NONE


def _rows(lines: Iterable[str], separator: str, name: str, skipped: int, *, strict: bool = True) -> Iterator[Row]:
    """Give the rows that hold something, numbered by their first line."""
    seen: list[str] = []
    reader = csv.reader(_noted(lines, seen), delimiter=separator)
    start = skipped + 1
    try:
        for cells in reader:
            if strict and len(seen) > 1 and "".join(seen).count('"') % 2:
                raise InputError("lint-csv", file=name, row=start)
            found = {at: value for at, cell in enumerate(cells) if (value := content(cell))}
            if found:
                yield Row(start, found)
            start = skipped + reader.line_num + 1
            seen.clear()
    except csv.Error:
        if strict:
            raise InputError("lint-csv", file=name, row=start) from None


def _noted(lines: Iterable[str], seen: list[str]) -> Iterator[str]:
    """Pass lines on and keep those of the row that is being read."""
    for line in lines:
        seen.append(line)
        yield line

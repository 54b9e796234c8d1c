"""The two days of a class that has minutes of its own, in the place of the book's timetable and looking like it."""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ....agenda import Row
    from ..room import Room

#: The book's page that is replaced, and where the class server has it.
PAGE = "book/timetable.html"
ADDRESS = f"/read/{PAGE}"


def html(room: Room) -> str:
    """A table for each half-day: minutes since its start, the part with the way to its page, minutes, minutes of the short run."""
    parts = [f"<p>{escape(room.say('timetable-ours'))}</p>"]
    for half, found in groupby(room.agenda, key=lambda row: row.half):
        rows = list(found)
        total = sum(row.minutes for row in rows)
        head = room.say("timetable-half", half=room.say(f"half-{half}"), n=total)
        parts.append(f'<p class="rubric">{escape(head)}</p>{_table(room, rows)}')
    return "".join(parts)


def _table(room: Room, rows: Iterable[Row]) -> str:
    names = ("start", "part", "length", "short")
    lines, clock = [_line("th", *(escape(room.say(f"timetable-{name}")) for name in names))], 0
    for row in rows:
        title = escape(row.title)
        name = (
            f'<a class="reference internal" href="{PurePosixPath(row.page).name}.html">{title}</a>'
            if row.page
            else title
        )
        lines.append(
            _line("td", f"+{clock}", name, str(row.minutes), str(row.short) if row.short < row.minutes else "")
        )
        clock += row.minutes
    head, *body = lines
    return f'<table class="okr-timetable table"><thead>{head}</thead><tbody>{"".join(body)}</tbody></table>'


def _line(cell: str, *words: str) -> str:
    return "<tr>" + "".join(f"<{cell}>{word}</{cell}>" for word in words) + "</tr>"

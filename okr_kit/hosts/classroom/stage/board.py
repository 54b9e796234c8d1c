"""A table's work on the stage: what it has entered in rows that one screen holds, without a name or a mark.

Sizes are those of a screen of 1280x720 with 28 px a character; what is longer ends with 「…」, the whole is on paper and phones.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from ....view import Node, Table, Text, beginning
from ..book.fit import width
from . import parts as stage_parts

if TYPE_CHECKING:
    from ..boards import Board
    from ..room import Room

#: Characters beside each other; what stays free, as a line may end before a full stop would begin the next one.
WIDE, SPARE = 39.0, 2.0
#: Lines below each other, of which a row takes a part besides; rows at most.
LINES, APART, ROWS = 14.0, 0.2, 12
#: The column of what an answer is about: at least and at most so many characters.
NARROW, BROAD = 10.0, 24.0


def nodes(room: Room, board: Board) -> tuple[Node, ...]:
    """The screen."""
    exercise = room.content.exercise(board.slug)
    rows, more = board.rows[:ROWS], len(board.rows[ROWS:])
    left = stage_parts.say(room, "board-left", n=more) if more else ""
    named = stage_parts.say(room, "board-named", n=board.named) if board.named else ""
    words = "　".join(filter(None, (left, named)))
    headers = stage_parts.say(room, "board-about"), stage_parts.say(room, "board-text")
    fitting = _fitting([(one.about, one.text) for one in rows], LINES - bool(words))
    found: list[Node] = [Table(headers, fitting)] if rows else []
    note = [Text((words,), "note")] if words else []
    return (*stage_parts.head(exercise.title, room.group_name(board.number)), *found, *note)


def _fitting(rows: list[tuple[str, str]], lines: float) -> tuple[tuple[str, str], ...]:
    """The rows with as much of each as there is room for: of an answer first, then of what it is about."""
    if not rows:
        return ()
    longest = max(width(text) for _, text in rows)
    about = min(BROAD, max(width(one) for one, _ in rows), max(NARROW, WIDE - SPARE - longest))
    wide = WIDE - SPARE - about
    wanted = [max(ceil(width(one) / about), ceil(width(text) / wide)) for one, text in rows]
    room = lines - APART * len(rows)
    each = next((n for n in range(max(wanted), 1, -1) if sum(min(n, one) for one in wanted) <= room), 1)
    return tuple((_within(one, about * each), _within(text, wide * each)) for one, text in rows)


def _within(text: str, most: float) -> str:
    """A text as it is, or as much of its beginning as is at most so wide."""
    if width(text) <= most:
        return text
    long = next(n for n in range(len(text), 0, -1) if width(text[:n]) <= most - 1)
    return beginning(text, long + 1)

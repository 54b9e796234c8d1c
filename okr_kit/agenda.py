"""The agenda of a course: what is planned for each half-day, how late the class is, what short versions would give back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Part:
    """An exercise in a row of the agenda, by its slug; ``minutes`` as its page plans it.

    ``after``: it is for after the course, so that nobody waits for it in the room.
    """

    slug: str
    title: str
    minutes: int
    after: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a page of the book, or a break and the like.

    ``id`` names it in the log of the class, ``half`` is the half-day (``d1-am`` …), ``minutes`` what is planned and
    ``short`` what its short version takes. ``page`` is the page of the book (``book/objective``) or empty, ``parts`` are
    its exercises, ``note`` the lines of its note to the trainer. ``pause``: nobody has to be in the room.
    """

    id: str
    half: str
    title: str
    minutes: int
    short: int
    page: str = ""
    parts: tuple[Part, ...] = ()
    note: tuple[str, ...] = ()
    pause: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """Where a half-day stands, in milliseconds: ``late`` by how much it is behind its plan (below 0: ahead).

    ``planned`` and ``actual`` are of the row in hand, so far. ``gain`` is what the short versions of ``gaining`` (ids of
    the coming rows that have one, not yet chosen) would give back.
    """

    late: int = 0
    planned: int = 0
    actual: int = 0
    gain: int = 0
    gaining: tuple[str, ...] = ()


def planned(row: Row, state: Mapping[str, Any]) -> int:
    """The minutes of a row as it is taught in this class: whole, short, or none if it is skipped."""
    known = state["rows"].get(row.id, {})
    if known.get("skipped"):
        return 0
    return row.short if known.get("short") else row.minutes


def in_hand(rows: Sequence[Row], state: Mapping[str, Any]) -> Row | None:
    """The row that the class is at; None before the first one."""
    return next((row for row in rows if row.id == state["row"]), None)


def pause(rows: Sequence[Row], state: Mapping[str, Any]) -> Row | None:
    """The break that the class has; None while it has none, or is at an exercise all the same."""
    row = in_hand(rows, state)
    return row if row is not None and row.pause and not state["slug"] else None


def row_end(row: Row, state: Mapping[str, Any]) -> int:
    """When a row is over as it is planned, in milliseconds since 1970; 0 where it was not begun."""
    began: int = state["rows"].get(row.id, {}).get("at", 0)
    return began + planned(row, state) * MINUTE if began else 0


def timing(rows: Sequence[Row], state: Mapping[str, Any], now: int) -> Timing:
    """How the half-day of the row in hand stands at ``now`` (milliseconds since 1970); nothing before a row is begun.

    Time begins with the first row of the half-day that was begun; rows before it were taught on paper, or not at all.
    """
    here = in_hand(rows, state)
    if here is None:
        return Timing()
    half = [row for row in rows if row.half == here.half]
    place = half.index(here)
    began = [state["rows"][row.id]["at"] for row in half if _begun(row, state)]
    first = min((n for n, row in enumerate(half) if _begun(row, state)), default=place)
    before = sum(planned(row, state) for row in half[first:place]) * MINUTE
    actual, plan = now - state["rows"][here.id]["at"], planned(here, state) * MINUTE
    late = (now - min(began)) - before - min(actual, plan)
    coming = [row for row in half[place + 1 :] if planned(row, state) > row.short]
    gain = sum(row.minutes - row.short for row in coming) * MINUTE
    return Timing(late, plan, actual, gain, tuple(row.id for row in coming))


def _begun(row: Row, state: Mapping[str, Any]) -> bool:
    """Whether the class has been at a row: one that was only skipped or shortened has not."""
    return "at" in state["rows"].get(row.id, {})

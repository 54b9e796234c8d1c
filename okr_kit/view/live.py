"""Nodes of the live room: bars, clocks, figures, phases."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart: its words, its length, and the number as text.

    ``before`` is the length in an earlier round, with its own number, None where there was none; ``note`` a small line
    under the words; ``state`` good once the key is shown, where the note says so in words.
    """

    label: str
    value: float
    words: str
    note: str = ""
    before: float | None = None
    before_words: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart that can be read as text. ``of`` is the value that fills the width; ``legend`` names before and after."""

    bars: tuple[Bar, ...]
    of: float
    caption: str = ""
    legend: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that counts down in the page: ``until`` and ``now`` (the server's) in milliseconds since 1970.

    ``left`` is what a clock that stands still has left. It rings nothing and ends nothing; ``over`` is said when it is up.
    With ``since`` (milliseconds since 1970) it counts up from there. ``cue`` is said once no more than ``cue_left`` are left.
    """

    label: str
    until: int
    now: int
    left: int = 0
    over: str = ""
    since: int = 0
    cue: str = ""
    cue_left: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is read from far away: 「已交 28 / 36」 is label, value and ``of``."""

    label: str
    value: str
    of: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers and clocks side by side."""

    figures: tuple[Figure | Clock, ...]


@dataclass(frozen=True, slots=True)
class Phases:
    """The steps of what goes on, in order: words and state (past, now, todo)."""

    steps: tuple[tuple[str, str], ...]
    label: str = ""

"""Who pays for added minutes: pages of the same half-day, down to their short run, each by name. A half-day stays as long as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...agenda import Row


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many minutes more for a row; what has the lowest ``rank`` is served first."""

    row: str
    minutes: int
    rank: float = 0.0


@dataclass(frozen=True, slots=True)
class Paid:
    """Minutes that one row gives to another; from what was spared before nobody in particular is the receiver."""

    giver: str
    receiver: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Account:
    """The minutes of every row that changes, who paid for whom, and what could not be found."""

    minutes: Mapping[str, int] = field(default_factory=dict)
    paid: tuple[Paid, ...] = ()
    lacking: Mapping[str, int] = field(default_factory=dict)

    def totals(self, rows: Iterable[Row]) -> dict[str, int]:
        """What each half-day comes to."""
        found: dict[str, int] = {}
        for row in rows:
            found[row.half] = found.get(row.half, 0) + self.minutes.get(row.id, row.minutes)
        return found


def settle(
    rows: Sequence[Row],
    wanted: Iterable[Wanted],
    shortened: Collection[str] = (),
    kept: Collection[str] = (),
    ease: Mapping[str, float] | None = None,
) -> Account:
    """Find the minutes in the half-day of each row that wants some.

    ``shortened`` rows take their short run anyway, and what that spares is spent first. ``kept`` rows give nothing. Rows
    give in the order of their ``ease`` (highest first; 0 where nothing is said), of equals the one that can give most.
    """
    minutes, paid, lacking = dict[str, int](), list[Paid](), dict[str, int]()
    asked = sorted(wanted, key=lambda one: one.rank)
    takers = {one.row for one in asked if one.minutes > 0}
    spared = {row.id: row.minutes - row.short for row in rows if row.id in shortened and row.id not in takers}
    minutes |= {row.id: row.short for row in rows if row.id in spared}
    left = {row.id: row.minutes - row.short for row in rows if row.id not in (takers | set(kept) | set(spared))}
    easy = ease or {}
    for one in (one for one in asked if one.minutes > 0):
        taker = next((row for row in rows if row.id == one.row), None)
        if taker is None:
            continue
        half = [row.id for row in rows if row.half == taker.half]
        order = [name for name in half if spared.get(name)]
        order += sorted((name for name in half if left.get(name)), key=lambda name: (-easy.get(name, 0.0), -left[name]))
        missing = one.minutes
        for name in order:
            purse = spared if spared.get(name) else left
            given = min(missing, purse[name])
            if not given:
                break
            purse[name] -= given
            missing -= given
            paid.append(Paid(name, taker.id, given))
            if purse is left:
                minutes[name] = minutes.get(name, _planned(rows, name)) - given
        minutes[taker.id] = minutes.get(taker.id, taker.minutes) + one.minutes - missing
        lacking |= {taker.id: missing} if missing else {}
    same = {row.id: row.minutes for row in rows}
    return Account({name: n for name, n in minutes.items() if n != same[name]}, tuple(paid), lacking)


def _planned(rows: Iterable[Row], name: str) -> int:
    return next(row.minutes for row in rows if row.id == name)

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

    def givers(self, row: str) -> list[Paid]:
        """What a row gets, from whom."""
        return [one for one in self.paid if one.receiver == row]

    def receivers(self, row: str) -> list[str]:
        """Whom a row gives to, each once."""
        return list(dict.fromkeys(one.receiver for one in self.paid if one.giver == row))

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
    asked = sorted((one for one in wanted if one.minutes > 0), key=lambda one: one.rank)
    takers, easy = {one.row for one in asked}, ease or {}
    halves, planned = {row.id: row.half for row in rows}, {row.id: row.minutes for row in rows}
    spare = {row.id: row.minutes - row.short for row in rows if row.id not in takers}
    spared = {name: n for name, n in spare.items() if name in shortened}
    left = {name: n for name, n in spare.items() if name not in shortened and name not in kept}
    minutes = {name: n - spared.get(name, 0) for name, n in planned.items()}
    paid, lacking = list[Paid](), dict[str, int]()
    for one in (one for one in asked if one.row in planned):
        near = [name for name in planned if halves[name] == halves[one.row]]
        willing = sorted(
            (name for name in near if left.get(name)), key=lambda name: (-easy.get(name, 0.0), -left[name])
        )
        purses = [*((spared, name) for name in near if spared.get(name)), *((left, name) for name in willing)]
        missing = one.minutes
        for purse, name in purses:
            given = min(missing, purse[name])
            if given:
                paid.append(Paid(name, one.row, given))
            purse[name] -= given
            missing -= given
            minutes[name] -= given if purse is left else 0
        minutes[one.row] += one.minutes - missing
        lacking |= {one.row: missing} if missing else {}
    return Account({name: n for name, n in minutes.items() if n != planned[name]}, tuple(paid), lacking)

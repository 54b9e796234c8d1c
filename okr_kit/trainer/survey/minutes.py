"""Who pays for added minutes: pages of the same half-day, down to their short run, each by name. A half-day stays as long as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...agenda import Row
from ...plan import Paid, Plan


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many minutes more for a row; what has the lowest ``rank`` is served first."""

    row: str
    minutes: int
    rank: float = 0.0


def settle(
    rows: Sequence[Row],
    wanted: Iterable[Wanted],
    shortened: Collection[str] = (),
    kept: Collection[str] = (),
    ease: Mapping[str, float] | None = None,
) -> Plan:
    """Find the minutes in the half-day of each row that wants some: who gets how many from whom, and what is lacking.

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
    changed = {name: n for name, n in minutes.items() if n != planned[name]}
    return Plan(changed, paid=tuple(paid), lacking=lacking)

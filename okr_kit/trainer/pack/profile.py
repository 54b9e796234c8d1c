"""The error profile of what was handed in: how many statements there are, and in how many of them each error was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .graded import KINDS, Graded

#: Of fewer statements no share is told: one of them would be a quarter.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """The statements of one kind: how many there are, were not judged, and have nothing against them.

    ``codes`` counts the statements in which a code was found, ``first`` those in which it was the first; the commonest first.
    """

    kind: str
    count: int
    unsure: int
    good: int
    codes: tuple[tuple[str, int], ...] = ()
    first: tuple[tuple[str, int], ...] = ()

    @property
    def judged(self) -> int:
        """Of how many the codes are counted."""
        return self.count - self.unsure

    def share(self, count: int) -> int | None:
        """A count in percent of those judged; None where they are too few."""
        return round(100 * count / self.judged) if self.judged >= FEWEST else None


@dataclass(slots=True)
class _Counts:
    count: int = 0
    unsure: int = 0
    good: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)


def profile(graded: Iterable[Graded]) -> list[Tally]:
    """A tally for each kind of which there is something."""
    found = {kind: _Counts() for kind in KINDS}
    for one in graded:
        counts = found[one.kind]
        counts.count += 1
        counts.unsure += one.verdict == "unsure"
        counts.good += one.verdict == "pass" and not one.codes
        counts.codes.update(one.codes)
        counts.first.update(one.codes[:1])
    return [
        Tally(kind, one.count, one.unsure, one.good, tuple(one.codes.most_common()), tuple(one.first.most_common()))
        for kind, one in found.items()
        if one.count
    ]

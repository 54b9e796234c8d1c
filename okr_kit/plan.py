"""What was settled for one class before it began: other minutes, another order, notes to the trainer. Pure.

A host keeps it as the work of the owner ``class``, beside the lesson; :func:`settled` lays it over the rows of the agenda.
State: ``minutes`` and ``notes`` by row, ``before`` (a row that comes before another one of its half-day), and how it came
to be, so that it can be shown and changed when the answers that it was made of are gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .agenda import Row
from .errors import StaleState
from .shape import fits

VERSION = 2
_FIRST = {"v": int, "minutes": {str: int}, "before": {str: str}, "notes": {str: [str]}}
SHAPE = {
    **_FIRST,
    "choices": {str: {"taken": bool, "minutes?": int}},
    "kept": [str],
    "because": [{"title": str, "reason": str}],
    "paid": [{"giver": str, "receiver": str, "minutes": int}],
    "lacking": {str: int},
}
#: A row is never longer than a half-day, in minutes.
LONGEST = 180


@dataclass(frozen=True, slots=True)
class Choice:
    """Her word on a proposal: taken or not; ``minutes`` where it has some."""

    taken: bool = True
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """Minutes that one row gives to another; from what was spared before nobody in particular is the receiver."""

    giver: str
    receiver: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A class's own agenda: ``minutes`` of rows, which row comes ``before`` which, ``notes`` to the trainer by row.

    How it came to be: ``choices`` by proposal, rows that were to be ``kept`` as they are, ``because`` (title and reason of
    what was taken), who ``paid`` for whom, ``lacking`` minutes by row.
    """

    minutes: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[str, Choice] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    because: tuple[tuple[str, str], ...] = ()
    paid: tuple[Paid, ...] = ()
    lacking: Mapping[str, int] = field(default_factory=dict)

    @property
    def changes(self) -> bool:
        """Whether the class has anything otherwise than the book."""
        return bool(self.minutes or self.before or self.notes)

    @property
    def state(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "v": VERSION,
            "minutes": dict(self.minutes),
            "before": dict(self.before),
            "notes": {row: list(lines) for row, lines in self.notes.items()},
            "choices": {name: _choice(one) for name, one in self.choices.items()},
            "kept": sorted(self.kept),
            "because": [{"title": title, "reason": reason} for title, reason in self.because],
            "paid": [{"giver": one.giver, "receiver": one.receiver, "minutes": one.minutes} for one in self.paid],
            "lacking": dict(self.lacking),
        }

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


def _choice(one: Choice) -> dict[str, Any]:
    return {"taken": one.taken, **({} if one.minutes is None else {"minutes": one.minutes})}


def load(state: Mapping[str, Any] | None) -> Plan:
    """A stored plan; an empty one for None or what has not its shape. Raises StaleState for a newer kit's.

    The first version did not keep how it came to be.
    """
    if state is None:
        return Plan()
    found = state.get("v")
    if isinstance(found, int) and found > VERSION:
        raise StaleState("state-newer", found=found, known=VERSION)
    if found == 1 and fits(state, _FIRST):
        state = {**Plan().state, **state}
    if not fits(state, SHAPE):
        return Plan()
    return Plan(
        {row: n for row, n in state["minutes"].items() if 0 <= n <= LONGEST},
        dict(state["before"]),
        {row: tuple(lines) for row, lines in state["notes"].items()},
        {name: Choice(one["taken"], one.get("minutes")) for name, one in state["choices"].items()},
        frozenset(state["kept"]),
        tuple((one["title"], one["reason"]) for one in state["because"]),
        tuple(Paid(one["giver"], one["receiver"], one["minutes"]) for one in state["paid"]),
        dict(state["lacking"]),
    )


def settled(rows: Sequence[Row], plan: Plan) -> tuple[Row, ...]:
    """The rows as this class has them; what the plan says of rows that are not there is passed over."""
    return _ordered((_row(row, plan) for row in rows), plan.before)


def _row(row: Row, plan: Plan) -> Row:
    minutes = plan.minutes.get(row.id, row.minutes)
    note = (*plan.notes.get(row.id, ()), *row.note)
    return replace(row, minutes=minutes, short=min(row.short, minutes), note=note)


def _ordered(rows: Iterable[Row], before: Mapping[str, str]) -> tuple[Row, ...]:
    """Rows moved before others of their half-day, one after the other."""
    order = list(rows)
    for name, target in before.items():
        moved = next((row for row in order if row.id == name), None)
        place = next((row for row in order if row.id == target), None)
        if moved is not None and place is not None and moved is not place and moved.half == place.half:
            order.remove(moved)
            order.insert(order.index(place), moved)
    return tuple(order)

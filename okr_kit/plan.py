"""What was settled for one class before it began: other minutes, another order, notes to the trainer. Pure.

A host keeps it as the work of the owner ``class``, beside the lesson; :func:`settled` lays it over the rows of the agenda.
State: ``minutes`` and ``notes`` by row, ``before`` (a row that comes before another one of its half-day).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .agenda import Row
from .errors import StaleState
from .shape import fits

VERSION = 1
SHAPE = {"v": int, "minutes": {str: int}, "before": {str: str}, "notes": {str: [str]}}
#: A row is never longer than a half-day, in minutes.
LONGEST = 180


@dataclass(frozen=True, slots=True)
class Plan:
    """A class's own agenda: ``minutes`` of rows, which row comes ``before`` which, ``notes`` to the trainer by row."""

    minutes: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def state(self) -> dict[str, Any]:
        """As it is kept."""
        notes = {row: list(lines) for row, lines in self.notes.items()}
        return {"v": VERSION, "minutes": dict(self.minutes), "before": dict(self.before), "notes": notes}


def load(state: Mapping[str, Any] | None) -> Plan:
    """A stored plan; an empty one for None or what has not its shape. Raises StaleState for a newer kit's."""
    if state is None:
        return Plan()
    found = state.get("v")
    if isinstance(found, int) and found > VERSION:
        raise StaleState("state-newer", found=found, known=VERSION)
    if not fits(state, SHAPE):
        return Plan()
    minutes = {row: n for row, n in state["minutes"].items() if 0 <= n <= LONGEST}
    return Plan(minutes, dict(state["before"]), {row: tuple(lines) for row, lines in state["notes"].items()})


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

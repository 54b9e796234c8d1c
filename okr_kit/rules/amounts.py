"""Numbers of sentences beside each other, whatever their units: 36 小时 and 2 天, 1,800 ppm and 0.25 %."""

from __future__ import annotations

from ..quantity import Quantity, convert
from ..text import Number

#: Kinds whose units are converted.
_COMPARED = ({"time"}, {"instant"}, {"time", "instant"}, {"share", "size"}, {"size"}, {"money"})


def in_unit_of(number: Number, other: Number) -> float | None:
    """The value of a number in the unit of another; None where the two measure other things, or only one has a unit."""
    if number.unit == other.unit:
        return number.value
    if {number.kind, other.kind} not in _COMPARED:
        return None
    return convert(Quantity(number.value, number.unit), other.unit)

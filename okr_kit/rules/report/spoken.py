"""Whether a report speaks of a key result: by 「KR1」, by the words of its measure, by its numbers."""

from __future__ import annotations

from collections.abc import Iterator

from ...quantity import Quantity
from ...text import Number
from .view import ReportView

#: From so many on, a number that stands alone is no chance: 140 家, but not 3 家.
_TELLING = 10


def spoken(view: ReportView, at: int) -> bool:
    """Whether one of the writer's key results is spoken of. Where it may be, it is: that none is, is a reproach."""
    if view.outline.marked:
        return True
    words, units = view.wordings[at], set(_units(view, at))
    known = list(_figures(view, at))
    for piece in view.outline.pieces:
        if words.named(piece.text):
            return True
        same = [number for number in piece.numbers if number.unit in units]
        if same and words.touched(piece.text):
            return True
        if any(_is(number, figure) for number in same for figure in known):
            return True
    return False


def _units(view: ReportView, at: int) -> Iterator[str]:
    """The units in which it is counted."""
    given = view.subject.key_results[at]
    if given.unit:
        yield given.unit
    for one in (given.baseline, given.target, given.actual, given.last):
        if one is not None and one.unit:
            yield one.unit
    reading = view.readings.read(given.text)
    unit = view.readings.extract(given.text).unit
    yield from ({unit} if unit else set())
    yield from (number.unit for number in reading.numbers if number.unit and number.span in reading.changing)


def _figures(view: ReportView, at: int) -> Iterator[float]:
    """Its numbers that are large or exact enough to be no chance: where it should go, where it stands, where it stood."""
    given = view.subject.key_results[at]
    extract = view.readings.extract(given.text)
    stated = [one for one in (extract.target, extract.baseline) if one is not None]
    fields: list[Quantity] = [one for one in (given.target, given.actual, given.last) if one is not None]
    for value in [*stated, *(one.value for one in fields)]:
        if abs(value) >= _TELLING or value != int(value):
            yield value


def _is(number: Number, figure: float) -> bool:
    return abs(number.value - figure) <= 1e-6 * max(1.0, abs(figure))

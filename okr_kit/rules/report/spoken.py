"""Whether a report speaks of a key result: by 「KR1」, by the words of its measure, by its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from ...outline import Piece, Wording
from ...quantity import Quantity, parse
from ...text import Number
from .view import ReportView

#: From so many on, a number that stands alone is no chance: 140 家, but not 3 家.
_TELLING = 10
_SCALES = "万亿千百"
#: What is measured rather than counted.
_EXACT = frozenset({"money", "share", "time", "instant"})
#: A number so large without a unit is money where money is measured: 签了 36 万.
_MONEY, _LARGE = frozenset({"元", "美元"}), 10_000


def spoken(view: ReportView, at: int) -> bool:
    """Whether one of the writer's key results is spoken of. Where it may be, it is: that none is, is a reproach."""
    if view.outline.marked:
        return True
    words, units, known = view.wordings[at], set(map(_plain, _units(view, at))), list(_figures(view, at))
    if any(words.named(name) or words.touched(name) for name in _filled(view)):
        return True
    return any(
        words.named(piece.text) or words.headed(piece.text) or _told(piece, words, units, known)
        for piece in view.outline.pieces
    )


def _filled(view: ReportView) -> Iterator[str]:
    """The names of headings with something below them."""
    return (view.outline.folded[slice(*one.span)] for one in view.outline.headings if one.filled)


def _told(piece: Piece, words: Wording, units: AbstractSet[str], known: list[float]) -> bool:
    """Whether a number of a sentence is one of this key result: by what stands beside it, or by itself."""
    same = [number for number in piece.numbers if _plain(number.unit) in units]
    bare = [number for number in piece.numbers if not number.unit and _alone(piece, number)]
    parts = [number for number in piece.numbers if number.unit.startswith("/")]  # 6/10
    if (same or bare or parts or piece.compared) and words.touched(piece.text):
        return True
    measured = any(number.kind in _EXACT for number in same) or (
        not _MONEY.isdisjoint(units) and any(number.value >= _LARGE for number in bare)
    )
    if measured and words.hinted(piece.text):
        return True
    return any(_is(number, figure) for number in same for figure in known) or any(_between(one, known) for one in same)


def _alone(piece: Piece, number: Number) -> bool:
    """Whether no word is counted by a number without a known unit: 120 把 is none of a KR."""
    return not piece.text[number.span[1] - piece.span[0] :].lstrip()[:1].isalpha()


def _between(number: Number, known: list[float]) -> bool:
    """Whether an exact number lies between where a key result stood and where it should go."""
    exact = number.kind == "share" or number.value != int(number.value)
    return exact and len(known) > 1 and min(known) < number.value < max(known)


def _plain(unit: str) -> str:
    """A unit without its scale, which stands in the number: 万元 is 元."""
    return unit.lstrip(_SCALES) or unit


def _units(view: ReportView, at: int) -> Iterator[str]:
    """The units in which it is counted."""
    given = view.key_results[at]
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
    given = view.key_results[at]
    extract = view.readings.extract(given.text)
    stated = [one for one in (extract.target, extract.baseline) if one is not None]
    fields = [one for one in (given.target, given.actual, given.last) if one is not None]
    for value in [*stated, *(_whole(one) for one in fields)]:
        if abs(value) >= _TELLING or value != int(value):
            yield value


def _whole(one: Quantity) -> float:
    """A number with the scale of its unit: 800 万元 is 8,000,000 元."""
    unit = parse(f"1{one.unit}")
    return one.value * (unit.value if unit and unit.value > 1 else 1.0)


def _is(number: Number, figure: float) -> bool:
    return abs(number.value - figure) <= 1e-6 * max(1.0, abs(figure))

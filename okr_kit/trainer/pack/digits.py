"""The digits of sums, and what they become: as many of them as before, with the scale (万, 亿) that was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ...quantity import amount, measure
from ...text import Number

#: Numbers of one unit in a sentence of which none reaches this tell nothing of a company, and stay.
SMALL = 10
#: How far a rounded number may be from the exact one before it gets a digit more.
_CLOSE = Decimal("0.02")
_DIGITS = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?(?P<scale>\s*(?:[百千万亿]+|[kw])?)")
#: 万元 in the name of a column, 百万级: no number of its own.
_SCALE_ALONE = re.compile("[百千万亿]+")
_WORDED = ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万"), (Decimal(1), ""))
#: What can be cut as small as one likes, so that a digit behind the point is no nonsense.
_FINE = {"元", "千克", "平方米", "度", "美元", "欧元", "港元"}


@dataclass(frozen=True, slots=True)
class Sum:
    """The digits of a sum: where they stand, as they are written, what they are worth, and what they count."""

    start: int
    end: int
    raw: str
    worth: float
    thing: str


@dataclass(slots=True)
class _New:
    """What the digits become, in steps of their last place; what is printed behind them, whether in groups of three."""

    count: Decimal
    step: Decimal
    scale: str
    grouped: bool

    def __str__(self) -> str:
        value = self.count * self.step
        places = max(0, -int(self.step.as_tuple().exponent))
        return f"{value:{',' if self.grouped else ''}.{places}f}{self.scale}"


def inside(folded: str, raw: str, number: Number, offset: int = 0) -> Iterator[Sum]:
    """The digits of one number, both ends of a range; places are counted from ``offset`` on."""
    at, end = number.span
    while at < end:
        found = amount(folded, at)
        if found is None or found.end > end:
            at += 1
            continue
        if found.value and not _SCALE_ALONE.fullmatch(folded, at, found.end):
            thing = measure(number.unit).thing if number.unit else ""
            yield Sum(offset + at, offset + found.end, raw[at : found.end], found.value, thing)
        at = found.end


def times(sums: Sequence[Sum], factor: Decimal) -> list[str]:
    """What each of them becomes. Those that count the same thing become sums together: all or none, and what differed still does."""
    groups: dict[str, list[int]] = {}
    for at, one in enumerate(sums):
        groups.setdefault(one.thing, []).append(at)
    made = [one.raw for one in sums]
    for places in groups.values():
        if max(sums[at].worth for at in places) < SMALL:
            continue
        before: tuple[float, Decimal] | None = None
        for at in sorted(places, key=lambda place: sums[place].worth):
            new = _multiplied(sums[at], factor)
            value = new.count * new.step
            if before and sums[at].worth > before[0] and new.scale == "" and value <= before[1]:
                new.count = (before[1] / new.step).to_integral_value() + 1
                value = new.count * new.step
            before = (sums[at].worth, value) if new.scale == "" else None
            made[at] = str(new)
    return made


def put(text: str, sums: Sequence[Sum], made: Sequence[str]) -> str:
    """The text with what its sums became."""
    for one, new in sorted(zip(sums, made, strict=True), key=lambda pair: pair[0].start, reverse=True):
        text = text[: one.start] + new + text[one.end :]
    return text


def _multiplied(one: Sum, factor: Decimal) -> _New:
    """A sum times the factor, in the form in which it was written; 三千万 and 1亿2000万 become digits with one scale."""
    written = _DIGITS.fullmatch(one.raw)
    if written is not None:
        whole, part, scale = written["whole"], written["part"] or "", written["scale"]
        value, places, grouped = Decimal(f"{whole.replace(',', '')}.{part or 0}"), len(part), "," in whole
    else:
        worth = Decimal(repr(one.worth))
        size, scale = next(pair for pair in _WORDED if worth >= pair[0] or pair[0] == 1)
        value, places, grouped = worth / size, 1 if scale and worth % size else 0, False
    exact = value * factor
    fine = bool(scale.strip()) or places > 0 or one.thing in _FINE
    step = _step(exact, len(value.normalize().as_tuple().digits), places)
    count = (exact / step).to_integral_value(ROUND_HALF_UP)
    if abs(count * step - exact) > _CLOSE * exact and (fine or step > 1):
        step /= 10
        count = (exact / step).to_integral_value(ROUND_HALF_UP)
    return _New(max(count, Decimal(1)), step, scale, grouped)


def _step(exact: Decimal, digits: int, places: int) -> Decimal:
    """The last place of a rounded number: so many digits, at least two, but no more places behind the point than before."""
    return max(Decimal(1).scaleb(exact.adjusted() + 1 - max(2, digits)), Decimal(1).scaleb(-places))

"""Numbers written to be read: few digits, and never so few that the account would say what is not so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .account import same

#: Most decimals that are ever written.
_MOST = 6
_SCALES = ((1e8, "亿"), (1e4, "万"))
#: How units begin that have a scale of their own, and percent.
_SCALED = ("百", "千", "万", "亿", "%")
#: An exact result may have so many decimals more than the numbers it is made of; a longer one is rounded.
_MORE = 2
#: A result that is rounded keeps at least so many.
_LEAST = 2
#: A number with so many decimals was worked out, nobody typed it: it is written with few.
_LONG, _SHORT = 5, 3
_UNKNOWN = "？"


def decimals(value: float) -> int:
    """How many decimals a number has: 0 for 11.0, 2 for 2.75."""
    whole, _, rest = f"{value:.{_MOST}f}".rstrip("0").partition(".")
    del whole
    return len(rest)


def plain(value: float, places: int) -> str:
    """A number with that many decimals and a real minus."""
    text = f"{value:.{places}f}"
    return f"−{text[1:]}" if text.startswith("-") and float(text) else text.removeprefix("-")


@dataclass(frozen=True, slots=True)
class Hand:
    """How the numbers of one account are written: their unit, a scale that suits all of them, the decimals they have.

    ``padded``: results keep the decimals of the numbers (11.0% beside 10.5%), as people write rates and marks.
    """

    unit: str
    scale: float
    word: str
    places: int
    padded: bool

    def number(self, value: float | None) -> str:
        """A number as it stands in the account: with percent, without other units."""
        if value is None:
            return _UNKNOWN
        value /= self.scale
        return plain(value, decimals(value) if decimals(value) < _MOST else _SHORT) + self._percent

    def pair(self, value: float, target: float) -> tuple[str, str]:
        """The result and the target beside it.

        Exact where that is short, else rounded, and never so that the one seems to reach the other when it does not.
        """
        value, target = value / self.scale, target / self.scale
        places = decimals(target) if decimals(target) < _LONG else _SHORT
        if not same(value, target) and (value < target) != (value < round(target, places)):
            places = _MOST
        return self._total(value, round(target, places)), self._goal(target, places)

    def _total(self, value: float, shown: float) -> str:
        exact = decimals(value)
        places = exact if exact <= self.places + _MORE else max(self.places, _LEAST)
        while places < _MOST and not same(value, shown) and round(value, places) == round(shown, places):
            places += 1
        return plain(value, max(places, self.places if self.padded else 0)) + self._percent

    def _goal(self, value: float, places: int) -> str:
        unit = self.word + self.unit
        text = plain(value, max(places, self.places if self.padded else 0))
        return text + (self._percent or (f" {unit}" if unit else ""))

    def goal(self, target: float | None) -> str:
        """The target, with the unit that all numbers of the account have."""
        if target is None:
            return _UNKNOWN
        value = target / self.scale
        return self._goal(value, decimals(value) if decimals(value) < _LONG else _SHORT)

    @property
    def _percent(self) -> str:
        return "%" if self.unit == "%" else ""


def _typed(numbers: list[float]) -> int:
    """The most decimals that any of them was typed with."""
    return max((places for places in map(decimals, numbers) if places < _LONG), default=0)


def hand(numbers: Iterable[float | None], unit: str, *, padded: bool = False) -> Hand:
    """A hand for numbers of one unit: 万 and 亿 where every number is short in them."""
    found = [number for number in numbers if number is not None]
    for scale, word in () if unit[:1] in _SCALED else _SCALES:
        scaled = [number / scale for number in found]
        if any(abs(one) >= 1 for one in scaled) and all(decimals(one) <= _MORE for one in scaled):
            return Hand(unit, scale, word, _typed(scaled), padded)
    return Hand(unit, 1.0, "", _typed(found), padded)


def alone(value: float | None, unit: str) -> str:
    """One number with its own scale and unit: 4400 万, 2.75%, 860 元."""
    return hand((value,), unit).goal(value)


def day(value: float | None) -> str:
    """A day by its ordinal, as an ISO date."""
    return _UNKNOWN if value is None else date.fromordinal(int(value)).isoformat()

"""What a formula that was read is, what comes out of it, and what is said of one that is none."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

Range = tuple[float, float]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a formula is none, or has no value.

    ``code`` is empty, long, deep, sides (more than one =), unknown (a name), sign (not a sign of ours), no-sign (two
    things side by side), no-name (a sign with nothing beside it), bracket, zero (a division by it) or huge. ``word`` is
    what it is about, as typed, ``near`` the known name that is most like it, ``span`` where it stands.
    """

    code: str
    word: str = ""
    near: str = ""
    span: Span = (0, 0)


class Item(NamedTuple):
    """One step of a formula in postfix order: a name, a number with its unit, or a sign; where it stands in the text."""

    sort: str
    name: str = ""
    number: float = 0.0
    span: Span = (0, 0)


#: What people multiply with, or divide by, to come from one unit to another.
_BY_HAND = (1e2, 1e4, 1e8)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read: its text, the names it uses, each once, in order, its steps, and where in the text it stands."""

    text: str
    names: tuple[str, ...]
    steps: tuple[Item, ...]
    span: Span

    @property
    def adds(self) -> bool:
        """Whether it has no other signs than + and −, so that all its numbers are of one kind."""
        return all(item.sort in ("name", "+", "-", "neg") for item in self.steps)

    @property
    def by_hand(self) -> tuple[float, ...]:
        """The numbers in it with which units may be converted by hand: …×100 makes percent, …÷10000 makes 万元."""
        bare = {item.number for item in self.steps if item.sort == "number" and not item.name}
        return tuple(number for number in _BY_HAND if number in bare)

    def filled(self, numbers: Mapping[str, str]) -> str:
        """The formula as it was typed, with these numbers in the places of its names: 312 × 3.2."""
        place, said = self.span[0], ""
        for item in sorted((item for item in self.steps if item.sort == "name"), key=lambda item: item.span):
            said += self.text[place : item.span[0]] + numbers[item.name]
            place = item.span[1]
        return (said + self.text[place : self.span[1]]).strip()

    def value(
        self, values: Mapping[str, float], worth: Callable[[float, str], float] = lambda number, _: number
    ) -> float | Trouble:
        """What comes out for the values of all its names; percent in the text is a share (25% is 0.25).

        ``worth(number, unit)`` is what a number with a unit of its own counts (12个月). Trouble ``zero`` names what was
        divided by, ``huge`` says that no number can hold it.
        """
        stack: list[float] = []
        for item in self.steps:
            if item.sort == "name":
                stack.append(values[item.name])
            elif item.sort == "number":
                stack.append(worth(item.number, item.name))
            elif item.sort == "neg":
                stack.append(-stack.pop())
            else:
                right, left = stack.pop(), stack.pop()
                if item.sort == "÷" and right == 0:
                    return Trouble("zero", self.text[slice(*item.span)], span=item.span)
                stack.append(_exact(item.sort, left, right))
        return stack[0] if math.isfinite(stack[0]) else Trouble("huge", self.text, span=(0, len(self.text)))

    def bounds(
        self, ranges: Mapping[str, Range], worth: Callable[[float, str], float] = lambda number, _: number
    ) -> Range:
        """The least and the most that can come out where each name lies in its range; all numbers where 0 is divided by."""
        stack: list[Range] = []
        for item in self.steps:
            if item.sort == "name":
                stack.append(ranges[item.name])
            elif item.sort == "number":
                stack.append((worth(item.number, item.name),) * 2)
            elif item.sort == "neg":
                low, high = stack.pop()
                stack.append((-high, -low))
            else:
                right, left = stack.pop(), stack.pop()
                stack.append(between(item.sort, left, right))
        return stack[0]


def _exact(sign: str, left: float, right: float) -> float:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    return left * right if sign == "×" else left / right


def between(sign: str, left: Range, right: Range) -> Range:
    """The ends of what two ranges give, joined by a sign."""
    if sign == "+":
        return left[0] + right[0], left[1] + right[1]
    if sign == "-":
        return left[0] - right[1], left[1] - right[0]
    if sign == "÷" and right[0] <= 0 <= right[1]:
        return -math.inf, math.inf
    found = [_exact(sign, one, other) for one in left for other in right]
    ends = [end for end in found if not math.isnan(end)] or [0.0]
    return (min(ends), max(ends)) if len(ends) == len(found) else (min(0.0, *ends), max(0.0, *ends))

"""How a node's number is made of its children's: the arithmetic, and whether the printed numbers agree with it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial, reduce

from ..fold import fold
from ..formula import Formula, Range, Trouble, between
from ..model import ValueNode
from ..quantity import spelt_out
from ..units import split

#: How far a number may be off, as a share of it, before its printed digits are asked.
TOLERANCE = 0.01
_ROUNDING = 1e-9
#: The spread of a whole number without a scale.
_ONE = 0.5
#: From this share on digits that were left out are asked about: 2% may be 2.5%, but one would have written that.
_STRAIN = 0.1
#: How far a round figure (1 亿) may be off as part of something, as a share of it: half of its one digit would be 50 %.
_ROUND_FIGURE = 0.05
#: Rounding errors of parts, as a multiple of the root of their squares: 2 standard deviations of even spreads.
_CANCEL = 2 / math.sqrt(3)

_RATE = re.compile("率|占比|比例|比重|份额|渗透|转化(?![人客单数量])")
#: What is a mean of several: it neither adds up nor lies outside of its parts.
_MEAN = re.compile("均|单价|每(?![月年周天日季])|人效|坪效|满意|nps|评分|得分|指数|连带|arpu|aov|频次")


@dataclass(frozen=True, slots=True)
class How:
    """How a node's number is made of its children's.

    ``kind`` is sum, product, formula, or empty where no arithmetic holds; ``certain`` says that the tree claims it, and
    does not merely happen to fit. ``factors`` bring the children's numbers together, ``out`` the result to the node's
    unit. ``trouble`` is why its formula is none (code ``missing``: it has none), ``mixed`` are units that cannot be added.
    """

    kind: str = ""
    certain: bool = False
    formula: Formula | None = None
    factors: tuple[float, ...] = ()
    out: float = 1.0
    trouble: Trouble | None = None
    mixed: tuple[str, ...] = ()

    def value(self, node: ValueNode, numbers: Sequence[float | None]) -> float | Trouble | None:
        """The node's number for those of its children; None without arithmetic or where a number is missing."""
        known = self._needed(node, numbers)
        if known is None:
            return None
        if self.formula:
            found = self.formula.value(known)
            return found if isinstance(found, Trouble) else found * self.out
        values = [value * scale for value, scale in zip(known.values(), self.factors, strict=True)]
        return (math.fsum(values) if self.kind == "sum" else math.prod(values)) * self.out

    def _needed(self, node: ValueNode, numbers: Sequence[float | None]) -> dict[str, float] | None:
        """The numbers that the arithmetic needs, by name for a formula, else by place; None if one is missing."""
        if not self.kind:
            return None
        found: dict[str, float] = {}
        for at, (child, number) in enumerate(zip(node.children, numbers, strict=True)):
            if self.formula and child.name not in self.formula.names:
                continue
            if number is None:
                return None
            if self.formula:
                found.setdefault(child.name, number * self.factors[at])
            else:
                found[str(at)] = number
        return found

    def bounds(self, node: ValueNode) -> Range:
        """The least and the most that the children's printed numbers allow."""
        scaled = list(zip(node.children, self.factors, strict=True))
        ranges = [_scaled(ends(child, part=True), scale) for child, scale in scaled]
        if self.kind == "sum":
            return _scaled(_added(ranges), self.out)
        if self.formula:
            named: dict[str, Range] = {}
            for child, one in zip(node.children, ranges, strict=True):
                named.setdefault(child.name, one)
            return _scaled(self.formula.bounds(named), self.out)
        return _scaled(reduce(partial(between, "×"), ranges), self.out)


def _scaled(ends: Range, scale: float) -> Range:
    return ends[0] * scale, ends[1] * scale


def _added(ranges: Sequence[Range]) -> Range:
    """What rounded numbers add up to: half digits partly cancel out, so that about two standard deviations are allowed."""
    low, high = (math.fsum(one[side] for one in ranges) for side in (0, 1))
    halves = [(one[1] - one[0]) / 2 for one in ranges]
    if not math.isfinite(low + high) or not all(map(math.isfinite, halves)):
        return low, high
    middle, most = (low + high) / 2, (high - low) / 2
    room = min(most, _CANCEL * math.hypot(*halves))
    return middle - room, middle + room


def walk(node: ValueNode, place: str = "tree", level: int = 1) -> Iterator[tuple[ValueNode, str, int]]:
    """Every node from the top, with where it stands in the record and its level, the root's being 1; no recursion."""
    todo = [(node, place, level)]
    while todo:
        now, where, depth = todo.pop()
        yield now, where, depth
        below = [(child, f"{where}.children[{at}]", depth + 1) for at, child in enumerate(now.children)]
        todo += reversed(below)


def is_rate(node: ValueNode) -> bool:
    """Whether a node's number is a share of something: by its unit, else by its name."""
    unit = unit_of(node)
    return unit.startswith("%") or (not unit and bool(_RATE.search(fold(node.name))))


def is_mean(node: ValueNode) -> bool:
    """Whether a node's number may be a mean or a ratio of two things (元/人, 客单价, a score)."""
    return "/" in split(unit_of(node))[0] or bool(_MEAN.search(fold(node.name)))


def unit_of(node: ValueNode) -> str:
    """The unit of a node's number, as it was read; empty if none."""
    found = node.value or node.reach
    return found.unit if found else spelt_out(node.unit or "")[1]


def is_bare(node: ValueNode) -> bool:
    """Whether a node's number has neither a unit nor a scale, so that both may have been left out."""
    return not unit_of(node) and node.spread <= _ONE


def ends(node: ValueNode, part: bool = False) -> Range:
    """Between which numbers the printed one lies: its digits, its range, its limit.

    As ``part`` of something larger a plain whole number (312 次, 34 分钟) is exact, unless it is a share or a mean.
    """
    found = node.value
    if found is None:
        return -math.inf, math.inf
    counted = part and node.spread == _ONE and not is_mean(node) and not is_rate(node)
    spread = 0.0 if counted else node.spread
    if part and not is_rate(node) and not is_mean(node):
        spread = min(spread, _ROUND_FIGURE * abs(found.value))
    low, high = found.value - spread, (found.value if found.high is None else found.high) + spread
    return (low, math.inf) if found.bound == ">=" else (-math.inf, high) if found.bound == "<=" else (low, high)


def strained(node: ValueNode, how: How) -> bool:
    """Whether a number that is far off fits only by what its children's digits leave open: 24 for 1000 × 2%, which may be 2.4%."""
    values = [child.value.value if child.value else None for child in node.children]
    made = how.value(node, values)
    if node.value is None or not isinstance(made, float):
        return False
    said = node.value.value
    low, high = ends(node)
    most = max(abs(said), abs(made))
    if low - _ROUNDING * most <= made <= high + _ROUNDING * most or abs(said - made) <= _STRAIN * most:
        return False
    return all(child.value is None or (child.value.high is None and not child.value.bound) for child in node.children)


def fits(node: ValueNode, how: How) -> bool | None:
    """Whether a node's printed number is what its children's make; None where there is nothing to compare."""
    values = [child.value.value if child.value else None for child in node.children]
    found = how.value(node, values)
    if node.value is None or found is None or isinstance(found, Trouble):
        return None
    said = node.value.value
    if abs(said - found) <= max(TOLERANCE, _ROUNDING) * max(abs(said), abs(found)) + _ROUNDING:
        return True
    low, high = ends(node)
    least, most = how.bounds(node)
    room = _ROUNDING * max(abs(said), abs(found))
    return low <= most + room and least <= high + room

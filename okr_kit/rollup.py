"""How the numbers of a value tree make each other up: one arithmetic for its rules, its roll-up and what a leaf is worth.

Every number is in its own node's unit; a node's :class:`How` holds the factors by which those of its children are brought
together. What can be read two ways (2.5 for a rate, minutes beside hours) is read so that it fits, if it can.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from itertools import product as pairs

from .fold import fold
from .formula import Formula, Range, Trouble, between, parse
from .model import ValueNode, ValueTree
from .units import dimension, factor

#: How far a number may be off, as a share of it, before its printed digits are asked.
TOLERANCE = 0.01
_ROUNDING = 1e-9
#: Rounding errors of parts, as a multiple of the root of their squares: 2 standard deviations of even spreads.
_CANCEL = 2 / math.sqrt(3)

_RATE = re.compile("率|占比|比例|比重|份额|渗透")
#: What is a mean of several: it neither adds up nor lies outside of its parts.
_MEAN = re.compile("均|单价|每|人效|坪效|满意|nps|评分|得分|指数|连带|arpu|aov|频次")


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
    return "/" in unit_of(node) or bool(_MEAN.search(fold(node.name)))


def unit_of(node: ValueNode) -> str:
    """The unit of a node's number, as it was read; empty if none."""
    found = node.value or node.reach
    return (found.unit if found else "") or fold(node.unit or "")


def ends(node: ValueNode, part: bool = False) -> Range:
    """Between which numbers the printed one lies: its digits, its range, its limit.

    As ``part`` of something larger a plain whole number (312 次, 34 分钟) is exact, unless it is a share or a mean.
    """
    found = node.value
    if found is None:
        return -math.inf, math.inf
    counted = part and node.spread == 0.5 and not is_mean(node) and not is_rate(node)
    spread = 0.0 if counted else node.spread
    low, high = found.value - spread, (found.value if found.high is None else found.high) + spread
    return (low, math.inf) if found.bound == ">=" else (-math.inf, high) if found.bound == "<=" else (low, high)


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


def how(node: ValueNode) -> How:
    """How a node is made up, by its formula, its method and its numbers."""
    if not node.children or node.method == "influence":
        return How()
    if node.formula:
        return _by_formula(node)
    if node.method == "formula":
        found = _fitting(node, ("product", "sum"))
        return found if found.kind else How(trouble=Trouble("missing"))
    if node.method in ("element", "process"):
        return _by_parts(node)
    return _fitting(node, ("sum", "product"))


def _by_formula(node: ValueNode) -> How:
    formula = parse(node.formula or "", [child.name for child in node.children], node.name)
    if isinstance(formula, Trouble):
        return How(trouble=formula)
    if not formula.names:
        return How(trouble=Trouble("no-child"))
    return _best(node, [replace(one, formula=formula, kind="formula", certain=True) for one in _readings(node)])


def _by_parts(node: ValueNode) -> How:
    """Elements and steps are added up; what cannot be sums is taken as it fits, or not at all."""
    units = {dimension(unit) or unit: unit for child in node.children if (unit := unit_of(child))}
    if not any(map(is_rate, (node, *node.children))) and len(units) > 1:
        mixed = tuple(units.values())
        return How(mixed=mixed) if node.method == "element" else How()
    total = _best(node, [replace(one, kind="sum") for one in _readings(node)])
    if _adds(node):
        return replace(total, certain=True)
    return total if fits(node, total) else _fitting(node, ("product",) if all(map(is_rate, node.children)) else ())


def _adds(node: ValueNode) -> bool:
    """Whether the children of elements or steps certainly add up to the node."""
    if any(map(is_rate, (node, *node.children))):
        return False
    values = [child.value.value for child in node.children if child.value]
    said = node.value.value if node.value else None
    if said is None or len(values) < len(node.children):
        return not is_mean(node) and (node.method == "element" or bool(dimension(unit_of(node.children[0]))))
    if not unit_of(node) and not any(map(unit_of, node.children)) and abs(said) <= 1 and max(map(abs, values)) <= 1:
        return False
    how = _best(node, [How("sum", factors=one.factors, out=one.out) for one in _readings(node)])
    parts = [value * scale * how.out for value, scale in zip(values, how.factors, strict=True)]
    if node.method == "element":
        return not (is_mean(node) and min(parts) <= said <= max(parts))
    # Steps: what takes time or money adds up; counts may be those of a funnel, which the whole is then no more than.
    return bool(dimension(unit_of(node.children[0]))) or said > max(parts) * (1 + TOLERANCE)


def _fitting(node: ValueNode, kinds: Sequence[str]) -> How:
    """The first of these kinds that gives the node's printed number."""
    for kind in kinds:
        for one in _readings(node):
            found = replace(one, kind=kind)
            if fits(node, found):
                return found
    return How()


def _best(node: ValueNode, readings: Sequence[How]) -> How:
    """The reading that gives the node's printed number, else the first."""
    return next((one for one in readings if fits(node, one)), readings[0])


def _readings(node: ValueNode) -> list[How]:
    """The ways in which the numbers of a node and its children can be brought together, the plainest first."""
    found: dict[tuple[float, ...], How] = {}
    for convert, literal in pairs((True, False), (True, False)):
        target = unit_of(node) if convert else ""
        factors = tuple(_factor(child, target, convert, literal) for child in node.children)
        own = _factor(node, target, convert, literal)
        found.setdefault((*factors, own), How(factors=factors, out=1 / own))
    return list(found.values())


def _factor(node: ValueNode, target: str, convert: bool, literal: bool) -> float:
    """What a node's number is multiplied by: percent become shares, other units those of the target or their base."""
    unit, value = unit_of(node), node.value.value if node.value else 0.0
    if unit.startswith("%"):
        return 1.0 if not literal and 0 < abs(value) < 1 else 0.01
    if not unit and is_rate(node):
        return 0.01 if literal and abs(value) > 1 else 1.0
    return factor(unit, target) if convert else 1.0


def rolled_up(tree: ValueTree, of: str = "value", given: Mapping[str, float] | None = None) -> dict[str, float | None]:
    """The number of every node by its id, made up from the leaves: what they are (``value``) or could be (``reach``).

    A leaf without a ``reach`` stays at its value; ``given`` are numbers to take for some nodes instead. A node has its own
    number where its children make none (one is missing, no arithmetic), and its own ``reach`` where nothing below it has
    one; None if that is missing too. Each number is in the
    unit of its node's quantity, percent as percent.
    """
    return Rollup(tree).numbers(of, given or {})


class Rollup:
    """A tree with the arithmetic of each node worked out once."""

    def __init__(self, tree: ValueTree) -> None:
        """Read the formulas of a tree."""
        self.tree = tree
        self.nodes = [node for node, _, _ in walk(tree.root)]
        self.how = {node.id: how(node) for node in self.nodes}
        self.above = {child.id: node for node in self.nodes for child in node.children}
        self.at = {child.id: at for node in self.nodes for at, child in enumerate(node.children)}
        self._incomplete: dict[str, bool] = {}
        #: The nodes below which something has a reach of its own.
        self.moving: set[str] = set()
        for node in reversed(self.nodes):
            if any(child.reach or child.id in self.moving for child in node.children):
                self.moving.add(node.id)

    def numbers(self, of: str = "value", given: Mapping[str, float] | None = None) -> dict[str, float | None]:
        """See :func:`rolled_up`."""
        found: dict[str, float | None] = {}
        for node in reversed(self.nodes):
            found[node.id] = self.number(node, found, of, given or {})
        return found

    def number(
        self, node: ValueNode, known: Mapping[str, float | None], of: str, given: Mapping[str, float]
    ) -> float | None:
        """One node's number, given those of its children."""
        own = (node.reach if of == "reach" else None) or node.value
        alone = given.get(node.id, own.value if own else None)
        if node.id in given or (of == "reach" and node.reach and node.id not in self.moving):
            return alone
        made = self.how[node.id].value(node, [known[child.id] for child in node.children])
        return alone if made is None or isinstance(made, Trouble) else made

    def follows(
        self, node: ValueNode, child: ValueNode, now: Mapping[str, float | None], known: Mapping[str, float | None]
    ) -> float | None:
        """A node's number after one of its children changed; a sum moves with it, without being added up anew."""
        how, before, after, own = self.how[node.id], now[child.id], known[child.id], now[node.id]
        if how.kind != "sum" or before is None or after is None or own is None or self.incomplete(node, now):
            return self.number(node, known, "value", {})
        return own + (after - before) * how.factors[self.at[child.id]] * how.out

    def incomplete(self, node: ValueNode, now: Mapping[str, float | None]) -> bool:
        """Whether a child's number is missing, so that the node has its own; asked once for each node."""
        if node.id not in self._incomplete:
            self._incomplete[node.id] = any(now[child.id] is None for child in node.children)
        return self._incomplete[node.id]

    def path(self, name: str) -> Iterator[ValueNode]:
        """The nodes above one, from below."""
        above: Callable[[str], ValueNode | None] = self.above.get
        node = above(name)
        while node is not None:
            yield node
            node = above(node.id)

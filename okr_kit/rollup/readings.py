"""The ways in which the numbers of a node and its children can be brought together: units, percent, days, left out scales."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

from ..model import ValueNode
from ..units import CALENDAR, TIMES, WORK, Day, dimension, factor, hours
from .how import How, is_bare, is_rate, unit_of

#: The scales that a number without a unit may share with those beside it.
_LENT = (1e3, 1e4, 1e6, 1e8)
#: With so many kinds of units each may be meant to be converted or not.
_FEW = 3


def readings(node: ValueNode) -> list[How]:
    """The ways in which the numbers of a node and its children can be brought together, the plainest first."""
    found: dict[tuple[float, ...], How] = {}
    for kinds, literal in product(_converted(node), (True, False)):
        target = unit_of(node) if kinds is not None else ""
        factors = tuple(_factor(child, target, kinds, literal) for child in node.children)
        own = _factor(node, target, kinds, literal)
        found.setdefault((*factors, own), How(factors=factors, out=1 / own))
    if len({dimension(unit_of(one)) for one in (node, *node.children)} & TIMES) > 1:
        for day, literal in product((CALENDAR, WORK), (True, False)):
            factors = tuple(_by_day(child, day, literal) for child in node.children)
            own = _by_day(node, day, literal)
            found.setdefault((*factors, own), How(factors=factors, out=1 / own))
    return list(found.values())


def _converted(node: ValueNode) -> list[frozenset[str] | None]:
    """Which kinds of units are converted: all, some (hours × 公斤 an hour in 吨), or nothing at all, not even periods."""
    kinds = dict.fromkeys(kind for one in (node, *node.children) if (kind := dimension(unit_of(one))))
    some = range(len(kinds) - 1, 0, -1) if len(kinds) <= _FEW else ()
    return [frozenset(kinds), *(frozenset(part) for n in some for part in combinations(kinds, n)), None]


def _by_day(node: ValueNode, day: Day, literal: bool) -> float:
    """As :func:`_factor`, times in hours of such a day."""
    unit = unit_of(node)
    return hours(unit, day) if dimension(unit) in TIMES else _factor(node, "", frozenset({dimension(unit)}), literal)


def lent(node: ValueNode) -> list[How]:
    """What is added up and has no unit beside numbers that have one is taken in 万 or 亿, as these may be: 2400 万元 = 1000 + 1400."""
    bare = [is_bare(one) for one in node.children]
    if len({*bare, is_bare(node)}) == 1:
        return []
    found = []
    for one in readings(node):
        for scale in _LENT:
            factors = tuple(by * scale if lacks else by for by, lacks in zip(one.factors, bare, strict=True))
            found.append(replace(one, factors=factors, out=one.out / scale if is_bare(node) else one.out))
    return found


def _factor(node: ValueNode, target: str, kinds: frozenset[str] | None, literal: bool) -> float:
    """What a node's number is multiplied by: percent become shares, units of these kinds those of the target or their base."""
    unit, value = unit_of(node), node.value.value if node.value else 0.0
    if unit.startswith("%"):
        return 1.0 if not literal and 0 < abs(value) < 1 else 0.01
    if not unit and is_rate(node):
        return 0.01 if literal and abs(value) > 1 else 1.0
    if kinds is None or not {"", *kinds} >= {dimension(unit)}:
        return 1.0
    return factor(unit, target)

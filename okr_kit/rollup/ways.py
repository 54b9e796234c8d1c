"""Which arithmetic holds between a node and its children: by its formula, its method, its units and its numbers.

What can be read two ways (2.5 for a rate, minutes beside hours) is read so that it fits, if it can.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import product as pairs

from ..formula import Trouble, parse
from ..model import ValueNode
from ..units import TIMES, counted, dimension, factor, split
from .how import TOLERANCE, How, fits, is_mean, is_rate, unit_of

#: How many times a number may be another that it is still taken for.
_ABOUT = 2


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
    rates = any(map(is_rate, (node, *node.children)))
    units = {unit: dimension(unit) for one in (node, *node.children) if (unit := split(unit_of(one))[0])}
    measures = set(units.values())
    if not rates and len(measures) > 1:
        asked = node.method == "element" or measures <= TIMES
        return How(mixed=tuple(units)) if asked else How()
    total = _best(node, [replace(one, kind="sum") for one in _readings(node)])
    if _adds(node) and (measures != {""} or len({counted(unit) for unit in units} - {""}) < 2):
        return replace(total, certain=True)
    return total if fits(node, total) else _fitting(node, ("product",) if all(map(is_rate, node.children)) else ())


def _adds(node: ValueNode) -> bool:
    """Whether the children of elements or steps certainly add up to the node."""
    if any(map(is_rate, (node, *node.children))):
        return False
    values = [child.value.value for child in node.children if child.value]
    said = node.value.value if node.value else None
    if said is None or len(values) < len(node.children):
        return not is_mean(node) and (node.method == "element" or _takes_time(node))
    if not unit_of(node) and not any(map(unit_of, node.children)) and abs(said) <= 1 and max(map(abs, values)) <= 1:
        return False
    how = _best(node, [How("sum", factors=one.factors, out=one.out) for one in _readings(node)])
    parts = [value * scale * how.out for value, scale in zip(values, how.factors, strict=True)]
    if node.method == "element":
        return not (is_mean(node) and min(parts) <= said <= max(parts))
    return _takes_time(node) or _no_funnel(node, said, parts)


def _takes_time(node: ValueNode) -> bool:
    """Whether the steps of a node are times, which add up; everything else may be a funnel."""
    return dimension(unit_of(node.children[0])).partition("/")[0] in TIMES


def _no_funnel(node: ValueNode, said: float, parts: Sequence[float]) -> bool:
    """Whether counts or money by steps cannot be a funnel: that comes to no more than its largest stage.

    Where a unit is missing the whole may be another thing, unless it is about as large as the sum.
    """
    if said <= max(parts) * (1 + TOLERANCE):
        return False
    return all(map(unit_of, (node, *node.children))) or said <= _ABOUT * math.fsum(parts) <= _ABOUT * _ABOUT * said


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

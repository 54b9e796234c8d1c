"""Which arithmetic holds between a node and its children: by its formula, its method, its units and its numbers.

What can be read two ways (2.5 for a rate, minutes beside hours) is read so that it fits, if it can.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from ..fold import fold
from ..formula import Trouble, parse
from ..model import ValueNode
from ..units import CALENDAR, TIMES, WORK, Day, counted, dimension, hours, split
from .how import TOLERANCE, How, fits, is_mean, is_rate, unit_of
from .readings import lent, readings

#: Units of marks, which are no amounts; what has a price, a degree or a ratio by its name.
_SCORES = frozenset({"分", "星", "倍", "级", "℃", "°c"})
_PRICE = re.compile("价(?!值)|薪|时长|周期|账期|工期|(?<![年月季额])度|roi|cac|ltv|aht|csat|asp|cp[acm]|ctr|cvr")
#: What a share is multiplied with to be percent.
_PERCENT = 100
#: How many times a number may be another that it is still taken for.
_ABOUT = 2


def how(node: ValueNode) -> How:
    """How a node is made up, by its formula, its method and its numbers."""
    if node.method == "influence":
        return How()
    if node.formula:
        return _by_formula(node)
    if not node.children:
        return How()
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
    found = [*readings(node), *(lent(node) if formula.adds else ())]
    by_hand = [scale for scale in formula.by_hand if (scale == _PERCENT) == unit_of(node).startswith("%")]
    found += [replace(one, out=by) for one in found for scale in by_hand for by in (one.out * scale, one.out / scale)]
    return _best(node, [replace(one, formula=formula, kind="formula", certain=True) for one in found])


def _by_parts(node: ValueNode) -> How:
    """Elements and steps are added up; what cannot be sums is taken as it fits, or not at all."""
    rates = any(map(is_rate, (node, *node.children)))
    units = {unit: dimension(unit) for one in (node, *node.children) if (unit := split(unit_of(one))[0])}
    measures = set(units.values())
    if not rates and measures <= TIMES and len(measures) > 1:
        return _times(node, tuple(units))
    if not rates and len(measures) > 1:
        claimed = node.method == "element" and any(_kind(child) == _kind(node) for child in node.children)
        return How(mixed=tuple(units)) if claimed else How()
    total = _best(node, [replace(one, kind="sum") for one in (*readings(node), *lent(node))])
    if _adds(node) and (measures != {""} or len({counted(unit) for unit in units} - {""}) < 2):
        return replace(total, certain=True)
    return total if fits(node, total) else _fitting(node, ("product",) if all(map(is_rate, node.children)) else ())


def _kind(node: ValueNode) -> str:
    """What a node's number counts or measures."""
    unit = split(unit_of(node))[0]
    return dimension(unit) or counted(unit)


def _times(node: ValueNode, units: tuple[str, ...]) -> How:
    """Hours beside days, days beside months: a day of work or a whole one, added up if that is right to 1 %.

    Beyond both the number is refuted; in between, nobody knows which day was meant: the units are ``mixed``.
    """
    ways = [_in_hours(node, day) for day in (CALENDAR, WORK)]
    numbers = [child.value.value if child.value else None for child in node.children]
    made = [found for way in ways if isinstance(found := way.value(node, numbers), float)]
    if node.value is None or len(made) < len(ways):
        return How()
    said = node.value.value
    off, best = min((_apart(said, one), at) for at, one in enumerate(made))
    beyond = min(made) > said or max(made) < said
    return ways[best] if off <= TOLERANCE or beyond else How(mixed=units)


def _in_hours(node: ValueNode, day: Day) -> How:
    factors = tuple(hours(unit_of(child), day) for child in node.children)
    return How("sum", certain=True, factors=factors, out=1 / hours(unit_of(node), day))


def _apart(said: float, made: float) -> float:
    """How far two numbers are apart, as a share of the larger one."""
    most = max(abs(said), abs(made))
    return abs(said - made) / most if most else 0.0


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
    how = _best(node, [How("sum", factors=one.factors, out=one.out) for one in readings(node)])
    parts = [value * scale * how.out for value, scale in zip(values, how.factors, strict=True)]
    if node.method == "element":
        mean = _may_be_mean(node) and min(parts) <= said <= max(parts)
        return not mean and not _ends_in(said, parts)
    return _takes_time(node) or _no_funnel(node, said, parts) or _up_and_down(node, said, parts)


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


def _ends_in(said: float, parts: Sequence[float]) -> bool:
    """Whether a number is the last of ever smaller ones, as the end of a funnel is, whatever the method is called."""
    down = all(before > after for before, after in pairwise(parts))
    return down and 0 < said < parts[0] and _apart(said, parts[-1]) <= TOLERANCE


def _up_and_down(node: ValueNode, said: float, parts: Sequence[float]) -> bool:
    """Whether steps of one unit go up and down, as the stages of a funnel do not, and are no means."""
    units = {counted(unit_of(one)) for one in (node, *node.children)}
    if (
        len(units) > 1
        or units == {""}
        or any(map(_may_be_mean, (node, *node.children)))
        or _apart(said, parts[-1]) <= TOLERANCE
    ):
        return False
    return list(parts) not in (sorted(parts), sorted(parts, reverse=True))


def _may_be_mean(node: ValueNode) -> bool:
    """Whether a number may be a mean without saying so: a score, a price, how long something takes."""
    unit = unit_of(node)
    return is_mean(node) or unit in _SCORES or dimension(unit) in TIMES or bool(_PRICE.search(fold(node.name)))


def _fitting(node: ValueNode, kinds: Sequence[str]) -> How:
    """The first of these kinds that gives the node's printed number."""
    for kind in kinds:
        for one in readings(node):
            found = replace(one, kind=kind)
            if fits(node, found):
                return found
    return How()


def _best(node: ValueNode, readings: Sequence[How]) -> How:
    """The reading that gives the node's printed number, else what comes nearest to it."""
    return next((one for one in readings if fits(node, one)), None) or min(readings, key=partial(_times_off, node))


def _times_off(node: ValueNode, way: How) -> float:
    """How many times, as a logarithm, a reading is off the node's printed number."""
    made = way.value(node, [child.value.value if child.value else None for child in node.children])
    said = node.value.value if node.value else 0.0
    return abs(math.log(made / said)) if isinstance(made, float) and said and made / said > 0 else math.inf

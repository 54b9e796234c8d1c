"""Rules over a value tree: whether its numbers make each other up, and whether one can see what to move."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..fold import fold
from ..formula import Trouble
from ..lang import Language
from ..model import ValueNode, ValueTree
from ..policy import CoursePolicy
from ..reconcile.figures import alone
from ..rollup import How, fits, how, is_bare, is_mean, is_rate, strained, unit_of, walk
from ..text import Reading, Readings
from .base import Hit, Rule

MOST_LEVELS = 4
MOST_CHILDREN = 5
#: How often one number is the other where a unit was forgotten: percent, 千, 万, 亿.
_FORGOTTEN = (1e2, 1e3, 1e4, 1e8)
#: How a long account begins; what follows is counted.
_WRITTEN = 8


@dataclass(frozen=True)
class TreeView:
    """A value tree with its nodes in reading order, each with its place and level, and how each is made up."""

    subject: ValueTree
    readings: Readings

    @cached_property
    def nodes(self) -> tuple[tuple[ValueNode, str, int], ...]:
        """Every node with where it stands and its level, the root's being 1."""
        return tuple(walk(self.subject.root))

    @cached_property
    def inner(self) -> tuple[tuple[ValueNode, str, How], ...]:
        """Every node with children or a formula, with where it stands and how it is made up."""
        return tuple((node, place, how(node)) for node, place, _ in self.nodes if node.children or node.formula)

    @property
    def reading(self) -> Reading:
        """The name of the root; numbers are judged in any language."""
        return replace(self.readings.read(self.subject.root.name), unread="")


def _sums(view: TreeView, language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """A number that its children do not make; units that cannot be added, or one that was forgotten, are asked about."""
    for node, place, found in view.inner:
        if found.mixed:
            account = language.say("tree.mixed", units="、".join(found.mixed))
            yield Hit(params={"name": node.name, "account": account}, where=place, severity="warn")
        elif found.certain and fits(node, found) is False:
            yield _off(node, place, found, language)
        elif found.certain and strained(node, found):
            yield _off(node, place, found, language, asked="tree.coarse")


def _off(node: ValueNode, place: str, found: How, language: Language, asked: str = "") -> Hit:
    """A number and what its children make; ``asked`` is how one asks where it can be read two ways."""
    said = node.value.value if node.value else 0.0
    made = found.value(node, [child.value.value if child.value else None for child in node.children])
    result = made if isinstance(made, float) else 0.0
    values = {
        "name": node.name,
        "said": alone(said, unit_of(node)),
        "parts": _parts(node, found, language),
        "made": alone(result, unit_of(node)),
        "off": alone(abs(result - said), unit_of(node)),
    }
    asked = asked or ("tree.forgotten" if _forgotten(node, said, result) else "")
    account = language.say(asked or "tree.off", **values)
    return Hit(params={**values, "account": account}, where=place, severity="warn" if asked else None)


def _parts(node: ValueNode, found: How, language: Language) -> str:
    """What is reckoned, with the numbers in it: 「312 × 3.6」."""
    numbers = {child.name: _number(child) for child in reversed(node.children)}
    if found.formula:
        return found.formula.filled(numbers)
    sign = " + " if found.kind == "sum" else " × "
    said = [_number(child) for child in node.children]
    rest = len(said) - _WRITTEN
    return sign.join(said[:_WRITTEN]) + (sign + language.say("tree.more", n=rest) if rest > 0 else "")


def _number(node: ValueNode) -> str:
    return alone(node.value.value, unit_of(node)) if node.value else ""


def _forgotten(node: ValueNode, said: float, result: float) -> bool:
    """Whether both numbers are apart by a scale alone, and some of those in play have no unit."""
    if not said or not result or not any(map(is_bare, (node, *node.children))):
        return False
    times = max(abs(said / result), abs(result / said))
    return any(math.isclose(times, scale, rel_tol=0.02) for scale in _FORGOTTEN)


def _formulas(view: TreeView, language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """A formula that cannot be read, names no child, is missing, or divides by nothing."""
    for node, place, found in view.inner:
        trouble = found.trouble
        if trouble is None:
            made = found.value(node, [child.value.value if child.value else None for child in node.children])
            trouble = made if isinstance(made, Trouble) else None
        if trouble:
            account = formula_words(language, trouble)
            yield Hit(params={"name": node.name, "formula": node.formula or "", "account": account}, where=place)


def formula_words(language: Language, trouble: Trouble) -> str:
    """What is wrong with a formula, where, and what was probably meant."""
    near = language.say("formula.near", near=trouble.near) if trouble.near else ""
    return language.say(f"formula.{trouble.code}", word=trouble.word, near=near)


def _doubles(view: TreeView, language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """One thing twice: under one parent certainly, across parents perhaps."""
    same, beside = _synonyms(language), set()
    for node, place, _ in view.nodes:
        seen: dict[str, str] = {}
        for at, child in enumerate(node.children):
            key = _key(child.name)
            alike = same.get(key, key)
            where = f"{place}.children[{at}]"
            if alike in seen:
                beside.add(where)
                yield Hit(
                    params=_double(child, seen[alike], language),
                    where=where,
                    severity=None if _key(seen[alike]) == key else "warn",
                )
            seen.setdefault(alike, child.name)
    yield from _across(view, same, beside, language)


def _across(view: TreeView, same: Mapping[str, str], beside: set[str], language: Language) -> Iterator[Hit]:
    """Leaves that stand somewhere else too; rates and means may, each of another whole."""
    first: dict[str, tuple[ValueNode, str]] = {}
    rest = set(language.say("tree.rest").split())
    for node, place, _ in view.nodes:
        key = _key(node.name)
        if place in beside or is_rate(node) or is_mean(node) or key in rest:
            continue
        alike = same.get(key, key)
        before = first.setdefault(alike, (node, place))
        if before[1] != place and not (node.children and before[0].children):
            yield Hit(params=_double(node, before[0].name, language), where=place, severity="warn")


def _double(node: ValueNode, other: str, language: Language) -> dict[str, str]:
    key = "tree.twice" if node.name == other else "tree.alike"
    return {"name": node.name, "other": other, "account": language.say(key, other=other)}


def _key(name: str) -> str:
    """A name without what makes no difference."""
    return "".join(fold(name).split())


def _synonyms(language: Language) -> dict[str, str]:
    """Names that mean the same, each with the first of its group."""
    groups = [said.split() for key, said in language.messages.items() if key.startswith("tree.same.")]
    return {_key(name): _key(group[0]) for group in groups for name in group}


def _depth(view: TreeView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """More levels than can be overlooked: said once, where they begin."""
    deep = [(place, level) for _, place, level in view.nodes if level > MOST_LEVELS]
    if deep:
        yield Hit(params={"n": max(level for _, level in deep), "most": MOST_LEVELS}, where=deep[0][0])


def _width(view: TreeView, language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """Too many children, or an only one."""
    for node, place, _ in view.nodes:
        n = len(node.children)
        if n == 1 or n > MOST_CHILDREN:
            account = language.say("tree.only" if n == 1 else "tree.wide", n=n, most=MOST_CHILDREN)
            yield Hit(params={"name": node.name, "n": n, "account": account}, where=place)


def _methods(view: TreeView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """A level that does not say how it was taken apart; one with a formula does."""
    for node, place, _ in view.nodes:
        if node.children and not node.method and not node.formula:
            yield Hit(params={"name": node.name}, where=place)


def _levers(view: TreeView, _language: Language, _policy: CoursePolicy) -> Iterable[Hit]:
    """No leaf is marked as one to move."""
    marked = any(node.lever for node, _, _ in view.nodes if not node.children)
    return () if marked else (Hit(where="tree"),)


#: Every rule of a value tree, in the order in which findings are read.
RULES: tuple[Rule, ...] = (
    Rule("T-FORMULA", "error", _formulas),
    Rule("T-SUM", "error", _sums, ("warn",)),
    Rule("T-DUP", "error", _doubles, ("warn",)),
    Rule("T-METHOD", "warn", _methods),
    Rule("T-DEEP", "warn", _depth),
    Rule("T-WIDE", "warn", _width),
    Rule("T-NOLEVER", "info", _levers),
)

"""Rules over a value tree: whether its numbers make each other up, and whether one can see what to move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ..lang import Language
from ..model import ValueNode, ValueTree
from ..policy import CoursePolicy
from ..rollup import How, fits, how, walk
from ..text import Reading, Readings
from .base import Hit, Rule

MOST_LEVELS = 4
MOST_CHILDREN = 5


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
        """Every node that has children, with where it stands and how it is made up."""
        return tuple((node, place, how(node)) for node, place, _ in self.nodes if node.children)

    @property
    def reading(self) -> Reading:
        """Numbers are judged in any language: the names are only compared."""
        return replace(self.readings.read(self.subject.root.name), unread="")


def _sum(view: TreeView, language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """A number that its children do not make."""
    del policy
    for node, place, found in view.inner:
        if found.mixed:
            units = "、".join(found.mixed)
            account = language.say("tree.mixed", name=node.name, units=units)
            yield Hit(params={"account": account, "name": node.name}, where=place, severity="warn")
        elif found.certain and fits(node, found) is False:
            yield Hit(params={"name": node.name, "account": node.name}, where=place)


RULES: tuple[Rule, ...] = (Rule("T-SUM", "error", _sum, ("warn",)),)

"""What a leaf of a value tree is worth: how far the root moves when it gets better, alone and together with others.

Exact wherever a tree has arithmetic: the leaf is changed and the nodes above it are worked out again. A leaf below a link
without arithmetic has no worth.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .model import ValueNode, ValueTree
from .rollup import Rollup

#: By what share of itself a leaf gets better when leaves are compared.
STEP = 0.1


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is known of one leaf, in its own unit and the root's.

    ``worth`` is how far the root moves to where it wants to go if the leaf gets 10 % better (影响), ``gain`` how far if the
    leaf gets to its ``reach``, ``room`` the gap to it (空间, negative where less is better) and ``share`` that gap as a share
    of the value. None where a number is missing.
    """

    node: ValueNode
    value: float | None
    reach: float | None
    worth: float | None
    gain: float | None
    room: float | None
    share: float | None


def leaves(tree: ValueTree) -> tuple[Leaf, ...]:
    """Every leaf in reading order."""
    found = _Worths(tree)
    return tuple(found.leaf(node) for node in found.rollup.nodes if not node.children)


def worth(tree: ValueTree) -> dict[str, float]:
    """By leaf id, how far the root moves to where it wants to go if that leaf gets 10 % better; without those unknown."""
    return {leaf.node.id: leaf.worth for leaf in leaves(tree) if leaf.worth is not None}


def gain(tree: ValueTree, names: Iterable[str]) -> float | None:
    """How far the root moves to where it wants to go if these leaves get to their reach together; None if unknown.

    The gains of single leaves do not add up to it where numbers are multiplied.
    """
    found = _Worths(tree)
    nodes = {node.id: node for node in found.rollup.nodes}
    chosen = [nodes[name] for name in names if name in nodes]
    given = {node.id: node.reach.value for node in chosen if node.reach}
    if not all(map(found.linked, chosen)):
        return None
    return found.moved(found.rollup.numbers(given=given)[tree.root.id])


class _Worths:
    """A tree rolled up once, from which one leaf at a time is changed."""

    def __init__(self, tree: ValueTree) -> None:
        self.rollup = Rollup(tree)
        self.now = self.rollup.numbers()
        self.root = tree.root
        start, end = self.now[tree.root.id], tree.root.reach.value if tree.root.reach else None
        if end is None:
            end = self.rollup.numbers("reach")[tree.root.id]
        #: +1 where the root wants to grow, -1 where it wants to shrink.
        self.wants = -1 if start is not None and end is not None and end < start else 1

    def moved(self, there: float | None) -> float | None:
        """How far a number of the root is on the way it wants to go."""
        start = self.now[self.root.id]
        return None if start is None or there is None else (there - start) * self.wants

    def leaf(self, node: ValueNode) -> Leaf:
        """What one leaf is worth."""
        value, reach = self.now[node.id], node.reach.value if node.reach else None
        room = reach - value if reach is not None and value is not None else None
        return Leaf(
            node,
            value,
            reach,
            self._better(node, value, room) if value else None,
            self._changed(node, {node.id: reach}) if reach is not None else None,
            room,
            room / abs(value) if room is not None and value else None,
        )

    def _better(self, node: ValueNode, value: float, room: float | None) -> float | None:
        """The move for a step towards the leaf's reach; without one, in the direction that the root wants."""
        step = abs(value) * STEP
        if room:
            return self._changed(node, {node.id: value + (step if room > 0 else -step)})
        moves = [self._changed(node, {node.id: value + one}) for one in (step, -step)]
        return max((move for move in moves if move is not None), default=None)

    def _changed(self, node: ValueNode, given: Mapping[str, float]) -> float | None:
        """The root's move when one leaf has another number: what stands above it is worked out again."""
        known: ChainMap[str, float | None] = ChainMap({}, dict(given), self.now)
        below = node
        for above in self.rollup.path(node.id):
            known[above.id] = self.rollup.follows(above, below, self.now, known)
            below = above
        return self.moved(known[self.root.id]) if self.linked(node) else None

    def linked(self, node: ValueNode) -> bool:
        """Whether arithmetic leads from a node to the root."""
        return all(self.rollup.how[above.id].kind for above in self.rollup.path(node.id))

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
    return Worths(Rollup(tree)).leaves()


def worth(tree: ValueTree) -> dict[str, float]:
    """See :meth:`Worths.worth`."""
    return Worths(Rollup(tree)).worth()


def gain(tree: ValueTree, names: Iterable[str]) -> float | None:
    """See :meth:`Worths.gain`."""
    return Worths(Rollup(tree)).gain(names)


class Worths:
    """A tree rolled up once, from which one leaf at a time is changed."""

    def __init__(self, rollup: Rollup) -> None:
        """Take the numbers as they are, and which way the root is to go."""
        self.rollup, self.root = rollup, rollup.tree.root
        self.now = rollup.numbers()
        start, end = self.now[self.root.id], self.root.reach.value if self.root.reach else None
        if end is None:
            end = rollup.numbers("reach")[self.root.id]
        #: +1 where the root wants to grow, -1 where it wants to shrink.
        self.wants = -1 if start is not None and end is not None and end < start else 1

    def leaves(self) -> tuple[Leaf, ...]:
        """Every leaf in reading order."""
        return tuple(self.leaf(node) for node in self.rollup.nodes if not node.children)

    def worth(self) -> dict[str, float]:
        """By leaf id, how far the root moves to where it wants to go if that leaf gets 10 % better; without those unknown."""
        return {leaf.node.id: leaf.worth for leaf in self.leaves() if leaf.worth is not None}

    def gain(self, names: Iterable[str]) -> float | None:
        """How far the root moves to where it wants to go if these leaves get to their reach together; None if unknown.

        The gains of single leaves do not add up to it where numbers are multiplied.
        """
        nodes = {node.id: node for node in self.rollup.nodes}
        chosen = [nodes[name] for name in names if name in nodes]
        given = {node.id: node.reach.value for node in chosen if node.reach}
        if not all(map(self.linked, chosen)):
            return None
        return self.moved(self.rollup.numbers(given=given)[self.root.id])

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

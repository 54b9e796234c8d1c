"""How the numbers of a value tree make each other up: one arithmetic for its rules, its roll-up and what a leaf is worth.

Every number is in its own node's unit; a node's :class:`How` holds the factors by which those of its children are brought
together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..formula import Trouble
from ..model import ValueNode, ValueTree
from .how import TOLERANCE, How, fits, is_bare, is_mean, is_rate, strained, unit_of, walk
from .ways import how

__all__ = [
    "TOLERANCE",
    "How",
    "Rollup",
    "fits",
    "how",
    "is_bare",
    "is_mean",
    "is_rate",
    "rolled_up",
    "strained",
    "unit_of",
    "walk",
]


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

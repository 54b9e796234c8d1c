"""Where a part stands in its whole, as findings and records name it."""

from __future__ import annotations

#: Where the objective stands in a set, and in a node.
O_PLACE = "objective"


def kr_place(at: int) -> str:
    """Where the key result at a position (from 0) stands in a set, and in a node."""
    return f"key_results[{at}]"


def strategy_place(at: int) -> str:
    """Where the strategy at a position (from 0) stands in a node."""
    return f"strategies[{at}]"


def node_place(at: int) -> str:
    """Where the node at a position (from 0) stands in a cascade."""
    return f"nodes[{at}]"

"""A round whose items have left the bank in part: what is left goes on, and no answer is lost."""

from __future__ import annotations

from collections.abc import Collection

from ..base import State


def without(state: State, known: Collection[str]) -> tuple[State, int]:
    """The round without the items that the bank has no more, and how many those are; its draw may be empty then.

    Answers to them stay in the state: should an item come back, so does its answer. Who stood at one stands at the next.
    """
    draw = [name for name in state["draw"] if name in known]
    gone = len(state["draw"]) - len(draw)
    seen = [name for name in state["seen"] if name in known]
    if not gone and len(seen) == len(state["seen"]):
        return state, 0
    at = state["at"]
    if at != "summary" and at not in state["draw"]:  # an item of the class's round
        at = at if at in known else "summary"
    elif at != "summary" and at not in known:
        behind = state["draw"][state["draw"].index(at) :]
        at = next((name for name in behind if name in known), "summary")
    return {**state, "draw": draw, "seen": seen, "at": at}, gone

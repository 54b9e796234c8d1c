"""What a learner did on one item of a drill, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..base import State

#: What the state of a drill holds; see :mod:`.machine`.
SHAPE = {
    "round": int,
    "draw": [str],
    "seen": [str],
    "at": str,
    "best?": {"score": int, "first": int, "total": int},
    "items": {
        str: {
            "tries": [{"answer": {str: str}, "raw": float}],
            "hints": int,
            "done": bool,
            "sure": str,
            "note": str,
            "unsent?": {str: str},
            "disagree?": bool,
        }
    },
}
#: What a right answer is worth at the second try and later (the first is worth 1).
LATER = 0.75


def work(state: State, name: str) -> dict[str, Any]:
    """What the learner did on an item so far, as a copy."""
    empty = {"tries": [], "hints": 0, "done": False, "sure": "", "note": ""}
    return {**empty, **state["items"].get(name, {})}


def points(mine: Mapping[str, Any]) -> float:
    """0 to 1 for one item: the best try, a later one worth ``LATER`` of what it would have been at first."""
    worth = [float(one["raw"]) * (1 if number == 0 else LATER) for number, one in enumerate(mine["tries"])]
    return max(worth, default=0.0)


def result(state: State) -> dict[str, int]:
    """The round as it stands: ``score`` 0-100, and how many of the ``total`` items were right at the ``first`` try."""
    works = [work(state, name) for name in state["draw"]]
    first = sum(mine["tries"][0]["raw"] == 1 for mine in works if mine["tries"])
    return {"score": round(100 * sum(map(points, works)) / len(works)), "first": first, "total": len(works)}


def finished(state: State) -> bool:
    """Whether every item of the round is done."""
    return all(work(state, name)["done"] for name in state["draw"])


def best(state: State) -> dict[str, int] | None:
    """The best result of all finished rounds, this one included; None while there is none."""
    rounds = [state["best"]] if "best" in state else []
    if finished(state):
        rounds.append(result(state))
    return max(rounds, key=lambda one: one["score"], default=None)


def standing(mine: Mapping[str, Any]) -> str:
    """ok: right at the first try; part: right later, or half right; no; todo: still open."""
    if not mine["done"]:
        return "todo"
    if mine["tries"][0]["raw"] == 1:
        return "ok"
    return "part" if points(mine) > 0 else "no"

"""What a learner did on one item of a drill, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..base import State

#: One answer, by part, and what it is worth.
ANSWER = {"answer": {str: str}, "raw": float}
WORK = {
    "tries": [ANSWER],
    "vote?": ANSWER,
    "again?": ANSWER,
    "hints": int,
    "done": bool,
    "sure": str,
    "note": str,
    "unsent?": {str: str},
    "disagree?": bool,
}
#: What the state of a drill holds; see :mod:`.machine`.
SHAPE = {
    "round": int,
    "draw": [str],
    "seen": [str],
    "at": str,
    "best?": {"score": int, "first": int, "total": int},
    "handed?": int,
    "right?": int,
    "opened?": [str],
    "anew?": bool,
    "votes?": {str: WORK},
    "items": {str: WORK},
}
#: An item that was left open when its round was handed in.
BLANK: Mapping[str, Any] = {"answer": {}, "raw": 0.0}
#: What a right answer is worth at the second try and later (the first is worth 1).
LATER = 0.75


def work(state: State, name: str) -> dict[str, Any]:
    """What the learner did on an item so far, as a copy."""
    empty = {"tries": [], "hints": 0, "done": False, "sure": "", "note": ""}
    return {**empty, **state["items"].get(name, {})}


def noted(mine: Mapping[str, Any]) -> bool:
    """Whether there is an answer to an item, whatever it is worth."""
    return bool(mine["tries"] or "vote" in mine)


def first(mine: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first answer to an item: what was noted in class, or the first try; none where somebody came for the second vote."""
    found: Mapping[str, Any] | None = mine.get("vote") or next(iter(mine["tries"]), None)
    return found


def answers(mine: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every answer to an item: tries and votes."""
    return [*mine["tries"], *(mine[vote] for vote in ("vote", "again") if vote in mine)]


def stands(mine: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The answer that somebody gave last: in the second vote, else his last try; the score is another matter."""
    again: Mapping[str, Any] | None = mine.get("again")
    return again or (mine["tries"][-1] if mine["tries"] else None)


def points(mine: Mapping[str, Any]) -> float:
    """0 to 1 for one item: the best try, a later one worth ``LATER`` of what it would have been at first."""
    worth = [float(one["raw"]) * (1 if number == 0 else LATER) for number, one in enumerate(mine["tries"])]
    return max(worth, default=0.0)


def result(state: State) -> dict[str, int]:
    """The round as it stands: ``score`` 0-100, and how many of the ``total`` items were right at the ``first`` try.

    An item whose key was seen without an answer is left out: it says nothing of who works here.
    """
    works = [mine for mine in (work(state, name) for name in state["draw"]) if mine["tries"] or not mine["done"]]
    first = sum(mine["tries"][0]["raw"] == 1 for mine in works if mine["tries"])
    score = round(100 * sum(map(points, works)) / len(works)) if works else 0
    return {"score": score, "first": first, "total": len(works)}


def finished(state: State) -> bool:
    """Whether every item of the round is done."""
    return all(work(state, name)["done"] for name in state["draw"])


def best(state: State) -> dict[str, int] | None:
    """The best result of all finished rounds, this one included; None while there is none."""
    rounds = [state["best"]] if "best" in state else []
    if finished(state) and result(state)["total"]:
        rounds.append(result(state))
    return max(rounds, key=lambda one: one["score"], default=None)


def standing(mine: Mapping[str, Any]) -> str:
    """ok: right at the first try; part: right later, or half right; no; todo: still open.

    And what says nothing of right and wrong: noted, an answer that is not shown yet; seen, a key without an answer.
    """
    if not mine["done"]:
        return "noted" if "vote" in mine else "todo"
    if not mine["tries"]:
        return "seen"
    if mine["tries"][0]["raw"] == 1:
        return "ok"
    return "part" if points(mine) > 0 else "no"

"""What a key result, and an objective, come to at the end of a cycle.

The share of the way that was gone: (actual - baseline) / (target - baseline) (domain-facts 6.5, its source S47), also for
a number that is to fall. A company may count actual / target instead (course setting ``scoring.formula``): then a number
that has not moved has most of its points already. Scores have one decimal, rounded half up, before a colour is chosen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal, NamedTuple

Formula = Literal["distance", "completion"]
#: How a key result is reported: with a score; kept or broken (a line that is to be held); done or not; held true or not;
#: not to be seen yet; or something is missing to say.
State = Literal["scored", "kept", "broken", "done", "undone", "deferred", "unknown"]
Colour = Literal["red", "yellow", "green", ""]
#: From these scores on (one decimal) a score is yellow, green (S36, S48).
YELLOW, GREEN = 0.4, 0.7
#: How far floating point may be off before it is rounded.
_NOISE = 1e-9


class Score(NamedTuple):
    """What one key result comes to: ``raw`` as computed (below 0 and above 1 too), ``score`` 0-1 with one decimal."""

    state: State
    raw: float | None = None
    score: float | None = None
    colour: Colour = ""


def score_kr(
    baseline: float | None,
    target: float | None,
    actual: float | None,
    kind: str | None = None,
    *,
    formula: Formula = "distance",
    down: bool | None = None,
) -> Score:
    """The score of one key result, its numbers in one unit.

    ``kind`` is its type: a guardrail is kept or broken and never scored, a milestone is done or not, a key result that
    tries something out (``baseline``) has no number. ``down`` says that less is better where the numbers do not show it:
    of a guardrail, or where the target is where one started, which then is kept or broken.
    """
    if actual is None:
        return Score("deferred" if kind == "baseline" else "unknown")
    if target is None:
        return Score("unknown")
    if kind == "guardrail" or baseline == target:
        falling = down if down is not None else (baseline is not None and baseline > target)
        held = actual <= target + _NOISE if falling else actual >= target - _NOISE
        return Score("kept" if held else "broken")
    if formula == "completion":
        raw = completion(baseline, target, actual)
    elif baseline is None:
        return Score("unknown")
    else:
        raw = (actual - baseline) / (target - baseline)
    if raw is None:
        return Score("unknown")
    if kind == "milestone":
        return Score("done" if raw >= 1 - _NOISE else "undone", raw, rounded(raw), colour(rounded(raw)))
    return Score("scored", raw, rounded(raw), colour(rounded(raw)))


def completion(baseline: float | None, target: float, actual: float) -> float | None:
    """Actual / target; target / actual where the number is to fall. None where that cannot be divided."""
    above, below = (target, actual) if baseline is not None and baseline > target else (actual, target)
    return above / below if below else None


def score_objective(parts: Iterable[tuple[Score, float | None]]) -> float | None:
    """The score of an objective (0-1, one decimal): the mean of its scored key results (S24), by weight where all have one (S45).

    ``parts`` are scores, each with its weight or None. Guardrails and whatever has no score are left out; None where
    nothing is scored.
    """
    scored = [(one.score, weight) for one, weight in parts if one.score is not None]
    if not scored:
        return None
    if all(weight is not None and weight > 0 for _, weight in scored):
        total = math.fsum(weight for _, weight in scored if weight)
        return rounded(math.fsum(score * (weight or 0) for score, weight in scored) / total)
    return rounded(math.fsum(score for score, _ in scored) / len(scored))


def rounded(raw: float) -> float:
    """A share brought between 0 and 1, with one decimal, half up: 0.35 is 0.4."""
    return math.floor(min(max(raw, 0.0), 1.0) * 10 + 0.5 + _NOISE) / 10


def colour(score: float) -> Colour:
    """Red to 0.3, yellow to 0.6, green from 0.7, of a score with one decimal."""
    return "green" if score >= GREEN else "yellow" if score >= YELLOW else "red"

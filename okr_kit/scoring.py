"""What a key result, and an objective, come to at the end of a cycle.

The share of the way that was gone: (actual - baseline) / (target - baseline) (domain-facts 6.5, its source S47), also for
a number that is to fall. A company may count actual / target instead (course setting ``scoring.formula``): then a number
that has not moved has most of its points already. Scores have one decimal, rounded half up, before a colour is chosen.
This is the one place where such a score is worked out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal, NamedTuple

Formula = Literal["distance", "completion"]
FORMULAS: tuple[Formula, ...] = ("distance", "completion")
#: How a key result is reported: with a score; kept or broken (a line that is to be held); done or not (a milestone); held
#: true or not (what was tried out); not to be seen yet; or something is missing to say.
State = Literal["scored", "kept", "broken", "done", "undone", "validated", "invalidated", "deferred", "unknown"]
Colour = Literal["red", "yellow", "green", ""]
#: What keeps a key result from being scored: a number; whether it was held, done or true; or its numbers cannot be divided.
Missing = Literal["baseline", "target", "actual", "reached", "divide", ""]
#: What a score says of its key result: a promise kept or missed; a stretch that came far enough, or not far at all.
Meaning = Literal["reached", "missed", "sweet", "rethink", ""]
#: Types that try something out: what comes of them is an insight and no number.
TRIALS = frozenset(("baseline", "learning"))
#: From these scores on (one decimal) a score is yellow, green (S36, S48).
YELLOW, GREEN = 0.4, 0.7
LIMITS = (YELLOW, GREEN)
#: Where a stretch is well set (S12).
SWEET = (0.6, 0.7)
#: How far floating point may be off before it is rounded; how far two numbers may be apart, as a share, that are one.
_NOISE, _SAME = 1e-9, 1e-12
#: The largest share that is told apart: beyond it, a number was typed into the wrong field.
_MOST = 10**9


class Score(NamedTuple):
    """What one key result comes to.

    ``raw`` is as computed (below 0 and above 1 too), ``score`` 0-1 with one decimal; both None where there is no number to
    it. ``missing`` says what an unknown one lacks.
    """

    state: State
    raw: float | None = None
    score: float | None = None
    colour: Colour = ""
    missing: Missing = ""

    @property
    def beyond(self) -> float:
        """By how much it went beyond its target, as a share of the way; 0 where it did not."""
        return 0.0 if self.raw is None or self.raw <= 1 + _NOISE else self.raw - 1


def score_kr(
    baseline: float | None,
    target: float | None,
    actual: float | None,
    kind: str | None = None,
    *,
    formula: Formula = "distance",
    down: bool | None = None,
    reached: float | None = None,
    deferred: bool = False,
    limits: tuple[float, float] = LIMITS,
) -> Score:
    """The score of one key result, its numbers in one unit.

    ``kind`` is its type. A guardrail is kept or broken and never scored; a milestone is 0 or 1, or ``reached``, the part
    (0-1) that was agreed beforehand; what tries something out is validated or not (``reached`` 1 or 0) and has no number.
    ``down`` says that less is better where the numbers do not show it: of a guardrail, or where the target is where one
    started, which then is kept or broken. ``deferred``: its result cannot be seen yet. ``limits`` are the scores from
    which on it is yellow and green.
    """
    if deferred:
        return Score("deferred")
    baseline, target, actual, reached = (_finite(one) for one in (baseline, target, actual, reached))
    if kind in TRIALS:
        return _trial(reached)
    if kind == "milestone" and (reached is not None or target is None or actual is None):
        return _milestone(reached, limits)
    if target is None or actual is None:
        return Score("unknown", missing="target" if target is None else "actual")
    falling = down if down is not None else _falls(baseline, target)
    held = _holds(actual, target, falling=falling)
    if kind == "milestone":
        return _milestone(float(held), limits)
    if kind == "guardrail" or (baseline is not None and _same(baseline, target)):
        return Score("kept" if held else "broken")
    return _scored(baseline, target, actual, formula, limits)


def _trial(reached: float | None) -> Score:
    if reached is None:
        return Score("unknown", missing="reached")
    return Score("validated" if reached >= 1 - _NOISE else "invalidated")


def _milestone(reached: float | None, limits: tuple[float, float]) -> Score:
    if reached is None:
        return Score("unknown", missing="reached")
    score = rounded(reached)
    return Score("done" if reached >= 1 - _NOISE else "undone", reached, score, colour(score, limits))


def _scored(
    baseline: float | None, target: float, actual: float, formula: Formula, limits: tuple[float, float]
) -> Score:
    if formula == "distance" and baseline is None:
        return Score("unknown", missing="baseline")
    raw = _distance(baseline, target, actual) if formula == "distance" else _completion(baseline, target, actual)
    if raw is None:
        return Score("unknown", missing="divide")
    return Score("scored", raw, rounded(raw), colour(rounded(raw), limits))


def _distance(baseline: float | None, target: float, actual: float) -> float | None:
    """The share of the way from baseline to target that was gone (S47); None where there is no way."""
    if baseline is None:
        return None
    start = _exact(baseline)
    return _share(_exact(actual) - start, _exact(target) - start)


def _completion(baseline: float | None, target: float, actual: float) -> float | None:
    """Actual / target; target / actual where the number is to fall.

    None where that says nothing: of targets that are not above 0. A number that is to fall and has come to nothing has
    reached its target, by how much cannot be said: 1.
    """
    if not _falls(baseline, target):
        return _share(_exact(actual), _exact(target)) if target > 0 else None
    if actual <= 0:
        return 1.0 if target >= 0 else None
    return _share(_exact(target), _exact(actual)) if target > 0 else None


def _share(part: Fraction, whole: Fraction) -> float:
    """A share, worked out of numbers as they are written: 0.3 - 0.1 is 0.2 and nothing beside it."""
    return float(min(max(part / whole, Fraction(-_MOST)), Fraction(_MOST)))


def score_objective(parts: Iterable[tuple[Score, float | None]]) -> float | None:
    """The score of an objective (0-1, one decimal): the mean of its scored key results (S24), by weight where all have one (S45).

    ``parts`` are scores, each with its weight (0-1 or 0-100, all of them the same way) or None. Guardrails and whatever has
    no score are left out, their weight with them; None where nothing is scored.
    """
    scored = [(_exact(one.score), weight) for one, weight in parts if one.score is not None]
    weights = [_exact(weight) for _, weight in scored if weight is not None and math.isfinite(weight) and weight >= 0]
    if not scored:
        return None
    if len(weights) < len(scored) or not sum(weights):
        weights = [Fraction(1)] * len(scored)
    counted = sum((score * weight for (score, _), weight in zip(scored, weights, strict=True)), Fraction())
    return rounded(float(counted / sum(weights)))


def meaning(score: Score, kind: str | None) -> Meaning:
    """What a score says of a promise or of a stretch; nothing of other types, and of what has no score.

    A promise is kept at its target: 0.96 is shown as 1.0 and is missed (S44, S47). Of a stretch 0.6-0.7 is well set, below
    yellow the way is thought over again.
    """
    if score.raw is None or score.score is None:
        return ""
    if kind in ("committed", "milestone"):
        return "reached" if score.raw >= 1 - _NOISE else "missed"
    if kind == "aspirational" and SWEET[0] <= score.score <= SWEET[1]:
        return "sweet"
    return "rethink" if kind == "aspirational" and score.score < YELLOW else ""


def rounded(raw: float) -> float:
    """A share brought between 0 and 1, with one decimal, half up: 0.35 is 0.4."""
    return math.floor(min(max(raw, 0.0), 1.0) * 10 + 0.5 + _NOISE) / 10


def colour(score: float, limits: tuple[float, float] = LIMITS) -> Colour:
    """Red to 0.3, yellow to 0.6, green from 0.7, of a score with one decimal; or by the course's own limits."""
    yellow, green = limits
    return "green" if score >= green - _NOISE else "yellow" if score >= yellow - _NOISE else "red"


def _falls(baseline: float | None, target: float) -> bool:
    """Whether the number is to become less."""
    return baseline is not None and baseline > target and not _same(baseline, target)


def _holds(actual: float, target: float, *, falling: bool) -> bool:
    """Whether the target is reached, or a line held."""
    return _same(actual, target) or (actual < target if falling else actual > target)


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_SAME, abs_tol=_SAME)


def _finite(number: float | None) -> float | None:
    """A number, or None where there is none."""
    return number if number is not None and math.isfinite(number) else None


def _exact(number: float) -> Fraction:
    """A number as it is written: 0.1 is one tenth."""
    return Fraction(repr(float(number)))

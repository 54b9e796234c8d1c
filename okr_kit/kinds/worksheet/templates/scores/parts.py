"""The key results of a score sheet as they stand: what was agreed, what came of it, what that is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .....documents.scores import DOWN, part, shares
from .....scoring import TRIALS, Formula, Score, score_kr, score_objective
from ...work import Work, once

#: The list of key results, and the row of the objective.
LIST, O_ROW = "krs", "o"
#: Types in the order of the switches; those that have no way from a baseline to a target.
TYPES = ("committed", "aspirational", "guardrail", "milestone", "baseline")
PLAIN = ("milestone", *sorted(TRIALS))
#: What can be said of a milestone: done, not done, or a part that was agreed beforehand.
DONE: dict[str, float] = {"done": 1.0, "undone": 0.0}
#: What has to be typed of a key result and is not, or cannot be read; in the order in which it is asked for.
Lack = Literal[
    "text", "type", "target", "baseline", "line", "actual", "reached", "part", "held", "unread", "divide", ""
]


@dataclass(frozen=True)
class Scored:
    """One key result: what it is called, its type, what it comes to (by the course's formula), and by distance beside it.

    ``lack`` is what keeps it from being scored, ``numbers`` are baseline, target and actual in its unit.
    """

    id: str
    name: str
    text: str
    type: str
    unit: str
    numbers: tuple[float | None, float | None, float | None]
    score: Score
    distance: Score
    lack: Lack
    weight: float | None = None

    @property
    def counts(self) -> bool:
        """Whether its type has a place in the mean."""
        return self.type != "guardrail" and self.type not in TRIALS


@once
def key_results(work: Work) -> list[Scored]:
    """All rows, in order, the blank ones too."""
    names = work.rows(LIST)
    weights = shares(work.text(name, "weight") for name in names)
    return [_one(work, name, n, weight) for n, (name, weight) in enumerate(zip(names, weights, strict=True), 1)]


def _one(work: Work, name: str, n: int, weight: float | None) -> Scored:
    kind, unit = work.text(name, "type"), work.text(name, "unit")
    numbers = (
        work.amount(name, "baseline", unit),
        work.amount(name, "target", unit),
        work.amount(name, "actual", unit),
    )
    line = work.text(name, "line")
    score, distance = (
        score_kr(
            *numbers,
            kind or None,
            formula=formula,
            down=DOWN.get(line),
            reached=_reached(work, name),
            deferred=bool(work.text(name, "later")),
            limits=work.ctx.policy.scoring_limits,
        )
        for formula in _formulas(work)
    )
    lack = _lack(work, name, kind, score, numbers)
    text = work.text(name, "text")
    return Scored(name, work.say("kr-n", n=n), text, kind, unit, numbers, score, distance, lack, weight)


def _formulas(work: Work) -> tuple[Formula, Formula]:
    return (work.ctx.policy.scoring_formula, "distance")


def _reached(work: Work, name: str) -> float | None:
    """What was said of a milestone or a trial: 1, 0, or the part that was agreed."""
    said = work.text(name, "reached")
    if said != "part":
        return DONE.get(said)
    return part(work.text(name, "part"))


def on_a_line(work: Work, name: str) -> bool:
    """Whether a row says nothing of the way that it goes: a guardrail, or a target where one started."""
    unit, kind = work.text(name, "unit"), work.text(name, "type")
    baseline, target = (work.amount(name, one, unit) for one in ("baseline", "target"))
    return kind == "guardrail" or (kind not in PLAIN and baseline is not None and baseline == target)


def _lack(work: Work, name: str, kind: str, score: Score, numbers: tuple[float | None, ...]) -> Lack:
    """The first thing that is missing."""
    if score.state == "deferred":
        return ""
    typed = [work.text(name, one) for one in ("baseline", "target", "actual")]
    if kind not in PLAIN and any(text and one is None for text, one in zip(typed, numbers, strict=True)):
        return "unread"
    if score.state == "unknown" and score.missing == "reached":
        return "held" if kind in TRIALS else "part" if work.text(name, "reached") == "part" else "reached"
    if score.state == "unknown":
        return score.missing
    return "line" if on_a_line(work, name) and not work.text(name, "line") else ""


@once
def objective(work: Work) -> float | None:
    """The score of the O; None while nothing is scored."""
    return score_objective((one.score, one.weight) for one in ready(work))


def ready(work: Work) -> list[Scored]:
    """The key results that have a score."""
    return [one for one in key_results(work) if one.score.score is not None and not one.lack]

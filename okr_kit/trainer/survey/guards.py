"""Whose pages give minutes, and whose do not: what a class cannot do yet is not made shorter to pay for something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .analysis import Analysis
from .decisions import LOW
from .questions import Questionnaire
from .small import LEAST

#: In percent: below this share of right answers in the first test, or of OKRs handed in that can be used as they are, the
#: unit's pages give nothing.
KNOWN, USABLE = 50, 50
#: The unit in which an O and a KR are written.
WRITING = 2
#: How readily a unit gives that nobody rated.
UNRATED = 4.0


def guards(found: Analysis, asked: Questionnaire, say: Callable[..., str]) -> dict[int, tuple[str, ...]]:
    """The units that give nothing, each with the reasons in words; without numbers, which may be of few."""
    reasons: dict[int, list[str]] = {}
    for mean in found.means:
        if mean.mean is not None and mean.mean < LOW:
            words = say("before.guard-rated", words=mean.words, mean=f"{mean.mean:.1f}")
            reasons.setdefault(int(asked.questions[mean.id].row["unit"]), []).append(words)
    for unit, (count, of) in _known(found, asked).items():
        if of >= LEAST and 100 * count < KNOWN * of:
            reasons.setdefault(unit, []).append(say("before.guard-known"))
    for kind, one in found.statements.items():
        if one.judged >= LEAST and 100 * one.good < USABLE * one.judged:
            reasons.setdefault(WRITING, []).append(say("before.guard-own", what=say(f"before.{kind}")))
    return {unit: tuple(reasons[unit]) for unit in sorted(reasons)}


def _known(found: Analysis, asked: Questionnaire) -> dict[int, tuple[int, int]]:
    """The right answers to all questions of a unit together, of how many."""
    sums: dict[int, tuple[int, int]] = {}
    for one in found.right:
        unit = int(asked.questions[one.id].row["unit"])
        count, of = sums.get(unit, (0, 0))
        sums[unit] = count + one.count, of + one.of
    return sums


def ease(found: Analysis, units: Mapping[str, int], asked: Questionnaire) -> dict[str, float]:
    """How readily a row gives minutes: the mean self-rating of its unit; :data:`UNRATED` for units that nobody rated."""
    rated: dict[int, list[float]] = {}
    for mean in found.means:
        if mean.mean is not None:
            rated.setdefault(int(asked.questions[mean.id].row["unit"]), []).append(mean.mean)
    return {row: sum(rated[unit]) / len(rated[unit]) if unit in rated else UNRATED for row, unit in units.items()}

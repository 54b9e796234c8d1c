"""What the key results of an OKR came to, where it is known how far they got."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..quantity import entered, parse
from ..scoring import TRIALS, Formula, Score, score_kr, score_objective
from .okr import written

if TYPE_CHECKING:
    from ..lang import Language

#: Whether less is better, as the learner said it (``direction``).
DOWN = {"down": True, "most": True, "up": False, "least": False}
#: Types that have no way from a baseline to a target: what is said of them stands in place of a number.
_PLAIN = ("milestone", *TRIALS)


def scores(language: Language, doc: Mapping[str, Any], formula: Formula) -> dict[str, Score]:
    """The score of each key result that says what came of it, by part id; ``formula`` is the course's."""
    rows = (row for row in written(doc) if str(row.get("actual") or "").strip())
    return {str(row["id"]): _score(language, row, formula) for row in rows}


def of_objective(language: Language, doc: Mapping[str, Any], formula: Formula) -> float | None:
    """The score of the objective; None while a key result that has a place in its mean is still open."""
    found = scores(language, doc, formula)
    rows = [row for row in written(doc) if row.get("type") != "guardrail" and row.get("type") not in TRIALS]
    known = [(found.get(str(row["id"]), Score("unknown")), row) for row in rows]
    if any(score.state == "unknown" for score, _ in known):
        return None
    weights = shares(row.get("weight") for _, row in known)
    return score_objective((score, weight) for (score, _), weight in zip(known, weights, strict=True))


def shares(typed: Iterable[object]) -> list[float | None]:
    """Weights as they were typed: 30, 30% and 0.3 are the same; where one is above 1, plain ones are percents. None where there is none."""
    read = [parse(one) for one in typed]
    found = [one if one and one.high is None and one.value >= 0 else None for one in read]
    points = any(one.value > 1 for one in found if one and one.unit != "%")
    return [(one.value / 100 if one.unit == "%" or points else one.value) if one else None for one in found]


def part(typed: object) -> float | None:
    """The part of a milestone that was agreed beforehand (0-1): 0.5, 50% and 50 are the same; None where it is none."""
    found = parse(typed)
    if found is None or found.high is not None:
        return None
    share = found.value / 100 if found.unit == "%" or found.value > 1 else found.value
    return share if 0 <= share <= 1 else None


def _score(language: Language, row: Mapping[str, Any], formula: Formula) -> Score:
    """One key result, its numbers in one unit; what cannot be read or compared has no score."""
    kind, said = str(row.get("type") or ""), str(row["actual"]).strip()
    if said.startswith(language.messages["scores.until"].partition("{")[0]):
        return Score("deferred")
    target = parse(row.get("target"))
    unit = str(row.get("unit") or "") or (target.unit if target else "")
    first, last, now = (entered(row.get(name), unit) for name in ("baseline", "target", "actual"))
    if kind not in _PLAIN and (now is None or (row.get("baseline") and first is None)):
        return Score("unknown")
    return score_kr(
        first,
        last,
        now,
        kind or None,
        formula=formula,
        down=DOWN.get(str(row.get("direction"))),
        reached=_reached(language, said) if kind in _PLAIN else None,
    )


def _reached(language: Language, said: str) -> float | None:
    """What was said of a milestone or a trial: 1, 0, or the part that was agreed beforehand."""
    for word, share in (("done", 1.0), ("undone", 0.0)):
        if said in (language.say(f"scores.milestone-{word}"), language.say(f"scores.trial-{word}")):
            return share
    return part(said)

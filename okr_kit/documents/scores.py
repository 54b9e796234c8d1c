"""What the key results of an OKR came to, where it is known how far they got."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..quantity import Quantity, convert, in_unit, parse
from ..scoring import Formula, Score, score_kr, score_objective
from .okr import written

#: Whether less is better, as the learner said it.
_DOWN = {"down": True, "most": True, "up": False, "least": False}


def scores(doc: Mapping[str, Any], formula: Formula) -> dict[str, Score]:
    """The score of each key result that says what it got to, by part id; numbers in the unit of the target."""
    return {str(row["id"]): _score(row, formula) for row in written(doc) if str(row.get("actual") or "").strip()}


def of_objective(doc: Mapping[str, Any], formula: Formula) -> float | None:
    """The score of the objective; None while a key result that counts has none."""
    found = scores(doc, formula)
    rows = [row for row in written(doc) if row.get("type") != "guardrail"]
    if any(str(row["id"]) not in found for row in rows):
        return None
    weights = {str(row["id"]): parse(row.get("weight")) for row in rows}
    return score_objective((found[name], weight.value if weight else None) for name, weight in weights.items())


def _score(row: Mapping[str, Any], formula: Formula) -> Score:
    """One key result; what is stated in units that cannot be compared has no score."""
    typed = {name: in_unit(row.get(name), str(row.get("unit") or "")) for name in ("baseline", "target", "actual")}
    found = {name: _in_one_unit(number, typed["target"]) for name, number in typed.items()}
    if any(found[name] is None for name, number in typed.items() if number):
        return Score("unknown")
    return score_kr(
        found["baseline"],
        found["target"],
        found["actual"],
        str(row.get("type") or "") or None,
        formula=formula,
        down=_DOWN.get(str(row.get("direction"))),
    )


def _in_one_unit(number: Quantity | None, target: Quantity | None) -> float | None:
    """A number in the unit of the target; None where there is none, or it counts something else."""
    return convert(number, target.unit, near=target.value) if number and target else None

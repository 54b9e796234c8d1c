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
    kind, down = str(row.get("type") or "") or None, _DOWN.get(str(row.get("direction")))
    target = _number(row, "target")
    unit, near = (target.unit, target.value) if target else ("", None)
    found = []
    for name in ("baseline", "target", "actual"):
        typed = _number(row, name)
        value = convert(typed, unit, near=near) if typed else None
        if typed and value is None:
            return Score("unknown")
        found.append(value)
    return score_kr(*found, kind, formula=formula, down=down)


def _number(row: Mapping[str, Any], name: str) -> Quantity | None:
    """What was typed, in its own unit or that of its row."""
    return in_unit(row.get(name), str(row.get("unit") or ""))

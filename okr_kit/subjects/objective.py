"""One objective: a sentence, the cycle it belongs to, the superior's objective."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import Objective
from ..rules import ObjectiveView, objective, second
from ..text import Readings
from .base import Subject
from .fields import statement, word


def _view(noun: Objective, views: Mapping[str, object], readings: Readings) -> ObjectiveView:
    del views
    return ObjectiveView(noun, readings)


def human(noun: Objective) -> tuple[str, ...]:
    """Value, ambition and influence; and the link to the superior's O, where there is one."""
    return ("O-LOWVALUE", "O-TIMID", "O-UNCONTROL", *(("O-NOLINK",) if noun.parent else ()))


OBJECTIVE = Subject(
    "objective",
    Objective,
    fields=(statement("text"), word("cycle"), word("parent")),
    view=_view,
    rules=objective.RULES,
    human=human,
    doubt=second.of_objective,
)

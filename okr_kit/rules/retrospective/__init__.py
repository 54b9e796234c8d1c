"""Rules over a retrospective: whether it is written so that somebody can learn from it. Depth is for people to judge."""

from __future__ import annotations

from ..base import Rule
from . import actions, causes, missing, whole, yardsticks
from .measures import form_score, measures
from .view import RetrospectiveView

#: In the order in which their findings are read.
RULES: tuple[Rule, ...] = (*missing.RULES, *yardsticks.RULES, *causes.RULES, *whole.RULES, *actions.RULES)

__all__ = ["RULES", "RetrospectiveView", "form_score", "measures"]

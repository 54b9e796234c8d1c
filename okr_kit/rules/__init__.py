"""All rules, by the subject they are for. To add one: a check and its line in ``RULES`` of its family, and a card."""

from __future__ import annotations

from . import cascade, key_result, objective, okr_set, report, retrospective, strategy, value_tree
from .base import Cause, Hit, Rule
from .views import KeyResultView, ObjectiveView, SetView, StrategyView

#: Every rule, in the order in which findings are read.
RULES: tuple[Rule, ...] = (
    *objective.RULES,
    *key_result.RULES,
    *okr_set.RULES,
    *strategy.RULES,
    *cascade.RULES,
    *value_tree.RULES,
    *retrospective.RULES,
    *report.RULES,
)

__all__ = ["RULES", "Cause", "Hit", "KeyResultView", "ObjectiveView", "Rule", "SetView", "StrategyView"]

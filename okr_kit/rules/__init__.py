"""All rules, in the order in which their findings are read. To add one: a check in its family, a line here, a card."""

from __future__ import annotations

from . import key_result, objective, okr_set
from .base import Hit, Rule
from .views import KeyResultView, ObjectiveView, SetView, caused

RULES: tuple[Rule, ...] = (
    # one objective
    Rule("O-METRIC", "objective", "error", objective.has_number),
    Rule("O-BAU", "objective", "error", caused("O-BAU")),
    Rule("O-MULTI", "objective", "error", caused("O-MULTI")),
    Rule("O-SOLUTION", "objective", "error", caused("O-SOLUTION")),
    Rule("O-TASK", "objective", "error", caused("O-TASK")),
    Rule("O-VAGUE", "objective", "error", caused("O-VAGUE")),
    Rule("O-JARGON", "objective", "warn", objective.jargon),
    Rule("O-COPY", "objective", "error", objective.copies_parent),
    Rule("O-NOLINK", "objective", "warn", objective.no_link),
    # one key result
    Rule("K-BAU", "key_result", "error", caused("K-BAU")),
    Rule("K-ACTIVITY", "key_result", "error", caused("K-ACTIVITY")),
    Rule("K-BINARY", "key_result", "error", key_result.milestone),
    Rule("K-HOWONLY", "key_result", "error", caused("K-HOWONLY")),
    Rule("K-SUBJ", "key_result", "error", caused("K-SUBJ")),
    Rule("K-MULTI", "key_result", "error", caused("K-MULTI")),
    Rule("K-NOTARGET", "key_result", "error", caused("K-NOTARGET")),
    Rule("K-NOMETRIC", "key_result", "error", caused("K-NOMETRIC")),
    Rule("K-DIRECTION", "key_result", "error", key_result.against_direction),
    Rule("K-EASY", "key_result", "warn", key_result.easy),
    Rule("K-VANITY", "key_result", "warn", key_result.vanity),
    Rule("K-AMBIG", "key_result", "warn", key_result.ambiguous),
    Rule("K-NOBASE", "key_result", "warn", key_result.no_baseline),
    Rule("K-PCTONLY", "key_result", "warn", key_result.only_percent),
    Rule("K-NOSUPPORT", "key_result", "warn", key_result.no_support),
    Rule("K-NOTIME", "key_result", "warn", key_result.no_time),
    # an objective with its key results
    Rule("K-DUP", "okr_set", "error", okr_set.same_twice),
    Rule("K-ENDLOAD", "okr_set", "warn", okr_set.all_at_the_end),
    Rule("S-COUNT", "okr_set", "error", okr_set.count),
    Rule("S-WEIGHT", "okr_set", "error", okr_set.weights),
    Rule("S-TOOMANYO", "okr_set", "warn", okr_set.too_many),
    Rule("S-NOGUARD", "okr_set", "warn", okr_set.no_guard),
    Rule("S-ALLLAG", "okr_set", "warn", okr_set.all_lagging),
    Rule("S-TYPE", "okr_set", "info", okr_set.unmarked),
)

# What rules cannot judge and people should, by subject.
HUMAN: dict[str, tuple[str, ...]] = {
    "objective": ("O-LOWVALUE", "O-TIMID", "O-UNCONTROL"),
    "key_result": ("K-IMPOSSIBLE", "K-NOCONTROL"),
    "okr_set": ("O-LOWVALUE", "O-TIMID", "O-UNCONTROL", "K-IMPOSSIBLE", "K-NOCONTROL", "S-INSUFF"),
}
UNSUPPORTED = "language-unsupported"

__all__ = ["HUMAN", "RULES", "UNSUPPORTED", "Hit", "KeyResultView", "ObjectiveView", "Rule", "SetView"]

"""Rules over a report: whether who reads it learns how far the key results have come, and where help is wanted."""

from __future__ import annotations

from ..base import Rule
from .form import empty, long, vague_plan
from .progress import no_confidence, no_number, task_report
from .view import ReportView

#: In the order in which their findings are read.
RULES: tuple[Rule, ...] = (
    Rule("F-TASKREPORT", "error", task_report, others=("warn",)),
    Rule("F-EMPTY", "error", empty, others=("warn",)),
    Rule("F-NONUMBER", "error", no_number),
    Rule("F-NOCONF", "warn", no_confidence),
    Rule("F-LONG", "warn", long),
    Rule("F-VAGUEPLAN", "info", vague_plan),
)

__all__ = ["RULES", "ReportView"]

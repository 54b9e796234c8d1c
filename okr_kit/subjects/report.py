"""A report: daily, weekly, bimonthly or quarterly, against the key results of who wrote it.

Its score is what a reader can rely on: 100 less what each error (no number, no key result, half of it blank) and each warning
costs, as of every statement; questions cost nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import WorkReport
from ..rules import report
from ..rules.report import ReportView
from ..text import Readings
from .base import Subject
from .fields import word
from .reviewed import long_text, reviewed


def _view(noun: WorkReport, views: Mapping[str, Any], readings: Readings) -> ReportView:
    del views
    return ReportView(noun, readings)


def human(noun: WorkReport) -> tuple[str, ...]:
    """Nothing that rules leave to people."""
    del noun
    return ()


def left(view: ReportView) -> Mapping[str, str]:
    """Of a long text only the beginning is judged."""
    return {} if view.outline.whole else {"text": "later"}


REPORT = Subject(
    "report",
    WorkReport,
    fields=(long_text("text", needed=True), word("period"), reviewed("key_results")),
    view=_view,
    rules=report.RULES,
    human=human,
    left=left,
)

"""Rules over a report: whether who reads it learns how far the key results have come, and where help is wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..model import WorkReport
from ..text import Reading, Readings
from .base import Rule


@dataclass(frozen=True)
class ReportView:
    """A report with the readings of this call."""

    subject: WorkReport
    readings: Readings

    @property
    def reading(self) -> Reading:
        """Its beginning; a whole report is not read as one sentence."""
        return replace(self.readings.read(self.subject.text[:200]), unread="")


#: In the order in which their findings are read.
RULES: tuple[Rule, ...] = ()

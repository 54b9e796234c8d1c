"""What rules look at in a report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ...model import ReviewedKeyResult, WorkReport
from ...outline import Outline, Wording
from ...text import Reading, Readings


@dataclass(frozen=True)
class ReportView:
    """A report with what was read off it in this call."""

    subject: WorkReport
    readings: Readings

    @cached_property
    def outline(self) -> Outline:
        """Its headings, sentences and numbers."""
        return self.readings.report(self.subject.text)

    @cached_property
    def reading(self) -> Reading:
        """The text for spans, and why it cannot be judged; a whole report is not read as one sentence."""
        found = self.outline
        return Reading(found.raw, found.folded, (), (), (), (), (), unread=found.unread)

    @property
    def period(self) -> str:
        """Daily, weekly, bimonthly or quarterly: as given, else as the text says it; empty where neither does."""
        return self.subject.period or self.outline.period

    @cached_property
    def key_results(self) -> tuple[ReviewedKeyResult, ...]:
        """Those of the writer's key results that have words."""
        return tuple(one for one in self.subject.key_results if one.text.strip())

    @cached_property
    def wordings(self) -> tuple[Wording, ...]:
        """By which words one speaks of each of them."""
        return tuple(self.readings.wording(one.text) for one in self.key_results)

"""What rules look at in a retrospective."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...model import Retrospective
from ...text import Reading, Readings


@dataclass(frozen=True)
class RetrospectiveView:
    """A retrospective with the readings of this call."""

    subject: Retrospective
    readings: Readings

    @property
    def reading(self) -> Reading:
        """Its beginning; a whole text is not read as one sentence."""
        return replace(self.readings.read((self.subject.text or "")[:200]), unread="")

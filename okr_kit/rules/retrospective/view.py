"""What rules look at in a retrospective."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from ...fold import fold
from ...model import Retrospective, Span
from ...recount import STEPS, Recount, Saying
from ...text import JUDGED, Reading, Readings
from ..base import Hit

NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class RetrospectiveView:
    """A retrospective with the readings of this call."""

    subject: Retrospective
    readings: Readings

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """What is judged: the steps that say something, or the text; no more than :data:`JUDGED` characters of it."""
        steps, left = self.subject.steps, JUDGED
        given = {step: getattr(steps, step) or "" for step in STEPS} if steps else {}
        whole = {step: said for step, said in given.items() if said.strip()}
        if self.subject.text and self.subject.text.strip():
            whole["text"] = self.subject.text
        found = {}
        for where, said in whole.items():
            if left > 0:
                found[where] = said[:left]
            left -= len(said)
        return found

    @cached_property
    def beyond(self) -> bool:
        """Whether there is more than is judged."""
        steps = self.subject.steps
        whole = [getattr(steps, step) or "" for step in STEPS] if steps else []
        return sum(map(len, [*whole, self.subject.text or ""])) > JUDGED

    @property
    def stepped(self) -> bool:
        """Whether it came step by step: then a blank step is certainly missing."""
        return self.subject.steps is not None

    @cached_property
    def recount(self) -> Recount:
        """What it says."""
        return self.readings.recount(self.texts, self.subject.actions)

    @cached_property
    def previous(self) -> Recount | None:
        """What the one before it says."""
        before = self.subject.previous
        return RetrospectiveView(before, self.readings).recount if before else None

    @cached_property
    def reading(self) -> Reading:
        """The whole text with the reason why it cannot be judged; it is never read as one sentence."""
        text = self.texts.get("text", "")
        return replace(self.readings.read(text[:40]), raw=text, folded=fold(text), unread=self.recount.unread)

    def quote(self, where: str, span: Span | None) -> str:
        """The words that stand there, as written."""
        return self.texts[where][slice(*span)].strip(" \t\n,，。；;、：:|") if span and where in self.texts else ""

    def hit(self, where: str, span: Span | None, values: Mapping[str, object] = NOTHING) -> Hit:
        """A hit on a stretch of a step, or of the text, with its words."""
        return Hit(span, {"words": self.quote(where, span), **values}, where=where)

    def at(self, step: str) -> str:
        """Where something stands that is missing in a step."""
        return step if self.stepped else "text"

    def on(self, saying: Saying, span: Span | None = None, values: Mapping[str, object] = NOTHING) -> Hit:
        """A hit on a saying, or on a part of it."""
        return self.hit(saying.where, span or saying.span, values)

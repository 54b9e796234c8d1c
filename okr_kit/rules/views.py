"""What rules look at: a subject with its reading, its evidence and its main defect, each worked out once.

The reading is made with the view, since whoever asks for a view asks whether it could be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from ..model import KeyResult, Objective, OkrSet, Strategy
from ..text import Reading, Readings
from . import key_result_cause, objective_cause
from .base import Cause
from .evidence import Evidence, weigh
from .given import completed


@dataclass(eq=False)
class ObjectiveView:
    """One objective with its ``reading``; ``parent`` is read when a rule asks for it."""

    subject: Objective
    readings: Readings
    reading: Reading = field(init=False)

    def __post_init__(self) -> None:
        """Read the objective's own sentence."""
        self.reading = self.readings.read(self.subject.text)

    @cached_property
    def parent(self) -> Reading | None:
        """The superior's objective, if known."""
        return self.readings.read(self.subject.parent) if self.subject.parent else None

    @cached_property
    def cause(self) -> Cause | None:
        """The main defect, decided once for all rules that name one."""
        return objective_cause.main_cause(self.reading)


@dataclass(eq=False)
class KeyResultView:
    """One key result with its ``reading``, the numbers given beside it among it, and what it offers as proof."""

    subject: KeyResult
    readings: Readings
    reading: Reading = field(init=False)

    def __post_init__(self) -> None:
        """Read the key result's own sentence, with the numbers given beside it."""
        self.reading = completed(self.readings.read(self.subject.text), self.subject, self.readings)

    @cached_property
    def objective(self) -> Reading | None:
        """The objective above, if known."""
        return self.readings.read(self.subject.objective) if self.subject.objective else None

    @cached_property
    def evidence(self) -> Evidence:
        """Which numbers and events prove an effect, and which only count work."""
        return weigh(self.reading)

    @property
    def guards(self) -> bool:
        """Whether it is a guardrail: marked as one, or called one in its sentence."""
        return self.subject.type == "guardrail" or self.reading.marks("guardrail") is not None

    @cached_property
    def measure(self) -> str:
        """The words before the first number, without dates and helper words."""
        numbers = self.reading.numbers
        head = self.reading.folded[: numbers[0].span[0]] if numbers else ""
        for word in dict.fromkeys(date.word for date in self.reading.dates):
            head = head.replace(word, "")
        return self.reading.patterns["helpers"].sub("", head)

    @cached_property
    def cause(self) -> Cause | None:
        """The main defect, decided once for all rules that name one."""
        given = self.subject
        started = given.baseline is not None and given.target is None
        return key_result_cause.main_cause(self.reading, self.evidence, only_baseline=started)


@dataclass(frozen=True)
class StrategyView:
    """One strategy with its reading."""

    subject: Strategy
    readings: Readings

    @cached_property
    def reading(self) -> Reading:
        """The strategy's own sentence."""
        return self.readings.read(self.subject.text)


@dataclass(frozen=True)
class SetView:
    """One objective with its key results, each as a view of its own; ``places`` says where each key result stands."""

    subject: OkrSet
    objective: ObjectiveView
    key_results: tuple[KeyResultView, ...]
    places: tuple[str, ...]

    @cached_property
    def read(self) -> tuple[KeyResultView, ...]:
        """The key results that could be read: what a rule says of all of them is said of these."""
        return tuple(kr for kr in self.key_results if not kr.reading.unread)

    @property
    def reading(self) -> Reading:
        """A set is in the language of its objective."""
        return self.objective.reading

"""What the class is doing now, as far as one exercise is concerned: kinds read it, :mod:`okr_kit.lesson` decides it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

#: ``free`` nobody leads, everything is open; ``waiting`` the trainer has not opened it yet; ``now`` it is what the class
#: does; ``over`` the class has gone on, so that it can be caught up with.
Standing = Literal["free", "waiting", "now", "over"]
#: People answer; nothing is taken any more (and the item in hand, if any, is talked about); people vote once more on the
#: item in hand; the votes are on the stage; so is the key. Each of them can be skipped.
Phase = Literal["task", "closed", "again", "spread", "answer"]
PHASES: tuple[Phase, ...] = ("task", "closed", "again", "spread", "answer")
#: In ``Live.keyed``: the key of every item has been shown.
ALL = "*"
#: How long after its step an answer that was picked and not sent is still handed in, in milliseconds.
KEPT = 8_000


class Passed(NamedTuple):
    """A step that has ended: when (milliseconds since 1970), and what it was."""

    at: int
    step: Live


@dataclass(frozen=True, slots=True)
class Live:
    """The class's step for one exercise; as it is by default nobody leads, everything is open and shows its key.

    ``item`` is the item in hand: under the class's pace the one that is shown, else the one that is talked about; empty
    where the phase is that of the whole exercise. ``side`` says whether people answer alone or with their table.
    ``until`` is when the clock ends (milliseconds since 1970, 0 without a clock), ``left`` what a clock that stands still
    has left (milliseconds). ``keyed`` are the items whose key the class has seen, ``accepted`` the answers by item that
    the trainer takes as right here. ``stamp`` grows with every step: what was done on an earlier one may have passed.
    ``passed`` are the last steps before this one, by stamp. ``dealt`` is what the trainer has handed out on the way.
    """

    standing: Standing = "free"
    pace: Literal["self", "class"] = "self"
    side: Literal["own", "table"] = "own"
    item: str = ""
    phase: Phase = "task"
    until: int = 0
    left: int = 0
    keyed: frozenset[str] = frozenset()
    accepted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stamp: int = 0
    passed: Mapping[int, Passed] = field(default_factory=dict)
    dealt: frozenset[str] = frozenset()

    @property
    def silent(self) -> bool:
        """Whether answers are only noted down: the class does it now, keys wait until they are shown to all."""
        return self.standing == "now"

    @property
    def withholds(self) -> bool:
        """Whether the class is not to see the whole key yet: what prints it, such as the book, leaves it out."""
        return self.standing == "waiting" or (self.silent and ALL not in self.keyed)

    def keys(self, item: str) -> bool:
        """Whether the class has seen the key of an item."""
        return ALL in self.keyed or item in self.keyed

    def takes(self, item: str, *, table: bool = False) -> bool:
        """Whether an answer to an item is taken now, of a learner alone or of a ``table``."""
        if self.standing != "now":
            return self.standing != "waiting"
        if self.phase == "again":
            return item == self.item and not table
        here = self.pace == "self" or not self.item or item == self.item
        return self.phase == "task" and here and table == (self.side == "table") and not self.keys(item)

    def round(self, item: str) -> int:
        """Which vote on an item is asked for: 1, or 2 once it has been talked about."""
        return 2 if self.silent and self.phase == "again" and item == self.item else 1

    def collects(self, stamp: int, at: int) -> Live | None:
        """The step of that stamp, if what was picked on it and never sent may still be handed in, at a moment.

        It took answers, and goes on or ended a moment ago, also by a clock that was set meanwhile.
        """
        ended = self.passed.get(stamp)
        if stamp == self.stamp:
            step: Live | None = self
        else:
            step = ended.step if ended is not None and abs(at - ended.at) <= KEPT else None
        open_ = step is not None and (step.standing in ("free", "over") or step.phase in ("task", "again"))
        return step if open_ and self.standing != "waiting" else None

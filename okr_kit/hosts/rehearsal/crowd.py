"""All simulated learners of a rehearsal, as one group of tasks beside the server."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from .learner import Learner
from .line import Line
from .phone import Phone, Refusal

if TYPE_CHECKING:
    from ..classroom.room import Room

log = logging.getLogger("okr_kit")

#: How many learners sit at a table, and how many tables a rehearsal has at most.
AT_A_TABLE, TABLES = 5, 12
#: All have come in after so many seconds; who fell over comes back after some.
ARRIVE, BACK = 12.0, 5.0
#: Seconds at the end in which the server sees that they have hung up.
SETTLE = 0.2
#: How many refusals and faults are remembered.
KEPT = 500


def tables(learners: int) -> int:
    """How many tables so many learners sit at."""
    return max(1, min(TABLES, round(learners / AT_A_TABLE)))


@dataclass
class Crowd:
    """``size`` learners of a room that is served at that address; ``pace`` divides all their times.

    ``refused`` are the answers that were not a yes, ``faults`` what went wrong in somebody: neither ends the rehearsal.
    """

    room: Room
    size: int
    host: str
    port: int
    seed: str = "rehearsal"
    pace: float = 1.0
    refused: deque[Refusal] = field(default_factory=lambda: deque(maxlen=KEPT))
    faults: deque[BaseException] = field(default_factory=lambda: deque(maxlen=KEPT))
    learners: list[Learner] = field(default_factory=list)

    async def live(self) -> None:
        """Let them come in one after the other and take part, until this is cancelled."""
        self.learners = [self._learner(number) for number in range(self.size)]
        try:
            async with asyncio.TaskGroup() as everybody:
                for number, one in enumerate(self.learners):
                    everybody.create_task(self._stay(one, number * ARRIVE / self.size / self.pace))
        finally:
            await asyncio.gather(*(one.phone.close() for one in self.learners))
            await asyncio.sleep(SETTLE)

    def _learner(self, number: int) -> Learner:
        say = self.room.content.language.say
        names = say("rehearsal.names").split()
        nickname = say("rehearsal.learner", number=f"{number + 1:02}", name=names[number % len(names)])
        line, hanging = (Line(self.host, self.port) for _ in range(2))
        phone = Phone(line, hanging, self.refused.append, f"s{number}")
        rng = Random(f"{self.seed}/{number}")  # noqa: S311 - chance that can be had again
        return Learner(self.room, phone, nickname, number % self.room.klass.groups + 1, rng, self.pace, self.scribe)

    async def _stay(self, one: Learner, wait: float) -> None:
        """One learner, who comes back after whatever goes wrong: the others go on."""
        await asyncio.sleep(wait)
        while True:
            try:
                await one.live()
            except Exception as error:  # no fault of one learner ends the rehearsal; tests look at them
                self.faults.append(error)
                log.debug("simulated learner %s", one.nickname, exc_info=True)
                await asyncio.sleep(BACK / self.pace)
            else:
                return  # the trainer has removed him

    def scribe(self, group: int) -> Learner | None:
        """Who of them takes a table's record: the first who sits there."""
        return next((one for one in self.learners if one.person is not None and one.person.group_no == group), None)

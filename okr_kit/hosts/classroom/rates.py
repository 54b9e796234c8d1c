"""How often something may be done: budgets that refill, and a line in which too many wait instead of being turned away.

Time is a monotonic clock in seconds: a computer whose date is set back locks nobody out.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

Clock = Callable[[], float]


class Rate(NamedTuple):
    """``burst`` at once, then ``per_second``."""

    burst: int
    per_second: float


class Budgets:
    """A budget of one rate for each key. A key that has been quiet is forgotten when there are many."""

    MOST_KEYS = 5000

    def __init__(self, rate: Rate, clock: Clock = time.monotonic) -> None:
        """Every key begins with the whole burst."""
        self.rate, self.clock = rate, clock
        self._used: dict[Hashable, tuple[float, float]] = {}

    def used(self, key: Hashable, now: float | None = None) -> float:
        """How much of the burst is used up at a moment of the clock, else now."""
        used, since = self._used.get(key, (0.0, 0.0))
        return max(0.0, used - ((self.clock() if now is None else now) - since) * self.rate.per_second)

    def wait(self, key: Hashable, now: float | None = None) -> float:
        """Seconds until this key has one again; 0 if it has one."""
        return max(0.0, self.used(key, now) + 1 - self.rate.burst) / self.rate.per_second

    def take(self, key: Hashable, number: float = 1) -> None:
        """Use some up; a negative number gives back."""
        now = self.clock()
        if len(self._used) >= self.MOST_KEYS and key not in self._used:
            self._forget()
        self._used[key] = (max(0.0, self.used(key) + number), now)

    def allows(self, key: Hashable) -> bool:
        """Use up one if there is one."""
        if self.wait(key):
            return False
        self.take(key)
        return True

    def clear(self) -> None:
        """Everybody has everything again."""
        self._used.clear()

    def _forget(self) -> None:
        """Drop who has refilled; among many that have not, the ones that came first."""
        for key in [key for key in self._used if not self.used(key)]:
            del self._used[key]
        for key in list(self._used)[: len(self._used) - self.MOST_KEYS * 3 // 4]:
            del self._used[key]


class Source(NamedTuple):
    """Where something comes from: an address, and the device if it has a cookie that we gave it (else empty).

    ``proved``: it had the QR code or the class code once, so it is in the room and not somebody who guesses his way in.
    """

    address: str
    device: str = ""
    proved: bool = False


@dataclass(eq=False)
class _Waiting:
    """Somebody in the line."""

    source: Source
    number: int
    turn: asyncio.Future[bool] = field(repr=False)


class Gate:
    """What comes too fast waits for its turn, in an order: proved devices, then who has used up least, then who came first.

    One turn costs one of the device's, one of the address's and one of everybody's budget. Whoever turns out to be
    right gives it back. A device counts by itself only with a cookie of ours; without one it counts as its address.
    """

    #: How many of one address, and of all, may wait; beyond, who has used up most is told to come again.
    WAITING, WAITING_IN_ALL = 64, 400

    def __init__(self, device: Rate, address: Rate, everybody: Rate, clock: Clock = time.monotonic) -> None:
        """Nobody has used up anything."""
        self.devices, self.addresses = Budgets(device, clock), Budgets(address, clock)
        self.everybody = Budgets(everybody, clock)
        self._line: list[_Waiting] = []
        self._numbers = count()
        self._timer: asyncio.TimerHandle | None = None

    async def enter(self, source: Source) -> int:
        """Wait for a turn and take it: 0, or the seconds after which to come again where too many wait already."""
        mine = _Waiting(source, next(self._numbers), asyncio.get_running_loop().create_future())
        self._line.append(mine)
        self._call()
        for crowd, most in (
            ([one for one in self._line if one.source.address == source.address], self.WAITING),
            (self._line, self.WAITING_IN_ALL),
        ):
            if len(crowd) > most:
                self._line.remove(last := self._in_order(crowd)[-1])
                last.turn.set_result(False)
        try:
            return 0 if await mine.turn else 1 + math.ceil(self.WAITING / self.addresses.rate.per_second)
        finally:
            if mine in self._line:  # cancelled: who waited has gone
                self._line.remove(mine)

    def give_back(self, source: Source) -> None:
        """It was right: it costs nothing."""
        self._take(source, -1)
        self._call()

    def open(self) -> None:
        """Forget what was used up; who waits goes on at once."""
        for budgets in (self.devices, self.addresses, self.everybody):
            budgets.clear()
        self._call()

    @property
    def slow(self) -> bool:
        """Whether somebody has to wait."""
        return bool(self._line)

    def _in_order(self, crowd: list[_Waiting]) -> list[_Waiting]:
        """Who comes first, compared at one moment: what is used up shrinks while one looks."""
        now = self.devices.clock()

        def rank(one: _Waiting) -> tuple[bool, float, int]:
            source = one.source
            budgets, key = (self.devices, source.device) if source.device else (self.addresses, source.address)
            return not source.proved, budgets.used(key, now), one.number

        return sorted(crowd, key=rank)

    def _wait(self, source: Source, now: float) -> float:
        own = self.devices.wait(source.device, now) if source.device else 0.0
        return max(own, self.addresses.wait(source.address, now), self.everybody.wait(None, now))

    def _take(self, source: Source, number: int) -> None:
        if source.device:
            self.devices.take(source.device, number)
        self.addresses.take(source.address, number)
        self.everybody.take(None, number)

    def _call(self) -> None:
        """Let go on who can, in order, and look again when the next one can."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._line = [one for one in self._line if not one.turn.done()]  # who was cancelled leaves a moment later
        now = self.devices.clock()
        for one in self._in_order(self._line):
            if not self._wait(one.source, now):
                self._line.remove(one)
                self._take(one.source, 1)
                one.turn.set_result(True)
        if self._line:
            soon = min(self._wait(one.source, now) for one in self._line)
            self._timer = asyncio.get_running_loop().call_later(max(soon, 0.01), self._call)


class Turns:
    """So many requests of one key at a time; more of them wait in order, and what is beyond the line is turned away.

    With one turn for each learner, somebody who sends a thousand requests at once waits for their own, and everybody
    else waits for one of them at most.
    """

    def __init__(self, together: int, waiting: int) -> None:
        """``together`` of a key at a time, ``waiting`` in its line."""
        self.together, self.waiting = together, waiting
        self._lines: dict[Hashable, tuple[asyncio.Semaphore, list[int]]] = {}

    async def enter(self, key: Hashable) -> bool:
        """Wait for a turn; False if too many wait already. Who got True calls :meth:`leave`."""
        turns, here = self._lines.setdefault(key, (asyncio.Semaphore(self.together), [0]))
        if here[0] >= self.together + self.waiting:
            return False
        here[0] += 1
        try:
            await turns.acquire()
        except asyncio.CancelledError:
            self._go(key)
            raise
        return True

    def leave(self, key: Hashable) -> None:
        """The next one may."""
        self._lines[key][0].release()
        self._go(key)

    def _go(self, key: Hashable) -> None:
        """One less is here; of a key with nobody, nothing is kept."""
        here = self._lines[key][1]
        here[0] -= 1
        if not here[0]:
            del self._lines[key]

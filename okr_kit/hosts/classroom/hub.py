"""Who waits for news is woken: requests that hang until something happens that their page shows.

The hub knows nothing but the log: it reads what came after the last event it has seen, whoever wrote it, so that phones
of another server of the class are woken too.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from ...errors import StoreError
from ..store import schema

if TYPE_CHECKING:
    from ..store import Store

#: Seconds after which the log is looked at while somebody waits: for what another server wrote.
LOOK = 0.5
#: An owner that is everybody: for pages that show the whole class.
EVERYBODY = "*"
#: Of this many of the last events it is remembered that they were seen: two servers' numbers may come out of order.
OVERLAP = 300


_EVENT = schema.events.c
#: The events of a class (``klass``) after one (``floor``): asked after every act, so put together once.
_AFTER = (
    sa.select(_EVENT.id, _EVENT.owner, _EVENT.exercise, _EVENT.seq)
    .where(_EVENT.class_id == sa.bindparam("klass"), _EVENT.id > sa.bindparam("floor"))
    .order_by(_EVENT.id)
)


class _Row(NamedTuple):
    """One event: its number, whose work of which exercise it belongs to, and how far that is with it."""

    number: int
    owner: str
    exercise: str
    seq: int


class Hub:
    """News of one class by owner: ``p12``, ``g3``, ``class``, or :data:`EVERYBODY`. Everything belongs to one event loop."""

    def __init__(self, store: Store, class_id: int) -> None:
        """Nothing is read before somebody asks."""
        self._store, self._class = store, class_id
        self.last: defaultdict[str, int] = defaultdict(int)
        self.newest = 0
        self._works: dict[tuple[str, str], int] = {}
        self._seen: set[int] = set()
        self._ready = False
        self._waiting: dict[asyncio.Event, frozenset[str]] = {}
        self._watch: asyncio.Task[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._news = False
        self._looking = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def soon(self) -> None:
        """Something was committed here: look in a moment, once for many commits; who committed does not wait for it."""
        self._news = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._look_soon())

    async def _look_soon(self) -> None:
        while self._news:
            self._news = False
            with contextlib.suppress(StoreError):  # the watch tries again; who acts is told
                await self.look()

    async def look(self) -> None:
        """Read what is new in the log and wake who waits."""
        if self._loop is not (loop := asyncio.get_running_loop()):  # a server of the same room that was started again
            self._loop, self._looking = loop, asyncio.Lock()
        async with self._looking:
            if not self._ready:
                await self._begin()
                return
            floor, seen = self.newest - OVERLAP, self._seen
            rows = await self._store.read(lambda conn: _after(conn, self._class, floor))
            if self.newest and self.newest not in [row.number for row in rows]:
                await self._begin_anew()
                return
            news = [row for row in rows if row.number not in seen]
            if news:
                self._note(news)
                self._wake({row.owner for row in news})

    async def marks(self, *owners: str) -> str:
        """How far the log is for those owners, as one word that changes whenever something of theirs does."""
        if not self._ready:
            await self.look()
        return ".".join(str(self.last[owner]) for owner in owners)

    def seq(self, owner: str, exercise: str) -> int:
        """How far an owner's work in one exercise is, as far as the hub has seen it."""
        return self._works.get((owner, exercise), 0)

    async def wait(self, known: str, owners: tuple[str, ...], seconds: float) -> str:
        """Wait until the marks are others than ``known``, at most so long; the marks then."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        self._begin_watch()
        event = asyncio.Event()
        self._waiting[event] = frozenset(owners)
        try:
            while (now := await self.marks(*owners)) == known and (left := end - loop.time()) > 0:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), left)
                event.clear()
            return now
        finally:
            del self._waiting[event]

    def _note(self, rows: list[_Row]) -> None:
        for number, owner, exercise, seq in rows:
            self.last[owner] = max(self.last[owner], number)
            self._works[owner, exercise] = max(self.seq(owner, exercise), seq)
            self.newest = max(self.newest, number)
            self._seen.add(number)
        self.last[EVERYBODY] = self.newest
        self._seen = {number for number in self._seen if number > self.newest - 2 * OVERLAP}

    def _wake(self, owners: set[str]) -> None:
        """Wake who waits for one of those owners, and nobody else: sixty phones hold on while one of them saves."""
        owners = owners | {EVERYBODY}
        for event, awaited in self._waiting.items():
            if awaited & owners:
                event.set()

    async def _begin(self) -> None:
        rows = await self._store.read(lambda conn: _newest(conn, self._class))
        self._note(rows)
        floor = self.newest - OVERLAP
        self._note(await self._store.read(lambda conn: _after(conn, self._class, floor)))
        self._ready = True

    async def _begin_anew(self) -> None:
        """The log went back: a copy of the class was put in its place. Numbers that come again are news to everybody."""
        self.last.clear()
        self._works.clear()
        self._seen.clear()
        self.newest = 0
        await self._begin()
        self._wake({EVERYBODY, *(owner for owners in self._waiting.values() for owner in owners)})

    def _begin_watch(self) -> None:
        if self._watch is None or self._watch.done():
            self._watch = asyncio.get_running_loop().create_task(self._look_again())

    async def _look_again(self) -> None:
        """While somebody waits, look for what other servers wrote."""
        while True:
            await asyncio.sleep(LOOK)
            if not self._waiting:
                return
            with contextlib.suppress(StoreError):  # the next look tries again; who acts is told
                await self.look()


def _after(conn: sa.Connection, class_id: int, floor: int) -> list[_Row]:
    return [_Row(*row) for row in conn.execute(_AFTER, {"klass": class_id, "floor": floor})]


def _newest(conn: sa.Connection, class_id: int) -> list[_Row]:
    event = schema.events.c
    query = sa.select(sa.func.max(event.id), event.owner, event.exercise, sa.func.max(event.seq))
    return [
        _Row(*row)
        for row in conn.execute(query.where(event.class_id == class_id).group_by(event.owner, event.exercise))
    ]

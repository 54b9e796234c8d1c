"""Who waits for news is woken: requests that hang until something happens that their page shows.

The hub knows nothing but the log: it reads what came after the last event it has seen, whoever wrote it, so that phones
of another server of the class are woken too.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from ...errors import StoreError
from ..store import schema

if TYPE_CHECKING:
    from ..store import Store

#: Seconds after which the log is looked at while somebody waits: for what another server wrote.
LOOK = 0.5
#: Of this many of the last events it is remembered that they were seen: two servers' numbers may come out of order.
OVERLAP = 300
#: The owner that stands for all of them: its mark changes whatever is done in the class.
ANY = "*"


class Hub:
    """News of one class by owner: ``p12``, ``g3``, ``class``. Everything belongs to one event loop."""

    def __init__(self, store: Store, class_id: int) -> None:
        """Nothing is read before somebody asks."""
        self._store, self._class = store, class_id
        self.last: defaultdict[str, int] = defaultdict(int)
        self.newest = 0
        self._seen: set[int] = set()
        self._ready = False
        self._waiting: set[asyncio.Event] = set()
        self._watch: asyncio.Task[None] | None = None
        self._looking = asyncio.Lock()

    async def look(self) -> None:
        """Read what is new in the log and wake who waits. Called after every commit of this server."""
        async with self._looking:
            if not self._ready:
                await self._begin()
                return
            floor, seen = self.newest - OVERLAP, self._seen
            rows = await self._store.read(lambda conn: _after(conn, self._class, floor))
            news = [(number, owner) for number, owner in rows if number not in seen]
            if news:
                self._note(news)
                self._wake()

    async def marks(self, *owners: str) -> str:
        """How far the log is for those owners, as one word that changes whenever something of theirs does."""
        if not self._ready:
            await self.look()
        return ".".join(str(self.last[owner]) for owner in owners)

    async def wait(self, known: str, owners: tuple[str, ...], seconds: float) -> str:
        """Wait until the marks are others than ``known``, at most so long; the marks then."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        self._begin_watch()
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            while (now := await self.marks(*owners)) == known and (left := end - loop.time()) > 0:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), left)
                event.clear()
            return now
        finally:
            self._waiting.discard(event)

    def _note(self, rows: list[tuple[int, str]]) -> None:
        for number, owner in rows:
            self.last[owner] = max(self.last[owner], number)
            self.last[ANY] = max(self.last[ANY], number)
            self.newest = max(self.newest, number)
            self._seen.add(number)
        self._seen = {number for number in self._seen if number > self.newest - 2 * OVERLAP}

    def _wake(self) -> None:
        for event in self._waiting:
            event.set()

    async def _begin(self) -> None:
        rows = await self._store.read(lambda conn: _owners(conn, self._class))
        self._note(rows)
        floor = self.newest - OVERLAP
        self._note(await self._store.read(lambda conn: _after(conn, self._class, floor)))
        self._ready = True

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


def _after(conn: sa.Connection, class_id: int, floor: int) -> list[tuple[int, str]]:
    event = schema.events.c
    query = sa.select(event.id, event.owner).where(event.class_id == class_id, event.id > floor).order_by(event.id)
    return [(number, owner) for number, owner in conn.execute(query)]


def _owners(conn: sa.Connection, class_id: int) -> list[tuple[int, str]]:
    event = schema.events.c
    query = sa.select(sa.func.max(event.id), event.owner).where(event.class_id == class_id).group_by(event.owner)
    return [(number, owner) for number, owner in conn.execute(query)]

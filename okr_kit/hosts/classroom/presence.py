"""Who is there: whose page holds a hanging request now, or held one a moment ago. In memory alone, per person."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Seconds between two requests of a page that is open: so long somebody still counts as there.
LINGER = 8
#: Hanging requests of one person; one more lets the oldest go: it is most likely that of a phone that lost its network.
MOST = 6


class Presence:
    """Counts people, not pages; everything belongs to one event loop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody is there; ``clock`` in seconds."""
        self._clock = clock
        self._open: dict[int, list[Callable[[], None]]] = {}
        self._left: dict[int, float] = {}

    @contextmanager
    def here(self, person: int, let_go: Callable[[], None]) -> Iterator[None]:
        """The person is there as long as this lasts; ``let_go`` ends it where the person holds too many."""
        held = self._open.setdefault(person, [])
        if len(held) >= MOST:
            held.pop(0)()
        held.append(let_go)
        try:
            yield
        finally:
            if let_go in held:
                held.remove(let_go)
            if not held and self._open.get(person) is held:
                del self._open[person]
            self._left[person] = self._clock()

    def connected(self) -> frozenset[int]:
        """Who is there, by person's id."""
        now = self._clock()
        self._left = {person: left for person, left in self._left.items() if now - left < LINGER}
        return frozenset({*self._open, *self._left})

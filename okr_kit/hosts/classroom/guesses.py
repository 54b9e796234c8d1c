"""Wrong codes as the trainer hears of them: how many, since when, and a way to let everybody try again at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ...view import Button, Form, Node, Say
from .work import clock_words

if TYPE_CHECKING:
    from .room import Room

#: After so many seconds without a wrong code, counting begins anew.
QUIET = 600
#: A slip of the hand is nothing that the trainer needs to hear of.
WORTH_TELLING = 3


class Guesses:
    """Counts wrong codes of all kinds until it has been quiet for ten minutes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """None so far. ``clock`` is monotonic, in seconds."""
        self.clock = clock
        self.total = 0
        self._count, self._since, self._last = 0, 0, float("-inf")

    def miss(self, at: int) -> None:
        """Somebody gave a wrong code; ``at`` in milliseconds since 1970, to be shown."""
        if not self.count:
            self._count, self._since = 0, at
        self.total, self._count, self._last = self.total + 1, self._count + 1, self.clock()

    @property
    def count(self) -> int:
        """How many there were since it was quiet."""
        return self._count if self.clock() - self._last < QUIET else 0

    @property
    def since(self) -> int:
        """When they began, in milliseconds since 1970."""
        return self._since

    def forget(self) -> None:
        """The trainer has seen them."""
        self._count = 0
        self.total += 1


def unlock(room: Room) -> None:
    """Everybody may try again at once."""
    room.codes.open()
    room.joins.open()
    room.guesses.forget()


def nodes(room: Room) -> tuple[Node, ...]:
    """A line for the trainer while somebody gives wrong codes, and the button; nothing else."""
    count = room.guesses.count
    if count < WORTH_TELLING:
        return ()
    told = room.say("guesses", n=count, time=clock_words(room.guesses.since))
    slow = room.codes.slow or room.joins.slow
    following, button = ("guesses-slow", "guesses-unlock") if slow else ("guesses-next", "guesses-seen")
    send = Button(room.say(button), "unlock", submit=True)
    return (Say("warn", told, (room.say(following),)), Form("unlock", (), (send,), action="/trainer/unlock"))

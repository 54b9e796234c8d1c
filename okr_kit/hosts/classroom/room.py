"""The one object a running class hands to its handlers: content, store, class, trainer, clock. No learner's state."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ... import __version__
from ...errors import StoreError
from ..store import people
from . import access, assets
from .catch_up import catch_up

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from tornado.iostream import IOStream

    from ...bank import Content
    from ..store import Store
    from .book import Book

CLASS_NAME = "OKR"
#: Guesses of class or personal codes: a room shares one address, so the budget is by device and, wider, by class.
DEVICE_TRIES, CLASS_TRIES, TRY_SECONDS = 10, 60, 600
#: Actions of one learner in ten seconds; a quick hand makes a dozen, a stuck page thousands.
ACTIONS, ACTION_SECONDS = 200, 10
#: How long the trainer's page shows that answers could not be saved.
TROUBLE_SHOWN = 120_000


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


@dataclass
class Room:
    """A running class.

    ``tunnels`` are the connections to the projector's program that the trainer's browsers hold open.

    ``address`` is what learners' devices open (``http://192.168.1.5:8866``), for the link and the QR code; empty means
    the address that the trainer's browser used. ``notebooks`` are the slugs that have a page in Voila; ``book`` is the course folder's, where it has one.
    """

    content: Content
    store: Store
    klass: people.Class
    trainer_token: str
    address: str = ""
    notebooks: frozenset[str] = frozenset()
    clock: Callable[[], int] = now_ms
    kit: str = __version__
    book: Book | None = None
    assets: dict[str, assets.Asset] = field(default_factory=assets.load)
    device_tries: access.Tries = field(default_factory=lambda: access.Tries(DEVICE_TRIES, TRY_SECONDS))
    class_tries: access.Tries = field(default_factory=lambda: access.Tries(CLASS_TRIES, TRY_SECONDS))
    pace: access.Pace = field(default_factory=lambda: access.Pace(ACTIONS, ACTION_SECONDS))
    trouble: tuple[int, StoreError] | None = None
    tunnels: set[IOStream] = field(default_factory=set)

    @classmethod
    def open(
        cls,
        content: Content,
        store: Store,
        class_name: str = CLASS_NAME,
        *,
        groups: int | None = None,
        address: str = "",
        notebooks: Iterable[str] = (),
    ) -> Room:
        """Open the class of that name in the store, making it if new, its work brought up to date. Raises StoreError."""

        def job(conn: Connection) -> people.Class:
            found = people.open_class(conn, class_name, groups, now_ms())
            catch_up(conn, content, found.id)
            return found

        klass = store.write_now(job)
        token = access.trainer_token(klass.secret + klass.trainer)
        return cls(content, store, klass, token, address.rstrip("/"), frozenset(notebooks))

    def follow(self, klass: people.Class) -> None:
        """Take the class as it stands in the store: groups locked or not, the trainer's present link.

        What was opened by an earlier link is closed with it.
        """
        before, self.klass = self.klass, klass
        if klass.trainer != before.trainer:
            self.trainer_token = access.trainer_token(klass.secret + klass.trainer)
            for tunnel in tuple(self.tunnels):
                tunnel.close()

    @property
    def title(self) -> str:
        """The class's name, or the course's where nobody named the class."""
        unnamed = self.klass.name == CLASS_NAME
        return self.content.language.say("player.course") if unnamed else self.klass.name

    def note_trouble(self, error: StoreError) -> None:
        """Remember that something was not saved: learners are told so, the trainer is told why."""
        self.trouble = (self.clock(), error)

    def recent_trouble(self) -> StoreError | None:
        """What was wrong with the store a moment ago."""
        recent = self.trouble is not None and self.clock() - self.trouble[0] < TROUBLE_SHOWN
        return self.trouble[1] if recent and self.trouble else None

    @property
    def cookie_secret(self) -> str:
        """For signed cookies of an application around us."""
        return self.digest("cookies")

    @property
    def draw(self) -> str:
        """What the draws of the whole class are made of; the projector is told it, learners never are."""
        return self.digest("draw")

    @property
    def join_link(self) -> str:
        """What the QR code says."""
        return f"{self.address}/?c={self.klass.code}"

    @property
    def trainer_link(self) -> str:
        """What makes a browser the trainer's."""
        return f"{self.address}/trainer?token={self.trainer_token}"

    def say(self, key: str, /, **params: object) -> str:
        """A sentence of the class server's pages (``class.<key>``)."""
        return self.content.language.say(f"class.{key}", **params)

    def digest(self, *parts: str) -> str:
        """A hex digest that nobody without the class's secret can work out."""
        return hashlib.sha256("|".join((self.klass.secret, *parts)).encode()).hexdigest()

    def group_name(self, number: int) -> str:
        """「第 3 组」, or that there is none."""
        return self.say("group-n", n=number) if number else self.say("group-none")

"""The one object a running class hands to its handlers: content, store, class, trainer, clock. No learner's state."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from ... import __version__
from ...errors import ContentError, StoreError
from ...plan import Plan, settled
from ..store import people
from . import access, assets, rates
from .book import agenda as book_agenda
from .book import source as book_source
from .catch_up import catch_up
from .guesses import Guesses
from .hub import Hub
from .presence import Presence
from .stock import Stock

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from tornado.iostream import IOStream

    from ...agenda import Row
    from ...bank import Content
    from ...tally import Ballot
    from ...view import Node
    from ..store import Store
    from .book import Book

log = logging.getLogger("okr_kit")

CLASS_NAME = "OKR"
#: Wrong codes: so many at once and then so many a second, of one device, of one address, of all. A room may share one
#: address, so an address has plenty; right codes cost nothing, and too many tries wait in a line (see ``Gate``).
#: What that leaves to who guesses without a pause for a course of 12 hours: 2 a second and address are 86,700 tries, 4 a
#: second in all 173,800. A class code is one of 900,000: found in 10 % (19 % from many addresses); it only lets in
#: somebody new, and whoever looks at the projector has it. Personal codes are 31^6 = 887,503,681: one of 60 people's is
#: found in 0.6 % (1.2 %), a certain person's in 0.01 % (0.02 %). The trainer's token has 96 bits.
CODES = rates.Rate(10, 0.5), rates.Rate(300, 2), rates.Rate(1000, 4)
#: Newcomers, counted the same way: a class of 60 behind one address comes in at once, a flood of 3,000 does not.
JOINS = rates.Rate(20, 0.2), rates.Rate(80, 4), rates.Rate(300, 6)
#: Actions of one learner; a quick hand makes a dozen in ten seconds, a stuck page thousands.
ACTIONS = rates.Rate(200, 20)
#: The same at a group's table, moves from one to another too: each look at a group's page reads all that was done there.
#: Who keeps the record of a worksheet sends every number as it is typed: two quick hands over a board make five a second
#: for a minute, and that is right input.
TABLE_ACTIONS = rates.Rate(300, 5)
#: Hanging requests that one learner begins: each tap of the trainer's, and each act of the table, ends one.
PULSES = rates.Rate(120, 8)
#: Requests of one learner, and of everybody of one address who has not joined: at a time, and in the line.
OWN_TURNS, STRANGERS_TURNS = (1, 40), (8, 200)
MOST_SEEN = 5000
#: How long the trainer's page shows that answers could not be saved.
TROUBLE_SHOWN = 120_000
#: For how many milliseconds the book's source is not looked at again: one page asks for the agenda many times.
SOURCE_LOOKED_AT = 1000


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class _Agenda(NamedTuple):
    """The book's agenda as it was last read: of which book, when its files were looked at, how they were, its rows."""

    book: Book | None
    looked: int
    stamp: tuple[book_source.Stamp, ...]
    rows: tuple[Row, ...]


class _Settled(NamedTuple):
    """The agenda as the class has it, and what it was made of."""

    rows: tuple[Row, ...]
    plan: Plan
    ours: tuple[Row, ...]


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
    #: Names and addresses that others know this computer by, beside its own; lower case.
    names: frozenset[str] = frozenset()
    codes: rates.Gate = field(default_factory=lambda: rates.Gate(*CODES))
    joins: rates.Gate = field(default_factory=lambda: rates.Gate(*JOINS))
    guesses: Guesses = field(default_factory=Guesses)
    pace: rates.Budgets = field(default_factory=lambda: rates.Budgets(ACTIONS))
    table_pace: rates.Budgets = field(default_factory=lambda: rates.Budgets(TABLE_ACTIONS))
    pulses: rates.Budgets = field(default_factory=lambda: rates.Budgets(PULSES))
    stock: Stock = field(default_factory=Stock)
    turns: rates.Turns = field(default_factory=lambda: rates.Turns(*OWN_TURNS))
    strangers: rates.Turns = field(default_factory=lambda: rates.Turns(*STRANGERS_TURNS))
    trouble: tuple[int, StoreError] | None = None
    tunnels: set[IOStream] = field(default_factory=set)
    #: The lesson as it was last read from the store, with its seq there; see :func:`.lead.now`.
    lesson: tuple[int, dict[str, Any]] | None = None
    #: What was settled for this class before it began, with its seq; read together with the lesson.
    plan: tuple[int, Plan] = (0, Plan())
    #: Ballots of works as they were last counted, with the seq of the state, by exercise and owner; see :mod:`.counts`.
    ballots: dict[tuple[str, str], tuple[int, tuple[Ballot, ...], tuple[Node, ...]]] = field(
        default_factory=dict, repr=False
    )
    #: The reading that everybody shares who is woken together, with the class's mark; see :func:`.now_page.lesson_now`.
    lesson_read: tuple[int, asyncio.Future[dict[str, Any]]] | None = field(default=None, repr=False)
    hub: Hub = field(init=False, repr=False)
    presence: Presence = field(default_factory=Presence)
    _seen: dict[str, int] = field(default_factory=dict, repr=False)
    _agenda: _Agenda | None = field(default=None, repr=False)
    _settled: _Settled | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Nobody waits for news yet."""
        self.hub = Hub(self.store, self.klass.id)

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
        names: Iterable[str] = (),
    ) -> Room:
        """Open the class of that name in the store, making it if new, its work brought up to date. Raises StoreError."""

        def job(conn: Connection) -> people.Class:
            found = people.open_class(conn, class_name, groups, now_ms())
            catch_up(conn, content, found.id)
            return found

        klass = store.write_now(job)
        token = access.trainer_token(klass.secret + klass.trainer)
        known = {*(name.lower() for name in names), *filter(None, [urlsplit(address).hostname])}
        return cls(content, store, klass, token, address.rstrip("/"), frozenset(notebooks), names=frozenset(known))

    def follow(self, klass: people.Class) -> None:
        """Take the class as it stands in the store: groups locked or not, the trainer's present link.

        What was opened by an earlier link is closed with it. Raises StoreError where it is another class: the store was
        written over by another one's file.
        """
        before = self.klass
        if klass.secret != before.secret:
            raise StoreError("store-gone-alone", file=self.store.where)
        self.klass = klass
        if klass.trainer != before.trainer:
            self.trainer_token = access.trainer_token(klass.secret + klass.trainer)
            for tunnel in tuple(self.tunnels):
                tunnel.close()

    @property
    def title(self) -> str:
        """The class's name, or the course's where nobody named the class."""
        unnamed = self.klass.name == CLASS_NAME
        return self.content.language.say("player.course") if unnamed else self.klass.name

    def seen(self, token: str, person: int) -> None:
        """A cookie has proved to be a person's; the ones seen longest ago are forgotten beyond some thousands."""
        self._seen[token] = person
        if len(self._seen) > MOST_SEEN:
            del self._seen[next(iter(self._seen))]

    def whose_turn(self, token: str) -> int | None:
        """Whom a cookie proved to be before, on whatever device: for the order of requests, never for who it is."""
        return self._seen.get(token)

    def note_trouble(self, error: StoreError) -> None:
        """Remember that something was not saved: learners are told so, the trainer is told why."""
        self.trouble = (self.clock(), error)

    def recent_trouble(self) -> StoreError | None:
        """What was wrong with the store a moment ago."""
        recent = self.trouble is not None and self.clock() - self.trouble[0] < TROUBLE_SHOWN
        return self.trouble[1] if recent and self.trouble else None

    @property
    def agenda(self) -> tuple[Row, ...]:
        """The rows of the half-days as this class has them: the book's with the class's plan laid over."""
        rows, ours, known = self._book_rows(), self.plan[1], self._settled
        if known is None or known.rows is not rows or known.plan is not ours:
            known = self._settled = _Settled(rows, ours, settled(rows, ours))
        return known.ours

    def _book_rows(self) -> tuple[Row, ...]:
        """The book's rows, read again when its source has changed.

        Where that cannot be read, as while somebody edits it, the rows stay as they were, or come from the bank; the
        trainer's terminal says which file is wrong.
        """
        known, now, book = self._agenda, self.clock(), self.book
        if known is not None and known.book is book and abs(now - known.looked) < SOURCE_LOOKED_AT:
            return known.rows
        stamp, rows = book_agenda.stamp(book), known.rows if known is not None else ()
        if known is None or known.stamp != stamp:
            try:
                rows = book_agenda.agenda(self.content, book)
            except ContentError as error:
                log.warning(self.content.language.error(error))
                rows = rows or book_agenda.agenda(self.content, None)
        self._agenda = _Agenda(book, now, stamp, rows)
        return rows

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
        """What people read and type."""
        return f"{self.address}/?c={self.klass.code}"

    @property
    def scan_key(self) -> str:
        """What only the QR code says: too long to be guessed (48 bits), so that who has it is never held up."""
        return self.digest("scan")[:12]

    @property
    def scan_link(self) -> str:
        """What the QR code says."""
        return f"{self.join_link}&k={self.scan_key}"

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

"""What all of the trainer's own pages share, and her page of names and progress."""

from __future__ import annotations

from collections.abc import Callable

from tornado import web

from ... import render
from ...errors import StoreError
from ...view import Node
from ..store import people
from . import guesses, pages, trainer_page
from .answers import PREFIX
from .base import Handler
from .overview import Overview, overview, pulse
from .room import Room


class TrainerSide(Handler):
    """What the trainer's pages share."""

    async def prepare(self) -> None:  # type: ignore[override]
        """Take the class as it stands, as another server of it may have renewed the link, and let nobody else in.

        A store whose file went away is told here too, before somebody has acted.
        """
        super().prepare()
        room = self.room
        try:
            await room.store.check()
        except StoreError as error:
            room.note_trouble(error)
        room.follow(await room.store.read(lambda conn: people.class_now(conn, room.klass.id)))
        if self.is_trainer() or self.comes_with_token():
            return
        if self.speaks_json:
            raise web.HTTPError(403)
        self.set_status(403)
        self.show_nodes(self.room.say("trainer-title"), pages.trainer_only(self.room))

    @property
    def names_files(self) -> bool:  # type: ignore[override]
        """On her own pages."""
        return self.is_trainer()

    def comes_with_token(self) -> bool:
        """Whether the address carries the trainer's token, on the one page that takes it."""
        return False

    async def others(self) -> str:
        """What shows on her pages and is in no event: who has joined or left, who is connected."""
        room = self.room
        came, left = await room.store.read(lambda conn: people.came_and_left(conn, room.klass.id))
        return f"{came}.{left}.{len(room.presence.connected())}"

    @property
    def address(self) -> str:
        """What stands before our paths: the room's address, else the one that this browser used."""
        return "" if self.room.address else f"{self.request.protocol}://{self.request.host}"


class Trainer(TrainerSide):
    """``/trainer/class``: who is there and how far, hers alone."""

    nodes: Callable[[Room, str, Overview], tuple[Node, ...]] = staticmethod(trainer_page.nodes)
    key = "trainer"

    async def get(self) -> None:
        """Show the class."""
        room, seen = self.room, await self.seen()
        title, back = room.say("people-title"), ("/trainer", room.say("trainer-title"))
        self.show(title, self.screen(title, seen, back), player=True)

    def screen(self, bar: str, seen: Overview, back: str | tuple[str, str] = "") -> str:
        """The shell, which follows the class."""
        return render.screen(
            self.room.content.language,
            self.nodes(self.room, self.link(), seen),
            title=bar,
            endpoint=f"{self.request.path}/act",
            seq=seen.seq + self.room.guesses.total,
            key=self.key,
            prefix=PREFIX,
            live=render.Alive("/trainer/pulse", ""),
            back=back,
        )

    async def seen(self) -> Overview:
        """The class at a glance."""
        return await self.room.store.read(lambda conn: overview(conn, self.room.klass.id))

    def link(self) -> str:
        """What learners open."""
        return self.address + self.room.join_link


class Unlock(TrainerSide):
    """``/trainer/unlock``: everybody may try codes again at once."""

    async def get(self) -> None:
        """Somebody reloaded."""
        self.redirect("/trainer", status=303)

    def post(self) -> None:
        """Forget the wrong codes."""
        guesses.unlock(self.room)
        self.redirect("/trainer", status=303)


class TrainerLive(Trainer):
    """``/trainer/class/live``: what is new there."""

    speaks_json = True

    async def get(self) -> None:
        """204 if nothing happened, else the page."""
        room, known = self.room, self.get_query_argument("seq", "")
        wrong = room.guesses.total
        now = await room.store.read(lambda conn: pulse(conn, room.klass.id)) + wrong
        if not room.recent_trouble() and known == str(now):
            self.set_status(204)
            return
        seen = await self.seen()
        html = render.html(self.nodes(room, self.link(), seen), PREFIX)
        self.send_json({"status": "ok", "html": html, "seq": seen.seq + wrong, "saved": "", "message": ""})

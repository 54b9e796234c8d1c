"""The trainer's page; only the trainer's cookie opens it."""

from __future__ import annotations

from tornado import web

from ... import render
from . import access, pages, trainer_page
from .answers import PREFIX
from .base import Handler


class Trainer(Handler):
    """``/trainer``: for the trainer's screen and the projector."""

    async def get(self) -> None:
        """Take the token out of the link, then show the class."""
        room, token = self.room, self.get_query_argument("token", "")
        if token and access.is_trainer_token(token, room):
            access.remember_trainer(self, room)
            self.redirect("/trainer", status=303)
            return
        if not self.is_trainer():
            self.set_status(403)
            self.show_nodes(room.say("trainer-title"), pages.trainer_only(room))
            return
        seen = await room.store.read(lambda conn: trainer_page.overview(conn, room.klass.id))
        words, title = room.content.language, room.say("trainer-title")
        body = render.screen(
            words,
            trainer_page.nodes(room, self.link(), seen),
            title=f"{title}　{room.title}",
            endpoint="/trainer/act",
            seq=seen.seq,
            key="trainer",
            prefix=PREFIX,
            live=True,
        )
        self.show(title, body, player=True)

    head = get

    def link(self) -> str:
        """What learners open: the room's address, else the one this browser used."""
        room = self.room
        return room.join_link if room.address else f"{self.request.protocol}://{self.request.host}{room.join_link}"


class TrainerLive(Trainer):
    """``/trainer/live``: what is new for the trainer."""

    speaks_json = True

    async def get(self) -> None:
        """204 if nothing happened, else the page."""
        room, known = self.room, self.get_query_argument("seq", "")
        if not self.is_trainer():
            raise web.HTTPError(403)
        trouble = room.recent_trouble()
        if not trouble and known == str(await room.store.read(lambda conn: trainer_page.pulse(conn, room.klass.id))):
            self.set_status(204)
            return
        seen = await room.store.read(lambda conn: trainer_page.overview(conn, room.klass.id))
        html = render.html(trainer_page.nodes(room, self.link(), seen), PREFIX)
        self.send_json({"status": "ok", "html": html, "seq": seen.seq, "saved": "", "message": ""})

    head = None  # type: ignore[assignment]


class TrainerCode(Trainer):
    """``/trainer/qr.svg``: the way in, for the wall."""

    async def get(self) -> None:
        """The picture."""
        if not self.is_trainer():
            raise web.HTTPError(403)
        self.send(trainer_page.qr_svg(self.link()).decode(), "image/svg+xml")

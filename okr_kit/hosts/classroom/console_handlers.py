"""The 讲师台: ``/trainer``, what its buttons send, and what is new on it; only the trainer's cookie opens it.

The trainer's link opens the stage: the laptop is on the projector more often than not, and what is hers is one tap away.

The class is steered by one browser at a time: a cookie of its own tells which one that is.
"""

from __future__ import annotations

import secrets
from functools import cached_property

from ... import render
from ...errors import ActionError, StoreError
from . import access, console_page, console_seen, console_steps, lead, orders
from .answers import PREFIX
from .base import LARGEST_BODY
from .overview import pulse
from .trainer_handlers import TrainerSide


class Console(TrainerSide):
    """What the page and its endpoints share."""

    @cached_property
    def desk(self) -> str:
        """Which browser this is; one that has no name yet gets it."""
        found = (self.get_cookie(access.DESK) or "")[:60]
        if not found:
            found = secrets.token_urlsafe(12)
            access.remember(self, access.DESK, found)
        return found

    async def seen(self) -> tuple[console_seen.Seen, int]:
        """The class as it stands for this browser, and how far the log is."""
        room, desk = self.room, self.desk
        number, seen = await room.store.read(
            lambda conn: (pulse(conn, room.klass.id), console_seen.look(conn, room, desk))
        )
        return seen, number + room.guesses.total

    async def tell(self, status: str = "ok", message: str = "", n: int = 0) -> None:
        """Answer the player with the present screen."""
        seen, seq = await self.seen()
        html = render.html(console_page.nodes(seen), PREFIX)
        self.send_json({"status": status, "html": html, "seq": seq, "saved": "", "message": message, "n": n})


class Desk(Console):
    """``/trainer``: the page."""

    def comes_with_token(self) -> bool:
        """Followed from the start's window."""
        return access.is_trainer_token(self.get_query_argument("token", ""), self.room)

    async def get(self) -> None:
        """Take the token out of the link, then show the class."""
        if self.get_query_argument("token", "") and self.comes_with_token():
            access.remember_trainer(self, self.room)
            self.redirect("/stage", status=303)
            return
        (seen, seq), title = await self.seen(), self.room.say("trainer-title")
        body = render.screen(
            self.room.content.language,
            console_page.nodes(seen),
            title=title,
            endpoint="/trainer/act",
            seq=seq,
            key="console",
            prefix=PREFIX,
            live=True,
        )
        self.show(title, body, player=True, styles=("console.css",))


class DeskLive(Console):
    """``/trainer/live``: what is new."""

    speaks_json = True

    async def get(self) -> None:
        """204 if nothing happened, else the page."""
        room = self.room
        now = await room.store.read(lambda conn: pulse(conn, room.klass.id)) + room.guesses.total
        if not room.recent_trouble() and self.get_query_argument("seq", "") == str(now):
            self.set_status(204)
            return
        await self.tell()


class DeskAct(Console):
    """``/trainer/act``: one control."""

    speaks_json = True

    async def post(self) -> None:
        """Carry it out; answer after the commit with the new screen."""
        room = self.room
        if self.request.headers.get("X-OKR") != "1":
            self.refuse(403, room.say("foreign"))
            return
        if self.size > LARGEST_BODY:
            self.refuse(413, room.say("too-large"))
            return
        try:
            order = orders.read_order(self.body())
        except ActionError:
            self.refuse(400, room.say("malformed"))
            return
        try:
            await self.carry_out(order)
        except ActionError as error:
            await self.tell("refused", room.content.language.error(error), order.n)
        except StoreError as error:
            room.note_trouble(error)
            self.refuse(503, room.content.language.error(error))
        else:
            await self.tell(n=order.n)

    async def carry_out(self, order: orders.Order) -> None:
        """The control with what it needs. Raises ActionError, StoreError."""
        room, action, desk = self.room, order.action, self.desk
        state = await room.store.read(lambda conn: lead.now(conn, room))
        given = console_steps.values(room, state, action, desk)
        stamp = console_steps.stamp(action)
        await lead.act(room, action["do"], given, name=order.id, driver=desk, stamp=stamp)

"""The 讲师台: ``/trainer``, what its buttons send, and what is new on it; only the trainer's cookie opens it.

The trainer's link opens the stage: the laptop is on the projector more often than not, and what is hers is one tap away.

The class is steered by one browser at a time: a cookie of its own tells which one that is.
"""

from __future__ import annotations

import contextlib
import secrets
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tornado import web

from .... import render
from ....agenda import MINUTE
from ....errors import ActionError, StoreError
from ...store import log
from .. import access, lead, orders
from ..answers import PREFIX
from ..hub import EVERYBODY
from ..pulse_handlers import LONGEST
from ..trainer_handlers import TrainerSide
from . import page as console_page
from . import seen as console_seen
from . import steps as console_steps
from . import table as console_table

if TYPE_CHECKING:
    from ....model import Exercise

#: Seconds that a request waits for news; after how many who has joined is looked for; the pace of what learners do.
PATIENCE, LOOK, PACE = 22.0, 1.0, 0.5


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

    async def seen(self) -> console_seen.Seen:
        """The class as it stands for this browser."""
        room, desk = self.room, self.desk
        return await room.store.read(lambda conn: console_seen.look(conn, room, desk))

    async def mark(self) -> str:
        """A word that changes whenever something happens that shows here.

        Taken before the class is read: what comes meanwhile is news. Wrong codes, trouble with the store and how late it is
        are in no event either.
        """
        room = self.room
        beside = room.guesses.total, bool(room.recent_trouble()), room.clock() // MINUTE
        marks = await room.hub.marks(log.CLASS, EVERYBODY), await self.others()
        return ".".join((*marks, *(str(int(one)) for one in beside)))

    async def tell(self, status: str = "ok", message: str = "", n: int = 0) -> None:
        """Answer the player with the present screen."""
        face = await self.mark()
        html = render.html(console_page.nodes(await self.seen()), PREFIX)
        answer = {"status": status, "html": html, "seq": 0, "face": face, "saved": "", "message": message, "n": n}
        self.send_json(answer)


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
        mark, title = await self.mark(), self.room.say("trainer-title")
        body = render.screen(
            self.room.content.language,
            console_page.nodes(await self.seen()),
            title=title,
            endpoint="/trainer/act",
            key="console",
            prefix=PREFIX,
            live=render.Alive("/trainer/pulse", mark, face=mark),
        )
        self.show(title, body, player=True, styles=("console.css",))


class DeskLive(Console):
    """``/trainer/live``: the screen as it is now."""

    speaks_json = True

    async def get(self) -> None:
        """Always: who asks has heard that there is news."""
        await self.tell()


class DeskPulse(Console):
    """``/trainer/pulse?seq=``: hangs until there is something new to be seen."""

    speaks_json = True

    async def get(self) -> None:
        """The mark as soon as it is another than ``seq``; 204 if it stays so for a while."""
        known = self.get_query_argument("seq", "")[:LONGEST]
        mark = await self.while_there(self.news(known))
        if mark == known:
            self.set_status(204)
            return
        self.send_json({"status": "ok", "seq": mark, "face": mark})

    async def news(self, known: str) -> str:
        """Wait. A step of the class is told at once, what learners do at most twice a second."""
        lesson = known.partition(".")[0]
        for _ in range(round(PATIENCE / LOOK)):
            mark = await self.mark()
            if mark != known:
                if mark.partition(".")[0] != lesson:
                    return mark
                await self.room.hub.wait(lesson, (log.CLASS,), PACE)
                return await self.mark()
            await self.room.hub.wait(".".join(known.split(".")[:2]), (log.CLASS, EVERYBODY), LOOK)
        return await self.mark()


class DeskAct(Console):
    """``/trainer/act``: one control."""

    speaks_json = True

    async def post(self) -> None:
        """Carry it out; answer after the commit with the new screen."""
        room = self.room
        self.check_player()
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


class DeskTable(Console):
    """``/trainer/groups/<number>/<slug>``: a table's work, read privately; from here the table is asked to show it."""

    async def get(self, number: str, slug: str) -> None:
        """Show it; 404 for a table that the class does not have. Raises UnknownExercise."""
        room, (exercise, table, state) = self.room, await self.found(number, slug)
        asks = state["slug"] == slug and state["driver"] in ("", self.desk)
        nodes = console_table.nodes(room, exercise, table, asks=asks)
        self.show_nodes(room.group_name(table.number), nodes, back=("/trainer", room.say("trainer-title")))

    async def post(self, number: str, slug: str) -> None:
        """Ask, unless somebody else did meanwhile, and lead to the 讲师台, which says how far that is."""
        exercise, table, state = await self.found(number, slug)
        if state["slug"] == slug and table.can_ask:
            with contextlib.suppress(ActionError):  # another browser has the controls: the 讲师台 says so
                await lead.act(self.room, "ask", console_table.request(exercise, table), driver=self.desk)
        self.redirect("/trainer", status=303)

    async def found(self, number: str, slug: str) -> tuple[Exercise, console_table.Table, dict[str, Any]]:
        """The exercise, the table's work on it, and the lesson."""
        room, exercise, n = self.room, self.room.content.exercise(slug), int(number)
        if not 1 <= n <= room.klass.groups:
            raise web.HTTPError(404)
        return await room.store.read(
            lambda conn: (exercise, console_table.read(conn, room, n, exercise), lead.now(conn, room))
        )

"""``/stage``: the projector's page, for the trainer's browser alone, without a kernel.

The page asks ``/stage/live`` with the mark of what it shows; the answer comes when something else is to be seen. Whoever
drives the class, the keys and the clicker at the projector turn its screens and blacken it: they are in her hand while
she walks about, and neither takes the wheel from her phone.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from .... import render
from ....render.stage import PREFIX
from ....view import Node
from .. import lead, qr
from ..hub import EVERYBODY
from ..trainer_handlers import TrainerSide
from . import page as stage_page

#: Seconds that a request waits for news, and after how many of them who has joined is looked for.
PATIENCE, LOOK = 25.0, 1.0


class Look(NamedTuple):
    """What is on: its name, its nodes, and the mark that another look is told from this one by."""

    show: str
    nodes: tuple[Node, ...]
    mark: str


class StageSide(TrainerSide):
    """What the stage's endpoints share: nothing personal, no path of the laptop."""

    names_files = False

    async def look(self) -> Look:
        """What is on."""
        room = self.room
        mark = await self.mark()  # taken first: what comes meanwhile is news
        seen = await self.seen()
        return Look(stage_page.shown(seen), stage_page.nodes(seen, self.address + room.join_link), mark)

    async def seen(self) -> stage_page.Seen:
        """What the stage stands on."""
        room = self.room
        return await room.store.read(lambda conn: stage_page.see(conn, room, room.clock()))

    async def mark(self) -> str:
        """A word that changes whenever something happens that the stage may show."""
        room = self.room
        return f"{await room.hub.marks(EVERYBODY)}.{await self.others()}"


class Stage(StageSide):
    """The page."""

    async def get(self) -> None:
        """Show what is on."""
        words, files = self.room.content.language, self.room.assets
        on = await self.look()
        body = render.stage(words, on.nodes, endpoint="/stage", show=on.show, seen=on.mark, way="/trainer")
        styles = [files[name].url for name in ("style.css", "stage.css")]
        page = render.page(words, words.say("stage.title"), body, styles=styles, scripts=[files["stage.js"].url])
        self.send(page, "text/html")


class StageLive(StageSide):
    """``/stage/live?seen=``: what is on now, as soon as it is another than ``seen``."""

    speaks_json = True

    async def get(self) -> None:
        """Wait for news; 204 if there are none for a while."""
        known = self.get_query_argument("seen", "")
        if known and not await self.while_there(self.news(known)):
            self.set_status(204)
            return
        on = await self.look()
        self.send_json({"status": "ok", "show": on.show, "html": render.html(on.nodes, PREFIX), "seen": on.mark})

    async def news(self, known: str) -> bool:
        """Whether the mark becomes another one."""
        for _ in range(round(PATIENCE / LOOK)):
            if await self.mark() != known:
                return True
            await self.room.hub.wait(known.partition(".")[0], (EVERYBODY,), LOOK)
        return await self.mark() != known


class StageAct(StageSide):
    """``/stage/act``: the keys of the projector."""

    speaks_json = True

    async def post(self) -> None:
        """Turn a screen on or back, or blacken; everything else is the trainer's console's."""
        self.check_player()
        do, values = stage_page.pressed(await self.seen(), self.key())
        if do:
            await lead.act(self.room, do, values)
        self.send_json({"status": "ok"})

    def key(self) -> str:
        """The key that was pressed, or nothing."""
        try:
            return str(json.loads(self.body())["key"])
        except (ValueError, LookupError, TypeError):
            return ""


class StageCode(StageSide):
    """``/stage/qr.svg``: the way in."""

    def get(self) -> None:
        """The picture."""
        link = f"{self.address}{self.room.join_link}&k={self.room.scan_key}"
        self.send(qr.svg(link), "image/svg+xml")

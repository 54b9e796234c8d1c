"""``/mine``: the page, ``/mine/paper``: to be printed, ``/mine/excel``: the workbook. Ordinary addresses, no script needed."""

from __future__ import annotations

import asyncio
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import quote

from .... import render
from ...store import documents
from .. import now_page, work
from ..base import Handler
from ..join_handlers import MINE
from ..shelf_handlers import SHOWN
from . import page, workbook
from .choose import choose
from .parts import Home
from .sheets import sheets

if TYPE_CHECKING:
    import sqlalchemy as sa

#: Where the page is, in what it tells the pulse.
_PLACE = "mine"
#: What no file may be called on one system or another.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
#: Writes workbooks one after another: sixty people may want theirs in the same minute, and acts come first.
_WRITER = ThreadPoolExecutor(1, "workbook")


class Mine(Handler):
    """``/mine``: what the learner and his groups made in two days."""

    async def home(self) -> Home | None:
        """The two days of whoever asks, by the cookie alone; None for who is not known, with the way back in."""
        person, room = await self.person(), self.room
        if person is None:  # another browser than the one that joined: WeChat sends people there
            self.redirect(f"/?to={MINE}", status=303)
            return None

        def job(conn: sa.Connection) -> list[documents.Json]:
            owners = work.shelf_owners(conn, room.klass.id, person)
            return documents.shelf(conn, room.klass.id, owners, most=SHOWN)

        return Home(room, person, choose(room.content.language, await room.store.read(job)))

    async def get(self) -> None:
        """Show it."""
        home = await self.home()
        if home is None:
            return
        alive = await now_page.alive(
            self.room, home.person, _PLACE, await now_page.mark(self.room, home.person, _PLACE)
        )
        nodes = page.page(home, wechat=self.in_wechat)
        self.show_nodes(home.say("title"), nodes, back="/", alive=alive)

    async def filled(self) -> Home | None:
        """What there is to carry away; None, and the way to the page, where there is nothing."""
        home = await self.home()
        if home is not None and home.empty:
            self.redirect(page.HOME, status=303)
            return None
        return home

    @property
    def in_wechat(self) -> bool:
        """Whether WeChat's inner browser asks, which saves no files."""
        return "micromessenger" in self.request.headers.get("User-Agent", "").lower()


class Paper(Mine):
    """``/mine/paper``: the same on A4."""

    async def get(self) -> None:
        """Show what is printed; to the page where there is nothing."""
        home = await self.filled()
        if home is None:
            return
        words = home.language
        back = (page.HOME, home.say("paper-back"))
        body = render.screen(words, page.paper(home), title=home.say("paper"), key="paper", back=back)
        self.show(home.say("title"), body, styles=("paper.css",))


class Excel(Mine):
    """``/mine/excel``: the workbook."""

    async def get(self) -> None:
        """Send the file; to the page where there is nothing."""
        home = await self.filled()
        if home is None:
            return
        body = await asyncio.get_running_loop().run_in_executor(_WRITER, _file, home)
        self.set_header("Content-Type", workbook.KIND)
        self.set_header("Content-Disposition", _attachment(self._name(home)))
        self.finish(body)

    def _name(self, home: Home) -> str:
        """What the file is called: with nickname and date, on every system."""
        date = time.strftime("%Y-%m-%d", time.localtime(home.room.clock() / 1000))
        name = home.say("file", name=home.person.nickname, date=date)
        return f"{_NOT_IN_NAMES.sub('_', name).strip(' .')}.xlsx"


def _file(home: Home) -> bytes:
    """The workbook's bytes."""
    kept, older = home.taken(home.chosen.kept), home.taken(home.chosen.older)
    found = sheets(home.language, kept, older, formula=home.formula)
    who = home.say("who", **home.who()).strip()
    foot = home.say("page", page="&P", pages="&N")
    return workbook.workbook(found, title=f"{home.say('title')}　{who}", foot=foot)


def _attachment(name: str) -> str:
    """The header that names a file: in UTF-8 (RFC 6266), and in letters for what does not know that."""
    plain = re.sub(r"[^\w.-]+", "", name, flags=re.ASCII).strip("-") or "okr.xlsx"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"

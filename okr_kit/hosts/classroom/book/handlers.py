"""``/read/…``: the finished book, and a page that says how far it is while it is being built."""

from __future__ import annotations

import json
import mimetypes
from html import escape
from urllib.parse import quote, unquote

from tornado import web

from .... import lesson
from ....plan import Plan
from ....view import Link, Progress, Text
from .. import access, lead, pages
from ..base import Handler
from ..now_page import lesson_now
from . import Book, timetable
from . import figures as book_figures
from . import source as book_source

#: The cookie that names the page a reader is on, and the page where the book begins.
PAGE, FIRST = "okr_page", "book/index.html"
#: A drawing has styles of its own, and nothing that runs.
FIGURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
OPEN = """for (const place of document.querySelectorAll(".okr-online")) {
  if (!known.includes(place.dataset.okrSlug)) continue;
  const way = document.createElement("a");
  way.href = "/x/" + place.dataset.okrSlug;
  way.textContent = words;
  place.append(way);
  place.hidden = false;
}"""


class BookFile(Handler):
    """``/read/<file>``: one file of the book, the trainer's pages for the trainer alone."""

    async def get(self, name: str) -> None:
        """The file; before there is a book, the page that says so."""
        book, trainer = self.room.book, self.is_trainer()
        if book is None or not book.ready:
            self.redirect("/read")
            return
        try:
            site = book.served()
            if name in site.trainers and not trainer:
                self.hers()
                return
            waits = await self.waiting() if site.keys(name) and not trainer else ()
            found = site.sent(name, trainer, waits, self.instead(), await self.timetable(name))
        except (LookupError, OSError, ValueError):
            self.gone()
            return
        self.set_header("Content-Security-Policy", found.policy)
        self.set_header("Cache-Control", "no-store" if name in site.trainers else "no-cache")
        self.set_header("Vary", "Accept-Encoding, Cookie")
        self.set_header("Etag", found.etag)
        if name.startswith("book/") and name.endswith(".html"):
            self.set_cookie(PAGE, quote(name), path="/read", httponly=True, samesite="Lax")
        if found.etag in self.request.headers.get("If-None-Match", ""):
            self.set_status(304)
            return
        self.set_header("Content-Type", f"{found.kind}; charset=utf-8" if found.packed else found.kind)
        packed = found.packed and "gzip" in self.request.headers.get("Accept-Encoding", "")
        if packed:
            self.set_header("Content-Encoding", "gzip")
        self.finish(found.packed if packed else found.body)

    async def waiting(self) -> list[str]:
        """The exercises whose answers the class is not to see yet."""
        state = await lesson_now(self.room)
        return [slug for slug in self.room.content.exercises if lesson.live(state, slug).withholds]

    async def timetable(self, name: str) -> str:
        """The class's own timetable, for the page that prints the book's; empty where the class has none."""
        if name != timetable.PAGE:
            return ""
        await self.room.store.read(lambda conn: lead.now(conn, self.room))  # also where nobody waits for news
        return timetable.html(self.room) if self.room.plan[1] != Plan() else ""

    def instead(self) -> str:
        """What stands in the place of an answer until then."""
        return f'<p class="okr-waits">{escape(self.room.say("book-answer-waits"))}</p>'

    def hers(self) -> None:
        """A page of the trainer's, for everybody else."""
        self.set_status(403)
        way = Link(self.room.say("to-book"), f"/read/{FIRST}", style="main")
        self.show_nodes(self.room.say("book"), pages.trainer_only(self.room, way), back="/")

    def gone(self) -> None:
        """A page that is not in the book leads to its start."""
        self.set_status(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish('<meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/read/">')


class BookClass(Handler):
    """``/read/_static/class.js``: with a class open, exercise boxes lead to the class version, and a way to its list."""

    def get(self) -> None:
        """The script, with the exercises that this class has, and whether it is the trainer who reads."""
        known = json.dumps(list(self.room.content.exercises))
        words = json.dumps(self.room.say("book-exercise"), ensure_ascii=False)
        said = json.dumps({"trainer": self.is_trainer(), "list": self.room.say("book-list")}, ensure_ascii=False)
        # Learners are told in the book too what the class does now; who has not joined or leads it needs no banner.
        banner = self.room.assets["banner.js"].url if self.get_cookie(access.LEARNER) and not self.is_trainer() else ""
        more = f"\nimport({json.dumps(banner)});" if banner else ""
        script = (
            f"addEventListener('DOMContentLoaded', () => {{ const known = {known}, words = {words};\n{OPEN}{more}\n}});"
        )
        self.send(f"window.okrClass = {said};\n{script}", "text/javascript")


class BookFigure(Handler):
    """``/stage/figure/<name>``: a drawing of the book from its source, for the trainer's stage.

    ``?top=…&height=…`` is one band of it, in its own units.
    """

    def get(self, name: str) -> None:
        """The drawing; a name that is none of the book's finds nothing."""
        if not self.is_trainer():
            raise web.HTTPError(403)
        try:
            path = book_source.drawings(self.room.book.folder)[name] if self.room.book else None
            body = path.read_bytes() if path else b""
        except (LookupError, OSError):
            body = b""
        if not body:
            raise web.HTTPError(404)
        top, high = (self.get_query_argument(key, "")[:9] for key in ("top", "height"))
        if top.isdecimal() and high.isdecimal() and name.endswith(".svg"):
            body = book_figures.of_band(body.decode("utf-8", "replace"), (int(top), int(high))).encode()
        self.set_header("Content-Security-Policy", FIGURE_POLICY)
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Content-Type", mimetypes.guess_type(name)[0] or "application/octet-stream")
        self.finish(body)


class BookStart(Handler):
    """``/read``: to the book, or how far it is."""

    def get(self) -> None:
        """The waiting page looks again by itself."""
        book = self.room.book
        if book is None or (not book.exists and not book.ready):
            raise web.HTTPError(404)
        if book.ready:
            self.redirect(f"/read/{self.left_at(book)}")
            return
        self.set_header("Refresh", "2")
        if book.failed or book.percent is None:
            nodes = [Text((self.room.say("book-failed"),), "lead"), Text((self.room.say("book-failed-next"),))]
        else:
            done = book.percent // 10
            steps = tuple("ok" if step < done else "todo" for step in range(10))
            nodes = [Text((self.room.say("book-building"),), "lead"), Text((self.room.say("book-building-next"),))]
            nodes.append(Progress(steps, self.room.say("book-percent", n=book.percent)))  # type: ignore[arg-type]
        self.show_nodes(self.room.say("book"), nodes, back="/")

    def left_at(self, book: Book) -> str:
        """The page that this browser was on when it left the book, else the first."""
        page = unquote(self.get_cookie(PAGE, ""))
        try:
            known = page in book.served().files and page.endswith(".html")
        except (OSError, ValueError):
            known = False
        return page if known else FIRST

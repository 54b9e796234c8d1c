"""``/read/…``: the finished book, and a page that says how far it is while it is being built."""

from __future__ import annotations

import json
from typing import Any

from tornado import web

from ...view import Progress, Text
from .base import Handler
from .room import Room

#: The book's theme has small scripts and styles inside its pages, and Sphinx makes a function of the language's plural
#: rule; all still comes from us alone.
POLICY = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
OPEN = """for (const place of document.querySelectorAll(".okr-online")) {
  if (!known.includes(place.dataset.okrSlug)) continue;
  const way = document.createElement("a");
  way.href = "/x/" + place.dataset.okrSlug;
  way.textContent = words;
  place.append(way);
  place.hidden = false;
}"""


class BookFile(web.StaticFileHandler):
    """One file of the book."""

    def initialize(self, room: Room) -> None:  # type: ignore[override]
        """Serve the site of the room's book."""
        self.room = room
        super().initialize(str(room.book.site) if room.book else "", "index.html")

    def set_default_headers(self) -> None:
        """Like our other pages, but for the theme's own inline scripts."""
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.clear_header("Server")

    async def prepare(self) -> None:
        """Before there is a book, say so."""
        if self.room.book is None or not self.room.book.ready:
            self.redirect("/read")

    def set_extra_headers(self, path: str) -> None:
        """Ask each time; an unchanged file has the same ETag, and the answer is short."""
        del path
        self.set_header("Cache-Control", "no-cache")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A page that is not in the book leads to its start."""
        del kwargs
        self.set_status(status_code)
        self.finish('<meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/read/">')


class BookClass(Handler):
    """``/read/_static/class.js``: with a class open, exercise boxes lead to the class version."""

    def get(self) -> None:
        """The script, with the exercises that this class has."""
        known = json.dumps(list(self.room.content.exercises))
        words = json.dumps(self.room.say("book-exercise"), ensure_ascii=False)
        script = f"addEventListener('DOMContentLoaded', () => {{ const known = {known}, words = {words};\n{OPEN}\n}});"
        self.send(script, "text/javascript")


class BookStart(Handler):
    """``/read``: to the book, or how far it is."""

    def get(self) -> None:
        """The waiting page looks again by itself."""
        book = self.room.book
        if book is None or (not book.exists and not book.ready):
            raise web.HTTPError(404)
        if book.ready:
            self.redirect("/read/book/index.html")
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

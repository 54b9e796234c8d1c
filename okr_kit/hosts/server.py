"""The class server: ``routes(room)`` are handlers for any Tornado application, ``application(room)`` is one by itself.

Every request stands alone: who it is comes from the cookie, how far they are from the store.
"""

from __future__ import annotations

from typing import Any

from tornado import web

from .base import Handler
from .book_handlers import BookClass, BookFile, BookStart
from .join_handlers import ChangeGroup, Front, Join, Leave, Return
from .room import Room
from .trainer_handlers import Trainer, TrainerCode, TrainerLive
from .work_handlers import Act, Exercise, Live


def routes(room: Room) -> list[Any]:
    """Handlers for a Tornado application, ours first; they touch nothing below ``/voila/``."""
    given = {"room": room}
    return [
        (r"/", Front, given),
        (r"/join", Join, given),
        (r"/return", Return, given),
        (r"/group", ChangeGroup, given),
        (r"/leave", Leave, given),
        (r"/([xg])/([\w-]+)", Exercise, given),
        (r"/([xg])/([\w-]+)/act", Act, given),
        (r"/(g)/([\w-]+)/live", Live, given),
        (r"/trainer", Trainer, given),
        (r"/trainer/live", TrainerLive, given),
        (r"/trainer/qr\.svg", TrainerCode, given),
        (r"/read/?", BookStart, given),
        (r"/read/_static/class\.js", BookClass, given),
        (r"/read/(.+)", BookFile, given),
        (r"/static/(.+)", Static, given),
        (r"/favicon\.ico", Favicon, given),
    ]


def application(room: Room, **settings: Any) -> web.Application:
    """The class server alone, without Voila: for tests and for installations that have no notebooks."""
    return web.Application(
        routes(room), default_handler_class=NotFound, default_handler_args={"room": room}, **settings
    )


class NotFound(Handler):
    """Everything else."""

    def prepare(self) -> None:
        """There is nothing here, whatever the method."""
        raise web.HTTPError(404)


class Static(Handler):
    """``/static/…``: our files, from memory."""

    def get(self, name: str) -> None:
        """The file; for good if the address carries its version, else checked each time."""
        asset = self.room.assets.get(name)
        if asset is None:
            raise web.HTTPError(404)
        etag = f'"{asset.version}"'
        fixed = self.get_query_argument("v", "") == asset.version
        self.set_header("Cache-Control", "public, max-age=31536000, immutable" if fixed else "no-cache")
        self.set_header("Etag", etag)
        self.set_header("Vary", "Accept-Encoding")
        if etag in self.request.headers.get("If-None-Match", ""):
            self.set_status(304)
            return
        self.set_header("Content-Type", f"{asset.kind}; charset=utf-8")
        packed = "gzip" in self.request.headers.get("Accept-Encoding", "")
        if packed:
            self.set_header("Content-Encoding", "gzip")
        self.finish(asset.packed if packed else asset.body)

    head = get


class Favicon(Handler):
    """Browsers ask for it; pages carry their own."""

    def get(self) -> None:
        """Nothing, for a day."""
        self.set_header("Cache-Control", "public, max-age=86400")
        self.set_status(204)

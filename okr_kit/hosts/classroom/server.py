"""The class server: ``routes(room)`` are handlers for any Tornado application, ``serve`` opens a room on one port.

Every request stands alone: who it is comes from the cookie, how far they are from the store.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from tornado import web

from ...errors import ServeError
from ..jupyter.voila_process import VoilaProcess
from . import voila_proxy
from .base import Handler
from .book.handlers import BookClass, BookFigure, BookFile, BookStart
from .connections import ClassServer
from .console.handlers import Desk, DeskAct, DeskLive, DeskPulse, DeskTable
from .join_handlers import Front, FrontLive, Join, Leave, Return
from .pulse_handlers import Pulse, Said
from .room import Room
from .roster_handlers import Groups, Person, PersonStep, TrainerLink, TrainerLinkCode
from .seat_handlers import ChangeGroup
from .shelf_handlers import Document, Shelf, Step
from .stage.handlers import Stage, StageAct, StageCode, StageLive
from .take_home.handlers import Excel, Mine, Paper
from .trainer_handlers import Trainer, TrainerLive, Unlock
from .work_handlers import Act, At, Exercise, Live

#: Signals that end the server, where a system has them: a closed terminal is SIGHUP, on Windows SIGBREAK.
ENDS = ("SIGTERM", "SIGHUP", "SIGBREAK")
#: What is done beside a server, in its loop, until it ends.
Beside = Callable[[], Coroutine[Any, Any, None]]


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
        (r"/x/([\w-]+)/at", At, given),
        (r"/(x|g\d{0,3})/([\w-]+)/act", Act, given),
        (r"/(x|g\d{0,3})/([\w-]+)/live", Live, given),
        (r"/list/live", FrontLive, given),
        (r"/pulse", Pulse, given),
        (r"/now/say", Said, given),
        (r"/shelf", Shelf, given),
        (r"/shelf/(\w+)", Document, given),
        (r"/shelf/(\w+)/(copy|remove|back)", Step, given),
        (r"/shelf/(\w+)/(use)/([\w-]+)", Step, given),
        (r"/mine", Mine, given),
        (r"/mine/paper", Paper, given),
        (r"/mine/excel", Excel, given),
        (r"/trainer", Desk, given),
        (r"/trainer/act", DeskAct, given),
        (r"/trainer/live", DeskLive, given),
        (r"/trainer/pulse", DeskPulse, given),
        (r"/trainer/groups/(\d{1,3})/([\w-]+)", DeskTable, given),
        (r"/trainer/class", Trainer, given),
        (r"/trainer/class/live", TrainerLive, given),
        (r"/trainer/unlock", Unlock, given),
        (r"/stage", Stage, given),
        (r"/stage/live", StageLive, given),
        (r"/stage/act", StageAct, given),
        (r"/stage/qr\.svg", StageCode, given),
        (r"/stage/figure/(.+)", BookFigure, given),
        (r"/trainer/people/(\d{1,9})", Person, given),
        (r"/trainer/people/(\d{1,9})/(rename|move|code|remove|back)", PersonStep, given),
        (r"/trainer/groups", Groups, given),
        (r"/trainer/link", TrainerLink, given),
        (r"/trainer/link\.svg", TrainerLinkCode, given),
        (r"/read/?", BookStart, given),
        (r"/read/_static/class\.js", BookClass, given),
        (r"/read/(.+)", BookFile, given),
        (r"/static/(.+)", Static, given),
        (r"/favicon\.ico", Favicon, given),
    ]


def application(room: Room, voila: VoilaProcess | None = None, **settings: Any) -> web.Application:
    """The class server's application; without ``voila`` for tests and installations that have no notebooks."""
    handlers = [*routes(room), *(voila_proxy.routes(room, voila) if voila else [])]
    return web.Application(handlers, default_handler_class=NotFound, default_handler_args={"room": room}, **settings)


def serve(
    room: Room,
    voila: VoilaProcess | None,
    *,
    address: str,
    port: int,
    ready: Callable[[int], None] | None = None,
    beside: Beside | None = None,
) -> None:
    """Open the room on one port and serve until Ctrl-C, SIGTERM or a closed terminal; Voila starts beside it.

    ``ready`` is called with the port once learners can come in; what ``beside`` does from then on ends before the server
    does. Raises ServeError when the port cannot be had.
    """
    logging.getLogger("tornado").setLevel(logging.ERROR)  # the trainer's terminal is for what needs the trainer
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(room, voila, address, port, ready, beside))
    finally:
        if voila is not None:
            voila.stop()


async def _serve(
    room: Room,
    voila: VoilaProcess | None,
    address: str,
    port: int,
    ready: Callable[[int], None] | None,
    beside: Beside | None,
) -> None:
    try:
        http = ClassServer(application(room, voila))
        http.listen(port, address)
    except OSError as error:
        code = "port-busy" if error.errno == errno.EADDRINUSE else "port-refused"
        raise ServeError(code, port=port, address=address) from None
    over = asyncio.Event()
    _end_by_signals(over)
    if voila is not None:
        voila.start()
    if ready is not None:
        ready(port)
    others = asyncio.create_task(beside()) if beside is not None else None
    try:
        await over.wait()
    finally:
        if others is not None:
            others.cancel()
            await asyncio.wait([others])
        http.stop()
        await http.close_all_connections()


def _end_by_signals(over: asyncio.Event) -> None:
    """Whatever asks the server to end lets it finish what it is saving; who started it by ``nohup`` wants it to stay."""
    loop = asyncio.get_running_loop()
    for name in ENDS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(over.set))


class NotFound(Handler):
    """Everything else."""

    def prepare(self) -> None:
        """There is nothing here, whatever the method."""
        super().prepare()
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


class Favicon(Handler):
    """Browsers ask for it; pages carry their own."""

    def get(self) -> None:
        """Nothing, for a day."""
        self.set_header("Cache-Control", "public, max-age=86400")
        self.set_status(204)

"""``/voila/…`` and ``/api/kernels/…``: for the trainer, passed on to Voila's process and back; for nobody else.

Answers are passed on piece by piece, as the page tells its progress while it renders. A websocket is passed on byte by
byte once Voila has agreed to it, so that its frames, pings and close codes are the two ends' own affair.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from tornado import httputil, web
from tornado.http1connection import HTTP1Connection, HTTP1ConnectionParameters
from tornado.iostream import IOStream, StreamClosedError
from tornado.tcpclient import TCPClient

from ...view import Say
from ..jupyter.voila_process import SECRET, VoilaProcess
from ..network import LOOPBACK
from . import pages
from .base import Handler
from .guard import upgrade
from .room import Room

#: What of Voila's cookies goes on: the one against foreign forms. Learners' and trainer's cookies stay here.
XSRF = "_xsrf"
HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
KEPT_HERE = HOP | {"cookie", "authorization", "proxy-authorization", "content-length", "expect", SECRET.lower()}
KEPT_BACK = HOP | {"server", "date"}
PIECE = 65536


def routes(room: Room, voila: VoilaProcess) -> list[Any]:
    """Handlers for everything that Voila's process answers."""
    given = {"room": room, "voila": voila}
    return [
        (r"/voila(?:/|/render/.+)?", VoilaPage, given),
        (r"/voila/.+", VoilaProxy, given),
        (r"/api/kernels/.+", VoilaProxy, given),
    ]


class VoilaProxy(Handler):
    """One request of the trainer's, passed on."""

    passing = False

    def initialize(self, room: Room, voila: VoilaProcess) -> None:  # type: ignore[override]
        """Keep the room and where its Voila is."""
        super().initialize(room)
        self.voila = voila
        self.upstream: IOStream | None = None

    def set_default_headers(self) -> None:
        """Ours for our own pages; what Voila answers has its own."""
        if not self.passing:
            super().set_default_headers()

    def prepare(self) -> None:
        """Refuse everybody but the trainer, and the trainer's browser on behalf of another site's page."""
        super().prepare()
        if not self.is_trainer():
            self.set_status(403)
            self.show_nodes(self.room.say("trainer-title"), pages.trainer_only(self.room))

    async def get(self, *_: str) -> None:
        """Pass the request on, and the answer back."""
        stream = await self.connect()
        if stream is None:
            self.absent()
            return
        self.upstream = stream
        client = HTTP1Connection(stream, True, HTTP1ConnectionParameters(no_keep_alive=True))
        answer = Answer(self, client)
        body = self.body()
        with contextlib.suppress(StreamClosedError):
            line = httputil.RequestStartLine(self.request.method or "GET", self.request.uri or "/", "")
            client.write_headers(line, passed_on(self.request, self.voila.secret, len(body)), body)
            client.finish()
            await client.read_response(answer)
        if answer.agreed:
            await self.tunnel(stream, answer.agreed)
        elif not answer.complete:
            self.cut_off()
        stream.close()

    head = post = delete = get  # type: ignore[assignment]

    async def connect(self) -> IOStream | None:
        """A connection to Voila, or None while there is none to be had."""
        if self.voila.up:
            with contextlib.suppress(OSError, StreamClosedError):
                return await TCPClient().connect(LOOPBACK, self.voila.port)
        return None

    def absent(self) -> None:
        """What belongs to a page is not worth waiting for."""
        raise web.HTTPError(503)

    def cut_off(self) -> None:
        """Voila ended in the middle: say so if nothing was sent, else end as it did, so that nobody takes it for all."""
        if not self._headers_written and not self._finished:
            self.passing = False
            self.clear()
            self.absent()
        elif not self._finished:
            self.detach().close()

    def on_connection_close(self) -> None:
        """The browser has gone: Voila need not go on."""
        super().on_connection_close()
        if self.upstream is not None:
            self.upstream.close()

    def _log(self) -> None:
        """Nothing in the trainer's terminal for each time that a waiting page looks again."""
        if self.get_status() != 503:
            super()._log()

    def compute_etag(self) -> str | None:
        """Voila's own or none."""
        return None

    async def tunnel(self, theirs: IOStream, agreed: bytes) -> None:
        """From here on bytes in both directions, until one end closes."""
        ours = self.detach()
        for stream in (ours, theirs):
            stream.set_nodelay(True)
        self.room.tunnels.add(ours)
        with contextlib.suppress(StreamClosedError):
            await ours.write(agreed)
        await asyncio.gather(pump(ours, theirs), pump(theirs, ours))
        self.room.tunnels.discard(ours)


class VoilaPage(VoilaProxy):
    """The list and the notebooks: whoever opens one before Voila is up waits with a sentence."""

    def absent(self) -> None:
        """Say why there is nothing yet; the page looks again by itself unless something is wrong."""
        say, word = self.room.content.language.say, self.voila.wake()
        self.set_status(503)
        if word != "failed":
            self.set_header("Refresh", "1")
        node = Say("warn" if word == "failed" else "info", say(f"voila.{word}"), (say(f"voila.{word}-next"),))
        self.show_nodes(say("voila.list-title"), (node,), back="/stage")


class Answer(httputil.HTTPMessageDelegate):
    """Voila's answer, handed to the browser as it comes."""

    def __init__(self, handler: VoilaProxy, client: HTTP1Connection) -> None:
        """Keep both ends. ``agreed`` is the head of an answer that agrees to a websocket."""
        self.handler, self.client = handler, client
        self.agreed, self.complete = b"", False

    def headers_received(self, start_line: Any, headers: httputil.HTTPHeaders) -> None:
        """Take status and headers over."""
        if start_line.code == 101:
            lines = [f"HTTP/1.1 101 {start_line.reason}", *(f"{name}: {value}" for name, value in headers.get_all())]
            self.agreed = "\r\n".join([*lines, "", ""]).encode("latin-1")
            self.client.detach()
        elif start_line.code >= 200:
            self.handler.passing = True
            self.handler.clear()
            for name in ("Server", "Content-Type"):
                self.handler.clear_header(name)
            self.handler.set_status(start_line.code, start_line.reason)
            for name, value in headers.get_all():
                if name.lower() not in KEPT_BACK:
                    self.handler.add_header(name, value)

    async def data_received(self, chunk: bytes) -> None:
        """Hand a piece on; Voila waits while the browser does not read."""
        try:
            self.handler.write(chunk)
            await self.handler.flush()
        except StreamClosedError:
            self.client.close()

    def finish(self) -> None:
        """That was all."""
        self.complete = True
        if not self.handler._finished:  # noqa: SLF001 - tornado has no other way to ask
            self.handler.finish()


def passed_on(request: httputil.HTTPServerRequest, secret: str, length: int) -> httputil.HTTPHeaders:
    """The headers that Voila gets: the browser's without what is not for it, and the secret."""
    headers = httputil.HTTPHeaders()
    for name, value in request.headers.get_all():
        if name.lower() not in KEPT_HERE:
            headers.add(name, value)
    if XSRF in request.cookies:
        headers["Cookie"] = f"{XSRF}={request.cookies[XSRF].coded_value}"
    if upgrade(request):
        headers["Upgrade"], headers["Connection"] = "websocket", "Upgrade"
    else:
        headers["Connection"] = "close"
    if length or request.method not in ("GET", "HEAD"):
        headers["Content-Length"] = str(length)
    headers[SECRET] = secret
    return headers


async def pump(source: IOStream, target: IOStream) -> None:
    """Pass bytes on until either end closes; then both are closed."""
    try:
        while True:
            await target.write(await source.read_bytes(PIECE, partial=True))
    except StreamClosedError:
        pass
    finally:
        source.close()
        target.close()

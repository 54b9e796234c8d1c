"""The HTTP server of a class: connections that do nothing give way to those that come, and nothing runs out of files."""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from tornado import httputil
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop

from .guard import network_of

if TYPE_CHECKING:
    from tornado.iostream import IOStream

log = logging.getLogger("okr_kit")

#: Seconds for the next request of an open connection and its whole head; for a body. A phone's page takes one or two.
IDLE, BODY = 30, 20
#: How many files we ask the system for, and how many of them are for others than visitors: database, Voila, book.
FILES, KEPT_BACK = 8192, 96
#: How many connections are taken at once before others have their turn; how long to wait where there is no file left.
AT_ONCE, PAUSE = 64, 0.5
OUT_OF_FILES = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
#: Seconds between two lines in the log that say so.
SAID_EVERY = 60
#: Seconds after which a request that is still under way counts as one that nobody reads the answer of.
STUCK = 60


def raise_file_limit() -> int:
    """Ask for as many open files as we may have; the limit that holds (macOS begins with 256)."""
    try:
        import resource
    except ImportError:  # Windows has no such limit for sockets
        return FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return FILES if soft == resource.RLIM_INFINITY else min(soft, FILES)


class Held(NamedTuple):
    """An open connection: where it comes from, since when it is idle or busy, and whether its whole request has come."""

    stream: IOStream
    address: str
    since: float
    whole: bool = False


class _Busy(httputil.HTTPMessageDelegate):
    """Marks a connection as busy from a request's head until the next one is waited for, and when its body is there."""

    def __init__(self, inner: httputil.HTTPMessageDelegate, busy: Callable[[bool], None]) -> None:
        self.inner, self.busy = inner, busy
        self.data_received = inner.data_received  # type: ignore[method-assign]
        self.on_connection_close = inner.on_connection_close  # type: ignore[method-assign]

    def headers_received(self, start_line: Any, headers: httputil.HTTPHeaders) -> Any:
        """A request begins."""
        self.busy(False)
        return self.inner.headers_received(start_line, headers)

    def finish(self) -> None:
        """All of it has come."""
        self.busy(True)
        self.inner.finish()


class ClassServer(HTTPServer):
    """Takes at most ``most`` connections; one more ends the oldest idle one of the address that holds most."""

    def initialize(self, request_callback: Any, most: int | None = None, **options: Any) -> None:  # type: ignore[override]
        """Like tornado's, with our limits where none are given; ``most`` follows the limit of open files."""
        limits = {"idle_connection_timeout": IDLE, "body_timeout": BODY}
        super().initialize(request_callback, **(limits | options))
        self.most = most or max(raise_file_limit() - KEPT_BACK, 32)
        self.idle: dict[object, Held] = {}  # the longest idle one first
        self.busy: dict[object, Held] = {}
        self._said = float("-inf")

    # -- connections come ---------------------------------------------------------------------------------------------

    def add_sockets(self, sockets: Iterable[socket.socket]) -> None:
        """Listen on these; unlike tornado's, this waits a moment where the system has no file left."""
        for sock in sockets:
            self._sockets[sock.fileno()] = sock
            self._handlers[sock.fileno()] = self._listen_on(sock)

    def _listen_on(self, sock: socket.socket) -> Callable[[], None]:
        """Take what comes on a socket; a function that ends that."""
        loop = IOLoop.current()
        pauses: list[object] = []

        def take(*_: Any) -> None:
            if not self._take(sock):
                loop.remove_handler(sock)
                pauses.append(loop.call_later(PAUSE, again))

        def again() -> None:
            pauses.clear()
            loop.add_handler(sock, take, IOLoop.READ)

        def end() -> None:
            for pause in pauses:
                loop.remove_timeout(pause)
            if not pauses:
                loop.remove_handler(sock)

        loop.add_handler(sock, take, IOLoop.READ)
        return end

    def _take(self, sock: socket.socket) -> bool:
        """Take the connections that wait; False where there is no file for the next one."""
        for _ in range(AT_ONCE):
            try:
                connection, address = sock.accept()
            except BlockingIOError:
                return True
            except OSError as error:
                if error.errno not in OUT_OF_FILES:
                    continue  # it has gone again
                self._say_full()
                self.make_room()
                return False
            self._handle_connection(connection, address)
        return True

    def _say_full(self) -> None:
        """One line a minute, not one for each try."""
        if time.monotonic() - self._said > SAID_EVERY:
            self._said = time.monotonic()
            log.warning("no file left for another connection: %d open", len(self._connections))

    # -- connections give way -----------------------------------------------------------------------------------------

    def start_request(self, server_conn: Any, request_conn: Any) -> httputil.HTTPMessageDelegate:
        """The connection waits for a request: idle until its head has come."""
        address = network_of(str(getattr(server_conn.context, "remote_ip", "")))
        self.busy.pop(server_conn, None)
        self.idle[server_conn] = Held(server_conn.stream, address, time.monotonic())
        if len(self.idle) + len(self.busy) > self.most:
            self.make_room(server_conn)

        def busy(whole: bool) -> None:
            held = self.idle.pop(server_conn, None) or self.busy.get(server_conn)
            if held is not None:
                self.busy[server_conn] = held._replace(since=time.monotonic(), whole=whole)

        return _Busy(super().start_request(server_conn, request_conn), busy)

    def make_room(self, newest: object = None) -> None:
        """End the oldest idle connection of the address that holds most, not the newest.

        With none idle, one whose body has not come, then a stuck one.
        """
        long_ago = time.monotonic() - STUCK
        ended = {conn: held for conn, held in self.idle.items() if conn is not newest}
        ended = ended or {conn: held for conn, held in self.busy.items() if not held.whole}
        ended = ended or {conn: held for conn, held in self.busy.items() if held.since < long_ago}
        if ended:
            held = Counter(one.address for one in ended.values())
            most = max(held.values())
            conn = next(conn for conn, one in ended.items() if held[one.address] == most)
            ended[conn].stream.close()
            self.idle.pop(conn, None)
            self.busy.pop(conn, None)

    def on_close(self, server_conn: object) -> None:
        """It has gone."""
        super().on_close(server_conn)
        self.idle.pop(server_conn, None)
        self.busy.pop(server_conn, None)

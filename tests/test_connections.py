"""Connections that do nothing, or too slowly: the class stays usable, and the log stays short."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import http.client
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from class_scene import Running, wait_until
from learner import content as shipped

from okr_kit.hosts.classroom import connections
from okr_kit.hosts.classroom.connections import ClassServer
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store

CHILD = """
import asyncio, resource, sys
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256 if sys.argv[2] == "hard" else hard))
from okr_kit import bank
from okr_kit.hosts.classroom import server
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store

room = Room.open(bank.load(), Store(sys.argv[1]), "一班")
ready = lambda port: print(port, flush=True)
server.serve(room, None, address="127.0.0.1", port=int(sys.argv[3]), ready=ready)
"""
HALF_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
HALF_BODY = b"POST /join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\nnickname="
HALF_CHUNK = b"POST /join HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nnick"


@pytest.fixture
def room(tmp_path):
    with Store(str(tmp_path / "class.db"), busy_ms=200) as store:
        yield Room.open(shipped(), store, "一班")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def page(port):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as link:
        link.request("GET", "/")
        return link.getresponse().status


@pytest.mark.skipif(os.name != "posix", reason="limits of open files are a POSIX thing")
@pytest.mark.parametrize(
    ("limit", "sent"), [("soft", b""), ("hard", b""), ("hard", HALF_HEAD), ("hard", HALF_BODY), ("hard", HALF_CHUNK)]
)
def test_three_hundred_connections_that_ask_nothing_under_a_limit_of_256_files(tmp_path, limit, sent):
    command = [sys.executable, "-c", CHILD, str(tmp_path / "class.db"), limit, str(free_port())]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
    idle = []
    try:
        port = int(child.stdout.readline())
        for _ in range(300):
            with contextlib.suppress(OSError):
                idle.append(socket.create_connection(("127.0.0.1", port), timeout=5))
                idle[-1].sendall(sent)
        began = time.monotonic()
        assert [page(port) for _ in range(20)] == [200] * 20
        assert time.monotonic() - began < 10
    finally:
        for link in idle:
            link.close()
        child.terminate()
        _, said = child.communicate(timeout=20)
    assert "Traceback" not in said
    assert len(said) < 2000


def test_one_too_many_ends_the_oldest_idle_one_and_none_that_works(room):
    running = Running(room)
    try:
        running.server.most = 5
        works = http.client.HTTPConnection("127.0.0.1", running.port, timeout=5)
        works.putrequest("POST", "/join")
        works.putheader("Content-Length", "4")
        works.endheaders()
        wait_until(lambda: running.server.busy)  # its head has come
        idle = [socket.create_connection(("127.0.0.1", running.port), timeout=5) for _ in range(8)]
        assert page(running.port) == 200
        assert idle[0].recv(1) == b""  # the oldest was ended
        works.send(b"code")
        assert works.getresponse().status == 422
        for link in idle:
            link.close()
        works.close()
    finally:
        running.close()


def waiting(running):
    """How many requests the server is at work on."""

    async def look():
        return sum("_execute" in task.get_coro().__qualname__ for task in asyncio.all_tasks())

    return asyncio.run_coroutine_threadsafe(look(), running.loop).result(5)


@pytest.mark.parametrize("who", ["they leave", "they are let go"])
def test_half_a_body_leaves_nothing_behind(room, who):
    running = Running(room)
    try:
        links = [socket.create_connection(("127.0.0.1", running.port), timeout=5) for _ in range(3)]
        for link in links:
            link.sendall(HALF_BODY)
        until = time.monotonic() + 10
        while waiting(running) < 3:
            assert time.monotonic() < until
        for link in links:
            if who == "they leave":
                link.close()
            else:
                running.loop.call_soon_threadsafe(running.server.make_room)
        while waiting(running):
            assert time.monotonic() < until, "somebody's request is waited for who has gone"
        for link in links:
            link.close()
    finally:
        running.close()


def test_no_file_left_is_one_line_and_no_spinning(room, caplog):
    """The kernel says EMFILE as long as the test wants; each try is counted."""
    running, tries = Running(room), []
    try:
        [real] = running.server._sockets.values()
        full = threading.Event()
        full.set()

        class Full:
            def accept(self):
                tries.append(time.monotonic())
                if full.is_set():
                    raise OSError(errno.EMFILE, "Too many open files")
                return real.accept()

            def __getattr__(self, name):
                return getattr(real, name)

        def swap():
            running.server._handlers[real.fileno()]()
            running.server._handlers[real.fileno()] = running.server._listen_on(Full())

        with caplog.at_level(logging.WARNING):
            running.loop.call_soon_threadsafe(swap)
            link = http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)
            link.request("GET", "/")
            wait_until(lambda: len(tries) >= 4)
            assert tries[3] - tries[0] > 2 * connections.PAUSE
            full.clear()
            assert link.getresponse().status == 200
            link.close()
        said = [record for record in caplog.records if "no file left" in record.getMessage()]
        assert len(said) == 1
        assert not [record for record in caplog.records if record.exc_info]
    finally:
        running.close()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-",
        b"POST /join HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab",
    ],
)
def test_who_sends_nothing_more_is_let_go(room, sent):
    async def scene():
        from tornado.testing import bind_unused_port

        from okr_kit.hosts.classroom import server

        listening, port = bind_unused_port()
        http_server = ClassServer(server.application(room), idle_connection_timeout=0.2, body_timeout=0.2)
        http_server.add_sockets([listening])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        await asyncio.wait_for(reader.read(), 5)  # until the server closes
        writer.close()
        http_server.stop()
        await http_server.close_all_connections()

    asyncio.run(scene())


def test_a_class_has_timeouts_for_heads_and_bodies():
    made = ClassServer(lambda _: None)
    assert made.conn_params.header_timeout == connections.IDLE <= 60
    assert made.conn_params.body_timeout == connections.BODY <= 60

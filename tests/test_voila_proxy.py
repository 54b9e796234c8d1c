"""The way to Voila's process: what is refused before it gets there, what is passed on, and how."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tornado import web
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.simple_httpclient import HTTPStreamClosedError
from tornado.websocket import WebSocketHandler, websocket_connect
from voila_scene import in_a_loop

from okr_kit import bank
from okr_kit.hosts.classroom import access, server
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.jupyter.voila_process import SECRET, VoilaProcess
from okr_kit.hosts.store import Store

PROTOCOL = "v1.kernel.websocket.jupyter.org"
SOCKET = "/api/kernels/k/channels"


class FakeVoila:
    """What the proxy knows of Voila's process, without one."""

    def __init__(self, port: int) -> None:
        self.port, self.secret, self.up, self.word = port, "only-we-know", True, "starting"

    def wake(self) -> str:
        return self.word


@dataclass
class Scene:
    """A class server before a pretended Voila, which notes every request that reaches it."""

    url: str
    trainer: str
    voila: FakeVoila
    seen: list[Any] = field(default_factory=list)
    pings: list[bytes] = field(default_factory=list)
    closed: asyncio.Queue[tuple[int | None, str | None]] = field(default_factory=asyncio.Queue)
    go: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, path: str, cookie: str | None = None, method: str = "GET", **more: Any) -> HTTPResponse:
        headers = {"Cookie": self.trainer if cookie is None else cookie} | more.pop("headers", {})
        request = HTTPRequest(
            self.url + path, method, headers, follow_redirects=False, allow_nonstandard_methods=True, **more
        )
        return await AsyncHTTPClient().fetch(request, raise_error=False)

    async def socket(self, cookie: str | None = None, **headers: str) -> Any:
        headers = {"Cookie": self.trainer if cookie is None else cookie, **headers}
        request = HTTPRequest(self.url.replace("http", "ws") + SOCKET, headers=headers)
        return await websocket_connect(request, subprotocols=[PROTOCOL, "other"])


def pretended(scene: Scene) -> web.Application:
    class Page(web.RequestHandler):
        async def get(self, path: str) -> None:
            scene.seen.append(self.request)
            self.set_cookie("_xsrf", "of-voila")
            self.add_header("X-Twice", "1")
            self.add_header("X-Twice", "2")
            if path == "render/slow.ipynb":
                self.write("第一步")
                await self.flush()
                await scene.go.wait()
                self.write("第二步")
            elif path == "render/cut.ipynb":
                self.write("第一步")
                await self.flush()
                await scene.go.wait()
                self.detach().close()
            elif path == "render/gone.ipynb":
                self.detach().close()
            elif path == "static/big.js":
                self.set_header("Content-Type", "text/javascript")
                self.write(b"x" * 3_000_000)
            elif path == "nothing":
                self.set_status(204)
            else:
                self.write(f"{self.request.method} {self.request.uri} {self.request.body.decode()}")

        head = post = delete = get

    class Echo(WebSocketHandler):
        def select_subprotocol(self, offered: list[str]) -> str | None:
            return offered[0] if offered else None

        def prepare(self) -> None:
            scene.seen.append(self.request)

        def on_message(self, message: str | bytes) -> None:
            if message == "ping me":
                self.ping(b"from voila")
            elif message == "close me":
                self.close(4123, "because")
            else:
                self.write_message(message, binary=isinstance(message, bytes))

        def on_pong(self, data: bytes) -> None:
            scene.pings.append(data)

        def on_close(self) -> None:
            scene.closed.put_nowait((self.close_code, self.close_reason))

    return web.Application([(SOCKET, Echo), (r"/(?:voila/?|api/kernels/)(.*)", Page)], websocket_max_message_size=2**26)


def listening(application: web.Application) -> tuple[HTTPServer, int]:
    sockets = bind_sockets(0, "127.0.0.1")
    http = HTTPServer(application)
    http.add_sockets(sockets)
    return http, sockets[0].getsockname()[1]


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Callable[[Callable[[Scene], Awaitable[None]]], None]]:
    """Run a coroutine function against the scene."""
    with Store(str(tmp_path / "class.db")) as store:
        room = Room.open(bank.load(), store)

        async def scene_of(act: Callable[[Scene], Awaitable[None]]) -> None:
            voila = FakeVoila(0)
            scene = Scene("", f"{access.TRAINER}={access._stamp(room.trainer_token)}", voila)
            inner, voila.port = listening(pretended(scene))
            outer, port = listening(server.application(room, voila))  # type: ignore[arg-type]
            scene.url = f"http://127.0.0.1:{port}"
            try:
                await asyncio.wait_for(act(scene), 20)
            finally:
                for http in (outer, inner):
                    http.stop()
                    await http.close_all_connections()

        yield lambda act: in_a_loop(scene_of(act))


# What is refused before it gets there


@pytest.mark.parametrize("cookie", ["", "okr_me=learner", "okr_trainer=guess", "okr_trainer="])
@pytest.mark.parametrize("path", ["/voila", "/voila/", "/voila/render/a.ipynb", "/voila/static/a.js", "/api/kernels/k"])
def test_nothing_of_a_learner_reaches_voila(play, path, cookie):
    async def act(scene):
        for method in ("GET", "HEAD", "POST", "DELETE"):
            answer = await scene.ask(path, cookie, method, headers={SECRET: "only-we-know"})
            assert answer.code == 403
        with pytest.raises(HTTPClientError, match="403"):
            await scene.socket(cookie)
        assert scene.seen == []

    play(act)


def test_other_methods_are_refused(play):
    async def act(scene):
        for method in ("PUT", "PATCH", "OPTIONS"):
            assert (await scene.ask("/api/kernels/k", method=method)).code == 405
        assert scene.seen == []

    play(act)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_page_gets_nothing_through(play, headers):
    async def act(scene):
        with pytest.raises(HTTPClientError, match="403"):
            await scene.socket(**headers)
        for method in ("POST", "DELETE"):
            assert (await scene.ask("/api/kernels/k", method=method, headers=headers)).code == 403
        assert scene.seen == []

    play(act)


def test_our_own_page_and_a_link_from_elsewhere_may(play):
    async def act(scene):
        own = {"Origin": scene.url, "Sec-Fetch-Site": "same-origin"}
        assert (await scene.ask("/voila/api/shutdown/k", method="POST", body="{}", headers=own)).code == 200
        socket = await scene.socket(**own)
        socket.close()
        assert await socket.read_message() is None
        assert (await scene.ask("/voila/", headers={"Sec-Fetch-Site": "cross-site"})).code == 200

    play(act)


def test_too_large_a_body_is_refused(play):
    async def act(scene):
        assert (await scene.ask("/voila/api/shutdown/k", method="POST", body="x" * 300_000)).code == 413
        assert scene.seen == []

    play(act)


# What is passed on


def test_voila_gets_the_secret_and_its_own_cookie_only(play):
    async def act(scene):
        cookies = f"okr_me=learner; okr_device=d; {scene.trainer}; _xsrf=2|a|b|1; other=x"
        given = {SECRET: "guess", "Authorization": "token x", "Accept-Language": "zh-CN", "Connection": "keep-alive"}
        answer = await scene.ask("/voila/render/exercises/%E4%B8%80.ipynb?a=1&a=2", cookies, headers=given)
        assert answer.body.decode().strip() == "GET /voila/render/exercises/%E4%B8%80.ipynb?a=1&a=2"
        [request] = scene.seen
        assert request.headers.get_list("Cookie") == ["_xsrf=2|a|b|1"]
        assert request.headers.get_list(SECRET) == ["only-we-know"]
        assert request.headers["Host"] == scene.url.removeprefix("http://")
        assert request.headers["Accept-Language"] == "zh-CN"
        assert "Authorization" not in request.headers

    play(act)


def test_answers_come_back_as_they_are(play):
    async def act(scene):
        answer = await scene.ask("/voila/render/a.ipynb")
        assert answer.headers.get_list("X-Twice") == ["1", "2"]
        assert answer.headers["Set-Cookie"].startswith("_xsrf=of-voila")
        assert "Content-Security-Policy" not in answer.headers, "that of our pages would stop Voila's scripts"
        again = await scene.ask("/voila/render/a.ipynb", headers={"If-None-Match": answer.headers["Etag"]})
        assert (again.code, again.body) == (304, b"")
        assert (await scene.ask("/voila/nothing")).code == 204
        head = await scene.ask("/voila/render/a.ipynb", method="HEAD")
        assert (head.code, head.body) == (200, b"")
        assert (await scene.ask("/voila/api/shutdown/k", method="POST", body="hello")).body.endswith(b"hello")
        big = await scene.ask("/voila/static/big.js")
        assert (len(big.body), big.headers.get_list("Content-Type")) == (3_000_000, ["text/javascript"])

    play(act)


def test_a_page_is_shown_while_it_renders(play):
    async def act(scene):
        pieces: asyncio.Queue[bytes] = asyncio.Queue()
        asked = asyncio.ensure_future(scene.ask("/voila/render/slow.ipynb", streaming_callback=pieces.put_nowait))
        assert (await pieces.get()).decode() == "第一步"
        assert not asked.done()
        scene.go.set()
        assert (await pieces.get()).decode() == "第二步"
        assert (await asked).code == 200

    play(act)


def test_half_a_page_is_not_taken_for_a_whole_one(play):
    async def act(scene):
        with pytest.raises(HTTPStreamClosedError):
            await scene.ask("/voila/render/cut.ipynb", streaming_callback=lambda _: scene.go.set())
        assert (await scene.ask("/voila/render/gone.ipynb")).code == 503

    play(act)


def test_a_page_that_nobody_waits_for_is_given_up(play):
    async def act(scene):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(scene.url.rpartition(":")[2]))
        writer.write(
            f"GET /voila/render/slow.ipynb HTTP/1.1\r\nHost: localhost\r\nCookie: {scene.trainer}\r\n\r\n".encode()
        )
        await reader.readuntil("第一步".encode())
        writer.close()
        until = asyncio.get_running_loop().time() + 5
        while not scene.seen[0].connection.stream.closed():
            assert asyncio.get_running_loop().time() < until
            await asyncio.sleep(0.02)

    play(act)


def test_a_websocket_speaks_both_ways_with_its_protocol_pings_and_close_codes(play):
    async def act(scene):
        socket = await scene.socket()
        assert socket.selected_subprotocol == PROTOCOL
        for message in ("一句话", b"\x00\xff" * 100_000):
            await socket.write_message(message, binary=isinstance(message, bytes))
            assert await socket.read_message() == message
        await socket.write_message("ping me")
        await socket.write_message("close me")
        assert await socket.read_message() is None
        assert (socket.close_code, socket.close_reason) == (4123, "because")
        socket.close()
        other = await scene.socket()
        other.close(4001, "leaving")
        assert await other.read_message() is None
        assert await scene.closed.get() == (4123, None)
        assert await scene.closed.get() == (4001, "leaving")
        assert scene.pings == [b"from voila"]

    play(act)


def test_a_renewed_link_ends_what_the_old_one_opened_and_lets_nobody_open_more(play):
    """Whoever came by the old link loses the open websocket; the trainer's new cookie opens another."""

    async def act(scene):
        socket = await scene.socket()
        await socket.write_message("da")
        assert await socket.read_message() == "da"
        old = scene.trainer
        answer = await scene.ask("/trainer/link", method="POST")
        assert answer.code == 303
        assert await socket.read_message() is None
        socket.close()
        assert (await scene.ask("/voila/render/exercises/a.ipynb")).code == 403
        scene.trainer = answer.headers["Set-Cookie"].partition(";")[0]
        assert scene.trainer != old
        socket = await scene.socket()
        await socket.write_message("da")
        assert await socket.read_message() == "da"
        socket.close()
        assert await socket.read_message() is None

    play(act)


# While there is none


def test_a_page_says_why_it_waits_and_looks_again_unless_something_is_wrong(play):
    async def act(scene):
        scene.voila.up = False
        for word, sentence, again in (
            ("starting", "投屏程序正在启动", "1"),
            ("again", "投屏程序刚才意外停了", "1"),
            ("failed", "投屏程序没有启动起来", None),
        ):
            scene.voila.word = word
            answer = await scene.ask("/voila/render/a.ipynb")
            assert (answer.code, answer.headers.get("Refresh")) == (503, again)
            assert sentence in answer.body.decode()
        assert (await scene.ask("/api/kernels/k")).code == 503
        with pytest.raises(HTTPClientError, match="503"):
            await scene.socket()

    play(act)


def test_one_that_does_not_start_is_tried_again_only_when_asked_again(tmp_path, monkeypatch):
    monkeypatch.setattr("okr_kit.hosts.jupyter.voila_process.BOOT", "raise SystemExit(3)")
    voila = VoilaProcess("zh_cn", tmp_path)
    voila.start()
    for expected in ("failed", "again", "failed"):
        assert voila.process is not None
        voila.process.wait(20)
        assert not voila.up
        assert voila.wake() == expected
    voila.stop()


def test_each_start_has_a_secret_of_its_own_that_is_in_no_argument(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "okr_kit.hosts.jupyter.voila_process.BOOT", "import sys; print(sys.stdin.readline() and 1); sys.stdin.read()"
    )
    voila, secrets = VoilaProcess("zh_cn", tmp_path), set()
    for _ in range(2):
        voila.start()
        secrets.add(voila.secret)
        assert voila.process is not None
        assert voila.secret not in " ".join(map(str, voila.process.args))
        assert voila.alive
        voila.stop()
        assert not voila.alive
    assert len(secrets) == 2
    assert all(len(secret) > 30 for secret in secrets)

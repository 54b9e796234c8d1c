"""A class that is played from outside: ``okr serve`` in a process of its own, phones that hold its pulse, what they hear.

Nothing here reaches into the server: phones, console and stage know what comes over the network, and all of it is kept.
"""

from __future__ import annotations

import asyncio
import html
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from voila_scene import free_port

from okr_kit.hosts.classroom import access

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).parents[1]
#: How long a phone's hanging request may take, and how long it waits after a failure, in seconds: as ``pulse.js``.
HOLD, PAUSE = 32, 0.4
#: Sends everything that a page gets to :meth:`Heard.note`: the document as it came, and each answer.
LISTEN = """
const asked = window.fetch;
window.fetch = async (...all) => {
  const answer = await asked(...all);
  answer.clone().text().then((text) => okrHeard(String(all[0]), text, Date.now())).catch(() => {});
  return answer;
};
document.addEventListener("readystatechange", () => {
  if (document.readyState === "interactive") okrHeard(location.pathname, document.documentElement.outerHTML, Date.now());
});
"""


class Served:
    """``okr serve`` with a store of its own; ended and started again, it is the same class at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.start()

    def start(self) -> float:
        """Open the class; the seconds until learners can come in."""
        command = [sys.executable, "-m", "okr_kit", "serve", "--port", str(self.port), "--class", "一班"]
        command += ["--course-dir", str(self.folder)]
        began, env = time.monotonic(), os.environ | {"PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", env=env, cwd=ROOT
        )
        said = ""
        for line in self.process.stdout:
            said += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"token=(\w+).*\?c=(\d+)", said, re.DOTALL)
        assert found, said
        self.token, self.code = found.groups()
        return time.monotonic() - began

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """End it as a power cut does."""
        self._end(signal.SIGKILL)

    def close(self) -> None:
        """End it as Ctrl-C does."""
        if self.process.poll() is None:
            self._end(signal.SIGINT)

    def _end(self, how: int) -> None:
        self.process.send_signal(how)
        self.process.wait(30)
        self.process.stdout.close()


@dataclass(frozen=True)
class Piece:
    """Something that came to somebody: whose device asked for it, where, when (seconds since 1970)."""

    who: str
    url: str
    text: str
    at: float


class Heard:
    """Everything that learners' devices got, and the stage; HTML in JSON as it reads."""

    def __init__(self) -> None:
        self.learners: list[Piece] = []
        self.stage: list[Piece] = []
        #: What everybody has picked so far, in words.
        self.picked: defaultdict[str, set[str]] = defaultdict(set)

    def note(self, to: list[Piece], who: str, url: str, text: str, at: float = 0) -> None:
        """Keep an answer that came just now, or ``at`` milliseconds since 1970."""
        if text.startswith("{"):
            text = "\n".join(str(value) for value in json.loads(text).values())
        to.append(Piece(who, url, html.unescape(text), at / 1000 or time.time()))

    def listen(self, context: BrowserContext, to: list[Piece], who: str) -> None:
        """Keep what a browser's pages get from now on."""
        context.expose_function("okrHeard", lambda *said: self.note(to, who, *said))
        context.add_init_script(LISTEN)


@dataclass
class Phone:
    """A phone without a screen: it holds the pulse, goes where the class is, and shows what came last."""

    crowd: Crowd
    name: str
    group: int
    cookies: dict[str, str] = field(default_factory=dict)
    at: str = "list"
    page: str = ""
    #: When it first knew of a step of the class, by its stamp.
    knew: dict[int, float] = field(default_factory=dict)
    fails: int = 0
    #: When an answer came after a failure.
    back: float = 0.0
    follows: asyncio.Task[None] | None = None

    async def ask(self, path: str, body: Any = None, **headers: str) -> HTTPResponse:
        """One request with its cookies; what it brings is kept."""
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | headers
        form = body if isinstance(body, str) or body is None else json.dumps(body, ensure_ascii=False)
        asked = HTTPRequest(
            self.crowd.url + path,
            method="GET" if body is None else "POST",
            body=form,
            headers=sent,
            follow_redirects=False,
            request_timeout=HOLD,
            connect_timeout=HOLD,
        )
        try:
            answer = await self.crowd.client.fetch(asked, raise_error=False)
        except HTTPClientError as gone:  # no answer at all
            raise OSError(gone) from None
        for line in answer.headers.get_list("Set-Cookie"):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        self.crowd.heard.note(self.crowd.heard.learners, self.name, path, answer.body.decode())
        return answer

    async def join(self) -> None:
        """Come in."""
        await self.ask("/")
        form = {"code": self.crowd.code, "nickname": self.name, "group": str(self.group), "role": "learner"}
        answer = await self.ask("/join", urlencode(form), **{"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.code == 303, answer.body.decode()
        await self.go(answer.headers["Location"])

    async def go(self, path: str) -> None:
        """Open a page."""
        answer = await self.ask(path)
        assert answer.code == 200, (path, answer.code)
        self.page = answer.body.decode()
        self.at = re.search(r'data-at="([^"]*)"', self.page)[1]

    def data(self, name: str) -> str:
        """What the shell of its page says."""
        found = re.search(rf'data-{name}="([^"]*)"', self.page)
        return html.unescape(found[1]) if found else ""

    async def follow(self) -> None:
        """Hold the pulse for ever; go where the class is, look again where something is new."""
        mark = self.data("mark")
        while True:
            try:
                seq = "" if self.fails else quote(mark)
                answer = await self.ask(f"/pulse?seq={seq}&at={quote(self.at)}", **{"X-OKR": "1"})
                if self.fails:
                    self.fails, self.back = 0, time.time()
                if answer.code == 200:
                    mark = await self.news(json.loads(answer.body))
            except OSError:
                self.fails += 1
                await asyncio.sleep(PAUSE)

    async def news(self, said: dict[str, Any]) -> str:
        """What the class does now; the new mark."""
        now = said["now"]
        if now:
            self.knew.setdefault(now["stamp"], time.time())
        await self.go(now["url"] if now else "/" if self.at == "list" else f"/{self.at}")
        return str(said["seq"])

    # -- what it shows ------------------------------------------------------------------------------------------------

    @property
    def settled(self) -> bool:
        """Whether its page is that of the newest step it knows of."""
        return self.data("stamp") in ("", str(max(self.knew, default="")))

    @property
    def words(self) -> str:
        """What a reader sees."""
        return html.unescape(re.sub(r"<[^>]+>", " ", self.page))

    @property
    def form(self) -> str:
        """The HTML of the open question; empty where nothing is asked."""
        found = [
            one for one in re.findall(r"<form [^>]*data-okr-form=.*?</form>", self.page, re.DOTALL) if "okr-main" in one
        ]
        return found[0] if found else ""

    def fields(self, picks: Iterable[str]) -> dict[str, Any]:
        """What is sent for options picked by their words."""
        given: dict[str, Any] = {}
        options = re.findall(r'type="(\w+)"[^>]*? name="([\w:-]+)" value="([^"]*)"[^>]*><span>(.*?)</span>', self.form)
        for words in picks:
            kind, name, value = next(one[:3] for one in options if html.unescape(re.sub("<.*", "", one[3])) == words)
            if kind == "checkbox":
                given.setdefault(name, []).append(value)
            else:
                given[name] = value
        return given

    async def send(self, *picks: str, **typed: str) -> dict[str, Any]:
        """Pick options, type, press the button of the form; what came back."""
        button = re.search(r'<button type="submit"[^>]*data-do="([\w-]+)" data-values="([^"]*)"', self.form)
        assert button, self.words
        self.crowd.heard.picked[self.name].update(picks)
        return await self.act(button[1], json.loads(html.unescape(button[2])), self.fields(picks) | typed)

    async def take_record(self) -> None:
        """Keep the record of the table."""
        held = re.search(r'data-do="group-take" data-values="([^"]*)"', self.page)
        await self.act("group-take", json.loads(html.unescape(held[1])), {})

    async def act(self, do: str, values: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
        """One action on the page as it stands; afterwards it shows what came back."""
        message = {"id": f"{self.name}{next(self.crowd.ids)}", "n": 1, "base_seq": int(self.data("seq"))}
        message["action"] = {"do": do, "values": values, "fields": given}
        if self.data("stamp"):
            message["stamp"] = int(self.data("stamp"))
        message["id"] = message["id"].encode().hex()[-50:]
        sent = {"X-OKR": "1", "Content-Type": "application/json"}
        answer = json.loads((await self.ask(self.data("endpoint"), message, **sent)).body)
        await self.go(f"/{self.at}")
        return answer


class Crowd:
    """Phones without a screen, in a loop of their own."""

    def __init__(self, served: Served, heard: Heard) -> None:
        self.url, self.code, self.heard = served.url, served.code, heard
        self.ids = count()
        self.phones: list[Phone] = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.client = self.run(self._client())

    async def _client(self) -> AsyncHTTPClient:
        return AsyncHTTPClient(force_instance=True, max_clients=200)

    def run(self, work: Any, seconds: float = 60) -> Any:
        """Run a coroutine in the phones' loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)

    def join(self, names: Iterable[tuple[str, int]]) -> list[Phone]:
        """So many come in, all at once, and follow the class from now on."""
        new = [Phone(self, name, group) for name, group in names]
        self.run(self._together([phone.join() for phone in new]))
        self.phones += new
        for phone in new:
            phone.follows = asyncio.run_coroutine_threadsafe(phone.follow(), self.loop)
        return new

    def each(self, acts: Iterable[Any]) -> list[Any]:
        """Let phones act, all at once."""
        return self.run(self._together(acts))

    async def _together(self, acts: Iterable[Any]) -> list[Any]:
        return await asyncio.gather(*acts)

    def leave(self, phone: Phone) -> None:
        """Its battery is empty."""
        phone.follows.cancel()
        self.phones.remove(phone)

    def wait(self, true: Callable[[Phone], bool], seconds: float = 30, among: list[Phone] | None = None) -> None:
        """Until it is so on every phone."""
        over = time.monotonic() + seconds
        while late := [phone for phone in (among or self.phones) if not true(phone)]:
            assert time.monotonic() < over, (len(late), late[0].name, late[0].at, late[0].words[:600])
            for phone in late:
                assert not phone.follows.done(), (phone.name, phone.follows.exception())
            time.sleep(0.02)

    def close(self) -> None:
        """Put them all away."""
        for phone in self.phones:
            phone.follows.cancel()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)


@contextmanager
def desk(new_context: Callable[..., BrowserContext], served: Served, path: str, **size: Any) -> Iterator[Page]:
    """A browser of the trainer's at one of her pages."""
    context = new_context(**size)
    context.add_cookies([{"name": access.TRAINER, "value": access._stamp(served.token), "url": served.url}])
    page = context.new_page()
    page.goto(served.url + path)
    yield page

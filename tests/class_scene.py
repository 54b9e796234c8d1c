"""A running class for tests: the real server in a thread, and devices that keep cookies like a browser."""

from __future__ import annotations

import asyncio
import html
import http.client
import json
import re
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from tornado.netutil import bind_sockets

from okr_kit import engine
from okr_kit.hosts.classroom import lead, server, work
from okr_kit.hosts.classroom.connections import ClassServer
from okr_kit.hosts.store import log, people, schema

IDS = count()


def wait_until(true, seconds=10):
    """Wait for something that a server does after it has heard, or a thread after it was started."""
    over = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < over
        time.sleep(0.01)


class Running:
    """The class server of a room on 127.0.0.1: on a free port, or on the one that phones know from before."""

    def __init__(self, room, port=0):
        self.room, self.port = room, port
        self.ready = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True)
        self.thread.start()
        assert self.ready.wait(10)

    async def serve(self):
        self.loop, self.over = asyncio.get_running_loop(), asyncio.Event()
        [socket] = bind_sockets(self.port, "127.0.0.1")
        self.port = socket.getsockname()[1]
        self.server = ClassServer(server.application(self.room))
        self.server.add_sockets([socket])
        self.ready.set()
        await self.over.wait()
        self.server.stop()
        await self.server.close_all_connections()

    def close(self):
        if self.thread.is_alive():  # a test may have closed it to start another one
            self.loop.call_soon_threadsafe(self.over.set)
            self.thread.join(10)


def steer(running, do, patience=10, /, **values):
    """One control of the trainer's, in the server's own loop, so that it wakes who waits; the lesson after it."""
    done = lead.act(running.room, do, {name: str(one) for name, one in values.items()})
    return asyncio.run_coroutine_threadsafe(done, running.loop).result(patience)


def choices(room, slug):
    """What the class votes on: the items of its draw, with what can be answered to each."""
    exercise = room.content.exercise(slug)
    return engine.choices(engine.Context(room.content, exercise), work.seed(room, "", exercise))


@dataclass
class Reply:
    status: int
    headers: dict
    body: str

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def seq(self):
        return int(re.search(r'data-seq="(\d+)"', self.body)[1])

    @property
    def words(self):
        """What a reader sees."""
        return html.unescape(re.sub(r"<[^>]+>", " ", self.body))


@dataclass
class Device:
    """One browser: keeps cookies, follows no redirect by itself."""

    port: int
    cookies: dict = field(default_factory=dict)

    def ask(self, method, path, body=None, headers=None):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | (headers or {})
        link.request(method, path, body.encode() if isinstance(body, str) else body, sent)
        answer = link.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        link.close()
        return Reply(answer.status, dict(answer.getheaders()), text)

    def get(self, path, **headers):
        return self.ask("GET", path, headers=headers)

    def post(self, path, **fields):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields), form)

    def join(self, room, nickname, group=1, role="learner"):
        self.get("/")
        reply = self.post("/join", code=room.klass.code, nickname=nickname, group=group, role=role)
        assert reply.status == 303, reply.words
        return self

    @property
    def code(self):
        """My personal code, as the list shows it."""
        return re.search(r"个人码 (\w{6})", self.get("/").words)[1]

    def act(self, path, do, values=None, fields=None, *, base=None, name=None, headers=None):
        """One action as the player sends it; on the page's own seq unless told otherwise."""
        message = {
            "id": name or f"id{next(IDS)}",
            "n": 1,
            "base_seq": self.get(path).seq if base is None else base,
            "action": {"do": do, "values": values or {}, "fields": fields or {}},
        }
        sent = {"X-OKR": "1", "Content-Type": "application/json"} | (headers or {})
        return self.ask("POST", f"{path}/act", json.dumps(message, ensure_ascii=False), sent)

    def take_record(self, path):
        """Become the scribe by the button on the page, as it asks."""
        held = json.loads(
            re.search(r'data-do="group-take" data-values="([^"]*)"', self.get(path).body)[1].replace("&quot;", '"')
        )
        return self.act(path, "group-take", held)


def finish_alone(room, slug="find-the-error"):
    """Everybody who has joined has done the own round of a drill, so that the group's items open to them."""
    exercise, klass = room.content.exercise(slug), room.klass.id

    def job(conn):
        for person in people.everybody(conn, klass):
            place = work.own_place(room, person, exercise)
            state = engine.start(engine.Context(room.content, exercise), place.seed)
            done = {"tries": [{"answer": {}, "raw": 0.0}], "hints": 0, "done": True, "sure": "", "note": ""}
            state |= {"items": dict.fromkeys(state.get("draw", ()), done)} if "draw" in state else {}
            key = {"class_id": klass, "owner": place.owner, "exercise": slug}
            row = {"person_id": person.id, "seq": 1, "state_seq": 1, "state": state, "progress": 1.0, "done": True}
            row |= {"answered": 1, "total": 1, "demo": False, "at": room.clock()}
            if not log.current(conn, klass, place.owner, slug).seq:
                conn.execute(schema.current.insert().values(key | row))

    room.store.write_now(job)


def first_question(page):
    """(item, field name, a letter) of the open question on a drill's page."""
    text = html.unescape(page.body)
    form = re.search(r'<form id="[^"]*" data-okr-form="([^"]+)".*?</form>', text, re.DOTALL)
    field_name, letter = re.search(r'name="(\w+)" value="(\w+)"', form[0]).groups()
    return form[1], field_name, letter

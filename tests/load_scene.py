"""A class under load: a server in a process of its own that can be killed, and learners who act until they are stopped."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path

from class_scene import Device, wait_until

ROOT = Path(__file__).parents[1]
SLUG = "spot-wrong-objectives"
SPOT = f"/x/{SLUG}"
NAME = "一班"

SERVER = """
import sys
from okr_kit import bank
from okr_kit.hosts.classroom import server
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store

with Store(sys.argv[1]) as store:
    room = Room.open(bank.load(), store, "一班")
    ready = lambda port: print(room.klass.code, room.trainer_token, flush=True)
    server.serve(room, None, address="127.0.0.1", port=int(sys.argv[2]), ready=ready)
"""


def free_port() -> int:
    """A port that nobody uses right now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Server:
    """The class server of a file in a process of its own."""

    def __init__(self, file: Path) -> None:
        self.port = free_port()
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", SERVER, str(file), str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
        self.code, _, self.token = self.process.stdout.readline().strip().partition(" ")
        assert self.code, "the server did not start"

    def end(self, how: int) -> int:
        """End it by a signal; its exit status."""
        self.process.send_signal(how)
        status = self.process.wait(30)
        self.process.stdout.close()
        return status


class Learner:
    """Somebody who acts as fast as the server answers; what got no answer is sent again first, as the player does."""

    def __init__(self, port: int, code: str, number: int) -> None:
        self.device, self.number = Device(port), number
        self.ids = count()
        self.seq = 0
        self.open_id = ""
        #: The id of each action that was answered with 「已保存」, and when.
        self.saved: dict[str, float] = {}
        self.device.get("/")
        form = {"code": code, "nickname": f"学员{number}", "group": number % 6 + 1, "role": "learner"}
        assert self.device.post("/join", **form).status == 303

    def act(self) -> None:
        """One action to its answer. Raises OSError or HTTPException when the server is gone."""
        self.open_id = self.open_id or f"l{self.number}-{next(self.ids)}"
        reply = self.device.act(SPOT, "hint", base=self.seq, name=self.open_id)
        if reply.status == 200 and reply.json["status"] == "ok":
            self.saved[self.open_id] = time.monotonic()
            self.open_id = ""
        self.seq = reply.json.get("seq", self.seq)

    def work(self, over: threading.Event) -> None:
        """Act until told to stop or the server is gone."""
        while not over.is_set():
            try:
                self.act()
            except (OSError, http.client.HTTPException):
                return


class Crowd:
    """Learners at work, each in a thread of its own."""

    def __init__(self, server: Server, size: int) -> None:
        self.learners = [Learner(server.port, server.code, number) for number in range(size)]

    def __enter__(self):
        self.over = threading.Event()
        self.threads = [threading.Thread(target=one.work, args=(self.over,)) for one in self.learners]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def move_to(self, server: Server) -> None:
        """Go on at a server that was started again."""
        for one in self.learners:
            one.device.port = server.port

    def saved(self, until: float = float("inf")) -> set[str]:
        """The ids of all that was said to be saved, up to a moment."""
        return {name for one in self.learners for name, at in list(one.saved.items()) if at <= until}

    def wait_for(self, more: int, seconds: float = 60) -> None:
        """Until so many more actions were saved."""
        wanted = len(self.saved()) + more
        wait_until(lambda: len(self.saved()) >= wanted, seconds)


def faults(events, saved):
    """(lost, doubled): ids that were saved and are not there, and those that are there more than once."""
    stored = [event["action_id"] for event in events]
    return sorted(saved - set(stored)), sorted({name for name in stored if stored.count(name) > 1})

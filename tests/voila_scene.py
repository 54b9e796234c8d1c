"""A running Voila application for tests: in a process of its own, as in class, with a course folder to show."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
KERNEL = re.compile(r'"kernelId":\s*"([\w-]+)"')

SERVE = """
import json, sys
from pathlib import Path
from okr_kit import bank
from okr_kit.hosts import server, voila_app
from okr_kit.hosts.room import Room
from okr_kit.hosts.store import Store

setup = json.loads(sys.argv[1])
voila_app.IDLE, voila_app.LOOK_EVERY = setup["idle"]
content = bank.load()
with Store(setup["store"]) as store:
    room = Room.open(content, store, notebooks=["button"])
    voila_app.serve(
        content.language, room, server.routes(room), address="127.0.0.1", port=setup["port"], root=Path(setup["root"]),
        overlay=Path(setup["overlay"]) if setup["overlay"] else None,
        ready=lambda port: print(room.trainer_token, flush=True),
    )
print("ended cleanly")
"""


@dataclass
class Scene:
    """What a test may do with a running application."""

    url: str
    process: subprocess.Popen[str]
    token: str

    def get(self, path: str, *, trainer: bool = True, method: str = "GET", **headers: str) -> tuple[int, str]:
        """Status and text of one request; redirects are not followed."""
        if trainer:
            headers["Cookie"] = self.cookie()
        request = urllib.request.Request(self.url + path, method=method, headers=headers)
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode() or str(answer.headers.get("Location", ""))

    def cookie(self) -> str:
        """The trainer's cookie as the class server sets it."""
        from okr_kit.hosts import access

        return f"{access.TRAINER}={access._stamp(self.token)}"

    def kernel(self, path: str) -> str:
        """Open a notebook and return its kernel's id."""
        status, page = self.get(f"/voila/render/{path}")
        assert status == 200, page
        found = KERNEL.search(page)
        assert found, page[-2000:]
        return found[1]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[str], seconds: float = 40) -> None:
    """Wait until something answers there; fail with what the process printed if it ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    process.terminate()
    raise AssertionError(f"{url} did not answer: {process.communicate(timeout=20)}")


def start(root: Path, port: int, idle: tuple[int, int] = (600, 60), overlay: str = "") -> subprocess.Popen[str]:
    """Start the application on the course folder ``root``; its first line is the trainer's token."""
    setup = {"port": port, "root": str(root), "store": f"{tempfile.mkdtemp()}/class.sqlite3", "idle": idle}
    setup["overlay"] = overlay
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, json.dumps(setup)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root, env=environment(),
    )  # fmt: skip


@contextmanager
def running(root: Path, idle: tuple[int, int] = (600, 60), overlay: str = "") -> Iterator[Scene]:
    """Serve the course folder ``root``; the application ends with the scene."""
    port = free_port()
    process = start(root, port, idle, overlay)
    assert process.stdout
    try:
        token = process.stdout.readline().strip()
        assert token, process.communicate()
        yield Scene(f"http://127.0.0.1:{port}", process, token)
    finally:
        process.terminate()
        process.communicate(timeout=20)


def environment() -> dict[str, str]:
    """This environment, in which the kit can be imported whether or not it is installed."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def write_notebook(path: Path, title: str, *cells: str) -> None:
    """A notebook with a heading and code cells."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    empty = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    code = [{**empty, "id": f"c{number}", "source": cell} for number, cell in enumerate(cells)]
    heading = {"cell_type": "markdown", "id": "title", "metadata": {}, "source": f"# {title}"}
    metadata = {"title": title, "kernelspec": kernel}
    book = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": [heading, *code]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")

"""A class with Voila for tests: in processes of their own, as ``okr serve`` starts them, with a course folder to show."""

from __future__ import annotations

import asyncio
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
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
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
from okr_kit.hosts.classroom import server
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store
from okr_kit.hosts.classroom.book import Book
from okr_kit.hosts.jupyter import voila_process

setup = json.loads(sys.argv[1])
content = bank.load()
overlay = Path(setup["overlay"]) if setup["overlay"] else None
with Store(setup["store"]) as store:
    room = Room.open(content, store, notebooks=["button"])
    root = Path(setup["root"])
    room.book = Book(root) if (root / "_toc.yml").is_file() else None
    here = {voila_process.DB: setup["store"], voila_process.CLASS: "OKR", voila_process.DATA: str(root / "okr-data")}
    voila = voila_process.VoilaProcess(content.language.tag, root, overlay, idle=setup["idle"], told=here)
    told = lambda port: print(room.trainer_token, flush=True)
    server.serve(room, voila, address="127.0.0.1", port=setup["port"], ready=told)
print("ended cleanly")
"""


ALONE = """
import sys
from okr_kit import lang
from okr_kit.hosts.jupyter.voila_app import RoomVoila

app = RoomVoila(lang.load(), token=sys.argv[3], ip="127.0.0.1", port=int(sys.argv[1]), root_dir=sys.argv[2])
app.ready = lambda port: print(sys.argv[3], flush=True)
app.initialize([])
app.start()
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
        from okr_kit.hosts.classroom import access

        return f"{access.TRAINER}={access._stamp(self.token)}"

    def wait_for_voila(self, seconds: float = 60) -> None:
        """Until the trainer's pages can be opened."""
        until = time.monotonic() + seconds
        while self.get("/voila/")[0] != 200:
            assert time.monotonic() < until, self.get("/voila/")
            time.sleep(0.1)

    def voila(self) -> Any:
        """Voila's own process."""
        import psutil

        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if "voila_child" in " ".join(child.cmdline()))

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
def running(
    root: Path, idle: tuple[int, int] = (600, 60), overlay: str = "", *, patient: bool = True
) -> Iterator[Scene]:
    """Serve the course folder ``root``, Voila too if ``patient``; the application ends with the scene."""
    port = free_port()
    process = start(root, port, idle, overlay)
    assert process.stdout
    try:
        token = process.stdout.readline().strip()
        assert token, process.communicate()
        scene = Scene(f"http://127.0.0.1:{port}", process, token)
        if patient:
            scene.wait_for_voila()
        yield scene
    finally:
        process.terminate()
        process.communicate(timeout=20)


@contextmanager
def alone(root: Path, token: str) -> Iterator[Scene]:
    """Our Voila for the course folder ``root`` without a class around it."""
    port = free_port()
    command = [sys.executable, "-c", ALONE, str(port), str(root), token]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root, env=environment()) as process:
        assert process.stdout
        assert process.stdout.readline().strip() == token
        try:
            yield Scene(f"http://127.0.0.1:{port}", process, token)
        finally:
            process.terminate()


def environment() -> dict[str, str]:
    """This environment, in which the kit can be imported whether or not it is installed."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def in_a_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in a thread of its own: in this one, Playwright's loop may be running. No longer than two minutes."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, asyncio.wait_for(work, 120)).result()


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

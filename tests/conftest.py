"""Shared scenes: one Chromium and one PostgreSQL for the session, pages that notice every request to a foreign host."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from class_scene import Device, Running, steer
from postgres_scene import Cluster, find_programs
from store_scene import join, open_class

from okr_kit.hosts.find_browser import find_browser
from okr_kit.hosts.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from okr_kit.hosts.classroom.room import Room

OURS = {"127.0.0.1", "localhost", "[::1]", "::1"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LAPTOP = {"width": 1440, "height": 900}

# A job that a shell put in the background ignores Ctrl-C, and so does whatever it starts: servers that tests end by
# Ctrl-C would run for ever. A handler of our own is not passed on to them, they begin with the default.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _without(reason: str) -> None:
    """Skip on a developer's computer, fail where the tests decide."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium, Chrome or Edge that is installed here; nothing is downloaded."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _without("playwright is not installed")
    program = find_browser()
    if program is None:
        _without("no Chromium, Chrome or Edge found (OKR_BROWSER names one)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        launched.close()


def _is_ours(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in OURS


@contextmanager
def devices(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open contexts (devices of their own: cookies, storage, viewport); fails when a page asked another host.

    ``new(viewport={"width": 390, "height": 844}, has_touch=True)`` is a phone.
    """
    opened: list[BrowserContext] = []
    elsewhere: list[str] = []

    def note(request_or_socket: Any) -> None:
        if not _is_ours(request_or_socket.url):
            elsewhere.append(request_or_socket.url)

    def open_one(**options: Any) -> BrowserContext:
        options.setdefault("viewport", LAPTOP)
        options.setdefault("locale", "zh-CN")
        context = browser.new_context(**options)
        context.set_default_timeout(15_000)
        context.on("request", note)
        context.on("page", lambda page: page.on("websocket", note))
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert not elsewhere, f"requests to other hosts: {sorted(set(elsewhere))}"


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Devices of a test's own."""
    with devices(browser) as new:
        yield new


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A laptop page (1440x900); fails when it asked another host."""
    return new_context().new_page()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL server in a temporary folder, with the programs that are installed here."""
    programs = find_programs()
    if programs is None:
        _without("no PostgreSQL server found (Debian: apt install postgresql)")
    try:
        import psycopg  # noqa: F401
    except ImportError:
        _without("psycopg is not installed")
    cluster = Cluster(programs)
    yield cluster
    cluster.close()


@pytest.fixture
def postgresql_url(postgresql: Cluster) -> Iterator[str]:
    """An empty PostgreSQL database."""
    url = postgresql.new()
    yield url
    postgresql.drop(url)


@pytest.fixture(params=["memory", "file", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, one after another of each sort that a store can stand on."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql_url")
    return "sqlite://" if request.param == "memory" else str(tmp_path / "class.db")


@pytest.fixture(params=["file", "postgresql"])
def lasting(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Like ``database``, for what takes a second connection or a second opening: memory has neither."""
    return request.getfixturevalue("postgresql_url") if request.param == "postgresql" else str(tmp_path / "class.db")


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An open store."""
    with Store(database, busy_ms=200) as opened:
        yield opened


@pytest.fixture
def klass(store: Store) -> Any:
    """A class of six groups."""
    return open_class(store)


@pytest.fixture
def wang(store: Store, klass: Any) -> Any:
    """A learner of group 3."""
    return join(store, klass, "王芳")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A class on a fresh database of its own; modules that need another one have their own."""
    from learner import content

    from okr_kit.hosts.classroom.room import Room

    with Store(str(tmp_path / "class.db")) as opened:
        yield Room.open(content(), opened, "一班")


@pytest.fixture
def clock() -> dict[str, int]:
    """What time it is in a class whose room asks here: ``room.clock = lambda: clock["ms"]``."""
    return {"ms": 1_790_000_000_000}


@pytest.fixture
def running(room: Room) -> Iterator[Running]:
    """The server of the module's ``room``, on a free port."""
    started = Running(room)
    yield started
    started.close()


@pytest.fixture
def control(running: Running) -> Callable[..., Any]:
    """One control of the trainer's, carried out in the server's loop: ``control("open", slug=…)``; the lesson after it."""
    return partial(steer, running)


@pytest.fixture
def new_device(running: Running) -> Callable[[], Device]:
    """A browser that has not been here yet."""
    return lambda: Device(running.port)


@pytest.fixture
def trainer(new_device: Callable[[], Device], room: Room) -> Device:
    """The trainer's browser: it has followed her link."""
    device = new_device()
    assert device.get(f"/trainer?token={room.trainer_token}").status == 303
    return device


@pytest.fixture
def url(running: Running) -> str:
    """The address of the running class."""
    return f"http://127.0.0.1:{running.port}"

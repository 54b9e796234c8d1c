"""Shared scenes: one Chromium for the session, pages that notice every request to a host that is not ours."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from okr_kit.hosts.find_browser import find_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

OURS = {"127.0.0.1", "localhost", "[::1]", "::1"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LAPTOP = {"width": 1440, "height": 900}


def _without_browser(reason: str) -> None:
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
        _without_browser("playwright is not installed")
    program = find_browser()
    if program is None:
        _without_browser("no Chromium, Chrome or Edge found (OKR_BROWSER names one)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        launched.close()


def _is_ours(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob", "about"} or parts.hostname in OURS


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open a context (a device of its own: cookies, storage, viewport); fails when a page asked another host.

    ``new_context(viewport={"width": 390, "height": 844}, has_touch=True)`` is a phone.
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
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A laptop page (1440x900); fails when it asked another host."""
    return new_context().new_page()

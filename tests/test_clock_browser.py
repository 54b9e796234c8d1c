"""Clocks count down in the page by the server's time: under answers that come in, on phones with a wrong date, after a sleep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

import pytest
from phone import PHONE

from okr_kit import render, view
from okr_kit.hosts.classroom import assets

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

pytestmark = pytest.mark.browser
SITE = "http://127.0.0.1"
#: The server's time when a page is made; a phone's own date has nothing to do with it.
NOW = 1_790_000_000_000
OVER = "时间到"


def clock(seconds: float, at: float = 0, *, left: float = 0, over: str = OVER, label: str = "还剩") -> view.Clock:
    """A clock that ends ``seconds`` after the page was made, as sent ``at`` seconds after that; ``left`` stands still."""
    return view.Clock(label, NOW + round(seconds * 1000), NOW + round(at * 1000), round(left * 1000), over)


def answer(files: dict[str, assets.Asset], page: str, route: Route) -> None:
    """The page with our scripts, without a server."""
    path = route.request.url.removeprefix(SITE).split("?")[0]
    found = files.get(path.removeprefix("/static/"))
    kind, body = ("text/html; charset=utf-8", page) if found is None else (found.kind, found.body)
    route.fulfill(content_type=kind, body=body)


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """``open_page(nodes)`` opens a page of the class with these nodes, in a browser whose time only we move."""

    def go(nodes: Iterable[view.Node]) -> Page:
        page = new_context(**PHONE).new_page()
        files = assets.load()
        body = f'<div id="all">{render.html(nodes)}</div><script type="module" src="/static/page.js"></script>'
        page.route("**/*", partial(answer, files, f'<!doctype html><body class="okr">{body}</body>'))
        page.clock.install(time=1)  # the phone thinks that it is 1970
        page.clock.pause_at(2)
        page.goto(SITE)
        return page

    return go


def shown(page: Page) -> list[str]:
    """What the clocks say."""
    return page.locator("time").all_inner_texts()


def come(page: Page, *nodes: view.Node) -> None:
    """These nodes come in, morphed over what stands there, as the player does it."""
    page.evaluate(
        """async (html) => {
          const { Idiomorph } = await import("/static/vendor/idiomorph.esm.js");
          Idiomorph.morph(document.querySelector("#all"), html, { morphStyle: "innerHTML" });
          await 0; // whoever watches has heard of it
        }""",
        render.html(nodes),
    )


def test_it_counts_down_and_says_when_it_is_up(open_page: Callable[..., Page]) -> None:
    page = open_page([clock(63.4)])
    assert shown(page) == ["1:04"]
    seen = []
    for _ in range(4):
        page.clock.run_for(1000)
        seen += shown(page)
    assert seen == ["1:03", "1:02", "1:01", "1:00"]
    page.clock.run_for(59_000)
    assert shown(page) == ["0:01"]
    assert page.locator(".okr-up").count() == 0
    page.clock.run_for(1000)
    assert shown(page) == [OVER]
    assert page.locator(".okr-clock.okr-up").count() == 1
    page.clock.run_for(60_000)
    assert shown(page) == [OVER]


def test_without_a_word_for_it_it_stays_at_nought(open_page: Callable[..., Page]) -> None:
    page = open_page([clock(1, over="")])
    page.clock.run_for(5000)
    assert shown(page) == ["0:00"]


def test_what_was_paused_stands_still(open_page: Callable[..., Page]) -> None:
    page = open_page([clock(0, left=65), view.Figures((clock(10), view.Figure("已交", "3", "9")))])
    page.clock.run_for(4000)
    assert shown(page) == ["1:05", "0:06"]


def test_each_clock_changes_at_its_own_second(open_page: Callable[..., Page]) -> None:
    """One timer for all: it goes off where the next one changes, not up to a second later."""
    page = open_page([clock(10.2), clock(20.7)])
    assert shown(page) == ["0:11", "0:21"]
    page.clock.run_for(250)
    assert shown(page) == ["0:10", "0:21"]
    page.clock.run_for(500)
    assert shown(page) == ["0:10", "0:20"]


def test_the_element_s_data_decide_after_a_morph(open_page: Callable[..., Page]) -> None:
    """More time, less time, a pause and its end; each answer brings the server's own time with it."""
    page = open_page([clock(60)])
    page.clock.run_for(10_000)
    come(page, clock(120, 10))
    assert shown(page) == ["1:50"]
    page.clock.run_for(5_000)
    assert shown(page) == ["1:45"]
    come(page, clock(0, 15, left=105))
    page.clock.run_for(20_000)
    assert shown(page) == ["1:45"]
    come(page, clock(140, 35))
    page.clock.run_for(3_000)
    assert shown(page) == ["1:42"]
    come(page, clock(30, 38))
    assert shown(page) == [OVER]
    come(page, clock(58, 38))
    assert (shown(page), page.locator(".okr-up").count()) == (["0:20"], 0)


def test_an_old_answer_does_not_turn_the_clock_back(open_page: Callable[..., Page]) -> None:
    """The same HTML put in once more, into an element made anew, is still as old as it is."""
    page = open_page([clock(60)])
    page.clock.run_for(10_000)
    html = render.html([clock(60)])
    page.evaluate("(html) => { document.querySelector('#all').innerHTML = html + '<p>neu</p>' }", html)
    assert shown(page) == ["0:50"]


def test_a_clock_that_comes_later_runs_too(open_page: Callable[..., Page]) -> None:
    page = open_page([view.Text(("没有计时",))])
    page.clock.run_for(30_000)
    come(page, clock(40, 30))
    page.clock.run_for(2_000)
    assert shown(page) == ["0:08"]


def hide(page: Page, hidden: bool) -> None:
    """The phone is locked, or unlocked."""
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_a_sleep_counts_and_a_date_that_is_set_does_not(open_page: Callable[..., Page]) -> None:
    """Asleep, the page's own time stands still and the date goes on; awake, a date is only somebody's setting."""
    page = open_page([clock(300)])
    hide(page, True)
    page.clock.set_system_time(102)
    hide(page, False)
    assert shown(page) == ["3:20"]
    page.clock.set_system_time(9_999)
    page.clock.run_for(1_000)
    assert shown(page) == ["3:19"]
    hide(page, True)
    page.clock.set_system_time(1)  # set back while it slept
    hide(page, False)
    assert shown(page) == ["3:19"]


def test_what_comes_in_behind_a_locked_screen_is_not_slept_through_twice(open_page: Callable[..., Page]) -> None:
    page = open_page([clock(60)])
    hide(page, True)
    page.clock.set_system_time(22)
    come(page, clock(120, 20))
    hide(page, False)
    assert shown(page) == ["1:40"]


def test_it_is_a_timer_that_is_not_announced(open_page: Callable[..., Page]) -> None:
    page = open_page([clock(65)])
    timer = page.get_by_role("timer")
    assert timer.get_attribute("aria-live") == "off"
    page.clock.run_for(1000)
    assert page.locator(".okr-clock").inner_text().split() == ["还剩", "1:04"]


def test_nothing_runs_where_no_clock_runs(open_page: Callable[..., Page]) -> None:
    """A phone is not woken for a page without clocks, nor for one whose time is up."""
    page = open_page([clock(1.5)])
    page.evaluate(
        "() => { const was = setTimeout; window.woken = 0; window.setTimeout = (...all) => { woken += 1; return was(...all); }; }"
    )
    page.clock.run_for(10_000)
    assert page.evaluate("woken") <= 2
    assert shown(page) == [OVER]

"""The player where things go wrong: input methods that never end, old browsers, no scripts, no network, two windows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from class_scene import Running
from learner import GOOD_O
from phone import PHONE, grade, join, saved

from okr_kit.hosts.classroom.room import Room

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page, Route

pytestmark = pytest.mark.browser
TASK = "完成门店报损系统上线"
#: Syntax that browsers of 2021 do not know, in front of the player.
TOO_NEW = "a ||||= 1;\n"
#: Milliseconds after which a composition without a sign of life has ended, and a little more.
SILENT = 1600


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the class is kept."""
    return tmp_path / "class.db"


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Page:
    """A phone that has joined, picked the bakery, and stands before the box of its O."""
    page = new_context(**PHONE).new_page()
    join(page, url, room.klass.code, "王敏")
    page.goto(f"{url}/x/write-okr")
    page.locator("button.okr-row").first.click()
    page.get_by_text("写下你的 O").wait_for()
    saved(page)
    return page


def compose(page: Page, text: str) -> None:
    """Type as an input method does that says that it begins and never that it has ended; from now on time stands still."""
    page.clock.install(time=1)
    page.clock.pause_at(2)
    page.evaluate(
        """() => {
          const el = document.querySelector('textarea[name=text]');
          el.focus();
          el.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
        }"""
    )
    compose_on(page, text)


def compose_on(page: Page, text: str) -> None:
    """Type on in the same composition."""
    page.evaluate(
        """(text) => {
          const el = document.querySelector('textarea[name=text]');
          el.value = text;
          el.dispatchEvent(new CompositionEvent('compositionupdate', { bubbles: true, data: text }));
          el.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true, data: text }));
        }""",
        text,
    )


def sent_by(page: Page) -> list[str]:
    """What the page sends from now on."""
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.post_data or "") if asked.url.endswith("/act") else None)
    return sent


def test_a_composition_without_an_end_does_not_keep_anything_from_being_sent(phone: Page) -> None:
    """One press is enough, right after the last key: it waits a moment and goes out with all that was typed."""
    compose(phone, GOOD_O)
    phone.get_by_role("button", name="评一评").click()
    phone.clock.run_for(SILENT)
    phone.locator(".okr-statement", has_text=GOOD_O).wait_for()
    saved(phone)
    assert phone.locator("[data-okr-status]").inner_text().startswith("已保存")


def test_a_press_during_a_composition_goes_out_once_with_what_it_ends_in(phone: Page) -> None:
    """The end comes after the press: what is sent is what stands there then, and it is sent once."""
    sent = sent_by(phone)
    compose(phone, "rang mian bao")
    phone.get_by_role("button", name="评一评").click()
    assert sent == []
    phone.evaluate(
        """(text) => {
          const el = document.querySelector('textarea[name=text]');
          el.value = text;
          el.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: text }));
        }""",
        GOOD_O,
    )
    phone.locator(".okr-statement", has_text=GOOD_O).wait_for()
    saved(phone)
    assert len(sent) == 1


def test_a_press_waits_as_long_as_keys_go_on(phone: Page) -> None:
    """Typed on after the press, and never ended: what is sent is the last word, not one in the middle."""
    sent = sent_by(phone)
    compose(phone, "让")
    phone.get_by_role("button", name="评一评").click()
    for text in ("让每家", "让每家门店", GOOD_O):
        phone.clock.run_for(SILENT // 2)
        compose_on(phone, text)
    assert sent == []
    phone.clock.run_for(SILENT)
    phone.locator(".okr-statement", has_text=GOOD_O).wait_for()


def test_a_composition_without_an_end_does_not_hold_up_answers(phone: Page) -> None:
    """A screen that came later is shown, and the field is a field again: reload finds every letter."""
    compose(phone, "让面包")
    phone.clock.run_for(SILENT)
    phone.get_by_role("button", name="提示 1/1").click()
    phone.get_by_text("提示 1", exact=True).wait_for()
    assert phone.locator("textarea[name=text]").input_value() == "让面包"
    phone.reload()
    assert phone.locator("textarea[name=text]").input_value() == "让面包"


def old_browser(page: Page) -> None:
    """From now on the player cannot be parsed, as in a browser of 2020."""

    def broken(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, body=TOO_NEW + reply.text())

    page.route("**/static/player.js*", broken)


@pytest.mark.parametrize("slug", ["write-okr", "spot-wrong-objectives"])
def test_a_browser_too_old_for_the_player_says_what_to_do(phone: Page, url: str, slug: str) -> None:
    """A press is answered by a sentence; the page stays, and what was typed or picked stays in it."""
    old_browser(phone)
    phone.goto(f"{url}/x/{slug}")
    word = phone.get_by_text("这个浏览器太旧")
    assert not word.is_visible()
    if slug == "write-okr":
        phone.locator("textarea[name=text]").fill(GOOD_O)
        phone.get_by_role("button", name="评一评").click()
    else:
        phone.locator("label.okr-opt").first.click()
        phone.get_by_role("button", name="提交").click()
    word.wait_for()
    assert phone.url == f"{url}/x/{slug}"
    assert "Chrome" in word.inner_text()
    if slug == "write-okr":
        assert phone.locator("textarea[name=text]").input_value() == GOOD_O
    else:
        assert phone.locator("label.okr-opt input").first.is_checked()
    phone.keyboard.press("Enter")
    assert phone.url == f"{url}/x/{slug}"


def test_a_button_outside_a_form_is_answered_too(phone: Page, url: str) -> None:
    old_browser(phone)
    phone.goto(f"{url}/x/write-okr")
    phone.get_by_role("button", name="换一个场景").click()
    phone.get_by_text("这个浏览器太旧").wait_for()


def test_where_the_player_runs_the_sentence_is_gone(phone: Page) -> None:
    assert phone.get_by_text("这个浏览器太旧").count() == 0


def test_without_scripts_the_page_says_so_and_loses_nothing(
    new_context: Callable[..., BrowserContext], phone: Page, url: str
) -> None:
    """Pages that need none go on working; an exercise says what to do, and a press does not take the words away."""
    bare = new_context(**PHONE, java_script_enabled=False, storage_state=phone.context.storage_state())
    page = bare.new_page()
    page.goto(f"{url}/x/write-okr")
    page.get_by_text("关掉了 JavaScript").wait_for()
    page.locator("textarea[name=text]").fill(GOOD_O)
    page.get_by_role("button", name="评一评").click()
    assert page.url == f"{url}/x/write-okr"
    assert page.locator("textarea[name=text]").input_value() == GOOD_O
    page.goto(url)
    page.get_by_role("heading", name="练习清单").wait_for()


def test_what_is_typed_survives_a_lost_network_and_a_reload_in_it(phone: Page) -> None:
    """Sent into nothing, reloaded after the network came back: the words stand in the box, not yet graded."""
    phone.context.set_offline(True)
    phone.locator("textarea[name=text]").fill(GOOD_O)
    phone.get_by_role("button", name="评一评").click()
    phone.get_by_text("网络断了").wait_for()
    phone.route("**/act", lambda route: route.abort())
    phone.context.set_offline(False)
    phone.reload()
    assert phone.locator("textarea[name=text]").input_value() == GOOD_O
    phone.unroute("**/act")
    phone.get_by_role("button", name="评一评").click()
    phone.locator(".okr-statement", has_text=GOOD_O).wait_for()


def test_what_is_typed_survives_a_restart_of_the_server(phone: Page, running: Running, room: Room) -> None:
    """Typed before, sent while it is down, carried out once when it is up again."""
    grade(phone, TASK)
    phone.locator("textarea[name=text]").fill(GOOD_O)
    running.close()
    phone.get_by_role("button", name="再评一次").click()
    phone.get_by_text("网络断了").wait_for()
    assert phone.locator("textarea[name=text]").input_value() == GOOD_O
    again = Running(room, running.port)
    try:
        phone.locator(".okr-statement", has_text=GOOD_O).wait_for()
        saved(phone)
        phone.get_by_text("第 2 稿").wait_for()
    finally:
        again.close()


def test_two_windows_of_one_learner_overwrite_nothing(phone: Page, url: str) -> None:
    """The second is told, keeps its words over its own reload, and only a second press puts them in."""
    other = phone.context.new_page()
    other.goto(f"{url}/x/write-okr")
    other.locator("textarea[name=text]").fill("让傍晚进店的人买得到")
    grade(phone, GOOD_O)
    other.get_by_role("button", name="评一评").click()
    other.get_by_text("另一台设备上有更新").wait_for()
    other.locator(".okr-statement", has_text=GOOD_O).wait_for()
    other.reload()
    other.get_by_text("再改一改").click()
    assert other.locator("textarea[name=text]").input_value() == "让傍晚进店的人买得到"
    phone.reload()
    phone.locator(".okr-statement", has_text=GOOD_O).wait_for()
    other.get_by_role("button", name="再评一次").click()
    other.locator(".okr-statement", has_text="让傍晚进店的人买得到").wait_for()
    other.get_by_text("第 2 稿").wait_for()
    phone.reload()
    phone.locator(".okr-statement", has_text="让傍晚进店的人买得到").wait_for()

"""The opening's survey in a real browser on a phone: by touch, by keyboard alone, a fourth pick, a reload, the table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from phone import MEASURE, PHONE, Keys, join, saved, still

from okr_kit.hosts.classroom import lead

if TYPE_CHECKING:
    from class_scene import Running
    from playwright.sync_api import BrowserContext, Locator, Page

    from okr_kit.hosts.classroom.room import Room

pytestmark = pytest.mark.browser
SLUG = "opening-difficulties"
FULL = "最多三种。先去掉一种，再选这一种。"


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Callable[[str], Page]:
    """A phone that has joined and opened the survey."""

    def show(name: str) -> Page:
        page = new_context(**PHONE).new_page()
        join(page, url, room.klass.code, name)
        page.goto(f"{url}/x/{SLUG}")
        return page

    return show


def row(page: Page, words: str) -> Locator:
    """One of the ten."""
    return page.locator("label.okr-opt", has_text=words)


def picked(page: Page) -> int:
    return page.locator("input[type=checkbox]:checked").count()


def test_three_by_touch_and_a_fourth_is_refused(phone: Callable[[str], Page]) -> None:
    """The counter follows each tap at once, before anything is sent; a fourth tap changes nothing and says why."""
    page = phone("王芳")
    count, full = page.locator("[data-okr-count]"), page.locator("[data-okr-full]")
    assert count.inner_text() == "已选 0 / 3"
    for number, words in enumerate(("写不好", "没时间", "工具难用"), 1):
        row(page, words).tap()
        assert count.inner_text() == f"已选 {number} / 3"
    assert not full.is_visible()
    row(page, "没人跟").tap()
    assert full.inner_text() == FULL
    assert (count.inner_text(), picked(page)) == ("已选 3 / 3", 3)
    assert page.locator(".okr-foot").last.bounding_box()["y"] < 844
    row(page, "写不好").tap()
    assert not full.is_visible()
    row(page, "没人跟").tap()
    assert count.inner_text() == "已选 3 / 3"
    page.get_by_role("button", name="交上去").tap()
    page.get_by_role("heading", name="你选的").wait_for()
    assert page.locator(".okr-items").first.inner_text().splitlines() == [
        "没人跟　第五单元：四会", "没时间　第五单元：选哪几样", "工具难用　第五单元：三报",
    ]  # fmt: skip
    page.get_by_role("button", name="改一改").tap()
    count.wait_for()
    assert (count.inner_text(), picked(page)) == ("已选 3 / 3", 3)
    row(page, "工具难用").tap()
    assert count.inner_text() == "已选 2 / 3"


def test_a_reload_keeps_what_is_picked_and_typed(phone: Callable[[str], Page]) -> None:
    page = phone("王芳")
    row(page, "其他").tap()
    own = page.get_by_label("是什么困难？")
    page.wait_for_function(  # what opens below the last row is not left under the button
        "() => document.querySelector('.okr-field').getBoundingClientRect().bottom"
        " <= document.querySelector('.okr-foot').getBoundingClientRect().top"
    )
    own.fill("预算年中才批")
    row(page, "没时间").tap()
    page.reload()
    assert picked(page) == 2
    page.get_by_text("已选 2 / 3").wait_for()
    assert own.input_value() == "预算年中才批"
    own.fill("长" * 30)
    assert own.input_value() == "长" * 20
    row(page, "其他").tap()
    assert not own.is_visible()
    row(page, "其他").tap()
    assert own.input_value() == "长" * 20


def test_by_keyboard_alone(phone: Callable[[str], Page]) -> None:
    page = phone("王芳")
    keys = Keys(page)
    for words in ("拆不下", "对不齐", "没人跟"):
        keys.tab_to(words)
        page.keyboard.press("Space")
    keys.tab_to("和绩效缠在一起")
    page.keyboard.press("Space")
    assert page.locator("[data-okr-full]").is_visible()
    assert picked(page) == 3
    keys.press("交上去")
    page.get_by_role("heading", name="你选的").wait_for()
    saved(page)


def test_a_table_writes_two_sentences_and_is_asked_once(phone: Callable[[str], Page]) -> None:
    page = phone("王芳")
    row(page, "没时间").tap()
    page.get_by_role("button", name="交上去").tap()
    page.get_by_role("link", name="小组讨论").tap()
    page.get_by_role("button", name="我来记录").tap()
    page.get_by_text(
        "由你记录", exact=True
    ).wait_for()  # the question stands there before too, and cannot be answered yet
    row(page, "没时间").tap()
    page.get_by_label("最近一次发生在什么时候").fill("最近")
    page.get_by_label("谁说了什么、做了什么").fill("协同意识不强")
    page.get_by_role("button", name="交上去").tap()
    page.get_by_text("「协同意识不强」是评价。最近一次是哪天？谁说了什么？", exact=True).wait_for()
    page.get_by_label("谁说了什么、做了什么").fill("9 月 12 日联调，后端说没进他们的 OKR")
    page.get_by_role("button", name="交上去").tap()
    page.get_by_role("heading", name="全桌写的").wait_for()


def test_each_screen_fits_and_is_accessible(phone: Callable[[str], Page]) -> None:
    """No sideways scroll, targets of 44 px, nothing serious or critical for axe: empty, full, refused, sent, written."""
    page, problems = phone("王芳"), list[str]()

    def look(name: str) -> None:
        still(page)
        found = page.evaluate(MEASURE)
        if found["wide"] > 0 or found["small"] or found["cut"]:
            problems.append(f"{name}: {found}")
        rules = Axe().run(page).response["violations"]
        problems.extend(f"{name}: {rule['id']}" for rule in rules if rule["impact"] in ("serious", "critical"))

    look("empty")
    for words in ("写不好", "没时间", "其他", "没人跟"):
        row(page, words).tap()
    look("refused")
    page.get_by_role("button", name="交上去").tap()
    page.get_by_role("heading", name="你选的").wait_for()
    look("sent")
    page.get_by_role("button", name="再给最重的那一种写两句话").tap()
    page.get_by_label("谁说了什么、做了什么").fill("协同意识不强")
    row(page, "没时间").tap()
    page.get_by_role("button", name="交上去").tap()
    page.get_by_role("heading", name="再问一句").wait_for()
    look("asked")
    page.get_by_role("button", name="改好了，交上去").tap()
    page.get_by_role("heading", name="你选的").wait_for()
    look("written")
    assert not problems, "\n".join(problems)


def test_in_class_it_says_look_at_the_stage(phone: Callable[[str], Page], room: Room, running: Running) -> None:
    """Nothing of the book while the class does it; after 收卷 there is nothing to send."""

    def control(do: str, **values: str) -> None:
        asyncio.run_coroutine_threadsafe(lead.act(room, do, values), running.loop).result(10)

    page = phone("王芳")
    control("open", slug=SLUG)
    page.reload()
    row(page, "没时间").tap()
    page.get_by_role("button", name="交上去").tap()
    page.get_by_role("heading", name="看投屏").wait_for()
    assert "第五单元" not in page.locator("[data-okr-view]").inner_text()
    control("close")
    page.reload()
    page.get_by_text("听讲师的下一步").wait_for()
    assert page.get_by_role("button", name="改一改").count() == 0


def test_each_page_of_the_questionnaire_begins_at_its_top(
    new_context: Callable[..., BrowserContext], url: str, room: Room
) -> None:
    """The button is at the end of a long page; the next page shows its first question, and focus is there too."""
    page = new_context(**PHONE).new_page()
    join(page, url, room.klass.code, "李雷")
    page.goto(f"{url}/x/survey")
    pages = int(page.locator(".okr-progress p").inner_text()[-3])
    for number in range(1, pages):
        assert page.locator(".okr-progress p").inner_text() == f"第 {number} 页，共 {pages} 页"
        for group in page.locator("fieldset:visible").all():
            group.locator("label").first.tap()
        page.get_by_role("button", name="下一页").tap()
        page.locator(".okr-progress p", has_text=f"第 {number + 1} 页，共 {pages} 页").wait_for()
        top = page.locator(".okr-progress").bounding_box()["y"]
        assert 0 <= top < 300, (number + 1, top)
        assert page.evaluate("document.activeElement.closest('.okr-progress') !== null")

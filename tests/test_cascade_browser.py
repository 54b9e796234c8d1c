"""Cascades on a phone: three pairs fill in one board until it adds up, and take over from each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from learner import content
from phone import PHONE, join, saved

from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
BOARD = {
    "产品部的 O 和护栏": {"dept.objective": "让看中的人三步就能买到", "guard.text": "退货率不高于现在（6%）"},
    "三个组": {"groups.cart": "11", "groups.order": "40", "groups.pay": "62.5"},
    "丁和戊": {
        "ding.objective": "让用手机逛的人不用退出去就敢放进购物车",
        "ding.now": "10.5",
        "wu.objective": "让在电脑上比来比去的人少开几个窗口",
        "wu.now": "13",
    },
    "没有人接的那一条": {"open.who": "商品部牵头", "open.number": "联系得上的老客有多少"},
}
WHY = "手机和电脑来的访客不一样多"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A class on a fresh database."""
    with Store(str(tmp_path / "class.db")) as store:
        yield Room.open(content(), store, "一班")


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Callable[[str], Page]:
    """A phone of its own that has joined and stands before the board of its table."""

    def one(name: str) -> Page:
        page = new_context(**PHONE).new_page()
        join(page, url, room.klass.code, name)
        page.goto(f"{url}/g/cascade-three-levels")
        return page

    return one


def put(page: Page, values: dict[str, str]) -> None:
    """Type values and leave each field; they save themselves."""
    for name, text in values.items():
        page.locator(f'[name="{name}"]').fill(text)
        page.locator(f'[name="{name}"]').blur()
    saved(page)


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def no_sideways(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))


def test_a_table_fills_in_three_levels_from_empty_to_full_marks(phone: Callable[[str], Page]) -> None:
    """Three pairs take over from each other; the sum answers while they type; the others' phones show every value."""
    one, two = phone("王敏"), phone("李哲")
    press(one, "我来记录")
    press(one, "产品部的 O 和护栏")
    put(one, BOARD["产品部的 O 和护栏"])
    press(one, "对一遍")
    press(one, "下一步")
    put(one, {"groups.cart": "11", "groups.order": "44"})
    one.locator(".okr-sum", has_text="11% × 44% × ？").wait_for()
    two.locator(".okr-parts", has_text="44%").wait_for()
    press(two, "我来记录")
    two.get_by_role("button", name="现在由 王敏 记录").click()  # asked before it is taken over
    two.locator('[name="groups.pay"]').wait_for()
    put(two, BOARD["三个组"])
    two.locator(".okr-sum", has_text="11% × 40% × 62.5%").wait_for()
    press(two, "对一遍")
    press(two, "下一步")
    put(two, {**BOARD["丁和戊"], "ding.now": "10", "wu.now": "12"})
    two.locator(".okr-sum", has_text="10.4%").wait_for()
    press(two, "对一遍")
    two.get_by_text("是把两端当成一样大").last.wait_for()
    put(two, BOARD["丁和戊"])
    two.locator(".okr-sum", has_text="10.406").wait_for()
    press(two, "再对一遍")
    for text in BOARD["丁和戊"].values():
        one.get_by_text(text).locator("visible=true").first.wait_for()
    assert no_sideways(one)
    assert no_sideways(two)
    press(two, "下一步")
    two.locator("label.okr-opt", has_text=WHY).click()
    saved(two)
    press(two, "对一遍")
    press(two, "下一步")
    put(two, BOARD["没有人接的那一条"])
    press(two, "对一遍")
    press(two, "做完了")
    two.get_by_role("heading", name="11 项都过了").wait_for()
    one.get_by_role("heading", name="11 项都过了").wait_for()

"""The two value trees on a phone in a real browser, from an empty board to full marks: the sum answers under the thumb."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from phone import PHONE, join

from okr_kit.hosts.classroom.room import Room

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

pytestmark = pytest.mark.browser


class Board:
    """A worksheet under the thumb: taps, types, and waits until the server has answered each."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def answered(self, do: Callable[[], None]) -> None:
        """Do something that is sent, and wait for what comes back."""
        with self.page.expect_response(lambda one: one.url.endswith("/act")):
            do()

    def tap(self, *words: str) -> None:
        """Pick options by their words."""
        for one in words:
            option = self.page.locator("label.okr-opt:visible", has_text=one).first
            self.answered(option.click)

    def main(self, words: str) -> None:
        """Press the main button once it says this."""
        button = self.page.locator("button.okr-main:visible", has_text=words)
        self.answered(button.click)

    def on(self) -> None:
        """Go on to the next step and wait for it: an option may have the same words there."""
        before = self.page.locator(".okr-progress").inner_text()
        self.main("下一步")
        self.page.wait_for_function(
            "(words) => document.querySelector('.okr-progress').innerText !== words", arg=before
        )

    def row(self, name: str) -> Locator:
        """The open row in which an entry stands."""
        row = self.page.locator("details.okr-board-row", has=self.page.locator(f'[name="{name}"]'))
        if row.count() and not row.evaluate("(el) => el.open"):
            row.locator("summary").click()
        return self.page.locator(f'[name="{name}"]')

    def type(self, **entries: str) -> None:
        """Type into entries and leave each; ``__`` stands for the dot of a name."""
        for name, text in entries.items():
            field = self.row(name.replace("__", ".").replace("_", "-"))
            field.fill(text)
            self.answered(field.blur)

    def account(self, words: str) -> str:
        """Wait until the account under the thumb says this; all of it."""
        self.page.locator(".okr-foot .okr-stands", has_text=words).wait_for()
        return self.page.locator(".okr-foot .okr-sum").inner_text()

    def fits(self) -> None:
        """Nothing is wider than the phone, and what is to be tapped is large enough for a thumb."""
        assert self.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
        small = self.page.evaluate(
            "() => [...document.querySelectorAll('.okr-view :is(button, label.okr-opt, summary, select)')]"
            ".filter((el) => el.offsetParent && el.getBoundingClientRect().height < 44).map((el) => el.innerText)"
        )
        assert small == []


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Callable[[str], Board]:
    """Open an exercise on a phone that has joined."""
    page = new_context(**PHONE).new_page()
    join(page, url, room.klass.code, "王敏")

    def show(slug: str) -> Board:
        page.goto(f"{url}/x/{slug}")
        return Board(page)

    return show


def test_the_slips_become_a_tree_with_full_marks(phone: Callable[[str], Board]) -> None:
    board = phone("build-value-tree")
    board.fits()
    board.tap("停机次数 312", "每次小时 3.2", "相加")
    board.account("次和小时加不到一起")
    board.tap("相乘")
    assert "998.4" in board.account("对得上")
    board.tap("公式法")
    board.main("对一遍")
    board.on()
    board.tap("模具卡料", "电气", "液压")
    assert "278" in board.account("还差 34 次")
    board.tap("其他 34", "要素法")
    board.account("对得上")
    board.main("对一遍")
    board.fits()
    board.on()
    board.tap("等维修工", "等备件", "动手修", "流程法")
    board.main("对一遍")
    board.on()
    board.tap("点检表", "知识竞赛", "没说动哪个数")
    board.main("对一遍")
    board.on()
    assert "998.4" in board.account("还差 312 小时")
    board.type(jam__reach="70", part__reach="0.9")
    board.account("还差 26.4 小时")
    board.type(fitter__reach="0.5")
    assert "264 次 × 2.6 小时" in board.account("够")
    board.main("对一遍")
    board.fits()
    board.main("做完了")
    board.page.get_by_role("heading", name="8 项都过了").wait_for()
    assert "100 分" in board.page.locator(".okr-view").inner_text()


def test_a_tree_of_ones_own_with_a_number_still_to_be_asked_for(phone: Callable[[str], Board]) -> None:
    board = phone("own-value-tree")
    board.type(goal__name="交付天数", goal__now="21 天", goal__reach="15 天")
    board.on()
    board.tap("相加", "流程法")
    board.type(r1__name="备料", r1__now="9 天", r1__reach="6 天", r2__name="生产", r2__now="8 天")
    board.account("还差 4 天")
    board.answered(board.page.locator('button[data-do="add"]').click)
    board.type(r5__name="发货", r5__ask="周敏")
    assert "发货待查" in board.account("还差 1 个数")
    board.main("对一遍")
    board.fits()
    board.on()
    board.tap("备料", "相加", "流程法")
    board.type(r3__name="等图纸", r3__now="5 天", r3__reach="2 天", r4__name="领料", r4__now="4 天")
    board.account("对得上")
    board.main("对一遍")
    board.on()
    board.tap("等图纸")
    board.on()
    board.tap("等图纸", "生产")
    for row in ("hand-r3.hand", "hand-r2.hand"):
        option = board.row(row).first.locator("xpath=ancestor::label")
        board.answered(option.click)
    board.main("对一遍")
    board.fits()
    board.on()
    board.type(strategy_r3__text="下单当天就把图纸发给库房", strategy_r2__text="换模挪到午休前做完")
    board.type(dropped__what="催供应商", dropped__why="备料里等的是自己的图纸")
    board.main("对一遍")
    board.main("做完了")
    board.page.get_by_role("heading", name="7 项都过了").wait_for()
    assert "周敏" in board.page.locator(".okr-tree").first.inner_text()

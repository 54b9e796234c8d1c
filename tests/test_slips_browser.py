"""The slips and the measures in a real browser, from empty to full marks: by touch on a phone, by keyboard alone on a laptop."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from phone import MEASURE, PHONE, Keys, join, saved

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Locator, Page

    from okr_kit.hosts.classroom.room import Room

pytestmark = pytest.mark.browser
LAPTOP = {"viewport": {"width": 1280, "height": 720}}
RIGHT = {"a": "O", "b": "G", "c": "G", "d": "S", "e": "S", "f": "M", "g": "M", "h": "都不是"}
LETTERS = ("O", "G", "S", "M", "都不是")
FINE = {"wide": 0, "small": [], "cut": []}


@pytest.fixture
def device(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Callable[..., Page]:
    """A device that has joined and opened an exercise."""

    def show(slug: str, **kind: object) -> Page:
        page = new_context(**kind).new_page()
        join(page, url, room.klass.code, "王芳" if kind is PHONE else "李雷")
        page.goto(f"{url}/x/{slug}")
        return page

    return show


def slip(page: Page, name: str) -> Locator:
    """The row of a slip."""
    return page.locator("fieldset").filter(has=page.locator("legend", has_text=re.compile(f"^{name}　")))


def option(inside: Page | Locator, words: str) -> Locator:
    return inside.locator("label.okr-opt").filter(has_text=re.compile(f"^{words}"))


def check(page: Page, then: str = "过了") -> None:
    """Have the step checked and wait for what is said of it."""
    page.get_by_role("button", name=re.compile("^(再)?对一遍$")).click()
    page.locator(".okr-checks", has_text=then).wait_for()
    saved(page)


def test_the_slips_by_touch(device: Callable[..., Page]) -> None:
    """One tap a slip; a wrong one is marked where it lies; every step fits the phone."""
    page = device("map-ogsm-okr", **PHONE)
    for name, letter in {**RIGHT, "b": "O"}.items():
        option(slip(page, name), letter).tap()
    check(page, "要改")
    page.locator(".okr-say", has_text="带上字母再放一次").wait_for()
    assert slip(page, "b").locator(".okr-bad").count() == 1
    assert page.evaluate(MEASURE) == FINE
    option(slip(page, "b"), "G").tap()
    check(page)
    page.get_by_role("button", name="下一步").tap()
    page.locator("select[name='top.o']").select_option("a")
    for name in "bc":
        option(page, f"{name}　").tap()
    page.get_by_label("补一条护栏").fill("续约平均折扣不低于 ８.８ 折")
    assert page.evaluate(MEASURE) == FINE
    check(page)
    page.get_by_role("button", name="下一步").tap()
    page.get_by_label("客户成功部的 O").fill("让客户在到期之前就想清楚下一年怎么用")
    page.locator("select[name='lower.kr']").select_option("g")
    assert page.evaluate(MEASURE) == FINE
    check(page)
    page.get_by_role("button", name="做完了").tap()
    page.get_by_text("100 分").wait_for()
    assert page.evaluate(MEASURE) == FINE


def test_the_slips_by_keyboard_alone(device: Callable[..., Page]) -> None:
    page = device("map-ogsm-okr", **LAPTOP)
    keys = Keys(page)
    for name, letter in RIGHT.items():
        to(page, f"{name}.place")
        page.keyboard.press("Space")
        for _ in range(LETTERS.index(letter)):
            page.keyboard.press("ArrowRight")
    page.locator("input:checked").nth(7).wait_for(state="attached")
    keys.press("^对一遍$")
    keys.press("^下一步$")
    to(page, "top.o")
    page.keyboard.press("a")
    for name in "bc":
        keys.tab_to(f"^{name}　")
        page.keyboard.press("Space")
    to(page, "top.guard")
    page.keyboard.insert_text("续约平均折扣不低于 8.8 折")
    keys.press("^对一遍$")
    keys.press("^下一步$")
    to(page, "lower.o")
    page.keyboard.insert_text("让客户在到期之前就想清楚下一年怎么用")
    to(page, "lower.kr")
    page.keyboard.press("g")
    keys.press("^对一遍$")
    keys.press("^做完了$")
    page.get_by_text("100 分").wait_for()


def to(page: Page, name: str, most: int = 80) -> None:
    """Tab until the entry of that name has the focus."""
    for _ in range(most):
        if page.evaluate("() => document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {name}")


def test_the_measures_by_touch(device: Callable[..., Page]) -> None:
    """The account follows each tap; what is typed is added up at once."""
    page = device("pick-levers", **PHONE)
    total = page.locator(".okr-foot .okr-sum")
    for name in "甲丙":
        option(page, name).tap()
    total.get_by_text("甲 46 + 丙 144").wait_for()
    page.get_by_label("一共要多少人天？").fill("190")
    page.get_by_label("一共能多多少？").fill("64")
    total.get_by_text("放得下").wait_for()
    check(page, "要改")
    page.locator(".okr-say", has_text="离 96 万元还差 32 万元").wait_for()
    assert page.evaluate(MEASURE) == FINE
    for name in "丙乙":
        option(page, name).tap()
    total.get_by_text("甲 46 + 乙 90").wait_for()
    page.get_by_label("一共要多少人天？").fill("１３６")
    page.get_by_label("一共能多多少？").fill("９６ 万")
    page.get_by_label("放弃了什么？").fill("放弃了丙，48 家多半会流失")
    check(page)
    page.get_by_role("button", name="做完了").tap()
    page.get_by_text("100 分").wait_for()


def test_the_measures_by_keyboard_alone(device: Callable[..., Page]) -> None:
    page = device("pick-levers", **LAPTOP)
    keys = Keys(page)
    for name in "甲乙":
        keys.tab_to(f"^{name}　")
        page.keyboard.press("Space")
    for name, text in {"brings": "96", "takes": "136", "dropped": "放弃了丙"}.items():
        to(page, f"plan.{name}")
        page.keyboard.insert_text(text)
    keys.press("^对一遍$")
    keys.press("^做完了$")
    page.get_by_text("100 分").wait_for()

"""Writing on a phone in a real browser: the box and its button in sight, the case at hand, a list taken apart, an end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from learner import GOOD_KRS, GOOD_O, content
from phone import PHONE, grade, join, saved

from okr_kit.hosts.classroom.room import Room

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
#: What a phone of 844 px leaves over its keyboard.
OVER_KEYBOARD = 844 - 300
CASES = list(content().exercise("write-okr").items)


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Page:
    """A phone that has joined and stands before the choice of a case."""
    page = new_context(**PHONE).new_page()
    join(page, url, room.klass.code, "王敏")
    page.goto(f"{url}/x/write-okr")
    return page


def open_case(page: Page, number: int = 0) -> None:
    """Choose a case."""
    page.locator("button.okr-row").nth(number).click()
    page.get_by_text("写下你的 O").wait_for()
    saved(page)


def unseen(page: Page) -> list[str]:
    """Of box and main button, those that are not wholly on the screen, or lie under something else."""
    return page.evaluate(
        """() => [...document.querySelectorAll('textarea[name=text], .okr-foot .okr-main')].slice(0, 2).filter((el) => {
          const box = el.getBoundingClientRect();
          const hit = (y) => el.contains(document.elementFromPoint(box.left + box.width / 2, y));
          return box.top < 0 || box.bottom > innerHeight + .5 || !hit(box.top + 6) || !hit(box.bottom - 6);
        }).map((el) => (el.innerText || el.name) + ' ' + Math.round(el.getBoundingClientRect().bottom) + ' of ' + innerHeight)"""
    )


@pytest.mark.parametrize("number", range(len(CASES)), ids=CASES)
def test_the_box_and_its_button_are_on_the_first_screen(phone: Page, number: int) -> None:
    """Of every case, with and without the keyboard, drawer open and shut; for the O and for a KR."""
    open_case(phone, number)
    for height in (844, OVER_KEYBOARD):
        phone.set_viewport_size({"width": 390, "height": height})
        assert unseen(phone) == []
    phone.set_viewport_size({"width": 390, "height": 844})
    grade(phone, GOOD_O)
    phone.get_by_role("button", name="写 KR 1").click()
    phone.get_by_text("写下这条 KR").wait_for()
    for height in (844, OVER_KEYBOARD):
        phone.set_viewport_size({"width": 390, "height": height})
        phone.locator("textarea[name=text]").focus()
        assert unseen(phone) == []
        phone.locator(".okr-drawer > summary").click()
        assert unseen(phone) == []
        phone.locator(".okr-drawer > summary").click()


def test_the_case_stays_at_hand_as_the_learner_left_it(phone: Page) -> None:
    """Open stays open and shut stays shut: over answers, other parts, the whole, a reload; it keeps its place."""
    open_case(phone)
    drawer, inside = phone.locator("details.okr-drawer"), phone.locator("details.okr-drawer > div")
    assert drawer.get_attribute("open") is not None
    place = drawer.bounding_box()
    inside.evaluate("el => el.scrollTo(0, 120)")
    grade(phone, "完成门店报损系统上线")
    assert drawer.get_attribute("open") is not None
    assert inside.evaluate("el => el.scrollTop") == 120
    assert place
    assert (drawer.bounding_box() or {})["y"] == place["y"]
    phone.locator(".okr-drawer > summary").click()
    grade(phone, GOOD_O, "再评一次")
    phone.get_by_role("button", name="写 KR 1").click()
    phone.get_by_text("写下这条 KR").wait_for()
    assert drawer.get_attribute("open") is None
    phone.reload()
    phone.get_by_text("写下这条 KR").wait_for()
    assert drawer.get_attribute("open") is None
    phone.locator(".okr-drawer > summary").click()
    phone.locator("textarea[name=text]").fill(GOOD_KRS[0])
    phone.get_by_role("button", name="读出要素").click()
    phone.get_by_label("指标").wait_for()
    phone.get_by_role("button", name="评一评").click()
    phone.get_by_role("button", name="看整组").click()
    phone.get_by_role("heading", name="整组 OKR").wait_for()
    phone.locator("button.okr-row", has_text="KR 1").click()
    phone.get_by_text("再改一改").wait_for()
    assert drawer.get_attribute("open") is not None
    phone.reload()
    phone.get_by_text("再改一改").wait_for()
    assert drawer.get_attribute("open") is not None


def test_the_drawer_is_in_sight_however_far_one_has_scrolled_and_opens_by_keyboard(phone: Page) -> None:
    open_case(phone)
    phone.locator(".okr-drawer > summary").click()
    grade(phone, "完成门店报损系统上线")
    phone.evaluate("scrollTo(0, document.body.scrollHeight)")
    summary = phone.locator(".okr-drawer > summary")
    assert phone.evaluate("scrollY") > 100
    box = summary.bounding_box()
    assert box
    assert 50 <= box["y"] <= 70
    summary.focus()
    phone.keyboard.press("Enter")
    phone.get_by_text("62 家店月销售额合计").wait_for()
    phone.keyboard.press("Tab")
    phone.keyboard.press("End")
    phone.get_by_text("品牌公众号有 38 万粉丝").wait_for()
    phone.evaluate(
        "() => new Promise((done) => { const el = document.querySelector('.okr-drawer > div');"
        " const look = () => (el.scrollTop > 50 ? done() : requestAnimationFrame(look)); look(); })"
    )


def test_a_pasted_list_becomes_key_results_and_the_way_ends_with_text_and_table(phone: Page) -> None:
    """From the paste to 完成并带走, by touch."""
    open_case(phone)
    grade(phone, GOOD_O)
    phone.get_by_role("button", name="写 KR 1").click()
    box = phone.locator("textarea[name=text]")
    box.click()
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(GOOD_KRS[:3]))
    phone.keyboard.press("Control+V")
    phone.get_by_role("button", name="读出要素").click()
    phone.get_by_text("这里像是 3 条 KR", exact=True).wait_for()
    phone.get_by_role("button", name="分成 3 条").click()
    phone.get_by_label("指标").wait_for()
    assert box.input_value() == GOOD_KRS[0]
    phone.locator("label.okr-opt", has_text="承诺").click()
    phone.get_by_role("button", name="评一评").click()
    phone.get_by_role("button", name="看整组").click()
    phone.get_by_text("还缺一条护栏", exact=True).wait_for()
    phone.get_by_role("button", name="写一条护栏").click()
    box.fill("18 点后断货率不高于 18%")
    phone.get_by_role("button", name="读出要素").click()
    phone.locator("label.okr-opt", has_text="护栏").locator("input:checked").wait_for(state="attached")
    phone.get_by_role("button", name="评一评").click()
    phone.get_by_role("button", name="看整组").click()
    phone.get_by_text("这组 OKR 可以提交", exact=True).wait_for()
    phone.get_by_role("button", name="完成并带走").click()
    phone.get_by_role("heading", name="写完了，带走").wait_for()
    phone.get_by_role("button", name="复制文字").click()
    phone.get_by_text("已复制").wait_for()
    assert f"KR1（承诺）：{GOOD_KRS[0]}" in phone.evaluate("navigator.clipboard.readText()")
    phone.get_by_text("要贴进 Excel 或飞书表格").click()
    phone.get_by_role("button", name="复制表格").click()
    cells = [row.split("\t") for row in phone.evaluate("navigator.clipboard.readText()").split("\n")]
    assert len(cells) == 5
    assert {len(row) for row in cells} == {8}
    assert all(all(row) for row in cells)


def test_fields_beside_each_other_stand_on_one_line(phone: Page) -> None:
    """Also where only one of two has 「没读到」 over it."""
    open_case(phone)
    grade(phone, GOOD_O)
    phone.get_by_role("button", name="写 KR 1").click()
    phone.locator("textarea[name=text]").fill("3 月底 18 点后断货率不高于 18%")
    phone.get_by_role("button", name="读出要素").click()
    assert phone.get_by_label("基线").input_value() == ""
    assert phone.get_by_label("目标", exact=True).input_value() == "18"
    pairs = (("基线", "目标"), ("单位", "截止"))
    boxes = [[phone.get_by_label(name, exact=True).bounding_box() for name in pair] for pair in pairs]
    assert all(left and right and left["y"] == right["y"] for left, right in boxes)


def test_a_text_longer_than_a_kr_may_be_is_not_cut_by_the_box(phone: Page) -> None:
    """What is more than a statement stands in the box until the learner has cut it, also after a reload."""
    open_case(phone)
    text = "很" * 2500
    phone.locator("textarea[name=text]").fill(text)
    phone.get_by_role("button", name="评一评").click()
    phone.get_by_text("太长了").first.wait_for()
    assert phone.locator("textarea[name=text]").input_value() == text
    phone.reload()
    assert phone.locator("textarea[name=text]").input_value() == text

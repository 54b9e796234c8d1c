"""How screens are set on a phone: where lines break, what a question does to a row of buttons, headers of one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from learner import content
from phone import PHONE, answer, item_of, join, saved

from okr_kit.hosts.classroom.room import Room

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
SPOT = "spot-wrong-objectives"
WIDTHS = [390, 360, 320]
#: Lines of headings that end inside a stretch of words although the whole stretch would have fitted on a line.
BROKEN = """() => {
  const ends = /[\\s，。：；、！？）」】,.:;!?)]/, starts = /[\\s（「【(]/;
  const bad = [];
  for (const el of document.querySelectorAll('.okr h1, .okr h2, .okr h3, .okr legend, .okr-way b, .okr-lead, .okr-btn:not(.okr-row), .okr summary')) {
    if (!el.offsetParent) continue;
    const walk = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
    const room = el.getBoundingClientRect().width;
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (node.parentElement.closest('small')) continue;
      const text = node.data, range = document.createRange();
      const box = (a, b) => { range.setStart(node, a); range.setEnd(node, b); return range.getClientRects(); };
      for (let i = 1; i < text.length; i++) {
        const [one] = box(i - 1, i), [two] = box(i, i + 1);
        if (!one || !two || two.top - one.top < 4) continue;
        if (ends.test(text[i - 1]) || starts.test(text[i])) continue;
        let a = i, b = i;
        while (a > 0 && !ends.test(text[a - 1])) a--;
        while (b < text.length && !ends.test(text[b])) b++;
        const wide = [...box(a, b)].reduce((sum, rect) => sum + rect.width, 0);
        if (wide < room * 0.9) bad.push(text.slice(a, i) + '/' + text.slice(i, b));
      }
    }
  }
  return bad;
}"""


@pytest.fixture
def learner(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Page:
    """A phone that has joined."""
    page = new_context(**PHONE).new_page()
    join(page, url, room.klass.code, "王敏")
    return page


def finish(page: Page, url: str) -> None:
    """Answer a whole drill, its first flawed item half rightly, and stop at the summary."""
    page.goto(f"{url}/x/{SPOT}")
    items, half = content().exercise(SPOT).items, ""
    for number in range(1, content().exercise(SPOT).settings["draw"] + 1):
        page.get_by_text(f"第 {number} 题").wait_for()
        item = items[item_of(page, SPOT)]
        if item["codes"] and not half:
            half = content().language.card(item["choices"][0]).title
            for _ in range(2):
                page.locator("label.okr-opt", has_text="要改").click()
                page.locator("label.okr-opt", has_text=half).click()
                page.locator("button[data-do=answer]").click()
                saved(page)
                page.locator(".okr-say").first.wait_for()
            page.locator(".okr-say h3", has_text="对了一半，这一条主要错在：").wait_for()
            assert page.evaluate(BROKEN) == []
        else:
            answer(page, SPOT)
        page.locator("button[data-do=next]").click()
    page.get_by_role("heading", name="这一组的小结").wait_for()


@pytest.mark.parametrize("width", WIDTHS)
def test_headings_break_between_words(
    new_context: Callable[..., BrowserContext], url: str, room: Room, width: int
) -> None:
    """Behind punctuation, on every sort of page; a stretch too long for the line breaks where it must."""
    page = new_context(**(PHONE | {"viewport": {"width": width, "height": 844}})).new_page()
    page.goto(f"{url}/?c={room.klass.code}")
    page.get_by_role("button", name="进入课堂").click()
    page.get_by_text("请填一个看得见的昵称").wait_for()
    assert page.evaluate(BROKEN) == []
    join(page, url, room.klass.code, "王敏")
    assert page.evaluate(BROKEN) == []
    finish(page, url)
    assert page.evaluate(BROKEN) == []


def test_a_question_does_not_squeeze_its_row(learner: Page, url: str) -> None:
    """重做 asks first: no button grows tall or is cut, and the second tap meets the same button at the same place."""
    finish(learner, url)
    button = learner.locator("button[data-do=restart]")
    button.scroll_into_view_if_needed()
    before = button.bounding_box()
    assert before
    middle = (before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
    learner.mouse.click(*middle)
    learner.locator(".okr-armed", has_text="再点一次就重做").wait_for()
    for one in learner.locator(".okr-row .okr-btn:visible").all():
        box = one.bounding_box()
        assert box
        assert box["height"] <= 62, one.inner_text()
        assert one.evaluate("el => el.scrollWidth <= el.clientWidth + 1")
    assert learner.evaluate("document.documentElement.scrollWidth <= innerWidth")
    learner.mouse.click(*middle)
    learner.get_by_text("最好成绩").wait_for()


def test_a_question_in_the_footer_does_not_squeeze_it_either(learner: Page, url: str) -> None:
    """Also where another kind has a button that asks among those under the thumb."""
    learner.goto(f"{url}/x/{SPOT}")
    learner.locator(".okr-foot .okr-btn").first.evaluate(
        "button => { button.dataset.confirm = '这一组的答案会清空，再点一次就重做'; button.type = 'button'; }"
    )
    button = learner.locator(".okr-foot .okr-btn").first
    before = button.bounding_box()
    assert before
    middle = (before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
    learner.mouse.click(*middle)
    learner.locator(".okr-armed").wait_for()
    assert all(
        (box := one.bounding_box()) and box["height"] <= 62 for one in learner.locator(".okr-foot .okr-btn").all()
    )
    assert learner.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('.okr-armed') !== null", middle)


def test_a_header_is_one_line_and_whole(learner: Page, url: str) -> None:
    """Our longest titles, a group's before them and the saved state beside them; one far too long is cut, not wrapped."""
    for slug, exercise in content().exercises.items():
        for path in (f"/x/{slug}", *([f"/g/{slug}"] if exercise.settings.get("group") else [])):
            learner.goto(url + path)
            learner.locator("[data-okr-status]").evaluate("el => { el.textContent = '已保存 12:34'; }")
            bar = learner.locator(".okr-bar").bounding_box()
            assert bar
            assert bar["height"] <= 58, path
            assert learner.locator(".okr-bar h1").evaluate("el => el.scrollWidth <= el.clientWidth"), path
            assert learner.get_by_role("link", name="练习清单").bounding_box()["width"] >= 44  # type: ignore[index]
    learner.locator(".okr-bar h1").evaluate("el => { el.textContent = '很长的标题'.repeat(20); }")
    bar = learner.locator(".okr-bar").bounding_box()
    assert bar
    assert bar["height"] <= 58
    assert learner.evaluate("document.documentElement.scrollWidth <= innerWidth")

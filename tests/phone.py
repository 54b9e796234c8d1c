"""A learner with a phone in a real browser: joins, reads the screen, answers by touch or by keyboard alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learner import content

from okr_kit import engine
from okr_kit.kinds import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 1}

#: What of a screen is wider than the device, too small to hit, or cut.
MEASURE = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  const small = [...document.querySelectorAll('button, a[href], label.okr-opt, summary, input[type=text], textarea, select')]
    .filter(el => el.offsetParent && !el.closest('details:not([open]) > :not(summary)'))
    .filter(el => { const r = el.getBoundingClientRect(); return r.height < 43.5 || r.width < 43.5; })
    .map(el => (el.innerText || el.name || el.tagName).slice(0, 20) + ' ' + Math.round(el.getBoundingClientRect().height));
  const cut = [...document.querySelectorAll('.okr *')]
    .filter(el => el.offsetParent && !/^(TEXTAREA|INPUT|SVG|PATH)$/i.test(el.tagName) && !el.classList.contains('okr-hidden'))
    .filter(el => el.children.length === 0 && el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).overflowX !== 'visible')
    .map(el => el.innerText.slice(0, 30));
  return {wide, small, cut};
}"""


def join(page: Page, url: str, code: str, name: str, *, group: str = "第 1 组", role: str = "学员") -> None:
    """Scan the code (open the link), fill in the nickname, enter."""
    page.goto(f"{url}/?c={code}")
    page.get_by_label("昵称").fill(name)
    page.locator("label.okr-opt", has_text=group).first.click()
    page.locator("label.okr-opt", has_text=role).first.click()
    page.get_by_role("button", name="进入课堂").click()
    page.get_by_role("heading", name="练习清单").wait_for()


def item_of(page: Page, slug: str) -> str:
    """Which item of the bank is on the screen."""
    shown = page.locator(".okr-statement").all_inner_texts()
    for name, item in content().exercise(slug).items.items():
        texts = [item["text"]] if "text" in item else [item["objective"]]
        if shown and texts[0] == shown[0]:
            return name
    raise AssertionError(f"no item of {slug} says {shown}")


def right_words(slug: str, name: str) -> list[tuple[str, str]]:
    """The questions of an item, each with the label to pick for a right answer, in order."""
    exercise = content().exercise(slug)
    ctx = engine.Context(content(), exercise)
    sheet = KINDS[exercise.kind].sheet  # type: ignore[attr-defined]
    truth = sheet.truth(exercise.items[name])
    state = engine.start(ctx, 1)
    parts = KINDS[exercise.kind].parts(ctx, state, name)  # type: ignore[attr-defined]
    return [(part.legend, words) for part in parts for _, true, words in part.options if truth.get(part.name) == true]


def answer(page: Page, slug: str) -> None:
    """Answer the item on the screen rightly and wait until it is saved: graded, or noted without a word."""
    for _, words in right_words(slug, item_of(page, slug)):
        page.locator("label.okr-opt", has=page.get_by_text(words, exact=True)).click()
    page.locator("button[data-do=answer]").click()
    told(page).wait_for()
    saved(page)


def told(page: Page) -> Locator:
    """What is said of an answer: that it is right, or only that it is noted."""
    return page.locator(".okr-say.okr-good").or_(page.locator(".okr-say", has_text="已记下「")).first


def saved(page: Page) -> None:
    """Wait for 已保存."""
    page.locator("[data-okr-status]", has_text="已保存").wait_for()


def pulses(page: Page) -> list[str]:
    """The hanging requests that the page begins from now on: news that come at once need none but the one under way."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/pulse?" in one.url else None)
    return asked


def still(page: Page) -> None:
    """Wait until every small motion has ended: before colours are measured, or a button may be pressed once more.

    What is folded away does not move, and never says that it has ended.
    """
    page.evaluate(
        """() => Promise.allSettled(document.getAnimations()
        .filter((one) => one.effect?.target?.checkVisibility()).map((one) => one.finished))"""
    )


def grade(page: Page, text: str, button: str = "评一评") -> None:
    """Type a statement and have it graded."""
    page.locator("textarea[name=text]").fill(text)
    page.get_by_role("button", name=button).click()
    page.locator(".okr-statement", has_text=text).wait_for()
    saved(page)


class Keys:
    """Tab, arrows, Space and Enter alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self) -> str:
        """What has the focus, in words: its label, text or name."""
        return str(
            self.page.evaluate(
                "() => { const el = document.activeElement; if (!el || el === document.body) return '';"
                " return (el.labels && el.labels[0] ? el.labels[0].innerText : el.innerText || el.name || '').trim(); }"
            )
        )

    def tab_to(self, pattern: str, most: int = 80) -> None:
        """Tab until what has the focus matches."""
        for _ in range(most):
            if re.search(pattern, self.focused()):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {pattern!r}")

    def tab_to_field(self, name: str, most: int = 80) -> None:
        """Tab until the field of that name has the focus."""
        for _ in range(most):
            if self.page.evaluate("() => document.activeElement.name || ''") == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached the field {name}")

    def pick(self, legend: str, words: str) -> None:
        """Go to a group of options by Tab and to one of them by arrows."""
        group = self.page.locator("fieldset", has=self.page.locator("legend", has_text=legend))
        names = [label.inner_text().strip() for label in group.locator("label.okr-opt span:first-of-type").all()]
        self.tab_to("^(" + "|".join(re.escape(name) for name in names) + ")$")
        if not self.page.evaluate("() => document.activeElement.checked"):
            self.page.keyboard.press("Space")
        for _ in names:
            if self.focused() == words:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"arrows never reached {words!r}, have {names}")

    def press(self, pattern: str) -> None:
        """Tab to a button and press Enter."""
        self.tab_to(pattern)
        self.page.keyboard.press("Enter")

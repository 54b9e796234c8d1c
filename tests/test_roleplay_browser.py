"""Six phones play a role play in real browsers: each has its card, the talk has the clock alone, the pad counts every tap."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from class_scene import steer
from learner import content
from phone import MEASURE, PHONE, join
from played_scene import LISTEN

from okr_kit.kinds.roleplay.script import script

if TYPE_CHECKING:
    from collections.abc import Callable

    from class_scene import Running
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
SLUG = "review-role-play"
SECRETS = {card.id: [*card.lines, *card.asked, *card.after] for card in script(content().exercise(SLUG)).cards}
SEATS = ["1.manager", "1.employee", "1.observer", "2.manager", "2.employee", "2.observer"]
FINE = {"wide": 0, "small": [], "cut": []}
LINE = {
    "what": "和送装部定下每天留给杭州组的上门时段",
    "who": "经理",
    "due": "本周三前",
    "sign": "四周平均等师傅不超过 1.2 天",
}


class Phone:
    """One phone, and everything that came to it over the network."""

    def __init__(self, context: BrowserContext, url: str, code: str, name: str) -> None:
        self.page: Page = context.new_page()
        self.heard: list[str] = []
        self.page.expose_function("okrHeard", lambda _url, text, _at: self.heard.append(text))
        self.page.add_init_script(LISTEN)
        join(self.page, url, code, name)

    def sit(self, seat: str) -> None:
        """Tap a seat."""
        self.page.locator(f'label.okr-opt:has(input[value="{seat}"])').click()

    def reads(self, words: str) -> None:
        """Wait until the view says so."""
        self.page.locator("[data-okr-view]").get_by_text(words).first.wait_for()

    def cards(self) -> set[str]:
        """The cards of which anything ever came."""
        everything = "\n".join(str(json.loads(one)) if one.startswith("{") else one for one in self.heard)
        return {name for name, lines in SECRETS.items() if any(line[:12] in everything for line in lines)}


@pytest.fixture
def phones(running: Running, url: str, new_context: Callable[..., BrowserContext]) -> list[Phone]:
    """Six people at one table, on the exercise that the trainer has opened."""
    found = [Phone(new_context(**PHONE), url, running.room.klass.code, f"学员{n}") for n in range(6)]
    steer(running, "open", slug=SLUG, pace="class", item="seat")
    for phone in found:
        phone.page.wait_for_url(f"{url}/x/{SLUG}")  # under the class's pace they go there by themselves
    return found


def test_six_phones_from_seats_to_the_shelf(running: Running, phones: list[Phone], url: str) -> None:
    """Seats that two took, cards that stay where they belong, a reload, the talk, the line, what is taken home."""
    for phone, seat in zip(phones, [*SEATS[:4], SEATS[3], SEATS[5]], strict=True):
        phone.sit(seat)
    for phone in phones[3:5]:
        phone.reads("这个位子坐了两个人")
    phones[4].sit(SEATS[4])
    for phone in phones:
        phone.reads("这一组齐了")
        assert phone.page.evaluate(MEASURE) == FINE
    steer(running, "item", item="read", minutes="2")
    titles = ["角色卡：客服部经理", "角色卡：杭州组组长", "只说看到、听到的"] * 2
    for phone, title in zip(phones, titles, strict=True):
        phone.reads(title)
        assert phone.page.evaluate(MEASURE) == FINE
    phones[1].page.reload()
    phones[1].page.get_by_role("heading", name="角色卡：杭州组组长").wait_for()
    steer(running, "deal", card="admits-all")
    for phone in (phones[1], phones[4]):
        phone.reads("急着认错的人")
    steer(running, "item", item="talk", minutes="10")
    for phone in (phones[0], phones[1]):
        phone.reads("手机扣在桌上")
        assert phone.page.locator("[data-okr-view] :is(button, a, input)").count() == 0
        assert re.fullmatch(r"9:5\d|10:00", phone.page.inner_text("[data-okr-clock] time"))
    steer(running, "item", item="line", minutes="3")
    for name, words in LINE.items():
        phones[0].page.locator(f"[name={name}]").fill(words)
    phones[0].page.locator("button[data-do=write]").click()
    for phone in phones[:3]:
        phone.reads(LINE["what"])
    steer(running, "answer", all="1", item="line")
    phones[1].page.get_by_role("button", name="放进我的作品夹").click()
    phones[1].reads("已经在你的作品夹里")
    assert phones[1].page.evaluate(MEASURE) == FINE
    phones[1].page.goto(f"{url}/shelf")
    phones[1].page.get_by_text("行动清单").first.wait_for()
    own = ["manager-card", "employee-card", "observer-card"] * 2
    for phone, card in zip(phones, own, strict=True):
        hard = {"admits-all"} if card == "employee-card" else set()
        assert phone.cards() == {card, *hard}


def test_the_pad_counts_every_tap_also_without_a_network(running: Running, phones: list[Phone]) -> None:
    """Fast taps on one place, taps while the net is away and the time that was spoken between them, one taken back."""
    observer = phones[2].page
    phones[2].sit("1.observer")
    phones[2].reads("还缺")
    steer(running, "item", item="talk", minutes="10")
    what = observer.locator('button[data-values*="what\\""]', has_text="是什么")
    what.wait_for()
    assert observer.evaluate(MEASURE) == FINE
    for _ in range(5):
        what.tap()
    observer.wait_for_function("() => document.querySelector('[data-okr-n]').textContent === '5'")
    observer.locator("[data-okr-status]", has_text="已保存").wait_for()
    observer.context.set_offline(True)
    observer.get_by_role("button", name="主管在说").tap()
    for _ in range(3):
        what.tap()
    assert observer.locator("[data-okr-n]").first.inner_text() == "8"  # what waits counts already
    observer.evaluate("() => new Promise((done) => setTimeout(done, 2500))")  # the manager speaks, and nothing goes out
    observer.get_by_role("button", name="主管在说", pressed=True).tap()
    observer.context.set_offline(False)
    undo = observer.locator("button[data-do=untap]")
    undo.filter(has_text="主管说完了").wait_for()  # the last of what waited has arrived
    assert re.fullmatch("0:0[2-4]", observer.inner_text("[data-okr-view] time"))
    observer.wait_for_function("() => document.querySelector('[data-okr-n]').textContent === '8'")
    undo.filter(has_text="主管说完了").tap()
    undo.filter(has_text="是什么").tap()
    observer.wait_for_function("() => document.querySelector('[data-okr-n]').textContent === '7'")
    observer.reload()
    observer.get_by_role("button", name="主管说完了，停").wait_for()
    assert observer.locator("[data-okr-n]").first.inner_text() == "7"

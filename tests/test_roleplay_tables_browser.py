"""Phones play the role plays of a whole table in real browsers: the register adds up as it is typed, seats move on by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from class_scene import steer
from phone import MEASURE, PHONE
from test_roleplay_browser import Phone

if TYPE_CHECKING:
    from collections.abc import Callable

    from class_scene import Running
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
FINE = {"wide": 0, "small": [], "cut": []}
ALIGN, DEAL = "alignment-role-play", "negotiate-fifty"
SIX = ["1.market", "1.product", "1.goods", "1.boss", "1.host", "1.observer"]
HOST, OBSERVER = 4, 5


def fine(page: Page, name: str) -> None:
    """Nothing is cut, too small to hit or wider than the phone."""
    assert page.evaluate(MEASURE) == FINE, name


def people(
    running: Running, url: str, new_context: Callable[..., BrowserContext], slug: str, seats: list[str]
) -> list[Phone]:
    """So many people at one table, each on his seat."""
    code = running.room.klass.code
    found = [Phone(new_context(**PHONE), url, code, f"学员{n}") for n in range(len(seats))]
    steer(running, "open", slug=slug, pace="class", item="seat")
    for phone, seat in zip(found, seats, strict=True):
        phone.page.wait_for_url(f"{url}/x/{slug}")
        phone.sit(seat)
        phone.reads("齐了" if seat is seats[-1] else "你坐这里")
    return found


def settle(page: Page, row: str, do: str, days: str = "", due: str = "") -> None:
    """One row of the register, opened and filled in by touch."""
    box = page.locator(f'details:has([name="{row}.do"])')
    if box.get_attribute("open") is None:
        box.locator("summary").first.tap()
    box.locator(f'label.okr-opt:has(input[value="{do}"])').tap()
    for name, text in (("days", days), ("who", "产品部负责人" if due else ""), ("due", due)):
        if text:
            box.locator(f'[name="{row}.{name}"]').fill(text)
            box.locator(f'[name="{row}.{name}"]').blur()


def test_a_table_settles_64_days_on_the_hosts_phone(
    running: Running, url: str, new_context: Callable[..., BrowserContext]
) -> None:
    phones = people(running, url, new_context, ALIGN, SIX)
    host = phones[HOST].page
    fine(host, "seats")
    steer(running, "item", item="read", minutes="2")
    steer(running, "deal", card="limits")
    phones[0].reads("带底线的卡：市场部负责人")
    fine(phones[0].page, "card")
    steer(running, "item", item="talk", minutes="5")
    host.get_by_text("84 要放进 64").first.wait_for()
    fine(host, "register")
    phones[OBSERVER].page.locator('button[data-values*="nod"]').tap()
    fine(phones[OBSERVER].page, "pad")
    settle(host, "detail", "do", "24", "8 月 31 日")
    settle(host, "cart", "do", "16", "9 月 15 日")
    settle(host, "refer", "do", "18", "7 月 15 日")
    settle(host, "sets", "less", "6", "8 月 1 日")
    settle(host, "pay", "do", "12", "9 月 15 日")
    host.get_by_text("超 12").first.wait_for()
    fine(host, "over")
    settle(host, "pay", "later")
    host.get_by_text("正好排满").first.wait_for()
    phones[0].reads("手机扣在桌上")
    steer(running, "item", item="rule", minutes="1")
    host.locator('details:has([name="ruling.text"])').wait_for()
    steer(running, "item", item="line", minutes="2")
    phones[0].reads("合计 64 人天，能用 64 人天")
    fine(phones[0].page, "others read it")
    for name, text in (("without", "支付改版移到四季度"), ("yields", "加购改版先上手机端")):
        box = host.locator(f'details:has([name="{name}.text"])')
        if box.get_attribute("open") is None:
            box.locator("summary").first.tap()
        box.locator("textarea, input").first.fill(text)
    host.locator("button[data-do=grade]").tap()
    host.locator("button[data-do=finish]").wait_for()
    fine(host, "looked at")
    host.locator("button[data-do=finish]").tap()
    phones[HOST].reads("5 项都过了")
    fine(host, "done")
    steer(running, "item", item="tell", minutes="1")
    phones[OBSERVER].reads("点头，没写 1 次")
    fine(phones[OBSERVER].page, "told")
    steer(running, "answer", all="1", item="tell")
    phones[1].page.get_by_role("button", name="放进我的作品夹").tap()
    phones[1].reads("已经在你的作品夹里")
    fine(phones[1].page, "end")
    phones[1].page.goto(f"{url}/shelf")
    phones[1].page.get_by_text("依赖登记").first.wait_for()
    fine(phones[1].page, "shelf")


def test_three_phones_change_their_cards_by_themselves(
    running: Running, url: str, new_context: Callable[..., BrowserContext]
) -> None:
    phones = people(running, url, new_context, DEAL, ["1.leader", "1.member", "1.observer"])
    fine(phones[0].page, "seats")
    titles = ["组长卡", "组员乙卡", "只数一件事"]
    for number in range(3):
        steer(running, "item", item=f"read-{number + 1}", minutes="1")
        for who, phone in enumerate(phones):
            phone.reads(titles[(who + number) % 3])
            fine(phone.page, f"card {number}")
        steer(running, "item", item=f"talk-{number + 1}", minutes="2")
        observer = phones[(2 - number) % 3].page
        observer.locator('button[data-values*="amount"]').tap()
        fine(observer, f"pad {number}")
        phones[(3 - number) % 3].reads("手机扣在桌上")
    steer(running, "item", item="line", minutes="2")
    writer = phones[1].page
    writer.locator('[name="deal.amount"]').fill("315")
    writer.locator('[name="deal.less"]').fill("15")
    writer.locator('[name="deal.gives"]').fill("需要领导支持")
    writer.locator('[name="deal.cannot"]').fill("设计师每周两天")
    writer.locator("button[data-do=grade]").tap()
    phones[1].reads("还不是一样东西")
    fine(writer, "support is no amount")
    writer.locator('[name="deal.gives"]').fill("去找产品部谈挂载位")
    writer.locator("button[data-do=grade]").tap()
    phones[1].reads("还差 35")
    phones[0].reads("去找产品部谈挂载位")
    fine(phones[0].page, "others read it")
    steer(running, "answer", all="1", item="line")
    phones[0].reads("对照参考")
    fine(phones[0].page, "end")

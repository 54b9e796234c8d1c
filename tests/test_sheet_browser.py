"""A board in a real browser: kept while one types, by touch and by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from class_scene import wait_until
from phone import PHONE, Keys, join, saved, still
from room_scene import RoomScene

from okr_kit.hosts.store import log

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from okr_kit.hosts.classroom.room import Room

pytestmark = pytest.mark.browser
SLUG = "split-by-region"
PROJECTOR = {"viewport": {"width": 1280, "height": 720}}
REGIONS = {
    "north": ("375", "两家新经销商"),
    "east": ("490", "老客户多买一个品类"),
    "south": ("340", "到货从 5 天变 2 天"),
}


@pytest.fixture
def open_board(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Callable[..., Page]:
    """The learner's board on a device."""

    def open_one(**device: Any) -> Page:
        page = new_context(**device).new_page()
        join(page, url, room.klass.code, "王敏")
        page.goto(f"{url}/x/{SLUG}")
        return page

    return open_one


def values(room: Room, owner: str) -> dict[str, str]:
    """What the server has."""
    now = room.store.read_now(lambda conn: log.current(conn, room.klass.id, owner, SLUG))
    return dict(now.state["values"]) if now.state else {}


def mine(room: Room) -> dict[str, str]:
    """What the server has of the only learner."""
    return values(room, log.learner(1))


def field(page: Page, name: str) -> Any:
    return page.locator(f"[name='{name}']")


def no_sideways(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]


def test_with_the_keyboard_alone(open_board: Callable[..., Page]) -> None:
    """Tab, Enter and Space: Enter goes on to the next entry, and after the last one to the button that leads on."""
    page = open_board(**PROJECTOR)
    keys = Keys(page)
    for number, why in REGIONS.values():
        keys.tab_to("^今年")
        page.keyboard.type(number)
        page.keyboard.press("Enter")
        assert keys.focused().startswith("理由")
        page.keyboard.type(why)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    page.locator(".okr-sum", has_text="1205").wait_for()
    keys.press("^对一遍$")
    page.get_by_role("button", name="做完了").wait_for()
    keys.press("^做完了$")
    page.get_by_text("100 分").wait_for()


def test_enter_in_the_last_line_leads_to_the_button(open_board: Callable[..., Page]) -> None:
    page = open_board(**PROJECTOR)
    field(page, "south.support").focus()
    page.keyboard.press("Enter")
    assert Keys(page).focused() == "对一遍"
    assert page.locator(".okr-checks").count() == 0


def test_the_way_to_what_is_to_be_mended_opens_its_row(open_board: Callable[..., Page]) -> None:
    page = open_board(**PHONE)
    for name, title in (("north", "北区"), ("east", "东区"), ("south", "南区")):
        if not field(page, f"{name}.now").is_visible():
            page.locator("summary", has_text=title).click()
        field(page, f"{name}.now").fill("400")
    page.get_by_role("button", name="对一遍").click()
    page.locator(".okr-ask", has_text="南区那个仓，你打算用来干什么？").wait_for()
    page.get_by_role("button", name="改这几个数").click()
    page.wait_for_function("() => document.activeElement.name === 'north.now'")
    assert field(page, "north.now").is_visible()
    assert not field(page, "south.now").is_visible()


def test_one_row_is_open_at_a_time_and_stays_open_over_an_answer(open_board: Callable[..., Page]) -> None:
    page = open_board(**PHONE)
    field(page, "north.reason").fill("还没写完的一句")
    page.locator("summary", has_text="南区").click()
    assert not field(page, "north.reason").is_visible()
    page.wait_for_function("() => document.activeElement.name === 'south.now'")
    page.keyboard.type("340")
    page.locator(".okr-sum", has_text="南区 340").wait_for()
    assert field(page, "south.now").is_visible()
    page.locator("summary", has_text="北区").click()
    assert field(page, "north.reason").input_value() == "还没写完的一句"


def test_a_row_that_is_added_comes_open_and_the_one_before_folds(open_board: Callable[..., Page], url: str) -> None:
    """Five causes written one after another are five lines on a phone, not five open forms."""
    page = open_board(**PHONE)
    page.goto(f"{url}/x/score-own")
    rows, is_open = page.locator("details[data-okr-row]"), page.locator("details[data-okr-row][open]")
    for number in range(3):
        if not rows.nth(number).evaluate("(row) => row.open"):
            rows.nth(number).locator("> summary").tap()
        rows.nth(number).locator("textarea").fill(f"第 {number + 1} 条")
        saved(page)
    for number in (4, 5):
        page.get_by_role("button", name="再加一条 KR").tap()
        rows.nth(number - 1).wait_for()
        page.wait_for_function("(n) => document.querySelectorAll('details[data-okr-row]')[n].open", arg=number - 1)
        assert is_open.count() == 1
        box = is_open.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < PHONE["viewport"]["height"] / 2
        rows.nth(number - 1).locator("textarea").fill(f"第 {number} 条")
        saved(page)


def test_a_long_text_scrolls_inside_its_box_and_the_verdict_stays_near(
    open_board: Callable[..., Page], url: str
) -> None:
    page = open_board(**PHONE)
    page.goto(f"{url}/x/write-aar-plus")
    page.get_by_role("button", name="整篇贴进来").tap()
    page.get_by_label("整篇贴在这里").fill("换模停机 95→60 分钟，实际 92。" * 250)
    saved(page)
    box = page.get_by_label("整篇贴在这里").bounding_box()
    assert box is not None
    assert box["height"] <= 0.61 * PHONE["viewport"]["height"]


def test_a_number_is_sent_at_once_and_the_last_value_wins(open_board: Callable[..., Page], room: Room) -> None:
    """Never two under way: what is typed meanwhile goes with the next."""
    page = open_board(**PHONE)
    page.evaluate(
        """() => {
          const ask = window.fetch;
          window.most = 0; let now = 0;
          window.fetch = async (url, options) => {
            if (!String(url).endsWith("/act")) return ask(url, options);
            window.most = Math.max(window.most, ++now);
            try { const answer = await ask(url, options); await new Promise((go) => setTimeout(go, 150)); return answer; }
            finally { now--; }
          };
        }"""
    )
    field(page, "north.now").press_sequentially("375123", delay=30)
    for _ in range(3):
        page.keyboard.press("Backspace")
    page.locator(".okr-sum", has_text="北区 375 ").wait_for()
    wait_until(lambda: mine(room) == {"north.now": "375"})
    assert page.evaluate("window.most") == 1
    assert field(page, "north.now").input_value() == "375"


def test_a_text_is_sent_when_the_hand_rests_and_never_written_over(open_board: Callable[..., Page], room: Room) -> None:
    page = open_board(**PHONE)
    field(page, "north.reason").press_sequentially("两家新经销商 ")
    assert mine(room) == {}
    wait_until(lambda: mine(room) == {"north.reason": "两家新经销商"})
    saved(page)
    assert field(page, "north.reason").input_value() == "两家新经销商 "  # the blank that the server leaves out
    page.keyboard.type("都签了")
    field(page, "north.support").focus()
    wait_until(lambda: mine(room) == {"north.reason": "两家新经销商 都签了"})


def test_a_draft_outlives_the_answer_to_another_entry(open_board: Callable[..., Page]) -> None:
    """A phone that dies a second after its owner typed has the words: only what was sent leaves the drafts."""
    page = open_board(**PHONE)
    held: list[Any] = []
    page.route("**/act", lambda route: held.append(route))  # noqa: PLW0108 - Playwright counts a handler's arguments
    page.evaluate(
        "() => addEventListener('okr:settled', () => { window.drafts ??= JSON.stringify({ ...localStorage }); }, true)"
    )
    field(page, "north.now").press_sequentially("375")
    field(page, "north.reason").press_sequentially("两家新经销商")
    held[0].continue_()
    page.wait_for_function("() => window.drafts")
    assert "两家新经销商" in page.evaluate("window.drafts")


def test_a_composition_that_fell_silent_has_ended(open_board: Callable[..., Page], room: Room) -> None:
    page = open_board(**PHONE)
    field(page, "north.reason").focus()
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "新仓", "selectionStart": 2, "selectionEnd": 2})
    wait_until(lambda: mine(room) == {"north.reason": "新仓"})


def test_without_a_network_everything_stays_and_is_said(open_board: Callable[..., Page], room: Room) -> None:
    page = open_board(**PHONE)
    page.context.set_offline(True)
    field(page, "north.now").press_sequentially("375")
    page.locator("[data-okr-status]", has_text="网络断了").wait_for()
    field(page, "north.reason").fill("两家新经销商")
    assert field(page, "north.now").input_value() == "375"
    page.context.set_offline(False)
    wait_until(lambda: mine(room) == {"north.now": "375", "north.reason": "两家新经销商"})
    saved(page)


def test_what_is_left_goes_out_when_the_page_is_left(open_board: Callable[..., Page], room: Room, url: str) -> None:
    page = open_board(**PHONE)
    field(page, "north.reason").press_sequentially("两家新经销商")
    page.goto(f"{url}/")
    wait_until(lambda: mine(room) == {"north.reason": "两家新经销商"})


def test_a_closed_class_takes_the_board_away_without_alarm(
    open_board: Callable[..., Page], room: Room, control
) -> None:
    page = open_board(**PHONE)
    control("open", slug=SLUG)
    page.locator("[data-okr-now]", has_text="去自己的").or_(
        page.locator("[data-okr-now]", has_text="不用等")
    ).first.wait_for()
    field(page, "north.now").press_sequentially("375")
    field(page, "north.reason").press_sequentially("两家")
    control("close")
    page.get_by_text("时间到了，你写的都在").wait_for()
    wait_until(lambda: mine(room) == {"north.now": "375", "north.reason": "两家"})
    page.locator(".okr-fixed", has_text="两家").wait_for()
    assert page.locator("[data-okr-alert]", has_text="没有记上").count() == 0


def test_six_tables_stand_side_by_side_on_the_stage(
    new_context: Callable[..., BrowserContext], url: str, running, room: Room
) -> None:
    """At 1280x720: every table's figures, nothing below 28 px, nothing cut off."""
    scene = RoomScene(running, learners=6, tables=6)
    scene.lead("open", slug=SLUG)
    scene.lead("side", side="table")
    for number, person in enumerate(scene.people, 1):
        scribe = scene.device(person)
        scribe.take_record(f"/g/{SLUG}")
        numbers = {f"{name}.now": str(int(now) + 40 * number) for name, (now, _) in REGIONS.items()}
        scribe.act(f"/g{number}/{SLUG}", "put", None, numbers, base=scribe.get(f"/g/{SLUG}").seq)
    scene.lead("show", show="groups")
    page = new_context(**PROJECTOR).new_page()
    page.goto(f"{url}/trainer?token={room.trainer_token}")
    page.goto(f"{url}/stage")
    page.locator(".okr-sum").nth(5).wait_for()
    assert page.locator(".okr-bar-row").count() == 18
    small = page.evaluate(
        "() => [...document.querySelectorAll('[data-okr-view] *')].filter((el) => !el.children.length && el.textContent.trim()"
        " && parseFloat(getComputedStyle(el).fontSize) < 27.9).map((el) => el.textContent)"
    )
    assert small == []
    ends = page.locator(".okr-box").evaluate_all("all => all.map((el) => el.getBoundingClientRect().bottom)")
    assert max(ends) <= 720
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


@pytest.mark.parametrize("device", [PHONE, PROJECTOR], ids=["phone", "laptop"])
def test_a_board_is_accessible_and_its_targets_are_large(
    open_board: Callable[..., Page], device: dict[str, Any]
) -> None:
    page = open_board(**device)
    field(page, "north.now").fill("400")
    page.get_by_role("button", name="对一遍").click()
    page.locator(".okr-checks").wait_for()
    still(page)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []
    small = page.evaluate(
        "() => [...document.querySelectorAll('[data-okr-view] :is(button, summary, input, select)')]"
        ".filter((el) => el.getClientRects().length && el.getBoundingClientRect().height < 44).map((el) => el.outerHTML.slice(0, 90))"
    )
    assert small == []


def test_another_step_begins_at_its_top_and_is_said(open_board: Callable[..., Page], url: str) -> None:
    """Who pressed 「下一步」 at the end of a long page does not land in the middle of the next one."""
    page = open_board(**PHONE)
    page.goto(f"{url}/x/cascade-three-levels")
    page.evaluate("() => { document.body.style.minHeight = '3000px'; scrollTo(0, 1200); }")
    page.get_by_role("button", name="下一步").click()
    page.locator(".okr-progress", has_text="第 2 步，共 6 步").wait_for()
    page.wait_for_function("scrollY < 100")
    assert "第 2 步，共 6 步" in page.locator("[data-okr-live]").inner_text()

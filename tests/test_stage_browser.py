"""The stage as it is seen from the last row: sizes, no scrolling, keys and clicker, a lost connection, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from class_scene import Running, choices, steer
from learner import content
from phone import still
from stage_scene import lesson_now, seat, vote
from voila_scene import ROOT

from okr_kit.hosts.classroom.book import Book
from okr_kit.hosts.classroom.book.screens import screens
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
#: As long as the name of a class may be, nearly.
LONG = "云禾家居华东大区二零二六年度店长与区域经理目标管理训练营第一期"
NAME, SURVEY, PAGE = "find-the-error", "opening-difficulties", "book/objective"
WALL, FULL, OLD = (1280, 720), (1920, 1080), (1024, 768)
#: All that can be read, by its size in px; nothing that is out of sight counts.
SIZES = """() => {
  const stage = document.querySelector('.okr-stage'), found = [];
  const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const el = node.parentElement;
    if (!node.data.trim() || el.closest('.okr-hidden, .okr-stage-way') || !el.getClientRects().length) continue;
    found.push([node.data.trim(), parseFloat(getComputedStyle(el).fontSize)]);
  }
  return found;
}"""
#: What does not fit: by how much the screen would scroll, and texts outside of it or cut.
OUTSIDE = """() => {
  const view = document.querySelector('.okr-stage-view'), found = [];
  if (view.scrollHeight > view.clientHeight || view.scrollWidth > view.clientWidth)
    found.push('scrolls ' + [view.scrollWidth - view.clientWidth, view.scrollHeight - view.clientHeight]);
  if (document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth) found.push('page scrolls');
  const walker = document.createTreeWalker(view, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || node.parentElement.closest('.okr-hidden')) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.bottom > innerHeight || box.right > innerWidth || box.top < 0 || box.left < 0) { found.push(node.data.slice(0, 30)); break; }
  }
  return found;
}"""
#: Milliseconds until the stage is back, on a machine that does other things too; alone it takes less than five seconds.
BACK = 20_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A class with a long name, whose round of the error exercise has all the bank's items."""
    pack = content()
    whole = pack.exercise(NAME)
    whole = replace(whole, settings={**whole.settings, "draw": len(whole.items)})
    pack = replace(pack, exercises={**pack.exercises, NAME: whole})
    with Store(str(tmp_path / "class.db")) as store:
        opened = Room.open(pack, store, LONG)
        opened.book = Book(ROOT)
        yield opened


@pytest.fixture
def on(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Callable[..., Page]:
    """Open the stage as the trainer's link does, in a window of that size."""

    def show(size: tuple[int, int] = WALL, scheme: str = "light") -> Page:
        page = new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme).new_page()
        page.goto(f"{url}/trainer?token={room.trainer_token}")
        assert page.url == f"{url}/stage"
        return page

    return show


#: Wait until the stage shows what the class server says now, but for the seconds of a clock.
CAUGHT_UP = """async () => {
  const root = document.querySelector('.okr-stage'), view = root.querySelector('[data-okr-view]');
  const live = await (await fetch('/stage/live')).json(), made = document.createElement('div');
  made.innerHTML = live.html;
  const words = (el) => el.textContent.replace(/\\d+:\\d\\d/g, '');
  const same = () => root.dataset.show === live.show && words(view) === words(made);
  await new Promise((resolve, reject) => {
    if (same()) return resolve();
    document.dispatchEvent(new Event('visibilitychange')); // its pause between two looks would be half of this module's time
    const late = setTimeout(() => reject(new Error('not shown: ' + live.show + ' ' + words(made))), 10000);
    new MutationObserver((_, watch) => {
      if (!same()) return;
      watch.disconnect();
      clearTimeout(late);
      requestAnimationFrame(resolve);
    }).observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}"""


def step(page: Page, running: Running, do: str, /, **values: str) -> None:
    """One control, and wait until the stage shows what it stands for."""
    steer(running, do, **values)
    page.evaluate(CAUGHT_UP)


def wrong(page: Page, least: float, name: str) -> list[str]:
    """What is too small or does not fit."""
    small = [pair for pair in page.evaluate(SIZES) if pair[1] < least]
    return [f"{name}: {found}" for found in (*small, *page.evaluate(OUTSIDE))]


def phases(page: Page, running: Running, items: list[str]) -> Iterator[str]:
    """Every phase of some items, one after the other, with clock and many votes."""
    for item in items:
        step(page, running, "pace", pace="class", item=item, minutes="120")
        yield f"task {item}"
        for do in ("discuss", "again", "spread", "answer"):
            step(page, running, do, item=item, minutes="120")
            yield f"{do} {item}"


def longest(room: Room) -> list[str]:
    """The items that need most room: the longest sets, statements, reasons and lists of options."""
    items, asked = room.content.exercise(NAME).items, choices(room, NAME)
    measures = (
        lambda one: len(one.statement) + sum(len(line) for line in one.below),
        lambda one: len(one.statement + one.above) * (not one.below),
        lambda one: len(items[one.item]["reason"] + items[one.item]["question"]),
        lambda one: len(one.below) * 100 + len(items[one.item]["reason"]),
        lambda one: sum(len(words) for _, words in one.options),
    )
    found = [sorted(asked, key=measure)[-2:] for measure in measures]
    return list(dict.fromkeys(one.item for two in found for one in two))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "scheme", "least"), [(WALL, "dark", 28.0), (FULL, "light", 42.0), (OLD, "light", 22.0)]
)
def test_every_phase_of_the_longest_items_fits_and_is_read_from_the_last_row(
    size: tuple[int, int], scheme: str, least: float, on: Callable[..., Page], running: Running, room: Room
) -> None:
    items = longest(room)
    asked = {one.item: one for one in choices(room, NAME)}
    for first, second in ((0, 1), (1, 1), (-1, 0)):
        rounds = [{item: asked[item].options[n][0] for item in items} for n in (first, second)]
        vote(room, NAME, seat(room, 8), *rounds)
    page = on(size, scheme)
    found = wrong(page, least, "join")
    step(page, running, "open", slug=NAME, minutes="120")
    found += wrong(page, least, "task")
    for name in phases(page, running, items):
        found += wrong(page, least, name)
    step(page, running, "side", side="table")
    found += wrong(page, least, "tables")
    for do in ("show", "close"):
        step(page, running, do, show="groups")
        found += wrong(page, least, do)
    assert not found, "\n".join(found)


class TestAsTheBankIs:
    """Rounds as classes have them."""

    @pytest.fixture
    def room(self, tmp_path: Path) -> Iterator[Room]:
        with Store(str(tmp_path / "class.db")) as store:
            opened = Room.open(content(), store, "一班")
            opened.book = Book(ROOT)
            yield opened

    @pytest.mark.parametrize(
        "slug",
        [
            *(NAME, "spot-wrong-objectives", "spot-wrong-key-results", "okr-or-kpi", SURVEY),
            *("choose-better-question", "set-wrong-or-done-wrong", "rate-aar-samples"),
        ],
    )
    def test_each_exercise_from_task_to_keys(
        self, slug: str, on: Callable[..., Page], running: Running, room: Room
    ) -> None:
        """All phases of the whole round: nothing below 28 px, nothing scrolls, nothing serious for axe."""
        items = [one.item for one in choices(room, slug)]
        picks = [{one.item: one.options[n][0] for one in choices(room, slug)} for n in (0, -1)]
        vote(room, slug, seat(room, 6), *picks[: 1 if slug == SURVEY else 2])
        vote(room, slug, seat(room, 3), picks[0])
        page = on()
        step(page, running, "open", slug=slug, minutes="120")
        found = [*wrong(page, 28, "task"), *serious(page, "task")]
        for name in phases(page, running, items[:3]):
            found += wrong(page, 28, name)
            found += serious(page, name) if items[0] in name else []
        for do in ("side", "close", "answer"):
            step(page, running, do, all="1", side="own")
            found += [*wrong(page, 28, do), *serious(page, do)]
        assert not found, "\n".join(found)

    @pytest.mark.parametrize(
        "name", ["book/objective", "book/ogsm-and-okr", "book/cascade-case", "book/review-practice"]
    )
    def test_a_page_of_the_book(self, name: str, on: Callable[..., Page], running: Running, room: Room) -> None:
        """Its screens fit, its figures load."""
        page, found = on(), []
        step(page, running, "row", row="r", page=name)
        of = len(screens(room, name))
        assert of > 3
        for number in range(of):
            step(page, running, "turn", screen=str(number))
            found += [*wrong(page, 28, f"{number}"), *serious(page, f"{number}")]
            for picture in page.locator("img").all():
                assert picture.evaluate("one => one.decode().then(() => one.naturalWidth > 0)")
        assert not found, "\n".join(found)


def serious(page: Page, name: str) -> list[str]:
    """What is of no use to a screen reader, or too pale."""
    still(page)
    found = Axe().run(page).response["violations"]
    return [
        f"{name}: {one['id']} {[node['target'] for node in one['nodes']][:3]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


# -- keys, pointer, connection --------------------------------------------------------------------------------------


def test_keys_and_clicker(on: Callable[..., Page], running: Running, room: Room) -> None:
    """What a clicker sends turns the page; b and the full stop are black, Escape is light; others are the browser's."""
    steer(running, "row", row="r", page=PAGE)
    page = on()
    place = page.locator(".okr-where").first
    place.get_by_text("第 1 屏").wait_for()
    for key, number in (
        ("PageDown", 2), ("ArrowRight", 3), ("ArrowDown", 4), ("PageUp", 3), ("ArrowLeft", 2), ("ArrowUp", 1), ("ArrowUp", 1)
    ):  # fmt: skip
        page.keyboard.press(key)
        place.get_by_text(f"第 {number} 屏").wait_for()
    for key in ("b", "."):
        page.keyboard.press(key)
        page.locator('[data-show="black"]').wait_for()
        assert page.locator("[data-okr-view]").inner_text() == ""
        assert page.locator(".okr-stage").evaluate("el => getComputedStyle(el).backgroundColor") == "rgb(0, 0, 0)"
        page.keyboard.press("Escape" if key == "b" else ".")
        page.locator('[data-show="page"]').wait_for()
    for key in ("Control+b", "Alt+ArrowRight", "Escape", "x"):
        page.keyboard.press(key)
    page.keyboard.press("PageDown")
    place.get_by_text("第 2 屏").wait_for()
    stage = lesson_now(room)["stage"]
    assert (stage["screen"], stage["black"]) == (1, False)


def test_the_way_to_her_own_side_is_not_projected(on: Callable[..., Page]) -> None:
    page = on()
    way = page.get_by_role("link", name="讲师台")
    shown = "el => getComputedStyle(el).opacity"
    assert way.evaluate(shown) == "0"
    page.mouse.move(300, 300)
    page.mouse.move(320, 320)
    page.wait_for_function("el => getComputedStyle(el).opacity === '1'", arg=way.element_handle())
    page.wait_for_function("el => getComputedStyle(el).opacity === '0'", arg=way.element_handle())
    page.keyboard.press("Tab")
    page.wait_for_function("el => getComputedStyle(el).opacity === '1'", arg=way.element_handle())
    assert way.bounding_box()["height"] >= 44  # type: ignore[index]
    page.keyboard.press("Enter")
    page.wait_for_url("**/trainer")


def test_a_phone_that_followed_the_link_sees_the_way(
    new_context: Callable[..., BrowserContext], url: str, room: Room
) -> None:
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).new_page()
    page.goto(f"{url}/trainer?token={room.trainer_token}")
    page.get_by_role("link", name="讲师台").click()
    page.wait_for_url("**/trainer")


def test_a_lost_connection_is_a_word_in_the_corner(on: Callable[..., Page], running: Running, room: Room) -> None:
    """No alert, nothing goes dark; when the class is there again, the stage is where the class is without a touch."""
    page, said = on(), []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    steer(running, "open", slug=NAME, minutes="3")
    page.locator('[data-show="task"]').wait_for()
    running.close()
    corner = page.get_by_role("status")
    corner.get_by_text("和课堂断开了").wait_for()
    assert "给每一条找出" in page.locator("[data-okr-view]").inner_text()
    assert not wrong(page, 28, "lost")
    page.keyboard.press("b")
    again = Running(room, running.port)
    steer(again, "close")
    page.locator('[data-show="closed"]').wait_for(timeout=BACK)
    page.wait_for_function("el => !el.textContent", arg=corner.element_handle())
    again.close()
    corner.get_by_text("和课堂断开了").wait_for()
    third = Running(room, running.port)  # where nothing has changed meanwhile
    page.wait_for_function("el => !el.textContent", arg=corner.element_handle(), timeout=BACK)
    third.close()
    assert not said


def test_a_clock_counts_down_and_votes_come_in(on: Callable[..., Page], running: Running, room: Room) -> None:
    [item] = choices(room, SURVEY)
    vote(room, SURVEY, seat(room, 5), {item.item: "writing"})
    page = on()
    step(page, running, "open", slug=SURVEY, minutes="2")
    clock = page.locator("time")
    began = clock.inner_text()
    page.wait_for_function("([el, was]) => el.textContent < was", arg=[clock.element_handle(), began])
    step(page, running, "spread", item=item.item)
    row = page.locator(".okr-bar-row", has_text="写不好")
    assert row.inner_text().split() == ["写不好", "第二单元：O、KR", "5", "人"]
    step(page, running, "hands", slug=SURVEY, item=item.item, **{"n:time": "2", "n:writing": "1"})
    assert row.inner_text().split() == ["写不好", "第二单元：O、KR", "6", "人"]


def test_a_shut_stage_says_why(on: Callable[..., Page], room: Room) -> None:
    """Her link was renewed elsewhere: what is on stays, the news stop with a sentence, not with a page that is gone."""
    page = on()
    page.get_by_text("扫码进课堂").wait_for()
    page.context.clear_cookies()
    seat(room, 1)
    page.get_by_role("status").get_by_text("这个浏览器还不是讲师的").wait_for()
    assert "扫码进课堂" in page.locator("[data-okr-view]").inner_text()

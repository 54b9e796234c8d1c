"""The 讲师台 as it is used: one exercise of eight minutes on her phone and on the laptop, two browsers, keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from learner import content
from phone import PHONE, Keys, pulses, still
from room_scene import RoomScene
from test_console import answered
from test_people_browser import problems

from okr_kit.hosts.classroom.book import Book
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store

if TYPE_CHECKING:
    from class_scene import Running
    from playwright.sync_api import BrowserContext, Locator, Page

pytestmark = pytest.mark.browser
SLUG = "spot-wrong-objectives"
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}}
SIZES = pytest.mark.parametrize("options", [PHONE, LAPTOP], ids=["phone", "laptop"])


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A class of six tables with the course's book."""
    with Store(str(tmp_path / "class.db"), busy_ms=2000) as store:
        made = Room.open(content(), store, "一班", groups=6)
        made.book = Book(Path(__file__).parents[1])
        yield made


@pytest.fixture
def scene(running: Running) -> RoomScene:
    """Thirty-six learners at six tables."""
    return RoomScene(running)


def console(new_context: Callable[..., BrowserContext], url: str, room: Room, **options: object) -> Page:
    """The trainer's browser on her console."""
    page = new_context(**options).new_page()
    page.goto(f"{url}/trainer?token={room.trainer_token}")
    page.goto(f"{url}/trainer")
    main(page).wait_for()
    return page


def main(page: Page) -> Locator:
    """The one button that names the next step."""
    return page.locator("form[data-okr-form^=next] .okr-main:visible")


def go_on(page: Page, words: str) -> None:
    """Press the main button, which has to say that, without scrolling to it."""
    button = main(page).filter(has_text=words)
    button.wait_for()
    assert main(page).count() == 1
    box, size = button.bounding_box(), page.viewport_size
    assert box is not None
    assert size is not None
    assert box["y"] + box["height"] <= size["height"]
    before = button.inner_text()
    button.click()
    page.wait_for_function(
        "before => ![...document.querySelectorAll('form[data-okr-form^=next] .okr-main')]"
        ".some(el => !el.hidden && el.innerText === before)",
        arg=before,
    )


def phase(page: Page, words: str) -> None:
    """Wait for a phase of the exercise."""
    page.locator(".okr-phases [aria-current=step]", has_text=words).wait_for()


@SIZES
def test_one_exercise_from_opening_to_the_next_page(
    new_context: Callable[..., BrowserContext], url: str, room: Room, scene: RoomScene, options: dict[str, Any]
) -> None:
    """Opened, handed in, closed, a card picked, talked about, voted again, shown before → after, key, next page."""
    page, found = console(new_context, url, room, **options), list[str]()
    look = lambda name: found.extend(problems(page, name))  # noqa: E731
    look("fresh")
    row = next(row for row in room.agenda if any(part.slug == SLUG for part in row.parts))
    scene.lead("row", row=row.id, page=row.page)
    page.get_by_text(re.compile("投屏第 1 / ")).wait_for()
    look("page")
    page.get_by_role("button", name="打开：找出写错的 O").locator("visible=true").first.click()
    phase(page, "作答")
    look("task")
    answered(scene, SLUG, people=28)
    page.locator(".okr-figure", has_text="28 / 36").wait_for()
    go_on(page, "收卷")
    phase(page, "收卷")
    look("closed")
    cards = page.locator(".okr-pick")
    assert cards.count() == 3
    assert [cards.nth(n).locator(".okr-bars").is_visible() for n in range(3)] == [True, False, False]
    cards.nth(1).locator("input").check()
    assert [cards.nth(n).locator(".okr-bars").is_visible() for n in range(3)] == [False, True, False]
    mark = cards.nth(1).locator("p b").inner_text()
    look("picked")
    go_on(page, f"讨论 {mark}")
    phase(page, "讨论")
    page.get_by_text("投屏：已交人数，没有分布").wait_for()
    look("talk")
    go_on(page, f"再投一次 {mark}")
    phase(page, "再投")
    item = scene.lesson["works"][SLUG]["item"]
    first, _ = scene.count(SLUG).spreads[item]
    [key] = [value for value, _, n in first.counts if n == first.right]
    scene.vote(SLUG, item, {key: 24})
    page.locator(".okr-figure", has_text="24 / 36").wait_for()
    look("again")
    go_on(page, "收第二次，投屏前后分布")
    phase(page, "分布")
    page.get_by_text("54 % → 100 %").locator("visible=true").first.wait_for()
    look("spread")
    go_on(page, f"揭晓 {mark}")
    phase(page, "揭晓")
    assert not cards.filter(has=page.locator("p b", has_text=mark)).count()
    for fold in ("换一种走法", "手工计票", "讲师判定"):
        page.get_by_text(re.compile(f"^{fold}")).click()
    look("answer")
    page.get_by_role("button", name="其余的一起揭晓").click()
    go_on(page, "投屏：要点")
    page.get_by_role("button", name=re.compile("^下一页：")).locator("visible=true").first.click()
    page.locator("summary", has_text=row.title).first.wait_for()
    assert not found, "\n".join(found)


@SIZES
def test_what_was_pressed_can_be_taken_back_from_where_it_was_pressed(
    new_context: Callable[..., BrowserContext], url: str, room: Room, scene: RoomScene, options: dict[str, Any]
) -> None:
    """「撤回：收卷」 is in sight right after 收卷 and leads back to 作答."""
    scene.lead("open", slug=SLUG)
    page = console(new_context, url, room, **options)
    go_on(page, "收卷")
    undo = page.get_by_role("button", name="撤回：收卷")
    box, size = undo.bounding_box(), page.viewport_size
    assert box is not None
    assert size is not None
    assert box["y"] + box["height"] <= size["height"]
    undo.click()
    phase(page, "作答")


@SIZES
@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_two_taps_in_a_row_are_one(
    new_context: Callable[..., BrowserContext],
    url: str,
    room: Room,
    scene: RoomScene,
    options: dict[str, Any],
    motion: str,
) -> None:
    """The button that takes the place of 收卷 (揭晓全部) is not pressed by the same double tap."""
    scene.lead("open", slug=SLUG)
    page = console(new_context, url, room, reduced_motion=motion, **options)
    box = main(page).filter(has_text="收卷").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    still(page)
    page.mouse.click(x, y)
    main(page).filter(has_text="揭晓全部").wait_for()
    page.mouse.click(x, y)
    page.get_by_role("button", name="撤回：收卷").wait_for()
    assert scene.lesson["works"][SLUG]["phase"] == "closed"


def test_what_another_browser_does_is_seen_at_once(
    new_context: Callable[..., BrowserContext], url: str, room: Room, scene: RoomScene
) -> None:
    """The laptop follows the phone, keeps its folds open and what was typed, and takes over when she says so."""
    scene.lead("open", slug=SLUG)
    phone, laptop = console(new_context, url, room, **PHONE), console(new_context, url, room, **LAPTOP)
    laptop.get_by_text("换一种走法").click()
    laptop.locator("summary", has_text="小记").click()
    laptop.get_by_label("记一句").fill("三组还在")
    asked = pulses(laptop)
    go_on(phone, "收卷")
    laptop.get_by_text("现在由另一台设备控制课堂", exact=True).wait_for()
    phase(laptop, "收卷")
    assert len(asked) <= 1
    assert laptop.get_by_role("button", name="每题一起走").is_visible()
    assert laptop.get_by_role("button", name="每题一起走").is_disabled()
    assert laptop.get_by_label("记一句").input_value() == "三组还在"
    asked = pulses(phone)
    laptop.get_by_role("button", name="接手").click()
    main(laptop).filter(has_text="揭晓全部").wait_for()
    phone.get_by_text("现在由另一台设备控制课堂", exact=True).wait_for()
    assert len(asked) <= 1
    assert main(phone).is_disabled()
    assert not (found := problems(phone, "other")), found


def test_the_console_works_with_keys_alone(
    new_context: Callable[..., BrowserContext], url: str, room: Room, scene: RoomScene
) -> None:
    """Tab, arrows, Enter: a card is picked and put up for debate; what changed is said to a screen reader."""
    scene.lead("open", slug=SLUG)
    answered(scene, SLUG)
    page = console(new_context, url, room, **LAPTOP)
    keys = Keys(page)
    keys.press("^收卷$")
    phase(page, "收卷")
    first = page.locator(".okr-pick input").first
    for _ in range(80):
        if first.evaluate("el => el === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    mark = page.locator(".okr-pick").nth(1).locator("p b").inner_text()
    still(page)
    keys.press(f"^讨论 {mark}")
    phase(page, "讨论")
    names = page.locator("[data-okr-view] button:visible").evaluate_all("all => all.map(el => el.innerText.trim())")
    assert all(names)


def test_a_reload_in_every_phase_goes_on_where_it_was(
    new_context: Callable[..., BrowserContext], url: str, room: Room, scene: RoomScene
) -> None:
    """The browser is closed and opened elsewhere: the same phase, clock and next step."""
    scene.lead("open", slug=SLUG, minutes=10)
    answered(scene, SLUG)
    item = scene.choices(SLUG)[0].item
    for do, then, words in (
        ("close", "收卷", "讨论"),
        ("discuss", "讨论", "再投一次"),
        ("again", "再投", "收第二次"),
        ("spread", "分布", "揭晓"),
        ("answer", "揭晓", "讨论"),
    ):
        scene.lead(do, item=item)
        page = console(new_context, url, room, **PHONE)
        phase(page, then)
        main(page).filter(has_text=words).wait_for()
        page.context.close()


def test_the_next_phase_comes_into_sight_and_is_said(
    new_context: Callable[..., BrowserContext], url: str, room: Room, scene: RoomScene
) -> None:
    """She picks the last card, far down on her phone: what comes is not above the edge, nor silent."""
    scene.lead("open", slug=SLUG)
    answered(scene, SLUG)
    scene.lead("close")
    page = console(new_context, url, room, **PHONE)
    page.locator(".okr-pick input").last.check()
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    go_on(page, "讨论")
    phase(page, "讨论")
    step = page.locator(".okr-phases [aria-current=step]")
    box = step.bounding_box()
    assert box is not None
    assert box["y"] >= 56
    assert page.locator("[data-okr-live]").inner_text() == "讨论"


def test_there_is_a_next_step_where_the_picked_card_has_gone(
    new_context: Callable[..., BrowserContext], url: str, room: Room, scene: RoomScene
) -> None:
    """Late answers have moved the proposals: the first that is left is the button."""
    scene.lead("open", slug=SLUG)
    answered(scene, SLUG)
    scene.lead("close")
    page = console(new_context, url, room, **PHONE)
    page.locator(".okr-pick input").first.evaluate("el => el.remove()")
    page.locator(".okr-pick input").last.dispatch_event("input")
    assert main(page).count() == 1
    go_on(page, "讨论")
    phase(page, "讨论")

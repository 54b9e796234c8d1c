"""The way of an OKR in a real browser, on a phone: written, on the shelf, back into the exercise as a copy, and on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from learner import GOOD_KRS, GOOD_O
from phone import PHONE, grade, join, saved
from small_kind import SLUG as SMALL
from small_kind import with_small_kind

from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
SERIOUS = ("serious", "critical")
OTHER_O = "让傍晚进店的人买得到想买的面包"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the class is kept."""
    return tmp_path / "class.db"


@pytest.fixture
def room(file: Path) -> Iterator[Room]:
    """A class with the small kind of the tests among its exercises."""
    with with_small_kind() as pack, Store(str(file)) as store:
        yield Room.open(pack, store, "一班")


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Page:
    """王敏 with her phone."""
    page = new_context(**PHONE, reduced_motion="reduce").new_page()  # a picture in mid-fade has too little contrast
    join(page, url, room.klass.code, "王敏")
    return page


def write(page: Page, url: str) -> None:
    """An O and a KR in the first scenario."""
    page.goto(f"{url}/x/write-okr")
    page.locator("button.okr-row").first.click()
    grade(page, GOOD_O)
    page.get_by_role("button", name="写 KR 1").click()
    page.locator("textarea[name=text]").fill(GOOD_KRS[0])
    page.get_by_role("button", name="读出要素").click()
    page.get_by_label("指标").wait_for()
    page.get_by_role("button", name="评一评").click()
    page.locator(".okr-statement", has_text="9.0%").wait_for()
    saved(page)


def narrow(page: Page) -> None:
    """Nothing sticks out sideways, and nothing serious is wrong for a screen reader."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found if one["impact"] in SERIOUS] == []


def test_an_okr_goes_from_the_exercise_to_the_shelf_and_back_as_a_copy(phone: Page, url: str, room: Room) -> None:
    write(phone, url)
    phone.goto(url)
    phone.get_by_role("link", name="作品夹").click()
    narrow(phone)
    phone.get_by_role("link", name=GOOD_O).click()
    phone.locator(".okr-statement", has_text=GOOD_KRS[0]).wait_for()
    narrow(phone)
    phone.get_by_role("button", name="拿一份去接着改：写一套自己的 OKR").click()
    phone.wait_for_url("**/x/write-okr")
    assert phone.locator("textarea[name=text]").input_value() == GOOD_O
    assert "62 家直营店" in phone.content()  # the facts of its scenario came along
    grade(phone, OTHER_O)
    phone.goto(f"{url}/shelf")
    phone.get_by_role("link", name=OTHER_O).wait_for()
    phone.get_by_role("link", name=GOOD_O).wait_for()
    texts = {row["body"]["objective"]["text"]: row["body"] for row in room.store.documents("一班")}
    assert set(texts) == {GOOD_O, OTHER_O}
    assert [row["text"] for row in texts[OTHER_O]["key_results"]] == [GOOD_KRS[0]]


def test_a_deleted_one_is_had_back(phone: Page, url: str) -> None:
    write(phone, url)
    phone.goto(f"{url}/shelf")
    phone.get_by_role("link", name=GOOD_O).click()
    phone.get_by_text("删除这份").first.click()
    phone.get_by_role("button", name="删除这份").click()
    phone.get_by_text(f"已删除：{GOOD_O}").wait_for()
    narrow(phone)
    phone.get_by_text("删除的（1）").click()
    phone.get_by_role("button", name="找回这份").click()
    phone.get_by_role("link", name=GOOD_O).wait_for()


def test_another_exercise_says_that_the_original_moved_on(phone: Page, url: str) -> None:
    """It stands on a snapshot; one tap goes over to the newest, and what was typed stays."""
    write(phone, url)
    phone.goto(f"{url}/x/{SMALL}")
    phone.locator(".okr-statement", has_text="6.5%").wait_for()
    phone.get_by_label("信心").fill("7")
    phone.get_by_role("button", name="估好了").click()
    saved(phone)
    phone.goto(f"{url}/x/write-okr")
    phone.get_by_text("再改一改").click()
    grade(phone, GOOD_KRS[0].replace("6.5%", "6%"), "再评一次")
    phone.goto(f"{url}/x/{SMALL}")
    phone.get_by_text("原件有更新").wait_for()
    narrow(phone)
    phone.get_by_role("button", name="换成最新").click()
    phone.locator(".okr-statement", has_text="降到 6%").wait_for()
    assert phone.get_by_text("原件有更新").count() == 0
    assert phone.get_by_label("信心").input_value() == "7"


def test_words_not_yet_sent_stay_with_their_own_sheet(phone: Page, url: str) -> None:
    """A draft for one OKR must not turn up in the field of another, where it would be graded over what stands there."""
    write(phone, url)
    phone.goto(f"{url}/x/write-okr")
    phone.get_by_role("button", name="换一个场景").click()
    phone.locator("button.okr-row").nth(1).click()
    phone.get_by_text("材料：压力机").wait_for()
    assert phone.locator("textarea[name=text]").input_value() == ""
    phone.locator("textarea[name=text]").fill("压力机那一份还没交的话")
    phone.goto(f"{url}/shelf")
    phone.get_by_role("link", name=GOOD_O).click()
    phone.get_by_role("button", name="拿一份去接着改：写一套自己的 OKR").dblclick()
    phone.wait_for_url("**/x/write-okr")
    assert phone.locator("textarea[name=text]").input_value() == GOOD_O
    phone.goto(f"{url}/shelf")
    assert phone.get_by_role("link", name=GOOD_O).count() == 2
    phone.goto(f"{url}/x/write-okr")
    phone.get_by_role("button", name="换一个场景").click()
    phone.locator("button.okr-row").nth(1).click()
    phone.get_by_text("材料：压力机").wait_for()
    assert phone.locator("textarea[name=text]").input_value() == "压力机那一份还没交的话"


def test_going_back_after_a_step_is_no_dead_end(phone: Page, url: str) -> None:
    """A step is answered with a way on: reloading makes no second copy, and the way back is a page."""
    write(phone, url)
    phone.goto(f"{url}/shelf")
    phone.get_by_role("link", name=GOOD_O).click()
    phone.get_by_role("button", name="在作品夹里再存一份").click()
    phone.get_by_text("已再存一份").wait_for()
    phone.reload()
    assert phone.get_by_role("link", name=GOOD_O).count() == 2
    phone.get_by_role("link", name=GOOD_O).first.click()
    phone.go_back()
    assert phone.get_by_role("link", name=GOOD_O).count() == 2


def test_the_text_is_copied_with_one_tap(phone: Page, url: str) -> None:
    write(phone, url)
    phone.goto(f"{url}/shelf")
    phone.get_by_role("link", name=GOOD_O).click()
    phone.get_by_text("带走文字").click()
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.get_by_role("button", name="复制文字").click()
    phone.get_by_text("已复制").wait_for()
    assert f"O：{GOOD_O}" in phone.evaluate("navigator.clipboard.readText()")

"""Six tables' boards side by side at 1280x720, of every worksheet that tables do: read from the last row, nothing cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from learner import content
from room_scene import RoomScene
from test_console import WORKSHEETS
from test_stage_browser import OUTSIDE, SIZES

from okr_kit.files import read_toml
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store

if TYPE_CHECKING:
    from class_scene import Running
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
REFERENCES = Path(__file__).parent / "data" / "references"
PROJECTOR: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A class of six tables."""
    with Store(str(tmp_path / "class.db"), busy_ms=2000) as store:
        yield Room.open(content(), store, "一班", groups=6)


def full(scene: RoomScene, slug: str) -> None:
    """Five tables have entered what the book prints, right or wrong; the sixth nothing."""
    answers = read_toml(REFERENCES / f"{slug}.toml")["answers"]
    for number in range(1, 6):
        scribe = scene.take_record(number)
        for act in answers[(number - 1) % len(answers)]["acts"]:
            scene.act(scribe, slug, act["do"], act.get("values"), act.get("fields"), table=True)


@pytest.mark.parametrize("slug", WORKSHEETS)
def test_nothing_of_six_tables_is_cut_or_too_small(
    new_context: Callable[..., BrowserContext], url: str, running: Running, room: Room, slug: str
) -> None:
    scene = RoomScene(running, learners=6, tables=6)
    scene.lead("open", slug=slug, side="table")
    full(scene, slug)
    scene.lead("close")
    page = _stage(new_context, url, room)
    page.locator(".okr-box").nth(5).wait_for()
    assert page.locator(".okr-box").last.inner_text().split() == ["第", "6", "组", "还没动笔"]
    assert [text for text, size in page.evaluate(SIZES) if size < 27.9] == []
    assert page.evaluate(OUTSIDE) == []


def _stage(new_context: Callable[..., BrowserContext], url: str, room: Room) -> Page:
    page = new_context(**PROJECTOR).new_page()
    page.goto(f"{url}/trainer?token={room.trainer_token}")
    page.goto(f"{url}/stage")
    return page


def test_how_far_a_table_is_can_be_read_on_her_phone(
    new_context: Callable[..., BrowserContext], url: str, running: Running, room: Room
) -> None:
    """「1/3」 on its tile: the class of a board's margin had the same name and hid it."""
    scene = RoomScene(running, learners=6, tables=6)
    scene.lead("open", slug="split-by-region", side="table")
    scene.act(scene.take_record(1), "split-by-region", "put", {}, {"north.now": "375"}, table=True)
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{url}/trainer?token={room.trainer_token}")
    page.goto(f"{url}/trainer")
    tile = page.locator(".okr-way", has_text="第 1 组")
    assert tile.get_by_text("0/3").is_visible()

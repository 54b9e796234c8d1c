"""The evening before, in a real browser: a file of answers in, an agenda out; nobody but the trainer gets there."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("voila")

from trainer_scene import able
from voila_scene import ROOT, Scene, running
from wjx_broken import BROKEN
from wjx_files import SHAPES, file_name, private, write

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TRAINERS = sorted(path.name for path in (ROOT / "trainer").glob("*.ipynb"))


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A course folder with the book's source and the trainer's notebooks."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("book", "trainer"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("_toc.yml", "_config.yml"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="module")
def scene(course) -> Iterator[Scene]:
    with running(course) as found:
        yield found


def open_page(page: Page, scene: Scene, name: str) -> None:
    page.goto(f"{scene.url}/voila/render/trainer/{name}.ipynb")
    page.locator(".okr-before").first.wait_for(timeout=60_000)


def figures_can_be_read(hers: Page) -> None:
    """There are some, nothing is cut off, and letters are large enough for the room."""
    figures = hers.locator("svg[role=img]")
    assert figures.count() >= 8
    assert (
        hers.evaluate(
            """() => [...document.querySelectorAll('svg[role=img] text')].filter(text => {
          const box = text.getBoundingClientRect(), all = text.closest('svg').getBoundingClientRect();
          return box.left < all.left - 1 || box.right > all.right + 1;
        }).map(text => text.textContent)"""
        )
        == []
    )
    small = """() => [...document.querySelectorAll('svg[role=img] text')].map(
        text => parseFloat(text.getAttribute('font-size')) * text.getScreenCTM().a).filter(size => size < 16)"""
    assert hers.evaluate(small) == [], "they are shown to the room"


def bring(page: Page, path: Path) -> None:
    """Choose a file of answers."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=re.compile("选答卷文件")).click()
    chooser.value.set_files(str(path))


@pytest.fixture
def hers(new_context, scene) -> Page:
    context = new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(f"{scene.url}/trainer?token={scene.token}")
    return page


def test_from_a_file_of_answers_to_a_changed_agenda(hers: Page, scene: Scene, course: Path, tmp_path: Path) -> None:
    shape, room = SHAPES["personal"], able(36)
    path = write(tmp_path / file_name(shape, 36), room, shape)
    hers.goto(f"{scene.url}/trainer")
    hers.get_by_text("开课之前").click()
    hers.get_by_role("link", name="课前问卷").first.click()
    hers.get_by_text("还没有答卷").first.wait_for(timeout=60_000)
    bring(hers, path)
    hers.get_by_role("button", name="导入这 36 份").click()
    hers.get_by_text("导入好了：新增 36 份").wait_for()
    bring(hers, path)  # the same one again
    hers.get_by_role("button", name="导入这 36 份").wait_for()
    assert hers.get_by_text("导入好了").count() == 0
    hers.get_by_role("button", name="导入这 36 份").click()
    hers.get_by_text("36 份和以前一样").wait_for()
    hers.get_by_text("谁来上课").wait_for()
    figures_can_be_read(hers)
    kept = next((course / "okr-data" / "before").rglob("survey.json")).read_text("utf-8")
    assert len(json.loads(kept)["responses"]) == 36
    said = {one.answers["interview"] for one in room if isinstance(one.answers["interview"], str)}
    assert [word for word in {*private(room, shape), *said} if word and word in kept] == []

    hers.get_by_role("link", name=re.compile("到「课前计划」")).click()
    hers.get_by_text("还没有存").wait_for(timeout=60_000)
    count = hers.locator("input[type=number]").first
    count.fill("45")
    count.press("Tab")
    hers.get_by_text("已经改成 20").wait_for()
    count.fill("8")
    count.press("Tab")
    hers.get_by_text("已经改成 20").wait_for(state="detached")
    hers.get_by_role("button", name="不改").last.click()
    hers.get_by_role("button", name="存为本班的安排").click()
    hers.get_by_text("存好了").wait_for()
    case = hers.locator("tr").filter(has=hers.locator("td:nth-child(2)", has_text="案例：将上级 OKR 拆解至员工"))
    minutes = case.locator("td").nth(3).inner_text()
    assert int(minutes) > 24
    hers.get_by_role("link", name="看讲师台").click()
    hers.get_by_text("第一天下午").click()
    row = hers.locator("details", has_text="案例：将上级 OKR 拆解至员工").last
    assert f"{minutes} 分" in row.inner_text()
    open_page(hers, scene, "plan")
    hers.get_by_text("和存着的安排一样").wait_for()
    assert hers.locator("input[type=number]").first.input_value() == "8"
    assert hers.locator(".okr-choice .mod-active").last.inner_text() == "不改"
    hers.get_by_role("button", name="恢复书上的安排").click()
    hers.get_by_role("button", name="确定恢复").click()
    hers.get_by_text("已经恢复书上的安排").wait_for()
    hers.goto(f"{scene.url}/trainer")
    assert f"{minutes} 分" not in hers.locator("details", has_text="案例：将上级 OKR 拆解至员工").last.inner_text()


def test_one_click_passes_over_wrong_cells(hers: Page, scene: Scene, tmp_path: Path) -> None:
    path = BROKEN["option"].build(tmp_path / "答卷.xlsx")
    open_page(hers, scene, "survey")
    bring(hers, path)
    hers.get_by_role("button", name=re.compile("当作没答")).click()
    hers.get_by_text("有 1 个格子当作没答").wait_for()
    hers.get_by_text("导入好了").wait_for()


def test_a_file_that_is_none_is_a_sentence_and_nothing_is_kept(hers: Page, scene: Scene, tmp_path: Path) -> None:
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    open_page(hers, scene, "survey")
    bring(hers, path)
    hers.get_by_text("照片.xlsx 其实是图片（PNG）").wait_for()
    assert "请" in hers.locator(".okr-before .bad").first.inner_text()
    assert hers.get_by_role("button", name=re.compile("导入这")).count() == 0


@pytest.mark.parametrize("name", TRAINERS)
def test_nobody_else_opens_the_trainers_pages(scene: Scene, name: str) -> None:
    for path in (
        f"/voila/render/trainer/{name}",
        f"/voila/render/trainer/../trainer/{name}",
        f"/voila/files/trainer/{name}",
    ):
        status, body = scene.get(path, trainer=False)
        assert status in (403, 404)
        assert "okr-before" not in body
    assert scene.get("/okr-data/before/OKR/survey.json", trainer=False)[0] == 404
    assert scene.get("/read/okr-data/before/OKR/survey.json", trainer=False)[0] in (302, 404)


def test_nobody_else_reaches_a_kernel(scene: Scene) -> None:
    headers = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "x" * 22 + "==",
        "Sec-WebSocket-Version": "13",
    }
    for path in ("/api/kernels", "/api/kernels/00000000-0000-0000-0000-000000000000/channels"):
        assert scene.get(path, trainer=False, **headers)[0] in (403, 404)

"""The stage in Voila: a thin notebook whose page asks the class server, so that it outlives its kernel."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("anywidget")
pytest.importorskip("voila")

import psutil
from class_scene import wait_until
from voila_scene import ROOT, Scene, alone, running

import okr_kit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

PATH = "trainer/stage.ipynb"


def test_the_notebook_is_thin() -> None:
    book = json.loads((ROOT / PATH).read_text(encoding="utf-8"))
    words, code = book["cells"]
    assert book["metadata"]["title"] == "投屏"
    assert "".join(words["source"]).startswith("# 投屏\n")
    assert len(code["source"]) <= 12
    assert "".join(code["source"]) == "from okr_kit import show_stage\n\nshow_stage()"
    assert (code["outputs"], code["execution_count"]) == ([], None)


def test_the_frame_holds_nothing_of_the_class() -> None:
    frame = okr_kit.show_stage()
    assert 'data-endpoint="/stage"' in frame.html
    assert re.search(r"<div[^>]*data-okr-view></div>", frame.html)
    assert repr(frame) == "<stage>"


@pytest.fixture(scope="module")
def voila() -> Iterator[Scene]:
    with running(ROOT) as scene:
        yield scene


def projector(scene: Scene, new_context: Callable[..., BrowserContext]) -> Page:
    """The notebook's page in the trainer's browser."""
    context = new_context(viewport={"width": 1280, "height": 720})
    name, _, value = scene.cookie().partition("=")
    context.add_cookies([{"name": name, "value": value, "url": scene.url}])
    page = context.new_page()
    page.goto(f"{scene.url}/voila/render/{PATH}")
    return page


def press(page: Page, do: str, **values: str) -> None:
    """One control of the console, sent from this browser."""
    said = page.evaluate(
        "async ([action, id]) => (await (await fetch('/trainer/act', { method: 'POST', headers: { 'X-OKR': '1' },"
        " body: JSON.stringify({ id, n: 1, base_seq: 0, action }) })).json()).status",
        [{"do": do, "values": values, "fields": {}}, f"id-{do}-{len(values)}"],
    )
    assert said == "ok"


@pytest.mark.slow
@pytest.mark.browser
def test_the_stage_goes_on_when_its_kernel_is_killed(voila: Scene, new_context: Callable[..., BrowserContext]) -> None:
    page = projector(voila, new_context)
    page.get_by_text("扫码进课堂").wait_for()
    box = page.locator(".okr-stage").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 720}
    kernels = [one for one in voila.voila().children() if "ipykernel" in " ".join(one.cmdline())]
    assert kernels
    for kernel in kernels:
        kernel.kill()
    wait_until(lambda: all(not one.is_running() or one.status() == psutil.STATUS_ZOMBIE for one in kernels))
    press(page, "open", slug="okr-or-kpi", minutes="3")
    page.locator('[data-show="task"]').get_by_text("每句话").wait_for()
    page.keyboard.press("b")
    page.locator('[data-show="black"]').wait_for()
    page.keyboard.press("Escape")
    page.locator('[data-show="task"]').wait_for()
    assert page.locator(".okr-stage").evaluate("el => document.elementFromPoint(640, 20).closest('.okr-stage') === el")


@pytest.mark.slow
@pytest.mark.browser
def test_without_a_class_it_says_so(new_context: Callable[..., BrowserContext]) -> None:
    with alone(ROOT, "a-token") as scene:
        page = new_context(viewport={"width": 1280, "height": 720}).new_page()
        page.goto(f"{scene.url}/voila/render/{PATH}")
        page.get_by_label("讲师口令").fill("a-token")
        page.get_by_role("button", name="进入").click()
        page.get_by_text("这里没有开着的课堂").wait_for()
        page.get_by_text("再从讲师链接打开投屏").wait_for()

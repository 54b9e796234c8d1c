"""The page 客户材料: the same steps as widgets, all words escaped, nothing written before a button is pressed; for the trainer alone."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("ipywidgets")
pytest.importorskip("voila")

import ipywidgets as w
from pack_scene import COMPANY, CUSTOMER, PRODUCT, SCRIPT, SECRET, below, client, put
from voila_scene import ROOT, Scene, environment, running

from okr_kit import bank
from okr_kit.hosts.store.folders import class_overlay
from okr_kit.trainer.class_now import Here
from okr_kit.trainer.pages.client_pack import ClientPack

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

NOTEBOOK = ROOT / "trainer/client_pack.ipynb"
STEPS = ("files", "names", "texts", "items", "end")


@pytest.fixture
def page(tmp_path: Path) -> ClientPack:
    return ClientPack(Here(tmp_path / "okr-data", "一班", ""))


def widgets(top: w.Widget, kind: type) -> list[Any]:
    """Every widget of a kind below one, in the order of the page."""
    own = [top] if isinstance(top, kind) else []
    return [*own, *(found for child in getattr(top, "children", ()) for found in widgets(child, kind))]


def press(step: w.Widget, words: str) -> None:
    (button,) = [one for one in widgets(step, w.Button) if one.description == words]
    assert not button.disabled
    button.click()


def words(step: w.Widget) -> str:
    """The HTML of a step."""
    return "\n".join(one.value for one in widgets(step, w.HTML))


def read(page: ClientPack, folder: Path) -> None:
    page.folder.value = str(put(folder))
    page.company.value = f"{COMPANY}，云岭"
    press(page.files, "读材料")
    add(page, "company", CUSTOMER)
    add(page, "product", PRODUCT)


def add(page: ClientPack, kind: str, name: str) -> None:
    """Add a name that was missed."""
    widgets(page.names, w.Dropdown)[0].value = kind
    next(one for one in widgets(page.names, w.Text) if "漏掉" in one.placeholder).value = name
    press(page.names, "加到清单")


def agreed(page: ClientPack, folder: Path) -> None:
    read(page, folder)
    press(page.names, "看过了，就这样替换")


def test_the_notebook_is_thin() -> None:
    book = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert book["metadata"]["title"] == "客户材料"
    code = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    assert all(len(cell.splitlines()) <= 12 for cell in code)
    assert [cell.splitlines()[-1] for cell in code] == [f"page.{step}" for step in STEPS]
    assert not any(cell.get("outputs") for cell in book["cells"])


@pytest.mark.slow
def test_the_notebook_runs_with_what_a_company_handed_in(tmp_path: Path) -> None:
    """nbval over the notebook, with a cell behind each step that does it."""
    book = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    put(tmp_path / "材料")
    (tmp_path / "_config.yml").write_text("")
    did = {
        "files": f"page.folder.value = {str(tmp_path / '材料')!r}; page.read.click(); assert len(page.pack.materials) == 8",
        "names": "assert page.pack.found; page.pack.agree(); page._show()",
        "texts": "assert len(page.texts.children) == 3",
        "items": "assert page.pack.result.candidates",
        "end": "assert '现在没有' in page.end.children[0].value",
    }
    cells = []
    for cell in book["cells"]:
        cells.append(cell)
        if cell["id"] in did:
            cells.append({**cell, "id": f"{cell['id']}-did", "source": did[cell["id"]]})
    copy = tmp_path / "trainer/client_pack.ipynb"
    copy.parent.mkdir()
    copy.write_text(json.dumps({**book, "cells": cells}), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--nbval-lax",
        "--nbval-current-env",
        "-c",
        os.devnull,
        str(copy),
    ]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert not (tmp_path / "okr-data").exists()


def test_each_step_waits_for_the_one_before(page: ClientPack, tmp_path: Path) -> None:
    assert "先读材料" in words(page.names)
    assert "先看完上面的替换清单" in words(page.texts)
    assert [one.description for one in widgets(page.end, w.Button)] == ["删除全部"]
    read(page, tmp_path / "材料")
    assert "读了 8 个文件" in words(page.files)
    assert "旧目标.doc" in words(page.files)
    assert "先看完上面的替换清单" in words(page.items)
    press(page.names, "看过了，就这样替换")
    assert len(page.texts.children) == 3
    assert "可以当练习的有" in words(page.items)
    assert not (tmp_path / "okr-data").exists(), "nothing is written by looking"


def test_files_can_be_handed_over_and_stay_in_memory(page: ClientPack, tmp_path: Path) -> None:
    page.upload.value = tuple(
        {
            "name": name.rpartition("/")[2],
            "type": "",
            "size": len(data),
            "content": memoryview(data),
            "last_modified": dt.datetime(2026, 11, 27, tzinfo=dt.UTC),
        }
        for name, data in client().items()
    )
    press(page.files, "读材料")
    assert "读了 8 个文件" in words(page.files)
    assert below(tmp_path) == {}


def test_a_wrong_folder_is_said_and_nothing_read_too(page: ClientPack) -> None:
    press(page.files, "读材料")
    assert "没有读到文件" in words(page.files)
    page.folder.value = "/没有这个文件夹"
    press(page.files, "读材料")
    assert "找不到文件夹 /没有这个文件夹" in words(page.files)


def rows(page: ClientPack) -> dict[str, tuple[Any, Any]]:
    """The rows of the list that are shown: stand-in and checkbox by the original."""
    found = {}
    for row in widgets(page.names, w.HBox):
        kinds = [type(child) for child in row.children]
        if kinds == [w.HTML, w.Text, w.Checkbox]:
            found[re.search(r"<b>(.*?)</b>", row.children[0].value)[1]] = row.children[1:]
    return found


def test_the_list_is_edited_where_it_stands(page: ClientPack, tmp_path: Path) -> None:
    agreed(page, tmp_path / "材料")
    press(page.names, "看过了，就这样替换")
    seen: dict[str, tuple[Any, Any]] = {}
    while True:
        seen |= rows(page)
        on = [one for one in widgets(page.names, w.Button) if one.description == "下一页"]
        if not on or on[0].disabled:
            break
        on[0].click()
    assert {form for original in seen for form in original.split("　")} >= {COMPANY, CUSTOMER, PRODUCT}
    company = next(row for original, row in seen.items() if COMPANY in original)
    company[0].value = "远山公司"
    assert "先看完上面的替换清单" in words(page.texts), "a change takes the agreement back"
    customer = next(row for original, row in seen.items() if CUSTOMER in original)
    customer[1].value = False
    press(page.names, "看过了，就这样替换")
    texts = "\n".join(one.text for one in page.pack.result.materials)
    assert "远山公司" in texts
    assert CUSTOMER in texts


def test_a_missed_name_is_added(page: ClientPack, tmp_path: Path) -> None:
    read(page, tmp_path / "材料")
    add(page, "product", "经销商门户")
    assert any("经销商门户" in one.forms for one in page.pack.found)


def test_words_of_the_client_are_escaped_on_every_step(page: ClientPack, tmp_path: Path) -> None:
    agreed(page, tmp_path / "材料")
    page.pack.know("product", "<img src=x onerror=alert(1)>")
    page._show()
    press(page.names, "看过了，就这样替换")
    which = widgets(page.texts, w.Dropdown)[0]
    shown = ""
    for _, value in which.options:
        which.value = value
        shown += words(page.texts)
    every = shown + "".join(words(getattr(page, step)) for step in STEPS)
    assert SCRIPT not in every
    assert "&lt;script&gt;" in shown
    assert "<img" not in every
    assert not [name for name in SECRET if name in re.sub(r"<[^>]*>", "", shown)]


def test_two_items_are_published_three_are_refused(page: ClientPack, tmp_path: Path) -> None:
    agreed(page, tmp_path / "材料")
    press(page.end, "把选好的题发布到这个班")
    assert "还没有选" in words(page.end)
    titles: dict[str, list[Any]] = {}
    for box in widgets(page.items, w.Checkbox):
        titles.setdefault(box.description, []).append(box)
    description, boxes = max(titles.items(), key=lambda pair: len(pair[1]))
    for box in boxes[:3]:
        box.value = True
    assert "已选 3 题" in words(page.items)
    press(page.end, "把选好的题发布到这个班")
    assert "最多放 2 题" in words(page.end)
    assert class_overlay(tmp_path / "okr-data", "一班") == ()
    kept = [box.description for box in widgets(page.items, w.Checkbox) if box.value]
    assert len(kept) == 3, "what she chose is still chosen"
    next(box for box in widgets(page.items, w.Checkbox) if box.value).value = False
    press(page.end, "把选好的题发布到这个班")
    assert "已发布 2 题" in words(page.end)
    loaded = bank.load(overlay=class_overlay(tmp_path / "okr-data", "一班"))
    (exercise,) = [one for one in loaded.exercises.values() if f"《{one.title}》" in description]
    assert sum(bool(item.get("always")) for item in exercise.items.values()) == 2
    press(page.end, "撤下这些题")
    assert "都撤下了" in words(page.end)
    assert class_overlay(tmp_path / "okr-data", "一班") == ()


def test_what_she_writes_beside_an_item_is_published(page: ClientPack, tmp_path: Path) -> None:
    agreed(page, tmp_path / "材料")
    box, reason = widgets(page.items, w.Checkbox)[0], widgets(page.items, w.Textarea)[0]
    assert reason.value == page.pack.result.candidates[0].reason
    reason.value, box.value = "她写的理由", True
    press(page.end, "把选好的题发布到这个班")
    assert any("她写的理由".encode() in data for data in below(tmp_path / "okr-data").values())


def test_saving_and_deleting(page: ClientPack, tmp_path: Path) -> None:
    agreed(page, tmp_path / "材料")
    press(page.end, "存一份改名后的材料和批改结果")
    assert "已存到这台电脑" in words(page.end)
    kept = below(tmp_path / "okr-data")
    assert len(kept) == 9
    assert not any("替换清单" in name for name in kept), "the list stays in memory"
    delete = next(one for one in widgets(page.end, w.Button) if one.description == "删除全部")
    assert delete.disabled
    next(one for one in widgets(page.end, w.Checkbox) if "要删除" in one.description).value = True
    delete.click()
    assert "已删除" in words(page.end)
    assert "删不掉的" in words(page.end)
    assert below(tmp_path / "okr-data") == {}
    assert page.pack is None
    assert "先读材料" in words(page.names)


# -- in Voila ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def voila(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scene, Path]]:
    """A class of a course folder with this notebook, and the folder."""
    root = tmp_path_factory.mktemp("course")
    (root / "trainer").mkdir()
    (root / "_config.yml").write_text("")
    shutil.copy(NOTEBOOK, root / "trainer")
    with running(root) as scene:
        yield scene, root


@pytest.mark.slow
@pytest.mark.browser
def test_a_learner_cannot_open_it(voila: tuple[Scene, Path]) -> None:
    scene, _ = voila
    path = "/voila/render/trainer/client_pack.ipynb"
    for cookie in ("", "okr_me=a-learners-token", "okr_trainer=guessed"):
        status, page = scene.get(path, trainer=False, Cookie=cookie)
        assert status in (302, 401, 403)
        assert "kernelId" not in page


@pytest.mark.slow
@pytest.mark.browser
def test_from_files_to_a_published_item_in_voila(
    voila: tuple[Scene, Path], new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    scene, root = voila
    put(tmp_path / "材料")
    context = new_context(viewport={"width": 1280, "height": 720})
    name, _, value = scene.cookie().partition("=")
    context.add_cookies([{"name": name, "value": value, "url": scene.url}])
    page: Page = context.new_page()
    page.goto(f"{scene.url}/voila/render/trainer/client_pack.ipynb")
    page.get_by_placeholder("例如 D:").fill(str(tmp_path / "材料"))
    page.get_by_placeholder("例如 云岭科技").fill(COMPANY)
    page.get_by_role("button", name="读材料").click()
    page.get_by_text("读了 8 个文件").wait_for()
    page.get_by_role("button", name="看过了，就这样替换").click()
    page.get_by_text("已确认。").wait_for()
    page.get_by_label("用在《找出写错的 KR》").first.check()
    page.get_by_text("《找出写错的 KR》已选 1 题").wait_for()
    page.get_by_role("button", name="把选好的题发布到这个班").click()
    page.get_by_text("已发布 1 题").wait_for()
    assert class_overlay(root / "okr-data", "OKR")
    assert page.evaluate("window.broken") is None
    cut = page.evaluate(
        "[...document.querySelectorAll('button.jupyter-button')].filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText)"
    )
    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.slow
@pytest.mark.browser
def test_files_are_uploaded_in_voila(
    voila: tuple[Scene, Path], new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    """Also some megabytes of them, through the class server."""
    scene, root = voila
    put(tmp_path / "材料")
    large = tmp_path / "大.txt"
    large.write_text("O：让客户更愿意回来买\n" + ("说明文字，没有别的。" * 20 + "\n") * 9_500, encoding="utf-8")
    context = new_context(viewport={"width": 1280, "height": 720})
    name, _, value = scene.cookie().partition("=")
    context.add_cookies([{"name": name, "value": value, "url": scene.url}])
    page: Page = context.new_page()
    page.goto(f"{scene.url}/voila/render/trainer/client_pack.ipynb")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="选文件").click()
    chooser.value.set_files([tmp_path / "材料/客服OKR.md", tmp_path / "材料/产品部OKR.docx", large])
    page.get_by_role("button", name="选文件 (3)").wait_for()
    page.get_by_role("button", name="读材料").click()
    page.get_by_text("读了 3 个文件").wait_for(timeout=60_000)
    assert large.stat().st_size > 5_000_000
    assert below(root / "trainer").keys() == {"client_pack.ipynb"}

"""The trainer's notebooks, run as they are on a class with answers: what stands in their outputs, in a kernel of their own.

nbval runs them too, on a class without answers; it cannot see what a widget holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("nbclient")
pytest.importorskip("ipywidgets")

import nbclient
import nbformat
from learner import content
from trainer_scene import able, file_of
from voila_scene import ROOT, environment

from okr_kit.hosts.jupyter import voila_process
from okr_kit.plan import Plan
from okr_kit.trainer import class_store
from okr_kit.trainer.class_now import Here
from okr_kit.trainer.pages.plan import PlanPage
from okr_kit.trainer.pages.survey import SurveyPage

VIEW, STATE = "application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Here:
    """A class with thirty answers imported."""
    folder = tmp_path_factory.mktemp("class")
    found = Here(folder / "okr-data", "华东区三期", str(folder / "okr-data" / "okr.sqlite3"))
    page, path = SurveyPage(found, content()), file_of(folder, able(30))
    page.choose(path.name, path.read_bytes())
    page.keep()
    assert len(page.responses) == 30
    return found


def outputs(name: str, where: Here) -> list[str]:
    """What each code cell of a notebook shows once it has run for that class; an error fails."""
    book = nbformat.read(ROOT / "trainer" / f"{name}.ipynb", as_version=4)
    told = {voila_process.DATA: str(where.data), voila_process.CLASS: where.class_name, voila_process.DB: where.db}
    folder = {"metadata": {"path": str(ROOT / "trainer")}}
    client = nbclient.NotebookClient(book, timeout=60, kernel_name="python3", resources=folder)
    client.execute(env=environment() | told)
    models = book.metadata["widgets"][STATE]["state"]
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    assert not [output for cell in cells for output in cell.outputs if output.output_type in ("error", "stream")]
    views = (output.data[VIEW]["model_id"] for cell in cells for output in cell.outputs)
    return [" ".join(words(models, model)) for model in views]


def words(models: dict[str, dict[str, object]], name: str) -> Iterator[str]:
    """The words of a widget and of those in it, without marks of HTML."""
    state = models[name]["state"]
    assert isinstance(state, dict)
    for key in ("description", "value"):
        yield re.sub(r"<style>.*?</style>|<[^>]+>", "", str(state.get(key, "")), flags=re.DOTALL)
    for child in state.get("children", ()):
        yield from words(models, child.removeprefix("IPY_MODEL_"))


def test_the_survey_shows_its_results(where: Here) -> None:
    send, collect, found = outputs("survey", where)
    assert "矩阵量表题" in send
    assert "存着 30 份答卷" in collect
    assert "共 30 份答卷" in found
    assert "2.0　30 人" in found, "the mean of what they cannot do yet"
    assert "少于 5 份不出结果" not in found


def test_the_plan_proposes_and_counts_minutes(where: Here) -> None:
    proposals, account, report, interview, seats = outputs("plan", where)
    assert "多练「把上级的 OKR 变成自己的」" in proposals
    assert "自评平均 2.0 分（30 人" in proposals
    assert "案例：将上级 OKR 拆解至员工" in account
    assert "还没有存" in account
    assert "下载课前报告" in report
    assert "问三句" in interview
    assert "几桌" in seats


def test_the_plan_shows_what_was_saved(where: Here) -> None:
    page = PlanPage(where, content(), ROOT)
    page.boxes["can-cascade"].taken.value = False
    page.save()
    try:
        proposals, account, *_ = outputs("plan", where)
    finally:
        class_store.keep_plan(where, Plan())
    assert "上次存的选择" in proposals
    assert "和存着的安排一样" in account
    assert "没有一节要加减分钟" in account


def test_answers_stay_where_the_test_put_them(where: Here) -> None:
    assert not (ROOT / "okr-data" / "before" / where.class_name).exists()
    assert Path(where.db).is_relative_to(where.data)

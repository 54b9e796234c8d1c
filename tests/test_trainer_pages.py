"""The trainer's pages without a browser: what each step shows, what is kept, what the report says. Words are escaped."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest

pytest.importorskip("ipywidgets")

from learner import content
from wjx_broken import BROKEN
from wjx_files import SHAPES, people, write

from okr_kit.hosts.jupyter import voila_process
from okr_kit.hosts.store import Store, log
from okr_kit.hosts.store import people as store_people
from okr_kit.plan import Choice, Plan
from okr_kit.trainer import class_store
from okr_kit.trainer.class_now import Here, here
from okr_kit.trainer.pages.plan import PlanPage
from okr_kit.trainer.pages.seating import Seats
from okr_kit.trainer.pages.survey import SurveyPage

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def where(tmp_path) -> Here:
    return Here(tmp_path / "okr-data", "华东区三期", str(tmp_path / "okr-data" / "okr.sqlite3"))


@pytest.fixture
def page(where) -> SurveyPage:
    return SurveyPage(where, content())


def bring(page, folder, shape="text", who=None):
    path = write(folder / "答卷.xlsx", who or people(36), SHAPES[shape])
    page.choose(path.name, path.read_bytes())


def plan_page(where) -> PlanPage:
    return PlanPage(where, content(), ROOT)


def test_nothing_is_kept_before_she_says_so(page, where, tmp_path) -> None:
    bring(page, tmp_path)
    assert "下面 36 份答卷" in page._read.value
    assert not where.data.exists()
    page.keep()
    assert "新增 36 份" in page._status.value
    assert len(SurveyPage(where, content()).responses) == 36


def test_the_same_file_again_changes_nothing_and_says_so(page, tmp_path) -> None:
    for _ in range(2):
        bring(page, tmp_path)
        page.keep()
    assert "新增 0 份，替换 0 份，36 份和以前一样。现在共 36 份" in page._status.value


def test_wrong_cells_are_listed_and_only_her_word_imports_the_rest(page, tmp_path) -> None:
    path = BROKEN["option"].build(tmp_path / "答卷.xlsx")
    page.choose(path.name, path.read_bytes())
    assert "第 6 行" in page._read.value
    assert "总监" in page._read.value
    page.keep()
    assert page.responses == ()
    (only,) = page._steps.children
    only.click()  # one click, and they are in
    assert len(page.responses) == 8
    assert "新增 8 份" in page._status.value
    assert "1 个格子当作没答" in page._status.value


def test_a_column_that_nobody_knows_can_be_assigned(page, tmp_path) -> None:
    bring(page, tmp_path, "question-unknown")
    assert "有 1 列对不上题目" in page._read.value
    page.keep()
    assert page.responses == ()  # not before she has said of each column what it is
    (box,) = page._boxes.values()
    box.value = ""
    page.assign()
    assert "对不上题目" not in page._read.value


def test_contacts_are_shown_and_gone_with_the_import(page, where, tmp_path) -> None:
    bring(page, tmp_path)
    contacts = page.loaded.contacts
    assert contacts
    assert all(one in page._read.value for one in contacts if "&" not in one)
    page.keep()
    text = next(where.files.glob("*.json")).read_text("utf-8") + page._read.value + page._status.value
    assert not any(one in text for one in contacts)


def test_what_somebody_wrote_is_shown_only_while_she_asks_and_never_as_html(page, tmp_path) -> None:
    who = people(36)
    for one in who[:6]:
        one.answers["wish"] = "<script>alert(1)</script>难题"
    bring(page, tmp_path, who=who)
    page.keep()
    assert "难题" not in page._quotes.value
    page._words.value = True
    assert "&lt;script&gt;alert(1)&lt;/script&gt;难题" in page._quotes.value
    assert "<script>" not in page._quotes.value
    page._words.value = False
    assert "难题" not in page._quotes.value


def test_deleting_asks_once_more_and_leaves_nothing(page, where, tmp_path) -> None:
    bring(page, tmp_path)
    page.keep()
    page._ask_delete()
    _, _, no = page._sure.box.children
    no.click()
    assert page.responses
    page._ask_delete()
    page._sure.box.children[1].click()
    assert list(where.files.iterdir()) == []
    assert SurveyPage(where, content()).responses == ()


def test_the_classes_own_form_is_read_from_its_store(page, where) -> None:
    page.read_form()
    assert "课堂里还没有人填" in page._status.value
    from learner import Learner

    learner = Learner("survey")
    learner.act("send", {"level": "middle", "people": "0", "cycles": "0"}, page="who")

    def job(conn):
        klass = store_people.open_class(conn, where.class_name, None, 1)
        joined = store_people.join(conn, klass.id, "王芳", 1, "learner", 1)
        owner = log.learner(joined.person.id)
        entry = log.Entry(
            klass.id, owner, "survey", "a1", 0, {"do": "send", "values": {}, "fields": {}}, learner.state, 1
        )
        log.append(conn, entry)

    with Store(where.db) as store:
        store.write_now(job)
    page.read_form()
    assert "课堂里有 1 份，新增 1 份" in page._status.value
    page.read_form()
    assert "新增 0 份，替换 0 份" in page._status.value


def test_a_plan_is_kept_for_the_class_and_taken_back(page, where, tmp_path) -> None:
    bring(page, tmp_path)
    page.keep()
    made = plan_page(where)
    assert made.decisions
    made.save()
    assert class_store.plan(where) == made.settled != Plan()
    assert "和存着的安排一样" in plan_page(where)._state.value
    made.reset()
    assert class_store.plan(where) == Plan()


def test_looking_at_the_plan_makes_no_store_and_no_folder(where) -> None:
    made = plan_page(where)
    assert "还没有答卷" in made.choices.children[0].value
    assert not where.data.exists()


def test_a_refused_proposal_is_gone_from_account_and_report(page, where, tmp_path) -> None:
    bring(page, tmp_path)
    page.keep()
    made = plan_page(where)
    for one in made.decisions:
        made.choose(one.id, Choice(taken=False))
    assert not made.settled.changes
    assert "没有一节要加减分钟" in made._table.value
    assert "按书上的安排讲" in report_of(made)


def report_of(made) -> str:
    data = re.search(r'base64,([^"]+)"', made.report.value)[1]
    return base64.b64decode(data).decode()


def test_the_report_stands_alone_and_shows_nobody(page, where, tmp_path) -> None:
    who = people(36)
    bring(page, tmp_path, who=who)
    page.keep()
    made = plan_page(where)
    text = report_of(made)
    assert text.startswith("<!doctype html>")
    assert re.findall(r'(?:src|href)="', text) == []
    assert "课前报告　华东区三期" in text
    for one in made.decisions:
        assert one.reason in text
    said = [
        one.answers[key]
        for one in who
        for key in ("wish", "own-objective", "pair")
        if isinstance(one.answers[key], str)
    ]
    assert [words for words in said if len(words) > 3 and words in text] == []


def test_rows_that_she_leaves_alone_pay_nothing(page, where, tmp_path) -> None:
    bring(page, tmp_path)
    page.keep()
    made = plan_page(where)
    giver = made.settled.account.paid[0].giver
    made.leave_alone({giver})
    assert giver not in {one.giver for one in made.settled.account.paid}
    assert giver not in made.settled.plan.minutes


def test_tables_are_made_of_what_is_pasted() -> None:
    seats = Seats(content())
    seats.list.value = "姓名,部门,用过 OKR,上级,责任人\n" + "\n".join(
        f"甲{n},部{n % 3},是,,{'是' if n < 2 else ''}" for n in range(12)
    )
    seats.tables.value = 3
    seats.seat()
    assert "每桌 4 人，其中用过 OKR 的 4 人" in seats.made.value
    assert "第 3 桌没有责任人：名单里只有 2 位" in seats.made.value
    seats.list.value = "<b>"
    seats.seat()
    assert "&lt;b&gt;" in seats.made.value


def test_a_page_learns_its_class_from_the_class_server(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv(voila_process.CLASS, "二班")
    monkeypatch.setenv(voila_process.DATA, str(tmp_path))
    monkeypatch.setenv(voila_process.DB, "sqlite:///x")
    assert here() == Here(tmp_path, "二班", "sqlite:///x")
    for name in (voila_process.CLASS, voila_process.DATA, voila_process.DB):
        monkeypatch.delenv(name)
    monkeypatch.chdir(ROOT / "trainer")
    assert here() == Here(ROOT / "okr-data", "OKR", str(ROOT / "okr-data" / "okr.sqlite3"))


@pytest.mark.parametrize("path", sorted((ROOT / "trainer").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_trainers_notebook_is_thin(path) -> None:
    book = json.loads(path.read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    assert all(len(cell.splitlines()) <= 12 for cell in cells)
    assert not any(cell["outputs"] for cell in book["cells"] if cell["cell_type"] == "code")
    assert "".join(book["cells"][0]["source"]).splitlines()[0] == f"# {book['metadata']['title']}"

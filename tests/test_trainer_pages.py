"""The trainer's pages without a browser: what each step shows, what is kept, what the report says. Words are escaped."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.importorskip("ipywidgets")

from learner import content
from trainer_scene import able, file_of
from wjx_broken import BROKEN
from wjx_files import people

from okr_kit.hosts.jupyter import voila_process
from okr_kit.hosts.store import Store, log, plans
from okr_kit.hosts.store import people as store_people
from okr_kit.plan import VERSION, Choice, Plan
from okr_kit.trainer import class_store
from okr_kit.trainer.class_now import Here, here
from okr_kit.trainer.pages.plan import PlanPage
from okr_kit.trainer.pages.seating import Seats
from okr_kit.trainer.pages.survey import SurveyPage

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def where(tmp_path) -> Here:
    return Here(tmp_path / "okr-data", "华东区三期", str(tmp_path / "okr-data" / "okr.sqlite3"))


@pytest.fixture
def page(where) -> SurveyPage:
    return SurveyPage(where, content())


def bring(page, folder, shape="text", who=None):
    path = file_of(folder, who or people(36), shape)
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


def pick(page, path) -> None:
    """What the browser sends when she chooses a file."""
    data = path.read_bytes()
    page._upload.value = ({"name": path.name, "type": "", "size": len(data), "last_modified": NOON, "content": data},)


def test_the_same_file_can_be_chosen_again_and_the_old_word_is_gone(page, tmp_path) -> None:
    path = file_of(tmp_path, people(36))
    pick(page, path)
    page._steps.children[-1].click()
    assert "导入好了" in page._status.value
    assert page._upload.value == ()
    pick(page, path)
    assert "导入好了" not in page._status.value
    assert "下面 36 份答卷" in page._read.value
    page._steps.children[-1].click()
    assert "36 份和以前一样" in page._status.value


def test_every_column_of_a_file_says_what_it_was_read_as(page, tmp_path) -> None:
    bring(page, tmp_path, "personal")
    inside = re.search(r"<details>.*?</details>", page._read.value, re.DOTALL)[0]
    assert "每一列对上了哪一题" in inside
    plain = re.sub(r"<[^>]+>", "|", inside)
    for words in ("您的层级", "关于个人，不读", "答卷的序号", "填了多久", "愿意通电话的联系方式，不保存"):
        assert words in plain
    named = [one for one in page.loaded.columns if one.header.strip()]
    assert inside.count("<tr>") == 1 + len(named)


def test_what_was_assigned_is_remembered_when_the_file_is_read_again(page, tmp_path) -> None:
    path = file_of(tmp_path, people(12), "question-unknown")
    page.choose(path.name, path.read_bytes())
    at, box = next(iter(page._boxes.items()))
    box.value = ""
    page.assign()
    page.assign()
    assert page._assigned == {at: ""}
    page.choose(path.name, path.read_bytes())
    assert page._assigned == {}


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
    made.save()
    text = report_of(made)
    assert text.startswith("<!doctype html>")
    assert re.findall(r'(?:src|href)="', text) == []
    assert "课前报告　华东区三期" in text
    plain = re.sub(r"</?span[^>]*>", "", text)
    for one in made.decisions:
        assert one.reason in plain
    said = [
        one.answers[key]
        for one in who
        for key in ("wish", "own-objective", "pair")
        if isinstance(one.answers[key], str)
    ]
    assert [words for words in said if len(words) > 3 and words in text] == []


@pytest.fixture
def planned(page, where, tmp_path) -> PlanPage:
    """A page with one proposal of minutes, for which rows pay."""
    bring(page, tmp_path, who=able())
    page.keep()
    return plan_page(where)


def test_rows_that_she_leaves_alone_pay_nothing(planned) -> None:
    giver = planned.settled.paid[0].giver
    planned.leave_alone({giver})
    assert giver not in {one.giver for one in planned.settled.paid}
    assert giver not in planned.settled.minutes


def test_a_reopened_page_shows_what_was_saved(planned, where) -> None:
    assert "还没有存" in planned._state.value
    planned.boxes["can-cascade"].minutes.value = 6
    planned.boxes["difficulties"].taken.value = False
    giver = planned.settled.paid[0].giver
    planned.leave_alone({giver})
    planned.save()
    assert "上次存的选择" in planned.choices.children[0].value
    again = plan_page(where)
    assert again.boxes["can-cascade"].minutes.value == 6
    assert again.boxes["difficulties"].taken.value is False
    assert again.kept == {giver}
    assert again.settled == class_store.plan(where)
    assert "上次存的选择" in again.choices.children[0].value
    again.boxes["can-cascade"].minutes.value = 3
    assert "还有改动没有存" in again._state.value
    again.boxes["can-cascade"].minutes.value = 6
    assert "和存着的安排一样" in again._state.value


def test_the_report_tells_the_saved_plan_alone(planned) -> None:
    assert "按书上的安排讲" in report_of(planned)
    planned.boxes["can-cascade"].minutes.value = 6
    assert "按书上的安排讲" in report_of(planned)
    planned.save()
    title = next(one.title for one in planned.rows if one.id == "cascade-case")
    line = f"<td>{title}</td><td>24</td><td>30</td>"
    bare = re.sub(r"</?span[^>]*>", "", report_of(planned))
    assert line in bare
    assert "按书上的安排讲" not in bare
    planned.boxes["can-cascade"].minutes.value = 2
    assert line in re.sub(r"</?span[^>]*>", "", report_of(planned)), "not saved yet"
    planned.reset()
    assert "按书上的安排讲" in report_of(planned)


def test_a_saved_plan_outlives_the_answers(page, planned, where) -> None:
    planned.save()
    kept = class_store.plan(where)
    page.delete()
    later = plan_page(where)
    assert "以前存的安排还在" in later._state.value
    assert "把上级的 OKR 拆解" in later._table.value or "拆解至员工" in later._table.value
    text = report_of(later)
    assert "按书上的安排讲" not in text
    assert "答卷还没有导入，或者已经删除" in text
    assert all(title in re.sub(r"</?span[^>]*>", "", text) for title, _ in kept.because)


def test_more_minutes_than_there_can_be_are_said(planned) -> None:
    box = planned.boxes["can-cascade"]
    box.minutes.value = 45
    assert box.minutes.value == 20
    assert "填的是 45：一条建议最多加 20 分钟，已经改成 20" in box.said.value
    box.minutes.value = 12
    assert "已经改成" not in box.said.value
    assert planned.picked["can-cascade"] == Choice(minutes=12)
    box.minutes.value = -3
    assert (box.minutes.value, "不能比 0 少" in box.said.value) == (0, True)


def test_the_account_says_which_half_day_and_which_number_is_whose(planned) -> None:
    bare = re.sub(r"</?span[^>]*>", "", planned._table.value)
    assert "<th>半天</th><th>节</th><th>书上（分钟）</th><th>改后（分钟）</th>" in bare
    assert "<td>第一天下午</td><td>案例：将上级 OKR 拆解至员工</td><td>24</td>" in bare
    assert "一开始都按「接受」算" in planned.choices.children[0].value


def test_units_that_are_weak_pay_nothing_and_the_page_says_why(planned, page, where, tmp_path) -> None:
    units = {one.giver for one in planned.settled.paid}
    assert "okr-and-kpi" in units
    who = [replace(one, answers={**one.answers, "own-key-result": "举办 3 场培训"}) for one in able()]
    bring(page, tmp_path, who=who)
    page.keep()
    weak = plan_page(where)
    assert "okr-and-kpi" not in {one.giver for one in weak.settled.paid}
    assert "第 2 单元的各节不出分钟：交来的 KR，能直接用的不到一半。" in weak._table.value
    assert "cascade-case" in weak.settled.lacking


def test_the_books_agenda_comes_back_only_after_a_yes(planned, where) -> None:
    planned.save()
    planned._ask_reset()
    planned._sure.box.children[2].click()
    assert class_store.plan(where).changes
    planned._ask_reset()
    planned._sure.box.children[1].click()
    assert class_store.plan(where) == Plan()
    assert planned._sure.box.children == ()


def test_what_was_saved_can_be_looked_at(planned, monkeypatch) -> None:
    monkeypatch.delenv(voila_process.CLASS, raising=False)
    planned.save()
    assert "href" not in planned._said.value
    assert "同一个班名" in planned._said.value
    monkeypatch.setenv(voila_process.CLASS, "华东区三期")
    planned.save()
    assert 'href="/trainer"' in planned._said.value
    assert 'href="/read/book/timetable.html"' in planned._said.value


def test_the_report_has_its_day_and_the_class_in_its_name(planned) -> None:
    assert 'download="课前报告-华东区三期.html"' in planned.report.value
    planned.save()
    text = report_of(planned)
    assert re.search(r"<p[^>]*>报告日期：20\d\d-\d\d-\d\d</p>", text)
    assert "<th></th>" not in text
    assert "<th>改什么</th><th>为什么</th>" in text


def test_the_results_lead_on_to_the_plan(page) -> None:
    assert 'href="plan.ipynb"' in page.found.children[-1].value


PNG, JPG, PDF = b"\x89PNG\r\n\x1a\n" + bytes(99), b"\xff\xd8\xff\xe0" + bytes(99), b"%PDF-1.7\n" + bytes(99)


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (PNG, "图片（PNG）"), (JPG, "图片（JPG）"), (PDF, "PDF 文件"), (b"Rar!\x1a\x07" + bytes(9), "压缩包（RAR）"),
        (zipped("答卷.xlsx"), "压缩包（ZIP）"), (zipped("[Content_Types].xml", "word/document.xml"), "Word 文件"),
    ],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_called_by_its_name(page, data, words) -> None:
    page.choose("答卷.xlsx", data)
    assert f"其实是{words}" in page._read.value.replace("其实是 ", "其实是")
    assert "用 Excel 打开" not in page._read.value
    assert page._steps.children == ()


def test_tables_are_made_of_what_is_pasted() -> None:
    seats = Seats(content())
    seats.list.value = "姓名,部门,用过 OKR,上级,责任人\n" + "\n".join(
        f"甲{n},部{n % 3},是,,{'是' if n < 2 else ''}" for n in range(12)
    )
    seats.tables.value = 3
    seats.seat()
    assert "每桌 4 人，其中用过 OKR 的 4 人" in seats.made.value
    assert "第 3 桌没有责任人：名单里只有 2 位" in seats.made.value
    assert seats.copy in seats._copying.children
    assert seats.copy.value.splitlines()[0].startswith("第 1 桌\t")
    assert sorted(
        cell.removesuffix("（责任人）") for line in seats.copy.value.splitlines() for cell in line.split("\t")[1:]
    ) == (sorted(f"甲{n}" for n in range(12)))
    seats.list.value = "姓名\t事业部\n甲\t产\n乙\t销"
    seats.seat()
    assert "没有用上的列：事业部" in seats.made.value
    assert "没有这几列：部门、用过 OKR、上级、责任人" in seats.made.value
    seats.list.value = ""
    seats.seat()
    assert "还没有贴名单" in seats.made.value
    assert seats._copying.children == ()
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


def test_a_plan_that_cannot_be_read_is_said_and_nothing_is_claimed_of_it(planned, where) -> None:
    planned.save()
    newer = {**planned.saved.state, "v": VERSION + 1}
    with Store(where.db) as store:
        store.write_now(
            lambda conn: plans.keep(conn, store_people.open_class(conn, where.class_name, None, 1).id, newer, 1, "x")
        )
    later = plan_page(where)
    assert "bad" in later._said.value
    assert "安排" not in later._state.value
    assert "href" not in later.report.value

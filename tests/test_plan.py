"""A class's own agenda: other minutes, another order, notes; kept in the store, seen on console and timetable at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from class_scene import wait_until

from okr_kit.agenda import Row
from okr_kit.errors import StaleState
from okr_kit.hosts.classroom.book import TRAINER_PAGES, Book
from okr_kit.hosts.classroom.book.site import TIMETABLE_END, TIMETABLE_START
from okr_kit.hosts.store import plans
from okr_kit.plan import VERSION, Choice, Paid, Plan, load, settled

ROOT = Path(__file__).resolve().parent.parent
ROWS = (
    Row("tea", "am", "茶", 15, 15),
    Row("goals", "am", "目标", 30, 20, note=("书上的一句",)),
    Row("results", "am", "结果", 40, 25),
    Row("talk", "pm", "讨论", 20, 10),
)
OURS = Plan({"goals": 18, "results": 50}, {"results": "goals"}, {"results": ("多给 10 分钟",)})


def keep(room, plan):
    room.store.write_now(lambda conn: plans.keep(conn, room.klass.id, plan.state, room.clock(), "test"))


def test_minutes_are_the_classes_and_a_short_run_is_never_longer_than_the_row() -> None:
    rows = {row.id: row for row in settled(ROWS, OURS)}
    assert (rows["goals"].minutes, rows["goals"].short) == (18, 18)
    assert (rows["results"].minutes, rows["results"].short) == (50, 25)
    assert rows["tea"] == ROWS[0]


def test_a_row_goes_before_another_one_of_its_half_day_only() -> None:
    assert [row.id for row in settled(ROWS, OURS)] == ["tea", "results", "goals", "talk"]
    assert [row.id for row in settled(ROWS, Plan(before={"talk": "tea", "tea": "tea", "nobody": "tea"}))] == [
        row.id for row in ROWS
    ]


def test_its_notes_stand_above_those_of_the_book() -> None:
    noted = settled(ROWS, Plan(notes={"goals": ("先讲这一句",)}))[1]
    assert noted.note == ("先讲这一句", "书上的一句")


def test_without_a_plan_the_agenda_is_the_books() -> None:
    assert settled(ROWS, load(None)) == ROWS


def test_a_plan_comes_back_as_it_was_kept() -> None:
    assert load(json.loads(json.dumps(OURS.state))) == OURS


def test_how_it_came_to_be_comes_back_too() -> None:
    made = Plan(
        {"goals": 18},
        choices={"can-goals": Choice(minutes=8), "history": Choice(taken=False)},
        kept=frozenset({"talk", "tea"}),
        because=(("多练目标", "自评低"),),
        paid=(Paid("results", "goals", 8),),
        lacking={"goals": 2},
    )
    assert load(json.loads(json.dumps(made.state))) == made


def test_the_plan_of_an_older_kit_keeps_its_minutes() -> None:
    old = {"v": 1, "minutes": {"goals": 18}, "before": {}, "notes": {"goals": ["用短版"]}}
    assert load(old) == Plan({"goals": 18}, {}, {"goals": ("用短版",)})


@pytest.mark.parametrize("strange", [{}, {"v": VERSION, "minutes": {"goals": "18"}, "before": {}, "notes": {}}])
def test_what_has_not_its_shape_is_no_plan(strange) -> None:
    assert load(strange) == Plan()


def test_minutes_beyond_a_half_day_are_passed_over() -> None:
    assert load({**OURS.state, "minutes": {"goals": 181, "results": -1, "tea": 0}}).minutes == {"tea": 0}


def test_a_newer_kits_plan_is_said() -> None:
    with pytest.raises(StaleState):
        load({**OURS.state, "v": VERSION + 1})


def test_the_console_follows_a_plan_that_another_process_has_kept(trainer, room) -> None:
    room.book = Book(ROOT)
    assert "24 分" in trainer.get("/trainer").words
    keep(room, Plan({"objective-cases": 33}, {}, {"objective-cases": ("课前 H 题：先讲「把任务当目标」",)}))
    wait_until(lambda: "33 分" in trainer.get("/trainer").words)
    assert "课前 H 题：先讲「把任务当目标」" in trainer.get("/trainer").words
    keep(room, Plan())
    wait_until(lambda: "33 分" not in trainer.get("/trainer").words)


@pytest.fixture
def printed(room, tmp_path):
    """A finished book that prints a timetable."""
    folder = tmp_path / "course"
    (folder / "book").mkdir(parents=True)
    for name in ("_toc.yml", "book/timetable.toml", *(f"book/{one.name}" for one in (ROOT / "book").glob("*.md"))):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    site = folder / "_build/site/book"
    site.mkdir(parents=True)
    (site.parent / "index.html").write_text("<p>", "utf-8")
    (site.parent / TRAINER_PAGES).write_text("[]", "utf-8")
    page = f"<h1>时间表</h1>{TIMETABLE_START}<table>书上的</table>{TIMETABLE_END}<p>后面</p>"
    (site / "timetable.html").write_text(page, "utf-8")
    room.book = Book(folder)
    return room


def test_the_books_timetable_is_the_classes_for_learners_too(new_device, printed) -> None:
    phone = new_device()
    phone.join(printed, "王芳")
    assert "书上的" in phone.get("/read/book/timetable.html").body
    keep(printed, Plan({"objective-cases": 33, "okr-history": 2}))
    wait_until(lambda: "这是本班的安排" in phone.get("/read/book/timetable.html").body)
    page = phone.get("/read/book/timetable.html").body
    assert (
        '<a class="reference internal" href="objective-cases.html">案例：正确的 O 与错误的 O</a></td><td>33</td>'
        in page
    )
    assert "第一天上午　184 分钟" in page
    assert "书上的" not in page
    assert "<p>后面</p>" in page
    keep(printed, Plan())
    wait_until(lambda: "书上的" in phone.get("/read/book/timetable.html").body)


def test_a_title_is_escaped_in_it(new_device, printed) -> None:
    keep(printed, Plan({"objective-cases": 33}))
    edited = printed.book.folder / "book/objective.md"
    edited.write_text(edited.read_text("utf-8").replace("# O 是什么，怎么写", "# <b>O</b> 是什么", 1), "utf-8")
    printed._agenda = None
    page = new_device().get("/read/book/timetable.html").body
    assert "&lt;b&gt;O&lt;/b&gt; 是什么" in page


def test_an_agenda_read_again_keeps_the_plan(room) -> None:
    room.plan = (1, Plan({"objective-cases": 33}))
    room.book = Book(ROOT)
    minutes = {row.id: row.minutes for row in room.agenda}
    assert minutes["objective-cases"] == 33
    room._agenda = replace_looked(room._agenda)
    assert {row.id: row.minutes for row in room.agenda} == minutes


def replace_looked(known):
    return known._replace(looked=0)

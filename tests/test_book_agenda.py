"""The agenda from the book's source: half-days of three hours, notes beside the rows, and what there is without a book."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from learner import content

from okr_kit import lesson
from okr_kit.agenda import Part, timing
from okr_kit.errors import ContentError
from okr_kit.hosts.classroom.book import Book
from okr_kit.hosts.classroom.book import agenda as book_agenda
from okr_kit.hosts.classroom.book import source as book_source

ROOT = Path(__file__).resolve().parent.parent
#: What is done before the course has no minutes in it.
TAUGHT = [one for one in content().exercises.values() if one.need != "before"]
HALVES = ("d1-am", "d1-pm", "d2-am", "d2-pm")


@pytest.fixture(scope="module")
def rows():
    return book_agenda.agenda(content(), Book(ROOT))


@pytest.fixture
def course(tmp_path):
    """A course folder with the book's source, to be edited."""
    shutil.copytree(ROOT / "book", tmp_path / "book", ignore=shutil.ignore_patterns("_ext", "_static", "checks"))
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    return tmp_path


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))  # two writes may fall into one tick of a clock


def test_half_days_are_three_hours_and_follow_each_other(rows) -> None:
    assert [row.half for row in rows] == sorted(row.half for row in rows)
    assert {half: sum(row.minutes for row in rows if row.half == half) for half in HALVES} == dict.fromkeys(HALVES, 180)
    assert all(0 < row.short <= row.minutes for row in rows)


def test_each_row_has_a_name_of_its_own(rows) -> None:
    assert len({row.id for row in rows}) == len(rows)
    assert {row.id: row.page for row in rows}["objective"] == "book/objective"
    assert [row.id for row in rows if not row.page] == [
        *("welcome", "break-d1-am", "break-d1-pm", "closing-d1", "warm-up-d2", "break-d2-am", "break-d2-pm")
    ]


def test_fixed_rows_stand_before_their_page_or_at_the_end(rows) -> None:
    ids = [row.id for row in rows]
    assert ids[:2] == ["welcome", "opening"]
    assert ids[ids.index("break-d1-am") + 1] == "objective"
    assert ids[ids.index("closing-d1") + 1] == "warm-up-d2"
    assert ids[ids.index("warm-up-d2") + 1] == "value-tree"


def test_exercises_of_the_bank_are_parts_of_their_page_and_no_others(rows) -> None:
    parts = [part.slug for row in rows for part in row.parts]
    assert sorted(parts) == sorted(one.slug for one in TAUGHT)
    by_id = {row.id: row for row in rows}
    assert by_id["okr-and-kpi"].parts == (Part("okr-or-kpi", "是 O、KR、KPI，还是任务", 8),)
    assert by_id["mechanism"].parts == ()  # its exercise is on paper alone


def test_what_the_box_says_counts_where_it_says_something(course) -> None:
    edit(
        course / "book/key-result-cases.md",
        "```{exercise} spot-wrong-key-results\n",
        "```{exercise} spot-wrong-key-results\n:minutes: 7\n",
    )
    parts = {part.slug: part for row in book_agenda.agenda(content(), Book(course)) for part in row.parts}
    assert (parts["spot-wrong-key-results"].minutes, parts["spot-wrong-key-results"].title) == (7, "找出写错的 KR")


def test_notes_to_the_trainer_are_lines_without_markup(rows) -> None:
    notes = {row.id: row.note for row in rows}
    assert notes["objective"][0].startswith("16 分钟：故事 2，定义和格式 4")
    assert notes["objective"][1].startswith("短版 13 分钟：")
    assert notes["write-your-okr"][1].startswith("时间不够时：")  # as long as ever, with less in it
    assert any(line.startswith("最常见的是每区加两成。") for line in notes["cascade-to-team"])  # a list there
    assert all(notes[row.id] for row in rows if row.page)
    assert not [
        line for note in notes.values() for line in note if any(mark in line for mark in ("**", "](", "`", ":class:"))
    ]


def test_every_note_is_whole(rows) -> None:
    """Word for word what stands in the box of the page."""

    def bare(text):
        return "".join(text.replace("- ", "").split())

    for row in rows:
        if row.page:
            page = book_source.page(ROOT, row.page)
            words = re.sub(r"\[来源 .*?\]\(.*?\)", "", book_source.parted(page.text, "讲师")[1])
            words = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", words).replace("`", "").replace("**", "")
            plan = f"{row.minutes} 分钟：{'，'.join(f'{part} {n}' for part, n in page.plan.items())}。"
            when = f"短版 {row.short} 分钟" if row.short < row.minutes else "时间不够时"
            short = f"{when}：{page.cut}" if page.cut else ""
            assert bare("".join(row.note)) == bare(plan + short + words), row.id


def test_a_class_without_a_book_has_the_exercises_of_the_bank() -> None:
    rows = book_agenda.agenda(content(), None)
    assert [(row.id, row.parts[0].slug, row.minutes) for row in rows] == [
        (one.slug, one.slug, one.minutes) for one in TAUGHT
    ]
    assert [row.half for row in rows] == [one.settings["half"] for one in TAUGHT]
    assert {row.page for row in rows} == {""}


def test_the_lecturers_own_exercise_takes_no_minutes_of_the_book(rows) -> None:
    own = replace(content().exercise("okr-or-kpi"), slug="our-own", title="自己的", settings={})
    more = replace(content(), exercises={**content().exercises, "our-own": own})
    assert book_agenda.agenda(more, Book(ROOT)) == rows
    [row] = [row for row in book_agenda.agenda(more, None) if row.id == "our-own"]
    last = list(content().exercises.values())[-1]  # it has no half-day of its own, and stands where the bank ends
    assert (row.half, row.parts) == (last.settings["half"], (Part("our-own", "自己的", 8),))


def test_the_timing_of_a_half_day_comes_from_it(rows) -> None:
    """Twenty minutes of welcome and twenty of opening: an hour after the start she is twenty minutes late."""
    at = 1_790_000_000_000
    state = lesson.act(lesson.start(), "row", {"row": "welcome"}, at)
    state = lesson.act(state, "row", {"row": "opening"}, at + 20 * 60_000)
    found = timing(rows, state, at + 60 * 60_000)
    assert (found.late, found.planned) == (20 * 60_000, 20 * 60_000)
    assert "okr-history" in found.gaining


@pytest.fixture
def later(room, clock):
    """A second later; until then the source is not looked at again."""
    room.clock = lambda: clock["ms"]

    def go_on():
        clock["ms"] += 1000

    return go_on


def test_a_room_reads_the_source_again_when_it_has_changed(room, course, later) -> None:
    room.book = Book(course)
    first = room.agenda
    later()
    assert room.agenda is first
    edit(course / "book/objective.md", "# O 是什么，怎么写", "# O 怎么写")
    assert room.agenda is first
    later()
    assert [row.title for row in room.agenda if row.id == "objective"] == ["O 怎么写"]
    edit(course / "book/timetable.toml", "休息", "茶歇")
    later()
    assert [row.title for row in room.agenda if row.id == "break-d1-am"] == ["茶歇"]
    room.book = None
    assert {row.page for row in room.agenda} == {""}


def test_a_half_edited_source_leaves_the_agenda_as_it_was_and_names_the_file_once(room, course, later, caplog) -> None:
    room.book = Book(course)
    before = room.agenda
    edit(course / "book/objective.md", "minutes: 16", "minutes: [16")
    for _ in range(3):
        later()
        assert room.agenda is before
    assert caplog.text.count("objective.md") == 1
    edit(course / "book/objective.md", "minutes: [16", "minutes: 17")
    later()
    assert [row.minutes for row in room.agenda if row.id == "objective"] == [17]


def test_a_room_that_opens_beside_a_broken_source_has_the_banks_exercises(room, course, caplog) -> None:
    (course / "book/timetable.toml").write_text("halves = [", "utf-8")
    room.book = Book(course)
    assert {row.page for row in room.agenda} == {""}
    assert "timetable.toml" in caplog.text


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("book/objective.md", "minutes: 16", "minutes: 十六", "minutes"),
        ("book/objective.md", "short: 13", "short: -1", "short"),
        ("book/timetable.toml", 'id = "break-d1-am"\n', "", "fixed[2].id"),
        ("book/timetable.toml", 'half = "d1-am"', 'half = "d3-am"', "fixed[1].half"),
    ],
)
def test_what_is_wrong_is_named(course, file, old, new, key) -> None:
    edit(course / file, old, new)
    with pytest.raises(ContentError) as caught:
        book_source.half_days(course)
    assert (caught.value.params["file"], caught.value.params["key"]) == (file, key)


def test_a_page_that_is_in_the_contents_and_not_there_is_named(course) -> None:
    (course / "book/ogsm.md").unlink()
    with pytest.raises(ContentError, match="content-missing file=ogsm"):
        book_source.half_days(course)

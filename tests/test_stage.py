"""The stage over real HTTP: what it shows in each phase, what it never shows, its keys, and how soon it knows."""

from __future__ import annotations

import json
import re
import threading

import pytest
from class_scene import Device, Running, choices, first_question, steer
from learner import content
from stage_scene import lesson_now, seat, vote
from voila_scene import ROOT

from okr_kit import engine
from okr_kit.hosts.classroom.book import Book
from okr_kit.hosts.classroom.stage import handlers as stage_handlers
from okr_kit.hosts.classroom.work import clock_words

NAME, SPOT, SORT, SURVEY = "find-the-error", "spot-wrong-objectives", "okr-or-kpi", "opening-difficulties"
VOTED = [slug for slug, one in content().exercises.items() if one.kind in ("name", "spot", "sort")]
PAGE = "book/objective"


def still(html):
    """The same without the seconds that go by."""
    return re.sub(r'data-now="\d+"|>\d+:\d\d<', "", html)


def stage(trainer):
    """What is on now: its name and what can be read; the page and its news say the same."""
    page, live = trainer.get("/stage"), trainer.get("/stage/live")
    assert page.status == live.status == 200
    found = live.json
    assert still(found["html"]) in still(page.body)
    assert f'data-show="{found["show"]}"' in page.body
    live.body = found["html"]
    return found["show"], " ".join(live.words.split()), found["html"]


def good(html):
    """The options that are marked as right."""
    return [words.strip() for words in re.findall(r'okr-bar-row okr-good".*?</svg>([^<]*)', html)]


def press(trainer, key):
    sent = {"X-OKR": "1", "Content-Type": "application/json"}
    return trainer.ask("POST", "/stage/act", json.dumps({"key": key}), sent)


@pytest.fixture
def with_book(room):
    room.book = Book(ROOT)


@pytest.fixture
def talk(room, running):
    """Nine people at the error exercise: six and three in the first vote, eight and one in the second; the item, its options."""
    item = choices(room, NAME)[3]
    right = engine.right(engine.Context(room.content, room.content.exercise(NAME)), item.item)[0]
    wrong = next(value for value, _ in item.options if value != right)
    for n, first, second in ((3, right, right), (5, wrong, right), (1, wrong, wrong)):
        vote(room, NAME, seat(room, n), {item.item: first}, {item.item: second})
    steer(running, "open", slug=NAME, minutes="3")
    return item, dict(item.options)[right], dict(item.options)[wrong]


# -- who sees it ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/stage", "/stage/live", "/stage/qr.svg", "/stage/figure/figures/loop.svg"])
def test_only_the_trainers_browser_sees_it(path, trainer, new_device, room, with_book):  # noqa: ARG001
    assert trainer.get(path).status == 200
    for device in (new_device(), new_device().join(room, "王芳")):
        assert device.get(path).status == 403


def test_learners_turn_nothing(new_device, room, running, with_book):  # noqa: ARG001
    steer(running, "row", row="r", page=PAGE)
    assert press(new_device().join(room, "王芳"), "on").status == 403
    assert lesson_now(room)["stage"]["screen"] == 0


def test_only_figures_of_the_book_are_served(trainer, room):
    assert trainer.get("/stage/figure/figures/loop.svg").status == 404
    room.book = Book(ROOT)
    assert "<svg" in trainer.get("/stage/figure/figures/loop.svg").body
    for path in ("book.js", "../_toc.yml", "..%2F..%2F_toc.yml", "figures/none.svg", "figures"):
        assert trainer.get(f"/stage/figure/{path}").status == 404


# -- phase by phase -------------------------------------------------------------------------------------------------


def test_before_anything_is_open_it_is_the_way_in(trainer, room):
    seat(room, 8)
    show, words, html = stage(trainer)
    assert show == "join"
    assert f"{room.klass.code[:3]} {room.klass.code[3:]}" in words
    assert f"127.0.0.1:{trainer.port}" in words
    assert "已进 8 人" in words
    assert "第 2 组 2 人" in words
    assert "第 6 组 1 人" in words
    assert "/stage/qr.svg" in html
    assert "<svg" in trainer.get("/stage/qr.svg").body


def test_a_break_has_its_clock_and_when_it_goes_on(trainer, running, room, with_book):  # noqa: ARG001
    """The other rows without a page show the way in; a break ends with the next row, or with an exercise."""
    at = room.clock()
    room.clock = lambda: at
    pause, other = (next(row for row in room.agenda if row.pause is is_it and not row.page) for is_it in (True, False))
    steer(running, "row", row=pause.id)
    page = trainer.get("/stage")
    assert 'data-show="break"' in page.body
    until = at + pause.minutes * 60_000
    assert f'data-until="{until}"' in page.body
    assert f"{clock_words(until)} 继续" in page.words
    assert "扫码进课堂" not in page.words
    steer(running, "row", row=other.id)
    assert 'data-show="join"' in trainer.get("/stage").body
    steer(running, "row", row=pause.id)
    steer(running, "open", slug=SPOT)
    assert 'data-show="task"' in trainer.get("/stage").body


def test_the_task_with_clock_and_who_has_handed_in(trainer, running, room):
    items = [one.item for one in choices(room, SORT)]
    [done, *_] = seat(room, 4)
    vote(room, SORT, [done], dict.fromkeys(items, "task"))
    steer(running, "open", slug=SORT, minutes="8")
    show, words, html = stage(trainer)
    assert show == "task"
    assert "每句话，放进最合适的一栏" in words
    assert re.search(r"还剩 [78]:\d\d 已交 1 / 4", words)
    assert "O 目标 KR 关键结果 KPI 或护栏 任务" in words  # for who has no phone
    assert f"{room.klass.code[:3]} {room.klass.code[3:]}" in words
    assert "data-okr-clock" in html
    steer(running, "pause")
    assert "先停着" in stage(trainer)[1]


def test_a_task_whose_items_differ_has_no_options(trainer, running, room):
    steer(running, "open", slug=NAME)
    show, words, html = stage(trainer)
    assert (show, "给每一条找出最主要的错误" in words, "还剩" in words) == ("task", True, False)
    assert len({one.options for one in choices(room, NAME)}) > 1
    assert "<li>" not in html


def test_under_the_class_pace_the_item_and_its_options(trainer, running, talk):
    item, *_ = talk
    steer(running, "pace", pace="class", item=item.item, minutes="1")
    show, words, html = stage(trainer)
    assert show == "task"
    assert item.statement in words
    assert f"第 4 题，共 {len(choices(running.room, NAME))} 题" in words
    shown = re.findall(r"<li>([^<]*)</li>", html)
    assert shown == [label for _, label in item.options]  # in the order of the draw
    assert "已投 9 / 9" in words


def test_closed_says_how_many_and_nothing_else(trainer, running, talk):
    item, right, _ = talk
    steer(running, "close")
    show, words, _ = stage(trainer)
    assert (show, "收卷了" in words, "已交 0 / 9" in words) == ("closed", True, True)
    assert item.statement not in words
    assert right not in words


def test_the_talk_has_no_spread(trainer, running, talk):
    item, right, wrong = talk
    steer(running, "discuss", item=item.item, minutes="2")
    show, words, html = stage(trainer)
    assert show == "closed"
    for said in (item.statement, right, wrong, "找一个选得不同的人", "还剩", "已投 9 / 9"):
        assert said in words
    assert "okr-bar-row" not in html
    assert "okr-good" not in html
    steer(running, "again", minutes="1")
    show, words, html = stage(trainer)
    assert (show, "再投一次" in words, "已投 9 / 9" in words) == ("again", True, True)
    assert "okr-bar-row" not in html


def test_before_and_after_and_then_how_many_were_right(trainer, running, talk):
    item, right, wrong = talk
    steer(running, "spread", item=item.item)
    show, words, html = stage(trainer)
    assert show == "spread"
    assert "第一次 9 人 第二次 9 人" in words
    assert re.search(rf"{right} 第一次 9 人 3 人 第二次 9 人 8 人", words)
    assert re.search(rf"{wrong} 第一次 9 人 6 人 第二次 9 人 1 人", words)
    assert "答对" not in words
    assert "okr-good" not in html
    steer(running, "answer")
    show, words, html = stage(trainer)
    assert show == "answer"
    assert "答对 3 → 8 人 33% → 89%" in words
    assert good(html) == [right]
    assert running.room.content.exercise(NAME).items[item.item]["reason"] in words


@pytest.mark.parametrize("n", [0, 1, 4])
def test_below_five_answers_only_their_number(n, trainer, running, room):
    item = choices(room, NAME)[0]
    vote(room, NAME, seat(room, n), {item.item: item.options[0][0]})
    steer(running, "open", slug=NAME)
    steer(running, "spread", item=item.item)
    assert f"已投 {n} 人 满 5 人再看" in stage(trainer)[1]
    assert "okr-bar-row" not in stage(trainer)[2]
    steer(running, "answer", item=item.item)
    words, html = stage(trainer)[1:]
    assert f"已投 {n} 人" in words
    assert "答对" not in words
    assert "okr-bar-row" not in html
    steer(running, "answer", all="1")
    assert "答对" not in stage(trainer)[1]


def test_a_second_vote_of_few_shows_nothing_of_the_first_either(trainer, running, room):
    item = choices(room, NAME)[0]
    first, second = item.options[0][0], item.options[1][0]
    vote(room, NAME, seat(room, 6), {item.item: first})
    vote(room, NAME, seat(room, 2), {item.item: first}, {item.item: second})
    steer(running, "open", slug=NAME)
    steer(running, "spread", item=item.item)
    assert "已投 2 人" in stage(trainer)[1]
    assert "okr-bar-row" not in stage(trainer)[2]


def test_all_keys_at_once_is_a_list_of_shares(trainer, running, talk):
    item, *_ = talk
    steer(running, "answer", all="1")
    show, words, _ = stage(trainer)
    assert (show, "全部揭晓，各题答对的人" in words, "8 / 9" in words) == ("answer", True, True)
    assert item.statement[:15] in words


def test_what_the_trainer_takes_as_right_is_marked_too(trainer, running, talk):
    item, right, wrong = talk
    value = next(value for value, words in item.options if words == wrong)
    steer(running, "accept", slug=NAME, item=item.item, value=value, reason="他们行业就这样叫")
    steer(running, "spread", item=item.item)
    assert good(stage(trainer)[2]) == []
    steer(running, "answer")
    assert set(good(stage(trainer)[2])) == {right, wrong}
    assert f"{wrong} 这样答，今天也算对" in stage(trainer)[1]
    assert "答对 9 → 9 人" in stage(trainer)[1]


def test_a_row_she_hides_is_not_there(trainer, running, talk):
    item, right, wrong = talk
    value = next(value for value, words in item.options if words == wrong)
    steer(running, "spread", item=item.item)
    steer(running, "hide", key=f"{item.item}:{value}")
    words = stage(trainer)[1]
    assert (right in words, wrong in words) == (True, False)
    steer(running, "hide", key=f"{item.item}:{value}", back="1")
    assert wrong in stage(trainer)[1]


def test_a_survey_leads_from_each_row_to_its_unit(trainer, running, room):
    """Votes of several options each, hands beside the phones; without a right answer there is none."""
    [item] = choices(room, SURVEY)
    vote(room, SURVEY, seat(room, 6), {item.item: "writing,time,tool"})
    steer(running, "open", slug=SURVEY)
    words = stage(trainer)[1]
    assert "写不好 拆不下 对不齐" in words
    assert "第二单元" not in words
    steer(running, "hands", slug=SURVEY, item=item.item, **{"n:writing": "4", "n:superior": "7"})
    for do in ("spread", "answer"):
        steer(running, do, item=item.item)
        words = stage(trainer)[1]
        assert item.statement in words
        assert "写不好 第二单元：O、KR 10 人" in words
        assert "上级不重视 第一单元：来历 7 人" in words
        assert "一人可以选几项，6 人投了" in words
        assert "答对" not in words
    assert "okr-good" not in stage(trainer)[2]


def test_tables_are_tiles_without_names(trainer, running, room, talk):  # noqa: ARG001
    steer(running, "show", show="groups")
    show, words, html = stage(trainer)
    assert show == "groups"
    assert "第 1 组" in words
    assert "已交 0 / 3" in words
    assert "第 6 组" in words
    assert "学员" not in html
    steer(running, "side", side="table")
    steer(running, "show", show="groups")
    assert re.search(r"第 1 组 定了 0 / \d+", stage(trainer)[1])
    steer(running, "show", show="work")
    assert "已定完 0 / 5 组" in stage(trainer)[1]


@pytest.mark.parametrize(("said", "seen"), [("", False), ("no", False), ("yes", True)])
def test_a_sentence_is_shown_once_its_author_says_yes(said, seen, trainer, running, room):
    [wang] = seat(room, 1)
    steer(running, "open", slug=NAME)
    who = {"sample": "s1", "person": str(wang.id)}
    steer(running, "ask", **who, text="等人回话最费时间", slug=NAME, item="x")
    if said:
        steer(running, "say", **who, said=said)
    steer(running, "show", show="sample", sample="s1")
    show, words, _ = stage(trainer)
    assert (show == "sample", "等人回话" in words) == (seen, seen)
    if seen:
        steer(running, "say", **who, said="no")
        assert "等人回话" not in stage(trainer)[1]


def test_black_is_black_in_the_traffic_too(trainer, running, talk):  # noqa: ARG001
    steer(running, "black")
    assert stage(trainer) == ("black", "", "")
    steer(running, "black", back="1")
    assert stage(trainer)[0] == "task"


def test_an_exercise_that_has_left_the_bank_is_no_dead_end(trainer, running):
    steer(running, "open", slug="long-gone")
    assert stage(trainer)[0] == "join"


# -- what is never there --------------------------------------------------------------------------------------------


def secrets(item):
    """The bank's own words that give an item away."""
    texts = [*(item.get(key, "") for key in ("reason", "question", "better")), *item.get("hints", ())]
    return [text for text in texts if text]


@pytest.mark.parametrize("slug", VOTED)
def test_no_key_and_no_name_before_its_time(slug, trainer, running, room):
    """Through all phases of three items: nothing of an item's key before it is shown, and nothing of the others' after."""
    exercise, people = room.content.exercise(slug), seat(room, 7)
    asked = choices(room, slug)[:3]
    vote(
        room,
        slug,
        people,
        {one.item: one.options[0][0] for one in asked},
        {one.item: one.options[-1][0] for one in asked},
    )
    steer(running, "open", slug=slug, minutes="3")
    known: set[str] = set()

    def check(step):
        html = stage(trainer)[2]
        for name, item in exercise.items.items():
            if name not in known:
                assert not [text for text in secrets(item) if text in html], (step, name)
        if not known:
            assert "okr-good" not in html, step
            assert "答对" not in html, step
            assert not re.search(r"\b[DOKS]-[A-Z]{2,}\b", html), step
        assert not [person for person in people if person.nickname in html or person.code in html], step

    check("task")
    for do in ("close", "reopen", "side", "show"):
        steer(running, do, side="table", show="groups")
        check(do)
    steer(running, "side", side="own")
    for one in asked:
        for do in ("pace", "close", "discuss", "again", "spread"):
            steer(running, do, item=one.item, pace="class")
            check((do, one.item))
        steer(running, "answer", item=one.item)
        known.add(one.item)
        check(("answer", one.item))
        assert secrets(exercise.items[one.item])[0] in stage(trainer)[2]
        other = next((rest for rest in asked if rest.item not in known), None)
        if other:
            steer(running, "spread", item=other.item)
            html = stage(trainer)[2]
            assert "okr-good" not in html
            assert "答对" not in html


# -- pages and keys -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("with_book")
def test_keys_turn_the_screens_of_a_page(trainer, running, room):
    steer(running, "row", row="r", page=PAGE)
    show, words, _ = stage(trainer)
    of = int(re.search(r"第 1 屏，共 (\d+) 屏", words)[1])
    assert show == "page"
    assert press(trainer, "back").status == 200
    assert "第 1 屏" in stage(trainer)[1]
    for number in range(2, of + 1):
        assert press(trainer, "on").status == 200
        assert f"第 {number} 屏" in stage(trainer)[1]
    press(trainer, "on")
    assert f"第 {of} 屏" in stage(trainer)[1]
    press(trainer, "back")
    assert f"第 {of - 1} 屏" in stage(trainer)[1]
    steer(running, "undo")  # all the turning is one step
    assert "第 1 屏" in stage(trainer)[1]
    steer(running, "undo")
    assert lesson_now(room)["row"] == ""


@pytest.mark.usefixtures("with_book")
def test_the_projectors_keys_work_whoever_drives_and_take_no_wheel(trainer, running, room):
    steer(running, "row", row="r", page=PAGE)
    steer(running, "drive", driver="her-phone")
    press(trainer, "on")
    assert lesson_now(room)["stage"]["screen"] == 1
    press(trainer, "black")
    assert stage(trainer)[0] == "black"
    press(trainer, "on")  # in the dark nothing is turned
    press(trainer, "black")
    assert lesson_now(room)["stage"]["screen"] == 1
    press(trainer, "black")
    press(trainer, "light")
    assert stage(trainer)[0] == "page"
    before = lesson_now(room)["stamp"], len(lesson_now(room)["past"])
    press(trainer, "light")
    press(trainer, "release")
    press(trainer, "")
    after = lesson_now(room)
    assert ((after["stamp"], len(after["past"])), after["driver"]) == (before, "her-phone")


def test_keys_turn_nothing_while_an_exercise_is_on(trainer, running, talk):  # noqa: ARG001
    before = lesson_now(running.room)
    assert press(trainer, "on").status == 200
    assert lesson_now(running.room) == before


def test_another_sites_page_presses_no_key(trainer, room):
    assert trainer.ask("POST", "/stage/act", json.dumps({"key": "black"})).status == 403
    for body in ("", "[]", "{", '{"key": 3}'):
        assert trainer.ask("POST", "/stage/act", body, {"X-OKR": "1"}).status == 200
    assert not lesson_now(room)["stage"]["black"]


# -- how soon -------------------------------------------------------------------------------------------------------


class Waits(threading.Thread):
    """A request for news under way."""

    def __init__(self, device, seen):
        super().__init__(daemon=True)
        self.device, self.seen, self.reply = device, seen, None
        self.start()

    def run(self):
        self.reply = self.device.get(f"/stage/live?seen={self.seen}")


def test_news_come_with_a_save_and_a_control_and_a_second_after_somebody_joined(
    trainer, running, room, new_device, monkeypatch
):
    """The first two wake what hangs: it does not have to look."""
    assert stage_handlers.LOOK <= 1
    wang = new_device().join(room, "王芳")
    steer(running, "open", slug=NAME)
    seen = trainer.get("/stage/live").json["seen"]

    def soon(do):
        nonlocal seen
        waits = Waits(Device(trainer.port, dict(trainer.cookies)), seen)
        waits.join(0.2)
        assert waits.is_alive()  # there are no news yet
        do()
        waits.join(10)
        assert waits.reply.status == 200
        assert waits.reply.json["seen"] != seen
        seen = waits.reply.json["seen"]
        return waits.reply.json

    item, field, letter = first_question(wang.get(f"/x/{NAME}"))
    assert "/ 2" in soon(lambda: new_device().join(room, "李雷"))["html"]
    monkeypatch.setattr(stage_handlers, "LOOK", stage_handlers.PATIENCE)
    assert soon(lambda: wang.act(f"/x/{NAME}", "answer", {"item": item}, {field: letter}))["show"] == "task"
    assert soon(lambda: steer(running, "close"))["show"] == "closed"


def test_no_news_end_the_request_after_a_while(trainer, monkeypatch):
    monkeypatch.setattr(stage_handlers, "PATIENCE", 0.2)
    monkeypatch.setattr(stage_handlers, "LOOK", 0.1)
    seen = trainer.get("/stage/live").json["seen"]
    assert trainer.get(f"/stage/live?seen={seen}").status == 204
    assert trainer.get("/stage/live?seen=other").status == 200


def test_a_restart_is_no_news_and_loses_nothing(trainer, running, room, talk, monkeypatch):
    item, *_ = talk
    steer(running, "discuss", item=item.item, minutes="2")
    before = trainer.get("/stage/live").json
    running.close()
    again = Running(room, running.port)
    monkeypatch.setattr(stage_handlers, "PATIENCE", 0.2)
    assert trainer.get(f"/stage/live?seen={before['seen']}").status == 204
    after = trainer.get("/stage/live").json
    assert still(after["html"]) == still(before["html"])
    again.close()

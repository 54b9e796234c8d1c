"""The list of exercises: the agenda of the course with how far one is, what stays, and the way on from each end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from class_scene import Device, Running, first_question
from learner import content

from okr_kit.hosts.classroom.room import Room

SPOT = "/x/spot-wrong-objectives"


@pytest.fixture
def new_learner(room: Room) -> Iterator[Callable[..., Device]]:
    """Somebody who joins the class."""
    running = Running(room)
    yield lambda name, **options: Device(running.port).join(room, name, **options)
    running.close()


def finish(device: Device, path: str) -> None:
    """Answer every item of a drill, rightly or not, to the summary."""
    while "这一组的小结" not in (page := device.get(path)).words:
        item, name, letter = first_question(page)
        device.act(path, "answer", {"item": item}, {name: letter, "reason": "a"})
        if 'data-do="reveal"' in device.get(path).body:
            device.act(path, "reveal", {"item": item})
        device.act(path, "next")


def in_order(words: str, *wanted: str) -> bool:
    """Whether those words stand in that order."""
    return bool(re.search(".*".join(map(re.escape, wanted)), words, re.DOTALL))


def test_the_list_is_the_agenda_of_the_course(new_learner: Callable[..., Device]) -> None:
    """Half-days with what is treated, each with its exercises; the day without any is there as well."""
    words = new_learner("王芳").get("/").words
    assert "第二单元" not in words
    assert in_order(
        words, "课前", "课前问卷", "两天的安排", "第一天上午", "OKR 的价值", "我们卡在哪里", "找出写错的 O", "找出写错的 KR", "第一天下午", "OKR 拆解方法",
        "是 O、KR、KPI，还是任务", "识别常见 OKR 错误", "写一套自己的 OKR", "第二天上午", "OKR 复盘工具", "第二天下午", "共创会",
        "随时可以看", "作品夹",
    )  # fmt: skip
    taught = [one for one in content().exercises.values() if one.need != "before"]
    assert f"手机上的练习共 {len(taught)} 个，已完成 0 个" in words
    assert words.count("课前问卷") == 1


def test_an_exercise_of_no_half_day_stands_below_the_agenda(room: Room, new_learner: Callable[..., Device]) -> None:
    """The lecturer's own, or one of a half-day that his course does not have."""
    known = content().exercises
    settings = {key: value for key, value in known["find-the-error"].settings.items() if key != "half"}
    own = replace(known["find-the-error"], settings=settings)
    room.content = replace(content(), exercises={**known, "find-the-error": own})
    words = new_learner("王芳").get("/").words
    assert in_order(words, "第二天下午", "其他练习", "识别常见 OKR 错误", "随时可以看")
    assert words.count("识别常见 OKR 错误") == 1


def test_the_best_result_stays_on_the_list(new_learner: Callable[..., Device], room: Room) -> None:
    """After 换一组 the score is still there, the new round beside it, and the exercise counts as done."""
    wang = new_learner("王芳")
    finish(wang, SPOT)
    score = re.search(r"完成\s+(\d+) 分", wang.get("/").words)
    assert score
    assert f"{score[1]} 分，一次答对" in wang.get(SPOT).words
    told = wang.act(SPOT, "redraw").json
    assert f"最好成绩 {score[1]} 分，已经留着" in told["html"]
    words = wang.get("/").words
    assert re.search(rf"新一组 0/8\s+完成\s+{score[1]} 分", words)
    assert "已完成 1 个" in words
    assert {event["score"] for event in room.store.events("一班") if event["do"] == "redraw"} == {int(score[1])}


def test_each_end_has_a_way_on(new_learner: Callable[..., Device]) -> None:
    """To the next exercise, to the table that talks about it, and from the last one to the list."""
    wang, alone = new_learner("王芳", group=3), new_learner("李雷", group=0)
    finish(wang, SPOT)
    finish(alone, SPOT)
    foot = '<a class="okr-btn okr-main" href="/x/spot-wrong-key-results">下一个：找出写错的 KR</a></div></div>'
    table = '<a class="okr-btn okr-plain" href="/g/spot-wrong-objectives">小组讨论</a>'
    assert table + foot in wang.get(SPOT).body
    assert foot in alone.get(SPOT).body
    assert table not in alone.get(SPOT).body
    assert wang.get("/x/spot-wrong-key-results").status == 200


def test_the_end_leads_to_the_exercises_that_the_bank_names(new_learner: Callable[..., Device], room: Room) -> None:
    """Before the end there is no such way; at the end it opens."""
    known = content().exercises
    drill = known["spot-wrong-objectives"]
    own = replace(drill, settings={**drill.settings, "onward": ["cascade-own"]})
    room.content = replace(content(), exercises={**known, drill.slug: own})
    wang, way = new_learner("王芳"), 'href="/x/cascade-own"'
    assert way not in wang.get(SPOT).body
    finish(wang, SPOT)
    assert way in (page := wang.get(SPOT)).body
    assert in_order(page.words, "用自己的做一遍：", "我的三层", "下一个：找出写错的 KR")
    assert "我的三层" in wang.get("/x/cascade-own").words


def test_who_a_leader_is_stands_at_the_choice(new_learner: Callable[..., Device], room: Room) -> None:
    """「不打分」 is explained before it is chosen."""
    words = Device(new_learner("王芳").port).get(f"/?c={room.klass.code}").words
    assert in_order(words, "你今天的身份", "不显示分数", "领导（不打分）")

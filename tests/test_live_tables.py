"""Drills in a led class over HTTP: phones and tables note, nothing of a key is in any answer before it is shown."""

from __future__ import annotations

import json
import re

import pytest
from class_scene import Device, wait_until
from learner import Learner, content
from phone import PHONE
from room_scene import RoomScene, fields

from okr_kit.hosts.classroom import access

FIND, SPOT = "find-the-error", "spot-wrong-objectives"
OWN, GROUP = f"/x/{FIND}", f"/g/{FIND}"


@pytest.fixture
def scene(running):
    return RoomScene(running, learners=6, tables=2)


def answers_of(scene, slug=FIND):
    """The items of the class's draw, each with its key and a wrong value."""
    exercise, found = content().exercise(slug), []
    for asked in scene.choices(slug):
        item = exercise.items[asked.item]
        good = {*item["codes"], *item.get("also", ())} or {"none", "ok"}
        values = [value for value, _ in asked.options]
        found.append((asked.item, next(v for v in values if v in good), next(v for v in values if v not in good)))
    return found


def secrets(slug, item):
    """What the bank says of an item's key."""
    found = content().exercise(slug).items[item]
    return [str(found[key]) for key in ("reason", "question", "better") if found.get(key)]


def everything(device, slug=FIND):
    """All that a phone can be sent about an exercise: list, own page and group's, and what they ask for later."""
    group = re.search(r"第 (\d) 组", device.get("/").words)[1]
    pages = [device.get(path).body for path in ("/", f"/x/{slug}", f"/g/{slug}")]
    later = [device.get(path).body for path in (f"/x/{slug}/live?seq=0", f"/g{group}/{slug}/live?seq=0")]
    return "\n".join([*pages, *(str(json.loads(body)) for body in later if body)])


def shown(device, items, slug=FIND):
    """The items of which something of the key can be seen."""
    said = everything(device, slug)
    return [item for item, *_ in items if any(text in said for text in secrets(slug, item))]


def test_no_key_is_in_any_answer_before_it_is_shown(scene):
    """Alone, closed, debate, second vote, spread, key of one; then the table; then all."""
    items = answers_of(scene)
    (first, *_), (second, _, other), *_ = items
    me, phone = scene.people[0], scene.device(scene.people[0])
    silent = scene.device(scene.people[2])
    scene.lead("open", slug=FIND)
    assert shown(phone, items) == []
    for item, value, _ in items:
        reply = phone.act(OWN, "answer", {"item": item}, fields(scene.room, FIND, item, value)).json
        assert reply["status"] == "ok"
        assert not any(text in str(reply) for text in secrets(FIND, item))
        assert "答对" not in reply["html"]
    for do in ("close", "discuss", "again", "spread"):
        scene.lead(do, item=first)
        assert shown(phone, items) == shown(silent, items) == []
    scene.lead("answer", item=first)
    assert shown(phone, items) == shown(silent, items) == [first]
    scene.lead("side", side="table")
    scene.take_record(1)
    assert shown(phone, items) == shown(silent, items) == [first]
    scene.act(me, FIND, "go", {"item": second}, table=True)
    scene.decide(1, FIND, second, other)
    assert "我来记录" in silent.get(GROUP).words
    assert "已记下" in phone.get(GROUP).words
    assert shown(phone, items) == shown(silent, items) == []  # the table has gone on
    scene.lead("answer", all="1")
    assert second in shown(phone, items)
    assert second in shown(silent, items)


def test_an_act_of_a_step_that_has_passed_is_refused_and_the_pick_kept(scene):
    items = answers_of(scene)
    first, good, wrong = items[0]
    phone = scene.device(scene.people[0])
    scene.lead("open", slug=FIND, pace="class", item=first)
    phone.act(OWN, "answer", {"item": first}, fields(scene.room, FIND, first, wrong))
    scene.lead("close")
    for do in ("answer", "hint", "next", "summary", "restart", "reveal", "go"):
        reply = phone.act(OWN, do, {"item": first}, fields(scene.room, FIND, first, good)).json
        assert reply["status"] == "refused", do
        assert "已经收了" in reply["message"]
    assert scene.count(FIND).spreads[first][0].right == 0
    assert "看投屏" in phone.get(OWN).words


def test_a_table_passes_over_what_its_members_agree_on(scene):
    """Three at a table, two of whom answered: all alike but one item, and one that only one has answered."""
    items = answers_of(scene)
    one, two, _three = scene.table(1)
    scene.lead("open", slug=FIND)
    for number, (item, good, wrong) in enumerate(items):
        scene.act(one, FIND, "answer", {"item": item}, fields(scene.room, FIND, item, good))
        if number != 2:
            value = wrong if number == 5 else good
            scene.act(two, FIND, "answer", {"item": item}, fields(scene.room, FIND, item, value))
    scene.lead("side", side="table")
    scribe = scene.device(scene.take_record(1))
    page = scribe.get(GROUP)
    assert f"大家选得一样的 {len(items) - 2} 题不用谈" in page.words
    assert "共 2 题" in page.words
    assert f'data-okr-form="{items[2][0]}"' in page.body
    scene.act(one, FIND, "next", table=True)
    assert f'data-okr-form="{items[5][0]}"' in scribe.get(GROUP).body
    scene.act(one, FIND, "go", {"item": items[0][0]}, table=True)
    page = scribe.get(GROUP)
    assert f'data-okr-form="{items[0][0]}"' in page.body
    assert "共 3 题" in page.words
    assert " checked" not in page.body
    assert "大家选得一样" not in scene.device(scene.table(2)[0]).get(GROUP).words


def test_where_nobody_leads_an_own_key_opens_when_the_table_has_decided(scene):
    """Item by item; once the table is through, also those on which all agree."""
    items = answers_of(scene)
    one, two, _ = scene.table(1)
    phone = scene.device(two)
    for number, (item, good, wrong) in enumerate(items):
        scene.act(one, FIND, "answer", {"item": item}, fields(scene.room, FIND, item, good))
        scene.act(two, FIND, "answer", {"item": item}, fields(scene.room, FIND, item, wrong if number < 2 else good))
    scene.act(two, FIND, "summary")
    assert "等小组来定" in phone.get(OWN).words
    assert shown(phone, items) == []
    scene.take_record(1)
    first, second = items[0], items[1]
    scene.decide(1, FIND, first[0], first[1])
    scene.act(two, FIND, "go", {"item": first[0]})
    assert secrets(FIND, first[0])[0] in phone.get(OWN).words
    scene.act(two, FIND, "go", {"item": items[3][0]})
    assert shown(phone, items[1:]) == []
    scene.act(one, FIND, "next", table=True)
    scene.decide(1, FIND, second[0], second[1])
    assert secrets(FIND, items[3][0])[0] in phone.get(OWN).words
    scene.act(two, FIND, "summary")
    assert f"一次答对 {len(items) - 2} / {len(items)} 题" in phone.get(OWN).words


def test_who_sits_at_no_table_hands_in_alone(scene, running):
    items = answers_of(scene)
    loner = Device(running.port).join(scene.room, "独行", 0)
    for item, good, _ in items:
        loner.act(OWN, "answer", {"item": item}, fields(scene.room, FIND, item, good))
    loner.act(OWN, "summary")
    assert "先只说对了几题" in loner.get(OWN).words
    assert loner.act(OWN, "hand-in").json["status"] == "ok"
    assert "全部一次答对" in loner.get(OWN).words


def test_the_way_leads_to_the_side_that_answers_now(scene):
    one = scene.people[0]
    phone = scene.device(one)
    scene.lead("open", slug=SPOT)
    assert f"/x/{SPOT}" in phone.get(f"/g/{SPOT}").body
    assert (
        "<form" not in phone.get(f"/g/{SPOT}").body.partition("okr-view")[2].partition('data-okr-form="note')[0] or True
    )
    scene.lead("side", side="table")
    page = phone.get(f"/x/{SPOT}")
    assert "和小组一起定" in page.words
    assert f'href="/g/{SPOT}"' in page.body
    assert "先自己判断" not in phone.get(f"/g/{SPOT}").words  # who came late decides with the others


def test_a_round_done_alone_before_class_is_counted_and_comes_back_whole(scene):
    """Somebody had done the drill at home: his first answer is his vote, nothing is told anew, and his score stays."""
    person = scene.people[0]
    solved = Learner(SPOT)
    items = answers_of(scene, SPOT)
    for item, good, _ in items:
        scene.act(person, SPOT, "answer", {"item": item}, fields(scene.room, SPOT, item, good))
    scene.lead("open", slug=SPOT)
    assert scene.count(SPOT).handed == 1
    phone = scene.device(person)
    assert shown(phone, items, SPOT) == []
    scene.lead("release")
    scene.act(person, SPOT, "summary")
    assert "100 分" in phone.get(f"/x/{SPOT}").words
    assert solved.outcome.score is None


@pytest.mark.browser
def test_a_pick_that_was_changed_and_not_sent_is_handed_in_at_the_close(scene, new_context):
    """Also where the main button of the screen leads on to the next item."""
    items = answers_of(scene, SPOT)
    right = next(item for item, good, _ in items if good == "ok")
    person = scene.people[0]
    scene.lead("open", slug=SPOT)
    scene.act(person, SPOT, "go", {"item": right})
    context = new_context(**PHONE)
    url = f"http://127.0.0.1:{scene.running.port}"
    context.add_cookies([{"name": access.LEARNER, "value": scene.tokens[person.id], "url": url}])
    page = context.new_page()
    page.goto(f"{url}/x/{SPOT}")
    page.locator("label.okr-opt", has_text="要改").click()
    page.locator(".okr-chips label.okr-opt").first.click()
    page.get_by_role("button", name="记下").click()
    page.locator(".okr-say", has_text="已记下「要改").wait_for()
    page.locator("label.okr-opt", has_text="可以").click()
    scene.lead("close")
    page.get_by_role("heading", name="看投屏").wait_for()
    wait_until(lambda: scene.count(SPOT).spreads[right][0].right == 1)
    assert scene.count(SPOT).spreads[right][0].people == 1


def test_a_table_of_one_mind_has_nothing_to_decide(scene, trainer):
    """On the console it says so, with no count of nothing and no word about a scribe that it does not need."""
    items = answers_of(scene, FIND)
    scene.lead("open", slug=FIND)
    for item, good, bad in items:
        scene.vote(FIND, item, {good: len(scene.table(1)), bad: 1})
    scene.lead("close")
    scene.lead("side", side="table")
    words = " ".join(trainer.get("/trainer").words.split())
    assert "第 1 组 选得都一样，不用谈" in words
    assert "0/0" not in words

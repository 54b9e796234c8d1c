"""What a phone hands in by itself after a step: only what that step took, only for some seconds, whatever it claims."""

from __future__ import annotations

import json

import pytest
from room_scene import RoomScene, fields

from okr_kit.live import KEPT

SPOT, FIND, POLL = "spot-wrong-objectives", "find-the-error", "opening-difficulties"


@pytest.fixture
def scene(running):
    return RoomScene(running, learners=6, tables=2)


def stamp(scene, slug):
    return scene.lesson["works"][slug]["stamp"]


def hand_in(scene, person, slug, item, value, step, *, path=None, **values):
    """What the page sends when its step has gone."""
    phone, path = scene.device(person), path or f"/x/{slug}"
    action = {"do": "keep", "values": {"item": item, **values}, "fields": fields(scene.room, slug, item, value)}
    message = {"id": next(scene.ids), "n": 1, "base_seq": phone.get(path).seq, "stamp": step, "action": action}
    return phone.ask("POST", f"{path}/act", json.dumps(message), {"X-OKR": "1"}).json


def votes(scene, slug, item):
    first, second = scene.count(slug).spreads[item]
    return first.counts, second.counts if second else None


@pytest.mark.parametrize("phase", ["close", "discuss", "spread"])
def test_no_vote_changes_by_handing_in_on_a_step_that_takes_none(scene, phase):
    """收卷, the debate, the bars on the stage: who has seen them does not go over to the majority any more."""
    item, *_ = scene.choices(SPOT)
    one, other = (value for value, _ in item.options[:2])
    scene.lead("open", slug=SPOT)
    scene.vote(SPOT, item.item, {one: 6})
    scene.lead(phase, item=item.item)
    before = votes(scene, SPOT, item.item)
    reply = hand_in(scene, scene.people[0], SPOT, item.item, other, stamp(scene, SPOT))
    assert (reply["status"], reply["late"]) == ("refused", True)
    assert votes(scene, SPOT, item.item) == before


def test_a_second_vote_is_none_before_there_was_one(scene):
    """One phone that claims a second round would leave the stage with the number of that one vote."""
    item, *_ = scene.choices(SPOT)
    one, other = (value for value, _ in item.options[:2])
    scene.lead("open", slug=SPOT)
    scene.vote(SPOT, item.item, {one: 6})
    before = votes(scene, SPOT, item.item)
    step = stamp(scene, SPOT)
    assert hand_in(scene, scene.people[0], SPOT, item.item, other, step, round="2")["status"] == "ok"
    scene.lead("close")
    hand_in(scene, scene.people[1], SPOT, item.item, other, step, round="2")
    assert votes(scene, SPOT, item.item) == before
    scene.lead("again", item=item.item)
    again = stamp(scene, SPOT)
    scene.lead("spread", item=item.item)
    hand_in(scene, scene.people[0], SPOT, item.item, other, again)  # no first vote either
    assert votes(scene, SPOT, item.item) == before
    hand_in(scene, scene.people[0], SPOT, item.item, other, again, round="2")
    assert {value: n for value, _, n in votes(scene, SPOT, item.item)[1]}[other] == 1


def test_under_the_class_s_pace_only_the_item_in_hand_is_handed_in(scene):
    first, second, *_ = scene.choices(SPOT)
    scene.lead("open", slug=SPOT, pace="class", item=first.item)
    step = stamp(scene, SPOT)
    scene.lead("item", item=second.item)
    for item in (first, second):
        hand_in(scene, scene.people[0], SPOT, item.item, item.options[0][0], step)
    assert [scene.count(SPOT).spreads[item.item][0].people for item in (first, second)] == [1, 0]


def test_a_scribe_hands_in_what_the_table_was_typing(scene):
    """收卷 while the scribe picks; not once the tables' step is long over, nor for who answers alone."""
    item, *_ = scene.choices(FIND)
    scribe, value = scene.take_record(1), item.options[0][0]
    scene.lead("open", slug=FIND)
    scene.lead("side", side="table")
    step = stamp(scene, FIND)
    scene.lead("close")
    alone = hand_in(scene, scribe, FIND, item.item, value, step)
    assert scene.count(FIND).spreads[item.item][0].people == 0
    assert "已记下" not in alone["html"]
    reply = hand_in(scene, scribe, FIND, item.item, value, step, path=f"/g/{FIND}")
    assert (reply["status"], "一并收下" in reply["message"]) == ("ok", True)
    assert scene.count(FIND).tables[0].decided == 1


@pytest.mark.parametrize(("later", "taken"), [(KEPT, True), (KEPT + 1, False), (-KEPT, True), (-3_600_000, False)])
def test_a_clock_that_is_set_back_opens_no_step_again(scene, room, clock, later, taken):
    room.clock = lambda: clock["ms"]
    item, *_ = scene.choices(SPOT)
    scene.lead("open", slug=SPOT)
    step = stamp(scene, SPOT)
    scene.lead("close")
    clock["ms"] += later
    hand_in(scene, scene.people[0], SPOT, item.item, item.options[0][0], step)
    assert scene.count(SPOT).spreads[item.item][0].people == taken


def test_what_was_picked_before_she_led_or_after_class_counts_when_she_opens_it(scene):
    """Somebody was at it at his own pace; his page hands in on the step that it showed."""
    one, two, *_ = scene.choices(SPOT)
    scene.lead("open", slug=SPOT)
    hand_in(scene, scene.people[0], SPOT, one.item, one.options[0][0], 0)
    scene.lead("open", slug=POLL)
    over = stamp(scene, SPOT)
    scene.lead("open", slug=SPOT)
    hand_in(scene, scene.people[0], SPOT, two.item, two.options[0][0], over)
    assert [scene.count(SPOT).spreads[item.item][0].people for item in (one, two)] == [1, 1]

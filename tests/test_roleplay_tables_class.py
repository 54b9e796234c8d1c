"""Role plays of a whole table in a running class over HTTP: a card is in what its seat's phone gets and in nothing else."""

from __future__ import annotations

import json

import pytest
from room_scene import RoomScene
from test_roleplay_tables import ALIGN, DEAL, HOST, SIX, THREE, filled, secrets, seen

from okr_kit.kinds.roleplay.script import script

WAY = f"/x/{ALIGN.slug}"


@pytest.fixture
def scene(running):
    """One table of six, and a learner who takes no seat."""
    return RoomScene(running, learners=7, tables=1)


def seated(scene, exercise, seats):
    """Phones with their seats taken; the trainer has opened the exercise."""
    scene.lead("open", slug=exercise.slug, pace="class", item="seat")
    found = [scene.device(person) for person in scene.people[: len(seats)]]
    for phone, seat in zip(found, seats, strict=True):
        assert phone.act(f"/x/{exercise.slug}", "sit", {"place": seat}).json["status"] == "ok"
    return found


def got(device, slug):
    """All that somebody is sent about the exercise, at once and later."""
    way = f"/x/{slug}"
    later = [device.get(f"{way}/live?seq=0&face=x").body, device.get(f"/pulse?seq=0&at=x/{slug}").body]
    asked = [device.get(path).body for path in ("/", way)]
    return "\n".join([*asked, *(str(json.loads(body)) for body in later if body)])


@pytest.mark.parametrize(("exercise", "seats"), [(ALIGN, SIX), (DEAL, THREE)], ids=lambda one: getattr(one, "slug", ""))
def test_a_card_is_in_what_its_seats_phone_gets_and_in_nothing_else(scene, trainer, exercise, seats):
    play, phones = script(exercise), seated(scene, exercise, seats)
    other = scene.device(scene.people[-1])
    for step in play.steps[1:]:
        scene.lead("item", item=step.id, minutes="2")
        if step.does == "read" and play.decks:
            scene.lead("deal", card="limits")
        for phone, seat in zip(phones, play.seats, strict=True):
            plays = play.played(seat.id, step)
            mine = {name for name in secrets(exercise) if plays.id == next(c.seat for c in play.cards if c.id == name)}
            assert seen(exercise, got(phone, exercise.slug)) == (mine if step.does == "read" else set()), step.id
        assert seen(exercise, got(other, exercise.slug)) == set()
        paths = ("/trainer", "/stage", "/stage/live", f"/trainer/groups/1/{exercise.slug}")
        assert seen(exercise, "\n".join(trainer.get(path).body for path in paths)) == set()


def test_the_limits_are_handed_out_by_one_tap_and_taken_in_by_undo(scene, trainer):
    phones = seated(scene, ALIGN, SIX)
    scene.lead("item", item="read", minutes="2")
    assert "带底线的卡（四张一起发）" in trainer.get("/trainer").words
    scene.lead("deal", card="limits")
    assert ["带底线的卡" in phone.get(WAY).words for phone in phones] == [True] * 4 + [False] * 2
    scene.lead("undo", of="deal")
    assert not any("带底线的卡" in phone.get(WAY).words for phone in phones)


def test_while_people_talk_what_the_host_writes_wakes_nobody_else(scene):
    phones = seated(scene, ALIGN, SIX)
    scene.lead("item", item="talk", minutes="5")
    before = phones[0].get(WAY).body
    assert phones[HOST].act(WAY, "put", fields=filled()).json["status"] == "ok"
    after = phones[0].get(WAY).body
    for mark in ('data-mark="', 'data-face="'):
        assert after.split(mark)[1].split('"')[0] == before.split(mark)[1].split('"')[0]


def test_the_register_is_on_the_shelf_of_whoever_takes_it_and_says_what_was_settled(scene):
    phones = seated(scene, ALIGN, SIX)
    scene.lead("item", item="line", minutes="2")
    assert phones[HOST].act(WAY, "grade", fields=filled()).json["status"] == "ok"
    assert "合计 64 人天，能用 64 人天" in phones[0].get(WAY).words
    scene.lead("answer", all="1", item="line")
    phones[0].act(WAY, "take")
    for phone in (phones[0], phones[HOST]):
        words = phone.get("/shelf").words
        assert "依赖登记" in words
        assert "行动清单" in words
        assert "谈定 5 件" in words
    assert "还没有作品" in phones[1].get("/shelf").words

"""A role play in a running class over HTTP: a card is in what its seat's phone gets and in nothing else; steps, undo, reload."""

from __future__ import annotations

import json
import threading
from itertools import pairwise

import pytest
from class_scene import Device, wait_until
from learner import content
from room_scene import RoomScene

from okr_kit.hosts.classroom import access
from okr_kit.kinds.roleplay.script import script

SLUG = "review-role-play"
WAY = f"/x/{SLUG}"
PLAY = script(content().exercise(SLUG))
SECRETS = {card.id: [*card.lines, *card.asked, *card.after] for card in PLAY.cards}
SEATS = ["1.manager", "1.employee", "1.observer", "2.manager", "2.employee", "2.observer"]
LINE = {
    "what": "和送装部定下每天留给杭州组的上门时段",
    "who": "经理",
    "due": "本周三前",
    "sign": "四周平均等师傅不超过 1.2 天",
}


@pytest.fixture
def scene(running):
    """One table of six, and a learner at another one."""
    return RoomScene(running, learners=7, tables=1)


@pytest.fixture
def phones(scene):
    """Six phones with their seats taken; the trainer has opened the exercise."""
    scene.lead("open", slug=SLUG, pace="class", item="seat")
    found = [scene.device(person) for person in scene.people]
    for phone, seat in zip(found, SEATS, strict=False):
        assert phone.act(WAY, "sit", {"place": seat}).json["status"] == "ok"
    return found


def got(device, *paths):
    """All that somebody is sent about the exercise, at once and later."""
    asked = [device.get(path).body for path in ("/", WAY, *paths)]
    later = [device.get(f"{WAY}/live?seq=0&face=x").body, device.get(f"/pulse?seq=0&at=x/{SLUG}").body]
    return "\n".join([*asked, *(str(json.loads(body)) for body in later if body)])


def cards(text):
    """The cards of which a line is in a text."""
    return {name for name, lines in SECRETS.items() if any(line in text for line in lines)}


def test_a_card_is_in_what_its_seats_phone_gets_and_in_nothing_else(scene, phones, trainer):
    own = ["manager-card", "employee-card", "observer-card"] * 2
    for step in [one.id for one in PLAY.steps][1:]:
        scene.lead("item", item=step, minutes="2")
        if step == "read":
            scene.lead("deal", card="admits-all")
        for phone, card in zip(phones, own, strict=False):
            hard = {"admits-all"} if card == "employee-card" else set()
            assert cards(got(phone)) == ({card, *hard} if step == "read" else set()), step
        assert cards(got(phones[6])) == set()  # at the table, without a seat
        hers = "\n".join(
            trainer.get(path).body for path in ("/trainer", "/stage", "/stage/live", f"/trainer/groups/1/{SLUG}")
        )
        assert cards(hers) == set()
    assert phones[0].get(f"/g/{SLUG}").status == 404  # nothing that a table shares


def test_a_phone_that_is_reloaded_and_another_device_of_the_same_person_keep_the_seat(scene, phones):
    scene.lead("item", item="read", minutes="2")
    again = Device(scene.running.port, dict(phones[1].cookies))
    assert cards(again.get(WAY).body) == {"employee-card"}
    other = Device(scene.running.port)
    other.get("/")
    assert other.post("/return", personal=phones[1].code).status == 303
    assert access.LEARNER in other.cookies
    assert cards(other.get(WAY).body) == {"employee-card"}


def until_another(phone, mark, face):
    """What a page that asks anew after each answer hears at last: what the hub reads late of before may come first."""
    while True:
        news = phone.get(f"/pulse?seq={mark}&at=x/{SLUG}").json
        if news["face"] != face:
            return news
        mark = news["seq"]


def test_the_others_at_the_table_hear_of_a_seat_at_once(scene, phones):
    page = phones[0].get(WAY)
    mark, face = page.body.split('data-mark="')[1].split('"')[0], page.body.split('data-face="')[1].split('"')[0]
    heard = []
    waits = threading.Thread(target=lambda: heard.append(until_another(phones[0], mark, face)))
    waits.start()
    wait_until(scene.room.presence.connected, 5)
    phones[6].act(WAY, "sit", {"place": "1.manager"})
    wait_until(lambda: heard)  # without news the answer takes twenty seconds
    assert heard[0]["face"] != face
    assert "坐了两个人" in phones[0].get(f"{WAY}/live?seq={page.seq}&face={face}").json["html"]


def test_while_people_talk_a_tap_wakes_nobody_else(scene, phones):
    scene.lead("item", item="talk", minutes="10")
    page = phones[0].get(WAY).body
    mark, face = page.split('data-mark="')[1].split('"')[0], page.split('data-face="')[1].split('"')[0]
    assert phones[2].act(WAY, "tap", {"kind": "mark", "what": "what"}).json["status"] == "ok"
    after = phones[0].get(WAY).body
    assert after.split('data-mark="')[1].split('"')[0] == mark
    assert after.split('data-face="')[1].split('"')[0] == face


def test_a_tap_that_waited_for_the_network_counts_a_step_later(scene, phones):
    scene.lead("item", item="talk", minutes="10")
    stamp = scene.lesson["stamp"]
    scene.lead("item", item="tell", minutes="3")
    tap = {"do": "tap", "values": {"kind": "mark", "what": "why"}, "fields": {}}
    message = {"id": "late-tap", "n": 1, "base_seq": phones[2].get(WAY).seq, "action": tap, "stamp": stamp}
    reply = phones[2].ask("POST", f"{WAY}/act", json.dumps(message), {"X-OKR": "1", "Content-Type": "application/json"})
    assert reply.json["status"] == "ok"
    assert "问「为什么」 1 次" in reply.json["html"]


def test_the_trainer_goes_on_step_by_step_and_takes_each_back(scene, phones):
    steps = [one.id for one in PLAY.steps]
    for before, step in pairwise(steps):
        scene.lead("item", item=step, minutes="2")
        assert scene.lesson["works"][SLUG]["item"] == step
        scene.lead("undo", of="item")
        assert scene.lesson["works"][SLUG]["item"] == before
        scene.lead("item", item=step, minutes="2")
    scene.lead("answer", all="1", item="line")
    assert "3.4 − 1.0 = 2.4 天" in phones[1].get(WAY).body
    scene.lead("undo", of="answer")
    assert "3.4 − 1.0 = 2.4 天" not in phones[1].get(WAY).body


def test_a_hard_card_that_was_dealt_can_be_taken_in_and_undone(scene, phones):
    scene.lead("item", item="read", minutes="2")
    scene.lead("deal", card="all-is-well")
    assert "all-is-well" in cards(phones[1].get(WAY).body)
    scene.lead("undo", of="deal")
    assert "all-is-well" not in cards(phones[1].get(WAY).body)
    scene.lead("deal", card="all-is-well")
    scene.lead("deal", card="all-is-well", back="1")
    assert "all-is-well" not in cards(phones[1].get(WAY).body)


@pytest.mark.usefixtures("phones")
def test_the_console_leads_and_counts(scene, trainer):
    """Each step is one tap with its minutes; in a short run the talk is shorter; what it counts has no name."""
    body = trainer.get("/trainer").words
    assert "下一步：读卡 2 分" in " ".join(body.split())
    assert "已入座" in body
    scene.lead("item", item="read", minutes="2")
    assert "下一步：谈话 10 分" in " ".join(trainer.get("/trainer").words.split())
    assert "加难卡一" in trainer.get("/trainer").words
    names = [person.nickname for person in scene.people]
    assert not any(name in trainer.get("/stage").words for name in names)


def test_in_a_short_run_the_talk_is_shorter(scene, trainer):
    scene.lead("short", rows=SLUG)
    found = trainer.act("/trainer", "open", {"slug": SLUG, "row": SLUG, "stamp": str(scene.lesson["stamp"])}, base=0)
    assert found.json["status"] == "ok", found.json
    scene.lead("item", item="read", minutes="2")
    assert "下一步：谈话 8 分" in " ".join(trainer.get("/trainer").words.split())


def test_opening_it_begins_with_its_first_step_and_no_clock(scene, trainer):
    values = {"slug": SLUG, "row": "", "stamp": str(scene.lesson["stamp"])}
    found = trainer.act("/trainer", "open", values, base=0)
    assert found.json["status"] == "ok", found.json
    work = scene.lesson["works"][SLUG]
    assert (work["pace"], work["item"], work["until"]) == ("class", "seat", 0)


def test_line_and_pad_are_on_the_shelf_of_each(scene, phones):
    scene.lead("item", item="talk", minutes="10")
    phones[2].act(WAY, "tap", {"kind": "mark", "what": "what"})
    scene.lead("item", item="line", minutes="3")
    phones[0].act(WAY, "write", fields=LINE)
    assert LINE["what"] in phones[1].get(WAY).body
    assert LINE["what"] not in phones[4].get(WAY).body
    scene.lead("answer", all="1", item="line")
    for phone in phones[1:3]:
        phone.act(WAY, "take")
    for phone in phones[:3]:
        assert "三人复盘演练" in phone.get("/shelf").words
    assert "还没有作品" in phones[4].get("/shelf").words


@pytest.mark.usefixtures("phones")
def test_a_tables_page_says_privately_who_sits_where(scene, trainer):
    words = " ".join(trainer.get(f"/trainer/groups/1/{SLUG}").words.split())
    assert f"{scene.people[1].nickname} 甲组 员工（杭州组组长）" in words
    assert f"{scene.people[6].nickname} 还没有坐下" in words


@pytest.mark.usefixtures("phones")
def test_the_stage_shows_a_prompt_late_in_the_talk(scene, trainer):
    scene.lead("item", item="talk", minutes="10")
    body = trainer.get("/stage").body
    assert 'data-okr-cue="120000" hidden>5.7 天，花在哪里？' in body
    scene.lead("clock", seconds="-481")
    assert 'data-okr-cue="120000">5.7 天，花在哪里？' in trainer.get("/stage").body

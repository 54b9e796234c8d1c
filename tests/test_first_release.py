"""A class that the first release kept in mid-course, opened by this kit: everybody goes on where they stopped."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from class_scene import Device, first_question
from learner import content

from okr_kit import documents, engine
from okr_kit.hosts.classroom.catch_up import catch_up
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store, group_log, log, schema
from okr_kit.kinds import KINDS

FIRST = Path(__file__).parent / "data" / "first-release.sqlite3"
CLASS = "华东区一期"


@pytest.fixture
def store(tmp_path):
    """The upgraded copy."""
    file = tmp_path / "class.db"
    shutil.copy(FIRST, file)
    with Store(str(file)) as opened:
        yield opened


@pytest.fixture
def before(store):
    """Every state as the first release left it, by owner and exercise."""
    number = store.read_now(lambda conn: conn.scalar(sa.select(schema.classes.c.id)))
    return {(one.owner, one.exercise): one for one in store.read_now(lambda conn: log.states(conn, number))}


@pytest.fixture
def room(before, store):
    """The class, opened by this kit."""
    assert before
    return Room.open(content(), store, CLASS)


@pytest.fixture
def come_back(running, store):
    """A device of somebody who was there, by personal code."""

    def one(person: int) -> Device:
        code = store.read_now(lambda c: c.scalar(sa.select(schema.people.c.code).where(schema.people.c.id == person)))
        device = Device(running.port)
        device.get("/")
        assert device.post("/return", personal=code).status == 303
        return device

    return one


def states(store, room):
    return {(one.owner, one.exercise): one for one in store.read_now(lambda conn: log.states(conn, room.klass.id))}


def test_no_state_restarts_and_no_answer_is_lost(before, room, store):
    """Drills stay as they were to the letter; writing keeps every sentence, draft, hint and note."""
    after = states(store, room)
    assert set(after) == set(before)
    for key, was in before.items():
        now = after[key]
        assert (now.seq, now.state_seq, now.at) == (was.seq, was.state_seq, was.at)
        if key[1] != "write-okr":
            assert now.state == was.state
            continue
        assert (was.state["v"], now.state["v"]) == (1, KINDS["write"].version)
        same = set(was.state) - {"v", "doc", "made"}
        assert {name: now.state[name] for name in same} == {name: was.state[name] for name in same}
        body = {name: part for name, part in was.state["doc"].items() if name != "v"}
        assert {name: now.state["doc"][name] for name in body} == body


def test_what_was_written_lies_on_the_shelves(before, room, store):
    """One document for everybody who had written a sentence, with the event that wrote it last."""
    wrote = {
        owner: state.state["doc"]["objective"]["text"]
        for (owner, slug), state in before.items()
        if slug == "write-okr" and (state.state["doc"]["objective"]["text"] or state.state["doc"]["key_results"])
    }
    rows = store.documents(CLASS)
    assert {row["owner"]: row["body"]["objective"]["text"] for row in rows} == wrote
    assert len(rows) > 25
    for row in rows:
        assert row["seq"] == before[row["owner"], "write-okr"].state_seq
        assert documents.load(row["body"]) == row["body"]
        assert room.content.exercise(row["exercise"])


def test_opening_it_again_changes_nothing(room, store):
    first, shelves = states(store, room), store.documents(CLASS)
    assert store.write_now(lambda conn: catch_up(conn, content(), room.klass.id)) == 0
    assert states(store, room) == first
    assert store.documents(CLASS) == shelves


@pytest.mark.parametrize(
    "broken", [{"doc": {"v": 99, "type": "okr"}}, {"doc": {"type": "poem"}}, {"doc": None}, {"v": "1"}]
)
def test_one_state_that_nobody_can_read_does_not_keep_the_class_from_opening(before, store, broken):
    """The others are brought up to date; that one stays as it is, and its page starts anew."""
    number = store.read_now(lambda conn: conn.scalar(sa.select(schema.classes.c.id)))
    (owner, slug), was = next((key, one) for key, one in before.items() if key[1] == "write-okr")
    odd = {**was.state, **broken}
    store.write_now(lambda conn: log.replace_state(conn, number, owner, slug, was.seq, odd))
    room = Room.open(content(), store, CLASS)
    after = states(store, room)
    assert after[owner, slug].state == odd
    assert {one.state["v"] for (_, name), one in after.items() if name == slug and _ != owner} == {
        KINDS["write"].version
    }
    ctx = engine.Context(content(), content().exercise(slug), owner=owner)
    fresh, restarted = engine.load(ctx, odd)
    assert restarted
    assert fresh["doc"]["key_results"] == []


def test_every_page_opens_and_says_nothing_of_a_restart(before, come_back):
    devices = {}
    for owner, slug in before:
        if owner.startswith("p"):
            number = int(owner[1:])
            devices[number] = devices.get(number) or come_back(number)
            page = devices[number].get(f"/x/{slug}")
            assert page.status == 200
            assert "重新开始；" not in page.words
            assert page.seq == before[owner, slug].seq


def half_done(before, slug):
    """Somebody in the middle of a drill: the person, the state, and the next open item."""
    for (owner, name), stored in before.items():
        works = stored.state.get("items", {})
        todo = [item for item in stored.state.get("draw", ()) if not works.get(item, {}).get("done")]
        if name == slug and owner.startswith("p") and works and todo:
            return int(owner[1:]), stored, todo[0]
    raise AssertionError(slug)


@pytest.mark.parametrize("slug", ["spot-wrong-objectives", "spot-wrong-key-results", "okr-or-kpi", "find-the-error"])
def test_a_drill_half_done_goes_on(before, come_back, room, store, slug):
    """The next answer counts, and the ones before it still do."""
    person, was, todo = half_done(before, slug)
    device, place = come_back(person), f"/x/{slug}"
    device.act(place, "go", {"item": todo})
    item, name, letter = first_question(device.get(place))
    assert item == todo
    fields = {name: letter} | ({"reason": "a"} if name == "verdict" else {})
    assert device.act(place, "answer", {"item": item}, fields).json["status"] == "ok"
    now = states(store, room)[f"p{person}", slug]
    assert now.seq == was.seq + 2
    tries = {key: work["tries"] for key, work in was.state["items"].items()}
    kept = {key: now.state["items"][key]["tries"][: len(tried)] for key, tried in tries.items()}
    assert kept == tries
    found = now.state["items"][item]
    assert len(found["tries"]) + ("vote" in found) == len(tries.get(item, [])) + 1


def test_a_sheet_half_written_goes_on(before, come_back, store):
    """The next sentence is graded under the O of yesterday and lies on the shelf with it."""
    person = next(
        int(owner[1:]) for (owner, slug), one in before.items() if slug == "write-okr" and one.state["at"] == "k3"
    )
    device, text = come_back(person), "6 月 30 日前，重复来电率从 26% 降到 10%（客服系统）"
    reply = device.act("/x/write-okr", "grade", {"part": "k3"}, {"text": text})
    assert reply.json["status"] == "ok"
    (name,) = re.findall(r'href="/shelf/(\w+)"', device.get("/shelf").body)
    page = device.get(f"/shelf/{name}").words
    assert text in page
    assert before[f"p{person}", "write-okr"].state["doc"]["objective"]["text"] in page
    assert len([row for row in store.documents(CLASS) if row["owner"] == f"p{person}"]) == 1


def test_a_group_goes_on_with_its_scribe_votes_and_notes(before, come_back, room, store):
    """The scribe records on, the others see what was said and vote."""
    scribe = store.read_now(lambda conn: log.scribe(conn, room.klass.id, 1))
    remarks = store.read_now(lambda conn: group_log.remarks(conn, room.klass.id, "g1", "find-the-error"))
    page = come_back(scribe).get("/g/find-the-error")
    assert "由你记录" in page.words
    for note in remarks.notes:
        assert note.text in page.words
    assert engine.load(
        engine.Context(content(), content().exercise("find-the-error")), before["g1", "find-the-error"].state
    )

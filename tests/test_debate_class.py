"""Debates in a led class: thirty-six learners vote with the bank's own items, the trainer's side counts and proposes."""

from __future__ import annotations

import time

import pytest
from learner import content
from room_scene import RoomScene, fields

from okr_kit.debate import propose
from okr_kit.hosts.classroom import counts

FIND = "find-the-error"
POLICY = content().policy


@pytest.fixture
def scene(running):
    return RoomScene(running)


@pytest.fixture
def items(scene):
    """The first items of the class's draw, each with its key and a wrong answer."""
    exercise = content().exercise(FIND)
    found = []
    for asked in scene.choices(FIND):
        item = exercise.items[asked.item]
        good = {*item["codes"], *item.get("also", ())} or {"none"}
        wrong = next(value for value, _ in asked.options if value not in good)
        found.append((asked.item, next(value for value, _ in asked.options if value in good), wrong))
    return found


def first_votes(scene, slug, item):
    return {value: n for value, _, n in scene.count(slug).spreads[item][0].counts if n}


def test_a_class_votes_debates_and_votes_again(scene, items):
    """46 % right before the talk, 72 % after: both spreads stand side by side, and the item is to be revealed."""
    item, good, wrong = items[0]
    scene.lead("open", slug=FIND, pace="class", item=item)
    scene.vote(FIND, item, {good: 16, wrong: 19}, sure=[wrong])
    found = scene.count(FIND)
    assert (found.handed, found.joined) == (35, 36)
    assert first_votes(scene, FIND, item) == {good: 16, wrong: 19}
    assert found.spreads[item][0].sure_wrong == 19
    [proposal] = propose(found.spreads, 10, POLICY, ()).first
    assert (proposal.item, proposal.reason, proposal.minutes) == (item, "band", 3)
    scene.lead("close")
    scene.lead("again", item=item)
    assert scene.count(FIND).handed == 0
    scene.vote(FIND, item, {good: 25, wrong: 10})
    before, after = scene.count(FIND).spreads[item]
    assert (before.right, after.right, after.people) == (16, 25, 35)
    assert propose(scene.count(FIND).spreads, 10, POLICY, ()).reveal == (item,)
    scene.lead("answer", item=item)
    assert propose(scene.count(FIND).spreads, 10, POLICY, scene.lesson["works"][FIND]["keyed"]).reveal == ()


def test_under_own_pace_all_items_have_to_be_answered(scene, items):
    scene.lead("open", slug=FIND)
    for item, good, _ in items[:-1]:
        scene.vote(FIND, item, {good: 6})
    assert scene.count(FIND).handed == 0
    item, good, _ = items[-1]
    scene.vote(FIND, item, {good: 2})
    found = scene.count(FIND)
    assert found.handed == 2
    assert tuple(found.spreads) == tuple(item for item, _, _ in items)
    assert [table.handed for table in found.tables] == [2, 0, 0, 0, 0, 0]


def test_tables_decide_on_what_their_members_do_not_agree_on(scene, items):
    """Alone first, then the table: what all answered alike needs no talk."""
    (agreed, good, _), (other, right, wrong), *rest = items
    scene.lead("open", slug=FIND)
    scene.vote(FIND, agreed, {good: 12})
    scene.vote(FIND, other, {right: 3, wrong: 9})
    scene.take_record(1)
    scene.lead("side", side="table")
    table, next_one, *_ = scene.count(FIND).tables
    assert (table.number, table.differing, table.decided, table.of) == (1, (other,), 0, len(rest) + 1)
    assert (next_one.differing, next_one.of) == ((), len(rest))
    scene.decide(1, FIND, other, right)
    table, *_ = scene.count(FIND).tables
    assert (table.decided, table.scribe) == (1, scene.table(1)[0].nickname)
    assert scene.count(FIND).spreads[other][0].people == 12  # what the table decides is no vote of the class


def test_raised_hands_are_right_or_wrong_where_no_phone_has_voted(scene, items):
    """A class without phones: the key is the bank's, not that of some ballot."""
    item, good, wrong = items[0]
    scene.lead("open", slug=FIND, pace="class", item=item)
    scene.lead("hands", slug=FIND, item=item, **{f"n:{good}": 9, f"n:{wrong}": 11})
    before, after = scene.count(FIND).spreads[item]
    assert (before.people, before.right, after) == (20, 9, None)
    assert [one.item for one in propose({item: (before, after)}, 10, POLICY).first] == [item]


@pytest.mark.parametrize("people", [60, 200])
def test_a_count_is_quick_once_it_was_made(running, people):
    """All states of a class, each with twelve answers; the quickest look, in CPU time of its thread."""
    scene = RoomScene(running, people)
    scene.lead("open", slug=FIND)
    first, good, wrong = next((asked.item, asked.options[0][0], asked.options[1][0]) for asked in scene.choices(FIND))
    scene.vote(FIND, first, {good: people // 2, wrong: people // 2})
    state = scene.lesson

    def cost(conn):
        before = time.thread_time()
        found = counts.count(conn, scene.room, FIND, state)
        assert found.spreads[first][0].people == people
        return time.thread_time() - before

    assert min(scene.room.store.read_now(cost) for _ in range(10)) < 0.03


def test_who_comes_for_the_second_vote_has_one(scene, items):
    """Somebody who was not there at the first vote is counted in the second, and handed in with it."""
    item, good, wrong = items[0]
    scene.lead("open", slug=FIND, pace="class", item=item)
    first, late = scene.people[:35], scene.people[35]
    scene.vote(FIND, item, {wrong: len(first)})
    scene.lead("close")
    scene.lead("again", item=item)
    scene.act(late, FIND, "answer", {"item": item, "round": "2"}, fields(scene.room, FIND, item, good))
    before, after = scene.count(FIND).spreads[item]
    assert (before.people, after.people, after.right, scene.count(FIND).handed) == (35, 1, 1, 1)

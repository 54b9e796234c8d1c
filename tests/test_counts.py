"""What the class has answered: who counts, what is asked now, both rounds, tables; fast enough to ask at every save."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from learner import content
from store_scene import AT

from okr_kit import kinds, lesson
from okr_kit.hosts.classroom import counts
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store, people, roster, schema
from okr_kit.kinds.base import Kind, Outcome
from okr_kit.model import Exercise
from okr_kit.tally import Ballot, Choices

SLUG, ITEMS = "raise-hands", ("a", "b", "c")
ALL = {item: ["ok"] for item in ITEMS}
OPTIONS = (("ok", "没有错"), ("O-COPY", "照搬照抄"), ("O-TASK", "写成了任务"))


class Hands(Kind):
    """A kind that is nothing but votes: ``said`` is item to the answers of both rounds, ``sure`` to how sure he was."""

    shape = {"said": {str: [str]}, "sure?": {str: str}}  # noqa: RUF012 - read, never changed
    read = 0

    def check(self, exercise, language):
        """Nothing is needed."""

    def start(self, ctx, state):
        return {**state, "said": {}}

    def act(self, ctx, state, action, at):
        return state

    def view(self, ctx, state):
        return ()

    def outcome(self, ctx, state):
        return Outcome(None, 0.0, False, len(state["said"]), len(ITEMS))

    def paper(self, ctx):
        return ()

    def ballots(self, ctx, state):
        self.read += 1
        sure = state.get("sure", {})
        return tuple(
            Ballot(item, (pick,), float(pick == "ok"), sure.get(item, ""), number)
            for item, picks in state["said"].items()
            for number, pick in enumerate(picks, 1)
            if pick
        )

    def right(self, ctx, item):
        return ("ok",)

    def choices(self, ctx, seed):
        return tuple(Choices(item, f"句子 {item}", "哪一个错？", OPTIONS) for item in ITEMS)


@pytest.fixture
def kind(monkeypatch):
    made = Hands()
    monkeypatch.setitem(kinds.KINDS, "hands", made)
    return made


@pytest.fixture
def room(tmp_path, kind):  # noqa: ARG001 - the kind is there while the room is
    exercise = Exercise(SLUG, "hands", "举手", "选一个。", 2, 5, "must", "t1", {}, {"group": True})
    with Store(str(tmp_path / "class.db")) as opened:
        yield Room.open(replace(content(), exercises={**content().exercises, SLUG: exercise}), opened, "一班")


@pytest.fixture
def seat(room):
    """Let so many people join a table; their ids."""
    made = iter(range(1000))

    def sit(number, n=1, role="learner"):
        def job(conn):
            names = [f"学员{next(made)}" for _ in range(n)]
            return [people.join(conn, room.klass.id, name, number, role, AT).person.id for name in names]

        return room.store.write_now(job)

    return sit


def put(room, owner, said, *, sure=None, demo=False, seq=1, answered=None):
    """Lay a work into the store, or a newer one in its place."""
    state = {"v": 1, "kind": "hands", "slug": SLUG, "seed": 1, "since": 0, "spent": 0, "last": {}, "said": said}
    person = int(owner[1:]) if owner[0] == "p" else None
    row = {"person_id": person, "seq": seq, "state_seq": seq, "state": state | ({"sure": sure} if sure else {})}
    row |= {"progress": 0.0, "done": False, "total": len(ITEMS), "demo": demo, "at": AT}
    row |= {"answered": len(said) if answered is None else answered}
    key = {"class_id": room.klass.id, "owner": owner, "exercise": SLUG}

    def job(conn):
        table = schema.current.c
        here = (table.owner == owner) & (table.exercise == SLUG)
        conn.execute(schema.current.delete().where(here))
        conn.execute(schema.current.insert().values(key | row))

    room.store.write_now(job)


def led(*steps):
    """The lesson after some of the trainer's controls; the first one opens the exercise."""
    state = lesson.start()
    for do, values in (("open", {"slug": SLUG}), *steps):
        state = lesson.act(state, do, values, AT)
    return state


def count(room, state=None):
    return room.store.read_now(lambda conn: counts.count(conn, room, SLUG, state or led()))


def votes(found, item, number=1):
    spread = found.spreads[item][number - 1]
    return {value: n for value, _, n in spread.counts if n}


# -- who counts -----------------------------------------------------------------------------------------------------


def test_only_learners_who_are_there_count(room, seat):
    """No leader, no demonstration, nobody who was removed, no table."""
    [wang, gone], [leader] = seat(1, 2), seat(1, role="leader")
    for person in (wang, gone, leader):
        put(room, f"p{person}", {"a": ["ok"]})
    put(room, "g1", {"a": ["O-COPY"]})
    put(room, "demo", {"a": ["O-TASK"]}, demo=True)
    room.store.write_now(lambda conn: roster.remove(conn, room.klass.id, gone, AT, gone=True))
    found = count(room)
    assert (found.joined, found.spreads["a"][0].people, votes(found, "a")) == (1, 1, {"ok": 1})
    assert [(table.number, table.members) for table in found.tables] == [(1, 1)]


def test_the_items_stand_in_the_order_of_the_draw_answered_or_not(room, seat):
    [wang] = seat(1)
    put(room, f"p{wang}", {"c": ["ok"], "zz": ["ok"]})
    found = count(room)
    assert tuple(found.spreads) == ITEMS
    assert [first.people for first, _ in found.spreads.values()] == [0, 0, 1]


def test_thirty_six_people_in_two_rounds(room, seat):
    """Before and after the talk: the first votes stay as they were."""
    for number in range(1, 7):
        for place, person in enumerate(seat(number, 6)):
            first = "ok" if place < 3 else "O-COPY"
            second = "ok" if place < 5 else "O-COPY"
            put(room, f"p{person}", {"a": [first, second], "b": ["O-TASK"]}, sure={"a": "3"})
    found = count(room)
    assert (votes(found, "a"), votes(found, "a", 2)) == ({"ok": 18, "O-COPY": 18}, {"ok": 30, "O-COPY": 6})
    before, after = found.spreads["a"]
    assert (before.right, before.sure_wrong, after.right, after.shown) == (18, 18, 30, True)
    assert found.spreads["b"][1] is None


def test_below_five_answers_there_is_only_their_number(room, seat):
    for person in seat(2, 4):
        put(room, f"p{person}", {"a": ["ok"]})
    assert not count(room).spreads["a"][0].shown
    put(room, f"p{seat(2)[0]}", {"a": ["ok"]})
    assert count(room).spreads["a"][0].shown


def test_hands_and_what_the_trainer_accepts_are_counted_with_the_phones(room, seat):
    for person in seat(3, 6):
        put(room, f"p{person}", {"a": ["ok"], "b": ["O-COPY"]})
    hands = {"slug": SLUG, "item": "a", "n:ok": "4", "n:O-TASK": "2"}
    state = led(
        ("hands", hands),
        ("hands", hands | {"round": "2", "n:ok": "9"}),
        ("accept", {"slug": SLUG, "item": "b", "value": "O-COPY", "reason": "他们行业就这样叫"}),
    )
    found = count(room, state)
    assert (votes(found, "a"), found.spreads["a"][0].right) == ({"ok": 10, "O-TASK": 2}, 10)
    assert votes(found, "a", 2) == {"ok": 9, "O-TASK": 2}
    assert (found.spreads["b"][0].right, count(room).spreads["b"][0].right) == (6, 0)


def test_raised_hands_alone_are_right_or_wrong_too(room):
    """A class without phones: the bank says what is right, there is no ballot to learn it from."""
    state = led(("hands", {"slug": SLUG, "item": "a", "n:ok": "9", "n:O-COPY": "11"}))
    spread, second = count(room, state).spreads["a"]
    assert (spread.people, spread.right, spread.wrong, second) == (20, 9, (("O-COPY", "照搬照抄", 11, 0),), None)


# -- what is asked now ----------------------------------------------------------------------------------------------


def test_handed_in_is_who_has_answered_what_is_asked_now(room, seat):
    some, all_of_it, twice = (f"p{person}" for person in seat(1, 3))
    put(room, some, {"a": ["ok"], "b": ["ok"]})
    put(room, all_of_it, ALL)
    put(room, twice, {**ALL, "b": ["ok", "O-COPY"]})
    own_pace, item_b, item_c = led(), led(("pace", {"pace": "class", "item": "b"})), led(("item", {"item": "c"}))
    assert count(room, own_pace).handed == 2
    assert count(room, item_b).handed == 3
    assert count(room, led(("pace", {"pace": "class", "item": "a"}), ("item", {"item": "c"}))).handed == 2
    assert count(room, led(("close", {}), ("discuss", {"item": "b"}))).handed == 2
    assert count(room, led(("close", {}), ("discuss", {"item": "b"}), ("again", {}))).handed == 1
    assert count(room, lesson.start()).handed == count(room, item_c).handed == 2


def test_a_round_of_his_own_is_handed_in_by_what_its_kind_says(room, seat):
    """Who has redrawn before the class began has other items; his kind says that he is through."""
    [wang] = seat(1)
    put(room, f"p{wang}", {"x": ["ok"], "y": ["ok"], "z": ["ok"]}, answered=2)
    assert count(room).handed == 0
    put(room, f"p{wang}", {"x": ["ok"], "y": ["ok"], "z": ["ok"]}, seq=2)
    assert count(room).handed == 1


# -- tables ---------------------------------------------------------------------------------------------------------


def test_a_table_has_to_decide_what_its_members_do_not_agree_on(room, seat):
    wang, li, _ = (f"p{person}" for person in seat(4, 3))
    put(room, wang, {"a": ["ok"], "b": ["ok"], "c": ["ok", "O-TASK"]})
    put(room, li, {"a": ["ok"], "b": ["O-COPY"], "c": ["O-TASK"]})
    put(room, "g4", {"b": ["ok"], "a": ["ok"]})
    [table] = count(room).tables
    assert (table.number, table.members, table.handed) == (4, 3, 2)
    assert (table.differing, table.decided, table.of) == (("b",), 1, 1)


def test_a_leader_at_the_table_has_a_say_in_its_talk_and_no_vote_in_the_class(room, seat):
    for owner in (f"p{person}" for person in seat(4, 3)):
        put(room, owner, {"a": ["ok"]})
    [leader] = seat(4, role="leader")
    put(room, f"p{leader}", {"a": ["O-COPY"], "b": ["ok"]})
    found = count(room)
    [table] = found.tables
    assert (table.members, table.differing, table.of) == (3, ("a",), 3)
    assert votes(found, "a") == {"ok": 3}


def test_nobody_has_answered_and_nobody_keeps_the_record(room, seat):
    seat(2, 2)
    seat(0)
    [table] = count(room).tables
    assert table == counts.Table(2, 2, 0, 0, (), 0, len(ITEMS), "")


def test_the_scribe_and_whose_phone_is_on(room, seat):
    _, li = seat(5, 2)
    [scribe] = seat(5, role="leader")

    class Presence:
        def connected(self):
            return frozenset({li, scribe, 999})

    def job(conn):
        row = {"class_id": room.klass.id, "number": 5, "scribe": scribe, "at": AT}
        conn.execute(schema.groups.insert().values(row))

    room.store.write_now(job)
    room.presence = Presence()
    found = count(room)
    [table] = found.tables
    assert (found.joined, found.connected, table.connected) == (2, 1, 1)
    assert (table.scribe, table.scribe_here) == ("学员2", True)


def test_no_name_is_in_a_count_but_the_scribe(room, seat):
    put(room, f"p{seat(1, 6)[0]}", {"a": ["ok"]})
    assert "学员" not in repr(count(room))


# -- cost -----------------------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_not_read_again(room, seat, kind):
    ours = [f"p{person}" for person in seat(1, 20)]
    for owner in ours:
        put(room, owner, {"a": ["ok"]})
    count(room)
    assert kind.read == 20
    put(room, ours[3], {"a": ["O-TASK"]}, seq=2)
    found = count(room)
    assert (kind.read, votes(found, "a")) == (21, {"ok": 19, "O-TASK": 1})


def test_what_is_remembered_is_bounded(room, seat, monkeypatch):
    monkeypatch.setattr(counts, "MOST_KNOWN", 10)
    for number in range(4):
        for person in seat(1, 5):
            put(room, f"p{person}", {"a": ["ok"]})
        assert votes(count(room), "a") == {"ok": 5 * (number + 1)}
    assert len(room.ballots) <= 15


def test_a_work_that_cannot_go_on_has_no_vote(room, seat):
    wang, li = seat(1, 2)
    put(room, f"p{wang}", {"a": ["ok"]})
    put(room, f"p{li}", {"a": "broken"})
    assert count(room).spreads["a"][0].people == 1


def test_two_hundred_works_are_counted_in_thirty_milliseconds(room, seat):
    """After the first time; the quickest of several looks, in CPU time of this thread."""
    for number in range(1, 7):
        for person in seat(number, 34):
            put(room, f"p{person}", {item: ["ok" if person % 3 else "O-COPY"] for item in ITEMS})
    count(room)

    def cost(conn):
        before = time.thread_time()
        counts.count(conn, room, SLUG, led())
        return time.thread_time() - before

    assert min(room.store.read_now(cost) for _ in range(20)) < 0.03

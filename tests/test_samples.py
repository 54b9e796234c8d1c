"""样例 and 不同意: sentences without names, shown only as their authors agreed; objections as quotes that can be debated."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count

import pytest
from room_scene import RoomScene
from store_scene import AT, entry, join, put, run

from okr_kit.documents import okr
from okr_kit.hosts.classroom import lead, objections, samples
from okr_kit.hosts.store import log, roster, schema

WRITE, FIND = "write-okr", "find-the-error"
NUMBERS = count(1)


@pytest.fixture(autouse=True)
def _time(room, clock):
    room.clock = lambda: clock["ms"]


@pytest.fixture
def sit(room):
    """Let somebody join."""
    return lambda name, group=3, role="learner": join(room.store, room.klass, name, group, role)


def happen(room, person, do, *, owner="", slug=FIND, at=0, documents=(), changes=False, **action):
    """One event of a person's, in the log of his own work or of his group's."""
    n = next(NUMBERS)
    owner = owner or log.learner(person.id)
    now = room.store.read_now(lambda conn: log.current(conn, room.klass.id, owner, slug))
    made = entry(
        room.klass,
        person,
        owner=owner,
        exercise=slug,
        action_id=f"n{n}",
        base_seq=now.seq,
        action={"do": do, "values": {}, "fields": {}} | action,
        at=AT + (at or n),
        role=person.role,
        changes=changes,
        documents=documents,
    )
    assert put(room.store, made).status == "ok"


def wrote(room, person, objective, *krs, name=None, owner="", at=0):
    """A sheet as the writing exercise leaves it on the shelf."""
    doc = okr.blank_okr(name or f"d{next(NUMBERS)}")
    doc["objective"] = {"id": "o", "text": objective}
    doc["key_results"] = [{"id": f"k{n}", "text": text} for n, text in enumerate(krs, 1)]
    happen(room, person, "grade", owner=owner, slug=WRITE, at=at, documents=(doc,), changes=True)


def noted(room, person, text, **more):
    happen(room, person, log.NOTE, owner=f"g{person.group_no}", fields={"note": text}, values={"item": "x"}, **more)


def disagreed(room, person, item, note="", *, slug=FIND, at=0, quote="让客户更满意"):
    happen(room, person, "disagree", slug=slug, at=at, values={"item": item}, fields={"note": note}, quote=quote)


def texts(room, slug=WRITE):
    return [one.text for one in found(room, slug)]


def found(room, slug=WRITE):
    return room.store.read_now(lambda conn: samples.candidates(conn, room, slug))


def lesson(room):
    return room.store.read_now(lambda conn: lead.now(conn, room))


def ask(room, sample):
    run(lead.act(room, "ask", sample.request))


def say(room, sample, said, text="", person=None):
    values = {"sample": sample.id, "person": str(person or sample.person), "said": said, "text": text}
    run(lead.act(room, "say", values))


# -- candidates -----------------------------------------------------------------------------------------------------


def test_the_newest_sentences_come_first_and_nobody_is_named(room, sit):
    wang, li = sit("王芳"), sit("李雷", 4)
    wrote(room, wang, "让每家门店的面包当天卖得完", "月报损率从 9% 降到 6.5%")
    wrote(room, li, "让夜班护士少走冤枉路")
    assert texts(room) == ["让夜班护士少走冤枉路", "让每家门店的面包当天卖得完", "月报损率从 9% 降到 6.5%"]
    newest = found(room)[0]
    assert (newest.person, newest.slug, newest.item, newest.said) == (li.id, WRITE, "o", "")
    assert newest.id.startswith(f"p{li.id}|{WRITE}|")
    assert "李雷" not in repr(found(room))
    assert texts(room, FIND) == []


def test_notes_of_the_table_and_reasons_of_those_who_do_not_agree(room, sit):
    wang = sit("王芳")
    noted(room, wang, "我们部门的周报也这么写")
    disagreed(room, wang, "y", "这句话在我们行业说得通")
    disagreed(room, wang, "z", "")
    assert [(one.text, one.item) for one in found(room, FIND)] == [
        ("这句话在我们行业说得通", "y"),
        ("我们部门的周报也这么写", "x"),
    ]


def test_the_same_words_come_once_whoever_wrote_them(room, sit):
    wang, li = sit("王芳"), sit("李雷")
    wrote(room, wang, "让夜班护士少走冤枉路", at=10)
    wrote(room, li, "让夜班护士 少走冤枉路", at=20)
    assert [one.person for one in found(room)] == [li.id]


@pytest.mark.parametrize(
    ("nickname", "text", "left_out"),
    [
        ("李雷", "请李雷把报损率从 9% 降到 6%", True),
        ("李雷", "请李 雷把报损率从 9% 降到 6%", True),
        ("Ann", "由 ANN 负责把报损率降到 6%", True),
        ("Ａnn", "由ann负责把报损率降到 6%", True),
        ("Al", "把 goal 写清楚，报损率降到 6%", False),
        ("大力", "大力气把报损率降到 6%", True),
        ("李雷", "让夜班护士少走冤枉路", False),
        ("李雷", "请李-雷把报损率从 9% 降到 6%", True),
        ("李雷", "请李·雷把报损率从 9% 降到 6%", True),
        ("买买提·阿不都拉", "请买买提阿不都拉把报损率降到 6%", True),
        ("😀🎉", "让夜班护士少走冤枉路😀 🎉", True),
        ("李雷", f"让{'夜班' * 90}护士少走冤枉路，请李雷", True),
    ],
)
def test_a_sentence_that_mentions_a_nickname_is_left_out(room, sit, nickname, text, left_out):
    """Also that of a leader or of somebody who was removed; a name in letters is a word of its own."""
    other = sit(nickname, 5, "leader")
    room.store.write_now(lambda conn: roster.remove(conn, room.klass.id, other.id, AT, gone=True))
    wrote(room, sit("王芳"), text)
    assert texts(room) == ([] if left_out else [text])


def test_only_learners_who_are_there_are_asked(room, sit):
    wang, boss, gone = sit("王芳"), sit("总经理", 3, "leader"), sit("李雷")
    for person in (wang, boss, gone):
        wrote(room, person, f"让第 {person.id} 组的夜班护士少走路")
    noted(room, boss, "我看这样写就行了")
    room.store.write_now(lambda conn: roster.remove(conn, room.klass.id, gone.id, AT, gone=True))
    assert [one.person for one in found(room)] == [wang.id]
    assert texts(room, FIND) == []


def test_for_a_table_its_scribe_is_asked(room, sit):
    wang = sit("王芳")
    wrote(room, wang, "让夜班护士少走冤枉路", owner="g3")
    assert texts(room) == []
    row = {"class_id": room.klass.id, "number": 3, "scribe": wang.id, "at": AT}
    room.store.write_now(lambda conn: conn.execute(schema.groups.insert().values(row)))
    assert [(one.person, one.text) for one in found(room)] == [(wang.id, "让夜班护士少走冤枉路")]


def test_what_is_no_sentence_for_a_stage_is_left_out(room, sit):
    wang = sit("王芳")
    wrote(room, wang, "好", "长" * (samples.LONGEST + 1), "")
    assert texts(room) == []


def test_at_most_a_dozen(room, sit):
    wang = sit("王芳")
    for number in range(30):
        wrote(room, wang, f"让第 {number} 家门店的面包当天卖得完")
    assert len(texts(room)) == samples.MOST == 12
    assert texts(room)[0] == "让第 29 家门店的面包当天卖得完"


def test_what_was_deleted_from_the_shelf_is_no_candidate(room, sit):
    wang = sit("王芳")
    wrote(room, wang, "让夜班护士少走冤枉路", name="d-gone")
    gone = schema.documents.update().where(schema.documents.c.id == "d-gone").values(gone=AT)
    room.store.write_now(lambda conn: conn.execute(gone))
    assert texts(room) == []


def test_a_document_of_a_newer_kit_is_passed_over(room, sit):
    wang = sit("王芳")
    wrote(room, wang, "让夜班护士少走冤枉路", name="d-new")
    newer = {**okr.blank_okr("d-new"), "v": 99}
    table = schema.documents
    room.store.write_now(lambda conn: conn.execute(table.update().where(table.c.id == "d-new").values(body=newer)))
    wrote(room, wang, "让每家门店的面包当天卖得完")
    assert texts(room) == ["让每家门店的面包当天卖得完"]


# -- consent --------------------------------------------------------------------------------------------------------


def test_nothing_is_shown_before_the_author_has_said_yes(room, sit):
    wrote(room, sit("王芳"), "让夜班护士少走冤枉路")
    [one] = found(room)
    assert samples.may_show(lesson(room), one.id) == ""
    ask(room, one)
    assert samples.may_show(lesson(room), one.id) == ""
    assert [again.said for again in found(room)] == ["asked"]
    say(room, one, "yes")
    assert samples.may_show(lesson(room), one.id) == one.text
    assert [again.said for again in found(room)] == ["yes"]
    say(room, one, "no")
    assert samples.may_show(lesson(room), one.id) == ""
    assert found(room) == ()


def test_what_its_author_changed_is_what_is_shown(room, sit):
    wrote(room, sit("王芳"), "让晴川医院的夜班护士少走冤枉路")
    [one] = found(room)
    ask(room, one)
    say(room, one, "yes", "让夜班护士少走冤枉路")
    assert samples.may_show(lesson(room), one.id) == "让夜班护士少走冤枉路"
    assert found(room) == (
        replace(one, text="让夜班护士少走冤枉路", said="yes"),
    )  # he is not asked again for the first words


def test_consent_is_to_words_not_to_a_place(room, sit):
    """A yes to one sentence is none to what its author writes there later."""
    wang = sit("王芳")
    wrote(room, wang, "让夜班护士少走冤枉路", name="d-same")
    [one] = found(room)
    ask(room, one)
    say(room, one, "yes")
    wrote(room, wang, "让白班护士少走冤枉路", name="d-same")
    old, new = found(room)
    assert (old.id, old.said, old.text) == (one.id, "yes", one.text)
    assert (new.said, new.text) == ("", "让白班护士少走冤枉路")
    assert samples.may_show(lesson(room), new.id) == ""


def test_a_no_holds_for_the_same_words_elsewhere(room, sit):
    wang, li = sit("王芳"), sit("李雷")
    wrote(room, wang, "让夜班护士少走冤枉路", at=10)
    [one] = found(room)
    ask(room, one)
    say(room, one, "no")
    wrote(room, wang, "让夜班护士少走冤枉路", at=20)
    assert found(room) == ()
    wrote(room, li, "让夜班护士少走冤枉路", at=30)
    assert [again.person for again in found(room)] == [li.id]


def test_after_a_yes_the_words_stay_as_the_trainer_has_read_them(room, sit):
    """Another yes with other words, while the sentence is on the stage, changes nothing there."""
    wrote(room, sit("王芳"), "让夜班护士少走冤枉路")
    [one] = found(room)
    ask(room, one)
    say(room, one, "yes", "让护士少走冤枉路")
    say(room, one, "yes", "换成一句笑话")
    assert samples.may_show(lesson(room), one.id) == "让护士少走冤枉路"


def test_no_name_of_the_class_comes_into_a_changed_sentence(running, room):
    """Not his own, nobody else's; without one it is taken."""
    scene = RoomScene(running, 6, 2)
    wang = scene.people[0]
    wrote(room, wang, "让夜班护士少走冤枉路")
    [one] = found(room)
    scene.lead("ask", **one.request)
    phone, sent = scene.device(wang), {"X-OKR": "1", "Content-Type": "application/json"}

    def word(text):
        body = json.dumps({"sample": one.id, "said": "yes", "text": text})
        return phone.ask("POST", "/now/say", body, sent)

    for name in (wang.nickname, scene.people[4].nickname):
        reply = word(f"{name}让夜班护士少走冤枉路")
        assert (reply.status, "去掉名字" in reply.json["message"]) == (400, True)
        assert samples.may_show(lesson(room), one.id) == ""
    assert word("让夜班护士少走路").status == 200
    assert samples.may_show(lesson(room), one.id) == "让夜班护士少走路"


def test_an_unknown_sample_shows_nothing(room):
    assert samples.may_show(lesson(room), "p1|write-okr|x") == ""


def test_who_was_asked_stays_on_the_list_when_a_dozen_new_ones_come(room, sit):
    wang = sit("王芳")
    wrote(room, wang, "让夜班护士少走冤枉路")
    [one] = found(room)
    ask(room, one)
    for number in range(15):
        wrote(room, wang, f"让第 {number} 家门店的面包当天卖得完")
    assert found(room)[0].id == one.id
    assert len(found(room)) == 1 + samples.MOST


# -- objections -----------------------------------------------------------------------------------------------------


def open_ones(room):
    return room.store.read_now(lambda conn: objections.objections(conn, room))


def test_objections_are_quotes_by_item_the_newest_first(room, sit):
    wang, li, boss = sit("王芳"), sit("李雷"), sit("总经理", 3, "leader")
    disagreed(room, wang, "x", "我们行业就这样", at=10)
    disagreed(room, li, "x", "没有数也行", at=20)
    disagreed(room, li, "y", "", at=30, quote="更上一层楼")
    disagreed(room, boss, "z", "我不同意", at=40)
    assert open_ones(room) == (
        objections.Objection(FIND, "y", "更上一层楼", (), 1, AT + 30),
        objections.Objection(FIND, "x", "让客户更满意", ("没有数也行", "我们行业就这样"), 2, AT + 20),
    )


def test_one_person_is_one_voice_with_the_last_reason(room, sit):
    wang = sit("王芳")
    for number in range(50):
        disagreed(room, wang, "x", f"理由 {number}")
    disagreed(room, sit("李雷"), "y", "说得通")
    one, other = open_ones(room)
    assert (one.item, other.notes, other.count) == ("y", ("理由 49",), 1)


@pytest.mark.parametrize(
    ("do", "values"), [("discuss", {"item": "x"}), ("answer", {"item": "x"}), ("answer", {"all": "1"})]
)
def test_what_the_class_has_talked_about_since_sinks(room, sit, clock, do, values):
    wang = sit("王芳")
    disagreed(room, wang, "x", "说得通", at=20)
    disagreed(room, wang, "y", "也说得通", at=10)
    clock["ms"] = AT + 100
    run(lead.act(room, "open", {"slug": FIND}))
    assert [(one.item, one.handled) for one in open_ones(room)] == [("x", False), ("y", False)]
    run(lead.act(room, do, values))
    assert {one.item: one.handled for one in open_ones(room)} == {"x": True, "y": "all" in values}
    assert [one.item for one in open_ones(room)] == (["x", "y"] if "all" in values else ["y", "x"])
    run(lead.act(room, "undo", {}))
    assert not any(one.handled for one in open_ones(room))


def test_who_does_not_agree_with_the_key_that_was_shown_is_heard(room, sit, clock):
    """The objection came after the key: showing it has handled nothing."""
    wang = sit("王芳")
    clock["ms"] = AT + 5
    run(lead.act(room, "open", {"slug": FIND}))
    run(lead.act(room, "answer", {"item": "x"}))
    disagreed(room, wang, "x", "说得通", at=20)
    assert [one.handled for one in open_ones(room)] == [False]


def test_nobody_is_named_in_an_objection(room, sit):
    wang = sit("王芳")
    disagreed(room, wang, "x", "说得通")
    assert "王芳" not in repr(open_ones(room))
    assert not hasattr(open_ones(room)[0], "person")
    room.store.write_now(lambda conn: roster.remove(conn, room.klass.id, wang.id, AT, gone=True))
    assert open_ones(room) == ()


def test_a_sentence_reads_as_it_is_stored(room, sit):
    """What turns characters round would show a nickname that nobody finds in the text."""
    sit("李雷")
    wrote(room, sit("王芳"), "请\u202e雷李\u202c把报损率降到 6%")
    assert texts(room) == ["请雷李把报损率降到 6%"]

"""A group's table over real HTTP: whose it is, what belongs to which item, who records, what can be taken back."""

from __future__ import annotations

import re
import threading

import pytest
from class_scene import Device, finish_alone, first_question
from learner import Learner, content

from okr_kit import engine
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store, group_log, log, people, roster

SLUG = "find-the-error"
OWN, GROUP = f"/x/{SLUG}", f"/g/{SLUG}"


@pytest.fixture
def store(tmp_path):
    with Store(str(tmp_path / "class.db"), busy_ms=2000) as opened:
        yield opened


@pytest.fixture
def room(store, clock):
    made = Room.open(content(), store, "一班")
    made.clock = lambda: clock["ms"]
    return made


@pytest.fixture
def join(running, room):
    return lambda name, group=3: Device(running.port).join(room, name, group)


@pytest.fixture
def wang(join):
    return join("王芳")


@pytest.fixture
def li(join):
    return join("李雷")


@pytest.fixture
def table(wang, li, room):
    """王芳 and 李雷 have done their own rounds; 王芳 records."""
    finish_alone(room)
    assert wang.take_record(GROUP).json["status"] == "ok"
    return wang, li


def item_of(device):
    return first_question(device.get(GROUP))[0].removeprefix("vote-")


def state(store, room, owner="g3", slug=SLUG):
    return store.read_now(lambda conn: log.current(conn, room.klass.id, owner, slug)).state


def number(store, room, name):
    joined = store.read_now(lambda conn: people.everybody(conn, room.klass.id))
    return next(person.id for person in joined if person.nickname == name)


def voices(device):
    """The card of what is said at the item at hand, and the fold of what was said before."""
    body = device.get(GROUP).body
    here = re.search(r"<h3>大家的意见</h3>.*?</section>", body, re.DOTALL)
    earlier = re.search(r"<summary>前面各题的意见</summary>.*?</details>", body, re.DOTALL)
    return (here[0] if here else ""), (earlier[0] if earlier else "")


# -- what belongs to which item ---------------------------------------------------------------------------------


def test_what_is_said_stays_with_its_item_and_is_read_again_there(table):
    wang, li = table
    first = item_of(li)
    _, name, letter = first_question(li.get(GROUP))
    assert li.act(GROUP, "group-vote", {"item": first}, {name: letter}).json["status"] == "ok"
    assert li.act(GROUP, "group-note", {"item": first}, {"note": "数字没有起点"}).json["status"] == "ok"
    wang.act(GROUP, "next")
    second = item_of(li)
    _, name, letter = first_question(li.get(GROUP))
    li.act(GROUP, "group-note", {"item": second}, {"note": "这一条是动作"})
    li.act(GROUP, "group-vote", {"item": second}, {name: letter})
    here, earlier = voices(li)
    assert ("这一条是动作" in here, "数字没有起点" in here) == (True, False)
    assert ("这一条是动作" in earlier, "数字没有起点" in earlier) == (False, True)
    assert "1 票" in here
    assert "1 票" in earlier
    wang.act(GROUP, "back")
    here, earlier = voices(li)
    assert ("这一条是动作" in here, "数字没有起点" in here) == (False, True)
    assert "1 票" in here  # the vote on the second item has not taken its place
    assert "这一条是动作" in earlier


def test_a_note_that_arrives_after_the_group_went_on_lands_where_it_was_written(table):
    """Somebody still writes while the scribe turns to the next item: the form of the old one stays, in the fold."""
    wang, li = table
    first = item_of(li)
    wang.act(GROUP, "next")
    _, earlier = voices(li)
    assert f'data-okr-form="note-{first}"' in earlier
    assert content().exercise(SLUG).items[first].get("text", "")[:10] in earlier
    assert li.act(GROUP, "group-note", {"item": first}, {"note": "说的是第一题"}).json["status"] == "ok"
    here, earlier = voices(wang)
    assert "说的是第一题" not in here
    assert "说的是第一题" in earlier


@pytest.mark.parametrize("item", ["no-such-item", "", None])
def test_a_note_about_nothing_is_not_kept(table, store, item):
    _, li = table
    before = len(store.events("一班"))
    reply = li.act(GROUP, "group-note", {} if item is None else {"item": item}, {"note": "说给谁听"}).json
    assert reply["status"] == "refused"
    assert "哪一题" in reply["message"]
    assert len(store.events("一班")) == before


def test_the_log_says_what_was_voted_and_noted_about(table, store):
    _, li = table
    first = item_of(li)
    _, name, letter = first_question(li.get(GROUP))
    li.act(GROUP, "group-vote", {"item": first}, {name: letter})
    li.act(GROUP, "group-note", {"item": first}, {"note": "看这里"})
    vote, note = store.events("一班")[-2:]
    statement = content().exercise(SLUG).items[first]
    for event in (vote, note):
        assert event["action"]["quote"] == statement.get("text", statement.get("objective"))
    (label,) = re.findall(rf'value="{letter}"[^>]*><span>([^<]+)</span>', li.get(GROUP).body)
    assert vote["action"]["label"] == label


# -- own answer first ---------------------------------------------------------------------------------


def test_the_group_gives_no_key_away_before_the_own_answer(table, join):
    """The group has the key on its screen; who has not answered the item himself sees neither it nor what others think."""
    wang, li = table
    item, name, letter = first_question(wang.get(GROUP))
    li.act(GROUP, "group-note", {"item": item}, {"note": "我选第二个"})
    wang.act(GROUP, "answer", {"item": item}, {name: letter})
    wang.act(GROUP, "reveal", {"item": item})
    found = content().exercise(SLUG).items[item]
    assert found["reason"] in wang.get(GROUP).words
    late = join("韩梅")
    for page in (late.get(GROUP).body, late.get(f"/g3/{SLUG}/live?seq=0").json["html"]):
        for secret in (found["reason"], found["question"], "我选第二个", "okr-good", "okr-bad"):
            assert secret not in page
        assert "先自己判断" in page
    for do, fields in (("group-note", {"note": "给我看"}), ("group-vote", {name: letter}), ("next", {})):
        reply = late.act(GROUP, do, {"item": item}, fields).json
        assert reply["status"] == "refused"
        assert "先自己答完" in reply["message"]
        assert found["reason"] not in reply["html"]
    assert late.take_record(GROUP).json["status"] == "ok"
    reply = late.act(GROUP, "next").json
    assert reply["status"] == "refused"
    assert found["reason"] not in reply["html"]


def test_from_the_groups_item_one_tap_leads_to_the_own_and_back_it_is_open(table, join):
    wang, _ = table
    for _ in range(3):
        wang.act(GROUP, "next")
    item = item_of(wang)
    late = join("韩梅")
    way = re.search(r'action="(/x/[^"]*)"', late.get(GROUP).body)[1]
    assert late.post(way).status == 303
    assert first_question(late.get(OWN))[0] == item
    late.act(OWN, "answer", {"item": item}, Learner(SLUG).truth(item))
    assert "先自己判断" not in late.get(GROUP).words
    assert "对这一题留一句话" in late.get(GROUP).words


def test_at_the_end_of_a_round_there_is_no_item_to_speak_of(table):
    wang, li = table
    wang.act(GROUP, "summary")
    for device in (wang, li):
        words = device.get(GROUP).words
        assert "给全组留一句话" in words
        assert "对这一题留一句话" not in words


def test_an_item_is_settled_by_the_own_answer_alone():
    """Open while a try is left, done with the answer; an item that was never drawn has no own answer to wait for."""
    learner = Learner(SLUG)
    first, second = learner.state["draw"][:2]
    undrawn = next(name for name in [*learner.ctx.exercise.items, "summary"] if name not in learner.state["draw"])
    assert not engine.settled(learner.ctx, learner.state, first)
    learner.act("hint", item=first)
    assert not engine.settled(learner.ctx, learner.state, first)
    learner.act("answer", learner.truth(first), item=first)
    assert engine.settled(learner.ctx, learner.state, first)
    assert not engine.settled(learner.ctx, learner.state, second)
    assert engine.settled(learner.ctx, learner.state, undrawn)


# -- who records ---------------------------------------------------------------------------------


def test_taking_over_asks_once_names_the_holder_and_tells_the_former(table):
    wang, li = table
    page = li.get(GROUP).body
    assert re.search(r'data-do="group-take"[^>]*data-confirm="现在由 王芳 记录', page)
    assert li.act(GROUP, "group-take").json["status"] == "refused"  # not asked about anybody
    assert "由你记录" in wang.get(GROUP).words
    seq = wang.get(GROUP).seq
    assert li.take_record(GROUP).json["status"] == "ok"
    told = wang.get(f"/g3/{SLUG}/live?seq={seq}").json["html"]
    assert re.search(r"李雷 在 \d\d:\d\d 接手了记录", told)
    assert "接手了记录" not in li.get(GROUP).words
    wang.take_record(GROUP)
    assert "接手了记录" not in wang.get(GROUP).words


def test_who_agreed_to_relieve_one_does_not_relieve_another(table, join, room, store):
    """Between the question and the tap somebody else took over: nothing happens, and it is said who records now."""
    _, li = table
    han = join("韩梅")
    finish_alone(room)
    held = str(number(store, room, "王芳"))
    assert han.act(GROUP, "group-take", {"from": held}).json["status"] == "ok"
    late = li.act(GROUP, "group-take", {"from": held}).json
    assert late["status"] == "refused"
    assert "韩梅" in late["message"]
    assert "由你记录" in han.get(GROUP).words
    same = han.act(GROUP, "group-take", {"from": held}, name="one").json  # again, by another id: he has it already
    assert same["status"] == "refused"


def test_a_tap_sent_twice_takes_over_once(wang, room, store):
    finish_alone(room)
    for _ in range(2):
        assert wang.act(GROUP, "group-take", {"from": ""}, base=0, name="same").json["status"] == "ok"
    assert [event["do"] for event in store.events("一班")] == ["group-take"]


# -- only who sits there ---------------------------------------------------------------------------------


def test_moving_and_taking_at_once_never_leaves_a_scribe_outside(store, room, wang):
    """Sixty times both at the same moment: whoever is scribe sits in the group."""
    finish_alone(room)
    me, klass, outside = number(store, room, "王芳"), room.klass.id, 0
    for turn in range(60):
        both = threading.Barrier(2)

        def take(both=both, turn=turn):
            both.wait()
            wang.act(GROUP, "group-take", {"from": ""}, base=0, name=f"take{turn}")

        def leave(both=both):
            both.wait()
            store.write_now(lambda conn: roster.move(conn, klass, me, 4, 1))

        pair = [threading.Thread(target=take), threading.Thread(target=leave)]
        for one in pair:
            one.start()
        for one in pair:
            one.join()
        kept = store.read_now(
            lambda conn: conn.exec_driver_sql("SELECT scribe FROM class_group WHERE number = 3").scalar()
        )
        outside += kept is not None
        store.write_now(lambda conn: roster.move(conn, klass, me, 3, 1))
    assert outside == 0


@pytest.mark.parametrize("do", ["group-take", "group-note", "group-vote", "group-undo", "restart", "answer"])
def test_nobody_acts_on_the_page_of_a_group_he_does_not_sit_in(table, join, room, store, do):
    """Neither by its address nor on a page that was left open when he moved: nothing is stored in either group."""
    wang, _ = table
    item, name, letter = first_question(wang.get(GROUP))
    stranger = join("韩梅", 4)
    finish_alone(room)
    values, fields = {"item": item, "from": ""}, {"note": "我来了", name: letter}
    before = len(store.events("一班"))
    reply = stranger.act(f"/g3/{SLUG}", do, values, fields, base=5)
    assert (reply.status, reply.json["status"]) == (403, "refused")
    assert "html" not in reply.json
    assert "第 3 组" in reply.json["message"]
    live = stranger.get(f"/g3/{SLUG}/live?seq=0").json["html"]
    assert "打开第 4 组的页面" in live
    assert len(store.events("一班")) == before


@pytest.mark.usefixtures("table")
def test_who_leaves_between_the_look_and_the_write_is_refused(room, store):
    """The check stands in the transaction of the act itself."""
    me = store.read_now(lambda conn: people.one(conn, room.klass.id, number(store, room, "王芳")))
    now = store.read_now(lambda conn: log.current(conn, room.klass.id, "g3", SLUG))
    made = log.Entry(
        room.klass.id,
        "g3",
        SLUG,
        "late",
        now.seq,
        {"do": "next", "values": {}, "fields": {}},
        now.state,
        1,
        me.id,
        seat=3,
    )
    store.write_now(lambda conn: roster.move(conn, room.klass.id, me.id, 4, 1))
    assert store.write_now(lambda conn: log.append(conn, made)).status == "not-member"
    taken = store.write_now(lambda conn: roster.take_record(conn, made, 3, me.id))
    assert taken.status == "not-member"
    assert store.read_now(lambda conn: log.scribe(conn, room.klass.id, 3)) is None


def test_the_others_learn_that_the_scribe_has_left(table):
    wang, li = table
    seq = li.get(GROUP).seq
    assert wang.post("/group?to=4").status == 303
    news = li.get(f"/g3/{SLUG}/live?seq={seq}")
    assert news.status == 200
    assert "还没有人记录" in news.json["html"]


def test_moving_says_what_it_means_and_asks(table):
    wang, li = table
    asked = wang.post("/group", group="4")
    assert "从第 3 组换到第 4 组？" in asked.words
    assert "现在由你记录" in asked.words
    assert "现在由你记录" not in li.post("/group", group="4").words
    assert "第 3 组" in wang.get("/").words
    assert wang.post("/group?to=4").status == 303
    assert "第 4 组" in wang.get("/").words


def test_who_has_no_group_yet_sits_down_without_a_question(join):
    device = join("未定", 0)
    assert device.post("/group", group="2").status == 303
    assert "第 2 组" in device.get("/").words


def test_a_locked_group_is_left_by_nobody_himself(table, store, room):
    wang, _ = table
    store.write_now(lambda conn: roster.lock(conn, room.klass.id, 1, locked=True))
    for way in ("/group?to=4", "/group"):
        reply = wang.post(way, group="4")
        assert reply.status == 403
        assert "讲师已锁定分组" in reply.words
    assert "第 3 组" in wang.get("/").words
    me = number(store, room, "王芳")
    assert not store.write_now(lambda conn: roster.move(conn, room.klass.id, me, 4, 1))
    assert store.write_now(lambda conn: roster.move(conn, room.klass.id, me, 4, 1, trainer=True))
    store.write_now(lambda conn: roster.lock(conn, room.klass.id, 1, locked=False))
    assert wang.post("/group?to=5").status == 303


# -- starting over ---------------------------------------------------------------------------------


def answer_some(device, n):
    for _ in range(n):
        item = item_of(device)
        device.act(GROUP, "answer", {"item": item}, Learner(SLUG).truth(item))
        device.act(GROUP, "next")


@pytest.mark.parametrize("do", ["restart", "redraw"])
def test_starting_over_asks_for_all_and_the_work_comes_back_whole(table, store, room, do):
    wang, li = table
    answer_some(wang, 2)
    wang.act(GROUP, "summary")
    assert re.search(rf'data-do="{do}"[^>]*data-confirm="全组的答案会换掉', wang.get(GROUP).body)
    before = state(store, room)
    assert len(before["items"]) == 2
    assert wang.act(GROUP, do).json["status"] == "ok"
    emptied = state(store, room)
    assert emptied["items"] == {}
    finish_alone(room)
    page = wang.get(GROUP)
    assert re.search(r"王芳 在 \d\d:\d\d " + {"restart": "重新开始了", "redraw": "换了一组题"}[do], page.words)
    assert re.search(r'data-do="group-undo"[^>]*data-confirm="', page.body)
    watcher = li.get(GROUP)
    assert "group-undo" not in watcher.body
    assert li.act(GROUP, "group-undo").json["status"] == "refused"
    assert state(store, room) == emptied
    assert wang.act(GROUP, "group-undo").json["status"] == "ok"
    assert state(store, room) == before
    assert wang.act(GROUP, "group-undo").json["status"] == "ok"
    assert state(store, room) == emptied
    wang.act(GROUP, "group-undo")
    assert state(store, room) == before


def test_there_is_nothing_to_take_back_before_somebody_started_over(table, store, room):
    wang, _ = table
    answer_some(wang, 1)
    before = state(store, room)
    assert "没有换回去" in wang.act(GROUP, "group-undo").json["message"]
    assert state(store, room) == before
    assert wang.act(OWN, "group-undo").json["status"] == "refused"


def test_who_took_over_can_take_back_what_the_former_threw_away(table, store, room):
    wang, li = table
    answer_some(wang, 3)
    before = state(store, room)
    wang.act(GROUP, "restart")
    li.take_record(GROUP)
    assert li.act(GROUP, "group-undo").json["status"] == "ok"
    assert state(store, room) == before


def test_an_undo_on_an_old_page_does_not_throw_away_what_came_since(table, store, room):
    wang, _ = table
    answer_some(wang, 1)
    wang.act(GROUP, "restart")
    old = wang.get(GROUP).seq
    answer_some(wang, 1)
    now = state(store, room)
    assert wang.act(GROUP, "group-undo", base=old).json["status"] == "conflict"
    assert state(store, room) == now


# -- ids belong to owner, exercise and content -----------------------------------------------------------------


def test_the_same_act_sent_again_is_kept_once(wang, store):
    for _ in range(3):
        assert wang.act(OWN, "hint", base=0, name="same").json["status"] == "ok"
    assert len(store.events("一班")) == 1


@pytest.mark.parametrize(
    ("do", "values", "fields"),
    [("hint", {"item": "x"}, {}), ("hint", {}, {"a": "别的"}), ("summary", {}, {}), ("hint", {}, {"a": ["1"]})],
)
def test_an_id_with_other_content_is_refused_in_words_and_stored_nowhere(wang, store, room, do, values, fields):
    wang.act(OWN, "hint", base=0, name="mine")
    before = state(store, room, log.learner(number(store, room, "王芳")))
    reply = wang.act(OWN, do, values, fields, name="mine").json
    assert reply["status"] == "refused"
    assert "再点一次" in reply["message"]
    assert len(store.events("一班")) == 1
    assert state(store, room, log.learner(number(store, room, "王芳"))) == before


def test_anothers_id_never_swallows_mine(wang, li, store):
    assert wang.act(OWN, "hint", base=0, name="id1").json["status"] == "ok"
    assert li.act(OWN, "hint", base=0, name="id1").json["status"] == "ok"
    assert wang.act("/x/spot-wrong-objectives", "hint", base=0, name="id1").json["status"] == "ok"
    assert [(event["nickname"], event["exercise"]) for event in store.events("一班")] == [
        ("王芳", SLUG),
        ("李雷", SLUG),
        ("王芳", "spot-wrong-objectives"),
    ]


def test_in_a_group_an_id_belongs_to_the_member_who_sent_it(table, store):
    """Two members, one id, the same words: both said them, and the second is told that his were not kept."""
    wang, li = table
    item = item_of(wang)
    said = {"item": item}, {"note": "同意"}
    assert wang.act(GROUP, "group-note", *said, name="n1").json["status"] == "ok"
    reply = li.act(GROUP, "group-note", *said, name="n1").json
    assert reply["status"] == "refused"
    assert "再点一次" in reply["message"]
    assert li.act(GROUP, "group-note", *said, name="n2").json["status"] == "ok"
    assert [event["nickname"] for event in store.events("一班") if event["do"] == log.NOTE] == ["王芳", "李雷"]


def test_notes_of_the_first_release_stand_apart(table, store, room):
    """They name no item, and so belong to none."""
    wang, _ = table
    old = log.Entry(room.klass.id, "g3", SLUG, "old", 0, {"do": log.NOTE, "values": {}, "fields": {"note": "老留言"}},
                    {}, 1, number(store, room, "李雷"), changes=False)  # fmt: skip
    store.write_now(lambda conn: log.append(conn, old))
    here, earlier = voices(wang)
    assert "老留言" not in here
    assert "老留言" in earlier
    said = store.read_now(lambda conn: group_log.remarks(conn, room.klass.id, "g3", SLUG))
    assert said.notes == (("李雷", "老留言", "", ""),)

"""The hanging request of every page: who is woken and who is not, what a step that has passed still takes, who is there."""

from __future__ import annotations

import asyncio
import json
import re
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from class_scene import Device, Running, first_question, wait_until
from voila_scene import ROOT

from okr_kit import lesson
from okr_kit.hosts.classroom import lead, presence, pulse_handlers
from okr_kit.hosts.classroom.book import Book
from okr_kit.hosts.classroom.connections import STUCK
from okr_kit.hosts.classroom.console.seen import class_choices
from okr_kit.hosts.classroom.presence import LINGER, MOST, Presence
from okr_kit.hosts.store import roster
from okr_kit.live import KEPT

SLUG, OTHER = "spot-wrong-objectives", "find-the-error"
SPOT, TABLE = f"/x/{SLUG}", f"/g/{OTHER}"
HELD = 8


@pytest.fixture
def pool(room):
    """Threads for requests that hang; whatever still does is let go at the end."""
    with ThreadPoolExecutor(40) as threads:
        yield threads
        for let_go in [one for held in room.presence._open.values() for one in held]:
            if waits := let_go.__self__._waits:  # else it is being answered
                waits.get_loop().call_soon_threadsafe(let_go)


@pytest.fixture
def wang(new_device, room):
    return new_device().join(room, "王芳", 3)


def mark_of(page):
    """From which mark on a page asks."""
    return re.search(r'data-mark="([^"]*)"', page.body)[1]


def pulse(device: Device, seq: str, at: str = "list"):
    return device.get(f"/pulse?seq={seq}&at={at}")


def hang(pool, room, device, at="list", path="/") -> Future:
    """A page that hangs from where it stands; comes back once the server holds it."""
    seq, before = mark_of(device.get(path)), held(room)
    waiting = pool.submit(pulse, device, seq, at)
    wait_until(lambda: held(room) > before or waiting.done())
    assert not waiting.done(), waiting.result().body
    return waiting


def held(room) -> int:
    return len(room.hub._waiting)


def who_is_there(room) -> int:
    """The one person whose page hangs."""
    return next(iter(room.presence.connected()))


# -- who is woken -----------------------------------------------------------------------------------------------------


def test_a_control_answers_every_page_that_hangs(wang, room, pool, control):
    waiting = hang(pool, room, wang)
    control("open", slug=SLUG, minutes="4")
    found = waiting.result(5).json
    assert found["now"]["slug"] == SLUG
    assert found["now"]["url"] == SPOT
    assert "现在做" in found["head"]
    assert found["seq"] == mark_of(wang.get("/"))


def test_without_news_it_ends_by_itself_and_says_nothing(wang, monkeypatch):
    monkeypatch.setattr(pulse_handlers, "PATIENCE", (0.05, 0.06))
    reply = pulse(wang, mark_of(wang.get("/")))
    assert (reply.status, reply.body) == (204, "")


def test_a_mark_of_before_is_answered_at_once(wang, control, monkeypatch):
    monkeypatch.setattr(pulse_handlers, "PATIENCE", (600, 600))  # whoever hangs now is not answered
    seq = mark_of(wang.get("/"))
    control("open", slug=SLUG)
    assert pulse(wang, seq).json["now"]["slug"] == SLUG


def test_it_never_hangs_longer_than_a_stuck_connection_may():
    low, high = pulse_handlers.PATIENCE
    assert 0 < low < high < STUCK / 2


def test_who_acts_is_not_kept_waiting_by_what_hangs(wang, room, pool):
    """The pulse holds no turn: the same learner's act is answered while it hangs, and then wakes it."""
    waiting = hang(pool, room, wang, f"x/{SLUG}", SPOT)
    assert not waiting.done()
    assert wang.act(SPOT, "hint").json["status"] == "ok"
    assert waiting.result(5).json["work"] == wang.get(SPOT).seq


def test_a_save_wakes_its_own_pages_and_reads_nothing_for_the_others(new_device, room, pool):
    """Twenty hold on; one saves; the others' requests read nothing and go on hanging."""
    devices = [new_device().join(room, f"学员{number}", number % 6 + 1) for number in range(20)]
    waiting = [hang(pool, room, device) for device in devices]
    reads = count_reads(room)
    assert devices[0].act(SPOT, "hint", base=0).json["status"] == "ok"
    assert waiting[0].result(5).status == 200
    after_one = reads()
    time.sleep(0.3)  # nothing else may happen in it
    assert [one.done() for one in waiting[1:]] == [False] * 19
    assert after_one < HELD


def count_reads(room):
    """How many jobs read the store from now on, the hub's own looks apart."""
    original, seen = room.store.read, []

    async def read(job):
        if "hub" not in job.__code__.co_filename:
            seen.append(job)
        return await original(job)

    room.store.read = read
    return lambda: len(seen)


def test_sixty_that_are_woken_together_read_the_lesson_once(new_device, room, pool, control, monkeypatch):
    devices = [new_device().join(room, f"学员{number}", 1) for number in range(12)]
    waiting = [hang(pool, room, device) for device in devices]
    calls = []
    original = lead.now
    monkeypatch.setattr(lead, "now", lambda *given: calls.append(1) or original(*given))
    control("open", slug=SLUG)
    assert {one.result(5).json["now"]["slug"] for one in waiting} == {SLUG}
    assert len(calls) <= 2


def test_a_member_of_the_table_is_woken_and_one_of_another_is_not(new_device, room, pool):
    one, two, other = (new_device().join(room, name, group) for name, group in (("甲", 3), ("乙", 3), ("丙", 4)))
    here, there = hang(pool, room, two, f"g/{OTHER}", TABLE), hang(pool, room, other, f"g/{OTHER}", TABLE)
    one.take_record(TABLE)
    assert here.result(5).json["work"] == 1
    assert not there.done()


def test_whoever_has_not_joined_is_told_so_at_once(new_device):
    stranger = new_device()
    assert pulse(stranger, "0.0.0").status == 401
    stranger.cookies["okr_me"] = "made-up"
    assert pulse(stranger, "0.0.0").status == 401


def test_one_person_holds_a_few_and_the_oldest_gives_way(wang, room, pool):
    seq = mark_of(wang.get("/"))
    waiting = []
    for number in range(MOST + 1):
        waiting.append(pool.submit(pulse, wang, seq))
        wait_until(lambda number=number: held(room) == min(number + 1, MOST))
    assert waiting[0].result(5).status == 204
    assert not any(one.done() for one in waiting[1:])


def test_a_person_who_was_removed_is_let_go(wang, room, pool):
    waiting = hang(pool, room, wang)
    person = who_is_there(room)
    room.store.write_now(lambda conn: roster.remove(conn, room.klass.id, person, 1, gone=True))
    assert waiting.result(5).status == 200
    assert pulse(wang, "0.0.0").status == 401


def test_pages_that_hang_do_not_hold_up_the_end_of_the_server(room, pool):
    running = Running(room)
    device = Device(running.port).join(room, "王芳")
    waiting = hang(pool, room, device)
    running.close()
    assert not running.thread.is_alive()
    with pytest.raises(OSError):  # noqa: PT011 - which one, the system decides
        waiting.result(5)
    assert held(room) == 0


def test_a_server_that_was_started_again_goes_on_from_the_same_marks(room, pool):
    first = Running(room)
    device = Device(first.port).join(room, "王芳")
    seq = mark_of(device.get("/"))
    first.close()
    again = Running(room, first.port)
    try:
        waiting = pool.submit(pulse, device, seq)
        wait_until(lambda: held(room) == 1)
        done = asyncio.run_coroutine_threadsafe(lead.act(room, "open", {"slug": SLUG}), again.loop)
        done.result(5)
        assert waiting.result(5).json["now"]["slug"] == SLUG
    finally:
        again.close()


# -- who is there -----------------------------------------------------------------------------------------------------


def test_who_is_there_lingers_and_leaves():
    time_ = [100.0]
    found = Presence(lambda: time_[0])
    with found.here(1, lambda: None):
        with found.here(1, lambda: None), found.here(2, lambda: None):
            assert found.connected() == {1, 2}
        time_[0] += LINGER + 1
        assert found.connected() == {1}
    time_[0] += LINGER - 1
    assert found.connected() == {1}
    time_[0] += 2
    assert found.connected() == frozenset()


def test_a_page_that_hangs_is_there(wang, room, pool, monkeypatch):
    monkeypatch.setattr(presence, "LINGER", 0)
    assert room.presence.connected() == frozenset()
    waiting = hang(pool, room, wang)
    assert len(room.presence.connected()) == 1
    wang.act(SPOT, "hint")
    waiting.result(5)
    wait_until(lambda: not room.presence.connected())


# -- what a step that has passed still takes ---------------------------------------------------------------------------


def send(device, path, do, stamp, fields=None, name="a1", item=""):
    """An action made on a step of the class."""
    values = {"item": item} if item else {}
    message = {"id": name, "n": 1, "base_seq": device.get(path).seq, "stamp": stamp}
    body = json.dumps(message | {"action": {"do": do, "values": values, "fields": fields or {}}})
    return device.ask("POST", f"{path}/act", body, {"X-OKR": "1", "Content-Type": "application/json"})


def stamp_of(page):
    return int(re.search(r'data-stamp="(\d+)"', page.body)[1])


def test_an_act_on_a_step_that_has_passed_is_refused_with_the_view_of_now(wang, control):
    control("open", slug=SLUG)
    before = wang.get(SPOT)
    control("open", slug=OTHER)  # over: the exercise itself would take the answer
    reply = send(wang, SPOT, "hint", stamp_of(before))
    assert reply.json["status"] == "refused"
    assert reply.json["late"] is True
    assert "已经收了" in reply.json["message"]
    assert reply.json["stamp"] == stamp_of(wang.get(SPOT))
    assert reply.json["html"]
    assert wang.get(SPOT).seq == 0
    assert send(wang, SPOT, "hint", reply.json["stamp"]).json["status"] == "ok"


def test_an_act_that_knows_of_no_steps_goes_by_the_phase_alone(wang, control):
    control("open", slug=SLUG)
    item, name, letter = first_question(wang.get(SPOT))
    assert send(wang, SPOT, "answer", None, {name: letter}, item=item).json["status"] == "ok"
    control("close")
    assert send(wang, SPOT, "answer", None, {name: letter}, "a2", item).json["status"] == "refused"


def test_a_clock_that_changes_is_no_step(wang, control):
    control("open", slug=SLUG, minutes="3")
    page = wang.get(SPOT)
    item, name, letter = first_question(page)
    control("clock", seconds="60")
    control("pause")
    assert send(wang, SPOT, "answer", stamp_of(page), {name: letter}, item=item).json["status"] == "ok"


@pytest.mark.parametrize("stamp", ["1", 1.5, -1, 2**40, [1], True])
def test_a_stamp_of_another_shape_is_refused(wang, stamp):
    assert send(wang, SPOT, "hint", stamp).status == 400


@pytest.mark.parametrize(("later", "late"), [(KEPT - 1000, False), (KEPT + 1000, True)])
def test_what_was_not_sent_is_taken_for_some_seconds(wang, room, control, clock, later, late):
    room.clock = lambda: clock["ms"]
    control("open", slug=SLUG)
    page = wang.get(SPOT)
    item, name, letter = first_question(page)
    control("close")
    clock["ms"] += later
    reply = send(wang, SPOT, "keep", stamp_of(page), {name: letter}, item=item).json
    assert reply.get("late", False) is late
    assert reply["status"] == ("refused" if late else "ok")
    assert ("没有收进去" if late else "一并收下") in reply["message"]


def test_a_phone_that_slept_over_two_steps_hands_nothing_in(wang, room, control, clock):
    """The second step has just begun, but what was picked belonged to the one before the last."""
    room.clock = lambda: clock["ms"]
    control("open", slug=SLUG)
    page = wang.get(SPOT)
    item, name, letter = first_question(page)
    control("close")
    clock["ms"] += 60_000
    control("reopen")
    clock["ms"] += 100
    assert send(wang, SPOT, "keep", stamp_of(page), {name: letter}, item=item).json["late"] is True


def test_two_quick_steps_lose_nothing():
    """收卷 and the spread a moment later: what was picked before the first is still within its seconds."""
    state = lesson.act(lesson.start(), "open", {"slug": SLUG}, 1_000)
    picked = lesson.live(state, SLUG).stamp
    state = lesson.act(state, "close", {}, 2_000)
    state = lesson.act(state, "spread", {}, 4_000)
    live = lesson.live(state, SLUG)
    assert live.collects(picked, 2_000 + KEPT)
    assert not live.collects(picked, 2_001 + KEPT)
    assert not live.collects(live.stamp, 4_000)  # nothing is taken while the spread is shown
    assert not live.collects(12345, 4_000)


def test_what_is_taken_back_has_passed_too():
    state = lesson.act(lesson.start(), "open", {"slug": SLUG}, 1_000)
    state = lesson.act(state, "close", {}, 2_000)
    closed = lesson.live(state, SLUG).stamp
    live = lesson.live(lesson.act(state, "undo", {}, 3_000), SLUG)
    assert live.phase == "task"
    assert (live.passed[closed].at, live.passed[closed].step.phase) == (3_000, "closed")


def test_a_class_that_nobody_leads_collects_nothing_late():
    state = lesson.act(lesson.start(), "open", {"slug": SLUG}, 1_000)
    live = lesson.live(lesson.act(state, "release", {}, 2_000), SLUG)
    assert not live.collects(1, 2_100)


def test_a_note_belongs_to_no_step(new_device, room, control):
    """What somebody writes to the table is taken whatever the class has done meanwhile."""
    control("open", slug=OTHER)
    device = new_device().join(room, "王芳", 3)
    before = stamp_of(device.get(TABLE))
    control("clock", seconds="60")
    control("close")
    reply = send(device, TABLE, "group-note", before, {"note": "看第二条"}, item="")
    assert "late" not in reply.json


# -- what is on now ---------------------------------------------------------------------------------------------------


def test_a_fresh_class_has_no_banner_and_everything_open(wang):
    page = wang.get("/")
    assert "现在做" not in page.words
    assert "两天的安排" in page.words
    assert "讲师还没有打开" not in wang.get(SPOT).words


def test_the_list_of_a_led_class(wang, control):
    """First what is on, then what can be caught up with, then what comes, which has no link."""
    control("open", slug=OTHER)
    control("open", slug=SLUG)
    page = wang.get("/")
    words = page.words
    assert words.index("现在做：找出写错的 O") < words.index("课后补") < words.index("还没到")
    assert words.index("课后补") < words.index("识别常见 OKR 错误", words.index("课后补")) < words.index("还没到")
    assert 'href="/x/okr-or-kpi"' not in page.body
    assert "是 O、KR、KPI，还是任务" in words[words.index("还没到") :]


def test_the_list_follows_the_class(wang, control):
    control("open", slug=SLUG)
    first = wang.get("/list/live?seq=0&face=").json
    control("open", slug=OTHER)
    second = wang.get("/list/live?seq=0&face=").json
    assert first["face"] != second["face"]
    assert "课后补" in second["html"]


def test_a_page_that_waits_says_so_and_shows_the_way(wang, control):
    control("open", slug=OTHER)
    page = wang.get(SPOT)
    assert "讲师还没有打开这一项" in page.words
    assert f'href="/x/{OTHER}"' in page.body
    assert wang.act(SPOT, "hint").json["status"] == "refused"
    control("open", slug=SLUG)
    found = wang.get(f"{SPOT}/live?seq=0&face=old").json
    assert "讲师还没有打开" not in found["html"]


def test_while_the_class_listens_or_rests_a_page_that_is_over_says_so(wang, control, room):
    """Nobody waits for what stands open there: on the list, on the exercise, after a row and in a break."""
    room.book = Book(ROOT)
    pause, talk = (next(row for row in room.agenda if row.pause is is_it and not row.parts) for is_it in (True, False))
    control("open", slug=SLUG)
    control("row", row=talk.id)
    assert "现在听讲师讲，这一项课后再做" in wang.get(SPOT).words
    listening = wang.get("/list/live?seq=0&face=").json
    assert "现在听讲师讲，手机上没有要做的" in listening["html"]
    control("row", row=pause.id)
    assert "现在休息，这一项课后再做" in wang.get(SPOT).words
    resting = wang.get("/list/live?seq=0&face=").json
    assert "现在休息，回来看投屏" in resting["html"]
    assert resting["face"] != listening["face"]


@pytest.mark.parametrize("steps", [("discuss",), ("discuss", "again"), ("discuss", "again", "spread")])
def test_what_the_screen_says_is_not_said_above_it_too(wang, control, room, steps):
    item = class_choices(room, SLUG)[0].item
    control("open", slug=SLUG, pace="class", item=item)
    for do in steps:
        control(do, item=item)
    words = wang.get(SPOT).words
    for said in ("找一个选得不同的人", "再投一次", "看投屏", "这一题收了"):
        assert words.count(said) <= 1, said


def test_an_exercise_page_is_told_only_of_its_own_steps(wang, control):
    """The class turns a page of the stage: no view is fetched anew; it closes the exercise: one is."""
    control("open", slug=SLUG)
    page = wang.get(SPOT)
    face = re.search(r'data-face="(\w+)"', page.body)[1]
    control("show", show="page", page="x")
    assert pulse(wang, mark_of(page), f"x/{SLUG}").json["face"] == face
    assert wang.get(f"{SPOT}/live?seq=0&face={face}").status == 204
    control("close")
    assert pulse(wang, mark_of(page), f"x/{SLUG}").json["face"] != face
    assert wang.get(f"{SPOT}/live?seq=0&face={face}").status == 200


def test_who_joins_late_starts_where_the_class_is(new_device, room, control):
    control("open", slug=SLUG)
    late = new_device()
    late.get("/")
    reply = late.post("/join", code=room.klass.code, nickname="迟到", group=1, role="learner")
    assert reply.headers["Location"] == f"{SPOT}?new=1"
    page = late.get(f"{SPOT}?new=1")
    assert "你从这里开始" in page.words
    assert "你从这里开始" not in late.get(SPOT).words


def test_at_the_tables_turn_the_way_leads_to_the_table(new_device, room, control):
    control("open", slug=OTHER)
    control("side", side="table")
    seated, loose = new_device().join(room, "甲", 2), new_device().join(room, "乙", 0)
    assert f'href="/g/{OTHER}"' in pulse(seated, "").json["head"]
    assert f'href="/x/{OTHER}"' in pulse(loose, "").json["head"]
    own = pulse(seated, "", f"x/{OTHER}").json["head"]
    assert "和本组定一个答案" in own
    assert f'href="/g/{OTHER}"' in own


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([], "各自做，不用等别人"),
        ([("close", {})], "已收卷"),
        ([("discuss", {"item": "x"})], "讨论"),
        ([("again", {"item": "x"})], "改不改都行"),
        ([("spread", {"item": "x"})], "看分布"),
        ([("answer", {"item": "x"})], "答案和理由"),
        ([("side", {"side": "table"})], "和本组定一个答案"),
    ],
)
def test_every_phase_has_its_line_after_a_reload(wang, control, steps, words):
    control("open", slug=OTHER, minutes="4")
    for do, values in steps:
        control(do, **values)
    page = wang.get(f"/x/{OTHER}")
    head = re.search(r"data-okr-now[^>]*>(.*?)data-okr-asks", page.body, re.DOTALL)[1]
    assert words in head
    assert ("data-okr-clock" in head) is (not steps)


def test_what_the_trainer_sees_is_in_nobodys_pulse(wang, control):
    """Notes, hands, samples and the driver stay with the trainer."""
    control("open", slug=SLUG)
    control("note", text="第三桌太慢")
    control("hands", slug=SLUG, item="x", **{"n:yes": "12"})
    control("ask", sample="s1", text="别人的一句话", person="4711", slug=SLUG, item="x")
    said = pulse(wang, "").body + wang.get("/").body + wang.get(SPOT).body
    for secret in ("第三桌太慢", "别人的一句话", "4711", "n:yes"):
        assert secret not in said


# -- the author's consent ---------------------------------------------------------------------------------------------


def say(device, **values):
    return device.ask("POST", "/now/say", json.dumps(values), {"X-OKR": "1", "Content-Type": "application/json"})


@pytest.fixture
def asked(wang, new_device, room, pool, control):
    """Wang is asked for a sentence of hers; another learner is there too."""
    hang(pool, room, wang)
    person = who_is_there(room)
    control("open", slug=SLUG)
    control("ask", sample="s1", text="把报损压下来", person=str(person), slug=SLUG, item="x")
    return wang, new_device().join(room, "别人")


def sample(room):
    return room.store.read_now(lambda conn: lead.now(conn, room))["samples"]["s1"]


def test_the_author_alone_is_asked_and_his_word_counts(asked, room):
    author, other = asked
    for at in ("list", f"x/{SLUG}", "shelf"):
        assert "把报损压下来" in pulse(author, "", at).json["asks"]
        assert pulse(other, "", at).json["asks"] == ""
    assert say(other, sample="s1", said="yes", text="").status == 400
    assert sample(room)["said"] == ""
    reply = say(author, sample="s1", said="yes", text="  把临期报损压下来 ")
    assert (reply.status, sample(room)["said"], sample(room)["text"]) == (200, "yes", "把临期报损压下来")
    assert pulse(author, "").json["asks"] == ""


def test_a_no_is_a_no(asked, room):
    author, _ = asked
    assert say(author, sample="s1", said="no", text="").status == 200
    assert sample(room)["said"] == "no"


@pytest.mark.parametrize(
    "values", [{}, {"sample": "s1", "said": "maybe", "text": ""}, {"sample": 1, "said": "yes", "text": ""}]
)
def test_what_nobody_can_say_is_refused(asked, room, values):
    assert say(asked[0], **values).status == 400
    assert sample(room)["said"] == ""


def test_another_sites_page_says_nothing(asked, room):
    author, _ = asked
    assert author.ask("POST", "/now/say", '{"sample":"s1","said":"yes","text":""}').status == 403
    assert sample(room)["said"] == ""


def test_what_the_trainer_takes_as_right_is_in_no_mark_before_the_key_is_out(wang, control):
    """A mark is a digest of few things: who tries all answers would find which one it is."""
    control("open", slug=SLUG)
    item = first_question(wang.get(SPOT))[0]
    before = wang.get(f"/pulse?at=x/{SLUG}").json["face"]
    control("accept", slug=SLUG, item=item, value="ok")
    assert wang.get(f"/pulse?at=x/{SLUG}").json["face"] == before
    control("answer", item=item)
    keyed = wang.get(f"/pulse?at=x/{SLUG}").json["face"]
    control("accept", slug=SLUG, item=item, value="ok", remove="1")
    assert wang.get(f"/pulse?at=x/{SLUG}").json["face"] != keyed


def test_a_number_as_long_as_an_address_is_no_error(wang):
    assert wang.get(f"/g6/{OTHER}/live?seq={'9' * 5000}").status == 200


def test_a_page_opened_at_once_after_a_control_has_the_step_in_its_head(wang, room, control, monkeypatch):
    """Also where the hub is slow to look at the log: its look belongs to the control."""
    monkeypatch.setattr(room.hub, "soon", lambda: None)
    wang.get("/")
    control("open", slug=SLUG)
    page = wang.get(SPOT)
    head = re.search(r"data-okr-now[^>]*>(.*?)data-okr-asks", page.body, re.DOTALL)[1]
    assert "各自做" in head
    assert "现在做" in wang.get("/").words

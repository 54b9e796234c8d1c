"""Limits that never punish right input: codes, newcomers, what one learner may send and store."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import threading
import time
from itertools import count

import pytest
from class_scene import Device, Running, finish_alone, first_question, wait_until
from learner import content as shipped

from okr_kit.hosts.classroom import group_page, work_handlers
from okr_kit.hosts.classroom import room as rooms
from okr_kit.hosts.classroom.objections import objections
from okr_kit.hosts.classroom.rates import Budgets, Gate, Rate, Source, Turns
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.classroom.stock import Stock, stored_by
from okr_kit.hosts.store import Store

SPOT, WRITE, GROUP = "/x/spot-wrong-objectives", "/x/write-okr", "/g/find-the-error"
HOUR = 3600


@pytest.fixture
def store(tmp_path):
    with Store(str(tmp_path / "class.db"), busy_ms=200) as opened:
        yield opened


@pytest.fixture
def room(store, clock):
    made = Room.open(shipped(), store, "一班")
    made.clock = lambda: clock["ms"]
    return made


@pytest.fixture
def wang(new_device, room):
    return new_device().join(room, "王芳", 3)


def wrong(room):
    """Yesterday's class code."""
    return f"{(int(room.klass.code) + 1) % 1_000_000:06}"


def join(device, code, name):
    return device.post("/join", code=code, nickname=name, group=1, role="learner")


class Attacker:
    """Somebody at the same address who never stops; ``give`` gets a device with another made-up cookie each time."""

    def __init__(self, port, give, threads=4):
        self.port, self.give, self.over, self.count = port, give, threading.Event(), 0
        self.threads = [threading.Thread(target=self.run, args=(number,)) for number in range(threads)]
        for thread in self.threads:
            thread.start()

    def run(self, number):
        tries = 0
        while not self.over.is_set():
            tries += 1
            device = Device(self.port)
            device.cookies["okr_device"] = f"made-up-{number}-{tries}"
            self.give(device, f"{number}-{tries}")
            self.count += 1

    def __enter__(self):
        wait_until(lambda: self.count >= 20)
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()


# -- codes ---------------------------------------------------------------------------------


def test_thirty_phones_with_yesterdays_code_get_in_with_todays(new_device, room):
    for number in range(30):
        device = new_device()
        device.get("/")
        for _ in range(2):
            page = join(device, wrong(room), f"学员{number}")
            assert page.status == 422
            assert "课堂码不对" in page.words
            assert 'name="code"' in page.body
        assert join(device, room.klass.code, f"学员{number}").status == 303


def test_while_somebody_tries_codes_right_ones_get_in(running, new_device, room, wang):
    """At the same address, and faster than tries are looked at."""
    room.codes = Gate(Rate(3, 1), Rate(10, 20), Rate(1000, 40))
    code = wang.code
    with Attacker(running.port, lambda device, _: device.post("/return", personal="AAAAAA"), threads=20) as attacker:
        began, tried = time.monotonic(), attacker.count
        for number in range(5):
            phone = new_device()
            phone.get(f"/?c={room.klass.code}")
            reply = phone.post(f"/join?c={room.klass.code}", nickname=f"学员{number}", group=1, role="learner")
            assert reply.status == 303
            other = new_device()
            other.get("/")
            assert other.post("/return", personal=code).status == 303
            assert join(new_device(), room.klass.code, f"没有 cookie 的{number}").status == 303
        assert attacker.count > tried
        took = time.monotonic() - began
    assert room.guesses.count <= 10 + 20 * (took + 5)


def test_after_a_thousand_wrong_codes_from_everywhere_a_clean_phone_goes_first():
    now = [0.0]
    gate = Gate(*rooms.CODES, clock=lambda: now[0])
    gate.everybody.take(None, 1000)

    async def scene():
        for number in range(20):
            gate.addresses.take(f"10.0.0.{number}", 50)
        order = []

        async def one(name, source):
            if not await gate.enter(source):
                order.append(name)

        bad = [asyncio.ensure_future(one("bad", Source(f"10.0.0.{number}"))) for number in range(20)]
        await asyncio.sleep(0)
        good = asyncio.ensure_future(one("good", Source("10.0.1.1", "a phone")))
        await asyncio.sleep(0)
        assert order == []
        now[0] = 0.26
        await good
        assert order == ["good"]
        for one_bad in bad:
            one_bad.cancel()

    asyncio.run(scene())


def test_who_scanned_the_code_or_knew_it_before_is_never_held_up(new_device, room, wang):
    """Also while others at the same address, each with a fresh cookie of ours, fill the line."""
    code = wang.code
    room.codes = Gate(Rate(10, 1), Rate(1, 0.001), Rate(1000, 1000))
    room.codes.addresses.take("127.0.0.1", 1)
    scanned, guessed = new_device(), new_device()
    scanned.get(f"/?c={room.klass.code}&k={room.scan_key}")
    guessed.get(f"/?c={room.klass.code}&k={'0' * 12}")
    assert scanned.cookies["okr_device"] != guessed.cookies["okr_device"]
    reply = scanned.post(f"/join?c={room.klass.code}", nickname="扫码的", group=1, role="learner")
    assert reply.status == 303
    assert join(scanned, wrong(room), "又一个").status == 422

    async def scene():
        now = [0.0]
        gate = Gate(Rate(10, 1), Rate(1, 50), Rate(1000, 1000), clock=lambda: now[0])
        gate.addresses.take("nat", 1)
        fresh = [asyncio.ensure_future(gate.enter(Source("nat", f"fresh{n}"))) for n in range(gate.WAITING)]
        await asyncio.sleep(0)
        mine = asyncio.ensure_future(gate.enter(Source("nat", "mine", proved=True)))
        await asyncio.sleep(0)
        now[0] = 0.021
        assert await mine == 0
        assert sum(one.done() and one.result() == 0 for one in fresh) == 0
        gate.open()
        for one in fresh:
            one.cancel()

    asyncio.run(scene())
    room.codes.open()
    wang.post("/leave")
    assert wang.post("/return", personal=code).status == 303


def test_who_waits_and_leaves_gives_the_place_up(running, room, caplog):
    room.codes = Gate(Rate(10, 1), Rate(1, 0.001), Rate(1000, 1000))
    room.codes.addresses.take("127.0.0.1", 1)
    head = "POST /join HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\ncode=1"
    links = [socket.create_connection(("127.0.0.1", running.port), timeout=10) for _ in range(5)]
    for link in links:
        link.sendall(head.encode())
    wait_until(lambda: len(room.codes._line) == 5)
    for link in links[:4]:
        link.close()
    wait_until(lambda: len(room.codes._line) == 1)
    running.close()  # and at the end of the class nobody is left waiting, and nothing is said of it
    assert room.codes._line == []
    links[4].close()
    assert not [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]


def test_the_qr_code_says_more_than_the_link_that_is_read(room):
    assert room.scan_link == f"{room.join_link}&k={room.scan_key}"
    assert len(room.scan_key) == 12
    assert room.scan_key not in room.trainer_link


def test_a_full_line_turns_away_who_tried_most():
    gate = Gate(Rate(5, 1), Rate(100, 1), Rate(1000, 100), clock=lambda: 0.0)

    async def scene():
        gate.addresses.take("nat", 100)
        gate.devices.take("culprit", 5)
        waiting = [asyncio.ensure_future(gate.enter(Source("nat", f"phone{n}"))) for n in range(gate.WAITING - 1)]
        culprit = asyncio.ensure_future(gate.enter(Source("nat", "culprit")))
        await asyncio.sleep(0)
        assert not culprit.done()
        last = asyncio.ensure_future(gate.enter(Source("nat", "one more phone")))
        assert await culprit == gate.WAITING + 1
        assert not last.done()
        gate.open()
        assert await asyncio.gather(*waiting, last) == [0] * gate.WAITING

    asyncio.run(scene())


def test_among_equals_who_came_first_goes_first():
    """Also with a clock that goes on while they are compared: else the last one always looked a little better."""
    now = count(0, 0.0001)
    gate = Gate(Rate(10, 1), Rate(1, 50), Rate(1000, 1000), clock=lambda: next(now))
    gate.addresses.take("nat", 1)
    order = []

    async def one(number):
        await gate.enter(Source("nat"))
        order.append(number)

    async def scene():
        await asyncio.gather(*(one(number) for number in range(20)))

    asyncio.run(scene())
    assert order == list(range(20))


def test_guessing_for_a_whole_course_finds_next_to_nothing():
    """The arithmetic beside ``room.CODES``, counted."""
    device, address, everybody = rooms.CODES

    def tries_of(rate):
        now = [0.0]
        budget, got = Budgets(rate, lambda: now[0]), 0
        while now[0] < 12 * HOUR:
            got += budget.allows("somebody")
            now[0] += 0.2
        return got

    tries = {"address": tries_of(address), "everybody": tries_of(everybody)}
    assert tries["address"] <= 86_800
    assert tries["everybody"] <= 173_900
    codes, personal = 900_000, 31**6
    assert tries["address"] / codes < 0.1
    assert tries["everybody"] * 60 / personal < 0.012
    assert tries["everybody"] / personal < 0.0002
    assert device.burst >= 10


def test_only_a_cookie_of_ours_makes_a_device(new_device, room):
    for number in range(12):
        device = new_device()
        device.cookies["okr_device"] = f"made-up-{number}"
        device.post("/return", personal="AAAAAA")
    assert room.codes.addresses.used("127.0.0.1") > 11
    assert room.codes.devices._used == {}
    ours = new_device()
    ours.get("/")
    ours.post("/return", personal="AAAAAA")
    assert room.codes.devices.used(ours.cookies["okr_device"].partition(".")[0]) > 0.5
    stolen = new_device()
    stolen.cookies["okr_device"] = ours.cookies["okr_device"][:-1] + "x"
    stolen.get("/")
    assert stolen.cookies["okr_device"] != ours.cookies["okr_device"]


def test_a_page_does_not_tell_whether_a_class_code_is_right(new_device, room):
    right, bad = new_device().get(f"/?c={room.klass.code}"), new_device().get(f"/?c={wrong(room)}")
    assert right.body == bad.body.replace(wrong(room), room.klass.code)
    forged = new_device()
    forged.cookies["okr_me"] = "made-up"
    assert room.klass.code not in forged.post("/return", personal="AAAAAA").body


def test_a_clock_set_back_locks_nobody_out(new_device, clock, wang):
    code = wang.code
    device = new_device()
    device.get("/")
    for _ in range(10):
        device.post("/return", personal="AAAAAA")
    clock["ms"] -= 2 * HOUR * 1000
    assert device.post("/return", personal=code).status == 303


def test_the_trainer_sees_wrong_codes_and_lets_everybody_try(trainer, new_device, room, wang, monkeypatch):
    seq = trainer.get("/trainer").seq
    device = new_device()
    device.get("/")
    for _ in range(2):
        device.post("/return", personal="AAAAAA")
    assert "错误的码" not in trainer.get("/trainer").words
    for _ in range(3):
        join(device, wrong(room), "赵六")
    news = trainer.get(f"/trainer/live?seq={seq}")
    assert news.status == 200
    page = trainer.get("/trainer")
    assert re.search(r"有人在填错误的码：5 次，从 \d\d:\d\d 起", page.words)
    assert re.search(r"有人在填错误的码：5 次，从 \d\d:\d\d 起", news.json["html"])
    assert 'action="/trainer/unlock"' in page.body
    assert "知道了，从头数" in page.words
    assert "不用排队" not in page.words, "nobody stands in a line"
    with monkeypatch.context() as somebody_waits:
        somebody_waits.setattr(Gate, "slow", True)
        assert "马上放开，不用排队" in trainer.get("/trainer").words
    room.codes.addresses.take("127.0.0.1", 10_000)
    assert wang.post("/trainer/unlock").status == 403
    assert room.codes.addresses.used("127.0.0.1") > 1000
    assert trainer.post("/trainer/unlock").status == 303
    assert room.codes.addresses.used("127.0.0.1") == 0
    assert "错误的码" not in trainer.get("/trainer").words


# -- newcomers ---------------------------------------------------------------------------------


def test_a_class_of_sixty_behind_one_address_comes_in_at_once(new_device, room):
    room.joins = Gate(*rooms.JOINS, clock=lambda: 0.0)
    for number in range(65):
        new_device().join(room, f"学员{number}")


def test_a_flood_of_newcomers_does_not_fill_the_class_and_others_get_in(running, new_device, room, trainer):
    room.joins = Gate(Rate(5, 1), Rate(20, 10), Rate(60, 20))
    began = time.monotonic()
    with Attacker(running.port, lambda device, n: join(device, room.klass.code, f"灌水{n}"), threads=20):
        for number in range(5):
            new_device().join(room, f"学员{number}")
    took = time.monotonic() - began
    here = int(re.search(r"已加入 (\d+) 人", trainer.get("/trainer/class").words)[1])
    assert here <= 20 + 10 * took + 5


def test_who_is_told_to_come_again_reads_when(new_device, room, monkeypatch):
    monkeypatch.setattr(Gate, "WAITING", 0)
    room.joins = Gate(Rate(5, 1), Rate(1, 1), Rate(1, 1), clock=lambda: 0.0)
    new_device().join(room, "甲")
    page = join(new_device(), room.klass.code, "乙")
    assert page.status == 422
    assert re.search(r"同时加入的人太多.*请 \d+ 秒后再点一次", page.words)
    assert 'value="乙"' in page.body


@pytest.mark.parametrize(
    "same",
    ["王芳\u200d", "王\u200b芳", "王芳\ufe0f", " 王芳 ", "王\u3000芳", "\u2060王芳", "王\u3164芳", "王芳\u00ad"],
)
@pytest.mark.usefixtures("wang")
def test_names_that_look_alike_are_one_name(new_device, room, same):
    page = join(new_device(), room.klass.code, same)
    assert page.status == 422
    assert "已有人用" in page.words


@pytest.mark.parametrize(
    "name", ["阿不都拉·买买提", "次仁·卓玛", "O'Neil-李", "José", "张 三", "Ａｎｎａ", "👩\u200d💼 小李"]
)
def test_a_name_stays_as_it_was_typed(new_device, room, name):
    assert name in new_device().join(room, name).get("/").words


@pytest.mark.parametrize(("one", "other"), [("ＡＮＮＡ", "anna"), ("阿·买", "阿•买"), ("ﬁsher", "fisher")])
def test_width_case_and_dots_make_no_other_name(new_device, room, one, other):
    new_device().join(room, one)
    assert join(new_device(), room.klass.code, other).status == 422


@pytest.mark.parametrize("name", ["\u3164", "\u2800", "\ufe0f", "\u200d\u115f"])
def test_a_name_that_shows_nothing_is_none(new_device, room, name):
    assert "看得见的昵称" in join(new_device(), room.klass.code, name).words


def test_cookies_last_where_the_clock_is_wrong(new_device, room):
    device = new_device()
    page = device.get("/")
    joined = join(device, room.klass.code, "甲")
    for reply in (page, joined, new_device().get(f"/trainer?token={room.trainer_token}")):
        assert f"Max-Age={200 * 86_400}" in reply.headers["Set-Cookie"]


# -- what one learner may send and store -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("do", "values", "fields"),
    [
        ("group-note", {}, {"note": "好", "hidden": "长" * 2000}),
        ("group-note", {"item": "长" * 2000}, {"note": "好"}),
        ("group-vote", {"x": "长" * 5000}, {}),
        ("group-take", {}, {f"f{n}": "长" * 500 for n in range(90)}),
        ("group-note", {}, {"note": ["长" * 300] * 20}),
    ],
)
def test_a_remark_carries_nothing_in_hidden_fields(wang, store, do, values, fields):
    reply = wang.act(GROUP, do, values, fields)
    assert reply.status == 413
    assert "太长" in reply.json["message"]
    assert store.events("一班") == []


def test_buttons_carry_no_texts_but_fields_do(wang):
    assert wang.act(WRITE, "pick", {"scenario": "own", "x": "长" * 5000}).status == 413
    assert wang.act(WRITE, "pick", {"scenario": "own"}).json["status"] == "ok"
    keen = wang.act(WRITE, "grade", {"part": "o"}, {"text": "让门店的面包当天卖完，" * 500})
    assert keen.json["status"] == "ok"


def test_what_one_learner_stores_is_bounded_and_nothing_is_lost(wang, new_device, room, store):
    room.stock = Stock(most=30_000, trusted=3_000)
    wang.act(WRITE, "pick", {"scenario": "own"})
    text = "让门店的面包当天卖完，少倒掉" * 50
    replies = [wang.act(WRITE, "grade", {"part": "o"}, {"text": text}) for _ in range(40)]
    assert replies[0].json["status"] == "ok"
    assert replies[-1].status == 413
    assert "已经到上限" in replies[-1].json["message"]
    assert "以前存的都在" in replies[-1].json["message"]
    assert sum(len(str(event["action"])) for event in store.events("一班")) < 60_000
    assert text[:20] in wang.get(WRITE).words
    assert new_device().join(room, "李雷").act(SPOT, "summary").json["status"] in ("ok", "refused")


def test_one_member_does_not_fill_the_groups_page(wang, new_device, room, monkeypatch):
    monkeypatch.setattr(group_page, "MOST_NOTES", 3)
    li = new_device().join(room, "李雷")
    finish_alone(room)
    for device in (wang, li):
        item = first_question(device.get(GROUP))[0].removeprefix("vote-")
        replies = [device.act(GROUP, "group-note", {"item": item}, {"note": f"第 {n} 条"}).json for n in range(4)]
        assert [reply["status"] for reply in replies] == ["ok", "ok", "ok", "refused"]
        assert "已经留了 3 条" in replies[3]["message"]


def test_steps_at_a_table_have_a_pace_of_their_own(wang, room):
    """All that was done there is read again for each look at the page; who works alone is not slowed with it."""
    room.table_pace = Budgets(Rate(3, 1), lambda: 0.0)
    moves = [wang.post(f"/group?to={2 + number}").status for number in range(5)]
    assert moves == [303, 303, 303, 429, 429]
    assert wang.act(GROUP, "next", base=0).status == 429
    assert wang.act(SPOT, "hint").status == 200


def test_the_way_from_the_groups_item_has_the_pace_of_a_hand(wang, room):
    room.pace = Budgets(Rate(2, 1), lambda: 0.0)
    assert [wang.post(f"{SPOT}/at?item=x").status for _ in range(3)] == [303, 303, 429]


def test_a_keen_learner_never_meets_the_bound():
    hours, pages_an_hour, characters = 12, 30, 1_000
    assert hours * pages_an_hour * characters * 20 < Stock().most


def test_disagreements_of_one_leave_the_others_their_place(wang, new_device, room, trainer):
    def disagree(device, note):
        item, name, letter = first_question(device.get(SPOT))
        device.act(SPOT, "answer", {"item": item}, {name: letter, "reason": "a"})
        device.act(SPOT, "reveal", {"item": item})
        return item, device.act(SPOT, "disagree", {"item": item}, {"note": note})

    li = new_device().join(room, "李雷")
    assert disagree(li, "李雷的理由")[1].json["status"] == "ok"
    item, _ = disagree(wang, "第 0 条")
    for number in range(1, 40):
        wang.act(SPOT, "disagree", {"item": item}, {"note": f"第 {number} 条"})
    page = trainer.get("/trainer").words
    assert "李雷的理由" in page
    assert re.findall(r"理由：(第 \d+ 条)", page) == ["第 39 条"]


def test_what_is_stored_is_counted_and_disagreements_ranked_on_any_database(database):
    with Store(database, busy_ms=200) as store:
        room = Room.open(shipped(), store, "一班")
        running = Running(room)
        try:
            device = Device(running.port).join(room, "王芳")
            item, name, letter = first_question(device.get(SPOT))
            device.act(SPOT, "answer", {"item": item}, {name: letter, "reason": "a"})
            device.act(SPOT, "reveal", {"item": item})
            for number in range(5):
                device.act(SPOT, "disagree", {"item": item}, {"note": f"第 {number} 条"})
            device.act(WRITE, "pick", {"scenario": "own"})
            device.act(WRITE, "grade", {"part": "o"}, {"text": "让门店的面包当天卖完" * 100})
            stored = store.read_now(lambda conn: stored_by(conn, room.klass.id, 1, "p1"))
            seen = store.read_now(lambda conn: objections(conn, room))
        finally:
            running.close()
    assert 2_000 < stored < 40_000
    assert [(one.item, one.notes, one.count) for one in seen] == [(item, ("第 4 条",), 1)]


# -- one learner's flood -----------------------------------------------------------------------------


def test_turns_are_taken_one_by_one_and_the_rest_is_turned_away():
    async def scene():
        turns = Turns(1, 3)
        assert await turns.enter("a")
        waiting = [asyncio.ensure_future(turns.enter("a")) for _ in range(3)]
        await asyncio.sleep(0)
        assert not await turns.enter("a")
        assert await turns.enter("b")
        for _ in range(3):
            turns.leave("a")
            await asyncio.sleep(0)
        assert [done.result() for done in waiting] == [True] * 3
        turns.leave("a")
        turns.leave("b")
        assert turns._lines == {}

    asyncio.run(scene())


def test_one_learners_flood_does_not_slow_another(running, new_device, room, wang, monkeypatch):
    """Thirty devices of one learner send without end: while another's action is under way, a few of theirs are done.

    Counted in the server from the moment the action has come: how quick the computer is makes no difference.
    """
    li = new_device().join(room, "李雷", 2)
    for device in (wang, li):
        device.act(WRITE, "pick", {"scenario": "own"})
    room.pace = Budgets(Rate(100_000, 1000))
    code = wang.code
    text = "让门店的面包当天卖完、少倒掉；" * 40
    over, flooded, meanwhile = threading.Event(), [], []
    carry_out = work_handlers.Act.post

    async def counted(self, side, slug):
        before = len(flooded)
        await carry_out(self, side, slug)
        if self.get_cookie("okr_me") == li.cookies["okr_me"]:
            meanwhile.append(len(flooded) - before)
        else:
            flooded.append(self.get_status())

    monkeypatch.setattr(work_handlers.Act, "post", counted)

    def flood():
        mine = Device(running.port)
        mine.post("/return", personal=code)  # one learner, thirty devices
        mine.get("/")
        while not over.is_set():
            mine.act(WRITE, "grade", {"part": "o"}, {"text": text}, base=2**31 - 1)

    threads = [threading.Thread(target=flood) for _ in range(30)]
    for thread in threads:
        thread.start()
    try:
        wait_until(lambda: len(flooded) > 30)
        for _ in range(9):
            assert li.act(WRITE, "grade", {"part": "o"}, {"text": text}).json["status"] == "ok"
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert sorted(meanwhile)[4] < 10, meanwhile

"""The class server over real HTTP: who gets in, what is kept, who sees what, what is said when something is wrong."""

from __future__ import annotations

import gzip
import html
import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from class_scene import Device, finish_alone, first_question

from okr_kit import bank
from okr_kit.hosts.classroom.rates import Budgets
from okr_kit.hosts.classroom.room import ACTIONS, Room
from okr_kit.hosts.store import Store

SPOT, NAME, WRITE = "/x/spot-wrong-objectives", "/x/find-the-error", "/x/write-okr"
GROUP = "/g/find-the-error"


@pytest.fixture(scope="module")
def content():
    return bank.load()


@pytest.fixture
def store(tmp_path):
    with Store(str(tmp_path / "class.db"), busy_ms=200) as opened:
        yield opened


@pytest.fixture
def room(content, store, clock):
    made = Room.open(content, store, "一班", notebooks=["write-okr"])
    made.clock = lambda: clock["ms"]
    return made


@pytest.fixture
def wang(new_device, room):
    return new_device().join(room, "王芳", 3)


@pytest.fixture
def li(new_device, room):
    return new_device().join(room, "李雷", 3)


def answer_one(device, path, **options):
    item, name, letter = first_question(device.get(path))
    fields = {name: letter} | ({"reason": "a"} if name == "verdict" else {})
    return device.act(path, "answer", {"item": item}, fields, **options)


# -- getting in ---------------------------------------------------------------------------------


def test_the_link_of_the_qr_code_fills_in_the_class_code(new_device, room):
    page = new_device().get(f"/?c={room.klass.code}")
    assert page.status == 200
    assert f'action="/join?c={room.klass.code}"' in page.body
    assert 'name="code"' not in page.body
    assert 'name="code"' in new_device().get("/?c=999").body
    assert room.join_link == f"/?c={room.klass.code}"


def test_join_then_list_then_exercise(wang, content):
    page = wang.get("/")
    assert "王芳" in page.words
    assert "第 3 组" in page.words
    assert re.search(r"个人码 [2-9A-Z]{6}", page.words)
    for exercise in content.exercises.values():
        assert exercise.title in page.words
        assert f"{exercise.minutes} 分钟" in page.words
        assert f'href="/x/{exercise.slug}"' in page.body
    assert 'href="/g/find-the-error"' in page.body
    assert "必做" in page.words
    assert wang.get(SPOT).status == 200


def test_a_learner_comes_back_on_another_device(wang, new_device):
    answer_one(wang, SPOT)
    other = new_device()
    other.get("/")
    assert other.post("/return", personal=f" {wang.code.lower()} ").status == 303
    assert "王芳" in other.get("/").words
    assert other.get(SPOT).seq == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": "111"}, "课堂码不对"),
        ({"nickname": " \u200d\n"}, "1 到 20 个字"),
        ({"nickname": "长" * 21}, "1 到 20 个字"),
        ({"group": "7"}, "第几组"),
        ({"group": ""}, "第几组"),
        ({"role": "trainer"}, "身份"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(new_device, room, changed, said):
    typed = {"code": room.klass.code, "nickname": "赵六", "group": "2", "role": "learner"} | changed
    page = new_device().post("/join", **typed)
    assert page.status == 422
    assert said in page.words
    if "nickname" not in changed:
        assert 'value="赵六"' in page.body


@pytest.mark.parametrize(
    "name", ["👩\u200d💼 小李", "<script>alert(1)</script>"[:20], "ＡＢＣ", "12345678901234567890"]
)
def test_any_visible_nickname_will_do_and_is_text_everywhere(new_device, room, name):
    device = new_device().join(room, name, 2)
    page = device.get("/")
    assert name in page.words or "<script>" in name
    assert "<script>alert" not in page.body
    finish_alone(room)
    item = first_question(device.get(GROUP))[0].removeprefix("vote-")
    device.act(GROUP, "group-take", {"from": ""})
    assert (
        device.act(GROUP, "group-note", {"item": item}, {"note": "<img src=x onerror=alert(1)>"}).json["status"] == "ok"
    )
    trainer = new_device()
    trainer.get(f"/trainer?token={room.trainer_token}")
    for shown in (device.get(GROUP).body, trainer.get("/trainer").body):
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


@pytest.mark.usefixtures("wang")
def test_a_taken_nickname_gets_a_hint_and_a_way_on(new_device, room):
    device = new_device()
    page = device.post("/join", code=room.klass.code, nickname="王 芳", group=1, role="learner")
    assert page.status == 422
    assert "已有人用「王 芳」这个名字" in page.words
    assert "个人码" in page.words
    assert 'value="王 芳2"' in page.body
    device.join(room, "王 芳2")


def test_leaving_signs_this_device_out(wang):
    code = wang.code
    token = dict(wang.cookies)
    assert wang.post("/leave").status == 303
    assert "加入课堂" in wang.get("/").words
    wang.cookies = token
    assert "加入课堂" in wang.get("/").words
    assert wang.post("/return", personal=code).status == 303


def test_changing_the_group(wang):
    asked = wang.post("/group", group="5")
    assert "从第 3 组换到第 5 组？" in asked.words
    assert "第 3 组" in wang.get("/").words
    assert wang.post("/group?to=5").status == 303
    assert "第 5 组" in wang.get("/").words
    for wrong in ("77", "-1", "", "五"):
        assert wang.post(f"/group?to={quote(wrong)}", group=wrong).status == 303
        assert "第 5 组" in wang.get("/").words


def test_other_sites_cannot_post_here(wang):
    for headers in ({"Origin": "http://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert wang.ask("POST", "/leave", "", headers).status == 403
    assert "王芳" in wang.get("/").words


# -- working ---------------------------------------------------------------------------------


def test_an_answer_is_saved_and_still_there_after_a_reload(wang, store):
    reply = answer_one(wang, SPOT)
    assert reply.status == 200
    answer = reply.json
    assert answer["status"] == "ok"
    assert answer["seq"] == 1
    assert re.fullmatch(r"\d\d:\d\d", answer["saved"])
    assert answer["html"] in wang.get(SPOT).body
    (event,) = store.events("一班")
    assert event["graded"]
    assert event["nickname"] == "王芳"
    assert (event["kit"], len(event["bank"])) != ("", 0)


def test_a_repeated_id_is_answered_but_not_doubled(wang, store):
    first = answer_one(wang, SPOT, name="same", base=0).json
    again = answer_one(wang, SPOT, name="same", base=0).json
    assert again["status"] == "ok"
    assert (again["html"], again["seq"]) == (first["html"], first["seq"])
    assert len(store.events("一班")) == 1


def test_two_devices_of_one_learner_do_not_overwrite_each_other(wang, new_device, store):
    other = new_device()
    other.get("/")
    other.post("/return", personal=wang.code)
    assert answer_one(wang, SPOT, base=0).json["status"] == "ok"
    late = answer_one(other, SPOT, base=0)
    assert late.status == 200
    assert late.json["status"] == "conflict"
    assert "另一台设备上有更新" in late.json["message"]
    assert late.json["seq"] == 1
    assert late.json["html"] in wang.get(SPOT).body
    assert len(store.events("一班")) == 1
    assert answer_one(other, SPOT, base=late.json["seq"]).json["status"] == "ok"


def test_everybody_sees_only_their_own(wang, li):
    answer_one(wang, SPOT)
    assert li.get(SPOT).seq == 0
    assert answer_one(li, SPOT).json["seq"] == 1


def test_nothing_of_the_answer_travels_before_it(wang, content):
    for slug, exercise in content.exercises.items():
        body = wang.get(f"/x/{slug}").body
        for item in exercise.items.values():
            for key in ("reason", "better", "question"):
                assert str(item.get(key) or "\0") not in body
            assert not any(code in body for code in item.get("codes", ()))


def test_a_leader_gets_no_score(new_device, room, store, content):
    leader = new_device().join(room, "陈总", 1, "leader")
    for _ in range(content.exercise("spot-wrong-objectives").settings["draw"]):
        item, name, letter = first_question(leader.get(SPOT))
        leader.act(SPOT, "answer", {"item": item}, {name: letter, "reason": "a"})
        leader.act(SPOT, "reveal", {"item": item})
        leader.act(SPOT, "next")
    assert not re.search(r"\d+ 分(?!钟)", leader.get(SPOT).words)
    page = leader.get("/")
    assert "不打分" in page.words
    assert not re.search(r"\d+ 分(?!钟)", page.words)
    assert store.events("一班") == []
    assert {event["score"] for event in store.events("一班", leaders=True)} == {None}


@pytest.mark.parametrize("text", ["", " \n", "长" * 10_000, "😀" * 500, "１２３４", "\x00\ud800"])
def test_odd_texts_get_a_word_and_no_traceback(wang, text):
    wang.act(WRITE, "pick", {"scenario": "own"})
    body = {"id": f"odd{abs(hash(text))}", "n": 4, "base_seq": wang.get(WRITE).seq}
    body["action"] = {"do": "grade", "values": {"part": "o"}, "fields": {"text": text}}
    reply = wang.ask("POST", f"{WRITE}/act", json.dumps(body), {"X-OKR": "1"})
    assert reply.status == 200
    assert reply.json["status"] == "ok"
    assert reply.json["n"] == 4
    assert "Traceback" not in reply.body


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        '"x"',
        "{}",
        "[" * 50_000,
        '{"id": 1, "base_seq": 0, "action": {"do": "next"}}',
        '{"id": "a b", "base_seq": 0, "action": {"do": "next"}}',
        '{"id": "a", "base_seq": "0", "action": {"do": "next"}}',
        '{"id": "a", "base_seq": true, "action": {"do": "next"}}',
        '{"id": "a", "base_seq": -1, "action": {"do": "next"}}',
        '{"id": "a", "base_seq": 0, "action": {"do": ["next"]}}',
        '{"id": "a", "base_seq": 0, "action": {"do": "next", "values": []}}',
        '{"id": "a", "base_seq": 0, "action": {"do": "next", "fields": {"a": {"b": 1}}}}',
        '{"id": "a", "base_seq": 0, "action": {"do": "next", "fields": {"a": 1e999}}}',
    ],
)
def test_odd_messages_are_refused_in_words(wang, body):
    reply = wang.ask("POST", f"{SPOT}/act", body, {"X-OKR": "1"})
    assert reply.status == 400
    assert reply.json["status"] == "refused"
    assert "刷新页面" in reply.json["message"]


def test_an_unknown_action_is_refused_and_the_view_stays(wang, store):
    reply = wang.act(SPOT, "drop-all-tables").json
    assert reply["status"] == "refused"
    assert "答案没有变化" in reply["message"]
    assert reply["html"]
    assert store.events("一班") == []


def test_requests_without_the_header_or_the_cookie_are_refused(wang, new_device):
    plain = wang.act(SPOT, "next", headers={"X-OKR": "0"}, base=0)
    assert (plain.status, plain.json["status"]) == (403, "refused")
    stranger = new_device().act(SPOT, "next", base=0)
    assert (stranger.status, stranger.json["status"]) == (401, "signed-out")
    forged = new_device()
    forged.cookies["okr_me"] = "guess"
    assert forged.act(SPOT, "next", base=0).status == 401
    assert forged.get(SPOT).status == 303


def test_a_body_that_is_too_large(wang):
    reply = wang.act(SPOT, "answer", fields={"why": "长" * 200_000}, base=0)
    assert (reply.status, reply.json["status"]) == (413, "refused")
    assert wang.post("/join", nickname="长" * 100_000).status == 413


def test_a_hand_that_never_stops_is_slowed_down(wang, room):
    now = [0.0]
    room.pace = Budgets(ACTIONS, lambda: now[0])
    replies = [wang.act(SPOT, "summary", base=0).status for _ in range(205)]
    assert replies[0] == 200
    assert replies[-1] == 429
    now[0] += 11
    assert wang.act(SPOT, "summary").status == 200


def test_a_state_of_a_newer_kit_is_told_and_kept(wang, store):
    answer_one(wang, SPOT)
    with sqlite3.connect(store.where) as raw:
        raw.execute("""UPDATE current SET state = json_set(state, '$.v', 99)""")
    page = wang.get(SPOT)
    assert page.status == 409
    assert "更新的版本" in page.words
    reply = wang.act(SPOT, "next", base=1)
    assert reply.status == 409
    assert "更新的版本" in reply.json["message"]


def test_a_state_that_no_longer_fits_restarts_with_a_sentence(wang, store):
    answer_one(wang, SPOT)
    with sqlite3.connect(store.where) as raw:
        raw.execute("""UPDATE current SET state = json_set(state, '$.items', 3)""")
    page = wang.get(SPOT)
    assert page.status == 200
    assert "重新开始" in page.words
    assert answer_one(wang, SPOT).json["status"] == "ok"
    assert [event["do"] for event in store.events("一班")] == ["answer", "answer"]


def test_a_locked_database_is_told_and_nothing_is_lost(wang, store, trainer):
    other = sqlite3.connect(store.where, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    reply = answer_one(wang, SPOT)
    assert reply.status == 503
    assert reply.json["status"] == "refused"
    assert "没有保存" in reply.json["message"]
    assert store.where not in reply.body
    assert store.where in trainer.get("/trainer").words
    assert store.where in trainer.get("/trainer/live?seq=0").json["html"]
    for stage in ("/stage", "/stage/live"):
        assert store.where not in trainer.get(stage).body
    assert reply.json["seq"] == 0
    other.execute("ROLLBACK")
    other.close()
    assert answer_one(wang, SPOT).json["status"] == "ok"


def test_a_broken_database_is_a_page_not_a_traceback(wang, store):
    with sqlite3.connect(store.where) as raw:
        raw.execute("DROP TABLE current")
    page = wang.get(SPOT)
    assert page.status == 503
    assert "现在没法保存" in page.words
    assert "Traceback" not in page.body
    assert store.where not in page.body


# -- the group ---------------------------------------------------------------------------------


@pytest.fixture
def table(wang, li, room):
    """王芳 and 李雷 have done their own rounds and sit at the table of group 3."""
    finish_alone(room)
    return wang, li


def test_the_record_changes_hands_once_asked(table, store):
    wang, li = table
    assert "还没有人记录" in wang.get(GROUP).words
    assert "由你记录" in wang.take_record(GROUP).json["html"]
    assert "王芳 在记录" in li.get(GROUP).words
    item, name, letter = first_question(wang.get(GROUP))
    assert wang.act(GROUP, "hint", {"item": item}).json["status"] == "ok"
    refused = li.act(GROUP, "hint", {"item": item}).json
    assert refused["status"] == "refused"
    assert "王芳" in refused["message"]
    before = wang.get(GROUP).seq
    assert "再点一次，改由你记录" in li.get(GROUP).body
    assert li.take_record(GROUP).json["status"] == "ok"
    late = wang.act(GROUP, "answer", {"item": item}, {name: letter}, base=before).json
    assert late["status"] == "refused"
    assert "李雷" in late["message"]
    assert "李雷 在记录" in late["html"]
    assert li.act(GROUP, "answer", {"item": item}, {name: letter}).json["status"] == "ok"
    assert [event["do"] for event in store.events("一班")] == ["group-take", "hint", "group-take", "answer"]


def test_the_others_see_it_live_and_say_what_they_think(table):
    wang, li = table
    wang.take_record(GROUP)
    seq = li.get(GROUP).seq
    assert li.get(f"{GROUP}/live?seq={seq}").status == 204
    item, name, letter = first_question(li.get(GROUP))
    voted = li.act(GROUP, "group-vote", {"item": item.removeprefix("vote-")}, {name: letter}).json
    assert "1 票" in voted["html"]
    noted = li.act(GROUP, "group-note", {"item": item.removeprefix("vote-")}, {"note": "先看第二句"}).json
    assert "李雷：先看第二句" in noted["html"]
    news = wang.get(f"{GROUP}/live?seq={seq}")
    assert news.status == 200
    assert "1 票" in news.json["html"]
    assert "先看第二句" in news.json["html"]
    item, name, letter = first_question(wang.get(GROUP))
    base = news.json["seq"] - 2  # the scribe had not seen vote and note yet
    assert wang.act(GROUP, "answer", {"item": item}, {name: letter}, base=base).json["status"] == "ok"
    assert li.get(f"{GROUP}/live?seq={seq}").json["seq"] == news.json["seq"] + 1


@pytest.mark.parametrize(("note", "said"), [("", "还没有写内容"), ("  ", "还没有写内容"), ("长" * 201, "200 字")])
def test_notes_are_short(table, note, said):
    item = first_question(table[0].get(GROUP))[0].removeprefix("vote-")
    assert said in table[0].act(GROUP, "group-note", {"item": item}, {"note": note}).json["message"]


def test_votes_are_about_the_item_at_hand(table):
    wang, _ = table
    item, name, _ = first_question(wang.get(GROUP))
    item = item.removeprefix("vote-")
    assert "请先选一项" in wang.act(GROUP, "group-vote", {"item": item}).json["message"]
    assert "请先选一项" in wang.act(GROUP, "group-vote", {"item": item}, {name: "zz"}).json["message"]
    assert "翻过去" in wang.act(GROUP, "group-vote", {"item": "old"}, {name: "a"}).json["message"]


def test_a_group_page_needs_a_group_and_shows_only_the_own(table, new_device, room):
    wang, _ = table
    item = first_question(wang.get(GROUP))[0].removeprefix("vote-")
    assert "只给三组" in wang.act(GROUP, "group-note", {"item": item}, {"note": "只给三组"}).json["html"]
    other = new_device().join(room, "韩梅", 4)
    finish_alone(room)
    assert "只给三组" not in other.get(GROUP).body
    assert "还没有人记录" in other.get(GROUP).words
    alone = new_device().join(room, "未定", 0)
    assert "你还没有分组" in alone.get(GROUP).words
    assert alone.act(GROUP, "group-take", base=0).status == 403
    assert wang.get("/g/write-okr").status == 404


# -- the trainer ---------------------------------------------------------------------------------


def test_the_trainer_sees_the_way_in_and_the_room(trainer, wang, li, room):
    answer_one(wang, SPOT)
    answer_one(li, SPOT)
    page = trainer.get("/trainer/class")
    assert room.klass.code in page.words
    assert f"127.0.0.1:{trainer.port}/?c={room.klass.code}" in page.words
    assert "已加入 2 人" in page.words
    assert "开始 2 人　完成 0 人" in page.words
    assert "/voila/render/exercises/write-okr.ipynb" in page.body
    assert "/voila/render/exercises/okr-or-kpi.ipynb" not in page.body
    assert room.trainer_token not in page.body
    picture = trainer.get("/stage/qr.svg")
    assert picture.headers["Content-Type"].startswith("image/svg+xml")
    assert "<svg" in picture.body


def test_the_trainer_reads_what_learners_do_not_agree_with(trainer, wang, room):
    """On her console, which is woken by it: the quote and the reason, and nobody's name."""
    mark = re.search(r'data-mark="([^"]+)"', trainer.get("/trainer").body)[1]
    item, name, letter = first_question(wang.get(SPOT))
    wang.act(SPOT, "answer", {"item": item}, {name: letter, "reason": "a"})
    wang.act(SPOT, "reveal", {"item": item})
    sent = wang.act(SPOT, "disagree", {"item": item}, {"note": "我们行业<b>就这样</b>"}).json
    assert "讲师" in sent["message"]
    assert trainer.get(f"/trainer/pulse?seq={mark}").json["seq"] != mark
    page = trainer.get("/trainer/live").json["html"]
    assert "我们行业&lt;b&gt;就这样&lt;/b&gt;" in page
    assert room.content.exercise("spot-wrong-objectives").items[item]["text"] in html.unescape(page)
    assert "王芳" not in page


def test_learners_do_not_get_to_the_trainers_side(wang, new_device):
    for path in ("/trainer", "/trainer/live", "/stage/qr.svg", "/trainer?token=guess"):
        for device in (wang, new_device()):
            page = device.get(path)
            assert page.status == 403
            assert "个人码 " not in page.words
    wang.cookies["okr_trainer"] = wang.cookies["okr_me"]
    assert wang.get("/trainer").status == 403


def test_the_trainers_link_outlives_a_restart(content, store, room):
    again = Room.open(content, store, "一班")
    assert (again.trainer_token, again.klass) == (room.trainer_token, room.klass)
    other = Room.open(content, store, "二班", groups=3)
    assert other.trainer_token != room.trainer_token
    assert other.klass.groups == 3


# -- pages, headers, files ---------------------------------------------------------------------------------


def test_unknown_addresses_and_wrong_methods_get_a_page(wang):
    for path in ("/nothing", "/x/nothing", "/g/nothing", "/x/../trainer", "/static/../room.py", "/static/nothing.js"):
        page = wang.get(path)
        assert page.status == 404, path
        assert "没有" in page.words
        assert 'lang="zh-CN"' in page.body
    assert wang.ask("DELETE", "/").status == 405
    wrong = wang.ask("PUT", f"{SPOT}/act", "{}")
    assert wrong.status == 405
    assert wrong.json["status"] == "refused"
    assert wang.get(f"{SPOT}/act").json["message"]


def test_every_answer_carries_the_security_headers(wang, trainer):
    pages = [wang.get(path) for path in ("/", SPOT, GROUP, "/nothing", "/static/player.js")]
    for page in [*pages, trainer.get("/trainer"), trainer.get("/stage/qr.svg"), wang.act(SPOT, "next")]:
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert not re.search(r"<script(?![^>]* src=)|\son\w+=|style=", page.body if "svg" not in page.body else "")


def test_cookies_are_out_of_reach_of_scripts(new_device, room):
    device = new_device()
    set_by = [device.get("/").headers["Set-Cookie"]]
    reply = device.post("/join", code=room.klass.code, nickname="甲", group=1, role="learner")
    set_by += [reply.headers["Set-Cookie"], device.get(f"/trainer?token={room.trainer_token}").headers["Set-Cookie"]]
    for cookie in set_by:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_the_first_page_is_light_and_files_are_cached_for_good(running, wang):
    def raw(path):
        link = http.client.HTTPConnection("127.0.0.1", running.port)
        cookie = "; ".join(f"{name}={value}" for name, value in wang.cookies.items())
        link.request("GET", path, headers={"Accept-Encoding": "gzip", "Cookie": cookie})
        answer = link.getresponse()
        body = answer.read()
        link.close()
        assert answer.headers["Content-Encoding"] == "gzip"
        return answer, body

    _, body = raw(SPOT)
    page = gzip.decompress(body).decode()
    total, todo, seen = len(body), re.findall(r'(?:href|src)="(/static/[^"]+)"', page), set()
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        answer, packed = raw(path)
        assert "immutable" in answer.headers["Cache-Control"]
        total += len(packed)
        imports = re.findall(r'from\s+"\./([^"]+)"', gzip.decompress(packed).decode())
        todo += [f"/static/{name}" for name in imports]
    assert len(seen) >= 3
    assert total < 100_000
    plain = wang.get("/static/style.css")
    assert plain.headers["Cache-Control"] == "no-cache"
    assert wang.ask("GET", "/static/style.css", headers={"If-None-Match": plain.headers["Etag"]}).status == 304


# -- a crash ---------------------------------------------------------------------------------

CHILD = """
import asyncio, sys
from okr_kit import bank
from okr_kit.hosts.classroom import server
from okr_kit.hosts.classroom.rates import Budgets
from okr_kit.hosts.classroom.room import ACTIONS, Room
from okr_kit.hosts.store import Store

async def main():
    room = Room.open(bank.load(), Store(sys.argv[1]), "一班")
    from tornado.testing import bind_unused_port
    from okr_kit.hosts.classroom.connections import ClassServer
    socket, port = bind_unused_port()
    ClassServer(server.application(room)).add_sockets([socket])
    print(port, room.klass.code, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


def start_child(file):
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(file)], stdout=subprocess.PIPE, text=True, env=env)
    port, code = child.stdout.readline().split()
    return child, Device(int(port)), code


def test_what_was_answered_survives_a_kill_of_the_server(tmp_path):
    child, device, code = start_child(tmp_path / "class.db")
    device.post("/join", code=code, nickname="王芳", group=1, role="learner")
    reply = answer_one(device, SPOT)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert reply.json["status"] == "ok"
    child, again, same_code = start_child(tmp_path / "class.db")
    again.cookies = device.cookies
    page = again.get(SPOT)
    child.kill()
    child.wait()
    child.stdout.close()
    assert same_code == code
    assert page.seq == 1
    assert reply.json["html"] in page.body

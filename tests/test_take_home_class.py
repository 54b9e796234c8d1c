"""我的两天 over real HTTP: whose it is, what it offers, the file with its name, WeChat, and what a class opens without it."""

from __future__ import annotations

import http.client
import io
import json
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import openpyxl
import pytest
from class_scene import Device
from learner import GOOD_KRS, GOOD_O, content
from test_take_home import KRS, action, okr, retrospective

from okr_kit.documents.report import blank_report
from okr_kit.documents.todo import blank_todo
from okr_kit.hosts import cli
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.classroom.take_home import workbook
from okr_kit.hosts.store import Store, documents, people

PLACES = ("/mine", "/mine/paper", "/mine/excel")
WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50 NetType/WIFI"
)


@pytest.fixture
def store(tmp_path):
    with Store(str(tmp_path / "class.db"), busy_ms=200) as opened:
        yield opened


@pytest.fixture
def room(store, clock):
    made = Room.open(content(), store, "一班")
    made.clock = lambda: clock["ms"]
    return made


@pytest.fixture
def wang(running, room):
    return Device(running.port).join(room, "王芳", 3)


@pytest.fixture
def li(running, room):
    return Device(running.port).join(room, "李雷", 4)


def keep(room, device, *docs, exercise="write-okr", group=0):
    """Let a person, or a group, have made documents."""

    code = device.code

    def job(conn):
        person = next(one for one in people.everybody(conn, room.klass.id) if one.code == code)
        owner = f"g{group}" if group else f"p{person.id}"
        documents.keep(conn, room.klass.id, owner, exercise, 1, room.clock(), docs)

    room.store.write_now(job)


def fetch(device, path="/mine/excel", **headers):
    """The answer with its headers and its bytes: a workbook is no text."""
    link = http.client.HTTPConnection("127.0.0.1", device.port, timeout=10)
    cookies = "; ".join(f"{name}={value}" for name, value in device.cookies.items())
    link.request("GET", path, headers={"Cookie": cookies} | headers)
    answer = link.getresponse()
    body = answer.read()
    link.close()
    return answer.status, dict(answer.getheaders()), body


def test_where_nothing_is_made_yet_it_says_so_and_where_to_begin(wang):
    page = wang.get("/mine")
    assert "两天里还没有写下什么" in page.words
    assert 'href="/x/write-okr"' in page.body
    assert not re.findall(r'href="/mine/\w+"', page.body)
    for path in ("/mine/paper", "/mine/excel"):
        assert (wang.get(path).status, wang.get(path).headers["Location"]) == (303, "/mine")


def test_the_list_the_shelf_and_the_last_exercise_lead_there(wang, room):
    assert 'href="/mine"' in wang.get("/").body
    assert 'href="/mine"' not in wang.get("/shelf").body
    keep(room, wang, okr())
    assert 'href="/mine"' in wang.get("/shelf").body
    from okr_kit.hosts.classroom import work
    from okr_kit.live import Live

    person = room.store.read_now(lambda conn: people.everybody(conn, room.klass.id)[0])
    ends = [
        work.onward(room, work.own_place(room, person, one), Live())[-1].href for one in room.content.exercises.values()
    ]
    assert ends[-1] == "/mine"
    assert "/mine" not in ends[:-1]


def test_the_page_has_what_was_made_and_three_ways_out(wang, room):
    keep(room, wang, okr("mine"), okr("case", "让傍晚进店的人买得到面包", origin="case:bakery-waste"))
    keep(
        room, wang, retrospective(actions=[action("上线新名单", "王敏", "2026-12-15", "触达率 ≥ 70%")]), exercise="aar"
    )
    page = wang.get("/mine")
    for words in (
        GOOD_O,
        GOOD_KRS[0],
        "让傍晚进店的人买得到面包",
        "自己的",
        "案例",
        "名单按注册时间生成",
        "上线新名单",
        "KR 1　0.8 分",
    ):
        assert words in page.words
    below = page.body.rpartition("</textarea>")[2]
    assert below.index(GOOD_O) < below.index("让傍晚进店的人买得到面包") < below.index("上线新名单")
    assert set(re.findall(r'href="(/mine/\w+)"', page.body)) == {"/mine/paper", "/mine/excel"}
    copied = re.search(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", page.body, re.DOTALL)[1]
    for words in ("【行动清单】", "1. 2026-12-15，王敏，上线新名单，有效：触达率 ≥ 70%", f"O：{GOOD_O}", "【复盘】"):
        assert words in copied
    assert wang.code in page.words


def test_older_ones_stand_behind_a_fold_and_in_the_workbook(wang, room, clock):
    keep(room, wang, okr("old", "先写的一句 O"))
    clock["ms"] += 60_000
    keep(room, wang, okr("new"))
    page = wang.get("/mine")
    assert "以前的（1）" in page.words
    assert page.words.index(GOOD_O) < page.words.index("以前的（1）")
    assert 'href="/shelf/old"' in page.body
    assert "先写的一句 O" not in wang.get("/mine/paper").words
    assert "没有印在这里的还有 1 份" in wang.get("/mine/paper").words
    book = openpyxl.load_workbook(io.BytesIO(fetch(wang)[2]))
    assert "先写的一句 O" in book["以前的"]["C2"].value


def test_a_deleted_document_is_not_carried_away(wang, room):
    keep(room, wang, okr("gone"), blank_todo("stays", actions=[action("对口径")]))
    wang.post("/shelf/gone/remove")
    assert GOOD_O not in wang.get("/mine").words
    assert openpyxl.load_workbook(io.BytesIO(fetch(wang)[2])).sheetnames == ["todo"]


def test_the_workbook_comes_as_a_file_with_nickname_and_date(wang, room):
    keep(room, wang, okr())
    status, headers, body = fetch(wang)
    assert status == 200
    assert headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert int(headers["Content-Length"]) == len(body)
    plain, named = re.fullmatch(
        r"attachment; filename=\"([\w.-]+)\"; filename\*=UTF-8''(\S+)", headers["Content-Disposition"]
    ).groups()
    assert re.fullmatch(r"我的两天-王芳-\d{4}-\d\d-\d\d\.xlsx", unquote(named))
    assert plain.endswith(".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(body))
    assert book["OKR"]["B2"].value == GOOD_O
    assert "王芳" in book["OKR"].oddHeader.left.text


def test_workbooks_are_written_one_after_another_beside_the_acts(wang, li, room, monkeypatch):
    """Thirty at once in threads of their own made an act wait a second."""
    threads = set()
    write = workbook.workbook

    def noted(*args, **more):
        threads.add(threading.get_ident())
        return write(*args, **more)

    monkeypatch.setattr(workbook, "workbook", noted)
    for device in (wang, li):
        keep(room, device, okr(device.code))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(fetch, [wang, li] * 8))
    assert {status for status, _, _ in found} == {200}
    assert len(threads) == 1
    assert threading.main_thread().ident not in threads


@pytest.mark.parametrize(
    "name", ['a/b\\c:d*e?"f<g>|', "..", "Anna", "王\u202e芳", "买买提·阿不都拉", "%0d%0aX: y", "'; rm"]
)
def test_no_nickname_breaks_the_files_name(running, room, name):
    device = Device(running.port).join(room, name, 1)
    keep(room, device, okr())
    status, headers, _ = fetch(device)
    named = unquote(headers["Content-Disposition"].partition("filename*=UTF-8''")[2])
    assert status == 200
    assert re.fullmatch(r'我的两天-[^\\/:*?"<>|\x00-\x1f]*-\d{4}-\d\d-\d\d\.xlsx', named)
    assert headers["Content-Disposition"].isascii()


def test_in_wechat_it_says_how_to_open_a_browser_and_has_the_text_at_hand(wang, room):
    keep(room, wang, okr())
    inside = wang.get("/mine", **{"User-Agent": WECHAT})
    assert "请在浏览器中打开" in inside.words
    assert "···" in inside.words
    assert f"填个人码 {wang.code}" in inside.words
    assert re.search(r"<details[^>]* open><summary>复制文字", inside.body)
    assert fetch(wang, **{"User-Agent": WECHAT})[0] == 200
    outside = wang.get("/mine", **{"User-Agent": "Mozilla/5.0 Chrome/130"})
    assert "请在浏览器中打开" not in outside.words
    assert not re.search(r"<details[^>]* open><summary>复制文字", outside.body)


def test_nothing_of_it_needs_a_script_or_another_host(wang, room):
    keep(room, wang, okr())
    for path in ("/mine", "/mine/paper"):
        body = wang.get(path).body
        assert not re.findall(r'(?:href|src)="(?:https?:|//|blob:|javascript:)', body)
        assert not re.findall(r'href="data:(?!,")', body)
    assert 'class="okr-old"' not in wang.get("/mine/paper").body


def test_nobody_gets_another_ones_two_days(wang, li, running, room):
    keep(room, wang, okr())
    stranger = Device(running.port)
    forged = Device(running.port, {"okr_me": "made up"})
    for path in PLACES:
        for other in (stranger, forged):
            status, headers, body = fetch(other, path)
            assert (status, headers["Location"], body) == (303, "/?to=mine", b"")
        assert GOOD_O.encode() not in fetch(li, path)[2]


def test_in_another_browser_the_personal_code_leads_straight_there(wang, running, room):
    keep(room, wang, okr())
    browser = Device(running.port)
    page = browser.get(browser.get("/mine").headers["Location"])
    assert page.body.index('action="/return?to=mine"') < page.body.index('action="/join')
    assert re.search(r"<details[^>]* open><summary>来过", page.body)
    wrong = browser.post("/return?to=mine", personal="222222")
    assert (wrong.status, 'action="/return?to=mine"' in wrong.body) == (422, True)
    back = browser.post("/return?to=mine", personal=wang.code)
    assert (back.status, back.headers["Location"]) == (303, "/mine")
    assert GOOD_O in browser.get("/mine").words


@pytest.mark.parametrize("to", ["//evil.example", "trainer", "mine/excel", "%0d%0aX:y"])
def test_no_other_page_can_be_asked_for(wang, running, to):
    assert "return?to" not in Device(running.port).get(f"/?to={to}").body
    assert Device(running.port).post(f"/return?to={to}", personal=wang.code).headers["Location"] == "/"


def test_a_groups_document_is_for_its_members(wang, li, room):
    keep(room, wang, okr("ours"), group=3)
    page = wang.get("/mine")
    assert GOOD_O in page.words
    assert "第 3 组" in page.words
    assert openpyxl.load_workbook(io.BytesIO(fetch(wang)[2]))["OKR"]["B2"].value == GOOD_O
    assert GOOD_O not in li.get("/mine").words
    assert fetch(li)[0] == 303


def test_what_was_typed_is_text_everywhere(wang, room):
    evil = "<img src=x onerror=alert(1)>"
    keep(
        room,
        wang,
        okr("a", evil, [{"text": evil, "metric": evil, "actual": evil, "target": "1"}]),
        blank_report("b", text=evil),
    )
    keep(room, wang, blank_todo("c", about=evil, actions=[action(evil, evil, evil, evil)], notes=[evil]), exercise="x")
    for path in ("/mine", "/mine/paper"):
        page = wang.get(path)
        assert "<img src=x" not in page.body
        assert evil in page.words


def test_what_a_newer_kit_wrote_is_named(wang, room):
    keep(room, wang, okr("new") | {"v": 99})
    page = wang.get("/mine")
    assert "有 1 份是更新的版本写的" in page.words
    assert "还没有写下什么" not in page.words
    keep(room, wang, okr("mine"), exercise="cascade-own")
    assert "有 1 份是更新的版本写的" in wang.get("/mine").words


def test_the_paper_has_everything_that_fits_on_it(wang, room):
    todo = [action("上线新名单", "王敏", "2026-12-15")]
    keep(room, wang, okr(), retrospective(actions=todo), blank_report("w", text="本周：门店 12 家"))
    paper = wang.get("/mine/paper")
    for words in (*(kr["text"] for kr in KRS), "名单按注册时间生成", "上线新名单", "王芳", "没有印在这里的还有 1 份"):
        assert words in paper.words
    assert "本周：门店 12 家" not in paper.words
    assert re.search(r'href="/static/paper.css\?v=\w+"', paper.body)
    assert "本周：门店 12 家" in openpyxl.load_workbook(io.BytesIO(fetch(wang)[2]))["其他"]["C2"].value


def test_on_paper_ones_own_stands_before_the_case(wang, room):
    keep(room, wang, okr("case", "让傍晚进店的人买得到面包", origin="case:x"), okr("mine"))
    keep(room, wang, retrospective(origin="case:y"), retrospective("r2", next="自己的下一步"), exercise="aar")
    paper = wang.get("/mine/paper").words
    assert paper.index(GOOD_O) < paper.index("自己的下一步") < paper.index("让傍晚进店的人买得到面包")


def test_a_class_opens_without_the_library_that_writes_workbooks():
    code = "import sys; import okr_kit.hosts.classroom.server; print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"


def test_every_type_of_document_comes_out_of_the_class_and_into_okr_lint(wang, room, tmp_path, capfd):
    """What Unit 4 makes is exported like the rest; lint names the steps as the course does, and what only people judge."""
    todo = blank_todo("t", actions=[action("对口径", "王敏")])
    looked = retrospective(steps={"action": "下一步我们将加强沟通，提高执行力。"})
    keep(room, wang, okr(), looked, blank_report("w", text="本周：开了三次会"), todo)
    out = tmp_path / "out.jsonl"
    assert cli.run(["export", str(out), "--db", room.store.where, "--class", "一班"]) == 0
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {line["type"]: line.get("kind") for line in lines} == {
        "okr": "okr_set", "retrospective": "retrospective", "report": "report", "todo": None,
    }  # fmt: skip
    capfd.readouterr()
    assert cli.run(["lint", str(out)]) == 0
    said = capfd.readouterr().out
    for words in (room.content.policy.retrospective_steps[4], "整篇报告", "只由人来看的作品", "共 3 份"):
        assert words in said

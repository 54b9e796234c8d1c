"""Odd requests over every route: refused in words, never a traceback; other sites' pages and foreign names get nothing."""

from __future__ import annotations

import http.client
import json
import logging
import re
import socket

import pytest
from class_scene import Device, finish_alone, first_question
from learner import content as shipped

from okr_kit.hosts.classroom import server
from okr_kit.hosts.classroom.book import TRAINER_PAGES, Book
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store

SPOT, WRITE, GROUP = "/x/spot-wrong-objectives", "/x/write-okr", "/g/find-the-error"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")


@pytest.fixture
def store(tmp_path):
    with Store(str(tmp_path / "class.db"), busy_ms=200) as opened:
        yield opened


@pytest.fixture
def room(store, tmp_path):
    made = Room.open(shipped(), store, "一班")
    site = tmp_path / "_build" / "site"
    (site / "book").mkdir(parents=True)
    for name in ("_toc.yml", "_build/site/index.html", "_build/site/book/index.html", "_build/site/book/handbook.html"):
        (tmp_path / name).write_text("<p>讲义</p>", "utf-8")
    (site / TRAINER_PAGES).write_text('["book/handbook.html"]', "utf-8")
    made.book = Book(tmp_path)
    return made


@pytest.fixture
def wang(new_device, room):
    return new_device().join(room, "王芳", 3)


@pytest.fixture
def quiet(caplog):
    """What must not be in the log when a test is over: a traceback, an error."""
    caplog.set_level(logging.WARNING)
    yield
    bad = [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]
    assert not bad, [record.getMessage() for record in bad]


def raw(port, data):
    """Send bytes and read what comes until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as link:
        link.sendall(data)
        got = b""
        while piece := link.recv(65536):
            got += piece
    return got


# -- every route -----------------------------------------------------------------------------


def routes(room):
    """A path for every route of the server."""
    parts = {
        r"(x|g\d{0,3})": "x",
        r"(g\d{0,3})": "g",
        r"(\d{1,9})": "1",
        r"(\d{1,3})": "1",
        r"(rename|move|code|remove|back)": "rename",
    }
    parts |= {r"([xg])": "x", r"(g)": "g", r"([\w-]+)": "find-the-error", r"(\w+)": "d1", r"(copy|remove|back)": "copy"}
    parts |= {r"(use)": "use", r"/?": "", r"\.": ".", r"(.+)": "book/index.html"}
    paths = []
    for pattern, *_ in server.routes(room):
        path = pattern
        for group, example in parts.items():
            path = path.replace(group, example)
        paths.append(path)
    return paths


BODIES = [
    b"",
    b"\xff\xfe\x00",
    b"{" * 2000,
    b"nickname=%ff%00&code=%u1234&group[]=1",
    b"&".join(b"a%d=1" % number for number in range(80)),
    json.dumps({"id": "a", "base_seq": 0, "action": {"do": ["x"], "values": [], "fields": None}}).encode(),
]


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("who", ["nobody", "learner", "trainer"])
def test_no_route_falls_over_any_method_or_body(request, new_device, room, who):
    device = {"nobody": new_device, "learner": lambda: request.getfixturevalue("wang")}.get(
        who, lambda: request.getfixturevalue("trainer")
    )()
    cookies, paths = dict(device.cookies), routes(room)
    assert len(paths) > 20
    assert not [path for path in paths if re.search(r"[()\\\[]", path)]
    for path in paths:
        for method in METHODS:
            for body in BODIES if method == "POST" else BODIES[:1]:
                device.cookies = dict(cookies)
                reply = device.ask(method, path, body, {"X-OKR": "1"})
                assert reply.status < 500, (method, path, body, reply.body)
                assert "Traceback" not in reply.body
                assert method != "HEAD" or reply.body == ""


@pytest.mark.usefixtures("quiet")
def test_head_is_get_without_a_body(trainer):
    for path in ("/", "/trainer", "/trainer/live", "/stage/qr.svg", "/read/book/index.html", "/static/style.css"):
        assert trainer.ask("HEAD", path).status == trainer.get(path).status == 200, path


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("wanted", ["wang", "trainer"])
def test_no_path_falls_over(request, wanted):
    device = request.getfixturevalue(wanted)
    cookies = "; ".join(f"{name}={value}" for name, value in device.cookies.items())
    odd = [
        "%00",
        "a%00b",
        "%ff",
        "%c3%28",
        "%2e%2e/%2e%2e/etc/passwd",
        "..%5c..%5cx",
        "a" * 5000,
        "长" * 300,
        "%0d%0aX: y",
    ]
    odd += ["con", "nul.html", "C:%5Cx", "~", "*", "?", "?a=%ff&b=%00", "?seq=" + "9" * 4000, ";", "%u0041", "//x", "."]
    for start in (
        "/",
        "/x/",
        "/g/",
        "/read/",
        "/read/book/",
        "/read/_static/",
        "/static/",
        "/shelf/",
        "/trainer/",
        "/voila/",
    ):
        for end in odd:
            for method in ("GET", "HEAD"):
                lines = (
                    f"{method} {start}{end} HTTP/1.1",
                    "Host: localhost",
                    f"Cookie: {cookies}",
                    "Connection: close",
                )
                got = raw(device.port, "\r\n".join([*lines, "", ""]).encode())
                assert not got or int(got.split()[1]) < 500, (start, end[:80])
                assert b"Traceback" not in got


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    "cookie",
    [
        "okr_me=\x00",
        "okr_me=%ff; okr_trainer=\xff; okr_device=.",
        "okr_device=a.b.c.d",
        ";;;=;",
        "okr_me=" + "a" * 9000,
    ],
)
def test_no_cookie_falls_over(running, cookie):
    for path in ("/", "/trainer", SPOT, "/read/book/handbook.html"):
        got = raw(
            running.port,
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode(
                "latin-1"
            ),
        )
        assert not got or int(got.split()[1]) < 500


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("vote", [["a"], [["a"]], {"x": "y"}, True, 1.5, None, [], "长" * 300, ["a"] * 50])
def test_a_vote_of_any_shape_is_told(wang, new_device, room, vote):
    li = new_device().join(room, "李雷", 3)
    finish_alone(room)
    assert li.take_record(GROUP).json["status"] == "ok"
    item, name, _ = first_question(wang.get(GROUP))
    item = item.removeprefix("vote-")
    for values in ({"item": item}, {"item": [item]}, {}, {"item": True}):
        reply = wang.act(GROUP, "group-vote", values, {name: vote})
        assert reply.status in (200, 400, 413)
        assert reply.json["status"] == "refused"
    assert wang.get(GROUP).status == 200


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("path", [SPOT, WRITE, GROUP, "/x/okr-or-kpi"])
@pytest.mark.parametrize("odd", [["a"], True, 1.5, -1, "", "\x00", "长" * 3000, []])
def test_no_action_of_a_known_name_falls_over(wang, path, odd):
    seq = wang.act(path, "group-take").json["seq"]
    known = [
        "answer",
        "go",
        "hint",
        "reveal",
        "next",
        "back",
        "restart",
        "grade",
        "pick",
        "take",
        "disagree",
        "refresh",
        "drop",
        "add",
        "review",
        "summary",
        "note",
    ]
    for do in known:
        for values in ({"item": odd, "part": odd, "scenario": odd, "doc": odd}, {}):
            fields = {"text": odd, "verdict": odd, "note": odd, "reason": odd, "errors": odd}
            reply = wang.act(path, do, values, fields, base=seq)
            assert reply.status in (200, 400, 413), (do, odd)
            seq = reply.json.get("seq", seq)
    assert wang.get(path).status == 200


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    "state", [[], ["a"], "text", 5, True, {}, {"v": 1}, {"v": "1"}, {"v": 1, "kind": [], "slug": {}}]
)
@pytest.mark.parametrize("path", [SPOT, WRITE])
def test_a_stored_state_that_is_none_begins_anew(wang, store, content, path, state):
    wang.act(path, "summary" if path == SPOT else "pick", {"scenario": "own"})
    slug = path.removeprefix("/x/")

    def spoil(conn):
        from okr_kit.hosts.store import schema

        conn.execute(schema.current.update().where(schema.current.c.exercise == slug).values(state=state))

    store.write_now(spoil)
    assert wang.get(path).status == 200
    assert wang.act(path, "restart").status == 200
    again = Room.open(content, store, "一班")
    assert again.klass.name == "一班"


@pytest.fixture
def content():
    return shipped()


# -- whose page asks -----------------------------------------------------------------------------

OTHERS = [
    {"Origin": "null"},
    {"Origin": "http://elsewhere.example"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": ""},
    {"Origin": "http://["},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    {"Referer": "http://elsewhere.example/page"},
]


@pytest.mark.parametrize("headers", OTHERS)
def test_another_sites_page_posts_nothing(wang, new_device, room, headers):
    li = new_device().join(room, "李雷", 3)
    sent = headers | {"Content-Type": "application/x-www-form-urlencoded"}
    for path, body in (("/leave", ""), ("/return", f"personal={li.code}"), ("/group", "group=5"), ("/join", "code=1")):
        reply = wang.ask("POST", path, body, sent)
        assert reply.status == 403
        assert "不是从本页面发出的" in reply.words
    assert wang.act(SPOT, "summary", headers=headers).status == 403
    page = wang.get("/").words
    assert "王芳" in page
    assert "第 3 组" in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Site": "cross-site", "Upgrade": "websocket", "Connection": "Upgrade"},
        {"Origin": "null", "Upgrade": "websocket", "Connection": "Upgrade"},
        {"Origin": "http://elsewhere.example"},
    ],
)
def test_another_sites_page_loads_and_frames_nothing(wang, trainer, room, headers):
    for path in ("/", SPOT, "/g/find-the-error/live", "/read/book/index.html"):
        assert wang.ask("GET", path, headers=headers).status == 403
    fresh = Device(trainer.port)
    assert fresh.ask("GET", f"/trainer?token={room.trainer_token}", headers=headers).status == 403
    assert "okr_trainer" not in fresh.cookies
    assert trainer.ask("GET", "/trainer", headers=headers).status == 403


def test_our_own_pages_and_links_from_elsewhere_may(wang, new_device, room):
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert new_device().ask("GET", f"/?c={room.klass.code}", headers=link).status == 200
    here = f"http://127.0.0.1:{wang.port}"
    for own in ({"Origin": here, "Sec-Fetch-Site": "same-origin"}, {"Origin": here}, {"Referer": f"{here}/"}, {}):
        assert "换到第 5 组" in wang.ask("POST", "/group", "group=5", own).words  # it is heard, and asks once


# -- by which name -----------------------------------------------------------------------------


def with_host(port, host, path="/"):
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    link.putrequest("GET", path, skip_host=True)
    link.putheader("Host", host)
    link.endheaders()
    answer = link.getresponse()
    body = answer.read().decode()
    link.close()
    return answer.status, body


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8866",
        "10.9.8.7",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "[::2]",
        "x y",
        "localhost:x",
    ],
)
def test_a_name_that_is_not_ours_is_refused_in_words(running, host):
    for path in ("/", "/static/style.css", "/nothing", "/read/book/index.html", "/trainer"):
        status, body = with_host(running.port, host, path)
        assert status in (400, 403), path
        assert status == 400 or "这不是课堂的地址" in body


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost:9000", "LOCALHOST", "localhost.", "[::1]:80", socket.gethostname()]
)
def test_our_names_open(running, host):
    assert with_host(running.port, host)[0] == 200


def test_names_of_the_link_and_of_the_option_open(store):
    from class_scene import Running

    made = Room.open(shipped(), store, "一班", address="http://192.0.2.7:8866", names=["Class.Example.com"])
    running = Running(made)
    try:
        for host in ("192.0.2.7:8866", "class.example.com", "CLASS.example.com:443"):
            assert with_host(running.port, host)[0] == 200
        assert with_host(running.port, "other.example.com")[0] == 403
    finally:
        running.close()

"""The shelf over real HTTP: what is written lies there, is copied, used, deleted and had back, and is nobody else's."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from class_scene import Device, Running
from learner import GOOD_KRS, GOOD_O, content
from small_kind import SLUG as SMALL
from small_kind import with_small_kind

from okr_kit import documents
from okr_kit.hosts.classroom import shelf_handlers, work
from okr_kit.hosts.classroom.rates import Budgets
from okr_kit.hosts.classroom.room import ACTIONS, Room
from okr_kit.hosts.classroom.stock import Stock
from okr_kit.hosts.store import Store

WRITE = "/x/write-okr"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "class.db"


@pytest.fixture
def store(file):
    with Store(str(file), busy_ms=200) as opened:
        yield opened


@pytest.fixture
def pack():
    with with_small_kind() as found:
        yield found


@pytest.fixture
def room(pack, store, clock):
    made = Room.open(pack, store, "一班")
    made.clock = lambda: clock["ms"]
    return made


@pytest.fixture
def wang(running, room):
    return Device(running.port).join(room, "王芳", 3)


@pytest.fixture
def li(running, room):
    return Device(running.port).join(room, "李雷", 3)


def write(device, *, scenario="bakery-waste", objective=GOOD_O, key_results=GOOD_KRS[:1]):
    """An objective and its key results, graded."""
    device.act(WRITE, "pick", {"scenario": scenario})
    device.act(WRITE, "grade", {"part": "o"}, {"text": objective})
    for number, text in enumerate(key_results, 1):
        device.act(WRITE, "add")
        reply = device.act(WRITE, "grade", {"part": f"k{number}"}, {"text": text})
        assert reply.json["status"] == "ok"


def step(device, path):
    """Post a step as a form does, and open the page to which it leads."""
    reply = device.post(path)
    assert reply.status == 303
    return device.get(reply.headers["Location"])


def names(device):
    """The ids of what lies on the shelf, newest first."""
    return re.findall(r'href="/shelf/(\w+)"', device.get("/shelf").body)


def test_an_empty_shelf_says_where_to_begin(wang):
    page = wang.get("/shelf")
    assert "还没有作品" in page.words
    assert f'href="{WRITE}"' in page.body
    assert 'href="/shelf"' in wang.get("/").body


def test_what_is_written_lies_on_the_shelf_and_can_be_read(wang, store):
    write(wang)
    (name,) = names(wang)
    page = wang.get(f"/shelf/{name}")
    assert GOOD_O in page.words
    assert GOOD_KRS[0] in page.words
    assert "写一套自己的 OKR" in page.words
    (row,) = store.documents("一班")
    assert row["body"]["from"] == {"slug": "write-okr", "owner": row["owner"], "seq": row["seq"], "at": row["at"]}
    assert row["seq"] == wang.get(WRITE).seq
    assert documents.subject(documents.load(row["body"])).objective.text == GOOD_O


def test_nothing_blank_lies_there_and_looking_changes_nothing(wang, store):
    wang.act(WRITE, "pick", {"scenario": "bakery-waste"})
    assert names(wang) == []
    write(wang, scenario="bakery-waste")
    (before,) = store.documents("一班")
    wang.act(WRITE, "hint", {"part": "o"})
    wang.act(WRITE, "go", {"part": "o"})
    assert store.documents("一班") == [before]


def test_another_scenario_and_starting_over_leave_the_old_sheet(wang, clock):
    write(wang)
    clock["ms"] += 60_000
    write(wang, scenario="press-downtime", objective="让生产计划员敢接急单")
    clock["ms"] += 60_000
    wang.act(WRITE, "restart")
    shelf = wang.get("/shelf").words
    assert GOOD_O in shelf
    assert "让生产计划员敢接急单" in shelf
    assert shelf.index("让生产计划员敢接急单") < shelf.index(GOOD_O)


def test_a_copy_goes_on_in_the_exercise_and_leaves_the_original(wang, store, clock):
    write(wang)
    (name,) = names(wang)
    clock["ms"] += 60_000
    reply = wang.post(f"/shelf/{name}/use/write-okr")
    assert (reply.status, reply.headers["Location"]) == (303, WRITE)
    clock["ms"] += 60_000
    wang.act(WRITE, "grade", {"part": "o"}, {"text": "让傍晚进店的人买得到想买的面包"})
    found = {row["id"]: row["body"]["objective"]["text"] for row in store.documents("一班")}
    assert found.pop(name) == GOOD_O
    assert list(found.values()) == ["让傍晚进店的人买得到想买的面包"]


def test_the_exercise_itself_offers_what_lies_on_the_shelf(wang, clock):
    write(wang)
    (name,) = names(wang)
    clock["ms"] += 60_000
    wang.act(WRITE, "restart")
    page = wang.get(WRITE)
    assert "接着改以前写的" in page.words
    assert name in page.body
    assert wang.act(WRITE, "take", {"doc": name}).json["status"] == "ok"
    assert GOOD_O in wang.get(WRITE).body


def test_copies_deletes_and_brings_back(wang, store, clock):
    write(wang)
    (name,) = names(wang)
    clock["ms"] += 60_000
    assert "已再存一份" in step(wang, f"/shelf/{name}/copy").words
    assert len(names(wang)) == 2
    clock["ms"] += 60_000
    page = step(wang, f"/shelf/{name}/remove")
    assert "已删除" in page.words
    assert f'action="/shelf/{name}/back"' in page.body
    assert len(names(wang)) == 1
    assert "已找回" in step(wang, f"/shelf/{name}/back").words
    assert len(names(wang)) == 2
    steps = [event["do"] for event in store.events("一班", "shelf")]
    assert steps == ["shelf-copy", "shelf-remove", "shelf-back"]


def test_a_full_shelf_is_said_and_takes_no_more_copies(wang, store, clock, monkeypatch):
    """The oldest can still be used, also when the exercise itself offers only the newest."""
    monkeypatch.setattr(shelf_handlers, "MOST", 4)
    monkeypatch.setattr(work, "OFFERED", 2)
    write(wang)
    (name,) = names(wang)
    for _ in range(3):
        clock["ms"] += 60_000
        assert "已再存一份" in step(wang, f"/shelf/{name}/copy").words
    assert "没有再存" in step(wang, f"/shelf/{name}/copy").words
    assert len(store.documents("一班")) == len(names(wang)) == 4
    assert wang.post(f"/shelf/{names(wang)[-1]}/use/write-okr").headers["Location"] == WRITE


def test_copies_count_into_what_a_learner_may_store(wang, store, room):
    """Also what was copied and deleted again, over and over."""
    write(wang)
    (name,) = names(wang)
    room.stock = Stock(most=10_000, trusted=3_000)
    for _ in range(20):
        page = wang.post(f"/shelf/{name}/copy")
        if page.status == 413:
            break
        wang.post(f"/shelf/{next(copy for copy in names(wang) if copy != name)}/remove")
    assert "已经到上限" in page.words
    assert wang.post(f"/shelf/{name}/use/write-okr").status == 413
    assert names(wang) == [name]
    assert len(store.documents("一班")) < 20


def test_hasty_fingers_are_slowed(wang, room):
    room.pace = Budgets(ACTIONS, lambda: 0.0)
    write(wang)
    (name,) = names(wang)
    ways = [wang.post(f"/shelf/{name}/remove").headers["Location"] for _ in range(205)]
    assert [way.partition("&")[0] for way in (ways[0], ways[-1])] == ["/shelf?told=remove", "/shelf?told=hasty"]


def test_a_second_tap_is_the_same_step(wang, store):
    """The form carries a word of its own: sent twice, it makes one copy, there or in the exercise."""
    write(wang)
    (name,) = names(wang)
    copy, use = (
        re.search(rf'action="(/shelf/{name}/{do}[^"]+)"', wang.get(f"/shelf/{name}").body)[1] for do in ("copy", "use")
    )
    for _ in range(2):
        assert "已再存一份" in step(wang, copy).words
    assert len(store.documents("一班")) == 2
    assert copy.partition("?")[2] != use.partition("?")[2]
    for _ in range(2):
        assert wang.post(use).headers["Location"] == WRITE
    assert len(store.documents("一班")) == 3


def test_a_deleted_one_can_only_be_had_back(wang):
    write(wang)
    (name,) = names(wang)
    wang.post(f"/shelf/{name}/remove")
    page = wang.get(f"/shelf/{name}")
    assert "这份已经删除" in page.words
    assert set(re.findall(rf'action="/shelf/{name}/(\w+)', page.body)) == {"back"}
    for do in ("copy", "use/write-okr"):
        assert "找回" in step(wang, f"/shelf/{name}/{do}").words
    assert names(wang) == []


def test_the_list_tells_copies_apart_by_day_and_size(wang, clock):
    write(wang)
    clock["ms"] += 24 * 3_600_000
    page = wang.get("/shelf").words
    assert "昨天" in page
    assert "1 条 KR" in page
    clock["ms"] += 24 * 3_600_000
    assert re.search(r"\d+ 月 \d+ 日 \d\d:\d\d", wang.get("/shelf").words)


def test_a_reload_of_a_step_leads_back(wang):
    write(wang)
    (name,) = names(wang)
    assert wang.get(f"/shelf/{name}/copy").headers["Location"] == f"/shelf/{name}"
    assert wang.get(f"/shelf/{name}/use/write-okr").headers["Location"] == f"/shelf/{name}"


def test_nobody_reads_or_touches_another_ones_shelf(wang, li, running, store):
    write(wang)
    (name,) = names(wang)
    assert names(li) == []
    assert li.get(f"/shelf/{name}").status == 404
    for step in ("copy", "remove", "back", "use/write-okr"):
        assert li.post(f"/shelf/{name}/{step}").status == 404
    stranger = Device(running.port)
    assert stranger.get("/shelf").status == 303
    assert stranger.post(f"/shelf/{name}/remove").status == 303
    assert li.act(WRITE, "take", {"doc": name}).json["status"] == "refused"
    assert [row["gone"] for row in store.documents("一班")] == [None]
    for foreign in ({"Origin": "http://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert wang.ask("POST", f"/shelf/{name}/remove", "", foreign).status == 403


def test_what_was_typed_is_text_everywhere(wang):
    evil = "<img src=x onerror=alert(1)>"
    write(wang, objective=evil, key_results=(evil,))
    (name,) = names(wang)
    for page in (wang.get("/shelf"), wang.get(f"/shelf/{name}"), step(wang, f"/shelf/{name}/remove")):
        assert "<img src=x" not in page.body
        assert evil in page.words


def test_a_document_of_a_newer_kit_is_named_and_left_alone(wang, store):
    write(wang)
    (name,) = names(wang)
    from okr_kit.hosts.store import schema

    def newer(conn):
        body = {**store.documents("一班")[0]["body"], "v": 99}
        conn.execute(schema.documents.update().values(body=body))

    store.write_now(newer)
    assert "更新的版本" in wang.get(f"/shelf/{name}").words
    assert names(wang) == [name]
    assert wang.get(WRITE).status == 200
    assert store.documents("一班")[0]["body"]["v"] == 99


def test_a_document_of_a_type_that_this_kit_lacks_is_listed_by_its_name(wang, store):
    """After going back to an older kit: the shelf opens, the document is named and left alone."""
    write(wang)
    (name,) = names(wang)
    from okr_kit.hosts.store import schema

    body = {**store.documents("一班")[0]["body"], "type": "poem"}
    store.write_now(lambda conn: conn.execute(schema.documents.update().values(body=body, type="poem")))
    assert "poem" in wang.get("/shelf").words
    assert wang.get(f"/shelf/{name}").status == 200
    assert wang.get(WRITE).status == 200
    assert store.documents("一班")[0]["body"] == body


def test_documents_survive_a_restart_of_the_server(wang, running, store, file, pack):
    write(wang)
    (name,) = names(wang)
    running.close()
    store.close()
    with Store(str(file)) as again:
        reopened = Running(Room.open(pack, again, "一班"))
        device = Device(reopened.port, wang.cookies)
        assert GOOD_O in device.get(f"/shelf/{name}").words
        reopened.close()


def test_another_exercise_stands_on_a_snapshot_and_is_told_of_a_newer_one(wang, clock):
    """The small kind takes the OKR as it was, says that the original moved on, and goes over to it on request."""
    place = f"/x/{SMALL}"
    write(wang)
    wang.act(place, "guess", fields={"guess": "7"})
    assert "原件有更新" not in wang.get(place).words
    clock["ms"] += 60_000
    wang.act(WRITE, "grade", {"part": "k1"}, {"text": GOOD_KRS[0].replace("6.5%", "6%")})
    page = wang.get(place)
    assert "原件有更新" in page.words
    assert "6.5%" in page.words
    answer = wang.act(place, "refresh").json
    assert answer["status"] == "ok"
    assert "原件有更新" not in answer["html"]
    assert "降到 6%" in answer["html"]
    assert 'value="7"' in answer["html"]


def test_who_watches_the_group_sees_what_the_scribe_typed(wang, li):
    """The small kind is nothing but a field; the others of the group see its value, and no field."""
    place = f"/g/{SMALL}"
    wang.take_record(place)
    assert wang.act(place, "guess", fields={"guess": "8"}).json["status"] == "ok"
    page = li.get(place)
    assert "王芳 在记录" in page.words
    assert 'name="guess"' not in page.body
    assert re.search(r"信心\s+8", page.words)


def test_who_watches_a_group_write_never_sees_a_blank_page(store, clock):
    """The first release dropped whatever stood in a form: five of six people saw nothing while the scribe wrote."""
    exercise = content().exercise("write-okr")
    ours = replace(exercise, settings={**exercise.settings, "group": True})
    room = Room.open(replace(content(), exercises={"write-okr": ours}), store, "一班")
    room.clock = lambda: clock["ms"]
    running = Running(room)
    scribe, other = (Device(running.port).join(room, name, 3) for name in ("王芳", "李雷"))
    scribe.take_record("/g/write-okr")
    steps = [
        ("pick", {"scenario": "bakery-waste"}, {}, "天天扔面包"),
        ("grade", {"part": "o"}, {"text": "完成门店报损系统上线"}, "完成门店报损系统上线"),
        ("grade", {"part": "o"}, {"text": GOOD_O}, GOOD_O),
        ("add", {}, {}, "KR 1"),
        ("read", {"part": "k1"}, {"text": GOOD_KRS[0]}, GOOD_KRS[0]),
        ("grade", {"part": "k1"}, {"text": GOOD_KRS[0], "metric": "报损率（金额口径）"}, "报损率（金额口径）"),
        ("review", {}, {}, "整组 OKR"),
    ]
    for do, values, fields, words in steps:
        assert scribe.act("/g/write-okr", do, values, fields).json["status"] == "ok"
        page = other.get("/g/write-okr")
        assert words in page.words, do
        assert not re.search(r'data-do="(?!group-)', page.body), do
        assert 'name="text"' not in page.body
    (name,) = names(scribe)
    assert names(other) == [name]  # also on the shelf of who only looked on
    page = other.get(f"/shelf/{name}")
    assert "第 3 组" in page.words
    assert "/remove" not in page.body
    assert other.post(f"/shelf/{name}/remove").status == 403
    running.close()


@pytest.mark.usefixtures("running")
def test_what_is_exported_is_read_by_okr_lint(wang, store, file, capfd, tmp_path):
    from okr_kit.hosts.cli import run

    write(wang, key_results=GOOD_KRS)
    write(wang, scenario="press-downtime", objective="完成设备点检系统上线", key_results=GOOD_KRS[:1])
    gone = names(wang)[-1]
    wang.post(f"/shelf/{gone}/copy")
    wang.post(f"/shelf/{gone}/remove")
    out = tmp_path / "out.jsonl"
    assert run(["export", str(out), "--db", str(file), "--class", "一班"]) == 0
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len(lines) == 2
    assert all(line["from"]["owner"] for line in lines)
    assert gone not in {line["id"] for line in lines}
    capfd.readouterr()
    assert run(["lint", "--format", "jsonl", str(out)]) == 0
    graded = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert sorted(grade["verdict"] for grade in graded) == ["pass", "revise"]
    assert run(["export", "--db", str(file), "--class", "二班"]) == 1
    assert "没有名为「二班」的班" in capfd.readouterr().err
    assert store.documents("一班")


def test_a_word_of_a_form_that_was_used_for_another_step_does_nothing_and_says_so(wang):
    """The first step was done; the second, of another document with the same word, is not claimed to be."""
    write(wang)
    wang.act(WRITE, "restart")
    write(wang, objective="让夜班护士少走冤枉路")
    first, second = names(wang)
    assert "told=remove" in wang.post(f"/shelf/{first}/remove?once=same").headers["Location"]
    assert "told=hasty" in wang.post(f"/shelf/{second}/remove?once=same").headers["Location"]
    assert names(wang) == [second]

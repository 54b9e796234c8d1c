"""Boards in a class under fire: a table all at once, a scribe who changes, a server that is begun anew, who may read what."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from class_scene import Device, Running
from learner import content
from room_scene import RoomScene

from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store, log, roster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHEETS = ("split", "cascade", "value_tree", "levers", "mapping", "scores", "retrospective", "report")
BOARDS = [slug for slug, one in content().exercises.items() if one.kind in SHEETS and one.settings.get("group")]
OWN = [slug for slug, one in content().exercises.items() if one.kind in SHEETS]
SPLIT = "split-by-region"
NASTY = {
    "north.now": "１e999",
    "north.reason": "<script>alert(1)</script>{a.b}%s",
    "north.support": "\u202e一二三\u202c😀",
    "east.now": "300-400",
    "east.reason": "字" * 20_000,
    "south.now": "NaN",
    "south.reason": "　 \n",
    "nobody.now": "7",
    "a.b.c": "8",
}


@pytest.fixture
def scene(running: Running) -> RoomScene:
    return RoomScene(running, learners=12, tables=2)


def state(room: Room, owner: str, slug: str = SPLIT) -> dict:
    return dict(room.store.read_now(lambda conn: log.current(conn, room.klass.id, owner, slug)).state or {})


def put(device: Device, path: str, fields: dict, base: int) -> dict:
    return device.act(path, "put", None, fields, base=base).json


def test_a_table_at_once_while_the_record_changes_hands_and_time_is_called(scene: RoomScene, room: Room) -> None:
    """Whatever was answered 「已保存」 stands there; what came too late was told so; nothing fell over."""
    scene.lead("open", slug=SPLIT)
    scene.lead("side", side="table")
    members = [scene.device(person) for person in scene.people[:6]]
    path = f"/g1/{SPLIT}"
    members[0].take_record(f"/g/{SPLIT}")

    def hand(pair: tuple[int, Device]) -> list[tuple[str, str, str]]:
        number, device = pair
        said = []
        for n in range(8):
            if n == 3 and number in (2, 4):
                device.take_record(f"/g/{SPLIT}")
            value = f"{number}第{n}"
            page = device.get(f"/g/{SPLIT}")
            answer = put(device, path, {"north.reason": value}, page.seq)
            said.append((answer["status"], value, answer["html"]))
            note = device.act(path, "group-note", {"item": "split"}, {"note": f"话{number}-{n}"}, base=page.seq)
            assert note.json["status"] == "ok", note.body
            if number == 5 and n == 6:
                scene.lead("close")
        return said

    with ThreadPoolExecutor(6) as pool:
        said = [row for rows in pool.map(hand, enumerate(members)) for row in rows]
    assert {status for status, _, _ in said} <= {"ok", "refused", "conflict"}
    taken = {value for status, value, _ in said if status == "ok"}
    assert taken
    assert state(room, "g1")["values"]["north.reason"] in taken
    words = members[3].get(f"/g/{SPLIT}").words
    assert not [f"话{number}-{n}" for number in range(6) for n in range(8) if f"话{number}-{n}" not in words]


@pytest.mark.parametrize("slug", OWN)
def test_bad_input_is_kept_or_said_and_never_falls_over(scene: RoomScene, room: Room, slug: str) -> None:
    """Every entry of every page, all sorts of junk, through the server; escaped, and the page stays one."""
    device, path, owner = scene.device(scene.people[0]), f"/x/{slug}", log.learner(scene.people[0].id)
    for _ in range(12):
        page = device.get(path)
        assert page.status == 200
        for name in dict.fromkeys(re.findall(r'name="([\w-]+\.[\w-]+)"', page.body)):
            fields = dict(zip((name, f"{name}.x", "r99.now"), ("<script>alert(1)</script>{a.b}%s", "1", ["a", "b"]), strict=True))  # fmt: skip
            answer = device.act(path, "put", None, fields)
            assert answer.json["status"] == "ok", answer.body
            assert "<script>alert(1)" not in answer.json["html"]
            room.pace.clear()
        checked = device.act(path, "grade", None, None)
        assert checked.json["status"] == "ok" or "end" in state(room, owner, slug)["at"]
        device.act(path, "next")
    held = state(room, owner, slug)
    assert not [name for name in held["values"] if name.count(".") > 1 or name.startswith("r99")]
    assert device.act(path, "finish").json["status"] == "ok"


def test_what_the_network_may_carry_is_bounded_and_said(scene: RoomScene) -> None:
    device, path = scene.device(scene.people[0]), f"/x/{SPLIT}"
    seq = device.get(path).seq
    assert put(device, path, NASTY, seq)["status"] == "ok"
    page = device.get(path)
    assert "写了 20000 个字，这一格最多 200 个" in page.words
    for fields, status in (
        ({"north.reason": "字" * 20_001}, 400),
        ({f"r{n}.now": "1" for n in range(500)}, 400),
        ({f"r{n}.reason": "字" * 19_000 for n in range(4)}, 413),
        ({"north.now": float("nan")}, 400),
        ({"north.now": {"a": 1}}, 400),
    ):
        answer = device.act(path, "put", None, fields, base=page.seq)
        assert answer.status == status
        assert "Traceback" not in answer.body
    assert device.get(path).seq == page.seq


def test_no_row_is_taken_off_or_added_that_is_not_there(scene: RoomScene, room: Room) -> None:
    device, path, owner = scene.device(scene.people[0]), "/x/own-value-tree", log.learner(scene.people[0].id)
    device.act(path, "put", None, {"r1.name": "甲", "r2.name": "乙"})
    before = state(room, owner, "own-value-tree")
    for values in ({"list": "one", "row": "r3"}, {"list": "one", "row": "r1.name"}, {"list": "", "row": "r1"}, {"list": "nope", "row": "r1"}):  # fmt: skip
        device.act(path, "drop", values)
        device.act(path, "up", values)
    assert state(room, owner, "own-value-tree")["values"] == before["values"]
    assert state(room, owner, "own-value-tree")["rows"] == before["rows"]
    for _ in range(60):
        device.act(path, "add", {"list": "one"})
        room.pace.clear()
    assert len(state(room, owner, "own-value-tree")["rows"]["one"]) <= 12
    assert "行数够多了" in device.act(path, "add", {"list": "one"}).json["message"]


@pytest.mark.parametrize("slug", BOARDS)
def test_nobody_reads_or_writes_the_board_of_another_table(scene: RoomScene, room: Room, slug: str) -> None:
    scribe, other = scene.device(scene.people[0]), scene.device(scene.people[6])
    scribe.take_record(f"/g/{slug}")
    first = re.search(r'name="([\w-]+\.[\w-]+)"', scribe.get(f"/g/{slug}").body)
    name = first[1] if first else "dept.objective"
    put(scribe, f"/g1/{slug}", {name: "只给一组看"}, scribe.get(f"/g/{slug}").seq)
    held = state(room, "g1", slug)
    for act in ("put", "grade", "restart", "group-note", "group-take", "keep"):
        answer = other.act(f"/g1/{slug}", act, {"item": "split", "from": ""}, {name: "外人"}, base=1)
        assert answer.status == 403
        assert "只给一组看" not in answer.body
    for page in (f"/g1/{slug}", f"/g/{slug}", f"/g1/{slug}/live?seq=0", "/shelf", "/trainer", "/stage"):
        assert "只给一组看" not in other.get(page).body
    assert state(room, "g1", slug) == held


def test_a_tables_document_lies_with_its_members_whoever_came_or_went(scene: RoomScene, room: Room) -> None:
    """Who moves away keeps what was made while he sat there, also who said nothing; nobody else has it."""
    scribe, path = scene.device(scene.people[0]), f"/g/{SPLIT}"
    scribe.take_record(path)
    put(scribe, f"/g1/{SPLIT}", {"north.now": "375"}, scribe.get(path).seq)
    [doc] = set(re.findall(r"/shelf/(\w+)", scribe.get("/shelf").body))
    late = Device(scene.running.port).join(room, "晚来的人", 1)
    silent, gone = scene.device(scene.people[1]), scene.device(scene.people[2])
    gone.act(f"/g1/{SPLIT}", "group-note", {"item": "split"}, {"note": "我也在"})
    assert {one.get(f"/shelf/{doc}").status for one in (scribe, late, silent, gone)} == {200}
    for one in (silent, gone):
        assert one.post("/group?to=2").status == 303
        assert one.get(f"/shelf/{doc}").status == 200
    passing = scene.device(scene.people[7])
    for table in (1, 2):  # nothing was done at table 1 meanwhile
        assert passing.post(f"/group?to={table}").status == 303
    assert passing.get(f"/shelf/{doc}").status == 404
    stranger = scene.device(scene.people[8])
    assert stranger.get(f"/shelf/{doc}").status == 404
    for do in ("remove", "copy"):
        assert stranger.post(f"/shelf/{doc}/{do}").status == 404
        assert "north" not in stranger.get("/shelf").body
    assert scene.device(scene.people[1]).post(f"/shelf/{doc}/remove").status in (303, 403)
    assert scribe.get(f"/shelf/{doc}").status == 200


@pytest.fixture
def served(tmp_path) -> Iterator[Callable[[], Running]]:
    """A class on one file, its server begun anew at each call."""
    open_ones: list[Running] = []
    with Store(str(tmp_path / "class.db"), busy_ms=200) as store:

        def serve() -> Running:
            for one in open_ones:
                one.close()
            port = open_ones[-1].port if open_ones else 0
            open_ones.append(Running(Room.open(content(), store, "一班"), port))
            return open_ones[-1]

        yield serve
        for one in open_ones:
            one.close()


@pytest.mark.parametrize("path", [f"/x/{SPLIT}", f"/g/{SPLIT}"])
def test_a_server_that_is_begun_anew_under_typing_loses_nothing(served, path: str) -> None:
    """The phone knows nothing of it: it sends what changed on the page that it has."""
    running = served()
    wang = Device(running.port).join(running.room, "王芳", 1)
    if path.startswith("/g"):
        wang.take_record(path)
    seq = wang.get(path).seq
    for n, (name, value) in enumerate((("north.now", "375"), ("east.now", "490"), ("south.now", "340"))):
        answer = wang.act(path, "put", None, {name: value}, base=seq, name=f"act-{n}").json
        assert answer["status"] == "ok"
        running = served()
        again = wang.act(path, "put", None, {name: value}, base=seq, name=f"act-{n}").json  # the answer got lost
        assert (again["status"], again["seq"]) == ("ok", answer["seq"])
        seq = answer["seq"]
    assert "合计" in wang.act(path, "grade").json["html"]
    for value in ("375", "490", "340"):
        assert f'value="{value}"' in wang.get(path).body


def test_scribes_who_type_without_a_break_are_never_refused(scene: RoomScene, room: Room) -> None:
    """Two messages a second from each scribe, and his own board beside it, for 75 seconds by a clock that we set."""
    now = [0.0]
    room.table_pace.clock = room.pace.clock = lambda: now[0]
    scribes = [scene.device(scene.people[0]), scene.device(scene.people[6])]
    bases = []
    for number, device in enumerate(scribes, 1):
        device.take_record(f"/g/{SPLIT}")
        bases.append([device.get(f"/g/{SPLIT}").seq, device.get(f"/x/{SPLIT}").seq, number])
    for n in range(150):
        now[0] += 0.5
        for device, base in zip(scribes, bases, strict=True):
            for at, path in enumerate((f"/g{base[2]}/{SPLIT}", f"/x/{SPLIT}")):
                answer = put(device, path, {"north.now": str(n)}, base[at])
                assert answer["status"] == "ok", (n, path, answer["message"])
                base[at] = answer["seq"]


def test_a_learner_who_was_removed_reads_and_writes_nothing(scene: RoomScene, room: Room) -> None:
    scribe, path = scene.device(scene.people[0]), f"/g/{SPLIT}"
    scribe.take_record(path)
    seq = scribe.get(path).seq
    put(scribe, f"/g1/{SPLIT}", {"north.now": "375"}, seq)
    at = room.clock()
    room.store.write_now(lambda conn: roster.remove(conn, room.klass.id, scene.people[0].id, at, gone=True))
    answer = scribe.act(f"/g1/{SPLIT}", "put", None, {"north.now": "1"}, base=seq)
    assert (answer.status, "375" in answer.body) == (401, False)
    assert scribe.get(path).status in (303, 401)
    assert state(room, "g1")["values"] == {"north.now": "375"}
    second = scene.device(scene.people[1])
    second.take_record(path)
    assert put(second, f"/g1/{SPLIT}", {"east.now": "490"}, second.get(path).seq)["status"] == "ok"
    assert json.dumps(state(room, "g1")["values"]) == '{"north.now": "375", "east.now": "490"}'

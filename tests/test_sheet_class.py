"""A board in a class over HTTP: six at one table at once, another device, hundreds of keys, what the stage and the console show."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from room_scene import RoomScene

from okr_kit.hosts.store import log

if TYPE_CHECKING:
    from class_scene import Device

SLUG = "split-by-region"
TABLE, ACT = f"/g/{SLUG}", "/g{}/" + SLUG
GOOD = {"north.now": "375", "east.now": "490", "south.now": "340"}
WHY = {"north.reason": "两家新经销商", "east.reason": "老客户多买", "south.reason": "新仓到货快"}
#: A tree of two leaves, and the scribe at the page where each circles one.
OWN_TREE = [
    ("put", {}, {"goal.name": "GMV", "goal.now": "8 亿元", "one.method": "formula", "one.joins": "times"}),
    ("put", {}, {"r1.name": "年 UV", "r1.now": "4000 万", "r2.name": "转化率", "r2.now": "2.5%"}),
    ("go", {"step": "circle"}, {}),
]


@pytest.fixture
def scene(running) -> RoomScene:
    return RoomScene(running, learners=12, tables=2)


def state(room, owner: str) -> dict:
    return dict(room.store.read_now(lambda conn: log.current(conn, room.klass.id, owner, SLUG)).state or {})


def put(device: Device, number: int, fields: dict, base: int) -> dict:
    """One message of a board that keeps itself; the answer."""
    return device.act(ACT.format(number), "put", None, fields, base=base).json


def test_six_at_one_board_at_once_lose_nothing_and_nobody_waits(scene: RoomScene, room) -> None:
    """The scribe types while five leave notes: each note is there, each number, and no act was refused."""
    scribe, *others = (scene.device(person) for person in scene.people[:6])
    scribe.take_record(TABLE)

    def type_all() -> list[str]:
        said, seq = [], scribe.get(TABLE).seq
        for name, value in (GOOD | WHY).items():
            for end in range(1, len(value) + 1):
                answer = put(scribe, 1, {name: value[:end]}, seq)
                said.append(answer["status"])
                seq = answer["seq"]
        return said

    def talk(pair: tuple[int, Device]) -> list[str]:
        number, device = pair
        base = device.get(TABLE).seq
        notes = ({"note": f"第 {number} 个人说第 {n} 句"} for n in range(5))
        return [
            device.act(ACT.format(1), "group-note", {"item": "split"}, one, base=base).json["status"] for one in notes
        ]

    with ThreadPoolExecutor(6) as pool:
        typing = pool.submit(type_all)
        talked = list(pool.map(talk, enumerate(others)))
    assert set(typing.result()) == {"ok"}
    assert {status for one in talked for status in one} == {"ok"}
    assert state(room, "g1")["values"] == GOOD | WHY
    words = others[0].get(TABLE).words
    for number in range(5):
        for n in range(5):
            assert f"第 {number} 个人说第 {n} 句" in words


def test_watchers_see_every_value_and_can_type_nothing(scene: RoomScene) -> None:
    scribe, watcher = scene.device(scene.people[0]), scene.device(scene.people[1])
    scribe.take_record(TABLE)
    put(scribe, 1, GOOD | WHY, scribe.get(TABLE).seq)
    words = watcher.get(TABLE).words
    for value in ("375", "+25%", "490", "+9%", "340", "+36%", *WHY.values(), "1205"):
        assert value in words
    for number in ("375", "490", "340"):  # the line of a row says it: nobody reads it twice
        assert len(re.findall(rf"\b{number}\b", words.partition("北区 375 +")[0])) == 1, words
    assert 'name="north.now"' not in watcher.get(TABLE).body
    answer = put(watcher, 1, {"north.now": "1"}, watcher.get(TABLE).seq)
    assert answer["status"] == "refused"
    assert scene.people[0].nickname in answer["message"]


def test_a_note_can_be_about_a_row(scene: RoomScene) -> None:
    member, other = scene.device(scene.people[1]), scene.device(scene.people[2])
    page = member.get(TABLE)
    assert "说的是哪一行" in page.words
    assert "对这一页留一句话" in page.words
    assert "这一题" not in page.words
    said = {"note": "多买哪一个品类？", "at": "east"}
    assert member.act(ACT.format(1), "group-note", {"item": "split"}, said, base=page.seq).json["status"] == "ok"
    assert f"{scene.people[1].nickname} · 东区" in other.get(TABLE).words
    plain = {"note": "都看一下", "at": "nowhere"}
    assert member.act(ACT.format(1), "group-note", {"item": "split"}, plain, base=page.seq).json["status"] == "ok"
    assert "nowhere" not in other.get(TABLE).words


def test_stop_in_the_middle_and_go_on_tomorrow_on_another_device(scene: RoomScene, room) -> None:
    first, second = scene.device(scene.people[0]), scene.device(scene.people[1])
    first.take_record(TABLE)
    put(first, 1, {"north.now": "375", "north.reason": "两家新经销商"}, first.get(TABLE).seq)
    second.take_record(TABLE)
    page = second.get(TABLE)
    assert 'value="375"' in page.body
    assert put(second, 1, {"east.now": "490"}, page.seq)["status"] == "ok"
    late = put(first, 1, {"south.now": "999"}, first.get(TABLE).seq)
    assert late["status"] == "refused"
    assert state(room, "g1")["values"] == {"north.now": "375", "north.reason": "两家新经销商", "east.now": "490"}


def test_two_windows_of_one_learner_keep_what_each_has_typed(scene: RoomScene, room) -> None:
    """The second is told, gets the newer page, and what it sends again lands beside the first's."""
    one, two = scene.device(scene.people[0]), scene.device(scene.people[0])
    path, owner = f"/x/{SLUG}", log.learner(scene.people[0].id)
    base = one.get(path).seq
    assert one.act(path, "put", None, {"north.now": "375"}, base=base).json["status"] == "ok"
    answer = two.act(path, "put", None, {"east.now": "490"}, base=base).json
    assert answer["status"] == "conflict"
    assert 'value="375"' in answer["html"]
    assert two.act(path, "put", None, {"east.now": "490"}, base=answer["seq"]).json["status"] == "ok"
    assert state(room, owner)["values"] == {"north.now": "375", "east.now": "490"}


def test_quick_typing_over_a_whole_board_is_never_refused(scene: RoomScene, room) -> None:
    """Five numbers a second for a minute, by a clock that we set: more than two hands make, on a table's page."""
    now = [0.0]
    room.table_pace.clock = lambda: now[0]
    scribe = scene.device(scene.people[0])
    scribe.take_record(TABLE)
    seq = scribe.get(TABLE).seq
    for n in range(300):
        now[0] += 0.2
        answer = put(scribe, 1, {"north.now": str(n)}, seq)
        assert answer["status"] == "ok", n
        seq = answer["seq"]
    assert state(room, "g1")["values"] == {"north.now": "299"}


def test_the_stage_has_the_tables_side_by_side_without_a_word_of_theirs(scene: RoomScene, trainer: Device) -> None:
    scene.lead("open", slug=SLUG)
    scene.lead("side", side="table")
    for number, numbers in ((1, GOOD), (2, dict.fromkeys(GOOD, "400"))):
        scribe = scene.device(scene.people[6 * number - 1])
        scribe.take_record(TABLE)
        put(scribe, number, numbers | dict.fromkeys(WHY, "只给我们组看"), scribe.get(TABLE).seq)
    console = trainer.get("/trainer").words
    assert re.search(r"0/3\s+第 1 组", console) or re.search(r"第 1 组.*?0/3", console)
    scene.device(scene.people[5]).act(
        ACT.format(1), "grade", {"step": "split"}, base=scene.device(scene.people[5]).get(TABLE).seq
    )
    assert scene.count(SLUG).tables[0].decided == 3
    scene.lead("show", show="groups")
    for step in ("", "close"):
        if step:
            scene.lead(step)
        stage = trainer.get("/stage").words
        for words in ("第 1 组", "375 +25%", "1205", "第 2 组", "400 −11%", "1200"):
            assert words in stage
        assert "只给我们组看" not in stage


def test_a_tables_split_lies_on_the_shelf_of_each_member(scene: RoomScene) -> None:
    scribe, member, stranger = (scene.device(scene.people[n]) for n in (0, 3, 7))
    scribe.take_record(TABLE)
    put(scribe, 1, GOOD | WHY, scribe.get(TABLE).seq)
    assert "新签" in member.get("/shelf").words
    assert "新签" not in stranger.get("/shelf").words


@pytest.mark.parametrize(
    ("slug", "acts", "item", "field", "value", "line"),
    [
        ("map-ogsm-okr", [], "slips", "e.place", "S", "S：1 票"),
        ("own-value-tree", OWN_TREE, "circle", "circle.leaf", "r2", "2.5%：1 票"),
    ],
)
def test_members_vote_on_what_a_board_asks_them(
    scene: RoomScene, slug: str, acts: list[tuple[str, dict, dict]], item: str, field: str, value: str, line: str
) -> None:
    """On the slip that is mixed up most, on the leaf to be moved: seen by the table, also once the time is up."""
    scribe = scene.take_record(1)
    scene.lead("open", slug=slug, side="table")
    for do, values, fields in acts:
        scene.act(scribe, slug, do, values, fields, table=True)
    member, other = scene.device(scene.people[1]), scene.device(scene.people[2])
    page = member.get(f"/g/{slug}")
    assert "投这一项" in page.words, page.words
    reply = member.act(f"/g1/{slug}", "group-vote", {"item": item}, {field: value}, base=page.seq).json
    assert reply["status"] == "ok", reply["message"]
    assert line in other.get(f"/g/{slug}").words
    scene.lead("close")
    assert line in other.get(f"/g/{slug}").words

"""Two class servers on one PostgreSQL, as behind a load balancer: one class, whichever of them answers."""

from __future__ import annotations

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from class_scene import Device, Running, finish_alone, first_question
from learner import GOOD_KRS, GOOD_O, content

from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store

SPOT, WRITE, GROUP = "/x/spot-wrong-objectives", "/x/write-okr", "/g/find-the-error"


@pytest.fixture
def servers(postgresql_url):
    """Two servers with stores and rooms of their own, opened at the same moment."""

    def open_one(_: int) -> tuple[Store, Room]:
        store = Store(postgresql_url)
        return store, Room.open(content(), store, "一班")

    with ThreadPoolExecutor(2) as pool:
        opened = list(pool.map(open_one, range(2)))
    running = [Running(room) for _, room in opened]
    yield running
    for one, (store, _) in zip(running, opened, strict=True):
        one.close()
        store.close()


@pytest.fixture
def wang(servers):
    """王芳, first on the one server, then with the same cookies on the other."""
    device = Device(servers[0].port).join(servers[0].room, "王芳", 3)
    return device, Device(servers[1].port, device.cookies)


def test_both_are_the_same_class(servers):
    one, two = (running.room for running in servers)
    assert (one.klass, one.trainer_token) == (two.klass, two.trainer_token)


def test_work_goes_on_at_the_other_server(wang, servers):
    here, there = wang
    item, name, letter = first_question(here.get(SPOT))
    fields = {name: letter, "reason": "a"}
    assert here.act(SPOT, "answer", {"item": item}, fields, name="same").json["status"] == "ok"
    assert there.get(SPOT).seq == 1
    assert there.act(SPOT, "answer", {"item": item}, fields, name="same", base=0).json["seq"] == 1
    assert there.act(SPOT, "hint", {"item": item}, base=0).json["status"] == "conflict"
    assert len(servers[0].room.store.events("一班")) == 1


def test_what_is_written_at_one_lies_on_the_shelf_of_the_other(wang):
    here, there = wang
    here.act(WRITE, "pick", {"scenario": "bakery-waste"})
    here.act(WRITE, "grade", {"part": "o"}, {"text": GOOD_O})
    there.act(WRITE, "add")
    there.act(WRITE, "grade", {"part": "k1"}, {"text": GOOD_KRS[0]})
    (name,) = re.findall(r'href="/shelf/(\w+)"', here.get("/shelf").body)
    assert GOOD_KRS[0] in here.get(f"/shelf/{name}").words
    assert there.post(f"/shelf/{name}/remove").status == 303
    assert GOOD_O not in here.get("/shelf").body.split("删除的")[0]


def test_a_scribe_taken_over_at_one_is_refused_at_the_other(wang, servers):
    here, _ = wang
    li = Device(servers[1].port).join(servers[1].room, "李雷", 3)
    finish_alone(servers[1].room)
    here.take_record(GROUP)
    li.take_record(GROUP)
    late = here.act(GROUP, "next")
    assert late.json["status"] == "refused"
    assert "李雷" in late.json["message"]
    assert li.act(GROUP, "next").json["status"] == "ok"


def test_thirty_learners_at_once_lose_nothing(servers):
    """Each on a server of its own luck, each action committed once."""

    def one(number: int) -> int:
        running = servers[number % 2]
        device = Device(running.port).join(running.room, f"学员{number}", number % 6 + 1)
        other = Device(servers[(number + 1) % 2].port, device.cookies)
        for turn in range(6):
            assert (device, other)[turn % 2].act(SPOT, "hint").json["status"] == "ok"
        return other.get(SPOT).seq

    with ThreadPoolExecutor(10) as pool:
        assert list(pool.map(one, range(30))) == [6] * 30
    assert len(servers[0].room.store.events("一班")) == 180


def test_it_is_one_file_for_others(tmp_path: Path) -> None:
    """The same scenes on two stores of one SQLite file, for who has no PostgreSQL: opened together, once upgraded."""
    file = tmp_path / "class.db"
    shutil.copy(Path(__file__).parent / "data" / "first-release.sqlite3", file)

    def open_one(_: int) -> int:
        with Store(str(file), busy_ms=10_000) as store:
            Room.open(content(), store, "华东区一期")
            return len(store.documents("华东区一期"))

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(open_one, range(2))
    assert first == second > 25

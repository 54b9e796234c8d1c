"""An exercise that tables do from the start: the console opens it for them, and the class sees how tables are spread."""

from __future__ import annotations

import pytest
from class_scene import Running
from learner import content
from room_scene import RoomScene

from okr_kit import lesson
from okr_kit.hosts.classroom.console import steps
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.classroom.stage import page as stage
from okr_kit.hosts.store import Store
from okr_kit.render import text

LOOP = "loop-puzzle"
CARD = "from-signing"


@pytest.fixture
def scene():
    """Thirty-six at six tables, whose records are kept."""
    with Store("sqlite://") as store:
        running = Running(Room.open(content(), store, "一班", groups=6))
        found = RoomScene(running)
        for number in range(1, 7):
            found.take_record(number)
        yield found
        running.close()


def on_stage(scene: RoomScene) -> str:
    """What the stage says."""
    room = scene.room
    seen = room.store.read_now(lambda conn: stage.see(conn, room, room.clock()))
    return text(stage.nodes(seen, ""))


def opened(scene: RoomScene, slug: str) -> str:
    """The side that the console opens an exercise for."""
    action = {"do": "open", "values": {"slug": slug}, "fields": {}}
    scene.lead("open", **steps.values(scene.room, scene.lesson, action, "desk"))
    return lesson.live(scene.lesson, slug).side


def test_the_console_opens_it_for_the_tables_and_others_for_everybody(scene: RoomScene) -> None:
    assert opened(scene, LOOP) == "table"
    assert opened(scene, "match-five-values") == "own"


def test_what_tables_decide_is_counted_as_tables(scene: RoomScene) -> None:
    """Also where members tried it alone before: their cards do not count, and take none from the table."""
    scene.vote(LOOP, CARD, {"follow": 30})
    opened(scene, LOOP)
    assert [(table.of, table.decided) for table in scene.count(LOOP).tables] == [(11, 0)] * 6
    for number in range(1, 7):
        scene.decide(number, LOOP, CARD, "align" if number < 3 else "follow")
    (spread, _) = scene.count(LOOP).spreads[CARD]
    assert (spread.people, spread.right) == (6, 2)
    assert [table.decided for table in scene.count(LOOP).tables] == [1] * 6
    scene.lead("close")
    scene.lead("answer", item=CARD)
    said = on_stage(scene)
    assert "4 组" in said
    assert "2 组" in said
    assert " 人" not in said

"""Where tables talk about an exercise, everybody in the room has the same items, the projector too."""

from __future__ import annotations

from pathlib import Path

import pytest
from class_scene import Device, Running, first_question
from learner import content

from okr_kit import engine
from okr_kit.hosts.classroom import server, work
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.cli.open_room import Plan, open_room
from okr_kit.hosts.jupyter.voila_process import VoilaProcess
from okr_kit.hosts.jupyter.widget import show
from okr_kit.hosts.store import Store
from okr_kit.hosts.store.people import Person
from okr_kit.kinds import KINDS, Drill

#: Drills that tables do; each phone has a round of its own of the others.
DRILLS = [
    slug
    for slug, exercise in content().exercises.items()
    if isinstance(KINDS[exercise.kind], Drill) and exercise.settings.get("group")
]


def begun(room: Room, place: work.Place, rounds: int = 0) -> dict:
    """The state of a work as it begins, after so many 换一组."""
    ctx = engine.Context(room.content, place.exercise)
    state = engine.start(ctx, place.seed)
    for _ in range(rounds):
        state = engine.act(ctx, state, {"do": "redraw"}, 1)
    return state


def shown(room: Room, state: dict) -> list[tuple[str, list[str]]]:
    """The items of a round, each with its options in the order shown."""
    kind = KINDS[state["kind"]]
    ctx = engine.Context(room.content, room.content.exercise(state["slug"]))
    return [(name, [one[1] for part in kind.parts(ctx, state, name) for one in part.options]) for name in state["draw"]]


@pytest.mark.parametrize("rounds", [0, 1, 2])
@pytest.mark.parametrize("slug", DRILLS)
def test_every_phone_every_table_and_the_projector_show_the_same(
    room: Room, slug: str, rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also after 换一组, and in the same order of options, so that 「选 B」 means one thing in the room."""
    exercise = content().exercise(slug)
    people = [
        Person(number, f"学员{number}", group, "learner", "") for number, group in ((1, 3), (2, 3), (3, 5), (4, 0))
    ]
    places = [work.own_place(room, person, exercise) for person in people]
    places += [work.group_place(room, person, exercise) for person in people[:3]]
    seen = [shown(room, begun(room, place, rounds)) for place in places]
    voila = VoilaProcess("zh_cn", Path("course"), draw=room.draw)
    monkeypatch.setenv("OKR_DRAW", voila.own["OKR_DRAW"])
    projector = show(slug)
    for _ in range(rounds):
        projector.act("redraw")
    assert all(one == seen[0] for one in [*seen, shown(room, projector._state)])


def test_okr_serve_tells_the_projector_the_draw_of_its_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the room draws from is in the environment of the projector's notebooks."""
    seen: list[tuple[str, str]] = []
    monkeypatch.setattr(server, "serve", lambda room, voila, **_: seen.append((room.draw, voila.own["OKR_DRAW"])))
    open_room(content().language, Plan(None, 0, "sqlite://", None, None, tmp_path))
    assert seen
    assert seen[0][0] == seen[0][1]


def test_another_class_has_another_draw_and_a_notebook_its_own(room: Room) -> None:
    """What one class saw does not give the next one away; outside a class nothing changes."""
    exercise = content().exercise("find-the-error")
    with Store("sqlite://") as store:
        other = Room.open(content(), store, "二班")
        assert work.seed(other, "p1", exercise) != work.seed(room, "p1", exercise)
    assert show("find-the-error")._state["seed"] == 1


def test_a_round_under_way_stays_when_its_learner_changes_the_table(room: Room) -> None:
    """The items and what was answered, in a class that runs."""
    running, path = Running(room), "/x/spot-wrong-objectives"
    try:
        wang, li = Device(running.port).join(room, "王芳", 3), Device(running.port).join(room, "李雷", 5)
        item, name, letter = first_question(wang.get(path))
        assert first_question(li.get(path))[0] == item
        wang.act(path, "answer", {"item": item}, {name: letter, "reason": "a"})
        wang.act(path, "reveal", {"item": item})
        wang.act(path, "next")
        before = wang.get(path)
        wang.post("/group", group=5)
        after = wang.get(path)
        assert "第 2 题" in after.words
        assert first_question(after) == first_question(before)
        assert first_question(wang.get("/g/spot-wrong-objectives"))[0].removeprefix("vote-") == item
    finally:
        running.close()

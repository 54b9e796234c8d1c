"""A bank that changes between two starts takes no answer away: what has left is skipped and said, the rest goes on."""

from __future__ import annotations

import json

import pytest
from class_scene import Device, Running, finish_alone
from learner import GOOD_KRS, GOOD_O, Learner, content

from okr_kit import bank, engine
from okr_kit.errors import ContentError
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.store import Store, log
from okr_kit.kinds import KINDS, Drill

SPOT, GROUP, WRITE = "/x/spot-wrong-objectives", "/g/find-the-error", "/x/write-okr"
DRILLS = [slug for slug, exercise in content().exercises.items() if isinstance(KINDS[exercise.kind], Drill)]


@pytest.fixture
def without(tmp_path):
    """The content with an overlay that removes items of an exercise."""

    def make(slug: str, *gone: str) -> bank.Content:
        file = tmp_path / "bank/zh_cn" / f"{slug}.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"remove = {json.dumps(gone)}\n", "utf-8")
        return bank.load(overlay=tmp_path)

    return make


def back(learner: Learner, pack: bank.Content) -> Learner:
    """The learner after a restart of the server with other content."""
    new = Learner(learner.ctx.exercise.slug, pack=pack)
    new.state, restarted = engine.load(new.ctx, json.loads(json.dumps(learner.state)))
    assert not restarted
    return new


def answered(learner: Learner, count: int) -> list[str]:
    """Answer the first items of a round; their ids."""
    names = learner.state["draw"][:count]
    for name in names:
        learner.act("answer", learner.truth(name), item=name)
    return names


@pytest.mark.parametrize("slug", DRILLS)
@pytest.mark.parametrize("which", ["next", "current", "answered", "all that are open"])
def test_what_left_is_skipped_and_the_answers_stay(without, slug: str, which: str) -> None:
    learner = Learner(slug)
    done, draw = answered(learner, 3), list(learner.state["draw"])
    gone = {"next": [draw[3]], "current": [draw[2]], "answered": [draw[0]], "all that are open": draw[3:]}[which]
    new = back(learner, without(slug, *gone))
    assert new.state["draw"] == [name for name in draw if name not in gone]
    assert all(new.state["items"][name] == learner.state["items"][name] for name in done)
    assert f"有 {len(gone)} 题已经换掉，你的其他答案都在" in new.text
    out = new.outcome
    assert (out.answered, out.total) == (3 - (gone[0] in done), len(draw) - len(gone))
    ends = learner.ctx.exercise.settings.get("feedback") == "end"  # it is done once it has been handed in
    assert out.done == (which == "all that are open" and not ends)
    assert f"有 {len(gone)} 题" in new.act("next")
    assert "已经换掉" not in new.act("back")


def test_a_finished_round_stays_finished(without) -> None:
    learner = Learner("spot-wrong-objectives")
    learner.solve()
    gone = learner.state["draw"][2]
    new = back(learner, without("spot-wrong-objectives", gone))
    assert (new.state["at"], new.outcome.done, new.outcome.score) == ("summary", True, 100)


def test_a_round_of_which_nothing_is_left_is_drawn_anew(without) -> None:
    learner = Learner("spot-wrong-objectives")
    draw = learner.state["draw"]
    new = back(learner, without("spot-wrong-objectives", *draw))
    assert len(new.state["draw"]) == len(draw)
    assert not set(new.state["draw"]) & set(draw)
    assert new.outcome.answered == 0
    assert "已经换掉" in new.text


def test_a_finished_round_of_which_nothing_is_left_keeps_its_result(without) -> None:
    learner = Learner("spot-wrong-objectives")
    learner.solve()
    new = back(learner, without("spot-wrong-objectives", *learner.state["draw"]))
    assert (new.outcome.done, new.outcome.best, new.outcome.answered) == (True, 100, 0)


def test_an_item_that_comes_back_still_has_its_answer(without) -> None:
    learner = Learner("spot-wrong-objectives")
    first = answered(learner, 1)[0]
    new = back(learner, without("spot-wrong-objectives", first))
    assert first in new.state["items"]


def sheet(scenario: str) -> Learner:
    """A scenario with its O and a KR."""
    learner = Learner("write-okr")
    learner.act("pick", scenario=scenario)
    learner.act("grade", {"text": GOOD_O}, part="o")
    learner.act("add")
    learner.act("grade", {"text": GOOD_KRS[0]}, part="k1")
    return learner


def test_a_scenario_that_left_goes_on_as_ones_own(without) -> None:
    learner = sheet("bakery-waste")
    new = back(learner, without("write-okr", "bakery-waste"))
    assert (new.state["scenario"], new.state["doc"]) == ("own", learner.state["doc"])
    assert "这个场景已经换掉，你写的都在" in new.text
    assert GOOD_KRS[0] in new.act("go", part="k1")


def test_a_scenario_that_left_is_put_aside_where_ones_own_has_a_sheet(without) -> None:
    learner = sheet("own")
    learner.act("pick", scenario="bakery-waste")
    learner.act("grade", {"text": GOOD_O}, part="o")
    pack = without("write-okr", "bakery-waste")
    new = back(learner, pack)
    assert new.state["others"]["bakery-waste"]["doc"] == learner.state["doc"]
    assert "已经换掉" in new.text
    assert GOOD_KRS[0] in new.act("pick", scenario="own") + new.act("go", part="k1")
    assert back(new, content()).act("pick", scenario="bakery-waste").count(GOOD_O)


# -- through the class server -----------------------------------------------------------------------


@pytest.fixture
def store(tmp_path):
    with Store(str(tmp_path / "class.db"), busy_ms=200) as opened:
        yield opened


@pytest.fixture
def served(store):
    """Open the class with some content, as after a restart."""
    open_ones = []

    def serve(pack: bank.Content) -> Running:
        for one in open_ones:
            one.close()
        open_ones.append(Running(Room.open(pack, store, "一班")))
        return open_ones[-1]

    yield serve
    for one in open_ones:
        one.close()


def state_of(store: Store, room: Room, path: str) -> dict:
    """The stored state of the work on a page: the group's, or the one of the only learner."""
    kept = store.read_now(lambda conn: log.states(conn, room.klass.id))
    grouped = path.startswith("/g/")
    (found,) = (one.state for one in kept if one.exercise == path[3:] and (one.owner == log.group(3)) == grouped)
    return found


def answer(device: Device, path: str, item: str) -> None:
    """A wrong try and what ends the item, so that it is done whatever is right."""
    fields = {"verdict": "revise", "reason": "a", "error": "a"}
    assert device.act(path, "answer", {"item": item}, fields).json["status"] == "ok"
    device.act(path, "reveal", {"item": item})


@pytest.mark.parametrize("which", ["next", "current", "answered", "all that are open"])
@pytest.mark.parametrize("path", [SPOT, GROUP])
def test_the_class_goes_on_after_a_restart(served, store, without, which: str, path: str) -> None:
    slug = path[3:]
    running = served(content())
    wang = Device(running.port).join(running.room, "王芳", 3)
    if path == GROUP:
        finish_alone(running.room)
        wang.take_record(path)
    wang.act(path, "hint")
    draw = state_of(store, running.room, path)["draw"]
    for item in draw[:3]:
        answer(wang, path, item)
    before = state_of(store, running.room, path)
    gone = {"next": [draw[3]], "current": [draw[2]], "answered": [draw[0]], "all that are open": draw[3:]}[which]
    base = wang.get(path).seq
    wang.port = served(without(slug, *gone)).port
    moved = wang.act(path, "next", base=base)  # on the page that stood open, before anything is loaded again
    assert (moved.status, moved.json["status"]) == (200, "ok")
    assert f"有 {len(gone)} 题已经换掉" in moved.json["html"]
    page = wang.get(path)
    assert page.status == 200
    assert "需要重新开始" not in page.words
    after = state_of(store, running.room, path)
    assert after["items"] == before["items"]
    assert after["draw"] == [name for name in draw if name not in gone]


def test_a_finished_round_is_still_finished_on_the_list(served, store, without) -> None:
    running = served(content())
    wang = Device(running.port).join(running.room, "王芳", 3)
    wang.act(SPOT, "hint")
    draw = state_of(store, running.room, SPOT)["draw"]
    for item in draw:
        answer(wang, SPOT, item)
    wang.port = served(without(SPOT[3:], draw[0])).port
    assert wang.get(SPOT).status == 200
    assert "需要重新开始" not in wang.get(SPOT).words
    wang.act(SPOT, "summary")
    state = state_of(store, running.room, SPOT)
    assert all(state["items"][name]["done"] for name in state["draw"])


def test_what_was_written_for_a_scenario_that_left_is_still_there(served, without) -> None:
    running = served(content())
    wang = Device(running.port).join(running.room, "王芳", 3)
    wang.act(WRITE, "pick", {"scenario": "bakery-waste"})
    wang.act(WRITE, "grade", {"part": "o"}, {"text": GOOD_O})
    wang.port = served(without("write-okr", "bakery-waste")).port
    page = wang.get(WRITE)
    assert (page.status, GOOD_O in page.words) == (200, True)
    assert "这个场景已经换掉，你写的都在" in page.words


# -- what an overlay may remove ---------------------------------------------------------------------


def said(error: ContentError) -> str:
    return content().language.error(error)


def test_a_typo_in_remove_names_file_key_and_what_is_near(without) -> None:
    with pytest.raises(ContentError) as found:
        without("write-okr", "bakery-wast")
    assert all(word in said(found.value) for word in ("write-okr.toml", "「bakery-wast」", "bakery-waste"))


@pytest.mark.parametrize("slug", ["okr-or-kpi", "write-okr"])
def test_removing_everything_is_refused(without, slug: str) -> None:
    with pytest.raises(ContentError) as found:
        without(slug, *content().exercise(slug).items)
    assert f"{slug}.toml" in said(found.value)
    assert "留下一题" in said(found.value)


def test_removing_more_than_a_round_can_spare_says_how_many_are_left(without) -> None:
    exercise = content().exercise("okr-or-kpi")
    left = exercise.settings["draw"] - 1
    with pytest.raises(ContentError) as found:
        without("okr-or-kpi", *list(exercise.items)[left:])
    assert f"只有 {left} 题" in said(found.value)

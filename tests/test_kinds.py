"""What holds for every kind of exercise and for every exercise of the bank, found by themselves."""

from __future__ import annotations

import json
import sys
from collections import Counter

import pytest
from learner import GOOD_KRS, GOOD_O, MINUTE, Learner, content, written_okr
from small_kind import ESTIMATE, with_small_kind
from small_kind import SLUG as SMALL

from okr_kit import documents, engine, render
from okr_kit.errors import ActionError, StaleState
from okr_kit.kinds import KINDS, Kind
from okr_kit.kinds.worksheet import Worksheet
from okr_kit.shape import fits
from okr_kit.text import Reading
from okr_kit.view import Actions, Button, Choice, Field, Form, Node, Statement, read_only

SLUGS = list(content().exercises)
#: Those of the tests too: a sheet that is typed into goes through the same.
EVERY = [*SLUGS, ESTIMATE.slug, SMALL]


@pytest.fixture(scope="module", autouse=True)
def pack():
    """The shipped content and the small kinds of the tests."""
    with with_small_kind() as found:
        yield found


def flat(nodes):
    """Every node, those inside others too."""
    for node in nodes:
        yield node
        for name in ("children", "buttons"):
            yield from flat(getattr(node, name, ()))
        for column in getattr(node, "columns", ()):
            yield from flat(column)


def walk(pack, slug: str, steps: int = 25, mode: str = "own") -> list[Learner]:
    """A learner pressing one button after another, as the screens offer them; snapshots of the way."""
    learner, seen = Learner(slug, mode=mode, pack=pack), []
    for number in range(steps):
        buttons = [node for node in flat(engine.view(learner.ctx, learner.state)) if isinstance(node, Button)]
        seen.append(press(learner, buttons[(number * 5 + 1) % len(buttons)], number))
    return [learner, *seen]


def press(learner: Learner, button: Button, number: int = 0) -> dict:
    """One button of the screen, every entry of its form filled in; a snapshot after it."""
    forms = [node for node in flat(engine.view(learner.ctx, learner.state)) if isinstance(node, Form)]
    form = next((one for one in forms if button in one.buttons), None)
    given = {}
    for child in flat(form.children) if form else ():
        if isinstance(child, Field):
            number_typed = "38" if child.unit else "1"  # a score is no more than one
            given[child.name] = number_typed if child.mode == "decimal" else "报损率从 9% 降到 6%"
        elif isinstance(child, Choice) and child.options:
            given[child.name] = child.options[number % len(child.options)].value
    learner.act(button.do, given, **button.values)
    return json.loads(json.dumps(learner.state))


def straight_on(pack, slug: str, material: str, steps: int = 10) -> list[dict]:
    """Snapshots of a worksheet that is filled in for another material, the main button pressed until the end."""
    learner, seen = Learner(slug, pack=pack), []
    learner.act("pick", material=material)
    for _ in range(steps):
        buttons = (node for node in flat(engine.view(learner.ctx, learner.state)) if isinstance(node, Button))
        main = next((one for one in buttons if one.style == "main"), None)
        if main is None:
            break
        seen.append(press(learner, main))
    return seen


def test_every_kind_is_used_by_an_exercise_and_is_whole() -> None:
    assert {exercise.kind for exercise in content().exercises.values()} == set(KINDS) - {"guess", "estimate"}
    for kind in KINDS.values():
        assert isinstance(kind, Kind)
        assert kind.shape
        assert set(kind.makes) <= set(documents.TYPES)


@pytest.mark.parametrize("slug", EVERY)
def test_states_fit_their_shape_and_come_back_as_they_were(pack, slug: str) -> None:
    """Whatever was pressed: plain JSON, of the declared shape, loaded without a loss, without a screen being made."""
    learner, *states = walk(pack, slug)
    kind = KINDS[learner.ctx.exercise.kind]
    for state in states:
        assert fits(state, kind.shape)
        assert engine.load(learner.ctx, state) == (state, False)


@pytest.mark.parametrize("slug", EVERY)
def test_a_state_of_another_shape_starts_again(pack, slug: str) -> None:
    learner, state, *_ = walk(pack, slug, 3)
    for name in KINDS[learner.ctx.exercise.kind].shape:
        broken = {**state, name.removesuffix("?"): object}
        fresh, restarted = engine.load(learner.ctx, broken)
        assert restarted, name
        assert fresh == engine.start(learner.ctx, state["seed"])
        assert engine.view(learner.ctx, fresh)


@pytest.mark.parametrize("slug", EVERY)
def test_documents_are_of_the_types_that_the_kind_names(pack, slug: str) -> None:
    """Each whole, none blank, no id twice for two of them, and made by a walk if the kind names any.

    A worksheet's other materials are gone through as well: they may leave a document of another type.
    """
    learner, *states = walk(pack, slug)
    kind = KINDS[learner.ctx.exercise.kind]
    others = kind.template.materials(learner.ctx)[1:] if isinstance(kind, Worksheet) else ()
    states += [state for one in others for state in straight_on(pack, slug, one)]
    made = [doc for state in states for doc in engine.documents(learner.ctx, state)]
    outcomes = [engine.outcome(learner.ctx, state) for state in states]
    assert any(one.graded or one.answered for one in outcomes)  # the walk gets somewhere
    assert {doc["type"] for doc in made} == set(engine.makes(learner.ctx.exercise))
    for doc in made:
        assert documents.load(doc) == doc
        assert not documents.blank(doc)
        assert doc["id"]
        assert doc["title"]


@pytest.mark.parametrize("slug", EVERY)
def test_who_only_watches_sees_everything_and_can_press_nothing(pack, slug: str) -> None:
    """Same words, typed values as text, no form, no button, no open question."""
    learner, *states = walk(pack, slug, mode="group")
    watcher = engine.Context(pack, pack.exercise(slug), mode="watch", owner="p1")
    for state in states:
        seen = list(flat(engine.view(watcher, state)))
        assert not [node for node in seen if isinstance(node, (Form, Button, Actions, Field))]
        assert all(node.disabled for node in seen if isinstance(node, Choice))
        words = render.text(seen)
        for node in flat(engine.view(learner.ctx, state)):
            if isinstance(node, Statement):
                assert render.text([node]) in words
            if isinstance(node, Field) and node.value:
                assert node.value in words


@pytest.mark.parametrize("slug", EVERY)
def test_the_focus_names_what_is_on_the_screen(pack, slug: str) -> None:
    """The item in hand, a sentence of the screen, and a question that the screen asks."""
    learner, *states = walk(pack, slug)
    for state in states:
        focus, nodes = engine.focus(learner.ctx, state), list(flat(engine.view(learner.ctx, state)))
        assert focus.item
        assert focus.statement in render.text(nodes)
        if focus.question is not None:
            asked = next(node for node in nodes if isinstance(node, Choice))
            assert (focus.question.name, focus.question.disabled) == (asked.name, asked.disabled)
            assert [o.label for o in focus.question.options] == [o.label for o in asked.options]


@pytest.mark.parametrize("slug", EVERY)
def test_paper_has_the_task_and_folds_the_answers(pack, slug: str) -> None:
    nodes = engine.paper(engine.Context(pack, pack.exercise(slug)))
    assert pack.exercise(slug).task in render.text(nodes)
    assert not [node for node in flat(nodes) if isinstance(node, (Form, Button, Field, Choice))]


class Counting:
    """A reader that counts how often it reads each sentence."""

    def __init__(self, reader) -> None:
        self.reader, self.read_times = reader, Counter()

    def read(self, text: str) -> Reading:
        self.read_times[text] += 1
        return self.reader.read(text)

    def extract(self, reading: Reading):
        return self.reader.extract(reading)

    def recount(self, texts, rows, names):
        return self.reader.recount(texts, rows, names)

    def opinion(self, kind: str, reading: Reading) -> int:
        return self.reader.opinion(kind, reading)

    def say(self, *numbers: str | None):
        return self.reader.say(*numbers)


@pytest.mark.parametrize("slug", EVERY)
def test_a_sentence_is_read_at_most_once_in_a_call(pack, slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Act, view, outcome, focus, documents and load of one request share their readings."""
    _, *states = walk(pack, slug, 12)
    counting = Counting(pack.language.reader)
    monkeypatch.setitem(vars(pack.language), "reader", counting)
    for state in states:
        counting.read_times.clear()
        ctx = engine.Context(pack, pack.exercise(slug), owner="p1")
        loaded, _ = engine.load(ctx, state)
        assert not counting.read_times
        for do in ("review", "next", "go"):
            try:
                loaded = engine.act(ctx, loaded, {"do": do, "values": {"part": "o"}}, 10 * MINUTE)
            except ActionError:
                continue
        engine.view(ctx, loaded), engine.outcome(ctx, loaded), engine.focus(ctx, loaded), engine.documents(ctx, loaded)
        assert not counting.read_times or max(counting.read_times.values()) == 1


def test_what_is_typed_is_graded_in_words_of_its_own(pack) -> None:
    """A number half right, then right; words for no number; nothing of options, and a line to write on paper."""
    learner = Learner(ESTIMATE.slug, pack=pack)
    name = learner.state["at"]
    value = ESTIMATE.items[name]["value"]
    assert "还没有填数" in learner.act("answer", {"number": "很多"}, item=name)
    assert 'value="很多"' in learner.html
    assert 'inputmode="decimal"' in learner.html
    said = learner.act("answer", {"number": str(value + 5)}, item=name)
    assert "差得不远" in said
    assert learner.outcome.codes == ()
    assert "很多的" not in learner.act("answer", {"number": "不知道"}, item=name)
    assert 'value="不知道"' in learner.html
    said = learner.act("answer", {"number": str(value)}, item=name)
    assert "这次对了" in said
    assert f"百分之几？　{value}" in said
    assert learner.outcome.score == round(100 * 0.75 / 2)
    assert engine.focus(learner.ctx, learner.state).question is None
    paper = render.text(engine.paper(learner.ctx))
    assert paper.count("百分之几？　____") == 2


def test_a_second_try_left_incomplete_keeps_what_was_picked(pack) -> None:
    """Seen on phones: the radio jumped back to the first try, and the question that was left out hid itself."""
    learner = Learner("spot-wrong-objectives", pack=pack)
    items = learner.ctx.exercise.items
    name = next(one for one in learner.state["draw"] if items[one]["codes"])
    learner.act("answer", {"verdict": "ok"}, item=name)
    learner.act("answer", {"verdict": "revise"}, item=name)
    assert 'value="revise" checked' in learner.html
    assert "还没有选完" in learner.text


@pytest.mark.parametrize(
    "broken",
    [
        {"draw": []},
        {"items": {"x": {"tries": [], "hints": 0, "done": True, "sure": "", "note": ""}}},
        {"items": {"x": {"tries": [{"answer": {}, "raw": float("nan")}], "hints": 0, "done": False, "sure": "", "note": ""}}},
        {"last": {"codes": None}},
    ],
)  # fmt: skip
def test_a_drill_that_would_break_its_screens_starts_again(pack, broken) -> None:
    learner = Learner("okr-or-kpi", pack=pack)
    fresh, restarted = engine.load(learner.ctx, {**learner.state, **broken})
    assert restarted
    assert engine.view(learner.ctx, fresh)
    engine.outcome(learner.ctx, fresh)


def test_an_action_that_is_nested_without_end_is_refused(pack) -> None:
    learner, deep = Learner("okr-or-kpi", pack=pack), []
    for _ in range(sys.getrecursionlimit()):
        deep = [deep]
    with pytest.raises(ActionError):
        engine.act(learner.ctx, learner.state, {"do": "go", "values": {"item": deep}}, 1)


@pytest.mark.parametrize("notice", ["exercise.no-such-sentence", "no-such", 3, ["x"]])
@pytest.mark.parametrize("slug", EVERY)
def test_a_notice_without_a_sentence_is_forgotten(pack, slug: str, notice) -> None:
    learner, state, *_ = walk(pack, slug, 3)
    odd = {**state, "last": {**state["last"], "notice": notice}}
    loaded, restarted = engine.load(learner.ctx, odd)
    assert not restarted
    assert engine.view(learner.ctx, loaded)
    assert engine.outcome(learner.ctx, loaded).notice == ""


@pytest.mark.parametrize("state", [[], None, "x", {"v": 1}, {**dict.fromkeys(("v", "seed", "draw"))}])
def test_a_state_that_is_none_starts_anew(pack, state) -> None:
    ctx = engine.Context(pack, pack.exercise("okr-or-kpi"))
    fresh, restarted = engine.load(ctx, state)
    assert restarted
    assert engine.view(ctx, fresh)


def stored(learner: Learner, seq: int):
    """The learner's documents as a store gives them back."""
    made = engine.documents(learner.ctx, learner.state)
    return tuple({**doc, "from": {"slug": "write-okr", "owner": "p1", "seq": seq, "at": seq}} for doc in made)


def test_work_stands_on_a_snapshot_until_it_is_renewed(pack) -> None:
    """A newer original is said, and taken over by one action; what was typed here stays."""
    writer = written_okr()

    def context(seq: int) -> engine.Context:
        return engine.Context(pack, pack.exercise(SMALL), owner="p1", shelf=stored(writer, seq))

    ctx = context(4)
    state = engine.start(ctx, 1)
    assert "6.5%" in render.text(engine.view(ctx, state))
    assert "原件有更新" not in render.text(engine.view(ctx, state))
    state = engine.act(ctx, state, {"do": "guess", "fields": {"guess": "7"}}, 1)
    writer.act("grade", {"text": GOOD_KRS[0].replace("6.5%", "6%")}, part="k1")
    ctx = context(5)
    shown = render.text(engine.view(ctx, state))
    assert "原件有更新" in shown
    assert "换成最新" in shown
    assert "6.5%" in shown
    state = engine.act(ctx, state, {"do": "refresh"}, 2)
    shown = render.text(engine.view(ctx, state))
    assert "原件有更新" not in shown
    assert "降到 6%" in shown
    assert state["guess"] == "7"
    assert engine.load(ctx, state) == (state, False)


def test_a_document_that_was_deleted_since_stays_as_it_was_taken(pack) -> None:
    ctx = engine.Context(pack, pack.exercise(SMALL), owner="p1", shelf=stored(written_okr(), 4))
    state = engine.start(ctx, 1)
    alone = engine.Context(pack, pack.exercise(SMALL), owner="p1")
    state = engine.act(alone, state, {"do": "refresh"}, 2)
    assert "6.5%" in render.text(engine.view(alone, state))


@pytest.mark.parametrize("given", [None, {"okr": {"v": 99, "type": "okr"}}, {"okr": 3}, {"okr": {"type": "poem"}}])
def test_a_snapshot_that_cannot_be_read_starts_anew(pack, given) -> None:
    ctx = engine.Context(pack, pack.exercise(SMALL), owner="p1", shelf=stored(written_okr(), 4))
    state = {**engine.start(ctx, 1), "given": given}
    for broken in (state, {name: part for name, part in state.items() if name != "given"}):
        fresh, restarted = engine.load(ctx, broken)
        assert restarted
        assert fresh == engine.start(ctx, 1)
        assert "6.5%" in render.text(engine.view(ctx, fresh))


def test_a_document_that_came_later_is_offered(pack) -> None:
    alone = engine.Context(pack, pack.exercise(SMALL))
    state = engine.start(alone, 1)
    ctx = engine.Context(pack, pack.exercise(SMALL), shelf=stored(written_okr(), 4))
    assert "作品夹里有可以用的一份" in render.text(engine.view(ctx, state))
    assert "6.5%" in render.text(engine.view(ctx, engine.act(ctx, state, {"do": "refresh"}, 2)))


def test_an_okr_goes_on_as_a_copy_with_ids_that_are_never_reused() -> None:
    first = written_okr()
    shelf = stored(first, 4)
    second = Learner("write-okr", shelf=shelf)
    assert GOOD_O in second.html
    second.act("take", doc=shelf[0]["id"])
    (copied,) = engine.documents(second.ctx, second.state)
    assert copied["id"] != shelf[0]["id"]
    assert [row["text"] for row in copied["key_results"]] == [GOOD_KRS[0]]
    assert "from" not in copied
    second.act("drop", part="k1")
    second.act("add")
    assert second.state["at"] == "k2"
    gone = second.act  # a document that is no longer there is said, and nothing changes
    with pytest.raises(ActionError):
        gone("take", doc="nowhere")


def test_starting_over_and_another_scenario_begin_a_new_document() -> None:
    writer = written_okr()
    (before,) = engine.documents(writer.ctx, writer.state)
    writer.act("restart")
    assert engine.documents(writer.ctx, writer.state) == ()
    writer.act("pick", scenario="press-downtime")
    writer.act("grade", {"text": GOOD_O}, part="o")
    (after,) = engine.documents(writer.ctx, writer.state)
    assert after["id"] != before["id"]
    assert (before["origin"], after["origin"]) == ("case:bakery-waste", "case:press-downtime")


FIRST_RELEASE = {
    "v": 1,
    "kind": "write",
    "slug": "write-okr",
    "bank": "b",
    "seed": 7,
    "since": 1,
    "spent": 2,
    "last": {"do": "grade", "graded": True, "codes": []},
    "at": "k2",
    "scenario": "own",
    "drafts": {"o": [{"text": GOOD_O, "verdict": "pass", "score": 100, "codes": [], "at": 1}]},
    "hints": {"o": 1},
    "notes": {},
    "made": 2,
    "doc": {
        "v": 1,
        "type": "okr",
        "cycle": "2027Q1",
        "parent": "让每家店都能自己养活自己",
        "objective": {"id": "o", "text": GOOD_O},
        "key_results": [
            {"id": name, "text": text, **dict.fromkeys(documents.okr.FIELDS, "")}
            for name, text in (("k1", GOOD_KRS[0]), ("k2", ""))
        ],
    },
}


@pytest.mark.parametrize("missing", ["", "made"])
def test_a_state_of_the_first_release_goes_on(missing: str) -> None:
    """Nothing of it is lost, its document gets an id, and it works."""
    old = {name: part for name, part in FIRST_RELEASE.items() if name != missing}
    learner = Learner("write-okr")
    new, restarted = engine.load(learner.ctx, old)
    assert not restarted
    assert new["v"] == 3
    assert {name: new[name] for name in ("at", "scenario", "drafts", "hints", "spent", "seed")} == {
        name: old[name] for name in ("at", "scenario", "drafts", "hints", "spent", "seed")
    }
    learner.state = new
    learner.act("grade", {"text": GOOD_KRS[1]}, part="k2")
    (doc,) = engine.documents(learner.ctx, learner.state)
    assert doc["id"]
    assert [row["text"] for row in doc["key_results"]] == list(GOOD_KRS[:2])
    again, _ = engine.load(learner.ctx, old)
    assert again["doc"]["id"] == new["doc"]["id"]


def test_a_newer_kind_is_left_alone_whatever_others_have() -> None:
    """Each kind counts its own versions."""
    assert {KINDS["spot"].version, KINDS["write"].version} == {1, 3}
    drill = Learner("okr-or-kpi")
    with pytest.raises(StaleState):
        engine.load(drill.ctx, {**drill.state, "v": 2})


@pytest.mark.parametrize(
    ("value", "shape", "right"),
    [
        ({"a": 1}, {"a": int}, True),
        ({"a": True}, {"a": int}, False),
        ({"a": True}, {"a": bool}, True),
        ({"a": 1}, {"a": float}, True),
        ({}, {"a": int}, False),
        ({}, {"a?": int}, True),
        ({"a": "x"}, {"a?": int}, False),
        ({"x": ["a"]}, {str: [str]}, True),
        ({"x": ["a", 1]}, {str: [str]}, False),
        ([], {"a": int}, False),
        ("x", [str], False),
    ],
)
def test_shapes(value: object, shape: object, right: bool) -> None:
    assert fits(value, shape) is right


def test_reading_only_keeps_words_and_drops_what_can_be_pressed() -> None:
    nodes: list[Node] = [
        Form(
            "f",
            (Field("a", "指标", "报损率"), Field("b", "目标", ""), Field("c", "这条 KR", "从 9 到 6", lines=3)),
            (Button("评", "x"),),
        ),
        Choice("v", "可以吗", (), disabled=True),
        Choice("w", "选一个", ()),
        Actions((Button("1. 让新手敢接单　一次答对", "go", style="row ok"), Button("下一题", "next", style="main"))),
    ]
    assert render.text(read_only(nodes)) == "指标　报损率\n这条 KR 从 9 到 6\n可以吗\n- 1. 让新手敢接单　一次答对"

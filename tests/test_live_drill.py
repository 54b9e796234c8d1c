"""Drills in a class that is led: noted without a word, closed, voted on again, shown; and rounds that wait for their end."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from itertools import product

import pytest
from learner import Learner, content

from okr_kit import engine, render
from okr_kit.errors import ActionError
from okr_kit.kinds import KINDS, Drill
from okr_kit.live import PHASES, Live
from okr_kit.view import Actions, Choice, Form, Progress

DRILLS = [slug for slug, exercise in content().exercises.items() if isinstance(KINDS[exercise.kind], Drill)]
NOW = Live("now", stamp=3)


def in_class(slug: str, live: Live = NOW, **more) -> Learner:
    """A learner of whom the class does that."""
    learner = Learner(slug, **more)
    return step(learner, live)


def step(learner: Learner, live: Live | None = None, **changed) -> Learner:
    """The class goes on."""
    learner.ctx = replace(learner.ctx, live=replace(live or learner.ctx.live, **changed))
    return learner


def wrong(learner: Learner, name: str) -> dict[str, str]:
    """A complete answer to an item that is not right."""
    item = learner.ctx.exercise.items[name]
    if learner.ctx.exercise.kind == "sort":
        bins = learner.ctx.exercise.settings["bins"]
        return {"bin": next(one for one in bins if one not in (item["bin"], *item.get("also", ())))}
    if learner.ctx.exercise.kind == "name":
        return {"error": next(code for code in item["choices"] if code not in item.get("also", ()))}
    return {"verdict": "ok"} if item["codes"] else {"verdict": "revise", "reason": item["choices"][0]}


def pick(answer: dict[str, str]) -> str:
    """The one value of an answer."""
    return answer.get("reason") or answer.get("error") or answer.get("bin") or answer["verdict"]


def all_of(learner: Learner) -> str:
    """Everything that a host sends of the work: its screen in every form, what it says of it, what it is about."""
    nodes = engine.view(learner.ctx, learner.state)
    known = (render.html(nodes), render.text(nodes), repr(nodes))
    told = (asdict(learner.outcome), repr(engine.focus(learner.ctx, learner.state)))
    return json.dumps([known, told], ensure_ascii=False)


def secrets(learner: Learner, name: str) -> list[str]:
    """What nobody may know of an item before its key is shown: the bank's own texts."""
    item = learner.ctx.exercise.items[name]
    texts = [str(item.get(key) or "") for key in ("reason", "question", "better")] + list(item.get("hints", ()))
    texts += [learner.ctx.lang.card(code).why for code in item.get("codes", ())]
    return [text for text in texts if text]


TELLING = re.compile(
    r"答对|正确|差一点|对了一半|错在：|再看一眼，|不同意|<mark|\b(?:good|bad|okr-(?:ok|no|part))\b(?!-)"
)


def tells(learner: Learner) -> list[str]:
    """What in everything that is sent says something of right or wrong."""
    said = all_of(learner)
    found = TELLING.findall(said)
    for name in learner.ctx.exercise.items:
        found += [text for text in secrets(learner, name) if text in said]
    return found


# -- nothing is told before its time ------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", DRILLS)
@pytest.mark.parametrize("pace", ["self", "class"])
@pytest.mark.parametrize("right", [True, False])
def test_no_phase_tells_anything_of_an_item_before_its_key(slug: str, pace: str, right: bool) -> None:
    """Every phase of every item, alone, at a table and for who watches, answered rightly or wrongly or not at all."""
    draw = Learner(slug).state["draw"]
    for mode, side, name in product(("own", "group", "watch"), ("own", "table"), draw[:3]):
        learner = in_class(slug, replace(NOW, pace=pace, side=side, item=name if pace == "class" else ""), mode=mode)
        answer = learner.truth(name) if right else wrong(learner, name)
        for phase in PHASES:
            step(learner, phase=phase, item=name if pace == "class" or phase != "task" else "")
            assert tells(learner) == []
            if mode != "watch" and learner.ctx.live.takes(name, table=mode == "group"):
                values = {"item": name, "round": str(learner.ctx.live.round(name))}
                learner.act("answer", {**answer, "sure": "3"}, **values)
                assert tells(learner) == []
        if pace == "self":
            step(learner, phase="task", item="")
            for do in ("next", "back", "summary"):
                learner.act(do)
                assert tells(learner) == []


@pytest.mark.parametrize("slug", DRILLS)
def test_the_right_answer_stands_only_among_the_others(slug: str) -> None:
    """Its words are an option like the others, and what he picked; nowhere else, whatever he answers."""
    learner = in_class(slug)
    name = next(one for one in learner.state["draw"] if learner.ctx.exercise.items[one].get("codes", True))
    learner.act("go", item=name)
    key = KINDS[learner.ctx.exercise.kind].sheet.key(learner.ctx, learner.ctx.exercise.items[name])
    options = [one.label for node in engine.view(learner.ctx, learner.state) if isinstance(node, Form)
               for choice in node.children if isinstance(choice, Choice) for one in choice.options]  # fmt: skip
    before = learner.text.count(key)
    assert before == options.count(key)
    learner.act("answer", wrong(learner, name), item=name)
    assert learner.text.count(key) == before


@pytest.mark.parametrize("slug", DRILLS)
def test_right_and_wrong_answers_look_alike(slug: str) -> None:
    """The same screen and the same word of how far one is, but for the words of the answer itself."""
    screens = set()
    for right in (True, False):
        learner = in_class(slug)
        for name in learner.state["draw"]:
            learner.act("answer", learner.truth(name) if right else wrong(learner, name), item=name)
        out = learner.outcome
        assert (out.score, out.best, out.codes, out.graded, out.notice) == (None, None, (), False, "")
        assert (out.answered, out.progress, out.done) == (len(learner.state["draw"]), 1.0, True)
        screens.add(learner.act("summary"))
        steps = next(node for node in engine.view(learner.ctx, learner.state) if isinstance(node, Progress)).steps
        assert set(steps) == {"noted"}
    assert len(screens) == 1
    assert "都记下了，等讲师揭晓" in screens.pop()


# -- votes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", DRILLS)
def test_an_answer_is_noted_and_can_be_changed_until_it_is_closed(slug: str) -> None:
    learner = in_class(slug)
    name = learner.state["at"]
    first, second = wrong(learner, name), learner.truth(name)
    assert "已记下：" in learner.act("answer", first, item=name)
    learner.act("answer", {**second, "sure": "2"}, item=name)
    (ballot,) = engine.ballots(learner.ctx, learner.state)
    assert (ballot.item, ballot.picks, ballot.right, ballot.round) == (name, (pick(second),), 1.0, 1)
    assert ballot.sure == "2"
    before = learner.state
    step(learner, phase="closed")
    for do, values in (("answer", {}), ("hint", {}), ("reveal", {}), ("restart", {}), ("redraw", {}), ("hand-in", {})):
        with pytest.raises(ActionError) as refused:
            learner.act(do, first, item=name, **values)
        assert refused.value.code == "live-closed"
    assert learner.state == before


@pytest.mark.parametrize("do", ["hint", "reveal", "restart", "redraw", "hand-in", "disagree"])
def test_while_the_class_answers_nothing_else_is_done(do: str) -> None:
    learner = in_class("spot-wrong-objectives")
    learner.act("answer", learner.truth(learner.state["at"]), item=learner.state["at"])
    with pytest.raises(ActionError):
        learner.act(do, item=learner.state["at"])


def test_an_incomplete_answer_is_asked_for_and_kept() -> None:
    learner = in_class("spot-wrong-objectives")
    name = learner.state["at"]
    assert "还没有选完" in learner.act("answer", {"verdict": "revise"}, item=name)
    assert engine.ballots(learner.ctx, learner.state) == ()
    assert 'value="revise" checked' in learner.html


@pytest.mark.parametrize("slug", DRILLS)
def test_the_second_vote_stands_beside_the_first(slug: str) -> None:
    """It begins with nothing picked and the first in words; both are shown afterwards, and the first one counts."""
    learner = in_class(slug)
    name = learner.state["at"]
    first, second = wrong(learner, name), learner.truth(name)
    learner.act("answer", first, item=name)
    step(learner, item=name, phase="closed")
    assert "找一个选得不一样的人" in learner.text
    step(learner, phase="again")
    assert " checked" not in learner.html
    assert "你投的是" in learner.text
    with pytest.raises(ActionError) as refused:
        learner.act("answer", second, item=name)  # a form of the first round
    assert refused.value.code == "live-closed"
    learner.act("answer", second, item=name, round="2")
    assert "已记下：" in learner.text
    rounds = {ballot.round: ballot for ballot in engine.ballots(learner.ctx, learner.state)}
    assert (rounds[1].picks, rounds[1].right) == ((pick(first),), 0.0) or rounds[1].right == 0.5
    assert (rounds[2].picks, rounds[2].right) == ((pick(second),), 1.0)
    for phase in ("spread", "answer"):
        step(learner, phase=phase, keyed=frozenset({name}) if phase == "answer" else frozenset())
        assert "你先投「" in learner.text
    step(learner, Live("over", keyed=frozenset({name}), stamp=9))
    assert learner.state["items"][name]["vote"]["raw"] < 1
    assert "答对" not in learner.text


@pytest.mark.parametrize("slug", DRILLS)
@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("pace", ["self", "class"])
def test_with_the_key_an_item_is_done_for_everybody(slug: str, answered: bool, pace: str) -> None:
    """Reason, coach's question, his own answer; who has not answered sees the key and is not told off."""
    learner = in_class(slug, replace(NOW, pace=pace, item=Learner(slug).state["draw"][0] if pace == "class" else ""))
    name = learner.state["draw"][0]
    item = learner.ctx.exercise.items[name]
    if answered:
        learner.act("answer", learner.truth(name), item=name)
    step(learner, item=name, phase="answer", keyed=frozenset({name}))
    said = learner.text
    assert item["reason"] in said
    assert item["question"] in said
    assert ("答对了" in said) == answered
    assert not any(isinstance(node, Actions) and node.foot for node in engine.view(learner.ctx, learner.state))
    other = learner.state["draw"][1]
    step(learner, item=other if pace == "class" else "", phase="task")
    learner.state = {**learner.state, "at": other}
    assert tells_of(learner, other) == []
    assert learner.outcome.score is None


def tells_of(learner: Learner, name: str) -> list[str]:
    said = all_of(learner)
    return [text for text in secrets(learner, name) if text in said]


def test_who_has_not_answered_may_disagree_with_a_key_too() -> None:
    learner = in_class("okr-or-kpi")
    name = learner.state["at"]
    with pytest.raises(ActionError):
        learner.act("disagree", {"note": "x"}, item=name)
    step(learner, item=name, phase="answer", keyed=frozenset({name}))
    assert "已发给讲师" in learner.act("disagree", {"note": "两栏都行"}, item=name)

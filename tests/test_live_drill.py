"""Drills in a class that is led: noted without a word, closed, voted on again, shown; and rounds that wait for their end."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, replace
from itertools import product

import pytest
from learner import Learner, content
from small_kind import with_small_kind

from okr_kit import engine, render, tally
from okr_kit.errors import ActionError, ContentError
from okr_kit.kinds import KINDS, Drill
from okr_kit.kinds.drill.items import closing, drawable, key_results
from okr_kit.kinds.drill.words import own
from okr_kit.live import ALL, PHASES, Live
from okr_kit.tally import Ballot
from okr_kit.view import Actions, Choice, Form, Link, Progress

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
    return learner.wrong(name)


def pick(learner: Learner, name: str, answer: dict[str, str]) -> str:
    """The one value of an answer: what was picked last, but for what is asked beside it."""
    parts = KINDS[learner.ctx.exercise.kind].parts(learner.ctx, learner.state, name)
    return [answer[part.name] for part in parts if part.options and not part.beside and answer.get(part.name)][-1]


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
    assert "已记下「" in learner.act("answer", first, item=name)
    learner.act("answer", {**second, "sure": "2"}, item=name)
    (ballot,) = engine.ballots(learner.ctx, learner.state)
    assert (ballot.item, ballot.picks, ballot.right, ballot.round) == (name, (pick(learner, name, second),), 1.0, 1)
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
    assert "找一个选得不同的人" in learner.text
    step(learner, phase="again")
    assert " checked" not in learner.html
    assert "你投的是" in learner.text
    with pytest.raises(ActionError) as refused:
        learner.act("answer", second, item=name)  # a form of the first round
    assert refused.value.code == "live-closed"
    learner.act("answer", second, item=name, round="2")
    assert "已记下「" in learner.text
    rounds = {ballot.round: ballot for ballot in engine.ballots(learner.ctx, learner.state)}
    assert (rounds[1].picks, rounds[1].right) == ((pick(learner, name, first),), 0.0) or rounds[1].right == 0.5
    assert (rounds[2].picks, rounds[2].right) == ((pick(learner, name, second),), 1.0)
    for phase in ("spread", "answer"):
        step(learner, phase=phase, keyed=frozenset({name}) if phase == "answer" else frozenset())
        assert "你先投「" in learner.text
    assert "这次对了" in learner.text  # what he thinks now is judged, what he thought at first is not thrown at him
    assert "okr-bad" not in learner.html
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


# -- under the class's pace -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", DRILLS)
def test_under_the_classs_pace_the_screen_is_the_classs_item(slug: str) -> None:
    """Also where the own round has gone on to other items: the vote is taken and kept, and the own round stays."""
    learner = Learner(slug)
    first = list(learner.state["draw"])
    learner.solve()
    learner.act("redraw")
    mine = list(learner.state["draw"])
    other = len(drawable(learner.ctx.exercise)) >= 2 * len(first)
    assert not (other and set(first) & set(mine))
    step(learner, NOW, pace="class")
    assert "第一题马上来" in learner.text
    for number, name in enumerate(first[:3], 1):
        step(learner, item=name, phase="task")
        assert learner.ctx.exercise.items[name].get("text", "") in learner.text
        assert f"第 {number} 题，共 {len(first)} 题" in learner.text
        for node in engine.view(learner.ctx, learner.state):
            buttons = node.buttons if isinstance(node, (Form, Actions)) else ()
            assert not [one for one in buttons if one.do in ("next", "back", "go", "summary")]
        learner.act("answer", wrong(learner, name), item=name)
        assert learner.outcome.score is None
    for do in ("next", "back", "summary", "go"):
        with pytest.raises(ActionError) as refused:
            learner.act(do, item=first[0])
        assert refused.value.code == "live-closed"
    assert {ballot.item for ballot in engine.ballots(learner.ctx, learner.state)} >= set(first[:3])
    step(learner, Live("over", stamp=9))
    assert learner.state["draw"] == mine
    assert learner.state["at"] in mine
    assert engine.load(learner.ctx, learner.state) == (learner.state, False)


def test_from_the_classs_pace_to_the_tables_each_table_goes_through_its_round() -> None:
    """No item is in hand then; what is closed is the whole, and everybody sees that it is."""
    table = in_class("okr-or-kpi", replace(NOW, pace="class", side="table"), mode="group")
    alone = in_class("okr-or-kpi", replace(NOW, pace="class", side="table"))
    for name in table.state["draw"][:2]:
        assert table.ctx.exercise.items[name]["text"] in table.text
        table.act("answer", table.truth(name), item=name)
        table.act("next")
    assert "和小组一起定" in alone.text
    for learner in (table, alone):
        step(learner, phase="closed")
        assert "收卷了：8 题里记下了" in learner.text
        step(learner, phase="answer", keyed=frozenset({ALL}))
        assert learner.ctx.exercise.items[learner.state["at"]]["reason"] in learner.text
    step(alone, NOW, pace="class", phase="closed")
    assert "第一题马上来" not in alone.text


def test_another_items_vote_is_closed_while_one_is_in_hand() -> None:
    learner = in_class("okr-or-kpi", replace(NOW, pace="class"))
    one, two = learner.state["draw"][:2]
    step(learner, item=one)
    with pytest.raises(ActionError) as refused:
        learner.act("answer", learner.truth(two), item=two)
    assert refused.value.code == "live-closed"
    assert learner.state["items"] == {}


def test_an_item_of_nowhere_is_no_item() -> None:
    learner = in_class("okr-or-kpi", replace(NOW, pace="class", item="left-the-bank"))
    assert "看投屏" in learner.text
    with pytest.raises(ActionError):
        learner.act("answer", {"bin": "task"}, item="left-the-bank")
    undrawn = next(name for name in learner.ctx.exercise.items if name not in learner.state["draw"])
    step(learner, NOW)
    with pytest.raises(ActionError):
        learner.act("answer", {"bin": "task"}, item=undrawn)


def test_in_its_own_pace_a_class_does_the_classs_round() -> None:
    """Who has drawn another one before does that of the class too, so that all answer the same; his own waits."""
    learner = Learner("spot-wrong-objectives")
    classs = list(learner.state["draw"])
    learner.act("redraw")
    mine = list(learner.state["draw"])
    step(learner, NOW)
    assert learner.ctx.exercise.items[classs[0]]["text"] in learner.text
    for name in classs:
        learner.act("answer", learner.truth(name), item=name)
        learner.act("next")
    assert "都记下了" in learner.text
    step(learner, Live())
    assert learner.outcome.total == len(mine)
    assert learner.outcome.answered == 0


# -- afterwards -----------------------------------------------------------------------------------------------------


def test_what_was_noted_counts_as_the_first_try_afterwards() -> None:
    """Right at once, or one more try with a hint; what the class has seen the key of stays done."""
    learner = in_class("spot-wrong-objectives")
    one, two, three, four = learner.state["draw"][:4]
    learner.act("answer", learner.truth(one), item=one)
    learner.act("answer", wrong(learner, two), item=two)
    learner.act("answer", wrong(learner, three), item=three)
    step(learner, Live("over", keyed=frozenset({three, four}), stamp=5))
    out = learner.outcome
    assert (out.answered, out.score) == (3, round(100 / 7))
    assert learner.ctx.exercise.items[one]["reason"] in learner.act("go", item=one)
    assert "再看一眼" in learner.act("go", item=two)
    learner.act("answer", learner.truth(two), item=two)
    assert [one["raw"] for one in learner.state["items"][two]["tries"]] == [0.0, 1.0]
    assert "这次对了" in learner.text
    for name in (three, four):
        before = learner.state["items"].get(name)
        assert learner.ctx.exercise.items[name]["reason"] in learner.act("go", item=name)
        learner.act("answer", learner.truth(name), item=name)
        assert learner.state["items"].get(name) == before
    for name in learner.state["draw"][4:]:
        learner.act("answer", learner.truth(name), item=name)
    learner.act("summary")
    out = learner.outcome
    assert (out.done, out.total) == (True, 8)
    assert out.score == round(100 * (1 + 0.75 + 0 + 4) / 7)  # the item that was only looked at says nothing of him
    assert "一次答对 5 / 7 题" in learner.text


@pytest.mark.parametrize("do", ["restart", "redraw"])
def test_who_begins_anew_after_class_begins_anew(do: str) -> None:
    """His votes stay for the count of the class; they are no try any more, and no key is open before he answers."""
    learner = in_class("spot-wrong-objectives")
    draw = list(learner.state["draw"])
    for name in draw:
        learner.act("answer", learner.truth(name), item=name)
    before = engine.ballots(learner.ctx, learner.state)
    step(learner, Live("over", keyed=frozenset({ALL}), stamp=5))
    assert (learner.outcome.score, learner.outcome.done) == (100, True)
    learner.act(do)
    assert (learner.outcome.answered, learner.outcome.best) == (0, 100)
    assert engine.ballots(learner.ctx, learner.state) == before
    name = learner.state["at"]
    assert learner.ctx.exercise.items[name]["reason"] not in learner.html
    assert engine.load(learner.ctx, learner.state) == (learner.state, False)
    learner.act("answer", learner.truth(name), item=name)
    assert learner.ctx.exercise.items[name]["reason"] in learner.text


def test_who_had_done_it_alone_before_brings_his_first_answer_along() -> None:
    """It is his vote until he votes anew, and his own work is there again afterwards."""
    learner = Learner("spot-wrong-objectives")
    name = learner.state["at"]
    learner.act("answer", wrong(learner, name), item=name)
    learner.act("answer", learner.truth(name), item=name)
    done = learner.state["items"][name]
    step(learner, NOW)
    assert tells(learner) == []
    assert "已记下「" in learner.text
    (ballot,) = engine.ballots(learner.ctx, learner.state)
    assert ballot.right < 1
    learner.act("answer", learner.truth(name), item=name)
    (ballot,) = engine.ballots(learner.ctx, learner.state)
    assert ballot.right == 1
    step(learner, Live())
    assert learner.state["items"][name]["tries"] == done["tries"]
    assert learner.outcome.answered == 1


@pytest.mark.parametrize("pace", ["self", "class"])
def test_a_result_from_before_class_is_not_lost_in_it(pace: str) -> None:
    """Nor changed by votes, before and after their key is shown to all under the class's pace."""
    learner = Learner("spot-wrong-objectives")
    learner.solve()
    name = learner.state["draw"][0]
    step(learner, NOW, pace=pace, item=name if pace == "class" else "")
    learner.act("answer", wrong(learner, name), item=name)
    assert (learner.outcome.score, learner.outcome.best, learner.outcome.done) == (None, 100, True)
    step(learner, keyed=frozenset({ALL}), phase="answer")
    assert learner.outcome.best == 100


def test_released_a_class_works_as_ever() -> None:
    learner = in_class("spot-wrong-objectives")
    name = learner.state["at"]
    learner.act("answer", wrong(learner, name), item=name)
    step(learner, Live())
    assert "再看一眼" in learner.text
    learner.act("reveal", item=name)
    assert learner.ctx.exercise.items[name]["reason"] in learner.text


def test_the_same_vote_twice_is_said_once() -> None:
    learner = in_class("spot-wrong-objectives")
    name = learner.state["at"]
    learner.act("answer", wrong(learner, name), item=name)
    step(learner, item=name, phase="again")
    learner.act("answer", wrong(learner, name), item=name, round="2")
    step(learner, phase="spread")
    assert "两次你都投「" in learner.text
    assert "你先投" not in learner.text


# -- what the trainer takes as right ------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", DRILLS)
def test_an_accepted_answer_counts_as_right_once_the_key_is_out(slug: str) -> None:
    learner = in_class(slug)
    name = next(one for one in learner.state["draw"] if learner.ctx.exercise.items[one].get("codes", True))
    given = wrong(learner, name)
    learner.act("answer", given, item=name)
    live = replace(NOW, accepted={name: (pick(learner, name, given),)}, item=name, phase="closed")
    assert tells(step(learner, live)) == []
    step(learner, keyed=frozenset({name}), phase="answer")
    assert "这一班讲师也认这个答案" in learner.text
    assert "讲师也认" in learner.html
    assert "okr-bad" not in learner.html
    step(learner, Live("over", keyed=frozenset({ALL}), accepted=live.accepted))
    assert learner.outcome.score == 100  # of the one that he has answered
    step(learner, accepted={})
    assert learner.outcome.score == 0
    step(learner, accepted={name: ("something-else",)})
    assert "也认这个答案" not in learner.act("go", item=name)


# -- for counts and stage ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", DRILLS)
@pytest.mark.parametrize("seed", [1, 7, 99])
def test_the_choices_of_a_class_are_its_round_and_hold_every_answer(slug: str, seed: int) -> None:
    """In the order of the draw and of the phones; whatever is answered is among them, and words name it."""
    learner = in_class(slug, seed=seed)
    choices = engine.choices(learner.ctx, seed)
    last = closing(learner.ctx.exercise)
    assert [one.item for one in choices] == [*learner.state["draw"], *([last] if last else [])]
    assert [one.item for one in choices if not one.keyed] == ([last] if last else [])
    for one in choices[: len(learner.state["draw"])]:
        item = learner.ctx.exercise.items[one.item]
        values = [value for value, _ in one.options]
        assert len(set(values)) == len(values)
        assert one.statement == item.get("text", item.get("objective"))
        assert one.below == key_results(learner.ctx, item)
        for answer in (learner.truth(one.item), wrong(learner, one.item)):
            learner.act("answer", answer, item=one.item)
            ballot = next(b for b in engine.ballots(learner.ctx, learner.state) if b.item == one.item)
            assert ballot.picks[0] in values
            assert dict(one.options)[ballot.picks[0]]
        parts = KINDS[learner.ctx.exercise.kind].parts(learner.ctx, learner.state, one.item)
        voted = [part for part in parts if not part.beside]
        opening = {part.when for part in voted if part.when}
        known = [(part.name, true) for part in voted for _, true, _ in part.options]
        assert [true for name, true in known if (name, true) not in opening] == values


@pytest.mark.parametrize("slug", ["spot-wrong-objectives", "find-the-error"])
def test_the_order_of_the_choices_says_nothing_of_the_key(slug: str) -> None:
    """Over many draws the main error stands in every place."""
    learner, places = Learner(slug), set()
    for seed in range(40):
        for one in engine.choices(learner.ctx, seed):
            codes = learner.ctx.exercise.items[one.item]["codes"]
            shuffled = [value for value, _ in one.options if value not in ("ok", "none")]
            places |= {shuffled.index(codes[0])} if codes else set()
    assert places >= {0, 1, 2, 3}


@pytest.mark.parametrize("slug", DRILLS)
def test_right_answers_are_those_of_the_bank(slug: str) -> None:
    """For hands raised without a phone: the main one and those that also count; a half is not right."""
    learner = Learner(slug)
    for name in drawable(learner.ctx.exercise):
        item, kind = learner.ctx.exercise.items[name], learner.ctx.exercise.kind
        if kind == "question":
            continue  # what is right there is asked of the sheet, ask by ask
        if "class" in item:
            assert engine.right(learner.ctx, name) == (item["class"],)
            continue
        main = [item["bin"]] if kind == "sort" else item["codes"] or ["ok" if kind == "spot" else "none"]
        offered = {value for one in engine.choices(learner.ctx, 1) if one.item == name for value, _ in one.options}
        found = set(engine.right(learner.ctx, name))
        assert main[0] in found
        assert found <= {*main, *item.get("also", ())}
        assert found >= ({*main, *item.get("also", ())} & offered)
    assert engine.right(learner.ctx, "nothing") == ()


@pytest.mark.parametrize("slug", DRILLS)
def test_the_key_for_the_stage_has_answer_reason_and_question(slug: str) -> None:
    learner = Learner(slug)
    for name in drawable(learner.ctx.exercise):
        item = learner.ctx.exercise.items[name]
        said = render.text(engine.key(learner.ctx, name))
        assert item["reason"] in said
        assert item["question"] in said
        if item.get("codes"):
            assert learner.ctx.lang.card(item["codes"][0]).title in said
    assert engine.key(learner.ctx, "nothing") == ()


def test_what_is_typed_is_noted_like_the_rest_and_counted_nowhere() -> None:
    """A sheet without options: silent, changeable, shown with the key; no ballots and no choices."""
    with with_small_kind() as pack:
        learner = in_class("estimate-shares", pack=pack)
        name = learner.state["at"]
        item = pack.exercise("estimate-shares").items[name]
        assert "已记下「12」" in learner.act("answer", {"number": "12"}, item=name)
        assert tells(learner) == []
        learner.act("answer", {"number": str(item["value"])}, item=name)
        assert (engine.ballots(learner.ctx, learner.state), engine.choices(learner.ctx, 7)) == ((), ())
        step(learner, item=name, phase="answer", keyed=frozenset({name}))
        assert item["reason"] in learner.text
        assert "答对了" in learner.text


# -- 收卷 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", DRILLS)
@pytest.mark.parametrize("now", ["closed", "next item", "over"])
def test_what_was_picked_and_not_sent_counts_when_it_is_complete(slug: str, now: str) -> None:
    learner = in_class(slug, replace(NOW, pace="class", item=Learner(slug).state["draw"][0]))
    one, two = learner.state["draw"][:2]
    live = {"closed": replace(learner.ctx.live, phase="closed"), "next item": replace(learner.ctx.live, item=two),
            "over": Live("over", stamp=9)}[now]  # fmt: skip
    step(learner, live)
    learner.act("keep", {**learner.truth(one), "sure": "3"}, item=one)
    (ballot,) = engine.ballots(learner.ctx, learner.state)
    assert (ballot.item, ballot.right, ballot.sure, ballot.round) == (one, 1.0, "3", 1)


def test_what_is_kept_replaces_what_was_noted_and_half_of_it_waits() -> None:
    learner = in_class("spot-wrong-objectives")
    name = next(one for one in learner.state["draw"] if learner.ctx.exercise.items[one]["codes"])
    learner.act("answer", {"verdict": "ok"}, item=name)
    step(learner, phase="closed")
    learner.act("keep", {"verdict": "revise"}, item=name)
    (ballot,) = engine.ballots(learner.ctx, learner.state)
    assert ballot.picks == ("ok",)
    assert learner.state["items"][name]["unsent"]["verdict"] == "revise"
    learner.act("keep", {}, item=name)
    assert learner.state["items"][name]["unsent"]["verdict"] == "revise"
    learner.act("keep", {"verdict": "revise", "reason": learner.truth(name)["reason"]}, item=name)
    (ballot,) = engine.ballots(learner.ctx, learner.state)
    assert ballot.right == 1
    assert "unsent" not in learner.state["items"][name]
    assert engine.load(learner.ctx, learner.state) == (learner.state, False)


def test_a_second_vote_is_kept_as_a_second_vote() -> None:
    learner = in_class("okr-or-kpi")
    name = learner.state["at"]
    learner.act("answer", wrong(learner, name), item=name)
    step(learner, item=name, phase="spread")
    learner.act("keep", learner.truth(name), item=name, round="2")
    assert [(b.round, b.right) for b in engine.ballots(learner.ctx, learner.state)] == [(1, 0.0), (2, 1.0)]


def test_no_answer_is_kept_once_its_key_is_out() -> None:
    """It could have been read off the stage."""
    learner = in_class("okr-or-kpi")
    name = learner.state["at"]
    step(learner, item=name, phase="answer", keyed=frozenset({name}))
    learner.act("keep", learner.truth(name), item=name)
    assert engine.ballots(learner.ctx, learner.state) == ()


def test_where_nobody_collects_what_is_kept_waits_to_be_sent() -> None:
    learner = Learner("spot-wrong-objectives")
    name = learner.state["at"]
    learner.act("keep", {"verdict": "ok"}, item=name)
    assert learner.outcome.answered == 0
    assert 'value="ok" checked' in learner.html
    learner.act("keep", {"verdict": "ok"}, item="no-such-item")
    with with_small_kind() as pack:
        other = Learner("guess-confidence", pack=pack)
        before = other.state["guess"]
        with pytest.raises(ActionError, match="action-unknown"):  # the page keeps it as its draft
            other.act("keep", {"guess": "7"})
        assert other.state["guess"] == before


# -- a round that says nothing before its end -----------------------------------------------------------------------------


ENDS = [slug for slug in DRILLS if content().exercise(slug).settings.get("feedback") == "end"]
#: Those of them that tables talk about once their members have answered alone.
TALKED = [slug for slug in ENDS if content().exercise(slug).settings.get("group") is True]


@pytest.mark.parametrize("slug", ENDS)
def test_alone_a_round_first_says_how_many_are_right_then_the_keys(slug: str) -> None:
    """Nothing is told before; then a number, one more try on the whole, worth three quarters; then every key."""
    learner = Learner(slug)
    draw = list(learner.state["draw"])
    with pytest.raises(ActionError):
        learner.act("hand-in")
    for number, name in enumerate(draw):
        learner.act("answer", wrong(learner, name) if number < 3 else learner.truth(name), item=name)
        assert tells(learner) == []
        with pytest.raises(ActionError):
            learner.act("reveal", item=name)
    assert (learner.outcome.score, learner.outcome.done, learner.outcome.progress) == (None, False, 1.0)
    learner.act("summary")
    assert "先只说对了几题" in learner.text
    learner.act("hand-in")
    assert own(learner.ctx, "end-right", total=len(draw), n=len(draw) - 3) in learner.text
    assert tells(learner) == []
    learner.act("go", item=draw[0])
    assert tells(learner) == []
    learner.act("answer", learner.truth(draw[0]), item=draw[0])
    learner.act("answer", wrong(learner, draw[1]), item=draw[1])
    assert tells(learner) == []
    learner.act("summary")
    learner.act("hand-in")
    out = learner.outcome
    assert (out.done, out.score) == (True, round(100 * (len(draw) - 3 + 0.75) / len(draw)))
    assert learner.ctx.exercise.items[draw[0]]["reason"] in learner.act("go", item=draw[0])
    assert "这次对了" in learner.text
    assert "再看一眼" not in learner.act("go", item=draw[1])
    assert learner.ctx.exercise.items[draw[1]]["reason"] in learner.text
    with pytest.raises(ActionError):
        learner.act("hand-in")
    learner.act("restart")
    assert (learner.outcome.answered, learner.outcome.best) == (0, out.score)
    assert tells(learner) == []


@pytest.mark.parametrize("slug", TALKED)
def test_at_a_table_an_own_key_opens_with_what_the_table_has_decided(slug: str) -> None:
    """Item by item; to who answers later, with his answer; and nothing is handed in."""
    learner = Learner(slug)
    learner.ctx = replace(learner.ctx, decided=frozenset())
    one, two, three = learner.state["draw"][:3]
    for name in (one, two):
        learner.act("answer", wrong(learner, name), item=name)
    assert tells(learner) == []
    learner.ctx = replace(learner.ctx, decided=frozenset({one, three}))
    assert learner.ctx.exercise.items[one]["reason"] in learner.act("go", item=one)
    assert tells_of(learner, two) == []
    learner.act("go", item=three)
    assert tells_of(learner, three) == []
    assert learner.ctx.exercise.items[three]["reason"] in learner.act("answer", learner.truth(three), item=three)
    with pytest.raises(ActionError):
        learner.act("hand-in")
    assert [engine.settled(learner.ctx, learner.state, name) for name in (one, two, learner.state["draw"][3])] == [
        True,
        True,
        False,
    ]
    for name in learner.state["draw"][3:]:
        learner.act("answer", learner.truth(name), item=name)
    talk, forth = Link("小组讨论", "/g/x", style="plain"), Link("下一个", "/x/y", style="main")
    learner.ctx = replace(learner.ctx, onward=(talk, forth))
    learner.act("summary")
    assert "都记下了，等小组来定" in learner.text
    feet = [node.buttons for node in engine.view(learner.ctx, learner.state) if isinstance(node, Actions) and node.foot]
    assert feet == [(replace(talk, style="main"),)]
    learner.ctx = replace(learner.ctx, decided=frozenset(learner.state["draw"]))
    assert learner.outcome.score == round(100 * (len(learner.state["draw"]) - 2) / len(learner.state["draw"]))


@pytest.mark.parametrize("slug", ENDS)
def test_what_was_noted_in_class_is_handed_in_at_home(slug: str) -> None:
    """What the class has seen the key of is not asked for any more, answered or not."""
    learner = in_class(slug)
    draw = learner.state["draw"]
    learner.act("answer", wrong(learner, draw[2]), item=draw[2])
    for name in draw[3:]:
        learner.act("answer", learner.truth(name), item=name)
    step(learner, Live("over", keyed=frozenset(draw[:2]), stamp=4))
    assert tells_of(learner, draw[2]) == []
    with pytest.raises(ActionError):
        in_class(slug, learner.ctx.live).act("hand-in")
    learner.act("summary")
    learner.act("hand-in")
    assert own(learner.ctx, "end-right", total=len(draw) - 2, n=len(draw) - 3) in learner.text
    learner.act("hand-in")
    out = learner.outcome
    assert (out.score, out.done) == (round(100 * (len(draw) - 3) / (len(draw) - 2)), True)


@pytest.mark.parametrize(("key", "value"), [("feedback", "later"), ("feedback", 1), ("pace", "fast"), ("pace", True)])
def test_a_setting_that_there_is_not_is_named(key: str, value: object) -> None:
    exercise = content().exercise("okr-or-kpi")
    broken = replace(exercise, settings={**exercise.settings, key: value})
    with pytest.raises(ContentError) as found:
        KINDS["sort"].check(broken, content().language)
    assert found.value.params == {"file": "okr-or-kpi.toml", "key": key}
    KINDS["sort"].check(replace(exercise, settings={**exercise.settings, "pace": "class"}), content().language)


# -- at a table ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", [slug for slug in DRILLS if slug not in set(ENDS) - set(TALKED)])
def test_a_table_leaves_out_what_all_agree_on_and_can_open_it_anyway(slug: str) -> None:
    learner = in_class(slug, replace(NOW, side="table"), mode="group")
    draw = list(learner.state["draw"])
    left = [draw[1], draw[-1]]
    learner.ctx = replace(learner.ctx, agreed=frozenset(draw) - set(left))
    assert learner.outcome.total == 2
    assert f"大家选得一样的 {len(draw) - 2} 题不用谈" in learner.html
    for name in left:
        assert engine.focus(learner.ctx, learner.state).item == name
        learner.act("answer", learner.truth(name), item=name)
        learner.act("next")
    assert "都记下了" in learner.text
    assert (learner.outcome.answered, learner.outcome.done) == (2, True)
    opened = draw[0]
    learner.act("go", item=opened)
    assert engine.focus(learner.ctx, learner.state).item == opened
    assert learner.outcome.total == 3
    assert " checked" not in learner.html  # what they agree on is nobody's business but theirs
    learner.act("answer", learner.truth(opened), item=opened)
    assert tells(learner) == []
    assert engine.load(learner.ctx, learner.state) == (learner.state, False)
    step(learner, Live())
    assert engine.decided(learner.ctx, learner.state) == frozenset(draw)


def test_a_table_that_agrees_on_everything_has_nothing_to_talk_about() -> None:
    learner = in_class("okr-or-kpi", replace(NOW, side="table"), mode="group")
    learner.ctx = replace(learner.ctx, agreed=frozenset(learner.state["draw"]))
    assert "这一轮没有要谈的" in learner.text
    assert (learner.outcome.total, learner.outcome.done, learner.outcome.score) == (0, True, None)
    learner.act("next")
    learner.act("go", item=learner.state["draw"][2])
    assert learner.outcome.total == 1


@pytest.mark.parametrize(("mode", "side"), [("own", "table"), ("group", "own")])
def test_on_the_side_that_does_not_answer_now_there_is_a_way_to_the_other(mode: str, side: str) -> None:
    learner = in_class("okr-or-kpi", replace(NOW, side=side), mode=mode)
    way = Link("去那一边", "/there", style="main")
    learner.ctx = replace(learner.ctx, onward=(way,))
    assert "/there" in learner.html
    assert "<form" not in learner.html
    name = learner.state["draw"][0]
    with pytest.raises(ActionError) as refused:
        learner.act("answer", learner.truth(name), item=name)
    assert refused.value.code == "live-closed"
    focus = engine.focus(learner.ctx, learner.state)
    assert focus.question is not None
    assert focus.question.disabled


def test_while_tables_decide_a_late_joiner_is_let_in() -> None:
    """He cannot answer alone any more, and no key is to be seen there."""
    learner = in_class("okr-or-kpi")
    name = learner.state["at"]
    assert not engine.settled(learner.ctx, learner.state, name)
    step(learner, side="table")
    assert engine.settled(learner.ctx, learner.state, name)


@pytest.mark.parametrize(
    ("works", "same"),
    [
        ([], set()),
        ([[("a", "x", 1)]], set()),
        ([[("a", "x", 1)], [("a", "x", 1)]], {"a"}),
        ([[("a", "x", 1)], [("a", "y", 1)], [("b", "x", 1)]], set()),
        ([[("a", "x", 1), ("a", "y", 2)], [("a", "y", 1)], []], {"a"}),
        ([[("a", "x", 1), ("a", "y", 2)], [("a", "x", 1)]], set()),
        ([[("a", "x", 1), ("b", "y", 1)], [("b", "y", 1), ("a", "z", 1)]], {"b"}),
    ],
)
def test_agreed_is_what_at_least_two_answered_alike_in_the_end(works: list, same: set) -> None:
    ballots = [[Ballot(item, (value,), round=number) for item, value, number in one] for one in works]
    assert tally.agreed(ballots) == same

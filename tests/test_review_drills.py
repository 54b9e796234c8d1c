"""The drills of Unit 4: what a question hears and finds out, what is written, texts that are rated, what a class leaves out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from learner import Learner, content

from okr_kit import bank, engine, render
from okr_kit.documents import subject
from okr_kit.documents.retrospective import blank_retrospective
from okr_kit.errors import ActionError, ContentError
from okr_kit.kinds import KINDS
from okr_kit.kinds.drill import written
from okr_kit.lint import lint
from okr_kit.live import Live
from okr_kit.subjects.retrospective import STEPS
from okr_kit.tally import led
from okr_kit.view import Copy

FOLDER = Path(bank.__file__).parent / "zh_cn"
CHOOSE, SETTING, TALK, RATE = (
    "choose-better-question",
    "set-wrong-or-done-wrong",
    "review-dialogue",
    "rate-aar-samples",
)


def copied(learner: Learner) -> list[str]:
    """The texts on the screen that can be copied."""

    def inside(nodes):
        for node in nodes:
            yield node
            yield from inside(getattr(node, "children", ()))

    return [node.text for node in inside(engine.view(learner.ctx, learner.state)) if isinstance(node, Copy)]


def options(slug: str, item: str):
    return content().exercise(slug).items[item]["asks"][0]["options"]


def sheet_parts(learner: Learner, item: str):
    return KINDS[learner.ctx.exercise.kind].parts(learner.ctx, learner.state, item)  # type: ignore[attr-defined]


# -- what one hears ------------------------------------------------------------------------------------------------


def heard_on(learner: Learner, slug: str, item: str) -> list[str]:
    """The options of an item whose answer can be read on the screen."""
    return [one["id"] for one in options(slug, item) if one["heard"] in learner.text]


def test_one_hears_nothing_before_one_asks_then_that_question_alone_then_all_three() -> None:
    learner = Learner(CHOOSE)
    assert heard_on(learner, CHOOSE, "it-is-hot") == []
    learner.act("answer", {"ask": "promise"}, item="it-is-hot")
    assert heard_on(learner, CHOOSE, "it-is-hot") == ["promise"]
    learner.act("answer", {"ask": "where"}, item="it-is-hot")
    assert heard_on(learner, CHOOSE, "it-is-hot") == ["argue", "where", "promise"]


def test_in_class_nobody_hears_anything_before_the_key() -> None:
    """A vote is a vote; with the key every phone and the stage have all three."""
    live = Live("now", pace="class", item="all-green", phase="task", stamp=1)
    learner = Learner(CHOOSE)
    learner.ctx = replace(learner.ctx, live=live)
    learner.act("answer", {"ask": "low"}, item="all-green", round="1")
    assert heard_on(learner, CHOOSE, "all-green") == []
    assert engine.beside(learner.ctx, "all-green") == {}
    learner.ctx = replace(learner.ctx, live=replace(live, phase="answer", keyed=frozenset({"all-green"})))
    assert heard_on(learner, CHOOSE, "all-green") == ["more", "luck", "low"]
    heard = {one["id"]: one["heard"] for one in options(CHOOSE, "all-green")}
    assert engine.beside(learner.ctx, "all-green") == heard


def test_right_in_content_wrong_in_order_is_half_alone() -> None:
    learner = Learner(CHOOSE)
    learner.act("go", item="all-green")
    learner.act("answer", {"ask": "low"}, item="all-green")
    assert "内容对，先后不对" in learner.text
    assert learner.state["items"]["all-green"]["tries"][0]["raw"] == 0.5


def test_the_keys_are_those_of_the_page() -> None:
    """B A C B C: options stand on every phone, on the stage and in the book in one order."""
    learner = Learner(CHOOSE, seed=5)
    letters = [
        next(letter for letter, true, _ in part.options if true == learner.truth(name)["ask"])
        for name in learner.state["draw"]
        for part in sheet_parts(learner, name)
    ]
    assert "".join(letters).upper() == "BACBC"


# -- what one finds out ----------------------------------------------------------------------------------------------


def test_a_good_question_finds_a_number_and_a_blaming_one_none() -> None:
    learner = Learner(TALK)
    learner.act("answer", {"ask": "compare"}, item="minutes-by-segment")
    assert "「是，我们加强。」" in learner.text
    assert "你已经知道的（0）" in learner.html
    learner.act("answer", {"ask": "segments"}, item="minutes-by-segment")
    assert "你已经知道的（1）" in learner.html
    learner.act("next")
    learner.act("answer", {"ask": "which-week"}, item="week-eight")
    assert "你已经知道的（2）" in learner.html
    assert "第 8 周就是 93 分钟" in learner.text


def test_every_blaming_question_gets_the_same_sentence() -> None:
    items = content().exercise(TALK).items.values()
    asks = [ask for item in items for ask in item["asks"] if any(one.get("found") for one in ask.get("options", ()))]
    assert len(asks) == 5
    for ask in asks:
        for one in ask["options"]:
            good = one["id"] == ask["key"]
            assert bool(one.get("found")) == good
            assert ("是，我们加强" in one["heard"]) != good


def test_a_turn_can_be_talked_once_more_and_counts_as_a_later_try() -> None:
    learner = Learner(TALK)
    name = "minutes-by-segment"
    with pytest.raises(ActionError):
        learner.act("redo", item=name)
    learner.act("answer", {"ask": "compare"}, item=name)
    learner.act("reveal", item=name)
    assert "这一轮再谈一次" in learner.html
    learner.act("redo", item=name)
    assert learner.state["items"][name]["done"] is False
    learner.act("answer", {"ask": "segments"}, item=name)
    assert "你已经知道的（1）" in learner.html
    with pytest.raises(ActionError):  # it was all right: nothing to talk about
        learner.act("redo", item=name)


def test_who_talks_a_turn_again_keeps_what_the_round_was_worth() -> None:
    learner = Learner(TALK)
    learner.act("answer", {"ask": "compare"}, item="minutes-by-segment")
    learner.act("reveal", item="minutes-by-segment")
    for name in learner.state["draw"][1:]:
        learner.act("answer", learner.truth(name), item=name)
    before = learner.outcome
    assert before.done
    learner.act("summary")
    assert "还有 1 样没有问到" in learner.text
    learner.act("go", item="minutes-by-segment")
    learner.act("redo", item="minutes-by-segment")
    assert (learner.outcome.done, learner.outcome.best) == (True, before.best)
    learner.act("answer", {"ask": "segments"}, item="minutes-by-segment")
    after = learner.outcome.best
    assert after is not None
    assert after > (before.best or 0)


def test_only_where_the_exercise_lets_it_an_item_is_tried_once_more_by_itself() -> None:
    learner = Learner(CHOOSE)
    learner.act("answer", {"ask": "argue"}, item="it-is-hot")
    learner.act("reveal", item="it-is-hot")
    with pytest.raises(ActionError):
        learner.act("redo", item="it-is-hot")


# -- what one writes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "share"),
    [
        *(("who", typed, 1) for typed in ("二车间主任", "主任", "我", "李强", "模具房和我", "张师傅")),
        *(("who", typed, 0) for typed in ("大家", "各部门", "相关人员")),
        *(("due", typed, 1) for typed in ("本周五", "4 月 10 日", "4/10", "下周一", "月底", "三天内", "明天")),
        *(("due", typed, 0) for typed in ("尽快", "以后", "持续")),
        *(("sign", typed, 1) for typed in ("四周平均，找模具、等吊车不超过 15 分钟", "15 分钟以内", "降到 12 分钟")),
        *(("sign", typed, 0.5) for typed in ("有明显改善", "效果好", "大家都满意")),
    ],
)  # fmt: skip
def test_who_which_day_and_what_shows_it_are_read_by_rules(name: str, typed: str, share: float) -> None:
    ctx = engine.Context(content(), content().exercise(TALK))
    ask = next(one for one in ctx.exercise.items["one-line"]["asks"] if one["name"] == name)
    found = written.told(ctx, ask, typed)
    assert found is not None
    assert (found.share, bool(found.replies)) == (share, share < 1)


def test_what_is_written_is_asked_about_before_an_example_is_shown() -> None:
    learner = Learner(TALK)
    answer = {"mine": "crane", "who": "大家", "due": "本周五", "sign": "15 分钟以内，看四周"}
    learner.act("go", item="one-line")
    learner.act("answer", answer, item="one-line")
    assert learner.state["items"]["one-line"]["tries"][0]["raw"] == 0.75
    assert "「谁来做」还不对" in learner.text
    assert "这件事谁领" in learner.text
    assert "可以这样写" not in learner.text
    learner.act("reveal", item="one-line")
    assert "可以这样写：二车间主任" in learner.text


def test_of_who_writes_one_thing_is_asked_at_a_time() -> None:
    learner = Learner(TALK)
    answer = {"mine": "copy", "who": "大家", "due": "尽快", "sign": "有明显改善"}
    learner.act("go", item="one-line")
    learner.act("answer", answer, item="one-line")
    assert "「谁来做」「哪天前约好」还不对" in learner.text
    cards = [content().language.card(code).question for code in ("R-NOOWNER", "R-NODATE", "R-NOSIGN")]
    assert [card in learner.text for card in cards] == [True, False, False]


# -- texts that are rated ------------------------------------------------------------------------------------------------


def test_the_text_stands_above_every_rating_and_is_marked_after_it_alone() -> None:
    learner = Learner(RATE)
    for name in learner.state["draw"]:
        item = learner.ctx.exercise.items[name]
        learner.act("go", item=name)
        assert all(
            one["text"] in learner.text for one in learner.ctx.exercise.settings["samples"][item["sample"]]["steps"]
        )
        assert "<mark" not in learner.html
        learner.act("answer", {"rate": "1"}, item=name)
        assert ("<mark" in learner.html) == bool(item["marks"])


def test_one_off_is_half_and_the_reference_says_which_words_decide() -> None:
    learner = Learner(RATE)
    learner.act("go", item="first-cause")
    learner.act("answer", {"rate": "2"}, item="first-cause")
    assert "归因你给 2，参考是 1" in learner.text
    assert "「插单多」是症状，没有再问" in learner.text
    learner.act("go", item="second-lesson")
    learner.act("answer", {"rate": "1"}, item="second-lesson")
    raw = [learner.state["items"][name]["tries"][0]["raw"] for name in ("first-cause", "second-lesson")]
    assert raw == [0.5, 0.0]


def test_the_end_lays_both_totals_beside_the_reference_and_leaves_depth_to_people() -> None:
    learner = Learner(RATE)
    learner.solve()
    assert "写得完整：你给 17 分，参考 17 分" in learner.text
    assert "写得完整：你给 82 分，参考 82 分" in learner.text
    assert "请人工判断" in learner.text


@pytest.mark.parametrize("sample", ["first", "second"])
def test_the_references_are_the_measures_of_the_grader(sample: str) -> None:
    pack = content()
    exercise = pack.exercise(RATE)
    steps: dict[str, str] = {}
    for one in exercise.settings["samples"][sample]["steps"]:
        name = STEPS[one["step"] - 1]
        steps[name] = steps.get(name, "") + one["text"]
    report = lint(
        subject(blank_retrospective("s", pack.policy.retrospective_steps, steps=steps)), pack.language, pack.policy
    )
    given = {
        name.removeprefix(f"{sample}-"): int(item["asks"][0]["key"])
        for name, item in exercise.items.items()
        if item["sample"] == sample
    }
    assert given == dict(report.measures)
    weights = {
        name.removeprefix("first-"): item["asks"][0]["weight"]
        for name, item in exercise.items.items()
        if "first-" in name
    }
    assert weights == pack.policy.retrospective_weights._asdict()


# -- what is taken home ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", [CHOOSE, SETTING])
def test_the_card_of_an_exercise_can_be_copied_at_its_end(slug: str) -> None:
    learner = Learner(slug)
    learner.solve()
    assert copied(learner) == ["\n".join(learner.ctx.exercise.settings["after"])]


def test_the_numbers_that_were_found_can_be_copied_at_the_end() -> None:
    learner = Learner(TALK)
    learner.solve()
    (found,) = copied(learner)
    assert len(found.splitlines()) == 5
    assert all(number in found for number in ("36", "26", "20", "10", "第 8 周就是 93", "2 次"))


# -- bins -----------------------------------------------------------------------------------------------------------------


def test_what_the_next_cycle_changes_comes_with_the_key() -> None:
    learner = Learner(SETTING)
    then = learner.ctx.exercise.items["more-visits"]["then"]
    assert then not in learner.text
    learner.act("answer", {"bin": "set"}, item="more-visits")
    assert f"下个周期：{then}" in learner.text
    assert then in render.text(engine.key(learner.ctx, "more-visits"))


@pytest.mark.parametrize(("item", "also"), [("page-in-august", "set"), ("calls-and-days", "done")])
def test_where_two_answers_are_right_the_key_names_both(item: str, also: str) -> None:
    learner = Learner(SETTING)
    learner.act("go", item=item)
    learner.act("answer", {"bin": also}, item=item)
    assert learner.state["items"][item]["tries"][0]["raw"] == 1
    assert "，也可以说" in learner.text


def test_ones_own_last_cycle_is_asked_at_the_end_and_in_no_score() -> None:
    learner = Learner(SETTING)
    learner.solve()
    assert "你自己上个周期的颜色，最像哪一行" in learner.html
    score = learner.outcome.score
    learner.act("answer", {"bin": "busy", "line": "换策略"}, item="my-last-cycle")
    assert learner.outcome.score == score
    rows = [label for _, _, label in sheet_parts(learner, "my-last-cycle")[0].options]
    assert rows[:2] == ["KR 全绿，O 没动", "KR 红，O 却达到了"]


# -- what a class leaves out ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "short", "places"),
    [(CHOOSE, False, "12345"), (CHOOSE, True, "234"), (SETTING, False, "1246"), (SETTING, True, "124")],
)
def test_a_class_goes_through_the_items_of_the_page(slug: str, short: bool, places: str) -> None:
    found = [one for one in engine.choices(engine.Context(content(), content().exercise(slug)), 1) if one.keyed]
    assert "".join(str(found.index(one) + 1) for one in led(found, short=short)) == places


def test_where_every_item_is_left_out_none_is() -> None:
    found = engine.choices(engine.Context(content(), content().exercise(SETTING)), 1)
    spare = [replace(one, leave="class") for one in found]
    assert led(spare, short=False) == tuple(spare)


def test_two_cases_of_the_client_take_the_place_of_ours(tmp_path) -> None:
    folder = tmp_path / "bank/zh_cn"
    folder.mkdir(parents=True)
    case = '[[items]]\nid = "{id}"\ntext = "{text}"\nbin = "set"\nreason = "甲方的。"\nquestion = "为什么？"\n'
    cases = (("more-visits", "甲方的第一条"), ("returns-below-twenty", "甲方的第二条"))
    (folder / f"{SETTING}.toml").write_text("".join(case.format(id=name, text=text) for name, text in cases), "utf-8")
    items = bank.load(overlay=tmp_path).exercise(SETTING).items
    assert [items[name]["text"] for name in list(items)[:3:2]] == ["甲方的第一条", "甲方的第二条"]


# -- a bank file that is wrong ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "old", "new", "key"),
    [
        (TALK, 'codes = ["R-NODATE"]', 'codes = ["R-NOSUCH"]', "one-line.due"),
        (TALK, 'codes = ["R-NODATE"]', "codes = []", "one-line.due"),
        (TALK, "{answer}前", "某天前", "one-line.due"),
        (TALK, "redo = true", 'redo = "yes"', "redo"),
        (RATE, 'sample = "first"', 'sample = "third"', "first-goal.sample"),
        (RATE, "step = 3", "step = 6", "samples"),
        (RATE, 'marks = ["换模目标"]', 'marks = ["换膜目标"]', "first-goal.marks"),
        (SETTING, 'leave = "short"', 'leave = "always"', "calls-and-days.leave"),
        (SETTING, 'then = "换指标', 'then = 3 # "换指标', "more-visits.then"),
    ],
)
def test_what_is_wrong_is_named_with_its_key(tmp_path, slug: str, old: str, new: str, key: str) -> None:
    text = (FOLDER / f"{slug}.toml").read_text("utf-8")
    assert old in text
    folder = tmp_path / "bank/zh_cn"
    folder.mkdir(parents=True)
    (folder / f"{slug}.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as found:
        bank.load(overlay=tmp_path)
    assert found.value.params["key"] == key

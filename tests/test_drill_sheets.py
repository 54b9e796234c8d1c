"""What a drill may ask beside the one question: a second one, one at the end, at a table together, with blanks, by class."""

from __future__ import annotations

from dataclasses import replace

import pytest
from learner import Learner, content

from okr_kit import bank, engine, render, tally
from okr_kit.errors import ActionError, ContentError
from okr_kit.kinds import KINDS
from okr_kit.live import ALL, Live
from okr_kit.view import Branch, Fold, Link, Sum, Tree

FIVE, LOOP, JUDGE = "match-five-values", "loop-puzzle", "judge-strategies"
NAMES, BROKEN = "name-cascade-errors", "find-broken-cascade"
NOW, TABLE = Live("now", stamp=3), Live("now", side="table", stamp=3)


def shown(learner: Learner, kind: type) -> list:
    """The nodes of a kind on the screen, also those inside others."""

    def inside(nodes) -> list:
        found = []
        for node in nodes:
            found += [node] if isinstance(node, kind) else []
            found += inside(getattr(node, "children", ()))
        return found

    return inside(engine.view(learner.ctx, learner.state))


def answer(learner: Learner, name: str, **given: str) -> str:
    return learner.act("answer", {**learner.truth(name), **given}, item=name)


# -- a second question ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "sign", "worth"),
    [("priority", "plus", 1), ("priority", "minus", 0.75), ("ideas", "plus", 0.25), ("ideas", "minus", 0)],
)
def test_the_value_is_worth_three_quarters_and_the_sign_one(value: str, sign: str, worth: float) -> None:
    learner = Learner(FIVE)
    name = "stocktaking-later"
    answer(learner, name, bin=value, second=sign)
    assert learner.state["items"][name]["vote"]["raw"] == worth


def test_a_sign_alone_is_no_answer_and_is_kept() -> None:
    learner = Learner(FIVE)
    said = learner.act("answer", {"second": "plus"}, item=learner.state["at"])
    assert "还没有选完" in said
    assert learner.outcome.answered == 0
    assert "● 信号 +" in said


def test_a_class_votes_on_the_value_alone() -> None:
    """Who has the value and not the sign is right on the stage; at his own screen both are judged."""
    learner = Learner(FIVE)
    learner.ctx = replace(learner.ctx, live=NOW)
    name = learner.state["draw"][0]
    answer(learner, name, second="minus")
    (ballot,) = engine.ballots(learner.ctx, learner.state)
    assert (ballot.picks, ballot.right, ballot.beside) == (("priority",), 1.0, ("minus",))
    assert set(engine.right(learner.ctx, name)) == {"priority"}
    learner.ctx = replace(learner.ctx, live=replace(NOW, item=name, phase="answer", keyed=frozenset({name})))
    assert "差一点，正确答案：力出一孔　信号 +" in learner.text


def test_who_differs_in_the_sign_alone_does_not_agree() -> None:
    one, two = Learner(FIVE), Learner(FIVE)
    first, second = one.state["draw"][:2]
    for learner, sign in ((one, "plus"), (two, "minus")):
        answer(learner, first, second=sign)
        answer(learner, second)
    assert tally.agreed(engine.ballots(one.ctx, one.state) for one in (one, two)) == {second}


def test_what_also_counts_is_marked_as_right_when_it_was_picked() -> None:
    learner = Learner(FIVE)
    for name in learner.state["draw"]:
        answer(learner, name, **({"bin": "ideas"} if name == "plus-two-percent" else {}))
    learner.act("hand-in")
    assert learner.outcome.score == 100
    learner.act("go", item="plus-two-percent")
    assert "也算对" in learner.html
    assert "okr-bad" not in learner.html


# -- a question at the end, in no score --------------------------------------------------------------------------------


def test_the_last_question_is_asked_once_all_is_noted_and_counts_nowhere() -> None:
    learner = Learner(FIVE)
    learner.act("summary")
    assert "我们最缺的" not in learner.text
    for name in learner.state["draw"]:
        answer(learner, name)
    before = learner.outcome
    assert "我们最缺的是" in learner.act("summary")
    typed = "去仓库，问主管：这周哪一件可以不做？<b>"
    learner.act("answer", {"bin": "priority", "line": typed}, item="we-lack")
    assert learner.outcome == before
    assert "这一问没有对错" in learner.text
    assert "&lt;b&gt;" in learner.html
    (ballot,) = [one for one in engine.ballots(learner.ctx, learner.state) if one.item == "we-lack"]
    assert (ballot.picks, ballot.right) == (("priority",), None)
    learner.act("hand-in")
    assert (learner.outcome.score, learner.outcome.done) == (100, True)
    learner.act("restart")
    assert learner.state["items"]["we-lack"]["vote"]["answer"]["line"] == typed


def test_the_last_question_may_stay_open_or_have_its_line_alone() -> None:
    learner = Learner(FIVE)
    for name in learner.state["draw"]:
        answer(learner, name)
    learner.act("summary")
    assert "选一个，或者写一句" in learner.act("answer", {}, item="we-lack")
    learner.act("answer", {"line": "问班长：哪一条是你自己要的？"}, item="we-lack")
    assert "we-lack" not in {one.item for one in engine.ballots(learner.ctx, learner.state)}
    learner.act("hand-in")
    assert learner.outcome.score == 100


def test_the_class_sees_how_many_miss_what_and_tables_are_not_asked() -> None:
    """Its counts are bars like those of a survey: no key, no share that is right."""
    learner = Learner(FIVE)
    (last,) = [one for one in engine.choices(learner.ctx, 7) if not one.keyed]
    assert (last.item, [value for value, _ in last.options]) == (
        "we-lack",
        ["landing", "priority", "response", "ideas", "drive"],
    )
    votes = [tally.Ballot("we-lack", ("ideas",))] * 6
    found = tally.spread(last, votes)
    assert (found.people, found.right, {value: n for value, _, n in found.counts}["ideas"]) == (6, None, 6)
    assert [one for one in engine.choices(replace(learner.ctx, mode="group"), 7) if not one.keyed] == []
    assert engine.right(learner.ctx, "we-lack") == ()


def test_the_line_is_nobody_elses() -> None:
    """It is written for oneself: no ballot, no board of a table holds it."""
    learner = Learner(FIVE)
    learner.act("answer", {"bin": "drive", "line": "问老王"}, item="we-lack")
    assert "老王" not in repr((engine.ballots(learner.ctx, learner.state), engine.choices(learner.ctx, 7)))


# -- a table does it together ---------------------------------------------------------------------------------------------


def test_at_the_table_a_round_says_first_how_many_are_right_then_the_keys() -> None:
    learner = Learner(LOOP, mode="group")
    for name in learner.state["draw"]:
        answer(learner, name, **({"bin": "follow"} if name == "from-signing" else {}))
        assert learner.ctx.exercise.items[name]["reason"] not in learner.html
    learner.act("summary")
    assert "11 处里放对了 10 处" in learner.act("hand-in")
    answer(learner, "from-signing")
    learner.act("summary")
    learner.act("hand-in")
    assert learner.outcome.score == round(100 * (10 + 0.75) / 11)


def test_in_class_a_table_hears_once_how_many_are_right_and_the_keys_are_the_trainers() -> None:
    learner = Learner(LOOP, mode="group")
    learner.ctx = replace(learner.ctx, live=TABLE)
    draw = learner.state["draw"]
    for name in draw:
        answer(learner, name, **({"bin": "follow"} if name == "from-signing" else {}))
    learner.act("summary")
    assert "11 处里放对了 10 处" in learner.act("hand-in")
    assert learner.outcome.score is None
    with pytest.raises(ActionError):
        learner.act("hand-in")
    answer(learner, "from-signing")
    assert not [name for name in draw if learner.ctx.exercise.items[name]["reason"] in learner.html]
    learner.ctx = replace(learner.ctx, live=replace(TABLE, phase="closed"))
    with pytest.raises(ActionError):
        learner.act("hand-in")
    learner.ctx = replace(learner.ctx, live=Live("over", side="table", keyed=frozenset({ALL}), stamp=9))
    assert learner.outcome.score == round(100 * (10 + 0.75) / 11)
    assert engine.load(learner.ctx, learner.state) == (learner.state, False)


def test_alone_in_class_nothing_is_told() -> None:
    learner = Learner(LOOP)
    learner.ctx = replace(learner.ctx, live=NOW)
    for name in learner.state["draw"]:
        answer(learner, name)
    with pytest.raises(ActionError):
        learner.act("hand-in")


def test_what_members_did_alone_takes_no_card_from_their_table() -> None:
    learner = Learner(LOOP, mode="group")
    learner.ctx = replace(learner.ctx, agreed=frozenset(learner.state["draw"]))
    assert learner.outcome.total == 11
    own = Learner(LOOP)
    assert all(engine.settled(own.ctx, own.state, name) for name in own.state["draw"])


def test_a_card_may_stay_open_and_is_worth_nothing_in_that_try() -> None:
    learner = Learner(LOOP, mode="group")
    with pytest.raises(ActionError):
        learner.act("hand-in")  # nothing is placed yet
    for name in learner.state["draw"]:
        if name != "week-five":
            answer(learner, name)
    learner.act("summary")
    assert "空着的不放了，交上去" in learner.html
    assert "11 处里放对了 10 处" in learner.act("hand-in")
    answer(learner, "week-five")
    learner.act("summary")
    learner.act("hand-in")
    assert learner.outcome.score == round(100 * (10 + 0.75) / 11)
    assert learner.ctx.exercise.items["week-five"]["reason"] in learner.act("go", item="week-five")
    assert engine.load(learner.ctx, learner.state) == (learner.state, False)


def test_what_stays_open_to_the_end_is_shown_with_its_key() -> None:
    learner = Learner(LOOP, mode="group")
    answer(learner, "week-five")
    learner.act("summary")
    learner.act("hand-in")
    learner.act("hand-in")
    assert learner.outcome.score == round(100 / 11)
    assert "正确答案：对齐" in learner.act("go", item="from-signing")
    assert [one.about for one in engine.board(learner.ctx, learner.state)] == [
        learner.ctx.exercise.items["week-five"]["text"]
    ]


def test_an_open_card_can_be_passed_by() -> None:
    learner = Learner(LOOP, mode="group")
    assert "先空着" in learner.html
    learner.act("next")
    assert learner.state["at"] == learner.state["draw"][1]
    assert "先空着" not in Learner(FIVE).html


def test_an_item_has_bins_of_its_own() -> None:
    learner = Learner(LOOP)
    said = learner.act("go", item="without-aligning")
    assert "数不动，开会先争它从哪天算起" in said
    assert "○ 复盘" not in said
    assert dict(learner.truth("without-aligning")) == {"bin": "stuck"}


# -- the sum that belongs to a key ---------------------------------------------------------------------------------------


def test_a_sum_is_written_out_with_the_key_and_not_before() -> None:
    learner = Learner(JUDGE)
    name = "four-machines"
    learner.act("go", item=name)
    assert shown(learner, Sum) == []
    answer(learner, name)
    (account,) = shown(learner, Sum)
    assert (account.parts, account.total, account.against) == ("停机 17 + 换模 14", "31", "≥ 22")
    assert account in engine.key(learner.ctx, name)
    assert account not in engine.key(learner.ctx, "minus-22")


# -- the class of an error, then its name ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given", "worth"),
    [
        ("market-channels", {"class": "number", "error-number": "D-SHORT"}, 1),
        ("market-channels", {"class": "number", "error-number": "D-OVER"}, 0.4),
        ("market-channels", {"class": "people", "error-people": "D-GAP"}, 0),
        ("market-channels", {"class": "none"}, 0),
        ("goods-objective", {"class": "none"}, 1),
        ("goods-objective", {"class": "copy", "error-copy": "D-COPY"}, 0),
    ],
)
def test_the_class_is_worth_two_fifths_and_a_sound_place_called_wrong_nothing(
    name: str, given: dict, worth: float
) -> None:
    learner = Learner(BROKEN)
    learner.act("answer", given, item=name)
    assert [one["raw"] for one in learner.state["items"][name]["tries"]] == [worth]


def test_a_class_without_its_name_is_no_answer() -> None:
    learner = Learner(BROKEN)
    assert "还没有选完" in learner.act("answer", {"class": "number"}, item="market-channels")
    learner.act("go", item="market-channels")
    assert "这一类选对了" in learner.act(
        "answer", {"class": "number", "error-number": "D-SPLIT"}, item="market-channels"
    )
    assert learner.ctx.exercise.items["market-channels"]["reason"] not in learner.text


def test_a_class_of_people_votes_on_the_class_of_the_error() -> None:
    learner = Learner(BROKEN)
    choices = {one.item: [value for value, _ in one.options] for one in engine.choices(learner.ctx, 7)}
    assert choices["market-channels"] == ["none", "copy", "number", "people", "way"]
    learner.act("answer", {"class": "number", "error-number": "D-OVER"}, item="market-channels")
    (ballot,) = engine.ballots(learner.ctx, learner.state)
    assert (ballot.picks, ballot.right) == (("number",), 1.0)


def test_the_board_is_folded_with_the_place_marked_and_says_no_more_before_or_after() -> None:
    learner = Learner(BROKEN)
    for name in ("market-channels", "fourth-strategy"):
        learner.act("go", item=name)
        for _ in ("before", "after"):
            (fold,) = [node for node in shown(learner, Fold) if shown_in(node)]
            assert not fold.open
            marked = [one for one in branches(shown_in(fold)[0].roots) if one.state or one.note]
            assert [(one.state, one.note) for one in marked] == [("now", "这一处")]
            answer(learner, name)


def shown_in(fold: Fold) -> list[Tree]:
    return [node for node in fold.children if isinstance(node, Tree)]


def branches(roots: tuple[Branch, ...]) -> list[Branch]:
    return [one for root in roots for one in (root, *branches(root.children))]


@pytest.mark.parametrize(
    ("settings", "item", "key"),
    [
        ({"classes": "x"}, {}, "classes"),
        ({"classes": [{"id": "copy", "words": "抄", "codes": ["D-NOSUCH"]}]}, {}, "classes.codes"),
        ({"classes": [{"id": "copy", "codes": []}]}, {}, "classes"),
        ({}, {"class": "nowhere"}, "market-objective.class"),
        ({}, {"class": "number"}, "market-objective.class"),
        ({}, {"class": "none"}, "market-objective.class"),
        ({}, {"place": "nowhere"}, "market-objective.place"),
        ({"tree": [{"id": "top"}]}, {}, "find-broken-cascade.tree"),
    ],
)
def test_a_broken_board_is_named(settings: dict, item: dict, key: str) -> None:
    exercise = content().exercise(BROKEN)
    items = {**exercise.items, "market-objective": {**exercise.items["market-objective"], **item}}
    with pytest.raises(ContentError) as found:
        KINDS["name"].check(
            replace(exercise, settings={**exercise.settings, **settings}, items=items), content().language
        )
    assert found.value.params == {"file": f"{BROKEN}.toml", "key": key}


def test_on_a_slip_two_of_the_names_are_of_one_class() -> None:
    """抄, 数, 人, 路: who knows the class alone does not know the name yet; and there are five names on each."""
    classes = content().exercise(BROKEN).settings["classes"]
    of = {code: one["id"] for one in classes for code in one["codes"]}
    for item in content().exercise(NAMES).items.values():
        offered = [*item["codes"][:1], *item["choices"]]
        assert len(offered) == 5
        key = of[item["codes"][0]] if item["codes"] else None
        assert key is None or [of[code] for code in offered].count(key) >= 2


# -- bank files that cannot be -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"bins": {}}, "bins"),
        ({"bins": {"landing": "战略落地", "priority": 3}}, "bins"),
        ({"bins": ["nowhere", "task"]}, "bins"),
        ({"second": "x"}, "second"),
        ({"second": {"legend": "哪一头？"}}, "second.options"),
        ({"second": {"legend": "哪一头？", "options": {"other": "别的", "one": "一"}}}, "stocktaking-later.second"),
        ({"group": "some"}, "group"),
        ({"blank": "x"}, "blank"),
        ({"order_of_items": "any"}, "order_of_items"),
    ],
)
def test_a_broken_setting_is_named(settings: dict, key: str) -> None:
    exercise = content().exercise(FIVE)
    with pytest.raises(ContentError) as found:
        KINDS["sort"].check(replace(exercise, settings={**exercise.settings, **settings}), content().language)
    assert found.value.params == {"file": f"{FIVE}.toml", "key": key}


@pytest.mark.parametrize(
    ("item", "key"),
    [
        ({"bin": "elsewhere"}, "stocktaking-later.bin"),
        ({"also": ["elsewhere"]}, "stocktaking-later.bin"),
        ({"bins": {"one": "一", "two": "二"}}, "stocktaking-later.bin"),
        ({"bins": 5}, "stocktaking-later.bins"),
        ({"second": "zero"}, "stocktaking-later.second"),
        ({"reason": 5}, "stocktaking-later.reason"),
        ({"closing": True, "line": "写一句"}, "closing"),
    ],
)
def test_a_broken_item_is_named(item: dict, key: str) -> None:
    exercise = content().exercise(FIVE)
    items = {**exercise.items, "stocktaking-later": {**exercise.items["stocktaking-later"], **item}}
    with pytest.raises(ContentError) as found:
        KINDS["sort"].check(replace(exercise, items=items), content().language)
    assert found.value.params == {"file": f"{FIVE}.toml", "key": key}


def test_on_paper_every_question_stands_below_its_scene() -> None:
    said = render.text(engine.paper(Learner(FIVE).ctx))
    assert said.count("信号 +") >= 8
    assert "下周走到哪里" in said


# -- after the end: one's own work -----------------------------------------------------------------------------------------


def to_the_end(slug: str, **more) -> Learner:
    """Every item answered right, and handed in where keys wait for that."""
    learner = Learner(slug, **more)
    for name in learner.state["draw"]:
        answer(learner, name)
    learner.act("summary")
    if not learner.outcome.done:
        learner.act("hand-in")
    return learner


@pytest.mark.parametrize("slug", [BROKEN, "reconcile-numbers"])
def test_the_end_leads_to_ones_own_work_where_the_host_has_an_address(slug: str) -> None:
    learner = to_the_end(slug)
    word, way = learner.ctx.exercise.settings["says"]["onward"], Link("我的三层", "/x/cascade-own")
    assert (word in learner.text, shown(learner, Link)) == (False, [])
    learner.ctx = replace(learner.ctx, further=(way,))
    assert (word in learner.text, shown(learner, Link)) == (True, [way])
    learner.ctx = replace(learner.ctx, live=replace(NOW, phase="answer", keyed=ALL))
    assert (word in learner.text, shown(learner, Link)) == (False, [])


def test_before_the_end_nothing_leads_away() -> None:
    learner = Learner(BROKEN)
    learner.ctx = replace(learner.ctx, further=(Link("我的三层", "/x/cascade-own"),))
    learner.act("summary")
    assert shown(learner, Link) == []


def test_the_end_of_a_worksheet_leads_to_ones_own_tree() -> None:
    learner = Learner("pick-levers", mode="group")
    way = Link("画自己的树", "/x/own-value-tree")
    learner.ctx = replace(learner.ctx, further=(way,))
    assert shown(learner, Link) == []
    learner.state["at"] = "end"
    assert shown(learner, Link) == [way]
    assert "先看底数，再看差距" in learner.text
    learner.ctx = replace(learner.ctx, live=TABLE)
    assert shown(learner, Link) == []


@pytest.mark.parametrize(
    ("slug", "mode", "title", "line"),
    [(JUDGE, "own", "拿自己的策略", "反过来念一遍"), (LOOP, "group", "自己缺哪一步", "就是你缺的")],
)
def test_what_to_ask_of_ones_own_work_is_folded_at_the_end(slug: str, mode: str, title: str, line: str) -> None:
    assert line not in Learner(slug, mode=mode).act("summary")
    learner = to_the_end(slug, mode=mode)
    (fold,) = [one for one in shown(learner, Fold) if one.key == "after"]
    assert (title in fold.title, fold.open) == (True, False)
    assert line in learner.text
    learner.ctx = replace(learner.ctx, live=TABLE if mode == "group" else NOW)
    assert line not in learner.text


def test_a_way_to_an_exercise_that_there_is_not_is_named(tmp_path) -> None:
    (tmp_path / "bank/zh_cn").mkdir(parents=True)
    for text in ('onward = ["cascade-owm"]', 'onward = "cascade-own"'):
        (tmp_path / "bank/zh_cn" / f"{BROKEN}.toml").write_text(text, "utf-8")
        with pytest.raises(ContentError) as found:
            bank.load(overlay=tmp_path)
        assert content().language.error(found.value).startswith(f"{BROKEN}.toml 里的「onward」")

"""Cascades to fill in: what is taken over, what is said of it, what adds up, what is taken along."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from learner import GOOD_O, Learner, content, written_okr

from okr_kit import documents, engine, render
from okr_kit.errors import ActionError, ContentError, DocumentError
from okr_kit.kinds import check
from okr_kit.kinds.worksheet.templates import cascade
from okr_kit.kinds.worksheet.templates.cascade import chain
from okr_kit.kinds.worksheet.work import Work

ABOVE, LEVELS, OWN = "take-over-from-above", "cascade-three-levels", "cascade-own"


def stored(learner: Learner, slug: str, seq: int = 4):
    """A learner's documents as a store gives them back."""
    made = engine.documents(learner.ctx, learner.state)
    return tuple({**doc, "from": {"slug": slug, "owner": "p1", "seq": seq, "at": seq}} for doc in made)


def taken_over(*, shelf=()) -> Learner:
    """One line of a superior taken over, with its number and a guardrail."""
    learner = Learner(ABOVE, shelf=shelf)
    learner.act("put", {"above.objective": "让每家店养活自己", "above.change": "少倒掉", "circle.has": "yes"})
    learner.act("put", {"circle.text": "管住报损", "circle.measure": "报损率 9% → 6.5%"})
    learner.act("put", {"own.objective": GOOD_O, "guard.text": "断货率不高于现在", "guard.now": "18%"})
    learner.act("put", {"own.metric": "月报损率", "own.before": "9%", "own.after": "6.5%", "up.need": "一个数据员"})
    return learner


def own(
    *people: tuple[str, str, str, str], kind: str = "sum", after: str = "800 万", before: str = "600 万"
) -> Learner:
    """Three strategies with an owner each: (name, base, agreed, what he weighs)."""
    learner = Learner(OWN)
    learner.act("put", {"above.objective": "成为第一站", "circle.has": "yes", "own.objective": "让装修的人先想到我们"})
    learner.act("put", {"circle.text": "抢装修期流量", "own.metric": "UV", "own.before": before, "own.after": after})
    for row, text in zip(("r1", "r2", "r3"), ("家装前的攻略", "家装中的攻略", "入住后的晒家"), strict=True):
        learner.act("put", {f"{row}.text": text})
    for row, (name, base, agreed, weight) in zip(("r1", "r2", "r3"), people, strict=False):
        learner.act("put", {f"{row}.owner": name, "sum.kind": kind})
        learner.act("put", {f"{row}.base": base, f"{row}.agreed": agreed, f"{row}.weight": weight})
    return learner


@pytest.mark.parametrize(
    ("slug", "mapping", "entry", "step", "name"),
    [
        (ABOVE, "A", "own.objective", "rewrite", "own-objective"),
        (OWN, "A", "own.objective", "rewrite", "own-objective"),
        (LEVELS, "A", "dept.objective", "dept", "dept-objective"),
        (LEVELS, "B", "dept.objective", "dept", "dept-objective"),
        (LEVELS, "B", "dept.kr", "dept", "dept-kr"),
    ],
)
@pytest.mark.parametrize("typed", ["asdf qwer", "Become the first choice of our customers", "1234"])
def test_what_cannot_be_read_is_for_people_and_gets_no_score(
    slug: str, mapping: str, entry: str, step: str, name: str, typed: str
) -> None:
    pack = content()
    learner = Learner(slug)
    learner.ctx = engine.Context(replace(pack, policy=replace(pack.policy, mapping=mapping)), pack.exercise(slug))
    learner.act("put", {entry: typed})
    learner.act("grade", step=step)
    found = learner.state["results"][step]["checks"][name]
    assert (found["share"], found["open"], [note["tone"] for note in found["notes"]]) == (0, True, ["human"])
    assert "这一句没有读懂" in learner.text
    assert "请人工判断" in learner.text


# -- one line taken over -----------------------------------------------------------------------------------------------


def test_the_superiors_o_comes_from_ones_own_okr() -> None:
    learner = Learner(ABOVE, shelf=stored(written_okr(), "write-okr"))
    assert "让每一家门店都能自己养活自己" in learner.text


def test_an_okr_that_comes_later_fills_what_is_blank_and_nothing_else() -> None:
    shelf = stored(written_okr(), "write-okr")
    learner = Learner(ABOVE)
    learner.act("put", {"above.change": "少倒掉"})
    learner.ctx = engine.Context(content(), content().exercise(ABOVE), "learner", "own", "p1", shelf)
    assert "作品夹里有可以用的一份" in learner.text
    learner.act("refresh")
    assert learner.state["values"] == {"above.change": "少倒掉", "above.objective": "让每一家门店都能自己养活自己"}
    learner.act("put", {"above.objective": "他上周口头说的"})
    learner.ctx = engine.Context(
        content(), content().exercise(ABOVE), "learner", "own", "p1", stored(written_okr(), "write-okr", 9)
    )
    learner.act("refresh")
    assert learner.state["values"]["above.objective"] == "他上周口头说的"


def test_who_has_no_page_of_a_superior_uses_that_of_the_case_and_loses_nothing() -> None:
    learner = Learner(ABOVE)
    learner.act("put", {"above.change": "少倒掉"})
    assert "让新客户签约一个月就用起来" in learner.act("pick", material="case")
    assert "少倒掉" in learner.act("pick", material="own")


def test_a_superior_without_a_strategy_is_asked_to_choose_among_three_roads() -> None:
    learner = Learner(ABOVE)
    learner.act("put", {"above.change": "少倒掉"})
    learner.act("go", step="circle")
    shown = learner.act("put", {"circle.has": "no"})
    assert "写三条路，回去请他选" in shown
    learner.act("put", {"circle.road1": "按销量预测订货", "circle.road2": "晚市打折", "circle.road": "road1"})
    assert "还差他点头" in learner.act("grade", step="circle")
    learner.act("put", {"own.objective": GOOD_O})
    (doc,) = engine.documents(learner.ctx, learner.state)
    assert [one["text"] for one in doc["nodes"][0]["strategies"]] == ["按销量预测订货"]


@pytest.mark.parametrize(
    ("picked", "share"),
    [(["s1"], 1), (["s2"], 0.5), (["s1", "s2"], 0.5), ([], 0)],
    ids=["right", "other", "both", "none"],
)
def test_of_the_case_one_strategy_is_in_these_hands(picked, share) -> None:
    learner = Learner(ABOVE)
    learner.act("pick", material="case")
    shown = learner.act("grade", {"circle.mine": picked}, step="circle")
    assert learner.state["results"]["circle"]["checks"]["circle"]["share"] == share
    assert ("客户成功部手里" in shown) is ("s2" in picked)


@pytest.mark.parametrize(
    ("text", "now", "share"),
    [
        ("断货率不高于现在（18%）", "", 1),
        ("断货率不高于 18%", "", 1),
        ("断货率不高于现在", "18%", 1),
        ("断货率不高于现在", "１８％", 1),
        ("断货率不高于现在", "", 0.5),
        ("断货率不高于现在", "待查", 0.5),
        ("", "18%", 0),
    ],
)
def test_a_guardrail_has_a_number(text, now, share) -> None:
    learner = Learner(ABOVE)
    learner.act("grade", {"guard.text": text, "guard.now": now}, step="guard")
    assert learner.state["results"]["guard"]["checks"]["guard"]["share"] == share
    assert ("待查" in learner.act("go", step="guard")) is (now == "待查")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("管住报损，让门店少倒掉", "D-COPY"),
        ("让每家店养活自己", "D-COPY"),
        ("报损率 9% → 6.5%", "D-KR2O"),
        ("提升转化率", "O-METRIC"),
    ],
)
def test_an_o_that_says_what_stands_above_it_is_named(text, code) -> None:
    learner = taken_over()
    learner.act("put", {"circle.text": "管住报损，让门店少倒掉"})
    learner.act("grade", {"own.objective": text}, step="rewrite")
    assert code in learner.outcome.codes
    assert learner.state["results"]["rewrite"]["checks"]["own-objective"]["share"] == 0.5


def test_the_hero_is_asked_about_and_costs_nothing() -> None:
    learner = taken_over()
    shown = learner.act("grade", {"own.hero": "我们部门"}, step="rewrite")
    assert "做成了，谁早上起来会觉得不一样？" in shown
    assert learner.state["results"]["rewrite"]["checks"]["own-objective"]["share"] == 1


def test_in_class_it_ends_with_the_guardrail_and_goes_on_later() -> None:
    learner = taken_over()
    learner.act("grade", step="guard")
    assert "第 4 步，共 4 步" in learner.text
    assert "做完了" in learner.html
    learner.act("finish")
    assert learner.outcome.score == 100
    assert "接住他的数（课后写）" in learner.html
    assert "第 5 步，共 6 步" in learner.act("go", step="number")


def test_what_was_taken_over_is_a_cascade_of_two() -> None:
    (doc,) = engine.documents(taken_over().ctx, taken_over().state)
    above, mine = doc["nodes"]
    assert (above["objective"], mine["parent"], mine["serves"]) == ("让每家店养活自己", "above", ["s1"])
    assert [row["text"] for row in mine["key_results"]] == ["月报损率从 9% 到 6.5%", "护栏：断货率不高于现在（18%）"]
    found = taken_over().ctx.workspace.lint(documents.subject(doc)).findings
    assert [one.code for one in found if one.severity == "error"] == []


# -- three levels ------------------------------------------------------------------------------------------------------


def numbers(learner: Learner) -> chain.Chain:
    return chain.read(Work(learner.ctx, learner.state, cascade))


@pytest.mark.parametrize(
    ("ding", "wu", "mean", "money", "holds"),
    [
        ("10.5", "13", "11.0%", 10.406, True),
        ("１０．５％", "13 %", "11.0%", 10.406, True),
        ("10.75", "12", "11.00%", 10.406, True),
        ("10", "12", "10.4%", 9.8384, False),
        ("9.5", "17", "11.0%", 10.406, True),
    ],
)
def test_the_chain_answers_while_it_is_typed(ding, wu, mean, money, holds) -> None:
    learner = Learner(LEVELS, mode="group")
    learner.act(
        "put", {"groups.cart": "11", "groups.order": "40", "groups.pay": "62.5", "ding.now": ding, "wu.now": wu}
    )
    found = numbers(learner)
    assert (found.mean.total, found.from_below.answer == "proven") == (mean, holds)
    assert found.money.value == pytest.approx(money * 1e8)
    shown = learner.act("go", step="people")
    assert ("10.406" in shown and "≥ 10.4 亿元" in shown) if holds else "10.4% < 11%" in shown


def test_pairs_enter_their_parts_in_any_order_and_the_chain_says_what_is_missing() -> None:
    learner = Learner(LEVELS, mode="group")
    shown = learner.act("go", step="people")
    assert "80% × ？ + 20% × ？" in shown
    assert "还有数没填" in shown
    shown = learner.act("put", {"ding.now": "10.5", "wu.now": "13"})
    assert "80% × 10.5% + 20% × 13% = 11.0% ≥ 11.0%" in shown  # the three groups are not there yet
    shown = learner.act("put", {"ding.now": "很多"})
    assert "还有数没填" in shown
    assert "「很多」看不出是百分之几" in learner.act("grade", step="people")


def test_a_rate_that_does_not_move_is_asked_about_and_costs_nothing() -> None:
    learner = Learner(LEVELS)
    learner.act("put", {"groups.cart": "11", "ding.now": "10.75", "wu.now": "12"})
    shown = learner.act("grade", step="people")
    assert "戊的数没有动，还是 12%" in shown
    assert learner.state["results"]["people"]["checks"]["mean"]["share"] == 1


def test_a_step_beyond_what_others_come_to_is_named() -> None:
    learner = Learner(LEVELS)
    learner.act("put", {"groups.cart": "10", "groups.order": "44", "groups.pay": "62.5"})
    shown = learner.act("grade", step="groups")
    assert "购物车组：同行的好水平是 41%" in shown
    assert learner.state["results"]["groups"]["checks"]["product"]["share"] == 1
    assert learner.state["results"]["groups"]["checks"]["reach"]["share"] == 0.5


def test_the_same_sentence_on_two_levels_is_a_copy() -> None:
    learner = Learner(LEVELS)
    learner.act("put", {"dept.objective": "让看中的人三步就能买到"})
    learner.act("grade", {"ding.objective": "让看中的人三步就能买到"}, step="people")
    assert learner.outcome.codes == ("D-COPY",)


def test_what_everybody_does_nobody_does() -> None:
    for who in ("大家一起", "三个部门共同负责"):
        learner = Learner(LEVELS)
        assert f"「{who}」，等于没有人接" in learner.act("grade", {"open.who": who}, step="open")
    learner = Learner(LEVELS)
    learner.act("grade", {"open.who": "商品部牵头，一个月内定人", "open.number": "老客回访率"}, step="open")
    assert learner.outcome.codes == ()


def test_a_tile_has_figures_and_states_and_no_words_of_the_table() -> None:
    learner = Learner(LEVELS, mode="group")
    learner.act("put", {"dept.objective": "让看中的人三步就能买到", "open.who": "商品部"})
    learner.act(
        "put", {"groups.cart": "11", "groups.order": "40", "groups.pay": "62.5", "ding.now": "10.5", "wu.now": "13"}
    )
    learner.act("grade", step="groups")
    (tile,) = engine.tally(learner.ctx, (learner.state,))
    shown = render.text(tile)
    assert "丁戊 → 11.0% → 2.75% → GMV = 10.406 ≥ 10.4 亿元" in shown
    assert "5 块里对过了 1 块" in shown
    assert "让看中" not in shown
    assert "商品部" not in shown


# -- one's own three levels --------------------------------------------------------------------------------------------


def test_ones_own_begins_with_what_was_taken_over() -> None:
    shelf = (*stored(taken_over(), ABOVE, 9), *stored(written_okr(), "write-okr"))
    values = Learner(OWN, shelf=shelf).state["values"]
    assert values["above.objective"] == "让每家店养活自己"
    assert values["circle.text"] == "管住报损"
    assert (values["own.objective"], values["own.metric"]) == (GOOD_O, "月报损率")
    assert (values["own.before"], values["own.after"]) == ("9%", "6.5%")
    assert values["guard.text"] == "断货率不高于现在（18%）"
    assert values["up.need"] == "一个数据员"


def test_ones_own_begins_with_the_okr_where_nothing_was_taken_over() -> None:
    values = Learner(OWN, shelf=stored(written_okr(), "write-okr")).state["values"]
    assert values["own.objective"] == GOOD_O
    assert (values["own.before"], values["own.after"]) == ("9%", "6.5%")


def test_a_cascade_of_a_table_or_of_itself_is_not_taken_for_what_was_taken_over() -> None:
    """The newest cascade on a shelf is mostly that of a table; 「原件有更新」 would stand there for good."""
    table = Learner(LEVELS)
    table.act("put", {"dept.objective": "让看中的人三步就能买到"})
    mine = own(("甲", "216 万", "300 万", ""))
    shelf = (*stored(mine, OWN, 12), *stored(table, LEVELS, 11), *stored(taken_over(), ABOVE, 9))
    learner = Learner(OWN, shelf=shelf)
    assert learner.state["values"]["circle.text"] == "管住报损"
    assert "原件有更新" not in learner.text


def test_takes_from_is_a_list_of_exercises() -> None:
    exercise = content().exercise(OWN)
    broken = type(exercise)(
        **{
            **{name: getattr(exercise, name) for name in exercise.__slots__},
            "settings": {**exercise.settings, "takes_from": "x"},
        }
    )
    with pytest.raises(ContentError, match="content-key"):
        check(broken, content().language)


def test_each_strategy_without_anybody_is_named_and_marks_its_own_row() -> None:
    learner = own(("甲", "216 万", "300 万", ""))
    shown = learner.act("grade", step="owners")
    assert "「家装中的攻略」，下面没有人接" in shown
    assert "「入住后的晒家」，下面没有人接" in shown
    notes = learner.state["results"]["owners"]["checks"]["owners"]["notes"]
    assert [note["at"] for note in notes if note["code"] == "D-GAP"] == [["r2.owner"], ["r3.owner"]]
    learner.act("put", {"r2.fate": "self", "r3.fate": "drop"})
    learner.act("grade", step="owners")
    assert learner.outcome.codes == ()


def test_levels_that_are_half_filled_are_open_and_not_wrong() -> None:
    learner = Learner(OWN)
    learner.act("put", {"own.objective": "让装修的人先想到我们", "own.metric": "UV", "own.after": "800 万"})
    learner.act("put", {"r1.text": "家装前的攻略", "r2.text": "家装中的攻略"})
    learner.act("finish")
    assert learner.outcome.codes == ()
    assert 0 < learner.outcome.score < 100
    checks = {name: one for result in learner.state["results"].values() for name, one in result["checks"].items()}
    assert {name for name, one in checks.items() if one["open"]} == {
        "change", "circle", "guard", "owners", "agreed", "kind", "whole",
    }  # fmt: skip


def test_rows_are_added_and_taken_off_as_far_as_forty() -> None:
    learner = own(("甲", "216 万", "300 万", ""))
    learner.act("go", step="ways")
    for _ in range(4):
        learner.act("add", list="ways")
    assert len(learner.state["rows"]["ways"]) == 5
    for _ in range(40):
        learner.act("add", list="more")
    assert len(learner.state["rows"]["more"]) == 33
    assert learner.outcome.notice == "worksheet.rows-full"
    last = learner.state["rows"]["more"][-1]
    learner.act("put", {f"{last}.owner": "乙", f"{last}.way": "r1"})
    (doc,) = engine.documents(learner.ctx, learner.state)
    assert [node["owner"] for node in doc["nodes"][2:]] == ["甲", "乙"]
    learner.act("drop", list="more", row=last)
    assert f"{last}.owner" not in learner.state["values"]
    with pytest.raises(ActionError):
        learner.act("add", list="nowhere")


def test_one_person_on_two_strategies_is_one_node_with_two_numbers() -> None:
    learner = own(("甲", "216 万", "300 万", ""), ("甲", "231 万", "315 万", ""), ("丙", "153 万", "186 万", ""))
    (doc,) = engine.documents(learner.ctx, learner.state)
    first, second = doc["nodes"][2:]
    assert (first["owner"], first["serves"], len(first["key_results"])) == ("甲", ["r1", "r2"], 2)
    assert second["owner"] == "丙"


def test_what_to_send_to_each_person_stands_at_the_end() -> None:
    learner = own(("甲", "216 万", "300 万", ""), ("乙", "231 万", "231 万", ""))
    learner.act("put", {"r1.promised": "设计师每周两天", "r1.day": "2027-03-31"})
    shown = learner.act("finish")
    assert "我们谈成的数：UV 从 216 万 到 300 万。" in shown
    assert "我答应你的：设计师每周两天，2027-03-31 前。" in shown
    assert "我们谈成的数：UV 守住 231 万。" in shown
    assert shown.count("O 由你来写") == 2


# -- what was taken over goes into one's own OKR -----------------------------------------------------------------------


def test_what_was_taken_over_is_the_beginning_of_an_okr() -> None:
    """The superior's O, mine, its number and the guardrail: to be gone on with in 「写一套自己的 OKR」."""
    shelf = stored(taken_over(), ABOVE)
    writer = Learner("write-okr", shelf=shelf)
    assert GOOD_O in writer.html
    writer.act("take", doc=shelf[0]["id"])
    (doc,) = engine.documents(writer.ctx, writer.state)
    assert (doc["parent"], doc["objective"]["text"]) == ("让每家店养活自己", GOOD_O)
    assert [(row["text"], row["type"]) for row in doc["key_results"]] == [
        ("月报损率从 9% 到 6.5%", ""),
        ("护栏：断货率不高于现在（18%）", "guardrail"),
    ]
    assert doc["id"] != shelf[0]["id"]
    again = Learner(OWN, shelf=(*stored(writer, "write-okr", 12), *shelf))
    assert again.state["values"]["above.objective"] == "让每家店养活自己"


def test_a_cascade_of_a_table_is_no_beginning_of_an_okr() -> None:
    table = Learner(LEVELS)
    table.act("put", {"dept.objective": "让看中的人三步就能买到"})
    (doc,) = stored(table, LEVELS)
    writer = Learner("write-okr", shelf=(doc,))
    assert "接着改以前写的" not in writer.text
    assert not engine.copies(content().exercise("write-okr"), doc)
    with pytest.raises(DocumentError):
        writer.act("take", doc=doc["id"])


# -- the account of one's own number -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "before", "after", "rows", "shown", "code"),
    [
        ("sum", "600 万", "800 万", (("216 万", "300 万", ""), ("231 万", "315 万", ""), ("153 万", "186 万", "")),
         "甲 300 + 乙 315 + 丙 186 = 801 ≥ 800 万 够", ""),
        ("sum", "600 万", "800 万", (("216 万", "300 万", ""), ("231 万", "300 万", ""), ("153 万", "180 万", "")),
         "甲 300 + 乙 300 + 丙 180 = 780 < 800 万 还不够", "D-SHORT"),
        ("ratio", "70%", "76%", (("75%", "80%", "1000 万"), ("62%", "70%", "600 万")),
         "(1000 × 80% + 600 × 70%) ÷ 1600 = 76.25% ≥ 76% 够", ""),
        ("ratio", "70%", "76%", (("75%", "80%", "600 万"), ("62%", "70%", "1000 万")),
         "(600 × 80% + 1000 × 70%) ÷ 1600 = 73.75% < 76% 还不够", "D-SHORT"),
        ("funnel", "2.5%", "2.75%", (("10%", "11%", ""), ("40%", "39%", ""), ("62.5%", "62.5%", "")),
         "11% × 39% × 62.5% = 2.68% < 2.75% 还不够", "D-SHORT"),
        ("zero", "3 起", "0 起", (("2 起", "0 起", ""), ("1 起", "1 起", "")), "乙 1", "D-SHORT"),
    ],
)  # fmt: skip
def test_the_sum_answers_while_it_is_typed_by_the_kind_of_number(kind, before, after, rows, shown, code) -> None:
    people = [(name, *row) for name, row in zip("甲乙丙", rows, strict=False)]
    learner = own(*people, kind=kind, before=before, after=after)
    assert shown in learner.act("go", step="agreed")
    assert shown in learner.act("go", step="kind")
    learner.act("grade", step="kind")
    assert [one for one in learner.outcome.codes if one in ("D-SHORT", "D-RATIO", "D-TIME")] == ([code] if code else [])


def test_what_they_reported_is_summed_up_before_anything_is_agreed() -> None:
    learner = own(("甲", "216 万", "", ""), ("乙", "231 万", "", ""))
    learner.act("put", {"r1.reported": "280 万", "r2.reported": "300 万"})
    assert "甲 280 + 乙 300 = 580 < 800 万" in learner.act("go", step="reported")
    assert "580" not in learner.act("go", step="agreed")


@pytest.mark.parametrize(
    ("rows", "kind", "said"),
    [
        ((("216 万", "300 万", ""), ("20%", "30%", "")), "sum", "乙"),
        ((("0", "300 万", ""), ("231 万", "315 万", "")), "product", ""),
        ((("216 万", "很多", ""), ("231 万", "315 万", "")), "sum", "甲要到多少"),
        ((("216 万", "300 万", ""), ("231 万", "-", "")), "sum", "乙要到多少"),
    ],
    ids=["mixed units", "zero base", "words", "a dash"],
)
def test_what_cannot_be_added_up_is_said_and_nothing_is_lost(rows, kind, said) -> None:
    """Each sentence names who; the sheet and its document keep what was typed."""
    people = [(name, *row) for name, row in zip("甲乙", rows, strict=False)]
    learner = own(*people, kind=kind)
    assert said in learner.act("go", step="agreed")
    learner.act("grade", step="agreed")
    learner.act("grade", step="kind")
    assert learner.act("finish")
    (doc,) = engine.documents(learner.ctx, learner.state)
    typed = [row["target"] for node in doc["nodes"][2:] for row in node["key_results"]]
    assert typed == [row[1] for row in rows]


def test_a_part_that_only_helps_is_not_added_up() -> None:
    learner = own(("甲", "216 万", "500 万", ""), ("乙", "231 万", "315 万", ""))
    assert "815 ≥ 800" in learner.act("go", step="agreed")
    learner.act("put", {"r1.part": "support"})
    assert "乙 315" in learner.act("go", step="agreed")
    assert "815" not in learner.text


def test_findings_cost_what_the_course_says() -> None:
    """100 less 25 for what is certain, for a sheet that is whole."""
    rows = (("甲", "216 万", "300 万", ""), ("乙", "231 万", "300 万", ""), ("丙", "153 万", "180 万", ""))
    learner = own(*rows)
    learner.act("put", {"above.change": "早一点想到我们", "guard.text": "单个 UV 成本不高于 2.1 元"})
    learner.act("finish")
    assert learner.outcome.codes == ("D-SHORT",)
    assert learner.outcome.score == 75
    learner.act("put", {"r3.agreed": "200 万"})
    learner.act("finish")
    assert (learner.outcome.codes, learner.outcome.score) == ((), 100)


def test_on_paper_the_tree_stands_no_more_than_it_is_needed() -> None:
    paper = render.text(engine.paper(engine.Context(content(), content().exercise(LEVELS))))
    assert (
        paper.count("S4 让老客回来") == 2
    )  # where everybody looks at it, and folded on the first page to be written on
    assert "我来记录" not in paper
    assert "我来记录" in Learner(LEVELS, mode="group").text


@pytest.mark.parametrize(
    ("name", "two"),
    [("老王和小李", True), ("老王、小李", True), ("王强/李静", True), ("老王", False), ("陈和平", False), ("和珅", False), ("仓库主管", False)],
)  # fmt: skip
def test_two_names_for_one_strategy_are_asked_about(name: str, two: bool) -> None:
    learner = Learner(OWN)
    learner.act("put", {"r1.text": "换模提速", "r1.owner": name})
    assert ("写了不止一个名字" in learner.act("grade", step="owners")) == two


def test_nothing_adds_up_to_a_number_that_is_not_there() -> None:
    learner = Learner(OWN)
    learner.act("put", {"r1.text": "换模提速", "r1.owner": "老王", "r1.agreed": "35", "sum.kind": "time"})
    assert "加得起来：还没写完" in learner.act("grade", step="kind")
    assert "你那个数是哪一种？" in learner.html


def test_a_row_of_another_step_is_another_line() -> None:
    """On a phone a line stays as the hand left it: the same person's on the next step begins anew."""
    learner = Learner(OWN)
    learner.act("put", {"r1.text": "换模提速", "r1.owner": "老王"})
    keys = []
    for step in ("reported", "agreed"):
        learner.act("go", step=step)
        keys += re.findall(r'<details[^>]* id="(\S+)"', learner.html)
    assert len(set(keys)) == 2

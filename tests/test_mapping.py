"""The worksheets `mapping` and `levers`: what they say of what was put where, and what stays."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from learner import Learner, content

from okr_kit import bank, documents, engine, render
from okr_kit.errors import ContentError
from okr_kit.files import PACKAGE
from okr_kit.kinds.worksheet.templates import levers
from okr_kit.view import Choice, read_only

RIGHT = {"a": "O", "b": "G", "c": "G", "d": "S", "e": "S", "f": "M", "g": "M", "h": "none"}


def slips(**placed: str) -> dict[str, str]:
    """What the form of the first step holds, the rest where it belongs."""
    return {f"{name}.place": letter for name, letter in {**RIGHT, **placed}.items()}


def mapped(mapping: str, mode: str = "own") -> Learner:
    """A learner of a course with that mapping."""
    pack = replace(content(), policy=replace(content().policy, mapping=mapping))
    return Learner("map-ogsm-okr", pack=pack, mode=mode)


@pytest.mark.parametrize(
    ("slip", "letter"), [(s, x) for s, x in product(RIGHT, ("O", "G", "S", "M", "none")) if RIGHT[s] != x]
)
def test_every_wrong_place_has_a_sentence_that_does_not_say_the_right_one(slip: str, letter: str) -> None:
    """But for the one word that the whole page is about: OGSM's own 目标 is G."""
    learner = mapped("A")
    said = learner.act("grade", slips(**{slip: letter}), step="slips")
    about = said[said.index("八张纸条：要改") :]
    assert about.count(f"{slip} ") >= 1
    assert learner.outcome.score == 35
    if (RIGHT[slip], letter) != ("G", "O"):
        assert f"是 {RIGHT[slip]}" not in about
    assert "要改" in about


def test_wrong_slips_of_one_sort_are_named_together_and_marked_where_they_lie() -> None:
    learner = mapped("A")
    said = learner.act("grade", slips(b="O", c="O"), step="slips")
    assert "b、c 是一个数" in said
    assert "带上字母再放一次" in said
    assert learner.html.count("okr-opt okr-bad") == 2
    learner.act("put", {"b.place": "G"})
    assert learner.html.count("okr-opt okr-bad") == 1  # what was changed since is marked no more


@pytest.mark.parametrize("letter", ["O", "G", "S", "M"])
def test_a_task_that_was_put_somewhere_is_not_said_to_have_a_place(letter: str) -> None:
    said = mapped("A").act("grade", slips(h=letter), step="slips")
    assert "h 是一件事" in said
    assert "有地方放" not in said
    assert "a 有地方放" in mapped("A").act("grade", slips(a="none"), step="slips")


def test_no_letter_of_the_key_is_in_the_page_before_it_is_checked() -> None:
    learner = mapped("A")
    page = learner.html
    assert page.count('type="radio"') == 8 * 5
    assert "e 说靠什么赢" not in page
    assert "okr-good" not in page


def test_another_mapping_keeps_what_was_entered() -> None:
    """The trainer changes the course's settings between two looks."""
    first = mapped("A")
    first.act(
        "put",
        slips()
        | {"top.o": "a", "top.krs": ["b", "c"], "lower.o": "让客户在到期之前就想清楚下一年怎么用", "lower.kr": "g"},
    )
    first.act("finish")
    second = mapped("B")
    loaded, restarted = engine.load(second.ctx, first.state)
    assert not restarted
    second.state = loaded
    second.act("go", step="lower")
    assert "让客户在到期之前就想清楚下一年怎么用" in second.html
    assert (second.outcome.answered, second.outcome.total) == (1, 6)
    back, _ = engine.load(first.ctx, second.state)
    assert back["values"] == first.state["values"]


@pytest.mark.parametrize(
    ("put", "said"),
    [
        ({"top.o": "b"}, "b 是一个数"),
        ({"top.o": "e"}, "e 还不是 O"),
        ({"top.krs": ["b", "c", "g"]}, "g 是量策略的数"),
        ({"top.krs": ["b", "d"]}, "d 是策略"),
        ({"top.krs": ["b", "c", "h"]}, "h 做完就能打勾"),
        ({"top.krs": ["b"]}, "还少一张"),
        ({"top.guard": "折扣不能太低"}, "护栏要有数"),
    ],
)
def test_what_is_taken_for_the_okr_above_under_a(put, said: str) -> None:
    learner = mapped("A")
    learner.act("go", step="top")
    assert said in learner.act("grade", put, step="top")


@pytest.mark.parametrize(
    ("put", "said"),
    [
        ({"top.whole": ["a", "b", "c", "d"]}, "d 是策略"),
        ({"top.whole": ["a", "b"]}, "还少一张"),
        ({"kr1.s": "d", "kr1.m": "g", "kr2.s": "e", "kr2.m": "f"}, "d 和 g 不是一对"),
        ({"kr1.s": "d", "kr1.m": "f", "kr2.s": "d", "kr2.m": "f"}, "两条 KR 是同一对"),
        ({"kr1.s": "a", "kr1.m": "b", "kr2.s": "e", "kr2.m": "g"}, "a 和 b 拼不成 KR"),
        ({"kr1.s": "e", "kr1.m": "g", "kr2.s": "d", "kr2.m": "f"}, "KR1：通过到期前 90 天谈好下一年的用法，到期前 90 天内已谈过"),
    ],
)  # fmt: skip
def test_what_is_put_together_above_under_b(put, said: str) -> None:
    learner = mapped("B")
    learner.act("go", step="top")
    assert said in learner.act("grade", put, step="top")


@pytest.mark.parametrize(
    ("put", "said"),
    [
        ({"lower.o": "让客户在到期之前就想清楚下一年怎么用"}, "O 里没有交下来的数"),
        ({"lower.o": "让客户在到期之前就想清楚下一年怎么用，从 10% 到 90%"}, "O 里没有交下来的数"),
        ({"lower.s": "给每家做一页使用账单", "lower.m": "已谈过的客户从 20% 到 70%"}, "这是上级的，已经在 O 里了"),
    ],
)
def test_what_the_level_below_writes_under_b(put, said: str) -> None:
    learner = mapped("B")
    learner.act("go", step="lower")
    assert said in learner.act("grade", put, step="lower")


@pytest.mark.parametrize(
    "copy",
    ["到期前 90 天谈好下一年的用法", "客户成功部到期前 60 天谈好下一年的用法", "在到期前 90 天，谈好下一年用法。"],
)
def test_the_strategy_again_is_no_objective(copy: str) -> None:
    learner = mapped("A")
    learner.act("go", step="lower")
    said = learner.act("grade", {"lower.o": copy}, step="lower")
    assert "e 说的是我们做的事。换成客户做主角。" in said
    assert learner.outcome.codes == ("D-COPY",)


def test_a_way_with_its_number_is_no_way_alone() -> None:
    learner = mapped("B")
    learner.act("go", step="lower")
    said = learner.act(
        "grade", {"lower.s": "通过给每家做一页使用账单", "lower.m": "看过账单的到期客户从 0 到 80%"}, step="lower"
    )
    assert "KR1：通过给每家做一页使用账单，看过账单" in said
    assert "通过通过" not in said
    assert learner.outcome.codes == ()


def test_what_cannot_be_read_gets_no_score_and_is_said() -> None:
    learner = mapped("A")
    learner.act("go", step="lower")
    assert "这一句没有读懂" in learner.act("grade", {"lower.o": "Customers love our product so much"}, step="lower")
    assert learner.outcome.score == 0


def test_the_step_in_the_middle_can_be_left_out() -> None:
    learner = mapped("A")
    learner.act("grade", slips(), step="slips")
    learner.act("next")
    assert "先做下一步" in learner.html
    learner.act("next", {"top.guard": "折扣"})
    assert learner.state["at"] == "lower"
    assert learner.state["values"]["top.guard"] == "折扣"


@pytest.mark.parametrize("mapping", ["A", "B"])
def test_both_levels_become_a_cascade(mapping: str) -> None:
    learner = mapped(mapping)
    learner.act("put", slips() | {"top.o": "a", "top.krs": ["b", "c"], "top.whole": ["a", "b", "c"], "kr1.s": "d", "kr1.m": "f", "lower.o": "让客户在到期之前就想清楚下一年怎么用", "lower.kr": "g", "lower.s": "给每家做一页账单", "lower.m": "看过账单的从 0 到 80%"})  # fmt: skip
    (doc,) = engine.documents(learner.ctx, learner.state)
    assert documents.load(doc) == doc
    top, lower = doc["nodes"]
    assert doc["origin"] == "case:map-ogsm-okr"
    assert (lower["parent"], lower["serves"]) == (top["id"], ["e"])
    assert [one["id"] for one in top["strategies"]] == ["d", "e"]
    assert top["objective"].startswith("让客户离不开我们的产品")
    assert ("从 70% 提升到 80%" in top["objective"]) == (mapping == "B")
    assert documents.TYPES["cascade"].graded.noun(doc)


@pytest.mark.parametrize("mapping", ["A", "B"])
def test_the_document_says_what_was_put_down_and_no_key(mapping: str) -> None:
    """The slip that is handed down is named by the page; which other one is a strategy is for the learner to find."""
    learner = mapped(mapping)
    learner.act("put", slips(b="S", d="O") | {"top.o": "a", "top.whole": ["a"]})
    (doc,) = engine.documents(learner.ctx, learner.state)
    assert [one["id"] for one in doc["nodes"][0]["strategies"]] == ["b", "e"]


def test_who_watches_sees_what_was_picked() -> None:
    learner = mapped("A", mode="group")
    learner.act("put", {"e.place": "S"})
    seen = read_only(engine.view(learner.ctx, learner.state))
    assert not [node for node in seen if isinstance(node, Choice)]
    assert "e　到期前 90 天谈好下一年的用法　S" in render.text(seen)


def test_a_table_s_tile_tells_where_the_two_lie_and_no_words() -> None:
    learner = mapped("A", mode="group")
    learner.act("put", slips(e="M", g="S") | {"lower.o": "让客户想清楚"})
    (tile,) = engine.tally(learner.ctx, (learner.state,))
    assert render.text(tile).splitlines() == ["- 纸条放好 8 / 8", "- e → M　g → S", "- 客户成功部：还在写"]


# -- one's own page ----------------------------------------------------------------------------------------------------

PAGE = {"purpose.o": "让老客户愿意一直用下去", "r1.g": "年金额续约率从 82% 提升到 90%", "r4.g": "老客户增购从 200 万元提升到 300 万元"}  # fmt: skip
WAYS = {"r2.s": "到期前谈好下一年的用法", "r2.m": "已谈过的到期客户从 20% 到 70%", "r3.s": "给每家做一页使用账单", "r3.m": "看过账单的到期客户从 0 到 80%"}  # fmt: skip
MADE = {
    "A": {
        "mine.o": "让老客户到期时不用再想，愿意接着用",
        "r1.kr": "12 月 31 日前，年金额续约率从 82% 提升到 90%",
        "r4.kr": "12 月 31 日前，老客户增购从 200 万元提升到 300 万元",
    },
    "B": {
        "mine.o": "让老客户到期时不用再想，愿意接着用，年金额续约率从 82% 到 90%",
        "r2.kr": "通过到期前谈好下一年的用法，让已谈过的到期客户从 20% 到 70%",
        "r3.kr": "通过给每家做一页使用账单，让看过账单的到期客户从 0 到 80%",
    },
}


def own_page(mapping: str) -> Learner:
    """A learner who has come to the end of the case and takes his own page."""
    learner = mapped(mapping)
    learner.act("finish")
    assert "用自己的再做一遍" in learner.html
    learner.act("pick", material="own")
    learner.act("add", PAGE, list="goals")
    learner.act("put", PAGE)
    learner.act("grade", step="goals")
    learner.act("next")
    learner.act("grade", WAYS, step="ways")
    learner.act("next")
    return learner


def shelf_of(learner: Learner) -> list[dict]:
    """What lies on the shelf."""
    return list(engine.documents(learner.ctx, learner.state))


@pytest.mark.parametrize("mapping", ["A", "B"])
def test_ones_own_page_becomes_an_okr_from_empty_to_full(mapping: str) -> None:
    learner = own_page(mapping)
    assert shelf_of(learner) == []
    learner.act("grade", MADE[mapping], step="okr")
    learner.act("finish")
    assert (learner.outcome.score, learner.outcome.codes) == (100, ())
    assert "5 项都过了" in learner.text
    (doc,) = shelf_of(learner)
    assert documents.load(doc) == doc
    assert (doc["type"], doc["origin"], doc["objective"]["text"]) == ("okr", "own", MADE[mapping]["mine.o"])
    assert [one["text"] for one in doc["key_results"]] == [said for name, said in MADE[mapping].items() if "kr" in name]
    assert doc["title"] == MADE[mapping]["mine.o"][: len(doc["title"])] != ""
    assert documents.TYPES["okr"].graded.noun(doc)


@pytest.mark.parametrize("mapping", ["A", "B"])
def test_the_page_stands_beside_and_nothing_is_written_for_the_learner(mapping: str) -> None:
    learner = own_page(mapping)
    shown = [PAGE["purpose.o"], PAGE["r1.g"]] + ([WAYS["r3.m"]] if mapping == "B" else [])
    assert all(said in learner.html for said in shown)
    assert not any(name in learner.state["values"] for name in MADE[mapping])
    assert (WAYS["r3.m"] in learner.html) == (mapping == "B")
    said = learner.act("grade", step="okr")
    assert said.count("还没写") >= 3
    assert "要改" not in said
    assert learner.outcome.codes == ()


@pytest.mark.parametrize("mapping", ["A", "B"])
def test_both_materials_leave_their_own_document(mapping: str) -> None:
    learner = own_page(mapping)
    learner.act("put", MADE[mapping])
    learner.act("pick", material="case")
    learner.act("put", slips() | {"lower.o": "让客户在到期之前就想清楚下一年怎么用"})
    assert sorted(doc["type"] for doc in shelf_of(learner)) == ["cascade", "okr"]
    learner.act("pick", material="own")
    assert learner.state["values"]["mine.o"] == MADE[mapping]["mine.o"]


@pytest.mark.parametrize(
    ("mapping", "step", "put", "said"),
    [
        ("A", "goals", {"r1.g": "续约率要更高"}, "这个 G 里没有数"),
        ("B", "ways", {"r3.m": "客户看得更明白"}, "这个 M 里没有数"),
        ("B", "okr", MADE["B"] | {"mine.o": MADE["A"]["mine.o"]}, "O 里没有 G 的数"),
        ("A", "okr", MADE["A"] | {"r4.kr": "12 月 31 日前，老客户增购从 200 万元提升到 250 万元"}, "KR2 的数和 OGSM 里的不一样"),
        ("A", "okr", MADE["A"] | {"mine.o": "Customers love our product so much"}, "这一句没有读懂"),
    ],
)  # fmt: skip
def test_what_is_said_of_ones_own_page(mapping: str, step: str, put, said: str) -> None:
    learner = own_page(mapping)
    learner.act("go", step=step)
    assert said in learner.act("grade", put, step=step)


@pytest.mark.parametrize(
    ("mapping", "put", "code"),
    [
        ("A", {"mine.o": "年金额续约率从 82% 到 90%"}, "O-METRIC"),
        ("B", {"r3.kr": "通过给每家做一页使用账单，让客户看得更明白"}, "K-HOWONLY"),
    ],
)
def test_the_rules_of_o_and_kr_hold_for_ones_own_page(mapping: str, put, code: str) -> None:
    learner = own_page(mapping)
    learner.act("grade", MADE[mapping] | put, step="okr")
    assert learner.outcome.codes == (code,)


def test_one_strategy_alone_is_asked_about_and_a_row_more_is_the_most() -> None:
    learner = own_page("A")
    learner.act("go", step="ways")
    learner.act("drop", list="ways", row="r3")
    assert "只有一条策略" in learner.act("grade", step="ways")
    for _ in range(5):
        learner.act("add", list="ways")
    assert len(learner.state["rows"]["ways"]) == 4


def test_a_table_is_not_offered_a_page_of_its_own() -> None:
    table = mapped("A", mode="group")
    table.act("finish")
    assert "用自己的再做一遍" not in table.html


# -- levers ------------------------------------------------------------------------------------------------------------


def plan(picks, brings: str = "", takes: str = "", dropped: str = "") -> dict[str, object]:
    return {"plan.picks": picks, "plan.brings": brings, "plan.takes": takes, "plan.dropped": dropped}


@pytest.mark.parametrize(
    ("picks", "points"),
    [(["a", "b"], 60), (["b"], 30), (["a", "c"], 20), (["b", "c"], 0), (["a", "b", "c"], 0), (["c"], 0), (["a"], 0), (["a", "b", "d"], 30), (["d"], 0)],
)  # fmt: skip
def test_what_a_choice_is_worth(picks, points: int) -> None:
    learner = Learner("pick-levers")
    learner.act("grade", plan(picks), step=levers.STEP)
    assert learner.outcome.score == points


def test_the_right_choice_is_praised_once_nothing_else_is_picked() -> None:
    learner = Learner("pick-levers")
    said = learner.act("grade", plan(["a", "b", "d"]), step=levers.STEP)
    assert "丁 不在手里" in said
    assert "甲加乙" not in said
    assert "甲加乙：够了" in learner.act("grade", plan(["a", "b"]), step=levers.STEP)


@pytest.mark.parametrize(
    "picks", [["a"], ["b"], ["c"], ["a", "b"], ["a", "c"], ["b", "c"], ["a", "b", "c"], ["a", "d"]]
)
def test_sums_are_judged_by_what_was_picked(picks) -> None:
    items = content().exercise("pick-levers").items
    brings, takes = (sum(items[one][what] for one in picks) for what in ("brings", "takes"))
    right, wrong = Learner("pick-levers"), Learner("pick-levers")
    right.act("grade", plan(picks, f"{brings}", f"{takes} 人天"), step=levers.STEP)
    wrong.act("grade", plan(picks, f"{brings + 1}", f"{takes + 1}"), step=levers.STEP)
    assert (right.outcome.score or 0) - (wrong.outcome.score or 0) == 10


@pytest.mark.parametrize("typed", ["96", "96 万", "96 万元", "960000", "９６万", "九十六万"])
def test_money_is_read_however_it_is_typed(typed: str) -> None:
    learner = Learner("pick-levers")
    said = learner.act("grade", plan(["a", "b"], typed), step=levers.STEP)
    assert "能多多少：过了" in said
    assert "96 ≥ 96 万元 够" in said


def test_the_account_answers_at_once() -> None:
    learner = Learner("pick-levers")
    assert "甲 46 + 丙 144 = ？ ≤ 200 人天 加起来是多少？" in learner.act("put", plan(["a", "c"]))
    assert "甲 46 + 丙 144 = 180 再加一遍" in learner.act("put", {"plan.takes": "180"})
    assert "甲 46 + 丙 144 = 190 ≤ 200 人天 放得下" in learner.act("put", {"plan.takes": "190"})
    assert "乙 90 + 丙 144 = 234 > 200 人天 超了 34" in learner.act("put", plan(["b", "c"], takes="234"))


def test_what_is_out_of_ones_hands_is_said() -> None:
    learner = Learner("pick-levers")
    assert "排期在四季度，本季度不在手里。" in learner.act("grade", plan(["b", "d"]), step=levers.STEP)


@pytest.mark.parametrize(
    ("typed", "points", "said"),
    [("放弃了丙", 20, ""), ("那 48 家多半会流失", 20, ""), ("没有", 10, "没有写出放弃了什么"), ("有些事以后再做", 10, "放弃的是哪一个？"), ("放弃了甲", 10, "放弃的是哪一个？")],
)  # fmt: skip
def test_what_is_given_up_is_one_of_what_was_not_picked(typed: str, points: int, said: str) -> None:
    learner = Learner("pick-levers")
    text = learner.act("grade", plan(["a", "b"], dropped=typed), step=levers.STEP)
    assert learner.outcome.score == 60 + points
    assert said in text


def test_no_gain_of_a_measure_is_in_the_page_before_an_answer() -> None:
    learner = Learner("pick-levers")
    for told in ("24 万", "72 万", "40 万", "64 万", "不在手里"):
        assert told not in learner.text


@pytest.mark.parametrize(
    ("slug", "old", "new", "names"),
    [
        ("map-ogsm-okr", 'key = "none"', 'key = "X"', "h.key"),
        ("map-ogsm-okr", 'of = "d"', 'of = "z"', "f.of"),
        ("map-ogsm-okr", 'takes = "e"', 'takes = "b"', "lower.takes"),
        ("map-ogsm-okr", 'owner = "总经理"', "owner = 3", "top.owner"),
        ("pick-levers", 'picks = ["a", "b"]', 'picks = ["a", "x"]', "sets.picks"),
        ("pick-levers", "most = 200", 'most = "很多"', "spend.most"),
        ("pick-levers", "brings = 24", "", "a.brings"),
    ],
)
def test_a_broken_bank_file_is_named_with_its_key(tmp_path, slug: str, old: str, new: str, names: str) -> None:
    folder = tmp_path / "bank" / "zh_cn"
    folder.mkdir(parents=True)
    text = (PACKAGE / "bank" / "zh_cn" / f"{slug}.toml").read_text("utf-8")
    assert old in text
    (folder / f"{slug}.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as found:
        bank.load(overlay=tmp_path)
    assert names in content().language.error(found.value)

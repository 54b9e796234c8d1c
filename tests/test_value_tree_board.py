"""The two value trees: what a layer answers while it is put together, what is open, asked or wrong, what the class may see."""

from __future__ import annotations

from dataclasses import replace

import pytest
from learner import GOOD_KRS, GOOD_O, Learner, content

from okr_kit import bank, documents, engine, render
from okr_kit.errors import ContentError
from okr_kit.view import Bars, Choice, Field, Form, Sum, Tree

GMV = {"goal.name": "GMV", "goal.now": "8.0 亿元", "goal.reach": "10.4 亿元"}
FIRST = {
    "one.method": "formula",
    "one.joins": "times",
    "r1.name": "年 UV",
    "r1.now": "4000 万",
    "r1.reach": "4400 万",
    "r2.name": "转化率",
    "r2.now": "2.5%",
}
PRICE = {"r5.name": "客单价", "r5.now": "800 元", "r5.reach": "860 元"}


def nodes(learner: Learner, sort: type) -> list:
    """The nodes of a screen of one sort, those in forms and columns too."""

    def walk(some):
        for node in some:
            yield node
            for name in ("children", "foot", "buttons"):
                found = getattr(node, name, ())
                yield from walk(found if isinstance(found, tuple) else ())
            for column in getattr(node, "columns", ()):
                yield from walk(column)

    return [node for node in walk(engine.view(learner.ctx, learner.state)) if isinstance(node, sort)]


def account(learner: Learner) -> Sum:
    """What stands under the thumb."""
    form = nodes(learner, Form)[0]
    return next(node for node in form.foot if isinstance(node, Sum))


@pytest.mark.parametrize(
    ("parts", "joins", "total", "state", "words"),
    [
        ([], "", "", "info", "还不够两个"),
        (["times"], "times", "", "info", "还不够两个"),
        (["times", "hours"], "", "", "info", "还没选怎么合成"),
        (["times", "hours"], "times", "998.4 小时", "good", "对得上"),
        (["hours", "times"], "times", "998.4 小时", "good", "对得上"),
        (["times", "hours"], "plus", "", "bad", "次和小时加不到一起"),
        (["jam", "times"], "plus", "430 小时", "info", "还差 568.4 小时"),
        (["jam", "hours"], "times", "377.6 小时", "info", "还差 620.8 小时"),
        (["times", "sheets"], "times", "5928000 小时", "bad", "多出 5927001.6 小时"),
    ],
)
def test_the_first_layer_answers_while_it_is_tapped(parts, joins, total, state, words) -> None:
    learner = Learner("build-value-tree")
    learner.act("put", {"root.parts": parts, "root.joins": joins})
    found = account(learner)
    assert (found.total, found.state, found.words) == (total, state, words)


@pytest.mark.parametrize(
    ("formula", "total", "codes"),
    [
        ("停机次数×每次小时", "998.4 小时", ()),
        ("停机小时＝停机次数＊每次小时", "998.4 小时", ()),
        ("每次小时ｘ（停机次数）", "998.4 小时", ()),
        ("停机次数＋每次小时", "315.2 小时", ("T-SUM",)),
        ("停机次数×每次时长", "", ("T-FORMULA",)),
        ("停机次数÷（每次小时−每次小时）", "", ("T-FORMULA",)),
        ("停机次数×", "", ("T-FORMULA",)),
    ],
)
def test_a_formula_opens_a_field_and_is_read_however_it_is_typed(formula, total, codes) -> None:
    learner = Learner("build-value-tree")
    assert "root.formula" not in learner.html
    learner.act("put", {"root.parts": ["times", "hours"], "root.joins": "other", "root.method": "formula"})
    assert "root.formula" in learner.html
    assert "还没写" in learner.act("grade", step="root")
    learner.act("grade", {"root.formula": formula}, step="root")
    assert (account(learner).total, learner.outcome.codes) == (total, codes)


def test_no_layer_says_what_belongs_in_it_before_it_was_tried() -> None:
    """Whoever goes to the leaves at once finds those of the layers that he has tried, and of no other."""
    learner = Learner("build-value-tree")
    for step in ("root", "times", "hours", "loose", "leaves"):
        learner.act("go", step=step)
        assert "checked" not in learner.html
        assert "对得上" not in learner.text
        assert "312 次 × 3.2" not in learner.text
    assert "「左边：停机次数和右边：每次小时」还没拼" in learner.text
    assert "模具卡料 118" not in learner.text
    learner.act("put", {"times.parts": ["quiz"]})
    assert "模具卡料" in learner.text
    for words in ("等维修工", "公式法", "要素法", "流程法"):
        assert words not in learner.text
    assert [one for one in engine.documents(learner.ctx, learner.state) if "动手修" in str(one)] == []


def tried() -> Learner:
    """Both sides were tried, and wrongly: their leaves are there."""
    learner = Learner("build-value-tree")
    learner.act("put", {"times.parts": ["quiz"], "hours.parts": ["quiz"]})
    return learner


def test_leaves_count_by_how_far_they_lead() -> None:
    learner = tried()
    learner.act("go", step="leaves")
    bars = nodes(learner, Bars)[0].bars
    assert [(bar.label, bar.words) for bar in bars[:3]] == [
        ("等备件", "43.7 小时"),
        ("模具卡料", "37.8 小时"),
        ("动手修", "37.4 小时"),
    ]
    shares = {}
    for typed in (
        {"jam.reach": "很少"},
        {"jam.reach": "-5"},
        {"jam.reach": "130"},
        {"jam.reach": "70"},
        {"part.reach": "0.4"},
    ):
        learner = tried()
        learner.act("grade", typed, step="leaves")
        checks = learner.state["results"]["leaves"]["checks"]["leaves"]
        shares[next(iter(typed.values()))] = (checks["share"], checks["notes"][0]["key"])
    assert shares == {
        "很少": (0.0, "not-a-number"),
        "-5": (0.0, "not-a-number"),
        "130": (0.0, "not-there"),
        "70": (0.5, "not-there"),
        "0.4": (1.0, "there-exactly"),
    }


def test_moved_alone_and_together_are_two_sums() -> None:
    learner = tried()
    said = learner.act("grade", {"jam.reach": "70", "part.reach": "0.9", "fitter.reach": "0.5"}, step="leaves")
    assert "−340.8 小时，一起动是 −312 小时" in learner.text or "−340.8 小时，一起动是 −312 小时" in said
    learner = tried()
    assert "一起动是" not in learner.act(
        "grade", {"part.reach": "0.9", "fitter.reach": "0.5"}, step="leaves"
    )  # only added


def drawn(first: dict[str, str] = FIRST, **typed: str) -> Learner:
    """A tree of one's own with its first layer."""
    learner = Learner("own-value-tree")
    learner.act("put", GMV)
    learner.act("go", step="one")
    learner.act("put", {**first, **{name.replace("_", "."): text for name, text in typed.items()}})
    learner.act("add", list="one")
    learner.act("put", PRICE)
    return learner


def said_of(learner: Learner, step: str, check: str) -> tuple[float, bool, list[str]]:
    """How a check stands after its step was handed in: share, open, and the keys or codes of what is said."""
    learner.act("grade", step=step)
    found = learner.state["results"][step]["checks"][check]
    return found["share"], found["open"], [note["code"] or note["key"] for note in found["notes"]]


@pytest.mark.parametrize(
    ("typed", "layer", "numbers"),
    [
        ({}, (1.0, False, ["adds-up"]), (1.0, False, [])),
        ({"r1_now": "4100 万"}, (1.0, False, ["adds-up"]), (1.0, False, [])),  # 8.2: 2.5% may have been 2.45%
        ({"r2_now": "2.8%"}, (0.5, False, ["T-SUM"]), (1.0, False, [])),
        ({"r2_now": "不高"}, (0.0, True, []), (0.5, False, ["not-a-number"])),
        ({"r2_now": ""}, (0.0, True, []), (0.5, False, ["no-number-own"])),
        ({"r2_now": "", "r2_ask": "产品部老周"}, (1.0, False, []), (1.0, False, [])),
        ({"r2_name": "年UV"}, (0.5, False, ["T-SUM", "T-DUP"]), (1.0, False, [])),
        ({"r1_reach": "4400"}, (1.0, False, ["adds-up"]), (1.0, False, ["leap"])),
        ({"one_method": ""}, (0.0, True, []), (1.0, False, [])),
    ],
)
def test_a_layer_comes_out_is_open_or_is_wrong(typed, layer, numbers) -> None:
    learner = drawn(**typed)
    assert said_of(learner, "one", "one") == layer
    assert said_of(learner, "one", "one-numbers") == numbers


def test_nothing_known_leads_to_steps_and_days() -> None:
    learner = Learner("own-value-tree")
    learner.act("put", {"goal.name": "交付天数", "one.method": "process", "one.joins": "plus"})
    learner.act("put", {"r1.name": "备料", "r1.ask": "老周", "r2.name": "发货", "r2.ask": "周敏"})
    assert said_of(learner, "one", "one-numbers") == (1.0, False, ["none-known"])
    assert "每一步几天" in learner.text


def test_a_box_beside_an_unknown_one_has_no_worth() -> None:
    learner = drawn()
    learner.act("put", {"two.branch": "r2", "two.method": "process", "two.joins": "times"})
    learner.act(
        "put", {"r3.name": "详情到加购", "r3.now": "10%", "r3.reach": "11%", "r4.name": "加购到支付", "r4.ask": "小周"}
    )
    learner.act("go", step="levers")
    worths = {bar.label: bar.words for bar in nodes(learner, Bars)[0].bars}
    assert worths == {
        "年 UV": "0.8 亿元",
        "客单价": "0.8 亿元",
        "详情到加购": "待查",
        "加购到支付": "待查",
    }
    learner.act("put", {"levers.picked": ["r3"]})
    assert "影响：待查" in learner.text


def test_every_member_can_circle_a_leaf_and_alone_one_picks() -> None:
    own = drawn()
    table = Learner("own-value-tree", mode="group")
    table.state = own.state
    for learner in (own, table):
        learner.act("go", step="circle")
        asked = nodes(learner, Choice)[0]
        assert [option.label.split("　")[0] for option in asked.options] == ["年 UV", "转化率", "客单价"]
    assert engine.focus(own.ctx, own.state).question is None
    assert engine.focus(table.ctx, table.state).question is not None
    assert "每人在自己的手机上圈一片" in table.text
    assert "goal.owner" in table.act("go", step="goal") or 'name="goal.owner"' in table.html


def test_a_key_result_of_the_shelf_brings_its_name_and_numbers() -> None:
    writer = Learner("write-okr")
    writer.act("pick", scenario="bakery-waste")
    writer.act("grade", {"text": GOOD_O}, part="o")
    writer.act("add")
    writer.act("grade", {"text": GOOD_KRS[0]}, part="k1")
    shelf = tuple(
        {**doc, "from": {"slug": "write-okr", "owner": "p1", "seq": 4, "at": 4}}
        for doc in engine.documents(writer.ctx, writer.state)
    )
    learner = Learner("own-value-tree", shelf=shelf)
    assert GOOD_O in learner.text
    assert "goal.objective" not in learner.html
    picked = nodes(learner, Choice)[0]
    assert [option.label for option in picked.options][-1] == "都不是，另写一条"
    learner.act("put", {"goal.kr": picked.options[0].value})
    learner.act("next")
    assert "9" in learner.text
    typed = Learner("own-value-tree", shelf=shelf)
    typed.act("put", {"goal.kr": "typed"})
    assert {field.name for field in nodes(typed, Field)} == {"goal.name", "goal.now", "goal.reach"}


def test_the_class_sees_counts_and_bank_words_alone() -> None:
    learner = drawn(r2_now="", r2_ask="秘密的人")
    (tile,) = engine.tally(learner.ctx, (learner.state,))
    said = render.text(tile)
    assert "2 / 3" in said
    assert not [word for word in ("年 UV", "秘密的人", "客单价", "GMV") if word in said]
    case = Learner("build-value-tree")
    case.act("put", {"root.parts": ["times", "hours"], "root.joins": "other", "root.formula": "停机次数 × 每次小时"})
    case.act("put", {"hours.parts": ["quiz"]})
    case.act("put", {"part.reach": "0.4"})
    (tile,) = engine.tally(case.ctx, (case.state,))
    assert "等备件" in render.text(tile)
    assert "停机次数 ×" not in render.text(tile)


def test_the_tree_goes_on_the_shelf_whole_and_is_graded_as_it_lies_there() -> None:
    learner = drawn()
    learner.act("put", {"levers.picked": ["r1", "r5"]})
    learner.act("put", {"strategy-r1.text": "装修期的内容", "dropped.what": "请代言人", "dropped.why": "说不出动多少"})
    (doc,) = engine.documents(learner.ctx, learner.state)
    assert documents.load(doc) == doc
    assert doc["strategies"] == [{"leaf": "r1", "text": "装修期的内容"}]
    assert doc["dropped"] == [{"what": "请代言人", "why": "说不出动多少"}]
    found = learner.ctx.workspace.lint(documents.subject(doc))
    assert [one.code for one in found.findings if one.severity == "error"] == []
    shown = render.text(documents.show(learner.ctx.lang, doc))
    assert "请代言人" in shown


def test_the_whole_stands_beside_the_board() -> None:
    learner = drawn()
    learner.act("go", step="two")
    assert nodes(learner, Tree)[0].roots[0].title == "GMV"
    learner.act("go", step="goal")
    assert nodes(learner, Tree) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("layers", {"root": {"title": "x", "task": "x", "from": "nowhere", "method": "formula", "offers": ["times"]}}),
        (
            "layers",
            {"root": {"title": "x", "task": "x", "from": "monthly", "method": "guess", "offers": ["times", "hours"]}},
        ),
        ("layers", {"root": {"title": "x", "task": "x", "from": "monthly", "method": "formula", "offers": ["times"]}}),
        ("loose", {"offers": ["quiz"], "reasons": [{"id": "a", "text": "x"}], "right": "a"}),
        ("loose", {"offers": [], "reasons": [{"id": "a", "text": "x"}], "right": "b"}),
        ("root", {"name": "x"}),
    ],
)
def test_a_broken_bank_file_is_named(key, value) -> None:
    exercise = content().exercise("build-value-tree")
    broken = replace(exercise, settings={**exercise.settings, key: value})
    with pytest.raises(ContentError) as found:
        bank.kinds.check(broken, content().language)
    assert found.value.params["file"] == "build-value-tree.toml"


def test_slips_that_do_not_come_out_are_asked_for_their_units_and_not_who_estimated_them() -> None:
    learner = Learner("build-value-tree")
    said = learner.act("grade", {"root.parts": ["jam", "times"], "root.joins": "plus"}, step="root")
    assert "312 次 + 118 次 = 430 小时" in said
    assert "还是那个单位吗" in said
    assert "哪一个是估的" not in said
    assert learner.outcome.codes == ("T-SUM",)


def test_one_s_own_tree_offers_no_kr_of_a_case() -> None:
    mapped = Learner("map-ogsm-okr")
    mapped.act("put", {"top.o": "a", "top.krs": ["b", "c"]})
    (doc,) = engine.documents(mapped.ctx, mapped.state)
    shelf = [doc | {"from": {"slug": slug}} for slug in ("map-ogsm-okr", "take-over-from-above")]
    ctx = Learner("own-value-tree").ctx
    assert replace(ctx, shelf=(shelf[0],)).given == {}
    assert replace(ctx, shelf=tuple(shelf)).given == {"cascade": shelf[1]}


@pytest.mark.parametrize(("now", "told"), [("30 分钟", True), ("20 分钟", False), ("", True)])
def test_what_is_within_reach_is_reckoned_only_from_numbers_that_fit(now: str, told: bool) -> None:
    learner = Learner("own-value-tree")
    learner.act("put", {"goal.name": "换模时间", "goal.now": "45 分钟", "goal.reach": "30 分钟"})
    learner.act("go", step="one")
    learner.act("put", {"one.joins": "plus", "one.method": "process", "r1.name": "找模具", "r1.now": "15 分钟"})
    learner.act("put", {"r1.reach": "8 分钟", "r2.name": "拆装", "r2.now": now, "r2.reach": "15 分钟"})
    assert ("都动到做得到的地方" in learner.text) == told


@pytest.mark.parametrize("typed", ["老王", "问老王", "找老王", "去问老王", "问一下老王"])
def test_whom_to_ask_is_a_name_however_it_is_typed(typed: str) -> None:
    learner = Learner("own-value-tree")
    learner.act("put", {"goal.name": "换模时间", "goal.now": "45 分钟"})
    learner.act("go", step="one")
    learner.act("put", {"r1.name": "找卡板", "r1.ask": typed})
    assert "待查：问老王" in learner.text

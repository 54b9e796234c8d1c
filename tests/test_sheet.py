"""A worksheet, whichever it is: what is typed is kept, checked step by step, marked where something was found; split-by-region."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest
from learner import Learner, content

from okr_kit import bank, engine, render
from okr_kit.errors import ActionError
from okr_kit.kinds import KINDS, Worksheet
from okr_kit.live import Live
from okr_kit.view import Bars, Button, Field, Form, Line, Sum, read_only

SLUG = "split-by-region"
GOOD = {"north.now": "375", "east.now": "490", "south.now": "340"}
WHY = {"north.reason": "两家新经销商", "east.reason": "老客户多买一个品类", "south.reason": "到货从 5 天变 2 天"}


def flat(nodes):
    """Every node, those inside others too."""
    for node in nodes:
        yield node
        for name in ("children", "buttons"):
            yield from flat(getattr(node, name, ()))
        yield from flat(node.foot if isinstance(node, Form) else ())


def shown(learner: Learner, kind: type) -> list:
    """The nodes of one sort on the screen."""
    return [node for node in flat(engine.view(learner.ctx, learner.state)) if isinstance(node, kind)]


def main(learner: Learner) -> Button:
    """The button that leads on."""
    return next(one for one in shown(learner, Button) if "main" in one.style.split())


def led(learner: Learner, **live: object) -> Learner:
    """The same work in a class that is led."""
    learner.ctx = replace(learner.ctx, live=Live(standing="now", **live))
    return learner


def test_a_number_answers_at_once_and_the_account_says_what_is_missing() -> None:
    learner = Learner(SLUG)
    assert shown(learner, Sum)[0].words == "还差 3 个数"
    learner.act("put", {"north.now": "375"})
    assert [line.aside for line in shown(learner, Line)] == ["+25%", "", ""]
    assert shown(learner, Sum)[0].words == "还差 2 个数"
    learner.act("put", {"east.now": "490", "south.now": "335"})
    assert (shown(learner, Sum)[0].total, shown(learner, Sum)[0].words) == ("1200", "够")
    learner.act("put", {"south.now": "330"})
    assert (shown(learner, Sum)[0].against, shown(learner, Sum)[0].words) == ("< 1200", "差 5")
    assert learner.outcome.score is None
    assert not learner.outcome.graded


@pytest.mark.parametrize("typed", ["375", "３７５", "375万", "375 万元", "3750000元", "三百七十五"])
def test_a_number_is_read_in_the_unit_of_its_entry(typed: str) -> None:
    learner = Learner(SLUG)
    assert "+25%" in learner.act("put", {"north.now": typed})
    assert learner.state["values"]["north.now"] == typed


@pytest.mark.parametrize("typed", ["+25%", "300-400", "300～400", "3/31", "2026-12-31"])
def test_what_is_no_one_number_of_that_unit_is_not_counted_in_silence(typed: str) -> None:
    learner = Learner(SLUG)
    said = learner.act("put", {**GOOD, "north.now": typed})
    assert "这里没看懂" in learner.html
    assert "北区 ？" in said
    assert learner.state["values"]["north.now"] == typed


def test_a_number_that_was_not_read_is_said_and_kept() -> None:
    learner = Learner(SLUG)
    learner.act("put", {"north.now": "看情况"})
    assert "这里没看懂" in learner.html
    assert 'value="看情况"' in learner.html
    learner.act("put", {**GOOD, "north.now": "看情况", **WHY})
    learner.act("finish")
    assert learner.outcome.answered == 1  # the reasons


def test_what_is_too_long_stays_in_its_field_with_a_sentence() -> None:
    learner = Learner(SLUG)
    learner.act("put", {"north.reason": "很长" * 10_000})
    (field,) = (one for one in shown(learner, Field) if one.name == "north.reason")
    assert field.value == "很长" * 10_000
    assert "20000" in field.note
    learner.act("put", {"north.reason": "短了"})
    assert learner.state["unsent"] == {}
    assert learner.state["values"]["north.reason"] == "短了"


def test_only_what_is_named_is_taken_over() -> None:
    learner = Learner(SLUG)
    learner.act("put", GOOD | WHY)
    learner.act("put", {"east.now": "500"})
    assert learner.state["values"] == {**GOOD, **WHY, "east.now": "500"}
    learner.act("put", {"east.now": ""})
    assert "east.now" not in learner.state["values"]


def test_the_main_button_says_what_comes_next() -> None:
    learner = Learner(SLUG)
    assert main(learner).label == "对一遍"
    learner.act("put", dict.fromkeys(GOOD, "400") | WHY)
    learner.act("grade", step="split")
    assert (main(learner).label, main(learner).shows) == ("改这几个数", "north.now")
    assert [line.words for line in shown(learner, Line)] == ["要改"] * 3
    learner.act("put", GOOD)
    assert main(learner).label == "再对一遍"
    assert "改过以后还没有对" in learner.text
    assert [line.words for line in shown(learner, Line)] == ["改过了"] * 3
    learner.act("put", {"south.reason": ""})
    learner.act("grade", step="split")
    assert (main(learner).label, main(learner).shows) == ("接着写", "south.reason")
    assert [line.words for line in shown(learner, Line)] == ["", "", "理由还没写"]
    learner.act("put", WHY)
    learner.act("grade", step="split")
    assert main(learner).label == "做完了"
    assert "3 项都过了" in learner.act("finish")
    assert learner.outcome.score == 100


def test_what_the_case_asks_names_the_numbers_and_writes_none() -> None:
    learner = Learner(SLUG)
    learner.act("put", dict.fromkeys(GOOD, "400") | WHY)
    said = learner.act("grade", step="split")
    assert "北区 400 + 东区 400 + 南区 400 = 1200 ≥ 1200" in said
    assert "北区 +33%、东区 −11%、南区 +60%" in said
    assert "南区那个仓，你打算用来干什么？" in said
    assert "340" not in said


def test_the_largest_growth_where_nothing_is_new_is_asked_about_and_costs_nothing() -> None:
    learner = Learner(SLUG)
    learner.act("put", {"north.now": "330", "east.now": "620", "south.now": "260"} | WHY)
    said = learner.act("grade", step="split")
    assert "涨得最多的是东区（+38%）" in said
    assert [line.words for line in shown(learner, Line)] == ["", "想一想", ""]
    learner.act("finish")
    assert learner.outcome.score == 100
    assert learner.outcome.codes == ()


def test_a_number_alone_is_no_reason() -> None:
    learner = Learner(SLUG)
    learner.act("put", GOOD | WHY | {"east.reason": "40"})
    learner.act("finish")
    assert learner.outcome.score == 90
    learner.act("go", step="split")
    assert "理由只有几个字" in learner.text


def test_what_stands_in_the_form_at_the_end_is_kept_and_checked() -> None:
    learner = Learner("split-by-region")
    learner.act("finish", {"north.now": "375", "east.now": "490", "south.now": "340"})
    assert learner.state["values"] == {"north.now": "375", "east.now": "490", "south.now": "340"}
    assert learner.outcome.score == 70


def test_hints_cost_nothing_and_keep_what_stands_in_the_form() -> None:
    learner = Learner(SLUG)
    for n in (1, 2):
        assert f"提示 {n}" in learner.act("hint", {"north.now": "375"})
    assert learner.state["values"] == {"north.now": "375"}
    learner.act("put", GOOD | WHY)
    learner.act("finish")
    assert learner.outcome.score == 100


def test_who_does_not_agree_tells_the_trainer() -> None:
    learner = Learner(SLUG)
    assert "不同意" not in learner.html
    learner.act("put", dict.fromkeys(GOOD, "400"))
    learner.act("grade", step="split")
    assert "不同意，请讲师看" in learner.html
    assert "已发给讲师" in learner.act("disagree", {"note": "我们就是要平分"}, step="split")
    assert learner.outcome.notice == "exercise.disagree-sent"
    with pytest.raises(ActionError):
        Learner(SLUG).act("disagree", step="split")


def test_ones_own_number_waits_beside_the_case_and_each_keeps_its_sheet() -> None:
    learner = Learner(SLUG)
    learner.act("put", GOOD | WHY)
    learner.act("finish")
    assert "用自己的再做一遍" in learner.html
    learner.act("pick", material="own")
    learner.act("put", {"whole.metric": "UV", "whole.target": "800", "whole.unit": "万"})
    learner.act("next")
    rows = {"r1": ("甲", "216", "300"), "r2": ("乙", "231", "315"), "r3": ("丙", "153", "186")}
    for row, (who, before, now) in rows.items():
        learner.act("put", {f"{row}.who": who, f"{row}.before": before, f"{row}.now": now, f"{row}.reason": "补挂载位"})
    assert shown(learner, Sum)[0].parts == "甲 300 + 乙 315 + 丙 186"
    assert [line.aside for line in shown(learner, Line)] == ["+39%", "+36%", "+22%"]
    assert "3 项都过了" in learner.act("finish")
    docs = engine.documents(learner.ctx, learner.state)
    assert {doc["origin"] for doc in docs} == {"own", f"case:{SLUG}"}
    learner.act("drop", list="people", row="r3")
    learner.act("go", step="split")
    assert shown(learner, Sum)[0].parts == "甲 300 + 乙 315"
    learner.act("pick", material="case")
    assert learner.state["values"] == GOOD | WHY


def test_in_class_there_is_no_score_for_tables_and_leaders_and_no_other_material() -> None:
    for learner in (Learner(SLUG, mode="group"), Learner(SLUG, role="leader")):
        learner.act("put", GOOD | WHY)
        said = learner.act("finish")
        assert "3 项都过了" in said
        assert "分" not in said.replace("分给", "").replace("怎么分", "")
    learner = led(Learner(SLUG), phase="task")
    learner.act("put", GOOD)
    assert "用自己的" not in learner.act("finish")


def test_what_is_closed_is_read_only_and_keeps_what_stood_in_the_form() -> None:
    learner = Learner(SLUG)
    learner.act("put", {"north.now": "375"})
    led(learner, phase="closed")
    learner.state = engine.act(
        learner.ctx, learner.state, {"do": "keep", "values": {}, "fields": {"east.now": "490"}}, 5
    )
    assert "时间到了，你写的都在" in learner.text
    assert "490" in learner.text
    assert not shown(learner, Form)
    with pytest.raises(ActionError):
        learner.act("put", {"south.now": "340"})
    learner.ctx = replace(learner.ctx, live=Live(standing="over"))
    learner.act("put", {"south.now": "340"})
    assert shown(learner, Form)


def test_an_entry_that_left_the_bank_is_said_and_its_words_stay(tmp_path) -> None:
    learner = Learner(SLUG)
    learner.act("put", GOOD | WHY)
    file = tmp_path / "bank/zh_cn" / f"{SLUG}.toml"
    file.parent.mkdir(parents=True)
    file.write_text('remove = ["south"]\n', "utf-8")
    new = Learner(SLUG, pack=bank.load(overlay=tmp_path))
    new.state, restarted = engine.load(new.ctx, learner.state)
    assert not restarted
    assert "有 2 格已经换掉，你写的都在" in new.text
    assert new.state["values"] == GOOD | WHY
    new.act("put", {"north.now": "700"})
    again, _ = engine.load(new.ctx, new.state)
    new.state = again
    new.act("put", {"east.now": "500"})
    assert "换掉" not in new.text


def test_who_watches_sees_every_value() -> None:
    learner = Learner(SLUG, mode="group")
    learner.act("put", GOOD | WHY | {"south.support": "向仓储部要两个人"})
    words = render.text(read_only(engine.view(learner.ctx, learner.state)))
    for value in ("375", "+25%", "490", "+9%", "340", "+36%", *WHY.values(), "向仓储部要两个人", "= 1205 ≥ 1200", "够"):
        assert value in words
    html = render.html(read_only(engine.view(learner.ctx, learner.state)))
    assert "<details" not in html
    assert "<input" not in html


def test_the_tally_of_36_tables_has_figures_and_no_word_of_theirs() -> None:
    draw, states, sums = Random(9), [], []
    for seed in range(36):
        learner = Learner(SLUG, seed=seed, mode="group")
        numbers = {name: str(draw.randrange(250, 650)) for name in GOOD}
        learner.act("put", numbers | dict.fromkeys(WHY, f"第 {seed} 桌的秘密"))
        states.append(learner.state)
        sums.append(sum(int(number) for number in numbers.values()))
    ctx = engine.Context(content(), content().exercise(SLUG), role="trainer")
    tiles = engine.tally(ctx, tuple(states))
    assert len(tiles) == 36
    for total, tile in zip(sums, tiles, strict=True):
        bars, come = tile
        assert isinstance(bars, Bars)
        assert [bar.label for bar in bars.bars] == ["北区", "东区", "南区"]
        assert sum(bar.value for bar in bars.bars) == total
        assert (come.total, come.state) == (str(total), "good" if total >= 1200 else "bad")
        assert "秘密" not in render.html(tile)


@pytest.mark.parametrize("typed", ["", "0", "-5", "1e300", "9" * 400, "∞", "NaN", "375；490", "=1+1", "<b>375</b>"])
def test_strange_numbers_take_nothing_down(typed: str) -> None:
    learner = Learner(SLUG)
    learner.act("put", dict.fromkeys(GOOD, typed) | WHY)
    learner.act("grade", step="split")
    learner.act("finish")
    assert learner.html
    assert engine.load(learner.ctx, learner.state) == (learner.state, False)
    assert engine.tally(learner.ctx, (learner.state,))


@pytest.mark.parametrize(
    ("slug", "typed", "gone"),
    [
        ("map-ogsm-okr", {"top.o": "h", "top.krs": ["b", "h"], "lower.kr": "h", "h.place": "none"}, "h"),
        ("pick-levers", {"plan.picks": ["a", "d"], "plan.takes": "46"}, "d"),
        ("build-value-tree", {"root.parts": ["quiz", "times"], "loose.slips": ["quiz", "sheets"]}, "quiz"),
    ],
)
def test_a_choice_that_left_the_bank_counts_nothing_and_takes_no_work_away(slug: str, typed: dict, gone: str) -> None:
    learner = Learner(slug)
    learner.act("put", typed)
    learner.act("finish")
    known = learner.ctx.exercise
    settings = json.loads(json.dumps(dict(known.settings)).replace(f'"{gone}", ', "").replace(f', "{gone}"', ""))
    left = replace(known, items={name: one for name, one in known.items.items() if name != gone}, settings=settings, version="2")  # fmt: skip
    new = Learner(slug, pack=replace(learner.ctx.content, exercises={slug: left}))
    new.state, restarted = engine.load(new.ctx, learner.state)
    assert not restarted
    new.act("finish")
    assert new.html
    assert new.outcome.done


#: Sentences of the machine's that a template may say in its own words: of its end, its score, its materials.
OWN_WORDS = {"end", "end-all", "score", "again-case", "again-own"}


@pytest.mark.parametrize("kind", sorted(name for name, one in KINDS.items() if isinstance(one, Worksheet)))
def test_a_template_s_sentences_never_stand_for_the_machine_s(kind: str) -> None:
    """「改过以后还没有对」 was 「目标中途改过吗」 in one of them, because both were called the same."""
    messages = content().language.messages
    machine = {key.removeprefix("worksheet.") for key in messages if key.startswith("worksheet.")}
    own = {key.removeprefix(f"{kind}.") for key in messages if key.startswith(f"{kind}.")}
    assert machine & own <= OWN_WORDS

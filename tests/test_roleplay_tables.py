"""Role plays of a whole table: every card stays secret in each of them, seats move on, a register adds up on one phone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from learner import content
from test_roleplay import Table

from okr_kit import documents, engine, render
from okr_kit.errors import ActionError, ContentError
from okr_kit.kinds import KINDS
from okr_kit.kinds.roleplay.script import check, script
from okr_kit.live import ALL
from okr_kit.model import Exercise

BOOK = Path(__file__).parent.parent / "book"
PLAYS = [exercise for exercise in content().exercises.values() if exercise.kind == "roleplay"]
EXERCISES = {exercise.slug: exercise for exercise in PLAYS}
ALIGN, DEAL = EXERCISES["alignment-role-play"], EXERCISES["negotiate-fifty"]
SIX = [f"1.{seat.id}" for seat in script(ALIGN).seats]
HOST, OBSERVER = SIX.index("1.host"), SIX.index("1.observer")
THREE = ["1.leader", "1.member", "1.observer"]
STEPS = [pytest.param(one, step, id=f"{one.slug}-{step}") for one in PLAYS for step in one.items]
#: What is settled of each ask: how, days, by when.
RIGHT = {
    "detail": ("do", "24", "8 月 31 日"),
    "cart": ("do", "16", "9 月 15 日"),
    "pay": ("later", "", ""),
    "refer": ("do", "18", "7 月 15 日"),
    "sets": ("less", "6", "8 月 1 日"),
}
WHOLE = {"without.text": "支付改版移到四季度", "yields.text": "加购改版先上手机端"}


def filled(**changed: tuple[str, str, str]) -> dict[str, str]:
    """The form of the register with the page's example, some rows settled otherwise."""
    found = dict(WHOLE)
    for name, (do, days, due) in {**RIGHT, **changed}.items():
        found |= {
            f"{name}.do": do,
            f"{name}.days": days,
            f"{name}.due": due,
            f"{name}.who": "产品部负责人" if due else "",
        }
    return found


def secrets(exercise: Exercise) -> dict[str, list[str]]:
    """The lines of each card."""
    return {card.id: [*card.lines, *card.asked, *card.after] for card in script(exercise).cards}


def seen(exercise: Exercise, text: str) -> set[str]:
    """The cards of which a line is in a text."""
    return {name for name, lines in secrets(exercise).items() if any(line in text for line in lines)}


def got(table: Table, who: int) -> str:
    """All that a phone gets, and what stands in its state and is told to it."""
    told = json.dumps([dict(one) for one in table.ctx(who).around or ()], ensure_ascii=False)
    return table.html(who) + json.dumps(table.states[who], ensure_ascii=False) + told


def seated(exercise: Exercise) -> Table:
    """One whole group of it, on the first step, and somebody without a seat."""
    return Table(*(f"1.{seat.id}" for seat in script(exercise).seats), "", exercise=exercise)


# -- cards ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("exercise", "step"), STEPS)
def test_a_card_is_on_the_phone_of_who_plays_its_seat_while_cards_are_read_and_nowhere_else(
    exercise: Exercise, step: str
) -> None:
    play, table = script(exercise), seated(exercise)
    dealt = frozenset(card.deal for card in play.cards if card.hard)
    table.step(step, dealt=dealt)
    now = play.step(step)
    for who, seat in enumerate(play.seats):
        plays = play.played(seat.id, now)
        mine = {card.id for card in play.cards if plays and card.seat == plays.id}
        assert seen(exercise, got(table, who)) == (mine if now and now.does == "read" else set())
    assert seen(exercise, got(table, len(play.seats))) == set()


@pytest.mark.parametrize("exercise", PLAYS, ids=lambda one: one.slug)
def test_no_card_is_in_what_a_watcher_the_class_or_a_table_sees(exercise: Exercise) -> None:
    table = seated(exercise)
    for step in exercise.items:
        table.step(step)
        ctx = table.ctx(0)
        shown = engine.together(ctx, (tuple(table.states),) * 5)
        texts = [render.html([*shown.nodes]) + str(shown.figures)]
        texts += [
            render.html(engine.view(replace(ctx, mode=mode), one))
            for mode in ("watch", "group")
            for one in table.states
        ]
        assert not any(seen(exercise, text) for text in texts)


@pytest.mark.parametrize("exercise", PLAYS, ids=lambda one: one.slug)
def test_no_line_of_a_card_stands_in_what_everybody_reads(exercise: Exercise) -> None:
    known = [exercise.task, *exercise.settings["material"], *(str(step) for step in exercise.items.values())]
    lines = [line for found in secrets(exercise).values() for line in found]
    assert len(lines) == len(set(lines))
    assert not [line for line in lines if any(line in text for text in known)]


def test_the_limits_are_dealt_by_one_tap_each_to_its_seat_and_taken_in_again() -> None:
    table = seated(ALIGN)
    table.step("read")
    assert engine.extras(table.ctx(0)) == (("limits", "带底线的卡（四张一起发）"),)
    before = [seen(ALIGN, got(table, who)) for who in range(6)]
    table.live = replace(table.live, dealt=frozenset({"limits"}))
    added = [seen(ALIGN, got(table, who)) - before[who] for who in range(6)]
    assert added == [{"market-limit"}, {"product-limit"}, {"goods-limit"}, {"boss-limit"}, set(), set()]
    table.live = replace(table.live, dealt=frozenset())
    assert [seen(ALIGN, got(table, who)) for who in range(6)] == before
    table.step("talk")
    assert engine.extras(table.ctx(0)) == ()


@pytest.mark.parametrize("exercise", [ALIGN, DEAL], ids=["alignment", "negotiate"])
def test_answers_are_those_of_the_book(exercise: Exercise) -> None:
    plain = " ".join(path.read_text("utf-8") for path in BOOK.glob("*.md")).replace("**", "")
    assert [line for line in exercise.settings["answer"] if line not in plain] == []


@pytest.mark.parametrize("exercise", PLAYS, ids=lambda one: one.slug)
def test_cards_to_print_come_from_the_bank(exercise: Exercise) -> None:
    """What is printed says what the phones say: no page of the handbook has a second copy that could differ."""
    trainers = {
        path.name: path.read_text("utf-8") for path in BOOK.glob("*.md") if "reader: trainer" in path.read_text("utf-8")
    }
    assert f"```{{cards}} {exercise.slug}\n" in trainers["cards.md"]
    lines = [line for found in secrets(exercise).values() for line in found]
    assert [(name, line) for line in lines for name, text in trainers.items() if line in text] == []


def test_minutes_are_those_of_the_book() -> None:
    for exercise, whole, short in ((ALIGN, 14, 12), (DEAL, 11, 11)):
        steps = script(exercise).steps
        assert (sum(one.minutes for one in steps), sum(one.short for one in steps)) == (whole, short)
        assert exercise.minutes == whole
    assert [one.minutes for one in script(ALIGN).steps][1:] == [2, 3, 5, 1, 2, 1]


# -- seats that move on -----------------------------------------------------------------------------------------------


def test_three_play_every_seat_in_three_rounds() -> None:
    table = Table(*THREE, exercise=DEAL)
    played = []
    for step in ("read-1", "read-2", "read-3"):
        table.step(step)
        played.append([next(iter(seen(DEAL, got(table, who)))).removesuffix("-card") for who in range(3)])
    assert played == [
        ["leader", "member", "observer"],
        ["member", "observer", "leader"],
        ["observer", "leader", "member"],
    ]


def test_of_two_each_plays_both_sides_and_nobody_has_a_pad() -> None:
    table = Table("1.leader", "1.member", exercise=DEAL)
    played = []
    for number in (1, 2, 3):
        table.step(f"read-{number}")
        played.append([next(iter(seen(DEAL, got(table, who)))).removesuffix("-card") for who in range(2)])
        table.step(f"talk-{number}")
        assert ["手机扣在桌上" in table.text(who) for who in range(2)] == [True, True]
        with pytest.raises(ActionError, match="action-unknown"):
            table.tap(0, "mark", "amount")
    assert played == [["leader", "member"], ["member", "leader"], ["leader", "member"]]


def test_whoever_observes_in_a_round_has_the_pad_of_that_round() -> None:
    table = Table(*THREE, exercise=DEAL)
    for number, who in ((1, 2), (2, 1), (3, 0)):
        table.step(f"talk-{number}")
        table.tap(who, "mark", "amount")
        table.step(f"tell-{number}")
        assert "支持说成了数 1 次" in table.text(who)
    table.step("line", phase="answer", keyed=frozenset({ALL}))
    assert table.text(0).count("支持说成了数 1 次") == 3


def test_the_four_boxes_are_written_by_who_sat_as_the_member_and_read_by_his_group_alone() -> None:
    table = Table(*THREE, "2.leader", exercise=DEAL)
    table.step("line")
    fields = {
        "deal.amount": "315",
        "deal.less": "15",
        "deal.gives": "去找产品部谈挂载位",
        "deal.cannot": "设计师每周两天",
    }
    for who in (0, 2):
        with pytest.raises(ActionError, match="action-unknown"):
            table.act(who, "put", fields)
    table.act(1, "put", fields)
    assert "没有支持 300 + 靠支持 15 = 315 万" in table.text(1)
    table.act(1, "grade")
    assert "三个人现在合计 765 万，离 800 万还差 35" in table.text(1)
    table.act(1, "finish")
    assert "4 项都过了" in table.text(1)
    assert "100 分" not in table.text(1)  # a table is never told a score
    assert engine.outcome(table.ctx(1), table.states[1]).score == 100
    assert ["去找产品部谈挂载位" in table.text(who) for who in range(4)] == [True, True, True, False]
    (doc,) = engine.documents(table.ctx(1), table.states[1])
    assert doc["actions"][0]["sign"] == "没有它少 15 万"
    assert doc["notes"] == ["给不了：设计师每周两天"]


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        ("需要领导支持", True),
        ("需要支持", True),
        ("请各部门大力配合", True),
        ("给予支持", False),  # could be cut short: not certain
        ("支持设计师每周两天", False),
        ("需要产品部支持一个挂载位", False),
        ("市场部支持 3 个人", False),
    ],
)
def test_only_what_is_nothing_but_support_is_said_to_be_no_thing(words: str, bare: bool) -> None:
    table = Table(*THREE, exercise=DEAL)
    table.step("line")
    table.act(1, "grade", {"deal.amount": "315", "deal.less": "15", "deal.gives": words, "deal.cannot": "设计师"})
    assert ("还不是一样东西" in table.text(1)) == bare


# -- the register -----------------------------------------------------------------------------------------------------


def aligned(step: str = "line", *seats: str) -> Table:
    """A table on a step of the alignment."""
    table = Table(*(seats or SIX), exercise=ALIGN)
    table.step(step)
    return table


def graded(fields: dict[str, str]) -> tuple[int | None, str]:
    """Score and screen once the host has it looked at."""
    table = aligned()
    table.act(HOST, "grade", fields)
    return engine.outcome(table.ctx(HOST), table.states[HOST]).score, table.text(HOST)


@pytest.mark.parametrize(
    ("fields", "score", "says"),
    [
        (filled(), 100, "24 + 16 + 0 + 18 + 6 = 64 ≤ 64"),
        (filled(detail=("do", "", "8 月 31 日")), 100, "= 64 ≤ 64"),  # done as asked needs no number
        (filled(pay=("open", "", "")), 90, "没谈定，也没有人管"),
        (filled(pay=("open", "", "7 月 1 日")), 100, "= 64 ≤ 64"),
        (filled(pay=("do", "12", "9 月 15 日")), 85, "合计 76，还超 12"),
        (filled(refer=("do", "18", "")), 93, "还没写"),  # three of four kept rows have both
        (filled(refer=("do", "18", "尽快")), 93, "「转介绍页」看不出哪一天"),
        ({**filled(), "without.text": ""}, 85, "还没写"),
        ({**filled(), "without.text": "尽量都做"}, 93, "等于什么都没有放下"),
        ({**filled(), "yields.text": ""}, 85, "还没写"),
        (
            filled(sets=("less", "14", "8 月 1 日"), pay=("later", "", ""), cart=("less", "8", "9 月 1 日")),
            85,
            "人天没有变少",
        ),
    ],
)
def test_what_a_register_is_worth(fields: dict[str, str], score: int, says: str) -> None:
    found, text = graded(fields)
    assert (found, says in text) == (score, True), text


def test_everybody_a_fifth_is_answered_by_its_sum_and_a_question_and_no_answer() -> None:
    days = {"detail": "19.2", "cart": "12.8", "pay": "9.6", "refer": "14.4", "sets": "11.2"}
    score, text = graded(filled(**{name: ("less", n, "9 月 1 日") for name, n in days.items()}))
    assert score == 70
    assert "大家各减两成是 67.2，还超 3.2" in text
    assert "哪一件不做，没有一条 KR 会掉？" in text
    assert "推后到四季度" not in text


def test_what_is_not_settled_yet_is_open_and_not_wrong() -> None:
    score, text = graded({"detail.do": "do"})
    assert score is not None
    assert score < 30
    assert "要改" not in text
    assert "还有 4 件没定" in text


@pytest.mark.parametrize("typed", ["abc", "-3", "6-8", "12%"])
def test_a_number_that_was_not_understood_is_not_counted_as_something(typed: str) -> None:
    table = aligned()
    table.act(HOST, "put", filled(sets=("less", typed, "8 月 1 日")))
    assert "？" in table.text(HOST)
    assert "还有 1 件没定" in table.text(HOST)


def test_the_host_writes_while_people_talk_and_the_others_see_it_once_it_is_written_up() -> None:
    table = aligned("asks")
    with pytest.raises(ActionError, match="action-unknown"):
        table.act(HOST, "put", {"detail.do": "do"})
    table.step("talk")
    before = [table.html(who) for who in range(6)]
    table.act(HOST, "put", {"detail.do": "do", "detail.who": "产品部负责人"})
    after = [table.html(who) for who in range(6)]
    assert [a != b for a, b in zip(before, after, strict=True)] == [who == HOST for who in range(6)]
    assert "产品部负责人" not in got(table, 0)
    table.step("line")
    assert "产品部负责人" in table.text(0)
    for who in range(6):
        if who != HOST:
            with pytest.raises(ActionError, match="action-unknown"):
                table.act(who, "put", {"detail.do": "less"})


@pytest.mark.parametrize(("step", "there"), [("talk", False), ("rule", True), ("line", True)])
def test_the_decision_from_above_opens_with_its_step(step: str, there: bool) -> None:
    table = aligned(step)
    assert ("裁哪一件，理由和代价" in table.text(HOST)) == there
    table.act(HOST, "put", {"ruling.text": "支付改版推后，代价是旧代码再留一季"})
    assert ("旧代码" in json.dumps(table.states[HOST], ensure_ascii=False)) == there


def test_with_five_the_host_has_the_pad_too_and_with_six_he_has_not() -> None:
    five = aligned("talk", *(seat for seat in SIX if seat != "1.observer"))
    assert "点头，没写" in five.html(HOST)
    five.tap(HOST, "mark", "which")
    five.step("tell")
    assert "问了「不做，哪条 KR 会掉」 1 次" in five.text(HOST)
    six = aligned("talk")
    assert "点头，没写" not in six.html(HOST)
    assert "点头，没写" in six.html(OBSERVER)
    with pytest.raises(ActionError, match="action-unknown"):
        six.tap(HOST, "mark", "which")


def test_register_and_notes_are_on_the_shelf_of_each_under_ids_of_their_own() -> None:
    table = aligned("talk")
    table.tap(OBSERVER, "mark", "which")
    table.step("line")
    table.act(HOST, "grade", filled())
    table.step("tell", phase="answer", keyed=frozenset({ALL}))
    for who in range(6):
        table.act(who, "take")
    found = [engine.documents(table.ctx(who), table.states[who]) for who in range(6)]
    assert {tuple(doc["type"] for doc in made) for made in found} == {("alignment", "todo")}
    assert len({doc["id"] for made in found for doc in made}) == 12
    register, todo = found[0]
    assert register["total"] == "64 人天"
    assert any("1 次" in line for line in register["notes"])
    assert [row["what"] for row in todo["actions"]][-1] == "搭配套装页（缩小），6 人天"
    assert "合计 64 人天，能用 64 人天" in documents.type_of(register).text(content().language, register)


def test_what_stood_in_the_register_when_the_class_went_on_is_kept() -> None:
    table = aligned()
    kind = KINDS["roleplay"]
    state = kind.keep(table.ctx(HOST), table.states[HOST], {"do": "put", "fields": {"detail.do": "do"}}, 1)
    assert state["sheet"]["values"] == {"detail.do": "do"}
    other = kind.keep(table.ctx(0), table.states[0], {"do": "put", "fields": {"detail.do": "do"}}, 1)
    assert "sheet" not in other
    loaded, restarted = engine.load(table.ctx(HOST), json.loads(json.dumps(state)))
    assert (loaded, restarted) == (state, False)


def test_the_class_sees_three_figures_of_each_table_and_no_name() -> None:
    tables = []
    for days in ("24", "20", "19"):
        table = aligned()
        table.act(HOST, "put", filled(detail=("do", days, "8 月 31 日")))
        tables.append(tuple(table.states))
    table.step("tell", phase="answer", keyed=frozenset({ALL}))
    text = render.text(engine.together(table.ctx(0), tuple(tables)).nodes)
    assert [re.findall(r"\d+", line)[:3] for line in text.splitlines() if re.match(r"\d\d　", line)] == [
        ["59", "4", "0"],
        ["60", "4", "0"],
        ["64", "4", "0"],
    ]
    assert "总人天" not in render.text(engine.together(table.ctx(0), tuple(tables[:2])).nodes)


def test_what_is_typed_is_escaped_where_others_read_it() -> None:
    table = aligned()
    table.act(HOST, "put", {**filled(), "without.text": "<img src=x onerror=1>不做"})
    assert "<img" not in table.html(0)
    assert "&lt;img" in table.html(0)


# -- bank files -------------------------------------------------------------------------------------------------------


def changed(exercise: Exercise, **line: Any) -> Exercise:
    """The exercise with other words in its line."""
    return replace(exercise, settings={**exercise.settings, "line": {**exercise.settings["line"], **line}})


@pytest.mark.parametrize(
    ("exercise", "key"),
    [
        (changed(ALIGN, sheet="no-such"), "line.sheet"),
        (changed(ALIGN, capacity="x"), "line.capacity"),
        (changed(ALIGN, unit=3), "line.unit"),
        (changed(ALIGN, asks=[{"id": "a"}]), "line.asks"),
        (changed(ALIGN, asks=[]), "line.asks"),
        (changed(ALIGN, heads=["a"]), "line.heads"),
        (changed(ALIGN, opens="no-such"), "line.opens"),
        (changed(DEAL, others=["x"]), "line.others"),
        (changed(DEAL, whole=None), "line.whole"),
    ],
)
def test_what_is_wrong_in_a_sheet_is_named(exercise: Exercise, key: str) -> None:
    with pytest.raises(ContentError) as caught:
        KINDS["roleplay"].check(exercise, content().language)
    assert caught.value.params["key"] == key


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"decks": {}}, "cards.deck"),
        ({"seats": [{**row, "instead": "x"} for row in ALIGN.settings["seats"]]}, "seats.instead"),
    ],
)
def test_what_is_wrong_in_decks_and_seats_is_named(settings: dict[str, Any], key: str) -> None:
    with pytest.raises(ContentError) as caught:
        check(replace(ALIGN, settings={**ALIGN.settings, **settings}))
    assert caught.value.params["key"] == key

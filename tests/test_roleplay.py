"""The kind ``roleplay`` without a host: seats and who shares them, private cards, the observer's pad, the line, the counts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from learner import content

from okr_kit import engine, render
from okr_kit.errors import ActionError, ContentError
from okr_kit.kinds.roleplay import pad
from okr_kit.kinds.roleplay.script import check, script
from okr_kit.live import ALL, Live
from okr_kit.model import Exercise

SLUG = "review-role-play"
EXERCISE = content().exercise(SLUG)
PLAY = script(EXERCISE)
BOOK = Path(__file__).parent.parent / "book"
STEPS = [step.id for step in PLAY.steps]
#: A line of each card that stands nowhere else.
SECRETS = {card.id: [*card.lines, *card.asked, *card.after] for card in PLAY.cards}
SECOND = 1000


class Table:
    """People at one table, led from step to step; what each of them tells comes to the others as a host brings it."""

    def __init__(self, *seats: str, exercise: Exercise = EXERCISE) -> None:
        self.exercise = exercise
        self.live = Live("now", pace="class", item="seat")
        self.now = 1_790_000_000_000
        self.states = [engine.start(self.ctx(n), n, self.now) for n in range(len(seats))]
        for who, seat in enumerate(seats):
            if seat:
                self.act(who, "sit", {"place": seat})

    def ctx(self, who: int) -> engine.Context:
        """The context of one of them."""
        bare = engine.Context(content(), self.exercise, owner=f"p{who}", live=self.live, now=self.now)
        others = [state for n, state in enumerate(getattr(self, "states", [])) if n != who]
        around = tuple(engine.told(bare, state) for state in others) if engine.knows_table(bare) else None
        return replace(bare, around=around)

    def act(self, who: int, do: str, fields: dict[str, str] | None = None, /, **values: str) -> None:
        """One action a second later."""
        self.now += SECOND
        action = {"do": do, "values": values, "fields": fields or {}}
        self.states[who] = engine.act(self.ctx(who), self.states[who], action, self.now)

    def tap(self, who: int, kind: str, what: str, seconds: int = 0) -> None:
        """One tap on the pad, so many seconds after the last."""
        self.now += seconds * SECOND - SECOND
        self.act(who, "tap", kind=kind, what=what)

    def step(self, name: str, **more: Any) -> None:
        """The class goes on."""
        self.live = replace(self.live, item=name, stamp=self.live.stamp + 1, **more)

    def text(self, who: int) -> str:
        """What one of them reads."""
        return render.text(engine.view(self.ctx(who), self.states[who]))

    def html(self, who: int) -> str:
        """What his phone gets."""
        return render.html(engine.view(self.ctx(who), self.states[who]))

    def reference(self) -> None:
        """The trainer shows it."""
        self.step("line", phase="answer", keyed=frozenset({ALL}))


def three(step: str = "seat") -> Table:
    """One whole group."""
    table = Table("1.manager", "1.employee", "1.observer")
    table.step(step)
    return table


LINE = {
    "what": "和送装部定下每天留给杭州组的上门时段",
    "who": "经理",
    "due": "本周三前",
    "sign": "四周平均等师傅不超过 1.2 天",
}


# -- seats ------------------------------------------------------------------------------------------------------------


def test_who_sits_sees_who_is_missing_and_then_that_the_group_is_whole() -> None:
    table = Table("1.manager", "", "")
    assert "还缺：员工" in table.text(0)
    table.act(1, "sit", {"place": "1.employee"})
    assert "这一组齐了" in table.text(0)
    assert "这一组齐了" in table.text(1)
    assert "已有 1 人" in table.text(2) or "已有 1 人" in table.html(2)


def test_two_on_one_seat_are_both_told_and_nobody_else() -> None:
    table = Table("1.manager", "1.manager", "2.manager")
    assert "坐了两个人" in table.text(0)
    assert "坐了两个人" in table.text(1)
    assert "坐了两个人" not in table.text(2)
    table.act(1, "sit", {"place": "1.employee"})
    assert "坐了两个人" not in table.text(0) + table.text(1)


def test_two_may_observe() -> None:
    table = Table("1.observer", "1.observer", "1.manager", "1.employee")
    assert "坐了两个人" not in "".join(table.text(n) for n in range(4))
    assert "这一组齐了" in table.text(2)


def test_a_seat_is_kept_and_can_be_changed_before_the_talk_alone() -> None:
    table = three("read")
    table.act(0, "sit", {"place": "2.observer"})
    assert (table.states[0]["group"], table.states[0]["seat"]) == (2, "observer")
    table.step("talk")
    with pytest.raises(ActionError, match="live-closed"):
        table.act(0, "sit", {"place": "1.manager"})
    loaded, restarted = engine.load(table.ctx(0), json.loads(json.dumps(table.states[0])))
    assert (loaded, restarted) == (table.states[0], False)


def test_once_cards_are_read_nobody_looks_into_the_card_of_a_seat_that_is_taken() -> None:
    table = Table("1.manager", "1.employee", "1.observer", "2.observer", "")
    for who in (0, 2, 4):  # one who changes seats, one who observes, one who comes late
        table.step("read")
        before = table.states[who]
        with pytest.raises(ActionError, match="seat-taken"):
            table.act(who, "sit", {"place": "1.employee"})
        assert table.states[who] == before
        assert 'value="1.employee"' not in table.html(who)
        assert 'value="1.observer"' in table.html(who)  # there is room for two
        assert 'value="2.employee"' in table.html(who)
    table.step("seat")
    table.act(4, "sit", {"place": "1.employee"})  # while seats are taken both are asked to part
    table.step("read")
    table.act(4, "sit", {"place": "2.manager"})
    assert read_by(table, 4) == {"manager-card"}


def test_who_comes_late_takes_a_seat_in_any_step_and_two_on_one_can_part_in_any() -> None:
    table = Table("1.manager", "1.manager", "")
    table.step("talk")
    table.act(2, "sit", {"place": "1.observer"})
    assert table.states[2]["seat"] == "observer"
    table.step("tell")
    assert "坐了两个人" in table.text(1)
    table.act(1, "sit", {"place": "2.manager"})
    assert table.states[1]["group"] == 2


@pytest.mark.parametrize(
    "place",
    ["", "manager", "0.manager", "3.manager", "1.boss", "1", "x.manager", "1.manager.2", f"{'9' * 5000}.manager"],
)
def test_there_is_no_other_seat(place: str) -> None:
    with pytest.raises(ActionError, match="action-unknown"):
        Table(place or ".")


# -- cards ------------------------------------------------------------------------------------------------------------


def read_by(table: Table, who: int) -> set[str]:
    """The cards of which something can be found in what a phone gets, and in its state."""
    got = table.html(who) + json.dumps(table.states[who], ensure_ascii=False)
    told = json.dumps([dict(one) for one in table.ctx(who).around or ()], ensure_ascii=False)
    return {name for name, lines in SECRETS.items() if any(line in got + told for line in lines)}


@pytest.mark.parametrize("step", STEPS)
def test_a_card_is_on_its_seats_phone_while_cards_are_read_and_nowhere_else(step: str) -> None:
    table = Table("1.manager", "1.employee", "1.observer", "")
    table.step(step)
    cards = [{"manager-card"}, {"employee-card"}, {"observer-card"}, set()]
    for who, mine in enumerate(cards):
        assert read_by(table, who) == (mine if step == "read" else set())


def test_no_card_is_in_what_a_watcher_or_the_whole_class_sees() -> None:
    table = three("read")
    ctx = table.ctx(0)
    for mode in ("watch", "group"):
        for state in table.states:
            seen = render.html(engine.view(replace(ctx, mode=mode), state))
            assert not any(line in seen for lines in SECRETS.values() for line in lines)
    shown = engine.together(ctx, (tuple(table.states),) * 5)
    seen = render.html([*shown.nodes]) + str(shown.figures)
    assert not any(line in seen for lines in SECRETS.values() for line in lines)


def test_a_hard_card_goes_to_its_seat_once_it_is_dealt_and_is_taken_in_again() -> None:
    table = three("read")
    assert read_by(table, 1) == {"employee-card"}
    assert [name for name, _ in engine.extras(table.ctx(0))] == ["admits-all", "all-is-well"]
    table.live = replace(table.live, dealt=frozenset({"admits-all"}))
    assert read_by(table, 1) == {"employee-card", "admits-all"}
    assert read_by(table, 0) == {"manager-card"}
    table.live = replace(table.live, dealt=frozenset())
    assert read_by(table, 1) == {"employee-card"}
    table.step("talk")
    assert engine.extras(table.ctx(0)) == ()  # nobody reads any more


def test_who_talks_has_nothing_to_read_or_press() -> None:
    table = three("talk")
    for who in (0, 1):
        assert "手机扣在桌上" in table.text(who)
        assert "<button" not in table.html(who)
        assert "<input" not in table.html(who)
    assert "主管在说" in table.html(2)


# -- the pad ----------------------------------------------------------------------------------------------------------


def taps(*rows: tuple[int, str, str]) -> list[dict[str, Any]]:
    """Taps by seconds."""
    return [{"at": at * SECOND, "do": do, "what": what} for at, do, what in rows]


@pytest.mark.parametrize(
    ("rows", "minutes"),
    [
        ([], 0),
        ([(10, "say", "turn"), (70, "say", "turn")], 1),
        ([(10, "say", "turn"), (40, "say", "turn"), (100, "say", "turn"), (190, "say", "turn")], 2),
        (
            [(10, "say", "turn"), (10, "say", "turn"), (20, "say", "turn"), (80, "say", "turn")],
            1,
        ),  # by mistake, at once undone
        ([(10, "say", "turn"), (40, "mark", "why"), (130, "mark", "why")], 2),  # never stopped: until the last tap
        ([(100, "say", "turn"), (40, "say", "turn")], 0),  # a clock that was set back
    ],
)
def test_minutes_are_those_between_start_and_stop(rows: list[tuple[int, str, str]], minutes: float) -> None:
    assert pad.noted(taps(*rows)).minutes == minutes


def test_a_pad_counts_ticks_and_takes_back_one_by_one() -> None:
    table = three("talk")
    for kind, what in [
        ("mark", "what"),
        ("mark", "what"),
        ("mark", "why"),
        ("stage", "0"),
        ("stage", "1"),
        ("stage", "1"),
    ]:
        table.tap(2, kind, what, 1)
    table.tap(2, "first", "employee", 1)
    noted = pad.noted(table.states[2]["taps"])
    assert (noted.counts["what"], noted.counts["why"], noted.stages, noted.first) == (2, 1, {"0"}, "employee")
    assert "撤销上一下：员工" in table.html(2)
    table.act(2, "untap")
    table.act(2, "untap")
    noted = pad.noted(table.states[2]["taps"])
    assert (noted.first, noted.stages) == ("", {"0", "1"})
    for _ in range(9):
        table.act(2, "untap")
    assert table.states[2]["taps"] == []


def test_a_running_time_counts_on_from_what_was_spoken_before() -> None:
    table = three("talk")
    table.tap(2, "say", "turn", 1)
    table.tap(2, "say", "turn", 60)
    assert "主管说了 1:00" in table.text(2)
    table.tap(2, "say", "turn", 30)
    table.now += 5 * SECOND
    assert "主管说了 1:05" in table.text(2)


@pytest.mark.parametrize("waited", [(0, 0, 200, 190), (200, 199, 80, 70), (90, 90, 90, 90)])
def test_taps_that_waited_for_the_network_keep_the_time_between_them(waited: tuple[int, ...]) -> None:
    """Two minutes lay between start and stop on the page, however long each tap was on its way (seconds)."""
    made = [(0, "say", "turn"), (1, "mark", "what"), (120, "say", "turn"), (130, "mark", "what")]
    table = three("talk")
    began = table.now
    for (second, kind, what), late in zip(made, waited, strict=True):
        table.now = began + (second + late) * SECOND - SECOND
        table.act(2, "tap", kind=kind, what=what, page="1790000000000", made=str(5000 + second * SECOND))
    assert pad.noted(table.states[2]["taps"]).minutes == 2
    loaded, restarted = engine.load(table.ctx(2), table.states[2])
    assert (loaded, restarted) == (table.states[2], False)


@pytest.mark.parametrize("made", [("5", "999999999999999"), ("999999999999999", "5"), ("5", "0"), ("٣", "９" * 15)])
def test_no_clock_of_a_page_makes_more_minutes_than_a_tap_may_have_waited(made: tuple[str, str]) -> None:
    table = three("talk")
    for one in made:
        table.act(2, "tap", kind="say", what="turn", page="1790000000000", made=one)
    assert 0 <= pad.noted(table.states[2]["taps"]).minutes <= pad.LONGEST_WAIT / pad.MINUTE + 1
    assert pad.noted(table.states[2]["taps"]).since == 0


@pytest.mark.parametrize(
    ("page", "made"), [("", ""), ("x", "7"), ("7", "-5"), ("7", "9" * 40), ("8", "1"), ("8", "99999999")]
)
def test_a_page_that_was_loaded_anew_makes_no_minutes(page: str, made: str) -> None:
    """Its milliseconds begin again: what went by here counts."""
    table = three("talk")
    table.act(2, "tap", kind="say", what="turn", page="7", made="500000")
    table.act(2, "tap", kind="say", what="turn", page=page, made=made)
    assert pad.noted(table.states[2]["taps"]).minutes == pytest.approx(SECOND / pad.MINUTE)


@pytest.mark.parametrize(
    ("kind", "what"), [("mark", "boss"), ("stage", "5"), ("say", "maybe"), ("first", "observer"), ("", ""), ("x", "on")]
)
def test_a_pad_has_nothing_else_to_tap(kind: str, what: str) -> None:
    table = three("talk")
    with pytest.raises(ActionError, match="action-unknown"):
        table.tap(2, kind, what)


def test_who_talks_has_no_pad_and_a_full_one_says_so() -> None:
    table = three("talk")
    with pytest.raises(ActionError, match="action-unknown"):
        table.tap(0, "mark", "why")
    table.states[2]["taps"] = taps(*[(n, "mark", "why") for n in range(pad.MOST)])
    with pytest.raises(ActionError, match="action-unfit"):
        table.tap(2, "mark", "why")


def test_taps_reach_the_others_after_the_talk_and_not_before() -> None:
    table = three("talk")
    table.tap(2, "mark", "what")
    assert engine.told(table.ctx(0), table.states[2])["taps"] == []
    assert not engine.follows_table(table.ctx(0))  # a phone that lies on its face is not woken by each tap
    table.step("tell")
    assert len(engine.told(table.ctx(0), table.states[2])["taps"]) == 1
    assert "1 次" not in table.text(0)  # the observer says it


# -- rounds -----------------------------------------------------------------------------------------------------------

#: Two rounds, in the second of which everybody plays the seat behind his own.
TWICE = replace(
    EXERCISE,
    items={
        **EXERCISE.items,
        "read-2": {**EXERCISE.items["read"], "id": "read-2", "round": 2},
        "talk-2": {**EXERCISE.items["talk"], "id": "talk-2", "round": 2},
    },
)


def test_in_a_second_round_everybody_has_another_card_and_another_pad() -> None:
    table = Table("1.manager", "1.employee", "1.observer", exercise=TWICE)
    table.step("talk")
    table.tap(2, "mark", "what", 1)
    table.step("read-2")
    assert [read_by(table, who) for who in range(3)] == [{"employee-card"}, {"observer-card"}, {"manager-card"}]
    assert "甲组　员工（杭州组组长）" in table.text(0)
    with pytest.raises(ActionError, match="live-closed"):
        table.act(0, "sit", {"place": "2.manager"})
    table.step("talk-2")
    assert [("主管在说" in table.html(who)) for who in range(3)] == [False, True, False]
    assert "手机扣在桌上" in table.text(2)
    table.tap(1, "mark", "why", 1)
    table.act(1, "untap")
    table.act(1, "untap")
    table.tap(1, "mark", "why", 1)
    table.reference()
    said = table.text(0)
    assert "问「是什么、在哪里」 1 次，问「为什么」 0 次" in said
    assert "问「是什么、在哪里」 0 次，问「为什么」 1 次" in said


# -- the line and the end ---------------------------------------------------------------------------------------------


def test_the_line_is_the_managers_and_everybody_of_the_group_sees_it() -> None:
    table = Table("1.manager", "1.employee", "1.observer", "2.manager")
    table.step("line")
    with pytest.raises(ActionError, match="action-unknown"):
        table.act(1, "write", LINE)
    assert "主管的手机在写" in table.text(1)
    table.act(0, "write", {**LINE, "sign": ""})
    out = engine.outcome(table.ctx(0), table.states[0])
    assert (out.score, out.codes) == (75, ("W-TODOSIGN",))
    table.act(0, "write", LINE)
    assert engine.outcome(table.ctx(0), table.states[0]).score == 100
    for who in (1, 2):
        assert LINE["what"] in table.text(who)
        assert engine.outcome(table.ctx(who), table.states[who]).score is None
    assert LINE["what"] not in table.text(3)


def test_nothing_typed_is_no_line_and_says_so() -> None:
    table = three("line")
    table.act(0, "write", dict.fromkeys(LINE, " "))
    assert "还没写" in table.text(0)
    assert engine.outcome(table.ctx(0), table.states[0]).score is None
    assert engine.documents(table.ctx(0), table.states[0]) == ()


def test_a_line_that_was_pasted_long_is_not_cut() -> None:
    table = three("line")
    long = {name: f"{text}，" * 30 for name, text in LINE.items()}
    table.act(0, "write", long)
    assert table.states[0]["line"] == long
    assert 'maxlength="200"' not in table.html(0)


def test_what_stood_in_the_form_when_the_class_went_on_is_the_line() -> None:
    table = three("line")
    half = {**LINE, "sign": ""}
    table.act(0, "keep", half)
    assert (table.states[0]["line"], table.states[0]["sent"]) == (half, False)
    table.act(0, "keep", LINE)
    assert table.states[0]["sent"]
    table.act(1, "keep", {"what": "别的"})
    assert table.states[1]["line"]["what"] == ""


def test_at_the_end_pad_and_line_go_to_all_three_and_onto_their_shelves() -> None:
    table = three("talk")
    table.tap(2, "say", "turn", 1)
    table.tap(2, "say", "turn", 360)
    for _ in range(4):
        table.tap(2, "mark", "what", 1)
    table.step("line")
    table.act(0, "write", LINE)
    table.reference()
    for who in range(3):
        said = table.text(who)
        assert "主管说了 6 分钟" in said
        assert "问「是什么、在哪里」 4 次" in said
        assert LINE["sign"] in said
        assert "3.4 − 1.0 = 2.4 天" in said
        if who:
            table.act(who, "take")
        [doc] = engine.documents(table.ctx(who), table.states[who])
        assert doc["type"] == "todo"
        assert {name: doc["actions"][0][name] for name in LINE} == LINE
    [doc] = engine.documents(table.ctx(1), table.states[1])
    assert "主管说了 6 分钟" in doc["notes"]


def test_who_took_part_finds_what_came_of_it_when_the_class_has_gone_on() -> None:
    table = three("line")
    table.act(0, "write", LINE)
    table.live = Live("over", stamp=9)
    assert LINE["what"] in table.text(1)
    assert "对照参考" in table.text(1)
    table.act(1, "take")
    assert engine.outcome(table.ctx(1), table.states[1]).done
    table.act(1, "go", page="employee-card")
    assert "你觉得这个季度很冤" in table.text(1)


def test_the_reference_waits_for_the_trainer() -> None:
    table = three()
    for step in STEPS:
        table.step(step)
        assert not any("2.4 天" in table.html(who) for who in range(3))
        with pytest.raises(ActionError, match="action-unknown"):
            table.act(1, "take")


# -- the class --------------------------------------------------------------------------------------------------------


def played(minutes: list[int], who: list[str]) -> tuple[engine.Context, tuple[tuple[dict[str, Any], ...], ...]]:
    """Tables of one group each: how long the manager spoke, whom the line names."""
    tables = []
    for n, name in zip(minutes, who, strict=True):
        table = three("talk")
        table.tap(2, "say", "turn", 1)
        table.tap(2, "say", "turn", n * 60)
        for _ in range(n):
            table.tap(2, "mark", "what", 1)
        table.step("line")
        table.act(0, "write", {**LINE, "who": name})
        table.reference()
        tables.append(tuple(table.states))
    return table.ctx(0), tuple(tables)


def test_medians_and_who_took_something_on_from_three_groups_up() -> None:
    ctx, tables = played([2, 9, 4], ["客服部经理", "组长", "我"])
    said = render.text(engine.together(ctx, tables).nodes)
    assert "3 组的中位数" in said
    assert "主管说了 4 分钟" in said
    assert "问「是什么、在哪里」 4 次" in said
    assert "主管自己领了事 2 / 3 组" in said
    few = render.text(engine.together(ctx, tables[:2]).nodes)
    assert "中位数" not in few
    assert "自己领了事" not in few


def test_the_console_counts_who_sits_and_which_groups_are_whole() -> None:
    table = Table("1.manager", "1.employee", "2.observer", "")
    figures = engine.together(table.ctx(0), (tuple(table.states),)).figures
    assert [(one.value, one.of) for one in figures] == [("3", "4"), ("1", "2")]
    table.step("read")
    [whole] = engine.together(table.ctx(0), (tuple(table.states),)).figures
    assert (whole.value, whole.of) == ("1", "2")
    table.step("talk")
    assert engine.together(table.ctx(0), (tuple(table.states),)).figures == ()
    table.step("line")
    table.act(0, "write", LINE)
    [written] = engine.together(table.ctx(0), (tuple(table.states),)).figures
    assert (written.value, written.of) == ("1", "1")


def test_a_class_of_states_of_any_sort_adds_up() -> None:
    """Thirty-six people, some without a seat, some on one seat together, some with nothing tapped."""
    seats = ["", "1.manager", "1.employee", "1.observer", "2.manager", "2.manager"]
    tables = []
    for number in range(6):
        table = Table(*seats[number:], *seats[:number])
        table.reference()
        tables.append(tuple(table.states))
    shown = engine.together(table.ctx(0), tuple(tables))
    assert "中位数" not in render.text(shown.nodes)
    assert "哪一个问题" in render.text(shown.nodes)


# -- the bank and the book --------------------------------------------------------------------------------------------


def page(name: str) -> str:
    """A page of the book without the marks of its lists and quotes."""
    text = (BOOK / f"{name}.md").read_text("utf-8")
    return re.sub(r"(?m)^- |\*\*", "", text)


def test_cards_reference_and_case_say_what_the_book_prints() -> None:
    """But for the hard cards and the observer's, which are printed from the bank alone."""
    own = page("review-practice")
    for line in (*EXERCISE.settings["material"], *EXERCISE.settings["answer"]):
        assert line in own
    for card in PLAY.cards:
        lines = [*card.lines, *card.asked, *card.after]
        if not card.hard and card.seat != "observer":
            assert [line for line in lines if line not in own] == []
            assert card.title in own


def test_steps_take_the_minutes_that_the_book_gives_them() -> None:
    assert sum(step.minutes for step in PLAY.steps) == EXERCISE.minutes == 16
    assert sum(step.short for step in PLAY.steps) == 14
    own = page("review-practice")
    assert [step.cue for step in PLAY.steps if step.cue] == ["5.7 天，花在哪里？"]
    assert "5.7 天，花在哪里？" in own
    talk = next(step for step in PLAY.steps if step.does == "talk")
    assert talk.minutes - talk.left == 8


def changed(**settings: Any) -> Exercise:
    """The exercise with other settings."""
    return replace(EXERCISE, settings={**EXERCISE.settings, **settings})


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"seats": []}, "seats"),
        ({"seats": [{"id": "a", "name": "甲"}, {"id": "a", "name": "乙"}]}, "seats"),
        ({"cards": "x"}, "cards"),
        ({"cards": [{"id": "c", "seat": "nobody", "title": "卡"}]}, "cards.seat"),
        ({"cards": [{"id": "c", "seat": "manager", "title": "卡", "lines": "x"}]}, "cards.lines"),
        ({"groups": 0}, "groups"),
        ({"groups": True}, "groups"),
        ({"pad": []}, "pad"),
        ({"pad": {"timed": "nobody"}}, "pad.timed"),
        ({"pad": {"first": ["nobody"]}}, "pad.first"),
        ({"pad": {"marks": [{"id": "x"}]}}, "pad.marks"),
        ({"line": {"seat": "nobody"}}, "line.seat"),
        ({"line": {"mine": "x"}}, "line.mine"),
        ({"material": "x"}, "material"),
    ],
)
def test_what_is_wrong_in_a_bank_file_is_named(settings: dict[str, Any], key: str) -> None:
    with pytest.raises(ContentError) as caught:
        check(changed(**settings))
    assert caught.value.params["key"].startswith(key)


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ({"does": "sing"}, "does"),
        ({"minutes": "x"}, "minutes"),
        ({"minutes_short": -1}, "minutes_short"),
        ({"cue": 3}, "cue"),
        ({"round": 0}, "round"),
    ],
)
def test_a_step_that_is_wrong_is_named(row: dict[str, Any], key: str) -> None:
    items = {**EXERCISE.items, "talk": {**EXERCISE.items["talk"], **row}}
    with pytest.raises(ContentError) as caught:
        check(replace(EXERCISE, items=items))
    assert caught.value.params["key"] == f"talk.{key}"


# -- alone ------------------------------------------------------------------------------------------------------------


def test_alone_the_cards_are_read_one_after_another_and_the_reference_comes_last() -> None:
    ctx = engine.Context(content(), EXERCISE, owner="p1")
    state, seen = engine.start(ctx, 1), []
    for name in ("employee-card", "manager-card", "line", "end"):
        html = render.html(engine.view(ctx, state))
        seen.append({card for card, lines in SECRETS.items() if any(line in html for line in lines)})
        assert "2.4 天" not in html
        state = engine.act(ctx, state, {"do": "go", "values": {"page": name}}, 1)
    assert seen == [set(), {"employee-card"}, {"employee-card", "manager-card"}, {"employee-card", "manager-card"}]
    assert "3.4 − 1.0 = 2.4 天" in render.text(engine.view(ctx, state))
    assert engine.outcome(ctx, state).done


def test_the_paper_has_every_card_apart() -> None:
    nodes = engine.paper(engine.Context(content(), EXERCISE))
    cards = [render.text([node]) for node in nodes if type(node).__name__ == "Card"]
    assert len(cards) == len(PLAY.cards)
    for card, text in zip(PLAY.cards, cards, strict=True):
        assert all(line in text for line in (*card.lines, *card.asked, *card.after))

"""Votes counted without names."""

from __future__ import annotations

from okr_kit.tally import FEWEST, Ballot, Choices, spread

ITEM = Choices(
    "x", "上线企业微信会员群", "它主要错在哪里？", (("ok", "可以用"), ("O-TASK", "任务当成 O"), ("O-VAGUE", "口号"))
)


def votes(**counts: int) -> list[Ballot]:
    """So many ballots for each value; O-TASK is right."""
    named = {name.replace("_", "-"): n for name, n in counts.items()}
    return [Ballot("x", (value,), float(value == "O-TASK"), "3") for value, n in named.items() for _ in range(n)]


def test_counts_stand_in_the_order_of_the_choices_with_those_that_nobody_took():
    found = spread(ITEM, votes(O_TASK=3, ok=2))
    assert found.counts == (("ok", "可以用", 2), ("O-TASK", "任务当成 O", 3), ("O-VAGUE", "口号", 0))
    assert (found.people, found.right, found.sure_wrong) == (5, 3, 2)


def test_raised_hands_count_as_people_and_as_right_where_a_phone_was():
    found = spread(ITEM, votes(O_TASK=1), {"O-TASK": 4, "ok": 2, "O-VAGUE": 0})
    assert (found.people, found.right) == (7, 5)
    assert {value: n for value, _, n in found.counts} == {"ok": 2, "O-TASK": 5, "O-VAGUE": 0}


def test_what_the_trainer_accepts_is_right_for_everybody():
    found = spread(ITEM, votes(O_TASK=1, ok=3), {"ok": 1}, accepted=("ok",))
    assert (found.right, found.sure_wrong) == (5, 0)


def test_without_a_key_nothing_is_right_or_wrong():
    open_question = Choices("x", "", "", ITEM.options, keyed=False, several=True)
    found = spread(open_question, [Ballot("x", ("ok", "O-VAGUE"), None, "3")] * 6)
    assert (found.people, found.right, found.sure_wrong) == (6, None, 0)
    assert [n for _, _, n in found.counts] == [6, 0, 6]


def test_below_five_answers_only_the_number_may_be_shown():
    assert FEWEST == 5
    assert not spread(ITEM, votes(ok=4)).shown
    assert spread(ITEM, votes(ok=5)).shown

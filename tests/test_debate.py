"""What is worth a debate: the band, the division where there is no key, sure errors; against the minutes left."""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest
from learner import content

from okr_kit import policy
from okr_kit.debate import MOST, propose
from okr_kit.errors import ContentError
from okr_kit.tally import FEWEST, Ballot, Choices, spread

POLICY = content().policy
OPTIONS = (("ok", "没有错"), ("O-COPY", "照搬照抄"), ("O-TASK", "写成了任务"), ("O-VAGUE", "太空"))


def asked(item, *, keyed=True, several=False, options=OPTIONS):
    return Choices(item, "让客户更满意", "哪一个错？", options, keyed, several)


@cache
def vote(item, ok=0, copy=0, task=0, vague=0, *, key="ok", sure=0, number=1):
    """A spread with so many people behind each answer; ``sure`` of the wrong ones were sure."""
    ballots = []
    for value, n in zip(("ok", "O-COPY", "O-TASK", "O-VAGUE"), (ok, copy, task, vague), strict=True):
        for _ in range(n):
            wrong = bool(key) and value != key
            certain = "3" if wrong and sure > 0 else "1"
            sure -= wrong
            ballots.append(Ballot(item, (value,), float(value == key) if key else None, certain, number))
    return spread(asked(item, keyed=bool(key)), ballots)


def once(**votes):
    return {item: (first, None) for item, first in votes.items()}


def words(proposal):
    return content().language.say(f"debate.{proposal.words}", **proposal.params)


# -- which item belongs where ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "where"),
    [(0, "explain"), (34, "explain"), (35, "first"), (50, "first"), (70, "first"), (71, "reveal"), (100, "reveal")],
)
def test_the_share_right_of_the_first_vote_decides(right, where):
    found = propose(once(a=vote("a", right, 100 - right)), 30, POLICY)
    listed = {
        "first": [one.item for one in found.first],
        "explain": list(found.explain),
        "reveal": list(found.reveal),
    }
    assert listed == {"first": [], "explain": [], "reveal": []} | {where: ["a"]}


def test_the_band_is_a_setting(tmp_path):
    (tmp_path / "course.toml").write_text("[debate]\nright_least = 20\nright_most = 50\ntalk_minutes = 4\n", "utf-8")
    other = policy.load(tmp_path)
    found = propose(once(a=vote("a", 25, 75), b=vote("b", 60, 40)), 30, other)
    assert [(one.item, one.minutes) for one in found.first] == [("a", 5)]
    assert found.reveal == ("b",)


@pytest.mark.parametrize(
    ("key", "value"), [("right_least", 70), ("right_most", 101), ("camp_most", 0), ("sure_least", 101)]
)
def test_a_limit_that_cannot_be_is_named(tmp_path, key, value):
    (tmp_path / "course.toml").write_text(f"[debate]\n{key} = {value}\n", "utf-8")
    with pytest.raises(ContentError) as caught:
        policy.load(tmp_path)
    assert f"debate.{key}" in content().language.error(caught.value)


@pytest.mark.parametrize(("top", "proposed"), [(50, True), (70, True), (71, False)])
def test_without_a_key_it_is_worth_a_debate_while_no_camp_has_most(top, proposed):
    found = propose(once(a=vote("a", top, 100 - top, key="")), 30, POLICY)
    assert [(one.item, one.reason) for one in found.first] == ([("a", "split")] if proposed else [])
    assert not found.explain + found.reveal  # nobody knows better, and there is nothing to reveal


def test_what_people_are_sure_of_and_got_wrong_is_proposed_outside_the_band():
    found = propose(once(a=vote("a", 27, 9, sure=8), b=vote("b", 27, 9, sure=2)), 30, POLICY)
    assert [(one.item, one.reason) for one in found.first] == [("a", "sure")]
    assert found.reveal == ("b",)


def test_below_so_many_answers_nothing_is_said():
    assert FEWEST == 5
    found = propose(once(a=vote("a", 2, 2), b=vote("b", 3, 2)), 30, POLICY)
    assert [one.item for one in found.first] == ["b"]
    assert not found.explain + found.reveal + found.later


def test_an_item_that_was_voted_on_twice_is_to_be_revealed():
    twice = {"a": (vote("a", 16, 20), vote("a", 28, 8, number=2)), "b": (vote("b", 18, 18), None)}
    found = propose(twice, 30, POLICY)
    assert [one.item for one in found.first] == ["b"]
    assert found.reveal == ("a",)


def test_an_item_whose_key_the_class_has_seen_is_over():
    votes = once(a=vote("a", 18, 18), b=vote("b", 5, 31))
    assert [one.item for one in propose(votes, 30, POLICY, {"b"}).first] == ["a"]
    assert propose(votes, 30, POLICY, {"b"}).explain == ()
    assert propose(votes, 30, POLICY, {"*"}) == propose({}, 30, POLICY)


def test_several_votes_of_one_person_make_no_camps():
    choices = asked("a", keyed=False, several=True)
    ballots = [Ballot("a", ("ok", "O-COPY"))] * 10 + [Ballot("a", ("O-TASK",))] * 8
    assert propose(once(a=spread(choices, ballots)), 30, POLICY) == propose({}, 30, POLICY)


def test_what_is_typed_has_no_camps():
    ballots = [Ballot("a", (), 1.0)] * 10 + [Ballot("a", (), 0.0)] * 8
    assert propose(once(a=spread(asked("a", options=()), ballots)), 30, POLICY) == propose({}, 30, POLICY)


def test_an_answer_that_the_trainer_accepts_moves_an_item():
    """讲师判定: with 照搬照抄 taken as right too, most are right and there is nothing to argue about."""
    ballots = (
        [Ballot("a", ("ok",), 1.0)] * 18
        + [Ballot("a", ("O-COPY",), 0.0, "3")] * 14
        + [Ballot("a", ("O-TASK",), 0.0)] * 4
    )
    before, after = spread(asked("a"), ballots), spread(asked("a"), ballots, accepted=["O-COPY"])
    assert (before.right, before.sure_wrong, before.wrong[0]) == (18, 14, ("O-COPY", "照搬照抄", 14, 14))
    assert (after.right, after.sure_wrong, after.wrong) == (32, 0, (("O-TASK", "写成了任务", 4, 0),))
    assert propose(once(a=before), 30, POLICY).first[0].reason == "band"
    assert propose(once(a=after), 30, POLICY).reveal == ("a",)


def test_hands_stand_among_the_wrong_answers_too():
    found = spread(asked("a"), [Ballot("a", ("ok",), 1.0)] * 6, {"O-COPY": 9, "ok": 2})
    assert (found.people, found.right, found.wrong) == (17, 8, (("O-COPY", "照搬照抄", 9, 0),))


def test_of_several_votes_only_the_whole_is_right():
    """Who has half of it, or raised a hand for half of it, is not right because somebody else has all of it."""
    choices = asked("a", several=True)
    whole, half = Ballot("a", ("ok", "O-COPY"), 1.0), Ballot("a", ("ok", "O-TASK"), 0.0, "3")
    found = spread(choices, [whole, half, half], {"ok": 7})
    assert (found.people, found.right, found.sure_wrong) == (3, 1, 2)


# -- why, in a sentence ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("votes", "sentence"),
    [
        (vote("a", 18, 14), "对半分：「没有错」18 人，「照搬照抄」14 人，两边都有话说"),
        (vote("a", 25, 11), "一多一少：「没有错」25 人，「照搬照抄」11 人，先请人少的一边说"),
        (vote("a", 14, 8, 7, 7), "没有一边倒：「没有错」14 人，「照搬照抄」8 人，其余 14 人又是别的说法"),
        (vote("a", 27, 9, sure=8), "有把握却错：9 人选「照搬照抄」，其中 8 人很有把握"),
        (vote("a", 12, 9, 8, 7, key=""), "最分散：最多的一种说法「没有错」也只有 12 人，一共 36 人"),
    ],
)
def test_the_reason_is_one_sentence_with_its_numbers(votes, sentence):
    [found] = propose(once(a=votes), 30, POLICY).first
    assert words(found) == sentence


# -- against the minutes left ---------------------------------------------------------------------------------------


def test_a_debate_with_a_second_vote_costs_a_minute_more():
    found = propose(once(a=vote("a", 18, 18), b=vote("b", 18, 18, key="")), 30, POLICY)
    assert {one.item: one.minutes for one in found.first} == {"a": 3, "b": 2}


def test_what_does_not_fit_any_more_is_still_named():
    votes = once(a=vote("a", 19, 17), b=vote("b", 18, 18, key=""), c=vote("c", 15, 21), d=vote("d", 24, 12))
    assert [one.item for one in propose(votes, 5, POLICY).first] == ["a", "b"]
    found = propose(votes, 1, POLICY)
    assert not found.first
    assert {one.item for one in found.later} == set(votes)
    assert len(propose(votes, None, POLICY).first) == MOST


SHAPES = [(18, 18, 0), (13, 23, 0), (25, 6, 5), (3, 33, 0), (34, 2, 0), (12, 12, 12), (1, 2, 1)]


@pytest.mark.parametrize("minutes", [-6, 0, 1, 2, 3, 4, 5, 7, 12, None])
def test_of_all_rounds_of_four_items(minutes):
    """Whatever the votes: no more than three, within the time, each item once, the same for the same; nothing left out."""
    for number, shapes in enumerate(product(SHAPES, repeat=4)):
        votes = once(
            **{
                name: vote(name, *shape, key="" if number % 3 == place else "ok", sure=number % 11)
                for place, (name, shape) in enumerate(zip("abcd", shapes, strict=True))
            }
        )
        found = propose(votes, minutes, POLICY)
        listed = [*(one.item for one in (*found.first, *found.later)), *found.explain, *found.reveal]
        assert len(listed) == len(set(listed))
        assert len(found.first) <= MOST
        assert minutes is None or sum(one.minutes for one in found.first) <= max(0, minutes)
        assert [one.worth for one in found.first] == sorted((one.worth for one in found.first), reverse=True)
        assert all(0 <= one.worth <= 1 and one.minutes > 0 for one in (*found.first, *found.later))
        assert found == propose(votes, minutes, POLICY)
        keyed = {name for name, (first, _) in votes.items() if first.shown and first.right is not None}
        assert keyed <= set(listed)
        if found.later and len(found.first) < MOST and minutes is not None:
            spare = minutes - sum(one.minutes for one in found.first)
            assert all(one.minutes > spare for one in found.later)

"""Which items are worth a debate, why, and what it costs in minutes. Pure and deterministic, for the trainer's eyes alone.

Peer instruction gains most where 35-70 % are right in the first vote (Crouch & Mazur, "Peer Instruction: Ten years of
experience and results", American Journal of Physics 69, 2001): below, too few know it to convince the others, so explain
and vote again; above, reveal. The limits are the course's settings (``[debate]`` of course.toml). Where there is no single
key, an item is worth as much as it divides people. An item outside the band is proposed where many are wrong and sure
of it: what one was sure of and got wrong is remembered best once it is put right.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from .live import ALL
from .policy import CoursePolicy
from .tally import Spread

Reason = Literal["band", "split", "sure"]

#: So many are proposed at a time.
MOST = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item to put up for debate: why, what it costs in ``minutes``, and what its sentence names.

    The sentence is the message ``debate.<words>`` with ``params``. ``worth`` is what it is ranked by, 0-1.
    """

    item: str
    reason: Reason
    minutes: int
    params: Mapping[str, object] = field(default_factory=dict)
    words: str = ""
    worth: float = 0.0


@dataclass(frozen=True, slots=True)
class Proposals:
    """What to do with the items of a round: each of them is in one list at most.

    ``first`` fit into the minutes left together, the best first; ``later`` would be worth a debate too. ``explain`` few
    know: explain, then vote again; ``reveal`` most know, or have voted twice: show the key.
    """

    first: tuple[Proposal, ...] = ()
    explain: tuple[str, ...] = ()
    reveal: tuple[str, ...] = ()
    later: tuple[Proposal, ...] = ()


def propose(
    spreads: Mapping[str, tuple[Spread, Spread | None]],
    minutes_left: float | None,
    policy: CoursePolicy,
    keyed: Collection[str] = (),
) -> Proposals:
    """What is worth a debate in ``minutes_left`` (None: nobody counts them), of items with enough answers to be shown.

    ``spreads`` are the first and second votes in the order of the draw; ``keyed`` the items whose key the class has
    seen (``Live.keyed``), of which nothing is proposed.
    """
    open_ = {item: votes for item, votes in spreads.items() if votes[0].shown and not {item, ALL} & set(keyed)}
    fresh = {item: first for item, (first, second) in open_.items() if second is None}
    worthy = [found for item, first in fresh.items() if (found := _proposal(item, first, policy))]
    chosen = _fitting(sorted(worthy, key=lambda one: -one.worth), minutes_left)
    sides = {item: _side(first, policy) for item, first in fresh.items() if item not in {one.item for one in chosen}}
    later = [one for one in worthy if one not in chosen and sides[one.item] == "debate"]
    voted_twice = [item for item, (first, second) in open_.items() if second is not None and first.choices.keyed]
    return Proposals(
        chosen,
        tuple(item for item, side in sides.items() if side == "explain"),
        tuple(item for item in open_ if item in voted_twice or sides.get(item) == "reveal"),
        tuple(sorted(later, key=lambda one: -one.worth)),
    )


def _side(first: Spread, policy: CoursePolicy) -> Literal["explain", "debate", "reveal", "none"]:
    """Where the share right stands to the band; without a key, whether the class is divided. What is typed has no camps."""
    if len(first.counts) < 2:
        return "none"
    if first.right is None:
        divided = not first.choices.several and _largest(first) * 100 <= policy.debate_camp_most * first.people
        return "debate" if divided else "none"
    if first.right * 100 < policy.debate_right_least * first.people:
        return "explain"
    return "debate" if first.right * 100 <= policy.debate_right_most * first.people else "reveal"


def _proposal(item: str, first: Spread, policy: CoursePolicy) -> Proposal | None:
    """Why an item is worth a debate, if it is."""
    talk, again = policy.debate_talk_minutes, policy.debate_talk_minutes + policy.debate_again_minutes
    if _side(first, policy) == "debate":
        words, params = _camps(first)
        if first.right is None:
            return Proposal(item, "split", talk, params, "split", 1 - _largest(first) / first.people)
        return Proposal(item, "band", again, params, words, _in_band(first, policy))
    share = first.sure_wrong / first.people
    if not first.wrong or share * 100 < policy.debate_sure_least:
        return None
    _, words, wrong_n, sure_n = max(first.wrong, key=lambda camp: camp[3])
    return Proposal(item, "sure", talk, {"wrong": words, "wrong_n": wrong_n, "sure_n": sure_n}, "sure", share)


def _in_band(first: Spread, policy: CoursePolicy) -> float:
    """1 in the middle of the band and 0.5 at its ends: within it, two thirds; sure errors, one third."""
    least, most = policy.debate_right_least, policy.debate_right_most
    share = 100 * (first.right or 0) / first.people
    middle = 1 - abs(share - (least + most) / 2) / (most - least)
    return (2 * middle + first.sure_wrong / first.people) / 3


def _camps(first: Spread) -> tuple[str, dict[str, object]]:
    """How the two largest answers stand to each other and to the rest, and what a sentence of it names."""
    (_, one, one_n), (_, other, other_n), *_ = sorted(first.counts, key=lambda count: -count[2])
    rest = first.people - one_n - other_n
    names: dict[str, object] = {"first": one, "first_n": one_n, "second": other, "second_n": other_n}
    words = "several" if 4 * rest > first.people else "lean" if 5 * one_n > 3 * first.people else "halves"
    return words, names | {"rest": rest, "people": first.people}


def _largest(first: Spread) -> int:
    """How many gave the most frequent answer."""
    return max((people for _, _, people in first.counts), default=0)


def _fitting(ranked: list[Proposal], minutes_left: float | None) -> tuple[Proposal, ...]:
    """The best few that fit into the minutes left together, best first; of equals the earlier ones."""
    if minutes_left is None:
        return tuple(ranked[:MOST])
    groups = (group for size in range(MOST + 1) for group in combinations(ranked, size))
    fitting = [group for group in groups if sum(one.minutes for one in group) <= max(0.0, minutes_left)]
    return max(fitting, key=lambda group: round(sum(one.worth for one in group), 9))

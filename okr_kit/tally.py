"""Votes of many people on the same items: what one state says, and how a class is spread over the answers. No names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: Below so many answers only their number is shown, so that nobody can be told by his answer.
FEWEST = 5
#: So many have to have answered before one can say that they agree.
TWO = 2
#: What counts as sure, of 1-3.
SURE = "3"


@dataclass(frozen=True, slots=True)
class Ballot:
    """One answer of one person or table to one item.

    ``picks`` is the answer in the bank's own words (``ok``, ``O-TASK``, a bin), the same for everybody whatever letter
    he saw; more than one only where a question takes several. ``right`` 0-1, or None where there is no key; ``sure`` 1-3
    or empty; ``round`` 1, or 2 after the debate. ``beside`` is what else was answered to it: nothing that is counted, but
    who says otherwise there does not agree. ``ways`` are the known wrong ways by which what was typed was come by, in words.
    """

    item: str
    picks: tuple[str, ...]
    right: float | None = None
    sure: str = ""
    round: int = 1
    beside: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be answered to an item, as it may stand before everybody: the order says nothing of the key.

    ``statement`` is the item's sentence, ``above`` what it stands under (an industry, the O of a KR), ``below`` the lines
    that belong to it (the KRs of a set), ``options`` value and words; ``several`` says that one person has more than one
    vote, ``keyed`` that there is a right answer. ``leave`` says when a class leaves it out unless the trainer picks it: ``class``
    always, ``short`` in the short version of its row.
    """

    item: str
    statement: str
    question: str
    options: tuple[tuple[str, str], ...]
    keyed: bool = True
    several: bool = False
    above: str = ""
    below: tuple[str, ...] = ()
    leave: str = ""


def led(items: Iterable[Choices], *, short: bool) -> tuple[Choices, ...]:
    """The items that a class goes through: without those that it leaves out; all of them where that is every one."""
    known = tuple(items)
    return tuple(one for one in known if one.leave not in (("class", "short") if short else ("class",))) or known


def in_hand(items: Sequence[Choices], item: str) -> Choices | None:
    """The item of that id; where there is but one, that is in hand whatever the id."""
    only = items[0] if len(items) == 1 else None
    return next((one for one in items if one.item == item), only)


@dataclass(frozen=True, slots=True)
class Spread:
    """How a class answered one item in one round.

    ``counts`` is (value, words, people) in the order of the choices; ``people`` how many answered, phones and hands
    together; ``right`` how many of them were right (None without a key), ``sure_wrong`` how many were sure and wrong.
    ``wrong`` are the answers that were not right, most people first: (value, words, people, how many of them sure);
    like ``right`` they tell the key. So do ``ways``, the known wrong ways to a number with the phones that went them, most
    first.
    """

    choices: Choices
    counts: tuple[tuple[str, str, int], ...]
    people: int
    right: int | None = None
    sure_wrong: int = 0
    wrong: tuple[tuple[str, str, int, int], ...] = ()
    ways: tuple[tuple[str, int], ...] = ()

    @property
    def shown(self) -> bool:
        """Whether there are enough answers to show how they are spread."""
        return self.people >= FEWEST


def agreed(works: Iterable[Iterable[Ballot]]) -> frozenset[str]:
    """The items that everybody who answered them answered alike, at least two people; their last word counts."""
    last: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for ballots in works:
        said = sorted(ballots, key=lambda ballot: ballot.round)
        mine = {one.item: (tuple(sorted(one.picks)), one.beside) for one in said}
        for item, picks in mine.items():
            last.setdefault(item, []).append(picks)
    return frozenset(item for item, said in last.items() if len(said) >= TWO and len(set(said)) == 1)


def spread(
    choices: Choices, ballots: Iterable[Ballot], hands: Mapping[str, int] | None = None, accepted: Iterable[str] = ()
) -> Spread:
    """Count the ballots of one item and round, one for each person.

    ``hands`` are the raised hands of people without a phone, by value; whether a hand was right is known for values
    that some ballot was right with, and for the ``accepted`` ones, which count as right for everybody. Where one person
    has several votes, an answer is right as a whole, and hands cannot be.
    """
    mine, raised, good = list(ballots), {k: n for k, n in (hands or {}).items() if n > 0}, set(accepted)
    if not choices.several:
        good |= {pick for ballot in mine if ballot.right == 1 for pick in ballot.picks}
    votes = Counter(pick for ballot in mine for pick in ballot.picks)
    votes.update(raised)
    wrong = [ballot for ballot in mine if ballot.right != 1 and not good.intersection(ballot.picks)]
    hands_right = 0 if choices.several else sum(n for value, n in raised.items() if value in good)
    return Spread(
        choices,
        tuple((value, words, votes[value]) for value, words in choices.options),
        len(mine) + (0 if choices.several else sum(raised.values())),
        len(mine) - len(wrong) + hands_right if choices.keyed else None,
        sum(ballot.sure == SURE for ballot in wrong) if choices.keyed else 0,
        _camps(choices, wrong, {value: n for value, n in raised.items() if value not in good}),
        tuple(Counter(way for ballot in mine for way in ballot.ways).most_common()),
    )


def _camps(
    choices: Choices, wrong: Iterable[Ballot], raised: Mapping[str, int]
) -> tuple[tuple[str, str, int, int], ...]:
    """The wrong answers with the people behind them, most first, else in the order of the choices."""
    if not choices.keyed:
        return ()
    votes, sure = Counter(raised), Counter[str]()
    for ballot in wrong:
        votes.update(ballot.picks)
        sure.update(ballot.picks if ballot.sure == SURE else ())
    camps = [(value, words, votes[value], sure[value]) for value, words in choices.options if votes[value]]
    return tuple(sorted(camps, key=lambda camp: -camp[2]))

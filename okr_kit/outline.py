"""What can be read off a report without judging it: its headings, what stands below them, its numbers, what it plans.

As :mod:`okr_kit.text` for one sentence; the reading of a language is code of its pack. Spans are places of the text as it
was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from .model import Span
from .text import Number


class Heading(NamedTuple):
    """A heading or label with its words, and whether anything stands below it or behind it."""

    span: Span
    filled: bool


class Piece(NamedTuple):
    """One thing that is said: a sentence, or an item of a list. ``plan``: it is about what is still to be done.

    ``numbers`` are the quantities in it, their spans counted in the whole text; a number that is a name (a version, a
    date, a room, a telephone number) is none. ``text`` is folded.
    ``compared``: a number in it stands beside what it was or should be.
    """

    span: Span
    text: str
    plan: bool
    numbers: tuple[Number, ...]
    compared: bool


_CLAUSES = re.compile("[,:;]")


def _apart(topic: str, text: str) -> bool:
    """Whether the two characters of a topic stand in a text with one between them."""
    return any(text[at + 2 : at + 3] == topic[1] for at, char in enumerate(text) if char == topic[0])


@dataclass(frozen=True, slots=True)
class Wording:
    """By which words one speaks of a key result, all folded.

    ``whole`` are names of its measure, ``grams`` stretches of it that are long enough to be no chance, ``topics`` short ones
    that count where a number of its unit stands beside them, ``letters`` what counts beside money, shares and times.
    ``name`` is what it is called.
    """

    name: str
    whole: frozenset[str]
    grams: frozenset[str]
    topics: frozenset[str]
    letters: frozenset[str]

    def named(self, text: str) -> bool:
        """Whether a text names its measure."""
        bare = text.replace(" ", "")
        return any(word in bare for word in self.whole) or any(gram in bare for gram in self.grams)

    def touched(self, text: str) -> bool:
        """Whether a text speaks of what its measure is about, be it with a character between: 退换货 of 退货率."""
        bare = text.replace(" ", "")
        return any(topic in bare or _apart(topic, bare) for topic in self.topics)

    def headed(self, text: str) -> bool:
        """Whether a clause begins with a measure that has a short name and no other: 新签在谈."""
        if self.whole or self.grams:
            return False
        return any(clause.strip().startswith(tuple(self.topics)) for clause in _CLAUSES.split(text))

    def hinted(self, text: str) -> bool:
        """Whether a text shares a telling character with it: 签了 36 万 with 新签合同额."""
        return not self.letters.isdisjoint(text)


@dataclass(frozen=True, slots=True)
class Outline:
    """A report, read once.

    ``unread`` says why it cannot be judged: ``foreign``, ``wordless``, ``no-report`` (a text of another sort), ``cut-off``
    (it ends in the middle of a sentence); empty where it can. ``period`` is daily, weekly, bimonthly or quarterly where
    its words leave no doubt. ``lines`` are those with something in them, ``size`` its characters without blanks.
    ``marked`` says whether it speaks of key results by that name, ``goal`` where it speaks of one or of a goal, ``doubt`` where
    it names a confidence, a risk or a forecast.
    ``endless`` are plans that nobody could call finished; ``left`` what is said to be missing to a target, ``paces`` what is
    said to be needed each week.
    """

    raw: str
    folded: str
    unread: str
    period: str
    lines: int
    size: int
    headings: tuple[Heading, ...] = ()
    pieces: tuple[Piece, ...] = ()
    marked: bool = False
    goal: Span | None = None
    doubt: Span | None = None
    endless: tuple[Span, ...] = ()
    left: tuple[Number, ...] = ()
    paces: tuple[Number, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it was read to its end; of one that was not, nobody can say what is missing in it."""
        return len(self.folded) == len(self.raw)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Every quantity in it."""
        return tuple(number for piece in self.pieces for number in piece.numbers)

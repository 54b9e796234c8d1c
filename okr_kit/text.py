"""What can be read off a statement without judging it: words, numbers, dates, clauses, and what changes from where to where.

The reading of a language is code of its pack (``lang/<tag>``); this module holds the nouns. Texts are read folded
(:mod:`okr_kit.fold`): a place in the folded text is the same place in what the learner wrote.

Nothing here is changed once it is made. Tokens and readings are not frozen classes all the same: every sentence makes a
handful of them, and a frozen class takes three times as long to be made.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol, overload

from .model import Action, Span
from .recount import Recount

if TYPE_CHECKING:
    from .outline import Outline, Wording

#: Longest phrase in characters that is looked for in front of a place.
LONGEST_PHRASE = 24
#: So many characters of a long text (a retrospective, a report) are judged.
JUDGED = 5_000
_END = sys.maxsize
_start_of = itemgetter(0)


@dataclass(slots=True)
class Token:
    """A stretch of folded text with what it is: the names of the word lists it stands in, or a mark made by code."""

    start: int
    end: int
    word: str
    tags: frozenset[str]

    def has(self, *tags: str) -> bool:
        """Whether it carries any of these tags."""
        return not self.tags.isdisjoint(tags)


class Number(NamedTuple):
    """A quantity as written. ``high`` is the end of a range, ``bound`` is ``>=`` or ``<=`` where the words say so.

    ``kind`` is the class of its unit (share, money, time, instant, score, grade, times, size, effort, plain), ``rank`` for a place in
    an order, or ``bare`` without a unit.
    """

    value: float
    unit: str
    kind: str
    span: Span
    high: float | None = None
    bound: str = ""


class Change(NamedTuple):
    """A pair of numbers that says from where to where."""

    before: Number
    after: Number


class Stretch(Sequence[Token]):
    """Tokens in a row. What is asked of them costs the same however many they are: the reading knows where each tag stands."""

    __slots__ = ("_from", "_reading", "_to")

    def __init__(self, reading: Reading, start: int, stop: int) -> None:
        """The tokens of a reading from one number to before another."""
        self._reading, self._from, self._to = reading, start, stop if stop > start else start  # noqa: FURB136 - half the time

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Token, ...]: ...
    def __getitem__(self, at: int | slice) -> Token | tuple[Token, ...]:
        """A token by its place, counted from the end where that is negative, or a few of them."""
        if isinstance(at, slice):
            start, stop, step = at.indices(len(self))
            return self._reading.tokens[self._from + start : self._from + stop : step]
        place = self._from + at if at >= 0 else self._to + at
        if not self._from <= place < self._to:
            raise IndexError(at)
        return self._reading.tokens[place]

    def __len__(self) -> int:
        """How many tokens."""
        return self._to - self._from

    def __iter__(self) -> Iterator[Token]:
        """One token after the other; whoever stops early has not looked at the rest."""
        return map(self._reading.tokens.__getitem__, range(self._from, self._to))

    def has(self, *tags: str) -> bool:
        """Whether any of them carries any of these tags."""
        known = self._reading.places  # most tags stand nowhere in a text, and each of its numbers asks several times
        for tag in tags:  # noqa: SIM110 - asked a dozen times of each sentence: a generator costs as much again
            if tag in known and self._first_of(tag) < self._to:
                return True
        return False

    def first(self, *tags: str) -> Token | None:
        """The first that carries any of these tags."""
        known, place = self._reading.places, self._to
        for tag in tags:
            if tag in known:
                place = min(place, self._first_of(tag))
        return self._reading.tokens[place] if place < self._to else None

    def last(self, *tags: str) -> Token | None:
        """The last that carries any of these tags."""
        known, place = self._reading.places, -1
        for tag in tags:
            if tag in known:
                place = max(place, self._last_of(tag))
        return self._reading.tokens[place] if place >= self._from else None

    def holds(self, test: Callable[[Token], bool]) -> bool:
        """Whether any of them passes a test (a function of a module: it is asked once about each token of the reading)."""
        places = self._reading.passing(test)
        at = bisect_left(places, self._from)
        return at < len(places) and places[at] < self._to

    def upto(self, end: int) -> Stretch:
        """Those of them that end at a place of the text or before."""
        return Stretch(self._reading, self._from, min(self._to, bisect_right(self._reading.ends, end)))

    def behind(self, start: int) -> Stretch:
        """Those of them that start at a place of the text or later."""
        return Stretch(self._reading, max(self._from, bisect_left(self._reading.starts, start)), self._to)

    def _first_of(self, tag: str) -> int:
        """The number of the first token here that carries a tag, which stands somewhere in the text; else one too far."""
        places = self._reading.places[tag]
        at = bisect_left(places, self._from)
        return places[at] if at < len(places) else self._to

    def _last_of(self, tag: str) -> int:
        """The number of the last token up to here that carries a tag, which stands somewhere in the text; else -1."""
        places = self._reading.places[tag]
        at = bisect_left(places, self._to)
        return places[at - 1] if at else -1


@dataclass(slots=True)
class Reading:
    """One statement, read once. ``tokens`` are in order and do not overlap; ``clauses`` are ranges of characters.

    ``unread`` says why the statement cannot be judged: ``foreign`` (another language), ``wordless`` (numbers, signs, keys
    pressed at random), ``long`` (more than one statement: only its beginning is read); empty where it can. What is asked of a reading for each of its
    numbers or clauses must not walk over all of it: a text of a thousand numbers would take a minute. ``raw`` may be
    shorter than ``folded``, which then ends in what was given beside the sentence. What is noted beside it (its type, weight,
    confidence …) is blank in ``folded``; ``noted`` is the text with it, empty where nothing is.
    """

    raw: str
    folded: str
    tokens: tuple[Token, ...]
    numbers: tuple[Number, ...]
    dates: tuple[Token, ...]
    changes: tuple[Change, ...]
    clauses: tuple[Span, ...]
    unread: str = ""
    patterns: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    noted: str = ""
    #: Which tokens carry a tag, by their numbers; where each token starts and ends.
    places: Mapping[str, Sequence[int]] = field(init=False, repr=False, compare=False)
    starts: Sequence[int] = field(init=False, repr=False, compare=False)
    ends: Sequence[int] = field(init=False, repr=False, compare=False)
    #: Where the sentence ends before its closing marks; never 0.
    stop: int = field(init=False, repr=False, compare=False)
    #: Where the numbers stand that are one end of a change.
    changing: AbstractSet[Span] = field(init=False, repr=False, compare=False)
    _said: dict[tuple[str, int, int], bool] = field(init=False, repr=False, compare=False)
    _passed: dict[Callable[[Token], bool], list[int]] = field(init=False, repr=False, compare=False)

    @property
    def all(self) -> Stretch:
        """All tokens; not kept, since a reading and a stretch that know each other would wait for the garbage collector."""
        return Stretch(self, 0, len(self.tokens))

    def says(self, name: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """Where the language's phrase of that name stands in a stretch of the text."""
        return self.patterns[name].search(self.folded, start, end)

    @property
    def whole(self) -> str:
        """The folded text with what is noted beside it."""
        return self.noted or self.folded

    def marks(self, name: str) -> re.Match[str] | None:
        """The language's phrase of that name in the text or in what is noted beside it."""
        return self.patterns[name].search(self.whole)

    def clause_says(self, name: str, clause: Span) -> bool:
        """Whether a clause holds the phrase of that name; looked for once, however many numbers ask."""
        asked = name, *clause
        if asked not in self._said:
            self._said[asked] = self.says(name, *clause) is not None
        return self._said[asked]

    def opens(self, name: str, start: int, end: int = _END) -> re.Match[str] | None:
        """The phrase of that name, if it stands right at a place."""
        return self.patterns[name].match(self.folded, start, end)

    def ends_in(self, name: str, end: int) -> re.Match[str] | None:
        """The phrase of that name, if it stands right in front of a place."""
        return self.patterns[name].search(self.folded, max(0, end - LONGEST_PHRASE), end)

    def tail(self, start: int, end: int = _END) -> int:
        """How many characters that mean something are left between a place and the end."""
        rest = self.folded[start:end]
        return len(self.patterns["tail"].sub("", rest)) if rest else 0

    def __post_init__(self) -> None:
        """Note where each token and clause starts and ends, and where each tag stands."""
        places: dict[str, list[int]] = {}
        for place, token in enumerate(self.tokens):
            for tag in token.tags:
                if tag in places:
                    places[tag].append(place)
                else:
                    places[tag] = [place]
        self.places = places
        self.starts = [token.start for token in self.tokens]
        self.ends = [token.end for token in self.tokens]
        self.stop = len(self.folded.rstrip(" 。.!;…\n")) or len(self.folded)
        self.changing = {number.span for change in self.changes for number in change} if self.changes else frozenset()
        self._said, self._passed = {}, {}

    def passing(self, test: Callable[[Token], bool]) -> Sequence[int]:
        """Which tokens pass a test, by their numbers."""
        if test not in self._passed:
            self._passed[test] = [place for place, token in enumerate(self.tokens) if test(token)]
        return self._passed[test]

    def tagged(self, *tags: str) -> tuple[Token, ...]:
        """The tokens that carry any of these tags, in order."""
        found: list[int] = []
        for tag in tags:
            if tag in self.places:
                found += self.places[tag]
        return tuple([self.tokens[place] for place in sorted(set(found))]) if found else ()

    def first(self, *tags: str) -> Token | None:
        """The first token that carries any of these tags."""
        known, place = self.places, _END
        for tag in tags:
            if tag in known and known[tag][0] < place:
                place = known[tag][0]
        return self.tokens[place] if place < _END else None

    def within(self, span: Span) -> Stretch:
        """The tokens inside a range."""
        return Stretch(self, bisect_left(self.starts, span[0]), bisect_right(self.ends, span[1]))

    def touching(self, position: int) -> tuple[Token, ...]:
        """The tokens right in front of a place, at most one character away."""
        at = bisect_right(self.ends, position)
        return tuple(token for token in self.tokens[max(0, at - 2) : at] if position - token.end <= 1)

    def date_at(self, position: int) -> Token | None:
        """The date that covers a place."""
        at = bisect_right(self.dates, position, key=lambda date: date.start) - 1
        return self.dates[at] if at >= 0 and position < self.dates[at].end else None

    def clause_of(self, position: int) -> Span:
        """The clause that holds a position."""
        at = bisect_right(self.clauses, position, key=_start_of) - 1
        if at >= 0 and position < self.clauses[at][1]:
            return self.clauses[at]
        return 0, len(self.folded)


@dataclass(frozen=True, slots=True)
class Extract:
    """What a key result says, field by field; None where it cannot be read for certain."""

    metric: str | None = None
    baseline: float | None = None
    target: float | None = None
    unit: str | None = None
    due: str | None = None
    direction: str | None = None


class Reader(Protocol):
    """What a language pack's own code does: read a statement, and the fields of a key result out of its reading."""

    def read(self, text: str) -> Reading:
        """Cut a statement into what rules look at."""

    def extract(self, reading: Reading) -> Extract:
        """Read the fields of a key result; a field that is not certain stays None."""

    def told(self, text: str) -> frozenset[str]:
        """What a sentence tells of something that happened: ``when`` it was, a ``deed`` or words of somebody."""

    def say(self, baseline: str, target: str, unit: str) -> str:
        """The end of a sentence that states these fields; the baseline may be empty."""

    def recount(self, texts: Mapping[str, str], rows: Sequence[Action], names: Sequence[str]) -> Recount:
        """What a retrospective says: ``texts`` are its steps by name or one ``text``, ``names`` the course's own of the steps."""

    def report(self, text: str) -> Outline:
        """A report cut into headings and sentences."""

    def wording(self, text: str) -> Wording:
        """By which words one speaks of a key result."""

    def opinion(self, kind: str, reading: Reading) -> int:
        """What a second reader says of an ``objective`` or a ``key_result``: above zero it passes, the farther the surer."""


class Readings:
    """The readings of one call: each sentence is read once, however many rules and screens ask for it."""

    def __init__(self, reader: Reader, steps: Sequence[str] = ()) -> None:
        """Read with the reader of one language (``language.reader``), in a course that calls the steps of a retrospective so."""
        self._reader = reader
        self._steps = steps
        self._known: dict[str, Reading] = {}

    def read(self, text: str) -> Reading:
        """The reading of a sentence."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._reader.read(text)
        return found

    def say(self, baseline: str, target: str, unit: str) -> str:
        """The end of a sentence that states these fields."""
        return self._reader.say(baseline, target, unit)

    def recount(self, texts: Mapping[str, str], rows: Sequence[Action]) -> Recount:
        """What a retrospective says, by its steps or as one ``text``."""
        return self._reader.recount(texts, rows, self._steps)

    def extract(self, text: str) -> Extract:
        """The fields of a key result's sentence."""
        return self._reader.extract(self.read(text))

    def report(self, text: str) -> Outline:
        """A report cut into headings and sentences."""
        return self._reader.report(text)

    def wording(self, text: str) -> Wording:
        """By which words one speaks of a key result."""
        return self._reader.wording(text)

    def opinion(self, kind: str, reading: Reading) -> int:
        """What a second reader says of an ``objective`` or a ``key_result``."""
        return self._reader.opinion(kind, reading)

"""Read a Chinese statement: one pass cuts it into names, dates, numbers and the longest known words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module

from ...fold import fold
from ...model import Action
from ...outline import Outline, Wording
from ...quantity import ARABIC_DIGITS as DIGITS
from ...quantity import STARTS as NUMERALS
from ...quantity import amount
from ...recount import Recount
from ...text import Extract, Number, Reading, Token
from . import numerals
from .context import HAN, MEASURES, changes, clauses, refine
from .counting import ASCII, BLANKS, SIGNS, UNIT_LISTS, NumberReader
from .extraction import extract
from .patterns import PATTERNS
from .report import outline, wording
from .telling import told

_NAME_STARTS = DIGITS | frozenset("《hv#")
_DATE_STARTS = DIGITS | frozenset("qh")
_DATE_WORD_STARTS = frozenset("一二三四五六七八九十第上下本这当全年月季期学周今明去春国元任两半")
_COUNTING = BLANKS | frozenset("全翻")
#: Where something else than a known word may start.
_OPENING = _NAME_STARTS | _DATE_STARTS | _DATE_WORD_STARTS | NUMERALS | _COUNTING | SIGNS
_PLAIN_LISTS = UNIT_LISTS | {"neutral"}
#: Longest statement in characters: what is longer is a page, not an objective or a key result.
LONGEST = 200
#: What a known word ends in that may end in the middle of a number.
_CUT = DIGITS | {"点"}
#: The lengths of words that no index by their first three characters holds.
_SHORT = (2, 1)
_LATIN_WORD = re.compile(r"[^\W\d_]{2,}")
_DATE, _NAME, _TITLE = frozenset({"DATE"}), frozenset({"NAME"}), frozenset({"NAME", "output_noun"})


class ChineseReader:
    """Reads statements with the word lists of one language pack; made once per pack, holds nothing of a statement."""

    def __init__(self, lexicon: Mapping[str, tuple[str, ...]]) -> None:
        """Index all words, and the lengths of those that share their first three characters, longest first."""
        lists: dict[str, set[str]] = {}
        for name, words in lexicon.items():
            for word in fold("\n".join(words)).split("\n"):
                lists.setdefault(word, set()).add(name)
        shared: dict[frozenset[str], frozenset[str]] = {}
        tags = {word: shared.setdefault(frozenset(names), frozenset(names)) for word, names in lists.items() if word}
        self._words = tags
        lengths: dict[str, set[int]] = {}
        for word in tags:
            if len(word) > 2:
                lengths.setdefault(word[:3], set()).add(len(word))
        self._lengths = {start: (*sorted(found, reverse=True), *_SHORT) for start, found in lengths.items()}
        self._numbers = NumberReader(lexicon, tags)

    def read(self, text: str) -> Reading:
        """Cut a statement into tokens, numbers, dates and clauses; of what is too long for one, only its beginning."""
        folded = fold(text)
        bare = numerals.NOTED.sub(_blank, folded)
        found = self._all(text, bare)
        return found if bare == folded else replace(found, noted=folded)

    def _all(self, text: str, folded: str) -> Reading:
        """All that a folded text says, as far as one statement is long."""
        if len(text) <= LONGEST:
            return self._cut(text, folded)
        return replace(self._cut(text, folded[:LONGEST]), folded=folded, unread="long")

    def _cut(self, text: str, folded: str) -> Reading:
        found, numbers = self._scan(folded)
        tokens = tuple(refine(found, folded))
        return Reading(
            raw=text,
            folded=folded,
            tokens=tokens,
            numbers=tuple(numbers),
            dates=tuple([token for token in tokens if token.tags is _DATE]),
            changes=tuple(changes(numbers, folded)) if len(numbers) > 1 else (),
            clauses=tuple(clauses(folded)),
            unread=_unread(folded, tokens),
            patterns=PATTERNS,
        )

    def extract(self, reading: Reading) -> Extract:
        """Read the fields of a key result; what is not certain stays None, and of a page everything."""
        return Extract() if reading.unread == "long" else extract(reading)

    def say(self, baseline: str, target: str, unit: str) -> str:
        """「从 84% 到 96%」, without blanks."""
        return (f"从{baseline}{unit}" if baseline else "") + f"到{target}{unit}"

    def told(self, text: str) -> frozenset[str]:
        """Whether a day or week is named, and whether somebody does or says something."""
        return told(text)

    def recount(self, texts: Mapping[str, str], rows: Sequence[Action], names: Sequence[str]) -> Recount:
        """What a retrospective says, step by step.

        Its patterns are made when the first is read: they take a tenth of a second, and most calls never need them.
        """
        found: Recount = import_module(".retrospect", __package__).recount(texts, rows, names)
        return found

    def report(self, text: str) -> Outline:
        """A report cut into headings and sentences, as far as it is judged; its confidence and progress are what it tells."""
        return outline(text, lambda sentence: self._all(sentence, fold(sentence)))

    def wording(self, text: str) -> Wording:
        """By which words one speaks of a key result."""
        reading = self.read(text)
        return wording(reading, self.extract(reading))

    def opinion(self, kind: str, reading: Reading) -> int:
        """What the second reader says, in half steps of learning; its weights are read when it is first asked."""
        found: int = import_module(".second", __package__).opinion(kind, reading.folded)
        return found

    def _scan(self, text: str) -> tuple[list[Token], list[Number]]:
        """Walk from left to right, behind a list index such as ``KR1:`` unless there is nothing else."""
        head = numerals.INDEX.match(text)
        stop = len(text)
        place = head.end() if head and head.end() < stop else 0
        tokens: list[Token] = []
        numbers: list[Number] = []
        while place < stop:
            word = self._word(text, place)
            token, number = self._special(text, place, word) if text[place] in _OPENING else (word, None)
            if token is None:
                place += 1
                continue
            tokens.append(token)
            if number is not None:
                numbers.append(number)
            place = token.end
        return tokens, numbers

    def _special(self, text: str, place: int, word: Token | None) -> tuple[Token | None, Number | None]:
        """What starts here: a word made with a numeral, a name, a date, a number, a known word, in this order."""
        char = text[place]
        counts = char in DIGITS or char in NUMERALS
        if word and counts and not word.tags <= _PLAIN_LISTS:
            return word, None
        if named := _name_or_date(text, place, word):
            return named, None
        if (counts or char in _COUNTING or char in SIGNS) and (number := self._numbers.at(text, place)):
            return number
        return word, None

    def _word(self, text: str, place: int) -> Token | None:
        """The longest known word that starts here; Latin words only as whole words."""
        words, first = self._words, text[place]
        for length in self._lengths.get(text[place : place + 3], _SHORT):
            word = text[place : place + length]
            if word in words and (
                _whole(word, text, place) if first in ASCII else word[-1] not in _CUT or not _cuts(word, text, place)
            ):
                return Token(place, place + len(word), word, words[word])
        return None


def _blank(match: re.Match[str]) -> str:
    """As many blanks, so that all else keeps its place."""
    return " " * len(match[0])


def _unread(text: str, tokens: tuple[Token, ...]) -> str:
    """Why a statement cannot be judged (``Reading.unread``); it can where a Chinese word stands beside its numbers.

    So can one whose only words are measures that Chinese companies say in Latin letters: GMV 800w, NPS 30 -> 45.
    """
    place, left = 0, []
    for token in tokens:
        left.append(text[place : token.start])
        if not token.has("NUMBER", "DATE") and HAN.search(token.word):
            return ""
        place = token.end
    rest = " ".join([*left, text[place:]])
    if HAN.search(rest):
        return ""
    words = _LATIN_WORD.findall(rest)
    measured = any(token.has(*MEASURES) for token in tokens)
    if measured and not words:
        return ""
    return "foreign" if len(words) + measured > 1 or any(not word.isascii() for word in words) else "wordless"


def _name_or_date(text: str, place: int, word: Token | None) -> Token | None:
    """A title, version or address, or a date, that starts here; a longer known word wins over a date in words."""
    char = text[place]
    if char in _DATE_WORD_STARTS:
        date = numerals.DATE_WORD.match(text, place)
        return Token(place, date.end(), date[0], _DATE) if date and not (word and word.end > date.end()) else None
    if place and text[place - 1] in ASCII:
        return None
    if char in _NAME_STARTS and (name := numerals.NAME.match(text, place)):
        return Token(place, name.end(), name[0], _TITLE if char == "《" else _NAME)
    if char in _DATE_STARTS and (date := numerals.DATE.match(text, place)):
        return Token(place, date.end(), date[0], _DATE)
    return None


def _cuts(word: str, text: str, place: int) -> bool:
    """Whether a word that ends in a digit or 点 ends in the middle of a number (从0 of 从0.31, 一点 of 一点二亿)."""
    if word[-1] == "点":
        found = amount(text, place)
        return found is not None and found.end > place + len(word)
    behind = text[place + len(word) : place + len(word) + 2]
    return behind[:1] in (*DIGITS, ".") and behind[-1:] in DIGITS


def _whole(word: str, text: str, place: int) -> bool:
    """Whether a Latin word stands by itself; digits may touch it (top10, nps50)."""
    end = place + len(word)
    before, behind = text[place - 1 : place], text[end : end + 1]
    touches_before = before in ASCII and not before.isdigit()
    touches_behind = word[-1] in ASCII and behind in ASCII and not behind.isdigit()
    return not (touches_before or touches_behind)

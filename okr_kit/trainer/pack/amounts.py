"""Sums times one factor: 金额, 户数, 件数, 人数 … become other sums; rates stay, and so do ratios and what follows from them.

Which numbers are sums is read off the sentence by the reader of the language. The factor is drawn anew for each run, lives
in memory alone and is shown nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from random import SystemRandom

from ...fold import fold
from ...lang import Language
from ...model import Span
from ...quantity import measure
from ...text import Number
from . import digits
from .digits import Sum

#: The factor lies between the ends of one of these: never near 1.
_FACTORS = ((0.6, 0.84), (1.19, 1.6))
#: What may stand behind a number without a unit: the end, a mark, the next verb; not 岁, 楼, 后.
_ENDS = re.compile(r"\s*(?:$|[^\w\s]|[到至提升降增减以左上内且和或])")
#: From here on a number of a key result counts something, also with a word behind it that is no known unit: 3200 通.
_LARGE = 100
_SCALE = re.compile(r"[百千万亿]|\d\s*[kw]")
#: A line is read in pieces of so many characters at most; a reader of statements reads no further.
_PIECE = re.compile(r"[^。；;！!？?\n]{1,180}[。；;！!？?]*")
_CLAUSE = re.compile(r"[,;:。!?()（）]")
_BRACKET = re.compile(r"[(（]([^()（）]{1,8})[)）]")
#: With a blank before its unit, 2028 万元 is read as the year.
_LIKE_A_YEAR = re.compile(r"(?<![\d.])20\d\d(?=\s+[万亿元家人户件单台笔名位个吨辆套次])")
_HEADING = re.compile(r"^[#>\s]+")


def draw() -> float:
    """A factor that nobody knows."""
    random = SystemRandom()
    return random.uniform(*random.choice(_FACTORS))


class Amounts:
    """Multiplies the sums of texts by one factor."""

    def __init__(self, language: Language, factor: float) -> None:
        """Read in a language; its words for what is a sum and what is none are ``pack.amounts``."""
        self._reader = language.reader
        self._factor = Decimal(repr(factor))
        lead = "pack.amounts."
        self._words = {
            key.removeprefix(lead): re.compile(words, re.IGNORECASE)
            for key, words in language.messages.items()
            if key.startswith(lead)
        }

    def text(self, text: str, *, stated: bool = False, fixed: Iterable[str] = ()) -> str:
        """A text with its sums multiplied; in a key result (``stated``) also a count without a unit.

        ``fixed`` are words whose digits stay: stand-ins.
        """
        kept = [span for word in fixed if word for span in _spans(text, word)]
        sums = [
            one for one in self._sums(text, stated=stated) if not any(a < one.end and one.start < b for a, b in kept)
        ]
        return digits.put(text, sums, digits.times(sums, self._factor))

    def values(self, about: str, unit: str | None, given: Mapping[str, float]) -> dict[str, float]:
        """Numbers in the fields of a statement, by name, as :meth:`beside` multiplies them."""
        named = {name: f"{Decimal(repr(value)).normalize():f}" for name, value in given.items()}
        made = self.beside(about, unit or "", list(named.values()))
        return {name: float(new.replace(",", "")) for name, new in zip(named, made, strict=True)}

    def beside(self, about: str, unit: str, numbers: Sequence[str]) -> list[str]:
        """Numbers that stand alone beside a statement, in one unit: multiplied together with those of its words.

        As they are where they are rates; empty ``about`` and ``unit`` say of none that it is one.
        """
        if not (unit or about) or not all(self.counts(raw, unit, about) for raw in numbers):
            return list(numbers)
        size, thing = measure(unit).size, measure(unit).thing
        sums = [Sum(0, len(raw), raw.lstrip("-"), abs(float(raw.replace(",", ""))) * size, thing) for raw in numbers]
        alone = [one for one in sums if one.worth]
        made = iter(digits.times([*alone, *self._sums(about, stated=True)], self._factor))
        return [
            f"{'-' * raw.startswith('-')}{next(made)}" if one.worth else raw
            for raw, one in zip(numbers, sums, strict=True)
        ]

    def unit_of(self, title: str) -> str | None:
        """The unit of a column of sums by its name: 万元 for 「金额（万元）」, nothing for 「客户数」; None where it holds none."""
        named = _BRACKET.search(title)
        unit = named[1].strip() if named else ""
        if unit:
            return unit if self.counts("100", unit, title) else None
        return "" if self._words["counts"].search(fold(title)) and self.counts("100", "", title) else None

    def counts(self, number: str, unit: str, about: str) -> bool:
        """Whether a number alone, with the unit that stands beside it, is a sum; ``about`` is what it is said of."""
        if not unit:
            return not self._says("rates", about) and not self._says("each", about)
        numbers = self._reader.read(f"{number}{unit}").numbers
        return bool(numbers) and self._by_unit(numbers[0], fold(unit), fold(about))

    def each(self, text: str) -> str:
        """The word for a number that is one of each (客单价, 人均) in a text in which it and a sum stand; empty where none is."""
        found = self._words["each"].search(fold(text))
        return text[slice(*found.span())] if found and self._sums(text, stated=True) else ""

    def _says(self, name: str, text: str) -> bool:
        return self._words[name].search(fold(text)) is not None

    def _sums(self, text: str, *, stated: bool) -> list[Sum]:
        """The sums of a text, in order."""
        return [
            one
            for piece in _PIECE.finditer(text)
            for number in self._numbers(piece[0])
            if self._is_sum(number, fold(piece[0]), stated=stated)
            for one in digits.inside(fold(piece[0]), piece[0], number, piece.start())
        ]

    def _numbers(self, piece: str) -> Sequence[Number]:
        """The quantities of a piece: as in a report, where a number that is a name is none; a heading as a statement."""
        bare = _HEADING.sub(lambda mark: " " * len(mark[0]), piece)
        bare = _LIKE_A_YEAR.sub(lambda digits: f"3{digits[0][1:]}", bare)
        outline = self._reader.report(bare)
        return outline.numbers if outline.pieces else self._reader.read(bare).numbers

    def _is_sum(self, number: Number, folded: str, *, stated: bool) -> bool:
        """Whether a number of a sentence is a sum: of money or counted things, and not of each of something."""
        before, behind = _clause(folded, number.span)
        after = folded[number.span[1] : number.span[1] + 12]
        if number.value in (0, 1) or number.value != number.value or self._words["fixed"].match(after):
            return False
        if number.kind != "bare":
            return self._by_unit(number, after, before + behind)
        if self._says("rates", before + behind) or self._says("each", before + behind):
            return False
        if _SCALE.search(folded[slice(*number.span)]):
            return True
        named = stated or self._words["counts"].search(before) is not None
        if not named or number.value < digits.SMALL:
            return False
        return _ENDS.match(after) is not None or (stated and number.value >= _LARGE)

    def _by_unit(self, number: Number, after: str, clause: str) -> bool:
        """Whether a number with a unit is a sum; ``after`` is what follows it: 元/单 is none."""
        kind = number.kind
        if kind == "effort" and (self._says("often", clause) or self._says("rates", clause)):
            return False
        if kind not in ("money", "plain", "effort") and not (
            kind == "size" and self._words["sizes"].fullmatch(number.unit)
        ):
            return False
        return self._words["per"].search(after) is None and not self._says("each", clause)


def _clause(folded: str, span: Span) -> tuple[str, str]:
    """What stands in the clause of a number before it and behind it."""
    before = _CLAUSE.split(folded[: span[0]])[-1]
    return before, _CLAUSE.split(folded[span[1] :], maxsplit=1)[0]


def _spans(text: str, word: str) -> Iterator[Span]:
    return (found.span() for found in re.finditer(re.escape(word), text))

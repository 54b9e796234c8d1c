"""Companies: full names by how they end, short ones by a made-up word in front of a trade, and what a name leaves when cut short.

A made-up word is one that the text reads better with than as words (:mod:`.lattice`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .brands import (
    BRAND,
    COMMON,
    EACH,
    FULL,
    KNOWN,
    LONGEST_TRADE,
    MADE_UP,
    SURE,
    Firm,
    begin,
    brand_of,
    extended,
    made_up,
    may_be,
)
from .expected_firms import expected
from .lattice import HAN
from .slots import Page
from .vocabulary import Vocabulary, longest

#: What a trade behind a made-up word costs.
TRADE = 6
#: How much dearer a trade is that is an ordinary word too.
WEAK = 2
#: What a town in front of a made-up word is worth.
TOWN = 2
#: What a trade is worth that is no ordinary word; in front of it a word may be a name (新桥书城).
KNOWN_TRADE = 2
#: A rarer word may be one without a cue (晨光百货门店), and is worth so much more.
RARE, STRANGER = 13, 3
#: What a word in front of a company is worth: 客户, 与.
CUE = 3
#: In a list with a company a piece is one if its words cost so much a character.
LISTED = 9
_AND = "和、与及"
#: So far before a company a word for companies with a list behind it may stand.
_FAR = 24
#: In folded text: full-width brackets are narrow.
_FRAMES = frozenset(("()", "「」", "『』", "“”", "《》", '""', "[]", "【】"))


@lru_cache(maxsize=1)
def _full(words: Vocabulary) -> re.Pattern[str]:
    ends = longest(
        word
        for word in words.things["companies"]["legal"]
        if len(word) > 2 and word not in ("总公司", "分公司", "子公司")
    )
    return re.compile(
        rf"[{HAN}]{{2,{FULL}}}(?:\([{HAN}]{{2,6}}\)[{HAN}]{{0,12}})?(?:{ends})(?:[{HAN}]{{2,6}}分公司|\([{HAN}]{{1,5}}店\))?"
    )


def firms(page: Page) -> list[Firm]:
    """The companies of a text; they do not overlap."""
    taken: list[Firm] = []
    used: set[int] = set()
    found = sorted(
        (*_legal(page), *_traded(page), *expected(page)),
        key=lambda one: (not one.full, -one.weight, one.start),
    )
    for one in found:
        if used.isdisjoint(range(one.start, one.end)):
            used.update(range(one.start, one.end))
            taken.append(one)
    return sorted([*taken, *_beside(page, taken, used)])


def _beside(page: Page, firms_: Iterable[Firm], used: set[int]) -> Iterator[Firm]:
    """What stands in a list right before a company and is no ordinary word: 海润达和金桥酒业."""
    for one in firms_:
        stop = one.start - 1
        if stop > 0 and page.text[stop] in _AND:
            starts = (stop - size for size in reversed(BRAND) if size <= stop)
            start = next((start for start in starts if _is_listed(page, start, stop, used)), None)
            if start is not None:
                yield Firm(start, stop, SURE)


def _is_listed(page: Page, start: int, stop: int, used: set[int]) -> bool:
    """Whether a stretch that nothing else takes is what a company beside another one is called."""
    run, words, piece = page.lattice.run_at(start), page.words, page.text[start:stop]
    if run is None or stop > run[1] or not used.isdisjoint(range(start, stop)):
        return False
    if piece in words.words or words.never & set(piece) or not may_be(piece, words):
        return False
    common = len(piece) == BRAND[-1] and words.cost(piece[0]) <= COMMON
    return not common and page.lattice.plain(start, stop) >= LISTED * len(piece)


def _legal(page: Page) -> Iterator[Firm]:
    """Full names: back from their end to a town, or to a word that stands in front of one."""
    for found in _full(page.words).finditer(page.text):
        run = page.lattice.run_at(found.start())
        stop = min(run[1], found.end()) if run else found.end()
        start = begin(page, found.start(), stop)
        name = page.text[start : found.end()]
        brand = brand_of(name, page.words)
        if not brand or (
            name.endswith(tuple(page.words.things["companies"]["soft"]))
            and made_up(page, at := start + name.find(brand), at + len(brand)) < SURE
        ):
            continue
        yield Firm(start, found.end(), 4 * SURE, full=True)


def _traded(page: Page) -> Iterator[Firm]:
    """A made-up word with a trade behind it (铭骁重工), and what may follow (集团)."""
    trades, text = page.words.things["companies"]["trades"], page.text
    first = _firsts(page.words)
    for run, stop in page.lattice.runs:
        for at in range(run + 2, stop):
            if text[at] in first:
                size = next(
                    (
                        size
                        for size in range(LONGEST_TRADE, 0, -1)
                        if text[at : min(stop, at + size)] in trades and at + size <= stop
                    ),
                    0,
                )
                if size:
                    yield from _branded(page, run, at, size, extended(page, at + size, stop))


@lru_cache(maxsize=1)
def _firsts(words: Vocabulary) -> frozenset[str]:
    return frozenset(trade[0] for trade in words.things["companies"]["trades"])


def _branded(page: Page, run: int, at: int, trade: int, end: int) -> Iterator[Firm]:
    """The made-up words in front of a trade at a place that are ones, with a town in front."""
    text, words = page.text, page.words
    weak = text[at : at + trade] in words.things["companies"]["weak"]
    for size in BRAND:
        start = at - size
        if start < run or (size > BRAND[0] and words.cost(text[start]) <= COMMON):
            continue
        cue, cost = CUE if _framed(page, start, end) else _cue(page, start), words.cost(text[start:at])
        if text[start:at] in words.words and (weak or cost < KNOWN or (cost < RARE and cue < CUE)):
            continue
        towns = (start - one for one in (4, 3, 2) if start - one >= run and text[start - one : start] in words.places)
        first = next(towns, start)
        weight = page.lattice.margin(start, end, MADE_UP + EACH * size + TRADE)
        weight += (cue if first == start else _cue(page, first)) + STRANGER * (RARE <= cost < MADE_UP + EACH * size)
        weight += CUE if _behind(words).match(text, end) else 0
        weight += TOWN * (first < start) - WEAK * weak + KNOWN_TRADE * (not weak)
        if weight >= SURE and not words.never & set(text[start:at]):
            yield Firm(first, end, weight)


@lru_cache(maxsize=1)
def _behind(words: Vocabulary) -> re.Pattern[str]:
    """What a company does, or what is done with one: 浙东医药那边, 晨光百货退货."""
    return re.compile(longest(words.things["companies"]["behind"]))


def _framed(page: Page, start: int, end: int) -> bool:
    """Whether a name stands alone in quotes or brackets: 「云岭科技」."""
    around = page.text[max(0, start - 1) : start] + page.text[end : end + 1]
    return len(around) == 2 and around in _FRAMES


def _cue(page: Page, start: int) -> int:
    """What stands in front of a company speaks for it."""
    before, text = page.words.things["companies"]["before"], page.text
    if _listed(page.words).search(text, max(0, start - _FAR), start):
        return CUE
    if start == 0 or not page.lattice.run_at(start - 1):
        return 2
    return CUE if any(text[max(0, start - size) : start] in before for size in (4, 3, 2, 1)) else 0


@lru_cache(maxsize=1)
def _listed(words: Vocabulary) -> re.Pattern[str]:
    """A word for companies with a list behind it: 新客户 3 家:…、"""
    return re.compile(rf"(?:{longest(words.things['companies']['sure'])}|\d ?家)[^。\n;]{{0,14}}[:、(]$")

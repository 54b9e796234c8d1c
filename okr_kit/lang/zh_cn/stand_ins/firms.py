"""Companies: full names by how they end, short ones by a made-up word in front of a trade, and what a name leaves when cut short.

A made-up word is one that the text reads better with than as words (:mod:`.lattice`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .lattice import HAN
from .slots import Page
from .vocabulary import Vocabulary, longest

#: A made-up word costs so much, and so much for each of its characters; a trade behind it so much.
MADE_UP, EACH, TRADE = 6, 7, 6
#: How much dearer a trade is that is an ordinary word too.
WEAK = 5
#: From this weight on a made-up word with a trade is a company.
SURE = 4
#: A piece in a column of companies is one if its words cost so much a character.
STRANGE = 7
#: A character that costs no more begins no long made-up word (含雅澄).
COMMON = 10
_LONGEST_TRADE, _BRAND, _FULL = 6, (2, 3, 4), 24
_SPACE = re.compile(r"\s")


class Firm(NamedTuple):
    """A company in a text; ``full`` where its name has its legal end."""

    start: int
    end: int
    weight: int
    full: bool = False


@lru_cache(maxsize=1)
def _full(words: Vocabulary) -> re.Pattern[str]:
    ends = longest(word for word in words.things["companies"]["legal"] if len(word) > 2 and word not in ("总公司", "分公司", "子公司"))
    return re.compile(rf"[{HAN}]{{2,{_FULL}}}(?:\([{HAN}]{{2,6}}\)[{HAN}]{{0,12}})?(?:{ends})(?:[{HAN}]{{2,6}}分公司|\([{HAN}]{{1,5}}店\))?")


def firms(page: Page) -> list[Firm]:
    """The companies of a text; they do not overlap."""
    taken: list[Firm] = []
    used: set[int] = set()
    found = sorted((*_legal(page), *_traded(page), *_slotted(page)), key=lambda one: (not one.full, -one.weight, one.start))
    for one in found:
        if used.isdisjoint(range(one.start, one.end)):
            used.update(range(one.start, one.end))
            taken.append(one)
    return sorted(taken)


def _legal(page: Page) -> Iterator[Firm]:
    """Full names: back from their end to a town, or to a word that stands in front of one."""
    for found in _full(page.words).finditer(page.text):
        run = page.lattice.run_at(found.start())
        stop = min(run[1], found.end()) if run else found.end()
        start = _begin(page, found.start(), stop)
        if brand_of(page.text[start : found.end()], page.words):
            yield Firm(start, found.end(), 4 * SURE, full=True)


def _begin(page: Page, low: int, stop: int) -> int:
    """Where a name begins that ends a stretch."""
    companies, start = page.words.things["companies"], stop
    before, of_names = companies["before"], companies["legal"] | companies["trades"] | companies["tails"]
    for one, other in page.lattice.cut(low, stop):
        word = page.text[one:other]
        if word in before and word not in of_names:
            break
        start = one
        if word in page.words.places:
            break
    return start


def _traded(page: Page) -> Iterator[Firm]:
    """A made-up word with a trade behind it (铭骁重工), and what may follow (集团)."""
    trades, text = page.words.things["companies"]["trades"], page.text
    first = _firsts(page.words)
    for run, stop in page.lattice.runs:
        for at in range(run + 2, stop):
            if text[at] in first:
                size = next((size for size in range(_LONGEST_TRADE, 0, -1) if text[at : min(stop, at + size)] in trades and at + size <= stop), 0)
                if size:
                    yield from _branded(page, run, at, _extended(page, at + size, stop))


@lru_cache(maxsize=1)
def _firsts(words: Vocabulary) -> frozenset[str]:
    return frozenset(trade[0] for trade in words.things["companies"]["trades"])


def _extended(page: Page, end: int, stop: int) -> int:
    """The end of a name behind its trade: more trades, 集团 and the like."""
    companies = page.words.things["companies"]
    while True:
        for size in range(_LONGEST_TRADE, 1, -1):
            word = page.text[end : min(stop, end + size)]
            if word in companies["tails"] or word in companies["trades"]:
                end += size
                break
        else:
            return end


def _branded(page: Page, run: int, at: int, end: int) -> Iterator[Firm]:
    """The made-up words in front of a trade at a place that are ones, with a town in front."""
    text, words = page.text, page.words
    for size in _BRAND:
        start = at - size
        if start < run or text[start:at] in words.words or (size > _BRAND[0] and words.cost(text[start]) <= COMMON):
            continue
        weak = WEAK * (text[at:end] in words.things["companies"]["weak"])
        weight = page.lattice.margin(start, end, MADE_UP + EACH * size + TRADE + weak) + _cue(page, start)
        if weight >= SURE and not words.never & set(text[start:at]):
            town = next((start - one for one in (4, 3, 2) if start - one >= run and text[start - one : start] in words.places), start)
            yield Firm(town, end, weight)


def _cue(page: Page, start: int) -> int:
    """What stands in front of a company speaks for it."""
    before, text = page.words.things["companies"]["before"], page.text
    if start == 0 or not page.lattice.run_at(start - 1):
        return 2
    return 3 if any(text[max(0, start - size) : start] in before for size in (4, 3, 2, 1)) else 0


def _slotted(page: Page) -> Iterator[Firm]:
    """What stands in a field or column of companies and is no ordinary word."""
    words = page.words
    for slot in page.slots:
        piece = _SPACE.sub("", page.text[slot.start : slot.end])
        if slot.kind != "company" or not 1 < len(piece) <= _FULL or piece in words.things["companies"]["plain"] or piece in words.nobody:
            continue
        if piece in words.things["products"]["public"] or not re.search(f"[{HAN}a-z]", piece) or piece in words.places:
            continue
        if any(sign in piece for sign in ":的,。"):
            continue
        bracket = page.text.find("(", slot.start + 1, slot.end)
        name = page.text[slot.start : bracket if bracket > 0 else slot.end]
        if re.search(f"[{HAN}]", name) and page.lattice.plain(slot.start, slot.start + len(name)) >= STRANGE * len(name):
            yield Firm(slot.start, slot.end, SURE)


def brand_of(name: str, words: Vocabulary) -> str:
    """What is left of a company's name without its town, trades and end: 衡远 of 苏州衡远精密机械有限公司; empty if nothing is."""
    rest = re.sub(r"\([^)]*\)", "", name)
    for _ in range(2):
        town = next((place for place in words.places if rest.startswith(place) and len(rest) > len(place) + 1), "")
        rest = rest.removeprefix(town).removeprefix("省" if town else "").removeprefix("市" if town else "")
    ends = _ends(words)
    while (found := ends.search(rest)) and found.start() >= (2 if len(rest) - found.start() < len(rest) else 1):
        rest = rest[: found.start()]
    return rest if 1 < len(rest) <= _FULL // 3 else ""


@lru_cache(maxsize=1)
def _ends(words: Vocabulary) -> re.Pattern[str]:
    companies = words.things["companies"]
    return re.compile(rf"(?:{longest(companies['legal'] | companies['trades'] | companies['tails'])})$")

"""Companies: full names by how they end, short ones by a made-up word in front of a trade, and what a name leaves when cut short.

A made-up word is one that the text reads better with than as words (:mod:`.lattice`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from .lattice import HAN
from .slots import Page
from .vocabulary import Vocabulary, longest

#: A made-up word costs so much, and so much for each of its characters; a trade behind it so much.
MADE_UP, EACH, TRADE = 6, 7, 6
#: How much dearer a trade is that is an ordinary word too.
WEAK = 2
#: What a town in front of a made-up word is worth.
TOWN = 2
#: What a trade is worth that is no ordinary word; in front of it a word may be a name from such a cost on (新桥书城).
KNOWN_TRADE, KNOWN = 2, 12
#: A rarer word may be one where it begins a stretch (晨光百货门店).
RARE, STRANGER = 13, 3
#: What a word in front of a company is worth: 客户, 与.
CUE = 3
#: From this weight on a made-up word with a trade is a company.
SURE = 4
#: A piece in a column of companies is one if its words cost so much a character.
STRANGE = 6
#: A character that costs no more begins no long made-up word (含雅澄).
COMMON = 10
_LONGEST_TRADE, _MOST_TRADES, _LONGEST_END, _BRAND, _FULL = 6, 4, 8, (2, 3, 4), 24
#: In a list with a company a piece is one if its words cost so much a character.
LISTED = 9
_AND = "和、与及"
_SPACE = re.compile(r"\s")


class Firm(NamedTuple):
    """A company in a text; ``full`` where its name has its legal end."""

    start: int
    end: int
    weight: int
    full: bool = False


@lru_cache(maxsize=1)
def _full(words: Vocabulary) -> re.Pattern[str]:
    ends = longest(
        word
        for word in words.things["companies"]["legal"]
        if len(word) > 2 and word not in ("总公司", "分公司", "子公司")
    )
    return re.compile(
        rf"[{HAN}]{{2,{_FULL}}}(?:\([{HAN}]{{2,6}}\)[{HAN}]{{0,12}})?(?:{ends})(?:[{HAN}]{{2,6}}分公司|\([{HAN}]{{1,5}}店\))?"
    )


def firms(page: Page) -> list[Firm]:
    """The companies of a text; they do not overlap."""
    taken: list[Firm] = []
    used: set[int] = set()
    found = sorted(
        (*_legal(page), *_traded(page), *_slotted(page), *_cued(page)),
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
        if stop < 1 or page.text[stop] not in _AND:
            continue
        for size in reversed(_BRAND):
            start = stop - size
            run = page.lattice.run_at(max(start, 0))
            common = size == _BRAND[-1] and page.words.cost(page.text[max(start, 0)]) <= COMMON
            if start < 0 or common or run is None or stop > run[1] or not used.isdisjoint(range(start, stop)):
                continue
            piece = page.text[start:stop]
            strange = page.lattice.plain(start, stop) >= LISTED * size and piece not in page.words.words
            if strange and not page.words.never & set(piece) and _may_be(piece, page.words):
                yield Firm(start, stop, SURE)
                break


def _legal(page: Page) -> Iterator[Firm]:
    """Full names: back from their end to a town, or to a word that stands in front of one."""
    for found in _full(page.words).finditer(page.text):
        run = page.lattice.run_at(found.start())
        stop = min(run[1], found.end()) if run else found.end()
        start = _begin(page, found.start(), stop)
        name = page.text[start : found.end()]
        brand = brand_of(name, page.words)
        if not brand or (
            name.endswith(tuple(page.words.things["companies"]["soft"]))
            and not _is_made_up(page, start + name.find(brand), len(brand))
        ):
            continue
        yield Firm(start, found.end(), 4 * SURE, full=True)


def _is_made_up(page: Page, start: int, size: int) -> bool:
    """Whether a stretch reads better as a word nobody knows."""
    return page.lattice.margin(start, start + size, MADE_UP + EACH * size) >= SURE


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
                size = next(
                    (
                        size
                        for size in range(_LONGEST_TRADE, 0, -1)
                        if text[at : min(stop, at + size)] in trades and at + size <= stop
                    ),
                    0,
                )
                if size:
                    yield from _branded(page, run, at, size, extended(page, at + size, stop))


@lru_cache(maxsize=1)
def _firsts(words: Vocabulary) -> frozenset[str]:
    return frozenset(trade[0] for trade in words.things["companies"]["trades"])


def extended(page: Page, end: int, stop: int) -> int:
    """The end of a name behind a place: its trades, 集团 and the like."""
    companies = page.words.things["companies"]
    for _ in range(_MOST_TRADES):
        words = (page.text[end : min(stop, end + size)] for size in range(_LONGEST_TRADE, 1, -1))
        word = next((word for word in words if word in companies["tails"] or word in companies["trades"]), "")
        end += len(word)
        if not word:
            break
    return end


def _branded(page: Page, run: int, at: int, trade: int, end: int) -> Iterator[Firm]:
    """The made-up words in front of a trade at a place that are ones, with a town in front."""
    text, words = page.text, page.words
    weak = text[at : at + trade] in words.things["companies"]["weak"]
    for size in _BRAND:
        start = at - size
        if start < run or (size > _BRAND[0] and words.cost(text[start]) <= COMMON):
            continue
        cue, cost = CUE if _framed(page, start, end) else _cue(page, start), words.cost(text[start:at])
        if text[start:at] in words.words and (weak or cost < KNOWN or cue < CUE * (cost < RARE)):
            continue
        towns = (start - one for one in (4, 3, 2) if start - one >= run and text[start - one : start] in words.places)
        begin = next(towns, start)
        weight = page.lattice.margin(start, end, MADE_UP + EACH * size + TRADE)
        weight += (cue if begin == start else _cue(page, begin)) + STRANGER * (RARE <= cost < MADE_UP + EACH * size)
        weight += CUE if _behind(words).match(text, end) else 0
        weight += TOWN * (begin < start) - WEAK * weak + KNOWN_TRADE * (not weak)
        if weight >= SURE and not words.never & set(text[start:at]):
            yield Firm(begin, end, weight)


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


def _slotted(page: Page) -> Iterator[Firm]:
    """What stands in a field or column of companies and is no ordinary word."""
    for slot in page.slots:
        bracket = page.text.find("(", slot.start + 1, slot.end)
        end = bracket if bracket > 0 else slot.end
        piece = _SPACE.sub("", page.text[slot.start : slot.end])
        if slot.kind != "company" or not 1 < len(piece) <= _FULL or not _may_be(piece, page.words):
            continue
        strange = page.lattice.plain(slot.start, end) >= STRANGE * (end - slot.start)
        if re.search(f"[{HAN}]", piece) and (strange or _BANK.search(piece)):
            yield Firm(slot.start, slot.end, SURE)
    for found in _ABROAD.finditer(page.narrow):
        yield Firm(*found.span(), 2 * SURE)
    for found in _LOCAL_BANK.finditer(page.text):
        if _may_be(found[0], page.words):
            yield Firm(*found.span(), SURE)
    for found in _BRANCH.finditer(page.text):
        yield Firm(_begin(page, found.start(), found.start(1)), found.end(), SURE)


def _cued(page: Page) -> Iterator[Firm]:
    """What stands behind 客户, 供应商 and the like: up to a trade, or the characters that are no words; and in front of (曹总监)."""
    for found in _sure(page.words).finditer(page.text):
        run = page.lattice.run_at(found.end()) if found.end() < len(page.text) else None
        if run is None:
            continue
        stop = min(run[1], found.end() + _CUED)
        for size in _BRAND:
            start, at = found.end(), found.end() + size
            end = extended(page, at, stop)
            if end > at and _may_be_brand(page, start, at):
                yield Firm(start, end, SURE + 1)
                break
        else:
            yield from _strange(page, found.end(), stop)
    for found in _OF.finditer(page.text):
        if found[2][0] in page.words.surnames and found[2][1:] in page.words.titles:
            yield from _strange(page, found.start(1), found.end(1))


def _may_be_brand(page: Page, start: int, at: int) -> bool:
    """Whether a stretch behind 客户 may be what a company calls itself: a rare word, or none."""
    brand = page.text[start:at]
    if brand in page.words.things["companies"]["before"] or page.words.never & set(brand):
        return False
    return (
        page.words.cost(brand) >= KNOWN
        and page.lattice.plain(start, at) >= min(KNOWN, COMMON * len(brand))
        and (brand in page.words.words or page.lattice.plain(start, at) >= COMMON * len(brand))
    )


def _strange(page: Page, start: int, stop: int) -> Iterator[Firm]:
    """The characters at a place that are no words, as one."""
    end = start
    for one, other in sorted(page.lattice.cut(start, stop)):
        if other - one > 1 or page.words.cost(page.text[one:other]) < STRANGE + 3 or page.text[one] in page.words.never:
            break
        end = other
    if _BRAND[0] <= end - start <= _BRAND[-1] and page.lattice.plain(start, end) >= KNOWN * (end - start) - 1:
        yield Firm(start, end, SURE)


@lru_cache(maxsize=1)
def _listed(words: Vocabulary) -> re.Pattern[str]:
    """A word for companies with a list behind it: 新客户 3 家:…、"""
    return re.compile(rf"(?:{longest(words.things['companies']['sure'])}|\d ?家)[^。\n;]{{0,14}}[:、(]$")


@lru_cache(maxsize=1)
def _sure(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"(?:{longest(words.things['companies']['sure'])})[ :]?(?=[{HAN}])")


_CUED, _FAR = 10, 24
#: In folded text: full-width brackets are narrow.
_FRAMES = frozenset(("()", "「」", "『』", "“”", "《》", '""', "[]", "【】"))
_OF = re.compile(rf"([{HAN}]{{2,4}})\(([{HAN}]{{2,5}})\)")


def _may_be(piece: str, words: Vocabulary) -> bool:
    """Whether a piece may be a company: no word that stands in such columns, no town, no sentence."""
    none = words.nobody, words.places, words.things["companies"]["plain"], words.things["products"]["public"]
    return not any(piece in known for known in none) and not re.search(
        r"[:的,。→%]|[\d一二三四五六七八九十几多] ?家", piece
    )


_BANK = re.compile(r"(?:银行|支行|分行|信用社|信用联社)$")
#: Companies of other countries by their legal ends.
_ABROAD = re.compile(
    r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&-]*(?: [A-Z&][A-Za-z0-9&-]*){0,3},? (?:AG|AS|ASA|AB|Oy|GmbH|Inc|Ltd|LLC|Corp|PLC|SE|BV|KG|Co\.,? ?Ltd|Pte\.? ?Ltd|S\.A)(?![A-Za-z0-9])"
)
_LOCAL_BANK = re.compile(rf"([{HAN}]{{2}})(?:通商|联合|农商|村镇|商业|城市|农村商业|农村合作)银行")
_BRANCH = re.compile(
    rf"[{HAN}]{{2,4}}(?:银行|保险|财险|人寿|证券|信托|移动|联通|电信|电力|烟草|石油|石化)([{HAN}]{{2,10}}?(?:支行|分行|营业部|中支|支公司|分公司|营业厅))"
)


def brand_of(name: str, words: Vocabulary) -> str:
    """What is left of a company's name without its town, trades and end: 衡远 of 苏州衡远精密机械有限公司; empty if nothing is."""
    rest = re.sub(r"\([^)]*\)", "", name)
    for _ in range(2):
        town = next((place for place in words.places if rest.startswith(place) and len(rest) > len(place) + 1), "")
        rest = rest.removeprefix(town).removeprefix("省" if town else "").removeprefix("市" if town else "")
    companies = words.things["companies"]
    ends = companies["legal"] | companies["trades"] | companies["tails"]
    while size := next(
        (size for size in range(_LONGEST_END, 0, -1) if len(rest) - size > 1 and rest[-size:] in ends), 0
    ):
        rest = rest[:-size]
    while len(rest) > _BRAND[-1] - 1 and len(rest) - 2 >= _BRAND[0] and rest[-2:] in words.words:
        rest = rest[:-2]
    return rest if 1 < len(rest) <= _FULL // 3 else ""

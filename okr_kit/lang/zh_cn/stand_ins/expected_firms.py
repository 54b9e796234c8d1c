"""Companies where one is expected: in columns and fields, behind 客户 and 供应商, in front of a title, by how banks and foreign ones end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .brands import BRAND, COMMON, FULL, KNOWN, SURE, Firm, begin, extended, may_be
from .lattice import HAN
from .slots import Page
from .vocabulary import Vocabulary, longest

#: A piece in a column of companies is one if its words cost so much a character; a character that costs more is no word.
STRANGE, NO_WORD = 6, 9
#: So far behind such a word a company is looked for.
_CUED = 10
_SPACE = re.compile(r"\s")
_OF = re.compile(rf"([{HAN}]{{2,4}})\(([{HAN}]{{2,5}})\)")
_BANK = re.compile(r"(?:银行|支行|分行|信用社|信用联社)$")
#: Companies of other countries by their legal ends.
_ABROAD = re.compile(
    r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&-]*(?: [A-Z&][A-Za-z0-9&-]*){0,3},? (?:AG|AS|ASA|AB|Oy|GmbH|Inc|Ltd|LLC|Corp|PLC|SE|BV|KG|Co\.,? ?Ltd|Pte\.? ?Ltd|S\.A)(?![A-Za-z0-9])"
)
_LOCAL_BANK = re.compile(rf"([{HAN}]{{2}})(?:通商|联合|农商|村镇|商业|城市|农村商业|农村合作)银行")
_BRANCH = re.compile(
    rf"[{HAN}]{{2,4}}(?:银行|保险|财险|人寿|证券|信托|移动|联通|电信|电力|烟草|石油|石化)([{HAN}]{{2,10}}?(?:支行|分行|营业部|中支|支公司|分公司|营业厅))"
)


def expected(page: Page) -> Iterator[Firm]:
    """The companies of a text that stand where one is expected; places may overlap."""
    yield from _slotted(page)
    yield from _shaped(page)
    yield from _cued(page)


def _slotted(page: Page) -> Iterator[Firm]:
    """What stands in a field or column of companies and is no ordinary word."""
    for slot in page.slots:
        bracket = page.text.find("(", slot.start + 1, slot.end)
        end = bracket if bracket > 0 else slot.end
        piece = _SPACE.sub("", page.text[slot.start : slot.end])
        if slot.kind != "company" or not 1 < len(piece) <= FULL or not may_be(piece, page.words):
            continue
        strange = page.lattice.plain(slot.start, end) >= STRANGE * (end - slot.start)
        if re.search(f"[{HAN}]", piece) and (strange or _BANK.search(piece)):
            yield Firm(slot.start, slot.end, SURE)


def _shaped(page: Page) -> Iterator[Firm]:
    """What ends as companies of other countries, banks of a town, and branches do."""
    for found in _ABROAD.finditer(page.narrow):
        yield Firm(*found.span(), 2 * SURE)
    for found in _LOCAL_BANK.finditer(page.text):
        if may_be(found[0], page.words):
            yield Firm(*found.span(), SURE)
    for found in _BRANCH.finditer(page.text):
        yield Firm(begin(page, found.start(), found.start(1)), found.end(), SURE)


def _cued(page: Page) -> Iterator[Firm]:
    """What stands behind 客户, 供应商 and the like: up to a trade, or the characters that are no words; and in front of (曹总监)."""
    for found in _sure(page.words).finditer(page.text):
        run = page.lattice.run_at(found.end()) if found.end() < len(page.text) else None
        if run is None:
            continue
        stop = min(run[1], found.end() + _CUED)
        for size in BRAND:
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
        if other - one > 1 or page.words.cost(page.text[one:other]) < NO_WORD or page.text[one] in page.words.never:
            break
        end = other
    if BRAND[0] <= end - start <= BRAND[-1] and page.lattice.plain(start, end) >= KNOWN * (end - start) - 1:
        yield Firm(start, end, SURE)


@lru_cache(maxsize=1)
def _sure(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"(?:{longest(words.things['companies']['sure'])})[ :]?(?=[{HAN}])")

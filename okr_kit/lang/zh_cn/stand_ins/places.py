"""Postal addresses: a street with a number, or a city with a building. Towns, regions and departments alone stay.

An address is looked for from its street on (路, 街, 巷 …); before it stand town and district, behind it houses and rooms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .lattice import HAN
from .slots import Page
from .vocabulary import Vocabulary, longest

_NUMBER = r"(?:附 ?|[甲乙丙丁])?(?:\d{1,5}|[A-Za-z]\d{0,3}|[一二三四五六七八九十百]{1,4})"
_UNIT = r"(?:号楼|号院|号库|号店|号|弄|栋|幢|座|楼|层|室|单元|期|f|号门|号房|铺|排|门|院|号馆|馆|#)"
#: Names of houses in an address are no longer.
_HOUSE = 14
_FAR = 40
#: No address is shorter.
SHORTEST = 5
_CLAUSE = re.compile(r"[,;。(]")


@lru_cache(maxsize=1)
def _patterns(words: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The core of an address, what may follow, and a town."""
    buildings = longest(words.things["addresses"]["buildings"])
    house = rf"[{HAN}a-z]{{0,{_HOUSE}}}?(?:{buildings})"
    core = re.compile(
        rf"(?P<road>[{HAN}](?:大道|大街|支路|公路|胡同|路|街|巷|弄|道|坊|村)) ?(?:(?:[东南西北中一二三四五六七八九十]段|[一二三四五六七八九十]{{1,3}}) ?)?"
        rf"(?:{_NUMBER} ?{_UNIT}|与[{HAN}]{{2,8}}(?:路|街|道|巷)(?:交叉口|交汇处|交口|口)|(?=[{HAN}]{{2,{_HOUSE}}}(?:{buildings})))"
        rf"|(?P<house>(?:市|区|县|镇|街道)[{HAN}]{{2,{_HOUSE}}}?(?:大厦|大楼|写字楼|产业园|工业园|物流园|科技园|科创园|创业园|软件园|商务园|商务中心|园区|小区|花园|公寓)) ?{_NUMBER} ?{_UNIT}"
    )
    rest = re.compile(
        rf"[ ,]?(?:{_NUMBER} ?{_UNIT}|{house}|[{HAN}]{{2,8}}(?= ?\d{{1,2}} ?[期栋幢座])|\d{{1,4}}(?:-\d{{1,4}}){{1,3}}|[a-z]?\d{{3,5}}(?![\d.%])|[a-z](?= ?座)|首层|地下室|门面|门口|旁|对面|南门|北门|东门|西门|南侧|北侧)"
    )
    town = re.compile(longest(words.places))
    return core, rest, town


def addresses(page: Page) -> Iterator[tuple[int, int]]:
    """Where addresses stand; they do not overlap."""
    core, rest, town = _patterns(page.words)
    done = 0
    for found in core.finditer(page.text):
        if found.start() < done:
            continue
        start, end = _start(page, max(found.start(), done), done), found.end()
        for _ in range(8):
            more = rest.match(page.text, end)
            if more is None or page.raw[more.start()] in ",，、":
                break
            end = more.end()
        if end - start >= SHORTEST and _is_address(page, start, found):
            done = end
            yield start, end
    for slot in page.slots:
        clause = _CLAUSE.search(page.text, slot.start, slot.end)
        stop = clause.start() if clause else slot.end
        if (
            slot.kind == "address"
            and stop - slot.start > SHORTEST
            and town.match(page.text, slot.start)
            and any(map(str.isdigit, page.text[slot.start : stop]))
        ):
            yield slot.start, stop


def _is_address(page: Page, start: int, found: re.Match[str]) -> bool:
    """Whether the street has a name: 道 and 里 end ordinary words too."""
    road = found["road"]
    if road is None:
        return _patterns(page.words)[2].match(page.text, start) is not None
    return found.start("road") + len(road) - start >= 2


def _start(page: Page, at: int, low: int) -> int:
    """Where an address begins whose street's name ends at a place: its town, else behind the last word that is none of it."""
    run = page.lattice.run_at(at)
    if run is None:
        return at
    begin = max(run[0], low, at - _FAR)
    stops = page.words.things["addresses"]["before"]
    cuts = sorted(page.lattice.cut(begin, run[1] if run[1] - at < 12 else at + 2))
    for one, other in reversed(cuts):
        if other <= at and page.text[one:other] in stops:
            begin = other
            break
    towns = [found.start() for found in _patterns(page.words)[2].finditer(page.text, begin, at)]
    return towns[0] if towns else begin

"""What a company's name is made of: a town, a made-up word, trades, a legal end; and what is left when it is cut short."""

from __future__ import annotations

import re
from typing import NamedTuple

from .slots import Page
from .vocabulary import Vocabulary

#: A made-up word costs so much, and so much for each of its characters; a word may be one from such a cost on.
MADE_UP, EACH, KNOWN = 6, 7, 12
#: From this weight on a made-up word with a trade is a company.
SURE = 4
#: A character that costs no more begins no long made-up word (含雅澄).
COMMON = 10
#: How long a made-up word is, and a full name at most.
BRAND, FULL = (2, 3, 4), 24
#: How long a trade is at most.
LONGEST_TRADE = 6
_MOST_TRADES, _LONGEST_END = 4, 8


class Firm(NamedTuple):
    """A company in a text; ``full`` where its name has its legal end."""

    start: int
    end: int
    weight: int
    full: bool = False


def made_up(page: Page, start: int, end: int) -> int:
    """How much better a text reads with a stretch as a word nobody knows."""
    return page.lattice.margin(start, end, MADE_UP + EACH * (end - start))


def extended(page: Page, end: int, stop: int) -> int:
    """The end of a name behind a place: its trades, 集团 and the like."""
    companies = page.words.things["companies"]
    for _ in range(_MOST_TRADES):
        words = (page.text[end : min(stop, end + size)] for size in range(LONGEST_TRADE, 1, -1))
        word = next((word for word in words if word in companies["tails"] or word in companies["trades"]), "")
        end += len(word)
        if not word:
            break
    return end


def begin(page: Page, low: int, stop: int) -> int:
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


def may_be(piece: str, words: Vocabulary) -> bool:
    """Whether a piece may be a company: no word that stands in such columns, no town, no sentence."""
    none = words.nobody, words.places, words.things["companies"]["plain"], words.things["products"]["public"]
    return not any(piece in known for known in none) and not re.search(
        r"[:的,。→%]|[\d一二三四五六七八九十几多] ?家", piece
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
    while len(rest) > BRAND[-1] - 1 and len(rest) - 2 >= BRAND[0] and rest[-2:] in words.words:
        rest = rest[:-2]
    return rest if 1 < len(rest) <= FULL // 3 else ""

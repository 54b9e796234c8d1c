"""Products: a company's made-up word with a model or a product word, what stands in quotes and is no word, model numbers.

What everybody uses (微信, ERP) is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from .brands import made_up
from .lattice import HAN
from .slots import Page
from .vocabulary import LONGEST, Vocabulary, longest

#: What is in quotes is a made-up word from so much a character on.
STRANGE = 10
#: What it is worth to stand in front of letters (蓝鲸ERP).
LETTERS = 3
#: What a version behind it is worth (云雀3.0), and 小 in front with a servant's name behind (小橙助手).
VERSION, SERVANT = 5, 8
SURE = 6
#: Two characters that are no word and cost more than that are a made-up one before what it is: 小橙助手.
COINED = 13
#: What it is worth to share a character with a company (擎芯 beside 澜擎).
AKIN = 3
#: A character of a company's made-up word that costs so much is seen only in its names.
RARE_SIGN = 11
#: A word in quotes that costs no more is an ordinary one.
COMMON = 11
_MODEL = r"[A-Za-z]{1,4}-?\d{1,4}[A-Za-z]?(?: ?(?:Pro|Max|Plus|Mini|Lite|Ultra|SE|PRO|MAX|PLUS))?"
_QUOTED = re.compile(r"[「『“《\"‘]([^「」『』“”《》\"‘’\n]{2,14})[」』”》\"’]")
#: What joins two things: no name of one holds it.
_AND = frozenset("和与及、的了")
_HAN_QUOTED = re.compile(rf"[{HAN}]")
_NUMBERED = re.compile(
    r"(?<![\d.])(?: ?\d{1,4}(?:\.\d{1,2}){0,2})(?![\d.%]| ?(?:[万亿元个家次件台套人天月日年号周组名位项点分度岁秒时]|小时|多|余)|[-–~/:])"
)
_MODELS = re.compile(r"(?<![A-Za-z0-9._/-])([A-Z]{1,3})(-?)(\d{1,4})([A-Za-z]?)(?![A-Za-z0-9._%-])")
_COINED = re.compile(r"(?<![A-Za-z0-9@._/-])[A-Z]{2,4}-[A-Z][a-z]{2,9}(?![A-Za-z0-9@._-])")
_SUFFIXED = re.compile(
    r"(?<![A-Za-z0-9@._/-])[A-Z][a-z]{1,9}[A-Z][a-z]{1,9} (?:Pro|Max|Plus|Lite|Mini|Cloud|One)(?![A-Za-z0-9])"
)


class Good(NamedTuple):
    """A product in a text."""

    start: int
    end: int
    sure: bool = False


@lru_cache(maxsize=1)
def _nouns(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf" ?(?:{longest(words.things['products']['nouns'])})")


def goods(page: Page, brands: Collection[str]) -> Iterator[Good]:
    """What one text alone shows; places may overlap."""
    yield from _of_brands(page, brands)
    yield from _quoted(page, brands)
    yield from _made_up(page, brands)
    yield from _models(page)
    for found in (*_COINED.finditer(page.narrow), *_SUFFIXED.finditer(page.narrow)):
        if found[0].lower() not in page.words.things["products"]["public"]:
            yield Good(*found.span())


def _of_brands(page: Page, brands: Collection[str]) -> Iterator[Good]:
    """A brand with a model, or with one more word and a product word: 衡远 X3, 禾浦鲜链小程序."""
    if not brands:
        return
    nouns = _nouns(page.words)
    model = re.compile(rf"(?:{longest(brands)})[」”]? ?({_MODEL})(?![A-Za-z0-9])")
    for found in model.finditer(page.narrow):
        if not _plain_model(found[1], page.words):
            yield Good(found.start(), found.end(), sure=True)
            yield Good(*found.span(1), sure=True)
    more = re.compile(rf"(?:{longest(brands)})[{HAN}]{{1,3}}?(?={nouns.pattern})")
    for found in more.finditer(page.text):
        size = len(found[0])
        tail = found[0][2:]
        if not nouns.fullmatch(tail) and size > 2 and _AND.isdisjoint(tail):
            yield Good(*found.span(), sure=True)


def _plain_model(model: str, words: Vocabulary) -> bool:
    """Whether letters and digits are a standard, a version, a quarter."""
    products = words.things["products"]
    letters = re.match(r"[a-z]*", model.lower())
    return model.lower() in products["models"] or bool(letters and letters[0] in products["models"])


def _quoted(page: Page, brands: Collection[str]) -> Iterator[Good]:
    """What stands in quotes and holds a brand, or is no ordinary word."""
    for found in _QUOTED.finditer(page.text):
        words = found[1].strip()
        han = "".join(_HAN_QUOTED.findall(words))
        if not han or words in page.words.things["products"]["public"]:
            continue
        holds = any(brand in words for brand in brands) and len(words) > 2
        start = found.start(1)
        near = any(sign in brand for brand in brands for sign in han)  # 小朵 of 朵蔓
        strange = len(han) <= 6 and _cost(page, start, found.end(1)) >= (STRANGE - 2 * near) * len(han)
        strong = _strong(page.words).match(page.text, found.end()) and page.words.cost(words) > COMMON
        named = _of_kind(page.words).fullmatch(words)
        coined = named is not None and _is_rare(page, start, named[1])
        plain = page.words.never & set(han)  # signs of grammar: a phrase, unless it says itself what it is
        if coined or (not plain and (holds or (strange and len(han) > 1) or strong)):
            yield Good(start, found.end(1), sure=holds)
            latin = re.match(rf"[{HAN}]{{2,6}}(?= ?[a-z0-9+])", words)
            if latin and latin[0] not in brands:
                yield Good(start, start + latin.end())


def _is_rare(page: Page, start: int, words: str) -> bool:
    """Whether words at a place are no ordinary ones, neither as one nor cut up."""
    return page.words.cost(words) > COINED and _cost(page, start, start + len(words)) > COINED


@lru_cache(maxsize=1)
def _of_kind(words: Vocabulary) -> re.Pattern[str]:
    """A name that says itself what it is: 小橙|助手."""
    kinds = words.things["products"]["strong"] | words.things["products"]["called"]
    return re.compile(rf"([{HAN}]{{2,4}}) ?(?:{longest(kinds)})")


@lru_cache(maxsize=1)
def _strong(words: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf" ?(?:{longest(words.things['products']['strong'])})")


def _cost(page: Page, start: int, end: int) -> int:
    """What the Chinese characters of a stretch cost as words."""
    total, at = 0, start
    for found in re.finditer(rf"[{HAN}]+", page.text[start:end]):
        total += page.lattice.plain(at + found.start(), at + found.end())
    return total


def _made_up(page: Page, brands: Collection[str]) -> Iterator[Good]:
    """A made-up word in front of a product word, or with a number: 灵犀平台, 擎芯 280."""
    text, nouns = page.text, _nouns(page.words)
    for run, stop in page.lattice.runs:
        number = _NUMBERED.match(text, stop)
        if number is None:
            continue
        for start in (stop - 2, stop - 3):
            if start >= run and _is_made_up(page, start, stop, brands, VERSION * ("." in number[0])):
                yield Good(start, stop)
                yield Good(start, number.end())
    for found in nouns.finditer(text):
        if len(found[0].strip()) < 2:
            continue
        for size in (2, 3):
            start = found.start() - size
            behind = found[0].strip().isascii() * LETTERS
            behind += SERVANT * (text[max(0, start)] == "小" and found[0] in page.words.things["products"]["servants"])
            if start >= 0 and page.lattice.run_at(start) and _is_made_up(page, start, found.start(), brands, behind):
                yield Good(start, found.start())
                break


def _is_made_up(page: Page, start: int, end: int, brands: Collection[str], behind: int) -> bool:
    """Whether a stretch reads better as a word nobody knows; ``behind`` is what follows worth."""
    piece = page.text[start:end]
    if piece in page.words.words or not all("一" <= char <= "鿿" for char in piece) or page.words.never & set(piece):
        return False
    akin = any(sign in brand for brand in brands for sign in piece)
    return made_up(page, start, end) + AKIN * akin + behind >= SURE


def _models(page: Page) -> Iterator[Good]:
    """Model numbers: with a hyphen and many digits, or beside a product word."""
    nouns = _nouns(page.words)
    for found in _MODELS.finditer(page.narrow):
        if _plain_model(found[1] + found[3], page.words) or _plain_model(found[1] + found[2] + found[3], page.words):
            continue
        plain = found[1].lower() in page.words.things["fields"]["codes_plain"]
        long = bool(found[2]) and len(found[1] + found[3]) > LONGEST - 1 and len(found[3]) > 1 and not plain
        if long or nouns.match(page.text, found.end()):
            yield Good(*found.span())


def _pieces(page: Page, sign: str) -> Iterator[str]:
    """Every stretch around a rare character that is no word, as often as it stands."""
    if not re.match(f"[{HAN}]", sign) or page.words.cost(sign) < RARE_SIGN:
        return
    for match in re.finditer(sign, page.text):
        for size in (2, 3, 4):
            for start in range(max(0, match.start() - size + 1), match.start() + 1):
                piece = page.text[start : start + size]
                if len(piece) == size and re.fullmatch(f"[{HAN}]+", piece) and piece not in page.words.words:
                    yield piece


def akin(pages: Iterable[Page], brand: str, taken: Collection[str]) -> list[str]:
    """Words that share a rare character with a company's made-up word and come more than once: 小禾苗 beside 禾浦."""
    found: list[str] = []
    for sign in brand:
        pieces = (piece for page in pages for piece in _pieces(page, sign) if brand not in piece)
        counts = Counter(pieces)
        best = [
            piece
            for piece, count in counts.most_common(40)
            if count > 1 and not any(one in piece or piece in one for one in taken)
        ]
        best.sort(key=lambda piece: (-counts[piece], -len(piece), piece))
        found += best[:1]
    return found

"""Names of other peoples: written with characters for their sounds (努尔兰·哈力克), in letters (Kevin, Vivian Li), in Pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .cues import EDGE, before, behind, beside
from .lattice import HAN
from .nouns import SURE, Named
from .slots import Page
from .vocabulary import LONGEST, RARE, REACH

#: What a name in characters for sounds costs, and half of each of them; it has no more than so many.
FOREIGN, _MOST = 8, 7
_DOT_RUN = re.compile(rf"([{HAN}]{{1,7}})[·•・‧∙]([{HAN}]{{1,7}})")
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|"
    r"ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v)"
)
_PINYIN = re.compile(r"(?<![A-Za-z])([A-Z][a-z]{1,5}) ([A-Z][a-z]{1,11})(?![A-Za-z])")
_ROMAN = re.compile(rf"(?:{_SYLLABLE}){{1,3}}")
_WORD = re.compile(
    rf"(?<![A-Za-z0-9@._-])(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?([A-Z][a-z]{{1,11}})(?: ([A-Z][a-z]{{1,9}}))?( ?[{HAN}])?(?![A-Za-z0-9@_-])"
)
_POLITE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr)\.? ")
_CALLED_LATIN = re.compile(r"(?:[阿小老大][A-Z](?:[a-z]{1,11})?|[一-鿿](?:Sir|sir|SIR))(?![A-Za-z0-9])")
_LOGIN = re.compile(r"(?<![A-Za-z0-9@._-])[a-z]{2,10}[._][a-z]{2,10}(?![A-Za-z0-9@._-])")
#: 老K, 小K.
LETTER = 2


def foreign(page: Page) -> Iterator[Named]:
    """Names of other peoples without a dot (努尔兰): characters that write sounds, and no words."""
    text, signs, lattice = page.text, page.words.foreign, page.lattice
    for run, stop in lattice.runs:
        at = run
        while at < stop:
            end = at
            while end < stop and text[end] in signs:
                end += 1
            for one in range(at, end - 1):
                for other in range(one + 2, min(end, one + _MOST) + 1):
                    yield from _sounds(page, one, other)
            at = max(end, at + 1)


def _sounds(page: Page, start: int, end: int) -> Iterator[Named]:
    """A name of another people, where what stands beside it says that somebody is meant; one of two characters, most of all."""
    text, words = page.text, page.words
    front = before(text, start, words.left)
    cues = front + behind(text, end, words.right)
    if cues >= 2 and (end - start > 2 or front >= LONGEST + 1 or text[start:end] in words.heard):
        cost = FOREIGN + FOREIGN * (end - start) // 2
        if text[start:end] in words.heard:
            cost -= FOREIGN
        yield Named(start, end, text[start:end], "foreign", page.lattice.margin(start, end, cost) + cues)


def dotted(page: Page) -> Iterator[Named]:
    """Names with a dot (阿依古丽·买买提): around it stand the characters that write sounds."""
    text, signs = page.text, page.words.foreign
    for found in _DOT_RUN.finditer(text):
        start, end = found.end(1), found.start(2)
        if page.lattice.plain(*found.span(1)) >= (RARE - 1) * len(found[1]):
            start = found.start(1)
        while start > found.start(1) and text[start - 1] in signs:
            start -= 1
        while end < found.end(2) and text[end] in signs:
            end += 1
        if end - found.start(2) >= LONGEST // 2 and found.end(1) - start >= LONGEST // 2:
            yield Named(start, end, text[start:end], "foreign", 3 * SURE)


def latin(page: Page) -> Iterator[Named]:
    """English names, with a surname in letters or as a character; names in Pinyin; 阿May."""
    narrow, words = page.narrow, page.words
    for found in _PINYIN.finditer(narrow):
        if _is_pinyin(found[1], found[2]):
            yield Named(*found.span(), found[0], "latin", SURE + 1)
    for found in _WORD.finditer(narrow):
        yield from _english(page, found)
    for found in _CALLED_LATIN.finditer(narrow):
        if len(found[0]) == LETTER or found[0][1:].lower() in words.english or found[0][0] in words.surnames:
            yield Named(*found.span(), found[0], "latin", SURE + 2)
    for found in _LOGIN.finditer(narrow):
        if before(page.text, found.start(), words.left) > LONGEST:
            yield Named(*found.span(), found[0], "latin", SURE)


def _english(page: Page, found: re.Match[str]) -> Iterator[Named]:
    """A word in letters that is an English name, or stands behind Mr, or behind what somebody does (票务Cici)."""
    words, text = page.words, page.text
    start, first = found.start(), found[1].lower()
    polite = bool(_POLITE.match(found[0]))
    if first not in words.english and not polite:
        known = words.acronyms | words.things["products"]["public"]
        if not found[2] and first not in known and before(text, start, words.left) > LONGEST:
            yield Named(start, found.end(1), found[1], "latin", SURE)
        return
    end, weight = _with_surname(page, found), SURE + 1
    if first in words.doubtful and end == found.end(1):
        weight = beside(text, start, end, words.near_left, words.near_right) + EDGE
    yield Named(start, end, page.narrow[start:end], "latin", weight)


def _with_surname(page: Page, found: re.Match[str]) -> int:
    """Where an English name ends with the surname behind it: Vivian Li, Kevin 郭."""
    words = page.words
    if found[2] and (found[2].lower() in words.english or _ROMAN.fullmatch(found[2].lower())):
        return found.end(2)
    if found[3] and not found[2] and words.surnames.get(found[3].strip(), RARE) < LONGEST + 2:
        return found.end(3) if _alone(page, found.end(3)) else found.end(1)
    return found.end(1)


def _alone(page: Page, end: int) -> bool:
    """Whether a character that may be a surname begins no word."""
    run = page.lattice.run_at(end - 1)
    if run is None or end == run[1]:
        return True
    cuts = dict(page.lattice.cut(end - 1, min(run[1], end + REACH)))
    return cuts.get(end - 1) == end


@lru_cache(maxsize=1024)
def _is_pinyin(first: str, second: str) -> bool:
    """Whether two words are a name in Pinyin, the surname first."""
    one, two = first.lower(), second.lower()
    return bool(_ROMAN.fullmatch(one) and _ROMAN.fullmatch(two) and (len(two) > 1))

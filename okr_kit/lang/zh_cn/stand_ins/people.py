"""Who is named in a text: full names, surnames with titles, names of other peoples, English and Pinyin names.

A stretch is a name where the text reads better with a name there than with words (:mod:`.lattice`), what stands beside it
counted in; or where a name is expected (:mod:`.slots`) and nothing speaks against one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .lattice import HAN
from .slots import Page, Slot
from .vocabulary import LONGEST, RARE, REACH, Vocabulary

#: What a name costs before its characters: one word in so many is one (natural logarithm); a name of two characters is rarer.
NAME, SHORT, TITLED, CALLED = 5, 2, 4, 4
#: From this weight on a name is one; a name in a slot is taken on less.
SURE, LIKELY, FOREIGN = 7, 0, 8
#: What speaks for a name in a slot, by how sure the slot is.
_EXPECTED = {2: 14, 1: 6}
#: A given name of two characters seldom ends in what opens one.
_OPENING, _OPENED = frozenset("家小晓永建志思若诗梓可大以之"), 7
_MOST_FOREIGN = 5


class Named(NamedTuple):
    """A name in a text. ``sort`` is full, titled, called, foreign, latin or given; ``weight`` how sure it is one."""

    start: int
    end: int
    form: str
    sort: str
    weight: int
    slot: bool = False


def named(page: Page) -> list[Named]:
    """The names of a text that do not overlap, the surest ones."""
    found = [*_han(page), *_foreign(page), *_dotted(page), *_latin(page)]
    expected = {(slot.start, slot.end): slot.sure for slot in page.slots if slot.kind == "name"}
    weighed = [_expect(one, expected) for one in found]
    places = {(one.start, one.end) for one in weighed}
    weighed += [
        name
        for slot in page.slots
        if slot.kind == "name" and (slot.start, slot.end) not in places
        for name in _from_slot(page, slot)
    ]
    return _apart(weighed)


def _expect(one: Named, expected: dict[tuple[int, int], int]) -> Named:
    sure = expected.get((one.start, one.end))
    return one._replace(weight=one.weight + _EXPECTED[sure], slot=True) if sure else one


def _apart(names: list[Named]) -> list[Named]:
    """The names without those that overlap a surer one; of two as sure, the longer."""
    taken: list[Named] = []
    used: set[int] = set()
    for one in sorted(names, key=lambda one: (-one.weight, one.start - one.end, one.start)):
        if one.weight >= LIKELY and used.isdisjoint(range(one.start, one.end)):
            used.update(range(one.start, one.end))
            taken.append(one)
    return sorted(taken)


def beside(text: str, start: int, end: int, left: dict[str, int], right: dict[str, int]) -> int:
    """What the words around a place say for a name in it."""
    return _before(text, start, left) + _behind(text, end, right)


def _before(text: str, start: int, weights: dict[str, int]) -> int:
    if start > 1 and text[start - 1] == " ":
        start -= 1
    if start == 0 or text[start - 1] in "\n\t ":
        return 2
    return _one([weights[word] for size in range(1, REACH + 1) if (word := text[max(0, start - size) : start]) in weights])


def _behind(text: str, end: int, weights: dict[str, int]) -> int:
    if end + 1 < len(text) and text[end] == " ":
        end += 1
    if end >= len(text) or text[end] in "\n\t ":
        return 2
    if _TIME.match(text, end):
        return SURE
    return _one([weights[word] for size in range(1, REACH + 1) if (word := text[end : end + size]) in weights])


_TIME = re.compile(r"\d{1,2}:\d\d")


def _one(weights: list[int]) -> int:
    """What words that begin or end at one place say: what speaks against a name counts first."""
    return min(weights) if weights and min(weights) < 0 else max(weights, default=0)


def _han(page: Page) -> Iterator[Named]:
    """Surnames with given names or titles, and 老, 小, 阿 with a surname."""
    text, words = page.text, page.words
    surnames, compound = words.surnames, words.compound
    for start, stop in page.lattice.runs:
        for at in range(start, stop - 1):
            if text[at] in surnames:
                yield from _from(page, at, at + 1, stop, surnames[text[at]])
            if text[at : at + 2] in compound:
                yield from _from(page, at, at + 2, stop, LONGEST + 2)
            if text[at] in words.before:
                yield from _called(page, at, stop)


def _called(page: Page, start: int, stop: int) -> Iterator[Named]:
    """老, 小 and the like with a surname, where that is no word (老师, 小米)."""
    text, words = page.text, page.words
    end = start + (3 if text[start + 1 : min(stop, start + 3)] in words.compound else 2)
    surname = words.surnames.get(text[start + 1], RARE) if end == start + 2 else LONGEST
    if surname < RARE and text[start:end] not in words.words:
        weight = page.lattice.margin(start, end, CALLED + surname)
        yield Named(start, end, text[start:end], "called", weight + beside(text, start, end, words.left, words.right))


def _from(page: Page, start: int, given: int, stop: int, surname: int) -> Iterator[Named]:
    """The names that begin with a surname at a place."""
    text, words, lattice = page.text, page.words, page.lattice
    for end in (given + 1, given + 2):
        if end > stop or (cost := words.given_cost(text[given:end])) is None:
            break
        cost += NAME + surname + (SHORT if end == given + 1 else _OPENED * (text[end - 1] in _OPENING))
        if _at_most(words, text[start:end]) - cost < -_EXPECTED[2]:
            continue
        weight = lattice.margin(start, end, cost) + beside(text, start, end, words.left, words.right)
        yield Named(start, end, text[start:end], "full", weight)
    for size in range(1, REACH):
        if given + size <= stop and text[given : given + size] in words.titles:
            weight = lattice.margin(start, given + size, TITLED + surname)
            weight += beside(text, start, given + size, words.left, words.right)
            yield Named(start, given + size, text[start : given + size], "titled", weight)


def _at_most(words: Vocabulary, piece: str) -> int:
    """What a piece of two or three characters costs as words at most: no name in it can win more."""
    cuts = [words.cost(piece), words.cost(piece[:1]) + words.cost(piece[1:])]
    return min(*cuts, words.cost(piece[:-1]) + words.cost(piece[-1:]))


def _foreign(page: Page) -> Iterator[Named]:
    """Names of other peoples without a dot (努尔兰): characters that write sounds, and no words."""
    text, signs, lattice = page.text, page.words.foreign, page.lattice
    for run, stop in lattice.runs:
        at = run
        while at < stop:
            end = at
            while end < stop and text[end] in signs:
                end += 1
            for one in range(at, end - 1):
                for other in range(one + 2, min(end, one + _MOST_FOREIGN) + 1):
                    yield from _sounds(page, one, other)
            at = max(end, at + 1)


def _sounds(page: Page, start: int, end: int) -> Iterator[Named]:
    """A name of another people, where what stands beside it says that somebody is meant; one of two characters, most of all."""
    text, words = page.text, page.words
    front = _before(text, start, words.left)
    cues = front + _behind(text, end, words.right)
    if cues >= 2 and (end - start > 2 or front >= LONGEST + 1):
        cost = FOREIGN + FOREIGN * (end - start) // 2
        yield Named(start, end, text[start:end], "foreign", page.lattice.margin(start, end, cost) + cues)


_DOT_RUN = re.compile(rf"([{HAN}]{{1,7}})[·•・‧∙]([{HAN}]{{1,7}})")


def _dotted(page: Page) -> Iterator[Named]:
    """Names with a dot (阿依古丽·买买提): around it stand the characters that write sounds."""
    text, signs = page.text, page.words.foreign
    for found in _DOT_RUN.finditer(text):
        start, end = found.end(1), found.start(2)
        while start > found.start(1) and text[start - 1] in signs:
            start -= 1
        while end < found.end(2) and text[end] in signs:
            end += 1
        if end - found.start(2) >= LONGEST // 2 and found.end(1) - start >= LONGEST // 2:
            yield Named(start, end, text[start:end], "foreign", 3 * SURE)


_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|"
    r"ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v)"
)
_PINYIN = re.compile(rf"(?<![A-Za-z])([A-Z][a-z]{{1,5}}) ([A-Z][a-z]{{1,11}})(?![A-Za-z])")
_ROMAN = re.compile(rf"(?:{_SYLLABLE}){{1,3}}")
_ONE_ROMAN = re.compile(_SYLLABLE)
_WORD = re.compile(
    rf"(?<![A-Za-z0-9@._-])(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?([A-Z][a-z]{{1,11}})(?: ([A-Z][a-z]{{1,9}}))?( ?[{HAN}])?(?![A-Za-z0-9@_-])"
)
_POLITE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr)\.? ")
_CALLED_LATIN = re.compile(rf"[阿小老大][A-Z][a-z]{{1,11}}(?![A-Za-z])")


def _latin(page: Page) -> Iterator[Named]:
    """English names, with a surname in letters or as a character; names in Pinyin; 阿May."""
    narrow, words = page.narrow, page.words
    for found in _PINYIN.finditer(narrow):
        if _is_pinyin(found[1], found[2]):
            yield Named(*found.span(), found[0], "latin", SURE + 1)
    for found in _WORD.finditer(narrow):
        yield from _english(page, found)
    for found in _CALLED_LATIN.finditer(narrow):
        if found[0][1:].lower() in words.english:
            yield Named(*found.span(), found[0], "latin", SURE + 2)


def _english(page: Page, found: re.Match[str]) -> Iterator[Named]:
    words, text = page.words, page.text
    start, first = found.start(), found[1].lower()
    polite = bool(_POLITE.match(found[0]))
    if first not in words.english and not polite:
        return
    end, weight = found.end(1), SURE + 2 * polite
    if found[2] and (found[2].lower() in words.english or _ROMAN.fullmatch(found[2].lower())):
        end, weight = found.end(2), SURE + 2
    elif (
        found[3]
        and not found[2]
        and words.surnames.get(found[3].strip(), RARE) < LONGEST + 2
        and _alone(page, found.end(3))
    ):
        end, weight = found.end(3), SURE + 1
    if first in words.doubtful and end == found.end(1):
        weight = beside(text, start, end, words.near_left, words.near_right) + LIKELY
    yield Named(start, end, page.narrow[start:end], "latin", weight)


UNLIKELY = 13


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


def _from_slot(page: Page, slot: Slot) -> Iterator[Named]:
    """A name where one is expected although it has no shape of one: 晓棠, 阿豪, 瓦其, LZX."""
    text, words = page.text, page.words
    piece = text[slot.start : slot.end]
    bare = piece.replace(" ", "")
    if not bare or bare in words.nobody or (bare[-1] in words.units and len(bare) > LONGEST - 2):
        return
    if len(bare) == 2 and bare[0] == bare[1] and words.given.get(bare[0], RARE) < RARE - 2:
        yield Named(slot.start, slot.end, bare, "given", SURE, slot=True)
    elif re.fullmatch(f"[{HAN}]{{2,{LONGEST}}}", bare):
        surname = words.surname_of(bare)
        shaped = bool(surname) and 0 < len(bare) - len(surname) < LONGEST - 1
        if " " in piece and shaped:
            yield Named(slot.start, slot.end, bare, "full", SURE + 6 * slot.sure, slot=True)
        elif slot.sure > 1 and surname == bare and len(bare) > 1:
            yield Named(slot.start, slot.end, bare, "given", SURE + 1, slot=True)
        elif slot.sure > 1 and _strange(page, slot) and bare[-1] not in words.units:
            sort = "full" if shaped and words.given_cost(bare[len(surname) :]) is not None else "given"
            yield Named(slot.start, slot.end, bare, sort, SURE, slot=True)
    elif slot.sure > 1 and re.fullmatch(r"[a-z][a-z .]{1,20}", piece) and piece not in words.acronyms:
        if page.narrow[slot.start].isupper():
            yield Named(slot.start, slot.end, page.narrow[slot.start : slot.end], "latin", SURE, slot=True)


def _strange(page: Page, slot: Slot) -> bool:
    """Whether a slot's words are no ordinary ones."""
    size = slot.end - slot.start
    return page.lattice.plain(slot.start, slot.end) >= UNLIKELY * size * 2 // 3 and size > 1

"""Chinese names as they stand in running text: surnames with given names or titles, 老王, 阿强, 晓雯.

A stretch is weighed as a name against the words that it may be (:mod:`.lattice`), and by what stands beside it (:mod:`.cues`).
"""

from __future__ import annotations

from collections.abc import Iterator

from .cues import before, beside
from .nouns import Named
from .slots import Page
from .vocabulary import LONGEST, RARE, REACH, Vocabulary

#: What a name costs before its characters: one word in so many is one (natural logarithm); a name of two characters is rarer.
NAME, SHORT, TITLED, CALLED = 5, 2, 5, 4
#: A given name of two characters seldom ends in what opens one.
_OPENING, _OPENED = frozenset("家小晓永建志思若诗梓可大以之"), 7
#: Surnames and characters of no more cost are common; surnames up to the second are heard behind 老, 小 and the like.
COMMON, OFTEN = 5, 8
#: What 阿, 小, 老, 大 in front of a given name cost, and a given name without a surname.
GIVEN, ALONE = {"阿": 2, "小": 7, "老": 12, "大": 9}, 10
#: A surname that costs no more as a word is one that everybody says: 有, 和, 经.
PLAIN = 8
#: No more than this can speak for a name beside its characters.
MOST = 14
#: A surname that counts behind a number.
TEN_THOUSAND = "万"


def names(page: Page) -> Iterator[Named]:
    """Surnames with given names or titles, and 老, 小, 阿 with a surname."""
    text, words = page.text, page.words
    surnames, compound = words.surnames, words.compound
    for start, stop in page.lattice.runs:
        for at in range(start, stop - 1):
            if text[at] in words.given and text[at] not in words.before:
                yield from _given(page, at)
            if text[at] in surnames:
                yield from _from(page, at, at + 1, stop, surnames[text[at]])
            if text[at : at + 2] in compound:
                yield from _from(page, at, at + 2, stop, LONGEST + 2)
            if text[at] in words.before:
                yield from _called(page, at, stop)


def _called(page: Page, start: int, stop: int) -> Iterator[Named]:
    """老, 小 and the like with a surname or the last character of a name, where that is no word (老师, 小米)."""
    text, words = page.text, page.words
    end = start + (3 if text[start + 1 : min(stop, start + 3)] in words.compound else 2)
    form = text[start:end]
    if form[1:] in words.never and form[1:] not in words.surnames:
        return
    if form in words.words and before(text, start, words.left) <= COMMON - 1:
        return
    cost = CALLED + min(words.surnames.get(form[1:], RARE), LONGEST + 2 if end - start > 2 else RARE)
    if cost > CALLED + OFTEN:
        cost = GIVEN[form[0]] + words.given.get(form[1:], RARE)
    weight = page.lattice.margin(start, end, cost) + beside(text, start, end, words.left, words.right)
    yield Named(start, end, form, "called", weight)


def _given(page: Page, start: int) -> Iterator[Named]:
    """A given name alone (晓雯), one character of it twice (蓉蓉) or with 姐, 哥 (丽姐)."""
    text, words = page.text, page.words
    one, two = text[start], text[start + 1]
    form = one + two
    if form in words.words and (one != two or before(text, start, words.left) <= COMMON - 1):
        return
    if two in words.family:
        sort, cost = "titled", ALONE - 2 + words.given[one]
    elif one == two:
        sort, cost = "given", ALONE + words.given[one]
    elif words.given[one] <= COMMON and words.given.get(two, RARE) <= COMMON:
        sort, cost = "given", ALONE + words.given[one] + words.given[two]
    else:
        return
    weight = page.lattice.margin(start, start + 2, cost) + beside(text, start, start + 2, words.left, words.right)
    yield Named(start, start + 2, form, sort, weight)


def _from(page: Page, start: int, given: int, stop: int, surname: int) -> Iterator[Named]:
    """The names that begin with a surname at a place."""
    text, words, lattice = page.text, page.words, page.lattice
    if text[start] == TEN_THOUSAND and text[max(0, start - 2) : start].strip()[-1:].isdigit():
        return
    for end in (given + 1, given + 2):
        if end > stop or (cost := words.given_cost(text[given:end])) is None:
            break
        cost += NAME + surname + (SHORT if end == given + 1 else _OPENED * (text[end - 1] in _OPENING))
        if _at_most(words, text[start:end]) - cost < -MOST:
            continue
        weight = lattice.margin(start, end, cost) + beside(text, start, end, words.left, words.right)
        yield Named(start, end, text[start:end], "full", weight)
    yield from _titled(page, start, given, stop, surname)


def _titled(page: Page, start: int, given: int, stop: int, surname: int) -> Iterator[Named]:
    """The titles that stand behind a surname."""
    text, words, lattice = page.text, page.words, page.lattice
    for size in range(1, REACH):
        title = text[given : given + size]
        if given + size <= stop and title in words.titles and not _is_word(words, text[start : given + size], surname):
            plain = LONGEST * (words.cost(text[start:given]) <= PLAIN)
            weight = lattice.margin(start, given + size, TITLED + surname + plain)
            weight += 2 * (title in words.polite) + beside(text, start, given + size, words.left, words.right)
            yield Named(start, given + size, text[start : given + size], "titled", weight)


def _is_word(words: Vocabulary, titled: str, surname: int) -> bool:
    """Whether a surname with a title is a word (施工, 班组长), or the title one that only common surnames have."""
    return titled in words.words or (titled[-1] in words.offices and surname > COMMON)


def _at_most(words: Vocabulary, piece: str) -> int:
    """What a piece of two or three characters costs as words at most: no name in it can win more."""
    cuts = [words.cost(piece), words.cost(piece[:1]) + words.cost(piece[1:])]
    return min(*cuts, words.cost(piece[:-1]) + words.cost(piece[-1:]))

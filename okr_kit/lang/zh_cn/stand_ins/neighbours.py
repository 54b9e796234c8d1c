"""Names that show by those beside them: in a list of names, in a column of names, as what somebody is called in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .lattice import HAN
from .nouns import SURE, Named
from .slots import Page, behind_role
from .vocabulary import LONGEST

#: A word that costs less is no nickname.
_WORD = 14
_PART = rf"(?:[{HAN}]{{1,9}}(?:[·•・‧][{HAN}]{{1,7}})?|[A-Za-z][A-Za-z. ]{{0,14}}[A-Za-z])"
_LIST = re.compile(rf"{_PART}(?: ?[、/&+] ?{_PART}){{1,14}}")
_END = re.compile(rf"(?:\t| {{2,}}|—|–|[(〔｜|]) ?({_PART}(?: ?[、/] ?{_PART}){{0,4}})[)〕]?$", re.MULTILINE)
_PARTS = re.compile(_PART)
_SPEAKER = re.compile(rf"^([{HAN}]{{2,4}}):(?=\S)", re.MULTILINE)
_BOTH = re.compile(rf"([{HAN}]{{2,4}}|[A-Za-z]{{1,12}}) ?\(([{HAN}]{{2,4}}|[A-Z][a-z]{{1,11}})\)")
_LATIN = re.compile(r"[A-Z][a-z]{1,11}(?: [A-Z][a-z]{1,9})?|[a-z]{2,10}[._][a-z]{2,10}")

Place = tuple[int, int]


def neighbours(page: Page, names: Sequence[Named]) -> Iterator[Named]:
    """The names that those which are sure make sure."""
    certain = {(one.start, one.end) for one in names if one.weight >= SURE}
    groups = [
        *((1, group) for group in _lists(page)),
        *((2, column) for column in (*page.columns, _ends(page), _speakers(page))),
    ]
    for least, group in groups:
        known = sum(place in certain for place in group)
        if known >= least and 2 * known >= len(group):
            for place in group:
                if place not in certain:
                    yield from like(page, *place)
    for found in _BOTH.finditer(page.text):
        one, other = found.span(1), found.span(2)
        if (one in certain) != (other in certain):
            yield from (name for name in like(page, *(other if one in certain else one)) if not _is_word(page, name))


def _is_word(page: Page, name: Named) -> bool:
    piece = page.text[name.start : name.end]
    office = any(piece.endswith(title) for title in page.words.titles - page.words.family)
    return office or page.words.cost(piece) < _WORD or name.form.lower() in page.words.acronyms


def _lists(page: Page) -> Iterator[list[Place]]:
    """The parts of each list; in front of its first name may stand what somebody is (成员包容、…)."""
    for found in _LIST.finditer(page.text):
        places = [part.span() for part in _PARTS.finditer(page.text, *found.span())]
        yield [behind_role(page, *place) for place in places]


def _ends(page: Page) -> list[Place]:
    """What ends lines, in brackets or behind a dash or gap; below each other that is a column too."""
    return [part.span() for found in _END.finditer(page.text) for part in _PARTS.finditer(page.text, *found.span(1))]


def _speakers(page: Page) -> list[Place]:
    """Who speaks in a chat, line by line: 高峰:样品寄出了."""
    return [found.span(1) for found in _SPEAKER.finditer(page.text)]


def like(page: Page, start: int, end: int) -> Iterator[Named]:
    """What stands at a place, as a name, if it may be one."""
    words, piece = page.words, page.text[start:end]
    if piece in words.nobody or (piece[-1:] in words.units and len(piece) > 2):
        return
    if re.fullmatch(f"[{HAN}]{{2,{LONGEST}}}", piece):
        surname = words.surname_of(piece)
        given = piece.removeprefix(surname)
        if surname and 0 < len(given) < LONGEST - 1 and words.given_cost(given) is not None:
            yield Named(start, end, piece, "full", SURE + 1, slot=True)
        elif len(piece) < LONGEST and words.cost(piece) >= _WORD and page.lattice.plain(start, end) >= _WORD:
            yield Named(start, end, piece, "given", SURE, slot=True)
    elif _LATIN.fullmatch(page.narrow[start:end]) and piece not in words.acronyms:
        yield Named(start, end, page.narrow[start:end], "latin", SURE, slot=True)

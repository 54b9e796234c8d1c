"""Who is named in a text: the names of all sorts that do not overlap, and what stands where a name is expected."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .abroad import dotted, foreign, latin
from .han import names
from .lattice import HAN
from .neighbours import neighbours
from .nouns import LIKELY, SURE, Named
from .slots import Page, Slot
from .vocabulary import LONGEST, RARE

#: What speaks for a name in a slot, by how sure the slot is; what blanks inside of one are worth.
_EXPECTED, _SPACED = {2: 14, 1: 6}, 6
#: A word of so much cost is no ordinary one.
UNLIKELY = 13


def named(page: Page) -> list[Named]:
    """The names of a text that do not overlap, the surest ones."""
    found = [*names(page), *foreign(page), *dotted(page), *latin(page)]
    expected = {
        (slot.start, slot.end): slot.sure for slot in page.slots if slot.kind == "name" and _may_hold(page, slot)
    }
    weighed = [_expect(one, expected) for one in found]
    places = {(one.start, one.end) for one in weighed}
    weighed += [
        name
        for slot in page.slots
        if slot.kind == "name" and (slot.start, slot.end) not in places
        for name in _from_slot(page, slot)
    ]
    sure = _apart(weighed)
    return _apart([*sure, *neighbours(page, sure)])


def _may_hold(page: Page, slot: Slot) -> bool:
    """Whether a name may stand in a slot: no department, and where it only may be one, no word."""
    piece, words = page.text[slot.start : slot.end], page.words
    return (
        piece[-1] not in words.departments and piece not in words.nobody and (slot.sure > 1 or piece not in words.words)
    )


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


def _from_slot(page: Page, slot: Slot) -> Iterator[Named]:
    """A name where one is expected although it has no shape of one: 晓棠, 阿豪, 瓦其, LZX."""
    text, words = page.text, page.words
    piece = text[slot.start : slot.end]
    bare = piece.replace(" ", "").replace("\t", "")
    if not bare or bare in words.nobody or (bare[-1] in words.units and len(bare) > LONGEST - 2):
        return
    if len(bare) == 2 and bare[0] == bare[1] and words.given.get(bare[0], RARE) < RARE - 2:
        yield Named(slot.start, slot.end, bare, "given", SURE, slot=True)
    elif re.fullmatch(f"[{HAN}]{{2,{LONGEST}}}", bare):
        yield from _han_slot(page, slot, bare)
    elif (
        slot.sure > 1
        and re.fullmatch(r"[a-z][a-z ._]{1,20}", piece)
        and piece not in words.acronyms
        and (page.narrow[slot.start].isupper() or re.fullmatch(r"[a-z]{2,10}[._][a-z]{2,10}", piece))
    ):
        yield Named(slot.start, slot.end, page.narrow[slot.start : slot.end], "latin", SURE, slot=True)


def _han_slot(page: Page, slot: Slot, bare: str) -> Iterator[Named]:
    """A name in Chinese characters where one is expected: with blanks in it, a long surname alone, or no ordinary words."""
    words = page.words
    surname = words.surname_of(bare)
    shaped = bool(surname) and 0 < len(bare) - len(surname) < LONGEST - 1
    if len(bare) < slot.end - slot.start and shaped:
        yield Named(slot.start, slot.end, bare, "full", SURE + _SPACED * slot.sure, slot=True)
    elif slot.sure > 1 and surname == bare and len(bare) > 1:
        yield Named(slot.start, slot.end, bare, "given", SURE + 1, slot=True)
    elif slot.sure > 1 and _strange(page, slot) and bare[-1] not in words.units:
        sort = "full" if shaped and words.given_cost(bare[len(surname) :]) is not None else "given"
        yield Named(slot.start, slot.end, bare, sort, SURE, slot=True)


def _strange(page: Page, slot: Slot) -> bool:
    """Whether a slot's words are no ordinary ones."""
    size = slot.end - slot.start
    return page.lattice.plain(slot.start, slot.end) >= UNLIKELY * size * 2 // 3 and size > 1

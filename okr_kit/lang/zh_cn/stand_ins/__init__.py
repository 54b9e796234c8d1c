"""What names somebody or something in a client's texts: people, companies, products, addresses, numbers.

All texts are read together: what shows in one is known in all. :func:`read` says which things are named, by which forms;
:class:`Forms` says where they stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ....fold import fold
from .brands import brand_of, extended
from .codes import coded
from .firms import firms
from .goods import akin, goods
from .lattice import folded
from .matching import CODES, Forms
from .nouns import Named
from .people import named
from .persons import LETTER, persons
from .places import addresses
from .slots import Page
from .vocabulary import Vocabulary, vocabulary

__all__ = ["LETTER", "Forms", "Thing", "read"]

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
Place = tuple[int, int]
#: A company whose made-up word costs less is not called by that word alone: 今年.
ORDINARY = 11
#: A part of a domain that names a company has so many letters.
LETTERS = 4
_DOMAIN = re.compile(r"@([A-Za-z0-9-]{2,63})\.[a-z]{2,}")


@dataclass(slots=True)
class Thing:
    """Something that is named: its forms, each with what replaces it (empty: the whole stand-in), and whether it is certain."""

    kind: str
    forms: dict[str, str] = field(default_factory=dict)
    sure: bool = True
    own: bool = False


def read(texts: Mapping[str, str], known: Iterable[tuple[str, str]] = ()) -> list[Thing]:
    """What is named in the texts; a company that is ``known`` (kind, text) is the client itself."""
    given: dict[str, list[str]] = defaultdict(list)
    for kind, text in known:
        if len(text.strip()) > 1:
            given[kind].append(text.strip())
    words = vocabulary()
    pages = [Page(name, text, text.translate(_NARROW), folded(text), words) for name, text in texts.items()]
    taken = {page.name: bytearray(len(page.raw)) for page in pages}
    things = [*_codes(pages, taken, given)]
    companies = _companies(pages, taken, given["company"], words)
    things += companies.values()
    things += _products(pages, taken, companies, given["product"])
    others = Forms(
        {form: thing.kind for thing in things if thing.sure or thing.kind == "company" for form in thing.forms}
    )
    things += _people(pages, taken, others, given["name"], words)
    return things


def _codes(pages: Sequence[Page], taken: dict[str, bytearray], given: Mapping[str, Sequence[str]]) -> Iterable[Thing]:
    """Numbers and addresses, those that mean the same as one."""
    found: dict[tuple[str, str], Thing] = {}
    for kind in CODES:
        for text in given.get(kind, ()):
            found[kind, text] = Thing(kind, {text: ""})
    for page in pages:
        for one in coded(page):
            _take(taken[page.name], one.start, one.end)
            thing = found.setdefault((one.kind, one.key), Thing(one.kind, sure=one.sure))
            thing.forms[page.raw[one.start : one.end]] = ""
        for start, end in addresses(page):
            _take(taken[page.name], start, end)
            words = page.raw[start:end]
            found.setdefault(("address", re.sub(r"\s", "", words)), Thing("address")).forms[words] = ""
    return found.values()


def _take(closed: bytearray, start: int, end: int) -> None:
    closed[start:end] = b"\1" * (end - start)


def _companies(
    pages: Sequence[Page], taken: dict[str, bytearray], own: Sequence[str], words: Vocabulary
) -> dict[str, Thing]:
    """Companies by what is left of their names when cut short; the client itself first."""
    found: dict[str, Thing] = {}
    for name in own:
        brand = brand_of(fold(name), words) or name
        found.setdefault(brand, Thing("company", own=True)).forms[name] = ""
    spots = [(page, one) for page in pages for one in firms(page) if not any(taken[page.name][one.start : one.end])]
    for page, one in sorted(spots, key=lambda spot: not spot[1].full):
        name = page.text[one.start : one.end]
        brand = brand_of(name, words) or name
        known = next((other for other in found if other in name), None)
        if known is not None and not one.full:
            continue
        thing = found.setdefault(known or brand, Thing("company", sure=one.full))
        thing.forms[page.raw[one.start : one.end]] = ""
    for brand, thing in found.items():
        for page in pages:
            for start, end in _around(page, brand):
                if end - start > len(brand) or thing.own or words.cost(brand) >= ORDINARY:
                    thing.forms.setdefault(page.raw[start:end], "")
    return found


def _around(page: Page, brand: str) -> Iterator[Place]:
    """Where a company's made-up word stands, alone and with trades and 集团 behind it."""
    at = page.text.find(brand)
    while at >= 0:
        end = at + len(brand)
        yield at, end
        yield at, extended(page, end, len(page.text))
        at = page.text.find(brand, end)


def _products(
    pages: Sequence[Page], taken: dict[str, bytearray], companies: Mapping[str, Thing], given: Sequence[str]
) -> Iterable[Thing]:
    """Products; those of one made-up word or model as one."""
    found: dict[str, Thing] = {text: Thing("product", {text: ""}) for text in given}
    firms_ = {form for thing in companies.values() for form in thing.forms}
    for page in pages:
        for one in goods(page, companies):
            words = page.raw[one.start : one.end]
            if not any(taken[page.name][one.start : one.end]) and words not in firms_:
                thing = found.setdefault(re.sub(r"\s", "", words), Thing("product", sure=one.sure))
                thing.forms[words] = ""
    for words in _of_domains(pages):
        found.setdefault(words.lower(), Thing("product", sure=False)).forms[words] = ""
    for brand, thing in companies.items():
        if thing.own:
            for words in akin(pages, brand, [*found, *companies]):
                found[words] = Thing("product", {words: ""}, sure=False)
    return found.values()


def _of_domains(pages: Sequence[Page]) -> set[str]:
    """Words in letters that are part of a mail address's domain: how a company writes its name (DUOMAN)."""
    parts = {
        part.lower()
        for page in pages
        for found in _DOMAIN.finditer(page.narrow)
        for part in re.split(r"[-.]", found[1])
    }
    parts = {
        part
        for part in parts
        if len(part) >= LETTERS and part.isalpha() and part not in pages[0].words.things["products"]["mail"]
    }
    if not parts:
        return set()
    alone = re.compile(rf"(?<![A-Za-z0-9@._/-])(?:{'|'.join(sorted(parts))})(?![A-Za-z0-9@._/-])", re.IGNORECASE)
    return {page.raw[slice(*found.span())] for page in pages for found in alone.finditer(page.narrow)}


def _people(
    pages: Sequence[Page], taken: dict[str, bytearray], others: Forms, given: Sequence[str], words: Vocabulary
) -> Iterable[Thing]:
    """People, unless what looks like a name is part of a number, an address, a company."""
    seen: list[tuple[str, Named]] = []
    for page in pages:
        for start, end in others.places(page.raw):
            _take(taken[page.name], start, end)
        closed = taken[page.name]
        seen += [(page.raw[one.start : one.end], one) for one in named(page) if not any(closed[one.start : one.end])]
    return [Thing("name", person.forms, person.sure) for person in persons(seen, given, words)]

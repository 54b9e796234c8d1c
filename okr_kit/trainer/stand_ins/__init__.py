"""Names of people and companies, products, addresses and numbers out of a client's texts: found, shown, replaced.

:func:`find` reads all texts together and says what it would replace by what; the trainer looks at the list and changes it
(:func:`edited`); :func:`replace` does it to one text, the same in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace as changed
from typing import Any

from ... import lang
from ...lang import Language
from .naming import Namer
from .nouns import KINDS, Found, Known
from .replacing import Replacer, sieve

__all__ = ["KINDS", "Found", "Known", "Replacer", "edited", "find", "replace"]

#: A row of the list: its kind and any of its forms.
Key = tuple[str, str]


def find(texts: Mapping[str, str], known: Iterable[Known] = (), *, language: Language | None = None) -> list[Found]:
    """Everything in the texts (by name) that names somebody or something, by kind and where it comes up first.

    ``known`` are names that are told in advance; a known company is the client itself.
    """
    language = language or lang.load()
    reader = sieve(language.tag)
    things = reader.read(texts, [(one.kind, one.text) for one in known])
    forms = {form: (at, thing.kind) for at, thing in enumerate(things) for form in thing.forms}
    seen = _seen(
        texts,
        reader.Forms({form: kind for form, (_, kind) in forms.items()}),
        {form: at for form, (at, _) in forms.items()},
    )
    namer, found = Namer(language), []
    for at, (counts, where, _) in sorted(
        seen.items(), key=lambda item: (KINDS.index(things[item[0]].kind), item[1][2])
    ):
        found.append(_found(things[at], counts, where, namer))
    return found


def _seen(
    texts: Mapping[str, str], forms: Any, owner: Mapping[str, int]
) -> dict[int, tuple[dict[str, int], dict[str, None], int]]:
    """Of each thing by its number: how often each form stands, in which texts, and its place in the order of coming up."""
    seen: dict[int, tuple[dict[str, int], dict[str, None], int]] = {}
    for name, text in texts.items():
        for start, end in forms.places(text):
            form = text[start:end]
            counts, where, _ = seen.setdefault(owner[form], ({}, {}, len(seen)))
            counts[form] = counts.get(form, 0) + 1
            where[name] = None
    return seen


def _found(thing: Any, counts: Mapping[str, int], where: Iterable[str], namer: Namer) -> Found:
    """One row of the list."""
    forms = tuple(sorted(counts, key=lambda form: (-len(form), form)))
    letter = "" if thing.own else namer.letter(thing.kind)
    short = {form: thing.forms[form].replace("{letter}", letter) for form in forms if thing.forms[form]}
    whole = namer.whole(thing.kind, letter, own=thing.own)
    return Found(thing.kind, forms, whole, sum(counts.values()), tuple(where), thing.sure, short)


def edited(found: Sequence[Found], changes: Mapping[Key, str | None]) -> list[Found]:
    """The list with her changes, by kind and any form: another stand-in for all forms; None leaves the row out.

    A form that no row of that kind has is a new row; it counts no places, as no text is at hand.
    """
    made = []
    left = dict(changes)
    for one in found:
        keys = [(one.kind, form) for form in one.forms if (one.kind, form) in left]
        words = [left.pop(key) for key in keys]
        if not words:
            made.append(one)
        elif words[0] is not None:
            made.append(changed(one, stand_in=words[0], stand_ins={}))
    return made + [Found(kind, (form,), words, 0, ()) for (kind, form), words in left.items() if words is not None]


def replace(text: str, found: Iterable[Found], *, tag: str = lang.DEFAULT) -> str:
    """A text with everything replaced: longest forms first, never inside of what was; doing it again changes nothing.

    For many texts make a :class:`Replacer` once.
    """
    return Replacer(found, tag).text(text)

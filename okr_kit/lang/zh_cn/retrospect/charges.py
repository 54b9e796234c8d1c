r"""Who does something and by when, in the words of an action, by a model that looks at each character and those around it.

The weights are learnt from actions in which both were marked by hand (``python benchmarks/weights.py --write`` makes
``charges.tsv``): how people are called, and how days are named, has too many shapes for a table of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ....fold import fold
from ....labeller import Labeller, Piece
from ....model import Span
from .people import IS_NOBODY, SURNAMES
from .weights import labeller

#: A character is none of it, or the beginning of a name or a day, or goes on with it.
NOTHING, WHO, WHO_ON, DAY, DAY_ON = LABELS = ("-", "who", "who+", "day", "day+")
#: Every character follows the one before alike.
OPENS = "c"
_EDGE = "^^^", "$$$"
_STOPS = frozenset(",;。:、(|\n\t")
#: How far from the beginning of a clause it makes a difference where a character stands.
_FAR = 5
#: The windows of characters around one that are looked at: from, to.
_WINDOWS = tuple(
    (start, end)
    for start, end in (
        *((at, at + 1) for at in range(-3, 4)),
        *((at, at + 2) for at in range(-2, 2)),
        *((at, at + 3) for at in range(-3, 2)),
    )
)


class Charge(NamedTuple):
    """Where somebody, and where a day is named."""

    people: tuple[Span, ...]
    days: tuple[Span, ...]


def charge(said: str) -> Charge:
    """Who is to do something, and when, in a folded action; words that name nobody (大家, 相关部门) are left out."""
    spans = list(_spans(model().label(pieces(said))))
    people = tuple(span for label, span in spans if label == WHO and not nobody(said[slice(*span)]))
    return Charge(people, tuple(span for label, span in spans if label == DAY))


def nobody(who: str) -> bool:
    """Whether a word for somebody names nobody (大家, 相关部门, 待定)."""
    return not who or IS_NOBODY.match(fold(who.strip())) is not None


@cache
def model() -> Labeller:
    """The model, read once."""
    return labeller("charges.tsv", LABELS)


def pieces(said: str) -> list[Piece]:
    """The characters of a folded text as the model sees them."""
    left, right = _EDGE
    signs = f"{left}{''.join(map(_sign, said))}{right}"
    found, begin = [], 0
    for at, char in enumerate(said):
        place = at + len(left)
        features = [f"{start}{end}{signs[place + start : place + end]}" for start, end in _WINDOWS]
        features += ["any", f"from:{min(at - begin, _FAR)}", *_surnames(said, at)]
        found.append(Piece(features, OPENS))
        if char in _STOPS:
            begin = at + 1
    return found


def _sign(char: str) -> str:
    """A character as it is looked at: blanks, figures and letters alike."""
    if char.isspace():
        return " "
    if char.isdigit():
        return "0"
    return "a" if char.isascii() and char.isalpha() else char


def _surnames(said: str, at: int) -> Iterator[str]:
    """Which of a character and its neighbours can be a surname."""
    for step in (-1, 0, 1):
        if 0 <= at + step < len(said) and said[at + step] in SURNAMES:
            yield f"surname:{step}"


def _spans(labels: list[str]) -> Iterator[tuple[str, Span]]:
    """Where names and days stand."""
    begin = 0
    for at in range(1, len(labels) + 1):
        goes_on = at < len(labels) and labels[at] == f"{labels[begin].rstrip('+')}+"
        if not goes_on:
            if labels[begin] != NOTHING:
                yield labels[begin].rstrip("+"), (begin, at)
            begin = at

"""What two sentences of a retrospective have in common: the pairs of characters that mean something in both."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: What is counted and not named: digits, signs, blanks.
_EMPTY = re.compile(r"[^一-鿿a-zA-Z]+")


def pairs(texts: Iterable[str]) -> frozenset[str]:
    """Every two characters that stand next to each other in a stretch of words."""
    return frozenset(
        part[at : at + 2] for text in texts for part in _EMPTY.split(text.lower()) for at in range(len(part) - 1)
    )

"""What was changed from one draft to the next, exactly: the words that went, the words that came, the fields."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
#: A stretch of words and what became of it.
Piece = tuple[Kind, str]

#: A number with its sign, digits and percent, a Latin word, or one character: what is never marked in part.
_WORD = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?|[A-Za-z]+|\s+|.", re.DOTALL)
#: Longest changed stretch, in words, that is compared word by word; a longer one is shown as replaced.
MOST_WORDS = 240
#: Below this share of words in common, a draft is another sentence and not a changed one.
LEAST_COMMON = 0.4


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both drafts in one line. What is ``same`` or ``gone`` makes up the one before, ``same`` or ``new`` the one after."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    ends: list[Piece] = [("same", "".join(old[:head])), *middle, ("same", "".join(old[len(old) - tail :]))]
    kept = sum(len(words) for kind, words in ends if kind == "same")
    if kept < LEAST_COMMON * min(len(before), len(after)):
        ends = [("gone", before), ("new", after)]
    return tuple(piece for piece in ends if piece[1])


def _common(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    return next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )


def _middle(old: list[str], new: list[str]) -> list[Piece]:
    if max(len(old), len(new)) > MOST_WORDS:
        return [("gone", "".join(old)), ("new", "".join(new))]
    found: list[Piece] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(old[i:j])))
        else:
            found += [("gone", "".join(old[i:j])), ("new", "".join(new[k:m]))]
    return found

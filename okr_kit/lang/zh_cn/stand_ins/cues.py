"""What stands beside a place and speaks for a name there: 由…负责, 经理…, a date behind it, the edge of a line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .vocabulary import REACH

#: What the edge of a line, a time of day and a date behind a place are worth.
EDGE, TIMED, DATED = 2, 6, 4
#: What it is worth to stand between two such edges.
ALONE = 3
_DAY = re.compile(r"\d{1,2} ?(?:月|号|/\d)")
_TIME = re.compile(r"\d{1,2}:\d\d")


def beside(text: str, start: int, end: int, left: Mapping[str, int], right: Mapping[str, int]) -> int:
    """What the words around a place say for a name in it."""
    alone = ALONE * (_breaks(text, start - 1, -1) and _breaks(text, end, 1))
    return before(text, start, left) + behind(text, end, right) + alone


def _breaks(text: str, at: int, step: int) -> bool:
    """Whether a line, a cell or a wide gap ends at a place, seen in one direction."""
    if not 0 <= at < len(text) or text[at] in "\n\t|":
        return True
    return text[at] == " " and (not 0 <= at + step < len(text) or text[at + step] in " \n\t|")


def before(text: str, start: int, weights: Mapping[str, int]) -> int:
    """What stands in front of a place says; one blank is looked over."""
    if start > 1 and text[start - 1] == " ":
        start -= 1
    if start == 0 or text[start - 1] in "\n\t ":
        return EDGE
    return _one(
        [weights[word] for size in range(1, REACH + 1) if (word := text[max(0, start - size) : start]) in weights]
    )


def behind(text: str, end: int, weights: Mapping[str, int]) -> int:
    """What stands behind a place says."""
    if end + 1 < len(text) and text[end] == " ":
        end += 1
    if end >= len(text) or text[end] in "\n\t ":
        return EDGE
    if _TIME.match(text, end):
        return TIMED
    if _DAY.match(text, end):
        return DATED
    return _one([weights[word] for size in range(1, REACH + 1) if (word := text[end : end + size]) in weights])


def _one(weights: list[int]) -> int:
    """What words that begin or end at one place say: what speaks against a name counts first."""
    return min(weights) if weights and min(weights) < 0 else max(weights, default=0)

"""A list in a box for one sentence: what it would be as several, to be asked about before anything is taken over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...documents.okr import O_PART
from ...marks import Marked, Marks
from ..base import Context
from .rows import MARKS

#: Most KRs on one sheet: the set rule calls 7 too many, one more lets a learner see why.
MOST_KRS = 8
#: Longest text that is looked at as a list, in characters.
LONGEST_LIST = 6000
OBJECTIVE, KEY_RESULT = "objective", "key_result"
#: A line that is nothing but a remark in brackets.
_REMARK = re.compile(r"[(（][^()（）]*[)）][。;；]?")


@dataclass(frozen=True)
class Pasted:
    """What a pasted text is made of: an objective, if it has one, and key results."""

    objective: str
    key_results: tuple[str, ...]


def pasted(ctx: Context, part: str, text: str) -> Pasted | None:
    """The list that stands in the box of a part; None where it is one sentence, however long.

    The box of the objective holds a list only where key results are marked as such: several lines may be one thought.
    """
    found = _statements(ctx, text)
    first = found[0][1] if found and found[0][0] == OBJECTIVE else ""
    if part != O_PART:
        # An O among the KRs stays as it was typed: what stands in the box of the O is not overwritten from here.
        return Pasted("", tuple(words for _, words in found)) if len(found) > 1 else None
    rest = found[1:] if first else found
    if not rest or any(kind != KEY_RESULT for kind, _ in rest):
        lead = found[0] if found and found[0][0] is None else None
        if lead is None or len(found) < 2 or any(kind != KEY_RESULT for kind, _ in found[1:]):
            return None
        first, rest = lead[1], found[1:]
    return Pasted(first, tuple(words for _, words in rest))


def _statements(ctx: Context, text: str) -> list[tuple[str | None, str]]:
    """The statements of a text with their kinds; what stands beside one (「负责人：甲」, a line in brackets) stays with it."""
    found: list[tuple[str | None, str]] = []
    heading: str | None = None
    for one in Marks(ctx.lang).listed(text):
        beside = one.kind not in (None, OBJECTIVE, KEY_RESULT) or _REMARK.fullmatch(one.text)
        if found and one.text and beside:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{one.text}")
        elif one.text:
            found.append((one.kind or heading, _with_note(ctx, one)))
        else:  # 「关键结果：」
            heading = one.kind
    return found


def _with_note(ctx: Context, one: Marked) -> str:
    """A statement with what stood in brackets behind its mark: 「KR1（护栏）：…」 goes on as 「（护栏）…」."""
    if not one.note:
        return one.text
    says_type = any(ctx.say(f"type-{mark}") in one.note for mark in MARKS)
    return f"（{one.note}）{one.text}" if says_type else f"{one.text}（{one.note}）"


def asked(ctx: Context, state: Mapping[str, Any], part: str) -> Pasted | None:
    """The list in the box of a part that the learner has not decided on yet; none where a sheet has no room for it."""
    text, rows = state["unsent"].get(part, ""), state["doc"]["key_results"]
    if not text or len(text) > LONGEST_LIST or len(rows) >= MOST_KRS:
        return None
    return pasted(ctx, part, text)

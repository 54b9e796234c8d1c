"""More than one thing in one sentence: two measures in a key result, two aims in an objective."""

from __future__ import annotations

import re

from ..model import Span
from ..text import Reading, Token
from .evidence import MEASURES, MOVING, Evidence

_GUARD = re.compile(r"前提|不低于|不高于|不超过|不少于|不大于|不下降|不降低|不上升|不增加|不变|以内|控制在|保持在|维持在|≤|<|低于|不得")
_ENDS = re.compile(r"以便|从而|以(?=提|降|实|满|保|支|达|减|增)|来(?=提|降|实|满|保|减|增)|使得?|让|进而|为了|用于|助力|实现")


def two_measures(reading: Reading, evidence: Evidence) -> Span | None:
    """The span of two separate measures that could come out differently; a guard condition is none."""
    changes = reading.changes
    if len(changes) > 1:
        first, second = changes[0], changes[1]
        between = reading.folded[first.after.span[1] : second.before.span[0]]
        if _new_measure(reading, first.after.span[1], second.before.span[0]) and not _GUARD.search(between):
            return reading.clause_of(first.before.span[0])[0], second.after.span[1]
        return None
    if len(evidence.results) > 1 and len(changes) == 0 and (span := _two_targets(reading, evidence)):
        return span
    if not evidence.results:
        return _two_wishes(reading)
    return None


def _two_targets(reading: Reading, evidence: Evidence) -> Span | None:
    """Two results in different clauses, each with its own measure or noun, the second no guard."""
    first, second = evidence.results[0], evidence.results[1]
    between = reading.folded[first.span[1] : second.span[0]]
    if not re.search(r"[,;、。]|并|且|和|及|同时", between) or _GUARD.search(between) or second.bound == "<=":
        return None
    if not _new_measure(reading, first.span[1], second.span[0]):
        return None
    before = reading.within((reading.clause_of(first.span[0])[0], first.span[0]))
    if not any(token.has(*MEASURES, "gain", "up", "down") for token in before):
        return None
    return reading.clause_of(first.span[0])[0], second.span[1]


def _new_measure(reading: Reading, start: int, end: int) -> bool:
    """Whether another measure is named between two numbers."""
    return any(token.has(*MEASURES, "up", "down", "gain") for token in reading.within((start, end)))


def _two_wishes(reading: Reading) -> Span | None:
    """Two measures without numbers, joined: 提升转化率和客单价."""
    measures = [token for token in reading.tagged(*MEASURES) if not token.has(*MOVING)]
    for first, second in zip(measures, measures[1:], strict=False):
        between = reading.folded[first.end : second.start]
        if re.search(r"和|及|与|、|并|,|且|;", between) and len(between) < 12:
            moving = reading.first(*MOVING)
            return min(first.start, moving.start if moving else first.start), second.end
    return None


def aims(reading: Reading) -> list[Token]:
    """The verbs that each open an aim of their own: change verbs at the head of a clause or after a joining word."""
    heads: list[Token] = []
    for index, token in enumerate(reading.tokens):
        if not token.has("up", "down", "become", "slogan", "deliver", "activity", "gain", "maintain"):
            continue
        before = reading.folded[: token.start].rstrip()
        previous = reading.tokens[index - 1] if index else None
        opens = not before or before[-1] in ",;、。和并及且" or before.endswith(("并且", "以及", "同时", "还要"))
        opens = opens or bool(previous and previous.end == token.start and previous.has("degree", "join"))
        if opens:
            heads.append(token)
    return heads


def means_to_end(between: str) -> bool:
    """Whether what follows is the end of what came before (从而, 使, 以提升)."""
    return bool(_ENDS.search(between))

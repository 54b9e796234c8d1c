"""The main defect of an objective: duty, number, several aims, method, task, slogan; None when it names a state."""

from __future__ import annotations

import re

from ..text import Reading, Token
from .base import Cause
from .evidence import MEASURES, MOVING, role_of
from .several import aims, means_to_end

_BEST = re.compile(r"最|领先|一流|第一|世界级|顶级|顶尖|标杆|喜爱|放心|首选|信赖|愿意|离不开|优质|卓越|极致|专业|满意|更好|不再|再也不|轻松|主动|受欢迎")
_GENERIC = frozenset(
    {"wide", "up", "down", "slogan", "degree", "maintain", "routine", "join", "after", "DATE", "become", "reach", "NUMBER", "jargon", "subjective", "milestone"}
)
_EMPTY_CHARS = frozenset("的地得我们公司部门团队个人本全各项方面和与及并且在要把将为对以是有一了着更做好新成为整体 ,。;、!:\"“”()（）")


def main_cause(reading: Reading) -> Cause | None:
    """The code that names the main defect, or None when the sentence names a change or a state."""
    if reading.latin:
        return None
    state = reading.first("become")
    if cause := _number(reading, state) or _routine(reading, state):
        return cause
    if cause := _jargon(reading) or _several(reading):
        return cause
    return _solution(reading, state) or _task(reading, state) or _vague(reading)


def _number(reading: Reading, state: Token | None) -> Cause | None:
    """A target of a metric is a key result, unless a sentence with a direction only mentions it."""
    for number in reading.numbers:
        if number.kind in ("rank", "effort") or (state and state.start < number.span[0] and state.word not in ("实现", "做到", "使")):
            continue
        moving = reading.first(*MOVING, "reach", "gain")
        if role_of(number, reading) == "result" and (number.kind in ("share", "money", "score", "times", "size") or moving or reading.first(*MEASURES)):
            start, end = reading.clause_of(number.span[0])
            return Cause("O-METRIC", (start, end))
    rate = reading.first("rate")
    moving = reading.first(*MOVING, "reach")
    if rate and moving and not state and not reading.numbers and len(reading.clauses) == 1 and rate.end >= len(reading.folded.rstrip("。!. ")) - 1:
        return Cause("O-METRIC", (min(moving.start, rate.start), max(moving.end, rate.end)))
    return None


def _routine(reading: Reading, state: Token | None) -> Cause | None:
    """Keeping things as they are, or the standing duty of the post."""
    routine = reading.first("routine")
    keep = reading.first("maintain")
    if routine is None and not (keep and keep.start <= 2 and keep.word in ("维护", "继续", "确保", "保证", "保障", "按时", "按期", "日常")):
        return None
    token = routine or keep
    if token is None or (state and state.word not in ("实现",)) or reading.first(*MOVING, "gain"):
        return None
    if routine is None and reading.first("wide") and not reading.first("activity"):
        return None
    return Cause("O-BAU", (token.start, reading.clause_of(token.start)[1]))


def _jargon(reading: Reading) -> Cause | None:
    """Two words of jargon or more: nobody outside the meeting understands it."""
    words = [token for token in reading.tagged("jargon")]
    if len(words) < 2:
        return None
    return Cause("O-JARGON", (words[0].start, words[-1].end))


def _several(reading: Reading) -> Cause | None:
    """Two or more aims that would need different key results."""
    heads = [token for token in aims(reading) if not token.has("become") or token.word in ("实现", "打造")]
    joined = [token for token in heads[1:] if re.search(r"并|同时|以及|且|及", reading.folded[heads[0].end : token.end])]
    if heads and (len(heads) >= 3 or joined) and not means_to_end(reading.folded[heads[0].end : heads[-1].start]):
        return Cause("O-MULTI", (heads[0].start, reading.clause_of(heads[-1].start)[1]))
    return None


def _solution(reading: Reading, state: Token | None) -> Cause | None:
    """A method is prescribed: a tool to bring in, with nothing or something wide behind it."""
    solution = reading.first("solution")
    if solution is None or solution.start > 2:
        return None
    rest = reading.within((solution.end, len(reading.folded)))
    tool = any(token.has("deliver", "output_noun", "solution", "jargon") for token in rest)
    if state and not reading.first("wide"):
        return None
    effect = [token for token in rest if token.has(*MOVING)]
    if effect and not (tool or any(token.has("wide") for token in rest)):
        return None
    return Cause("O-SOLUTION", (solution.start, effect[0].start if effect else len(reading.folded)))


def _task(reading: Reading, state: Token | None) -> Cause | None:
    """Work to be done: a verb of doing at the head and no state behind it."""
    verb = next((token for token in reading.tokens if token.has("activity", "deliver", "learn")), None)
    if verb is None or (state and state.word not in ("实现", "打造")) or _BEST.search(reading.folded):
        return None
    moving = reading.first(*MOVING)
    if moving and moving.start < verb.start:
        return None
    if moving and means_to_end(reading.folded[verb.end : moving.end]):
        return None
    return Cause("O-TASK", (verb.start, reading.clause_of(verb.start)[1]))


def _vague(reading: Reading) -> Cause | None:
    """A slogan, or an object too wide to point anywhere: little is left when the generic words are gone."""
    left = _content(reading)
    slogan = reading.first("slogan")
    wide = reading.first("wide")
    if left >= 2 and not (slogan and left < 4):
        return None
    if not (slogan or wide or reading.first("jargon")):
        return None if left > 1 else Cause("O-VAGUE", (0, len(reading.raw)))
    start = min(token.start for token in (slogan, wide) if token) if (slogan or wide) else 0
    return Cause("O-VAGUE", (start if start < 3 else 0, len(reading.raw.rstrip("。.！! "))))


def _content(reading: Reading) -> int:
    """How many characters say something that not every team could say."""
    covered = set()
    for token in reading.tokens:
        if token.tags & _GENERIC:
            covered.update(range(token.start, token.end))
    return sum(1 for place, char in enumerate(reading.folded) if place not in covered and char not in _EMPTY_CHARS)

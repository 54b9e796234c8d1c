"""The main defect of an objective: number, duty, several aims, method, task, slogan; None when it names a change or state."""

from __future__ import annotations

from ..text import Number, Reading, Token
from .base import Cause
from .evidence import role_of
from .heads import DOING, MEASURES, MOVING, Segment, head_of, segments
from .several import several_aims

_GENERIC = frozenset(
    {"wide", "up", "down", "slogan", "degree", "maintain", "routine", "join", "DATE", "become", "reach", "NUMBER", "carry", "milestone", "frequency"}
)


def main_cause(reading: Reading) -> Cause | None:
    """The code that names the main defect, or None when the sentence names a change or a state."""
    if reading.latin:
        return None
    parts = segments(reading)
    if cause := _number(reading) or _measure_line(reading) or _routine(reading):
        return cause
    if cause := _jargon(reading) or _idioms(reading, parts):
        return cause
    if span := several_aims(reading, parts):
        return Cause("O-MULTI", span)
    return _solution(reading, parts) or _by_head(reading, parts)


def _number(reading: Reading) -> Cause | None:
    """A target of a metric is a key result, unless a sentence with a direction only mentions it."""
    state = next((token for token in reading.tagged("become") if not token.has("reach", "light_cause")), None)
    for number in reading.numbers:
        if state and state.start < number.span[0] and not _moved_by(number, reading):
            continue
        if _is_target(number, reading):
            return Cause("O-METRIC", reading.clause_of(number.span[0]))
    return None


def _moved_by(number: Number, reading: Reading) -> bool:
    """Whether the word right before a number says that something moves by it or to it."""
    return any(0 <= number.span[0] - token.end <= 1 and token.has(*MOVING) for token in reading.tokens)


def _is_target(number: Number, reading: Reading) -> bool:
    """Whether a number is the target of a measure, not the size of what is built or a picture of the aim."""
    if number.kind in ("rank", "effort") or (number.kind in ("time", "instant") and not reading.first("span", *MOVING)) or role_of(number, reading) != "result":
        return False
    clause = reading.within(reading.clause_of(number.span[0]))
    owned = reading.says("owned", 0, number.span[0]) is not None and any(token.has("effect_noun") for token in clause)
    measured = owned or any(token.has(*MEASURES, *MOVING, "reach", "gain", "adopt") for token in clause)
    if number.kind in ("share", "money", "score", "grade", "times"):
        return measured or not any(token.has("deliver", "activity") for token in clause)
    return measured


def _measure_line(reading: Reading) -> Cause | None:
    """A rate that should move, and nothing else: a key result without its number."""
    rate, moving = reading.first("rate"), reading.first(*MOVING)
    if rate is None or moving is None or reading.numbers or len(reading.clauses) > 1 or reading.first("become", "solution"):
        return None
    if reading.tail(max(rate.end, moving.end)) > 1 or moving.start > 4 and moving.end < rate.start:
        return None
    return Cause("O-METRIC", (min(moving.start, rate.start), max(moving.end, rate.end)))


def _routine(reading: Reading) -> Cause | None:
    """Keeping things as they are, or the standing duty of the post."""
    routine = reading.first("routine")
    if reading.says("at_risk"):
        return None
    if reading.first("become") or reading.first(*MOVING, "gain"):
        return None
    if routine is not None and routine.start >= reading.clauses[0][1] and head_of(reading, reading.clauses[0]):
        return None
    if routine is not None:
        return Cause("O-BAU", (routine.start, reading.clause_of(routine.start)[1]))
    keep = head_of(reading, reading.clauses[0]) if reading.clauses else None
    if keep is None or not keep.has("maintain") or keep.has("skill") or content(reading) < 2:
        return None
    return Cause("O-BAU", (keep.start, reading.clause_of(keep.start)[1]))


def _jargon(reading: Reading) -> Cause | None:
    """Two words of jargon or more: nobody outside the meeting understands it."""
    words = reading.tagged("jargon")
    if len(words) < 2:
        return None
    return Cause("O-JARGON", (words[0].start, words[-1].end))


def _idioms(reading: Reading, parts: list[Segment]) -> Cause | None:
    """Short balanced phrases and nothing that could be looked up: a banner, not an aim."""
    short = all(part.span[1] - part.span[0] <= 5 for part in parts)
    if reading.numbers or len(parts) < 2 or not short or reading.first(*MEASURES, "granted"):
        return None
    return Cause("O-VAGUE", (0, len(reading.raw)))


def _solution(reading: Reading, parts: list[Segment]) -> Cause | None:
    """A method is prescribed: a tool to bring in, with nothing or something wide behind it."""
    method = parts[0].head if parts else None
    if method is None or not method.has("solution") or method.has("become"):
        return None
    rest = [token for token in reading.tokens if token.start >= method.end]
    if any(token.has("become", "gain") for token in rest) or reading.says("lets", method.end):
        return None
    effect = next((token for token in rest if token.has(*MOVING)), None)
    if effect is not None:
        behind = [token for token in rest if token.start >= effect.end]
        tool = any(token.has("deliver", "solution") and token.end <= effect.start for token in rest)
        if not tool and not (behind and not any(token.has(*MEASURES) for token in behind) and all(token.has("wide", "effect_noun", "output_noun") for token in behind)):
            return None
    return Cause("O-SOLUTION", (method.start, effect.start if effect else len(reading.raw.rstrip("。！!. "))))


def _by_head(reading: Reading, parts: list[Segment]) -> Cause | None:
    """What the leading verb makes of the sentence: work to be done, a slogan, or a change of something."""
    left = content(reading)
    first = next((part for part in parts if part.head), None)
    head = first.head if first else None
    if first and first is not parts[0] and head and head.has(*DOING) and parts[0].span[1] - parts[0].span[0] >= 4 and left >= 5:
        return None
    if first and first.causes and first.causes == "lets" and left > 1:
        return _vague(reading) if left < 5 and reading.says("somehow") else None
    if thing := _made_thing(reading):
        return Cause("O-TASK", (head.start if head and head.start < thing.start else thing.start, reading.clause_of(thing.start)[1]))
    if head is None and reading.tokens and reading.tokens[-1].has("output_noun") and reading.tokens[-1].end == len(reading.folded.rstrip("。.!")):
        return Cause("O-TASK", (0, len(reading.raw)))
    if head is None and left > 2 and (closing := reading.first("state")) and reading.says("more", closing.start - 1, closing.end):
        return None
    if head is None:
        return _vague(reading) if left < 8 and not (reading.first("granted", "proof", "effect_noun", *MEASURES) and left > 1) else None
    if head.has("down") and left + sum(token.end - token.start for token in reading.tokens if token.has("wide")) >= 3:
        return None
    if left < 2 and not (head.has(*DOING) and any(number.kind == "effort" for number in reading.numbers)):
        return _vague(reading)
    if head.has(*DOING, "carry", "contact") and not head.has("skill", "become", *MOVING, "gain"):
        return _task(reading, head)
    if head.has("gain") and left < 5 and any(token.has("slogan") and 0 <= token.start - head.end <= 2 for token in reading.tokens):
        return _vague(reading)
    if head.has("slogan") and (left < 5 if not head.has(*MOVING) else left <= 6 and _ends_wide(reading)):
        return _vague(reading)
    return None


def _ends_wide(reading: Reading) -> bool:
    """Whether the sentence ends in 管理, 建设, 工作 …: 加强安全生产管理."""
    return reading.says("wide_end") is not None


def _made_thing(reading: Reading) -> Token | None:
    """A thing to be made: counted output, or what 打造, 实现, 完善 end in, without a word of how good it should be."""
    if reading.says("best") or not reading.tokens or reading.tokens[0].has("skill", "effect_noun"):
        return None
    if content(reading) < 2 and not (reading.first("output_noun") and reading.tokens[-1].has("deliver")):
        return None
    maker = next((token for token in reading.tokens if token.has("maker")), None)
    if maker is None and reading.tokens[-1].has("deliver") and len(reading.tokens) > 1 and reading.tokens[-2].has("output_noun"):
        return reading.tokens[-1] if not reading.first(*MOVING, "become") else None
    counted = next((number for number in reading.numbers if number.kind in ("effort", "plain") and role_of(number, reading) == "effort"), None)
    if maker is None and (counted is None or reading.first("become", *MOVING, "gain", "granted")):
        return None
    start = maker.end if maker else counted.span[1] if counted else 0
    clause = reading.clause_of(start - 1)
    behind = [token for token in reading.within((start, clause[1])) if token.has("output_noun", "effect_noun", "wide", "state", *DOING, *MEASURES)]
    if not behind or reading.says("of", start, clause[1]) or not behind[-1].has("output_noun", "deliver"):
        return None
    return behind[-1] if behind[-1].end >= len(reading.folded[: clause[1]].rstrip(" 。.!")) else None


def _task(reading: Reading, head: Token) -> Cause | None:
    """Work to be done, unless the sentence says what it is for or how good the thing will be."""
    state = reading.first("become", "granted")
    how = [token for token in reading.tokens if token.start >= head.end and token.has("state")]
    nouns = [token for token in reading.within((head.end, reading.clause_of(head.start)[1])) if token.has("output_noun", "abstract", "wide", "effect_noun", *DOING)]
    if (head.has("deliver") or head.has("trial")) and nouns and nouns[-1].has("abstract") and not nouns[-1].has(*DOING):
        return None
    if reading.says("level") or reading.says("turn"):
        return None
    if head.has("deliver") and how and reading.opens("quality_of", how[0].end):
        return None
    if reading.says("purpose", head.end) or reading.patterns["best"].search(_unquoted(reading)):
        return None
    if state and not state.has("maker") and state.start != head.start:
        return None
    if reading.first("slogan") and content(reading) < 4:
        return _vague(reading)
    return Cause("O-TASK", (head.start, reading.clause_of(head.start)[1]))


def _unquoted(reading: Reading) -> str:
    """The sentence without names in quotation marks."""
    return reading.patterns["quoted"].sub("", reading.folded)


def _vague(reading: Reading) -> Cause:
    """The whole sentence is the slogan."""
    return Cause("O-VAGUE", (0, len(reading.raw.rstrip("。.！! "))))


def content(reading: Reading) -> int:
    """How many characters say something that not every team could say."""
    covered = {place for token in reading.tokens if token.tags & _GENERIC for place in range(token.start, token.end)}
    rest = "".join(char for place, char in enumerate(reading.folded) if place not in covered)
    return len(reading.patterns["filler"].sub("", rest))

"""The main defect of an objective: number, duty, several aims, method, task, slogan; None when it names a change or state."""

from __future__ import annotations

from ..text import Number, Reading
from .base import Cause
from .heads import MEASURES, MOVING, Segment, head_of, segments
from .objective_head import judge
from .objects import content, field
from .roles import role_of
from .several import several_aims


def main_cause(reading: Reading) -> Cause | None:
    """The code that names the main defect, or None when the sentence names a change or a state."""
    parts = segments(reading)
    if cause := _number(reading) or _measure_line(reading) or _routine(reading):
        return cause
    if cause := _jargon(reading) or _idioms(reading, parts):
        return cause
    if span := several_aims(reading, parts):
        return Cause("O-MULTI", span)
    return _solution(reading, parts) or judge(reading, parts)


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
    near = reading.touching(number.span[0])
    if near and near[0].has("reach"):
        near = reading.touching(near[0].start)
    return any(token.has(*MOVING, *MEASURES) for token in near)


def _is_target(number: Number, reading: Reading) -> bool:
    """Whether a number is the target of a measure, not the size of what is built or a picture of the aim."""
    near = reading.touching(number.span[0])
    if number.kind == "share" and near and near[0].has("reach"):
        return True
    if number.bound and reading.says("limit_sign", max(0, number.span[0] - 3), number.span[0]):
        return True
    if (
        number.kind in ("rank", "effort")
        or (number.value == 1 and number.kind == "plain")
        or (number.kind in ("time", "instant") and not reading.first("span") and not _moved_by(number, reading))
        or reading.opens("when", number.span[1])
        or role_of(number, reading) != "result"
    ):
        return False
    clause = reading.within(reading.clause_of(number.span[0]))
    owned = reading.ends_in("owned", number.span[0]) is not None and clause.has("effect_noun")
    measured = owned or clause.has(*MEASURES, *MOVING, "reach", "gain", "adopt")
    if number.kind in ("share", "money", "score", "grade", "times"):
        return measured or not clause.has("deliver", "activity")
    return measured


def _measure_line(reading: Reading) -> Cause | None:
    """A rate that should move, and nothing else: a key result without its number."""
    total = reading.first("amount", "count")
    if total is not None and (than := reading.says("than_before")):
        return Cause("O-METRIC", (min(than.start(), total.start), max(than.end(), total.end)))
    if (quota := reading.says("quota")) and any(
        token.has("rate", "amount", "count", "won") and token.end == quota.start() for token in reading.tokens
    ):
        return Cause("O-METRIC", (0, reading.stop))
    rate, moving = reading.first("rate"), reading.first(*MOVING)
    if (
        rate is None
        or moving is None
        or reading.numbers
        or len(reading.clauses) > 1
        or reading.first("become", "solution")
        or not reading.patterns["bare_rate"].search(rate.word)
    ):
        return None
    if reading.tail(max(rate.end, moving.end)) > 1 or (moving.start > 4 and moving.end < rate.start):
        return None
    return Cause("O-METRIC", (min(moving.start, rate.start), max(moving.end, rate.end)))


def _routine(reading: Reading) -> Cause | None:
    """Keeping things as they are, or the standing duty of the post."""
    routine = reading.first("routine")
    if reading.says("at_risk"):
        return None
    if reading.first("become") or reading.first(*MOVING, "gain") or reading.says("attained"):
        return None
    if routine is not None and routine.start >= reading.clauses[0][1] and head_of(reading, reading.clauses[0]):
        return None
    if routine is not None:
        return Cause("O-BAU", (routine.start, reading.clause_of(routine.start)[1]))
    keep = head_of(reading, reading.clauses[0]) if reading.clauses else None
    if (
        keep is None
        or not keep.has("maintain")
        or (keep.has("state") and keep.start > 2)
        or keep.has("skill")
        or content(reading) < 2
    ):
        return None
    return Cause("O-BAU", (keep.start, reading.clause_of(keep.start)[1]))


def _jargon(reading: Reading) -> Cause | None:
    """Two words of jargon or more: nobody outside the meeting understands it."""
    words = reading.tagged("jargon")
    if len(words) < 2 or field(reading) >= 8:
        return None
    return Cause("O-JARGON", (words[0].start, words[-1].end))


def _idioms(reading: Reading, parts: list[Segment]) -> Cause | None:
    """Short balanced phrases and nothing that could be looked up: a banner, not an aim."""
    short = all(part.span[1] - part.span[0] <= 5 for part in parts)
    if reading.numbers or len(parts) < 2 or not short or reading.first(*MEASURES, "granted", "lower"):
        return None
    return Cause("O-VAGUE", (0, len(reading.raw)))


def _solution(reading: Reading, parts: list[Segment]) -> Cause | None:
    """A method is prescribed: a tool to bring in, with nothing or something wide behind it."""
    method = parts[0].head if parts else None
    if method is None or method.has("become"):
        return None
    if method.start - parts[0].span[0] > 4 or reading.first("trial"):
        return None
    if not method.has("solution") and (method.has("gain") or not reading.opens("with", parts[0].span[0])):
        return None
    rest = [token for token in reading.tokens if token.start >= method.end]
    if any(token.has("become", "gain") for token in rest) or reading.says("lets", method.end):
        return None
    effect = next((token for token in rest if token.has(*MOVING)), None)
    if effect is not None:
        behind = [token for token in rest if token.start >= effect.end]
        tool = any(token.has("deliver", "solution") and token.end <= effect.start for token in rest)
        if not tool and not (
            behind
            and not any(token.has(*MEASURES) for token in behind)
            and all(token.has("wide", "effect_noun", "output_noun") for token in behind)
        ):
            return None
    return Cause("O-SOLUTION", (method.start, effect.start if effect else reading.stop))

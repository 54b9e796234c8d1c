"""The main defect of an objective: number, duty, several aims, method, task, slogan; None when it names a change or state."""

from __future__ import annotations

from ..text import Number, Reading
from .base import PASSES, Cause
from .heads import MEASURES, MOVING, Segment, head_of, segments
from .objective_head import judge
from .objects import content, field
from .roles import role_of
from .several import several_aims, told_apart


def main_cause(reading: Reading) -> Cause | None:
    """The code that names the main defect, or None when the sentence names a change or a state."""
    parts = segments(reading)
    found = next(filter(None, (decide(reading, parts) for decide in DECISIONS)), None)
    return found if found and found.code else None


def _number(reading: Reading, _parts: list[Segment]) -> Cause | None:
    """A target of a metric is a key result, unless a sentence with a direction only mentions it."""
    state = next((token for token in reading.tagged("become") if not token.has("reach", "light_cause")), None)
    anew = reading.says("anew")
    for number in reading.numbers:
        if anew and anew.start() <= number.span[0] < anew.end():
            continue
        if state and state.start < number.span[0] and (_early(number, reading) or not _moved_by(number, reading)):
            continue
        if _is_target(number, reading):
            return Cause("O-METRIC", reading.clause_of(number.span[0]))
    return None


def _early(number: Number, reading: Reading) -> bool:
    """Whether a number says how long before something (愿意提前半小时来)."""
    return any(token.has("early") for token in reading.touching(number.span[0]))


def _moved_by(number: Number, reading: Reading) -> bool:
    """Whether the word right before a number says that something moves by it or to it."""
    near = reading.touching(number.span[0])
    if near and near[0].has("reach"):
        near = reading.touching(near[0].start)
    return any(token.has(*MOVING, *MEASURES) for token in near)


def _is_target(number: Number, reading: Reading) -> bool:
    """Whether a number is the target of a measure, not the size of what is built or a picture of the aim."""
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


def _measure_line(reading: Reading, _parts: list[Segment]) -> Cause | None:
    """A rate that should move, and nothing else: a key result without its number."""
    total = reading.first("amount", "count")
    if total is not None and (than := reading.says("than_before")):
        return Cause("O-METRIC", (min(than.start(), total.start), max(than.end(), total.end)))
    if (quota := reading.says("quota")) and any(
        token.has("rate", "amount", "count", "won") and token.end == quota.start() for token in reading.tokens
    ):
        return Cause("O-METRIC", (0, reading.stop))
    rate, moving = reading.all.last("rate", "lower"), reading.first(*MOVING)
    if (
        rate is None
        or moving is None
        or len(reading.clauses) > 1
        or reading.first("become", "solution")
        or not reading.patterns["bare_rate"].search(rate.word)
    ):
        return None
    if reading.tail(max(rate.end, moving.end)) > 1 or (moving.start > 4 and moving.end < rate.start):
        return None
    return Cause("O-METRIC", (min(moving.start, rate.start), max(moving.end, rate.end)))


def _routine(reading: Reading, _parts: list[Segment]) -> Cause | None:
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
    if keep is None or not keep.has("maintain") or (keep.has("state") and keep.start > 2) or content(reading) < 2:
        return None
    return Cause("O-BAU", (keep.start, reading.clause_of(keep.start)[1]))


def _jargon(reading: Reading, _parts: list[Segment]) -> Cause | None:
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
    """A method is prescribed: a tool to bring in, or a means without a word of what gets better."""
    method = parts[0].head if parts else None
    if method is None or method.start - parts[0].span[0] > 4 or reading.first("trial"):
        return None
    if not method.has("solution") and (method.has("become", "gain") or not reading.opens("with", parts[0].span[0])):
        return None
    rest = [token for token in reading.tokens if token.start >= method.end]
    if any(token.has("become", "gain") for token in rest) or reading.says("lets", method.end):
        return None
    effect = next((token for token in rest if token.has(*MOVING)), None)
    stop = effect.start if effect else reading.stop
    if effect and not any(token.has("deliver", "solution") and token.end <= stop for token in rest):
        return None
    return Cause("O-SOLUTION", (method.start, stop))


def _none_happens(reading: Reading, _parts: list[Segment]) -> Cause | None:
    """A count that is to be nothing (全年零事故) is a key result too."""
    none = reading.says("none_happens")
    return Cause("O-METRIC", none.span()) if none else None


def _launched(reading: Reading, _parts: list[Segment]) -> Cause | None:
    """What is opened and then runs (新产线投产并稳定运转) is to be opened first."""
    return Cause("O-TASK", (0, reading.stop)) if reading.says("launched") else None


def _as_ever(reading: Reading, parts: list[Segment]) -> Cause | None:
    """What is done as the rules say, or as it always was."""
    ever = reading.says("as_ever")
    if ever is None or reading.says("lived") or reading.says("at_risk") or (parts and parts[0].causes == "lets"):
        return None
    return Cause("O-BAU", (ever.start(), reading.clause_of(ever.start())[1]))


def _several(reading: Reading, parts: list[Segment]) -> Cause | None:
    """Two aims or more that would need different key results."""
    span = told_apart(reading) or several_aims(reading, parts)
    return Cause("O-MULTI", span) if span else None


def _more_effort(reading: Reading, _parts: list[Segment]) -> Cause | None:
    """More of one's own work (加大走访力度) is work."""
    more = reading.says("more_effort")
    return Cause("O-TASK", more.span()) if more and not reading.says("lived") else None


def _finished(reading: Reading, parts: list[Segment]) -> Cause | None:
    """Work that is said to be done, or a thing handed over with what it is good for behind it."""
    done = reading.says("got_done") or reading.opens("handed_over", 0)
    if done is None or any(part.causes == "lets" for part in parts):
        return None
    return Cause("O-TASK", (0, reading.clause_of(done.start())[1]))


def _pictured(reading: Reading, _parts: list[Segment]) -> Cause | None:
    """A position, a person one wants to be, what others will be able to, a first time."""
    return PASSES if reading.says("pictured") else None


def _lives(reading: Reading, parts: list[Segment]) -> Cause | None:
    """Somebody lives otherwise afterwards, and the sentence does not begin with what is made for it."""
    head = parts[0].head if parts else None
    first = head is not None and head.start <= parts[0].span[0] + 1
    if reading.says("lived"):
        made = first and reading.tokens[-1].has("output_noun", "deliver", "handover")
        return None if made else PASSES
    return PASSES if reading.opens("persons_first", 0) and not first else None


def _anthem(reading: Reading, parts: list[Segment]) -> Cause | None:
    """Words of the banner, and nobody for whom anything changes."""
    if reading.says("smooth"):
        return Cause("O-VAGUE", (0, reading.stop))
    if reading.says("anthem") is None or any(part.causes == "lets" for part in parts) or reading.first("down"):
        return None
    return Cause("O-VAGUE", (0, reading.stop))


#: One after the other; the first that says something decides. What is cut from a sentence for one is no matter for the next.
DECISIONS = (
    _number,
    _measure_line,
    _none_happens,
    _launched,
    _routine,
    _as_ever,
    _jargon,
    _idioms,
    _several,
    _pictured,
    _lives,
    _more_effort,
    _finished,
    _solution,
    _anthem,
    judge,
)

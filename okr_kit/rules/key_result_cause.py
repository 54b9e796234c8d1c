"""The main defect of a key result: one decision, from what it proves down to what it only wishes."""

from __future__ import annotations

from ..model import Span
from ..text import Reading, Token
from .base import Cause
from .evidence import Evidence, proof
from .heads import DOING, MEASURES, MOVING, topic_comment
from .several import two_measures


def main_cause(reading: Reading, evidence: Evidence) -> Cause | None:
    """The code that names the main defect, or None when the sentence proves something."""
    if evidence.results:
        return _flaw_of_result(reading, evidence)
    if (way := reading.says("some_way")) and not two_measures(reading, evidence):
        return Cause("K-NOTARGET" if reading.first(*MEASURES, *MOVING) else "K-NOMETRIC", way.span())
    subjective, event = reading.first("subjective"), proof(reading)
    if subjective is not None and not (event or evidence.efforts):
        return _named("K-SUBJ", subjective)
    if event is not None and not (event.has("zero") and _duty(reading)):
        return None
    cause = _duty(reading)
    counted = evidence.efforts and cause and cause.span and evidence.efforts[0].span[1] <= cause.span[0]
    if cause and not counted:
        return cause
    if evidence.efforts:
        return Cause("K-ACTIVITY", _from_verb(reading, evidence))
    return _without_number(reading, evidence)


def _flaw_of_result(reading: Reading, evidence: Evidence) -> Cause | None:
    """What can be wrong although a number shows an effect."""
    if not reading.changes and (ever := reading.says("as_now")):
        return Cause("K-BAU", ever.span())
    if not reading.changes and (cause := _duty(reading)) and len(reading.clauses) < 3:
        routine = reading.first("routine")
        earliest = evidence.results[0].span[0]
        if (
            routine
            and (routine.start < earliest or routine.has("as_before"))
            and not _guards(reading, routine, earliest)
        ):
            return cause
    if _only_baseline(reading, evidence):
        moving = reading.first(*MOVING)
        return _named("K-NOTARGET", moving) if moving else None
    if span := two_measures(reading, evidence):
        return Cause("K-MULTI", span)
    return None


def _only_baseline(reading: Reading, evidence: Evidence) -> bool:
    """Whether the one number that is no window of time says where it stands today."""
    if reading.changes:
        return False
    today = [number for number in evidence.results if reading.ends_in("baseline_before", number.span[0])]
    others = [number for number in evidence.results if number != today[0]] if len(today) == 1 else []
    windows = all(number.kind in ("time", "instant") and number.bound == "<=" for number in others)
    return len(today) == 1 and (not others or windows)


def _guards(reading: Reading, routine: Token, earliest: int) -> bool:
    """Whether 保持 … only guards another measure that comes first."""
    return earliest < routine.start and reading.all.upto(routine.start).has(*MEASURES, *MOVING)


def _duty(reading: Reading) -> Cause | None:
    """The standing duty, or a level that is merely kept."""
    if ever := reading.says("as_now"):
        return Cause("K-BAU", ever.span())
    routine = reading.first("routine")
    if routine is None or reading.first(*MOVING, "gain"):
        return None
    return _named("K-BAU", routine)


def _without_number(reading: Reading, evidence: Evidence) -> Cause:
    """What a sentence without any proof is: a method, work, a wish, or a direction without a target."""
    moving, verb, measure = reading.first(*MOVING), reading.first(*DOING, "contact"), reading.first(*MEASURES)
    if measure is not None and moving is not None and not (verb and verb.start < moving.start and verb.has("carry")):
        if span := two_measures(reading, evidence):
            return Cause("K-MULTI", span)
        return Cause("K-NOTARGET", (min(moving.start, measure.start), max(moving.end, measure.end)))
    if reading.opens("by_way_of", 0):
        return Cause("K-HOWONLY", (0, reading.stop))
    solution = reading.first("solution")
    if solution and solution.start < 2 and not reading.first("milestone"):
        return Cause("K-HOWONLY", (solution.start, reading.stop))
    if reading.first("frequency") or any(number.kind in ("plain", "effort") for number in reading.numbers):
        return Cause("K-ACTIVITY", (verb.start if verb else 0, reading.stop))
    if wish := topic_comment(reading):
        return _named("K-NOMETRIC", wish)
    return _work_or_wish(reading, verb, moving)


def _work_or_wish(reading: Reading, verb: Token | None, moving: Token | None) -> Cause:
    """Tell work (K-ACTIVITY, K-BINARY) from a wish that nobody can check (K-NOMETRIC)."""
    grasp = reading.first("grasp", "skill")
    last = _last_noun(reading)
    if grasp and (verb is None or verb.start >= grasp.start or grasp is reading.tokens[-1]):
        return _named("K-NOMETRIC", grasp)
    vague_end = last is not None and last.has("wide", "quality") and not last.has("output_noun")
    if reading.first("state") and reading.tokens[0].has("maintain"):
        return _named("K-NOMETRIC", reading.tokens[0])
    if (
        moving
        and reading.tokens
        and reading.tokens[-1].has("activity", "deliver")
        and not reading.tokens[-1].has("quality")
        and moving.start < reading.tokens[-1].start
        and moving.has("up")
    ):
        return Cause("K-ACTIVITY", (moving.start, _end(reading, moving)))
    if vague_end and (reading.first("state", "degree") or (moving and (verb is None or moving.start < verb.start))):
        wish = reading.first("state", "degree", *MOVING)
        return Cause("K-NOMETRIC", (wish.start, _end(reading, wish)) if wish else None)
    if verb is not None and (moving is None or verb.start <= moving.start or reading.first("output_noun")):
        milestone = reading.first("milestone")
        binary = milestone is not None and not reading.first("learn") and milestone.start <= verb.start
        return Cause("K-BINARY" if binary else "K-ACTIVITY", (verb.start, _end(reading, verb)))
    thing = reading.first("output_noun")
    if thing and (moving is None or not moving.has("down")):
        return Cause("K-ACTIVITY", (min(thing.start, moving.start if moving else thing.start), thing.end))
    wish = reading.first("degree", "slogan", *MOVING, "state")
    return Cause("K-NOMETRIC", (wish.start, _end(reading, wish)) if wish else None)


def _last_noun(reading: Reading) -> Token | None:
    """The noun that heads the first clause: its last."""
    nouns = ("wide", "quality", "output_noun", "effect_noun", *MEASURES)
    return reading.within(reading.clauses[0]).last(*nouns) if reading.clauses else None


def _named(code: str, token: Token) -> Cause:
    """A cause shown by one word."""
    return Cause(code, (token.start, token.end))


def _end(reading: Reading, token: Token) -> int:
    """Where the clause of a word ends."""
    return reading.clause_of(token.start)[1]


def _from_verb(reading: Reading, evidence: Evidence) -> Span:
    """From the verb before the counted work to the end of its clause."""
    number = evidence.efforts[0]
    start, end = reading.clause_of(number.span[0])
    verb = reading.within((start, number.span[0])).first(*DOING, "contact")
    return (verb.start if verb else number.span[0]), end

"""The main defect of a key result: one decision, from what it proves down to what it only wishes."""

from __future__ import annotations

from ..text import Reading, Token
from .base import Cause
from .evidence import DOING, MEASURES, MOVING, Evidence
from .several import two_measures


def main_cause(reading: Reading, evidence: Evidence) -> Cause | None:
    """The code that names the main defect, or None when the sentence proves something."""
    if evidence.results:
        return _flaw_of_result(reading, evidence)
    if reading.latin:
        return None
    if subjective := reading.first("subjective"):
        return _named("K-SUBJ", subjective)
    if evidence.proof is not None:
        return None
    if evidence.efforts:
        return Cause("K-ACTIVITY", _from_verb(reading, evidence))
    return _without_number(reading, evidence)


def _flaw_of_result(reading: Reading, evidence: Evidence) -> Cause | None:
    """What can be wrong although a number shows an effect."""
    routine = reading.first("routine")
    moving = reading.first(*MOVING, "gain")
    if routine and not moving and not reading.changes and len(reading.clauses) < 3 and routine.start < evidence.results[0].span[0]:
        return _named("K-BAU", routine)
    if span := two_measures(reading, evidence):
        return Cause("K-MULTI", span)
    return None


def _without_number(reading: Reading, evidence: Evidence) -> Cause:
    """What a sentence without any proof is: a duty, a method, work, a wish, or a direction without a target."""
    moving = reading.first(*MOVING)
    verb = evidence.doing
    measure = reading.first(*MEASURES)
    routine = reading.first("routine")
    if measure is not None and moving is not None and not (verb and verb.start < moving.start):
        if span := two_measures(reading, evidence):
            return Cause("K-MULTI", span)
        return Cause("K-NOTARGET", (moving.start, measure.end) if moving.start < measure.end else (measure.start, moving.end))
    if routine is not None:
        return _named("K-BAU", routine)
    solution = reading.first("solution")
    if solution and solution.start < 2 and not reading.first("milestone"):
        return Cause("K-HOWONLY", (solution.start, len(reading.folded.rstrip("。.；; "))))
    return _work_or_wish(reading, verb, moving)


def _work_or_wish(reading: Reading, verb: Token | None, moving: Token | None) -> Cause:
    """Tell work (K-ACTIVITY, K-BINARY) from a wish that nobody can check (K-NOMETRIC)."""
    grasp = reading.first("grasp")
    if grasp and not (verb and verb.start < grasp.start):
        return _named("K-NOMETRIC", grasp)
    if verb is not None and not (moving and moving.start < verb.start and not reading.first("output_noun")):
        milestone = reading.first("milestone")
        code = "K-BINARY" if milestone and not reading.first("learn") and milestone.start <= verb.start else "K-ACTIVITY"
        return Cause(code, (verb.start, _end(reading, verb)))
    if moving is None and (thing := reading.first("output_noun")):
        return _named("K-ACTIVITY", thing)
    wish = reading.first("degree", "slogan", *MOVING)
    return Cause("K-NOMETRIC", (wish.start, _end(reading, wish)) if wish else None)


def _named(code: str, token: Token) -> Cause:
    """A cause shown by one word."""
    return Cause(code, (token.start, token.end))


def _end(reading: Reading, token: Token) -> int:
    """Where the clause of a word ends."""
    return reading.clause_of(token.start)[1]


def _from_verb(reading: Reading, evidence: Evidence) -> tuple[int, int]:
    """From the verb before the counted work to the end of its clause."""
    number = evidence.efforts[0]
    start, end = reading.clause_of(number.span[0])
    verbs = [token for token in reading.within((start, number.span[0])) if token.has(*DOING, "contact")]
    return (verbs[0].start if verbs else number.span[0]), end

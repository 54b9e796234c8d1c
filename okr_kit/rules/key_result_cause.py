"""The main defect of a key result: one decision, from what it proves down to what it only wishes."""

from __future__ import annotations

from ..model import Span
from ..text import Reading, Token
from .base import PASSES, Cause
from .evidence import Evidence, proof
from .heads import DOING, MEASURES, MOVING, topic_comment
from .measures import two_measures


def main_cause(reading: Reading, evidence: Evidence, *, only_baseline: bool = False) -> Cause | None:
    """The code that names the main defect, or None when the sentence proves something.

    ``only_baseline`` says that beside the sentence stands where it is today, and not how far it should come.
    """
    counted = [number for number in reading.numbers if not reading.opens("bracketed", number.span[1])]
    if only_baseline and not counted and reading.first(*MEASURES, "lower"):
        return Cause("K-NOTARGET", (0, reading.stop))
    table = PROVEN if evidence.results else UNPROVEN
    found = next(filter(None, (decide(reading, evidence) for decide in table)), None)
    return found if found and found.code else None


def _all_work(reading: Reading, _evidence: Evidence) -> Cause | None:
    """Built from nothing (从 0 到 1 搭建), or a share of those that one has to see (拜访 100% 的重点客户)."""
    work = reading.says("from_nothing") or reading.says("all_seen")
    return Cause("K-ACTIVITY", work.span()) if work else None


def _kept(reading: Reading, _evidence: Evidence) -> Cause | None:
    """A level that is to stay as it is."""
    ever = reading.says("as_now") if not reading.changes else None
    return Cause("K-BAU", ever.span()) if ever else None


def _routine_first(reading: Reading, evidence: Evidence) -> Cause | None:
    """A standing duty in front of its number."""
    routine = reading.first("routine")
    return _duty(reading) if routine and routine.start < evidence.results[0].span[0] else None


def _from_where_only(reading: Reading, evidence: Evidence) -> Cause | None:
    """Where it stands today, and not how far it should come."""
    today = [number for number in evidence.results if reading.ends_in("baseline_before", number.span[0])]
    if len(today) != 1 or reading.changes:
        return None
    moving, way = reading.first(*MOVING), reading.says("some_way")
    if way:
        return Cause("K-NOTARGET", way.span())
    return _named("K-NOTARGET", moving) if moving else PASSES


def _about(reading: Reading, _evidence: Evidence) -> Cause | None:
    """About so much (9 个点左右) is no target."""
    about = reading.says("about") if not reading.changes else None
    return Cause("K-NOTARGET", about.span()) if about else None


def _several(reading: Reading, evidence: Evidence) -> Cause | None:
    """Two measures that could come out differently."""
    span = two_measures(reading, evidence)
    return Cause("K-MULTI", span) if span else None


def _some_way(reading: Reading, evidence: Evidence) -> Cause | None:
    """A way to go, and not how far."""
    way = reading.says("some_way")
    if way is None or two_measures(reading, evidence):
        return None
    return Cause("K-NOTARGET" if reading.first(*MEASURES, *MOVING) else "K-NOMETRIC", way.span())


def _as_somebody_likes(reading: Reading, evidence: Evidence) -> Cause | None:
    """What one person thinks of it."""
    subjective = reading.first("subjective")
    if subjective is None or evidence.efforts or proof(reading):
        return None
    return _named("K-SUBJ", subjective)


def _rises(reading: Reading, _evidence: Evidence) -> Cause | None:
    """A measure that is said to move, and not how far, whatever brings it about (广告带来的转化率提升)."""
    end = reading.says("rises") if not reading.numbers else None
    measure = next((one for one in reading.touching(end.start()) if one.has(*MEASURES)), None) if end else None
    return Cause("K-NOTARGET", (measure.start, reading.stop)) if measure else None


def _event(reading: Reading, _evidence: Evidence) -> Cause | None:
    """An event that proves itself."""
    event = proof(reading)
    return PASSES if event is not None and not (event.has("zero") and _duty(reading)) else None


def _standing(reading: Reading, evidence: Evidence) -> Cause | None:
    """The standing duty, unless counted work stands before it."""
    cause = _duty(reading)
    counted = evidence.efforts and cause and cause.span and evidence.efforts[0].span[1] <= cause.span[0]
    return None if counted else cause


def _counted_work(reading: Reading, evidence: Evidence) -> Cause | None:
    """Numbers, all of one's own work."""
    return Cause("K-ACTIVITY", _from_verb(reading, evidence)) if evidence.efforts else None


def _duty(reading: Reading) -> Cause | None:
    """The standing duty, or a level that is merely kept."""
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


#: One after the other; the first that says something decides. Where a number proves an effect:
PROVEN = (_all_work, _kept, _routine_first, _from_where_only, _about, _several)
#: Where none does:
UNPROVEN = (_all_work, _kept, _some_way, _as_somebody_likes, _rises, _event, _standing, _counted_work, _without_number)

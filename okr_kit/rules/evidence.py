"""What a key result offers as proof: which numbers show an effect, and which only count one's own work.

The noun that is counted decides (客户, 订单 against 场, 篇, 文档), then the verb (签约 50 家 against 拜访 50 家), then the unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..text import Number, Reading, Token
from .heads import DOING, MEASURES, MOVING

Role = Literal["result", "effort", "context"]
_NOUNS = frozenset({"effect_noun", "output_noun", *MEASURES})
_STOPS = frozenset({"NUMBER", "reach", "up", "down", "from", "DATE"})
_OWN_WORK = frozenset({"activity", "learn", "contact", "deliver"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """``results`` prove an effect, ``efforts`` count work; ``proof`` is a yes/no event that an outsider grants."""

    results: tuple[Number, ...]
    efforts: tuple[Number, ...]
    proof: Token | None
    doing: Token | None
    measures: tuple[Token, ...]


def weigh(reading: Reading) -> Evidence:
    """Sort the numbers of a statement into proof and effort, and find its verbs and measures."""
    results, efforts = [], []
    for number in reading.numbers:
        role = "effort" if _proves_work_only(number, reading) else role_of(number, reading)
        if role == "result":
            results.append(number)
        elif role == "effort":
            efforts.append(number)
    return Evidence(tuple(results), tuple(efforts), _proof(reading), reading.first(*DOING, "contact"), reading.tagged(*MEASURES))


def role_of(number: Number, reading: Reading) -> Role:
    """Whether a number shows an effect, counts work, or is neither."""
    if number.kind == "rank":
        return "result" if reading.opens("rank_stands", number.span[1]) else "context"
    if number.kind == "times" or number.value == 0:
        return "result"
    if any(number in (change.before, change.after) for change in reading.changes):
        return "result"
    start, end = reading.clause_of(number.span[0])
    clause = reading.within((start, end))
    if number.kind in ("time", "instant") and _quick(number, reading) and not _has(clause, "learn", "frequency"):
        return "result"
    if reading.opens("able", start):
        return "result"
    return _BY_KIND[number.kind](number, clause)


def _proves_work_only(number: Number, reading: Reading) -> bool:
    """Whether a share or reach is that of one's own work: 完成培训，参训率 100%."""
    if any(number in (change.before, change.after) for change in reading.changes):
        return False
    if reading.first("first"):
        return False
    weak = [token for token in reading.tagged("weak") if token.end <= number.span[0]]
    if not weak or number.span[0] - weak[-1].end > 6:
        return False
    verbs = (*DOING, "WORK") if weak[-1].has("finishing") else DOING
    return any(token.start < weak[-1].start and token.has(*verbs) for token in reading.tokens)


def _quick(number: Number, reading: Reading) -> bool:
    """Whether a short time is how long something takes (15 分钟完成发布)."""
    short = reading.patterns["short_unit"].fullmatch(number.unit)
    return short is not None and reading.opens("done_within", number.span[1]) is not None


def counted_noun(number: Number, clause: tuple[Token, ...]) -> Token | None:
    """The head of what a number counts: the last noun of the phrase behind it, else the nearest before it."""
    head = None
    for token in clause:
        if token.start < number.span[1]:
            continue
        if token.tags & _STOPS:
            break
        if token.tags & {"adopt", "gain"} and not token.tags & _NOUNS and (head is not None or token.start > number.span[1]):
            return head if head is not None and head.tags & {"effect_noun"} else token
        if token.tags & (_NOUNS | _OWN_WORK):
            head = token
    if head is not None:
        return head
    before = [token for token in clause if token.end <= number.span[0] and token.tags & (_NOUNS | _OWN_WORK)]
    return before[-1] if before else None


def _has(clause: tuple[Token, ...], *tags: str) -> bool:
    """Whether a clause holds a word of these lists."""
    wanted = frozenset(tags)
    return any(not wanted.isdisjoint(token.tags) for token in clause)


def _share(_number: Number, clause: tuple[Token, ...]) -> Role:
    """A share shows an effect unless it is the share of one's own work or of what people know."""
    if _has(clause, *MEASURES, "adopt", "effect_noun", *MOVING):
        return "context" if _has(clause, "grasp") and not _has(clause, *MEASURES) else "result"
    if _has(clause, "grasp"):
        return "context"
    return "effort" if _has(clause, "carry", "deliver") and _has(clause, *DOING, "output_noun") else "result"


def _money(number: Number, clause: tuple[Token, ...]) -> Role:
    """Money is an effect, unless it is spent."""
    spent = any(token.has("spent") and token.end <= number.span[0] for token in clause)
    return "context" if spent else "result"


def _time(number: Number, clause: tuple[Token, ...]) -> Role:
    """A duration is an effect when something gets faster; else it is how long people work."""
    if _has(clause, "span", *MOVING):
        busy = _has(clause, "learn") or (_has(clause, "frequency") and _has(clause, *_OWN_WORK))
        return "effort" if busy and not _has(clause, *MOVING) else "result"
    if number.bound == "<=" and not _has(clause, *_OWN_WORK):
        return "result"
    if _has(clause, "frequency", "learn"):
        return "effort"
    before = [token for token in clause if token.end <= number.span[0]]
    if number.bound == "<=" or (before and before[-1].has("reach") and not before[-1].has("at_least")) or number.kind == "instant":
        return "result"
    return "context"


def _size(_number: Number, clause: tuple[Token, ...]) -> Role:
    """A physical measure is an effect, unless it counts exercise."""
    if _has(clause, *MEASURES, *MOVING):
        return "result"
    return "effort" if _has(clause, "learn", "frequency", "deliver", "activity") else "result"


def _things(number: Number, clause: tuple[Token, ...]) -> Role:
    """A count is what its noun is: people and money that decide for themselves, or own output."""
    before = tuple(token for token in clause if token.end <= number.span[0])
    noun = counted_noun(number, clause)
    if before and before[-1].has("more_staff") and any(token.has("staff") for token in before):
        return "effort"
    if _has(before, "won") and not _has(before, "contact"):
        return "result"
    made = noun is not None and noun.has("output_noun") and not noun.has("effect_noun", *MEASURES)
    if _reached(number, before, made) and (not _has(before, "contact") or before[-1].has("given")):
        return "result"
    if noun is None and _has(before, "newly"):
        return "result"
    if noun is None:
        return "effort" if number.kind == "effort" or _has(clause, *_OWN_WORK) else "context"
    if noun.tags & {*MEASURES, "adopt", "gain"} and not noun.tags & {"output_noun", *DOING}:
        return "result"
    if noun.has("staff") and _has(clause, "up", "deliver", "first") and not _has(clause, "hired"):
        return "effort"
    if noun.tags & {"effect_noun"}:
        busy = any(token.has("contact", "activity") and not token.has("carry", "gain", "adopt") for token in before)
        contacted = busy and not _has(clause, "gain", "up")
        return "effort" if contacted else "result"
    if _has(clause, "adopt") and _has(clause, "effect_noun"):
        return "result"
    return "effort"


def _reached(number: Number, before: tuple[Token, ...], made: bool) -> bool:
    """Whether the word right before a count says that it was won, or that a level is reached."""
    if not before or number.span[0] - before[-1].end > 1:
        return False
    if before[-1].has("adopt") and not before[-1].has(*DOING):
        return True
    if before[-1].has("gain"):
        return not made or not before[-1].has("brought")
    return before[-1].has("reach") and number.kind != "effort" and not made and not _has(before, *_OWN_WORK)


def _bare(number: Number, clause: tuple[Token, ...]) -> Role:
    """A number without a unit belongs to the measure beside it."""
    if _has(clause, *MEASURES):
        return "result"
    before = [token for token in clause if token.end <= number.span[0]]
    if before and before[-1].has("reach", *MOVING) and not _has(clause, *DOING):
        return "result"
    if number.value >= 1000 and any(token.has("gain") for token in before):
        return "result"
    return _things(number, clause)


def _score(number: Number, clause: tuple[Token, ...]) -> Role:
    """Points and stars are an effect, unless they are the points of a to-do list."""
    if number.kind == "grade" and not _has(clause, *MOVING, "reach", "gain"):
        return "context"
    return "result"


_BY_KIND = {
    "share": _share,
    "money": _money,
    "time": _time,
    "instant": _time,
    "size": _size,
    "score": _score,
    "grade": _score,
    "plain": _things,
    "effort": _things,
    "bare": _bare,
}


def _proof(reading: Reading) -> Token | None:
    """A yes/no event that somebody outside grants: a licence, an exam, a signed customer."""
    if granted := reading.first("zero", "granted"):
        return granted
    if reading.says("earlier"):
        return reading.first(*MEASURES)
    if (passed := reading.says("passed")) and not reading.first("learn"):
        return next((token for token in reading.tokens if token.start >= passed.start()), None)
    proof = reading.first("proof")
    if proof is None or (reading.first("learn", "contact") and not reading.first("gain", "reach")):
        return None
    later = [token for token in reading.tokens if token.start >= proof.end and token.has("deliver", "activity")]
    return None if later and not later[-1].has("gain", "proof") else proof

"""What a number of a key result is: proof of an effect, a count of one's own work, or neither.

The noun that is counted decides (客户, 订单 against 场, 篇, 文档), then the verb (签约 50 家 against 拜访 50 家), then the unit.
"""

from __future__ import annotations

from typing import Literal

from ..text import Number, Reading, Token
from .heads import DOING, MEASURES, MOVING

Role = Literal["result", "effort", "context"]
_NOUNS = frozenset({"effect_noun", "output_noun", *MEASURES})
_STOPS = frozenset({"NUMBER", "reach", "up", "down", "from", "DATE"})
_OWN_WORK = frozenset({"activity", "learn", "contact", "deliver"})


def role_of(number: Number, reading: Reading) -> Role:
    """Whether a number shows an effect, counts work, or is neither."""
    if number.kind == "rank":
        return "result" if reading.opens("rank_stands", number.span[1]) else "context"
    if number.kind == "times" or number.value == 0:
        return "result"
    start, end = reading.clause_of(number.span[0])
    clause = reading.within((start, end))
    if in_change(number, reading):
        return "effort" if _more_output(number, clause) else "result"
    if number.kind in ("time", "instant") and _quick(number, reading) and not has(clause, "learn", "frequency"):
        return "result"
    if reading.opens("able", start) or reading.says("taken_up", start, end):
        return "result"
    return _BY_KIND[number.kind](number, clause)


def _more_output(number: Number, clause: tuple[Token, ...]) -> bool:
    """Whether a change only says that more is made (短视频从 12 集增加到 32 集)."""
    if number.kind not in ("effort", "plain") or not has(clause, "output_noun") or not has(clause, "up"):
        return False
    return not has(clause, "effect_noun", "lower", "adopt", "gain", *MEASURES)


def in_change(number: Number, reading: Reading) -> bool:
    """Whether a number is one end of a change from here to there."""
    return any(number in (change.before, change.after) for change in reading.changes)


def has(clause: tuple[Token, ...], *tags: str) -> bool:
    """Whether a clause holds a word of these lists."""
    wanted = frozenset(tags)
    return any(not wanted.isdisjoint(token.tags) for token in clause)


def _quick(number: Number, reading: Reading) -> bool:
    """Whether a short time is how long something takes (15 分钟完成发布)."""
    short = reading.patterns["short_unit"].fullmatch(number.unit)
    return short is not None and reading.opens("done_within", number.span[1]) is not None


def counted_noun(number: Number, clause: tuple[Token, ...]) -> Token | None:
    """The head of what a number counts: the last noun of the phrase behind it, else the nearest before it."""
    head = None
    finished = any(token.has("carry") and token.end <= number.span[0] for token in clause)
    partners = any(token.has("join") and 0 <= number.span[0] - token.end <= 1 for token in clause)
    for token in clause:
        if token.start < number.span[1]:
            continue
        if token.tags & _STOPS:
            break
        if (
            token.tags & {"adopt", "gain"}
            and not (token.has(*DOING) and finished)
            and not token.tags & _NOUNS
            and (head is not None or token.start > number.span[1])
        ):
            return head if head is not None and head.tags & {"effect_noun"} else token
        if token.tags & (_NOUNS | _OWN_WORK):
            if partners and head is not None and head.has("effect_noun") and clause[-1].has("abstract"):
                return head
            head = token
    if head is not None:
        return head
    before = [token for token in clause if token.end <= number.span[0] and token.tags & (_NOUNS | _OWN_WORK)]
    return before[-1] if before else None


def _share(_number: Number, clause: tuple[Token, ...]) -> Role:
    """A share shows an effect unless it is the share of one's own work or of what people know."""
    done = len(clause) > 1 and clause[0].has("milestone") and clause[-1].has("activity", "learn")
    if done and not has(clause, *MEASURES, "adopt", "gain", *MOVING):
        return "effort"
    if has(clause, *MEASURES, "adopt", "effect_noun", *MOVING):
        return "context" if has(clause, "grasp") and not has(clause, *MEASURES, *MOVING) else "result"
    if has(clause, "grasp"):
        return "context"
    if clause and clause[0].has("activity", "learn") and not has(clause, "reach"):
        return "effort"
    return "effort" if has(clause, "carry", "deliver") and has(clause, *DOING, "output_noun") else "result"


def _money(number: Number, clause: tuple[Token, ...]) -> Role:
    """Money is an effect, unless it is spent."""
    spent = any(token.has("spent") and token.end <= number.span[0] for token in clause)
    return "context" if spent else "result"


def _time(number: Number, clause: tuple[Token, ...]) -> Role:
    """A duration is an effect when something gets faster; else it is how long people work."""
    if has(clause, "span", *MOVING):
        busy = has(clause, "learn") or (has(clause, "frequency") and has(clause, *_OWN_WORK))
        return "effort" if busy and not has(clause, *MOVING) else "result"
    if number.bound == "<=" and not has(clause, *_OWN_WORK):
        return "result"
    if has(clause, "frequency", "learn"):
        return "effort"
    before = [token for token in clause if token.end <= number.span[0]]
    if (
        number.bound == "<="
        or (before and before[-1].has("reach") and not before[-1].has("at_least"))
        or number.kind == "instant"
    ):
        return "result"
    return "context"


def _size(_number: Number, clause: tuple[Token, ...]) -> Role:
    """A physical measure is an effect, unless it counts exercise."""
    if has(clause, *MEASURES, *MOVING):
        return "result"
    return "effort" if has(clause, "learn", "frequency", "deliver", "activity") else "result"


def _things(number: Number, clause: tuple[Token, ...]) -> Role:
    """A count is what its noun is: people and money that decide for themselves, or own output."""
    before = tuple(token for token in clause if token.end <= number.span[0])
    noun = counted_noun(number, clause)
    if number.bound == "<=" and not (clause and clause[0].has(*_OWN_WORK)):
        return "result"
    if before and before[-1].has("more_staff") and has(before, "staff"):
        return "effort"
    if (has(before, "won") and not has(before, "contact")) or _reached(number, before, noun):
        return "result"
    if noun is None:
        own = number.kind == "effort" or has(clause, *_OWN_WORK)
        return "result" if has(before, "newly") else "effort" if own else "context"
    return _by_noun(noun, before, clause)


def _by_noun(noun: Token, before: tuple[Token, ...], clause: tuple[Token, ...]) -> Role:
    """A measure, a use or people prove an effect, unless one's own work reached for them or hired them."""
    if noun.has("count") and any(token.has("output_noun") and token.end == noun.start for token in before):
        return "effort"
    if noun.has("adopt", "gain", *MEASURES) and not noun.has("output_noun", *DOING):
        return "result"
    if noun.has("staff") and has(clause, "up", "deliver", "first") and not has(clause, "hired"):
        return "effort"
    if noun.has("effect_noun"):
        busy = any(
            token.has("contact", "activity")
            and not token.has("carry", "gain", "adopt")
            and (token.has("contact") or token.end != noun.start)
            for token in before
        )
        return "effort" if busy and not has(clause, "gain", "up") else "result"
    used = any(token.has("adopt") and not token.has(*DOING) for token in clause)
    return "result" if used and has(clause, "effect_noun") else "effort"


def _reached(number: Number, before: tuple[Token, ...], noun: Token | None) -> bool:
    """Whether the word right before a count says that it was won, or that a level is reached."""
    last = before[-1] if before and number.span[0] - before[-1].end <= 1 else None
    if last is None or (has(before, "contact") and not last.has("given")):
        return False
    made = noun is not None and noun.has("output_noun", "deliver") and not noun.has("effect_noun", *MEASURES)
    if last.has("adopt") and not last.has(*DOING):
        return True
    if last.has("gain"):
        return not made or not last.has("brought")
    return last.has("reach") and number.kind != "effort" and not made and not has(before, *_OWN_WORK)


def _bare(number: Number, clause: tuple[Token, ...]) -> Role:
    """A number without a unit belongs to the measure beside it."""
    if has(clause, *MEASURES):
        return "result"
    before = [token for token in clause if token.end <= number.span[0]]
    if before and before[-1].has("reach", *MOVING) and not has(clause, *DOING):
        return "result"
    if number.value >= 1000 and any(token.has("gain") for token in before):
        return "result"
    return _things(number, clause)


def _score(number: Number, clause: tuple[Token, ...]) -> Role:
    """Points and stars are an effect, unless they are the points of a to-do list."""
    if number.kind == "grade" and not has(clause, *MOVING, "reach", "gain"):
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

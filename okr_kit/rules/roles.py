"""What a number of a key result is: proof of an effect, a count of one's own work, or neither.

The noun that is counted decides (客户, 订单 against 场, 篇, 文档), then the verb (签约 50 家 against 拜访 50 家), then the unit.
"""

from __future__ import annotations

from typing import Literal

from ..text import Number, Reading, Stretch, Token
from .heads import DOING, MEASURES, MOVING

Role = Literal["result", "effort", "context"]
_NOUNS = frozenset({"effect_noun", "output_noun", *MEASURES})
_STOPS = frozenset({"NUMBER", "reach", "up", "down", "from", "DATE"})
_OWN_WORK = frozenset({"activity", "learn", "contact", "deliver"})
_COUNTED = _NOUNS | _OWN_WORK


def role_of(number: Number, reading: Reading) -> Role:
    """Whether a number shows an effect, counts work, or is neither."""
    if number.kind == "rank":
        stands = number.span in reading.changing or reading.opens("rank_stands", number.span[1])
        return "result" if stands else "context"
    if number.kind == "times" or number.value == 0:
        return "result"
    if (
        number.kind == "share"
        and reading.ends_in("top_share", number.span[0])
        and reading.opens("of_next", number.span[1])
    ):
        return "context"  # which of them: 前 20% 的门店
    near = reading.touching(number.span[0]) if number.kind == "time" else ()
    if any(token.has("NUMBER") and token.end == number.span[0] for token in near):
        return "context"  # how long each of them is: 24 次 10 分钟
    span = reading.clause_of(number.span[0])
    clause = reading.within(span)
    if number.span in reading.changing:
        return "effort" if _more_output(number, clause) else "result"
    if number.kind in ("time", "instant") and _quick(number, reading) and not clause.has("learn", "frequency"):
        return "result"
    if reading.opens("able", span[0]):
        return "result"
    return _BY_KIND[number.kind](number, clause)


def _more_output(number: Number, clause: Stretch) -> bool:
    """Whether a change only says that more is made (短视频从 12 集增加到 32 集)."""
    if number.kind not in ("effort", "plain") or not clause.has("output_noun") or not clause.has("up"):
        return False
    return not clause.has("effect_noun", "lower", "adopt", "gain", *MEASURES)


def _quick(number: Number, reading: Reading) -> bool:
    """Whether a short time is how long something takes (15 分钟完成发布)."""
    short = reading.patterns["short_unit"].fullmatch(number.unit)
    return short is not None and reading.opens("done_within", number.span[1]) is not None


def counted_noun(number: Number, clause: Stretch) -> Token | None:
    """The head of what a number counts: the last noun of the phrase behind it, else the nearest before it."""
    head = None
    before = clause.upto(number.span[0])
    finished = before.has("carry")
    partners = any(token.has("join") and number.span[0] - token.end <= 1 for token in before[-2:])
    for token in clause.behind(number.span[1]):
        if token.tags & _STOPS:
            break
        if (
            token.tags & {"adopt", "gain"}
            and not (token.has(*DOING) and finished)
            and not token.tags & _NOUNS
            and token.start > number.span[1]
        ):
            return head if head is not None and head.has("effect_noun") else token
        if token.tags & _COUNTED:
            if partners and head is not None and head.has("effect_noun") and clause[-1].has("abstract"):
                return head
            head = token
    return head if head is not None else before.last(*_COUNTED)


def _share(_number: Number, clause: Stretch) -> Role:
    """A share shows an effect unless it is the share of one's own work or of what people know."""
    done = len(clause) > 1 and clause[0].has("milestone") and clause[-1].has("activity", "learn")
    if done and not clause.has(*MEASURES, "adopt", "gain", *MOVING):
        return "effort"
    if clause.has("grasp") and not clause.has(*MEASURES, *MOVING):
        return "context"
    if clause.has(*MEASURES, "lower", "adopt", "effect_noun", *MOVING):
        return "result"
    if clause and clause[0].has("activity", "learn") and not clause.has("reach"):
        return "effort"
    return "effort" if clause.has("carry", "deliver") and clause.has(*DOING, "output_noun") else "result"


def _money(number: Number, clause: Stretch) -> Role:
    """Money is an effect, unless it is spent."""
    return "context" if clause.upto(number.span[0]).has("spent") else "result"


def _time(number: Number, clause: Stretch) -> Role:
    """A duration is an effect when something gets faster; else it is how long people work."""
    if clause.has(*MOVING):
        return "result"
    if clause.has("span"):
        often = clause.has("frequency") and clause.has(*_OWN_WORK) and number.bound != "<="
        return "effort" if often or clause.has("learn") else "result"
    if number.bound == "<=" and not clause.has(*_OWN_WORK):
        return "result"
    if clause.has("frequency", "learn"):
        return "effort"
    before = clause.upto(number.span[0])
    reached = before and before[-1].has("reach") and not before[-1].has("at_least")
    return "result" if number.bound == "<=" or reached or number.kind == "instant" else "context"


def _size(_number: Number, clause: Stretch) -> Role:
    """A physical measure is an effect, unless it counts exercise."""
    if clause.has(*MEASURES, *MOVING):
        return "result"
    return "effort" if clause.has("learn", "frequency", "deliver", "activity") else "result"


def _things(number: Number, clause: Stretch) -> Role:
    """A count is what its noun is: people and money that decide for themselves, or own output."""
    before = clause.upto(number.span[0])
    noun = counted_noun(number, clause)
    if number.bound == "<=" and not (clause and clause[0].has(*_OWN_WORK)):
        return "result"
    if before.has("lower") and before.has("down"):
        return "result"
    if number.kind == "effort" and before.has("finished") and not clause.has("gain", "up", *MEASURES):
        return "effort"
    if (before.has("won") and not before.has("contact")) or _reached(number, before, noun):
        return "result"
    if noun is None:
        own = number.kind == "effort" or clause.has(*_OWN_WORK)
        return "result" if before.has("newly") else "effort" if own else "context"
    return _by_noun(noun, before, clause)


def _by_noun(noun: Token, before: Stretch, clause: Stretch) -> Role:
    """A measure, a use or people prove an effect, unless one's own work reached for them or hired them."""
    touching = before.upto(noun.start)[-1:]
    if (
        noun.has("count")
        and not noun.has("used_count")
        and any(token.has("output_noun") and token.end == noun.start for token in touching)
    ):
        return "effort"
    if noun.has("adopt", "gain", *MEASURES) and not noun.has("output_noun", *DOING):
        return "result"
    if noun.has("staff") and clause.has("up", "deliver", "first") and not clause.has("hired"):
        return "effort"
    if noun.has("effect_noun"):
        busy = before.holds(_contacts) or before.upto(noun.start - 1).holds(_acts)
        return "effort" if busy and not clause.has("gain", "up") else "result"
    return "result" if clause.holds(_uses) and clause.has("effect_noun") else "effort"


def _acts(token: Token) -> bool:
    """Whether a word says what people do, not what they get or carry through."""
    return token.has("activity") and not token.has("carry", "gain", "adopt")


def _contacts(token: Token) -> bool:
    """Whether a word says that people are seen or spoken to, and nothing more."""
    return token.has("contact") and not token.has("carry", "gain", "adopt")


def _uses(token: Token) -> bool:
    """Whether a word says that something is used, not that it is made."""
    return token.has("adopt") and not token.has(*DOING)


def _reached(number: Number, before: Stretch, noun: Token | None) -> bool:
    """Whether the word right before a count says that it was won, or that a level is reached."""
    last = before[-1] if before and number.span[0] - before[-1].end <= 1 else None
    if last is None or (before.has("contact") and not last.has("given")):
        return False
    if last.has("adopt") and not last.has(*DOING):
        return True
    if last.has("gain"):
        return not last.has("brought")
    made = noun is not None and noun.has("output_noun", "deliver") and not noun.has("effect_noun", *MEASURES)
    return last.has("reach") and number.kind != "effort" and not made and not before.has(*_OWN_WORK)


def _bare(number: Number, clause: Stretch) -> Role:
    """A number without a unit belongs to the measure beside it."""
    if clause.has(*MEASURES):
        return "result"
    before = clause.upto(number.span[0])
    if before and before[-1].has("reach", *MOVING) and not clause.has(*DOING):
        return "result"
    if number.value >= 1000 and before.has("gain"):
        return "result"
    return _things(number, clause)


def _score(number: Number, clause: Stretch) -> Role:
    """Points and stars are an effect, unless they are the points of a to-do list."""
    if number.kind == "grade" and not clause.has(*MOVING, "reach", "gain"):
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

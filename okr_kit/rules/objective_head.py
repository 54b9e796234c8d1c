"""What the leading verb makes of an objective: work to be done, a thing to be made, a slogan, or a change of something."""

from __future__ import annotations

from ..text import Reading, Token
from .base import Cause
from .heads import DOING, MEASURES, MOVING, Segment
from .objects import NOUNS, bare_thing, closes, content, field, object_noun, only_the_whole, only_wholes
from .roles import role_of


def judge(reading: Reading, parts: list[Segment]) -> Cause | None:
    """The main defect by the head of the first segment that has one."""
    left = content(reading)
    if (left < 14 and reading.says("overall", 0, reading.stop)) or _topic(reading):
        return vague(reading)
    led = next(((part, part.head) for part in parts if part.head), None)
    if led is None:
        return _made(reading, None) or _without_head(reading, left)
    first, head = led
    dated = any(parts[0].span[0] <= date.start < parts[0].span[1] for date in reading.dates)
    named_before = first is not parts[0] and not dated and parts[0].span[1] - parts[0].span[0] >= 4
    if named_before and head.has(*DOING) and left >= 5:
        return None
    if (
        first.causes == "lets"
        and not reading.says("obtained")
        and reading.tokens[-1].has("milestone")
        and reading.tokens[-1].end == reading.stop
    ):
        return Cause("O-TASK", (0, reading.stop))
    if first.causes == "lets" and reading.tokens[-1].has("jargon") and reading.first("become", "up"):
        return vague(reading)
    if first.causes == "lets" and left > 1:
        return vague(reading) if (left < 8 and reading.says("somehow", 0, reading.stop)) else None
    meant = head.has(*DOING) and reading.says("purpose", head.end) is not None
    return (None if meant else _made(reading, head)) or _with_head(reading, head, left)


def vague(reading: Reading) -> Cause:
    """The whole sentence is the slogan."""
    return Cause("O-VAGUE", (0, reading.stop))


def _without_head(reading: Reading, left: int) -> Cause | None:
    """A noun phrase: a thing is a task, a topic says nothing, a state or an event may stand."""
    last = reading.tokens[-1] if reading.tokens else None
    if left >= 4 and reading.says("faster_way"):
        return None
    if last and last.has("output_noun") and not last.has("hollow", "wide") and last.end == reading.stop:
        return Cause("O-TASK", (0, reading.stop))
    closing = reading.first("state")
    if closing and left > 2 and reading.says("more", max(0, closing.start - 1), closing.end):
        return None
    if last and last.has("state") and last.end == reading.stop >= 7:
        return None
    if left > 1 and (reading.first("granted", "proof") or reading.says("predicate")):
        return None
    return None if left >= 10 and not reading.says("labelled") else vague(reading)


def _topic(reading: Reading) -> bool:
    """Whether a label and a few words for it are all there is (家庭：温暖)."""
    return reading.says("labelled") is not None and not reading.first(*DOING, *MOVING, "gain", "skill", "state")


def _with_head(reading: Reading, head: Token, left: int) -> Cause | None:
    """A verb and its object: what is done, or what changes, and whether the object says enough."""
    if left < 2:
        return vague(reading)
    if head.has(*DOING, "carry", "contact") and not head.has("skill", "become", "gain", *MOVING):
        return _task(reading, head, left)
    if head.has("handover", "become", "deliver") and (cause := _of_the_whole(reading, head)):
        return cause
    oneself = head.has("skill") and reading.tokens[-1].has("wide")
    if (head.has(*MOVING) and only_wholes(reading)) or (
        oneself and field(reading) <= _said_by(reading, "activity", "skill")
    ):
        return vague(reading)
    if head.has(*MOVING, "gain") and len(reading.clauses) == 1:
        if only_the_whole(reading, head):
            return vague(reading)
        if head.has(*MOVING) and bare_thing(reading, head):
            return Cause("O-TASK", (head.start, reading.stop)) if head.has("improve") else vague(reading)
    return vague(reading) if _sloganizes(reading, head, left) else None


def _said_by(reading: Reading, *tags: str) -> int:
    """How many characters words of these lists take."""
    return sum(token.end - token.start for token in reading.tokens if token.has(*tags))


def _of_the_whole(reading: Reading, head: Token) -> Cause | None:
    """A thing handed over is a task; a whole that is to be built or become (顶级团队, 竞争优势) names no field."""
    noun = object_noun(reading, head)
    if noun is None and field(reading) < 3 and reading.tokens[-1].has("praise"):
        return vague(reading)
    if noun is None or not closes(reading, noun):
        return None
    if head.has("handover") and noun.has("feature", "abstract") and not noun.has("hollow") and field(reading) >= 2:
        return None if noun.has("named_quality") else Cause("O-TASK", (head.start, reading.stop))
    if noun.has("hollow", "wide", "abstract", "jargon") and not noun.has("named_quality"):
        return vague(reading) if field(reading) < (3 if noun.has("hollow", "jargon") else 2) else None
    return None


def _sloganizes(reading: Reading, head: Token, left: int) -> bool:
    """Whether a verb of change only carries a slogan (取得新突破, 加强安全管理)."""
    if head.has("gain") and left < 5:
        return any(token.has("slogan") and 0 <= token.start - head.end <= 2 for token in reading.tokens)
    if not head.has("slogan"):
        return False
    return left <= 6 and reading.says("wide_end") is not None if head.has(*MOVING) else left < 5


def _task(reading: Reading, head: Token, left: int) -> Cause | None:
    """Work to be done, unless the sentence says what it is for or how good the thing will be."""
    if reading.says("purpose", head.end):
        return None
    if cause := _of_the_whole(reading, head):
        return cause
    if _reaches_state(reading, head):
        return None
    if reading.patterns["best"].search(reading.patterns["quoted"].sub("", reading.folded)):
        return None
    if reading.first("slogan") and left < 4:
        return vague(reading)
    return Cause("O-TASK", (head.start, reading.clause_of(head.start)[1]))


def _reaches_state(reading: Reading, head: Token) -> bool:
    """Whether what is built is a state rather than a thing: a culture, a level, a turn, something with a quality, use."""
    state = reading.first("become", "granted")
    if (
        reading.says("level")
        or reading.says("turn")
        or (state and not state.has("maker") and state.start != head.start)
    ):
        return True
    behind = reading.within((head.end, reading.clause_of(head.start)[1]))
    used = behind and behind[-1].has("adopt") and behind[-1].end == reading.stop and not behind[-1].has(*DOING)
    if (used and not head.has("milestone")) or head.has("trial") or reading.says("driven", head.end):
        return True
    nouns = [token for token in behind if token.has(*NOUNS, *DOING)]
    if (
        head.has("deliver")
        and not head.has("handover")
        and nouns
        and nouns[-1].has("abstract")
        and not nouns[-1].has(*DOING)
    ):
        return True
    quality = next((token for token in behind if token.has("state")), None)
    return bool(head.has("deliver") and quality and reading.opens("quality_of", quality.end))


def _made(reading: Reading, head: Token | None) -> Cause | None:
    """A task because of the thing that is made."""
    thing = _made_thing(reading)
    if thing is None:
        return None
    start = head.start if head and head.start < thing.start else thing.start
    return Cause("O-TASK", (start, reading.clause_of(thing.start)[1]))


def _made_thing(reading: Reading) -> Token | None:
    """A thing to be made: counted output, or what 打造, 实现, 完善 end in, without a word of how good it should be."""
    tokens = reading.tokens
    if not tokens or reading.says("best"):
        return None
    set_up = len(tokens) > 1 and tokens[-1].has("deliver") and tokens[-2].has("output_noun")
    if tokens[0].has("skill") or (tokens[0].has("effect_noun") and not (set_up and tokens[-2].end == tokens[-1].start)):
        return None
    if content(reading) < 2 and not (reading.first("output_noun") and tokens[-1].has("deliver")):
        return None
    if (maker := reading.first("maker")) is not None:
        return _plain_thing(reading, maker.end, described=maker.has("deliver"))
    if set_up:
        return tokens[-1] if not reading.first("become", *MOVING) else None
    counts = (number for number in reading.numbers if number.kind in ("effort", "plain"))
    counted = next((number for number in counts if role_of(number, reading) == "effort"), None)
    return _plain_thing(reading, counted.span[1]) if counted else None


def _plain_thing(reading: Reading, start: int, *, described: bool = False) -> Token | None:
    """The thing that ends the clause behind a place, if nothing describes it."""
    stop = reading.clause_of(start - 1)[1]
    if reading.says("of", start, stop) and not described:
        return None
    behind = [
        token
        for token in reading.within((start, stop))
        if token.has("state", *NOUNS, *DOING, *MEASURES) and not token.tags <= {"abstract"}
    ]
    if not behind or not behind[-1].has("output_noun", "deliver") or reading.tail(behind[-1].end, stop):
        return None
    return behind[-1]

"""What a word is by its neighbours: 完成率 is a measure, 上线后 a moment, 培训覆盖率 one noun; and what goes from where to where."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from itertools import pairwise
from operator import attrgetter

from ...model import Span
from ...text import Change, Number, Token
from .counting import STARTED
from .patterns import PATTERNS

_start = attrgetter("start")
HAN = re.compile(r"[一-鿿]")
_BREAKS = re.compile(r"[,;。!?\n.](?:(?<!\.)|(?<=\D\.)(?=\D|$))")
_SUFFIXES = {"率": "rate", "额": "amount", "量": "count", "数": "count", "值": "score", "度": "score"}
_SUFFIX_TAGS = {char: frozenset({name, "SUFFIX"}) for char, name in _SUFFIXES.items()}
_SUFFIX = re.compile(rf"[{''.join(_SUFFIXES)}](?<=[一-鿿].)")
_OPENS_WORD = re.compile(
    r"量(?:化|产|级|子|身|贩|刑|[机仪具尺表杯])|数(?:字|学|智|码|控|理)|值(?:得|守|班|机|日|勤)|度(?:假|量|过)|率(?:先|领)|额(?:外|头)"
)
MEASURES = frozenset({"rate", "amount", "count", "score", "span"})
_WORK = frozenset({"activity", "deliver", "learn", "contact"})
#: What a sentence is about, whatever its words do in it.
_TOPICS = frozenset({"off_people", "off_media", "off_office", "field_people", "field_media", "field_office"})
_EVENTS = _WORK | {"milestone", "adopt", "gain"}
_VERBS = _EVENTS | {"up", "down", "grasp"}
#: What may be something else by its neighbours.
_UNSETTLED = _VERBS | {"routine"}
_SPOKEN = frozenset(
    {"routine", "maintain", "activity", "learn", "deliver", "contact", "slogan", "subjective", "up", "down", "become"}
)
_LEADING = frozenset({"up", "down", "carry", "reach", "maintain"})
_NO_QUALITY = frozenset({"learnable", "state"})
_BREAKING = frozenset({"up", "down", "reach", "become", "NUMBER", "from", "DATE", "frequency"})
_LATER = re.compile(
    r"之后|以后|后(?!台|端|续|勤|期|备|者|厨|方|代)|期间|过程中|阶段|前(?!端|台|置|期|景|沿|往|\s*\d|三|五|十)|之前|时(?!间|长|效|候|代)|中的|时的"
)
_PUNCTUAL = re.compile(r"(?:按时|按期|准时|及时)\S*")
_RATE = re.compile(r"[一-鿿]{0,2}率")
_NOT_NOUN = re.compile(r"[^一-鿿a-z0-9]|[的到至为]")
_ARROW = re.compile(r"^[^,;。]{0,12}?(?:到|至|为|成|达|->|→|=>|—>|-->|~>|>)[^,;。]{0,4}$")
_JUMP = re.compile(
    r"^[^,;。]{0,3}(?:提升|提高|增长|增加|上升|降低|下降|减少|缩短|压缩|优化|改善|升|降|增|减|涨|扩大|变|控制)[^,;。\d]{0,4}$"
)
_GOES_TO = re.compile(
    r"^\s*(?:提升|提高|增长|增加|上升|降低|下降|减少|缩短|压缩|优化|改善|升|降|增|减|涨)(?:到|至|为)\s*$"
)
#: How much may stand between a baseline that is called one, and the target.
_LONGEST_GAP = 24
_SIGN = re.compile(r"->|→|=>|—>")
_BASE = re.compile(
    r"(?:基线|当前|目前|现状|现为|现在|原为|原值|上季度|上期|去年同期|去年|现)(?:值|水平|是|为|约|仅|要|需要?|得)?[:为是]?\s*$"
)


def refine(tokens: list[Token], text: str) -> list[Token]:
    """Settle every token by its neighbours; a name in quotation marks says nothing about what is done."""
    tokens = _with_suffixes(tokens, text)
    settled = [
        token if token.tags.isdisjoint(_UNSETTLED) else _in_context(token, tokens, index, text)
        for index, token in enumerate(tokens)
    ]
    return _unspoken(settled, tokens, text) if PATTERNS["quoted"].search(text) else settled


def _unspoken(settled: list[Token], tokens: list[Token], text: str) -> list[Token]:
    """The settled tokens, and those inside of quotation marks without what they would say of deeds."""
    quoted = deque([match.span() for match in PATTERNS["quoted"].finditer(text)])
    for index, token in enumerate(tokens):
        while quoted and quoted[0][1] <= token.start:
            quoted.popleft()
        if quoted and quoted[0][0] < token.start and token.end < quoted[0][1]:
            settled[index] = Token(token.start, token.end, token.word, token.tags - _SPOKEN | {"QUOTED"})
    return settled


def _with_suffixes(tokens: list[Token], text: str) -> list[Token]:
    """Add the suffixes (率, 额, 量 …) that make a measure of an unknown word, not where they open one."""
    found = [match.start() for match in _SUFFIX.finditer(text)]
    if not found:
        return tokens
    starts = [token.start for token in tokens]
    extra = []
    for place in found:
        at = bisect_right(starts, place) - 1
        if (at < 0 or tokens[at].end <= place) and not _OPENS_WORD.match(text, place):
            extra.append(Token(place, place + 1, text[place], _SUFFIX_TAGS[text[place]]))
    return sorted([*tokens, *extra], key=_start) if extra else tokens


def _in_context(token: Token, tokens: list[Token], index: int, text: str) -> Token:
    """A verb before a measure, a 的 or a word of time is part of a noun, not what people do."""
    if "routine" in token.tags and _PUNCTUAL.match(token.word) and _RATE.match(text, token.end):
        return Token(token.start, token.end, token.word, frozenset({"MODIFIER"}))
    if token.tags.isdisjoint(_VERBS):
        return token
    if not token.tags.isdisjoint(_EVENTS) and _LATER.match(text, token.end):
        return Token(token.start, token.end, token.word, frozenset({"MOMENT"}))
    if _modifies(token, tokens, index, text):
        kept = {"MODIFIER", *({"WORK"} if token.tags & _WORK else ()), *(token.tags & _TOPICS)}
        return Token(token.start, token.end, token.word, frozenset(kept))
    return token


def _modifies(token: Token, tokens: list[Token], index: int, text: str) -> bool:
    """Whether a verb only describes the noun behind it (自己写的小程序, 沟通能力, 培训覆盖率)."""
    if text.startswith("的", token.end) and token.end + 1 < len(text) and not token.tags.isdisjoint(_WORK):
        return True
    if not token.tags.isdisjoint(_LEADING):
        return False
    end = token.end
    for hop in range(index + 1, min(index + 4, len(tokens))):
        follower = tokens[hop]
        gap = text[end : follower.start]
        if hop == index + 1 and not gap and "quality" in follower.tags and follower.tags.isdisjoint(_NO_QUALITY):
            return True
        if len(gap) > 3 or (gap and _NOT_NOUN.search(gap)) or not follower.tags.isdisjoint(_BREAKING):
            return False
        if not follower.tags.isdisjoint(MEASURES) and not _goes_on(tokens, hop):
            return True
        end = follower.end
    return False


def _goes_on(tokens: list[Token], index: int) -> bool:
    """Whether a measure word is itself only part of a longer noun (回款专题会)."""
    if index + 1 >= len(tokens):
        return False
    follower = tokens[index + 1]
    return (
        follower.start == tokens[index].end
        and bool(follower.tags & {"output_noun", "wide"})
        and not follower.tags & MEASURES
    )


def clauses(text: str) -> list[Span]:
    """Ranges between commas and stops."""
    found, start = [], 0
    for match in _BREAKS.finditer(text):
        if match.start() > start:
            found.append((start, match.start()))
        start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def changes(numbers: list[Number], text: str) -> Iterator[Change]:
    """Pairs of numbers with a word of going from one to the other between them."""
    paired = False
    for before, after in pairwise(numbers):
        change = None if paired else _change(before, after, text)
        paired = change is not None
        if change is not None:
            yield change


def _change(before: Number, after: Number, text: str) -> Change | None:
    """The change that two neighbouring numbers say, if any (the baseline may stand behind: 88%（去年 80%）)."""
    gap = text[before.span[1] : after.span[0]]
    if _SIGN.search(gap) and len(gap) < 14:
        return Change(before, after)
    if before.kind == after.kind and _GOES_TO.match(gap):
        return Change(before, after)
    started = STARTED.search(text, max(0, before.span[0] - 12), before.span[0]) if len(gap) < _LONGEST_GAP else None
    if started and (_ARROW.match(gap) or _JUMP.match(gap) or "目标" in gap):
        return Change(before, after)
    if (
        before.kind == after.kind
        and ("(" in gap or "," in gap)
        and _BASE.search(text, max(0, after.span[0] - 8), after.span[0])
    ):
        return Change(after, before)
    return None

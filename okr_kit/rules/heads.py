"""Who does what in a sentence: its segments, and the verb that heads each of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Span
from ..text import Reading, Token

DOING = ("activity", "deliver", "learn")
MOVING = ("up", "down")
MEASURES = ("rate", "amount", "count", "score", "span")
_PREDICATES = frozenset(
    {*DOING, *MOVING, "become", "gain", "maintain", "slogan", "routine", "grasp", "skill", "carry", "contact", "adopt", "solution", "milestone"}
)
_SPLIT = re.compile(
    r"[,;。!?+\n]|、(?=.{3})|,?(?:并且|以及|同时|另外|顺便|此外|还要|也要|并(?!发|购|行|列|网|非|不)|(?<=.{3})且(?!不)|(?<=.{4})及(?!时|格|早|其)(?=.{4})|(?<=.{4})和(?=提|降|加|优|完|建|打|推|减|增|改|开|缩|扩|做|培))"
)
_JOINS = re.compile(r"并|以及|同时|另外|顺便|此外|还要|也要|且|及|和|\+")
_GROWING = re.compile(r"更|得到|明显|显著|大幅|有所|越来越|变得|进一步|不断|持续|日益|能力|意识|水平|兴趣|质量")
_MORE = re.compile(r"更(?!新|换|改|名|正|替)加?[^,;的更多]{1,5}(?:一点|一些|了)?[。.!！ ]*$")
_CAUSE = re.compile(r"\s*(?:我们?|希望|想|要|能|真正|切实|彻底)*(把|将|让|使|令|帮助?)")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the sentence with its head; ``joined`` if a word such as 并 or 同时 leads to it.

    ``causes`` is 把, 让, 使 … where it begins with one.
    """

    span: Span
    head: Token | None
    joined: bool
    causes: str

    def size(self, reading: Reading) -> int:
        """How many characters stand behind the head."""
        start = self.head.end if self.head else self.span[0]
        return len(reading.folded[start : self.span[1]].strip(" 。.!"))


def segments(reading: Reading) -> list[Segment]:
    """Cut a sentence at its commas and joining words."""
    found: list[Segment] = []
    start, joined = 0, False
    text = reading.folded
    marks = [(match.start(), match.end(), bool(_JOINS.search(match[0]))) for match in _SPLIT.finditer(text)]
    for stop, resume, joins in [*marks, (len(text), len(text), False)]:
        if text[start:stop].strip(" 、"):
            found.append(_segment(reading, (start, stop), joined))
            joined = joins
        else:
            joined = joined or joins
        start = resume
    return found


def _segment(reading: Reading, span: Span, joined: bool) -> Segment:
    """One segment with its head."""
    cause = _CAUSE.match(reading.folded, span[0], span[1])
    causes = cause[1] if cause is not None else ""
    head = head_of(reading, span)
    if cause is not None and cause[1] in "把将":
        verbs = [token for token in reading.tokens if span[0] <= token.start and token.end <= span[1] and token.tags & _PREDICATES]
        head = verbs[-1] if verbs else None
    return Segment(span, head, joined, causes)


def head_of(reading: Reading, span: Span) -> Token | None:
    """The predicate of a stretch: the first verb, unless the sentence ends in what becomes of its topic.

    护理质量改善 is about improving, 推进质量改善 about pushing: a verb that carries others (推进, 完成 …) keeps the lead.
    """
    verbs = [token for token in reading.tokens if span[0] <= token.start and token.end <= span[1] and token.tags & _PREDICATES]
    if len(verbs) > 1 and verbs[0].has("slogan") and verbs[0].has("degree"):
        verbs = verbs[1:]
    if not verbs:
        return None
    first, last = verbs[0], verbs[-1]
    lead = len(reading.folded[span[0] : first.start].strip(" 、"))
    carried = first.has("carry", "solution", "become", "routine", "gain", *MOVING) and lead <= 4
    if lead >= 4 and first.has(*DOING):
        first = next((token for token in verbs if token.has("gain", "become", *MOVING)), first)
    if lead <= 1 and first.has(*DOING) and not _GROWING.search(reading.folded, first.end, last.start + 1):
        return first
    tail = reading.folded[last.end : span[1]].strip(" 。.!了的")
    if last is not first and not carried and last.has(*MOVING, "state") and len(tail) <= 1:
        return last
    return first


def topic_comment(reading: Reading) -> Token | None:
    """The word at the end of a clause that says what becomes of its topic (…更加顺畅, …得到提升), if there is one."""
    for span in reading.clauses:
        head = head_of(reading, span)
        if more := _MORE.search(reading.folded, span[0], span[1]):
            return next((token for token in reading.tokens if token.start >= more.start()), Token(*more.span(), more[0], frozenset()))
        inside = [token for token in reading.tokens if span[0] <= token.start and token.end <= span[1]]
        closing = next((token for token in reversed(inside) if token.has(*MOVING, "state")), None)
        if closing is None or len(reading.folded[closing.end : span[1]].strip(" 。.!了")) > 1 or closing.start == span[0]:
            continue
        if head is not None and head.start <= span[0] + 1 and head.has(*DOING) and not _GROWING.search(reading.folded, head.end, closing.start):
            continue
        if head is None or head is closing or head.end > closing.start or not head.has("carry", "deliver") or head.start > span[0] + 4:
            return closing
    return None

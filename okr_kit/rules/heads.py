"""Who does what in a sentence: its segments, and the verb that heads each of them."""

from __future__ import annotations

from typing import NamedTuple

from ..model import Span
from ..text import Reading, Token

DOING = ("activity", "deliver", "learn")
MOVING = ("up", "down")
MEASURES = ("rate", "amount", "count", "score", "span")
_PREDICATES = frozenset(
    {
        *DOING,
        *MOVING,
        "become",
        "gain",
        "maintain",
        "slogan",
        "routine",
        "grasp",
        "skill",
        "carry",
        "contact",
        "adopt",
        "solution",
        "milestone",
    }
)


class Segment(NamedTuple):
    """A stretch of the sentence with its head; ``joined`` "weak" or "strong" if a word such as 并 or 同时 leads to it.

    ``causes`` is "moves" where it begins with 把 or 将, "lets" with 让, 使 ….
    """

    span: Span
    head: Token | None
    joined: str | None
    causes: str | None

    def size(self, reading: Reading) -> int:
        """How many characters stand behind the head."""
        start = self.head.end if self.head else self.span[0]
        return len(reading.folded[start : self.span[1]].strip(" 。.!"))


def segments(reading: Reading) -> list[Segment]:
    """Cut a sentence at its commas and joining words."""
    found: list[Segment] = []
    start, joined = 0, None
    text = reading.folded
    joining = reading.patterns["joins"]
    for match in reading.patterns["split"].finditer(text):
        if text[start : match.start()].strip(" 、"):
            found.append(_segment(reading, (start, match.start()), joined))
            joined = None
        if joins := joining.search(match[0]):
            joined = joins.lastgroup
        start = match.end()
    if text[start:].strip(" 、"):
        found.append(_segment(reading, (start, len(text)), joined))
    return found


def _segment(reading: Reading, span: Span, joined: str | None) -> Segment:
    """One segment with its head."""
    date = reading.date_at(span[0] + 1)
    dated = date.end if date else span[0]
    cause = reading.opens("cause", dated, span[1])
    causes = cause.lastgroup if cause else None
    head = head_of(reading, span)
    if causes == "moves":
        head = reading.within(span).last(*_PREDICATES)
    return Segment(span, head, joined, causes)


def head_of(reading: Reading, span: Span) -> Token | None:
    """The predicate of a stretch: the first verb, unless the sentence ends in what becomes of its topic.

    护理质量改善 is about improving, 推进质量改善 about pushing: a verb that carries others (推进, 完成 …) keeps the lead.
    """
    verbs = [token for token in reading.within(span) if not token.tags.isdisjoint(_PREDICATES)]
    if len(verbs) > 1 and verbs[0].has("slogan") and verbs[0].has("degree"):
        verbs = verbs[1:]
    if not verbs:
        return None
    first, last = verbs[0], verbs[-1]
    lead = len(reading.folded[span[0] : first.start].strip(" 、"))
    carried = first.has("carry", "solution", "become", "routine", "gain", *MOVING) and lead <= 4
    if lead >= 4 and first.has(*DOING):
        first = next((token for token in verbs if token.has("gain", "become", *MOVING)), first)
    if lead <= 1 and first.has(*DOING) and not reading.says("growing", first.end, last.start + 1):
        return first
    tail = reading.tail(last.end, span[1])
    if last is not first and not carried and last.has(*MOVING, "state") and tail <= 1:
        return last
    return first


def topic_comment(reading: Reading) -> Token | None:
    """The word at the end of a clause that says what becomes of its topic (…更加顺畅, …得到提升), if there is one."""
    for span in reading.clauses:
        head = head_of(reading, span)
        if more := reading.says("comparative_end", *span):
            return next(iter(reading.all.behind(more.start())), Token(*more.span(), more[0], frozenset()))
        closing = reading.within(span).last(*MOVING, "state")
        if closing is None or reading.tail(closing.end, span[1]) > 1:
            continue
        if (
            head is not None
            and head.start <= span[0] + 1
            and head.has(*DOING)
            and not reading.says("growing", head.end, closing.start)
        ):
            continue
        if head is None or head is closing or not head.has("carry", "deliver"):
            return closing
    return None

"""K-DIRECTION: the verb and the numbers go opposite ways, or the numbers make the measure worse."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from ..lang import Language
from ..model import Span
from ..policy import CoursePolicy
from ..text import LONGEST_PHRASE, Change, Number, Reading
from .amounts import in_unit_of
from .base import Hit
from .heads import MOVING
from .views import KeyResultView

#: How many words in front of a number can name its measure.
_NEAR = 20


def against_direction(view: KeyResultView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-DIRECTION: the verb says up and the numbers fall, or the measure gets worse."""
    changes = view.reading.changes
    faster = view.reading.says("faster") if changes else None
    for change in changes:
        if faster and change.before.kind in ("time", "instant") and faster.end() <= change.before.span[0]:
            continue
        if _wrong_way(view.reading, change):
            yield Hit(
                span_of(change),
                {"base": _quote(view.reading, change.before), "target": _quote(view.reading, change.after)},
            )


def _wrong_way(reading: Reading, change: Change) -> bool:
    """Whether a change goes against its verb, or against what is better of its measure."""
    before = in_unit_of(change.before, change.after)
    if before is None or isnan(before) or before == change.after.value or change.before.kind == "rank":
        return False  # not a number is a letter that stands for one: from X% to 50%
    rises = change.after.value > before
    verb = _verb_of_change(reading, change.before, change.after)
    start, end = max(0, change.after.span[0] - LONGEST_PHRASE), change.after.span[0]
    if verb == "up" and not rises and reading.says("moved_by", start, end):
        return False  # by how much, not to where: 从 100 家增加 20 家
    if any(token.has("NUMBER") for token in reading.touching(change.before.span[0])):
        return False  # only the end of a number in pieces: 1 亿 3000 万
    if verb == ("down" if rises else "up"):
        return not (rises and change.after.bound == "<=" and reading.says("kept_below", 0, change.before.span[0]))
    if verb and rises and _lower_is_better(reading, change.before):
        return True
    said = reading.ends_in("good_share", change.before.span[0]) if not rises else None
    return said is not None or (not verb and rises and reading.ends_in("bad_share", change.before.span[0]) is not None)


def _verb_of_change(reading: Reading, before: Number, after: Number) -> str:
    """``up``, ``down``, ``better`` (优化) or nothing: the verb between the numbers, else the nearest one in front of them."""
    inside = reading.within((before.span[1], after.span[0])).first(*MOVING)
    chosen = inside or reading.all.upto(before.span[0]).last(*MOVING)
    if chosen is None:
        return ""
    if chosen.has("undirected", "early"):
        return "better"
    return "up" if chosen.has("up") else "down"


def _lower_is_better(reading: Reading, number: Number) -> bool:
    """Whether the measure at the head of the clause is one that should fall (投诉率, but not 投诉处理及时率)."""
    start = reading.clause_of(number.span[0])[0]
    words = reading.within((start, number.span[0]))[-_NEAR:]
    for index, token in enumerate(words):
        if not token.has("lower") or reading.opens("bracketed", token.end, number.span[0]):
            continue
        follower = words[index + 1] if index + 1 < len(words) else None
        bare = follower is None or follower.has("rate", "count", "amount", "from", "reach", "SUFFIX", "up")
        close = follower is None or follower.start - token.end <= 1
        if bare and close and not reading.says("handled", max(start, token.start - LONGEST_PHRASE), token.start):
            return True
    return False


def span_of(change: Change) -> Span:
    """From the first of two numbers to the second; the baseline may stand behind: 95%（现在 52%）."""
    spans = change.before.span, change.after.span
    return min(spans)[0], max(spans)[1]


def _quote(reading: Reading, number: Number) -> str:
    """The number as the learner wrote it, or as it was given beside the sentence."""
    start, end = number.span
    return reading.raw[start:end].strip() or f"{number.value:.10g}{number.unit}"

"""More than one aim in one objective."""

from __future__ import annotations

from ..model import Span
from ..text import Reading
from .heads import DOING, MEASURES, MOVING, Segment
from .likeness import pairs

#: So many characters an aim has at least.
_AIM = 4
_AIMS = ("adopt", "up", "down", "deliver", "activity", "gain", "slogan", "become", "maintain", "learn", "skill")


def several_aims(reading: Reading, parts: list[Segment]) -> Span | None:
    """Two or more aims that would need different key results: from the first to the end of the last."""
    if len(parts) == 2 and _added(reading) and not reading.says("labelled") and not reading.numbers:
        return parts[0].span[0], parts[1].span[1]
    if len(parts) == 1 and (two := reading.says("two_objects", 0, reading.stop)) and reading.first(*MOVING):
        return parts[0].span[0], two.end()
    aims = [part for part in parts if _is_aim(part, reading) and not _backdrop(part, reading)]
    if len(aims) < 2:
        return None
    span = aims[0].span[0], aims[-1].span[1]
    strongly = aims[1].joined == "strong"
    if len(aims) == 2 and not strongly and reading.says("means_to_end", aims[0].span[0] + 2, aims[1].span[0] + 3):
        return None
    works = [
        part.head is not None and part.head.has(*DOING, "adopt") and not part.head.has(*MOVING, "gain", "slogan")
        for part in aims
    ]
    if all(works) and aims[0].head is not None and aims[0].head.has(*DOING):
        return None
    if any(part.joined for part in aims[1:]):
        return span
    if len(aims) >= 3:
        return (
            None
            if aims[0].head is not None and aims[0].head.has(*DOING) and not aims[0].head.has(*MOVING, "slogan")
            else span
        )
    first, second = aims[0], aims[1]
    return span if _separate(first, second, reading) else None


def told_apart(reading: Reading) -> Span | None:
    """The whole of an objective that says itself that its aims are several."""
    apart = reading.says("told_apart")
    return (0, reading.stop) if apart and _both_sides(reading, apart.span()) else None


def _both_sides(reading: Reading, joint: Span) -> bool:
    """Whether something that says enough for an aim stands on both sides of what joins two."""
    return (joint[0] >= _AIM and reading.stop - joint[1] >= _AIM) or joint[1] == reading.stop


def _backdrop(part: Segment, reading: Reading) -> bool:
    """Whether a segment only says under which condition (保持 … 的同时, 在不增加 … 的同时)."""
    if part.head is not None and part.head.has("maintain"):
        return reading.opens("kept_meanwhile", *part.span) is not None
    return reading.opens("backdrop", *part.span) is not None


def _is_aim(part: Segment, reading: Reading) -> bool:
    """Whether a segment has a verb and an object of its own."""
    if part.causes and part.span[1] - part.span[0] >= 6:
        return True
    head = part.head
    if head is None or not head.has(*_AIMS):
        return False
    lead = len(reading.folded[part.span[0] : head.start].strip(" 、"))
    return (part.size(reading) >= 2 and lead <= 5) or (head.has(*MOVING, "gain") and lead >= 3)


def _separate(first: Segment, second: Segment, reading: Reading) -> bool:
    """Whether two aims beside a comma are two: both move something, and nothing is the means of the other."""
    if first.head is None or second.head is None:
        moved = first.head is not None and first.head.has(*MOVING)
        return bool(second.causes and (first.causes or moved))
    if first.head.has("maker") and second.head.has("activity"):
        return True
    if not (first.head.has(*MOVING, "gain") and second.head.has(*MOVING, *DOING, "slogan", "gain")):
        return False
    if second.head.has(*MOVING) and not (second.head.has("improve") or _another_falls(first, second, reading)):
        return False
    own, other = (reading.folded[part.head.end : part.span[1]] for part in (first, second) if part.head)
    return pairs(own).isdisjoint(pairs(other))


def _another_falls(first: Segment, second: Segment, reading: Reading) -> bool:
    """Whether a second change is the fall of another measure, not what the first leads to."""
    falls = second.head is not None and second.head.has("down")
    return falls and not reading.says("relief", *second.span) and reading.within(first.span).has(*MEASURES)


def _added(reading: Reading) -> bool:
    """Whether a plus sign joins two things, outside quotation marks."""
    return reading.patterns["plus"].search(reading.patterns["quoted"].sub("", reading.folded)) is not None

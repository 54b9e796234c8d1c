"""More than one thing measured in one key result."""

from __future__ import annotations

import re
from itertools import pairwise

from ..model import Span
from ..text import Number, Reading
from .evidence import Evidence
from .heads import DOING, MEASURES, MOVING
from .likeness import pairs

#: So many results in clauses of their own are several measures, whatever they are.
_MANY = 3
#: So many characters the name of a measure has at least.
_NAME = 2


def two_measures(reading: Reading, evidence: Evidence) -> Span | None:
    """The span of two separate measures that could come out differently; a guard condition is none."""
    if not evidence.results:
        return _two_wishes(reading)
    changes = reading.changes
    if len(changes) > 1:
        first, second = changes[0], changes[1]
        between = first.after.span[1], second.before.span[0]
        other_name = len(reading.patterns["helpers"].sub("", reading.folded[slice(*between)])) >= _NAME
        anew = other_name and not reading.says("guard", *between)
        return (reading.clause_of(first.before.span[0])[0], second.after.span[1]) if anew else None
    return _two_targets(reading, evidence)


def _two_targets(reading: Reading, evidence: Evidence) -> Span | None:
    """Two results in different clauses, each with its own measure or noun, the second no guard."""
    if len(evidence.results) >= _MANY:
        apart = {reading.clause_of(number.span[0]) for number in evidence.results if _names(reading, number)}
        if len(apart) >= _MANY:
            return min(apart)[0], max(apart)[1]
    starts = {change.before.span for change in reading.changes}
    results = [number for number in evidence.results if number.span not in starts and number.value != 0]
    for first, second in pairwise(results):
        if _stands_apart(reading, first, second, alone=len(results) < 3):
            return reading.clause_of(first.span[0])[0], second.span[1]
    return (
        _said_besides(reading, results)
        or _number_and_event(reading, evidence)
        or _work_and_gain(reading, evidence)
        or _effect_and_output(reading, evidence)
        or _two_named(reading, starts)
    )


def _said_besides(reading: Reading, results: list[Number]) -> Span | None:
    """A result on both sides of what joins two (另外, 与此同时): 成活率提到 85%，另外再谈下六家酒楼."""
    also = reading.says("also")
    if also is None or not results or reading.says("guard", also.end()):
        return None
    before, behind = results[0].span[0], reading.numbers[-1].span[0]
    return (reading.clause_of(before)[0], reading.stop) if before < behind and also.end() <= behind else None


def _two_named(reading: Reading, starts: set[Span]) -> Span | None:
    """Two parts, each with a number and other words in front of it: 报告平均 2.5 天出，散客收入涨 25%."""
    named = [(part, name) for part in _parts(reading) if (name := _named(reading, part, starts))]
    for (first, one), (second, two) in pairwise(named):
        if (
            pairs(one).isdisjoint(pairs(two))
            and not reading.says("sets_scene", *first)
            and not reading.says("compares", max(0, second[0] - 1), second[1])
            and not (
                reading.says("kept_within", max(0, second[0] - 1), second[1]) and not reading.says("own_goal", *second)
            )
        ):
            return first[0], second[1]
    return None


def _parts(reading: Reading) -> list[Span]:
    """The stretches between commas, and between what joins a number to the next measure."""
    cuts = [match.span() for match in reading.patterns["measures_apart"].finditer(reading.folded)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), reading.stop]
    return list(zip(starts, ends, strict=True))


def _named(reading: Reading, part: Span, starts: set[Span]) -> str:
    """What stands in front of the first number of a part, without helping words; empty where that is no name."""
    inside = [one for one in reading.numbers if part[0] <= one.span[0] < part[1] and one.span not in starts]
    if not inside or any(sign in reading.folded[slice(*part)] for sign in "(:"):
        return ""
    number, words = inside[0], reading.within((part[0], inside[0].span[0]))
    counts_work = number.kind in ("plain", "effort") and not words.has("gain", "adopt", "reach", *MEASURES, *MOVING)
    works = words[:1] if number.kind not in ("plain", "effort") else words
    if (
        any(token.has(*DOING, "contact") for token in works)
        or counts_work
        or reading.ends_in("of_end", number.span[0])
        or reading.opens("of", number.span[1])
    ):
        return ""
    lead = reading.folded[part[0] : number.span[0]]
    for token in words:
        if token.has("reach", "up", "down", "DATE"):
            lead = lead.replace(token.word, "")
    lead = reading.patterns["helpers"].sub("", lead)
    return lead if len(lead) >= _NAME else ""


def _stands_apart(reading: Reading, first: Number, second: Number, *, alone: bool) -> bool:
    """Whether a second number measures something else; with only two numbers, the second may be a guard."""
    between = reading.folded[first.span[1] : second.span[0]]
    if not reading.patterns["apart"].search(between) or "(" in between or not _names(reading, first):
        return False
    guard = second.bound == "<=" or reading.patterns["guard"].search(re.split(r"[,;、。]", between)[-1])
    home = reading.clause_of(first.span[0])
    set_scene = reading.clause_says("sets_scene", home) or reading.says("same_again", first.span[1], second.span[0])
    window = first.kind in ("time", "instant") and not reading.within(home).has("span", *MOVING)
    scope = reading.ends_in("of_end", first.span[0]) is not None
    if (
        (guard and alone)
        or set_scene
        or window
        or scope
        or _population(reading, first)
        or _same_thing(reading, first, second)
    ):
        return False
    return _named_anew(reading, first.span[1], second.span[0]) or _follows(reading, second)


def _work_and_gain(reading: Reading, evidence: Evidence) -> Span | None:
    """Counted work, and then what was won by it: 走访 20 个村，至少与 4 个村签下协议."""
    if not evidence.efforts:
        return None
    work, gain = evidence.efforts[0], evidence.results[0]
    first, second = reading.clause_of(work.span[0]), reading.clause_of(gain.span[0])
    busy = reading.within((first[0], work.span[0])).has("contact", "activity")
    won = reading.within(second).has("won", "granted") or reading.says("partnered", *second)
    return (first[0], second[1]) if first[1] <= second[0] and busy and won else None


def _effect_and_output(reading: Reading, evidence: Evidence) -> Span | None:
    """An effect, and counted output added to it: 处理时间降低 30%，并形成 3 个案例."""
    effect = evidence.results[0]
    added = reading.says("added", effect.span[1])
    for effort in evidence.efforts if added else ():
        if added and added.end() <= effort.span[0] and effort.kind in ("plain", "effort"):
            return reading.clause_of(effect.span[0])[0], reading.clause_of(effort.span[0])[1]
    return None


def _population(reading: Reading, number: Number) -> bool:
    """Whether a number only says among how many (120 家门店每周使用)."""
    if number.kind != "plain":
        return False
    before = reading.within((reading.clause_of(number.span[0])[0], number.span[0]))
    return not before.has("gain", *MEASURES, *MOVING, "effect_noun")


def _same_thing(reading: Reading, first: Number, second: Number) -> bool:
    """Whether two numbers count the same noun, in parts (3 个线上机会、1 个线下机会)."""
    own, other = (reading.folded[number.span[1] : number.span[1] + 8] for number in (first, second))
    return first.unit == second.unit and not pairs(own).isdisjoint(pairs(other))


def _number_and_event(reading: Reading, evidence: Evidence) -> Span | None:
    """A number in one clause and an event that proves itself in another: 减重 8 斤，英语六级过线."""
    granted = reading.first("granted")
    if granted is None:
        return None
    number = evidence.results[0]
    home, other = reading.clause_of(number.span[0]), reading.clause_of(granted.start)
    return (home[0], other[1]) if home[0] < other[0] and _names(reading, number) else None


def _names(reading: Reading, number: Number) -> bool:
    """Whether the clause of a number says what it measures."""
    return reading.within(reading.clause_of(number.span[0])).has(*MEASURES, "gain", *MOVING, "effect_noun")


def _named_anew(reading: Reading, start: int, end: int) -> bool:
    """Whether another measure is named between two numbers."""
    return reading.within((start, end)).has(*MEASURES, "lower", "gain", "effect_noun")


def _follows(reading: Reading, number: Number) -> bool:
    """Whether the noun that a number counts stands behind it, in the number's own clause."""
    end = reading.clause_of(number.span[0])[1]
    return reading.within((number.span[1], end)).has(*MEASURES, "effect_noun")


def _two_wishes(reading: Reading) -> Span | None:
    """Two measures without numbers, joined: 提升转化率和客单价."""
    measures = [token for token in reading.tagged(*MEASURES) if not token.has(*MOVING)]
    for first, second in pairwise(measures):
        between = reading.folded[first.end : second.start]
        if "(" not in between and reading.patterns["side_by_side"].search(between) and len(between) < 12:
            moving = reading.first(*MOVING)
            return min(first.start, moving.start if moving else first.start), second.end
    return None

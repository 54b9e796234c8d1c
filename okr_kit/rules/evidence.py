"""What a key result offers as proof: numbers that show an effect, numbers that count work, events that others grant."""

from __future__ import annotations

from typing import NamedTuple

from ..text import Number, Reading, Token
from .heads import DOING, MEASURES, MOVING
from .roles import role_of

#: So many characters around a number can say what it is a share of.
_NEAR = 10


class Evidence(NamedTuple):
    """``results`` prove an effect, ``efforts`` count work."""

    results: tuple[Number, ...]
    efforts: tuple[Number, ...]


def weigh(reading: Reading) -> Evidence:
    """Sort the numbers of a statement into proof and effort."""
    results: list[Number] = []
    efforts: list[Number] = []
    for number in reading.numbers:
        role = "effort" if _proves_work_only(number, reading) else role_of(number, reading)
        if role == "result":
            results.append(number)
        elif role == "effort":
            efforts.append(number)
    if results and _marks_own_work(reading, efforts, results):
        return Evidence((), tuple(sorted((*efforts, *results), key=lambda number: number.span)))
    return Evidence(tuple(results), tuple(efforts))


def _marks_own_work(reading: Reading, efforts: list[Number], results: list[Number]) -> bool:
    """Whether what looks like proof stands behind counted work and only says how well that was done: 编写 65 份，合格率 95%."""
    worked = reading.clause_of(efforts[0].span[0]) if efforts else reading.clauses[0]
    made = reading.within(worked)
    if not efforts and (
        not made.has("milestone", "handover", "learn")
        or made.has("lower", *MEASURES, *MOVING)
        or reading.says("purpose")
    ):
        return False
    if not reading.within((0, worked[1])).has(*DOING, "contact", "milestone", "output_noun") or reading.changes:
        return False
    return all(
        number.span[0] >= worked[1]
        and (
            (number.kind in ("time", "instant") and reading.within(reading.clause_of(number.span[0])).has("deliver"))
            or reading.says("own_share", max(worked[1], number.span[0] - _NEAR), number.span[1] + _NEAR)
        )
        for number in results
    )


def _proves_work_only(number: Number, reading: Reading) -> bool:
    """Whether a share or reach is that of one's own work: 完成培训，参训率 100%."""
    single = len(reading.changes) == 1 and number.span in reading.changing
    start = reading.changes[0].before.span[0] if single else number.span[0]
    if reading.ends_in("own_rate", start) or reading.ends_in("own_pace", start):
        return True
    if number.span in reading.changing or reading.first("first"):
        return False
    if _how_often(number, reading):
        return True
    weak = reading.all.upto(number.span[0]).last("weak")
    if weak is None or number.span[0] - weak.end > 6:
        return False
    verb = reading.first(*DOING, "WORK") if weak.has("finishing") else reading.first(*DOING)
    return verb is not None and verb.start < weak.start


def _how_often(number: Number, reading: Reading) -> bool:
    """Whether a number says how often people do something (每周 3 次), beside no measure."""
    often = reading.says("so_often")
    if often is None or reading.first("rate", "span", "lower", *MOVING):
        return False
    return often.start() <= number.span[0] < often.end()


def proof(reading: Reading) -> Token | None:
    """A yes/no event that somebody outside grants: a licence, an exam, a signed customer."""
    if granted := reading.first("zero", "granted"):
        return granted
    if told := reading.says("outcome") or reading.opens("theirs", 0):
        return Token(*told.span(), told[0], frozenset({"zero"}))
    if reading.says("taken_up"):
        return reading.tokens[-1]
    if moved := reading.says("earlier"):
        return Token(*moved.span(), moved[0], frozenset())
    if (passed := reading.says("passed")) and not reading.first("learn"):
        return next(iter(reading.all.behind(passed.start())), None)
    event = reading.first("proof")
    if event is None or (reading.first("learn", "contact") and not reading.first("gain", "reach")):
        return None
    later = reading.all.behind(event.end).last("deliver", "activity")
    named = reading.all.behind(event.end).last("output_noun")
    return None if (later and not later.has("gain", "proof")) or named else event

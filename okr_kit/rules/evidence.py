"""What a key result offers as proof: numbers that show an effect, numbers that count work, events that others grant."""

from __future__ import annotations

from typing import NamedTuple

from ..text import Number, Reading, Token
from .heads import DOING, MEASURES
from .roles import role_of


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
    return Evidence(tuple(results), tuple(efforts))


def _proves_work_only(number: Number, reading: Reading) -> bool:
    """Whether a share or reach is that of one's own work: 完成培训，参训率 100%."""
    if number.span in reading.changing or reading.first("first"):
        return False
    weak = reading.all.upto(number.span[0]).last("weak")
    if weak is None or number.span[0] - weak.end > 6:
        return False
    verb = reading.first(*DOING, "WORK") if weak.has("finishing") else reading.first(*DOING)
    return verb is not None and verb.start < weak.start


def proof(reading: Reading) -> Token | None:
    """A yes/no event that somebody outside grants: a licence, an exam, a signed customer."""
    if granted := reading.first("zero", "granted"):
        return granted
    if reading.says("taken_up"):
        return reading.tokens[-1]
    if reading.says("earlier"):
        return reading.first(*MEASURES)
    if (passed := reading.says("passed")) and not reading.first("learn"):
        return next(iter(reading.all.behind(passed.start())), None)
    event = reading.first("proof")
    if event is None or (reading.first("learn", "contact") and not reading.first("gain", "reach")):
        return None
    later = reading.all.behind(event.end).last("deliver", "activity")
    return None if later and not later.has("gain", "proof") else event

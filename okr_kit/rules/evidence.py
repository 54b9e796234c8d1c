"""What a key result offers as proof: numbers that show an effect, numbers that count work, events that others grant."""

from __future__ import annotations

from dataclasses import dataclass

from ..text import Number, Reading, Token
from .heads import DOING, MEASURES
from .roles import in_change, role_of


@dataclass(frozen=True, slots=True)
class Evidence:
    """``results`` prove an effect, ``efforts`` count work; ``proof`` is a yes/no event that an outsider grants."""

    results: tuple[Number, ...]
    efforts: tuple[Number, ...]
    proof: Token | None
    doing: Token | None
    measures: tuple[Token, ...]


def weigh(reading: Reading) -> Evidence:
    """Sort the numbers of a statement into proof and effort, and find its verbs and measures."""
    results, efforts = [], []
    for number in reading.numbers:
        role = "effort" if _proves_work_only(number, reading) else role_of(number, reading)
        if role == "result":
            results.append(number)
        elif role == "effort":
            efforts.append(number)
    return Evidence(
        tuple(results), tuple(efforts), _proof(reading), reading.first(*DOING, "contact"), reading.tagged(*MEASURES)
    )


def _proves_work_only(number: Number, reading: Reading) -> bool:
    """Whether a share or reach is that of one's own work: 完成培训，参训率 100%."""
    if in_change(number, reading) or reading.first("first"):
        return False
    weak = [token for token in reading.tagged("weak") if token.end <= number.span[0]]
    if not weak or number.span[0] - weak[-1].end > 6:
        return False
    verbs = (*DOING, "WORK") if weak[-1].has("finishing") else DOING
    return any(token.start < weak[-1].start and token.has(*verbs) for token in reading.tokens)


def _proof(reading: Reading) -> Token | None:
    """A yes/no event that somebody outside grants: a licence, an exam, a signed customer."""
    if granted := reading.first("zero", "granted"):
        return granted
    if reading.says("taken_up"):
        return reading.tokens[-1]
    if reading.says("earlier"):
        return reading.first(*MEASURES)
    if (passed := reading.says("passed")) and not reading.first("learn"):
        return next((token for token in reading.tokens if token.start >= passed.start()), None)
    proof = reading.first("proof")
    if proof is None or (reading.first("learn", "contact") and not reading.first("gain", "reach")):
        return None
    later = [token for token in reading.tokens if token.start >= proof.end and token.has("deliver", "activity")]
    return None if later and not later[-1].has("gain", "proof") else proof

"""What the numbers of one key result are: from its fields, else from its sentence, with growth and points worked out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...fold import fold
from ...quantity import Quantity, alike, convert, measure
from ..bare import measure as measured

if TYPE_CHECKING:
    from ...model import NodeKeyResult
    from ...text import Reading, Readings
    from .view import Place

#: A number above this without a unit is no share.
_NO_SHARE = 100
#: Words behind a measure that only say that it is counted: 件数 of 客诉件数.
_COUNTING = ("count", "amount", "NUMBER")
_MEASURES = ("rate", "amount", "count", "score", "span", "lower")


@dataclass(frozen=True, slots=True)
class Stated:
    """One key result's numbers: both in the unit of ``target``, ``per`` the period that metric or unit names.

    ``bound`` says which way is better where the numbers do not. ``groundless``: a growth in percent from nothing.
    """

    place: Place
    metric: str
    target: Quantity | None
    baseline: Quantity | None
    per: str = ""
    bound: str = ""
    groundless: bool = False

    @property
    def owner(self) -> str:
        """Whose it is."""
        return self.place.node.owner or self.place.node.id

    @property
    def name(self) -> str:
        """What it is called: its metric, else the beginning of its sentence."""
        return self.place.kr.metric or self.place.kr.text[:20] or self.place.kr.id

    @property
    def unit(self) -> str:
        """The unit of its numbers."""
        return self.target.unit if self.target else self.baseline.unit if self.baseline else self.place.kr.unit or ""


def stated(place: Place, readings: Readings) -> Stated:
    """Read the numbers of a key result."""
    kr = place.kr
    target, baseline, bound = *_numbers(kr, readings), ""
    target, groundless = _level(target, baseline, kr.unit)
    if target and baseline:
        value = convert(baseline, target.unit)
        baseline = None if value is None else replace(baseline, value=value, unit=target.unit)
    if target:
        bound = target.bound
        if not bound and (baseline is None or baseline.value == target.value):
            bound = _better(kr.metric or kr.text, kr.text, readings)
    reading = readings.read(kr.metric or measured(readings.read(kr.text)))
    per = (measure(target.unit).per if target else "") or _period(reading) or _said_period(kr, readings)
    return Stated(place, _core(reading), target, baseline, per, bound, groundless)


def _numbers(kr: NodeKeyResult, readings: Readings) -> tuple[Quantity | None, Quantity | None]:
    """Target and baseline: of the fields, and what they leave open of the sentence, if it speaks of the same number."""
    if not kr.text or kr.text == kr.metric or (kr.target and kr.baseline):
        return kr.target, kr.baseline
    found = readings.extract(kr.text)
    unit = found.unit or ""
    said = None if found.target is None or _of_another(unit, kr.unit) else Quantity(found.target, unit)
    before = None if said is None or found.baseline is None else Quantity(found.baseline, unit)
    if kr.target is None:
        return said, kr.baseline or before
    return kr.target, before if said and convert(said, kr.target.unit) == kr.target.value else None


def _of_another(unit: str, own: str | None) -> bool:
    """Whether a number of the sentence is none of the field's unit, like the year in 满一年的人数; a growth may be."""
    growth = measure(unit).thing in ("%", measure("个百分点").thing)
    return bool(own) and not growth and not alike(unit, own or "")


def same_metric(one: Stated, other: Stated) -> bool:
    """Whether two metrics may be the same, one of them of a part: 年 UV and 内容 UV; an unknown one may be any."""
    if not one.metric or not other.metric:
        return True
    shorter, longer = sorted((one.metric, other.metric), key=len)
    if len(shorter) < 2:
        return shorter in longer
    return any(shorter[at : at + 2] in longer for at in range(len(shorter) - 1))


def _level(target: Quantity | None, baseline: Quantity | None, unit: str | None) -> tuple[Quantity | None, bool]:
    """A target that is said as a growth (+30%, +2 个百分点) as the level that it means, and whether that has no ground."""
    if target is None:
        return None, False
    thing = measure(target.unit).thing
    from_thing = measure(baseline.unit if baseline else unit or "").thing
    if thing == "%" and (
        from_thing not in ("", "%")
        or (baseline and not from_thing and baseline.value * measure(baseline.unit).size > _NO_SHARE)
    ):
        if baseline is None or baseline.value == 0:
            return None, True
        return Quantity(round(baseline.value * (1 + target.value / 100), 6), baseline.unit), False
    if thing == measure("个百分点").thing and baseline and from_thing in ("", "%"):
        return Quantity(round(baseline.value + target.value * measure(target.unit).size, 6), "%"), False
    return target, False


def _better(metric: str, text: str, readings: Readings) -> str:
    """Which way is better, by the words; empty where they do not say it."""
    way = readings.extract(text).direction if text else None
    if way:
        return "<=" if way == "down" else ">="
    words = [word for word in readings.read(metric).tokens if word.has("lower", "WORK", "down", *_MEASURES, "NUMBER")]
    while words and words[-1].has(*_COUNTING) and not words[-1].has("lower"):
        words.pop()
    return "<=" if words and words[-1].has("lower") else ""


def _period(reading: Reading) -> str:
    found = reading.opens("period", 0)
    return found["per"] if found else ""


def _said_period(kr: NodeKeyResult, readings: Readings) -> str:
    """The period that a sentence alone names before its first number: 一部每月新签 60 万."""
    if kr.metric or not kr.text:
        return ""
    reading = readings.read(kr.text)
    head = reading.folded[: reading.numbers[0].span[0]] if reading.numbers else ""
    found = reading.patterns["each"].search(head)
    return found["per"] if found and head == head.split(",")[0] else ""


def _core(reading: Reading) -> str:
    """A metric without period and the words that every measure may have: 年新签金额 is 新签."""
    text = fold(reading.raw).lower()
    return reading.patterns["measure_tail"].sub("", text) or text

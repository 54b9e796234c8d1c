"""Numbers that are given beside a key result, as if they stood in its sentence: 「准时到货率」 with 84, 96 and %."""

from __future__ import annotations

from dataclasses import replace

from ..model import KeyResult
from ..quantity import Quantity, convert, parse
from ..text import LONGEST_PHRASE, Change, Number, Reading, Readings
from .evidence import weigh

#: A sentence with more numbers than this says itself what it measures.
_MOST_NUMBERS = 3
#: Two numbers that differ by less are the same, converted.
_NEAR = 1e-6
#: Kinds of numbers that need no unit to be known as the same.
_UNITLESS = ("share", "score", "grade")


def completed(own: Reading, subject: KeyResult, readings: Readings) -> Reading:
    """The sentence with the numbers given in fields; what it says itself is not said again, and wins.

    Where it names the target, the baseline in front of it makes a change of both. Where it names none, the numbers stand
    behind its end: ``folded`` is longer than ``raw`` then, so that no finding marks what was not written.
    """
    if own.unread or own.changes:
        return own
    number = _target_in(own, subject)
    if number is not None:
        return _from_baseline(own, number, subject)
    if (
        subject.target is None
        or _done_or_not(own, subject)
        or len(own.numbers) > _MOST_NUMBERS
        or not _lacks_target(own)
    ):
        return own
    text = own.raw[: own.stop]
    whole = readings.read(text + readings.say(_written(subject.baseline), _written(subject.target), _unit(subject)))
    today = _only_today(own)
    if today and not whole.changes:
        return replace(whole, raw=text, noted=own.noted, changes=(Change(today, whole.numbers[-1]),))
    return replace(whole, raw=text, noted=own.noted)


def _target_in(own: Reading, subject: KeyResult) -> Number | None:
    """The number of the sentence that is the target given; where none is given, its only number."""
    if subject.target is None:
        return own.numbers[0] if len(own.numbers) == 1 else None
    wanted = _stated(subject.target, subject)
    return next((one for one in own.numbers if _same_amount(one, wanted)), None)


def _from_baseline(own: Reading, number: Number, subject: KeyResult) -> Reading:
    """The sentence with a change from the baseline given to a number that stands in it and is no increment."""
    place = number.span[0]
    if subject.baseline is None or own.says("moved_by", max(0, place - LONGEST_PHRASE), place):
        return own
    value = _in_unit_of(number, _stated(subject.baseline, subject))
    if value is None:
        return own
    return replace(own, changes=(Change(Number(value, number.unit, number.kind, (place, place)), number),))


def _done_or_not(own: Reading, subject: KeyResult) -> bool:
    """Whether the numbers only say that something is done (上线新系统, 0 and 1, or 100 %): no measure."""
    done = subject.target == (100 if subject.unit == "%" else 1)
    return done and not subject.baseline and own.first("milestone") is not None


def _lacks_target(own: Reading) -> bool:
    """Whether no number proves an effect, but for one that says where it stands today, or in brackets how it is counted."""
    results = [one for one in weigh(own).results if not own.opens("bracketed", one.span[1])]
    return not results or _only_today(own) is not None


def _only_today(own: Reading) -> Number | None:
    """The number that says where it stands today (现在要 3 天), if it is the only one."""
    if len(own.numbers) != 1 or not own.ends_in("baseline_before", own.numbers[0].span[0]):
        return None
    return own.numbers[0]


def _in_unit_of(one: Number, other: Quantity) -> float | None:
    """The value of a number given, in the unit of one of the sentence; None where the two measure other things."""
    if one.unit == other.unit or (not other.unit and one.kind in _UNITLESS):
        return other.value
    return convert(other, one.unit) if one.unit and other.unit else None


def _same_amount(one: Number, wanted: Quantity) -> bool:
    """Whether a number of the sentence is the one given, in its unit or another (4 小时 and 240 分钟)."""
    known = _in_unit_of(one, wanted)
    return known is not None and abs(known - one.value) <= _NEAR * abs(one.value)


def _stated(value: float, subject: KeyResult) -> Quantity:
    """A number of a field with its unit, scales multiplied in (50 and 万元 are 500,000 元)."""
    one = parse("1" + (subject.unit or "")) or Quantity(1.0)
    return Quantity(round(value * one.value, 9), one.unit)


def _unit(subject: KeyResult) -> str:
    """The unit given, if it is one: a sentence is none."""
    unit = subject.unit or ""
    return unit if parse("1" + unit) else ""


def _written(value: float | None) -> str:
    """A number as people write it; empty for none."""
    if value is None:
        return ""
    return f"{value:.0f}" if value == int(value) else f"{value:.6f}".rstrip("0")

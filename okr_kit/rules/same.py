"""K-DUP: whether two key results measure the same thing, in other words or units, or as the complement of each other."""

from __future__ import annotations

from ..text import Change, Number
from .amounts import in_unit_of
from .views import KeyResultView

#: From this on a number is no round one by chance.
_LARGE = 1000
#: Of the shorter name one in so many characters stands in the other too, at least: 10 / 6.
_MOST = 10 / 6
#: What is all in a share.
_WHOLE = 100


def same(first: KeyResultView, second: KeyResultView) -> bool:
    """Same measure and the same numbers (also in other units), or complements of each other."""
    moved = first.reading.changes, second.reading.changes
    if len(moved[0]) == len(moved[1]) == 1:
        changed = moved[0][0], moved[1][0]
        if _complements(*changed) or _converted(first, second, changed) or _other_unit(*changed):
            return True
        if _same_change(first, second, changed):
            return True
    own, other = first.measure, second.measure
    if not own or not other or (own not in other and other not in own):
        return False
    one, two = first.reading.numbers[-1].value, second.reading.numbers[-1].value
    return one == two or abs(one + two - _WHOLE) < 0.01


def _complements(one: Change, two: Change) -> bool:
    """Two shares that go the opposite way and always make 100 together: 准时率 92% → 97%, 延误占比 8% → 3%."""
    shares = all(number.kind == "share" for number in (one.before, one.after, two.before, two.after))
    whole = (
        abs(one.before.value + two.before.value - 100) < 0.01 and abs(one.after.value + two.after.value - 100) < 0.01
    )
    return shares and whole


def _same_change(first: KeyResultView, second: KeyResultView, changed: tuple[Change, Change]) -> bool:
    """The same two numbers, said of nearly the same words in another order."""
    one, two = changed
    if (one.before.value, one.after.value, one.before.kind) != (two.before.value, two.after.value, two.before.kind):
        return False
    own, other = _meant(first, one), _meant(second, two)
    return bool(own and other) and _MOST * len(own & other) >= min(len(own), len(other))


def _meant(view: KeyResultView, change: Change) -> set[str]:
    """The characters in front of a change that mean something."""
    meaningless = view.reading.patterns["function"]
    return {char for char in view.reading.folded[: change.before.span[0]] if not meaningless.match(char)}


def _converted(first: KeyResultView, second: KeyResultView, changed: tuple[Change, Change]) -> bool:
    """The same count once as it is and once times a fixed price that one of the two names."""
    one, two = changed
    if not one.before.value or not one.after.value or one.before.kind == two.before.kind:
        return False
    factor, other = two.before.value / one.before.value, two.after.value / one.after.value
    named = {
        number.value
        for view in (first, second)
        for number in view.reading.numbers
        if number.span not in view.reading.changing
    }
    if "share" in (one.before.kind, two.before.kind):
        named |= {value / _WHOLE for value in named}
    return abs(factor - other) < 0.001 * abs(factor) and any(
        value and (abs(factor / value - 1) < 0.001 or abs(factor * value - 1) < 0.001) for value in named
    )


def _other_unit(one: Change, two: Change) -> bool:
    """The same two numbers in other units (2.5 小时 → 1.5 小时, 150 分钟 → 90 分钟), or large ones with and without one."""
    return all(_equal(own, other) for own, other in zip(one, two, strict=True)) and one.before.value != one.after.value


def _equal(one: Number, other: Number) -> bool:
    if one.unit == other.unit:
        return False
    if not one.unit or not other.unit:
        return one.value == other.value >= _LARGE
    known = in_unit_of(one, other)
    return known is not None and abs(known - other.value) <= 0.001 * abs(other.value)

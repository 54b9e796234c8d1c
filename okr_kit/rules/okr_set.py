"""Rules over an objective with its key results."""

from __future__ import annotations

from collections.abc import Iterator

from ..lang import Language
from ..model import Span
from ..policy import CoursePolicy
from .base import Hit, Rule
from .cycles import due_day, last_days
from .views import KeyResultView, SetView


def count(view: SetView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """S-COUNT: 3-5 key results pass, one off is a hint, further off an error."""
    n = len(view.key_results)
    if policy.kr_least <= n <= policy.kr_most:
        return
    near = n in (policy.kr_least - 1, policy.kr_most + 1)
    yield Hit(None, {"n": n}, severity="info" if near else None)


def weights(view: SetView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """S-WEIGHT: where weights are given, they add up to 1 or to 100."""
    given = [kr.subject.weight for kr in view.key_results if kr.subject.weight is not None]
    if not given:
        return
    total = sum(given)
    whole = 100 if total > 2 else 1
    if abs(total - whole) > whole * policy.weight_tolerance or len(given) != len(view.key_results):
        yield Hit(None, {"total": f"{total:.4g}"})


def unmarked(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """S-TYPE: nothing says which key results are committed and which aspirational."""
    if len(view.key_results) > 1 and not any(kr.subject.type or kr.reading.says("marked") for kr in view.key_results):
        yield Hit(None)


def no_guard(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """S-NOGUARD: only volumes, nothing that watches quality, cost or experience."""
    krs = view.read
    if len(krs) < 2 or any(kr.guards or kr.reading.says("watches_quality") for kr in view.key_results):
        return
    if sum(kr.reading.says("speed") is not None for kr in krs) >= 2:
        yield Hit(None)
        return
    if any(kr.reading.says("watches") for kr in krs):
        return
    if sum(bool(kr.evidence.results) and kr.reading.first("down") is None for kr in krs) == len(krs):
        yield Hit(None)


def all_lagging(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """S-ALLLAG: every number is one that is known only at the end."""
    krs = [kr for kr in view.read if not kr.guards]
    if len(krs) < 2:
        return
    late = [
        kr.reading.says("once_a_year") or (kr.reading.says("lagging") and not kr.reading.says("leading")) for kr in krs
    ]
    if all(late):
        yield Hit(None)


def same_twice(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-DUP: two key results that measure the same thing, in other words or units, or as the complement."""
    places = {id(kr): place for kr, place in zip(view.key_results, view.places, strict=True)}
    for at, kr in enumerate(view.read):
        twin = next((other for other in view.read[:at] if _same(other, kr)), None)
        if twin is not None:
            yield Hit((0, len(kr.reading.raw)), {"other": twin.subject.text}, where=places[id(kr)])


def all_at_the_end(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-ENDLOAD: every key result is due on the last day of the cycle."""
    krs = view.read
    if len(krs) < 2:
        return
    days = [due_day(kr.subject.due, kr.reading) for kr in krs]
    ends = last_days(view.subject.cycle or view.subject.objective.cycle)
    if None in days or len(set(days)) != 1 or (ends and days[0] not in ends):
        return
    day = days[0]
    if day and (ends or day in {(3, 31), (6, 30), (9, 30), (12, 31)}):
        yield Hit(None, {"due": krs[0].subject.due or krs[0].reading.raw[slice(*_date_span(krs[0]))]})


def too_many(view: SetView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """S-TOOMANYO: more objectives in one cycle than anyone can keep in mind."""
    n = 1 + len(view.subject.others)
    if n > policy.o_count_limit:
        yield Hit(None, {"n": n})


def _same(first: KeyResultView, second: KeyResultView) -> bool:
    """Same measure and the same numbers (also in other units), or complements of each other."""
    if _complements(first, second) or _converted(first, second):
        return True
    if _same_change(first, second):
        return True
    own, other = first.measure, second.measure
    if not own or not other:
        return False
    same_words = own == other or own in other or other in own
    one, two = _numbers(first), _numbers(second)
    if not same_words or not one or not two:
        return False
    scaled = len(one) == len(two) and len({round(a / b, 4) for a, b in zip(one, two, strict=True) if b}) == 1
    complements = len(one) == len(two) and all(abs(a + b - 100) < 0.01 for a, b in zip(one, two, strict=True))
    return scaled or complements or one[-1] == two[-1]


def _complements(first: KeyResultView, second: KeyResultView) -> bool:
    """Two shares that go the opposite way and always make 100 together: 准时率 92% → 97%, 延误占比 8% → 3%."""
    if len(first.reading.changes) != 1 or len(second.reading.changes) != 1:
        return False
    one, two = first.reading.changes[0], second.reading.changes[0]
    shares = all(number.kind == "share" for number in (one.before, one.after, two.before, two.after))
    whole = (
        abs(one.before.value + two.before.value - 100) < 0.01 and abs(one.after.value + two.after.value - 100) < 0.01
    )
    return shares and whole


def _same_change(first: KeyResultView, second: KeyResultView) -> bool:
    """The same two numbers, said of nearly the same words in another order."""
    if len(first.reading.changes) != 1 or len(second.reading.changes) != 1:
        return False
    one, two = first.reading.changes[0], second.reading.changes[0]
    if (one.before.value, one.after.value, one.before.kind) != (two.before.value, two.after.value, two.before.kind):
        return False
    own = set(first.reading.folded[: one.before.span[0]])
    other = set(second.reading.folded[: two.before.span[0]])
    return 2 * len(own & other) >= len(own | other)


def _converted(first: KeyResultView, second: KeyResultView) -> bool:
    """The same count once as it is and once times a fixed price that one of the two names."""
    if len(first.reading.changes) != 1 or len(second.reading.changes) != 1:
        return False
    one, two = first.reading.changes[0], second.reading.changes[0]
    if not one.before.value or not one.after.value or one.before.kind == two.before.kind:
        return False
    factor, other = two.before.value / one.before.value, two.after.value / one.after.value
    named = {
        number.value
        for view in (first, second)
        for number in view.reading.numbers
        if number.span not in view.reading.changing
    }
    return abs(factor - other) < 0.001 * abs(factor) and any(
        value and (abs(factor / value - 1) < 0.001 or abs(factor * value - 1) < 0.001) for value in named
    )


def _numbers(view: KeyResultView) -> list[float]:
    """The values of a key result, in order."""
    return [number.value for number in view.reading.numbers]


def _date_span(view: KeyResultView) -> Span:
    """Where the only date of a key result stands."""
    date = view.reading.dates[0]
    return date.start, date.end


#: In the order in which their findings are read.
RULES = (
    Rule("K-DUP", "error", same_twice),
    Rule("K-ENDLOAD", "warn", all_at_the_end),
    Rule("S-COUNT", "error", count, ("info",)),
    Rule("S-WEIGHT", "error", weights),
    Rule("S-TOOMANYO", "warn", too_many),
    Rule("S-NOGUARD", "warn", no_guard),
    Rule("S-ALLLAG", "warn", all_lagging),
    Rule("S-TYPE", "info", unmarked),
)

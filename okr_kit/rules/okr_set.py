"""Rules over an objective with its key results."""

from __future__ import annotations

from collections.abc import Iterator

from ..lang import Language
from ..model import Span
from ..policy import CoursePolicy
from .base import Hit, Rule
from .cycles import due_day, last_days
from .same import same
from .views import KeyResultView, SetView


def count(view: SetView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """S-COUNT: 3-5 key results pass, one off is a hint, further off an error."""
    n = len(view.key_results)
    if policy.kr_least <= n <= policy.kr_most:
        return
    near = n in (policy.kr_least - 1, policy.kr_most + 1)
    yield Hit(None, {"n": n}, severity="info" if near else None)


def weights(view: SetView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """S-WEIGHT: where weights are given, they add up to 1 or to 100; a guardrail may be without one."""
    given = [weight for kr in view.key_results if (weight := _weight(kr)) is not None]
    if not given:
        return
    total = sum(given)
    whole = 100 if total > 2 else 1
    if abs(total - whole) > whole * policy.weight_tolerance:
        yield Hit(None, {"total": f"{total:.4g}"})


def _weight(view: KeyResultView) -> float | None:
    """The weight of a key result: its field, else what its sentence says (权重 30%)."""
    said = view.reading.marks("weighted") if view.subject.weight is None else None
    return float(said["weight"]) if said else view.subject.weight


def unmarked(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """S-TYPE: nothing says which key results are committed and which aspirational."""
    if view.key_results and not any(kr.subject.type or kr.reading.marks("marked") for kr in view.key_results):
        yield Hit(None)


def no_guard(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """S-NOGUARD: only volumes, nothing that watches quality, cost or experience."""
    krs = view.read
    if not krs or any(kr.guards or kr.reading.says("watches_quality") for kr in view.key_results):
        return
    if all(_only_counts(kr) for kr in krs):
        yield Hit(None)


def _only_counts(view: KeyResultView) -> bool:
    """Whether a key result only says how much or how fast: a count or money, or a time, and no share or mark."""
    kinds = {number.kind for number in view.evidence.results}
    fewer = any(change.after.value < change.before.value for change in view.reading.changes)
    share = bool(kinds & {"share", "score", "grade"})
    fast = bool(kinds & {"time", "instant"}) or view.reading.says("in_time" if share else "speed") is not None
    if fewer and not fast and not view.reading.says("backlog"):
        return False
    return bool(kinds) and (fast or not share)


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
        twin = next((other for other in view.read[:at] if same(other, kr)), None)
        if twin is not None:
            yield Hit((0, len(kr.reading.raw)), {"other": twin.subject.text}, where=places[id(kr)])


def all_at_the_end(view: SetView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """K-ENDLOAD: every key result is due on the last day of the cycle."""
    krs = view.read
    if len(krs) < 2:
        return
    days = [due_day(kr.subject.due, kr.reading) for kr in krs]
    ends = last_days(view.subject.cycle or view.subject.objective.cycle)
    if len(set(days)) != 1 or (ends and days[0] not in ends):
        return
    day = days[0]
    if day and (ends or day in {(3, 31), (6, 30), (9, 30), (12, 31)}):
        yield Hit(None, {"due": krs[0].subject.due or krs[0].reading.raw[slice(*_date_span(krs[0]))]})


def too_many(view: SetView, _language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """S-TOOMANYO: more objectives in one cycle than anyone can keep in mind."""
    n = 1 + len(view.subject.others)
    if n > policy.o_count_limit:
        yield Hit(None, {"n": n})


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

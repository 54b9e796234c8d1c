"""How the parts of each kind of number make up the whole."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from .account import Account, Case, Term, known, same
from .figures import alone, day, hand
from .outcome import added, blank, each, named, pen, settled

#: Kinds whose parts cannot be below nothing.
_NEVER_NEGATIVE = ("time", "distinct", "zero", "funnel", "product")
#: What a product may be off from the whole's own baseline and still be the whole: both were rounded once.
_ROUNDED = 0.01
#: Without baselines factors are taken as they stand while their product is no further off than this many times.
_OFF = 2.0


def settle(case: Case) -> Account:
    """The account of a case; what is missing first, then its kind's arithmetic."""
    check = KINDS[case.kind]
    wrong = [term.name for term in case.terms if not _usable(term, case.kind)]
    if not known(case.target) or not case.terms or wrong:
        missing = "values" if wrong else "parts" if not case.terms else "target"
        write = day if case.kind == "milestone" else None
        return blank(_without_noise(case), missing, tuple(wrong), write)
    return check(case)


def _usable(term: Term, kind: str) -> bool:
    return term.value is not None and known(term.value) and not (kind in _NEVER_NEGATIVE and term.value < 0)


def _without_noise(case: Case) -> Case:
    """The case without what is no number."""
    terms = tuple(term if known(term.value) else replace(term, value=None) for term in case.terms)
    return replace(case, terms=terms, target=case.target if known(case.target) else None)


def _sum(case: Case) -> Account:
    """Parts are added up."""
    total = math.fsum(case.values)
    return settled(case, total, total)


def _distinct(case: Case) -> Account:
    """Who is counted twice is taken off; unknown, the whole lies between the largest part and the sum."""
    total, largest = math.fsum(case.values), max(case.values)
    if case.overlap is not None and 0 <= case.overlap <= total - largest:
        writer = hand((*case.values, case.target, case.overlap), case.unit)
        written = " + ".join(named(case, writer.number)) + f" − {writer.number(case.overlap)}"
        return settled(case, total - case.overlap, total - case.overlap, written)
    return added(case, largest, total, "overlap")


def _time(case: Case) -> Account:
    """Stages in a row are added up, those at the same time are as long as the longest; nobody waits for less than that."""
    total, longest = math.fsum(case.values), max(case.values)
    return each(case) if case.parallel else added(case, longest, total, "parallel")


def _mean(case: Case) -> Account:
    """The weighted mean; without weights the whole lies between the smallest part and the largest."""
    without = tuple(term.name for term in case.terms if term.weight is None or not term.weight >= 0)
    weights = [term.weight or 0.0 for term in case.terms]
    if without or not math.isfinite(sum(weights)) or not sum(weights):
        listed = "、".join(named(case, pen(case).number))
        names = without or tuple(term.name for term in case.terms)
        return settled(case, min(case.values), max(case.values), listed, missing="weights", names=names)
    mean = math.fsum(weight * value for weight, value in zip(weights, case.values, strict=True)) / math.fsum(weights)
    return settled(case, mean, mean, _weighed(case, weights))


def _weighed(case: Case, weights: list[float]) -> str:
    """「80% × 10.5% + 20% × 13%」 where the weights make a whole, else 「(1000 × 80% + 600 × 70%) ÷ 1600」."""
    write, whole = pen(case).number, math.fsum(weights)
    if same(whole, 1) or same(whole, 100):
        shares = hand((weight * 100 / whole for weight in weights), "%")
        pairs = [
            (shares.number(weight * 100 / whole), term.value) for weight, term in zip(weights, case.terms, strict=True)
        ]
        return " + ".join(f"{weight} × {write(value)}" for weight, value in pairs)
    heavy = hand((*weights, whole), "")
    parts = " + ".join(
        f"{heavy.number(weight)} × {write(term.value)}" for weight, term in zip(weights, case.terms, strict=True)
    )
    return f"({parts}) ÷ {heavy.number(whole)}"


def _zero(case: Case) -> Account:
    """Each part has to keep it by itself."""
    return each(case)


def _milestone(case: Case) -> Account:
    """Each step is done by the day of the whole."""
    return each(case, day)


def _product(case: Case) -> Account:
    """Factors: as they stand where they make up the whole's own baseline, else by how many times each grows."""
    started = [term.baseline for term in case.terms]
    if None not in started and case.baseline is not None:
        before = math.prod(_worth(term.baseline, _unit(case, term)) for term in case.terms)
        if math.isclose(before, _worth(case.baseline, case.unit), rel_tol=_ROUNDED) and before:
            return _as_they_stand(case)
        if all(value is not None and value > 0 for value in started) and case.baseline > 0:
            return _grown(case)
    elif _plausible(case):
        return _as_they_stand(case)
    lacking = tuple(term.name for term in case.terms if term.baseline is None or term.baseline <= 0)
    return blank(case, "baselines", lacking)


def _plausible(case: Case) -> bool:
    """Whether the factors without any baseline make something of the size of the target; rates can only fall short."""
    target, total = _worth(_target(case), case.unit), _through(case)
    least = 0.0 if case.kind == "funnel" else target / _OFF
    return least <= total <= target * _OFF


def _through(case: Case) -> float:
    return math.prod(_worth(value, _unit(case, term)) for value, term in zip(case.values, case.terms, strict=True))


def _as_they_stand(case: Case) -> Account:
    """「11% × 40% × 62.5% = 2.75%」, 「4400 万 × 2.75% × 860 元 = 10.406 亿元」."""
    total = _through(case) * (100 if case.unit == "%" else 1)
    return settled(case, total, total, " × ".join(alone(term.value, _unit(case, term)) for term in case.terms))


def _grown(case: Case) -> Account:
    """「1.1 × 1.1 × 1.075 = 1.30075 ≥ 1.3」: times by which each part and the whole grow."""
    times = [(term.value or 0.0) / (term.baseline or 1.0) for term in case.terms]
    wanted = _target(case) / (case.baseline or 1.0)
    grown = replace(case, target=wanted, baseline=1.0, unit="", terms=tuple(Term("", one, 1.0) for one in times))
    total = math.prod(times)
    return settled(grown, total, total, " × ".join(named(grown, pen(grown).number)))


def _unit(case: Case, term: Term) -> str:
    """A factor's own unit; the stages of a funnel are rates like the whole."""
    return term.unit or (case.unit if case.kind == "funnel" else "")


def _worth(value: float | None, unit: str) -> float:
    """A number as a factor: 2.75% is 0.0275."""
    return (value or 0.0) / (100 if unit == "%" else 1)


def _target(case: Case) -> float:
    return case.target or 0.0


KINDS: Mapping[str, Callable[[Case], Account]] = {
    "sum": _sum,
    "product": _product,
    "ratio": _mean,
    "funnel": _product,
    "time": _time,
    "distinct": _distinct,
    "index": _mean,
    "zero": _zero,
    "milestone": _milestone,
}

"""The account of each number that others have a part in: which parts count, in which unit, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from ...quantity import Quantity, convert, measure, per_period, spelt_out
from ...reconcile import Account, Term, reconcile
from .kinds import guessed
from .stated import Stated, same_metric, stated

if TYPE_CHECKING:
    from ...text import Readings
    from .view import CascadeView

#: Kinds whose parts are the parent's own metric; the others are made of different ones.
_ONE_METRIC = ("sum", "distinct", "ratio", "index", "zero")
#: Things that are counted by the head: two parts may count the same one.
_HEADS = ("", "人", "家")
#: How far the parts' baselines may be from the whole's and still be all of it.
_ALL_OF_IT = 0.01

Why = Literal["metric", "unit", "period"]


@dataclass(frozen=True, slots=True)
class Stranger:
    """What serves a number and cannot be added to it; ``certain``: it can be no part of it."""

    said: Stated
    why: Why
    certain: bool = False


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A number that others have a part in.

    ``kind`` is how its parts make it up, empty where nobody can tell; ``given``: the record says it. ``terms`` are the
    numbers of ``parts``, in ``unit`` but for a product. ``added`` says that rates were to be added up. ``account`` is None
    for milestones, and where the kind is unknown. ``loose`` are owners below who have the same metric and do not say that it
    is part of this number, where with them it would no longer miss.
    """

    whole: Stated
    kind: str
    given: bool
    unit: str
    parts: tuple[Stated, ...]
    terms: tuple[Term, ...]
    strangers: tuple[Stranger, ...]
    added: bool = False
    account: Account | None = None
    loose: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether nothing that was left out could change what the account says."""
        return not self.loose and all(one.certain for one in self.strangers)

    @property
    def target(self) -> float | None:
        """What the whole has to reach, in the account's unit."""
        return _value(self.whole.target, self)

    @property
    def baseline(self) -> float | None:
        """Where the whole starts, in the account's unit."""
        return _value(self.whole.baseline, self)

    def settled(self, terms: tuple[Term, ...]) -> Account:
        """What parts come to, beside the whole."""
        whole, unit = self.whole, self.unit
        overlap = whole.place.kr.overlap or _only(part.place.kr.overlap for part in self.parts)
        return reconcile(
            self.kind,
            self.target,
            terms,
            baseline=self.baseline,
            unit=spelt_out(unit)[1] if self.kind == "product" else unit,
            parallel=whole.place.kr.parallel or all(part.place.kr.parallel for part in self.parts),
            overlap=convert(overlap, unit) if overlap else None,
            bound=whole.bound,
        )

    @property
    def all_of_it(self) -> bool:
        """Whether the parts start where the whole starts: then they are its parts, and nothing in them is counted twice."""
        starts = [term.baseline for term in self.terms if term.baseline is not None]
        weights = [term.weight for term in self.terms if term.weight is not None]
        whole = self.baseline
        if not whole or len(starts) < max(2, len(self.terms)):
            return False
        begun = sum(starts)
        if self.kind in ("ratio", "index"):
            if len(weights) < len(starts) or not sum(weights):
                return False
            begun = sum(weight * start for weight, start in zip(weights, starts, strict=True)) / sum(weights)
        return abs(begun - whole) <= _ALL_OF_IT * abs(whole)


def accounts(view: CascadeView) -> tuple[Reckoning, ...]:
    """Every account of a cascade, in the order of the parts' first mention."""
    found = []
    for name, places in view.parts.items():
        whole = stated(view.key_results[name], view.readings)
        parts = [stated(place, view.readings) for place in places if not place.kr.support and place.kr.id != name]
        if parts:
            found.append(_with_loose(_reckoned(whole, parts, view.readings), view))
    return tuple(found)


def _with_loose(found: Reckoning, view: CascadeView) -> Reckoning:
    """A refuted account with those whose numbers may have been forgotten in it."""
    if found.account is None or found.account.answer != "refuted" or not found.whole.metric:
        return found
    whole = found.whole
    rows = (
        stated(view.key_results[kr.id], view.readings)
        for node in view.children.get(whole.place.node.id, ())
        for kr in node.key_results
        if kr.serves not in view.key_results and kr.metric and not (kr.own or kr.support)
    )
    loose = [one for one in rows if one.metric == whole.metric and not _stranger(whole, one, found.kind, found.unit)]
    if not loose:
        return found
    more = _terms((*found.parts, *loose), found.kind, found.unit, whole)
    if found.settled(more).answer == "refuted":
        return found
    return replace(found, loose=tuple(dict.fromkeys(one.owner for one in loose)))


def _reckoned(whole: Stated, serving: list[Stated], readings: Readings) -> Reckoning:
    kind = whole.place.kr.kind or ""
    given = bool(kind)
    if kind == "time":
        whole, serving = _clock(whole), [_clock(one) for one in serving]
    if not given:
        kind = guessed(whole, serving, readings)
    unit = _common_unit(whole, serving)
    strangers = tuple(stranger for one in serving if (stranger := _stranger(whole, one, kind, unit)))
    if any(one.why == "metric" for one in strangers):
        # Other words for parts of one number: where all of them start where it starts, nothing is left to ask.
        others = tuple(one for one in strangers if one.why != "metric")
        if _among(whole, serving, kind, given, unit, others).all_of_it:
            strangers = others
    found = _among(whole, serving, kind, given, unit, strangers)
    if not given and kind == "sum" and _by_the_head(found):
        found = replace(found, kind="distinct")
    if found.kind in ("", "milestone") or not found.parts:
        return found
    return replace(found, account=found.settled(found.terms))


def _clock(said: Stated) -> Stated:
    """The numbers of a stage, in which 分 are minutes and no marks."""
    units = {"分": "分钟"}
    target, baseline = (
        one and replace(one, unit=units.get(one.unit, one.unit)) for one in (said.target, said.baseline)
    )
    return replace(said, target=target, baseline=baseline)


def _among(
    whole: Stated, serving: list[Stated], kind: str, given: bool, unit: str, strangers: tuple[Stranger, ...]
) -> Reckoning:
    """The reckoning without those that cannot be added."""
    left_out = {id(stranger.said) for stranger in strangers}
    parts = tuple(one for one in serving if id(one) not in left_out)
    rates = kind == "sum" and measure(unit).thing == "%" and len(parts) > 1
    kind = "ratio" if rates else kind
    return Reckoning(whole, kind, given, unit, parts, _terms(parts, kind, unit, whole), strangers, rates)


def _only(found: Iterable[Quantity | None]) -> Quantity | None:
    """The one quantity that all name that name any."""
    named = {one for one in found if one}
    return named.pop() if len(named) == 1 else None


def _common_unit(whole: Stated, parts: list[Stated]) -> str:
    """The whole's unit, else the first that one of the parts has, of those that measure the same if there are any."""
    alike = [one for one in parts if same_metric(whole, one)]
    return next((one.unit for one in (whole, *(alike or parts)) if one.unit), "")


def _stranger(whole: Stated, part: Stated, kind: str, unit: str) -> Stranger | None:
    """Why a part cannot be added to the whole, if so: it is measured in something else, or is something else."""
    if kind in ("product", "milestone", ""):
        return None
    number = part.target or part.baseline
    foreign = kind in _ONE_METRIC and not same_metric(whole, part)
    if number is not None and convert(_timeless(number), _timeless_unit(unit)) is None:
        return Stranger(part, "unit", foreign)
    if foreign:
        return Stranger(part, "metric")
    return Stranger(part, "period") if kind in _ONE_METRIC and _times(whole, part, kind) is None else None


def _times(whole: Stated, part: Stated, kind: str) -> float | None:
    """By what a part's number is multiplied to be of the whole's period; None where that cannot be told.

    Only what comes in and adds up is converted. A period that only one of two metrics names may be the other's too.
    """
    if whole.per == part.per:
        return 1.0
    if whole.per and part.per:
        return per_period(part.per, whole.per) if kind == "sum" else None
    named = whole if whole.per else part
    return None if named.target and measure(named.target.unit).per else 1.0


def _timeless(number: Quantity) -> Quantity:
    return replace(number, unit=_timeless_unit(number.unit))


def _timeless_unit(unit: str) -> str:
    return unit.rpartition("/")[0] if measure(unit).per else unit


def _terms(parts: tuple[Stated, ...], kind: str, unit: str, whole: Stated) -> tuple[Term, ...]:
    weights = _weights(parts)
    owners = [part.owner for part in parts]
    return tuple(
        Term(
            part.owner if owners.count(part.owner) == 1 else f"{part.owner}·{part.name}",
            _part_value(part.target, part, kind, unit, whole),
            _part_value(part.baseline, part, kind, unit, whole),
            weight,
            spelt_out(part.unit)[1] if kind == "product" else "",
        )
        for part, weight in zip(parts, weights, strict=True)
    )


def _part_value(number: Quantity | None, part: Stated, kind: str, unit: str, whole: Stated) -> float | None:
    """A part's number in the account's unit and period; a factor's in its own unit without its scale."""
    if number is None:
        return None
    if kind in ("product", ""):
        return number.value * spelt_out(number.unit)[0]
    near = (whole.target or number).value
    value = convert(_timeless(_end(number, whole)), _timeless_unit(unit), near=near)
    times = _times(whole, part, kind) if kind in _ONE_METRIC else 1.0
    return None if value is None or times is None else round(value * times, 9)


def _value(number: Quantity | None, found: Reckoning) -> float | None:
    """The whole's number in the account's unit."""
    if number is None:
        return None
    if found.kind == "product":
        return number.value * spelt_out(number.unit)[0]
    return convert(_timeless(_end(number, found.whole)), _timeless_unit(found.unit))


def _end(number: Quantity, whole: Stated) -> Quantity:
    """Of a range the end that is promised: the low one, or the high one where less is better."""
    if number.high is None:
        return number
    less = whole.bound == "<=" or bool(whole.baseline and whole.target and whole.target.value < whole.baseline.value)
    return replace(number, value=number.high if less else number.value, high=None)


def _weights(parts: tuple[Stated, ...]) -> list[float | None]:
    """The parts' weights in one unit; None where there is none, or one of another thing."""
    given = [part.place.kr.weight for part in parts]
    unit = next((one.unit for one in given if one and one.unit), "")
    return [convert(one, unit) if one else None for one in given]


def _by_the_head(found: Reckoning) -> bool:
    """Whether parts of a number that nobody called a sum may count the same people twice."""
    return measure(found.unit).thing in _HEADS and not found.all_of_it

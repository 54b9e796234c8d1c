"""The numbers of three levels added up from below: two people's rates to their group's, three steps to one rate, to money."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from .....reconcile import Account, Term, reconcile
from .....view import Sum
from ...work import Work
from .parts import percent, shown

#: How an account stands: as a state, and by the key of its words.
STANDS = {"proven": ("good", "sum-enough"), "refuted": ("bad", "sum-short"), "depends": ("info", "sum-missing")}


@dataclass(frozen=True)
class Chain:
    """What was entered, and what comes of it further up.

    ``people`` and ``stages`` are rates in percent with where they start (the people's also with their share of the
    visitors); ``factors`` are the visitors and the price. ``first``, ``rate`` and ``target`` are what has to be reached:
    by the people, by the stages, by the whole company in 元; each with where it starts.
    """

    people: tuple[Term, ...]
    stages: tuple[Term, ...]
    factors: tuple[Term, Term]
    first: tuple[float, float]
    rate: tuple[float, float]
    target: tuple[float, float]

    @cached_property
    def mean(self) -> Account:
        """The people's rates, weighted by their visitors."""
        return self._made("ratio", self.first, self.people, "%")

    @cached_property
    def plain(self) -> float | None:
        """Their mean as if all had the same visitors: a mistake that is often made."""
        rates = [one.value for one in self.people if one.value is not None]
        return sum(rates) / len(rates) if len(rates) == len(self.people) else None

    @cached_property
    def product(self) -> Account:
        """The stages as they were handed out."""
        return self._made("funnel", self.rate, self.stages, "%")

    @cached_property
    def from_below(self) -> Account:
        """The stages with what the people come to in the place of the first."""
        return self._made("funnel", self.rate, (replace(self.stages[0], value=self.mean.value), *self.stages[1:]), "%")

    @cached_property
    def money(self) -> Account:
        """What the whole company gets, from below."""
        rate = Term("", self.from_below.value, self.rate[1], unit="%")
        return self._made("product", self.target, (self.factors[0], rate, self.factors[1]), "元")

    @staticmethod
    def _made(kind: str, goal: tuple[float, float], terms: Iterable[Term], unit: str) -> Account:
        return reconcile(kind, goal[0], tuple(terms), baseline=goal[1], unit=unit)


def read(work: Work) -> Chain:
    """The chain as it stands in a sheet."""
    settings: Any = work.ctx.exercise.settings
    whole, items = settings["whole"], work.ctx.exercise.items
    people = tuple(
        Term("", percent(work, str(one["id"]), "now"), float(one["now"]), float(one["share"]))
        for one in settings["people"]
    )
    stages = tuple(Term("", percent(work, "groups", name), float(item["now"])) for name, item in items.items())
    factors = (
        Term("", whole["visitors"] * 1e4, whole["visitors_before"] * 1e4),
        Term("", float(whole["price"]), float(whole["price_before"]), unit="元"),
    )
    first = stages[0].value if stages[0].value is not None else float(whole["first"])
    return Chain(
        people,
        stages,
        factors,
        (first, stages[0].baseline or 0),
        (float(whole["rate"]), float(whole["rate_before"])),
        (whole["target"] * 1e8, whole["target_before"] * 1e8),
    )


def stages(work: Work, chain: Chain) -> Sum:
    """「11% × 40% × 62.5% = 2.75% ≥ 2.75%　够」."""
    return written(work, chain.product)


def ends(work: Work, chain: Chain) -> Sum:
    """「80% × 10.5% + 20% × 13% = 11.0% ≥ 11%　够」."""
    if chain.mean.answer != "depends":
        return written(work, chain.mean)
    shares = (f"{shown(one.weight or 0)}% × {_rate(one.value)}" for one in chain.people)
    return replace(written(work, chain.mean), parts=" + ".join(shares))


def ends_and_on(work: Work, chain: Chain) -> Sum:
    """The same; once it is enough, on to the money: 「80% × 10.5% + 20% × 13% = 11.0% → 2.75% → GMV = 10.406 ≥ 10.4 亿元」."""
    if chain.mean.answer != "proven" or chain.money.answer == "depends":
        return ends(work, chain)
    parts = f"{chain.mean.expression} = {chain.mean.total} → {chain.from_below.total} → {_money(work)}"
    return replace(written(work, chain.money), parts=parts)


def money(work: Work, chain: Chain) -> Sum:
    """「4400 万 × 2.75% × 860 元 = 10.406 亿元 ≥ 10.4 亿元　够」."""
    return written(work, chain.money)


def whole(work: Work, chain: Chain) -> Sum:
    """The chain in one line: 「丁戊 → 11.0% → 2.75% → GMV = 10.406 亿元 ≥ 10.4 亿元」."""
    names = "".join(str(one["title"]) for one in work.ctx.exercise.settings["people"])
    parts = f"{names} → {chain.mean.total or '？'} → {chain.from_below.total or '？'} → {_money(work)}"
    return replace(written(work, chain.money), parts=parts)


def _money(work: Work) -> str:
    """What the company's number is called: GMV."""
    return str(work.ctx.exercise.settings["whole"]["metric"])


def written(work: Work, account: Account) -> Sum:
    """An account under the thumb."""
    state, key = STANDS[account.answer]
    return Sum(account.expression, account.total, f"{account.sign} {account.target}", work.say(key), state)


def _rate(rate: float | None) -> str:
    return "？" if rate is None else f"{shown(rate)}%"


def plain_words(chain: Chain) -> dict[str, str]:
    """The plain mean written out, with what is right beside it."""
    rates = " + ".join("？" if one.value is None else shown(one.value) for one in chain.people)
    plain = "？" if chain.plain is None else shown(chain.plain)
    return {"sum": rates, "n": str(len(chain.people)), "plain": plain, "mean": chain.mean.total}

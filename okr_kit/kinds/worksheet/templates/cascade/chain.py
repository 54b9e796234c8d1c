"""The numbers of three levels added up from below: two people's rates to their group's, three steps to one rate, to money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .....view import Sum
from ...work import Work
from .parts import percent, shown


@dataclass(frozen=True)
class Chain:
    """What was entered, and what comes of it; None where a number is missing.

    ``ends`` are the people's rates in percent with their shares of the visitors in percent, ``stages`` the rates of the
    steps in percent; ``visitors`` in 万, ``price`` in 元, what comes of them in 亿.
    """

    ends: tuple[tuple[float | None, float], ...]
    stages: tuple[float | None, ...]
    visitors: float
    price: float

    @property
    def mean(self) -> float | None:
        """The people's rate: weighted by their visitors."""
        if any(rate is None for rate, _ in self.ends):
            return None
        return rounded(sum((rate or 0) * share for rate, share in self.ends) / sum(share for _, share in self.ends))

    @property
    def plain(self) -> float | None:
        """The mean as if all had the same visitors: a mistake."""
        rates = [rate for rate, _ in self.ends if rate is not None]
        return rounded(sum(rates) / len(rates)) if len(rates) == len(self.ends) else None

    @property
    def rate(self) -> float | None:
        """The steps multiplied, as they were handed out."""
        return product(self.stages)

    @property
    def rate_from_below(self) -> float | None:
        """The same with what the people's rates come to in the place of the first step."""
        return product((self.mean, *self.stages[1:]))

    @property
    def money(self) -> float | None:
        """What the whole company gets, from below."""
        rate = self.rate_from_below
        return None if rate is None else rounded(self.visitors * rate / 100 * self.price / 10_000)


def rounded(number: float) -> float:
    """Without the dust of binary fractions: 0.8 × 10.5 + 0.2 × 13 is 11."""
    return round(number, 9)


def product(rates: tuple[float | None, ...]) -> float | None:
    """Rates in percent, one step after the other, as one rate in percent."""
    whole = 100.0
    for rate in rates:
        if rate is None:
            return None
        whole = whole * rate / 100
    return rounded(whole)


def read(work: Work) -> Chain:
    """The chain as it stands in a sheet."""
    settings: Any = work.ctx.exercise.settings
    ends = tuple((percent(work, str(one["id"]), "now"), float(one["share"])) for one in settings["people"])
    stages = tuple(percent(work, "groups", name) for name in work.ctx.exercise.items)
    return Chain(ends, stages, float(settings["whole"]["visitors"]), float(settings["whole"]["price"]))


def stages(work: Work, chain: Chain) -> Sum:
    """「11% × 40% × 62.5% = 2.75% ≥ 2.75%　够」."""
    parts = " × ".join(_rate(rate) for rate in chain.stages)
    return _account(work, parts, chain.rate, float(work.ctx.exercise.settings["whole"]["rate"]), "%")


def ends(work: Work, chain: Chain) -> Sum:
    """「80% × 10.5% + 20% × 13% = 11%　≥ 11%」, and what it comes to further up."""
    parts = " + ".join(f"{shown(share)}% × {_rate(rate)}" for rate, share in chain.ends)
    return _account(work, parts, chain.mean, wanted(work, chain), "%", _further(chain, chain.mean))


def money(work: Work, chain: Chain) -> Sum:
    """「4400 万 × 2.75% × 860 元 = 10.406 亿 ≥ 10.4 亿」."""
    parts = f"{shown(chain.visitors)} 万 × {_rate(chain.rate_from_below)} × {shown(chain.price)} 元"
    return _account(work, parts, chain.money, float(work.ctx.exercise.settings["whole"]["target"]), " 亿")


def whole(work: Work, chain: Chain) -> Sum:
    """The chain in one line: 「丁戊 → 11% → 2.75%」 and the money."""
    names = "".join(str(one["title"]) for one in work.ctx.exercise.settings["people"])
    parts = f"{names} → {_rate(chain.mean)} → {_rate(chain.rate_from_below)}"
    return _account(work, parts, chain.money, float(work.ctx.exercise.settings["whole"]["target"]), " 亿")


def wanted(work: Work, chain: Chain) -> float:
    """What the people's rates have to come to: what their group took over, else the case's."""
    return chain.stages[0] if chain.stages[0] is not None else float(work.ctx.exercise.settings["whole"]["first"])


def _further(chain: Chain, mean: float | None) -> str:
    if mean is None or chain.money is None:
        return ""
    return f"→ {_rate(chain.rate_from_below)} → {shown(chain.money)} 亿"


def _account(work: Work, parts: str, total: float | None, target: float, unit: str, further: str = "") -> Sum:
    against = f"{shown(target)}{unit}"
    if total is None:
        return Sum(parts, against=f"≥ {against}", words=work.say("sum-missing"), state="info")
    enough = total >= target
    said = work.say("sum-enough") if enough else work.say("sum-short", n=f"{shown(rounded(target - total))}{unit}")
    sign = "≥" if enough else "<"
    words = " ".join(filter(None, (said, further)))
    return Sum(parts, f"{shown(total)}{unit}", f"{sign} {against}", words, "good" if enough else "bad")


def _rate(rate: float | None) -> str:
    return "？" if rate is None else f"{shown(rate)}%"

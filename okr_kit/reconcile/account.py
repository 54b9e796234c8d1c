"""What is reckoned up, and what comes of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Answer = Literal["proven", "refuted", "depends"]
#: Kinds of numbers of which less is better, whatever else is known.
_LESS_IS_BETTER = ("time", "zero", "milestone")
#: What arithmetic with floats may be off by, as a share; printed digits never are.
NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Term:
    """One part: whose it is, what it is to reach, where it starts; its ``weight`` in a mean; a factor's own ``unit``."""

    name: str
    value: float | None
    baseline: float | None = None
    weight: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """The sum written out, and whether it holds.

    ``answer``: *proven*, *refuted*, or *depends* on a number that ``missing`` names: a key of ``messages/account.toml``
    (``target``, ``parts``, ``values``, ``baselines``, ``weights``, ``overlap``, ``parallel``, ``direction``), empty when
    nothing is missing; ``names`` are the parts that lack it. ``sign`` is what holds between ``total`` and ``target``, and
    where it depends what ought to hold. ``total`` is empty where every part is held against the target by itself.
    ``value`` is the total as a number, None for a range; where the sum of a distinct count or of stages decides, or the
    largest part, it is that. ``coverage`` is how far the target is reached, 1.0 being just:
    total by target, target by total where less is better; of a range its good end; None where it cannot be said.
    """

    answer: Answer
    expression: str
    total: str
    sign: Literal["≥", "<", "≤", ">", "="]
    target: str
    missing: str = ""
    value: float | None = None
    coverage: float | None = None
    names: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """The whole account as one line: 「甲 300 + 乙 315 = 615 ≥ 600」, with a question mark where it depends."""
        several = any(mark in self.expression for mark in (" + ", " × ", " − ", "、"))
        total = f" = {self.total}" if self.total and several else ""
        said = f"{self.expression}{total} {self.sign} {self.target}".strip()
        return said + "？" if self.answer == "depends" and not said.endswith("？") else said


def same(one: float, other: float) -> bool:
    """Whether two numbers differ by no more than noise."""
    return math.isclose(one, other, rel_tol=NOISE, abs_tol=NOISE * 1e-3)


def known(value: float | None) -> bool:
    """Whether there is a number at all."""
    return value is not None and math.isfinite(value)


@dataclass(frozen=True)
class Case:
    """One account to settle; see :func:`okr_kit.reconcile.reconcile`."""

    kind: str
    target: float | None
    terms: tuple[Term, ...]
    baseline: float | None = None
    unit: str = ""
    parallel: bool = False
    overlap: float | None = None
    bound: str = ""

    @cached_property
    def values(self) -> tuple[float, ...]:
        """What the parts are to reach, those that are known."""
        return tuple(term.value for term in self.terms if term.value is not None and known(term.value))

    @cached_property
    def lower(self) -> bool | None:
        """Whether less is better; None where it is to stay as it is and nothing says which way it may not go.

        The bound says it, or the kind, or the way from baseline to target, or that of all the parts; a target alone is
        one to be reached from below.
        """
        if self.bound or self.kind in _LESS_IS_BETTER:
            return self.bound != ">="
        if self.target is not None and self.baseline is not None and not same(self.target, self.baseline):
            return self.target < self.baseline
        ways = {
            term.value < term.baseline
            for term in self.terms
            if term.value is not None and term.baseline is not None and term.value != term.baseline
        }
        if len(ways) == 1:
            return ways.pop()
        return False if self.baseline is None else None

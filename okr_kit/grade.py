"""From findings to a score and a band: a score is for learning, never for ranking people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from .model import Finding, Verdict
from .policy import CoursePolicy

Band = Literal["submit", "polish", "rewrite", "rethink"]
_BANDS: tuple[Band, ...] = ("submit", "polish", "rewrite", "rethink")


def score(findings: Iterable[Finding], policy: CoursePolicy) -> int:
    """The score of one statement: 100 less what each error and warning costs, at least 0."""
    costs = {"error": policy.penalty_error, "warn": policy.penalty_warn, "info": 0}
    return max(0, 100 - sum(costs[finding.severity] for finding in findings))


def verdict(findings: Iterable[Finding]) -> Verdict:
    """``revise`` if there is an error; warnings alone do not send a statement back."""
    return "revise" if any(finding.severity == "error" for finding in findings) else "pass"


def band(points: int, policy: CoursePolicy) -> Band:
    """The band of a score: hand it in, polish, rewrite the key results, go back to the objective."""
    for limit, name in zip(policy.bands, _BANDS, strict=False):
        if points >= limit:
            return name
    return _BANDS[-1]

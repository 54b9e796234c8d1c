"""How a sheet stands: the one answer from which what is said of it, its rows and its buttons are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ... import documents, grade
from ...documents.okr import O_PART, written
from ...model import Finding, Report
from ..base import Context, State
from .rows import GUARDRAIL, said_type
from .work import WHOLE, text_of

#: blank: no O or no KR yet. mend: something is wrong. guard: nothing is, but a guardrail is missing that the exercise
#: asks for. ready: it can be handed in.
Step = Literal["blank", "mend", "guard", "ready"]


@dataclass(frozen=True)
class Standing:
    """How the whole stands now.

    ``parts`` has pass, revise or unsure for each part that is written; ``findings`` are all of them, as of the whole;
    ``score`` is None where there is nothing to score.
    """

    step: Step
    parts: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    score: int | None = None
    human: tuple[str, ...] = ()

    @property
    def together(self) -> tuple[Finding, ...]:
        """What was found about how the parts fit together; that a guardrail is missing is said once."""
        said = {"S-NOGUARD"} if self.step == "guard" else set()
        return tuple(finding for finding in self.findings if finding.where == WHOLE and finding.code not in said)

    @property
    def errors(self) -> tuple[str, ...]:
        """The codes for which it goes back."""
        return tuple(finding.code for finding in self.findings if finding.severity == "error")

    def parts_that(self, verdict: str) -> list[str]:
        """The parts with that verdict, in order."""
        return [part for part, found in self.parts.items() if found == verdict]


def standing(ctx: Context, state: State) -> Standing:
    """Grade the sheet as it is now. A finding about one part, such as a KR that says the same twice, is that part's."""
    doc = state["doc"]
    if not text_of(state, O_PART) or not written(doc):
        return Standing("blank", {})
    whole = documents.subject(doc)
    report = ctx.workspace.lint(whole)
    found = _among(ctx, doc, whole, report)
    parts = {part: str(one.verdict) for part, one in found.items()}
    lacking = bool(ctx.exercise.settings.get("guardrail")) and not has_guardrail(ctx, doc)
    step: Step = "mend" if grade.verdict(report.findings) == "revise" else "guard" if lacking else "ready"
    return Standing(step, parts, report.findings, report.score, report.human)


def judged(ctx: Context, state: State, part: str, doc: Mapping[str, Any] | None = None) -> Report:
    """The grade of one part, of the sheet or of ``doc`` in its place.

    Once the whole was looked at, a part stands among the others: with what is wrong with it only beside them, such as
    saying the same twice.
    """
    doc = doc or state["doc"]
    whole = documents.subject(doc)
    if WHOLE not in state["drafts"] or not doc["objective"]["text"]:
        return ctx.workspace.lint(documents.parts(doc, whole)[part])
    return _among(ctx, doc, whole, ctx.workspace.lint(whole))[part]


def _among(ctx: Context, doc: Mapping[str, Any], whole: Any, report: Report) -> dict[str, Report]:
    """The grade of each part, with what the look at the whole found at its place and the part alone does not show."""
    places = documents.okr.places(doc)
    return {
        part: _with(ctx, ctx.workspace.lint(noun), (one for one in report.findings if one.where == places[part]))
        for part, noun in documents.parts(doc, whole).items()
    }


def _with(ctx: Context, alone: Report, found: Iterable[Finding]) -> Report:
    known = {finding.code for finding in alone.findings}
    more = tuple(finding for finding in found if finding.code not in known)
    if not more:
        return alone
    findings = (*alone.findings, *more)
    verdict = "revise" if grade.verdict(findings) == "revise" else alone.verdict
    points = None if alone.score is None else grade.score(findings, ctx.policy)
    return replace(alone, findings=findings, verdict=verdict, score=points)


def has_guardrail(ctx: Context, doc: Mapping[str, Any]) -> bool:
    """Whether a KR is marked as a guardrail, or says so itself and is not marked otherwise."""
    return any((row.get("type") or said_type(ctx, str(row["text"]))) == GUARDRAIL for row in written(doc))

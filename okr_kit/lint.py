"""Run the rules over a subject and report what they found, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from . import __version__, grade
from .lang import Language, fill
from .model import Finding, KeyResult, Objective, OkrSet, Report, Subject
from .policy import CoursePolicy
from .records import KINDS, Refused, subject_of
from .rules import HUMAN, RULES, UNSUPPORTED, KeyResultView, ObjectiveView, Rule, SetView
from .text import Reading

_BY_SUBJECT: dict[str, tuple[Rule, ...]] = {
    kind: tuple(rule for rule in RULES if rule.subject == kind) for kind in ("objective", "key_result", "okr_set")
}


def lint(subject: Subject, language: Language, policy: CoursePolicy) -> Report:
    """Grade one objective, key result or set."""
    if isinstance(subject, OkrSet):
        return _lint_set(subject, language, policy)
    if isinstance(subject, Objective):
        view: ObjectiveView | KeyResultView = ObjectiveView(subject, language)
        kind = "objective"
    else:
        view, kind = KeyResultView(subject, language), "key_result"
    findings = tuple(_sorted(_findings(kind, view, "text", view.reading, language, policy)))
    return Report(grade.verdict(findings), grade.score(findings, policy), findings, _human(kind, view.reading))


def compare(before: Iterable[str], after: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What a rewrite changed, from the codes of two drafts: those gone, those new, those left."""
    old, new = dict.fromkeys(before), dict.fromkeys(after)
    gone = tuple(code for code in old if code not in new)
    return gone, tuple(code for code in new if code not in old), tuple(code for code in old if code in new)


def lint_record(record: Any, language: Language, policy: CoursePolicy) -> dict[str, Any]:
    """Grade one line of the ``okr lint`` contract; what cannot be graded comes back with the reason, never raised."""
    name = record.get("id") if isinstance(record, Mapping) else None
    try:
        subject = subject_of(record)
    except Refused as refused:
        return {"id": name, "error": {"code": refused.code, **refused.params}}
    report = lint(subject, language, policy)
    return {
        "id": name,
        "kind": record["kind"],
        "verdict": report.verdict,
        "score": report.score,
        "findings": [_told(finding, language) for finding in report.findings],
        "human": list(report.human),
        "rules": __version__,
    }


def _lint_set(subject: OkrSet, language: Language, policy: CoursePolicy) -> Report:
    """Grade the objective, each key result, and the set as a whole."""
    objective = ObjectiveView(subject.objective, language)
    key_results = tuple(KeyResultView(_placed(kr, subject), language) for kr in subject.key_results)
    findings = list(_sorted(_findings("objective", objective, "objective", objective.reading, language, policy)))
    for place, view in enumerate(key_results):
        where = f"key_results[{place}]"
        findings += _sorted(_findings("key_result", view, where, view.reading, language, policy))
    findings += _findings("okr_set", SetView(subject, objective, key_results), "set", None, language, policy)
    every = tuple(findings)
    return Report(
        grade.verdict(every),
        grade.score_set(every, len(key_results), policy),
        every,
        _human("okr_set", objective.reading),
    )


def _placed(kr: KeyResult, subject: OkrSet) -> KeyResult:
    """A key result with what its set knows: the objective above and the cycle."""
    if kr.objective is not None and kr.cycle is not None:
        return kr
    cycle = kr.cycle or subject.cycle or subject.objective.cycle
    return KeyResult(
        kr.text,
        kr.objective or subject.objective.text,
        cycle,
        kr.baseline,
        kr.target,
        kr.unit,
        kr.due,
        kr.weight,
        kr.confidence,
        kr.type,
    )


def _findings(
    kind: str, view: Any, where: str, reading: Reading | None, language: Language, policy: CoursePolicy
) -> Iterator[Finding]:
    """What the rules of one kind find, with the words of each span."""
    for rule in _BY_SUBJECT[kind]:
        for hit in rule.check(view, language, policy):
            params = dict(hit.params)
            if hit.span is not None and reading is not None:
                params["words"] = reading.raw[hit.span[0] : hit.span[1]].strip()
            yield Finding(rule.code, hit.severity or rule.severity, hit.where or where, hit.span, params)


def _sorted(findings: Iterator[Finding]) -> list[Finding]:
    """Errors before warnings before remarks; the rules' order within each."""
    rank = {"error": 0, "warn": 1, "info": 2}
    return sorted(findings, key=lambda finding: rank[finding.severity])


def _human(kind: str, reading: Reading) -> tuple[str, ...]:
    """What people must judge; all of it, where the language has no rules."""
    return (*HUMAN[kind], UNSUPPORTED) if reading.latin else HUMAN[kind]


def _told(finding: Finding, language: Language) -> dict[str, Any]:
    """A finding with the sentences of its card."""
    card = language.card(finding.code)
    return {
        "code": finding.code,
        "severity": finding.severity,
        "where": finding.where,
        "span": list(finding.span) if finding.span else None,
        "message": fill(card.message, finding.params),
        "why": card.why,
        "question": card.question,
        "params": dict(finding.params),
    }


__all__ = ["KINDS", "compare", "lint", "lint_record"]

"""Walk a subject's parts, run the rules over each, and report what they found, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from . import __version__, grade
from .errors import RecordError
from .lang import Language, fill
from .model import Finding, Report, Severity, Span
from .policy import CoursePolicy
from .rules import Hit, Rule
from .subjects import Subject, no_parts, read, subject_of
from .text import Reading, Readings


class _Graded(NamedTuple):
    """A noun's view, what was found in its parts and in the whole, where its parts stand; what of it, or all, is unread."""

    view: Any
    findings: tuple[Finding, ...]
    places: tuple[str, ...]
    unread: Mapping[str, str]
    unsure: bool


class Workspace:
    """What one call reads and grades: every sentence is read once, and every subject graded once.

    A host makes one for each action and screen, so that acting, showing and measuring share the work; nothing in it
    outlives the call.
    """

    def __init__(self, language: Language, policy: CoursePolicy) -> None:
        """Work in a language under a course's settings."""
        self.language = language
        self.policy = policy
        self.readings = Readings(language.reader, policy.retrospective_steps)
        self._graded: dict[Any, list[_Graded]] = {}

    def lint(self, noun: Any) -> Report:
        """Grade an objective, a key result, a set, or whatever :data:`okr_kit.subjects.SUBJECTS` has."""
        subject = subject_of(noun)
        graded, human = self._walk(subject, noun), subject.human(noun)
        if graded.unsure:
            return Report("unsure", None, (), human, graded.unread)
        measures = subject.measures(graded.view)
        if measures:
            score = subject.form(measures, self.policy)
        else:
            read = tuple(place for place in graded.places if place not in graded.unread)
            score = subject.score(graded.findings, read, self.policy)
        return Report(grade.verdict(graded.findings), score, graded.findings, human, graded.unread, measures)

    def _walk(self, subject: Subject, noun: Any) -> _Graded:
        """Grade a noun, its parts first; what cannot be read is not judged, and the whole by what can."""
        kept = self._graded.setdefault(noun, [])  # a noun of many parts is hashed once, which takes its time
        if kept:
            return kept[0]
        views: dict[str, Any] = {}
        found: list[Finding] = []
        unread: dict[str, str] = {}
        for part in subject.parts(noun):
            inner = subject_of(part.noun)
            one = self._walk(inner, part.noun)
            views[part.where] = one.view
            if one.findings:
                found += [_inside(finding, part.where, inner, subject) for finding in one.findings]
            for where, why in one.unread.items():
                unread[_within(part.where, where, inner.whole)] = why
        view = subject.view(noun, views, self.readings)
        if subject.parts is no_parts and view.reading.unread:
            unread[subject.whole] = view.reading.unread
        elif why := subject.doubt(view):
            unread[subject.whole] = why
        unsure = bool(unread) and len(unread) >= len(views)
        if not subject.judged(noun):
            unread[subject.whole], unsure = subject.little, True
        if not unsure:
            unread.update(subject.left(view))
        own = [] if unsure else self._findings(subject.rules, view, subject.whole)
        findings = (*own, *found) if subject.remarks else (*found, *own)
        kept.append(_Graded(view, findings, tuple(views), unread, unsure))
        return kept[0]

    def _findings(self, rules: Iterable[Rule], view: Any, whole: str) -> list[Finding]:
        """What the rules of one subject find, with the words of each span: errors before warnings before remarks."""
        found, cause = [], getattr(view, "cause", None)
        for rule in rules:
            if rule.check is not None:
                found += [_found(rule, hit, view, whole) for hit in rule.check(view, self.language, self.policy)]
            elif cause is not None and cause.code == rule.code:
                found.append(_found(rule, Hit(cause.span, cause.params), view, whole))
        return sorted(found, key=_rank) if len(found) > 1 else found


def lint(noun: Any, language: Language, policy: CoursePolicy) -> Report:
    """Grade one noun by itself; see :meth:`Workspace.lint`."""
    return Workspace(language, policy).lint(noun)


def compare(before: Iterable[str], after: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What a rewrite changed, from the codes of two drafts: those gone, those new, those left; each as often as it is."""
    old, new = Counter(before), Counter(after)
    return tuple((old - new).elements()), tuple((new - old).elements()), tuple((old & new).elements())


def lint_record(record: Any, language: Language, policy: CoursePolicy) -> dict[str, Any]:
    """Grade one record of the ``okr lint`` contract; what cannot be graded comes back with the reason, never raised.

    In: a mapping with ``kind`` and the fields of that subject (:data:`okr_kit.subjects.SUBJECTS`), plain JSON. Out::

        {"id", "kind", "verdict": "pass" | "revise" | "unsure", "score": 0-100 | None, "rules": version of the rules,
         "findings": [{"code", "severity": "error" | "warn" | "info", "where", "span": [start, end] | None,
                       "message", "why", "question", "params"}],
         "human": [codes of what people have to judge],
         "measures": {dimension: 0-3} (where the subject is measured),
         "unread": [{"where", "reason": "foreign" | "wordless" | "long" | "little" | …, "message", "question"}]}

    or ``{"id", "error": {"code", "message", …}}``. ``span`` counts characters of the statement that ``where`` names.
    """
    name = record.get("id") if isinstance(record, Mapping) else None
    try:
        noun = read(record)
    except RecordError as error:
        return {"id": name, "error": {"code": error.code, **error.params, "message": language.error(error)}}
    report = lint(noun, language, policy)
    return {
        "id": name,
        "kind": record["kind"],
        "verdict": report.verdict,
        "score": report.score,
        "findings": [_told(finding, language) for finding in report.findings],
        "human": list(report.human),
        **({"measures": dict(report.measures)} if report.measures else {}),
        "unread": [{"where": where, **unread_words(why, language)} for where, why in report.unread.items()],
        "rules": __version__,
    }


def unread_words(reason: str, language: Language) -> dict[str, str]:
    """What is said of a statement that could not be read: the reason's code, a sentence that admits it, a coach's question."""
    own = f"unread.message-{reason}"
    message = language.say(own if own in language.messages else "unread.message")
    return {"reason": reason, "message": message, "question": language.say(f"unread.{reason}")}


def _found(rule: Rule, hit: Hit, view: Any, whole: str) -> Finding:
    """A hit of a rule as it is reported, with the words of its span."""
    where = hit.where or whole
    params, span = dict(hit.params), hit.span
    if span is not None and where == whole:
        span = _written(view.reading, span)
        params["words"] = _words(view.reading, span)
    return Finding(rule.code, hit.severity or rule.severity, where, span, params)


def _inside(one: Finding, place: str, inner: Subject, whole: Subject) -> Finding:
    """A finding of a part as the whole reports it."""
    severity: Severity = "info" if whole.remarks else one.severity
    return Finding(one.code, severity, _within(place, one.where, inner.whole), one.span, one.params)


def _within(place: str, where: str, whole: str) -> str:
    """Where a finding of a part stands in the whole."""
    return place if where == whole else f"{place}.{where}"


def _written(reading: Reading, span: Span) -> Span:
    """As much of a span as somebody wrote; all of the statement where it is about numbers that were given beside it."""
    length = len(reading.raw)
    return (span[0], min(span[1], length)) if span[0] < length else (0, length)


def _words(reading: Reading, span: tuple[int, int]) -> str:
    return reading.raw[span[0] : span[1]].strip()


_RANK = {"error": 0, "warn": 1, "info": 2}


def _rank(finding: Finding) -> int:
    """Where a finding comes among those of one subject; within a severity the order of the rules holds."""
    return _RANK[finding.severity]


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

"""Everything that was handed in, graded: statement by statement, with what was found in each and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...hosts.cli.lint.source import Entry
from ...lang import Language
from ...lint import lint_record
from ...policy import CoursePolicy
from ...rules.places import kr_place
from ...subjects import SUBJECTS

#: What a statement is, in the order in which people read of it.
KINDS = ("objective", "key_result", "okr_set", "report", "retrospective")
#: Severities that speak against a statement; a remark does not.
AGAINST = ("error", "warn")


@dataclass(frozen=True, slots=True)
class Graded:
    """One O, one KR, one set as a whole, or one report, with its findings (as :func:`okr_kit.lint.lint_record` gives them).

    ``above`` is the O of a KR where one is known; ``verdict`` is unsure where it was not judged; ``why`` is then the reason in
    words. ``text`` of a set is its O. ``given`` are the numbers that stand beside a KR, with their unit.
    """

    kind: str
    text: str
    file: str
    row: str
    verdict: str
    findings: tuple[Mapping[str, Any], ...] = ()
    above: str = ""
    cycle: str = ""
    guessed: bool = False
    why: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        """What speaks against it, the first first, each once."""
        return tuple(dict.fromkeys(one["code"] for one in self.findings if one["severity"] in AGAINST))


def grade_all(entries: Iterable[Entry], language: Language, policy: CoursePolicy) -> list[Graded]:
    """Grade entries that hold a record; those that could not be read have none."""
    return [one for entry in entries for one in _graded(entry, language, policy)]


def _graded(entry: Entry, language: Language, policy: CoursePolicy) -> Iterator[Graded]:
    record = entry.record
    if record is None:
        return
    grade = lint_record(record, language, policy)
    kind = str(record["kind"])
    base: dict[str, Any] = {
        "file": entry.file,
        "row": entry.row,
        "cycle": str(record.get("cycle") or ""),
        "guessed": entry.guessed,
    }
    if "error" in grade:
        yield Graded(kind, _said(record), verdict="unsure", why=str(grade["error"]["message"]), **base)
        return
    whole = SUBJECTS[kind].whole
    if kind == "okr_set":
        above = str(record["objective"])
        yield _part("objective", above, "objective", grade, base)
        for at, kr in enumerate(record["key_results"]):
            text = str(kr["text"] if isinstance(kr, Mapping) else kr)
            yield _part("key_result", text, kr_place(at), grade, base | {"above": above, "given": _given(kr)})
        yield _part(kind, above, whole, grade, base)
        return
    findings = tuple(grade["findings"])
    why = next((str(one["message"]) for one in grade["unread"]), "")
    above, given = (str(record.get("objective") or ""), _given(record)) if kind == "key_result" else ("", {})
    own: dict[str, Any] = {"above": above, "given": given}
    yield Graded(kind, _said(record), verdict=str(grade["verdict"]), findings=findings, why=why, **base, **own)


def _part(kind: str, text: str, where: str, grade: Mapping[str, Any], base: Mapping[str, Any]) -> Graded:
    """One statement of a set, or the set as a whole."""
    findings = tuple(one for one in grade["findings"] if one["where"] == where)
    unread = next((str(one["message"]) for one in grade["unread"] if one["where"] == where), "")
    bad = any(one["severity"] == "error" for one in findings)
    verdict = "unsure" if unread or grade["verdict"] == "unsure" else "revise" if bad else "pass"
    return Graded(kind, text, verdict=verdict, findings=findings, why=unread, **base)


def _said(record: Mapping[str, Any]) -> str:
    return str(record.get("text") or record.get("objective") or "")


def _given(kr: Any) -> dict[str, Any]:
    """The numbers beside a KR."""
    known = ("baseline", "target", "unit")
    return {name: kr[name] for name in known if kr.get(name) is not None} if isinstance(kr, Mapping) else {}

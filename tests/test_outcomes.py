"""What the grader says of the sentences that its rules were written from: line by line, and one main defect each."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from scripts import benchmark

from okr_kit import lang, lint, policy
from okr_kit.model import Finding, KeyResult, Objective
from okr_kit.rules import Cause, Rule, key_result_cause, objective_cause
from okr_kit.subjects import KEY_RESULT, OBJECTIVE, Subject
from okr_kit.subjects.base import no_doubt

outcomes = benchmark("outcomes")
teaching = benchmark("second")

LANGUAGE, POLICY = lang.load(), policy.load()
#: Errors that compare a statement with something beside it: the objective above, the numbers given in fields.
BESIDE = {"O-COPY", "K-DIRECTION"}
#: Rules with a check of their own that says the main defect otherwise: as a hint too, or as a remark.
ALSO_HINTS = {"O-METRIC", "O-JARGON", "K-BINARY"}


def test_nothing_has_changed_that_nobody_has_read() -> None:
    """Whoever changes what the grader says runs ``python benchmarks/outcomes.py --write`` and reads the differences."""
    assert outcomes.FILE.read_text(encoding="utf-8").splitlines() == list(outcomes.lines())


def statements() -> Iterator[Objective | KeyResult]:
    for row in teaching.rows(teaching.LEARNT):
        make, _view = teaching.NOUNS[row["kind"]]
        yield make(row["text"])


def errors(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings if finding.severity == "error"]


def test_a_statement_has_one_main_defect() -> None:
    space = lint.Workspace(LANGUAGE, POLICY)
    several = {noun.text: found for noun in statements() if len(found := errors(space.lint(noun).findings)) > 1}
    assert several == {}


@pytest.mark.parametrize("subject", [OBJECTIVE, KEY_RESULT], ids=lambda subject: subject.name)
def test_an_error_about_the_sentence_itself_is_decided_in_the_table(subject: Subject) -> None:
    """A rule by the recipe has no check: it names a main defect, of which there is one."""
    own_checks = {rule.code for rule in subject.rules if rule.check and "error" in (rule.severity, *rule.others)}
    assert own_checks <= BESIDE | ALSO_HINTS


@pytest.mark.parametrize("first", [True, False], ids=["comes-first", "comes-last"])
@pytest.mark.parametrize(
    ("subject", "module", "tables", "noun"),
    [
        (OBJECTIVE, objective_cause, ("DECISIONS",), Objective("召开三次培训会")),
        (KEY_RESULT, key_result_cause, ("PROVEN", "UNPROVEN"), KeyResult("召开三次培训会")),
    ],
    ids=["objective", "key_result"],
)
def test_a_rule_added_by_the_recipe_never_makes_a_second_error(
    monkeypatch: pytest.MonkeyPatch,
    subject: Subject,
    module: ModuleType,
    tables: Sequence[str],
    noun: Any,
    *,
    first: bool,
) -> None:
    """A decision in the table and a rule that names it: whether it comes first or last, the sentence has one defect."""
    (before,) = errors(lint.lint(noun, LANGUAGE, POLICY).findings)
    for name in tables:
        mine, table = (lambda *_asked: Cause("X-NEW", (0, 2)),), getattr(module, name)
        monkeypatch.setattr(module, name, mine + table if first else table + mine)
    more = replace(subject, rules=(*subject.rules, Rule("X-NEW", "error")), doubt=no_doubt)
    monkeypatch.setattr(lint, "subject_of", lambda _noun: more)
    assert errors(lint.lint(noun, LANGUAGE, POLICY).findings) == ["X-NEW" if first else before]


def test_judging_leaves_nothing_for_the_garbage_collector() -> None:
    """What knows itself in a circle waits for the collector, which then walks over all that a class has loaded."""
    nouns = list(statements())[:200]
    for noun in nouns:
        lint.lint(noun, LANGUAGE, POLICY)
    gc.collect()
    gc.disable()
    try:
        for noun in nouns:
            lint.lint(noun, LANGUAGE, POLICY)
        assert gc.collect() == 0
    finally:
        gc.enable()

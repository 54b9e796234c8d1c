"""Retrospectives: what is found in texts of many kinds, how they are cut into steps, and what they come to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from okr_kit import lang, policy
from okr_kit.lint import lint
from okr_kit.subjects import RETROSPECTIVE, read

LANGUAGE, POLICY = lang.load(), policy.load()
DATA = Path(__file__).parent / "data"
RECORDS = [json.loads(line) for line in (DATA / "retrospectives.jsonl").read_text(encoding="utf-8").splitlines()]
BY_ID = {record["id"]: record for record in RECORDS}
FULL = dict.fromkeys(("goal", "result", "cause", "lesson", "action", "tone"), 3)


def codes(record) -> set[str]:
    return {finding.code for finding in lint(read(record), LANGUAGE, POLICY).findings}


def recount(text: str):
    return LANGUAGE.reader.recount({"text": text}, (), POLICY.retrospective_steps)


@pytest.mark.parametrize("record", RECORDS, ids=[record["id"] for record in RECORDS])
def test_what_must_be_found_is_found_and_what_must_not_is_not(record) -> None:
    report = lint(read(record), LANGUAGE, POLICY)
    found = {finding.code for finding in report.findings}
    assert set(record["must"]) - found == set()
    assert set(record["never"]) & found == set()
    assert report.verdict == record.get("verdict", report.verdict)


def test_every_code_is_tried_both_ways() -> None:
    codes = {rule.code for rule in RETROSPECTIVE.rules}
    assert codes - {code for record in RECORDS for code in record["must"]} == set()
    assert codes - {code for record in RECORDS for code in record["never"]} == set()
    assert len(RECORDS) >= 80


def test_the_shallow_text_raises_exactly_its_codes() -> None:
    report = lint(read(BY_ID["calibration-shallow"]), LANGUAGE, POLICY)
    assert {finding.code: finding.severity for finding in report.findings} == {
        "R-NODATA": "error",
        "R-EXTERNAL": "error",
        "R-SLOGAN": "error",
        "R-NOOWNER": "warn",
        "R-NODATE": "warn",
    }


def test_the_deep_text_is_written_completely() -> None:
    report = lint(read(BY_ID["calibration-deep"]), LANGUAGE, POLICY)
    assert (report.verdict, report.score, dict(report.measures)) == ("pass", 100, FULL)
    assert report.human == ("R-DEPTH",)
    assert [finding for finding in report.findings if finding.severity != "info"] == []

"""The grader agrees with the labelled statements that come with the kit; false alarms are held lowest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scripts import benchmark

ROOT = Path(__file__).resolve().parent.parent
grader = benchmark("grader")


@pytest.fixture(scope="module")
def results():
    lines = (ROOT / "tests" / "data" / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    return grader.grade_rows(json.loads(line) for line in lines)


@pytest.mark.parametrize(("kind", "floor"), [("objective", 0.90), ("key_result", 0.88)])
def test_verdicts_agree(results, kind, floor):
    assert grader.kappa([result for result in results if result.row["kind"] == kind]) >= floor


def test_good_statements_are_left_alone(results):
    assert grader.figures(results).false_alarms <= 0.03


def test_bad_statements_are_noticed(results):
    assert grader.figures(results).misses <= 0.07


def test_the_main_defect_is_named(results):
    assert grader.macro(results) >= 0.90

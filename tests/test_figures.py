"""What the grader is said to be worth: the catalogue's figures are those of today, and sets keep what they learnt."""

from __future__ import annotations

import json
import tomllib

import pytest
from scripts import benchmark

catalogue = benchmark("catalogue")
sets = benchmark("sets")


def test_the_book_prints_the_figures_of_today() -> None:
    """Whoever changes what the grader says runs ``python benchmarks/catalogue.py --write``."""
    assert catalogue.FILE.read_text(encoding="utf-8") == catalogue.written(catalogue.figures())


def test_figures_add_up() -> None:
    for code, figure in tomllib.loads(catalogue.FILE.read_text(encoding="utf-8")).items():
        assert figure["right"] <= figure["said"] <= figure["total"], code
        assert figure["missed"] <= figure["due"] <= figure["total"], code


@pytest.mark.parametrize(("file", "found", "wrong"), [("sets.jsonl", 0.85, 0), ("sets-2.jsonl", 0.93, 4)])
def test_sets_that_rules_were_written_from_are_found(file: str, found: float, wrong: int) -> None:
    """As many of their codes as when they were written, and no more that must not be said."""
    rows = [json.loads(line) for line in (catalogue.DATA / file).read_text(encoding="utf-8").splitlines()]
    judged = sets.judge(rows)
    wanted = sum(len(sets.wanted(one.row)) for one in judged)
    assert sum(len(one.missed) for one in judged) <= (1 - found) * wanted
    assert sum(bool(one.wrong) for one in judged) <= wrong


def test_no_set_is_both_learnt_from_and_kept_aside() -> None:
    texts = {
        file: {
            json.loads(line)["objective"] for line in (catalogue.DATA / file).read_text(encoding="utf-8").splitlines()
        }
        for file in ("sets.jsonl", "sets-2.jsonl", "sets-aside.jsonl")
    }
    assert not texts["sets-aside.jsonl"] & (texts["sets.jsonl"] | texts["sets-2.jsonl"])
    assert sum(map(len, texts.values())) >= 250

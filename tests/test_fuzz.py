"""A few thousand nasty inputs at every run; ``benchmarks/fuzz.py`` tries a million."""

from __future__ import annotations

import sys

import pytest
from scripts import benchmark


@pytest.fixture(scope="module")
def fuzz():
    return benchmark("fuzz")


def test_nothing_nasty_is_uncaught_untrue_or_slow(fuzz) -> None:
    targets = fuzz.run(count=4000, seconds=float("inf"), seed=20261126)
    assert {name: one.wrong for name, one in targets.items() if one.wrong} == {}
    assert all(one.inputs for one in targets.values())


def test_what_goes_wrong_is_counted_and_ends_with_1(fuzz, monkeypatch, capsys) -> None:
    def parse(typed: object) -> None:
        raise ZeroDivisionError(str(typed)[:5])

    monkeypatch.setattr(fuzz.quantity, "parse", parse)
    monkeypatch.setattr(sys, "argv", ["fuzz.py", "--count", "40", "--seed", "2"])
    assert fuzz.main() == 1
    assert "number: ZeroDivisionError" in capsys.readouterr().out


def test_what_is_slow_is_found(fuzz) -> None:
    target = fuzz.Target()
    fuzz.tried(target, 0.0, "x", lambda: sum(range(1000)))
    assert target.wrong[0].endswith("'x'")

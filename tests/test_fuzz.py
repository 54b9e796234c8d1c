"""A few thousand nasty inputs at every run; ``benchmarks/fuzz.py`` tries a million."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parent.parent / "benchmarks" / "fuzz.py"


@pytest.fixture(scope="module")
def fuzz():
    spec = importlib.util.spec_from_file_location("fuzz", FILE)
    made = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = made
    spec.loader.exec_module(made)
    return made


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

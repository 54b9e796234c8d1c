"""The top-level names are the whole API: few, all there, fetched late, quick to import."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

import okr_kit


def test_few_names() -> None:
    assert len(okr_kit.__all__) <= 12
    assert list(okr_kit.__all__) == sorted(okr_kit.__all__)
    assert set(okr_kit.__all__) == {*okr_kit._HOMES, "__version__"}


@pytest.mark.parametrize("name", okr_kit.__all__)
def test_each_name_is_there(name: str) -> None:
    if name == "__version__":
        assert okr_kit.__version__.count(".") == 2
        return
    module, attribute = okr_kit._HOMES[name]
    found = getattr(okr_kit, name)
    assert found is getattr(import_module(f"okr_kit.{module}"), attribute)
    assert found.__doc__


def test_no_other_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'shwo'"):
        _ = okr_kit.shwo


def alone(code: str) -> str:
    """Run code in a fresh Python."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_import_loads_nothing_else() -> None:
    """Neither our modules nor anybody's package; the list of names does not fetch them."""
    code = "import sys; import okr_kit; dir(okr_kit); print([n for n in sys.modules if n.startswith('okr_kit.')])"
    assert alone(code) == "[]"


def test_import_is_quick() -> None:
    """Under 60 ms; the best of five, as other work on the computer only ever adds."""
    code = "import time; at = time.perf_counter(); import okr_kit; print(time.perf_counter() - at)"
    assert min(float(alone(code)) for _ in range(5)) < 0.060


def test_grading_in_three_lines() -> None:
    """What the README shows."""
    language, policy = okr_kit.load_language(), okr_kit.load_policy()
    grade = okr_kit.lint_record({"kind": "key_result", "text": "举办 3 场培训"}, language, policy)
    assert grade["verdict"] == "revise"
    assert grade["findings"][0]["code"] == "K-ACTIVITY"

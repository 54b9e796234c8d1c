"""How long a file of 5,000 answers takes: read, merged, counted. Beside openpyxl reading the same cells in the same minute.

python benchmarks/survey.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import openpyxl
from wjx_files import SHAPES, large, people, write

from okr_kit import bank
from okr_kit.lint import Workspace
from okr_kit.trainer.survey import answers
from okr_kit.trainer.survey.analysis import analyse
from okr_kit.trainer.survey.load import load
from okr_kit.trainer.survey.questions import Questionnaire

COUNT = 5000


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds of one run, and what came of it."""
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def cells(path: Path) -> int:
    """Read every cell with openpyxl."""
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    return sum(len(row) for row in sheet.iter_rows(values_only=True))


def main() -> None:
    """Print a line for each step."""
    content = bank.load()
    asked = Questionnaire.of(content)
    with tempfile.TemporaryDirectory() as folder:
        paths = [large(Path(folder) / "text.xlsx", COUNT)]
        paths.append(write(Path(folder) / "codes.csv", people(COUNT, seed=5), SHAPES["csv-codes-gbk"]))
        base, count = timed(lambda: cells(paths[0]))
        print(f"openpyxl reads {count} cells: {base:.2f} s")
        for path in paths:
            took, found = timed(lambda path=path: load(path.name, path.read_bytes(), asked))
            print(f"{path.name}: {len(found.responses)} answers in {took:.2f} s, {took / base:.1f} times as long")
        took, merged = timed(lambda: answers.merge(found.responses, found.responses))
        print(f"merged with itself: {took:.2f} s, {merged.same} the same")
        workspace = Workspace(content.language, content.policy)
        took, told = timed(lambda: analyse(found.responses, asked, workspace))
        print(f"counted: {took:.2f} s, {told.count} answers, every O and KR of them graded")


if __name__ == "__main__":
    main()

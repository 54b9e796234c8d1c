"""What the grader says of every sentence and set that its rules were written from, line by line.

    python benchmarks/outcomes.py [--write]

Reads ``statements.jsonl``, ``statements-2.jsonl``, ``sets.jsonl``, ``sets-2.jsonl`` and ``needed.jsonl`` (a sentence for each
condition that no other needs) of ``tests/data``; ``--write`` makes ``outcomes.tsv`` beside them. A change of a rule is seen in
the differences of that file, each line beside its label: whoever makes one reads them. Without ``--write`` prints what is
different now.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from okr_kit import lang, policy  # noqa: E402 - after the path
from okr_kit.lint import lint_record  # noqa: E402 - after the path

DATA = ROOT / "tests" / "data"
FILES = ("statements.jsonl", "statements-2.jsonl", "sets.jsonl", "sets-2.jsonl", "needed.jsonl")
FILE = DATA / "outcomes.tsv"


def lines() -> Iterator[str]:
    """For each record its id, verdict and findings, with tabs between."""
    language, course = lang.load(), policy.load()
    for file in FILES:
        for line in (DATA / file).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.get("lang", "zh") == "zh":
                told = lint_record(row, language, course)
                yield "\t".join((row["id"], told["verdict"], *map(_finding, told["findings"])))


def _finding(told: dict[str, Any]) -> str:
    """A finding in a few letters: ``O-TASK error key_results[0] 0-4``."""
    span = "-".join(map(str, told["span"])) if told["span"] else ""
    return " ".join(filter(None, (told["code"], told["severity"], told["where"] or "", span)))


def main() -> None:
    """Write, or print what is different."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--write", action="store_true")
    if options.parse_args().write:
        FILE.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
        return
    for line in difflib.unified_diff(FILE.read_text(encoding="utf-8").splitlines(), list(lines()), lineterm="", n=0):
        print(line)


if __name__ == "__main__":
    main()

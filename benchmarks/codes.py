"""How well the grader finds what people labelled without knowing its rules: cascades, reports, retrospectives.

    python benchmarks/codes.py [FILE ...] [--errors]

FILE has one record a line as ``okr lint`` reads it, with ``must`` (codes that have to appear: ``D-GAP``,
``D-GAP:warn`` with its severity, ``A|B`` where either is right), ``forbidden`` (codes that must not) and ``verdict``
(null: not judged). Prints the share of must-codes found, of records with a forbidden code, and of right verdicts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from okr_kit import lang, policy  # noqa: E402 - after the path
from okr_kit.lint import lint_record  # noqa: E402 - after the path

LANGUAGE, POLICY = lang.load(), policy.load()
DATA = ROOT / "tests" / "data"
#: The files that somebody else labelled before they were measured, by the kind of their records.
CASCADES = sorted(DATA.glob("cascades-blind*.jsonl"))
REPORTS = sorted(DATA.glob("reports-*.jsonl"))
FILES = [*CASCADES, *REPORTS, *sorted(DATA.glob("retrospectives-blind*.jsonl"))]


@dataclass(frozen=True)
class Result:
    """One labelled record: what was missed, what was said wrongly, and the verdict where it differs."""

    id: str
    must: int
    missed: tuple[str, ...]
    forbidden: tuple[str, ...]
    verdict: str
    messages: tuple[str, ...]


def found(wanted: str, said: set[tuple[str, str]]) -> bool:
    """Whether one of the codes of ``A|B:warn`` was said, with that severity where one is asked for."""
    for one in wanted.split("|"):
        code, _, severity = one.partition(":")
        if any(code == c and severity in ("", s) for c, s in said):
            return True
    return False


def grade(row: dict[str, Any]) -> Result:
    """Grade one record beside its labels."""
    answer = lint_record(row, LANGUAGE, POLICY)
    said = {(one["code"], one["severity"]) for one in answer["findings"]}
    wrong = "" if row["verdict"] in (None, answer["verdict"]) else f"{answer['verdict']}, not {row['verdict']}"
    return Result(
        row["id"],
        len(row["must"]),
        tuple(one for one in row["must"] if not found(one, said)),
        tuple(sorted({code for code, _ in said} & set(row["forbidden"]))),
        wrong,
        tuple(f"{one['code']} {one['severity']} {one['message']}" for one in answer["findings"] if _own(row, one)),
    )


def _own(row: dict[str, Any], finding: dict[str, Any]) -> bool:
    """Whether it is a finding about the record as a whole; inside a cascade sentences are remarked on too."""
    return row.get("kind") != "cascade" or finding["code"][0] == "D"


def shares(results: Sequence[Result]) -> tuple[float, float, float]:
    """Share of must-codes found, of records with a forbidden code, and of records with the right verdict."""
    must = sum(one.must for one in results)
    return (
        1 - sum(len(one.missed) for one in results) / must if must else 1.0,
        sum(bool(one.forbidden) for one in results) / len(results),
        sum(not one.verdict for one in results) / len(results),
    )


def read(path: Path) -> Iterable[dict[str, Any]]:
    """The records of a file."""
    return (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


def main() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=FILES)
    parser.add_argument("--errors", action="store_true", help="print the records that are wrong")
    given = parser.parse_args()
    for path in given.files:
        results = [grade(row) for row in read(path)]
        must, forbidden, verdict = shares(results)
        print(f"{path.name}: {len(results)} records, must {must:.1%}, forbidden {forbidden:.1%}, verdict {verdict:.1%}")
        for one in results if given.errors else ():
            if one.missed or one.forbidden or one.verdict:
                print(f"  {one.id}: missed {one.missed} forbidden {one.forbidden} {one.verdict}")
                print("".join(f"      {message}\n" for message in one.messages), end="")


if __name__ == "__main__":
    main()

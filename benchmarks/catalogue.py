"""How often each code of the rule catalogue is right, and how often it is missed, on what was kept aside.

    python benchmarks/catalogue.py [--write]

Reads ``tests/data/statements-aside.jsonl`` and ``sets-aside.jsonl``, of which no rule was written and nothing learnt. A code
counts as right where the labellers named it first (statements) or at the same place (sets), or a code that says the same;
as missed where they did and nothing of the kind was said, also where the grader left the sentence to people. ``--write``
makes ``book/_ext/rule-figures.toml``, which the book prints.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import grader  # noqa: E402 - after the path
import sets  # noqa: E402 - after the path

from okr_kit import lang, policy  # noqa: E402 - after the path
from okr_kit.lint import lint  # noqa: E402 - after the path
from okr_kit.model import KeyResult, Objective  # noqa: E402 - after the path

DATA = ROOT / "tests" / "data"
STATEMENTS, SETS = DATA / "statements-aside.jsonl", DATA / "sets-aside.jsonl"
#: What the labellers of sentences were asked for, and those of sets; of another code nobody said whether it is right.
ASKED = {*grader.LABELS, *grader.GENERAL, "K-NOTARGET", "K-SUBJ"} - {"O-LOWVALUE"}
ASKED_OF_SETS = {
    *("K-DUP", "K-ENDLOAD", "K-DIRECTION", "K-NOBASE", "K-NOSUPPORT"),
    *("S-COUNT", "S-WEIGHT", "S-NOGUARD", "S-ALLLAG", "S-TYPE"),
}
FILE = ROOT / "book" / "_ext" / "rule-figures.toml"


class Figure(NamedTuple):
    """Of ``total`` records: how often a code was said, how often rightly, how often it had to be said, how often it was not."""

    total: int
    said: int
    right: int
    due: int
    missed: int


def rows(file: Path) -> list[dict[str, Any]]:
    """The records of a file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def of_statements() -> dict[str, Figure]:
    """Codes of single sentences, each as the first error that is said."""
    language, course = lang.load(), policy.load()
    said, right, due, missed, total = (Counter[str]() for _ in range(5))
    for row in rows(STATEMENTS):
        make = Objective if row["kind"] == "objective" else KeyResult
        total[row["kind"][0].upper()] += 1
        errors = [one.code for one in lint(make(row["text"]), language, course).findings if one.severity == "error"]
        first, known = errors[:1], {grader.GENERAL.get(code, code) for code in row["first_codes"]}
        for code in first:
            said[code] += 1
            right[code] += grader.GENERAL.get(code, code) in known
        if row["verdicts"] == ["revise"]:
            wanted = row["first_codes"][0]
            due[wanted] += 1
            missed[wanted] += not any(grader.GENERAL.get(code, code) in known for code in first)
    return {
        code: Figure(total[code[0]], said[code], right[code], due[code], missed[code])
        for code in sorted(ASKED & {*said, *due})
    }


def of_sets() -> dict[str, Figure]:
    """Codes that need a set, wherever in it they stand."""
    judged = sets.judge(rows(SETS))
    said, right, due, missed = (Counter[str]() for _ in range(4))
    for one in judged:
        labelled = sets.wanted(one.row)
        for code in {code for code, _ in one.found}:
            said[code] += 1
            right[code] += sets.said(frozenset(labelled), code, -1) or code in one.row["may"]
        due.update(code for code, _ in labelled)
        missed.update(code for code, _ in one.missed)
    return {
        code: Figure(len(judged), said[code], right[code], due[code], missed[code])
        for code in sorted(ASKED_OF_SETS & {*said, *due})
    }


def figures() -> dict[str, Figure]:
    """The figures of every code, of sentences where there are such, else of sets."""
    return {**of_sets(), **of_statements()}


def written(found: dict[str, Figure]) -> str:
    """As the file that the book reads."""
    lines = ["# Made by benchmarks/catalogue.py --write."]
    for code, figure in sorted(found.items()):
        lines.append(f"{code} = {{ {', '.join(f'{name} = {value}' for name, value in figure._asdict().items())} }}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print, or write."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--write", action="store_true")
    text = written(figures())
    if options.parse_args().write:
        FILE.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()

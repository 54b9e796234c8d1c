"""How well the grader finds what is wrong with a set of key results.

    python benchmarks/sets.py [--errors] [FILE ...]

FILE (else ``tests/data/sets.jsonl`` and its sisters) has one JSON object a line: an ``okr_set`` as ``okr lint`` takes it, with
``must`` (codes, or pairs of a code and the place of a key result), ``must_not`` and ``verdict``. Prints for each file how many
of the ``must`` are found, in how many sets a ``must_not`` is raised, how many verdicts agree, and both by code.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from okr_kit import lang, policy  # noqa: E402 - after the path
from okr_kit.lint import lint_record  # noqa: E402 - after the path

DATA = ROOT / "tests" / "data"
FILES = (DATA / "sets.jsonl", DATA / "sets-2.jsonl", DATA / "sets-aside.jsonl")
#: What people who label call by either name.
KIN = {"K-SUBJ": "K-NOMETRIC", "K-NOTARGET": "K-NOMETRIC", "K-BINARY": "K-ACTIVITY", "K-HOWONLY": "K-ACTIVITY"}
_PLACE = re.compile(r"key_results\[(\d+)\]")


class Judged(NamedTuple):
    """A labelled set with what the grader says of it: pairs of a code and a place, -1 for the whole set."""

    row: dict[str, Any]
    verdict: str
    found: frozenset[tuple[str, int]]

    @property
    def missed(self) -> list[tuple[str, int]]:
        """What had to be found and was not."""
        return [(code, at) for code, at in wanted(self.row) if not said(self.found, code, at)]

    @property
    def wrong(self) -> list[str]:
        """What must not be found and was."""
        codes = {code for code, _ in self.found}
        return [code for code in self.row["must_not"] if code in codes]


def wanted(row: dict[str, Any]) -> list[tuple[str, int]]:
    """The codes that a set must raise, each with the place where."""
    pairs = [(one, -1) if isinstance(one, str) else (one[0], -1 if one[1] is None else one[1]) for one in row["must"]]
    return list(dict.fromkeys(pairs))


def said(found: frozenset[tuple[str, int]], code: str, at: int) -> bool:
    """Whether a code, or one that means the same, was raised at a place (anywhere for -1)."""
    return any(KIN.get(one, one) == KIN.get(code, code) and at in (-1, place) for one, place in found)


def judge(rows: list[dict[str, Any]]) -> list[Judged]:
    """Grade all sets."""
    language, course = lang.load(), policy.load()
    judged = []
    for row in rows:
        told = lint_record(row, language, course)
        places = [(one["code"], _PLACE.match(one["where"] or "")) for one in told["findings"]]
        found = frozenset((code, int(place[1]) if place else -1) for code, place in places)
        judged.append(Judged(row, told["verdict"], found))
    return judged


def show(judged: list[Judged], *, errors: bool) -> None:
    """Print the figures, by code too, and where something differs."""
    total, missed, wrong = Counter[str](), Counter[str](), Counter[str]()
    for one in judged:
        total.update(code for code, _ in wanted(one.row))
        missed.update(code for code, _ in one.missed)
        wrong.update(one.wrong)
    decided = [one for one in judged if one.verdict != "unsure"]
    right = sum(one.verdict == one.row["verdict"] for one in decided) / max(1, len(decided))
    found = 1 - sum(missed.values()) / max(1, sum(total.values()))
    print(
        f"  {len(judged)} sets: {found:.1%} of {sum(total.values())} codes found, a forbidden one in"
        f" {sum(bool(one.wrong) for one in judged)}, {right:.1%} of {len(decided)} decided verdicts agree"
    )
    print("  " + "  ".join(f"{code} {n - missed[code]}/{n} +{wrong[code]}" for code, n in sorted(total.items())))
    for one in judged if errors else ():
        if one.missed or one.wrong or one.verdict != one.row["verdict"]:
            print(f"  {one.row['id']} {one.row['verdict']}->{one.verdict} missed {one.missed} wrong {one.wrong}")
            print(f"      {one.row['objective']} | {one.row['key_results']} | {one.row.get('cycle', '')}")


def main() -> None:
    """Read the arguments and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--errors", action="store_true")
    options.add_argument("files", nargs="*", type=Path, default=FILES)
    given = options.parse_args()
    for file in given.files:
        print(file.name)
        show(judge([json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]), errors=given.errors)


if __name__ == "__main__":
    main()

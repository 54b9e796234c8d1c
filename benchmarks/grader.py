"""How well the grader agrees with labelled statements.

    python benchmarks/grader.py FILE [--lang zh] [--errors] [--by-source] [--kind objective]

FILE has one JSON object a line: ``kind``, ``text``, ``objective``, ``verdicts`` (one, or both where readers disagreed),
``first_codes``, ``codes``, ``sure``, ``source``, ``lang``. Prints verdict agreement (kappa), false alarms on good
statements and missed bad ones where readers were sure, and F1 of the code named first.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from okr_kit import lang, policy
from okr_kit.lint import lint
from okr_kit.model import KeyResult, Objective

# A more specific code counts as the general one that the labels use.
GENERAL = {
    "K-SUBJ": "K-NOMETRIC",
    "K-NOTARGET": "K-NOMETRIC",
    "K-BINARY": "K-ACTIVITY",
    "K-HOWONLY": "K-ACTIVITY",
    "O-JARGON": "O-VAGUE",
    "O-LOWVALUE": "O-VAGUE",
    "O-SOLUTION": "O-TASK",
}
LABELS = ("O-METRIC", "O-TASK", "O-VAGUE", "O-BAU", "O-MULTI", "K-NOMETRIC", "K-ACTIVITY", "K-BAU", "K-MULTI")


@dataclass(frozen=True)
class Result:
    """One labelled statement with what the grader said."""

    row: dict[str, Any]
    verdict: str
    code: str

    @property
    def right(self) -> bool:
        """Whether the verdict is one that readers gave."""
        return self.verdict in self.row["verdicts"]

    @property
    def truth(self) -> str:
        """The readers' verdict; where both count, the grader's own."""
        return self.verdict if self.right else str(self.row["verdicts"][0])


@dataclass(frozen=True)
class Figures:
    """The measured quality of one group of statements."""

    n: int
    decided: float
    kappa: float
    false_alarms: float
    misses: float


def grade_rows(rows: Iterable[dict[str, Any]]) -> list[Result]:
    """Grade every objective and key result."""
    language, course = lang.load(), policy.load()
    results = []
    for row in rows:
        make = Objective if row["kind"] == "objective" else KeyResult
        report = lint(make(row["text"]), language, course)
        errors = [GENERAL.get(finding.code, finding.code) for finding in report.findings if finding.severity == "error"]
        results.append(Result(row, report.verdict, errors[0] if errors else ""))
    return results


def decided(results: Iterable[Result]) -> list[Result]:
    """Those that are not left to people."""
    return [result for result in results if result.verdict != "unsure"]


def kappa(results: Sequence[Result]) -> float:
    """Cohen's kappa of pass against revise, over what is decided."""
    results = decided(results)
    n = len(results)
    if not n:
        return float("nan")
    agreed = sum(result.right for result in results) / n
    said = sum(result.verdict == "revise" for result in results) / n
    true = sum(result.truth == "revise" for result in results) / n
    chance = said * true + (1 - said) * (1 - true)
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def figures(results: Sequence[Result]) -> Figures:
    """How much is decided, kappa, and the two kinds of error where readers were sure."""
    good = [result for result in results if result.row["sure"] and result.row["verdicts"] == ["pass"]]
    bad = [result for result in results if result.row["sure"] and result.row["verdicts"] == ["revise"]]
    alarms = sum(not result.right for result in decided(good)) / len(good) if good else 0.0
    misses = sum(not result.right for result in decided(bad)) / len(bad) if bad else 0.0
    return Figures(len(results), len(decided(results)) / max(1, len(results)), kappa(results), alarms, misses)


def f1_by_code(results: Sequence[Result]) -> dict[str, tuple[float, int]]:
    """F1 of each label as the first code over what is decided, with its support; any of a row's ``first_codes`` counts as right."""
    hits, said, true = Counter[str](), Counter[str](), Counter[str]()
    for result in decided(results):
        named = [GENERAL.get(code, code) for code in result.row["first_codes"]]
        wanted = named if not (result.right and result.verdict == "pass") else []
        said[result.code] += bool(result.code)
        if result.code in wanted:
            hits[result.code] += 1
            true[result.code] += 1
        elif wanted:
            true[wanted[0]] += 1
    return {code: (2 * hits[code] / (said[code] + true[code]), true[code]) for code in LABELS if true[code]}


def macro(results: Sequence[Result]) -> float:
    """The mean F1 over the labels that occur."""
    scores = [score for score, _ in f1_by_code(results).values()]
    return sum(scores) / len(scores) if scores else float("nan")


def show(results: Sequence[Result]) -> None:
    """Print all figures."""
    for kind in ("objective", "key_result"):
        part = figures([result for result in results if result.row["kind"] == kind])
        print(
            f"{kind:11} n={part.n:4} decided={part.decided:.1%} kappa={part.kappa:.3f}"
            f" false alarms={part.false_alarms:.1%} misses={part.misses:.1%}"
        )
    whole = figures(results)
    print(
        f"{'all':11} n={whole.n:4} decided={whole.decided:.1%} kappa={whole.kappa:.3f}"
        f" false alarms={whole.false_alarms:.1%} misses={whole.misses:.1%}"
    )
    print(
        f"macro-F1 {macro(results):.3f}  "
        + "  ".join(f"{code} {score:.2f}({n})" for code, (score, n) in f1_by_code(results).items())
    )
    pairs = Counter(((result.row["first_codes"] or ["pass"])[0], result.code or "pass") for result in decided(results))
    print("label -> grader: " + ", ".join(f"{a}->{b} {n}" for (a, b), n in pairs.most_common() if a != b))


def show_errors(results: Sequence[Result]) -> None:
    """Print the lines where verdict or first code differ."""
    for result in sorted(results, key=lambda result: (result.row["kind"], result.right, result.code)):
        wanted = result.row["first_codes"]
        if result.right and (result.code in wanted or not result.code or not wanted):
            continue
        mark = "  " if result.right else ("!!" if result.row["sure"] else "! ")
        print(f"{mark} {'/'.join(wanted) or 'pass':10} said {result.code or 'pass':10} | {result.row['text']}")


def show_sources(results: Sequence[Result]) -> None:
    """Print agreement source by source, worst first."""
    groups = defaultdict(list)
    for result in results:
        groups[result.row.get("source", "")].append(result)
    shares = sorted((sum(r.right for r in group) / len(group), len(group), name) for name, group in groups.items())
    for share, n, name in shares:
        print(f"{share:6.1%} of {n:3}  {name}")
    print(f"mean of sources {sum(share for share, _, _ in shares) / len(shares):.1%}")


def main() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--lang", default="zh")
    parser.add_argument("--kind", default="")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--by-source", action="store_true")
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    results = grade_rows(
        row for row in rows if row.get("lang", "zh") == given.lang and (not given.kind or row["kind"] == given.kind)
    )
    show(results)
    if given.by_source:
        show_sources(results)
    if given.errors:
        show_errors(results)


if __name__ == "__main__":
    main()

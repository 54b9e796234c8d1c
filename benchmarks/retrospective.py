"""How the form score of retrospectives, and what is read in them, agrees with two readers.

    python benchmarks/retrospective.py [fresh | fresh-2 | fresh-3 | aside | rated] [--errors]

``tests/data/retrospectives-fresh.jsonl`` holds 110 texts from which nothing was learnt, ``-fresh-2`` 80 and ``-fresh-3`` 100
more, ``-aside`` 60 and ``-rated`` 120 that were cut by hand and learnt from: each rated by two readers who knew neither the rules
nor each other: six dimensions 0-3, which steps are there, who is to do something and by when, whether all causes lie outside, whether somebody is blamed. First is printed
how the readers agree, since nothing can agree with them better.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from okr_kit import lang, policy  # noqa: E402 - after the path
from okr_kit.lint import Workspace  # noqa: E402 - after the path
from okr_kit.recount import STEPS, Recount  # noqa: E402 - after the path
from okr_kit.rules.retrospective import RetrospectiveView  # noqa: E402 - after the path
from okr_kit.subjects import RETROSPECTIVE  # noqa: E402 - after the path

LANGUAGE, POLICY = lang.load(), policy.load()
DATA = ROOT / "tests" / "data"
SETS = ("fresh", "fresh-2", "fresh-3", "aside", "rated")
WEIGHTS = POLICY.retrospective_weights
#: What has to be reached: how the readers agree, the rest.
AIMS = {"icc": 0.80, "rank": 0.75, "headed": 0.80, "free": 0.70, "f": 0.90, "precision": 0.90}


class Read(NamedTuple):
    """One text: its row, and what the grader made of it."""

    row: dict[str, Any]
    score: int | None
    measures: dict[str, int]
    codes: frozenset[str]
    recount: Recount


def read(row: dict[str, Any]) -> Read:
    """Grade one text."""
    space = Workspace(LANGUAGE, POLICY)
    noun = RETROSPECTIVE.read({"text": row["text"]})
    report = space.lint(noun)
    codes = frozenset(finding.code for finding in report.findings)
    return Read(row, report.score, dict(report.measures), codes, RetrospectiveView(noun, space.readings).recount)


def total(rating: dict[str, Any]) -> float:
    """One reader's six dimensions by their weights, 0-100."""
    return sum(WEIGHTS.of(name) * rating[name] / 3 for name in WEIGHTS._fields)


def icc(one: Sequence[float], other: Sequence[float]) -> float:
    """Intraclass correlation of two readers, absolute agreement of single ratings (ICC(2,1), Shrout and Fleiss 1979)."""
    n = len(one)
    means = [(a + b) / 2 for a, b in zip(one, other, strict=True)]
    whole, columns = sum(means) / n, (sum(one) / n, sum(other) / n)
    rows = 2 * sum((mean - whole) ** 2 for mean in means) / (n - 1)
    readers = n * sum((column - whole) ** 2 for column in columns)
    rest = sum(
        (a - m - columns[0] + whole) ** 2 + (b - m - columns[1] + whole) ** 2
        for a, b, m in zip(one, other, means, strict=True)
    )
    error = rest / (n - 1)
    return (rows - error) / (rows + error + 2 * (readers - error) / n)


def ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value, equal ones sharing the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    found = [0.0] * len(values)
    at = 0
    while at < len(order):
        end = at
        while end + 1 < len(order) and values[order[end + 1]] == values[order[at]]:
            end += 1
        for place in order[at : end + 1]:
            found[place] = (at + end) / 2
        at = end + 1
    return found


def correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's rank correlation."""
    a, b = ranks(one), ranks(other)
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    both = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    return both / (sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)) ** 0.5


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float:
    """Cohen's kappa."""
    n = len(pairs)
    alike = sum(a == b for a, b in pairs) / n
    first, second = sum(a for a, _ in pairs) / n, sum(b for _, b in pairs) / n
    chance = first * second + (1 - first) * (1 - second)
    return 1.0 if chance == 1 else (alike - chance) / (1 - chance)


def present(one: Read, step: str) -> bool:
    """Whether the grader found a step."""
    return step in one.recount.present


def steps_kappa(rows: Sequence[Read]) -> float:
    """Over all five steps and both readers."""
    return kappa(
        [(present(one, step), rating["steps"][step]) for one in rows for rating in one.row["ratings"] for step in STEPS]
    )


def same(one: str, other: str) -> bool:
    """Whether two people name the same stretch: one holds the other (李哲 and @李哲, 10/15 and 10/15 前)."""
    return one in other or other in one


def f_measure(rows: Sequence[Read], told: Callable[[Read], Iterable[str]], key: str) -> tuple[float, list[str]]:
    """F of what the grader names beside what both readers name; what only one of them names counts for neither side."""
    hits = missed = extra = 0
    wrong = []
    for one in rows:
        first, second = (rating[key] for rating in one.row["ratings"])
        both = [word for word in first if any(same(word, other) for other in second)]
        said = list(dict.fromkeys(filter(None, told(one))))
        found = [word for word in both if any(same(word, other) for other in said)]
        loose = [word for word in said if not any(same(word, other) for other in (*first, *second))]
        hits, missed, extra = hits + len(found), missed + len(both) - len(found), extra + len(loose)
        if len(found) < len(both) or loose:
            lost = [word for word in both if word not in found]
            wrong.append(f"{one.row['id']} {key}: missed {lost}, said {loose}")
    return (2 * hits / (2 * hits + missed + extra) if hits else 0.0), wrong


def precision(rows: Sequence[Read], code: str, key: str) -> tuple[float, float, list[str]]:
    """Of what the grader says: where a reader says so too; and of what both say, how much it finds."""
    said = [one for one in rows if code in one.codes]
    right = [one for one in said if any(rating[key] for rating in one.row["ratings"])]
    sure = [one for one in rows if all(rating[key] for rating in one.row["ratings"])]
    found = [one for one in sure if code in one.codes]
    wrong = [f"{one.row['id']} {code}: false" for one in said if one not in right]
    wrong += [f"{one.row['id']} {code}: missed" for one in sure if one not in found]
    return (len(right) / len(said) if said else 1.0), (len(found) / len(sure) if sure else 1.0), wrong


def readers(rows: Sequence[Read]) -> float:
    """Print how the readers agree with each other; the one on the whole."""
    pairs = [one.row["ratings"] for one in rows]
    for name in WEIGHTS._fields:
        print(f"  readers, {name}: ICC {icc([a[name] for a, _ in pairs], [b[name] for _, b in pairs]):.2f}")
    return icc([total(a) for a, _ in pairs], [total(b) for _, b in pairs])


def main() -> int:
    """Print what was measured beside what is wanted; 1 if something is missed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("set", nargs="?", choices=SETS, default=SETS[0])
    options.add_argument("--errors", action="store_true")
    given = options.parse_args()
    file = DATA / f"retrospectives-{given.set}.jsonl"
    chosen = [read(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]
    judged = [one for one in chosen if one.score is not None]
    whole = readers(chosen)
    mean = [sum(map(total, one.row["ratings"])) / 2 for one in judged]
    owner, owner_wrong = f_measure(
        judged, lambda one: (who for deed in one.recount.deeds for who in deed.people), "owners"
    )
    date, date_wrong = f_measure(judged, lambda one: (day for deed in one.recount.deeds for day in deed.days), "dates")
    external, external_found, external_wrong = precision(judged, "R-EXTERNAL", "external")
    blame, blame_found, blame_wrong = precision(judged, "R-BLAME", "blame")
    found = [
        ("readers, whole: ICC", whole, AIMS["icc"]),
        (
            "form score with readers: rank correlation",
            correlation([one.score or 0 for one in judged], mean),
            AIMS["rank"],
        ),
        ("steps with headings: kappa", steps_kappa([one for one in judged if one.row["headings"]]), AIMS["headed"]),
        (
            "steps without headings: kappa",
            steps_kappa([one for one in judged if not one.row["headings"]]),
            AIMS["free"],
        ),
        ("owners: F", owner, AIMS["f"]),
        ("dates: F", date, AIMS["f"]),
        ("R-EXTERNAL: precision", external, AIMS["precision"]),
        ("R-BLAME: precision", blame, AIMS["precision"]),
    ]
    print(f"{len(chosen)} texts, {len(judged)} judged")
    for words, value, aim in found:
        print(f"{'  ' if value >= aim else '! '}{words} {value:.2f} (wanted {aim:.2f})")
    print(f"  R-EXTERNAL: found {external_found:.2f} of what both readers say; R-BLAME: {blame_found:.2f}")
    if given.errors:
        print("\n".join((*owner_wrong, *date_wrong, *external_wrong, *blame_wrong)))
        for one in sorted(judged, key=lambda one: abs((one.score or 0) - sum(map(total, one.row["ratings"])) / 2))[
            -12:
        ]:
            print(
                f"{one.row['id']}: {one.score}, readers {[round(total(r)) for r in one.row['ratings']]}, {one.measures}"
            )
        print("unsure:", [one.row["id"] for one in chosen if one.score is None])
    return int(any(value < aim for _, value, aim in found))


if __name__ == "__main__":
    sys.exit(main())

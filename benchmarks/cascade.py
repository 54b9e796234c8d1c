"""What grading a cascade costs, beside grading its sentences one by one in the same minute; and that it grows like its length.

    python benchmarks/cascade.py [NODES ...]

Each node has an objective and two key results of the labelled set (``tests/data/statements.jsonl``). Milliseconds of CPU
time, the quickest of a few runs; ``beside`` is the cascade's time by that of its sentences alone, which the machine's
mood moves alike.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from okr_kit import lang, policy  # noqa: E402 - after the path
from okr_kit.lint import Workspace  # noqa: E402 - after the path
from okr_kit.model import Cascade  # noqa: E402 - after the path
from okr_kit.subjects import CASCADE  # noqa: E402 - after the path

LANGUAGE, POLICY = lang.load(), policy.load()
#: How many stand below each node.
BELOW = 5
#: What is said behind a sentence that comes again.
_AGAIN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"


def statements() -> tuple[list[str], list[str]]:
    """The Chinese objectives and key results of the labelled set."""
    lines = (ROOT / "tests" / "data" / "statements.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row.get("lang", "zh") == "zh"]
    kinds = ("objective", "key_result")
    first, second = ([row["text"] for row in rows if row["kind"] == kind] for kind in kinds)
    return first, second


def cascade(nodes: int) -> Cascade:
    """A cascade of so many nodes; where sentences come again, they differ by one character that costs nothing more."""
    objectives, key_results = statements()

    def said(texts: list[str], at: int) -> str:
        return texts[at % len(texts)] + (_AGAIN[at // len(texts) - 1] if at >= len(texts) else "")

    return CASCADE.read(
        {
            "nodes": [
                {
                    "id": f"n{at}",
                    "parent": f"n{(at - 1) // BELOW}" if at else None,
                    "owner": f"部门{at}",
                    "objective": said(objectives, at),
                    "key_results": [said(key_results, 2 * at), said(key_results, 2 * at + 1)],
                }
                for at in range(nodes)
            ]
        }
    )


def cost(work: Callable[[], object], tries: int = 5) -> float:
    """Milliseconds of CPU time, the quickest of a few."""
    best = float("inf")
    for _ in range(tries):
        before = time.process_time()
        work()
        best = min(best, time.process_time() - before)
    return best * 1000


def whole(noun: Cascade) -> None:
    """Grade it."""
    Workspace(LANGUAGE, POLICY).lint(noun)


def alone(noun: Cascade) -> None:
    """Grade each of its sentences by itself, as one call would."""
    workspace = Workspace(LANGUAGE, POLICY)
    for part in CASCADE.parts(noun):
        workspace.lint(part.noun)


def main() -> None:
    """Measure and print."""
    sizes = [int(size) for size in sys.argv[1:]] or [50, 200, 800, 2000]
    print(f"{'nodes':>6}{'cascade ms':>12}{'sentences ms':>14}{'beside':>8}{'ms a node':>11}")
    for size in sizes:
        noun = cascade(size)
        own, each = cost(lambda noun=noun: whole(noun)), cost(lambda noun=noun: alone(noun))
        print(f"{size:6}{own:12.1f}{each:14.1f}{own / each:8.2f}{own / size:11.3f}")


if __name__ == "__main__":
    main()

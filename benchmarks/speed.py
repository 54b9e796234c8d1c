"""How fast the grader is: statements a second on one core, the slowest hundredth, and start-up times.

    python benchmarks/speed.py [FILE]

FILE is a labelled set (default: tests/data/statements.jsonl). Where proselint is installed (``pip install proselint==0.16.0``),
a checker of English prose by rules, its rate on English texts of the same length is measured in the same run, and ours as a
multiple of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from okr_kit import lang, policy  # noqa: E402 - after the path
from okr_kit.lint import lint, lint_record  # noqa: E402 - after the path
from okr_kit.model import KeyResult, Objective  # noqa: E402 - after the path

#: So many texts are given to the slower one of the two.
_COMPARED = 100
#: An English text to compare with; where it ends, it begins again.
_ENGLISH = (
    "Make new customers succeed in their first week, so that they come back and bring a colleague. Last year one in five"
    " gave up before the first order; most of them never found the page where the order is placed. "
)


def statements(file: Path) -> list[dict[str, str]]:
    """The Chinese statements of a labelled set, as records of the contract."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [{"kind": row["kind"], "text": row["text"]} for row in rows if row.get("lang", "zh") == "zh"]


def started(code: str) -> float:
    """Milliseconds that a line of Python takes in a fresh interpreter, less the interpreter's own start."""
    runs = []
    for line in (code, "pass"):
        times = []
        for _ in range(7):
            before = time.perf_counter()
            subprocess.run([sys.executable, "-c", line], cwd=ROOT, check=True)
            times.append(time.perf_counter() - before)
        runs.append(min(times))
    return (runs[0] - runs[1]) * 1000


def of_proselint(lengths: Sequence[int]) -> float | None:
    """How many texts a second proselint checks, each as long as one of ours; None where it is not installed."""
    try:
        from proselint.checks import __register__ as checks
        from proselint.registry import CheckRegistry
        from proselint.tools import LintFile
    except ImportError:
        return None
    CheckRegistry().register_many(checks)
    texts = [(_ENGLISH * (length // len(_ENGLISH) + 1))[:length] for length in lengths]
    LintFile("warm", _ENGLISH).lint()  # compiles its patterns
    before = time.perf_counter()
    for text in texts:
        LintFile("text", text).lint()
    return len(texts) / (time.perf_counter() - before)


def main() -> None:
    """Measure and print."""
    rows = statements(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests/data/statements.jsonl")
    before = time.perf_counter()
    language, course = lang.load(), policy.load()
    loaded = time.perf_counter()
    _ = language.reader
    print(
        f"load language and policy {(loaded - before) * 1000:.1f} ms, index its words {(time.perf_counter() - loaded) * 1000:.1f} ms"
    )
    subjects = [Objective(row["text"]) if row["kind"] == "objective" else KeyResult(row["text"]) for row in rows] * 5
    each = []
    for subject in subjects:
        before = time.perf_counter()
        lint(subject, language, course)
        each.append(time.perf_counter() - before)
    each.sort()
    print(
        f"lint        {len(each) / sum(each):8,.0f} statements/s  median {each[len(each) // 2] * 1e6:.0f} µs  p99 {each[int(len(each) * 0.99)] * 1e6:.0f} µs"
    )
    if (other := of_proselint([len(row["text"]) for row in rows[:_COMPARED]])) is not None:
        print(
            f"proselint   {other:8,.0f} texts of the same length/s: ours is {len(each) / sum(each) / other:.0f} times as fast"
        )
    else:
        print("proselint   not installed: pip install proselint==0.16.0")
    before = time.perf_counter()
    for row in rows:
        lint_record(row, language, course)
    print(f"lint_record {len(rows) / (time.perf_counter() - before):8,.0f} statements/s")
    print(
        f"import okr_kit {started('import okr_kit'):.0f} ms, with lint and language {started('from okr_kit import lang, lint; lang.load().reader'):.0f} ms"
    )


if __name__ == "__main__":
    main()

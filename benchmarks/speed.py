"""How fast the grader is: statements a second on one core, the slowest hundredth, and start-up times.

    python benchmarks/speed.py [FILE]

FILE is a labelled set (default: tests/data/statements.jsonl).
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from okr_kit import lang, policy  # noqa: E402 - after the path
from okr_kit.lint import lint, lint_record  # noqa: E402 - after the path
from okr_kit.model import KeyResult, Objective  # noqa: E402 - after the path


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
    before = time.perf_counter()
    for row in rows:
        lint_record(row, language, course)
    print(f"lint_record {len(rows) / (time.perf_counter() - before):8,.0f} statements/s")
    print(
        f"import okr_kit {started('import okr_kit'):.0f} ms, with lint and language {started('from okr_kit import lang, lint; lang.load().reader'):.0f} ms"
    )


if __name__ == "__main__":
    main()

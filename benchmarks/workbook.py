"""What ``okr lint`` needs to read a workbook: time and peak memory, beside plain openpyxl on the same file.

    python benchmarks/workbook.py [SETS]

SETS is how many O's with four KRs each the workbook holds (default 5,000). Each reading has a process of its own;
processor time is printed, since wall time depends on what else runs. ``read`` is from the file to records, ``grade`` the
whole command.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

import openpyxl

ROOT = Path(__file__).resolve().parent.parent
HEAD = ("编号", "季度目标", "关键结果 Key Results", "基线", "目标值", "单位", "截止日期", "权重", "负责人", "备注")
USED = """
import resource, sys
def used(count):
    own = resource.getrusage(resource.RUSAGE_SELF)
    peak = own.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(count, own.ru_utime + own.ru_stime, peak, file=sys.stderr)
"""
READINGS = {
    "openpyxl": """
import openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True)
used(sum(1 for sheet in book for row in sheet.iter_rows(values_only=True)))
""",
    "read": """
from okr_kit import lang
from okr_kit.hosts.cli.lint.readers import read
from okr_kit.hosts.cli.lint.source import Entry, open_source
source = open_source(sys.argv[1], sys.stdin.buffer, "-", machine=True)
used(sum(isinstance(one, Entry) for one in read(source, lang.load(), None)))
""",
    "grade": """
from okr_kit.hosts import cli
used(cli.run(["lint", "--format", "jsonl", sys.argv[1]]) or "all")
""",
}


def make(path: Path, sets: int) -> None:
    """A workbook as departments keep it: each O once, its KRs below it, all columns filled."""
    rows = (
        json.loads(line) for line in (ROOT / "tests/data/statements.jsonl").read_text(encoding="utf-8").splitlines()
    )
    known = [(row["kind"], row["text"]) for row in rows if row.get("lang", "zh") == "zh"]
    objectives = cycle(text for kind, text in known if kind == "objective")
    key_results = cycle(text for kind, text in known if kind == "key_result")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("OKR")
    sheet.append(HEAD)
    for number, objective in enumerate(islice(objectives, sets), 1):
        for at, text in enumerate(islice(key_results, 4)):
            first = f"{objective}（{number}）" if at == 0 else None
            sheet.append([f"{number}.{at}", first, text, 10 + at, 20 + at, "%", "2026-09-30", 0.25, "甲", "每周一更新"])
    book.save(path)


def measured(code: str, path: Path) -> tuple[str, float, float]:
    """What a reading gives (rows, sets, ``all`` for an exit without errors), its seconds of processor time and its peak memory in MB."""
    command = [sys.executable, "-c", USED + code, str(path)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=True)
    count, seconds, peak = done.stderr.splitlines()[-1].split()
    return count, float(seconds), float(peak)


def main() -> None:
    """Measure and print."""
    sets = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "okr.xlsx"
        make(path, sets)
        print(f"{sets:,} sets in {sets * 4:,} rows of {len(HEAD)} columns, {path.stat().st_size / 1e6:.1f} MB")
        plain = measured(READINGS["openpyxl"], path)
        for name, code in READINGS.items():
            count, seconds, peak = plain if name == "openpyxl" else measured(code, path)
            ratio = f"{seconds / plain[1]:5.2f} × openpyxl"
            print(f"{name:9} {seconds:6.2f} s  {ratio}  {peak:5.0f} MB  ({count})")


if __name__ == "__main__":
    main()

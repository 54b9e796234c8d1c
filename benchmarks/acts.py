"""What one action of the writing exercise costs: sentences read, and time, beside reading one sentence alone.

    python benchmarks/acts.py

The time is that of load, act, view and outcome, as one request of the class server does them; the last column is how
many times as long that takes as reading one sentence in the same minute.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from learner import GOOD_KRS, GOOD_O, MINUTE  # noqa: E402 - after the path

from okr_kit import bank, engine  # noqa: E402 - after the path
from okr_kit.text import Reading  # noqa: E402 - after the path

ROUNDS = 200
Action = dict[str, Any]


class Counting:
    """A reader that counts what it reads."""

    def __init__(self, reader: Any) -> None:
        """Count for another reader."""
        self.reader, self.count = reader, Counter[str]()

    def read(self, text: str) -> Reading:
        """Read and count."""
        self.count[text] += 1
        return self.reader.read(text)

    def extract(self, reading: Reading) -> Any:
        """Read the fields, which reads no sentence."""
        return self.reader.extract(reading)


def steps() -> list[tuple[str, Action]]:
    """A set written from nothing to the look at the whole."""
    made = [("pick a scenario", {"do": "pick", "values": {"scenario": "bakery-waste"}})]
    made.append(("grade the O", {"do": "grade", "values": {"part": "o"}, "fields": {"text": GOOD_O}}))
    for number, text in enumerate(GOOD_KRS, 1):
        fields, values = {"text": text}, {"part": f"k{number}"}
        made += [
            (f"open KR {number}", {"do": "add"}),
            (f"read KR {number}", {"do": "read", "values": values, "fields": fields}),
            (f"grade KR {number}", {"do": "grade", "values": values, "fields": fields}),
        ]
    return [*made, ("look at the whole", {"do": "review"})]


def request(content: bank.Content, state: Any, action: Action, at: int) -> Any:
    """What the class server does for one action."""
    ctx = engine.Context(content, content.exercise("write-okr"), owner="p1")
    loaded = engine.load(ctx, state, at)[0]
    state = engine.act(ctx, loaded, action, at)
    engine.outcome(ctx, state)
    engine.documents(ctx, state)
    engine.view(ctx, state)
    return state


def milliseconds(work: Any) -> float:
    """The median of many runs."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000


def main() -> None:
    """Measure and print."""
    content = bank.load()
    plain = content.language.reader
    alone = milliseconds(lambda: plain.read(GOOD_KRS[0]))
    print(f"reading one sentence: {alone:.3f} ms")
    state = engine.start(engine.Context(content, content.exercise("write-okr"), owner="p1"), 7, 0)
    for number, (name, action) in enumerate(steps(), 1):
        at, before = number * MINUTE, state
        counting = Counting(plain)
        vars(content.language)["reader"] = counting
        state = request(content, before, action, at)
        vars(content.language)["reader"] = plain
        taken = milliseconds(lambda before=before, action=action, at=at: request(content, before, action, at))
        most = max(counting.count.values(), default=0)
        print(
            f"{name:18} sentences read {counting.count.total():3}, one of them at most {most} times, "
            f"{taken:6.2f} ms, {taken / alone:5.1f} sentences' time"
        )


if __name__ == "__main__":
    main()

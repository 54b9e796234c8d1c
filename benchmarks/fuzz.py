"""Nasty input by the thousand: nothing of it may end in an exception that is not ours, or take long.

    python benchmarks/fuzz.py [--count N] [--seconds S] [--seed N]

Five targets share the inputs: texts (read and graded), fields for numbers, records of ``okr lint``, actions on every
exercise (with stored states that somebody spoilt), files. Prints a line for each, and ends with 1 if anything was
uncaught, untrue or slow. The same seed makes the same inputs; ``1000000`` takes about a quarter of an hour on one core.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "benchmarks")]

from fuzz_files import Files  # noqa: E402 - after the path
from nasty import Nasty  # noqa: E402 - after the path

from okr_kit import bank, engine, quantity, render  # noqa: E402 - after the path
from okr_kit.errors import OkrKitError  # noqa: E402 - after the path
from okr_kit.lint import Workspace, lint_record  # noqa: E402 - after the path
from okr_kit.model import KeyResult, Objective, Report  # noqa: E402 - after the path

CONTENT = bank.load()
LANGUAGE, POLICY = CONTENT.language, CONTENT.policy
#: CPU seconds that one input may take; a file is a file.
LIMITS = {"text": 0.05, "number": 0.05, "record": 0.05, "act": 0.05, "file": 2.0}
#: Of a hundred inputs; files are slow, so they are few.
SHARES = {"text": 40.0, "number": 25.0, "record": 25.0, "act": 9.0, "file": 1.0}
#: Actions on one state before a new one begins.
WALK = 60
#: What is done, the likely more often.
WRITING = ("grade", "grade", "grade", "read", "add", "add", "review", "go", "hint", "disagree", "pick", "drop")
DRILLING = ("answer", "answer", "answer", "next", "hint", "reveal", "back", "go", "disagree", "summary")
#: What a number of a cascade can be.
KINDS = ("sum", "product", "ratio", "funnel", "time", "distinct", "index", "zero", "milestone")
#: Failures that are shown.
MOST_SHOWN = 20


@dataclass
class Target:
    """What was tried of one kind: how many inputs, their CPU time in all, the slowest, and what went wrong."""

    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


class Fuzz:
    """Makes inputs and tries them."""

    def __init__(self, seed: int, folder: Path) -> None:
        """Begin with a seed; files are written to the folder."""
        self.rng = Random(seed)
        self.nasty = Nasty(self.rng)
        self.files = Files(self.nasty, folder, LANGUAGE, POLICY)
        self.state: Any = None
        self.steps = 0
        self.slug = ""

    def text(self) -> tuple[Any, Callable[[], None]]:
        """A text, read, its fields taken out, graded as an O and as a KR beside another."""
        text, other = self.nasty.text(), self.nasty.text()

        def work() -> None:
            workspace = Workspace(LANGUAGE, POLICY)
            for noun in (Objective(text, parent=other), KeyResult(text, objective=other)):
                told(workspace.lint(noun), text)
            workspace.readings.extract(text)

        return (text, other), work

    def number(self) -> tuple[Any, Callable[[], None]]:
        """What somebody typed into a field for a number."""
        typed = self.nasty.number() if self.rng.random() < 0.7 else self.nasty.text()

        def work() -> None:
            found = quantity.parse(typed)
            assert found is None or abs(found.value) < float("inf")

        return typed, work

    def record(self) -> tuple[Any, Callable[[], None]]:
        """A record for ``okr lint``, right or spoilt."""
        record: Any = self._record()
        for _ in range(self.rng.choice((0, 0, 1, 2))):
            record = self.nasty.spoilt(record)

        def work() -> None:
            answer = lint_record(record, LANGUAGE, POLICY)
            json.dumps(answer)
            assert ("error" in answer) != ("verdict" in answer)
            assert "error" in answer or (answer["verdict"] == "unsure") == (answer["score"] is None)

        return record, work

    def _record(self) -> dict[str, Any]:
        rng, nasty = self.rng, self.nasty
        kind = rng.choice(("objective", *["key_result"] * 2, "okr_set", "strategy", *["cascade"] * 2, "value_tree"))
        record: dict[str, Any] = {"id": 1, "kind": kind, "cycle": rng.choice(("2026Q3", "2026H2", nasty.text()[:20]))}
        if kind == "value_tree":
            return record | {"tree": self._node(1)}
        if kind == "okr_set":
            krs = [self._key_result() if rng.random() < 0.5 else nasty.text() for _ in range(rng.randrange(1, 9))]
            return record | {"objective": nasty.text(), "key_results": krs, "parent": nasty.text()}
        if kind == "cascade":
            return record | {"nodes": [self._owner(at) for at in range(rng.randrange(1, 7))]}
        if kind == "strategy":
            return record | {"text": nasty.text(), "objective": nasty.text(), "key_results": [nasty.text()]}
        return record | (self._key_result() if kind == "key_result" else {"text": nasty.text(), "parent": nasty.text()})

    def _node(self, level: int) -> dict[str, Any]:
        """A node of a value tree with what is below it, its formula over its children's names or not."""
        rng, nasty = self.rng, self.nasty
        names = ("访客", "转化率", "客单价（元）", "单价", "2次购", nasty.text()[:20])
        below = [self._node(level + 1) for _ in range(rng.randrange(0, 4) if level < 4 else 0)]
        signs = ("×", "÷", "+", "-", "(", ")", "＝", "x", "100%", nasty.text()[:4])
        words = [word for one in below for word in (str(one["name"]), rng.choice(signs))]
        more = {
            "formula": "".join(words[:-1] if rng.random() < 0.7 else words) or nasty.text(),
            "method": rng.choice(("formula", "流程", "element", "influence", nasty.text()[:6])),
            "value": nasty.number()
            if rng.random() < 0.1
            else f"{rng.randrange(500)}{rng.choice(('', '%', ' 万', '.5'))}",
            "reach": nasty.number() if rng.random() < 0.1 else rng.randrange(500),
            "unit": rng.choice(("%", "万元", "次", "小时", "元/人", nasty.text()[:12])),
            "lever": rng.choice((True, "是", nasty.text()[:3])),
            "children": below,
        }
        return {"name": rng.choice(names)} | {key: one for key, one in more.items() if rng.random() < 0.7}

    def _key_result(self) -> dict[str, Any]:
        fields = {name: self.nasty.number() for name in ("baseline", "target", "weight", "confidence")}
        fields |= {"unit": self.rng.choice(("%", "万元", "次", self.nasty.text()[:12])), "due": self.nasty.text()[:20]}
        return {"text": self.nasty.text()} | {name: one for name, one in fields.items() if self.rng.random() < 0.5}

    def _owner(self, at: int) -> dict[str, Any]:
        """One owner's part: ids and names come again now and then, numbers are of every kind."""
        rng, nasty = self.rng, self.nasty
        ids = [f"n{rng.randrange(9)}", f"n{at}", f"n{at}", f"n{at}"]
        krs = [
            self._key_result()
            | {
                "id": f"k{at}{row}",
                "serves": rng.choice((f"k{rng.randrange(6)}0", f"k{at - 1}0", None)),
                "kind": rng.choice((*KINDS, nasty.text()[:9])),
                "metric": rng.choice(("新签", nasty.text()[:20], None)),
                "overlap": nasty.number(),
                "scope": rng.choice((None, "华东", nasty.text()[:9])),
                **{flag: rng.random() < 0.1 for flag in ("own", "support", "parallel")},
            }
            for row in range(rng.randrange(3))
        ]
        ways = [nasty.text() if rng.random() < 0.5 else {"id": f"s{row}", "text": nasty.text()} for row in range(2)]
        return {
            "id": rng.choice(ids),
            "parent": rng.choice((f"n{at - 1}", f"n{rng.randrange(6)}", None)) if at else None,
            "owner": rng.choice(("市场部", "产品部", nasty.text()[:12], None)),
            "level": rng.choice(("部门", at, None)),
            "objective": nasty.text() if rng.random() < 0.9 else None,
            "strategies": ways,
            "serves": rng.choice(("s0", ["s1", "s9"], None)),
            "key_results": krs,
            "anchored": rng.random() < 0.1,
            "bottom_up": rng.random() < 0.1,
            "depends": rng.choice(("产品部", [], None)),
        }

    def act(self) -> tuple[Any, Callable[[], None]]:
        """An action, or a spoilt state taken back, and the screen after it."""
        rng = self.rng
        if self.steps % WALK == 0:
            self.slug = rng.choice(list(CONTENT.exercises))
            self.state = None
        self.steps += 1
        before = self.state if self.state is None or rng.random() > 0.02 else self.nasty.spoilt(self.state)
        action, mode = self._action(), rng.choice(("own", "own", "group", "watch"))

        def work() -> None:
            ctx = engine.Context(CONTENT, CONTENT.exercise(self.slug), rng_role(self.steps), mode, "p1")
            try:
                state = engine.start(ctx, 7) if before is None else engine.load(ctx, before, 5)[0]
            except OkrKitError:
                return
            with contextlib.suppress(OkrKitError):
                state = engine.act(ctx, state, action, 1000 * self.steps)
            shown = engine.view(ctx, state)
            render.html(shown)
            render.text(shown)
            engine.focus(ctx, state)
            engine.documents(ctx, state)
            out = engine.outcome(ctx, state)
            assert 0 <= out.progress <= 1
            kept = json.loads(json.dumps(state))
            assert engine.load(ctx, kept) == (kept, False)
            self.state = state

        return (self.slug, before, action), work

    def _action(self) -> Any:
        """Something that a page, a notebook or a foreign hand sends."""
        rng, nasty, state = self.rng, self.nasty, self.state or {}
        items, writes = list(CONTENT.exercise(self.slug).items), "doc" in state or self.slug == "write-okr"
        rows = [row["id"] for row in state["doc"]["key_results"]] if "doc" in state else []
        ids = [*rows, *rows, "o", "o", "set"] if writes else state.get("draw") or items or ["case"]
        if rng.random() < 0.1:
            ids = [*items, "own", "pick", "summary", "k99", ""]
        do = rng.choice(WRITING if writes else DRILLING)
        if rng.random() < 0.05:
            do = rng.choice((*WRITING, *DRILLING, "restart", "redraw", "refresh", "take", "drop", nasty.text()))
        at = state.get("at") if rng.random() < 0.5 else rng.choice(ids)
        values = {"item": at, "part": at, "scenario": rng.choice((*items, "own")), "doc": "d"}
        asked = ("verdict", "reason", "error", "bin", "sure")
        named = ("text", "note", *rng.sample(("baseline", "target", "unit", "due", "metric"), 2))
        picked = {name: rng.choice(("revise", "ok", "a", "b", "c", "none")) for name in asked}
        action = {"do": do, "values": values, "fields": picked | {name: nasty.text() for name in named}}
        return nasty.spoilt(action) if rng.random() < 0.15 else action

    def file(self) -> tuple[Any, Callable[[], None]]:
        """A file for ``okr lint``, read to its end and graded."""
        return self.files.make()


def rng_role(step: int) -> str:
    """Learners for the most part."""
    return ("learner", "learner", "leader", "trainer")[step % 4]


def told(report: Report, text: str) -> None:
    """What every report keeps: no score without a verdict, no place outside the text."""
    assert (report.verdict == "unsure") == (report.score is None)
    for finding in report.findings:
        assert finding.span is None or 0 <= finding.span[0] <= finding.span[1] <= len(text), finding


def tried(target: Target, limit: float, given: Any, work: Callable[[], None]) -> None:
    """Carry out one input and note what it cost and what went wrong."""
    before = time.process_time()
    try:
        work()
    except Exception as error:  # noqa: BLE001 - finding these is what this is for
        trace, place = error.__traceback__, ""
        while trace is not None:
            place, trace = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}", trace.tb_next
        target.wrong.append(f"{type(error).__name__} {str(error)[:100]} in {place}: {given!r:.400}")
    spent = time.process_time() - before
    target.inputs += 1
    target.seconds += spent
    if spent > limit:  # something else may have been on this core: what is slow is slow three times
        spent = min(spent, *(again(work) for _ in range(3)))
    target.slowest = max(target.slowest, spent)
    if spent > limit:
        target.wrong.append(f"{spent * 1000:.0f} ms: {given!r:.400}")


def again(work: Callable[[], None]) -> float:
    """What an input costs another time."""
    before = time.process_time()
    with contextlib.suppress(Exception):
        work()
    return time.process_time() - before


def run(count: int, seconds: float, seed: int) -> dict[str, Target]:
    """Try so many inputs, or as many as can be in so many seconds."""
    targets = {name: Target() for name in SHARES}
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        fuzz = Fuzz(seed, Path(folder))
        for name in _turns(fuzz.rng, count):
            given, work = getattr(fuzz, name)()
            tried(targets[name], LIMITS[name], given, work)
            if time.monotonic() > end:
                break
    return targets


def _turns(rng: Random, count: int) -> Iterator[str]:
    """Which target is next."""
    names, weights = list(SHARES), list(SHARES.values())
    while count > 0:
        yield from rng.choices(names, weights, k=min(count, 1000))
        count -= 1000


def main() -> int:
    """Try, print, and say by the status whether all is well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    targets = run(asked.count, asked.seconds, asked.seed)
    print(f"{'':8}{'inputs':>10}{'CPU s':>10}{'ms each':>10}{'slowest ms':>12}{'wrong':>8}")
    for name, one in targets.items():
        each = one.seconds / max(1, one.inputs) * 1000
        print(f"{name:8}{one.inputs:10,}{one.seconds:10.1f}{each:10.2f}{one.slowest * 1000:12.1f}{len(one.wrong):8}")
    wrong = [f"{name}: {line}" for name, one in targets.items() for line in one.wrong]
    print(
        f"{sum(one.inputs for one in targets.values()):,} inputs, {len(wrong)} uncaught, untrue or slow (seed {asked.seed})"
    )
    print("\n".join(wrong[:MOST_SHOWN]))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

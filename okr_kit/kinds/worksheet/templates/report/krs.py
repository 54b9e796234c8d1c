"""The KRs of a weekly report: what is known of each, what was typed of it, and what is left for each week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .....view import Sum
from ...figures import plain
from ...work import Work, once

#: The list of one's own KRs, and the row that says how many weeks are left.
KRS, CYCLE = "krs", "cycle"


@dataclass(frozen=True)
class Line:
    """One KR: what it is, its target, and what was typed: the time before, now, and how sure (0-10) then and now.

    ``true`` are the numbers that the case states (last, now), None for one's own.
    """

    id: str
    n: int
    text: str
    name: str
    unit: str
    target: float | None
    last: float | None
    now: float | None
    was: float | None
    sure: float | None
    why: str
    weeks: float | None
    baseline: float | None = None
    true: tuple[float, float] | None = None

    @property
    def down(self) -> bool:
        """Whether its number has to fall."""
        start = self.baseline if self.baseline is not None else self.last
        return start is not None and self.target is not None and start > self.target

    @property
    def left(self) -> float | None:
        """How much is missing to the target, in its direction."""
        if self.target is None or self.now is None:
            return None
        return self.now - self.target if self.down else self.target - self.now

    @property
    def moved(self) -> float | None:
        """How far it came this week, in the direction of its target."""
        if self.last is None or self.now is None:
            return None
        return self.last - self.now if self.down else self.now - self.last

    @property
    def pace(self) -> float | None:
        """How much is needed each week that is left."""
        return self.left / self.weeks if self.left is not None and self.weeks else None

    @property
    def move(self) -> str:
        """「68→82 家」, empty where nothing was typed."""
        if self.last is None and self.now is None:
            return ""
        before, now = ("？" if one is None else figure(one) for one in (self.last, self.now))
        return f"{before}→{now} {self.unit}".strip()

    def sure_words(self, work: Work) -> str:
        """How sure, in figures: 5→4, or 7."""
        if self.sure is None:
            return work.say("tile-none")
        changed = self.was is not None and self.was != self.sure
        return f"{figure(self.was or 0)}→{figure(self.sure)}" if changed else figure(self.sure)


class _Typed(NamedTuple):
    """What was typed of a KR."""

    last: float | None
    now: float | None
    was: float | None
    sure: float | None
    why: str


@once
def lines(work: Work) -> tuple[Line, ...]:
    """The KRs that are reported on, in order."""
    return tuple(_own(work) if work.own else _case(work))


def _case(work: Work) -> list[Line]:
    weeks = float(work.ctx.exercise.settings["weeks"])
    return [
        Line(
            name,
            at,
            str(item["text"]),
            str(item["title"]),
            str(item["unit"]),
            float(item["target"]),
            *_typed(work, name, str(item["unit"])),
            weeks=weeks,
            baseline=float(item["baseline"]),
            true=(float(item["last"]), float(item["actual"])),
        )
        for at, (name, item) in enumerate(work.ctx.exercise.items.items(), 1)
    ]


def _own(work: Work) -> list[Line]:
    weeks, found = work.number(CYCLE, "left"), []
    for at, name in enumerate(work.rows(KRS), 1):
        text, unit = work.text(name, "text"), work.text(name, "unit")
        metric = work.ctx.workspace.readings.extract(text).metric or text
        target = work.amount(name, "target", unit)
        found.append(Line(name, at, text, metric, unit, target, *_typed(work, name, unit), weeks=weeks))
    return found


def _typed(work: Work, name: str, unit: str) -> _Typed:
    last, now = work.amount(name, "last", unit), work.amount(name, "now", unit)
    return _Typed(last, now, _sure(work, name, "was"), _sure(work, name, "sure"), work.text(name, "why"))


def _sure(work: Work, name: str, entry: str) -> float | None:
    """How sure, of ten: 7, and 七成 or 70% as well, since that is what people say when they are asked."""
    found = work.quantity(name, entry)
    if found is None or found.high is not None:
        return None
    return found.value / 10 if found.unit == "%" else found.value


def pace(work: Work, line: Line) -> Sum | None:
    """「（140 − 82）÷ 8 周 = 7.25 家／周　本周 14 家」, as far as the numbers are there."""
    if line.target is None or not line.weeks:
        return None
    now = "？" if line.now is None else figure(line.now)
    ends = (now, figure(line.target)) if line.down else (figure(line.target), now)
    parts = f"({ends[0]} − {ends[1]}) ÷ {figure(line.weeks)} {work.say('weeks-unit')}"
    if line.pace is None or line.left is None:
        return Sum(parts, words=work.say("pace-now"))
    if line.left <= 0:
        return Sum(parts, words=work.say("pace-there"), state="good")
    total = work.say("pace", n=figure(line.pace), unit=line.unit)
    if line.moved is None:
        return Sum(parts, total, words=work.say("pace-last"))
    enough = line.moved >= line.pace
    words = work.say("pace-enough" if enough else "pace-short", n=figure(line.moved), unit=line.unit)
    return Sum(parts, total, words=words, state="good" if enough else "warn")


def figure(number: float) -> str:
    """A number with at most two places behind the point."""
    return plain(number, 2)

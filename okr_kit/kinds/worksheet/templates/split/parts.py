"""What is shared out, and among whom: of the case as the bank has it, of one's own as it was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from ...figures import plain
from ...work import Work, once

#: The id of the whole (its node, its key result, the step where one's own is named), and the list of one's own people.
WHOLE, PEOPLE = "whole", "people"
#: How much of its width a bar leaves for growth.
ROOM = 4 / 3


class Whole(NamedTuple):
    """The number that is shared out; ``typed`` as it stands there, ``target`` as a number in its unit."""

    owner: str
    metric: str
    unit: str
    typed: str
    target: float | None


@dataclass(frozen=True)
class Part:
    """One of those who share it: from what, to what, and what was said of it.

    ``fresh`` says whether something there is new (None where nobody knows); ``track`` are what was and what will be as
    shares of a bar.
    """

    id: str
    title: str
    before: float | None
    typed: str
    now: float | None
    reason: str
    support: str
    note: str = ""
    fresh: bool | None = None
    track: tuple[float, float] | None = None

    @property
    def growth(self) -> float | None:
        """By how much it grows, as a share of what it was."""
        return None if self.now is None or not self.before else self.now / self.before - 1

    @property
    def reasoned(self) -> bool:
        """Whether a reason stands there: words, not a number alone."""
        return len(re.findall(r"[^\W\d_]", self.reason)) >= 2


@once
def whole(work: Work) -> Whole:
    """What is shared out."""
    if work.own:
        unit = work.text(WHOLE, "unit")
        typed, target = work.text(WHOLE, "target"), work.amount(WHOLE, "target", unit)
        return Whole(work.say("me"), work.text(WHOLE, "metric"), unit, typed, target)
    known = work.ctx.exercise.settings["whole"]
    target = float(known["target"])
    return Whole(str(known["owner"]), str(known["metric"]), str(known["unit"]), plain(target), target)


@once
def parts(work: Work) -> list[Part]:
    """Those who share it, in order."""
    found = _own(work) if work.own else _case(work)
    numbers = [(one.before or 0) * ROOM for one in found] + [one.now or 0 for one in found]
    return [_tracked(one, max(numbers, default=0)) for one in found]


def grown(part: Part) -> str:
    """「+25%」, or nothing while there is no number."""
    return "" if part.growth is None else f"{part.growth * 100:+.0f}%".replace("-", "−")


def _case(work: Work) -> list[Part]:
    items, unit = work.ctx.exercise.items, whole(work).unit
    return [
        Part(
            name,
            str(item["title"]),
            float(item["before"]),
            *_entered(work, name, unit),
            note=str(item["note"]),
            fresh=bool(item.get("fresh")),
        )
        for name, item in items.items()
    ]


def _own(work: Work) -> list[Part]:
    unit = whole(work).unit
    return [
        Part(
            name,
            work.text(name, "who") or work.say("who-n", n=n),
            work.amount(name, "before", unit),
            *_entered(work, name, unit),
        )
        for n, name in enumerate(work.rows(PEOPLE), 1)
    ]


def _entered(work: Work, name: str, unit: str) -> tuple[str, float | None, str, str]:
    """What was typed for a part: the number, read in the unit, the reason, the support."""
    typed = work.text(name, "now")
    return typed, work.amount(name, "now", unit), work.text(name, "reason"), work.text(name, "support")


def _tracked(part: Part, most: float) -> Part:
    if not part.before or part.before < 0 or most <= 0:
        return part
    now = part.before if part.now is None else max(part.now, 0)
    return replace(part, track=(part.before / most, now / most))

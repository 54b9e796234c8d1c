"""Who takes what of one's own: the strategies, the people on them, and what each of them is told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .....view import Copy, Node
from ...work import Work, once
from .parts import from_to

#: Two names in one place.
TWO = re.compile(r"\S\s*[、，,/+＋&]\s*\S|\S{2,}\s*[和与跟及]\s*\S{2,}")
#: The kinds of numbers, as they are asked for in words.
KINDS = ("sum", "product", "funnel", "ratio", "time", "distinct", "index", "zero", "milestone")


@dataclass(frozen=True)
class Person:
    """Somebody on a strategy: the row that holds what he was asked, his name, the strategy's row and words."""

    row: str
    name: str
    way: str
    way_text: str


def ways(work: Work) -> list[str]:
    """The rows of the strategies."""
    return work.rows("ways")


@once
def kept(work: Work) -> list[str]:
    """The strategies with words that somebody else is to take."""
    return [one for one in ways(work) if work.text(one, "text") and work.text(one, "fate") in ("", "give")]


@once
def people(work: Work) -> list[Person]:
    """The first owners in the order of the strategies, then those who share one."""
    first = [(one, one) for one in ways(work) if work.text(one, "fate") in ("", "give")]
    more = [(one, work.text(one, "way")) for one in work.rows("more")]
    return [
        Person(row, work.text(row, "owner"), way, work.text(way, "text"))
        for row, way in (*first, *more)
        if work.text(row, "owner")
    ]


def several(name: str) -> bool:
    """Whether what was typed as one name is two: 「老王和小李」, 「老王、小李」; 和 may be a part of a name (陈和平)."""
    return bool(TWO.search(name.strip()))


def metric(work: Work, one: Person) -> str:
    """The number that somebody answers for: his strategy's, else mine."""
    return work.text(one.way, "metric") or work.text("own", "metric")


def letters(work: Work) -> tuple[Node, ...]:
    """What to send to each person, to be copied."""
    names = dict.fromkeys(one.name for one in people(work))
    return tuple(Copy(work.say("letter", name=name), letter(work, name)) for name in names)


def letter(work: Work, name: str) -> str:
    """What one person is told: my O, his part, what I promised, that his O is his."""
    rows = [one for one in people(work) if one.name == name]
    objective = work.text("own", "objective")
    lines = [work.say("letter-begin", name=name), *([work.say("letter-mine", text=objective)] if objective else [])]
    for one in rows:
        lines += _part(work, one)
    return "\n".join([*lines, work.say("letter-end")])


def _part(work: Work, one: Person) -> list[str]:
    base, agreed, said = work.text(one.row, "base"), work.text(one.row, "agreed"), metric(work, one)
    lines = [work.say("letter-way", text=one.way_text)]
    if agreed:
        lines.append(work.say("letter-number", text=from_to(work, said, base, agreed)))
    if promised := work.text(one.row, "promised") or work.text(one.row, "support"):
        day = work.text(one.row, "day")
        lines.append(work.say("letter-promised-day" if day else "letter-promised", text=promised, day=day))
    return lines

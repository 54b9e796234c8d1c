"""The asks as they were settled: what each takes, whether it is kept, whether who and when are said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .....documents.alignment import KEPT, WHOLE
from .....model import Action, Exercise, Retrospective
from ...work import Work, once

__all__ = ["STEP", "WHOLE", "Ask", "asks", "capacity", "says", "spent", "table"]

STEP = "register"
#: Words that say that nothing is given up.
_NOTHING = re.compile(r"(?:都|全部?)(?:要|能|会)?做|没有|无|没什么|不影响|尽量.*")


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask: who wants how much of it, what became of it, by whom and when it is given."""

    id: str
    who: str
    title: str
    asked: float
    why: str
    does: str
    typed: str
    days: float | None
    giver: str
    due: str
    giving: bool
    dated: bool

    @property
    def kept(self) -> bool:
        """Whether it is done in this cycle, whole or smaller."""
        return self.does in KEPT

    @property
    def whole(self) -> bool:
        """Whether it says who and when."""
        return self.giving and self.dated

    @property
    def counted(self) -> bool:
        """Whether it is known what it takes: what is done smaller has to say how much."""
        return bool(self.does) and not (self.typed and self.days is None) and (self.does != "less" or bool(self.typed))

    @property
    def takes(self) -> float:
        """What it takes of this cycle: nothing where it is put off, what was asked where it is done and nothing else stands."""
        if self.does in ("", "later", "open"):
            return 0.0
        return self.asked if self.days is None and self.does == "do" else self.days or 0.0


def capacity(work: Work) -> float:
    """What there is."""
    return float(work.ctx.exercise.settings["line"]["capacity"])


def table(exercise: Exercise) -> tuple[str, str, str]:
    """The heads of the table of asks."""
    found = exercise.settings["line"]["heads"]
    return (str(found[0]), str(found[1]), str(found[2]))


def says(text: str) -> bool:
    """Whether something is said there: words, and not that nothing is."""
    bare = text.strip().rstrip("。.!！")
    return len(re.findall(r"[^\W\d_]", bare)) >= 2 and not _NOTHING.fullmatch(bare)


@once
def asks(work: Work) -> list[Ask]:
    """The asks in the order of the bank."""
    rows = work.ctx.exercise.settings["line"]["asks"]
    lacking = _lacking(work, [(str(row["title"]), *_given(work, row["id"])) for row in rows])
    found = []
    for row, (no_owner, no_date) in zip(rows, lacking, strict=True):
        name, (giver, due) = str(row["id"]), _given(work, row["id"])
        days = work.amount(name, "days", work.say("unit"))
        days = days if days is None or days >= 0 else None
        known = (name, str(row["who"]), str(row["title"]), float(row["days"]), str(row["why"]))
        said = (work.text(name, "do"), work.text(name, "days"), days, giver, due)
        found.append(Ask(*known, *said, bool(giver) and not no_owner, bool(due) and not no_date))
    return found


def spent(work: Work) -> float | None:
    """What all of it takes; None while nothing is settled."""
    found = asks(work)
    return sum(one.takes for one in found) if any(one.does for one in found) else None


def _given(work: Work, name: str) -> tuple[str, str]:
    return work.text(name, "who"), work.text(name, "due")


def _lacking(work: Work, rows: list[tuple[str, str, str]]) -> list[tuple[bool, bool]]:
    """By row whether it lacks who gives it, and when: as an action of a retrospective is read."""
    found = []
    for title, giver, due in rows:
        report = work.ctx.workspace.lint(Retrospective(actions=(Action(title, giver or None, due or None, title),)))
        codes = {one.code for one in report.findings}
        found.append((False, False) if report.unread else ("R-NOOWNER" in codes, "R-NODATE" in codes))
    return found

"""The minutes of a plan as pieces of a page: who gets, who gives, what each half-day comes to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...agenda import Row
from ...plan import Plan
from . import look

#: A half-day in minutes.
HALF = 180


def parts(found: Plan, rows: Sequence[Row], say: Callable[..., str]) -> list[str]:
    """Rows whose minutes change with who gets what from whom, the half-days, what could not be found."""
    lines = [_line(row, found, rows, say) for row in rows if row.id in found.minutes]
    names = tuple(say(f"before.plan-{key}") for key in ("half-day", "row", "was", "now", "why"))
    made = [look.table(names, lines) if lines else look.para(say("before.plan-account-none"))]
    for half, total in found.totals(rows).items():
        key = "plan-half" if total == HALF else "plan-half-less" if total < HALF else "plan-half-more"
        told = {"half": say(f"class.half-{half}"), "n": total, "less": HALF - total, "more": total - HALF}
        made.append(look.para(say(f"before.{key}", **told), "" if total == HALF else "bad"))
    for row in (one for one in rows if one.id in found.lacking):
        made.append(look.para(say("before.plan-lacking", title=row.title, n=found.lacking[row.id]), "bad"))
        after = say("before.comma").join(part.title for part in row.parts if part.after)
        made.append(look.para(say("before.plan-after", names=after) if after else say("before.plan-after-none")))
    return made


def _line(row: Row, found: Plan, rows: Sequence[Row], say: Callable[..., str]) -> tuple[str, ...]:
    """A row that changes: its half-day, the book's minutes and the class's, and why."""
    now = found.minutes[row.id]
    to = found.receivers(row.id)
    why = say("before.plan-gets") if now > row.minutes else say("before.plan-short")
    if to:
        why = say("before.plan-gives", names=say("before.comma").join(one.title for one in rows if one.id in to))
    return say(f"class.half-{row.half}"), row.title, str(row.minutes), str(now), why

"""The minutes of a plan as pieces of a page: who gets, who gives, what each half-day comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ...agenda import Row
from ..survey.decisions import Settled
from . import look

#: A half-day in minutes.
HALF = 180


def parts(found: Settled, rows: Sequence[Row], say: Callable[..., str]) -> list[str]:
    """Rows whose minutes change with who gets what from whom, the half-days, what could not be found."""
    titles, was = {row.id: row.title for row in rows}, {row.id: row.minutes for row in rows}
    comma, lines = say("before.comma"), []
    for row in (one for one in rows if one.id in found.account.minutes):
        now = found.account.minutes[row.id]
        to = [titles[one] for one in found.account.receivers(row.id)]
        why = say("before.plan-gets") if now > row.minutes else say("before.plan-short")
        if to:
            why = say("before.plan-gives", names=comma.join(to))
        lines.append((row.title, str(was[row.id]), str(now), why))
    names = tuple(say(f"before.plan-{key}") for key in ("row", "was", "now", "why"))
    made = [look.table(names, lines) if lines else look.para(say("before.plan-account-none"))]
    for half, total in found.totals.items():
        key = "plan-half" if total == HALF else "plan-half-less" if total < HALF else "plan-half-more"
        told: Mapping[str, object] = {
            "half": say(f"class.half-{half}"),
            "n": total,
            "less": HALF - total,
            "more": total - HALF,
        }
        made.append(look.para(say(f"before.{key}", **told), "" if total == HALF else "bad"))
    for name, missing in found.account.lacking.items():
        made.append(look.para(say("before.plan-lacking", title=titles[name], n=missing), "bad"))
        after = found.after[name]
        made.append(
            look.para(say("before.plan-after", names=comma.join(after)) if after else say("before.plan-after-none"))
        )
    return made

"""split: one number shared out among several, each with a start of its own; what they are given has to reach it.

The bank's ``items`` are those who share (``title``, ``before``, ``note``, and ``fresh`` where something there is new);
``whole`` is the number (``owner``, ``metric``, ``unit``, ``target``). With ``own = true`` one's own number can be shared
out among one's own people afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .....files import need
from .....model import Exercise
from .....view import Bar, Bars, Node, Text
from ...figures import plain
from ...template import Entry, Row, Step
from ...work import Work
from .checks import checks, total
from .document import documents
from .parts import PEOPLE, WHOLE, Part, grown, parts, whole

if TYPE_CHECKING:
    from .....lang import Language
    from ....base import Context

__all__ = ["MAKES", "carry", "check_bank", "checks", "documents", "materials", "steps", "tile"]

MAKES: tuple[str, ...] = ("cascade",)
#: How many people stand in one's own sheet at the beginning.
AT_FIRST = 3


def check_bank(exercise: Exercise, language: Language) -> None:
    """Who shares it, from what; and what has to come of it."""
    del language
    file = f"{exercise.slug}.toml"
    known = need(exercise.settings, "whole", dict, file)
    for key in ("unit", "metric", "owner"):
        need(known, key, str, file, "whole")
    need(known, "target", (int, float), file, "whole")
    for name, row in exercise.items.items():
        need(row, "title", str, file, name)
        need(row, "before", (int, float), file, name)
        need(row, "note", str, file, name)


def materials(ctx: Context) -> tuple[str, ...]:
    """The case; one's own number where the bank file says so."""
    return ("case", "own") if ctx.exercise.settings.get("own") else ("case",)


def carry(ctx: Context, material: str, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Nothing is taken over; one's own sheet has some rows to begin with."""
    del ctx, given
    return {}, {PEOPLE: [f"r{n}" for n in range(1, AT_FIRST + 1)]} if material == "own" else {}


def steps(work: Work) -> tuple[Step, ...]:
    """One page: a row for each part, the account under the thumb. Before it, of one's own: which number."""
    rows = tuple(_row(work, part) for part in parts(work))
    hints = tuple(work.ctx.exercise.settings.get("own-hints" if work.own else "hints", ()))
    title = work.say("title-own" if work.own else "title")
    split = Step("split", title, rows=rows, total=lambda: total(work), hints=hints)
    if not work.own:
        return (split,)
    first = Step(WHOLE, work.say("title-whole"), rows=(_whole_row(work),))
    return (first, replace(split, list=PEOPLE, adds=work.say("add")))


def tile(work: Work) -> tuple[Node, ...]:
    """The parts as bars, and what they add up to."""
    bars = tuple(
        Bar(
            one.title,
            max(one.now or 0, 0),
            work.say("not-yet") if one.now is None else f"{plain(one.now)} {grown(one)}",
        )
        for one in parts(work)
    )
    return (Bars(bars, max((bar.value for bar in bars), default=0) or 1), replace(total(work), parts=""))


def _whole_row(work: Work) -> Row:
    """Which number is shared out."""
    metric = Entry("metric", work.say("metric"), note=work.say("metric-note"), limit=60)
    unit = Entry("unit", work.say("unit"), limit=12, half=True, needed=False)
    return Row(WHOLE, (metric, Entry("target", work.say("target"), "number", limit=20, half=True), unit))


def _row(work: Work, part: Part) -> Row:
    """A part: from what to what, why, and what it takes."""
    unit = whole(work).unit
    own = (Entry("who", work.say("who"), limit=20), Entry("before", work.say("before"), "number", unit, limit=20))
    entries = (
        *(own if work.own else ()),
        Entry("now", work.say("now"), "number", unit, limit=20),
        Entry("reason", work.say("reason"), note=work.say("reason-note"), lines=2),
        Entry("support", work.say("support"), note=work.say("support-note"), needed=False),
    )
    before = "" if part.before is None else plain(part.before)
    now = "" if part.now is None else plain(part.now)
    start = work.say("before") if work.own else work.say("last")
    said = work.say("from-to" if now else "from", start=start, before=before, now=now, unit=unit).strip()
    note = said if before else ""
    above = (Text((part.note,), "note"),) if part.note else ()
    return Row(part.id, entries, part.title, grown(part), note, above, made=work.own, track=part.track)

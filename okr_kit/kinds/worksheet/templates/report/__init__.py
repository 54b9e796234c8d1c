"""report: a weekly report in at most five lines: each KR from what to what and how sure, the promises, help wanted from whom.

The bank's ``items`` are the KRs of the case (``title``, ``text``, ``baseline``, ``target``, ``last``, ``actual``, ``unit``), ``weeks``
how many are left; ``lines`` is the report as somebody sent it. With ``own = true`` it can be written for one's own KRs
afterwards: those on the shelf, or typed here, beside a report that was sent and is pasted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .....files import need
from .....model import Exercise
from .....view import Copy, Items, Node, Table, Text
from ...template import Entry, Row, Step
from ...work import Work
from .checks import checks
from .document import documents, written
from .krs import CYCLE, KRS, Line, figure, lines, pace

if TYPE_CHECKING:
    from .....lang import Language
    from ....base import Context

__all__ = ["MAKES", "carry", "check_bank", "checks", "documents", "materials", "steps", "tile"]

MAKES: tuple[str, ...] = ("report",)
#: Most KRs of one's own, and the longest report that is pasted, in characters.
MOST_KRS, LONGEST = 5, 6_000
#: What a KR's number may be called, in characters.
_NUMBER = 20


def check_bank(exercise: Exercise, language: Language) -> None:
    """Every KR with its numbers, the weeks that are left, the report that is rewritten."""
    del language
    file = f"{exercise.slug}.toml"
    need(exercise.settings, "weeks", (int, float), file)
    need(exercise.settings, "lines", list, file)
    for name, item in exercise.items.items():
        for key in ("title", "text", "unit"):
            need(item, key, str, file, name)
        for key in ("baseline", "target", "last", "actual"):
            need(item, key, (int, float), file, name)


def materials(ctx: Context) -> tuple[str, ...]:
    """The case; one's own week where the bank file says so."""
    return ("case", "own") if ctx.exercise.settings.get("own") else ("case",)


def carry(ctx: Context, material: str, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """One's own KRs from the shelf; without any there is one row to type one into."""
    del ctx
    if material != "own":
        return {}, {}
    known = [row for row in given.get("okr", {}).get("key_results", ()) if str(row["text"]).strip()][:MOST_KRS]
    values: dict[str, str] = {}
    for at, row in enumerate(known, 1):
        found = {"text": row["text"], "target": row.get("target", ""), "unit": row.get("unit", "")}
        values |= {f"r{at}.{name}": str(said) for name, said in found.items() if said}
    return values, {KRS: [f"r{at}" for at in range(1, max(len(known), 1) + 1)]}


def steps(work: Work) -> tuple[Step, ...]:
    """A page for each KR with its account under the thumb, the promises, the help; before them, of one's own, which KRs."""
    own = (_pasted(work), _which(work)) if work.own else ()
    hints = tuple(work.ctx.exercise.settings.get("hints", ())) if not work.own else ()
    return (*own, *(_kr(work, line, hints) for line in lines(work)), _weeks(work), _ask(work))


def tile(work: Work) -> tuple[Node, ...]:
    """Each KR in figures: from what to what, what is left a week, how sure; no words."""
    said = [
        work.say("tile-kr", n=line.n, move=line.move or work.say("tile-none"), sure=line.sure_words(work))
        for line in lines(work)
    ]
    return (Items(tuple(said)),)


def _pasted(work: Work) -> Step:
    """The report that was sent, as it was."""
    entry = Entry("text", work.say("paste"), lines=6, limit=LONGEST, note=work.say("paste-note"), needed=False)
    return Step(
        "paste", work.say("paste-title"), work.say("paste-task"), (Row("paste", (entry,)),), skip=work.say("paste-skip")
    )


def _which(work: Work) -> Step:
    """Which KRs of one's own, and how many weeks are left."""
    rows = [
        Row(
            name,
            (
                Entry("text", work.say("kr-text"), note=work.say("kr-text-note"), lines=2),
                Entry("target", work.say("kr-target"), "number", limit=_NUMBER, half=True),
                Entry("unit", work.say("kr-unit"), limit=12, half=True, needed=False),
            ),
            work.say("kr-n", n=at),
            made=True,
        )
        for at, name in enumerate(work.rows(KRS), 1)
    ]
    rows.append(Row(CYCLE, (Entry("left", work.say("weeks-left"), "number", work.say("weeks-unit"), limit=6),)))
    return Step(
        "which",
        work.say("which-title"),
        work.say("which-task"),
        tuple(rows),
        list=KRS,
        adds=work.say("kr-add"),
        most=MOST_KRS,
    )


def _kr(work: Work, line: Line, hints: tuple[str, ...]) -> Step:
    """One KR: from what to what, how sure, and why that has changed."""
    entries = (
        Entry("last", work.say("last"), "number", line.unit, limit=_NUMBER, half=True),
        Entry("now", work.say("now"), "number", line.unit, limit=_NUMBER, half=True),
        Entry("was", work.say("was"), "number", limit=6, half=True, needed=False),
        Entry("sure", work.say("sure"), "number", limit=6, half=True),
        Entry("why", work.say("why"), note=work.say("why-note"), lines=2, needed=False),
    )
    task = work.say("kr-task", n=line.n, text=line.text or work.say("kr-blank", n=line.n))
    first = line.n == 1
    return Step(
        line.id,
        work.say("kr-title", n=line.n),
        task,
        (Row(line.id, entries),),
        above=() if work.own else lambda: _material(work, line),
        total=lambda: pace(work, line),
        hints=hints if first else (),
    )


def _material(work: Work, line: Line) -> tuple[Node, ...]:
    """The report as it was sent, and the numbers that its writer had of this KR."""
    item, settings = work.ctx.exercise.items[line.id], work.ctx.exercise.settings
    names = ("baseline", "last", "actual", "target")
    cells = tuple(f"{figure(item[name])} {line.unit}" for name in names)
    sent = (
        (Text((work.say("sent"),), "where"), *(Text((str(one),)) for one in settings["lines"])) if line.n == 1 else ()
    )
    weeks = Text((work.say("weeks-are", n=figure(settings["weeks"])),), "note")
    return (*sent, Table(tuple(work.say(f"head-{name}") for name in names), (cells,)), weeks)


def _weeks(work: Work) -> Step:
    """What was promised, and what comes next."""
    kept = tuple((one, work.say(f"kept-{one}")) for one in ("done", "part", "not"))
    rows = (
        Row(
            "last",
            (
                Entry("promise", work.say("promise"), note=work.say("promise-note"), lines=2),
                Entry("kept", work.say("kept"), "chips", options=kept),
            ),
        ),
        Row("next", (Entry("plan", work.say("plan"), note=work.say("plan-note"), lines=3),)),
    )
    return Step("weeks", work.say("weeks-title"), work.say("weeks-task"), rows, skip=work.say("weeks-skip"))


def _ask(work: Work) -> Step:
    """Who is asked for what, and by which day; the whole report to be taken along."""
    entries = (
        Entry("who", work.say("who"), limit=40),
        Entry("what", work.say("what"), note=work.say("what-note"), lines=2),
        Entry("due", work.say("due"), note=work.say("due-note"), limit=40),
    )
    return Step(
        "ask",
        work.say("ask-title"),
        work.say("ask-task"),
        (Row("help", entries),),
        below=lambda: _preview(work),
        take=lambda: _taken(work),
    )


def _preview(work: Work) -> tuple[Node, ...]:
    """The report as it stands."""
    said = written(work)
    return (Text((work.say("preview"),), "where"), Items(tuple(said))) if said else ()


def _taken(work: Work) -> tuple[Node, ...]:
    said = written(work)
    return (Copy(work.say("take"), "\n".join(said)),) if said else ()

"""scores: one's own key results at the end of a cycle: what was agreed, what came of it, what that is worth.

Each number answers at once with score and colour; guardrails stand apart, and what cannot be scored yet says what it lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .....model import Exercise
from .....view import Node, Text, beginning
from ...template import Entry, Row, Step
from ...work import Work
from . import parts, said
from .checks import checks
from .document import MOST, carry, documents, own_okr
from .parts import LIST, O_ROW, PLAIN, TYPES, Scored

if TYPE_CHECKING:
    from .....lang import Language
    from ....base import Context

__all__ = ["MAKES", "carry", "check_bank", "checks", "documents", "materials", "steps", "tile"]

MAKES: tuple[str, ...] = ("okr",)


def check_bank(exercise: Exercise, language: Language) -> None:
    """Nothing of its own."""
    del exercise, language


def materials(ctx: Context) -> tuple[str, ...]:
    """One's own alone."""
    del ctx
    return ("own",)


def steps(work: Work) -> tuple[Step, ...]:
    """What was agreed; then what came of it."""
    rows = parts.key_results(work)
    goal = Row(O_ROW, (Entry("text", work.say("o"), lines=2, needed=False),))
    agreed = Step(
        "agreed",
        work.say("agreed-title"),
        work.say("agreed-task-taken" if own_okr(work.given) else "agreed-task"),
        (goal, *(_agreed(work, one, explained=at == 0) for at, one in enumerate(rows))),
        list=LIST,
        adds=work.say("add"),
        most=MOST,
        hints=(work.say("agreed-hint"),),
    )
    scores = Step(
        "scores",
        work.say("scores-title"),
        work.say(f"scores-task-{work.ctx.policy.scoring_formula}"),
        tuple(_came(work, one) for one in rows),
        below=lambda: said.apart(work),
        total=lambda: said.total(work),
        hints=(work.say("scores-hint"),),
        take=lambda: said.sheet(work),
    )
    return (agreed, scores)


def _agreed(work: Work, one: Scored, *, explained: bool) -> Row:
    """A key result as it was agreed; what its types mean is explained once."""
    note = work.say("type-note") if explained else ""
    types = tuple((name, work.ctx.say(f"type-{name}")) for name in TYPES)
    entries = [
        Entry("text", work.say("kr"), lines=2),
        Entry("type", work.say("type"), "chips", note=note, options=types),
    ]
    if one.type not in PLAIN:
        started = one.type != "guardrail" and work.ctx.policy.scoring_formula == "distance"
        entries += [
            Entry("baseline", work.say("baseline"), "number", limit=30, half=True, needed=started),
            Entry("target", work.say("target"), "number", limit=30, half=True),
            Entry("unit", work.say("unit"), limit=12, half=True, needed=False),
        ]
    return Row(one.id, tuple(entries), one.name, said.span(work, one), made=True)


def _came(work: Work, one: Scored) -> Row:
    """What came of it, as its type asks; the account above it, its score beside its name."""
    entries = list(_asked(work, one))
    later = Entry("later", work.say("later"), "date", note=work.say("later-note"), limit=20, needed=False)
    weight = Entry("weight", work.say("weight"), "number", "%", limit=12, needed=False)
    entries += [weight, later] if one.counts else [later]
    name = " ".join(filter(None, (one.name, beginning(one.text, said.SHORT))))
    way = said.span(work, one)
    above = (*((Text((way,), "note"),) if way else ()), *said.account(work, one))
    return Row(one.id, tuple(entries), name, said.score_words(work, one), above=above)


def _asked(work: Work, one: Scored) -> tuple[Entry, ...]:
    waits = bool(work.text(one.id, "later"))
    if one.type in PLAIN:
        kind = "milestone" if one.type == "milestone" else "trial"
        names = ("done", "undone", "part") if kind == "milestone" else ("done", "undone")
        options = tuple((name, work.say(f"{kind}-{name}")) for name in names)
        asked = Entry("reached", work.say(f"{kind}-asked"), "chips", options=options, needed=not waits)
        share = Entry("part", work.say("part"), "number", note=work.say("part-note"), limit=12)
        return (asked, share) if work.text(one.id, "reached") == "part" and kind == "milestone" else (asked,)
    actual = Entry("actual", work.say("actual"), "number", one.unit, limit=30, needed=not waits)
    if not parts.on_a_line(work, one.id):
        return (actual,)
    lines = tuple((name, work.ctx.say(f"direction-{name}")) for name in ("least", "most"))
    return (actual, Entry("line", work.say("line", target=work.text(one.id, "target")), "two", options=lines))


def tile(work: Work) -> tuple[Node, ...]:
    """Never on the stage: scores are the learner's own."""
    del work
    return ()

"""What a check has said: each thing with its mark and word, what was found in words, next to what it means."""

from __future__ import annotations

from collections.abc import Iterable

from ...lang import fill
from ...view import Checks, Node, Say, Text, Tone
from . import checking
from .statements import unread
from .template import Check, Note, Step
from .work import Work

TONES: dict[str, Tone] = {
    "good": "good",
    "near": "warn",
    "revise": "bad",
    "sum": "info",
    "ask": "info",
    "human": "human",
    "next": "info",
}


def found(work: Work, step: Step) -> list[Check]:
    """What the last check of a step said, check by check; nothing where it was not checked."""
    return checking.standing(work, step.id) if step.id in work.state["results"] else []


def home(step: Step, note: Note) -> str:
    """The row that a note means alone, empty where it means several or none."""
    names = {name.split(".")[0] for name in note.at}
    one = next(iter(names)) if len(names) == 1 else ""
    return one if any(row.id == one and row.title for row in step.rows) else ""


def below(work: Work, step: Step, checks: list[Check]) -> tuple[Node, ...]:
    """Under the rows: how each check stands, that something was changed since, and what means more than one row."""
    if not checks:
        return ()
    notes = [note for one in checks for note in one.notes if not home(step, note)]
    changed = checking.changed(work, step.id)
    stale = (Text((work.say("changed"),), "note"),) if changed else ()
    return (standing(work, checks), *stale, *(told(work, note) for note in notes))


def standing(work: Work, checks: Iterable[Check]) -> Node:
    """How checks stand, side by side."""
    return Checks(tuple((_name(work, one), _tone(one), _stands(work, one)) for one in checks))


def told(work: Work, note: Note) -> Say:
    """A note in words: those of its card, or of the template."""
    tone = TONES[note.tone]
    if note.code and work.words(note.key) is None:
        card = work.ctx.lang.card(note.code)
        return Say(tone, card.title, (fill(card.message, note.params),), card.question, work.ctx.say("coach"))
    title, body = work.words(note.key, **note.params), work.words(f"{note.key}-body", **note.params)
    ask = work.words(f"{note.key}-ask", **note.params)
    return Say(tone, title or "", (body,) if body else (), ask or "", work.ctx.say("coach") if ask else "")


def _name(work: Work, check: Check) -> str:
    return work.words(f"check-{check.id}") or ""


def _tone(check: Check) -> Tone:
    if unread(check.notes):
        return "human"
    return "warn" if check.open else "good" if check.share == 1 else "bad"


def _stands(work: Work, check: Check) -> str:
    if unread(check.notes):
        return work.say("stands-human")
    return work.say("stands-open" if check.open else "stands-ok" if check.share == 1 else "stands-revise")

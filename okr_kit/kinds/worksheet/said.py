"""What a check has said: each thing with its mark and word, what was found in words, next to what it means."""

from __future__ import annotations

from collections.abc import Iterable

from ...lang import fill
from ...view import Checks, Delta, Marked, Node, Run, Say, Text, Tone
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


_GOOD: Tone = "good"
#: What asks for something, the most pressing first.
ASKING = ("revise", "near", "ask")


def found(work: Work, step: Step) -> list[Check]:
    """What the last check of a step said, check by check; nothing where it was not checked."""
    return checking.standing(work, step.id) if step.id in work.state["results"] else []


def asked(step: Step, checks: Iterable[Check]) -> list[Note]:
    """What is said of checks; where a step asks for one thing at a time, the most pressing and how much more there is."""
    notes: list[Note] = []
    for one in checks:
        notes += (note for note in one.notes if note not in notes)  # what several checks say is said once
    asking = [note for tone in ASKING for note in notes if note.tone == tone]
    if not step.one or len(asking) < 2:
        return notes
    more = Note("next", "more", {"n": str(len(asking) - 1)})
    return [*(note for note in notes if note.tone not in ASKING or note is asking[0]), more]


def home(step: Step, note: Note) -> str:
    """The row that a note means alone, empty where it means several or none; what is asked by itself stands below them all."""
    if step.one:
        return ""
    names = {name.split(".")[0] for name in note.at}
    one = next(iter(names)) if len(names) == 1 else ""
    return one if any(row.id == one and row.title for row in step.rows) else ""


def below(work: Work, step: Step, checks: list[Check], notes: list[Note]) -> tuple[Node, ...]:
    """Under the rows: how each check stands, that something was changed since, and what means more than one row."""
    if not checks:
        return ()
    changed = checking.changed(work, step.id)
    stale = (Text((work.say("changed"),), "note"),) if changed else ()
    return (
        standing(work, checks),
        *better(work),
        *stale,
        *(told(work, note) for note in notes if not home(step, note)),
    )


def better(work: Work) -> tuple[Node, ...]:
    """What became better since the step was checked before: checks that have more, what is not found any more."""
    last = work.state["last"]
    if last.get("do") != "grade":
        return ()
    risen = (work.say("better", check=work.words(f"check-{one}") or one) for one in last.get("risen", ()))
    gone = (work.say("code-gone", title=work.ctx.lang.card(one).title) for one in last.get("codes_gone", ()))
    chips = tuple((_GOOD, words) for words in (*risen, *gone))
    return (Delta(chips),) if chips else ()


def standing(work: Work, checks: Iterable[Check]) -> Node:
    """How checks stand, side by side."""
    return Checks(tuple((_name(work, one), _tone(one), _stands(work, one)) for one in checks))


def told(work: Work, note: Note) -> Say:
    """A note in words: those of its card, or of the template."""
    tone, quote = TONES[note.tone], _quote(note)
    if note.code and work.words(note.key) is None:
        card = work.ctx.lang.card(note.code)
        return Say(tone, card.title, (fill(card.message, note.params),), card.question, work.ctx.say("coach"), quote)
    title, body = work.words(note.key, **note.params), work.words(f"{note.key}-body", **note.params)
    ask = work.words(f"{note.key}-ask", **note.params)
    return Say(tone, title or "", (body,) if body else (), ask or "", work.ctx.say("coach") if ask else "", quote)


def _quote(note: Note) -> tuple[Run, ...]:
    """What is meant, marked in what stands around it."""
    params = note.params
    if not params.get("quote"):
        return ()
    severity = {"revise": "error", "near": "warn"}.get(note.tone, "info")
    return (params.get("quote-before", ""), Marked(params["quote"], severity), params.get("quote-behind", ""))


def _name(work: Work, check: Check) -> str:
    return work.words(f"check-{check.id}") or ""


def _tone(check: Check) -> Tone:
    if unread(check.notes):
        return "human"
    return "good" if _holds(check) else "warn" if check.open or _nearly(check) else "bad"


def _holds(check: Check) -> bool:
    """Whether all of it is there, and nothing is asked to be changed."""
    return check.share == 1 and not any(note.tone in ("revise", "near") for note in check.notes)


def _nearly(check: Check) -> bool:
    """Whether nothing is wrong with it, and something could be better."""
    tones = {note.tone for note in check.notes}
    return "near" in tones and "revise" not in tones


def _stands(work: Work, check: Check) -> str:
    if unread(check.notes):
        return work.say("stands-human")
    if check.open:
        return work.say("stands-open")
    return work.say("stands-ok" if _holds(check) else "stands-near" if _nearly(check) else "stands-revise")

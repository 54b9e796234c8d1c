"""What every kind says of an answer: words marked, findings with why and question, what changed, the way to disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..lang import fill
from ..model import Finding
from ..view import Button, Delta, Field, Fold, Form, Marked, Node, Run, Say, Tone
from .base import Context

#: What a finding looks like, by severity.
TONES: Mapping[str, Tone] = {"error": "bad", "warn": "warn", "info": "info"}
#: (start, end, severity) of a stretch to be marked.
Stretch = tuple[int, int, str]


def marked(text: str, marks: tuple[str, ...], severity: str = "error") -> tuple[Run, ...]:
    """Mark the first place of each of those words; one that overlaps an earlier one is left plain."""
    found = ((text.find(mark), mark) for mark in marks if mark)
    return stretches(text, ((start, start + len(mark), severity) for start, mark in found if start >= 0))


def stretches(text: str, places: Iterable[Stretch]) -> tuple[Run, ...]:
    """Cut a text into plain and marked runs; a stretch that overlaps one named before it is left plain."""
    taken: list[Stretch] = []
    for start, end, severity in places:
        if start < end and all(start >= other[1] or end <= other[0] for other in taken):
            taken.append((start, end, severity))
    runs: list[Run] = []
    place = 0
    for start, end, severity in sorted(taken):
        runs += [text[place:start], Marked(text[start:end], severity)]
        place = end
    return tuple(run for run in [*runs, text[place:]] if run != "")


def spans(text: str, findings: Iterable[Finding]) -> tuple[Run, ...]:
    """A statement with the words of its findings marked; remarks mark nothing, of overlapping ones the first stays."""
    marks = ((*finding.span, finding.severity) for finding in findings if finding.span and finding.severity != "info")
    return stretches(text, (mark for mark in sorted(marks) if mark[1] <= len(text)))


def says(ctx: Context, findings: Iterable[Finding]) -> list[Node]:
    """What was found, each with its why and the coach's question; one box for one code."""
    nodes: list[Node] = []
    for finding in findings:
        card = ctx.lang.card(finding.code)
        message = fill(card.message, finding.params)
        nodes.append(Say(TONES[finding.severity], card.title, (message, card.why), card.question, ctx.say("coach")))
    return nodes


def delta(ctx: Context, draft: Mapping[str, list[str]]) -> list[Node]:
    """What a rewrite changed, from the codes ``gone``, ``left`` and ``new``; nothing for a first draft."""
    if "gone" not in draft:
        return []
    tones: dict[str, Tone] = {"gone": "good", "left": "warn", "new": "bad"}
    chips: list[tuple[Tone, str]] = []
    for key, tone in tones.items():
        names = "、".join(dict.fromkeys(ctx.lang.card(code).title for code in draft[key]))
        if names:
            chips.append((tone, ctx.say(f"delta-{key}", names=names)))
    return [Delta(tuple(chips))] if chips else []


def people(ctx: Context, codes: Iterable[str]) -> list[Node]:
    """What rules cannot judge, as questions for the neighbour."""
    cards = [ctx.lang.card(code) for code in codes if code in ctx.lang.cards]
    if not cards:
        return []
    return [Say("human", ctx.say("human-title"), (ctx.say("human-note"), *(card.question for card in cards)))]


def disagree(ctx: Context, values: Mapping[str, str], key: str) -> Fold:
    """「不同意，请讲师看」 with a line for the reason; ``values`` say what it is about, ``key`` names its draft."""
    note = Field("note", ctx.say("disagree-why"), lines=2, limit=500)
    send = Button(ctx.say("disagree-send"), "disagree", values, submit=True)
    return Fold(ctx.say("disagree"), (Form(key, (note,), (send,)),))

"""A role play on paper: the case, the cards to be cut, the observer's record, lines for what comes of it."""

from __future__ import annotations

from ...documents.todo import FIELDS
from ...view import Fold, Items, Node, Strong, Table, Text
from ..base import Context
from . import register
from .cards import face
from .script import Script
from .words import say

BLANK = "________"


def page(ctx: Context, play: Script) -> tuple[Node, ...]:
    """Task, case, steps with their minutes, cards, record, line; the reference folded at the end."""
    settings = ctx.exercise.settings
    timed = (one for one in play.steps if one.minutes)
    steps = tuple(say(ctx, "paper-step", words=one.words, minutes=f"{one.minutes:g}") for one in timed)
    answer = tuple(Text((str(one),)) for one in settings.get("answer", ()))
    return (
        Text((ctx.exercise.task,)),
        *(Text((str(one),)) for one in settings.get("material", ())),
        *register.material(ctx, play),
        Items(steps, ordered=True),
        Text((say(ctx, "paper-cut"),), "note"),
        *(face(card) for card in play.cards),
        *_record(ctx, play),
        *_line(ctx, play),
        *((Fold(ctx.say("paper-answers"), answer),) if answer else ()),
    )


def _record(ctx: Context, play: Script) -> tuple[Node, ...]:
    asked, timed = play.pad, play.seat(play.pad.timed)
    rows = [(say(ctx, "spoken", name=timed.name), BLANK)] if timed else []
    rows += [(words, BLANK) for _, words in asked.marks]
    rows += (
        [(say(ctx, "stages"), "　".join(f"□ {one}" for one in ctx.policy.retrospective_steps))] if asked.stages else []
    )
    seats = [seat.name for seat in (play.seat(name) for name in asked.first) if seat]
    rows += [(say(ctx, "first"), "　".join(f"□ {one}" for one in seats))] if seats else []
    heads = (say(ctx, "paper-what"), say(ctx, "paper-noted"))
    return (Text((Strong(say(ctx, "paper-record")),)), Table(heads, tuple(rows))) if rows else ()


def _line(ctx: Context, play: Script) -> tuple[Node, ...]:
    if not play.writer:
        return ()
    if play.sheet:
        return register.paper(ctx, play)
    return tuple(Text((Strong(ctx.lang.say(f"retro.action-{name}")), f"　{BLANK}")) for name in FIELDS)

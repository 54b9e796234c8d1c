"""The observer's pad on the screen: large places to tap, what they come to, one way back."""

from __future__ import annotations

from ...view import Actions, Button, Clock, Items, Node, Text
from ..base import Context
from . import pad, results
from .pad import TURN, Noted, Tap
from .script import Script
from .words import say

#: What stands where nothing was spoken yet.
NOTHING = "0:00"


def page(ctx: Context, play: Script, taps: list[Tap]) -> tuple[Node, ...]:
    """Everything that can be tapped, and what the last tap was."""
    noted = pad.noted(taps)
    return (
        *_timed(ctx, play, noted),
        *_marks(ctx, play, noted),
        *_stages(ctx, play, noted),
        *_first(ctx, play, noted),
        *_back(ctx, play, taps),
    )


def told(ctx: Context, play: Script, taps: list[Tap]) -> tuple[Node, ...]:
    """What to say from, and the pad to put it right."""
    notes = results.lines(ctx, play, pad.noted(taps))
    head = Text((say(ctx, "tell-observer"),), "title")
    none = Text((say(ctx, "tell-none"),), "note")
    rows: tuple[Node, ...] = (Items(tuple(notes)),) if notes else (none,)
    return (head, Text((say(ctx, "tell-observer-note"),), "note"), *rows, *page(ctx, play, taps))


def _tap(label: str, kind: str, what: str, *, count: str = "", on: bool | None = None) -> Button:
    return Button(label, "tap", {"kind": kind, "what": what}, "pad", again=True, count=count, pressed=on)


def _timed(ctx: Context, play: Script, noted: Noted) -> tuple[Node, ...]:
    seat = play.seat(play.pad.timed)
    if seat is None:
        return ()
    words = say(ctx, "stops" if noted.since else "speaks", name=seat.name)
    button: Node = Actions((_tap(words, "say", TURN, on=bool(noted.since)),))
    label, began = say(ctx, "spoken", name=seat.name), noted.since - noted.spoken if noted.since else 0
    return (Clock(label, 0, ctx.now, 0 if began else noted.spoken, NOTHING, since=began), button)


def _marks(ctx: Context, play: Script, noted: Noted) -> tuple[Node, ...]:
    found = tuple(_tap(words, "mark", name, count=str(noted.counts.get(name, 0))) for name, words in play.pad.marks)
    timed = play.seat(play.pad.timed)
    head = Text((say(ctx, "marks", name=timed.name if timed else ""),), "where")
    return (head, Actions(found)) if found else ()


def _stages(ctx: Context, play: Script, noted: Noted) -> tuple[Node, ...]:
    if not play.pad.stages:
        return ()
    names = ctx.policy.retrospective_steps
    found = tuple(_tap(name, "stage", str(n), on=str(n) in noted.stages) for n, name in enumerate(names))
    return (Text((say(ctx, "stages"),), "where"), Actions(found))


def _first(ctx: Context, play: Script, noted: Noted) -> tuple[Node, ...]:
    seats = (play.seat(name) for name in play.pad.first)
    found = tuple(_tap(one.name, "first", one.id, on=noted.first == one.id) for one in seats if one)
    return (Text((say(ctx, "first"),), "where"), Actions(found)) if found else ()


def _back(ctx: Context, play: Script, taps: list[Tap]) -> tuple[Node, ...]:
    """Takes the last tap back, and says which that is."""
    if not taps:
        return ()
    tap = taps[-1]
    what = tap["what"]
    seat = play.seat(play.pad.timed if tap["do"] == "say" else what)
    name = seat.name if seat else ""
    words = {
        "mark": dict(play.pad.marks).get(what, ""),
        "say": say(ctx, "stops" if pad.noted(taps[:-1]).since else "speaks", name=name),
        "stage": ctx.policy.retrospective_steps[int(what)] if what.isdecimal() else "",
        "first": name,
    }
    return (Actions((Button(say(ctx, "untap", what=words[tap["do"]]), "untap", style="quiet", again=True),)),)

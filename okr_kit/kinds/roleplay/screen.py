"""What a learner sees while the trainer leads: his seat, his card, the clock alone, the pad, the line, the reference."""

from __future__ import annotations

from ...view import Button, Choice, Fold, Form, Node, Option, Say, Text
from ..base import Context, State
from . import ending, group, notepad, pad, register, sheet
from .cards import face
from .script import Script, Step
from .standing import ended, step
from .words import group as group_words
from .words import say, where


def page(ctx: Context, play: Script, state: State) -> tuple[Node, ...]:
    """The step of the class as it looks from one's seat; who only looks on sees nothing of what is on a seat."""
    now = step(ctx, play)
    if now is None or ctx.mode != "own":
        return (Say("info", say(ctx, "watch"), (say(ctx, "watch-next"),)),)
    if ended(ctx):
        return _end(ctx, play, state)
    if not state["seat"] or now.does == "seat":
        return _seats(ctx, play, state)
    return (
        Text((where(ctx, play, state, now),), "where"),
        *_doubled(ctx, play, state),
        *_step(ctx, play, state, now),
    )


def _step(ctx: Context, play: Script, state: State, now: Step) -> tuple[Node, ...]:
    """What is on one's seat in a step."""
    observes = group.observes(ctx, play, state, now)
    match now.does:
        case "read":
            return _read(ctx, play, state, now)
        case "talk" if now.writes and state["seat"] == play.writer:
            more = notepad.page(ctx, play, pad.of_round(state["taps"], now.round)) if observes else ()
            return (*_line(ctx, play, state), *more)
        case "talk" | "tell" if not observes:
            return (Text((say(ctx, now.does),), "wait"), Text((say(ctx, f"{now.does}-note"),), "note"))
        case "talk":
            return notepad.page(ctx, play, pad.of_round(state["taps"], now.round))
        case "tell":
            return notepad.told(ctx, play, pad.of_round(state["taps"], now.round))
        case _:
            return _line(ctx, play, state)


# -- seats ------------------------------------------------------------------------------------------------------------


def _seats(ctx: Context, play: Script, state: State) -> tuple[Node, ...]:
    """All seats of the table, the own one picked; who is still missing, or that two sit on one."""
    title = Text((say(ctx, "seats"),), "title")
    note = Text((say(ctx, "seats-note"),), "note")
    return (title, note, _choose(ctx, play, state), *_doubled(ctx, play, state), *_missing(ctx, play, state))


def _choose(ctx: Context, play: Script, state: State) -> Form:
    now = step(ctx, play)
    options = tuple(
        _option(ctx, play, state, number, seat.id)
        for seat in play.seats
        for number in range(1, play.groups + 1)  # each group is a column
        if now is None or group.open_to(ctx, play, state, now, number, seat.id)
    )
    choice = Choice("place", say(ctx, "seats-legend"), options, {2: "two", 3: "three"}.get(play.groups, "list"))
    return Form("seat", (choice,), (Button(say(ctx, "sit"), "sit", style="main", submit=True),), tap=True)


def _option(ctx: Context, play: Script, state: State, number: int, name: str) -> Option:
    seat = play.seat(name)
    assert seat is not None  # noqa: S101 - it comes from the script
    mine = (state["group"], state["seat"]) == (number, name)
    taken = group.sitting(ctx, number, name)
    small = say(ctx, "seat-you" if mine else "seat-taken" if taken else "seat-free", n=taken)
    label = "　".join(filter(None, (group_words(ctx, play, number), seat.name)))
    return Option(group.place(number, name), label, mine, small="　".join(filter(None, (seat.plays, small))))


def _doubled(ctx: Context, play: Script, state: State) -> tuple[Node, ...]:
    """For both of two who sit on one seat."""
    if not group.doubled(ctx, play, state):
        return ()
    now = step(ctx, play)
    box = Say("warn", say(ctx, "doubled"), (say(ctx, "doubled-next"),))
    return (box,) if now is not None and now.does == "seat" else (box, _choose(ctx, play, state))


def _missing(ctx: Context, play: Script, state: State) -> tuple[Node, ...]:
    if not state["seat"] or ctx.around is None or group.doubled(ctx, play, state):
        return ()
    missing = group.empty(ctx, play, state)
    if not missing:
        return (Say("good", say(ctx, "whole"), (say(ctx, "whole-next"),)),)
    names = "、".join(seat.name for seat in missing)
    return (Say("info", say(ctx, "missing", names=names), (say(ctx, "missing-next"),)),)


# -- the card ---------------------------------------------------------------------------------------------------------


def _read(ctx: Context, play: Script, state: State, now: Step) -> tuple[Node, ...]:
    """The own card, with what the trainer has handed out; the case, and the way to another seat."""
    seat = group.played(ctx, play, state, now)
    mine = [
        card for card in play.cards if seat and card.seat == seat.id and (not card.hard or card.deal in ctx.live.dealt)
    ]
    lines = [str(one) for one in ctx.exercise.settings.get("material", ())]
    case = (Fold(say(ctx, "material"), tuple(Text((one,)) for one in lines)),) if lines else ()
    case = (*register.material(ctx, play), *case)
    moves = now.round == 1 and not group.doubled(ctx, play, state)
    move = () if not moves else (Fold(say(ctx, "move"), (_choose(ctx, play, state),), key="move"),)
    return (*(face(card) for card in mine), Text((say(ctx, "read-note"),), "note"), *case, *move)


# -- the line ---------------------------------------------------------------------------------------------------------


def _line(ctx: Context, play: Script, state: State) -> tuple[Node, ...]:
    """The line to be written, or as it is being written."""
    title = Text((say(ctx, "line"),), "title")
    if play.sheet and state["seat"] == play.writer:
        return register.form(ctx, play, state)
    if state["seat"] == play.writer:
        return (title, Text((say(ctx, "line-note"),), "note"), sheet.form(ctx, state))
    shown = register.written(ctx, play, state, register.of_group(ctx, play, state)) if play.sheet else ()
    if shown:
        return (title, *shown)
    found, sent = group.line(ctx, play, state)
    if play.sheet or not sent:
        writer = play.seat(play.writer)
        return (title, Text((say(ctx, "line-waits", name=writer.name if writer else ""),), "note"))
    return (title, *sheet.written(ctx, found))


# -- the end ----------------------------------------------------------------------------------------------------------


def _end(ctx: Context, play: Script, state: State) -> tuple[Node, ...]:
    """What the own group noted and wrote, and the reference."""
    return (
        Text((say(ctx, "end"),), "title"),
        *ending.outcome(ctx, play, state),
        *ending.reference(ctx),
        *ending.ways(ctx),
    )

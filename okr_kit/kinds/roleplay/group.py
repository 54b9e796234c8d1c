"""Who sits where at a table, as far as one member may know it: groups and seats, the line, and after the talk the pad."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..base import Context, State
from . import pad
from .script import Script, Seat, Step

#: What a member tells the others at his table.
Told = Mapping[str, Any]


def place(group: int, seat: str) -> str:
    """「1.manager」."""
    return f"{group}.{seat}"


def others(ctx: Context, group: int) -> list[Told]:
    """What the other members of a group have told."""
    return [one for one in ctx.around or () if group and one["group"] == group]


def sitting(ctx: Context, group: int, seat: str) -> int:
    """How many others sit there."""
    return sum(one["seat"] == seat for one in others(ctx, group))


def doubled(ctx: Context, script: Script, state: State) -> bool:
    """Whether somebody else sits on a seat that is for one alone."""
    mine = script.seat(state["seat"])
    return mine is not None and not mine.many and sitting(ctx, state["group"], mine.id) > 0


def open_to(ctx: Context, script: Script, state: State, now: Step, number: int, name: str) -> bool:
    """Whether somebody may sit there; once cards are read not where another one sits: it would show him that one's card."""
    seat, mine = script.seat(name), (state["group"], state["seat"]) == (number, name)
    return mine or now.does == "seat" or (seat is not None and seat.many) or not sitting(ctx, number, name)


def played(ctx: Context, script: Script, state: State, now: Step | None) -> Seat | None:
    """The seat that somebody plays in a step; where nobody observes, those who talk change among themselves."""
    mine = script.seat(state["seat"])
    talk = [seat for seat in script.seats if seat.talks]
    taken = {state["seat"], *(one["seat"] for one in others(ctx, state["group"]))}
    if mine is None or now is None or ctx.around is None or not taken <= {seat.id for seat in talk}:
        return script.played(state["seat"], now)
    return talk[(talk.index(mine) + now.round - 1) % len(talk)]


def observes(ctx: Context, script: Script, state: State, now: Step) -> bool:
    """Whether somebody notes what the others say: on the seat for it, or instead of whoever would sit there."""
    mine = played(ctx, script, state, now)
    if mine is None or not mine.talks:
        return mine is not None
    return bool(mine.instead) and not sitting(ctx, state["group"], mine.instead)


def empty(ctx: Context, script: Script, state: State) -> list[Seat]:
    """The seats of the own group on which nobody sits, those without which there is no talk."""
    taken = {state["seat"], *(one["seat"] for one in others(ctx, state["group"]))}
    return [seat for seat in script.seats if seat.talks and seat.id not in taken]


def line(ctx: Context, script: Script, state: State) -> tuple[Mapping[str, str], bool]:
    """The group's line and whether it was sent: of whoever writes it, or one's own where there is nobody."""
    if state["seat"] != script.writer:
        for one in sorted(others(ctx, state["group"]), key=lambda one: not one["sent"]):
            if one["seat"] == script.writer:
                return one["line"], one["sent"]
    return state["line"], state["sent"]


def pads(ctx: Context, state: State) -> list[pad.Noted]:
    """What was noted in the own group, the own pad first: one for each observer and round."""
    found = [state["taps"], *(one["taps"] for one in others(ctx, state["group"]))]
    return [pad.noted(taps) for mine in found for taps in pad.rounds(mine)]

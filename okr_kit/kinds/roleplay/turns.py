"""Seats that move on: in a later round everybody sits one further, and so do his card, his clock and his pad.

A state keeps the seat as it was taken; where somebody sits now follows from the step. Of two people each takes the other's
seat, and the empty one stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..base import Context, State
from . import group
from .script import Script
from .standing import step


def further(play: Script, taken: Sequence[str], seat: str, turn: int) -> str:
    """The seat so many turns further, of those that are taken, in the order of the script."""
    order = [one.id for one in play.seats if one.id in taken]
    return order[(order.index(seat) + turn) % len(order)] if seat in order else seat


def turned(ctx: Context, play: Script, state: State) -> tuple[Context, State]:
    """Everything as it is in this step: where one sits oneself, and where the others at the table do."""
    now = step(ctx, play)
    if now is None or not now.turn or not state["seat"]:
        return ctx, state
    others = group.others(ctx, state["group"])
    taken = [state["seat"], *(str(one["seat"]) for one in others)]
    around = tuple({**one, "seat": further(play, taken, one["seat"], now.turn)} for one in others)
    here = {**state, "seat": further(play, taken, state["seat"], now.turn)}
    return replace(ctx, around=None if ctx.around is None else around), here

"""The sentences of a role play: its exercise's own where the bank file says them."""

from __future__ import annotations

from ..base import Context, State
from . import group as groups
from .script import GROUPS, Script, Seat, Step


def say(ctx: Context, key: str, /, **params: object) -> str:
    """A sentence of these screens (``roleplay.<key>``), or the exercise's own."""
    own = ctx.own(key, **params)
    return ctx.lang.say(f"roleplay.{key}", **params) if own is None else own


def group(ctx: Context, script: Script, number: int) -> str:
    """「甲组」; nothing where a table is one group."""
    return say(ctx, "group", name=GROUPS[number - 1]) if script.groups > 1 else ""


def seat(ctx: Context, one: Seat) -> str:
    """「主管（生产经理）」."""
    return say(ctx, "seat-as", name=one.name, plays=one.plays) if one.plays else one.name


def where(ctx: Context, script: Script, state: State, step: Step | None = None) -> str:
    """「甲组　主管（生产经理）」: where somebody sits, and whom he plays in that step."""
    mine = groups.played(ctx, script, state, step)
    return "　".join(filter(None, (group(ctx, script, state["group"]), seat(ctx, mine)))) if mine else ""

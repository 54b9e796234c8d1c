"""The end of a role play: what the own group noted and wrote, the reference, the ways on."""

from __future__ import annotations

from collections.abc import Mapping

from ...view import Actions, Button, Card, Items, Node, Text
from ..base import Context, State
from . import group, line, register, results, sheet
from .script import Script
from .words import say, where


def outcome(ctx: Context, play: Script, state: State) -> tuple[Node, ...]:
    """The pad and the line, for everybody of the group; a tap puts them on the shelf."""
    if not state["seat"]:
        return ()
    found, sent = group.line(ctx, play, state)
    notes = results.notes(ctx, play, state)
    nodes: list[Node] = [Text((where(ctx, play, state),), "where")]
    nodes += [Card((Items(tuple(notes)),), say(ctx, "noted"))] if notes else []
    shown = _written(ctx, play, state, found)
    if shown:
        nodes += [Text((say(ctx, "written"),), "head"), *shown]
        if state["kept"] or ((sent or play.sheet) and state["seat"] == play.writer):
            nodes.append(Text((say(ctx, "taken"),), "note"))
        else:
            nodes.append(Actions((Button(say(ctx, "take"), "take", style="main"),)))
    return tuple(nodes)


def _written(ctx: Context, play: Script, state: State, found: Mapping[str, str]) -> tuple[Node, ...]:
    """What the group wrote; nothing where it wrote nothing."""
    if play.sheet:
        return register.written(ctx, play, state, register.of_group(ctx, play, state))
    return () if line.blank(found) else sheet.written(ctx, found)


def ways(ctx: Context) -> tuple[Node, ...]:
    """Where one goes from here."""
    links = (*ctx.further, *ctx.onward)
    return (Actions(links, foot=True),) if links else ()


def reference(ctx: Context) -> tuple[Node, ...]:
    """What a good talk comes to, and what to ask each other."""
    lines = [str(one) for one in ctx.exercise.settings.get("answer", ())]
    asked = [str(one) for one in ctx.exercise.settings.get("debrief", ())]
    found = (Card(tuple(Text((one,)) for one in lines), say(ctx, "reference")),) if lines else ()
    more = (Card((Items(tuple(asked), ordered=True),), say(ctx, "debrief")),) if asked else ()
    return (*found, *more)

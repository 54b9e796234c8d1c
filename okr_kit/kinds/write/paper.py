"""The writing exercise on paper: one scenario with its facts, and what to write."""

from __future__ import annotations

from ...view import Items, Node, Strong, Text
from ..base import Context


def page(ctx: Context) -> tuple[Node, ...]:
    """The first scenario of the bank; there is no answer to fold in."""
    item = next(iter(ctx.exercise.items.values()))
    return (
        Text((ctx.exercise.task,)),
        Text((ctx.say("mark-note"),), "note"),
        Text((Strong(str(item["title"])), "　", str(item["story"]))),
        Text((ctx.say("write-parent-is", text=item["parent"]),)),
        Items(tuple(str(fact) for fact in item["facts"])),
        Text((ctx.say("paper-lines"),), "note"),
    )

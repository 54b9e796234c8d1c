"""What stays to be done with one's own work once an exercise is done: what to ask oneself, and where it goes on."""

from __future__ import annotations

from ..view import Copy, Fold, Items, Node, Text
from .base import Context


def after(ctx: Context) -> tuple[Node, ...]:
    """The bank's lines ``after``, folded, and the ways to the exercises that it names as ``onward``, where the host has any.

    Where the bank ``says`` how to ``copy`` them, they can be taken along as text. Nothing while the class does it: there everybody goes on together.
    """
    if ctx.live.silent:
        return ()
    lines = tuple(ctx.exercise.settings.get("after", ()))
    take = ctx.own("copy")
    shown = Copy(take, "\n".join(lines)) if take else Items(lines)
    fold = (Fold(ctx.own("after") or ctx.say("after"), (shown,), key="after"),) if lines else ()
    ways = (Text((ctx.own("onward") or ctx.say("onward"),)), *ctx.further) if ctx.further else ()
    return (*fold, *ways)

"""What stays to be done with one's own work once an exercise is done: what to ask oneself, and where it goes on."""

from __future__ import annotations

from ..view import Fold, Items, Node, Text
from .base import Context


def after(ctx: Context) -> tuple[Node, ...]:
    """The bank's lines ``after``, folded, and the ways to the exercises that it names as ``onward``, where the host has any.

    Nothing while the class does it: there everybody goes on together.
    """
    if ctx.live.silent:
        return ()
    lines = tuple(ctx.exercise.settings.get("after", ()))
    fold = (Fold(_say(ctx, "after"), (Items(lines),), key="after"),) if lines else ()
    ways = (Text((_say(ctx, "onward"),)), *ctx.further) if ctx.further else ()
    return (*fold, *ways)


def _say(ctx: Context, key: str) -> str:
    """The exercise's own sentence where its bank file ``says`` it."""
    return str(ctx.exercise.settings.get("says", {}).get(key) or ctx.say(key))

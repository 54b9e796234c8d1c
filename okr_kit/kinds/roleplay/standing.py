"""Where a role play stands: the step of the class, and whether its reference may be seen."""

from __future__ import annotations

from ..base import Context
from .script import Script, Step


def step(ctx: Context, play: Script) -> Step | None:
    """The step of the class; None where nobody leads."""
    if ctx.live.standing != "now":
        return None
    return play.step(ctx.live.item) or play.steps[0]


def ended(ctx: Context) -> bool:
    """Whether the reference may be seen: nobody leads, or the trainer has shown it."""
    return ctx.live.standing != "now" or ctx.live.phase == "answer"

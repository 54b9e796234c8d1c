"""What the screens of the writing exercise share: what a part is called, what a field says, and what was just said."""

from __future__ import annotations

from ...documents.okr import O_PART, value_words
from ...view import Node, Say
from ..base import Context, State
from .work import WHOLE


def name(ctx: Context, state: State, part: str) -> str:
    """O, KR 2, or the whole sheet, in words."""
    if part in (O_PART, WHOLE):
        return ctx.say("label-objective" if part == O_PART else "write-sheet")
    order = [row["id"] for row in state["doc"]["key_results"]]
    return ctx.say("label-kr-n", n=order.index(part) + 1)


def said(ctx: Context, field: str, value: str) -> str:
    """What a field of a KR says, in words; 「没写」 where it says nothing."""
    return value_words(ctx.lang, {field: value}, field)


def notice(ctx: Context, state: State) -> list[Node]:
    """Why the last action was not carried out, if so."""
    key = str(state["last"].get("notice", "")).removeprefix("exercise.")
    return [Say("warn", ctx.say(key))] if key and key != "disagree-sent" else []

"""A drill on paper: the first items of the bank, the answers folded below."""

from __future__ import annotations

from ...view import Fold, Items, Lines, Node, Strong, Text
from ..base import Context
from .sheet import Item, Sheet


def page(ctx: Context, sheet: Sheet) -> tuple[Node, ...]:
    """Task, items in the bank's order, and for each its answer with the reason."""
    exercise = ctx.exercise
    chosen = list(exercise.items.values())[: int(exercise.settings["draw"])]
    answers = (
        Text((Strong(f"{number}. {sheet.key(ctx, item)}"), "　", str(item["reason"])))
        for number, item in enumerate(chosen, 1)
    )
    return (
        Text((exercise.task,)),
        Items(tuple(_lines(ctx, item) for item in chosen), ordered=True),
        Fold(ctx.say("paper-answers"), tuple(answers)),
    )


def _lines(ctx: Context, item: Item) -> Lines:
    """One item as a line; a set with its KRs below."""
    if "text" in item:
        above = ctx.say("paper-under", text=item["objective"]) if item.get("objective") else ""
        return f"{item['text']}{above}"
    krs = (
        ctx.say("copy-kr", n=number, text=row if isinstance(row, str) else ctx.say("paper-weighted", **row))
        for number, row in enumerate(item["key_results"], 1)
    )
    return (ctx.say("copy-o", text=item["objective"]), *krs)

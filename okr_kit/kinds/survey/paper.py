"""A survey on paper: the questions, what can be picked, lines to write on; what a good answer looks like is folded below."""

from __future__ import annotations

from ...view import Fold, Items, Node, Strong, Text
from ..base import Context
from .questions import Question, questions

BLANK = "________"


def page(ctx: Context) -> tuple[Node, ...]:
    """Task, questions in the bank's order, and the bank's ``answer`` or the keys."""
    nodes: list[Node] = [Text((ctx.exercise.task,))]
    asked = questions(ctx.exercise).values()
    for question in asked:
        nodes += _question(ctx, question)
    lines = [str(line) for line in ctx.exercise.settings.get("answer", ())]
    for question in asked:
        if question.key:
            words = "、".join(question.option(name).words for name in question.key)
            lines.append(f"{question.text}　{words}　{question.row.get('reason', '')}".rstrip())
    folded = (Fold(ctx.say("paper-answers"), tuple(Text((line,)) for line in lines)),) if lines else ()
    return (*nodes, *folded)


def _question(ctx: Context, question: Question) -> list[Node]:
    """One question; options that another one has shown already are not printed twice."""
    if question.style == "text" or question.known:
        return [Text((Strong(question.text), f"　{BLANK}"))]
    most = ctx.say("survey-paper-most", most=question.most) if question.style == "several" else ""
    head = Text((Strong(question.text), f"　{most}" if most else ""))
    rows = (
        f"{option.words}　「{option.quote}」" if option.quote else option.words + (f"　{BLANK}" if option.own else "")
        for option in question.options
    )
    return [head, Items(tuple(rows), ordered=True)]

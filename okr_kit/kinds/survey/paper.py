"""A survey on paper: the questions, what can be picked, lines to write on; what a good answer looks like is folded below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...view import Fold, Items, Node, Strong, Table, Text
from ..base import Context
from .questions import Option, Question, blocks, questions

BLANK = "________"


def page(ctx: Context) -> tuple[Node, ...]:
    """Task, questions in the bank's order, and the bank's ``answer`` or the keys."""
    nodes: list[Node] = [Text((ctx.exercise.task,))]
    for rows in blocks(ctx.exercise):
        nodes += [_matrix(rows)] if rows[0].matrix else _question(ctx, rows[0])
    lines = [str(line) for line in ctx.exercise.settings.get("answer", ())]
    for question in questions(ctx.exercise).values():
        if question.key:
            words = "、".join(question.option(name).words for name in question.key)
            lines.append(f"{question.text}　{words}　{question.row.get('reason', '')}".rstrip())
    folded = (Fold(ctx.say("paper-answers"), tuple(Text((line,)) for line in lines)),) if lines else ()
    return (*nodes, *folded)


def _matrix(rows: list[Question]) -> Node:
    """Scales that are asked for together, a line each."""
    numbers = "\u00a0\u00a0".join(option.id for option in rows[0].options)  # they stay on one line
    return Table((f"{_number(rows[0])}{rows[0].matrix}", ""), tuple((one.text, numbers) for one in rows))


def _question(ctx: Context, question: Question) -> list[Node]:
    """One question; options that another one has shown already are not printed twice."""
    head = f"{_number(question)}{question.text}"
    if question.style == "text" or question.known:
        return [Text((Strong(head), f"　{BLANK}"))]
    most = ctx.say("survey-paper-most", most=question.most) if question.style == "several" else ""
    return [Text((Strong(head), f"　{most}" if most else "")), Items(tuple(_options(question.options)), ordered=True)]


def _number(question: Question) -> str:
    """「5. 」 where the questionnaire counts its questions."""
    return f"{question.row['number']}. " if "number" in question.row else ""


def _options(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        yield (
            f"{option.words}　「{option.quote}」"
            if option.quote
            else option.words + (f"　{BLANK}" if option.own else "")
        )

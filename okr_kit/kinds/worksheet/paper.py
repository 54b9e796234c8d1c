"""A worksheet for paper: every step with its material and lines to write on."""

from __future__ import annotations

from ...view import Fold, Items, Node, Table, Text, read_only
from ..base import Context, State
from .template import Step, Template
from .work import Work


def page(ctx: Context, template: Template, state: State) -> tuple[Node, ...]:
    """The task, the steps, and the answer folded at the end where the bank has one."""
    work = Work(ctx, state)
    nodes: list[Node] = [Text((ctx.exercise.task,))]
    printed: set[str] = set()
    for step in template.steps(work):
        nodes += _step(work, step, printed)
        printed |= {node.key for node in step.above if isinstance(node, Fold)}
    answer = tuple(str(line) for line in ctx.exercise.settings.get("answer", ()))
    return (*nodes, *((Fold(ctx.say("paper-answers"), (Items(answer),)),) if answer else ()))


def _step(work: Work, step: Step, printed: set[str]) -> list[Node]:
    """A step as a table to fill in: a line for each row, a column for each entry; background that was printed is not again."""
    above = [node for node in step.above if not (isinstance(node, Fold) and node.key and node.key in printed)]
    nodes: list[Node] = [
        Text((step.title,), "head"),
        *([Text((step.task,))] if step.task else []),
        *read_only(above),
    ]
    for row in step.rows:
        if not row.entries:
            continue
        blank = work.say("paper-blank")
        headers = tuple(entry.label for entry in row.entries)
        cells = tuple(" / ".join(label for _, label in one.options) if one.chosen else blank for one in row.entries)
        nodes.append(Table(headers, (cells,), row.title))
    return nodes

"""A worksheet for paper: every step with its material and lines to write on."""

from __future__ import annotations

from itertools import groupby

from ...view import Fold, Items, Node, Table, Text, read_only
from .template import Entry, Row, Step, shown
from .work import Work

#: So many choices are printed; a longer list stands on the sheet, and what was chosen from it is written down.
MOST_PRINTED = 6
#: So many rows are printed where rows can be added.
ROWS = 3


def page(work: Work) -> tuple[Node, ...]:
    """The task, the steps, and the answer folded at the end where the bank has one."""
    ctx, work = work.ctx, _roomy(work)
    nodes: list[Node] = [Text((ctx.exercise.task,))]
    printed: set[str] = set()
    for step in work.steps:
        nodes += _step(work, step, printed)
        printed |= {node.key for node in shown(step.above) if isinstance(node, Fold)}
    answer = tuple(str(line) for line in ctx.exercise.settings.get("answer", ()))
    return (*nodes, *((Fold(ctx.say("paper-answers"), (Items(answer),)),) if answer else ()))


def _roomy(work: Work) -> Work:
    """The worksheet with lines to write on for several rows, wherever rows can be added to those that it begins with."""
    rows = dict(work.state["rows"])
    for step in work.steps:
        begun = rows.get(step.list, []) if step.adds else []
        if begun:
            rows[step.list] = [*begun, *(f"paper-{step.list}-{n}" for n in range(len(begun), min(ROWS, step.most)))]
    return work.after(rows=rows)


def _step(work: Work, step: Step, printed: set[str]) -> list[Node]:
    """A step as a table to fill in: a line for each row, a column for each entry; background that was printed is not again."""
    above = [node for node in shown(step.above) if not (isinstance(node, Fold) and node.key and node.key in printed)]
    nodes: list[Node] = [
        Text((step.title,), "head"),
        *([Text((step.task,))] if step.task else []),
        *read_only(above),
    ]
    rows = [row for row in step.rows if row.entries]
    for short, group in groupby(rows, key=_short):
        if short:
            nodes.append(Items(tuple(f"{row.entries[0].label}　{_cell(work, row.entries[0])}" for row in group)))
            continue
        for row in group:
            headers = tuple(entry.label for entry in row.entries)
            nodes.append(Table(headers, (tuple(_cell(work, one) for one in row.entries),), row.title))
    return nodes


def _short(row: Row) -> bool:
    """Whether a row is one thing to choose and nothing else: such rows are lines of a list."""
    return not row.title and len(row.entries) == 1 and row.entries[0].chosen


def _cell(work: Work, entry: Entry) -> str:
    """What can be chosen, or where to write: also where the choices stand elsewhere on the sheet already."""
    if not entry.chosen or entry.style == "pick" or len(entry.options) > MOST_PRINTED:
        return work.say("paper-blank")
    return " / ".join(label for _, label in entry.options)

"""Where somebody is in a survey, which pages are open to him, and what a page is asked for once."""

from __future__ import annotations

from ..base import Context, State
from . import answers, questions
from .questions import Question

#: Behind the last page: what was answered.
END = "end"


def mine(ctx: Context) -> dict[str, list[Question]]:
    """The pages that count here: a table's, or those that everybody answers alone."""
    return questions.pages(ctx.exercise, table=questions.at_table(ctx))


def beyond(ctx: Context) -> dict[str, list[Question]]:
    """A table's pages for who works alone and at his own pace: nobody has to, and they count nothing."""
    if ctx.mode != "own" or ctx.live.silent:
        return {}
    return questions.pages(ctx.exercise, table=True)


def open_pages(ctx: Context) -> dict[str, list[Question]]:
    """All pages that can be gone to here."""
    return {**mine(ctx), **beyond(ctx)}


def asked(ctx: Context) -> list[Question]:
    """The questions that count here, page by page."""
    return [one for rows in mine(ctx).values() for one in rows]


def at(ctx: Context, state: State) -> str:
    """The page in hand, or ``end``; under the class's pace that of the item in hand."""
    known, here = open_pages(ctx), str(state["at"])
    if ctx.live.silent and ctx.live.pace == "class":
        turn = next((page for page, rows in known.items() if ctx.live.item in [one.id for one in rows]), "")
        if turn and (here == turn or not all(answers.now(state, one) for one in known[turn])):
            here = turn
        elif turn:
            here = END
    if here != END and here not in known:
        here = next(iter(known))
    return here if here == END or any(takes(ctx, state, one) for one in known[here]) else END


def after(ctx: Context, page: str) -> str:
    """The page behind one."""
    order = list(mine(ctx))
    place = order.index(page) + 1 if page in order else len(order)
    return order[place] if place < len(order) else END


def takes(ctx: Context, state: State, question: Question) -> bool:
    """Whether an answer can be given or changed now: not where the class is past it, nor once its key is shown."""
    if answers.shown(ctx, state, questions.questions(ctx.exercise), question):
        return False
    return ctx.live.takes(question.id, table=ctx.mode != "own")


def wanted(ctx: Context, state: State, rows: list[Question]) -> list[str]:
    """What the typed answers of a page do not say together: ``when`` it was, which ``deed``; nothing of an empty page."""
    lines = [one for one in rows if "asks" in one.row]
    text = "\n".join((answers.now(state, one) or {"text": ""})["text"] for one in lines).strip()
    if not text:
        return []
    told = ctx.lang.reader.told(text)
    return [name for name in questions.ASKS if name in {one.row["asks"] for one in lines} - told]

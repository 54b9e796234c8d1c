"""A role play for one alone: the cards one after another at one's own pace, the line, then the reference."""

from __future__ import annotations

from ...view import Actions, Button, Fold, Form, Node, Progress, Text
from ..base import Context, State
from . import ending, register, sheet
from .cards import face, words
from .script import Script
from .words import say

ABOUT, LINE, END = "about", "line", "end"


def pages(play: Script) -> tuple[str, ...]:
    """The pages in their order: the case, each card, the line where there is one, the reference."""
    cards = (card.id for card in play.talkers)
    return (ABOUT, *cards, *((LINE,) if play.writer else ()), END)


def page(ctx: Context, play: Script, state: State) -> tuple[Node, ...]:
    """The page that is on."""
    every = pages(play)
    here = state["at"] if state["at"] in every else ABOUT
    place = every.index(here)
    if here == END or (here == ABOUT and state["seat"]):  # who took part begins with what came of it
        return _end(ctx, play, state)
    marks = tuple("seen" if n < place else "now" if n == place else "todo" for n in range(len(every)))
    head = Progress(marks, say(ctx, "alone-progress", n=place + 1, total=len(every)))
    if here == LINE:
        whole = sheet.whole(ctx, state)
        onward = Button(say(ctx, "alone-on" if whole else "alone-skip"), "go", {"page": END})
        title = Text((say(ctx, "line"),), "title")
        note = Text((say(ctx, "alone-line"),), "note")
        before = _before(play, here)
        if play.sheet:
            return (head, note, *before, Actions((onward,)), *register.form(ctx, play, state))
        return (head, title, note, *before, sheet.form(ctx, state, onward))
    on = (Button(say(ctx, "alone-next"), "go", {"page": every[place + 1]}, "main"),)
    if here == ABOUT:
        lines = [str(one) for one in ctx.exercise.settings.get("material", ())]
        note = Text((say(ctx, "alone-note"),), "note")
        case = (*(Text((one,)) for one in lines), *register.material(ctx, play))
        return (head, Form(f"page-{here}", (Text((ctx.exercise.task,)), *case, note), on))
    card = next(one for one in play.cards if one.id == here)
    return (head, Form(f"page-{here}", (face(card), *_before(play, here)), on))


def _before(play: Script, here: str) -> tuple[Node, ...]:
    """The cards that were read, to be read again."""
    order = play.talkers
    place = next((n for n, card in enumerate(order) if card.id == here), len(order))
    return tuple(Fold(card.title, words(card)) for card in order[:place])


def _end(ctx: Context, play: Script, state: State) -> tuple[Node, ...]:
    again = Button(say(ctx, "alone-again"), "go", {"page": pages(play)[1] if state["seat"] else ABOUT}, "plain")
    hard = tuple(Fold(card.title, words(card)) for card in play.cards if card.hard)
    more: tuple[Node, ...] = (Text((say(ctx, "alone-hard"),), "head"), *hard) if hard else ()
    wrote: tuple[Node, ...] = ()
    if state["sent"] and not state["seat"]:
        own = state.get("sheet")
        shown = register.written(ctx, play, state, own) if play.sheet else sheet.written(ctx, state["line"])
        wrote = (Text((say(ctx, "written-alone"),), "head"), *shown)
    title = Text((say(ctx, "end"),), "title")
    seated = ending.outcome(ctx, play, state) if ctx.mode == "own" else ()
    return (title, *seated, *wrote, *ending.reference(ctx), *more, Actions((again,)), *ending.ways(ctx))

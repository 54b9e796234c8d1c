"""What a phone shows while the class does a drill together: the item of the class, or that there is something to look at.

Nothing of a key is here: an item whose key is out is shown as every drill shows one that is done.
"""

from __future__ import annotations

from ...view import Actions, Fold, Items, Node, Text, beginning
from ..base import Context, State
from .form import form
from .items import sentence
from .screen import statement
from .sheet import Part, Sheet, parts_of
from .verdict import done
from .votes import at_table, led
from .words import both, pick
from .work import finished, first, noted, work

#: The beginning of a statement, to know it again in the list of one's own answers, in characters.
SHORT = 24


def page(ctx: Context, sheet: Sheet, state: State) -> tuple[Node, ...] | None:
    """The screen of this step; None where everybody goes through the round as ever."""
    live, name = ctx.live, state["at"]
    if _elsewhere(ctx):
        return _way(ctx)
    known = name in ctx.exercise.items
    if not led(ctx) or (not known and live.phase != "task"):
        return None if live.phase == "task" or finished(state) else _closed(ctx, sheet, state)
    if not known:
        return _look(ctx, "live-first")
    return (*_place(ctx, state), *_item(ctx, sheet, state, name))


def _item(ctx: Context, sheet: Sheet, state: State, name: str) -> tuple[Node, ...]:
    """The item in hand: with its key, to be voted on, or closed."""
    mine, asked = work(state, name), parts_of(ctx, sheet, state, name)
    shown = statement(ctx, ctx.exercise.items[name], reveal=mine["done"])
    if mine["done"]:
        return (*shown, form(ctx, sheet, state, asked), *done(ctx, sheet, mine, name, asked))
    if ctx.live.takes(name, table=at_table(ctx)):
        return (*shown, *_before(ctx, state, asked), form(ctx, sheet, state, asked))
    said = "live-spread" if ctx.live.phase in ("spread", "answer") else "live-talk"
    again = Fold(ctx.say("live-statement"), tuple(shown))
    return (*_look(ctx, said), Text((both(ctx, mine, asked),), "note"), again)


def _elsewhere(ctx: Context) -> bool:
    """Whether people answer on the other side now: at their tables, or each alone."""
    live, table = ctx.live, at_table(ctx)
    return (live.phase == "task" and table != (live.side == "table")) or (live.phase == "again" and table)


def _way(ctx: Context) -> tuple[Node, ...]:
    """Where it goes on, with the way there if the host has one."""
    ways = (Actions(ctx.onward, foot=True),) if ctx.onward else ()
    side = "own" if at_table(ctx) else "table"
    return (Text((ctx.say(f"live-{side}"),), "wait"), Text((ctx.say(f"live-{side}-next"),), "lead"), *ways)


def _look(ctx: Context, key: str) -> tuple[Node, ...]:
    """Eyes up: what happens now, and that the next step comes by itself."""
    return (
        Text((ctx.say("live-look"),), "wait"),
        Text((ctx.say(key),), "lead"),
        Text((ctx.say("live-itself"),), "note"),
    )


def _place(ctx: Context, state: State) -> tuple[Node, ...]:
    """「第 5 题，共 6 题」: the class's place, not one's own."""
    name, draw = state["at"], state["draw"]
    place = ctx.say("live-place-n", n=draw.index(name) + 1, total=len(draw)) if name in draw else ctx.say("live-place")
    return (Text((place,), "where"),)


def _before(ctx: Context, state: State, asked: tuple[Part, ...]) -> tuple[Node, ...]:
    """In the second round of votes: whom to talk to, and what one's first vote was."""
    name = state["at"]
    if ctx.live.round(name) == 1:
        return ()
    mine = {key: found for key, found in work(state, name).items() if key != "again"}
    return (Text((ctx.say("live-again"),), "lead"), Text((both(ctx, mine, asked),), "note"))


def _closed(ctx: Context, sheet: Sheet, state: State) -> tuple[Node, ...]:
    """收卷: how much is in, and one's own answers to read again."""
    rows = []
    for number, name in enumerate(state["draw"], 1):
        mine, short = work(state, name), beginning(sentence(ctx.exercise.items[name]), SHORT)
        vote = first(mine)
        chosen = pick(parts_of(ctx, sheet, state, name), vote["answer"]) if vote else ctx.say("live-blank")
        rows.append((f"{number}. {short}", chosen))
    given = sum(noted(work(state, name)) for name in state["draw"])
    said = Text((ctx.say("live-in", n=given, total=len(rows)),), "lead")
    look = Text((ctx.say("live-look"),), "wait")
    return (look, said, Text((ctx.say("live-itself"),), "note"), Fold(ctx.say("live-answers"), (Items(tuple(rows)),)))

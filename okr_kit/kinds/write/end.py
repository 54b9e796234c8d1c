"""The end: what was written, to take along as text and as a table, where it lies, and what to do with it next."""

from __future__ import annotations

from ... import documents
from ...documents.okr import cells, table, written
from ...view import Actions, Button, Copy, Fold, Items, Node, Text
from ..base import Context, State
from .sheet import verdict
from .standing import Standing, standing
from .work import OWN, PICK, WHOLE


def nodes(ctx: Context, state: State) -> list[Node]:
    """The sheet to take along; one that is not finished yet says so here too, by the same answer."""
    now, doc = standing(ctx, state), state["doc"]
    if now.step == "blank":
        return [Text((ctx.say("end-open"),), "title"), verdict(ctx, state, now), _foot(ctx, now)]
    ready = now.step == "ready"
    shown: list[Node] = [Text((ctx.say("end-title" if ready else "end-open"),), "title")]
    shown += [Text((ctx.say("end-shelf", n=len(written(doc))),))]
    shown += [] if ready else [verdict(ctx, state, now)]
    shown.append(Copy(ctx.say("write-copy"), documents.text(ctx.lang, doc)))
    if ready:
        shown += [Text((ctx.say("end-next"),), "lead"), Items(tuple(_next(ctx, state)), ordered=True)]
    caption = ctx.say("under-objective", text=doc["objective"]["text"])
    rows = Copy(ctx.say("write-copy-table"), cells(ctx.lang, doc))
    shown += [table(ctx.lang, doc, caption), Fold(ctx.say("write-table-copy"), (rows,))]
    return [*shown, _again(ctx), _foot(ctx, now)]


def _next(ctx: Context, state: State) -> list[str]:
    """What to do with it, in the order in which it is done."""
    own = "own" if state["scenario"] == OWN else "case"
    lacking = any(not row.get("baseline") for row in written(state["doc"]))
    return [*([ctx.say("end-next-baseline")] if lacking else []), ctx.say(f"end-next-{own}"), ctx.say("end-next-align")]


def _again(ctx: Context) -> Node:
    """Another case, or a blank sheet; this one stays on the shelf."""
    other = Button(ctx.say("end-other"), "go", {"part": PICK})
    return Actions(
        (other, Button(ctx.say("restart-all"), "restart", style="quiet", confirm=ctx.say("write-restart-sure")))
    )


def _foot(ctx: Context, now: Standing) -> Node:
    """Back to the sheet; for who is done the ways on that the host has, or another case."""
    ready = now.step == "ready"
    back = Button(ctx.say("end-back"), "go", {"part": WHOLE}, "plain" if ready else "main")
    main = ctx.onward[-1:] or (Button(ctx.say("end-other"), "go", {"part": PICK}, "main"),)
    return Actions((back, *main) if ready else (back,), foot=True)

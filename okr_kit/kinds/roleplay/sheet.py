"""The result line on the screen: to be written, with what was found in it, and as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...documents.todo import FIELDS
from ...view import Button, Field, Form, Node, Say, Table
from ..base import Context, State
from ..feedback import says
from . import line
from .words import say


def whole(ctx: Context, state: State) -> bool:
    """Whether the line was sent and nothing is missing in it."""
    return bool(state["sent"] and state["line"]["what"] and not line.findings(ctx, state["line"]))


def form(ctx: Context, state: State, onward: Button | None = None) -> Form:
    """The four parts of the line with what was found in it; ``onward`` is the main button once nothing is."""
    found = line.findings(ctx, state["line"]) if state["sent"] else ()
    marks = {finding.where: "bad" if finding.severity == "error" else "warn" for finding in found}
    parts = tuple(
        Field(
            name,
            ctx.lang.say(f"retro.action-{name}"),
            state["line"][name],
            say(ctx, f"line-{name}"),
            2 if name in ("what", "sign") else 1,
            line.LONGEST,
            state=marks.get(name, ""),
        )
        for name in FIELDS
    )
    done = whole(ctx, state)
    good = (Say("good", say(ctx, "line-good"), (say(ctx, "line-good-next"),)),) if done and onward is None else ()
    alone = (Say("good", say(ctx, "line-good")),) if done and onward else ()
    blank = state["last"].get("do") == "write" and not state["line"]["what"]
    none = (Say("warn", say(ctx, "line-blank"), (say(ctx, "line-blank-next"),)),) if blank else ()
    words = say(ctx, "line-again" if state["sent"] else "line-send")
    send = Button(words, "write", style="hand" if done and onward else "main", submit=True)
    buttons = (send,) if onward is None else (send, replace(onward, style="main")) if done else (onward, send)
    return Form("line", (*parts, *says(ctx, found), *good, *alone, *none), buttons)


def written(ctx: Context, found: Mapping[str, str]) -> tuple[Node, ...]:
    """A line as a table."""
    heads = tuple(ctx.lang.say(f"retro.action-{name}") for name in FIELDS)
    return (Table(heads, (tuple(str(found[name]) for name in FIELDS),)),)

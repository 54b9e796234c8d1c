"""The result line on the screen: to be written, with what was found in it, and as it was written."""

from __future__ import annotations

from collections.abc import Mapping

from ...documents.todo import FIELDS
from ...view import Button, Field, Form, Node, Say, Table
from ..base import Context, State
from ..feedback import says
from . import line
from .words import say


def form(ctx: Context, state: State) -> tuple[Node, ...]:
    """The four parts of the line with what was found in it."""
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
    whole = state["sent"] and not found and state["line"]["what"]
    good = (Say("good", say(ctx, "line-good"), (say(ctx, "line-good-next"),)),) if whole else ()
    blank = state["last"].get("do") == "write" and not state["line"]["what"]
    none = (Say("warn", say(ctx, "line-blank"), (say(ctx, "line-blank-next"),)),) if blank else ()
    send = Button(say(ctx, "line-again" if state["sent"] else "line-send"), "write", style="main", submit=True)
    return (Form("line", (*parts, *says(ctx, found), *good, *none), (send,)),)


def written(ctx: Context, found: Mapping[str, str]) -> tuple[Node, ...]:
    """A line as a table."""
    heads = tuple(ctx.lang.say(f"retro.action-{name}") for name in FIELDS)
    return (Table(heads, (tuple(str(found[name]) for name in FIELDS),)),)

"""The box for one statement, and for a KR whose sentence was read what was read out of it, to confirm or correct."""

from __future__ import annotations

from collections.abc import Mapping

from ...documents.okr import FIELDS, O_PART
from ...view import Button, Choice, Field, Form, Node, Option, Say, Strong, Text
from ..base import Context, State
from .parts import notice
from .rows import GUARDRAIL, MARKS
from .work import LONGEST_TYPED, key, row_of, text_of


def box(ctx: Context, state: State, part: str, *, rewriting: bool) -> Form:
    """The sentence; for a KR that was read also its five fields and the switch for what it is."""
    text, row = state["unsent"].get(part) or text_of(state, part), row_of(state, part)
    kind = O_PART if part == O_PART else "kr"
    guard = kind == "kr" and row.get("type") == GUARDRAIL and not text
    again = rewriting or (part == O_PART and text)
    label = ctx.say("write-guard" if guard else f"write-{kind}-again" if again else f"write-{kind}")
    first = kind == "kr" and not row.get("text")
    note = ctx.say("mark-guardrail-note" if guard else "write-kr-first" if first else f"write-{kind}-note")
    children: list[Node] = [Field("text", label, text, note, lines=3, limit=LONGEST_TYPED)]
    values, helps = {"part": part}, [*_hints(ctx, state, part), *notice(ctx, state)]
    if row.get("text"):
        children += [switch(ctx, "type", ctx.say("mark-legend"), str(row.get("type", "")), note=True)]
        children.append(Text((Strong(ctx.say("read-title")), ctx.say("read-note")), "note"))
        children += [_field(ctx, one, str(row.get(one, ""))) for one in FIELDS]
    do = "grade" if part == O_PART or row.get("text") else "read"
    send = _send(ctx, do, values, "write-regrade" if rewriting and do == "grade" else "")
    return Form(key(state, part), (*children, *helps), (*_hint_button(ctx, state, part), send))


def switch(ctx: Context, field: str, legend: str, picked: str, *, note: bool = False) -> Choice:
    """承诺, 挑战 or 护栏: what a KR is; ``note`` says what they mean."""
    options = tuple(Option(mark, ctx.say(f"type-{mark}"), picked=mark == picked) for mark in MARKS)
    return Choice(field, legend, options, "three", note=ctx.say("mark-note") if note else "")


def _field(ctx: Context, of: str, found: str) -> Field:
    """What was read out of the sentence, to be confirmed or corrected."""
    note = "" if found else ctx.say("read-missing")
    mode = "decimal" if of in ("baseline", "target") else "text"
    return Field(of, ctx.say(f"part-{of}"), found, note, limit=60, mode=mode, half=of != "metric")


def _send(ctx: Context, do: str, values: Mapping[str, str], key: str = "") -> Button:
    return Button(ctx.say(key or f"write-{do}"), do, values, "main", submit=True)


def _hint_button(ctx: Context, state: State, part: str) -> tuple[Button, ...]:
    lines, shown = _hint_lines(ctx, state, part), state["hints"].get(part, 0)
    if shown >= len(lines):
        return ()
    return (Button(ctx.say("hint", n=shown + 1, total=len(lines)), "hint", {"part": part}),)


def _hint_lines(ctx: Context, state: State, part: str) -> list[str]:
    """Scenario hints come as O, KR, guardrail; one's own business has the general ones."""
    item = ctx.exercise.items.get(state["scenario"])
    own = [ctx.say(f"write-hint-{n}") for n in (1, 2, 3)]
    lines = [str(line) for line in item["hints"]] if item else own
    if part == O_PART:
        return lines[:1]
    return lines[2:] if row_of(state, part).get("type") == GUARDRAIL else lines[1:]


def _hints(ctx: Context, state: State, part: str) -> list[Node]:
    shown = _hint_lines(ctx, state, part)[: state["hints"].get(part, 0)]
    return [Say("info", ctx.say("hint-title", n=number), (line,)) for number, line in enumerate(shown, 1)]

"""The screen for one statement: its words marked, what was found, the form to write and rewrite it, where to go next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import documents
from ...documents.okr import FIELDS, O_PART, written
from ...lint import unread_words
from ...model import Report
from ...view import Actions, Button, Field, Fold, Form, Items, Node, Say, Statement, Strong, Text
from ..base import Context, State
from ..feedback import delta, disagree, people, says, spans
from .parts import name, notice
from .work import LONGEST, MOST_KRS, key, row_of, text_of


def nodes(ctx: Context, state: State, part: str) -> list[Node]:
    """One statement: its words marked, what was found, the form to write and rewrite it."""
    drafts, text, doc = state["drafts"].get(part, []), text_of(state, part), state["doc"]
    above = ctx.say("under-objective", text=doc["objective"]["text"]) if part != O_PART else ""
    above = above or (ctx.say("write-parent-is", text=doc["parent"]) if doc["parent"] else "")
    shown: list[Node] = [Text((above,), "where")]
    graded = bool(drafts) and drafts[-1]["text"] == text
    report = ctx.workspace.lint(documents.subject(state["doc"], part)) if drafts else None
    if report and graded:
        shown += _graded(ctx, state, part, report)
    if ctx.mode == "watch":
        return [*shown, *_watched(ctx, state, part, graded=graded), *people(ctx, report.human if report else ())]
    form = _form(ctx, state, part, rewriting=bool(drafts))
    fine = graded and drafts[-1]["verdict"] == "pass"
    shown.append(Fold(ctx.say("write-more"), (form,)) if fine else form)
    if report:
        shown += [*people(ctx, report.human), *_after(ctx, state, part)]
    shown.append(_steps(ctx, state, part, fine=fine))
    return shown


def _graded(ctx: Context, state: State, part: str, report: Report) -> list[Node]:
    """The draft with its words underlined, the change since the last one, and what was found."""
    drafts = state["drafts"][part]
    label = ctx.say("write-draft", part=name(ctx, state, part), n=len(drafts))
    score = ctx.say("write-score", score=report.score) if ctx.scored and report.score is not None else ""
    head = Statement(spans(text_of(state, part), report.findings), label, score, small=True)
    shown: list[Node] = [head, *delta(ctx, drafts[-1]), *says(ctx, report.findings)]
    for why in report.unread.values():
        said = unread_words(why, ctx.lang)
        shown.append(Say("human", said["message"], (), said["question"], ctx.say("coach")))
    if report.verdict == "pass":
        words = "write-fine" if not report.findings else "write-pass"
        after = "kr" if part != O_PART else "o-parent" if state["doc"]["parent"] else "o"
        shown.append(Say("good", ctx.say(words), (ctx.say(f"write-fine-{after}"),)))
    return shown


def _watched(ctx: Context, state: State, part: str, *, graded: bool) -> list[Node]:
    """What somebody sees who looks on while it is written: the sentence as it was last sent in, and what was read."""
    text = text_of(state, part)
    if not text:
        return [Text((ctx.say("write-watch-empty", where=name(ctx, state, part)),), "note")]
    row = row_of(state, part)
    known = [Text((Strong(ctx.say(f"part-{one}")), "　", str(row[one]))) for one in FIELDS if row.get(one)]
    return [*([] if graded else [Statement((text,), name(ctx, state, part), small=True)]), *known]


def _form(ctx: Context, state: State, part: str, *, rewriting: bool) -> Form:
    """The sentence and, for a KR whose sentence was read, the five fields to confirm or correct."""
    text = text_of(state, part)
    kind = O_PART if part == O_PART else "kr"
    again = rewriting or (part == O_PART and text)
    label = ctx.say(f"write-{kind}-again" if again else f"write-{kind}")
    children: list[Node] = [Field("text", label, text, ctx.say(f"write-{kind}-note"), lines=3, limit=LONGEST)]
    row = row_of(state, part)
    values, helps = {"part": part}, [*_hints(ctx, state, part), *notice(ctx, state)]
    if not row.get("text"):
        send = (
            _send(ctx, "grade", values, "write-regrade" if rewriting else "")
            if part == O_PART
            else _send(ctx, "read", values)
        )
        return Form(key(state, part), (*children, *helps), (*_hint_button(ctx, state, part), send))
    children.append(Text((Strong(ctx.say("read-title")), ctx.say("read-note")), "note"))
    children += [_field(ctx, one, str(row.get(one, ""))) for one in FIELDS]
    send = _send(ctx, "grade", values, "write-regrade" if rewriting else "write-grade")
    return Form(key(state, part), (*children, *helps), (*_hint_button(ctx, state, part), send))


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
    return lines[:1] if part == O_PART else lines[1:]


def _hints(ctx: Context, state: State, part: str) -> list[Node]:
    shown = _hint_lines(ctx, state, part)[: state["hints"].get(part, 0)]
    return [Say("info", ctx.say("hint-title", n=number), (line,)) for number, line in enumerate(shown, 1)]


def _after(ctx: Context, state: State, part: str) -> list[Node]:
    """Good examples of what was missed, open on request after an attempt; the way to disagree."""
    codes = [code for code in state["drafts"][part][-1]["codes"] if code in ctx.lang.cards]
    lines = [_example(good) for code in codes[:2] for good in ctx.lang.card(code).good[:1]]
    nodes: list[Node] = [Fold(ctx.say("write-examples"), (Items(tuple(lines)),))] if lines else []
    sent = part in state["notes"]
    nodes.append(
        Text((ctx.say("disagree-sent"),), "note") if sent else disagree(ctx, {"part": part}, f"{key(state, part)}-note")
    )
    return nodes


def _example(good: str | Mapping[str, Any]) -> str:
    return good if isinstance(good, str) else str(good.get("text") or good.get("objective", ""))


def _steps(ctx: Context, state: State, part: str, *, fine: bool) -> Node:
    """Where to go from here: back to a part, on to the next KR, to the whole sheet; under the thumb once this is fine."""
    rows = [row["id"] for row in state["doc"]["key_results"]]
    buttons: list[Button] = []
    if part.startswith("k"):
        before = rows[rows.index(part) - 1] if rows.index(part) else O_PART
        buttons.append(Button(ctx.say("write-to", part=name(ctx, state, before)), "go", {"part": before}))
        if not fine:
            buttons.append(
                Button(ctx.say("write-drop"), "drop", {"part": part}, "quiet", confirm=ctx.say("write-drop-sure"))
            )
    enough = sum(bool(state["drafts"].get(row)) for row in rows) >= ctx.policy.kr_least
    ahead = rows[rows.index(part) + 1 :] if part in rows else rows
    main = "main" if fine else "plain"
    if ahead:
        buttons.append(Button(ctx.say("write-to", part=name(ctx, state, ahead[0])), "go", {"part": ahead[0]}, main))
    elif state["drafts"].get(part) and len(rows) < MOST_KRS:
        buttons.append(Button(ctx.say("write-add", n=len(rows) + 1), "add", style="plain" if enough else main))
    if written(state["doc"]):
        buttons.append(Button(ctx.say("write-review"), "review", style=main if enough and not ahead else "plain"))
    return Actions(tuple(buttons), foot=fine)

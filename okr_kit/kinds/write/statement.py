"""The screen for one statement: its words marked, what was found, what was changed, and where to go next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...documents.okr import O_PART, written
from ...lint import unread_words
from ...model import Report
from ...view import Actions, Button, Delta, Edit, Fold, Items, Node, Run, Say, Statement, Strong, Text
from ..base import Context, State
from ..feedback import delta, disagree, people, says, spans
from . import changes, form
from .parts import name, said
from .pasted import MOST_KRS, Pasted, asked
from .rows import READ, read
from .standing import judged
from .work import LONGEST, OWN, key, row_of, text_of


def nodes(ctx: Context, state: State, part: str) -> list[Node]:
    """One statement: its words marked, what was found, the form to write and rewrite it."""
    drafts, text = state["drafts"].get(part, []), text_of(state, part)
    shown: list[Node] = [Text((_above(ctx, state, part),), "where")]
    listed = asked(ctx, state, part)
    if listed:
        return [*shown, *_ask(ctx, state, part, listed)]
    graded = bool(drafts) and drafts[-1]["text"] == text
    report = judged(ctx, state, part) if graded else None
    if report:
        shown += _graded(ctx, state, part, report)
    if ctx.mode == "watch":
        return [*shown, *_watched(ctx, state, part, graded=graded), *people(ctx, report.human if report else ())]
    fine = report is not None and report.verdict != "revise" and not state["unsent"].get(part)
    box = form.box(ctx, state, part, rewriting=bool(drafts))
    shown.append(Fold(ctx.say("write-more"), (box,)) if fine else box)
    if report:
        shown += [*people(ctx, report.human), *_after(ctx, state, part, report)]
    shown.append(_steps(ctx, state, part, fine=fine))
    return shown


def _above(ctx: Context, state: State, part: str) -> str:
    """What the statement stands under: a KR under its O, one's own O under the superior's, which a case has in its drawer."""
    if part != O_PART:
        return ctx.say("under-objective", text=text_of(state, O_PART))
    parent = state["doc"]["parent"] if state["scenario"] == OWN else ""
    return ctx.say("write-parent-is", text=parent) if parent else ""


def _ask(ctx: Context, state: State, part: str, found: Pasted) -> list[Node]:
    """Whether a pasted list is meant as several: what it would be, and the two ways, neither of which loses a word."""
    n = len(found.key_results)
    first = (
        [row["id"] for row in state["doc"]["key_results"]].index(part) if part != O_PART else len(written(state["doc"]))
    )
    lines = [ctx.say("copy-o", text=found.objective)] if found.objective else []
    lines += [ctx.say("copy-kr", n=first + at, text=text) for at, text in enumerate(found.key_results, 1)]
    title = ctx.say("split-title-o" if found.objective else "split-title", n=n)
    buttons = [Button(ctx.say("split-no"), "single", {"part": part})]
    if len(state["unsent"][part]) > LONGEST:
        buttons = []
    buttons.append(
        Button(ctx.say("split-yes-o" if found.objective else "split-yes", n=n), "split", {"part": part}, "main")
    )
    return [Say("info", title, (ctx.say("split-note"),)), Items(tuple(lines)), Actions(tuple(buttons), foot=True)]


def _graded(ctx: Context, state: State, part: str, report: Report) -> list[Node]:
    """The draft with its words underlined, the change since the last one, and what was found."""
    drafts = state["drafts"][part]
    label = ctx.say("write-draft", part=name(ctx, state, part), n=len(drafts))
    score = (
        ctx.say("write-score", score=report.score) if ctx.scored and part != O_PART and report.score is not None else ""
    )
    head = Statement(spans(text_of(state, part), report.findings), label, score, small=True)
    shown: list[Node] = [head, *_changed(ctx, drafts), *says(ctx, report.findings)]
    for why in report.unread.values():
        told = unread_words(why, ctx.lang)
        shown.append(Say("human", told["message"], (ctx.say("write-unsure-next"),), told["question"], ctx.say("coach")))
    if report.verdict == "pass":
        words = "write-fine" if not report.findings else "write-pass"
        after = "kr" if part != O_PART else "o-parent" if state["doc"]["parent"] else "o"
        shown.append(Say("good", ctx.say(words), (ctx.say(f"write-fine-{after}"),)))
    return shown


def _changed(ctx: Context, drafts: list[Any]) -> list[Node]:
    """From the draft before to this one: the words, the fields typed beside them, and what that solved or brought."""
    now = drafts[-1]
    if now.get("same"):
        return [Delta((("info", ctx.say("delta-again")),))]
    if len(drafts) < 2 or "gone" not in now:
        return []
    before = drafts[-2]
    made = changes.pieces(before["text"], now["text"])
    whole = not any(kind == "same" for kind, _ in made)  # another sentence: the new one stands above already
    runs: list[Run] = [Strong(ctx.say("delta-before" if whole else "delta-words")), "　"]
    runs += [words if kind == "same" else Edit(words, kind) for kind, words in made if not (whole and kind == "new")]
    shown: list[Node] = [Text(tuple(runs), "note")] if before["text"] != now["text"] else []
    beside = [
        ctx.say("delta-field", name=ctx.say(f"part-{one}"), before=said(ctx, one, old), after=said(ctx, one, new))
        for one, old, new in _typed_changes(ctx, before, now)
    ]
    return [*shown, *(Text((line,), "note") for line in beside), *delta(ctx, now)]


def _typed_changes(ctx: Context, before: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The fields that were changed by hand: what the sentence says by itself is seen in its words."""
    if "row" not in before or "row" not in now:
        return []
    old, new = ({**dict.fromkeys(READ, ""), **draft["row"]} for draft in (before, now))
    was, says_now = read(ctx, before["text"]), read(ctx, now["text"])
    return [
        (one, old[one], new[one])
        for one in READ
        if old[one] != new[one] and not (old[one] == was[one] and new[one] == says_now[one])
    ]


def _watched(ctx: Context, state: State, part: str, *, graded: bool) -> list[Node]:
    """What somebody sees who looks on while it is written: the sentence as it was last sent in, and what was read."""
    text = text_of(state, part)
    if not text:
        return [Text((ctx.say("write-watch-empty", where=name(ctx, state, part)),), "note")]
    row = row_of(state, part)
    known = [
        Text((Strong(ctx.say(f"part-{one}")), "　", said(ctx, one, str(row[one])))) for one in READ if row.get(one)
    ]
    return [*([] if graded else [Statement((text,), name(ctx, state, part), small=True)]), *known]


def _after(ctx: Context, state: State, part: str, report: Report) -> list[Node]:
    """Good examples of what was missed, open on request after an attempt; the way to disagree."""
    codes = [finding.code for finding in report.findings if finding.code in ctx.lang.cards]
    lines = [_example(good) for code in dict.fromkeys(codes) for good in ctx.lang.card(code).good[:1]][:2]
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

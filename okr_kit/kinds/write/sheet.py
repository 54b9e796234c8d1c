"""The screen for the whole sheet: every part with its standing, what the set lacks, and the text to take home."""

from __future__ import annotations

from ... import documents
from ...documents.okr import O_PART, table, written
from ...grade import band
from ...view import Actions, Button, Copy, Fold, Node, Say, Text
from ..base import Context, State
from ..feedback import delta, people, says
from .parts import name, notice
from .work import MOST_KRS, WHOLE, text_of


def nodes(ctx: Context, state: State) -> list[Node]:
    """What was found in the whole since it was last looked at, then its parts and ways on."""
    doc, looks = state["doc"], state["drafts"].get(WHOLE, [])
    looked = bool(looks) and not looks[-1].get("old")
    shown: list[Node] = [Text((ctx.say("write-sheet"),), "title"), *notice(ctx, state)]
    if looked:
        shown += _looked(ctx, state)
    shown.append(
        Actions(tuple(_row(ctx, state, part) for part in (O_PART, *(row["id"] for row in doc["key_results"]))))
    )
    if written(doc):
        caption = ctx.say("under-objective", text=doc["objective"]["text"])
        home = (table(ctx.lang, doc, caption), Copy(ctx.say("write-copy"), documents.text(ctx.lang, doc)))
        finished = looked and looks[-1]["verdict"] == "pass"
        shown.append(Fold(ctx.say("write-table"), home, open=finished))
    buttons = [
        Button(ctx.say("restart-all"), "restart", style="quiet", confirm=ctx.say("write-restart-sure")),
        *([Button(ctx.say("write-add-more"), "add")] if len(doc["key_results"]) < MOST_KRS else []),
    ]
    if not looked:
        buttons.append(Button(ctx.say("write-review"), "review", style="main"))
    return [*shown, Actions(tuple(buttons), foot=True)]


def _looked(ctx: Context, state: State) -> list[Node]:
    """Score and band, what changed, what the set as a whole lacks, what people have to judge."""
    report = ctx.workspace.lint(documents.subject(state["doc"]))
    shown: list[Node] = []
    if ctx.scored and report.score is not None:
        key = band(report.score, ctx.policy) if report.verdict == "pass" else "first"
        shown.append(Text((ctx.say("write-set-score", score=report.score, band=ctx.say(f"band-{key}")),), "lead"))
    together = tuple(finding for finding in report.findings if finding.where == WHOLE)
    shown += [*delta(ctx, state["drafts"][WHOLE][-1]), *says(ctx, together)]
    if report.verdict == "pass":
        shown.append(Say("good", ctx.say("write-set-pass"), (ctx.say("write-set-next"),)))
    elif not any(finding.severity == "error" for finding in together):
        shown.append(Say("warn", ctx.say("write-set-parts-left" if together else "write-set-parts")))
    return [*shown, *people(ctx, (code for code in report.human if code.startswith("S-")))]


def _row(ctx: Context, state: State, part: str) -> Button:
    """One part with its standing, as a way to it."""
    draft = (state["drafts"].get(part) or [{"verdict": "open"}])[-1]
    standing = ctx.say(f"part-{draft['verdict']}")
    words = ctx.say("row-part", part=name(ctx, state, part), text=text_of(state, part), state=standing)
    return Button(words, "go", {"part": part}, "row")

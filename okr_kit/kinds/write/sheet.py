"""The screen for the whole sheet: how it stands in one sentence, every part with its standing, and the one step on."""

from __future__ import annotations

from ...documents.okr import O_PART, written
from ...grade import band
from ...view import Actions, Button, Card, Form, Node, Say, Text
from ..base import Context, State
from ..feedback import delta, people, says
from .form import switch
from .parts import name, notice
from .pasted import MOST_KRS
from .rows import GUARDRAIL
from .standing import Standing
from .work import WHOLE, text_of


def nodes(ctx: Context, state: State, now: Standing) -> list[Node]:
    """How the whole stands, what was found in it, its parts, what people have to judge, and the way on."""
    shown: list[Node] = [Text((ctx.say("write-sheet"),), "title"), *notice(ctx, state), verdict(ctx, state, now)]
    if ctx.scored and now.score is not None:
        words = ctx.say(f"band-{now.step}-{band(now.score, ctx.policy)}")
        key = "write-set-score-so-far" if now.step == "guard" else "write-set-score"
        shown.append(Text((ctx.say(key, score=now.score, band=words),), "lead"))
    looks = state["drafts"].get(WHOLE, [])
    shown += delta(ctx, looks[-1]) if looks else []
    shown += says(ctx, now.together)
    if any(finding.code == "S-TYPE" for finding in now.together):
        shown.append(_marks(ctx, state))
    parts = (O_PART, *(row["id"] for row in state["doc"]["key_results"]))
    shown.append(Actions(tuple(_row(ctx, state, part, now) for part in parts)))
    shown += people(ctx, (code for code in now.human if code.startswith("S-")))
    return [*shown, _foot(ctx, state, now)]


def verdict(ctx: Context, state: State, now: Standing) -> Node:
    """How it stands, in one sentence, with what is to be done."""
    if now.step == "blank":
        return Say("info", ctx.say("write-set-blank"), (ctx.say("set-empty"),))
    if now.step == "mend":
        return Say(
            "warn",
            ctx.say("write-set-mend", parts=_named(ctx, state, now, "revise")),
            (ctx.say("write-set-mend-next"),),
        )
    if now.step == "guard":
        return Say(
            "warn", ctx.say("write-set-guard"), (ctx.say("mark-guardrail-note"), ctx.say("write-set-guard-next"))
        )
    unsure = _named(ctx, state, now, "unsure")
    lines = (ctx.say("write-set-unsure", parts=unsure),) if unsure else ()
    return Say("good", ctx.say("write-set-pass"), (*lines, ctx.say("write-set-next")))


def _named(ctx: Context, state: State, now: Standing, of: str) -> str:
    """The parts with that verdict, and by its name what is wrong with how they fit together."""
    names = [name(ctx, state, part) for part, found in now.parts.items() if found == of]
    if of == "revise":
        names += [ctx.lang.card(finding.code).title for finding in now.together if finding.severity == "error"]
    return "、".join(names)


def _row(ctx: Context, state: State, part: str, now: Standing) -> Button:
    """One part with its standing, as a way to it."""
    text = text_of(state, part) or ctx.say("part-empty")
    standing_ = ctx.say(f"part-{now.parts.get(part, 'open')}")
    row = {one["id"]: one for one in state["doc"]["key_results"]}.get(part, {})
    mark = ctx.say(f"type-{row['type']}") if row.get("type") else ""
    words = ctx.say(
        "row-part-typed" if mark else "row-part", part=name(ctx, state, part), type=mark, text=text, state=standing_
    )
    return Button(words, "go", {"part": part}, "row")


def _marks(ctx: Context, state: State) -> Node:
    """The switches for every KR, where it is asked which of them are committed and which aspirational."""
    rows = [row for row in state["doc"]["key_results"] if row["text"]]
    asked = tuple(
        switch(ctx, f"type-{row['id']}", ctx.say("copy-kr", n=at, text=row["text"]), str(row.get("type", "")))
        for at, row in enumerate(rows, 1)
    )
    send = Button(ctx.say("mark-send"), "mark", style="plain hand", submit=True)
    return Card(
        (Text((ctx.say("mark-note"),), "note"), Form(f"{state['doc']['id']}-marks", asked, (send,))),
        ctx.say("mark-title"),
    )


def _foot(ctx: Context, state: State, now: Standing) -> Node:
    """One step on, and beside it the way out with what there is."""
    rows = state["doc"]["key_results"]
    room = len(rows) < MOST_KRS
    home = Button(ctx.say("write-home"), "finish")
    more = Button(ctx.say("write-add-more"), "add")
    if now.step == "blank":
        part = O_PART if not text_of(state, O_PART) else rows[0]["id"] if rows else ""
        go = Button(ctx.say("write-to", part=name(ctx, state, part)), "go", {"part": part}, "main") if part else None
        return Actions((go or Button(ctx.say("write-add", n=1), "add", style="main"),), foot=True)
    if now.step == "mend":
        return Actions((home, _mend(ctx, state, now, room=room)), foot=True)
    if now.step == "guard":
        guard = Button(ctx.say("write-add-guard"), "add", {"type": GUARDRAIL}, "main")
        last = rows[-1]["id"]
        full = Button(ctx.say("write-mend", part=name(ctx, state, last)), "go", {"part": last}, "main")
        return Actions((home, guard if room else full), foot=True)
    finish = Button(ctx.say("write-finish"), "finish", style="main")
    return Actions(((more, finish) if room else (finish,)), foot=True)


def _mend(ctx: Context, state: State, now: Standing, *, room: bool) -> Button:
    """To the first part that is wrong; where only their number is, to one more KR, or to the last one to drop it."""
    wrong, kept = now.parts_that("revise"), written(state["doc"])
    if not wrong and room and len(kept) < ctx.policy.kr_least:
        return Button(ctx.say("write-add", n=len(kept) + 1), "add", style="main")  # the empty one, if there is one
    part = wrong[0] if wrong else state["doc"]["key_results"][-1]["id"]
    return Button(ctx.say("write-mend", part=name(ctx, state, part)), "go", {"part": part}, "main")

"""The screens of the writing exercise: choosing, one statement at a time, the whole sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..grade import band
from ..lang import fill
from ..lint import lint
from ..model import Finding, KeyResult, Objective, Report
from ..view import (
    Actions,
    Button,
    Card,
    Copy,
    Delta,
    Field,
    Fold,
    Form,
    Items,
    Marked,
    Node,
    Progress,
    Run,
    Say,
    Statement,
    Strong,
    Table,
    Text,
    Tone,
)
from . import write
from .base import Context, State
from .drill_view import disagree

#: What a finding looks like, by severity.
TONES: Mapping[str, Tone] = {"error": "bad", "warn": "warn", "info": "info"}


def screen(ctx: Context, state: State) -> tuple[Node, ...]:
    """The screen for where the learner is."""
    if state["at"] == "pick":
        return _choose(ctx, state)
    head: list[Node] = [_progress(ctx, state), _scenario(ctx, state)]
    if state["at"] == "set":
        return (*head, *_sheet(ctx, state))
    return (*head, *_part(ctx, state, state["at"]))


def _choose(ctx: Context, state: State) -> tuple[Node, ...]:
    """The scenarios as a list of buttons, and the learner's own business."""
    nodes: list[Node] = [Text((ctx.say("write-pick"),), "title"), Text((ctx.say("write-pick-note"),))]
    rows = tuple(
        Button(
            ctx.say("write-scenario", industry=item.get("industry", ""), title=item["title"]),
            "pick",
            {"scenario": name},
            "row",
        )
        for name, item in ctx.exercise.items.items()
    )
    nodes.append(Actions(rows))
    cycle = Field("cycle", ctx.say("write-cycle"), placeholder="2026Q3", limit=20)
    parent = Field("parent", ctx.say("write-parent"), lines=2, limit=200)
    own = Button(ctx.say("write-own-go"), "pick", {"scenario": write.OWN}, "main", submit=True)
    nodes.append(Card((Text((ctx.say("write-own-note"),)), Form("own", (cycle, parent), (own,))), ctx.say("write-own")))
    if state["scenario"]:
        nodes.append(Actions((Button(ctx.say("write-resume"), "go", {"part": "o"}),), foot=True))
    return tuple(nodes)


def _progress(ctx: Context, state: State) -> Progress:
    """One step for the O, one for each KR, one for the whole."""
    steps = []
    parts = ["o", *(row["id"] for row in state["doc"]["key_results"]), "set"]
    for part in parts:
        draft = (state["drafts"].get(part) or [None])[-1]
        done = "" if draft is None or draft.get("old") else "ok" if draft["verdict"] == "pass" else "no"
        steps.append(done or ("now" if part == state["at"] else "todo"))
    return Progress(tuple(steps), ctx.say("write-progress", where=_name(ctx, state, state["at"]), n=len(parts) - 2))


def _name(ctx: Context, state: State, part: str) -> str:
    """O, KR 2, or the whole sheet, in words."""
    if part in ("o", "set"):
        return ctx.say("label-objective" if part == "o" else "write-sheet")
    order = [row["id"] for row in state["doc"]["key_results"]]
    return ctx.say("label-kr-n", n=order.index(part) + 1)


def _scenario(ctx: Context, state: State) -> Node:
    """The facts to draw on, folded once the first draft is graded."""
    item = ctx.exercise.items.get(state["scenario"])
    change = Actions((Button(ctx.say("write-change"), "go", {"part": "pick"}, "quiet"),))
    if item is None:
        parent = state["doc"].get("parent", "")
        lines = (Text((ctx.say("write-parent-is", text=parent),)),) if parent else ()
        return Fold(ctx.say("write-own"), (*lines, change))
    body = (
        Text((str(item["story"]),)),
        Text((ctx.say("write-parent-is", text=item["parent"]),)),
        Items(tuple(str(fact) for fact in item["facts"])),
        Text((str(item["ask"]),), "note"),
        change,
    )
    return Fold(ctx.say("write-facts", title=item["title"]), body, open=not state["drafts"])


def _part(ctx: Context, state: State, part: str) -> list[Node]:
    """One statement: its words marked, what was found, the form to write and rewrite it."""
    drafts, text = state["drafts"].get(part, []), _text(state, part)
    nodes: list[Node] = []
    if part != "o":
        nodes.append(Text((ctx.say("under-objective", text=state["doc"]["objective"]["text"]),), "where"))
    graded = bool(drafts) and drafts[-1]["text"] == text
    report = _report(ctx, state, part) if drafts else None
    if report and graded:
        nodes += _graded(ctx, state, part, report)
    form = _form(ctx, state, part, rewriting=bool(drafts))
    fine = graded and drafts[-1]["verdict"] == "pass"
    nodes.append(Fold(ctx.say("write-more"), (form,)) if fine else form)
    if report:
        nodes += [*_human(ctx, report.human), *_after(ctx, state, part)]
    nodes.append(_steps(ctx, state, part, fine=fine))
    return nodes


def _text(state: State, part: str) -> str:
    if part == "o":
        return str(state["doc"]["objective"]["text"])
    return next((str(row["text"]) for row in state["doc"]["key_results"] if row["id"] == part), "")


def _report(ctx: Context, state: State, part: str) -> Report:
    """The grade of a part as it stands; computed again, so that a state never carries sentences."""
    subject: Objective | KeyResult
    if part == "o":
        doc = state["doc"]
        subject = Objective(doc["objective"]["text"], doc.get("cycle") or None, doc.get("parent") or None)
    else:
        order = [row["id"] for row in state["doc"]["key_results"] if row["text"]]
        subject = write.as_subject(state["doc"]).key_results[order.index(part)]
    return lint(subject, ctx.lang, ctx.policy)


def _graded(ctx: Context, state: State, part: str, report: Report) -> list[Node]:
    """The draft with its words underlined, the change since the last one, and what was found."""
    drafts = state["drafts"][part]
    label = ctx.say("write-draft", part=_name(ctx, state, part), n=len(drafts))
    score = ctx.say("write-score", score=report.score) if ctx.scored else ""
    nodes: list[Node] = [Statement(spans(_text(state, part), report.findings), label, score, small=True)]
    nodes += _delta(ctx, drafts[-1])
    nodes += says(ctx, report.findings)
    if report.verdict == "pass":
        key = "write-fine" if not report.findings else "write-pass"
        nodes.append(Say("good", ctx.say(key), (ctx.say(f"write-fine-{'o' if part == 'o' else 'kr'}"),)))
    return nodes


def spans(text: str, findings: tuple[Finding, ...]) -> tuple[Run, ...]:
    """A statement with the words of its findings marked; of overlapping ones the first stays."""
    runs: list[Run] = []
    place = 0
    for finding in sorted((f for f in findings if f.span and f.severity != "info"), key=lambda f: f.span or (0, 0)):
        begin, end = finding.span or (0, 0)
        if place <= begin < end <= len(text):
            runs += [text[place:begin], Marked(text[begin:end], finding.severity)]
            place = end
    return tuple(run for run in [*runs, text[place:]] if run != "")


def says(ctx: Context, findings: tuple[Finding, ...], where: str = "") -> list[Node]:
    """What was found, each with its why and the coach's question; one box for one code."""
    nodes: list[Node] = []
    for finding in findings:
        card = ctx.lang.card(finding.code)
        title = f"{where}{card.title}"
        message = fill(card.message, finding.params)
        nodes.append(Say(TONES[finding.severity], title, (message, card.why), card.question, ctx.say("coach")))
    return nodes


def _delta(ctx: Context, draft: Mapping[str, Any]) -> list[Node]:
    """What the rewrite changed."""
    if "gone" not in draft:
        return []
    chips: list[tuple[Tone, str]] = []
    for key, tone in (("gone", "good"), ("left", "warn"), ("new", "bad")):
        names = "、".join(dict.fromkeys(ctx.lang.card(code).short for code in draft[key]))
        if names:
            chips.append((tone, ctx.say(f"delta-{key}", names=names)))  # type: ignore[arg-type]
    return [Delta(tuple(chips))] if chips else [Delta((("info", ctx.say("delta-same")),))]


def _human(ctx: Context, codes: tuple[str, ...]) -> list[Node]:
    """What rules cannot judge, as questions for the neighbour."""
    cards = [ctx.lang.card(code) for code in codes if code in ctx.lang.cards]
    if not cards:
        return []
    lines = tuple(card.question for card in cards)
    return [Say("human", ctx.say("human-title"), (ctx.say("human-note"), *lines))]


def _form(ctx: Context, state: State, part: str, *, rewriting: bool) -> Form:
    """The sentence and, for a KR whose sentence was read, the five fields to confirm or correct."""
    text = _text(state, part)
    kind = "o" if part == "o" else "kr"
    label = ctx.say(f"write-{kind}-again" if rewriting else f"write-{kind}")
    children: list[Node] = [Field("text", label, text, ctx.say(f"write-{kind}-note"), lines=3, limit=write.LONGEST)]
    row = next((row for row in state["doc"]["key_results"] if row["id"] == part), None)
    values, helps = {"part": part}, [*_hints(ctx, state, part), *_notice(ctx, state)]
    if row is None or not row["text"]:
        send = (
            _send(ctx, "grade", values, "write-regrade" if rewriting else "")
            if part == "o"
            else _send(ctx, "read", values)
        )
        return Form(part, (*children, *helps), (*_hint_button(ctx, state, part), send))
    children.append(Text((Strong(ctx.say("read-title")), ctx.say("read-note")), "note"))
    for name in write.PARTS:
        found = str(row[name])
        note = "" if found else ctx.say("read-missing")
        mode = "decimal" if name in ("baseline", "target") else "text"
        children.append(Field(name, ctx.say(f"part-{name}"), found, note, limit=60, mode=mode, half=name != "metric"))
    send = _send(ctx, "grade", values, "write-regrade" if rewriting else "write-grade")
    return Form(part, (*children, *helps), (*_hint_button(ctx, state, part), send))


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
    return lines[:1] if part == "o" else lines[1:]


def _hints(ctx: Context, state: State, part: str) -> list[Node]:
    shown = _hint_lines(ctx, state, part)[: state["hints"].get(part, 0)]
    return [Say("info", ctx.say("hint-title", n=number), (line,)) for number, line in enumerate(shown, 1)]


def _notice(ctx: Context, state: State) -> list[Node]:
    notice = str(state["last"].get("notice", "")).removeprefix("exercise.")
    return [Say("warn", ctx.say(notice))] if notice and notice != "disagree-sent" else []


def _after(ctx: Context, state: State, part: str) -> list[Node]:
    """Good examples of what was missed, open on request after an attempt; the way to disagree."""
    codes = [code for code in state["drafts"][part][-1]["codes"] if code in ctx.lang.cards]
    lines = [_example(good) for code in codes[:2] for good in ctx.lang.card(code).good[:1]]
    nodes: list[Node] = [Fold(ctx.say("write-examples"), (Items(tuple(lines)),))] if lines else []
    sent = part in state["notes"]
    nodes.append(Text((ctx.say("disagree-sent"),), "note") if sent else disagree(ctx, {"part": part}, f"{part}-note"))
    return nodes


def _example(good: str | Mapping[str, Any]) -> str:
    return good if isinstance(good, str) else str(good.get("text") or good.get("objective", ""))


def _steps(ctx: Context, state: State, part: str, *, fine: bool) -> Node:
    """Where to go from here: back to a part, on to the next KR, to the whole sheet; under the thumb once this is fine."""
    rows = [row["id"] for row in state["doc"]["key_results"]]
    buttons: list[Button] = []
    if part.startswith("k"):
        before = rows[rows.index(part) - 1] if rows.index(part) else "o"
        buttons.append(Button(ctx.say("write-to", part=_name(ctx, state, before)), "go", {"part": before}))
        if not fine:
            buttons.append(
                Button(ctx.say("write-drop"), "drop", {"part": part}, "quiet", confirm=ctx.say("write-drop-sure"))
            )
    enough = sum(bool(state["drafts"].get(row)) for row in rows) >= ctx.policy.kr_least
    ahead = rows[rows.index(part) + 1 :] if part in rows else rows
    main = "main" if fine else "plain"
    if ahead:
        buttons.append(Button(ctx.say("write-to", part=_name(ctx, state, ahead[0])), "go", {"part": ahead[0]}, main))
    elif state["drafts"].get(part):
        buttons.append(Button(ctx.say("write-add", n=len(rows) + 1), "add", style="plain" if enough else main))
    if any(state["drafts"].get(row) for row in rows):
        buttons.append(Button(ctx.say("write-review"), "review", style=main if enough and not ahead else "plain"))
    return Actions(tuple(buttons), foot=fine)


def _sheet(ctx: Context, state: State) -> list[Node]:
    """The whole: every part with its standing, what the set lacks, and the text to take home."""
    doc, looks = state["doc"], state["drafts"].get("set", [])
    nodes: list[Node] = [Text((ctx.say("write-sheet"),), "title"), *_notice(ctx, state)]
    if looks and not looks[-1].get("old"):
        report = lint(write.as_subject(doc), ctx.lang, ctx.policy)
        if ctx.scored:
            name = band(report.score, ctx.policy) if report.verdict == "pass" else "first"
            nodes.append(Text((ctx.say("write-set-score", score=report.score, band=ctx.say(f"band-{name}")),), "lead"))
        nodes += _delta(ctx, looks[-1])
        together = tuple(finding for finding in report.findings if finding.where == "set")
        nodes += says(ctx, together)
        if report.verdict == "pass":
            nodes.append(Say("good", ctx.say("write-set-pass"), (ctx.say("write-set-next"),)))
        elif not any(finding.severity == "error" for finding in together):
            nodes.append(Say("warn", ctx.say("write-set-parts")))
        nodes += _human(ctx, tuple(code for code in report.human if code.startswith("S-")))
    rows = []
    for part in ["o", *(row["id"] for row in doc["key_results"])]:
        draft = (state["drafts"].get(part) or [{"verdict": "open"}])[-1]
        words = ctx.say(
            "row-part", part=_name(ctx, state, part), text=_text(state, part), state=ctx.say(f"part-{draft['verdict']}")
        )
        rows.append(Button(words, "go", {"part": part}, "row"))
    nodes.append(Actions(tuple(rows)))
    if any(row["text"] for row in doc["key_results"]):
        nodes.append(Fold(ctx.say("write-table"), (_table(ctx, doc), Copy(ctx.say("write-copy"), as_text(ctx, doc)))))
    buttons = [
        Button(ctx.say("restart-all"), "restart", confirm=ctx.say("write-restart-sure"), clears=True),
        Button(ctx.say("write-add-more"), "add"),
    ]
    if not looks or looks[-1].get("old"):
        buttons.append(Button(ctx.say("write-review"), "review", style="main"))
    nodes.append(Actions(tuple(buttons), foot=True))
    return nodes


def _table(ctx: Context, doc: Mapping[str, Any]) -> Table:
    headers = (ctx.say("label-key_result"), *(ctx.say(f"part-{name}") for name in write.PARTS))
    rows = tuple((row["text"], *(str(row[name]) for name in write.PARTS)) for row in doc["key_results"] if row["text"])
    return Table(headers, rows, ctx.say("under-objective", text=doc["objective"]["text"]))


def as_text(ctx: Context, doc: Mapping[str, Any]) -> str:
    """The sheet as plain lines, to paste into a chat or a document."""
    lines = [ctx.say("copy-cycle", cycle=doc["cycle"])] if doc.get("cycle") else []
    lines.append(ctx.say("copy-o", text=doc["objective"]["text"]))
    for number, row in enumerate((row for row in doc["key_results"] if row["text"]), 1):
        lines.append(ctx.say("copy-kr", n=number, text=row["text"]))
    return "\n".join(lines)

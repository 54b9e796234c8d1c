"""The screens of a worksheet: a step with its rows and the account under the thumb, and the end. Nothing is decided here."""

from __future__ import annotations

from ...lang import fill
from ...view import (
    Actions,
    Button,
    Choice,
    Field,
    Fold,
    Form,
    Items,
    Node,
    Option,
    Progress,
    Say,
    Text,
    Tone,
    read_only,
)
from ..base import Context, Focus, State
from . import checking
from .acts import LONGEST_TYPED
from .template import Check, Entry, Note, Row, Step, Template
from .work import END, Work

TONES: dict[str, Tone] = {
    "good": "good",
    "near": "warn",
    "revise": "bad",
    "sum": "info",
    "ask": "info",
    "human": "human",
    "next": "info",
}


def page(ctx: Context, template: Template, state: State, *, closed: bool) -> tuple[Node, ...]:
    """A step, or the end; what nobody can change any more is only read."""
    work = Work(ctx, state)
    if ctx.live.standing == "waiting":
        return (Say("info", work.say("waiting"), (work.say("waiting-next"),)),)
    if state["at"] == END:
        return _end(work, template)
    nodes = _step(work, template)
    return (Text((work.say("closed"),), "lead"), *read_only(nodes)) if closed else nodes


def focus(ctx: Context, template: Template, state: State) -> Focus:
    """The step in hand; the first entry that members can vote on is the question."""
    work = Work(ctx, state)
    here = next((one for one in template.steps(work) if one.id == state["at"]), None)
    if here is None:
        return Focus(END)
    asked = next(((row, entry) for row in here.rows for entry in row.entries if entry.vote), None)
    question = _choice(work, *asked) if asked and ctx.mode != "own" else None
    return Focus(here.id, here.title, question)


def words(work: Work, row: Row, entry: Entry) -> str:
    """What stands in an entry, in words."""
    said = work.text(row.id, entry.name)
    if not entry.chosen:
        return f"{said} {entry.unit}" if said and entry.unit and not said.endswith(entry.unit) else said
    return "、".join(label for one, label in entry.options if one in said.split(","))


# -- a step ------------------------------------------------------------------------------------------------------------


def _step(work: Work, template: Template) -> tuple[Node, ...]:
    steps = template.steps(work)
    at = [one.id for one in steps].index(work.state["at"])
    step, nodes = steps[at], list[Node]()
    if len(steps) > 1:
        marks = tuple(_mark(work, template, one, now=one is step) for one in steps)
        nodes.append(Progress(marks, work.say("progress", n=at + 1, total=len(steps), title=step.title)))
    if at == 0:
        nodes.append(Text((work.ctx.exercise.task,)))
    if step.task:
        nodes.append(Text((step.task,), "lead"))
    inside = (*step.above, *(node for row in step.rows for node in _row(work, step, row)), *step.below)
    said = (*_hints(work, step), *_notes(work, template, step))
    foot = (step.total,) if step.total else ()
    buttons = _buttons(work, template, steps, at)
    return (*nodes, Form(step.id, (*inside, *_adding(work, step), *said), buttons, auto="put", foot=foot))


def _mark(work: Work, template: Template, step: Step, *, now: bool) -> str:
    """How a step stands in the row of all steps."""
    result = work.state["results"].get(step.id)
    if now or result is None:
        return "now" if now else "todo"
    del template
    return "ok" if all(one["share"] == 1 for one in result["checks"].values()) else "part"


def _row(work: Work, step: Step, row: Row) -> tuple[Node, ...]:
    """The entries of a row; behind a line that says what it holds, where it has a title."""
    inside: tuple[Node, ...] = (*row.above, *(_entry(work, row, entry) for entry in row.entries))
    if row.made:
        inside = (*inside, _moving(work, step, row))
    if not row.title:
        return inside
    blank = not any(work.text(row.id, entry.name) for entry in row.entries)
    is_open = blank and row is next((one for one in step.rows if one.title), None)
    return (Fold(row.title, inside, is_open, key=f"row-{row.id}", aside=row.aside, note=row.note),)


def _entry(work: Work, row: Row, entry: Entry) -> Node:
    name = f"{row.id}.{entry.name}"
    if entry.chosen:
        return _choice(work, row, entry)
    late = work.state["unsent"].get(name)
    note = work.say("too-long", n=len(late), most=entry.limit) if late else entry.note
    mode = {"number": "decimal", "date": "date"}.get(entry.style, "text")
    shown = late if late is not None else work.text(row.id, entry.name)
    return Field(
        name, entry.label, shown, note, entry.lines, LONGEST_TYPED, mode, entry.placeholder, entry.half, unit=entry.unit
    )


def _choice(work: Work, row: Row, entry: Entry) -> Choice:
    picked = work.several(row.id, entry.name)
    options = tuple(Option(one, label, one in picked) for one, label in entry.options)
    style = "chips" if entry.style == "several" else entry.style
    return Choice(f"{row.id}.{entry.name}", entry.label, options, style, entry.style == "several", note=entry.note)


def _moving(work: Work, step: Step, row: Row) -> Node:
    """Up, down, off."""
    values = {"list": step.list, "row": row.id}
    filled = any(work.text(row.id, entry.name) for entry in row.entries)
    sure = work.say("drop-sure") if filled else ""
    return Actions(
        (
            Button(work.say("up"), "up", values, "quiet"),
            Button(work.say("down"), "down", values, "quiet"),
            Button(work.say("drop"), "drop", values, "quiet", confirm=sure),
        )
    )


def _adding(work: Work, step: Step) -> tuple[Node, ...]:
    if not step.adds or len(work.rows(step.list)) >= step.most:
        return ()
    return (Actions((Button(step.adds, "add", {"list": step.list}, submit=True),)),)


def _hints(work: Work, step: Step) -> tuple[Node, ...]:
    shown = step.hints[: work.state["hints"].get(step.id, 0)]
    return tuple(Say("info", work.ctx.say("hint-title", n=n), (text,)) for n, text in enumerate(shown, 1))


def _notes(work: Work, template: Template, step: Step) -> tuple[Node, ...]:
    """What the last check of this step said, one thing after the other."""
    if step.id not in work.state["results"]:
        return ()
    found = [one for one in checking.standing(work.ctx, template, work.state) if one.step == step.id]
    nodes: list[Node] = []
    if len(found) > 1:
        nodes.append(Items(tuple(f"{work.say(f'check-{one.id}')}：{_stands(work, one)}" for one in found)))
    nodes += [told(work, note) for one in found for note in one.notes]
    if checking.changed(template, work, step.id):
        nodes.insert(0, Text((work.say("changed"),), "note"))
    return tuple(nodes)


def _stands(work: Work, check: Check) -> str:
    return work.say("stands-open" if check.open else "stands-ok" if check.share == 1 else "stands-revise")


def told(work: Work, note: Note) -> Say:
    """A note in words: those of its card, or of the template."""
    tone = TONES[note.tone]
    if note.code and work.words(note.key) is None:
        card = work.ctx.lang.card(note.code)
        return Say(tone, card.title, (fill(card.message, note.params),), card.question, work.ctx.say("coach-asks"))
    title, body = work.words(note.key, **note.params), work.words(f"{note.key}-body", **note.params)
    ask = work.words(f"{note.key}-ask", **note.params)
    return Say(tone, title or "", (body,) if body else (), ask or "", work.ctx.say("coach-asks") if ask else "")


def _buttons(work: Work, template: Template, steps: tuple[Step, ...], at: int) -> tuple[Button, ...]:
    """Back, a hint, and the one way on: to check, or once that is done and all is filled in to the next step."""
    step = steps[at]
    seen = work.state["hints"].get(step.id, 0)
    back = (Button(work.say("back"), "go", {"step": steps[at - 1].id}, submit=True),) if at else ()
    more = seen < len(step.hints)
    hint = (Button(work.ctx.say("hint", n=seen + 1, total=len(step.hints)), "hint", submit=True),) if more else ()
    has_checks = any(one.step == step.id for one in template.checks(work))
    checked = step.id in work.state["results"] and not checking.changed(template, work, step.id)
    last = at == len(steps) - 1
    onward = Button(work.say("finish" if last else "next"), "finish" if last else "next", {}, "main", submit=True)
    if checked or not has_checks:
        return (*back, *hint, onward)
    check = Button(work.say("check"), "grade", {"step": step.id}, "main", submit=True)
    return (*back, *hint, check)


# -- the end -----------------------------------------------------------------------------------------------------------


def _end(work: Work, template: Template) -> tuple[Node, ...]:
    """How much holds, each step with a way back to it, the other material, and the way on."""
    found = checking.standing(work.ctx, template, work.state)
    fine = sum(one.share == 1 for one in found)
    nodes: list[Node] = [Text((work.say("end", n=fine, total=len(found)),), "title")]
    if work.ctx.scored and work.ctx.mode == "own":
        nodes.append(Text((work.say("score", n=checking.score(found)),), "lead"))
    rows = tuple(
        Button(one.title, "go", {"step": one.id}, f"row {_mark(work, template, one, now=False)}")
        for one in template.steps(work)
    )
    nodes.append(Actions(rows))
    materials = [one for one in template.materials(work.ctx) if one != work.state["material"]]
    again = tuple(Button(work.say(f"again-{one}"), "pick", {"material": one}) for one in materials)
    nodes += [Actions(again)] if again else []
    onward = () if work.ctx.live.silent else work.ctx.onward
    return (*nodes, *((Actions(onward, foot=True),) if onward else ()))

"""The screens of a worksheet: a step with its rows and the account under the thumb, and the end. Nothing is decided here."""

from __future__ import annotations

from ...view import Actions, Button, Columns, Form, Node, Progress, Say, Text, read_only
from ..after import after
from ..base import Focus
from ..feedback import disagree
from . import checking, rows, said
from .template import Check, Note, Step, shown
from .work import END, Work


def page(work: Work, *, closed: bool) -> tuple[Node, ...]:
    """A step, or the end; what nobody can change any more is only read."""
    if work.ctx.live.standing == "waiting":
        return (Say("info", work.say("waiting"), (work.say("waiting-next"),)),)
    if work.state["at"] == END:
        return _end(work)
    nodes = _step(work)
    return (Text((work.say("closed"),), "lead"), *read_only(nodes)) if closed else nodes


def focus(work: Work) -> Focus:
    """The step in hand; the first entry that members can vote on is the question."""
    here = work.step(work.state["at"])
    if here is None:
        return Focus(END)
    asked = next(((row, entry) for row in here.rows for entry in row.entries if entry.vote), None)
    question = rows.choice(work, *asked) if asked and work.ctx.mode != "own" else None
    alone = len(work.steps) == 1
    places = tuple((row.id, row.title) for row in here.rows if row.title)
    return Focus(here.id, (here.task if alone else "") or here.title, question, places)


# -- a step ------------------------------------------------------------------------------------------------------------


def _step(work: Work) -> tuple[Node, ...]:
    steps = work.steps
    at = [one.id for one in steps].index(work.state["at"])
    step, nodes = steps[at], list[Node]()
    if len(steps) > 1:
        nodes.append(_progress(work, steps, step))
    if at == 0:
        nodes.append(Text((work.words(f"{work.state['material']}-task") or work.ctx.exercise.task,)))
    if lead := step.task or (step.title if len(steps) == 1 else ""):
        nodes.append(Text((lead,), "lead"))
    checks = said.found(work, step)
    notes = said.asked(step, checks)
    inside = {
        row.id: tuple(said.told(work, one) for one in notes if said.home(step, one) == row.id) for row in step.rows
    }
    lines = rows.rows(work, step, notes, inside)
    skipping = () if checks or not step.skip else (Actions((Button(step.skip, "next", submit=True),)),)
    below = (
        *shown(step.below),
        *_adding(work, step),
        *_hints(work, step),
        *said.below(work, step, checks, notes),
        *skipping,
    )
    above, total, aside = shown(step.above), shown(step.total), shown(step.beside)
    buttons = _buttons(work, steps, at, checks)
    form = Form(step.id, (*above, *lines, *below), buttons, auto="put", foot=(total,) if total else ())
    beside = (Columns((aside,), aside=True),) if aside else ()
    return (*beside, *nodes, form, *_objecting(work, step, notes))


def _progress(work: Work, steps: tuple[Step, ...], step: Step) -> Progress:
    """Where one is among the steps; those that are done later are not counted before one is there."""
    row = [one for one in steps if step.later or not one.later]
    marks = tuple(_mark(work, one, now=one is step) for one in row)
    return Progress(marks, work.say("progress", n=row.index(step) + 1, total=len(row), title=step.title))


def _mark(work: Work, step: Step, *, now: bool) -> str:
    """How a step stands in the row of all steps."""
    result = work.state["results"].get(step.id)
    if now or result is None:
        return "now" if now else "todo"
    if not result["checks"] and step.rows and not result["seen"]:
        return "todo"  # nothing to check in it, and nothing was entered
    return "ok" if all(one["share"] == 1 for one in result["checks"].values()) else "part"


def _adding(work: Work, step: Step) -> tuple[Node, ...]:
    if not step.adds or len(work.rows(step.list)) >= step.most:
        return ()
    return (Actions((Button(step.adds, "add", {"list": step.list}, submit=True),)),)


def _hints(work: Work, step: Step) -> tuple[Node, ...]:
    shown = step.hints[: work.state["hints"].get(step.id, 0)]
    return tuple(Say("info", work.ctx.say("hint-title", n=n), (text,)) for n, text in enumerate(shown, 1))


def _objecting(work: Work, step: Step, notes: list[Note]) -> tuple[Node, ...]:
    """The way to say that one does not agree with what was found; that it was said."""
    if step.id in work.state["notes"]:
        return (Text((work.ctx.say("disagree-sent"),), "note"),)
    if not any(one.tone in ("revise", "near") for one in notes):
        return ()
    return (disagree(work.ctx, {"step": step.id}, f"{step.id}-note"),)


def _buttons(work: Work, steps: tuple[Step, ...], at: int, checks: list[Check]) -> tuple[Button, ...]:
    """Back, a hint, and the one way on: to check; to what is to be mended; once all holds, to the next step."""
    step = steps[at]
    shown = work.state["hints"].get(step.id, 0)
    back = (Button(work.say("back"), "go", {"step": steps[at - 1].id}, submit=True),) if at else ()
    more = shown < len(step.hints)
    hint = (Button(work.ctx.say("hint", n=shown + 1, total=len(step.hints)), "hint", submit=True),) if more else ()
    last = at == len(steps) - 1 or (steps[at + 1].later and not step.later)
    onward = "finish" if last else "next"
    checked = any(one.step == step.id for one in work.plan)
    if checked and (not checks or checking.changed(work, step.id)):
        again = "check-again" if checks else "check"
        return (*back, *hint, Button(work.say(again), "grade", {"step": step.id}, "main", submit=True))
    mend = _mending(work, step, checks)
    if not mend:
        better = _bettering(work, step, checks)
        return (*back, *(better or hint), Button(work.say(onward), onward, {}, "main", submit=True))
    leave = Button(work.say(f"{onward}-so"), onward, {}, "plain hand", submit=True)
    return (*hint, leave, *mend)


def _bettering(work: Work, step: Step, checks: list[Check]) -> tuple[Button, ...]:
    """Where one thing is asked for at a time: the way to it, also where nothing is wrong and it could be better."""
    near = [note for note in said.asked(step, checks) if note.tone == "near"] if step.one else []
    name = next((name for note in near for name in note.at if name in step.entries), None)
    return (Button(work.say("mend"), "go", {"step": step.id}, shows=name),) if name else ()


def _mending(work: Work, step: Step, checks: list[Check]) -> tuple[Button, ...]:
    """The way to the first entry that something was found in, else to the first one that is still blank."""
    here = step.entries
    wrong = ((one, name) for one in checks for note in one.notes if note.tone == "revise" for name in note.at)
    found = next(((one.id, name) for one, name in wrong if name in here), None)
    if found:
        words = work.words(f"mend-{found[0]}") or work.say("mend")
        return (Button(words, "go", {"step": step.id}, "main", shows=found[1]),)
    blank = next(iter(rows.blanks(work, step)), None) if any(one.open for one in checks) else None
    if blank is None:
        return ()
    row, entry = blank
    return (Button(work.say("go-on"), "go", {"step": step.id}, "main", shows=f"{row.id}.{entry.name}"),)


# -- the end -----------------------------------------------------------------------------------------------------------


def _end(work: Work) -> tuple[Node, ...]:
    """How much holds, each step with a way back to it, the other material, and the way on."""
    found = checking.standing(work)
    fine = sum(one.share == 1 for one in found)
    all_fine = fine == len(found)
    nodes: list[Node] = [Text((work.say("end-all" if all_fine else "end", n=fine, total=len(found)),), "title")]
    if work.ctx.scored and work.ctx.mode == "own":
        nodes.append(Text((work.say("score", n=checking.score(found)),), "lead"))
    nodes.append(said.standing(work, found))
    nodes += [node for one in work.steps for node in shown(one.take)]
    ways = tuple(
        Button(_way(work, one), "go", {"step": one.id}, f"row {_mark(work, one, now=False)}") for one in work.steps
    )
    nodes += [Text((work.say("end-steps"),), "note"), Actions(ways)]
    materials = [one for one in work.template.materials(work.ctx) if one != work.state["material"]]
    again = tuple(Button(work.say(f"again-{one}"), "pick", {"material": one}) for one in materials)
    nodes += [Actions(again)] if again and not work.ctx.live.silent and work.ctx.mode != "group" else []
    nodes += after(work.ctx)
    onward = () if work.ctx.live.silent else work.ctx.onward
    return (*nodes, *((Actions(onward, foot=True),) if onward else ()))


def _way(work: Work, step: Step) -> str:
    """A step in the list at the end."""
    return work.say("step-later", title=step.title) if step.later else step.title

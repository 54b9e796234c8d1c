"""What is done to a worksheet: each of these returns the new state or refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ... import documents
from ...errors import ActionError
from ..base import Action, Context, State, fields, several, value
from . import checking
from .template import Entry, Step, Template
from .work import END, SHEET, Work

#: Longest text that an entry keeps without taking it over, in characters: whoever pasted it can cut it down.
LONGEST_TYPED = 20_000
#: Learner notes to the trainer are cut here, in characters.
LONGEST_NOTE = 500


def begin(ctx: Context, template: Template, state: State, material: str, at: int) -> State:
    """An empty sheet for a material, with what it takes over."""
    before = state.get("id", "")
    name = documents.new_id(ctx.owner, ctx.exercise.slug, state["seed"], at, before, material)
    values, rows = template.carry(ctx, material, state["given"])
    fresh: State = {"id": name, "material": material, "values": values, "rows": rows, "unsent": {}, "ended": False}
    fresh |= {"made": sum(map(len, rows.values())), "results": {}, "hints": {}, "notes": {}}
    new = {**state, **fresh}
    return {**new, "at": Work(ctx, new, template).steps[0].id}


def put(work: Work, action: Action, at: int) -> State:
    """Take over what stands in the entries that the action names; what is too long stays unsent."""
    del at
    state, given, typed = work.state, dict(action.get("fields") or {}), fields(action)
    values, unsent = dict(state["values"]), dict(state["unsent"])
    for name, entry in work.entries.items():
        if name not in given:
            continue
        text = _chosen(entry, several(action, name)) if entry.chosen else typed[name]
        if len(text) > entry.limit and not entry.chosen:
            unsent[name] = text[:LONGEST_TYPED]
            continue
        unsent.pop(name, None)
        values[name] = text
        if not text:
            del values[name]
    if values == state["values"] and unsent == state["unsent"]:
        return state
    return {**state, "values": values, "unsent": unsent, "ended": False}


def _chosen(entry: Entry, picked: tuple[str, ...]) -> str:
    """What was chosen, out of what there is."""
    known = [one for one, _ in entry.options if one in picked]
    return ",".join(known if entry.style == "several" else known[:1])


def _entered(work: Work, action: Action, at: int) -> Work:
    """The worksheet with what stood in the form of an action."""
    return replace(work, state=put(work, action, at)) if action.get("fields") else work


def go(work: Work, action: Action, at: int) -> State:
    """To a step, or to the end; what stood in the form is kept."""
    work, target = _entered(work, action, at), value(action, "step")
    if target != END and work.step(target) is None:
        raise ActionError("action-unknown", do="go")
    return {**work.state, "at": target}


def turn(work: Work, action: Action, at: int) -> State:
    """To the next step; past the last one is the end."""
    work = _entered(work, action, at)
    order, here = [step.id for step in work.steps], work.state["at"]
    place = order.index(here) + 1 if here in order else len(order)
    return {**work.state, "at": order[place] if place < len(order) else END}


def grade(work: Work, action: Action, at: int) -> State:
    """Check the step in hand as it stands in the form."""
    work = _entered(work, action, at)
    here = value(action, "step") or work.state["at"]
    if work.step(here) is None:
        raise ActionError("action-unknown", do="grade")
    return checking.graded(work.after(at=here), here)


def finish(work: Work, action: Action, at: int) -> State:
    """The end: what stood in the form is kept, every step is checked once more."""
    work = _entered(work, action, at)
    state = checking.graded(work, *(step.id for step in work.steps))
    return {**state, "at": END, "ended": True}


def add(work: Work, action: Action, at: int) -> State:
    """One more row of a list, as many as its step lets in."""
    work = _entered(work, action, at)
    state, step = work.state, _step_of(work, value(action, "list"))
    rows = state["rows"].get(step.list, [])
    if len(rows) >= step.most:
        state["last"]["notice"] = "worksheet.rows-full"
        return state
    made = state["made"] + 1
    return {**state, "made": made, "rows": {**state["rows"], step.list: [*rows, f"r{made}"]}, "ended": False}


def drop(work: Work, action: Action, at: int) -> State:
    """Take an added row off, with what stands in it."""
    del at
    state, step, name = work.state, _step_of(work, value(action, "list")), value(action, "row")
    rows = [row for row in state["rows"].get(step.list, []) if row != name]
    kept = {key: text for key, text in state["values"].items() if key.split(".")[0] != name}
    unsent = {key: text for key, text in state["unsent"].items() if key.split(".")[0] != name}
    rest: State = {"values": kept, "unsent": unsent, "ended": False}
    return {**state, "rows": {**state["rows"], step.list: rows}, **rest}


def move(work: Work, action: Action, at: int) -> State:
    """An added row one place up or down."""
    del at
    state, step, name = work.state, _step_of(work, value(action, "list")), value(action, "row")
    rows = list(state["rows"].get(step.list, []))
    if name not in rows:
        raise ActionError("action-unknown", do=str(action["do"]))
    here = rows.index(name)
    there = min(len(rows) - 1, max(0, here + (-1 if action["do"] == "up" else 1)))
    rows[here], rows[there] = rows[there], rows[here]
    return {**state, "rows": {**state["rows"], step.list: rows}}


def hint(work: Work, action: Action, at: int) -> State:
    """One more hint for the step in hand; it costs nothing."""
    work = _entered(work, action, at)
    state, here = work.state, work.state["at"]
    step = work.step(here)
    most = len(step.hints) if step else 0
    return {**state, "hints": {**state["hints"], here: min(most, state["hints"].get(here, 0) + 1)}}


def disagree(work: Work, action: Action, at: int) -> State:
    """「不同意，请讲师看」 for a step that was checked."""
    del at
    state, said = work.state, fields(action).get("note", "")[:LONGEST_NOTE]
    here = value(action, "step") or state["at"]
    if here not in state["results"]:
        raise ActionError("action-unknown", do="disagree")
    state["last"] |= {"notice": "exercise.disagree-sent", "item": here, "note": said}
    return {**state, "notes": {**state["notes"], here: said}}


def pick(work: Work, action: Action, at: int) -> State:
    """Fill it in for another material; the sheet of this one waits."""
    state, wanted = work.state, value(action, "material")
    if wanted not in work.template.materials(work.ctx):
        raise ActionError("action-unknown", do="pick")
    if wanted == state["material"]:
        return _from_the_first(work)
    others = {**state["others"], state["material"]: {name: state[name] for name in SHEET}}
    kept = others.pop(wanted, None)
    if kept is None:
        return begin(work.ctx, work.template, {**state, "others": others}, wanted, at)
    return _from_the_first(work.after(**kept, others=others, material=wanted))


def restart(work: Work, action: Action, at: int) -> State:
    """The same material from the beginning, as a document of its own; the one before stays on the shelf."""
    del action
    return begin(work.ctx, work.template, work.state, work.state["material"], at)


def _from_the_first(work: Work) -> State:
    """On the first step."""
    return {**work.state, "at": work.steps[0].id}


def _step_of(work: Work, name: str) -> Step:
    """The step whose rows can be added."""
    found = next((one for one in work.steps if name and one.list == name), None)
    if found is None:
        raise ActionError("action-unknown", do="add")
    return found


Act = Callable[[Work, Action, int], State]
#: What can be done, by its name in an action.
STEPS: Mapping[str, Act] = {
    "put": put,
    "go": go,
    "next": turn,
    "grade": grade,
    "finish": finish,
    "add": add,
    "drop": drop,
    "up": move,
    "down": move,
    "hint": hint,
    "disagree": disagree,
    "pick": pick,
    "restart": restart,
}

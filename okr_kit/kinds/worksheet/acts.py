"""What is done to a worksheet: each of these returns the new state or refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

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
    return {**new, "at": template.steps(Work(ctx, new))[0].id}


def entries(template: Template, work: Work) -> Iterator[tuple[str, Entry]]:
    """Every entry of every step with its name in a form (``row.name``)."""
    for step in template.steps(work):
        for row in step.rows:
            for entry in row.entries:
                yield f"{row.id}.{entry.name}", entry


def put(ctx: Context, template: Template, state: State, action: Action, at: int) -> State:
    """Take over what stands in the entries that the action names; what is too long stays unsent."""
    del at
    given, typed = dict(action.get("fields") or {}), fields(action)
    values, unsent = dict(state["values"]), dict(state["unsent"])
    for name, entry in entries(template, Work(ctx, state)):
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


def go(ctx: Context, template: Template, state: State, action: Action, at: int) -> State:
    """To a step, or to the end; what stood in the form is kept."""
    new = put(ctx, template, state, action, at) if action.get("fields") else state
    target = value(action, "step")
    if target not in (END, *_order(ctx, template, new)):
        raise ActionError("action-unknown", do="go")
    return {**new, "at": target}


def turn(ctx: Context, template: Template, state: State, action: Action, at: int) -> State:
    """To the next step; past the last one is the end."""
    new = put(ctx, template, state, action, at) if action.get("fields") else state
    order = _order(ctx, template, new)
    place = order.index(new["at"]) + 1 if new["at"] in order else len(order)
    return {**new, "at": order[place] if place < len(order) else END}


def grade(ctx: Context, template: Template, state: State, action: Action, at: int) -> State:
    """Check the step in hand as it stands in the form."""
    new = put(ctx, template, state, action, at) if action.get("fields") else state
    here = value(action, "step") or new["at"]
    if here not in _order(ctx, template, new):
        raise ActionError("action-unknown", do="grade")
    return checking.graded(ctx, template, {**new, "at": here}, [here])


def finish(ctx: Context, template: Template, state: State, action: Action, at: int) -> State:
    """The end: what stood in the form is kept, every step is checked once more."""
    state = put(ctx, template, state, action, at) if action.get("fields") else state
    state = checking.graded(ctx, template, state, _order(ctx, template, state))
    return {**state, "at": END, "ended": True}


def add(ctx: Context, template: Template, state: State, action: Action, at: int) -> State:
    """One more row of a list, as many as its step lets in."""
    state = put(ctx, template, state, action, at) if action.get("fields") else state
    step = _step_of(ctx, template, state, value(action, "list"))
    rows = state["rows"].get(step.list, [])
    if len(rows) >= step.most:
        state["last"]["notice"] = "worksheet.rows-full"
        return state
    made = state["made"] + 1
    return {**state, "made": made, "rows": {**state["rows"], step.list: [*rows, f"r{made}"]}, "ended": False}


def drop(ctx: Context, template: Template, state: State, action: Action, at: int) -> State:
    """Take an added row off, with what stands in it."""
    del at
    step, name = _step_of(ctx, template, state, value(action, "list")), value(action, "row")
    rows = [row for row in state["rows"].get(step.list, []) if row != name]
    kept = {key: text for key, text in state["values"].items() if key.split(".")[0] != name}
    unsent = {key: text for key, text in state["unsent"].items() if key.split(".")[0] != name}
    rest: State = {"values": kept, "unsent": unsent, "ended": False}
    return {**state, "rows": {**state["rows"], step.list: rows}, **rest}


def move(ctx: Context, template: Template, state: State, action: Action, at: int) -> State:
    """An added row one place up or down."""
    del at
    step, name = _step_of(ctx, template, state, value(action, "list")), value(action, "row")
    rows = list(state["rows"].get(step.list, []))
    if name not in rows:
        raise ActionError("action-unknown", do=str(action["do"]))
    here = rows.index(name)
    there = min(len(rows) - 1, max(0, here + (-1 if action["do"] == "up" else 1)))
    rows[here], rows[there] = rows[there], rows[here]
    return {**state, "rows": {**state["rows"], step.list: rows}}


def hint(ctx: Context, template: Template, state: State, action: Action, at: int) -> State:
    """One more hint for the step in hand; it costs nothing."""
    state = put(ctx, template, state, action, at) if action.get("fields") else state
    here = state["at"]
    most = next((len(one.hints) for one in template.steps(Work(ctx, state)) if one.id == here), 0)
    return {**state, "hints": {**state["hints"], here: min(most, state["hints"].get(here, 0) + 1)}}


def disagree(ctx: Context, template: Template, state: State, action: Action, at: int) -> State:
    """「不同意，请讲师看」 for a step that was checked."""
    del ctx, template, at
    here, said = value(action, "step") or state["at"], fields(action).get("note", "")[:LONGEST_NOTE]
    if here not in state["results"]:
        raise ActionError("action-unknown", do="disagree")
    state["last"] |= {"notice": "exercise.disagree-sent", "item": here, "note": said}
    return {**state, "notes": {**state["notes"], here: said}}


def pick(ctx: Context, template: Template, state: State, action: Action, at: int) -> State:
    """Fill it in for another material; the sheet of this one waits."""
    wanted = value(action, "material")
    if wanted not in template.materials(ctx):
        raise ActionError("action-unknown", do="pick")
    if wanted == state["material"]:
        return {**state, "at": _order(ctx, template, state)[0]}
    others = {**state["others"], state["material"]: {name: state[name] for name in SHEET}}
    kept = others.pop(wanted, None)
    new = {**state, "others": others}
    if kept is None:
        return begin(ctx, template, new, wanted, at)
    new |= {**kept, "material": wanted}
    return {**new, "at": _order(ctx, template, new)[0]}


def restart(ctx: Context, template: Template, state: State, action: Action, at: int) -> State:
    """The same material from the beginning, as a document of its own; the one before stays on the shelf."""
    del action
    return begin(ctx, template, state, state["material"], at)


def _order(ctx: Context, template: Template, state: State) -> list[str]:
    return [step.id for step in template.steps(Work(ctx, state))]


def _step_of(ctx: Context, template: Template, state: State, name: str) -> Step:
    """The step whose rows can be added."""
    found = next((one for one in template.steps(Work(ctx, state)) if name and one.list == name), None)
    if found is None:
        raise ActionError("action-unknown", do="add")
    return found


Act = Callable[[Context, Template, State, Action, int], State]
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

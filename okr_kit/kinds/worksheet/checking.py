"""How a worksheet stands: its steps checked, what they said kept as data, the score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..base import Context, State
from .template import Check, Note, Step, Template
from .work import Work


def graded(ctx: Context, template: Template, state: State, names: Iterable[str]) -> State:
    """The state with some steps checked as they are now; the last action says what was wrong with them.

    Steps and checks are made once for all of them: to make them is what takes long.
    """
    work, wanted = Work(ctx, state), list(names)
    plan = [one for one in template.checks(work) if one.step in wanted]
    steps = {one.id: one for one in template.steps(work)}
    codes = [note.code for one in plan for note in one.notes if note.code and note.tone == "revise"]
    state["last"] |= {"graded": True, "codes": list(dict.fromkeys(codes)), "item": wanted[-1]}
    results = {
        name: {"checks": {one.id: _kept(one) for one in plan if one.step == name}, "seen": _stands(work, steps[name])}
        for name in wanted
    }
    return {**state, "results": {**state["results"], **results}}


def seen(template: Template, work: Work, step: str) -> dict[str, str]:
    """What stands in the entries of a step."""
    here = next((one for one in template.steps(work) if one.id == step), None)
    return _stands(work, here) if here else {}


def _stands(work: Work, step: Step) -> dict[str, str]:
    names = [f"{row.id}.{entry.name}" for row in step.rows for entry in row.entries]
    return {name: work.values[name] for name in names if work.values.get(name)}


def changed(template: Template, work: Work, step: str) -> bool:
    """Whether something was entered in a step since it was checked."""
    result = work.state["results"].get(step)
    return result is not None and result["seen"] != seen(template, work, step)


def standing(ctx: Context, template: Template, state: State, plan: Iterable[Check] | None = None) -> list[Check]:
    """Every check with what its step said when it was handed in last; one that never was counts nothing and is open.

    ``plan`` are the template's checks, where they are at hand: to make them is what takes long.
    """
    found = []
    for one in template.checks(Work(ctx, state)) if plan is None else plan:
        kept = state["results"].get(one.step, {"checks": {}})["checks"].get(one.id)
        found.append(_read(one, kept) if kept else Check(one.id, one.step, one.weight, 0.0, open=True))
    return found


def score(found: Iterable[Check]) -> int:
    """0-100: what holds of what is checked, by weight."""
    checks = list(found)
    whole = sum(one.weight for one in checks)
    return int(100 * sum(one.weight * one.share for one in checks) / whole + 0.5) if whole else 0


def _kept(check: Check) -> dict[str, Any]:
    """A check as plain JSON."""
    notes = [
        {"tone": one.tone, "key": one.key, "params": dict(one.params), "at": list(one.at), "code": one.code}
        for one in check.notes
    ]
    return {"share": float(check.share), "open": check.open, "notes": notes}


def _read(check: Check, kept: Mapping[str, Any]) -> Check:
    notes = tuple(Note(one["tone"], one["key"], one["params"], tuple(one["at"]), one["code"]) for one in kept["notes"])
    return Check(check.id, check.step, check.weight, kept["share"], notes, kept["open"])

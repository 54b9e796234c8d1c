"""How a worksheet stands: its steps checked, what they said kept as data, the score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..base import State
from .template import Check, Note
from .work import Work


def graded(work: Work, *steps: str) -> State:
    """The state with these steps checked as they are now; the last action says what was wrong with them."""
    state, results = work.state, dict(work.state["results"])
    risen: list[str] = []
    gone: list[str] = []
    for step in steps:
        found = [one for one in work.checks if one.step == step]
        before = standing(work, step) if step in results else []
        risen += [one.id for one in found for old in before if old.id == one.id and one.share > old.share]
        gone += sorted(_codes(before) - _codes(found))
        results[step] = {"checks": {one.id: _kept(one) for one in found}, "seen": seen(work, step)}
    codes = [note.code for one in work.checks if one.step in steps for note in one.notes if _wrong(note)]
    state["last"] |= {"graded": True, "codes": list(dict.fromkeys(codes)), "item": steps[-1]}
    state["last"] |= {"risen": risen, "codes_gone": gone}
    return {**state, "results": results}


def _codes(found: Iterable[Check]) -> set[str]:
    """What was found, by code."""
    return {note.code for one in found for note in one.notes if note.code and note.tone in ("revise", "near")}


def _wrong(note: Note) -> bool:
    """Whether a note is what the log counts."""
    return bool(note.code) and note.tone == "revise"


def seen(work: Work, step: str) -> dict[str, str]:
    """What stands in the entries of a step."""
    here = work.step(step)
    return {name: work.values[name] for name in (here.entries if here else ()) if work.values.get(name)}


def changed(work: Work, step: str) -> bool:
    """Whether something was entered in a step since it was checked."""
    result = work.state["results"].get(step)
    return result is not None and result["seen"] != seen(work, step)


def standing(work: Work, step: str = "") -> list[Check]:
    """Every check, or those of one step, as its step said when it was handed in last; one that never was is open and counts nothing."""
    found = []
    for one in work.plan:
        if step and one.step != step:
            continue
        kept = work.state["results"].get(one.step, {"checks": {}})["checks"].get(one.id)
        found.append(_read(one, kept) if kept else replace(one, share=0.0, notes=(), open=True))
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

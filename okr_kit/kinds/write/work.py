"""The state of the writing exercise and what changes it; nothing here grades or shows anything.

State, beyond what every state has: ``scenario`` (an item id, ``own``, or empty while choosing), ``at`` (``pick``,
``o``, a KR's id, or ``set``); the sheet: ``doc`` (the OKR document), ``made`` (how many KRs it ever had), ``drafts`` (part
id to the graded drafts, oldest first), ``hints`` (part id to how many were asked for), ``notes`` (part id to what the
learner told the trainer); and ``others``, the sheets of other scenarios, to which one comes back by choosing them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import documents
from ...documents import okr
from ...documents.base import ENVELOPE
from ...documents.okr import FIELDS, O_PART, blank_okr
from ...errors import ActionError, DocumentError
from ..base import Action, Context, State, fields, value

OWN, PICK, WHOLE = "own", "pick", "set"
#: Longest statement in characters; more is cut by the field and refused here.
LONGEST = 2000
#: Most KRs on one sheet: the set rule calls 7 too many, one more lets a learner see why.
MOST_KRS = 8

SHEET = {
    "made": int,
    "doc": {**ENVELOPE, **okr.SHAPE},
    "drafts": {
        str: [
            {"text": str, "verdict": str, "score?": int, "codes": [str], "gone?": [str], "new?": [str], "left?": [str]}
        ]
    },
    "hints": {str: int},
    "notes": {str: str},
}
SHAPE = {"scenario": str, "at": str, **SHEET, "others": {str: SHEET}}


def parts(state: Mapping[str, Any]) -> list[str]:
    """Where one can be: the choice of a scenario, the objective, each key result, the whole."""
    return [PICK, O_PART, *(row["id"] for row in state["doc"]["key_results"]), WHOLE]


def scenarios(ctx: Context) -> set[str]:
    """What can be written for, or nothing yet."""
    return {"", OWN, *ctx.exercise.items}


def text_of(state: Mapping[str, Any], part: str) -> str:
    """The sentence of a part as it was last sent in."""
    if part == O_PART:
        return str(state["doc"]["objective"]["text"])
    return str(row_of(state, part).get("text", ""))


def row_of(state: Mapping[str, Any], part: str) -> Mapping[str, Any]:
    """The key result that a part is; empty where the part is none."""
    return next((row for row in state["doc"]["key_results"] if row["id"] == part), {})


def key(state: Mapping[str, Any], part: str) -> str:
    """A part of this very sheet: what is typed or said about it must not turn up on another."""
    return f"{state['doc']['id']}-{part}"


def begin(ctx: Context, state: State, at: int) -> State:
    """At the choice of a scenario, with an empty sheet."""
    fresh = {"at": PICK, "scenario": "", "made": 0, "drafts": {}, "hints": {}, "notes": {}}
    return {**state, **fresh, "others": state.get("others", {}), "doc": blank_okr(_new_id(ctx, state, at))}


def put_aside(state: State) -> dict[str, Any]:
    """The sheets of all scenarios that were begun, the present one too."""
    here = {state["scenario"]: {name: state[name] for name in SHEET}} if state["scenario"] else {}
    return {**state["others"], **here}


def pick(ctx: Context, state: State, action: Action, at: int) -> State:
    """Open the O of a scenario (or of the learner's own business): on its sheet, or on a new one.

    What is typed about one's own business begins a new sheet; the one before stays on the shelf.
    """
    name = value(action, "scenario")
    if name not in (OWN, *ctx.exercise.items):
        raise ActionError("action-unknown", do="pick")
    item, given = ctx.exercise.items.get(name, {}), fields(action)
    if name == state["scenario"] and not any(given.values()):
        return {**state, "at": O_PART}
    others = put_aside(state)
    kept = others.pop(name, None)
    if kept is not None and not any(given.values()):
        return {**state, **kept, "others": others, "scenario": name, "at": O_PART}
    known = (
        {"cycle": given.get("cycle", "")[:20], "parent": given.get("parent", "")[:200]}
        if name == OWN
        else {key: str(item.get(key, "")) for key in ("cycle", "parent")} | {"origin": f"case:{name}"}
    )
    doc = blank_okr(_new_id(ctx, state, at), **known)
    return {**begin(ctx, state, at), "others": others, "scenario": name, "doc": doc, "at": O_PART}


def take(ctx: Context, state: State, action: Action, at: int) -> State:
    """Go on with a copy of a document of the shelf; DocumentError ``document-gone`` if it is not there any more."""
    wanted = value(action, "doc")
    found = next((doc for doc in ctx.shelf if doc["id"] == wanted), None)
    if found is None:
        raise DocumentError("document-gone", id=wanted)
    doc = documents.copy(found, _new_id(ctx, state, at, found["id"]))
    doc["key_results"] = [{**dict.fromkeys(FIELDS, ""), **row} for row in doc["key_results"]]
    numbers = (int(row["id"][1:]) for row in doc["key_results"] if row["id"][1:].isdigit())
    scenario, others = scenario_of(ctx, doc), put_aside(state)
    others.pop(scenario, None)
    fresh = begin(ctx, state, at) | {"others": others, "scenario": scenario, "at": O_PART}
    return fresh | {"doc": doc, "made": max(numbers, default=0)}


def scenario_of(ctx: Context, doc: Mapping[str, Any]) -> str:
    """The scenario that a document was written for; one's own business if this exercise has it not."""
    case = str(doc["origin"]).removeprefix("case:")
    return case if case in ctx.exercise.items else OWN


def add(state: State) -> State:
    """Open an empty KR; its id is never used again on this sheet."""
    rows = state["doc"]["key_results"]
    if len(rows) >= MOST_KRS:
        state["last"]["notice"] = "exercise.too-many-krs"
        return state
    unused = [row for row in rows if not row["text"]]
    if unused:
        return {**state, "at": unused[0]["id"]}
    made = int(state["made"]) + 1
    row = {"id": f"k{made}", "text": "", **dict.fromkeys(FIELDS, "")}
    return {**state, "made": made, "at": row["id"], "doc": {**state["doc"], "key_results": [*rows, row]}}


def drop(state: State, part: str) -> State:
    """Take a KR off the sheet."""
    rows = [row for row in state["doc"]["key_results"] if row["id"] != part]
    at = rows[-1]["id"] if rows else O_PART
    return {**state, "at": at, "doc": {**state["doc"], "key_results": rows}} | stale(state)


def step(state: State, do: str, part: str, given: Mapping[str, str]) -> State:
    """One of the small steps at a part: go, hint, drop, disagree."""
    if do == "go":
        return {**state, "at": part}
    if do == "hint":
        return {**state, "hints": {**state["hints"], part: state["hints"].get(part, 0) + 1}}
    if do == "drop" and part.startswith("k"):
        return drop(state, part)
    if do == "disagree":
        note = given.get("note", "")[:500]
        state["last"] |= {"notice": "exercise.disagree-sent", "item": part, "note": note}
        return {**state, "notes": {**state["notes"], part: note}}
    raise ActionError("action-unknown", do=do)


def stale(state: State) -> dict[str, Any]:
    """The look at the whole no longer counts once a part has changed."""
    looks = state["drafts"].get(WHOLE, [])
    if not looks:
        return {}
    return {"drafts": {**state["drafts"], WHOLE: [*looks[:-1], {**looks[-1], "old": True}]}}


def fill(ctx: Context, state: State, part: str, given: Mapping[str, str]) -> State | None:
    """Take over what was typed; None, with a notice, where there is nothing or too much."""
    text = given.get("text", "")
    if not text or len(text) > LONGEST:
        state["last"]["notice"] = "exercise.too-long" if text else "exercise.blank"
        return None
    doc = dict(state["doc"])
    if part == O_PART:
        doc["objective"] = {"id": O_PART, "text": text}
    else:
        doc["key_results"] = [
            _filled(ctx, row, text, given) if row["id"] == part else row for row in doc["key_results"]
        ]
    return {**state, "doc": doc, "at": part} | stale(state)


def _filled(ctx: Context, row: Mapping[str, Any], text: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The KR's fields: what the learner corrected stays, the rest is read again when the sentence changed."""
    now, before = (ctx.workspace.readings.extract(words) for words in (text, str(row["text"])))
    filled = {**row, "text": text}
    for name in FIELDS:
        read_now, read_before = _shown(getattr(now, name)), _shown(getattr(before, name))
        typed = given.get(name, row.get(name, ""))[:60]
        untouched = name not in given or not row["text"] or typed == read_before
        filled[name] = read_now if untouched else typed
    if "type" in given:
        filled["type"] = given["type"]
    return filled


def _shown(found: float | str | None) -> str:
    """A value that was read, as the learner would type it."""
    if found is None:
        return ""
    if isinstance(found, float):
        return f"{found:g}" if abs(found) < 1e6 else str(int(found))
    return found


def _new_id(ctx: Context, state: State, at: int, source: str = "") -> str:
    """The id of the next document: unlike that of the one before it, and of the one it is a copy of."""
    before = state.get("doc", {}).get("id", "")
    return documents.new_id(ctx.owner, ctx.exercise.slug, state["seed"], at, before, source)

"""The state of the writing exercise and what changes it; nothing here grades or shows anything.

State, beyond what every state has: ``scenario`` (an item id, ``own``, or empty while choosing), ``at`` (``pick``,
``o``, a KR's id, ``set`` or ``end``); the sheet: ``doc`` (the OKR document), ``made`` (how many KRs it ever had), ``drafts``
(part id to the graded drafts, oldest first), ``hints`` (part id to how many were asked for), ``notes`` (part id to what the
learner told the trainer), ``unsent`` (part id to what was sent in and not taken over: a list to decide on, a text that is
too long), ``ended`` (taken along as finished since the last change); and ``others``, the sheets of other scenarios, to
which one comes back by choosing them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import documents
from ...documents import okr
from ...documents.base import ENVELOPE
from ...documents.okr import O_PART, blank_okr
from ...errors import ActionError, DocumentError
from ..base import Action, Context, State, fields, value
from .pasted import MOST_KRS, Pasted
from .rows import MARKS, READ, filled

OWN, PICK, WHOLE, END = "own", "pick", "set", "end"
#: Longest statement in characters.
LONGEST = 2000
#: Longest text that a box takes: a list of statements, or one to be cut down by whoever wrote it.
LONGEST_TYPED = 20_000
#: A sheet is not finished any more once a part of it has changed.
CHANGED = {"ended": False}

SHEET = {
    "made": int,
    "doc": {**ENVELOPE, **okr.SHAPE},
    "drafts": {
        str: [
            {
                "text": str,
                "verdict": str,
                "codes": [str],
                "score?": int,
                "row?": {str: str},
                "same?": bool,
                **{f"{name}?": [str] for name in ("gone", "new", "left")},
            }
        ]
    },
    "hints": {str: int},
    "notes": {str: str},
    "unsent": {str: str},
    "ended": bool,
}
SHAPE = {"scenario": str, "at": str, **SHEET, "others": {str: SHEET}}


def parts(state: Mapping[str, Any]) -> list[str]:
    """Where one can be: the choice of a scenario, the objective, each key result, the whole, the end."""
    return [PICK, O_PART, *(row["id"] for row in state["doc"]["key_results"]), WHOLE, END]


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


def snapshot(state: Mapping[str, Any], part: str) -> dict[str, str]:
    """What a part says now: its words and, of a KR, its fields."""
    row = row_of(state, part)
    return {"text": text_of(state, part), **{name: str(row[name]) for name in READ if row.get(name)}}


def key(state: Mapping[str, Any], part: str) -> str:
    """A part of this very sheet: what is typed or said about it must not turn up on another."""
    return f"{state['doc']['id']}-{part}"


def begin(ctx: Context, state: State, at: int) -> State:
    """At the choice of a scenario, with an empty sheet."""
    fresh = {"at": PICK, "scenario": "", "made": 0, "ended": False}
    fresh |= {name: {} for name in ("drafts", "hints", "notes", "unsent")}
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
    doc = documents.as_okr(found, _new_id(ctx, state, at, found["id"])) if found else None
    if doc is None:
        raise DocumentError("document-gone", id=wanted)
    doc["key_results"] = [{**dict.fromkeys(READ, ""), **row} for row in doc["key_results"]]
    numbers = (int(row["id"][1:]) for row in doc["key_results"] if row["id"][1:].isdigit())
    scenario, others = scenario_of(ctx, doc), put_aside(state)
    others.pop(scenario, None)
    fresh = begin(ctx, state, at) | {"others": others, "scenario": scenario, "at": O_PART}
    return fresh | {"doc": doc, "made": max(numbers, default=0)}


def scenario_of(ctx: Context, doc: Mapping[str, Any]) -> str:
    """The scenario that a document was written for; one's own business if this exercise has it not."""
    case = str(doc["origin"]).removeprefix("case:")
    return case if case in ctx.exercise.items else OWN


def add(state: State, mark: str = "") -> State:
    """Open an empty KR, marked as a guardrail or the like where that is asked for."""
    rows = state["doc"]["key_results"]
    unused = next((row for row in rows if not row["text"]), None)
    if unused is None and len(rows) >= MOST_KRS:
        state["last"]["notice"] = "exercise.too-many-krs"
        return state
    made, row = (state["made"], unused) if unused else _blank_row(state)
    row = {**row, "type": mark if mark in MARKS else row.get("type", "")}
    rows = [*(other for other in rows if other["id"] != row["id"]), row]
    return {**state, "made": made, "at": row["id"], "doc": {**state["doc"], "key_results": rows}}


def _blank_row(state: State) -> tuple[int, dict[str, str]]:
    """How many KRs there ever were with this one, and the KR; an id is never used again on this sheet."""
    made = int(state["made"]) + 1
    return made, {"id": f"k{made}", "text": "", **dict.fromkeys(READ, "")}


def spread(ctx: Context, state: State, part: str, found: Pasted) -> State:
    """Take a pasted list over: its O into the box of the O, each KR into one of its own, from the box it was pasted in.

    What is more than a sheet holds stays together in the last one.
    """
    rows, made = list(state["doc"]["key_results"]), int(state["made"])
    at = next(
        (place for place, row in enumerate(rows) if part == row["id"] or (part == O_PART and not row["text"])),
        len(rows),
    )
    free = [row for row in rows[at:] if row["id"] == part or not row["text"]]
    rows = [row for row in rows if row not in free]
    texts, room = list(found.key_results), MOST_KRS - len(rows)
    over = "\n".join(texts[room - 1 :]) if len(texts) > room else ""
    if over:
        texts = [*texts[: room - 1], over if len(over) <= LONGEST else ""]
        state["last"]["notice"] = "exercise.split-full"
    new = []
    for text in texts:
        made, row = (made, free.pop(0)) if free else _blank_row({**state, "made": made})
        new.append(filled(ctx, row, text, {}))
    doc = {**state["doc"], "key_results": [*rows[:at], *new, *rows[at:]]}
    if found.objective:
        doc["objective"] = {"id": O_PART, "text": found.objective}
    unsent = _without(state["unsent"], part)
    if over and not texts[-1]:
        unsent[new[-1]["id"]] = over
    first = O_PART if part == O_PART else new[0]["id"]
    return {**state, "doc": doc, "made": made, "unsent": unsent, "at": first} | CHANGED


def drop(state: State, part: str) -> State:
    """Take a KR off the sheet."""
    rows = [row for row in state["doc"]["key_results"] if row["id"] != part]
    at = rows[-1]["id"] if rows else O_PART
    unsent = _without(state["unsent"], part)
    return {**state, "at": at, "unsent": unsent, "doc": {**state["doc"], "key_results": rows}} | CHANGED


def marks(state: State, given: Mapping[str, str]) -> dict[str, str]:
    """What KRs are marked as by an action: ``type-<id>`` says which."""
    picked = {row["id"]: given.get(f"type-{row['id']}", "") for row in state["doc"]["key_results"]}
    return {part: kind for part, kind in picked.items() if kind in MARKS}


def mark(state: State, given: Mapping[str, str]) -> State:
    """Mark KRs as committed, aspirational or guardrail; a notice where none was picked."""
    picked = marks(state, given)
    if not picked:
        state["last"]["notice"] = "exercise.mark-none"
        return state
    rows = [{**row, "type": picked[row["id"]]} if row["id"] in picked else row for row in state["doc"]["key_results"]]
    return {**state, "doc": {**state["doc"], "key_results": rows}} | CHANGED


def kept_beside(state: State, given: Mapping[str, str]) -> State:
    """What stood in a form that is no part's: the marks of KRs, and what one's own business is about before it is begun."""
    if marks(state, given):
        return mark(state, given)
    about = {f"{OWN}-{name}": given[name][:200] for name in ("cycle", "parent") if given.get(name)}
    return {**state, "unsent": {**state["unsent"], **about}} if state["at"] == PICK and about else state


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


def fill(ctx: Context, state: State, part: str, given: Mapping[str, str]) -> State | None:
    """Take over what was typed; None, with a notice, where there is nothing or too much: that stays in the box."""
    text = given.get("text", "")
    if not text or len(text) > LONGEST:
        state["last"]["notice"] = "exercise.too-long" if text else "exercise.blank"
        return None
    doc = dict(state["doc"])
    if part == O_PART:
        doc["objective"] = {"id": O_PART, "text": text}
    else:
        doc["key_results"] = [filled(ctx, row, text, given) if row["id"] == part else row for row in doc["key_results"]]
    unsent = _without(state["unsent"], part)
    changed = {} if doc == state["doc"] else CHANGED
    return {**state, "doc": doc, "unsent": unsent, "at": part} | changed


def _without(unsent: Mapping[str, str], part: str) -> dict[str, str]:
    """What was sent in and not taken over, but for one part."""
    return {name: text for name, text in unsent.items() if name != part}


def _new_id(ctx: Context, state: State, at: int, source: str = "") -> str:
    """The id of the next document: unlike that of the one before it, and of the one it is a copy of."""
    before = state.get("doc", {}).get("id", "")
    return documents.new_id(ctx.owner, ctx.exercise.slug, state["seed"], at, before, source)

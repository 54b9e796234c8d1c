"""The fields of a KR: what is read out of its sentence, what the learner made of it, and which way it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import quantity
from ...documents.okr import FIELDS, O_PART
from ..base import Context

#: What a KR can be marked as, in the order of the switches.
GUARDRAIL = "guardrail"
MARKS = ("committed", "aspirational", GUARDRAIL)
#: What is read out of a KR's sentence, to be confirmed or corrected.
READ = (*FIELDS, "type")


def filled(ctx: Context, row: Mapping[str, Any], text: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The KR's fields: what the learner corrected stays, the rest is read again when the sentence changed."""
    now, before = read(ctx, text), read(ctx, str(row["text"]))
    new = {**row, "text": text}
    for name in READ:
        typed = given.get(name, row.get(name, ""))[:60]
        if name == "type" and typed not in MARKS:
            typed = row.get(name, "")
        new[name] = now[name] if typed == before[name] else typed
    return {**new, "direction": direction(ctx, new)}


def read(ctx: Context, text: str) -> dict[str, str]:
    """What a KR's sentence says, by field, as the learner would type it; empty where it cannot be read."""
    if not text:
        return dict.fromkeys(READ, "")
    found = ctx.workspace.readings.extract(text)
    return {name: _shown(getattr(found, name)) for name in FIELDS} | {"type": said_type(ctx, text)}


def said_type(ctx: Context, text: str) -> str:
    """What a KR says itself that it is (「护栏：…」, 「（挑战型）…」), or empty."""
    reading = ctx.workspace.readings.read(text)
    if reading.marks("guardrail"):
        return GUARDRAIL
    opening = reading.whole[:8].lstrip(" ([【")
    return next((mark for mark in MARKS if opening.startswith(ctx.say(f"type-{mark}"))), "")


def direction(ctx: Context, row: Mapping[str, str]) -> str:
    """Which way a KR goes: most or least (a limit), up or down, or empty where nothing says so."""
    baseline, target = (quantity.parse(row.get(name) or None) for name in ("baseline", "target"))
    reading = ctx.workspace.readings.read(str(row["text"]))
    bound = next((one.bound for one in reading.numbers if target and one.bound and one.value == target.value), "")
    if bound:
        return "most" if bound == "<=" else "least"
    if baseline and target and baseline.value != target.value:
        return "up" if target.value > baseline.value else "down"
    if target and target.value == 0:
        return "most"
    return ctx.workspace.readings.extract(str(row["text"])).direction or ""


def _shown(found: float | str | None) -> str:
    """A value that was read, as the learner would type it."""
    if found is None:
        return ""
    if isinstance(found, str):
        return found
    return str(int(found)) if 1e6 <= abs(found) < 1e15 else f"{found:g}"


def with_draft(ctx: Context, doc: Mapping[str, Any], part: str, draft: Mapping[str, Any]) -> dict[str, Any]:
    """The document with an earlier draft in the place of a part, everything else as it is."""
    if part == O_PART:
        return {**doc, "objective": {"id": O_PART, "text": draft["text"]}}
    said = draft.get("row") or {"text": draft["text"], **read(ctx, draft["text"])}
    row = {"id": part, **dict.fromkeys(READ, ""), **said}
    return {**doc, "key_results": [row if one["id"] == part else one for one in doc["key_results"]]}

"""A score sheet as a document: the OKR as it was agreed, with what came of each key result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .....documents import OWN, Document
from .....documents.okr import O_PART, blank_okr, title_of
from ...work import Work
from . import parts
from .parts import LIST, O_ROW, Scored
from .said import came

if TYPE_CHECKING:
    from ....base import Context

#: What is taken over of a key result, and what it may know beside it, which goes on with it as long as its words stay.
TAKEN = ("text", "type", "baseline", "target", "unit", "weight")
BESIDE = ("metric", "due", "direction")
#: Rows to type in where there is nothing to begin with; the most that there can be.
BLANK, MOST = 3, 12


def carry(ctx: Context, material: str, given: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The learner's own OKR, key result by key result; blank rows where he has none."""
    del ctx, material
    doc = given.get("okr", {})
    rows = own_okr(given)[:MOST]
    names = [f"r{n}" for n in range(1, (len(rows) or BLANK) + 1)]
    values = {f"{O_ROW}.text": str(doc["objective"]["text"])} if rows else {}
    for name, row in zip(names, rows, strict=False):
        values |= {f"{name}.{one}": str(row.get(one) or "") for one in TAKEN}
        values[f"{name}.line"] = str(row.get("direction", "")) if row.get("direction") in ("most", "least") else ""
        if row.get("type") not in parts.TYPES:
            del values[f"{name}.type"]
    return {name: text for name, text in values.items() if text}, {LIST: names}


def own_okr(given: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The key results of the learner's own OKR; none of a case's."""
    doc = given.get("okr", {})
    return [row for row in doc["key_results"] if row["text"]] if doc.get("origin") == OWN else []


def documents(work: Work) -> tuple[Document, ...]:
    """The OKR with what came of it, once something was entered that was not there before."""
    before, _ = carry(work.ctx, "own", work.given)
    if dict(work.values) == before:
        return ()
    given = work.given.get("okr", {})
    known = {row["text"]: row for row in own_okr(work.given)}
    cycle, parent = (str(given.get(name, "")) if known else "" for name in ("cycle", "parent"))
    made = blank_okr(work.state["id"], cycle=cycle, parent=parent) | {
        "objective": {"id": O_PART, "text": work.text(O_ROW, "text")},
        "key_results": [_row(work, one, known.get(one.text, {})) for one in parts.key_results(work)],
    }
    return (made | {"title": title_of(made) or work.ctx.exercise.title},)


def _row(work: Work, one: Scored, known: Mapping[str, Any]) -> dict[str, str]:
    """One key result: what is typed here, and what its original knows beside it."""
    typed = {name: work.text(one.id, name) for name in TAKEN}
    beside = {name: str(known[name]) for name in BESIDE if known.get(name)}
    line = {"direction": work.text(one.id, "line")} if work.text(one.id, "line") else {}
    return {
        "id": one.id,
        **beside,
        **{name: text for name, text in (typed | line | {"actual": came(work, one)}).items() if text},
        "text": one.text,
    }

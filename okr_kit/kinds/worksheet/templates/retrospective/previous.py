"""The retrospective before this one, where one lies on the shelf: what was taken on in it."""

from __future__ import annotations

from typing import Any

from .....documents import Document
from ...work import Work

#: So many actions of the last time are asked about.
MOST = 5
#: What of it is kept beside this one, to be compared with.
KEPT = ("steps", "text", "actions")


def previous(work: Work) -> Document | None:
    """The newest on the shelf that is no sheet of this work."""
    state = work.state
    mine = {state["id"], *(sheet["id"] for sheet in state["others"].values())}
    return next((one for one in work.ctx.shelf if one["type"] == "retrospective" and one["id"] not in mine), None)


def actions(work: Work) -> list[str]:
    """What was taken on the last time, each in a line."""
    doc = previous(work)
    said = [str(row["what"]).strip() for row in (doc["actions"] if doc else ())]
    return [one for one in said if one][:MOST]


def body(work: Work) -> dict[str, Any]:
    """It, and what became of its actions, as parts of a document; nothing where there is none."""
    doc = previous(work)
    if doc is None:
        return {}
    followed = [{"what": one, "done": work.text(f"p{at}", "done")} for at, one in enumerate(actions(work), 1)]
    return {"previous": {name: doc[name] for name in KEPT if doc.get(name)}, "followed": followed}

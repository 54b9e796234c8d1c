"""A split as a document: a cascade of the whole, and a node for each part."""

from __future__ import annotations

from typing import Any

from .....documents import Document
from .....documents.cascade import blank_cascade
from ...figures import plain
from ...work import Work
from .parts import WHOLE, parts, whole


def documents(work: Work) -> tuple[Document, ...]:
    """The split as a cascade, once a number stands in it."""
    origin = "own" if work.own else f"case:{work.ctx.exercise.slug}"
    title = f"{whole(work).metric or work.ctx.exercise.title}"
    begun = any(part.typed for part in parts(work))
    return (blank_cascade(work.state["id"], nodes(work), origin=origin, title=title),) if begun else ()


def nodes(work: Work) -> list[dict[str, Any]]:
    """The whole, and a node for each part that says something."""
    top, shares = whole(work), parts(work)
    same = {"text": top.metric, "metric": top.metric, "kind": "sum", "unit": top.unit}
    start = sum(part.before or 0 for part in shares)
    first = {"id": WHOLE, **same, "baseline": plain(start), "target": "" if top.target is None else plain(top.target)}
    made: list[dict[str, Any]] = [{"id": WHOLE, "owner": top.owner, "key_results": [first]}]
    for part in shares:
        now = plain(part.now) if part.now is not None else part.typed
        before = plain(part.before) if part.before is not None else ""
        row = {"id": f"{part.id}-k", **same, "baseline": before, "target": now, "serves": WHOLE}
        node = {"id": part.id, "parent": WHOLE, "owner": part.title, "key_results": [row]}
        made.append(node | {"reason": part.reason, "need": part.support})
    return made

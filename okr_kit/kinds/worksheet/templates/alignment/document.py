"""A register as a document, and its rows as a list of what is to be done."""

from __future__ import annotations

from .....documents import Document, new_id
from .....documents.alignment import ROW, blank_alignment
from .....documents.todo import blank_todo
from ...figures import short
from ...work import Work
from .parts import WHOLE, Ask, asks, capacity, spent


def documents(work: Work) -> tuple[Document, ...]:
    """The register, and with it the list of its rows that say who or when."""
    if not work.values:
        return ()
    origin, title = f"case:{work.ctx.exercise.slug}", work.ctx.exercise.title
    unit, come = work.say("unit"), spent(work)
    body = {
        "about": str(work.ctx.exercise.settings["line"].get("about", "")),
        "capacity": f"{short(capacity(work))} {unit}",
        "total": "" if come is None else f"{short(come)} {unit}",
        "rows": [_row(one) for one in asks(work)],
        **{name: work.text(name, "text") for name in WHOLE},
    }
    register = blank_alignment(work.state["id"], origin=origin, title=title, **body)
    rows = [one for one in asks(work) if one.does and (one.giver or one.due)]
    actions = [{"id": one.id, "what": _task(work, one), "who": one.giver, "due": one.due, "sign": ""} for one in rows]
    if not actions:
        return (register,)
    name = new_id(work.state["id"], "todo")
    return (register, blank_todo(name, origin=origin, title=title, about=body["about"], actions=actions))


def _task(work: Work, one: Ask) -> str:
    return work.say(f"todo-{one.does}", title=one.title, days=short(one.takes))


def _row(one: Ask) -> dict[str, str]:
    days = short(one.takes) if one.kept else ""
    said = (one.title, short(one.asked), one.does, days, one.giver, one.due)
    return {"id": one.id, **dict(zip(ROW, said, strict=True))}

"""The retrospective as a document, and what is to be done as a list of its own."""

from __future__ import annotations

from .....documents import Document, new_id
from .....documents.base import OWN as MINE
from .....documents.base import TITLE
from .....documents.retrospective import blank_retrospective
from .....documents.todo import blank_todo
from .....recount import Deed, Recount
from .....text import JUDGED
from .....view import beginning
from ...work import Work, once
from .key_result import CASE, WHOLE, actual, original, taken
from .parts import ACTION_FIELDS, actions, causes, written
from .previous import body
from .readers import depth


def documents(work: Work) -> tuple[Document, ...]:
    """The retrospective once something of it is written; the list once something is to be done."""
    doc, rows = retrospective(work), deeds(work)
    todo = blank_todo(
        new_id(work.state["id"], "todo"),
        origin=doc["origin"],
        title=beginning(work.say("todo-title", title=doc["title"]), TITLE),
        about=work.say("todo-about", text=doc["kr"]["text"]) if doc["kr"].get("text") else "",
        actions=rows,
    )
    return (doc, *((todo,) if rows else ()))


@once
def retrospective(work: Work) -> Document:
    """The retrospective as it stands."""
    kr, state = original(work), work.state
    names = ("id", "text", "objective", "baseline", "target", "unit", "type", "direction")
    known = {name: getattr(kr, name) for name in names} | {"actual": actual(work)}
    made = blank_retrospective(
        state["id"],
        work.ctx.policy.retrospective_steps,
        origin=f"case:{work.ctx.exercise.slug}" if state["material"] == CASE else MINE,
        title=beginning(kr.text or _first_line(work) or work.ctx.exercise.title, TITLE),
        kr={name: said for name, said in known.items() if said},
        **body(work),
    )
    made |= {"depth": depth(work)} if depth(work) else {}
    made |= {"okr": dict(doc)} if (doc := taken(work)) and kr.id else {}
    return made | _next(work) | ({"text": work.text("text", "text")} if state["material"] == WHOLE else _stepwise(work))


def _first_line(work: Work) -> str:
    """The first line of a text that was pasted."""
    return next(iter(work.text("text", "text").splitlines()), "") if work.state["material"] == WHOLE else ""


def _next(work: Work) -> dict[str, str]:
    """What goes into the next cycle."""
    more = {"next_kr": work.text("next", "kr"), "next_cycle": work.text("next", "cycle")}
    return {"next": work.text("next", "what"), **{name: said for name, said in more.items() if said}}


def deeds(work: Work) -> list[dict[str, str]]:
    """What is to be done: row by row; of a text that was pasted, sentence by sentence, whose sign stands in its words."""
    if work.state["material"] != WHOLE:
        return [{"id": row} | {name: work.text(row, name) for name in ACTION_FIELDS} for row in actions(work)]
    text = work.text("text", "text")
    found = [one for one in recounted(work).deeds if not one.hollow and not one.onward]
    return [
        {"id": f"a{n}", "what": _words(text, one), "who": one.who, "due": one.due, "sign": ""}
        for n, one in enumerate(found, 1)
    ]


@once
def recounted(work: Work) -> Recount:
    """What the beginning of a text that was pasted says, step by step."""
    return work.ctx.workspace.readings.recount({"text": work.text("text", "text")[:JUDGED]}, ())


def _words(text: str, deed: Deed) -> str:
    """What is to be done, as it was written."""
    said = text[slice(*deed.span)] if deed.span else deed.what
    return said.strip(" \n，,。；;")


def _stepwise(work: Work) -> dict[str, object]:
    """What the five steps say, as texts and row by row."""
    rows = [
        {
            "text": work.text(row, "text"),
            "whys": [why for why in (work.text(row, "why1"), work.text(row, "why2")) if why],
            "ours": work.text(row, "ours"),
            "evidence": work.text(row, "evidence"),
        }
        for row in causes(work)
    ]
    begun = not all(one.blank for one in written(work).values())
    return {
        "steps": {step: one.text for step, one in written(work).items() if one.text.strip() and begun},
        "causes": rows,
        "actions": deeds(work),
    }

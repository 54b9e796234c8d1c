"""What comes of it: where the list and the next cycle's key result lie, and the whole to be copied."""

from __future__ import annotations

from .....documents import text
from .....view import Actions, Button, Copy, Fold, Node, Say
from ...work import Work
from .document import deeds, documents, retrospective


def flows(work: Work) -> tuple[Node, ...]:
    """Where each thing lies and what to do with it next; the whole as text."""
    doc = retrospective(work)
    found: list[Node] = []
    if rows := deeds(work):
        found.append(_say(work, "flows-todo", n=str(len(rows))))
    if doc.get("next_kr"):
        found.append(_say(work, "flows-kr", text=doc["next_kr"]))
    lang = work.ctx.lang
    for one in documents(work):
        name = str(one["type"])
        found.append(Fold(work.say(f"take-{name}"), (Copy(work.say("copy"), text(lang, one)),), key=name))
    again = Button(work.say("once-more"), "restart", confirm=work.say("once-more-sure"))
    return (*found, Actions((again,)))


def _say(work: Work, key: str, **params: str) -> Node:
    return Say("info", work.say(key, **params), (work.say(f"{key}-body", **params),))

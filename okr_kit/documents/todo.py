"""The list of what somebody took on: what, who, by which day, how one sees that it worked.

Body: ``actions`` are ``{id, what, who, due, sign}`` as typed, ``about`` is what they are about in a sentence, ``notes`` are
lines to remember (what an observer noted).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..view import Node, Table, Text
from .base import OWN, Document, DocumentType

if TYPE_CHECKING:
    from ..lang import Language

#: What an action says, in the order of the columns.
FIELDS = ("what", "who", "due", "sign")
ACTION = {"id": str, **dict.fromkeys(FIELDS, str)}
SHAPE = {"about": str, "actions": [ACTION], "notes": [str]}


def blank_todo(name: str, *, origin: str = OWN, title: str = "", **body: Any) -> Document:
    """A list with that document id; ``body`` are parts of it."""
    known: Document = {"v": 1, "type": "todo", "id": name, "origin": origin, "title": title}
    return known | {"about": "", "actions": [], "notes": []} | body


def heads(language: Language) -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(language.say(f"retro.action-{name}") for name in FIELDS)


def show(language: Language, doc: Mapping[str, Any]) -> tuple[Node, ...]:
    """The list as a table, and what was noted."""
    rows = tuple(tuple(str(row[name]) for name in FIELDS) for row in doc["actions"])
    about = (Text((str(doc["about"]),), "note"),) if doc["about"] else ()
    return (*about, Table(heads(language), rows), *(Text((str(line),), "item") for line in doc["notes"]))


def text(language: Language, doc: Mapping[str, Any]) -> str:
    """The list as plain lines."""
    say = language.say
    lines = [str(doc["about"])] if doc["about"] else []
    for number, row in enumerate(doc["actions"], 1):
        said = (say(f"retro.said-{name}", said=row[name]) for name in FIELDS if row[name].strip())
        lines.append(say("retro.line", n=number, said="，".join(said)))
    return "\n".join((*lines, *doc["notes"]))


TODO = DocumentType(
    "todo",
    version=1,
    shape=SHAPE,
    blank=lambda doc: not any(row[name].strip() for row in doc["actions"] for name in FIELDS),
    show=show,
    text=text,
    size=lambda doc: len(doc["actions"]),
)

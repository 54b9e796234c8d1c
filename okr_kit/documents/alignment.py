"""What several owners settled among themselves: each ask done, done smaller or later, by whom and when, and what is not done.

Body: ``about`` in a sentence, ``capacity`` and ``total`` with their unit, ``rows`` are ``{id, title, asked, do, days, who,
due}`` as typed (``do`` is do, less, later, open or empty), ``without`` is what is not done for it, ``yields`` what gives
way first, ``ruling`` what had to be decided from above, ``notes`` are lines to remember (what an observer noted).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..view import Node, Table, Text
from .base import OWN, Document, DocumentType

if TYPE_CHECKING:
    from ..lang import Language

#: What a row says, as typed, and what of it is not the ask itself; and what is said of the whole.
ROW = ("title", "asked", "do", "days", "who", "due")
SAID = ("do", "days", "who", "due")
WHOLE = ("without", "yields", "ruling")
#: What can be settled of an ask, in the order in which it is offered.
DOES = ("do", "less", "later", "open")
SHAPE = {
    "about": str,
    "capacity": str,
    "total": str,
    "rows": [{"id": str, **dict.fromkeys(ROW, str)}],
    **dict.fromkeys(WHOLE, str),
    "notes": [str],
}


def blank_alignment(name: str, *, origin: str = OWN, title: str = "", **body: Any) -> Document:
    """A register with that document id; ``body`` are parts of it."""
    known: Document = {"v": 1, "type": "alignment", "id": name, "origin": origin, "title": title}
    empty = {"about": "", "capacity": "", "total": "", "rows": [], "notes": [], **dict.fromkeys(WHOLE, "")}
    return known | empty | body


def settled(doc: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rows of which something was said."""
    return [row for row in doc["rows"] if any(row[name].strip() for name in SAID)]


def show(language: Language, doc: Mapping[str, Any]) -> tuple[Node, ...]:
    """The register as a table, and what was said of the whole."""
    say = language.say
    heads = tuple(say(f"alignment.head-{name}") for name in ("title", "do", "days", "who", "due"))
    rows = tuple((row["title"], does(language, row), row["days"], row["who"], row["due"]) for row in doc["rows"])
    return (Table(heads, rows), *(Text((line,), "item") for line in lines(language, doc)))


def text(language: Language, doc: Mapping[str, Any]) -> str:
    """The register as plain lines."""
    rows = [
        "　".join(filter(None, (row["title"], does(language, row), row["days"], row["who"], row["due"])))
        for row in settled(doc)
    ]
    return "\n".join((*rows, *lines(language, doc)))


def does(language: Language, row: Mapping[str, Any]) -> str:
    """What was settled of an ask, in a word; empty where nothing was."""
    return language.say(f"alignment.do-{row['do']}") if row["do"] in DOES else ""


def lines(language: Language, doc: Mapping[str, Any]) -> list[str]:
    """What it adds up to, what was said of the whole, and what was noted."""
    total = [language.say("alignment.of", total=doc["total"], most=doc["capacity"])] if doc["total"] else []
    whole = [language.say(f"alignment.said-{name}", said=doc[name]) for name in WHOLE if doc[name].strip()]
    return [*total, *whole, *doc["notes"]]


ALIGNMENT = DocumentType(
    "alignment",
    version=1,
    shape=SHAPE,
    blank=lambda doc: not settled(doc) and not any(doc[name].strip() for name in WHOLE),
    show=show,
    text=text,
    size=lambda doc: len(settled(doc)),
)

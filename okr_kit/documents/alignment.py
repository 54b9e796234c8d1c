"""What several owners settled among themselves: each ask done, done smaller or later, by whom and when, and what is not done.

Body: ``about`` in a sentence, ``capacity`` and ``total`` with their unit, ``rows`` are ``{id, title, asked, do, days, who,
due}`` as typed (``do`` is do, less, later, open or empty), ``without`` is what is not done for it, ``yields`` what gives
way first, ``ruling`` what had to be decided from above, ``notes`` are lines to remember (what an observer noted).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..view import Items, Node, Table
from .base import OWN, Document, DocumentType

if TYPE_CHECKING:
    from ..lang import Language

#: What a row says, as typed; and what is said of the whole.
ROW = ("title", "asked", "do", "days", "who", "due")
WHOLE = ("without", "yields", "ruling")
#: What can be settled of an ask, in the order in which it is offered.
DOES = ("do", "less", "later", "open")
#: Those of them that take something of what there is.
KEPT = ("do", "less")
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
    return [row for row in doc["rows"] if row["do"]]


def show(language: Language, doc: Mapping[str, Any]) -> tuple[Node, ...]:
    """The register as a table, and what was said of the whole."""
    say = language.say
    heads = tuple(say(f"alignment.head-{name}") for name in ("title", "do", "who"))
    rows = tuple((_title(language, row), _does(language, row), _who(row)) for row in doc["rows"])
    return (Table(heads, rows), Items(tuple(lines(language, doc))))


def text(language: Language, doc: Mapping[str, Any]) -> str:
    """The register as plain lines."""
    rows = ["　".join(filter(None, (_title(language, row), _does(language, row), _who(row)))) for row in settled(doc)]
    return "\n".join((*rows, *lines(language, doc)))


def _title(language: Language, row: Mapping[str, Any]) -> str:
    return language.say("alignment.said-asked", title=row["title"], days=row["asked"])


def does(language: Language, row: Mapping[str, Any]) -> str:
    """What was settled of an ask, in a word; empty where nothing was."""
    return language.say(f"alignment.do-{row['do']}") if row["do"] in DOES else ""


def _does(language: Language, row: Mapping[str, Any]) -> str:
    """「做，24 人天」, 「推后」; nothing where nothing was settled."""
    word = does(language, row)
    return language.say("alignment.said-days", does=word, days=row["days"]) if row["do"] in KEPT else word


def _who(row: Mapping[str, Any]) -> str:
    return "，".join(filter(None, (row["who"], row["due"])))


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

"""The OKR document: one objective with its key results, the format in which an OKR travels through all units.

Body::

    {"cycle": "2026Q3", "parent": "…",
     "objective": {"id": "o", "text": "…"},
     "key_results": [{"id": "k1", "text": "…", "metric": "…", "baseline": "9.6", "target": "6", "unit": "%",
                      "due": "2026-09-30", "type": "committed", "direction": "down", "actual": "6.4", "weight": "40"}]}

``type`` is committed, aspirational, guardrail, milestone or baseline, ``direction`` up, down, least or most; either may be
empty or missing. ``actual`` is what came of it by the end of a cycle, as typed: a number, or what was said in its place
(做到了, 暂缓); ``weight`` as typed too.
It is the record of an ``okr_set``; a key result without a text is not written yet and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..model import Objective, OkrSet
from ..rules.places import O_PLACE, kr_place
from ..subjects import KEY_RESULT
from ..subjects.fields import optional
from ..view import Node, Statement, Table, Text, beginning
from .base import OWN, TITLE, Document, DocumentType, Graded

if TYPE_CHECKING:
    from ..lang import Language

#: What is known of a key result beside its sentence, as the learner confirmed it.
FIELDS = ("metric", "baseline", "target", "unit", "due")
#: The columns of the table to take along, in order.
COLUMNS = ("type", "metric", "direction", "baseline", "target", "unit", "due")
#: Columns that stand in a table only where a key result has them.
ADDED = ("weight", "actual")
SHAPE = {
    "cycle": str,
    "parent": str,
    "objective": {"id": str, "text": str},
    "key_results": [{"id": str, "text": str, **{f"{name}?": str for name in (*FIELDS, "type", "direction", *ADDED)}}],
}
#: The part id of the objective.
O_PART = "o"
#: The id of the guardrail in a cascade's own node.
GUARD = "own-guard"


def blank_okr(name: str, *, cycle: str = "", parent: str = "", origin: str = OWN, title: str = "") -> Document:
    """An empty OKR with that document id."""
    return {
        "v": OKR.version,
        "type": OKR.name,
        "id": name,
        "origin": origin,
        "title": title,
        "cycle": cycle,
        "parent": parent,
        "objective": {"id": O_PART, "text": ""},
        "key_results": [],
    }


def of_cascade(doc: Mapping[str, Any], name: str) -> Document | None:
    """What somebody took over from above, as the beginning of an OKR with the id ``name``; None if a cascade has no such part.

    That is its node ``own`` below another: the superior's O, mine, my number and my guardrail.
    """
    nodes = {node["id"]: node for node in doc["nodes"]}
    mine = nodes.get(OWN, {})
    above = nodes.get(str(mine.get("parent")))
    if above is None or not mine.get("objective"):
        return None
    ways = "；".join(str(way["text"]) for way in above.get("strategies", ()))
    rows = [
        {"id": f"k{at}", "text": str(row["text"]), "type": "guardrail" if row["id"] == GUARD else ""}
        for at, row in enumerate(mine.get("key_results", ()), 1)
    ]
    found = blank_okr(name, parent=str(above.get("objective") or ways), origin=str(doc["origin"]))
    return found | {"objective": {"id": O_PART, "text": str(mine["objective"])}, "key_results": rows}


def written(doc: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The key results that have a text, in order."""
    return [row for row in doc["key_results"] if str(row["text"]).strip()]


def is_blank(doc: Mapping[str, Any]) -> bool:
    """Whether neither the objective nor a key result has a text."""
    return not str(doc["objective"]["text"]).strip() and not written(doc)


def noun(doc: Mapping[str, Any]) -> OkrSet:
    """What is graded. An objective that is not written yet is an empty text, which the caller has to look for."""
    return OkrSet(
        Objective(str(doc["objective"]["text"])),
        tuple(KEY_RESULT.read(row, str(row["id"])) for row in written(doc)),
        cycle=optional(doc.get("cycle")),
        parent=optional(doc.get("parent")),
    )


def record(doc: Mapping[str, Any]) -> Mapping[str, Any]:
    """The document without the key results that are not written yet."""
    return {**doc, "key_results": written(doc)}


def places(doc: Mapping[str, Any]) -> Mapping[str, str]:
    """Where in the set each part stands, by part id."""
    return {O_PART: O_PLACE} | {str(row["id"]): kr_place(at) for at, row in enumerate(written(doc))}


def columns(doc: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a document's table, in order."""
    return (*COLUMNS, *(name for name in ADDED if any(row.get(name) for row in written(doc))))


def title_of(doc: Mapping[str, Any]) -> str:
    """What the document is called on a shelf: the beginning of its objective, else of its first key result."""
    texts = [doc["objective"]["text"], *(row["text"] for row in written(doc))]
    found = next((str(text).strip() for text in texts if str(text).strip()), "")
    return beginning(found, TITLE)


def show(language: Language, doc: Mapping[str, Any]) -> tuple[Node, ...]:
    """The sheet, to be read: cycle and superior's O, the objective, the key results with their fields."""
    say = language.say
    above = say("exercise.write-parent-is", text=doc["parent"]) if doc.get("parent") else ""
    nodes: list[Node] = [Text((line,), "where") for line in (cycle_words(language, doc), above) if line]
    if doc["objective"]["text"]:
        nodes.append(Statement((str(doc["objective"]["text"]),), say("exercise.label-objective")))
    named = columns(doc)
    for number, row in enumerate(written(doc), 1):
        nodes.append(Statement((str(row["text"]),), say("exercise.label-kr-n", n=number), small=True))
        known = [(say(f"exercise.part-{name}"), value_words(language, row, name)) for name in named if row.get(name)]
        nodes.append(Text(("　".join(" ".join(pair) for pair in known),), "note"))
    return tuple(nodes)


def cycle_words(language: Language, doc: Mapping[str, Any]) -> str:
    """The cycle as people say it: 2027-03..2027-04 in words, 2027Q1 as it is; empty where there is none."""
    cycle = str(doc.get("cycle") or "")
    months = re.fullmatch(r"(20\d\d)-(\d\d?)\.\.(20\d\d)-(\d\d?)", cycle)
    if months and months[1] == months[3]:
        cycle = language.say("exercise.cycle-months", year=months[1], first=int(months[2]), last=int(months[4]))
    return language.say("exercise.copy-cycle", cycle=cycle) if cycle else ""


def table(language: Language, doc: Mapping[str, Any], caption: str = "") -> Table:
    """The key results with all their columns; what was not given says so."""
    named = columns(doc)
    headers = ("label-key_result", *(f"part-{name}" for name in named))
    rows = tuple((str(row["text"]), *(value_words(language, row, name) for name in named)) for row in written(doc))
    return Table(tuple(language.say(f"exercise.{key}") for key in headers), rows, caption)


def cells(language: Language, doc: Mapping[str, Any]) -> str:
    """The table as rows of cells with tabs between them, to paste into a spreadsheet."""
    shown = table(language, doc)
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in (shown.headers, *shown.rows))


def value_words(language: Language, row: Mapping[str, Any], name: str) -> str:
    """What a column says of a key result, in words; 「没写」 where it was not given."""
    value = str(row.get(name) or "")
    if not value:
        return language.say("exercise.not-given")
    return language.messages.get(f"exercise.{name}-{value}", value) if name in ("type", "direction") else value


def text(language: Language, doc: Mapping[str, Any]) -> str:
    """The sheet as plain lines, to paste into a chat or a document."""
    say = language.say
    lines = [cycle_words(language, doc)] if doc.get("cycle") else []
    lines.append(say("exercise.copy-o", text=doc["objective"]["text"]))
    lines += [_line(language, number, row) for number, row in enumerate(written(doc), 1)]
    return "\n".join(lines)


def _line(language: Language, number: int, row: Mapping[str, Any]) -> str:
    """One key result; what it is marked as stands before it unless the sentence says so itself."""
    mark = value_words(language, row, "type") if row.get("type") else ""
    key = "copy-kr-typed" if mark and mark not in row["text"] else "copy-kr"
    return language.say(f"exercise.{key}", n=number, type=mark, text=row["text"])


def _from_first_release(doc: Document) -> Document:
    """Version 1 travelled inside one state only and had no envelope; the state's kind gives it an id."""
    return {"id": "", "origin": OWN, "title": "", **doc}


OKR = DocumentType(
    "okr",
    version=2,
    shape=SHAPE,
    blank=is_blank,
    show=show,
    text=text,
    size=lambda doc: len(written(doc)),
    graded=Graded("okr_set", record, noun, places),
    upgrades={1: _from_first_release},
)

"""The sheets of the workbook as data: titles, columns, rows. Nothing here knows of files.

The columns of OKRs are called what Feishu's data model calls them (S45), so that they can be moved there, and ``okr lint``
knows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .... import documents
from ....documents import Document, todo_list
from . import rows
from .rows import Cell, Row, cell

if TYPE_CHECKING:
    from ....lang import Language
    from ....scoring import Formula


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the first row, how wide it is in characters of a spreadsheet (a Chinese one takes two).

    ``decimals``: its numbers have so many, None as they come.
    """

    title: str
    width: int
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``key`` names it whatever its title, each row has a cell for every column."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that is taken along, what it is called, and in words what it was made in and whose it is."""

    doc: Document
    title: str
    source: str


#: The columns of each sheet, in order, with their widths. Of OKRs the ones that Feishu has are always there.
FEISHU = {
    "cycle": 9,
    "objective": 28,
    "key_result": 42,
    "weight": 6,
    "baseline": 8,
    "target": 8,
    "current": 8,
    "unit": 6,
}
FEISHU |= {"due": 12, "score": 7}
_BESIDE = {
    "objective-score": 9,
    "type": 6,
    "metric": 14,
    "direction": 8,
    "owner": 10,
    "confidence": 6,
    "definition": 22,
}
_BESIDE |= {"data": 16, "parent": 24}
WIDTHS: Mapping[str, Mapping[str, int]] = {
    "okr": FEISHU | _BESIDE | {"source": 28},
    "cascade": {
        "above": 12,
        "whose": 14,
        "goal": 28,
        "serves": 18,
        "ways": 22,
        "number": 30,
        "baseline": 10,
        "target": 10,
        "unit": 7,
    }
    | {"due": 12, "weight": 9, "overlap": 9, "why": 22, "need": 20, "reported": 10, "agreed": 10, "source": 28},
    "value_tree": {"box": 30, "now": 10, "reach": 10, "unit": 7, "method": 18, "lever": 8, "way": 34, "ask": 14}
    | {"source": 28},
    "alignment": {"title": 40, "asked": 9, "does": 9, "days": 9, "who": 14, "due": 12, "source": 28},
    "retrospective": {"key_result": 28, "step": 16, "said": 78, "source": 30},
    "todo": {"due": 13, "what": 42, "who": 12, "sign": 32, "about": 32, "source": 8},
    "rest": {"kind": 10, "title": 26, "text": 84, "source": 28},
}
#: Columns whose numbers have one decimal, also where it is a 0.
_MARKS = ("score", "objective-score")
#: What a report knows of a key result beside its sentence.
_REPORTED = ("baseline", "target", "last", "actual", "unit", "confidence")
#: The types with a sheet of their own: a row for each part.
_ROWS = {"cascade": rows.of_cascade, "value_tree": rows.of_value_tree}
_ROWS |= {"alignment": rows.of_alignment, "retrospective": rows.of_retrospective}
_OWN_SHEET = {"okr", "todo", *_ROWS}


def sheets(
    language: Language, kept: Sequence[Kept], older: Sequence[Kept] = (), *, formula: Formula
) -> tuple[Sheet, ...]:
    """The sheets that have rows: of each type what is ``kept``, then what has no sheet of its own, and the ``older`` ones."""
    sets = [row | _source(one) for one in _of("okr", kept) for row in rows.of_okr(language, one.doc, formula)]
    sets.sort(key=lambda row: bool(row["objective"]))  # below an O, KRs without one would be taken for its own
    found = [_sheet(language, "okr", sets, always=FEISHU)]
    for name, make in _ROWS.items():
        found.append(
            _sheet(language, name, [row | _source(one) for one in _of(name, kept) for row in make(language, one.doc)])
        )
    todo = [_task(language, task) for task in todo_list.tasks(language, [one.doc for one in kept])]
    found.append(_sheet(language, "todo", todo))
    rest = [_whole(language, one, _reported(language, one.doc)) for one in kept if one.doc["type"] not in _OWN_SHEET]
    noted = ((one, "\n".join(map(str, one.doc["notes"]))) for one in _of("todo", kept))
    rest += [_whole(language, one) | {"text": notes} for one, notes in noted if notes]
    found += [_sheet(language, "rest", rest), _sheet(language, "older", [_whole(language, one) for one in older])]
    return tuple(sheet for sheet in found if sheet.rows)


def _of(name: str, kept: Iterable[Kept]) -> list[Kept]:
    return [one for one in kept if one.doc["type"] == name]


def _source(one: Kept) -> Row:
    return {"source": one.source}


def _sheet(language: Language, key: str, found: Sequence[Row], always: Iterable[str] = ()) -> Sheet:
    """A sheet of the columns in which something stands, and of those that are ``always`` there."""
    kind = "rest" if key == "older" else key
    widths = WIDTHS[kind]
    shown = [name for name in widths if name in always or any(row.get(name) not in (None, "") for row in found)]
    columns = tuple(
        Column(language.say(f"home.{kind}-{name}"), widths[name], 1 if name in _MARKS else None) for name in shown
    )
    title = language.say(f"home.sheet-{key}")
    return Sheet(key, title, columns, tuple(tuple(row.get(name) for name in shown) for row in found))


def _task(language: Language, task: todo_list.Task) -> Row:
    source = language.say("home.own" if task.own else "home.case")
    typed = {"what": task.what, "who": task.who, "due": cell(task.due), "sign": task.sign}
    return {**typed, "about": task.about, "source": source}


def _whole(language: Language, one: Kept, below: str = "") -> Row:
    """A document in its plain lines, and what stands ``below`` them."""
    kind = language.messages.get(f"class.type-{one.doc['type']}", one.doc["type"])
    lines = filter(None, (documents.text(language, one.doc), below))
    return {"kind": kind, "title": one.title, "text": "\n\n".join(lines), **_source(one)}


def _reported(language: Language, doc: Document) -> str:
    """The key results that a report was written against, a line for each; empty for other documents."""
    lines = []
    for row in doc.get("key_results", ()):
        said = [str(row.get("text") or "")]
        said += [f"{language.say(f'home.report-{name}')} {row[name]}" for name in _REPORTED if row.get(name)]
        lines.append("　".join(filter(None, said)))
    return "\n".join(lines)

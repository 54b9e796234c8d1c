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
from ....subjects.retrospective import STEPS
from . import rows
from .rows import Cell, Row, cell

if TYPE_CHECKING:
    from ....lang import Language
    from ....scoring import Formula


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the first row, and how wide it is in characters of a spreadsheet (a Chinese one takes two)."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``key`` names it whatever its title, each row has a cell for every column."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that is taken along, and in words what it was made in and whose it is."""

    doc: Document
    source: str


#: The columns of each sheet, in order, with their widths. Of OKRs the ones that Feishu has are always there.
FEISHU = {
    "cycle": 10,
    "objective": 34,
    "key_result": 44,
    "weight": 7,
    "baseline": 9,
    "target": 9,
    "current": 9,
    "unit": 8,
}
FEISHU |= {"due": 12, "score": 7}
_BESIDE = {
    "objective-score": 9,
    "type": 8,
    "metric": 18,
    "direction": 9,
    "owner": 12,
    "confidence": 7,
    "definition": 24,
}
_BESIDE |= {"data": 18, "parent": 30}
WIDTHS: Mapping[str, Mapping[str, int]] = {
    "okr": FEISHU | _BESIDE | {"source": 26},
    "cascade": {"above": 16, "whose": 16, "goal": 30, "ways": 28, "number": 36, "baseline": 10, "target": 10, "unit": 8}
    | {"due": 12, "why": 26, "need": 24, "source": 26},
    "value_tree": {"box": 34, "now": 12, "reach": 12, "unit": 8, "method": 10, "lever": 9, "way": 36, "ask": 14}
    | {"source": 26},
    "retrospective": {"key_result": 30, "baseline": 9, "target": 9, "actual": 9, "unit": 8}
    | dict.fromkeys(STEPS, 36)
    | {"causes": 32, "next": 28, "source": 22},
    "todo": {"due": 13, "what": 44, "who": 14, "sign": 34, "about": 36},
    "rest": {"kind": 12, "title": 32, "text": 90, "source": 26},
}
#: The types with a sheet of their own: a row for each part.
_ROWS = {"cascade": rows.of_cascade, "value_tree": rows.of_value_tree, "retrospective": rows.of_retrospective}
_OWN_SHEET = {"okr", "todo", *_ROWS}


def sheets(
    language: Language, kept: Sequence[Kept], older: Sequence[Kept] = (), *, formula: Formula = "distance"
) -> tuple[Sheet, ...]:
    """The sheets that have rows: of each type what is ``kept``, then what has no sheet of its own, and the ``older`` ones."""
    sets = [row | _source(one) for one in _of("okr", kept) for row in rows.of_okr(language, one.doc, formula)]
    sets.sort(key=lambda row: bool(row["objective"]))  # below an O, KRs without one would be taken for its own
    found = [_sheet(language, "okr", sets, always=FEISHU)]
    for name, make in _ROWS.items():
        found.append(
            _sheet(
                language,
                name,
                [row | _source(one) for one in _of(name, kept) for row in make(language, one.doc)],
                _steps(kept),
            )
        )
    todo = [_task(task) for task in todo_list.tasks(language, [one.doc for one in kept])]
    found.append(_sheet(language, "todo", todo))
    rest = [_whole(language, one) for one in kept if one.doc["type"] not in _OWN_SHEET]
    found += [_sheet(language, "rest", rest), _sheet(language, "older", [_whole(language, one) for one in older])]
    return tuple(sheet for sheet in found if sheet.rows)


def _of(name: str, kept: Iterable[Kept]) -> list[Kept]:
    return [one for one in kept if one.doc["type"] == name]


def _source(one: Kept) -> Row:
    return {"source": one.source}


def _steps(kept: Iterable[Kept]) -> Mapping[str, str]:
    """What the course calls the five steps, as the newest retrospective has it."""
    names: Sequence[str] = next((one.doc["names"] for one in kept if one.doc["type"] == "retrospective"), ())
    return dict(zip(STEPS, names, strict=False))


def _sheet(
    language: Language,
    key: str,
    found: Sequence[Row],
    named: Mapping[str, str] | None = None,
    always: Iterable[str] = (),
) -> Sheet:
    """A sheet of the columns in which something stands, and of those that are ``always`` there."""
    kind = "rest" if key == "older" else key
    widths = WIDTHS[kind]
    shown = [name for name in widths if name in always or any(row.get(name) not in (None, "") for row in found)]
    columns = tuple(
        Column((named or {}).get(name) or language.say(f"home.{kind}-{name}"), widths[name]) for name in shown
    )
    title = language.say(f"home.sheet-{key}")
    return Sheet(key, title, columns, tuple(tuple(row.get(name) for name in shown) for row in found))


def _task(task: todo_list.Task) -> Row:
    return {"what": task.what, "who": task.who, "due": cell(task.due), "sign": task.sign, "about": task.about}


def _whole(language: Language, one: Kept) -> Row:
    """A document in its plain lines."""
    kind = language.messages.get(f"class.type-{one.doc['type']}", one.doc["type"])
    return {"kind": kind, "title": one.doc["title"], "text": documents.text(language, one.doc), **_source(one)}

"""Everything that somebody took on in two days, out of all his documents, in the order in which it is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..rules.dues import due_span
from . import retrospective, todo
from .base import OWN

if TYPE_CHECKING:
    from ..lang import Language

#: A day without a year that lies further back than this is meant for the next year.
_BACK = dt.timedelta(days=180)
_LAST = dt.date.max


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do as it was typed.

    ``about`` is what it came out of, ``own`` whether that was the learner's own work and not a case, ``day`` the day by
    which it is due, if it names one.
    """

    what: str
    who: str
    due: str
    sign: str
    about: str
    own: bool = True
    day: dt.date | None = None


def tasks(language: Language, documents: Iterable[Mapping[str, Any]]) -> tuple[Task, ...]:
    """The actions of retrospectives and lists, each once: one's own before those of a case, by day, those without a day last."""
    found: dict[tuple[object, ...], Task] = {}
    for doc in documents:
        about, own = _about(doc), doc["origin"] == OWN
        for row in _rows(doc):
            typed = tuple(str(row[name]).strip() for name in todo.FIELDS)
            what, who, due, sign = typed
            if any(typed):
                task = Task(what, who, due, sign, about, own, _day(language, due, doc))
                found.setdefault((own, what, who, due), task)
    return tuple(sorted(found.values(), key=lambda task: (not task.own, task.day or _LAST)))


def _about(doc: Mapping[str, Any]) -> str:
    """What a list or a retrospective is about, in a line."""
    said = (
        doc["kr"].get("text", "") if doc["type"] == retrospective.RETROSPECTIVE_DOCUMENT.name else doc.get("about", "")
    )
    return str(said or doc["title"])


def _rows(doc: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The rows of a list; of a retrospective whose last step was written in one piece, each line of it."""
    if doc["type"] not in (retrospective.RETROSPECTIVE_DOCUMENT.name, todo.TODO.name):
        return
    yield from doc["actions"]
    if doc["type"] == retrospective.RETROSPECTIVE_DOCUMENT.name and not doc["actions"]:
        for line in str(doc["steps"].get("action", "")).splitlines():
            yield dict.fromkeys(todo.FIELDS, "") | {"what": line}


def _day(language: Language, due: str, doc: Mapping[str, Any]) -> dt.date | None:
    """The last day that a due date may mean; where it names no year, the one that fits when it was written."""
    span = due_span(due, language.reader.read("")) if due else None
    if span is None:
        return None
    year, month, day = span[1]
    written = dt.datetime.fromtimestamp(doc.get("from", {}).get("at", 0) / 1000, dt.UTC).date()
    try:
        if year:
            return dt.date(year, month, day)
        found = dt.date(written.year, month, day)
        return found if found > written - _BACK else dt.date(written.year + 1, month, day)
    except ValueError:
        return None

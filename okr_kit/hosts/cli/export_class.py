"""What ``okr export`` does: the documents of a class as JSON lines, which ``okr lint`` reads as they are.

Or what its trainer has judged, one answer a line: test data for the bank's next version.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ... import documents, lesson
from ...errors import DocumentError, StoreError
from ...lang import Language

if TYPE_CHECKING:
    from sqlalchemy import Connection


def export_class(
    language: Language, file: str, *, db: str | None, course_dir: Path | None, class_name: str, judgements: bool = False
) -> int:
    """Write every document of a class, one a line, in the order in which they were last written; deleted ones stay out.

    With ``judgements`` what its trainer took as right (讲师判定) instead. 1 if a document was written by a newer kit: it is
    exported as it stands and named. Raises StoreError ``class-unknown`` where the store has no such class, StaleState
    where a newer kit led it.
    """
    from ..classroom.room import CLASS_NAME
    from ..store import Store
    from .open_room import database

    name = class_name or CLASS_NAME
    with Store(database(db, (course_dir or Path.cwd()).resolve()), new=False) as store:
        state = store.read_now(lambda conn: _lesson(conn, store.where, name))
        rows = [row for row in store.documents(name) if row["gone"] is None]
    if judgements:
        count = _write(file, _judgements(lesson.load(state)))
        click.echo(language.say("cli.export.done-judgements", count=count, name=name, file=file), err=True)
        return 0
    lines = [_line(row["body"]) for row in rows]
    newer = sum(is_newer for _, is_newer in lines)
    _write(file, (line for line, _ in lines))
    click.echo(language.say("cli.export.done", count=len(rows), name=name, file=file), err=True)
    if newer:
        click.echo(language.say("cli.export.newer", count=newer), err=True)
    return int(newer > 0)


def _lesson(conn: Connection, where: str, name: str) -> Mapping[str, Any] | None:
    """The lesson of the class of that name; StoreError ``class-unknown`` where there is none."""
    from ..store import log, people

    klass = people.class_id(conn, name)
    if klass is None:
        raise StoreError("class-unknown", file=where, name=name, known="、".join(people.class_names(conn)) or "-")
    return log.current(conn, klass, log.CLASS, log.LESSON).state


def _judgements(state: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Each answer that the trainer took as right, with her reason, what it is about, and when (milliseconds)."""
    for slug, work in state["works"].items():
        for item, rows in work["accepted"].items():
            for row in rows:
                about = {"exercise": slug, "item": item, "text": row.get("text", "")}
                yield (
                    about
                    | {name: row.get(name, "") for name in ("value", "words", "reason")}
                    | {"at": row.get("at", 0)}
                )


def _write(file: str, lines: Iterable[Mapping[str, Any]]) -> int:
    """One line of JSON for each; how many."""
    count = 0
    with click.open_file(file, "w", encoding="utf-8") as out:
        for count, line in enumerate(lines, 1):  # noqa: B007 - the last number is the count
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return count


def _line(body: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """A document as a record, and whether a newer kit wrote it, so that it can only be passed on as it stands."""
    try:
        return documents.record(documents.load(body)), False
    except DocumentError:
        return body, True

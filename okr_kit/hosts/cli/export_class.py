"""What ``okr export`` does: the documents of a class as JSON lines, which ``okr lint`` reads as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from ... import documents
from ...errors import DocumentError, StoreError
from ...lang import Language


def export_class(language: Language, file: str, *, db: str | None, course_dir: Path | None, class_name: str) -> int:
    """Write every document of a class, one a line, in the order in which they were last written; deleted ones stay out.

    1 if a document was written by a newer kit: it is exported as it stands and named. Raises StoreError
    ``class-unknown`` where the store has no such class.
    """
    from ..classroom.room import CLASS_NAME
    from ..store import Store, people
    from .open_room import database

    name = class_name or CLASS_NAME
    with Store(database(db, (course_dir or Path.cwd()).resolve()), new=False) as store:
        known = store.read_now(people.class_names)
        if name not in known:
            raise StoreError("class-unknown", file=store.where, name=name, known="、".join(known) or "-")
        rows = [row for row in store.documents(name) if row["gone"] is None]
    newer = 0
    with click.open_file(file, "w", encoding="utf-8") as out:
        for row in rows:
            line, is_newer = _line(row["body"])
            newer += is_newer
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    click.echo(language.say("cli.export.done", count=len(rows), name=name, file=file), err=True)
    if newer:
        click.echo(language.say("cli.export.newer", count=newer), err=True)
    return int(newer > 0)


def _line(body: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """A document as a record, and whether a newer kit wrote it, so that it can only be passed on as it stands."""
    try:
        return documents.record(documents.load(body)), False
    except DocumentError:
        return body, True

"""What ``okr class backup`` and ``okr class restore`` say; ``hosts/store/backup.py`` does it."""

from __future__ import annotations

from pathlib import Path

import click

from ...lang import Language
from .open_room import database


def back_up_class(language: Language, target: Path, *, db: str | None, course_dir: Path | None) -> int:
    """Copy the store into a new file or a folder, also while a class is running. Raises StoreError."""
    from ..store import backup, parse_url

    file, held = backup.back_up(parse_url(_store(db, course_dir)), target)
    click.echo(language.say("cli.class.backup.done", file=file, **held._asdict()))
    return 0


def restore_class(language: Language, source: Path, *, db: str | None, course_dir: Path | None) -> int:
    """Put a backup in the store's place; what was there is kept beside it. Raises StoreError, SchemaTooNew."""
    from ..store import backup, parse_url

    file, held, kept = backup.restore(source, parse_url(_store(db, course_dir)))
    click.echo(language.say("cli.class.restore.done", file=file, **held._asdict()))
    if kept:
        click.echo(language.say("cli.class.restore.kept", file=kept))
    return 0


def _store(db: str | None, course_dir: Path | None) -> str:
    return database(db, (course_dir or Path.cwd()).resolve())

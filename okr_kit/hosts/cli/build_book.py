"""What ``okr build`` does: the book of a course folder, with a bar that says how far it is."""

from __future__ import annotations

from pathlib import Path

import click

from ...errors import ServeError
from ...lang import Language
from ..classroom.book import Book


def build_book(
    language: Language, *, course_dir: Path | None, content: Path | None, course: Path | None, strict: bool, fresh: bool
) -> int:
    """Build it and say where it is."""
    book = Book((course_dir or Path.cwd()).resolve(), content, course)
    if not book.exists:
        raise ServeError("book-missing", folder=str(book.folder))
    with click.progressbar(length=100, label=language.say("cli.build.label"), show_eta=False) as bar:
        site = book.build(lambda percent: bar.update(max(0, percent - bar.pos)), strict=strict, fresh=fresh)
        bar.update(100 - bar.pos)
    click.echo(language.say("cli.build.done", folder=str(site)))
    return 0

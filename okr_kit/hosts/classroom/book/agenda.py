"""The agenda of a class: the book's half-days as rows, with the exercises and the trainer's notes of their pages.

Without a book the rows are the bank's exercises, by half-day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ....agenda import Part, Row
from . import source as book_source
from .blocks import Block, Box, Setting, lines, read

if TYPE_CHECKING:
    from ....bank import Content
    from . import Book


def agenda(content: Content, book: Book | None) -> tuple[Row, ...]:
    """The rows of all half-days, in order. Raises ContentError where the book's source cannot be read.

    With a book, an exercise that no page has stands in no row; one for before the course never does.
    """
    if book is not None and book.exists:
        return tuple(_rows(content, book))
    halves = content.language.say("class.halves").split()
    rows, half = [], halves[0]
    for exercise in (one for one in content.exercises.values() if one.need != "before"):
        named = exercise.settings.get("half", "")
        half = named if named in halves else half
        part = Part(exercise.slug, exercise.title, exercise.minutes)
        rows.append(Row(exercise.slug, half, exercise.title, exercise.minutes, exercise.minutes, parts=(part,)))
    return tuple(sorted(rows, key=lambda row: halves.index(row.half)))


def stamp(book: Book | None) -> tuple[book_source.Stamp, ...]:
    """What tells that the agenda has to be made anew."""
    if book is None or not book.exists:
        return ()
    own = book_source.stamps(book.overlay / "book") if book.overlay else ()
    files = (book_source.stamp(book.folder / name) for name in (book_source.TOC, book_source.TIMETABLE))
    return (*files, *book_source.stamps(book.folder / "book"), *own)


def _rows(content: Content, book: Book) -> Iterator[Row]:
    setting, mark = Setting.of(content, book.overlay), content.language.say("screens.mark-note")
    for half, rows in book_source.half_days(book.folder).items():
        for row in rows:
            page = book_source.page(book.folder, row.page) if row.page else None
            blocks = read(page.text, setting) if page else ()
            parts, note = tuple(_parts(blocks, content)), tuple(_note(blocks, mark))
            if page:
                note = (*_plan(content, row, page), *note)
            yield Row(row.id, half, row.title, row.minutes, row.short, row.page, parts, note, row.pause)


def _parts(blocks: Iterable[Block], content: Content) -> Iterator[Part]:
    """The exercises of a page that this class has."""
    for block in blocks:
        if isinstance(block, Box) and block.name == "exercise" and block.argument in content.exercises:
            known = content.exercises[block.argument]
            minutes = block.options.get("minutes", "")
            title = block.options.get("title") or known.title
            after = (block.options.get("need") or known.need) == "after"
            yield Part(known.slug, title, int(minutes) if minutes.isdecimal() else known.minutes, after)


def _plan(content: Content, row: book_source.Planned, page: book_source.Page) -> Iterator[str]:
    """What the minutes of a page go to, and what its short version leaves out, as a line each."""
    say = content.language.say
    if page.plan:
        yield say("screens.plan", n=row.minutes, parts=page.spent(say("screens.plan-comma")))
    if page.cut:
        key = "short" if row.short < row.minutes else "tight"
        yield say(f"screens.plan-{key}", n=row.short, cut=page.cut)


def _note(blocks: Iterable[Block], mark: str) -> Iterator[str]:
    """The lines of the trainer's notes on a page; ``mark`` is what their boxes are called."""
    for block in blocks:
        if isinstance(block, Box) and (block.name, block.argument) == ("admonition", mark):
            yield from lines(block.blocks)

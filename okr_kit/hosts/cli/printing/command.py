"""What ``okr print`` does: from the finished book to one PDF, with a word for every step that takes a while."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import click

from .... import bank
from ....errors import PrintError, ServeError
from ....lang import Language
from ...classroom.book import Book
from ...find_browser import find_browser
from . import PARTS, chromium, document, pdf
from .copies import LEARNERS, SEATS, Amounts, Group
from .document import Envelope
from .pdf import Places
from .pieces import pieces


def print_paper(
    language: Language,
    *,
    file: Path | None,
    learners: int | None,
    tables: int | None,
    no_phones: int | None,
    parts: Sequence[str],
    for_hr: bool,
    course_dir: Path | None,
    content: Path | None,
    course: Path | None,
) -> int:
    """Write the file and say what is in it. Raises PrintError, ServeError, ContentError."""
    book = Book((course_dir or Path.cwd()).resolve(), content, course)
    if not book.exists:
        raise ServeError("book-missing", folder=str(book.folder))
    program = find_browser()
    if program is None:
        raise PrintError("print-none")
    group = _group(learners, tables, no_phones)
    words = bank.load(overlay=content, course=course).language  # the lecturer's, where there are some
    wanted = [part for part in PARTS if (not parts or part in parts) and not (for_hr and part == "key")]
    target = _target(file, language.say("cli.print.name-whole" if "key" in wanted else "cli.print.name-hr"))
    _build(language, book)
    envelope = _fill(book, wanted, group)
    try:
        with _folder(book.folder) as folder:
            made, places = _set(words, envelope, program, Path(folder))
            _finish(words, envelope, made, places, target)
    except OSError as error:
        raise _unwritable(error, target) from None
    _tell(language, envelope, places, target)
    return 0


def _group(learners: int | None, tables: int | None, phoneless: int | None) -> Group:
    """Whoever names only one of the two means tables of six."""
    learners = learners or (tables * SEATS if tables else LEARNERS)
    tables = tables or -(-learners // SEATS)
    if tables > learners or (phoneless or 0) > tables:
        raise PrintError("print-tables", learners=learners, tables=tables, phoneless=phoneless or 0)
    return Group(learners, tables, phoneless)


def _target(file: Path | None, name: str) -> Path:
    """Where the file goes; that it can be written is tried before anything slow is done.

    An earlier file of ours is replaced, for who prints again; nothing else is.
    """
    target = (file or Path()).expanduser().absolute()
    if target.is_dir():
        target /= name
    try:
        if target.exists() and not pdf.is_ours(target):
            raise PrintError("print-exists", file=str(target))
        with tempfile.TemporaryFile(dir=target.parent):
            pass
    except OSError as error:
        raise _unwritable(error, target) from None
    return target


def _unwritable(error: OSError, target: Path) -> PrintError:
    return PrintError("print-target", file=str(target), detail=error.strerror or str(error))


def _build(language: Language, book: Book) -> None:
    """The book as it is now."""
    if book.stale():
        with click.progressbar(length=100, label=language.say("cli.build.label"), show_eta=False) as bar:
            book.build(lambda percent: bar.update(max(0, percent - bar.pos)))
            bar.update(100 - bar.pos)


def _fill(book: Book, wanted: Iterable[str], group: Group) -> Envelope:
    """What goes into the file: what nobody needs a copy of stays out, answers apart. Raises PrintError ``print-nothing``."""
    amounts = Amounts(book.folder)
    found = [piece for piece in pieces(book.folder, book.site) if piece.part in wanted]
    copies = {piece.id: amounts.of(piece, group) for piece in found}
    inside = [piece for piece in found if piece.part == "key" or copies[piece.id].count or copies[piece.id].spare]
    if not inside:
        raise PrintError("print-nothing")
    return Envelope(inside, copies, group)


def _folder(course: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder for one run. Not the system's: a Chromium that came as a snap sees neither that nor hidden folders."""
    parent = course / "_build"
    return tempfile.TemporaryDirectory(prefix="print-", dir=parent, ignore_cleanup_errors=True)


def _set(language: Language, envelope: Envelope, program: str, folder: Path) -> tuple[Path, Places]:
    """The PDF with its page numbers on the print list: counted the first time, written the second.

    Should the numbers have moved something, they are written once more.
    """
    page, made = folder / "paper.html", folder / "paper.pdf"
    places: Places = {}
    click.echo(language.say("cli.print.setting", program=Path(program).name))
    for turn in range(3):
        page.write_text(document.document(language, envelope, places), "utf-8")
        made.unlink(missing_ok=True)
        chromium.write_pdf(program, page, made, folder / f"browser-{turn}")
        found = pdf.places(made, envelope.pieces)
        if found is None:
            break
        if found == places:
            return made, places
        places = found
        click.echo(language.say("cli.print.numbering"))
    raise PrintError("print-old", program=program)


def _finish(language: Language, envelope: Envelope, made: Path, places: Places, target: Path) -> None:
    """Title and contents, then into its place in one step. Raises OSError."""
    say = language.say
    contents: list[pdf.Entry] = [(say("print.list"), 1, [])]
    contents += [
        (say(f"print.{part}"), places[inside[0].id][0], [(piece.name, places[piece.id][0]) for piece in inside])
        for part, inside in envelope.parts()
    ]
    half = target.with_name(f"{target.name}.part")
    try:
        pdf.finish(made, half, say("print.file", course=say("player.course")), contents)
        half.replace(target)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)


def _tell(language: Language, envelope: Envelope, places: Places, target: Path) -> None:
    """What was made, and what the trainer has to do now."""
    last = max(last for _, last in places.values())
    click.echo(language.say("cli.print.done", file=str(target), pages=last))
    if envelope.secret:
        first = min(places[piece.id][0] for piece in envelope.pieces if piece.part == "key")
        click.echo(language.say("cli.print.done-secret", first=first))
    if any(copies.each for copies in envelope.copies.values()):
        click.echo(language.say("cli.print.done-each"))

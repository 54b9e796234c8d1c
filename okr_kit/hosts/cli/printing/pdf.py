"""The finished PDF: on which pages its pieces are, its contents, and the mark by which an earlier file of ours is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from .pieces import Piece

#: What the file says that it was made with.
MARK = "okr print"
#: The sides of an A3 sheet that lies, in points; a browser rounds to its own pixels.
A3, ROUNDED = (1190.55, 841.89), 2
Places = Mapping[str, tuple[int, int]]
#: An entry of the contents: its name, its page, the same of what is below it.
Entry = tuple[str, int, Sequence[tuple[str, int]]]


def places(file: Path, pieces: Sequence[Piece]) -> Places | None:
    """The first and last page of each piece, from 1. None where the file is not what was asked for.

    A browser that is too old for pages of two sizes makes such a file, one that was stopped half of one.
    """
    try:
        reader = PdfReader(file)
        pages = {
            name.lstrip("/"): reader.get_destination_page_number(at) for name, at in reader.named_destinations.items()
        }
        sizes = [page.mediabox for page in reader.pages]
    except PyPdfError:
        return None
    firsts = [page for piece in pieces if (page := pages.get(piece.id)) is not None]
    if len(firsts) < len(pieces):
        return None
    after = [*firsts[1:], len(sizes)]
    found = {piece.id: (first + 1, last) for piece, first, last in zip(pieces, firsts, after, strict=True)}
    large = [sizes[first] for piece, first in zip(pieces, firsts, strict=True) if piece.part == "sheets"]
    return found if all(_is_a3(size.width, size.height) for size in large) else None


def _is_a3(width: float, height: float) -> bool:
    return abs(width - A3[0]) < ROUNDED and abs(height - A3[1]) < ROUNDED


def finish(file: Path, target: Path, title: str, contents: Iterable[Entry]) -> None:
    """Give it its title, our mark and its contents: parts with their pages. Raises OSError."""
    writer = PdfWriter(clone_from=file)
    writer.metadata = None
    writer.add_metadata({"/Title": title, "/Creator": MARK})
    for part, first, inside in contents:
        above = writer.add_outline_item(title=part, page_number=first - 1, is_open=False)
        for name, page in inside:
            writer.add_outline_item(title=name, page_number=page - 1, parent=above)
    writer.page_mode = "/UseOutlines"
    writer.write(target)


def is_ours(file: Path) -> bool:
    """Whether a file was made by us, so that it can be made again. Raises OSError."""
    return f"/Creator ({MARK})".encode() in file.read_bytes()

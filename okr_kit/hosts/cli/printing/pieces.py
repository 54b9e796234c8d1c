"""What is printed, taken from the finished book: exercises, cards and slips, wall sheets, and the answers to the first two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from ...classroom.book import source
from ...classroom.book.site import KEY
from . import Part

#: The pages of the book on which the first three are.
PAGES = {"exercises": "paper", "cards": "cards", "sheets": "wall-sheets"}
_EXERCISE = re.compile(r'<div [^>]*\bid="paper-([\w-]+)"')
_CARDS = re.compile(r'<div [^>]*\bid="cards-([\w-]+)"')
_SHEET = re.compile(r'href="\.\./(_static/sheets/([\w-]+)\.svg)"')
_HEADING = re.compile(r'<(?:h\d|p class="rubric")[^>]*>(.*?)</(?:h\d|p)>', re.DOTALL)
_RUBRIC = '<p class="rubric">'
_HEADER_LINK = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)
#: Comments, links and names: the file that is handed on leads nowhere, and its only anchors are the pieces' own.
_LOOSE = re.compile(r'<!--.*?-->|</?a\b[^>]*>|(?<=\w|") id="[^"]*"', re.DOTALL)
_BLANK = re.compile(r"_{4,}")
_FOLD = re.compile(r"<(/?)details\b")
_SUMMARY = re.compile(r"<summary\b.*?</summary>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to print: the part it is in, the exercise's slug or the sheet's file name, its name, its HTML."""

    part: Part
    slug: str
    name: str
    html: str

    @property
    def id(self) -> str:
        """Its anchor in the file."""
        return f"{self.part}-{self.slug}"


def pieces(folder: Path, site: Path) -> list[Piece]:
    """All there is to print in a course folder with its finished book, part by part. Raises ContentError, OSError."""
    found = [*_exercises(site), *_cards(site), *_sheets(site)]
    asked = {piece.slug for piece in found if piece.part != "sheets"}
    return found + _answers(folder, site, asked)


def _exercises(site: Path) -> Iterator[Piece]:
    for text in _elements(_page(site, PAGES["exercises"]), "div"):
        if found := _EXERCISE.match(text):
            yield Piece("exercises", found[1], _name(text), _clean(text, site))


def _cards(site: Path) -> Iterator[Piece]:
    """A set with its heading and the lines that say who gets which card."""
    for text in _elements(_page(site, PAGES["cards"]), "section"):
        sets = _CARDS.findall(text)
        if len(sets) == 1 and text.count("<section") == 1:
            yield Piece("cards", sets[0], _name(text), _clean(text, site))


def _sheets(site: Path) -> Iterator[Piece]:
    for text in _elements(_page(site, PAGES["sheets"]), "section"):
        found = _SHEET.search(text)
        if found and text.count("<section") == 1:
            yield Piece("sheets", found[2], _name(text), f'<img src="{(site / found[1]).as_uri()}" alt="">')


def _answers(folder: Path, site: Path, asked: set[str]) -> list[Piece]:
    """The answers of those exercises in the order of the book; one that is folded into several boxes is one piece."""
    found: dict[str, Piece] = {}
    for name in source.order(folder):
        page = _page(site, Path(name).name)
        for answer in KEY.finditer(page):
            slug = answer[1]
            if slug in asked:
                before = found.get(slug)
                title = before.name if before else _name(page[page.rfind(_RUBRIC, 0, answer.start()) :])
                html = (before.html if before else "") + _clean(_unfolded(answer[0]), site)
                found[slug] = Piece("key", slug, title, html)
    return list(found.values())


def _page(site: Path, name: str) -> str:
    """A page of the book; nothing where this course has none of that name."""
    path = site / "book" / f"{name}.html"
    return path.read_text("utf-8") if path.is_file() else ""


def _elements(page: str, tag: str) -> Iterator[str]:
    """Every element of that name with what it holds, inner ones first; the build closes all that it opens."""
    opened: list[int] = []
    for mark in re.finditer(rf"<(/?){tag}\b[^>]*>", page):
        if not mark[1]:
            opened.append(mark.start())
        elif opened:
            yield page[opened.pop() : mark.end()]


def _name(html: str) -> str:
    """The words of the first heading; of an exercise's without the word that says that it is one."""
    found = _HEADING.search(html)
    words = words_of(_HEADER_LINK.sub("", found[1])) if found else ""
    return words.partition("\u3000")[2] if found and found[0].startswith(_RUBRIC) else words


def words_of(html: str) -> str:
    """What people read of it."""
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()


def _unfolded(html: str) -> str:
    """Paper has no folds: a summary is a line above what it folded."""
    return _FOLD.sub(r"<\1div", _SUMMARY.sub(lambda found: f"<p><strong>{words_of(found[0])}</strong></p>", html))


def _clean(html: str, site: Path) -> str:
    """As it is printed: without links, pictures by where they lie, a box in the line of its words, room to write."""
    html = _LOOSE.sub("", _HEADER_LINK.sub("", html)).replace('src="../', f'src="{site.as_uri()}/')
    return _BLANK.sub('<span class="blank"></span>', html.replace("□ ", "□\N{NO-BREAK SPACE}"))

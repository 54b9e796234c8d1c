"""The book's source: the order of its pages, their front matter, the minutes of the half-days.

One door for the class (agenda, screens) and for the book's own timetable. It reads ``_toc.yml``, ``book/*.md`` and
``book/timetable.toml`` of a course folder, and works while the book is still being built.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ....errors import ContentError
from ....files import need, read_toml

TOC, TIMETABLE, DRAWINGS = "_toc.yml", "book/timetable.toml", "book/_static"
_FRONT = re.compile(r"---\n(.*?)\n---(?:\n|$)", re.DOTALL)
_TITLE = re.compile(r"^# +(.+?) *$", re.MULTILINE)
#: A file by its path, the moment of its last change (ns) and its size.
Stamp = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name (``book/objective``), its front matter, its title, its Markdown without the front matter."""

    name: str
    meta: dict[str, Any]
    title: str
    text: str

    @property
    def trainers(self) -> bool:
        """Whether it is for the trainer alone."""
        return self.meta.get("reader") == "trainer"

    @property
    def aims(self) -> tuple[str, ...]:
        """What a learner can do after it. Raises ContentError."""
        return self.sentences("aims")

    @property
    def points(self) -> tuple[str, ...]:
        """What to remember of it. Raises ContentError."""
        return self.sentences("points")

    @property
    def plan(self) -> dict[str, int]:
        """What its minutes go to, in order: 故事 2, 练习 5 … Raises ContentError."""
        found = self.meta.get("plan", {})
        if not isinstance(found, dict) or not all(_whole(minutes) for minutes in found.values()):
            raise ContentError("content-key", file=f"{self.name}.md", key="plan")
        return {str(part): minutes for part, minutes in found.items()}

    def spent(self, comma: str) -> str:
        """The plan as a line."""
        return comma.join(f"{part} {minutes}" for part, minutes in self.plan.items())

    @property
    def cut(self) -> str:
        """What its short version leaves out, or nothing."""
        return str(self.meta.get("cut", "")).strip()

    def sentences(self, key: str) -> tuple[str, ...]:
        """A list of sentences of its front matter. Raises ContentError."""
        found = self.meta.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise ContentError("content-key", file=f"{self.name}.md", key=key)
        return tuple(found)

    def number(self, key: str, default: int = 0) -> int:
        """A whole number of its front matter. Raises ContentError."""
        value = self.meta.get(key, default)
        if not _whole(value):
            raise ContentError("content-key", file=f"{self.name}.md", key=key)
        return int(value)


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of a half-day: a page that is taught, or a fixed part (``page`` empty) with the ``id`` of timetable.toml.

    ``pause``: a break.
    """

    id: str
    title: str
    minutes: int
    short: int
    page: str = ""
    pause: bool = False


def order(folder: Path) -> tuple[str, ...]:
    """The names of the pages as ``_toc.yml`` has them, its root first. Raises ContentError."""
    path = folder / TOC
    return _order(path, stamp(path))


def page(folder: Path, name: str) -> Page:
    """One page. Raises ContentError where it is not there or its front matter cannot be read."""
    path = folder / f"{name}.md"
    return _page(name, path, stamp(path))


def half_days(folder: Path) -> dict[str, list[Planned]]:
    """What happens in each half-day, in order: pages with minutes in the order of the contents, fixed parts between them.

    Raises ContentError.
    """
    table = read_toml(folder / TIMETABLE)
    rows: dict[str, list[Planned]] = {half: [] for half in need(table, "halves", list, TIMETABLE)}
    for name in order(folder):
        one = page(folder, name)
        half, minutes = str(one.meta.get("half", "")), one.number("minutes")
        if half in rows and minutes:
            rows[half].append(Planned(Path(name).name, one.title, minutes, one.number("short", minutes), name))
    for place, fixed in enumerate(table.get("fixed", []), 1):
        half, made = _fixed(fixed, f"fixed[{place}]")
        if half not in rows:
            raise ContentError("content-key", file=TIMETABLE, key=f"fixed[{place}].half")
        at = next((n for n, row in enumerate(rows[half]) if row.page and row.page == fixed.get("before")), None)
        rows[half].insert(len(rows[half]) if at is None else at, made)
    return rows


def parted(text: str, mark: str) -> tuple[str, str]:
    """A page's Markdown without its note to the trainer, and what stands in that; ``mark`` is what its box is called."""
    box = re.compile(
        rf"^(?P<fence>[:`]{{3,}})\{{admonition\}} {mark}\n(?::\w+:[^\n]*\n)*(?P<note>.*?)^(?P=fence)[ \t]*(?:\n|$)",
        re.MULTILINE | re.DOTALL,
    )
    found = box.search(text)
    return (text[: found.start()] + text[found.end() :], found["note"].strip()) if found else (text, "")


def drawings(folder: Path) -> dict[str, Path]:
    """The drawings of the book by the names that its pages give them (``figures/loop.svg``)."""
    static = folder / DRAWINGS
    return {path.relative_to(static).as_posix(): path for path in static.rglob("*") if path.suffix in (".svg", ".png")}


def stamp(path: Path) -> Stamp:
    """What tells that a file is another one than before; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), found.st_mtime_ns, found.st_size


def stamps(folder: Path) -> tuple[Stamp, ...]:
    """The stamps of the pages of a folder."""
    try:
        with os.scandir(folder) as entries:
            found = [(one.path, one.stat()) for one in entries if one.name.endswith(".md")]
    except OSError:
        return ()
    return tuple(sorted((path, stat.st_mtime_ns, stat.st_size) for path, stat in found))


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _fixed(table: dict[str, Any], where: str) -> tuple[str, Planned]:
    half, title, name = (need(table, key, str, TIMETABLE, where) for key in ("half", "title", "id"))
    minutes = need(table, "minutes", int, TIMETABLE, where)
    return half, Planned(name, title, minutes, minutes, pause=bool(table.get("pause")))


def _files(table: Any) -> Iterator[str]:
    """The files named anywhere in the contents, in order."""
    if isinstance(table, list):
        for one in table:
            yield from _files(one)
    elif isinstance(table, dict):
        yield from (str(table[key]).removesuffix(".md") for key in ("root", "file") if key in table)
        for value in table.values():
            yield from _files(value)


@lru_cache(maxsize=16)
def _order(path: Path, _: Stamp) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_files(_yaml(_text(path), TOC))))


@lru_cache(maxsize=256)
def _page(name: str, path: Path, _: Stamp) -> Page:
    text = _text(path)
    front = _FRONT.match(text)
    meta = _yaml(front[1], path.name) if front else {}
    if not isinstance(meta, dict):
        raise ContentError("content-syntax", file=path.name, detail="---")
    body = text[front.end() :] if front else text
    title = _TITLE.search(body)
    return Page(name, meta, title[1] if title else name, body)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError:
        raise ContentError("content-missing", file=path.name) from None
    except UnicodeDecodeError:
        raise ContentError("content-encoding", file=path.name) from None


def _yaml(text: str, file: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ContentError("content-syntax", file=file, detail=" ".join(str(error).split())) from None

"""Publishing: the chosen items as an overlay of their class alone, checked as a class reads it before it takes its place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ... import bank
from ...bank import Content
from ...errors import PackError
from ...files import Overlay, folders, read_toml
from ...hosts.store.folders import OVERLAY
from .candidates import Candidate, item, places
from .home import Home

#: Items of the client in one exercise: more, and a class works on itself instead of on the exercise.
MOST = 2
Chosen = tuple[Candidate, str]


def publish(
    chosen: Sequence[Chosen], home: Home, content: Content, own: Overlay = None, course: Path | None = None
) -> int:
    """Put the chosen items into the overlay of a class, in the place of those that were in it; how many there are now.

    ``own`` is the lecturer's overlay, over which it is laid. Nothing chosen takes all of them back. Raises PackError
    ``pack-many-items`` or ``pack-unfit``, ContentError where a class with them would not open; nothing is changed then.
    """
    tables = _tables(chosen, content)
    files = {f"bank/{content.language.tag}/{slug}.toml": _file(items) for slug, items in tables.items()}
    home.put_all(OVERLAY, files, lambda folder: bank.load(content.language.tag, (*folders(own), folder), course))
    return sum(map(len, tables.values()))


def published(home: Home, content: Content) -> list[tuple[str, str]]:
    """What a class has of its client: (slug, text) of each item."""
    files = sorted((home.overlay / "bank" / content.language.tag).glob("*.toml"))
    return [(file.stem, str(one.get("text", ""))) for file in files for one in read_toml(file).get("items", ())]


def _tables(chosen: Sequence[Chosen], content: Content) -> dict[str, list[dict[str, Any]]]:
    """The items by exercise; PackError where there are too many for one, or one does not fit in."""
    known = {(place.slug, place.kind): place for place in places(content)}
    found: dict[str, list[dict[str, Any]]] = {}
    for one, slug in chosen:
        place = known.get((slug, one.kind))
        if place is None or slug not in one.fits:
            title = content.exercises[slug].title if slug in content.exercises else slug
            raise PackError("pack-unfit", text=one.text, title=title)
        says = content.language.say
        items = found.setdefault(slug, [])
        if one.id not in {item["id"] for item in items}:
            items.append(item(one, place, says("pack.words.industry"), [says(f"pack.words.hint-{one.kind}")]))
        if len(items) > MOST:
            raise PackError("pack-many-items", title=content.exercises[slug].title, most=MOST)
    return found


def _file(items: Iterable[Mapping[str, Any]]) -> bytes:
    """A bank file that holds items alone."""
    lines = []
    for one in items:
        lines += ["[[items]]", *(f"{key} = {_toml(value)}" for key, value in one.items()), ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _toml(value: Any) -> str:
    """A text, a list of texts, or true and false as TOML writes them: as JSON does, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

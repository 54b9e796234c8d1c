"""The shelf (作品夹) as nodes: what a learner and the groups he sat in have made, and one document to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import documents, engine
from ...documents import Document
from ...view import Button, Card, Copy, Fold, Form, Link, Node, Say, Text
from ..store import log
from . import work

if TYPE_CHECKING:
    from ..store import people
    from .room import Room

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Shelf:
    """What lies there: rows of the store, newest first, and those that were deleted."""

    rows: tuple[Row, ...]
    gone: tuple[Row, ...] = ()


def shelf(room: Room, person: people.Person, found: Shelf, told: Node | None = None) -> tuple[Node, ...]:
    """The list; ``told`` says what was just done."""
    nodes: list[Node] = [Text((room.say("shelf-note"),), "note"), *([told] if told else [])]
    if not found.rows:
        nodes.append(Say("info", room.say("shelf-empty"), (room.say("shelf-empty-next"),)))
        nodes += [_way(room, slug) for slug in _makers(room)]
    nodes += [_row(room, row) for row in found.rows]
    mine = [row for row in found.gone if row["owner"] == log.learner(person.id)]
    if mine:
        nodes.append(Fold(room.say("shelf-gone", n=len(mine)), tuple(_gone(room, row) for row in mine)))
    return (*nodes, Link(room.say("to-list"), "/", style="plain"))


def _makers(room: Room) -> Iterable[str]:
    """The exercises that leave something on a shelf."""
    return (slug for slug, exercise in room.content.exercises.items() if engine.makes(exercise))


def _way(room: Room, slug: str) -> Link:
    return Link(room.content.exercises[slug].title, f"/x/{slug}")


def _row(room: Room, row: Row) -> Link:
    """One document: what it is called, of what type, from where and when."""
    return Link(str(row["title"]) or room.say("shelf-untitled"), f"/shelf/{row['id']}", _about(room, row))


def _about(room: Room, row: Row) -> str:
    """Its type, the exercise and when it was last written; whose, if it is a group's."""
    exercise = room.content.exercises.get(str(row["exercise"]))
    source = exercise.title if exercise else room.say("shelf-copied")
    words = [room.say(f"type-{row['type']}"), source, work.clock_words(int(row["at"]))]
    number = str(row["owner"]).removeprefix("g")
    return "　".join([*words, *([room.group_name(int(number))] if number.isdigit() else [])])


def _gone(room: Room, row: Row) -> Node:
    """A deleted document, with the way to have it back."""
    back = Button(room.say("shelf-back"), "back", submit=True)
    line = Text((str(row["title"]) or room.say("shelf-untitled"),))
    return Card((line, Form(f"back-{row['id']}", (), (back,), action=f"/shelf/{row['id']}/back")))


def document(room: Room, person: people.Person, row: Row, doc: Document) -> tuple[Node, ...]:
    """One document to be read, and what can be done with it."""
    language, at = room.content.language, f"/shelf/{row['id']}"
    nodes: list[Node] = [Text((_about(room, row),), "where"), *documents.show(language, doc)]
    uses = [
        Form(
            f"use-{slug}",
            (),
            (Button(room.say("shelf-use", title=exercise.title), "use", style="main", submit=True),),
            f"{at}/use/{slug}",
        )
        for slug, exercise in room.content.exercises.items()
        if engine.copies(exercise, str(row["type"]))
    ]
    nodes += [*uses, *([Text((room.say("shelf-use-note"),), "note")] if uses else [])]
    nodes.append(Fold(room.say("shelf-take"), (Copy(room.say("shelf-copy-text"), documents.text(language, doc)),)))
    nodes.append(Form("copy", (), (Button(room.say("shelf-copy"), "copy", submit=True),), f"{at}/copy"))
    if row["owner"] == log.learner(person.id):
        note = Text((room.say("shelf-remove-note"),), "note")
        send = Button(room.say("shelf-remove"), "remove", style="danger", submit=True)
        nodes.append(Fold(room.say("shelf-remove"), (note, Form("remove", (), (send,), f"{at}/remove"))))
    return (*nodes, Link(room.say("to-shelf"), "/shelf", style="plain"))


def unreadable(room: Room, row: Row) -> tuple[Node, ...]:
    """A document that a newer kit wrote: it is there, and stays as it is."""
    title = str(row["title"]) or room.say("shelf-untitled")
    return (Say("warn", title, (room.say("shelf-unreadable"),)), Link(room.say("to-shelf"), "/shelf", style="main"))

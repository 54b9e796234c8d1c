"""The shelf (作品夹) as nodes: what a learner and the groups he sat in have made, and one document to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import documents, engine
from ...documents import Document
from ...view import Button, Card, Copy, Fold, Form, Link, Node, Say, Text, Tone
from ..store import log
from . import work

if TYPE_CHECKING:
    from ..store import people
    from .room import Room

Row = Mapping[str, Any]
#: Where steps on the shelf stand in the log, in the place of an exercise.
SHELF = "shelf"
#: What can have become of a step, and how it looks; the words are ``told-<key>``.
TOLD: Mapping[str, Tone] = {
    "copy": "good",
    "remove": "info",
    "back": "good",
    "full": "warn",
    "gone": "warn",
    "hasty": "warn",
    "not-taken": "warn",
}


@dataclass(frozen=True)
class Shelf:
    """What lies there: rows of the store, newest first, and those that were deleted."""

    rows: tuple[Row, ...]
    gone: tuple[Row, ...] = ()


def shelf(room: Room, person: people.Person, found: Shelf, told: tuple[str, str] = ("", "")) -> tuple[Node, ...]:
    """The list; ``told`` is what was just done (a key of :data:`TOLD`) and with which document."""
    nodes: list[Node] = [Text((room.say("shelf-note"),), "note"), *_told(room, found, *told)]
    if not found.rows:
        nodes.append(Say("info", room.say("shelf-empty"), (room.say("shelf-empty-next"),)))
        nodes += beginnings(room)
    else:
        nodes.append(Link(room.say("mine"), "/mine", room.say("mine-note")))
    nodes += [_row(room, row) for row in found.rows]
    mine = [row for row in found.gone if row["owner"] == log.learner(person.id)]
    if mine:
        nodes.append(Fold(room.say("shelf-gone", n=len(mine)), tuple(_gone(room, row) for row in mine)))
    return (*nodes, Link(room.say("to-list"), "/", style="plain"))


def _told(room: Room, found: Shelf, do: str, name: str) -> tuple[Node, ...]:
    """What became of the last step, in words."""
    row = next((row for row in (*found.rows, *found.gone) if row["id"] == name), None)
    if row is None or do not in TOLD or (row["gone"] is None) == (do in ("remove", "gone")):
        return ()  # a page that was gone back to: something else has become of it since
    title = str(row["title"]) or room.say("shelf-untitled")
    following = room.content.language.messages.get(f"class.told-{do}-next", "")
    return (Say(TOLD[do], room.say(f"told-{do}", title=title), (following,)),)


def beginnings(room: Room) -> list[Link]:
    """The ways to the exercises that leave something on a shelf."""
    found = room.content.exercises.items()
    return [Link(exercise.title, f"/x/{slug}") for slug, exercise in found if engine.makes(exercise)]


def _row(room: Room, row: Row) -> Link:
    """One document: what it is called, of what type, from where and when."""
    return Link(str(row["title"]) or room.say("shelf-untitled"), f"/shelf/{row['id']}", about(room, row))


def type_name(room: Room, row: Row) -> str:
    """What a type of document is called; one that this kit does not know keeps its own name."""
    return room.content.language.messages.get(f"class.type-{row['type']}", str(row["type"]))


def about(room: Room, row: Row) -> str:
    """Its type and size, the exercise and when it was last written; whose, if it is a group's."""
    exercise = room.content.exercises.get(str(row["exercise"]))
    source = exercise.title if exercise else room.say("shelf-copied")
    size = documents.size(row["body"])
    key = f"shelf-about-{row['type']}" + ("" if size else "-none")
    parts = [] if size is None else [room.say(key, n=size)]
    words = [work.day_words(room, int(row["at"])), type_name(room, row), *parts, source]
    number = str(row["owner"]).removeprefix("g")
    return "　".join([*words, *([room.group_name(int(number))] if number.isdigit() else [])])


def _gone(room: Room, row: Row) -> Node:
    """A deleted document, with the way to have it back."""
    line = Text((str(row["title"]) or room.say("shelf-untitled"),))
    return Card((line, Text((about(room, row),), "note"), _bring_back(room, row)))


def _bring_back(room: Room, row: Row) -> Form:
    return Form(
        f"back-{row['id']}", (), (Button(room.say("shelf-back"), "back", submit=True),), f"/shelf/{row['id']}/back"
    )


def document(room: Room, person: people.Person, row: Row, doc: Document, once: str) -> tuple[Node, ...]:
    """One document to be read, and what can be done with it; ``once`` makes two taps on a button one step."""
    language, at = room.content.language, f"/shelf/{row['id']}"
    where, shown = Text((about(room, row),), "where"), documents.show(language, doc)
    if row["gone"] is not None:
        said = Say("info", room.say("shelf-is-gone"), (room.say("shelf-is-gone-next"),))
        return (said, _bring_back(room, row), where, *shown, Link(room.say("to-shelf"), "/shelf", style="plain"))
    nodes: list[Node] = [where, *shown]
    uses = [
        Form(f"use-{slug}", (), (_use(room, exercise.title),), f"{at}/use/{slug}?once={once}")
        for slug, exercise in room.content.exercises.items()
        if engine.copies(exercise, doc)
    ]
    nodes += [*uses, *([Text((room.say("shelf-use-note"),), "note")] if uses else [])]
    nodes.append(Fold(room.say("shelf-take"), (Copy(room.say("shelf-copy-text"), documents.text(language, doc)),)))
    nodes.append(Form("copy", (), (Button(room.say("shelf-copy"), "copy", submit=True),), f"{at}/copy?once={once}"))
    if row["owner"] == log.learner(person.id):
        note = Text((room.say("shelf-remove-note"),), "note")
        send = Button(room.say("shelf-remove"), "remove", style="danger", submit=True)
        nodes.append(Fold(room.say("shelf-remove"), (note, Form("remove", (), (send,), f"{at}/remove"))))
    return (*nodes, Link(room.say("to-shelf"), "/shelf", style="plain"))


def _use(room: Room, title: str) -> Button:
    return Button(room.say("shelf-use", title=title), "use", style="main", submit=True)


def unreadable(room: Room, row: Row) -> tuple[Node, ...]:
    """A document that a newer kit wrote: it is there, and stays as it is."""
    title = str(row["title"]) or room.say("shelf-untitled")
    return (Say("warn", title, (room.say("shelf-unreadable"),)), Link(room.say("to-shelf"), "/shelf", style="main"))

"""What the trainer can do for one person: show the personal code, rename, seat, remove and take back; each asks first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ...view import Button, Card, Field, Fold, Form, Link, Node, Picture, Say, Statement, Text
from ..store import people
from . import pages
from .trainer_page import doubt

if TYPE_CHECKING:
    from .overview import Doubt
    from .room import Room


def nodes(room: Room, person: people.Person, doubts: Iterable[Doubt], told: Iterable[Node] = ()) -> tuple[Node, ...]:
    """The page of a person who is there; ``told`` is what was just done."""
    say, here = room.say, f"/trainer/people/{person.id}"
    if person.gone is not None:
        back = Button(say("person-back"), "back", style="main", submit=True)
        gone = Say("info", say("person-gone", name=person.nickname), (say("person-gone-next"),))
        return (*told, gone, Form("back", (), (back,), action=f"{here}/back"))
    code = Card(
        (
            Statement((person.code,), say("my-code-label")),
            Text((say("person-code-note"),), "note"),
            Link(say("person-new-code"), f"{here}/code", style="plain"),
        )
    )
    name = Field("nickname", say("join-name"), person.nickname, limit=people.NAME_LIMIT)
    rename = Form("rename", (name,), (Button(say("person-rename"), "rename", submit=True),), action=f"{here}/rename")
    move = Button(say("person-move"), "move", submit=True)
    chips = replace(pages.groups(room, str(person.group_no)), legend=say("person-seat"))
    seat = Form("move", (chips,), (move,), action=f"{here}/move")
    said = [node for one in doubts for node in doubt(room, one)]
    return (
        *told,
        code,
        Card((rename, *((seat,) if room.klass.groups else ()))),
        *((Fold(say("person-doubts", n=len(said) // 2), tuple(said)),) if said else ()),
        Link(say("person-remove"), f"{here}/remove", style="plain"),
    )


def told(room: Room, person: people.Person, word: str, was: str = "") -> tuple[Node, ...]:
    """What was just done, with the way to undo it; nothing for a word that is none."""
    undo: tuple[Node, ...] = ()
    if word == "rename" and was and was != person.nickname:
        back = Button(room.say("person-rename-back", name=was), "rename", submit=True)
        action = f"/trainer/people/{person.id}/rename?{urlencode({'to': was})}"
        undo = (Form("undo", (), (back,), action=action),)
    if word not in ("rename", "move", "code", "back", "remove"):
        return ()
    words = {"name": person.nickname, "was": was, "group": room.group_name(person.group_no)}
    return (Say("good", room.say(f"person-told-{word}", **words)), *undo)


def taken(room: Room, name: str, free: str) -> tuple[Node, ...]:
    """A nickname that somebody else has."""
    return (Say("warn", room.say("name-taken", name=name), (room.say("person-taken-next", free=free),)),)


def unnamed(room: Room) -> tuple[Node, ...]:
    """A nickname of which nothing is to be seen."""
    return (Say("warn", room.say("bad-name")),)


def question(room: Room, person: people.Person, do: str) -> tuple[Node, ...]:
    """Before somebody is removed or gets another code: what it means, yes, no."""
    say, here = room.say, f"/trainer/people/{person.id}"
    style = "danger" if do == "remove" else "main"
    yes = Button(say(f"person-{do}-yes"), do, style=style, submit=True)
    return (
        Say("warn", say(f"person-{do}-ask", name=person.nickname), (say(f"person-{do}-means"),)),
        Form(do, (), (yes,), action=f"{here}/{do}"),
        Link(say("person-no"), here, style="plain"),
    )


def link(room: Room, address: str, *, renewed: bool) -> tuple[Node, ...]:
    """The trainer's present link, and the way to a new one."""
    say = room.say
    done = (Say("good", say("link-told"), (say("link-told-next"),)),) if renewed else ()
    yes = Button(say("link-yes"), "renew", style="danger", submit=True)
    return (
        *done,
        Card(
            (
                Picture("/trainer/link.svg", say("link-qr")),
                Text((address,), "lead"),
                Text((say("link-note"),), "note"),
            ),
            say("link-now"),
        ),
        Card((Text((say("link-means"),), "note"), Form("renew", (), (yes,), action="/trainer/link")), say("link-ask")),
    )

"""The page of the class, which the trainer alone sees: names, progress, the lock of the groups.

What everybody may see is :mod:`.stage.page`; it is what the trainer's link opens first.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ...view import Button, Card, Fold, Form, Items, Link, Node, Say, Statement, Text
from . import guesses
from .overview import Doubt, Overview
from .work import clock_words

if TYPE_CHECKING:
    from ..store import people
    from .room import Room


def nodes(room: Room, link: str, seen: Overview) -> tuple[Node, ...]:
    """The page; ``link`` is what learners open."""
    trouble = room.recent_trouble()
    alarm = [Say("bad", room.say("trainer-trouble"), (room.content.language.error(trouble),))] if trouble else []
    return (
        _controls(room, link),
        *alarm,
        *guesses.nodes(room),
        _present(room, seen),
        progress(room, seen),
    )


def _controls(room: Room, link: str) -> Node:
    """The way in and to the stage, the groups' lock, the trainer's link."""
    say, locked = room.say, room.klass.locked is not None
    children: list[Node] = [
        Statement((room.klass.code,), say("join-code")),
        Text((link,), "lead"),
        Link(say("trainer-to-stage"), "/stage", style="main"),
        Text((say("trainer-private"),), "note"),
    ]
    if room.klass.groups:
        word = "unlock" if locked else "lock"
        button = Button(say(f"trainer-{word}"), word, submit=True)
        children += [
            Text((say("trainer-locked" if locked else "trainer-open"),), "where"),
            Form("lock", (), (button,), action=f"/trainer/groups?locked={int(not locked)}"),
        ]
    if room.notebooks:
        children.append(Link(room.content.language.say("console.prepare"), "/voila/", style="plain"))
    children.append(Link(say("trainer-link"), "/trainer/link", style="plain"))
    return Card(tuple(children), room.title)


def _present(room: Room, seen: Overview) -> Node:
    """Who joined: by group, then by name; behind each name what the trainer can do for that person."""
    if not seen.people and not seen.gone:
        return Card((Say("info", room.say("trainer-people-none"), (room.say("trainer-people-none-next"),)),))
    children: list[Node] = []
    leaders = sum(person.role == "leader" for person in seen.people)
    if leaders:
        children.append(Text((room.say("trainer-leaders", n=leaders),), "note"))
    names = {person.id: person.nickname for person in seen.people}
    if room.klass.groups:
        scribes = {number: names.get(person, "") for number, person in seen.scribes.items()}
        kept = {number: room.say("trainer-scribe", name=name) for number, name in scribes.items() if name}
        children.append(Items(tuple(f"{line}{kept.get(number, '')}" for number, line in seats(room, seen))))
    listed = sorted(seen.people, key=lambda person: (person.group_no or 1000, person.id))
    children.append(Fold(room.say("trainer-names"), tuple(_way(room, person) for person in listed)))
    if seen.gone:
        children.append(Fold(room.say("trainer-gone", n=len(seen.gone)), tuple(_way(room, one) for one in seen.gone)))
    return Card(tuple(children), room.say("trainer-people", n=len(seen.people)))


def seats(room: Room, seen: Overview) -> list[tuple[int, str]]:
    """How many sit in each group, by its number; who sits in none comes last, if there is anybody."""
    count = Counter(person.group_no for person in seen.people)
    numbers = [*range(1, room.klass.groups + 1), *([0] if count[0] else [])]
    return [(number, room.say("seat", group=room.group_name(number), n=count[number])) for number in numbers]


def _way(room: Room, person: people.Person) -> Node:
    """To a person's page."""
    return Link(person.nickname, f"/trainer/people/{person.id}", aside=room.group_name(person.group_no))


def progress(room: Room, seen: Overview) -> Card:
    """Each exercise with how many began and finished; a way to the projector's page where there is one."""
    rows: list[Node] = []
    for slug, exercise in room.content.exercises.items():
        far = room.say("trainer-row", begun=seen.begun.get(slug, 0), done=seen.done.get(slug, 0))
        if exercise.settings.get("group") and room.klass.groups:
            ours = {"begun": seen.groups_begun.get(slug, 0), "done": seen.groups_done.get(slug, 0)}
            far += "　" + room.say("trainer-row-groups", **ours)
        if slug in room.notebooks:
            rows.append(Link(exercise.title, f"/voila/render/exercises/{slug}.ipynb", far, room.say("trainer-show")))
        else:
            rows += [Text((exercise.title,)), Text((far,), "note")]
    return Card(tuple(rows), room.say("trainer-progress"))


def doubt(room: Room, one: Doubt) -> list[Node]:
    """One of them."""
    exercise = room.content.exercises.get(one.exercise)
    title = exercise.title if exercise else one.exercise
    return [
        Statement((one.quote,), room.say("trainer-disagree-at", title=title, time=clock_words(one.at)), small=True),
        Text((room.say("trainer-disagree-note", note=one.note) if one.note else "",)),
    ]

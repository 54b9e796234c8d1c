"""A group's page: one person records, the others watch, vote on the item at hand and leave notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ... import engine
from ...view import Actions, Button, Card, Choice, Copy, Field, Fold, Form, Items, Node, Text
from ..store import log

if TYPE_CHECKING:
    from .room import Room
    from .work import Desk, Place

NOTE_LIMIT = 200


def nodes(room: Room, place: Place, desk: Desk) -> tuple[Node, ...]:
    """The whole page as the person sees it: who records, the exercise, what the members say."""
    screen = engine.view(place.ctx, desk.state)
    mine = desk.scribe is not None and desk.scribe.id == place.person.id
    shown = screen if mine else tuple(watched(room, place, desk, screen))
    return (_who(room, place, desk), *shown, *_voices(room, desk, screen), _note_form(room))


def topic(desk: Desk) -> str:
    """What a vote is about: the item or part that the group is at."""
    return str(desk.state.get("at", ""))


def question(screen: Iterable[Node]) -> Choice | None:
    """The first question of a screen, answered or not."""
    for node in screen:
        if isinstance(node, Choice):
            return node
        found = question(node.children) if isinstance(node, (Form, Card)) else None
        if found is not None:
            return found
    return None


def watched(room: Room, place: Place, desk: Desk, screen: Iterable[Node]) -> Iterator[Node]:
    """The screen for who does not record: nothing to press but a vote on the open question."""
    for node in screen:
        if isinstance(node, Form):
            asked = question(node.children)
            if asked is not None:
                yield _vote(room, place, desk, asked)
        elif isinstance(node, (Card, Fold)):
            yield replace(node, children=tuple(watched(room, place, desk, node.children)))
        elif not isinstance(node, (Actions, Button, Field, Copy)):
            yield node


def _vote(room: Room, place: Place, desk: Desk, asked: Choice) -> Node:
    """The question as a ballot; as it is once it has been answered."""
    if asked.disabled:
        return Form("group-seen", (asked,))
    before = desk.remarks.votes.get(place.person.id, {})
    mine = before["fields"].get(asked.name) if before and before["values"].get("item") == topic(desk) else None
    options = tuple(replace(option, picked=option.value == mine) for option in asked.options)
    label = room.say("vote-again" if mine else "vote-send")
    send = Button(label, log.VOTE, {"item": topic(desk)}, "main", submit=True)
    return Form(f"vote-{topic(desk)}", (replace(asked, options=options, when=None),), (send,))


def _who(room: Room, place: Place, desk: Desk) -> Node:
    """Who records, and the way to take over."""
    take = Button(room.say("take"), log.TAKE, style="main" if desk.scribe is None else "plain")
    if desk.scribe is None:
        return Card((Text((room.say("scribe-none-next"),), "note"), Actions((take,))), room.say("scribe-none"))
    if desk.scribe.id == place.person.id:
        return Card((Text((room.say("scribe-you-next"),), "note"),), room.say("scribe-you"))
    name = desk.scribe.nickname
    note = Text((room.say("scribe-other-next", name=name),), "note")
    return Card((note, Actions((take,))), room.say("scribe-other", name=name))


def _voices(room: Room, desk: Desk, screen: Iterable[Node]) -> list[Node]:
    """Votes on the item at hand, then the notes."""
    asked, here = question(screen), topic(desk)
    ballots = [vote["fields"] for vote in desk.remarks.votes.values() if vote["values"].get("item") == here]
    lines: list[str] = []
    if asked is not None:
        count = Counter(ballot.get(asked.name) for ballot in ballots)
        lines += [room.say("vote-line", option=o.label, n=count[o.value]) for o in asked.options if count[o.value]]
    lines += [room.say("note-line", name=name, text=text) for name, text in desk.remarks.notes]
    return [Card((Items(tuple(lines)),), room.say("group-voices"))] if lines else []


def _note_form(room: Room) -> Node:
    """One line for the whole group."""
    note = Field("note", room.say("note-label"), note=room.say("note-note"), lines=2, limit=NOTE_LIMIT)
    return Card((Form("group-note", (note,), (Button(room.say("note-send"), log.NOTE, submit=True),)),))


def not_scribe(room: Room, desk: Desk) -> str:
    """The sentence for an action of somebody who does not record."""
    if desk.scribe is None:
        return room.say("not-scribe-none")
    return room.say("not-scribe", name=desk.scribe.nickname)

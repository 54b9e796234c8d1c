"""A group's page: one person records, the others watch, vote on the item at hand and leave notes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from ... import engine
from ...view import Actions, Button, Card, Field, Fold, Form, Items, Node, Text
from ..store import log

if TYPE_CHECKING:
    from .room import Room
    from .work import Desk, Place

NOTE_LIMIT = 200


def nodes(room: Room, place: Place, desk: Desk) -> tuple[Node, ...]:
    """The whole page as the person sees it: who records, the exercise, a ballot for who watches, what the members say."""
    screen = engine.view(desk.ctx, desk.state)
    ballot = _ballot(room, place, desk) if desk.ctx.mode == "watch" else ()
    return (_who(room, place, desk), *screen, *ballot, *_voices(room, desk), _note_form(room, desk))


def _ballot(room: Room, place: Place, desk: Desk) -> tuple[Node, ...]:
    """The open question, to be voted on; the person's last vote is picked."""
    focus = desk.focus
    asked = focus.question
    if asked is None or asked.disabled:
        return ()
    before = desk.rows.remarks.votes.get(place.person.id, {})
    mine = before["fields"].get(asked.name) if before and before["values"].get("item") == focus.item else None
    options = tuple(replace(option, picked=option.value == mine) for option in asked.options)
    send = Button(room.say("vote-again" if mine else "vote-send"), log.VOTE, {"item": focus.item}, "main", submit=True)
    return (Form(f"vote-{focus.item}", (replace(asked, options=options, when=None),), (send,)),)


def _who(room: Room, place: Place, desk: Desk) -> Node:
    """Who records, and the way to take over."""
    take = Button(room.say("take"), log.TAKE, style="main" if desk.rows.scribe is None else "plain")
    if desk.rows.scribe is None:
        return Card((Text((room.say("scribe-none-next"),), "note"), Actions((take,))), room.say("scribe-none"))
    if desk.rows.scribe.id == place.person.id:
        return Card((Text((room.say("scribe-you-next"),), "note"),), room.say("scribe-you"))
    name = desk.rows.scribe.nickname
    votes = desk.focus.question is not None
    note = Text((room.say("scribe-other-next" if votes else "scribe-other-note", name=name),), "note")
    return Card((note, Actions((take,))), room.say("scribe-other", name=name))


def _voices(room: Room, desk: Desk) -> list[Node]:
    """Votes and notes on the item at hand; notes on others are folded away, not gone."""
    focus, remarks = desk.focus, desk.rows.remarks
    ballots = [vote["fields"] for vote in remarks.votes.values() if vote["values"].get("item") == focus.item]
    lines: list[str] = []
    if focus.question is not None:
        name, options = focus.question.name, focus.question.options
        count = Counter(ballot.get(name) for ballot in ballots)
        lines += [room.say("vote-line", option=o.label, n=count[o.value]) for o in options if count[o.value]]
    here = [note for note in remarks.notes if note.item in ("", focus.item)]
    elsewhere = [note for note in remarks.notes if note not in here]
    lines += [_note(room, note) for note in here]
    shown: list[Node] = [Items(tuple(lines))] if lines else []
    if elsewhere:
        older = Items(tuple(_note(room, note) for note in elsewhere))
        shown.append(Fold(room.say("notes-elsewhere", n=len(elsewhere)), (older,)))
    return [Card(tuple(shown), room.say("group-voices"))] if shown else []


def _note(room: Room, note: log.Note) -> str:
    return room.say("note-line", name=note.nickname, text=note.text)


def _note_form(room: Room, desk: Desk) -> Node:
    """One line for the whole group, kept with the item at hand."""
    note = Field("note", room.say("note-label"), note=room.say("note-note"), lines=2, limit=NOTE_LIMIT)
    return Card(
        (
            Form(
                "group-note",
                (note,),
                (Button(room.say("note-send"), log.NOTE, {"item": desk.focus.item}, submit=True),),
            ),
        )
    )


def not_scribe(room: Room, desk: Desk) -> str:
    """The sentence for an action of somebody who does not record."""
    if desk.rows.scribe is None:
        return room.say("not-scribe-none")
    return room.say("not-scribe", name=desk.rows.scribe.nickname)

"""A group's page: one person records, the others watch, vote on the item at hand and leave notes.

What is said belongs to the item at which it was written and can be read again there; passed items keep what was said of
them, each apart, and a line for what somebody was still writing when the group went on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from ... import engine
from ...view import (
    Actions,
    Button,
    Card,
    Choice,
    Field,
    Fold,
    Form,
    Items,
    Line,
    Link,
    Node,
    Option,
    Say,
    Statement,
    Text,
    beginning,
)
from ..store import group_log, log
from .work import clock_words

if TYPE_CHECKING:
    from .room import Room
    from .work import Desk, Place

NOTE_LIMIT = 200
#: How many notes one person may leave at a group's exercise: the page shows them all.
MOST_NOTES = 100
Pressed = TypeVar("Pressed", bound=Button | Link)
#: The beginning of a statement, to know its item again, in characters.
SHORT = 24


def nodes(room: Room, place: Place, desk: Desk) -> tuple[Node, ...]:
    """The whole page as the person sees it: who records, the exercise, a ballot for who watches, what the members say."""
    about, who = Text((place.exercise.title,), "where"), _who(room, place, desk)
    if not desk.open_to(desk.focus.item):
        return (about, who, *_own_first(room, place, desk), *_earlier(room, desk))
    screen = tuple(_asking(room, node) for node in engine.view(desk.ctx, desk.state))
    ballot = _ballot(room, place, desk) if desk.ctx.mode == "watch" else ()
    said = (*_voices(room, desk), _note_form(room, desk.focus), *_earlier(room, desk))
    return (about, who, *_replaced(room, desk), *screen, *ballot, *said)


def _own_first(room: Room, place: Place, desk: Desk) -> tuple[Node, ...]:
    """For who has not answered the group's item alone: its key, votes and opinions open after that, and the way there."""
    focus = desk.focus
    go = Button(room.say("own-first-way"), "go", style="main", submit=True)
    way = f"/x/{place.exercise.slug}/at?{urlencode({'item': focus.item})}"
    return (
        Say("info", room.say("own-first"), (room.say("own-first-next"),)),
        Statement((focus.statement,), small=True),
        Form("own-first", (), (go,), action=way),
    )


def moved(room: Room, place: Place, number: int) -> tuple[Node, ...]:
    """A page of group ``number`` that is still open at somebody who sits in another one by now."""
    way = Link(room.say("moved-way", group=room.group_name(place.group_no)), place.url, style="main")
    return (Say("info", moved_words(room, number, place.group_no)), way)


def moved_words(room: Room, number: int, now: int) -> str:
    """The sentence for it."""
    return room.say("moved", old=room.group_name(number), new=room.group_name(now))


def _asking(room: Room, node: Node) -> Node:
    """The same node, in which starting over asks on behalf of the whole group."""
    match node:
        case Actions(buttons):
            return replace(node, buttons=tuple(_asked(room, button) for button in buttons))
        case Form(children=children, buttons=buttons):
            inside = tuple(_asking(room, child) for child in children)
            return replace(node, children=inside, buttons=tuple(_asked(room, button) for button in buttons))
        case Card(children) | Fold(_, children) | Line(_, _, children):
            return replace(node, children=tuple(_asking(room, child) for child in children))
        case _:
            return node


def _asked(room: Room, button: Pressed) -> Pressed:
    if isinstance(button, Button) and button.do in group_log.REPLACING:
        return replace(button, confirm=room.say("group-restart-sure"))
    return button


def _ballot(room: Room, place: Place, desk: Desk) -> tuple[Node, ...]:
    """The open question, to be voted on; the person's last vote is picked."""
    focus = desk.focus
    asked = focus.question
    if asked is None or asked.disabled:
        return ()
    before = desk.rows.remarks.votes.get((place.person.id, focus.item))
    mine = before["fields"].get(asked.name) if before else None
    options = tuple(replace(option, picked=option.value == mine) for option in asked.options)
    send = Button(room.say("vote-again" if mine else "vote-send"), log.VOTE, {"item": focus.item}, "main", submit=True)
    return (Form(f"vote-{focus.item}", (replace(asked, options=options, when=None),), (send,)),)


def _who(room: Room, place: Place, desk: Desk) -> Node:
    """Who records, and the way to take over, which asks once where somebody else records."""
    scribe = desk.rows.scribe
    if scribe is None:
        take = Button(room.say("take"), log.TAKE, {"from": ""}, "main")
        return Card((Text((room.say("scribe-none-next"),), "note"), Actions((take,))), room.say("scribe-none"))
    if scribe.id == place.person.id:
        return Card((Text((room.say("scribe-you-next"),), "note"),), room.say("scribe-you"))
    name, votes = scribe.nickname, desk.focus.question is not None
    note = Text((room.say("scribe-other-next" if votes else "scribe-other-note", name=name),), "note")
    sure = room.say("take-sure", name=name)
    take = Button(room.say("take"), log.TAKE, {"from": str(scribe.id)}, confirm=sure)
    return Card((*_told(room, place, desk), note, Actions((take,))), room.say("scribe-other", name=name))


def _told(room: Room, place: Place, desk: Desk) -> tuple[Node, ...]:
    """For who recorded until somebody took over: that it happened, who and when."""
    taken = desk.rows.remarks.taken
    if taken is None or taken.action["values"].get("from") != str(place.person.id):
        return ()
    title = room.say("taken", name=taken.nickname, time=clock_words(taken.at))
    return (Say("info", title, (room.say("taken-next"),)),)


def _replaced(room: Room, desk: Desk) -> tuple[Node, ...]:
    """After somebody started over: who, when, and for the scribe the way back to what was there before."""
    step = desk.rows.remarks.replaced
    if step is None:
        return ()
    title = room.say(f"replaced-{step.action['do']}", name=step.nickname, time=clock_words(step.at))
    if desk.ctx.mode == "watch":
        return (Fold(title, (Text((room.say("replaced-watch"),), "note"),)),)
    back = Button(room.say("undo"), log.UNDO, confirm=room.say("undo-sure"), clears=True)
    return (Fold(title, (Text((room.say("replaced-next"),), "note"), Actions((back,)))),)


def _voices(room: Room, desk: Desk) -> list[Node]:
    """Votes and notes on the item at hand."""
    lines = _said(room, desk.rows.remarks, desk.focus.item)
    return [Card((Items(tuple(lines)),), room.say("group-voices"))] if lines else []


def _earlier(room: Room, desk: Desk) -> list[Node]:
    """What was said of the other items, each apart, with a line to go on writing; then notes that name no item."""
    remarks, inside = desk.rows.remarks, list[Node]()
    for item, statement in remarks.items.items():
        if item != desk.focus.item and desk.open_to(item):
            lines = _said(room, remarks, item)
            inside.append(Text((_short(room, statement),), "where"))
            inside += [Items(tuple(lines))] if lines else []
            inside.append(_note_form(room, engine.Focus(item), earlier=True))
    loose = [_note(room, note) for note in remarks.notes if not note.item]
    if loose:
        inside += [Text((room.say("notes-loose"),), "where"), Items(tuple(loose))]
    return [Fold(room.say("notes-elsewhere"), tuple(inside))] if inside else []


def _said(room: Room, remarks: group_log.Remarks, item: str) -> list[str]:
    """The votes on an item, by option, and its notes."""
    count = Counter(_option(vote) for (_, at), vote in remarks.votes.items() if at == item)
    votes = [room.say("vote-line", option=option, n=n) for option, n in count.most_common()]
    return votes + [_note(room, note) for note in remarks.notes if note.item == item]


def _option(vote: Mapping[str, Any]) -> str:
    """What was voted for, in words; votes of the first release have only the letter."""
    return str(vote.get("label") or next(iter(vote["fields"].values()), ""))


def _short(room: Room, statement: str) -> str:
    return beginning(statement, SHORT) or room.say("notes-other")


def _note(room: Room, note: group_log.Note) -> str:
    name = room.say("note-about", name=note.nickname, about=note.about) if note.about else note.nickname
    return room.say("note-line", name=name, text=note.text)


def _note_form(room: Room, focus: engine.Focus, *, earlier: bool = False) -> Node:
    """One line for the whole group, kept with its item, also when the group has gone on meanwhile."""
    one = "note-board" if focus.places else "note-label"
    now = one if focus.statement else "note-any"  # the end of a round is no item
    label, about = ("note-more", "") if earlier else (now, room.say("note-note"))
    note = Field("note", room.say(label), note=about, lines=2, limit=NOTE_LIMIT)
    send = Button(room.say("note-send"), log.NOTE, {"item": focus.item}, submit=True)
    return Card((Form(f"note-{focus.item}", (*_places(room, focus), note), (send,)),))


def _places(room: Room, focus: engine.Focus) -> tuple[Node, ...]:
    """Which row of a board a note is about; none of them is fine."""
    options = tuple(Option(name, words) for name, words in focus.places)
    return (Choice("at", room.say("note-at"), options, "chips"),) if options else ()


def labels(question: Any, fields: Mapping[str, Any]) -> str:
    """The words of the option that somebody voted for."""
    picked: Iterable[str] = (option.label for option in question.options if option.value == fields.get(question.name))
    return next(iter(picked), "")


def not_scribe(room: Room, desk: Desk) -> str:
    """The sentence for an action of somebody who does not record."""
    if desk.rows.scribe is None:
        return room.say("not-scribe-none")
    return room.say("not-scribe", name=desk.rows.scribe.nickname)


def not_taken(room: Room, desk: Desk) -> str:
    """The sentence for taking over a record that somebody else keeps by now."""
    if desk.rows.scribe is None:
        return room.say("not-taken-none")
    return room.say("not-taken", name=desk.rows.scribe.nickname)

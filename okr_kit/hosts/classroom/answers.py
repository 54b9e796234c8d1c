"""What the player gets back: an action carried out, refused or in conflict, always with the current view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from ... import engine, render
from ...errors import ActionError, StoreError
from ...view import Node, Say
from ..store import group_log, log, roster
from . import group_page, now_page
from .orders import Json, Order
from .work import Desk, Place, clock_words, entry, lay_out, notice, read_rows

if TYPE_CHECKING:
    from .room import Room

Status = Literal["ok", "conflict", "refused"]

OK, UNAVAILABLE = 200, 503
GROUP_ACTIONS = (log.TAKE, log.NOTE, log.VOTE)
PREFIX = "x"
#: How much of a statement goes to the trainer with 「不同意」, in characters.
LONGEST_QUOTE = 500


@dataclass(frozen=True)
class Answer:
    """One answer to the player."""

    status: Status
    html: str
    seq: int
    saved: str
    message: str = ""
    code: int = OK
    stamp: int = 0
    face: str = ""
    #: The step on which it was made has passed.
    late: bool = False

    def json(self, n: int = 0) -> dict[str, object]:
        """As the player reads it; ``n`` is its own counter back."""
        same = {"status": self.status, "html": self.html, "seq": self.seq, "saved": self.saved}
        step = {"stamp": self.stamp, "face": self.face} | ({"late": True} if self.late else {})
        return same | step | {"message": self.message, "n": n}


async def look(room: Room, place: Place, order: Order | None = None) -> Desk:
    """How the work stands, for an action if there is one. Raises StoreError, StaleState."""
    return lay_out(room, place, await room.store.read(lambda conn: read_rows(conn, room, place, order)))


def nodes(room: Room, place: Place, desk: Desk) -> tuple[Node, ...]:
    """The view of a piece of work; says so where a newer kit made it begin anew, or the trainer has not opened it."""
    if desk.ctx.live.standing == "waiting":
        return now_page.waiting(room, place.person)
    screen = group_page.nodes(room, place, desk) if place.group_no else engine.view(desk.ctx, desk.state)
    return (Say("info", room.say("restarted")), *screen) if desk.restarted else screen


def answer(
    room: Room,
    place: Place,
    desk: Desk,
    status: Status = "ok",
    message: str = "",
    code: int = OK,
    *,
    late: bool = False,
) -> Answer:
    """The current view with a status."""
    html, live = render.html(nodes(room, place, desk), PREFIX), desk.ctx.live
    face = now_page.face(live, place.group_no, desk.rows.around)
    return Answer(status, html, desk.current.seq, clock_words(desk.current.at), message, code, live.stamp, face, late)


def _passed(room: Room, desk: Desk, order: Order) -> str:
    """Why an action comes too late: the step of the class on which it was made has ended; empty if it has not.

    What a page hands in by itself at the end of a step has some seconds. Notes and the record belong to no step.
    """
    live, do = desk.ctx.live, order.action["do"]
    if do == engine.KEEP:
        return "" if desk.ctx.made is not None else room.say("now-late")
    if order.stamp is None or order.stamp == live.stamp or live.standing == "free" or do in (log.NOTE, log.TAKE):
        return ""
    if engine.lasting(desk.ctx.exercise, do):
        return ""
    return room.content.language.error(ActionError("live-closed"))


def _handed(room: Room, desk: Desk, order: Order) -> Desk:
    """The desk that knows on which step of the class something was picked that is handed in now."""
    if order.action["do"] != engine.KEEP or order.stamp is None:
        return desk
    made = desk.ctx.live.collects(order.stamp, room.clock())
    return replace(desk, ctx=replace(desk.ctx, made=made))


async def act(room: Room, place: Place, order: Order) -> Answer:
    """Carry out an action. The answer is ``ok`` only after the commit; a repeated id is answered, not repeated."""
    desk = _handed(room, await look(room, place, order), order)
    if desk.rows.known:
        return _known(room, place, desk, desk.rows.known)
    if late := _passed(room, desk, order):
        return answer(room, place, desk, "refused", late, late=True)
    if order.action["do"] != log.TAKE and not desk.open_to(desk.focus.item):
        return answer(room, place, desk, "refused", room.say("own-first-act"))
    try:
        if place.group_no and order.action["do"] in GROUP_ACTIONS:
            return await _group_act(room, place, desk, order)
        return await _exercise_act(room, place, desk, order)
    except ActionError as error:
        handed_in = order.action["do"] == engine.KEEP
        why = room.say("now-unkept") if handed_in else room.content.language.error(error)
        return answer(room, place, desk, "refused", why)
    except StoreError as error:
        room.note_trouble(error)
        return answer(room, place, desk, "refused", room.say("not-saved"), UNAVAILABLE)


def _known(room: Room, place: Place, desk: Desk, known: log.Status) -> Answer:
    """The action's id is in the log: the same act is done already, another one needs an id of its own."""
    if known == "id-taken":
        return answer(room, place, desk, "refused", room.say("id-taken"))
    return answer(room, place, desk)


async def _exercise_act(room: Room, place: Place, desk: Desk, order: Order) -> Answer:
    """An action of the exercise itself."""
    if desk.ctx.mode == "watch":
        return answer(room, place, desk, "refused", group_page.not_scribe(room, desk))
    if not desk.current.state_seq <= order.base_seq <= desk.current.seq:
        return answer(room, place, desk, "conflict", room.say("conflict"))
    at = room.clock()
    if order.action["do"] == log.UNDO:
        state = await _put_aside(room, place, desk, at)
        if state is None:
            return answer(room, place, desk, "refused", room.say("undo-none"))
    else:
        state = engine.act(desk.ctx, desk.state, order.action, at)
    made = entry(room, place, replace(order, action=_told(place, desk, order.action, state)), desk, state, at)
    if place.group_no:
        made = replace(made, scribe=(place.group_no, place.person.id))
    kept = await room.store.append(made)
    room.hub.soon()
    if kept.status == "ok":
        done = await look(room, place) if place.group_no else _done(desk, kept.current, state)
        handed_in = room.say("now-kept") if order.action["do"] == engine.KEEP else ""
        return answer(room, place, done, message=notice(room, done) or handed_in)
    return await _overtaken(room, place, kept.status)


def _done(desk: Desk, current: log.Current, state: Json) -> Desk:
    """The desk after an action of the learner's own."""
    return replace(desk, rows=replace(desk.rows, current=current), state=state, restarted=False)


def _told(place: Place, desk: Desk, action: Json, state: Json) -> Json:
    """The action with what the log needs beside it to be read alone.

    What somebody does not agree with; in a group the item that was passed, and the work that another one replaces.
    """
    more: Json = {}
    if action["do"] == "disagree":
        more["quote"] = desk.focus.statement[:LONGEST_QUOTE]
    if place.group_no and action["do"] in group_log.REPLACING:
        more["before"] = desk.current.state
    elif place.group_no and engine.focus(desk.ctx, state).item != desk.focus.item:
        more["passed"] = {"item": desk.focus.item, "quote": desk.focus.statement[:LONGEST_QUOTE]}
    return action | more


async def _put_aside(room: Room, place: Place, desk: Desk, at: int) -> Json | None:
    """The group's work as it was before it was replaced; None if there is none that can go on."""
    if not place.group_no:
        return None
    found = await room.store.read(lambda conn: group_log.before(conn, room.klass.id, place.owner, place.exercise.slug))
    state, restarted = engine.load(desk.ctx, found, at) if found else ({}, True)
    return None if restarted else state


async def _overtaken(room: Room, place: Place, status: log.Status) -> Answer:
    """Somebody else was faster between our look and our write."""
    desk = await look(room, place)
    if status in ("repeat", "id-taken"):
        return _known(room, place, desk, status)
    if status == "not-member":
        return answer(room, place, desk, "refused", room.say("not-member"))
    if status == "not-scribe":
        return answer(room, place, desk, "refused", group_page.not_scribe(room, desk))
    return answer(room, place, desk, "conflict", room.say("conflict"))


async def _group_act(room: Room, place: Place, desk: Desk, order: Order) -> Answer:
    """A note, a vote, or taking over the record: kept in the log, the exercise's state stays as it is."""
    do = order.action["do"]
    problem = _problem(room, place, desk, order)
    if problem:
        return answer(room, place, desk, "refused", problem)
    order = replace(order, action=_said(desk, order.action))
    made = replace(entry(room, place, order, desk, desk.state, room.clock()), changes=False, codes=(), graded=False)
    if do == log.TAKE:
        number, person = place.group_no, place.person.id
        kept = await room.store.write(lambda conn: roster.take_record(conn, made, number, person))
    else:
        kept = await room.store.append(made)
    room.hub.soon()
    if kept.status == "not-scribe":
        desk = await look(room, place)
        return answer(room, place, desk, "refused", group_page.not_taken(room, desk))
    if kept.status != "ok":
        return await _overtaken(room, place, kept.status)
    return answer(room, place, await look(room, place))


def _said(desk: Desk, action: Json) -> Json:
    """A note or a vote with the statement that it is about, and the words of the option."""
    more: Json = {}
    if action["do"] in (log.NOTE, log.VOTE) and action["values"].get("item") == desk.focus.item:
        more["quote"] = desk.focus.statement[:LONGEST_QUOTE]
    if action["do"] == log.VOTE:
        more["label"] = group_page.labels(desk.focus.question, action["fields"])
    elif about := dict(desk.focus.places).get(str(action["fields"].get("at", "")), ""):
        more["about"] = about
    return action | more


def _problem(room: Room, place: Place, desk: Desk, order: Order) -> str:
    """Why a note or vote cannot be taken, or nothing."""
    given, item = order.action["fields"], order.action["values"].get("item")
    if order.action["do"] == log.NOTE:
        note = str(given.get("note", "")).strip()
        if item not in (desk.focus.item, *desk.rows.remarks.items) or not desk.open_to(str(item)):
            return room.say("note-nowhere")
        if len(note) > group_page.NOTE_LIMIT:
            return room.say("note-long")
        if sum(one.nickname == place.person.nickname for one in desk.rows.remarks.notes) >= group_page.MOST_NOTES:
            return room.say("note-many", n=group_page.MOST_NOTES)
        return "" if note else room.say("note-blank")
    if order.action["do"] == log.VOTE:
        asked = desk.focus.question
        if asked is None or asked.disabled or item != desk.focus.item:
            return room.say("vote-late")
        if given.get(asked.name) not in [option.value for option in asked.options]:
            return room.say("vote-pick")
    return ""

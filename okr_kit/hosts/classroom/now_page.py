"""What the class does now, for learners' pages: the banner, the clock and phase line, what a person is asked.

Everything here is made of the lesson alone (:func:`lesson_now`), so that sixty pages that are woken together read it once.
"""

from __future__ import annotations

import asyncio
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ... import agenda, engine, lesson
from ...errors import UnknownExercise
from ...live import Live
from ...render import Alive
from ...view import Actions, Button, Clock, Field, Fold, Form, Link, Node, Say, Statement, Text
from ..store import log
from . import around, boards, lead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...model import Exercise
    from ..store import people
    from .room import Room
    from .work import Desk

Json = dict[str, Any]
PULSE = "/pulse"
#: Where a page is, in what it tells the pulse: the list; an exercise is ``x/<slug>``, a group's page ``g/<slug>``.
LIST = "list"
#: What the page does by itself with buttons of its head: see ``pulse.js``.
CLOCK_OFF, CLOCK_ON = "clock-off", "clock-on"


async def lesson_now(room: Room) -> Json:
    """The lesson as far as the hub has seen it; whoever asks while it is being read waits for the same reading."""
    mark = int((await room.hub.marks(log.CLASS)) or 0)
    known = room.lesson_read
    if known is None or known[0] != mark or (known[1].done() and (known[1].cancelled() or known[1].exception())):
        known = mark, asyncio.ensure_future(room.store.read(lambda conn: lead.now(conn, room)))
        room.lesson_read = known
    return await asyncio.shield(known[1])


async def owners(room: Room, person: people.Person, at: str) -> tuple[str, ...]:
    """Whose news a person's page shows: the class's, his own, his table's; those of everybody there where that shows."""
    mine = log.CLASS, log.learner(person.id), log.group(person.group_no)
    exercise = room.content.exercises.get(at[2:]) if at.startswith("x/") else None
    if exercise is None or not around.follows(room, exercise, lesson.live(await lesson_now(room), exercise.slug)):
        return mine
    return *mine, *await room.store.read(lambda conn: around.mates(conn, room, person))


async def mark(room: Room, person: people.Person, at: str) -> str:
    """How far the log is for a person's page: to be asked before it is made, so that the pulse misses nothing."""
    return await room.hub.marks(*await owners(room, person, at))


async def alive(room: Room, person: people.Person, at: str, known: str, desk: Desk | None = None) -> Alive:
    """What keeps a person's page in step; ``known`` is its mark before it was made, ``desk`` the work that it shows."""
    state = await lesson_now(room)
    live = desk.ctx.live if desk is not None else None
    stamp = live.stamp if live is not None else None
    seen = list_face(state)
    if desk is not None and live is not None:
        seen = face(live, person.group_no if at.startswith("g") else 0, desk.rows.around)
    head, asked = head_nodes(room, state, person, at), await asks(room, state, person)
    return Alive(PULSE, known, at, state["slug"], seen, stamp, head, asked)


def face(live: Live, group: int = 0, told: around.Around = None) -> str:
    """A word that changes when an exercise's view does for others' sake; the clock stands above it and is not in it.

    ``told`` is what the others at the table tell, where it shows.

    An answer that the trainer takes as right is not in it before its key is out: whoever tries the few that there are
    would find it.
    """
    taken = sorted((item, one) for item, one in live.accepted.items() if not live.silent or live.keys(item))
    step = (live.standing, live.pace, live.side, live.item, live.phase, sorted(live.keyed), live.stamp)
    return _digest(*step, taken, group, *([told] if told is not None else []), *sorted(live.dealt))


def list_face(state: Json) -> str:
    """The same for the list."""
    return _digest(
        state["led"],
        state["slug"],
        state["row"],
        sorted((slug, work["standing"]) for slug, work in state["works"].items()),
    )


def _digest(*parts: object) -> str:
    return sha256(repr(parts).encode()).hexdigest()[:10]


def on(room: Room, state: Json) -> tuple[Exercise, Live] | None:
    """The exercise that the class does now, and its step; None where it does none."""
    if not state["led"] or not state["slug"]:
        return None
    try:
        return room.content.exercise(state["slug"]), lesson.live(state, state["slug"])
    except UnknownExercise:
        return None


def way(person: people.Person, exercise: Exercise, live: Live) -> str:
    """Where a person does it: alone or at his table."""
    at_table = live.side == "table" and person.group_no and exercise.settings.get("group")
    return f"/{'g' if at_table else 'x'}/{exercise.slug}"


def news(room: Room, state: Json, person: people.Person) -> Json | None:
    """What is on now, as the pulse says it."""
    found = on(room, state)
    if found is None:
        return None
    exercise, live = found
    line = room.say("now-title", title=exercise.title)
    words = {"title": exercise.title, "line": line, "words": phase_words(room, exercise, live), "go": _go(room, live)}
    return words | {"slug": exercise.slug, "url": way(person, exercise, live), "pace": live.pace, "stamp": live.stamp}


def _go(room: Room, live: Live) -> str:
    return room.say("now-go" if live.phase in ("task", "again") else "now-look")


def phase_words(room: Room, exercise: Exercise, live: Live, *, inside: bool = False) -> str:
    """The phase as one line; ``inside`` the exercise in few words, as its own screen says what to do."""
    steps = {one.id: one.words for one in engine.steps(engine.Context(room.content, exercise))}
    if live.phase == "task" and live.item in steps:
        return steps[live.item]
    if live.phase == "answer" and steps:
        return room.say("now-reference")
    if live.phase == "task":
        return room.say("now-task-table" if live.side == "table" else f"now-task-{live.pace}")
    name = "talk" if live.phase == "closed" and live.item else live.phase
    return room.say(f"now-in-{name}" if inside else f"now-{name}")


def resting(room: Room, state: Mapping[str, Any], key: str) -> str:
    """What learners do while no exercise is on: they listen, or have a break (``<key>-break``)."""
    return room.say(f"{key}-break" if agenda.pause(room.agenda, state) else key)


def here(at: str, exercise: Exercise) -> bool:
    """Whether a page is that exercise's, alone or at a table."""
    return at[:2] in ("x/", "g/") and at[2:] == exercise.slug


def head_nodes(room: Room, state: Json, person: people.Person, at: str) -> tuple[Node, ...]:
    """Above a page's view: on the exercise that is on its clock and phase, on every other page the way there.

    While the class does none, an exercise says that nobody waits for it; the list has that in its own words.
    """
    found = on(room, state)
    if found is None:
        return (Text((resting(room, state, "now-rest"),), "note"),) if state["led"] and at != LIST else ()
    exercise, live = found
    if here(at, exercise):
        return _step(room, person, exercise, live, at)
    note = phase_words(room, exercise, live)
    if live.phase == "task":
        note = room.say("now-about", words=note, minutes=exercise.minutes)
    go = Link(_go(room, live), way(person, exercise, live), style="main")
    return (Text((room.say("now-title", title=exercise.title),), "lead"), Text((note,), "note"), Actions((go,)))


def _step(room: Room, person: people.Person, exercise: Exercise, live: Live, at: str) -> tuple[Node, ...]:
    """The clock, if there is one and the learner wants it, and the phase; a way to where it is done."""
    nodes: list[Node] = []
    buttons: list[Button | Link] = []
    if live.until or live.left:
        nodes.append(Clock(room.say("now-left"), live.until, room.clock(), live.left, room.say("now-up")))
        buttons = [Button(room.say("now-clock-off"), CLOCK_OFF, style="quiet")]
        buttons.append(Button(room.say("now-clock-on"), CLOCK_ON, style="quiet"))
    nodes.append(Text((phase_words(room, exercise, live, inside=True),), "note"))
    place = way(person, exercise, live)
    if place != f"/{at}":
        words = "now-to-table" if place.startswith("/g") else "now-to-own"
        buttons.insert(0, Link(room.say(words), place, style="plain"))
    return (*nodes, Actions(tuple(buttons)))


def waiting(room: Room, person: people.Person) -> tuple[Node, ...]:
    """The page of an exercise that the trainer has not opened: that it is closed, and the way to what is on now."""
    state = room.lesson[1] if room.lesson is not None else lesson.start()
    found = on(room, state)
    if found is None:
        way_on = Link(room.say("to-list"), "/", style="main")
    else:
        way_on = Link(room.say("now-way", title=found[0].title), way(person, *found), style="main")
    return (Say("info", room.say("now-waiting"), (room.say("now-waiting-next"),)), way_on)


def late_joiner(room: Room) -> Node:
    """The one sentence for who joined while the class was at something."""
    return Say("info", room.say("now-joined"), (room.say("now-joined-next"),))


async def asks(room: Room, state: Json, person: people.Person) -> tuple[Node, ...]:
    """For the author of a sentence: whether it may be shown without his name, as it is or in his words.

    For who keeps a table's record the same of its work; a yes to that can be taken back here.
    """
    tables = {name for name in state["samples"] if name.startswith(lesson.BOARD)}
    mine = [one for one in state["samples"].items() if one[1]["person"] == person.id and one[0] not in tables]
    found = [one for one in mine if not one[1]["said"]]
    if found:
        return _asked(room, *found[0])
    if not tables or not person.group_no:
        return ()
    board = await room.store.read(lambda conn: boards.of_person(conn, room, state, person))
    return _board(room, *board, state) if board else ()


def _board(room: Room, name: str, what: str, state: Json) -> tuple[Node, ...]:
    """A table's work is shown as it is, so that there are no words to be changed."""
    no = Button(room.say("now-board-no" if what == "ask" else "now-board-back"), "say", {"sample": name, "said": "no"})
    yes = Button(room.say("now-say-yes"), "say", {"sample": name, "said": "yes"}, "main")
    note = Text((room.say(f"now-board-{what}-note", title=state["samples"][name]["text"]),), "note")
    if what == "back":
        return (note, Actions((no,)))
    return (Text((room.say("now-board-ask-title"),), "title"), note, Actions((yes, no)))


def _asked(room: Room, name: str, sample: Json) -> tuple[Node, ...]:
    values = {"sample": name}
    yes = Button(room.say("now-say-yes"), "say", {**values, "said": "yes"}, "main")
    no = Button(room.say("now-say-no"), "say", {**values, "said": "no"})
    field = Field("text", room.say("now-say-text"), sample["asked"], lines=2, limit=lesson.LONGEST_NOTE)
    send = Button(room.say("now-say-send"), "say", {**values, "said": "yes"}, submit=True)
    fold = Fold(room.say("now-say-change"), (Form(f"say-{name}", (field,), (send,)),))
    note = Text((room.say("now-say-note"),), "note")
    statement = Statement((sample["asked"],), small=True)
    return (Text((room.say("now-say-title"),), "title"), statement, note, Actions((yes, no)), fold)

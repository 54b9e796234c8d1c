"""Between the engine and the store: look at a piece of work, carry out an action on it. Nothing is kept in between."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ... import engine
from ...documents import Document, load
from ...errors import DocumentError
from ...live import Live
from ...model import Exercise
from ...view import Link
from ..store import documents, group_log, log, people, roster
from . import around, lead, tables
from .orders import Json, Order
from .tables import Table

if TYPE_CHECKING:
    import sqlalchemy as sa

    from .room import Room


#: How many documents an exercise is given to choose from; any other can be used from the shelf itself.
OFFERED = 10


@dataclass(frozen=True)
class Place:
    """One piece of work: whose state of which exercise, and who is looking at it. ``group_no`` 0: a learner's own.

    A group's page names the group in the address that it sends to: who has moved since is told so, and what was meant
    for the old group never lands in the new one.
    """

    owner: str
    exercise: Exercise
    seed: int
    person: people.Person
    group_no: int = 0

    @property
    def url(self) -> str:
        """The page of this work."""
        return f"/{'g' if self.group_no else 'x'}/{self.exercise.slug}"

    @property
    def endpoint(self) -> str:
        """Where the page of this work sends to."""
        return f"/{log.group(self.group_no) if self.group_no else 'x'}/{self.exercise.slug}/act"

    @property
    def role(self) -> str:
        """As whom the person works: in a group everybody is a learner."""
        return "learner" if self.group_no else self.person.role


@dataclass(frozen=True)
class Rows:
    """What the store has of a piece of work, read in one go: nothing is worked out while the connection is held.

    ``known`` says whether the action's id is in the log already. ``own`` is, for a group's work, where the person stands
    alone. ``live`` is what the class does with the exercise. ``table`` is the table of a group's work, and of a person
    whose own work waits for it; ``around`` what the others at a person's table tell.
    """

    current: log.Current
    known: log.Known = ""
    live: Live = field(default_factory=Live)
    shelf: tuple[Json, ...] = ()
    scribe: people.Person | None = None
    remarks: group_log.Remarks = field(default_factory=group_log.Remarks)
    own: log.Current = field(default_factory=log.Current)
    table: Table | None = None
    around: around.Around = None


@dataclass(frozen=True)
class Desk:
    """A piece of work as it stands: the rows, the state to go on with, and the context of this one request."""

    rows: Rows
    ctx: engine.Context
    state: Json
    restarted: bool = False
    own: Json | None = None

    @property
    def current(self) -> log.Current:
        """The stored row."""
        return self.rows.current

    @cached_property
    def focus(self) -> engine.Focus:
        """What the screen is about; asked several times for one action."""
        return engine.focus(self.ctx, self.state)

    def open_to(self, item: str) -> bool:
        """Whether the person may see what the group makes of an item: the own answer comes first."""
        return self.own is None or engine.settled(self.ctx, self.own, item)


def own_place(room: Room, person: people.Person, exercise: Exercise) -> Place:
    """The person's own state."""
    owner = log.learner(person.id)
    return Place(owner, exercise, seed(room, owner, exercise), person)


def group_place(room: Room, person: people.Person, exercise: Exercise) -> Place:
    """The state that the person's group owns."""
    owner = log.group(person.group_no)
    return Place(owner, exercise, seed(room, owner, exercise), person, person.group_no)


def seed(room: Room, owner: str, exercise: Exercise) -> int:
    """What the draw of a work hangs on until it is begun: the class, the exercise, and whose work it is.

    Where tables talk about an exercise (``group = true``) it is nobody's: every phone, every table and the projector
    show the same items.
    """
    return engine.seed(room.draw if exercise.settings.get("group") else room.digest(owner), exercise.slug)


def read_rows(conn: sa.Connection, room: Room, place: Place, order: Order | None = None) -> Rows:
    """Read what the store has of the work, and of what an action names, as a job."""
    class_id, slug = room.klass.id, place.exercise.slug
    rows = Rows(
        log.current(conn, class_id, place.owner, slug),
        log.known(conn, class_id, place.owner, slug, order.id, place.person.id, order.action) if order else "",
        lead.live(conn, room, slug),
        tuple(_shelf(conn, class_id, place, str(order.action["values"].get("doc", "")) if order else "")),
    )
    if tables.waited_for(place.exercise, rows.live, place.person.group_no) or place.group_no:
        rows = replace(rows, table=tables.read(conn, room, place.exercise, place.person.group_no))
    if not place.group_no:
        return replace(rows, around=around.read(conn, room, place.exercise, place.person, rows.live))
    scribe = people.scribe_of(conn, class_id, place.group_no)
    return replace(
        rows,
        scribe=scribe,
        remarks=group_log.remarks(conn, class_id, place.owner, slug),
        own=log.current(conn, class_id, log.learner(place.person.id), slug),
    )


def _shelf(conn: sa.Connection, class_id: int, place: Place, asked: str) -> list[Json]:
    """The newest documents that the exercise can take, and the one that is asked for by its id.

    They are the owner's, and for a person also those of the groups he sat in.
    """
    takes = place.exercise.settings.get("takes", ())
    if not takes:
        return []
    owners = {place.owner} if place.group_no else shelf_owners(conn, class_id, place.person)
    rows = documents.shelf(conn, class_id, owners, types=takes, most=OFFERED)
    if asked and asked not in {row["id"] for row in rows}:
        older = documents.one(conn, class_id, owners, asked)
        rows += [older] if older and older["gone"] is None else []
    return [row["body"] for row in rows]


def shelf_owners(conn: sa.Connection, class_id: int, person: people.Person) -> set[str]:
    """Whose documents lie on a person's shelf: the person's own, those of the group he sits in, and of those he was in."""
    seated = {log.group(person.group_no)} if person.group_no else set()
    acted, left = documents.sat_in(conn, class_id, person.id), roster.left(conn, class_id, person)
    return {log.learner(person.id), *seated, *acted, *left}


def lay_out(room: Room, place: Place, rows: Rows) -> Desk:
    """The desk for those rows. Raises StaleState for a state of a newer kit."""
    mine = not place.group_no or (rows.scribe is not None and rows.scribe.id == place.person.id)
    mode = ("group" if mine else "watch") if place.group_no else "own"
    shelf = tuple(doc for row in rows.shelf if (doc := readable(row)) is not None)
    onto = onward(room, place, rows.live)
    ctx = engine.Context(room.content, place.exercise, place.role, mode, place.owner, shelf, onto, rows.live)
    if rows.table is not None and place.group_no:
        ctx = replace(ctx, agreed=tables.agreed(room, place.exercise, rows.table))
    elif rows.table is not None:
        ctx = replace(ctx, decided=tables.decided(room, place.exercise, rows.table))
    ctx = replace(ctx, further=further(room, place.exercise), around=rows.around, now=room.clock())
    if room.book is not None:
        ctx = replace(ctx, page=room.book.address)
    state, restarted = _state(room, place, ctx, rows.current)
    own = _state(room, place, ctx, rows.own)[0] if place.group_no else None
    return Desk(rows, ctx, state, restarted, own)


def _state(room: Room, place: Place, ctx: engine.Context, now: log.Current) -> tuple[Json, bool]:
    """The state to go on with, and whether it had to begin anew; a member's own round has the group's items."""
    if now.state is None:
        return engine.start(ctx, place.seed, room.clock()), False
    return engine.load(ctx, now.state, room.clock())


def onward(room: Room, place: Place, live: Live) -> tuple[Link, ...]:
    """Where a person goes from work that is done: to the table that talks about it, and to the next exercise.

    While the class does it: to the other side, where it goes on. From the last one: to what there is to carry away.
    """
    table = place.exercise.settings.get("group") and place.person.group_no and not place.group_no
    if live.silent:
        if place.group_no:
            return (Link(room.say("own-first-way"), f"/x/{place.exercise.slug}", style="main"),)
        return (Link(room.say("group-way"), f"/g/{place.exercise.slug}", style="main"),) if table else ()
    slugs = list(room.content.exercises)
    following = slugs[slugs.index(place.exercise.slug) + 1 :]
    title = room.content.exercise(following[0]).title if following else ""
    forth = Link(room.say("next-exercise", title=title), f"/x/{following[0]}", style="main") if following else None
    talk = (Link(room.say("group-way"), f"/g/{place.exercise.slug}", style="plain"),) if table else ()
    return (*talk, forth or Link(room.say("mine-go"), "/mine", style="main"))


def further(room: Room, exercise: Exercise) -> tuple[Link, ...]:
    """The ways to the exercises that the bank file names in ``onward``."""
    named = (room.content.exercise(slug) for slug in exercise.settings.get("onward", ()))
    return tuple(Link(one.title, f"/x/{one.slug}") for one in named)


def readable(row: Json) -> Document | None:
    """A stored document in the present version; None if a newer kit wrote it."""
    try:
        return load(row)
    except DocumentError:
        return None


def entry(room: Room, place: Place, order: Order, desk: Desk, state: Json, at: int) -> log.Entry:
    """The log entry of an action with the state after it, and the documents that it changed."""
    out, before = engine.outcome(desk.ctx, state), engine.documents(desk.ctx, desk.state)
    return log.Entry(
        class_id=room.klass.id,
        owner=place.owner,
        exercise=place.exercise.slug,
        action_id=order.id,
        base_seq=order.base_seq,
        action=order.action,
        state=state,
        at=at,
        actor=place.person.id,
        person_id=None if place.group_no else place.person.id,
        seat=place.group_no,
        role=place.person.role,
        codes=tuple(out.codes),
        score=(out.score if out.best is None else out.best) if place.role != "leader" else None,
        progress=out.progress,
        done=out.done,
        answered=out.answered,
        total=out.total,
        graded=out.graded,
        kit=room.kit,
        bank=place.exercise.version,
        documents=tuple(doc for doc in engine.documents(desk.ctx, state) if doc not in before),
    )


def notice(room: Room, desk: Desk) -> str:
    """What the kind wants said after the last action."""
    key = engine.outcome(desk.ctx, desk.state).notice
    return room.content.language.say(key) if key else ""


def day_words(room: Room, at: int) -> str:
    """「今天 10:42」, 「昨天 …」, else with the date, on this computer's clock."""
    then, now = (datetime.fromtimestamp(ms / 1000).astimezone() for ms in (at, room.clock()))
    days = (now.date() - then.date()).days
    key = {0: "day-today", 1: "day-yesterday"}.get(days, "day-other")
    return room.say(key, month=then.month, day=then.day, time=f"{then:%H:%M}")


def clock_words(at: int) -> str:
    """「10:42」 on this computer's clock."""
    return time.strftime("%H:%M", time.localtime(at / 1000)) if at else ""

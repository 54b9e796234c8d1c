"""Between the engine and the store: look at a piece of work, carry out an action on it. Nothing is kept in between."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ... import engine
from ...errors import ActionError
from ...model import Exercise
from ...view import Field, Fold, Form, Node, Statement
from ..store import log, people

if TYPE_CHECKING:
    import sqlalchemy as sa

    from .room import Room

Json = dict[str, Any]

LONGEST_TEXT = 20_000
MOST_KEYS = 100
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # a NUL or half a surrogate pair: no database takes them


@dataclass(frozen=True)
class Order:
    """What the player sent: the action, its id, and the seq of the view it was made on."""

    id: str
    n: int
    base_seq: int
    action: Json


@dataclass(frozen=True)
class Place:
    """One piece of work: whose state of which exercise, and who is looking at it. ``group_no`` 0: a learner's own."""

    owner: str
    exercise: Exercise
    ctx: engine.Context
    seed: int
    person: people.Person
    group_no: int = 0

    @property
    def url(self) -> str:
        """The page of this work."""
        return f"/{'g' if self.group_no else 'x'}/{self.exercise.slug}"


@dataclass(frozen=True)
class Desk:
    """A piece of work as it stands: the stored row, the state to go on with, and what a group's members said."""

    current: log.Current
    state: Json
    restarted: bool = False
    seen: bool = False
    scribe: people.Person | None = None
    remarks: log.Remarks = field(default_factory=log.Remarks)


def own_place(room: Room, person: people.Person, exercise: Exercise) -> Place:
    """The person's own state; where the group discusses afterwards, its members get the same items."""
    shared = bool(exercise.settings.get("group")) and person.group_no
    seed_owner = log.group(person.group_no) if shared else log.learner(person.id)
    ctx = engine.Context(room.content, exercise, role=person.role, mode="own")
    return Place(log.learner(person.id), exercise, ctx, seed(room, seed_owner, exercise), person)


def group_place(room: Room, person: people.Person, exercise: Exercise) -> Place:
    """The state that the person's group owns."""
    owner = log.group(person.group_no)
    ctx = engine.Context(room.content, exercise, role="learner", mode="group")
    return Place(owner, exercise, ctx, seed(room, owner, exercise), person, person.group_no)


def seed(room: Room, owner: str, exercise: Exercise) -> int:
    """The same for the same class, owner and exercise, and not to be guessed."""
    return int(room.digest(owner, exercise.slug)[:12], 16)


def read_order(body: bytes) -> Order:
    """Check what came from the network; ActionError ``action-malformed`` if it is not what the player sends."""
    try:
        message: Any = json.loads(body)
        name, n, base = message["id"], message.get("n", 0), message["base_seq"]
        action = clean(message["action"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ActionError("action-malformed") from None
    numbers = all(type(number) is int and 0 <= number < 2**31 for number in (n, base))
    if not numbers or not isinstance(name, str) or not re.fullmatch(r"[\w:.-]{1,60}", name, re.ASCII):
        raise ActionError("action-malformed")
    return Order(name, n, base, action)


def clean(action: Mapping[str, Any]) -> Json:
    """The action with known parts only; TypeError or ValueError if a part is of another shape or too large."""
    do = action["do"]
    if not isinstance(do, str) or not 0 < len(do) <= 40:
        raise ValueError
    return {"do": storable(do), "values": _flat(action.get("values")), "fields": _flat(action.get("fields"))}


def _flat(part: Any) -> Json:
    """Names with a text, a number, yes or no, or a list of texts."""
    if part is None:
        return {}
    if not isinstance(part, dict) or len(part) > MOST_KEYS:
        raise TypeError
    return {storable(name): _value(value) for name, value in part.items()}


def _value(value: Any) -> Any:
    if isinstance(value, list) and len(value) <= MOST_KEYS:
        return [storable(one) for one in value]
    if isinstance(value, (bool, int)) and abs(value) < 2**53:
        return value
    return storable(value)


def storable(text: Any) -> str:
    """A text that a database and a page can hold; TypeError if it is none, ValueError if it is too long."""
    if not isinstance(text, str):
        raise TypeError
    if len(text) > LONGEST_TEXT:
        raise ValueError
    return _UNSTORABLE.sub("\ufffd", text)


def read_desk(conn: sa.Connection, room: Room, place: Place, action_id: str = "") -> Desk:
    """How the work stands, as a job for the store. Raises StaleState for a state of a newer kit."""
    class_id, slug = room.klass.id, place.exercise.slug
    now = log.current(conn, class_id, place.owner, slug)
    state, restarted = _state(room, place, now)
    desk = Desk(now, state, restarted, bool(action_id) and log.seen(conn, class_id, action_id))
    if not place.group_no:
        return desk
    scribe = people.scribe_of(conn, class_id, place.group_no)
    return replace(desk, scribe=scribe, remarks=log.remarks(conn, class_id, place.owner, slug))


def _state(room: Room, place: Place, now: log.Current) -> tuple[Json, bool]:
    """The state to go on with: the stored one, a new one, or a restarted one where the kit has moved on."""
    if now.state is None:
        return engine.start(place.ctx, place.seed, None, room.clock()), False
    return engine.load(place.ctx, now.state, room.clock())


def entry(room: Room, place: Place, order: Order, state: Json, at: int) -> log.Entry:
    """The log entry of an action with the state after it."""
    out = engine.outcome(place.ctx, state)
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
        role=place.person.role,
        codes=tuple(out.codes),
        score=out.score if place.ctx.role != "leader" else None,
        progress=out.progress,
        done=out.done,
        answered=out.answered,
        total=out.total,
        graded=out.graded,
        kit=room.kit,
        bank=place.exercise.version,
    )


def quoted(nodes: tuple[Node, ...]) -> str:
    """The statement that a screen is about, so that 「不同意」 can be read without the screen."""
    for node in nodes:
        if isinstance(node, Statement):
            return "".join(run if isinstance(run, str) else run.text for run in node.runs)[:500]
        inside = quoted(node.children) if isinstance(node, (Form, Fold)) else ""
        typed = node.value if isinstance(node, Field) else ""
        if inside or typed:
            return (inside or typed)[:500]
    return ""


def notice(room: Room, place: Place, state: Json) -> str:
    """What the kind wants said after the last action."""
    key = engine.outcome(place.ctx, state).notice
    return room.content.language.say(key) if key else ""


def clock_words(at: int) -> str:
    """「10:42」 on this computer's clock."""
    return time.strftime("%H:%M", time.localtime(at / 1000)) if at else ""

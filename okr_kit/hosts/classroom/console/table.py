"""One table's work as the trainer reads it privately: who sits there, where they differ, what the table has entered.

Names stand here, as she has to know whom to ask; nothing can be changed, and no key waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .... import engine, lesson
from ....view import Button, Card, Form, Items, Node, Say, Statement, Text
from ...store import log, people
from .. import boards, lead
from . import seen as console_seen

if TYPE_CHECKING:
    import sqlalchemy as sa

    from ....model import Exercise
    from ....tally import Choices
    from ..room import Room

Json = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """``work`` is the table's state, ``own`` its members' by id; None and absent where there is none that can go on.

    ``places`` is where each member is in what the trainer leads step by step: name and words.
    """

    number: int
    members: tuple[people.Person, ...]
    scribe: people.Person | None
    work: Json | None
    own: dict[int, Json]
    board: boards.Board
    entered: bool = False
    places: tuple[tuple[str, str], ...] = ()

    @property
    def can_ask(self) -> bool:
        """Whether there is a work that can be asked for, somebody to be asked, and nobody was or the answer holds no more."""
        return bool(self.entered and self.scribe and self.board.said in ("", "no", "left"))


def read(conn: sa.Connection, room: Room, number: int, exercise: Exercise) -> Table:
    """Read it, as a job."""
    klass = room.klass.id
    members = tuple(one for one in people.everybody(conn, klass) if one.group_no == number)
    states = {one.id: _state(conn, room, log.learner(one.id), exercise) for one in members if one.role == "learner"}
    own = {person: state for person, state in states.items() if state is not None}
    work = _state(conn, room, log.group(number), exercise)
    state = lead.now(conn, room)
    known = boards.asked(conn, room, state, exercise.slug)
    board = next((one for one in known if one.number == number), None)
    board = board or boards.Board(boards.name(number, exercise.slug), number, exercise.slug)
    entered = bool(boards.entered(conn, room, state, number, exercise.slug))
    places = _places(replace(_ctx(room, exercise, ""), live=lesson.live(state, exercise.slug)), members, own)
    return Table(number, members, people.scribe_of(conn, klass, number), work, own, board, entered, places)


def _places(
    ctx: engine.Context, members: Iterable[people.Person], own: Mapping[int, Json]
) -> tuple[tuple[str, str], ...]:
    """Where each member is; nothing in what is not led step by step."""
    if not engine.steps(ctx):
        return ()
    told = ((one, own.get(one.id)) for one in members)
    return tuple((one.nickname, engine.focus(ctx, state).statement if state else "") for one, state in told)


def _state(conn: sa.Connection, room: Room, owner: str, exercise: Exercise) -> Json | None:
    """A stored work, brought up to date; None where there is none or where it cannot go on."""
    now = log.current(conn, room.klass.id, owner, exercise.slug)
    if not now.state_seq or now.state is None:
        return None
    return engine.peek(_ctx(room, exercise, owner), now.state)


def _ctx(room: Room, exercise: Exercise, owner: str) -> engine.Context:
    """As who only looks on, whatever the class's step hides from learners."""
    return engine.Context(room.content, exercise, "trainer", "watch", owner)


def nodes(room: Room, exercise: Exercise, table: Table, *, asks: bool) -> tuple[Node, ...]:
    """The page; ``asks`` says whether the table can be asked from here to show its work."""
    say = room.content.language.say
    names = "、".join(one.nickname for one in table.members) or say("console.table-empty")
    if table.places:
        lines = tuple("　".join((name, words or say("console.table-nowhere"))) for name, words in table.places)
        inside = (Items(lines),) if lines else (Text((names,)),)
        return (Text((exercise.title,), "where"), Card(inside, say("console.table-members", n=len(table.members))))
    scribe = table.scribe
    who = say("console.table-scribe", name=scribe.nickname) if scribe else say("console.no-scribe")
    return (
        Text((exercise.title,), "where"),
        Card((Text((names,)), Text((who,), "note")), say("console.table-members", n=len(table.members))),
        *(_asking(room, table) if asks else ()),
        *_differing(room, exercise, table),
        Text((say("console.table-work"),), "head"),
        *_entered(room, exercise, table),
    )


def _asking(room: Room, table: Table) -> tuple[Node, ...]:
    """请这组投屏: who is asked and for what; or why nobody can be."""
    say, scribe = room.content.language.say, table.scribe
    if scribe is None or not table.can_ask:
        known = {"asked": "board-asked", "yes": "board-allowed"}.get(table.board.said, "board-none")
        words = "board-scribe" if scribe is None and table.entered else known
        return (Text((say(f"console.{words}", name=scribe.nickname if scribe else ""),), "note"),)
    again = (Text((say("console.board-again"),)),) if table.board.said == "no" else ()
    note = Text((say("console.board-ask-note", name=scribe.nickname),), "note")
    button = Button(say("console.board-ask"), "board", style="main", submit=True)
    return (*again, note, Form("board", (), (button,), action=f"/trainer/groups/{table.number}/{table.board.slug}"))


def request(exercise: Exercise, table: Table) -> dict[str, str]:
    """The values of the control ``ask`` for the table's work; its text is what the scribe is asked about."""
    person = str(table.scribe.id) if table.scribe else ""
    values = {"sample": table.board.name, "text": exercise.title, "person": person}
    return {**values, "slug": exercise.slug, "item": ""}


def _entered(room: Room, exercise: Exercise, table: Table) -> tuple[Node, ...]:
    """What the table has entered, read only."""
    if table.work is None:
        return (Say("info", room.content.language.say("console.table-none")),)
    return engine.view(_ctx(room, exercise, log.group(table.number)), table.work)


def _differing(room: Room, exercise: Exercise, table: Table) -> tuple[Node, ...]:
    """The items on which its members do not agree, with who says what."""
    cards = []
    for n, choice in enumerate(console_seen.class_choices(room, exercise.slug), 1):
        said = _said(room, exercise, table, choice)
        if len(said) > 1:
            lines = tuple(f"{words}：{'、'.join(names)}" for words, names in said.items())
            cards.append(Card((Statement((choice.statement,), console_seen.number(n), small=True), Items(lines))))
    if not cards:
        return ()
    return (Text((room.content.language.say("console.table-differing"),), "head"), *cards)


def _said(room: Room, exercise: Exercise, table: Table, choice: Choices) -> dict[str, list[str]]:
    """The last answers of its members to an item, in words, with who gave them."""
    words, found = dict(choice.options), dict[str, list[str]]()
    for person in table.members:
        state = table.own.get(person.id)
        if state is None:
            continue
        mine = [one for one in engine.ballots(_ctx(room, exercise, ""), state) if one.item == choice.item]
        if mine:
            picks = max(mine, key=lambda one: one.round).picks
            label = "、".join(words.get(pick, pick) for pick in picks)
            found.setdefault(label, []).append(person.nickname)
    return found

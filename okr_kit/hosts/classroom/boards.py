"""请这组投屏: a table's work on the stage, once whoever keeps its record has agreed; consent is to one exercise's work.

It is asked for and answered as a sentence is (the controls ``ask`` and ``say``), under the name ``board|g3|<slug>``. Only
:func:`read` gives a work to the stage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ... import engine, lesson
from ..store import log, people
from . import samples, tables

if TYPE_CHECKING:
    import sqlalchemy as sa

    from .room import Room

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Board:
    """A table's work: ``said`` is asked, yes, no, or left where who said yes sits there no more; empty before.

    ``rows`` are what it has entered; of what was typed nothing that mentions a nickname of the class, of which ``named``
    is the number. No row without a yes.
    """

    name: str
    number: int
    slug: str
    said: str = ""
    rows: tuple[engine.Entered, ...] = ()
    named: int = 0


def name(number: int, slug: str) -> str:
    """What a table's work is asked for by."""
    return f"{lesson.BOARD}{log.group(number)}|{slug}"


def _parts(name: str) -> tuple[int, str]:
    """The table and the exercise; (0, "") of a name that is none of a table's work."""
    _, group, slug = f"{name}||".split("|")[:3] if name.startswith(lesson.BOARD) else ("", "", "")
    return (int(group[1:]), slug) if group[1:].isdecimal() else (0, "")


def asked(conn: sa.Connection, room: Room, state: Mapping[str, Any], slug: str) -> tuple[Board, ...]:
    """The tables that were asked about an exercise, in their order, as a job; without their work."""
    found = [_board(conn, room, state, one) for one in state["samples"] if _parts(one)[1] == slug]
    return tuple(sorted(found, key=lambda one: one.number))


def _board(conn: sa.Connection, room: Room, state: Mapping[str, Any], name: str) -> Board:
    """How a table has answered.

    A yes is the table's and stays when somebody else there takes the record over, as happens when a phone is empty. It
    ends when who said it has left the table: nobody who is bound by it sits there then.
    """
    number, slug = _parts(name)
    row = state["samples"].get(name)
    said = (row["said"] or "asked") if row else ""
    if row and said == "yes" and row["person"] not in people.seated(conn, room.klass.id, number):
        said = "left"
    return Board(name, number, slug, said)


def read(conn: sa.Connection, room: Room, state: Mapping[str, Any], name: str) -> Board | None:
    """A table's work as the class may see it, as a job; None where it may not, or there is nothing to be seen."""
    board = _board(conn, room, state, name)
    if board.said != "yes":
        return None
    rows = entered(conn, room, state, board.number, board.slug)
    names = samples.names(conn, room) if any(one.typed for one in rows) else None
    shown = tuple(one for one in rows if not (names and one.typed and names.within(one.text)))
    return Board(name, board.number, board.slug, "yes", shown, len(rows) - len(shown)) if rows else None


def entered(
    conn: sa.Connection, room: Room, state: Mapping[str, Any], number: int, slug: str
) -> tuple[engine.Entered, ...]:
    """What a table has entered in an exercise, as a job; nothing of a work that cannot go on."""
    exercise = room.content.exercises.get(slug)
    if exercise is None:
        return ()
    table, live = tables.read(conn, room, exercise, number), lesson.live(state, slug)
    if table.state is None:
        return ()
    ctx = engine.Context(room.content, exercise, mode="watch", owner=log.group(number), live=live)
    work = engine.peek(ctx, table.state)
    return () if work is None else engine.board(ctx, work)


def of_person(
    conn: sa.Connection, room: Room, state: Mapping[str, Any], person: people.Person
) -> tuple[str, str] | None:
    """What a person is asked about his table's work, as a job: its name, and ``ask`` or, once it may be shown, ``back``.

    Asked is who keeps the record now; who said yes can take it back too. After the exercise nothing is asked any more
    that is not on the stage.
    """
    stage = state["stage"]
    for one, row in state["samples"].items():
        number, slug = _parts(one)
        here = slug == state["slug"] or (stage["show"] == "board" and stage["sample"] == one)
        if not number or number != person.group_no or not here:
            continue
        keeps = log.scribe(conn, room.klass.id, number) == person.id
        if not row["said"] and keeps:
            return one, "ask"
        if row["said"] == "yes" and (keeps or row["person"] == person.id):
            return one, "back"
    return None


def answers(
    conn: sa.Connection, room: Room, state: Mapping[str, Any], person: people.Person, name: str, said: str
) -> bool:
    """Whether a person may say that of a table's work, as a job: who keeps its record, and to take it back who said yes."""
    number, _ = _parts(name)
    if not number or number != person.group_no or name not in state["samples"]:
        return False
    mine = said == "no" and state["samples"][name]["said"] == "yes" and state["samples"][name]["person"] == person.id
    return mine or log.scribe(conn, room.klass.id, number) == person.id

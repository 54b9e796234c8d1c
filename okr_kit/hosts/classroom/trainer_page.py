"""The trainer's page: the way in for the room, who is there, how far they are, and what they do not agree with."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ...view import Card, Fold, Link, Node, Picture, Say, Statement, Table, Text
from ..store import people, schema
from .work import clock_words

if TYPE_CHECKING:
    from .room import Room

MOST_DOUBTS = 30


@dataclass(frozen=True)
class Overview:
    """A class at a glance. ``seq`` grows with everything that shows here."""

    seq: int
    people: tuple[people.Person, ...]
    scribes: Mapping[int, int]
    begun: Mapping[str, int]
    done: Mapping[str, int]
    groups_begun: Mapping[str, int]
    groups_done: Mapping[str, int]
    doubts: tuple[Mapping[str, Any], ...]


def pulse(conn: sa.Connection, class_id: int) -> int:
    """A number that grows whenever somebody joins or does something."""
    event, person = schema.events.c, schema.people.c
    last = conn.execute(sa.select(sa.func.max(event.id)).where(event.class_id == class_id)).scalar() or 0
    here = conn.execute(sa.select(sa.func.count(person.id)).where(person.class_id == class_id)).scalar() or 0
    return int(last) + int(here)


def overview(conn: sa.Connection, class_id: int) -> Overview:
    """Read what the page shows; demonstrations and leaders do not count."""
    now, person, group = schema.current.c, schema.people.c, schema.groups.c
    far = (
        sa.select(now.exercise, sa.func.count(), sa.func.sum(sa.case((now.done, 1), else_=0)))
        .where(now.class_id == class_id, sa.not_(now.demo), now.state_seq > 0)
        .group_by(now.exercise)
    )
    own = far.join(schema.people, person.id == now.person_id).where(person.role == "learner")
    counts, ours = conn.execute(own).all(), conn.execute(far.where(now.owner.like("g%"))).all()
    scribes = conn.execute(sa.select(group.number, group.scribe).where(group.class_id == class_id, group.scribe > 0))
    return Overview(
        pulse(conn, class_id),
        tuple(people.everybody(conn, class_id)),
        {row.number: row.scribe for row in scribes},
        {slug: number for slug, number, _ in counts},
        {slug: int(number) for slug, _, number in counts},
        {slug: number for slug, number, _ in ours},
        {slug: int(number) for slug, _, number in ours},
        tuple(_doubts(conn, class_id)),
    )


def _doubts(conn: sa.Connection, class_id: int) -> list[dict[str, Any]]:
    """The latest 「不同意，请讲师看」."""
    event, person = schema.events.c, schema.people.c
    query = (
        sa.select(event.exercise, event.action, event.at, person.nickname)
        .outerjoin(schema.people, person.id == event.actor)
        .where(event.class_id == class_id, event.do == "disagree")
        .order_by(event.id.desc())
        .limit(MOST_DOUBTS)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def nodes(room: Room, link: str, seen: Overview) -> tuple[Node, ...]:
    """The page; ``link`` is what learners open."""
    way_in = Card(
        (
            Picture("/trainer/qr.svg", room.say("trainer-qr")),
            Statement((room.klass.code,), room.say("join-code")),
            Text((link,), "lead"),
        ),
        room.say("trainer-join"),
    )
    trouble = room.recent_trouble()
    alarm = [Say("bad", room.say("trainer-trouble"), (room.content.language.error(trouble),))] if trouble else []
    return (way_in, *alarm, _present(room, seen), _progress(room, seen), _doubt_list(room, seen))


def _present(room: Room, seen: Overview) -> Node:
    """Who joined: by group, then by name."""
    if not seen.people:
        return Card((Say("info", room.say("trainer-people-none"), (room.say("trainer-people-none-next"),)),))
    children: list[Node] = []
    leaders = sum(person.role == "leader" for person in seen.people)
    if leaders:
        children.append(Text((room.say("trainer-leaders", n=leaders),), "note"))
    names = {person.id: person.nickname for person in seen.people}
    if room.klass.groups:
        count = Counter(person.group_no for person in seen.people)
        numbers = [*range(1, room.klass.groups + 1), *([0] if count[0] else [])]
        rows = tuple((room.group_name(n), str(count[n]), names.get(seen.scribes.get(n, 0), "")) for n in numbers)
        headers = (room.say("trainer-group"), room.say("trainer-count"), room.say("trainer-scribe"))
        children.append(Table(headers, rows))
    listed = tuple((person.nickname, room.group_name(person.group_no), person.code) for person in seen.people)
    headers = (room.say("trainer-name"), room.say("trainer-group"), room.say("trainer-personal"))
    children.append(Fold(room.say("trainer-names"), (Table(headers, listed),)))
    return Card(tuple(children), room.say("trainer-people", n=len(seen.people)))


def _progress(room: Room, seen: Overview) -> Node:
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
            rows.append(Text((exercise.title, "　", far)))
    return Card(tuple(rows), room.say("trainer-progress"))


def _doubt_list(room: Room, seen: Overview) -> Node:
    """What learners want the trainer to look at, newest first."""
    title = room.say("trainer-disagree", n=len(seen.doubts))
    if not seen.doubts:
        return Card((Text((room.say("trainer-disagree-none"),), "note"),), title)
    rows: list[Node] = []
    for doubt in seen.doubts:
        exercise = room.content.exercises.get(doubt["exercise"])
        words = {"title": exercise.title if exercise else doubt["exercise"], "name": doubt["nickname"] or ""}
        rows.append(Text((room.say("trainer-disagree-by", **words, time=clock_words(doubt["at"])),), "where"))
        rows.append(Statement((str(doubt["action"].get("quote", "")),), small=True))
        note = str(doubt["action"]["fields"].get("note", "")).strip()
        rows.append(Text((room.say("trainer-disagree-note", note=note) if note else "",)))
    return Card(tuple(rows), title)


def qr_svg(link: str) -> bytes:
    """The link as a QR code, dark on light whatever the theme, so that every phone reads it off the wall."""
    import segno

    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="svg", scale=8, border=3, dark="#1f2733", light="#ffffff")
    return out.getvalue()

"""A class at work on an exercise: people who have answered, both rounds, laid into the store as their phones would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from room_scene import fields

from okr_kit import engine, lesson
from okr_kit.hosts.classroom import work
from okr_kit.hosts.store import log, people, schema
from okr_kit.kinds import KINDS, Drill
from okr_kit.live import Live


def seat(room, n: int, *, of: int = 6) -> list[people.Person]:
    """So many learners, spread over the tables."""

    def job(conn):
        known = len(people.everybody(conn, room.klass.id))
        return [
            people.join(conn, room.klass.id, f"学员{known + i}", i % of + 1, "learner", room.clock()).person
            for i in range(n)
        ]

    return room.store.write_now(job)


def vote(room, slug: str, who: Sequence[people.Person], *rounds: Mapping[str, str], **typed: str) -> None:
    """Everybody answers alike: item to value in the first round, and in the second; several values with commas.

    ``typed`` is what is typed beside it, by part.
    """
    exercise = room.content.exercise(slug)
    state = None
    for number, picks in enumerate(rounds, 1):
        for item, value in picks.items():
            live = Live("now", item=item, phase="task" if number == 1 else "again", stamp=1)
            ctx = engine.Context(room.content, exercise, live=live)
            state = state or engine.start(ctx, work.seed(room, "", exercise), room.clock())
            values = {"item": item, "round": str(number)}
            drill = isinstance(KINDS[exercise.kind], Drill)
            given = (
                {"do": "answer", "values": values, "fields": fields(room, slug, item, value) | typed} if drill else None
            )
            action = given or _sent(item, value)
            state = engine.act(ctx, state, action, room.clock())
    row = {"seq": 1, "state_seq": 1, "state": state, "progress": 0.0, "done": False, "demo": False}
    row |= {"answered": 0, "total": 1, "at": room.clock()}

    def job(conn):
        for person in who:
            key = {"class_id": room.klass.id, "owner": log.learner(person.id), "exercise": slug, "person_id": person.id}
            conn.execute(schema.current.insert().values(key | row))

    room.store.write_now(job)


def _sent(item: str, value: str) -> dict[str, object]:
    """A page of a survey; several options with commas."""
    return {"do": "send", "values": {}, "fields": {item: value.split(",")}}


def lesson_now(room):
    """The lesson as it is stored."""
    return lesson.load(room.store.read_now(lambda conn: log.current(conn, room.klass.id, log.CLASS, log.LESSON)).state)

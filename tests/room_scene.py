"""A class that its trainer leads, for tests of the console, the stage and the phones: tables of learners, votes as wished.

What learners do goes through the server's own code, in its loop, as if it had come from their phones; ``devices`` are
browsers of theirs for what a test wants to see over HTTP.
"""

from __future__ import annotations

import asyncio
from itertools import chain, count, repeat
from random import Random

from class_scene import Device, choices, steer

from okr_kit import engine, lesson
from okr_kit.hosts.classroom import access, answers, counts, lead, work
from okr_kit.hosts.classroom.orders import Order
from okr_kit.hosts.store import people, schema
from okr_kit.kinds import KINDS
from okr_kit.kinds.drill.sheet import Part

#: Family names and given names, so that nicknames look like a class's and are easy to find where none may be.
FAMILY, GIVEN = "王李张刘陈杨", ("芳", "雷", "强", "静", "磊", "洋")
#: How long anything may take, in seconds.
PATIENCE = 30


class RoomScene:
    """The class of a running server; ``people`` in the order of their seats: table 1 first."""

    def __init__(self, running, learners=36, tables=6):
        self.running, self.room = running, running.room
        self.ids = (f"scene{number}" for number in count())
        at = self.room.clock()

        def job(conn):
            return [
                people.join(conn, self.room.klass.id, nickname(number), number * tables // learners + 1, "learner", at)
                for number in range(learners)
            ]

        joined = self.room.store.write_now(job)
        self.people = [one.person for one in joined]
        self.tokens = {one.person.id: one.token for one in joined}

    def wait(self, work_):
        """Run a coroutine in the server's loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work_, self.running.loop).result(PATIENCE)

    def device(self, person):
        """A browser of that person's."""
        return Device(self.running.port, {access.LEARNER: self.tokens[person.id]})

    # -- the trainer --------------------------------------------------------------------------------------------------

    def lead(self, do, **values):
        """One control of the trainer's (:mod:`okr_kit.lesson`); the lesson after it."""
        return steer(self.running, do, PATIENCE, **values)

    @property
    def lesson(self):
        """The lesson as it stands."""
        return self.room.store.read_now(lambda conn: lead.now(conn, self.room))

    def choices(self, slug):
        """The items of the class's draw, with what can be answered to each."""
        return choices(self.room, slug)

    def count(self, slug):
        """What the class has answered."""
        return self.room.store.read_now(lambda conn: counts.count(conn, self.room, slug, lead.now(conn, self.room)))

    # -- the learners -------------------------------------------------------------------------------------------------

    def vote(self, slug, item, votes, sure=()):
        """Let people answer an item, in the order of their seats: ``votes`` is value to how many; the rest stay silent.

        Who picks a value of ``sure`` is sure of it. The people who voted come back.
        """
        picks = list(chain.from_iterable(repeat(value, n) for value, n in votes.items()))
        voters = self.people[: len(picks)]
        self.wait(self._all(slug, item, list(zip(voters, picks, strict=True)), sure))
        return voters

    async def _all(self, slug, item, votes, sure):
        number = lesson.live(self.lesson, slug).round(item)
        values = {"item": item} | ({"round": "2"} if number > 1 else {})
        for person, value in votes:
            certain = {"sure": "3"} if value in sure else {}
            place = work.own_place(self.room, person, self.room.content.exercise(slug))
            await self._act(place, "answer", values, fields(self.room, slug, item, value) | certain)

    def act(self, person, slug, do, values=None, given=None, *, table=False):
        """One act of a person's, alone or for his table; it is taken."""
        make = work.group_place if table else work.own_place
        place = make(self.room, person, self.room.content.exercise(slug))
        return self.wait(self._act(place, do, values or {}, given or {}))

    async def _act(self, place, do, values, given):
        desk = await answers.look(self.room, place)
        action = {"do": do, "values": values, "fields": given}
        found = await answers.act(self.room, place, Order(next(self.ids), 0, desk.current.seq, action))
        assert found.status == "ok", found.message
        return found

    # -- the tables ---------------------------------------------------------------------------------------------------

    def table(self, number):
        """Who sits at a table."""
        return [person for person in self.people if person.group_no == number]

    def take_record(self, number):
        """The first at a table keeps its record."""
        scribe = self.table(number)[0]
        row = {"class_id": self.room.klass.id, "number": number, "scribe": scribe.id, "at": self.room.clock()}
        self.room.store.write_now(lambda conn: conn.execute(schema.groups.insert().values(row)))
        return scribe

    def decide(self, number, slug, item, value):
        """What a table decides on an item; its scribe has the record."""
        scribe = self.room.store.read_now(lambda conn: people.scribe_of(conn, self.room.klass.id, number))
        self.act(scribe, slug, "answer", {"item": item}, fields(self.room, slug, item, value), table=True)


def nickname(number):
    """A name that nobody else has."""
    family, given = FAMILY[number % 6], GIVEN[number // 6 % 6]
    return f"{family}{given}" + (str(number // 36) if number >= 36 else "")


def fields(room, slug, item, value):
    """What a phone sends in a drill for an answer in the bank's own words: each question that leads to it."""
    exercise = room.content.exercise(slug)
    sheet = KINDS[exercise.kind].sheet
    parts = sheet.parts(engine.Context(room.content, exercise), exercise.items[item], Random(1))
    beside = {part.name: part.options[0][1] for part in parts if part.beside and part.options and not part.when}
    return beside | _path(parts, value)


def _path(parts: tuple[Part, ...], value: str) -> dict[str, str]:
    part = next(part for part in parts if value in [true for _, true, _ in part.options])
    before = _path(parts, part.when[1]) if part.when else {}
    return before | {part.name: value}

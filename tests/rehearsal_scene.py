"""A class of simulated learners for tests: the real server on a free port, a quick pace, steps as the console gives them."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager

import sqlalchemy as sa
from class_scene import Running, steer, wait_until

from okr_kit.hosts.classroom import counts, lead
from okr_kit.hosts.classroom.console import steps
from okr_kit.hosts.classroom.room import Room
from okr_kit.hosts.cli.rehearse import as_rehearsal
from okr_kit.hosts.rehearsal.crowd import Crowd, tables
from okr_kit.hosts.store import Store, log, schema

#: Why an act may be refused though nothing is wrong: at a quick pace somebody else was faster, or the class.
RACES = ("class.vote-late", "class.own-first-act", "errors.seat-taken", "errors.live-closed", "errors.live-waiting")


class Rehearsal:
    """A room that is played in."""

    def __init__(self, room: Room, size: int, pace: float, seed: str) -> None:
        self.room, self.running = room, Running(room)
        self.crowd = Crowd(room, size, "127.0.0.1", self.running.port, seed=seed, pace=pace)
        self.task = self.wait_for(self._begin())

    async def _begin(self):
        return asyncio.create_task(self.crowd.live())

    async def _end(self):
        self.task.cancel()
        await asyncio.wait([self.task])

    def stop(self):
        """Stop playing; the server goes on."""
        self.wait_for(self._end())

    def close(self):
        """Stop playing, then the server."""
        self.stop()
        self.running.close()

    def wait_for(self, work, seconds=30):
        """Run a coroutine in the server's loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self.running.loop).result(seconds)

    def wait(self, true, seconds=120, faults=0):
        """Until it is so; no more than so many learners may have fallen over meanwhile."""

        def so():
            if len(self.crowd.faults) > faults:
                raise self.crowd.faults[-1]
            return true()

        wait_until(so, seconds)

    # -- the class ----------------------------------------------------------------------------------------------------

    def lead(self, do, **values):
        """One control, with all that the console adds to it."""
        action = {"do": do, "values": {name: str(one) for name, one in values.items()}, "fields": {}}
        return steer(self.running, do, **steps.values(self.room, self.lesson, action, ""))

    @property
    def lesson(self):
        """The lesson as it stands."""
        return self.read(lambda conn: lead.now(conn, self.room))

    def read(self, job):
        """Run a job that reads."""
        return self.room.store.read_now(job)

    def count(self, slug):
        """What the console counts."""
        return self.read(lambda conn: counts.count(conn, self.room, slug, lead.now(conn, self.room)))

    # -- what they have done ------------------------------------------------------------------------------------------

    def states(self, slug, side="p"):
        """Everybody's state of an exercise, or with ``g`` every table's, by owner."""
        now = schema.current.c
        query = sa.select(now.owner, now.state).where(
            now.exercise == slug, now.owner.startswith(side), now.state_seq > 0
        )
        return dict(map(tuple, self.read(lambda conn: conn.execute(query).all())))

    def events(self, do=""):
        """What learners did, or one act of theirs: (owner, who, exercise)."""
        event = schema.events.c
        query = sa.select(event.owner, event.actor, event.exercise, event.action).where(event.owner != log.CLASS)
        rows = self.read(lambda conn: conn.execute(query).all())
        return [tuple(row[:3]) for row in rows if not do or row.action["do"] == do]


def unexpected(scene):
    """The refusals that are no race: whatever was not answered with a page, and acts that make no sense."""
    language = scene.room.content.language
    known = {language.messages[key] for key in RACES}
    rest = [one for one in scene.crowd.refused if one.code != 200 or not (one.late or one.message in known)]
    return [one for one in rest if one.do != "tap"]  # a pad that was shut a moment ago: taps belong to no step


@contextmanager
def rehearsal(content, size=12, pace=40.0, seed="rehearsal"):
    """A rehearsal with all learners in the room."""
    with Store("sqlite://") as store:
        room = Room.open(as_rehearsal(content), store, "彩排", groups=tables(size))
        scene = Rehearsal(room, size, pace, seed)
        try:
            scene.wait(lambda: len(room.presence.connected()) == size)
            yield scene
        finally:
            scene.close()

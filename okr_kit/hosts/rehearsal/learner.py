"""One simulated learner: comes in, follows the class by the pulse, thinks for as long as a person does, and acts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, Any

from ... import engine
from ...view import Button
from ..classroom import access, answers, now_page, work
from ..store import people
from .ideas import Ideas
from .mind import Mind
from .moves import Move, Moves
from .phone import Gone, Phone
from .screen import Screen, walk
from .temper import Temper, temper

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..classroom.room import Room

#: Seconds of thought before the first act in an exercise, before each further one, before what only leads on, before a tap.
FIRST, NEXT, TURN, TAP = (3.0, 10.0), (4.0, 15.0), (0.8, 2.5), (3.0, 20.0)
#: Seconds before the next exercise, where everybody goes on alone.
BETWEEN = (5.0, 20.0)
#: Characters that are read in a second, and the longest that somebody reads before his first act, in seconds.
READS, LONGEST = 25, 10.0
#: Seconds before a phone asks again after no answer; between two pulses.
AGAIN, BREATH = 3.0, 0.2
#: How often somebody lets a sentence of his be shown.
AGREES = 0.85


@dataclass
class Learner:
    """A phone and whoever holds it. ``pace`` divides all times, for tests; ``scribe`` is told a table and says who records there."""

    room: Room
    phone: Phone
    nickname: str
    group: int
    rng: Random
    pace: float
    scribe: Callable[[int], Learner | None]
    temper: Temper = field(init=False)
    at: str = now_page.LIST
    stamp: int | None = None
    person: people.Person | None = None
    visited: list[str] = field(default_factory=list)
    _led_to: str = ""
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _works: dict[str, Moves] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Who it is."""
        self.temper = temper(self.nickname, self.rng)

    async def live(self) -> None:
        """Come in and take part until the class is over, or the trainer has removed this learner. Raises what goes wrong."""
        if access.LEARNER not in self.phone.cookies:
            await self.phone.join(self.room.klass.code, self.nickname, self.group)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._follow())
                both.create_task(self._work())
        except* Gone:
            self.person = None

    # -- where the class is -------------------------------------------------------------------------------------------

    async def _follow(self) -> None:
        """Hold the pulse and go where the class is."""
        mark = ""
        while True:
            at = self.at
            try:
                said = await self.phone.pulse(mark, at)
            except OSError:
                await self._rest(AGAIN)
                continue
            if said is not None:
                mark = str(said["seq"])
                await self._hear(said)
            await self._rest(BREATH)

    async def _hear(self, said: dict[str, Any]) -> None:
        """Go where the class is now, each time it is somewhere else; to the list where it does nothing together."""
        now = said["now"]
        self.stamp = said.get("stamp")
        led_to = "" if now is None else str(now["url"]).removeprefix("/")
        if led_to != self._led_to:
            self._led_to = led_to
            await self._go(led_to or (now_page.LIST if await self._led() else self.at))
        self._news.set()

    async def _led(self) -> bool:
        state = await now_page.lesson_now(self.room)
        return bool(state["led"])

    async def _go(self, at: str) -> None:
        """To another page, which is loaded as a phone does."""
        if at != self.at:
            self.at, self.stamp = at, None
            await self.phone.open("/" if at == now_page.LIST else f"/{at}")

    # -- what there is to do ------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        """Do one thing after the other; wait for news where there is nothing to do."""
        first = True
        while True:
            self._news.clear()
            at = self.at
            await self._consent()
            screen = await self._look(at)
            move = None if screen is None else await self._next(screen)
            if screen is None or move is None:
                first = True
                if not (await self._way(screen) or await self._free()):
                    await self._news.wait()
                continue
            await self._rest(self._thought(screen, move, first=first))
            first = False
            now = await self._look(at) if self.at == at else None
            if now is not None and not now.same(screen):  # what was decided was for a screen that has gone
                move = await self._next(now)
            if now is not None and move is not None:
                self._moves(now).sent(move)
                await self._send(now, move)

    async def _look(self, at: str) -> Screen | None:
        """The screen of a place, as data; None on the list, and where there is nothing for this learner."""
        person = await self._self()
        side, _, slug = at.partition("/")
        exercise = self.room.content.exercises.get(slug)
        if exercise is None or (side == "g" and not person.group_no):
            return None
        place = (work.group_place if side == "g" else work.own_place)(self.room, person, exercise)
        desk = await answers.look(self.room, place)
        if desk.ctx.live.standing == "waiting":
            return None
        return Screen(place, desk, answers.nodes(self.room, place, desk))

    async def _self(self) -> people.Person:
        """Who this is to the server, by the phone's cookie. Raises Gone."""
        token = self.phone.cookies.get(access.LEARNER, "")
        klass = self.room.klass.id
        found = await self.room.store.read(lambda conn: people.by_token(conn, klass, token))
        if found is None:
            raise Gone
        self.person = found
        return found

    async def _next(self, screen: Screen) -> Move | None:
        """The next act on a screen; a few do nothing in an exercise, unless somebody at the table would miss them."""
        missed = screen.place.group_no or engine.steps(screen.desk.ctx)
        if not missed and self.temper.silent(screen.place.exercise.slug):
            return None
        return await self._moves(screen).next(screen)

    def _moves(self, screen: Screen) -> Moves:
        """This learner's way through one piece of work."""
        place = screen.place
        if place.owner + place.exercise.slug not in self._works:
            today = datetime.fromtimestamp(self.room.clock() / 1000).astimezone().date()
            ideas = Ideas(self.room.content, place.exercise, self.rng, today)
            moves = Moves(Mind(ideas, self.rng), self.rng, self._able(place.exercise.slug), self._records)
            self._works[place.owner + place.exercise.slug] = moves
        return self._works[place.owner + place.exercise.slug]

    def _able(self, slug: str) -> Callable[[str, int], bool]:
        """Whether this learner is right about an item of an exercise, in which vote."""
        known = self.room.content.exercise(slug).items

        def able(item: str, vote: int) -> bool:
            part = item if item in known else item.rpartition("-")[2]  # a part of a document has its id in front
            return self.temper.right(slug, part, vote)

        return able

    def _records(self) -> bool:
        """Whether the record of the table is this learner's to take."""
        return self.person is not None and self.scribe(self.person.group_no) is self

    # -- acting -------------------------------------------------------------------------------------------------------

    async def _send(self, screen: Screen, move: Move) -> None:
        action = {"do": move.do, "values": move.values, "fields": move.fields}
        place, desk = screen.place, screen.desk
        await self.phone.act(place.endpoint, action, desk.current.seq, screen.stamp)

    async def _consent(self) -> None:
        """Say whether a sentence of one's own, or the table's work, may be shown, once each time it is asked."""
        if self.person is None:
            return
        state = await now_page.lesson_now(self.room)
        nodes = walk(await now_page.asks(self.room, state, self.person))
        yes = [one for one in nodes if isinstance(one, Button) and one.values.get("said") == "yes" and not one.submit]
        asked = {one.values["sample"] for one in yes}
        self._asked &= asked
        for name in sorted(asked - self._asked):
            self._asked.add(name)
            await self._rest(self.rng.uniform(*FIRST))
            await self.phone.say(name, "yes" if self.rng.random() < AGREES else "no")

    async def _way(self, screen: Screen | None) -> bool:
        """To the other side of the exercise, alone or at the table, where its screen says that it goes on there."""
        if screen is None or not screen.desk.ctx.live.silent or screen.way in ("", self.at):
            return False
        here = self.at
        await self._rest(self.rng.uniform(*TURN))
        if self.at == here:  # else the class has gone on
            await self._go(screen.way)
        return True

    async def _free(self) -> bool:
        """Where the trainer has let everybody go on alone: to the next exercise; False while there is none to go to."""
        if not (await self._released() and self._coming()):
            return False
        await self._rest(self.rng.uniform(*BETWEEN))
        if await self._released():
            slug = self.rng.choice(self._coming()[:3])
            self.visited.append(slug)
            await self._go(f"x/{slug}")
        return True

    async def _released(self) -> bool:
        """Whether nobody leads any more; a class that has not begun is not there to go on alone."""
        state = await now_page.lesson_now(self.room)
        return not state["led"] and bool(state["rows"] or state["works"])

    def _coming(self) -> list[str]:
        """The exercises that this learner has not gone to alone."""
        return [slug for slug in self.room.content.exercises if slug not in self.visited]

    def _thought(self, screen: Screen, move: Move, *, first: bool) -> float:
        """How long somebody reads and thinks before an act, in seconds."""
        between = TAP if move.do == "tap" else NEXT if move.fields else TURN
        read = 0.0
        if first:
            between, read = FIRST, min(len(screen.words) / READS, LONGEST)
        return (self.rng.uniform(*between) + read) * self.temper.slow

    async def _rest(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.pace)

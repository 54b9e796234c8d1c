"""``/pulse``: one hanging request for every page, answered at a change; and what a page sends about its head.

It never takes a learner's turn and reads nothing while it hangs: sixty of them cost what a clock costs.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from ... import lesson, render
from ...errors import ActionError
from ..store import log, people
from . import access, around, boards, lead, now_page, orders, samples
from .base import Handler

if TYPE_CHECKING:
    from ...live import Live

#: Seconds after which a request that has no news is answered all the same: between these, so that no crowd forms.
#: Far below :data:`.connections.STUCK`.
PATIENCE = 20, 25
#: The longest mark and place that a page may name.
LONGEST = 120


class Pulse(Handler):
    """``/pulse?seq=&at=``: for every page of a learner."""

    speaks_json = True

    async def get(self) -> None:
        """Hang as the person whose cookie it is, who counts as there meanwhile."""
        person = await self.holder()
        if person is None:
            return
        with self.room.presence.here(person.id, self.let_go):
            await self.hang(person)

    async def hang(self, person: people.Person) -> None:
        """Wait until the marks are others than ``seq`` and say what is new; 204 if they stay so."""
        known = self.get_query_argument("seq", "")[:LONGEST]
        seconds = random.uniform(*PATIENCE)  # noqa: S311 - so that no crowd forms
        at = self.get_query_argument("at", "")[:LONGEST]
        owners = await now_page.owners(self.room, person, at)
        seq = await self.while_there(self.room.hub.wait(known, owners, seconds))
        if seq == known:
            self.set_status(204)
            return
        self.send_json({"status": "ok", "seq": seq, **await self.news(person)})

    def let_go(self) -> None:
        """Others of the same person take the place: answered as if nothing had happened."""
        if self._waits is not None and not self._finished:
            self.set_status(204)
            self._waits.cancel()

    async def holder(self) -> people.Person | None:
        """Whose device it is, without taking a turn; what no cookie of ours comes with waits among the strangers."""
        token, room = self.get_cookie(access.LEARNER) or "", self.room
        known = room.whose_turn(token)
        if known is not None and not room.pulses.allows(known):
            self.refuse(429, room.say("too-fast"))
            return None
        if token and known is None:
            await self.take_turn(token)
        try:
            found = await room.store.read(lambda conn: people.by_token(conn, room.klass.id, token)) if token else None
        finally:
            self.give_turn()
        if found is None:
            self.refuse(401, room.say("signed-out"), "signed-out")
            return None
        room.seen(token, found.id)
        return found

    async def news(self, person: people.Person) -> dict[str, Any]:
        """What is on now, what stands above the page, and by which word its own view is known."""
        room, at = self.room, self.get_query_argument("at", "")[:LONGEST]
        state = await now_page.lesson_now(room)
        head, asks = render.above(
            now_page.head_nodes(room, state, person, at), await now_page.asks(room, state, person)
        )
        said = {"now": now_page.news(room, state, person), "head": head, "asks": asks}
        if at[:2] in ("x/", "g/"):
            live = lesson.live(state, at[2:])
            group = person.group_no if at.startswith("g") else 0
            work = room.hub.seq(log.group(group) if group else log.learner(person.id), at[2:])
            told = await self.told(person, at, live)
            return said | {"stamp": live.stamp, "face": now_page.face(live, group, told), "work": work}
        return said | {"face": now_page.list_face(state)}

    async def told(self, person: people.Person, at: str, live: Live) -> around.Around:
        """What the others at the table tell, where his page shows it."""
        room, exercise = self.room, self.room.content.exercises.get(at[2:])
        if at.startswith("g") or exercise is None or not around.follows(room, exercise, live):
            return None
        return await room.store.read(lambda conn: around.read(conn, room, exercise, person, live))


class Said(Handler):
    """``/now/say``: an author's word on a sentence of his that the trainer would like to show."""

    speaks_json = True

    async def post(self) -> None:
        """Take it down, of his own sentences alone."""
        room = self.room
        self.check_player()
        person = await self.person()
        if person is None:
            self.refuse(401, room.say("signed-out"), "signed-out")
            return
        if not room.pace.allows(person.id):
            self.refuse(429, room.say("too-fast"))
            return
        try:
            values = self.values()
            names = await room.store.read(lambda conn: samples.names(conn, room))
            if names.within(values["text"]):
                self.refuse(400, room.say("now-say-named"))
                return
            await self.take_down(person, values)
        except (ActionError, ValueError, TypeError, LookupError):
            self.refuse(400, room.say("malformed"))
            return
        self.send_json({"status": "ok", "message": room.say(f"now-said-{values['said']}")})

    async def take_down(self, person: people.Person, values: dict[str, str]) -> None:
        """Keep it; of a table's work only from who may say so. Raises ActionError."""
        room, name, said = self.room, values["sample"], values["said"]
        if name.startswith(lesson.BOARD) and not await room.store.read(
            lambda conn: boards.answers(conn, room, lead.now(conn, room), person, name, said)
        ):
            raise ActionError("lesson-unknown", do="say")
        await lead.act(room, "say", {**values, "person": str(person.id)}, actor=person.id)

    def values(self) -> dict[str, str]:
        """What was sent, checked part by part."""
        message = json.loads(self.body())
        given = {name: orders.storable(message[name])[: lesson.LONGEST_NOTE] for name in ("sample", "said", "text")}
        return given | {"text": samples.plain(given["text"])}

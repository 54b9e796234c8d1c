"""``/trainer/people/…``, ``/trainer/groups``, ``/trainer/link``: what the trainer changes about people, groups, her link.

Each step is posted and answered with the way to where it shows, so that reloading repeats nothing. What is hard to take
back is asked about on a page of its own.
"""

from __future__ import annotations

from urllib.parse import urlencode

from tornado import web

from ...view import Node
from ..store import people, roster
from . import access, orders, person_page, qr
from .overview import doubts_of
from .trainer_handlers import TrainerSide


class Person(TrainerSide):
    """``/trainer/people/<id>``: one person."""

    async def get(self, number: str) -> None:
        """Show the page with what was just done."""
        person = await self.found(number)
        word, was = self.get_query_argument("told", ""), self.get_query_argument("was", "")[: people.NAME_LIMIT]
        await self.page(person, *person_page.told(self.room, person, word, was))

    async def found(self, number: str) -> people.Person:
        """The person; 404 if the class has none of that number."""
        klass = self.room.klass.id
        person = await self.room.store.read(lambda conn: people.one(conn, klass, int(number)))
        if person is None:
            raise web.HTTPError(404)
        return person

    async def page(self, person: people.Person, *told: Node) -> None:
        """The person's page."""
        room = self.room
        doubts = await room.store.read(lambda conn: doubts_of(conn, room.klass.id, person.id))
        self.show_nodes(person.nickname, person_page.nodes(room, person, doubts, told), back=self.way_back)

    @property
    def way_back(self) -> tuple[str, str]:
        """To the list of names."""
        return ("/trainer/class", self.room.say("people-title"))


class PersonStep(Person):
    """``/trainer/people/<id>/<step>``: one step; removing and a new code ask first."""

    async def get(self, number: str, do: str) -> None:  # type: ignore[override]
        """The question, or back to the person."""
        person = await self.found(number)
        if do not in ("remove", "code") or person.gone is not None:
            self.redirect(f"/trainer/people/{person.id}", status=303)
            return
        self.show_nodes(person.nickname, person_page.question(self.room, person, do), back=self.way_back)

    async def post(self, number: str, do: str) -> None:
        """Carry it out and lead back to the person."""
        person, room, at = await self.found(number), self.room, self.room.clock()
        write, klass = room.store.write, room.klass
        if do == "rename":
            await self.rename(person)
            return
        if do == "move":
            seat = self.form().get("group", "")
            if seat not in {str(n) for n in range(klass.groups + 1)}:
                raise web.HTTPError(400)
            await write(lambda conn: roster.move(conn, klass.id, person.id, int(seat), at, trainer=True))
        elif do == "code":
            await write(lambda conn: roster.new_code(conn, klass.id, person.id, at))
        else:
            await write(lambda conn: roster.remove(conn, klass.id, person.id, at, gone=do == "remove"))
        self.lead(person, do)

    async def rename(self, person: people.Person) -> None:
        """Another nickname, or why it cannot be that one."""
        room, at = self.room, self.room.clock()
        typed = self.get_query_argument("to", "") or self.form().get("nickname", "")
        name = people.clean_name(orders.storable(typed))
        if not name or len(name) > people.NAME_LIMIT:
            self.set_status(422)
            await self.page(person, *person_page.unnamed(room))
            return
        given = await room.store.write(lambda conn: roster.rename(conn, room.klass.id, person.id, name, at))
        if given != name:
            self.set_status(422)
            await self.page(person, *person_page.taken(room, name, given))
            return
        self.lead(person, "rename", was=person.nickname)

    def lead(self, person: people.Person, told: str, **more: str) -> None:
        """To the person's page, which says what became of it."""
        self.redirect(f"/trainer/people/{person.id}?{urlencode({'told': told, **more})}", status=303)


class Groups(TrainerSide):
    """``/trainer/groups``: lock the groups, or let people change them again."""

    async def post(self) -> None:
        """Do it and show the class."""
        room, at, locked = self.room, self.room.clock(), self.get_query_argument("locked", "") == "1"
        await room.store.write(lambda conn: roster.lock(conn, room.klass.id, at, locked=locked))
        self.redirect("/trainer/class", status=303)


class TrainerLink(TrainerSide):
    """``/trainer/link``: the trainer's link, and a new one in its place."""

    async def get(self) -> None:
        """Show it."""
        room = self.room
        renewed = self.get_query_argument("told", "") == "renewed"
        nodes = person_page.link(room, self.address + room.trainer_link, renewed=renewed)
        self.show_nodes(room.say("link-title"), nodes, back=("/trainer/class", room.say("people-title")))

    async def post(self) -> None:
        """The old link and whoever came by it stay outside; this browser stays in."""
        room, at = self.room, self.room.clock()
        room.follow(await room.store.write(lambda conn: roster.renew(conn, room.klass.id, at)))
        access.remember_trainer(self, room)
        self.redirect("/trainer/link?told=renewed", status=303)


class TrainerLinkCode(TrainerSide):
    """``/trainer/link.svg``: the trainer's link for her own phone."""

    async def get(self) -> None:
        """The picture."""
        self.send(qr.svg(self.address + self.room.trainer_link), "image/svg+xml")

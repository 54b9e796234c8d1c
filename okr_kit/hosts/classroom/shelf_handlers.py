"""``/shelf``: list, open, copy, use, delete and bring back what was made; each step is in the log like any other."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from tornado import web

from ... import documents as docs
from ... import render
from ...errors import DocumentError
from ...view import Node, Say
from ..store import documents, log, people
from . import answers, orders, shelf_page, work
from .base import Handler

if TYPE_CHECKING:
    import sqlalchemy as sa

#: Where steps on the shelf stand in the log, in the place of an exercise.
SHELF = "shelf"
#: How many documents somebody may have before copies are refused; what exercises make is kept beyond that, and shown.
MOST, SHOWN = 100, 1000


class Shelf(Handler):
    """``/shelf``: what the learner and his groups have made."""

    async def get(self) -> None:
        """Show the list, or the start to who has not joined."""
        person = await self.person()
        if person is None:
            self.redirect("/", status=303)
            return
        await self.list(person)

    head = get

    async def list(self, person: people.Person, told: Node | None = None) -> None:
        """Show what lies there now."""
        class_id = self.room.klass.id

        def job(conn: sa.Connection) -> shelf_page.Shelf:
            owners = work.shelf_owners(conn, class_id, person)
            rows, gone = (
                documents.shelf(conn, class_id, owners, gone=deleted, most=SHOWN) for deleted in (False, True)
            )
            return shelf_page.Shelf(tuple(rows), tuple(gone))

        found = await self.room.store.read(job)
        self.show_nodes(self.room.say("shelf-title"), shelf_page.shelf(self.room, person, found, told), back="/")

    async def row(self, person: people.Person, name: str) -> shelf_page.Row:
        """The document of that id on the person's shelf; 404 if there is none."""
        class_id = self.room.klass.id

        def job(conn: sa.Connection) -> shelf_page.Row | None:
            return documents.one(conn, class_id, work.shelf_owners(conn, class_id, person), name)

        found = await self.room.store.read(job)
        if found is None:
            raise web.HTTPError(404)
        return found


class Document(Shelf):
    """``/shelf/<id>``: one document, to be read."""

    async def get(self, name: str) -> None:  # type: ignore[override]
        """Show it; one that a newer kit wrote is named and left alone."""
        person, room = await self.person(), self.room
        if person is None:
            self.redirect("/", status=303)
            return
        row = await self.row(person, name)
        try:
            nodes = shelf_page.document(room, person, row, docs.load(row["body"]))
        except DocumentError:
            nodes = shelf_page.unreadable(room, row)
        title = str(row["title"]) or room.say("shelf-untitled")
        body = render.screen(
            room.content.language,
            nodes,
            title=room.say(f"type-{row['type']}"),
            key=f"shelf.{name}",
            back=("/shelf", room.say("shelf-title")),
        )
        self.show(title, body, player=True)

    head = get  # type: ignore[assignment]


class Step(Shelf):
    """``/shelf/<id>/copy``, ``…/remove``, ``…/back``, ``…/use/<slug>``: one step with a document."""

    def get(self, name: str, *_: str) -> None:  # type: ignore[override]
        """Somebody reloaded: back to the document."""
        self.redirect(f"/shelf/{name}", status=303)

    async def post(self, name: str, do: str, slug: str = "") -> None:
        """Carry it out and show where that leads."""
        person = await self.person()
        if person is None:
            self.redirect("/", status=303)
            return
        if not self.room.pace.allows(str(person.id), self.room.clock()):
            self.set_status(429)
            await self.list(person, Say("warn", self.room.say("too-fast")))
            return
        row = await self.row(person, name)
        if do == "use":
            await self.use(person, row, slug)
            return
        if do != "copy" and row["owner"] != log.learner(person.id):
            raise web.HTTPError(403)
        await getattr(self, do)(person, row)

    async def copy(self, person: people.Person, row: shelf_page.Row) -> None:
        """Put the same content beside it as a document of the person's own."""
        owner, at, class_id = log.learner(person.id), self.room.clock(), self.room.klass.id
        mine = await self.room.store.read(lambda conn: documents.shelf(conn, class_id, {owner}, most=MOST))
        if len(mine) >= MOST:
            await self.list(
                person, Say("warn", self.room.say("shelf-full", most=MOST), (self.room.say("shelf-full-next"),))
            )
            return
        made = docs.copy(row["body"], docs.new_id(owner, SHELF, row["id"], at))
        await self.keep(person, "copy", row, at, made)
        await self.list(person, Say("good", self.room.say("shelf-copied-now", title=row["title"])))

    async def remove(self, person: people.Person, row: shelf_page.Row) -> None:
        """Take it off the shelf; it can be had back."""
        await self.keep(person, "remove", row, self.room.clock())
        await self.list(
            person,
            Say("info", self.room.say("shelf-removed", title=row["title"]), (self.room.say("shelf-removed-next"),)),
        )

    async def back(self, person: people.Person, row: shelf_page.Row) -> None:
        """Put it on the shelf again."""
        await self.keep(person, "back", row, self.room.clock())
        await self.list(person, Say("good", self.room.say("shelf-is-back", title=row["title"])))

    async def keep(self, person: people.Person, do: str, row: shelf_page.Row, at: int, *made: docs.Document) -> None:
        """Log the step and change the shelf, in one transaction."""
        room, owner = self.room, log.learner(person.id)
        action = {"do": f"{SHELF}-{do}", "values": {"doc": row["id"]}, "fields": {}}
        entry = log.Entry(
            room.klass.id,
            owner,
            SHELF,
            secrets.token_urlsafe(12),
            0,
            action,
            {},
            at,
            actor=person.id,
            person_id=person.id,
            role=person.role,
            changes=False,
            kit=room.kit,
            documents=made,
        )

        def job(conn: sa.Connection) -> None:
            log.append(conn, entry)
            if do == "remove":
                documents.remove(conn, room.klass.id, owner, row["id"], at)
            elif do == "back":
                documents.bring_back(conn, room.klass.id, owner, row["id"])

        await room.store.write(job)

    async def use(self, person: people.Person, row: shelf_page.Row, slug: str) -> None:
        """Go on with a copy of it in an exercise; what was written there stays on the shelf."""
        place = work.own_place(self.room, person, self.room.content.exercise(slug))
        desk = await answers.look(self.room, place)
        action = {"do": "take", "values": {"doc": row["id"]}, "fields": {}}
        order = orders.Order(secrets.token_urlsafe(12), 0, desk.current.seq, action)
        answer = await answers.act(self.room, place, order)
        if answer.status == "ok":
            self.redirect(place.url, status=303)
        else:
            await self.list(person, Say("warn", answer.message))

"""``/shelf``: list, open, copy, use, delete and bring back what was made; each step is in the log like any other.

A step is posted and answered with the way to where it leads, so that reloading or going back repeats nothing; the form
carries a word of its own (``once``), so that a second tap is the same step.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tornado import web

from ... import documents as docs
from ... import render
from ...errors import DocumentError
from ..store import documents, log, people
from . import answers, now_page, orders, shelf_page, work
from .base import Handler, Refused
from .shelf_page import SHELF

if TYPE_CHECKING:
    import sqlalchemy as sa

#: How many documents somebody may have before copies are refused; what exercises make is kept beyond that, and shown.
MOST, SHOWN = 100, 1000


class Shelf(Handler):
    """``/shelf``: what the learner and his groups have made."""

    async def get(self) -> None:
        """Show the list with what was just done, or the start to who has not joined."""
        person, class_id = await self.joined(), self.room.klass.id
        if person is None:
            return

        def job(conn: sa.Connection) -> shelf_page.Shelf:
            owners = work.shelf_owners(conn, class_id, person)
            rows, gone = (documents.shelf(conn, class_id, owners, gone=was, most=SHOWN) for was in (False, True))
            return shelf_page.Shelf(tuple(rows), tuple(gone))

        found = await self.room.store.read(job)
        told = self.get_query_argument("told", ""), self.get_query_argument("doc", "")
        alive = await now_page.alive(self.room, person, SHELF, await now_page.mark(self.room, person, SHELF))
        nodes = shelf_page.shelf(self.room, person, found, told)
        self.show_nodes(self.room.say("shelf-title"), nodes, back="/", alive=alive)

    async def row(self, person: people.Person, name: str) -> shelf_page.Row:
        """The document of that id on the person's shelf, also a deleted one; 404 if there is none."""
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
        person, room = await self.joined(), self.room
        if person is None:
            return
        row = await self.row(person, name)
        alive = await now_page.alive(room, person, SHELF, await now_page.mark(room, person, SHELF))
        try:
            nodes = shelf_page.document(room, person, row, docs.load(row["body"]), secrets.token_urlsafe(9))
        except DocumentError:
            nodes = shelf_page.unreadable(room, row)
        body = render.screen(
            room.content.language,
            nodes,
            title=shelf_page.type_name(room, row),
            key=f"shelf.{name}",
            live=alive,
            back=("/shelf", room.say("shelf-title")),
        )
        self.show(str(row["title"]) or room.say("shelf-untitled"), body, player=True)


class Step(Shelf):
    """``/shelf/<id>/copy``, ``…/remove``, ``…/back``, ``…/use/<slug>``: one step with a document."""

    def get(self, name: str, *_: str) -> None:  # type: ignore[override]
        """Somebody typed the address: to the document."""
        self.redirect(f"/shelf/{name}", status=303)

    async def post(self, name: str, do: str, slug: str = "") -> None:
        """Carry it out and lead on."""
        person, room = await self.joined(), self.room
        if person is None:
            return
        if not room.pace.allows(person.id):
            self.lead("hasty", name)
            return
        row = await self.row(person, name)
        if do in ("remove", "back") and row["owner"] != log.learner(person.id):
            raise web.HTTPError(403)
        if do in ("copy", "use") and row["gone"] is not None:
            self.lead("gone", name)
        elif do in ("copy", "use") and not await room.stock.allows(
            room, person.id, log.learner(person.id), row["body"]
        ):
            raise Refused("stock-full", 413)
        elif do == "use":
            await self.use(person, row, slug)
        else:
            await self.step(person, row, do)

    def lead(self, told: str, name: str) -> None:
        """To the list, which says what became of it."""
        self.redirect(f"/shelf?{urlencode({'told': told, 'doc': name})}", status=303)

    @property
    def once(self) -> str:
        """The word of the form that was posted; a post without one counts by itself."""
        given = self.get_query_argument("once", "")
        return given if re.fullmatch(r"[\w-]{1,40}", given, re.ASCII) else secrets.token_urlsafe(9)

    async def step(self, person: people.Person, row: shelf_page.Row, do: str) -> None:
        """Copy, remove or bring back: log it and change the shelf, in one transaction."""
        room, owner, entry = self.room, log.learner(person.id), self.entry(person, row, do)

        def job(conn: sa.Connection) -> str:
            mine = documents.shelf(conn, room.klass.id, {owner}, most=MOST) if do == "copy" else []
            if len(mine) >= MOST:
                return "full"
            status = log.append(conn, entry).status
            if status == "id-taken":
                return "hasty"
            if status == "ok" and do == "remove":
                documents.remove(conn, room.klass.id, owner, row["id"], entry.at)
            elif do == "back":
                documents.bring_back(conn, room.klass.id, owner, row["id"])
            return do

        self.lead(await room.store.write(job), row["id"])

    def entry(self, person: people.Person, row: shelf_page.Row, do: str) -> log.Entry:
        """The step as it stands in the log, with the copy that it makes."""
        room, owner, once = self.room, log.learner(person.id), self.once
        made = (docs.copy(row["body"], docs.new_id(owner, SHELF, row["id"], once)),) if do == "copy" else ()
        return log.Entry(
            class_id=room.klass.id,
            owner=owner,
            exercise=SHELF,
            action_id=f"{SHELF}.{once}",
            base_seq=0,
            action={"do": f"{SHELF}-{do}", "values": {"doc": row["id"]}, "fields": {}},
            state={},
            at=room.clock(),
            actor=person.id,
            person_id=person.id,
            role=person.role,
            changes=False,
            kit=room.kit,
            documents=made,
        )

    async def use(self, person: people.Person, row: shelf_page.Row, slug: str) -> None:
        """Go on with a copy of it in an exercise; what was written there stays on the shelf."""
        place = work.own_place(self.room, person, self.room.content.exercise(slug))
        desk = await answers.look(self.room, place)
        action = {"do": "take", "values": {"doc": row["id"]}, "fields": {}}
        order = orders.Order(f"{SHELF}.{self.once}", 0, desk.current.seq, action)
        answer = await answers.act(self.room, place, order)
        if answer.status == "ok":
            self.redirect(place.url, status=303)
        else:
            self.lead("not-taken", row["id"])

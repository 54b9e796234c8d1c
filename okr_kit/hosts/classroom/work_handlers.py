"""An exercise's page and what the player asks of it, for a learner's own work and for a group's."""

from __future__ import annotations

import secrets

from tornado import web

from ... import render
from ...errors import ActionError
from ..store import people
from . import answers, group_page, now_page, orders, pages, work
from .answers import PREFIX
from .base import Handler, Refused

#: The longest number of an event that a page may name, in digits.
LONGEST = 18


class Work(Handler):
    """What pages and endpoints of one exercise share."""

    def place(self, person: people.Person, side: str, slug: str) -> work.Place:
        """The person's own work or the group's. Raises UnknownExercise."""
        exercise = self.room.content.exercise(slug)
        if side == "x":
            return work.own_place(self.room, person, exercise)
        if not exercise.settings.get("group"):
            raise web.HTTPError(404)
        return work.group_place(self.room, person, exercise)

    def outside(self, person: people.Person, side: str) -> str:
        """Why somebody is not at the table that a group's page (``g``, ``g3``) is about; empty if he is."""
        if side == "x":
            return ""
        if not person.group_no:
            return self.room.say("no-group-next")
        number = int(side[1:] or person.group_no)
        return "" if number == person.group_no else group_page.moved_words(self.room, number, person.group_no)


class Exercise(Work):
    """``/x/<slug>`` and ``/g/<slug>``: the exercise's page."""

    async def get(self, side: str, slug: str) -> None:
        """Show how far the work is."""
        person, room = await self.joined(), self.room
        if person is None:
            return
        if side == "g" and not person.group_no:
            self.show_nodes(room.say("list-title"), pages.no_group(room), back="/")
            return
        place = self.place(person, side, slug)
        at = f"{side}/{slug}"
        known = await now_page.mark(room, person, at)
        desk = await answers.look(room, place)
        alive = await now_page.alive(room, person, at, known, desk)
        title, nodes = place.exercise.title, answers.nodes(room, place, desk)
        if self.get_query_argument("new", ""):
            nodes = (now_page.late_joiner(room), *nodes)
        if side == "g":
            title = room.say("group-title", group=room.group_name(person.group_no))
        body = render.screen(
            room.content.language,
            nodes,
            title=title,
            endpoint=place.endpoint,
            seq=desk.current.seq,
            key=f"{room.digest('drafts')[:8]}.{place.owner}.{slug}",
            prefix=PREFIX,
            back="/",
            saved=self.saved(desk),
            live=alive,
        )
        self.show(title, body, player=True)

    def saved(self, desk: work.Desk) -> str:
        """When the last step was saved."""
        if not desk.current.state_seq:
            return ""
        return f"{self.room.content.language.say('player.saved')} {work.clock_words(desk.current.at)}"


class At(Work):
    """``/x/<slug>/at?item=``: from the group's page to the same item of one's own."""

    def get(self, slug: str) -> None:
        """Somebody reloaded: to the exercise."""
        self.redirect(f"/x/{slug}", status=303)

    async def post(self, slug: str) -> None:
        """Turn to the item and show it; where the own round has no such item, it stays where it is."""
        person, room = await self.joined(), self.room
        if person is None:
            return
        if not room.pace.allows(person.id):
            raise Refused("too-fast", 429)
        place = self.place(person, "x", slug)
        desk = await answers.look(room, place)
        action = {"do": "go", "values": {"item": self.get_query_argument("item", "")[:60]}, "fields": {}}
        await answers.act(room, place, orders.Order(secrets.token_urlsafe(12), 0, desk.current.seq, action))
        self.redirect(place.url, status=303)


class Endpoint(Work):
    """What the player talks to: JSON both ways."""

    speaks_json = True

    async def member(self) -> people.Person | None:
        """The person, or an answer that sends the page back to the start."""
        person = await self.person()
        if person is None:
            self.refuse(401, self.room.say("signed-out"), "signed-out")
        return person


class Act(Endpoint):
    """``…/act``: one action."""

    async def post(self, side: str, slug: str) -> None:
        """Carry it out; answer after the commit."""
        room = self.room
        self.check_player()
        person = await self.member()
        if person is None:
            return
        place = self.place(person, side, slug)
        if not (room.pace if side == "x" else room.table_pace).allows(person.id):
            self.refuse(429, room.say("too-fast"))
            return
        outside = self.outside(person, side)
        if outside:
            self.refuse(403, outside)
            return
        try:
            order = orders.read_order(self.body())
        except ActionError as error:
            large = error.code == "action-large"
            self.refuse(413 if large else 400, room.say("too-large" if large else "malformed"))
            return
        if not await room.stock.allows(room, person.id, place.owner, order.action):
            self.refuse(413, room.say("stock-full"))
            return
        answer = await answers.act(room, place, order)
        self.send_json(answer.json(order.n), answer.code)


class Live(Endpoint):
    """``…/live``: what is new on an exercise's page, which the pulse has told of."""

    async def get(self, side: str, slug: str) -> None:
        """204 if the page is up to date with the work and with the class's step, else the view."""
        person, room = await self.member(), self.room
        if person is None:
            return
        if side != "x" and not person.group_no:
            self.refuse(403, room.say("no-group-next"))
            return
        place, known = self.place(person, side, slug), self.get_query_argument("seq", "")[:LONGEST]
        if self.outside(person, side):
            html = render.html(group_page.moved(room, place, int(side[1:])), PREFIX)
            self.send_json({"status": "refused", "html": html, "seq": int(known) if known.isdecimal() else 0})
            return
        rows = await room.store.read(lambda conn: work.read_rows(conn, room, place))
        face = self.get_query_argument("face", "")
        if known == str(rows.current.seq) and face in ("", now_page.face(rows.live, place.group_no, rows.around)):
            self.set_status(204)
            return
        self.send_json(answers.answer(room, place, work.lay_out(room, place, rows)).json())

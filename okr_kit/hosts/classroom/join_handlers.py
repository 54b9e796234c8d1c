"""Coming in and going out: join page and list, personal code, leave."""

from __future__ import annotations

import hmac

from ... import render
from ...view import Node
from ..store import log, people
from . import access, now_page, orders, pages
from .base import Handler
from .rates import Gate

#: The page that somebody may ask for in another browser than the one he joined with, in an address.
MINE = "mine"


class Front(Handler):
    """``/``: the join page, or the list once joined."""

    async def get(self) -> None:
        """Show one or the other."""
        person = await self.person()
        if person is None:
            scanned = self.get_query_argument("k", "").encode("utf-8", "replace")
            proved = hmac.compare_digest(scanned, self.room.scan_key.encode())
            access.remember_device(self, self.room, proved=proved)
            self.ask(pages.JoinForm(self.get_query_argument("c", "")[:12], to=self.wanted))
            return
        known = await now_page.mark(self.room, person, now_page.LIST)
        nodes = await self.list_nodes(person)
        alive = await now_page.alive(self.room, person, now_page.LIST, known)
        self.show_nodes(self.room.say("list-title"), nodes, alive=alive, endpoint="/list/act")

    @property
    def wanted(self) -> str:
        """The page that somebody asked for before he was known; empty for the list."""
        return MINE if self.get_query_argument("to", "") == MINE else ""

    async def list_nodes(self, person: people.Person) -> tuple[Node, ...]:
        """The list as it stands for a person."""
        class_id, shared = self.room.klass.id, log.group(person.group_no)
        own, ours = await self.room.store.read(
            lambda conn: (
                log.standing(conn, class_id, log.learner(person.id)),
                log.standing(conn, class_id, shared) if person.group_no else {},
            )
        )
        return pages.exercise_list(self.room, person, own, ours, await now_page.lesson_now(self.room))

    async def to_now(self) -> None:
        """Whoever has just joined goes to what the class does now, else to the list."""
        room = self.room
        state = await now_page.lesson_now(room)
        found = now_page.on(room, state)
        self.redirect(f"/x/{found[0].slug}?new=1" if found else "/", status=303)

    def ask(self, form: pages.JoinForm, problem: pages.Problem | None = None) -> None:
        """Show the join page, with what was typed."""
        self.set_status(422 if problem else 200)
        self.show_nodes(self.room.say("join-title"), pages.join(self.room, form, problem))


class FrontLive(Front):
    """``/list/live``: the list once the class has gone on."""

    speaks_json = True

    async def get(self) -> None:
        """The view."""
        person, room = await self.person(), self.room
        if person is None:
            self.refuse(401, room.say("signed-out"), "signed-out")
            return
        nodes = await self.list_nodes(person)
        face = now_page.list_face(await now_page.lesson_now(room))
        self.send_json({"status": "ok", "html": render.html(nodes), "seq": 0, "face": face})


class Join(Front):
    """``/join``: a nickname, a group and a role make a person."""

    def get(self) -> None:  # type: ignore[override]
        """Somebody reloaded: back to the start."""
        self.redirect("/", status=303)

    async def post(self) -> None:
        """Add the person and this device, or say what is missing."""
        typed = self.form()
        name = people.clean_name(orders.storable(typed.get("nickname", "")))
        code = typed.get("code", "") or self.get_query_argument("c", "")[:12]
        form = pages.JoinForm(code, name, typed.get("group", ""), typed.get("role", ""))
        problem = await self.check_code(form.class_code) or self.check(form) or await self.wait(self.room.joins)
        if problem is not None:
            self.ask(form, problem)
            return
        klass, number, at = self.room.klass, int(form.group or 0), self.room.clock()
        joined = await self.room.store.write(lambda conn: people.join(conn, klass.id, name, number, form.role, at))
        if isinstance(joined, str):
            self.room.joins.give_back(self.source)
            title = self.room.say("name-taken", name=name)
            problem = pages.Problem(title, self.room.say("name-taken-next", free=joined), returning=True)
            self.ask(pages.JoinForm(form.class_code, joined, form.group, form.role), problem)
            return
        access.remember(self, access.LEARNER, joined.token)
        await self.to_now()

    async def check_code(self, code: str) -> pages.Problem | None:
        """Whether the class code is right: waits only where many wrong ones came from here, and a right one is free.

        Who scanned the QR code has nothing to guess any more and never waits.
        """
        source = self.source
        problem = None if source.proved else await self.wait(self.room.codes)
        if problem is not None:
            return problem
        if hmac.compare_digest(people.clean_code(code).encode("utf-8", "replace"), self.room.klass.code.encode()):
            if not source.proved:
                self.room.codes.give_back(source)
                access.remember_device(self, self.room, proved=True)
            return None
        self.room.guesses.miss(self.room.clock())
        return pages.Problem(self.room.say("bad-class-code"), code=True)

    def check(self, form: pages.JoinForm) -> pages.Problem | None:
        """What else keeps this person out."""
        say = self.room.say
        if not form.nickname or len(form.nickname) > people.NAME_LIMIT:
            return pages.Problem(say("bad-name"))
        if self.room.klass.groups and form.group not in {str(n) for n in range(self.room.klass.groups + 1)}:
            return pages.Problem(say("bad-group"))
        return None if form.role in people.ROLES else pages.Problem(say("bad-role"))

    async def wait(self, gate: Gate, *, returning: bool = False) -> pages.Problem | None:
        """Wait for a turn; where too many wait already, when to come again."""
        seconds = await self.while_there(gate.enter(self.source))
        word = "too-many-join" if gate is self.room.joins else "too-many"
        return pages.Problem(self.room.say(word, seconds=seconds), returning=returning) if seconds else None


class Return(Join):
    """``/return``: a personal code brings the same person back."""

    async def post(self) -> None:
        """Give this device to the person of the code."""
        form = pages.JoinForm(personal=self.form().get("personal", "")[:12], to=self.wanted)
        problem = await self.wait(self.room.codes, returning=True)
        if problem is not None:
            self.ask(form, problem)
            return
        klass, at = self.room.klass, self.room.clock()
        joined = await self.room.store.write(lambda conn: people.come_back(conn, klass.id, form.personal, at))
        if joined is None:
            self.room.guesses.miss(at)
            self.ask(form, pages.Problem(self.room.say("bad-code"), returning=True))
            return
        self.room.codes.give_back(self.source)
        access.remember(self, access.LEARNER, joined.token)
        self.redirect(f"/{self.wanted}", status=303)


class Leave(Handler):
    """``/leave``: sign this device out."""

    async def post(self) -> None:
        """Forget the device; the work stays."""
        token = self.get_cookie(access.LEARNER)
        if token and await self.person() is not None:
            await self.room.store.write(lambda conn: people.forget_device(conn, token))
        access.forget(self, access.LEARNER)
        self.redirect("/", status=303)

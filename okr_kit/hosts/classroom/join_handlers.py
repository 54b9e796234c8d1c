"""Coming in and going out: join page and list, personal code, leave."""

from __future__ import annotations

import secrets

from ..store import log, people
from . import access, orders, pages
from .base import Handler


class Front(Handler):
    """``/``: the join page, or the list once joined."""

    async def get(self) -> None:
        """Show one or the other."""
        person = await self.person()
        if person is None:
            if not self.get_cookie(access.DEVICE):
                access.remember(self, access.DEVICE, secrets.token_urlsafe(12))
            self.ask(pages.JoinForm(self.get_query_argument("c", "")[:12]))
            return
        class_id, shared = self.room.klass.id, log.group(person.group_no)
        own, ours = await self.room.store.read(
            lambda conn: (
                log.standing(conn, class_id, log.learner(person.id)),
                log.standing(conn, class_id, shared) if person.group_no else {},
            )
        )
        self.show_nodes(self.room.say("list-title"), pages.exercise_list(self.room, person, own, ours))

    head = get

    def ask(self, form: pages.JoinForm, problem: pages.Problem | None = None) -> None:
        """Show the join page, with what was typed."""
        self.set_status(422 if problem else 200)
        self.show_nodes(self.room.say("join-title"), pages.join(self.room, form, problem))


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
        problem = self.check(form)
        if problem is not None:
            self.ask(form, problem)
            return
        klass, number, at = self.room.klass, int(form.group or 0), self.room.clock()
        joined = await self.room.store.write(lambda conn: people.join(conn, klass.id, name, number, form.role, at))
        if isinstance(joined, str):
            title = self.room.say("name-taken", name=name)
            problem = pages.Problem(title, self.room.say("name-taken-next", free=joined), returning=True)
            self.ask(pages.JoinForm(form.class_code, joined, form.group, form.role), problem)
            return
        access.remember(self, access.LEARNER, joined.token)
        self.redirect("/", status=303)

    def check(self, form: pages.JoinForm) -> pages.Problem | None:
        """What keeps this person out."""
        say = self.room.say
        wait = self.wait()
        if wait:
            return wait
        if people.clean_code(form.class_code) != self.room.klass.code:
            self.missed()
            return pages.Problem(say("bad-class-code"))
        if not form.nickname or len(form.nickname) > people.NAME_LIMIT:
            return pages.Problem(say("bad-name"))
        if self.room.klass.groups and form.group not in {str(n) for n in range(self.room.klass.groups + 1)}:
            return pages.Problem(say("bad-group"))
        return None if form.role in people.ROLES else pages.Problem(say("bad-role"))

    def wait(self, *, returning: bool = False) -> pages.Problem | None:
        """Too many wrong codes: when to try again."""
        now, room = self.room.clock(), self.room
        left = max(room.device_tries.wait(self.device(), now), room.class_tries.wait("class", now))
        if not left:
            return None
        return pages.Problem(room.say("too-many", minutes=-(-left // 60_000)), returning=returning)

    def missed(self) -> None:
        """Count a wrong code against the device and the class."""
        now = self.room.clock()
        self.room.device_tries.miss(self.device(), now)
        self.room.class_tries.miss("class", now)


class Return(Join):
    """``/return``: a personal code brings the same person back."""

    async def post(self) -> None:
        """Give this device to the person of the code."""
        form = pages.JoinForm(self.room.klass.code if self.get_cookie(access.LEARNER) else "")
        form = pages.JoinForm(form.class_code, personal=self.form().get("personal", "")[:12])
        problem = self.wait(returning=True)
        joined, klass, at = None, self.room.klass, self.room.clock()
        if problem is None:
            joined = await self.room.store.write(lambda conn: people.come_back(conn, klass.id, form.personal, at))
        if joined is None:
            if problem is None:
                self.missed()
            self.ask(form, problem or pages.Problem(self.room.say("bad-code"), returning=True))
            return
        access.remember(self, access.LEARNER, joined.token)
        self.redirect("/", status=303)


class Leave(Handler):
    """``/leave``: sign this device out."""

    async def post(self) -> None:
        """Forget the device; the work stays."""
        token = self.get_cookie(access.LEARNER)
        if token:
            await self.room.store.write(lambda conn: people.forget_device(conn, token))
        access.forget(self, access.LEARNER)
        self.redirect("/", status=303)

"""``/group``: a learner moves to another table. It asks once, saying what it means; not while the trainer locked the groups."""

from __future__ import annotations

from ...view import Button, Form, Link, Node, Say
from ..store import people, roster
from .base import Handler, Refused


class ChangeGroup(Handler):
    """Move to another group."""

    def get(self) -> None:
        """Somebody reloaded: back to the list."""
        self.redirect("/", status=303)

    async def post(self) -> None:
        """Ask, or move and show the list."""
        person, room = await self.joined(), self.room
        if person is None:
            return
        sure = self.get_query_argument("to", "")
        asked = sure or self.form().get("group", "")
        if asked not in {str(n) for n in range(room.klass.groups + 1)} or int(asked) == person.group_no:
            self.redirect("/", status=303)
            return
        if not room.table_pace.allows(person.id):
            raise Refused("too-fast", 429)
        number, at = int(asked), room.clock()
        if (await room.store.read(lambda conn: people.class_now(conn, room.klass.id))).locked is not None:
            self.locked()
        elif person.group_no and not sure:
            scribe = await room.store.read(lambda conn: people.scribe_of(conn, room.klass.id, person.group_no))
            self.show_nodes(room.say("move-title"), self.question(person, number, mine=scribe == person), back="/")
        elif await room.store.write(lambda conn: roster.move(conn, room.klass.id, person.id, number, at)):
            self.redirect("/", status=303)
        else:
            self.locked()

    def question(self, person: people.Person, number: int, *, mine: bool) -> tuple[Node, ...]:
        """What moving means: for the person, and for the group that is left."""
        say, old, new = self.room.say, self.room.group_name(person.group_no), self.room.group_name(number)
        lines = (say("move-own"), say("move-old", old=old), say("move-scribe", old=old) if mine else "")
        move = Button(say("move-yes", new=new), "move", style="main", submit=True)
        return (
            Say("info", say("move-ask", old=old, new=new), lines),
            Form("move", (), (move,), action=f"/group?to={number}"),
            Link(say("move-no", old=old), "/", style="plain"),
        )

    def locked(self) -> None:
        """Nobody moves by himself now."""
        say = self.room.say
        self.set_status(403)
        nodes = (Say("info", say("locked"), (say("locked-next"),)), Link(say("to-list"), "/", style="main"))
        self.show_nodes(say("move-title"), nodes, back="/")

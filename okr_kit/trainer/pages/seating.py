"""Tables out of HR's list, as a part of 「课前计划」."""

from __future__ import annotations

import ipywidgets as widgets

from ... import bank
from ...errors import OkrKitError
from .. import seats
from . import look


class Seats:
    """Tables out of a pasted list; nothing of it is kept."""

    def __init__(self, content: bank.Content) -> None:
        """The field, the number of tables, the button and what comes of them."""
        self.say, self.language = content.language.say, content.language
        self.list = widgets.Textarea(rows=8, layout=look.column())
        self.tables = widgets.BoundedIntText(
            6, min=1, max=30, description=self.say("before.seats-tables"), layout=widgets.Layout(width="180px")
        )
        self.made = look.block()
        go = look.button(self.say("before.seats-go"), "primary")
        go.on_click(lambda _: self.seat())
        note = look.block(look.para(self.say("before.seats-note")))
        self.box = look.stack(note, self.list, widgets.HBox([self.tables, go]), self.made)

    def seat(self) -> None:
        """Seat them, or say what the list lacks."""
        columns = dict(pair.split("=", 1) for pair in self.say("before.seats-columns").split("; "))
        names = {key: words.split(",") for key, words in columns.items()}
        try:
            people = seats.read(str(self.list.value), names, self.say("before.seats-yes").split())
        except OkrKitError as error:
            look.fail(self.made, self.language, error)
            return
        seated = seats.seat(people, int(self.tables.value))
        look.show(self.made, *self._lines(seated))

    def _lines(self, seated: list[list[seats.Person]]) -> list[str]:
        say, comma = self.say, self.say("before.comma")
        rows = [
            (say("before.seats-table", n=n), comma.join(self._name(one) for one in table))
            for n, table in enumerate(seated, 1)
        ]
        sizes, used = [len(one) for one in seated], [sum(person.used for person in one) for one in seated]
        made = [look.table((say("before.seats-title-table"), say("before.seats-title-names")), rows)]
        made.append(look.para(say("before.seats-even", sizes=_range(sizes), used=_range(used))))
        without = [str(n) for n, table in enumerate(seated, 1) if not any(one.leader for one in table)]
        if without:
            leaders = sum(one.leader for table in seated for one in table)
            made.append(look.para(say("before.seats-lacking", tables=comma.join(without), n=leaders), "bad"))
        made += [
            look.para(say("before.seats-boss", name=one.name, boss=boss), "bad")
            for one, boss in seats.with_boss(seated)
        ]
        return made

    def _name(self, one: seats.Person) -> str:
        return self.say("before.seats-leader", name=one.name) if one.leader else one.name


def _range(counts: list[int]) -> str:
    """「6」, or 「5～6」 where they differ."""
    return "～".join(str(count) for count in sorted({min(counts), max(counts)}))

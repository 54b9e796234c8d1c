"""Tables out of HR's list, as a part of 「课前计划」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
        self.copy = widgets.Textarea(rows=8, layout=look.column())
        self._copying = look.stack()
        go = look.button(self.say("before.seats-go"), "primary")
        go.on_click(lambda _: self.seat())
        note = look.block(look.para(self.say("before.seats-note")))
        self.box = look.stack(note, self.list, widgets.HBox([self.tables, go]), self.made, self._copying)

    def seat(self) -> None:
        """Seat them, or say what the list lacks."""
        columns = dict(pair.split("=", 1) for pair in self.say("before.seats-columns").split("; "))
        names = {key: words.split(",") for key, words in columns.items()}
        self._copying.children = ()
        try:
            listed = seats.read(str(self.list.value), names, self.say("before.seats-yes").split())
        except OkrKitError as error:
            look.fail(self.made, self.language, error)
            return
        seated = seats.seat(listed.people, int(self.tables.value))
        look.show(self.made, *self._unread(listed, names), *self._lines(seated, listed.lacking))
        self.copy.value = "\n".join(
            "\t".join([self.say("before.seats-table", n=n), *(self._name(one) for one in table)])
            for n, table in enumerate(seated, 1)
        )
        self._copying.children = (look.block(look.para(self.say("before.seats-copy"))), self.copy)

    def _unread(self, listed: seats.Listed, names: Mapping[str, Sequence[str]]) -> list[str]:
        """What of the list was not used, and what it does not have."""
        say, comma = self.say, self.say("before.comma")
        known = comma.join(words[0] for words in names.values())
        told = [say("before.seats-unread", names=comma.join(listed.unread), known=known)] if listed.unread else []
        lacking = comma.join(names[key][0] for key in listed.lacking)
        told += [say("before.seats-without", names=lacking)] if lacking else []
        return [look.para(line, "bad") for line in told]

    def _lines(self, seated: list[list[seats.Person]], lacking: Sequence[str]) -> list[str]:
        say, comma = self.say, self.say("before.comma")
        rows = [
            (say("before.seats-table", n=n), comma.join(self._name(one) for one in table))
            for n, table in enumerate(seated, 1)
        ]
        sizes, used = [len(one) for one in seated], [sum(person.used for person in one) for one in seated]
        made = [look.table((say("before.seats-title-table"), say("before.seats-title-names")), rows)]
        made.append(look.para(say("before.seats-even", sizes=_range(sizes), used=_range(used))))
        without = [str(n) for n, table in enumerate(seated, 1) if not any(one.leader for one in table)]
        if without and "leader" not in lacking:
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

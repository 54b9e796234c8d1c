"""A view as somebody at a phone sees it: forms with what can be entered, buttons that can be pressed, what it complains of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ... import render
from ...view import Actions, Button, Card, Choice, Columns, Field, Fold, Form, Line, Link, Node, Option, Picks, Say
from ..classroom.work import Desk, Place

#: Boxes that say that something is not right yet.
COMPLAINS = ("bad", "warn")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to type or to pick; ``about`` is the row that it stands in, with what was typed there."""

    node: Field | Choice
    about: str = ""

    @property
    def label(self) -> str:
        """What is asked."""
        return self.node.label if isinstance(self.node, Field) else self.node.legend

    @property
    def value(self) -> str | list[str]:
        """What stands in it; empty where nothing does."""
        if isinstance(self.node, Field):
            return self.node.value
        picked = [option.value for option in self.node.options if option.picked]
        return picked if self.node.many else next(iter(picked), "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form: ``entries`` in their order, its own ``buttons``, and those ``inside`` that stand among its entries."""

    form: Form
    entries: tuple[Entry, ...]
    buttons: tuple[Button, ...]
    inside: tuple[Button, ...]

    @property
    def main(self) -> Button | None:
        """The button that the thumb finds first; also one that only leads to a field (``shows``)."""
        return next((one for one in self.buttons if "main" in one.style.split()), None)

    @property
    def hand(self) -> Button | None:
        """The button that hands in, where the main one is another."""
        return next((one for one in self.buttons if "hand" in one.style.split() and _open(one)), None)

    @property
    def values(self) -> dict[str, Any]:
        """What stands in it now, as its buttons would send it."""
        return {one.node.name: one.value for one in self.entries if one.value}


@dataclass(frozen=True)
class Screen:
    """What is on: the ``desk`` that it was made of, its nodes, and whose work it is."""

    place: Place
    desk: Desk
    nodes: tuple[Node, ...]

    @property
    def item(self) -> str:
        """What it is about, by id."""
        return self.desk.focus.item

    @property
    def stamp(self) -> int:
        """The step of the class."""
        return self.desk.ctx.live.stamp

    def same(self, other: Screen) -> bool:
        """Whether what was decided on the other one still fits: its step, its item, who keeps the record, what others told.

        A piece of work that nobody has begun is the same one, though it has another id each time it is looked at.
        """
        mine, its = self.desk, other.desk
        begun = mine.current.state_seq or its.current.state_seq
        return (not begun or self.item == other.item) and (
            (self.stamp, mine.ctx.mode, mine.rows.scribe, mine.rows.around)
            == (other.stamp, its.ctx.mode, its.rows.scribe, its.rows.around)
        )

    @cached_property
    def words(self) -> str:
        """All that can be read."""
        return render.text(self.nodes)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The forms that are sent from here, but those that the browser posts by itself."""
        picks = [node for node in walk(self.nodes) if isinstance(node, Picks)]
        forms = (node for node in walk(self.nodes) if isinstance(node, Form))
        return tuple(_sheet(form, picks) for form in forms if not form.action)

    @cached_property
    def buttons(self) -> tuple[Button, ...]:
        """What can be pressed beside the forms."""
        forms = (node for node in walk(self.nodes) if isinstance(node, Form))
        inside = {id(node) for form in forms for node in walk((form,))}
        found = (node for node in walk(self.nodes) if isinstance(node, Button))
        return tuple(button for button in found if id(button) not in inside and _open(button))

    @cached_property
    def way(self) -> str:
        """The other side of the exercise (``x/<slug>``, ``g/<slug>``), where that is the way on; else empty."""
        slug = self.place.exercise.slug
        links = (one for node in walk(self.nodes) if isinstance(node, Actions) for one in node.buttons)
        found = (one.href[1:] for one in links if isinstance(one, Link) and one.style == "main")
        return next((href for href in found if href in (f"x/{slug}", f"g/{slug}")), "")

    @cached_property
    def complains(self) -> bool:
        """Whether something of what was sent is not right yet."""
        return any(isinstance(node, Say) and node.tone in COMPLAINS for node in walk(self.nodes))

    @cached_property
    def folded(self) -> tuple[Button, ...]:
        """What can be pressed once a fold is opened."""
        folds = (node for node in walk(self.nodes) if isinstance(node, Fold))
        inside = (node for fold in folds for node in walk(fold.children))
        return tuple(node for node in inside if isinstance(node, Button) and _open(node))


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node in sight, those inside others after them; a fold is closed."""
    for node in nodes:
        yield node
        match node:
            case Form():
                yield from walk((*node.children, *node.foot, *node.buttons))
            case Card() | Line():
                yield from walk(node.children)
            case Actions():
                yield from walk(button for button in node.buttons if isinstance(button, Button))
            case Columns():
                yield from walk(inner for column in node.columns for inner in column)
            case _:
                continue


def _sheet(form: Form, picks: Iterable[Picks]) -> Sheet:
    entries = [*_cards(form.key, picks), *_entries(form.children)]
    own = {id(button) for button in form.buttons}
    inner = (node for node in walk(form.children) if isinstance(node, Button) and id(node) not in own)
    buttons = tuple(button for button in form.buttons if not button.disabled)
    return Sheet(form, tuple(entries), buttons, tuple(button for button in inner if _open(button)))


def _entries(nodes: Iterable[Node], about: str = "") -> Iterator[Entry]:
    """What can be entered below these nodes, each with the words of its row."""
    for node in nodes:
        match node:
            case Field():
                yield Entry(node, about)
            case Choice() if not node.disabled and node.options:
                yield Entry(node, about)
            case Line():
                typed = (one.value for one in walk(node.children) if isinstance(one, Field))
                yield from _entries(node.children, "　".join(filter(None, (node.title, node.note, *typed))))
            case Card():
                yield from _entries(node.children, about or node.title)
            case Columns():
                yield from _entries((inner for column in node.columns for inner in column), about)
            case _:
                continue


def _cards(key: str, picks: Iterable[Picks]) -> Iterator[Entry]:
    """Cards that belong to a form, as a choice."""
    for one in picks:
        if one.form == key:
            options = tuple(Option(card.value, card.title, card.picked) for card in one.picks)
            yield Entry(Choice(one.name, one.legend, options))


def _open(button: Button) -> bool:
    """Whether a press sends something at once: it asks nothing first, and is no way to a field."""
    return not (button.disabled or button.confirm or button.clears or button.shows)

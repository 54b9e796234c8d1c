"""What is pressed, picked and typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .node import Node
    from .texts import Link, Run


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; ``state`` (good, bad or empty) marks it after the answer, ``note`` says so in words.

    ``small`` is a line in small type under the label.
    """

    value: str
    label: str
    picked: bool = False
    state: str = ""
    note: str = ""
    small: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of a choice's options can be picked.

    ``count`` says how many are, with ``{n}`` for their number; ``full`` is said to who picks one more.
    """

    most: int
    count: str
    full: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A group of options: ``style`` two (side by side), chips, list, or pick (the phone's own list); ``many`` allows several.

    ``when`` is ``(name, value)``: the group shows once that other choice of the same form has that value. ``note`` is a
    small line under the question. ``limit`` says how many of ``many`` can be picked; the player counts them as they are.
    """

    name: str
    legend: str
    options: tuple[Option, ...]
    style: str = "list"  # also three, side by side
    many: bool = False
    disabled: bool = False
    when: tuple[str, str] | None = None
    note: str = ""
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A text field; ``lines`` above 1 makes it grow; ``mode`` is the phone keyboard (text, decimal) or date.

    ``unit`` stands behind what is typed. ``when`` is that of a choice. ``state`` bad or warn says that what was found
    means this one; the words stand beside it.
    """

    name: str
    label: str
    value: str = ""
    note: str = ""
    lines: int = 1
    limit: int = 2000
    mode: str = "text"
    placeholder: str = ""
    half: bool = False
    when: tuple[str, str] | None = None
    unit: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """An action. In a form, ``submit`` sends the form's values with it; ``style`` main, plain, quiet or danger.

    What stands in a form when the class goes on is handed in as its main button would send it; ``hand`` beside another
    style says that it is this button.
    ``confirm`` is a question asked before the action goes out; ``clears`` drops the drafts of this exercise with it.
    ``when`` is ``(name, value)``: of a form's buttons this one shows while that choice of the form has that value.
    ``shows`` (the name of a field of its form) makes it a way to that field, and nothing is sent. ``again``: pressed twice
    it means twice, also while the first press is on its way. ``count`` is a number that stands large in it, ``pressed``
    says of a button that goes on and off how it stands.
    """

    label: str
    do: str
    values: Mapping[str, str] = field(default_factory=dict)
    style: str = "plain"
    submit: bool = False
    confirm: str = ""
    clears: bool = False
    disabled: bool = False
    when: tuple[str, str] | None = None
    shows: str = ""
    again: bool = False
    count: str = ""
    pressed: bool | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """Fields and choices that are sent together by its buttons; ``key`` names its drafts.

    With ``action`` (a URL) it is an ordinary form that the browser posts there, and works without the player. With
    ``tap`` a pick is sent at once, when every question in sight has one: its buttons are there and out of sight. With
    ``auto`` (an action) what was typed is sent by itself as that action, and its buttons send it too. ``foot`` stands
    under the thumb, above the buttons.
    """

    key: str
    children: tuple[Node, ...]
    buttons: tuple[Button, ...] = ()
    action: str = ""
    tap: bool = False
    auto: str = ""
    foot: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Actions:
    """A row of buttons outside a form, and of ways to other pages; ``foot`` keeps it under the thumb."""

    buttons: tuple[Button | Link, ...]
    foot: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """One card of :class:`Picks`: a ``mark`` such as ⑦, a title, a word at the end, and what opens with it."""

    value: str
    title: str
    children: tuple[Node, ...] = ()
    mark: str = ""
    aside: str = ""
    why: tuple[Run, ...] = ()
    picked: bool = False


@dataclass(frozen=True, slots=True)
class Picks:
    """Cards of which one is picked and opens; its value belongs to the form of key ``form``, wherever that stands."""

    form: str
    name: str
    legend: str
    picks: tuple[Pick, ...]
    note: str = ""

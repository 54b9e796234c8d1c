"""A screen as data: about a dozen node types with the sentences already chosen.

Nodes know nothing of HTML; :mod:`okr_kit.render` turns a list of them into HTML, a print version or plain text.
Text inside nodes is raw: only ``render`` escapes. ``act`` nodes name an action (``do``) and its fixed values; what the
learner picks or types is added by the player under the field's ``name``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Tone = Literal["good", "bad", "warn", "info", "human"]


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of text that caused a finding; ``severity`` decides the underline."""

    text: str
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Strong:
    """A stretch of text that carries weight."""

    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch that went or came between two drafts; ``kind`` is gone or new."""

    text: str
    kind: str


Run = str | Marked | Strong | Edit


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``role`` is body, where (small, above), note, lead, item (of a list), or of a heading: title, or head below it.

    ``wait`` is a title that fills a screen on which there is nothing to do but look elsewhere.
    """

    runs: tuple[Run, ...]
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Statement:
    """The hero of a screen: an O or KR as written, with a label such as ``KR 2`` and a note below."""

    runs: tuple[Run, ...]
    label: str = ""
    note: str = ""
    small: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """Feedback: mark + word + colour; ``ask`` is the coach's question, set apart."""

    tone: Tone
    title: str
    body: tuple[str, ...] = ()
    ask: str = ""
    ask_label: str = ""


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
    ``shows`` (the name of a field of its form) makes it a way to that field, and nothing is sent.
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
class Progress:
    """Where the learner is: one state per step (ok, part, no, now, todo) and the same in words.

    The states noted and seen say nothing of right or wrong.
    """

    steps: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """A boxed group of nodes under an optional title."""

    children: tuple[Node, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """Background that opens on request.

    With ``stays`` it is a drawer: it keeps in sight while the page scrolls under it, scrolls in itself, and once on the
    screen nobody but the learner opens or closes it. As a row of a list it has a small line of ``before`` (a time),
    ``aside`` and ``note``, and a ``state`` (past, now, todo, off); ``key`` names it where its title may change.
    """

    title: str
    children: tuple[Node, ...]
    open: bool = False
    stays: bool = False
    key: str = ""
    before: str = ""
    aside: str = ""
    note: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headers; ``caption`` says what the table shows."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


#: A cell of at most so many characters stays on one line where there is room for it (on the stage).
SHORT = 6
#: One line of a list, or one with lines of its own below it.
Lines = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short lines, numbered from ``start`` if ``ordered``; of a line that is a tuple, the rest stands below its first."""

    lines: tuple[Lines, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Delta:
    """What changed since the last draft: (tone, words) chips."""

    chips: tuple[tuple[Tone, str], ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A text to take home, with a button that copies it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page of ours. ``note`` is a small line under the label, ``aside`` a word at the end of the row.

    ``style`` is row (in a list of ways), sub (a row that belongs to the one above), main or plain (looks like a button);
    ``state`` is ok, part, todo or empty.
    """

    label: str
    href: str
    note: str = ""
    aside: str = ""
    style: str = "row"
    state: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of ours, such as the QR code; ``alt`` says what it shows."""

    src: str
    alt: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart: its words, its length, and the number as text.

    ``before`` is the length in an earlier round, with its own number, None where there was none; ``note`` a small line
    under the words; ``state`` good once the key is shown, where the note says so in words.
    """

    label: str
    value: float
    words: str
    note: str = ""
    before: float | None = None
    before_words: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart that can be read as text. ``of`` is the value that fills the width; ``legend`` names before and after."""

    bars: tuple[Bar, ...]
    of: float
    caption: str = ""
    legend: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock that counts down in the page: ``until`` and ``now`` (the server's) in milliseconds since 1970.

    ``left`` is what a clock that stands still has left. It rings nothing and ends nothing; ``over`` is said when it is up.
    """

    label: str
    until: int
    now: int
    left: int = 0
    over: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is read from far away: 「已交 28 / 36」 is label, value and ``of``."""

    label: str
    value: str
    of: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers and clocks side by side."""

    figures: tuple[Figure | Clock, ...]


@dataclass(frozen=True, slots=True)
class Phases:
    """The steps of what goes on, in order: words and state (past, now, todo)."""

    steps: tuple[tuple[str, str], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Nodes side by side where there is room, one below the other on a phone.

    ``aside``: a picture of the whole that stands beside the rest of the screen where there is room, and nowhere on a phone.
    """

    columns: tuple[tuple[Node, ...], ...]
    aside: bool = False


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


@dataclass(frozen=True, slots=True)
class Sum:
    """An account that is written out: 「北 375 + 东 490 + 南 340 = 1205 ≥ 1200　够」.

    ``parts`` is what is added (or multiplied), ``total`` what comes of it, ``against`` what it is held against, with its
    sign; ``words`` says how it stands; ``state`` is good, bad, warn (it depends) or info (a number is missing).
    """

    parts: str
    total: str = ""
    against: str = ""
    words: str = ""
    state: str = "info"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a board: a line that says what it holds, and opens to be filled in.

    ``note`` is where it comes from and goes to (「去年 300 → 375 万元」), ``aside`` what comes of it (「+25%」), ``track`` the
    same as two shares of a bar (0-1): what was, and what will be. ``says`` is what was written in it, in short. ``state``
    (bad, warn, info) is that of what was found in it, ``words`` says so. ``fixed``: it stands open and cannot be closed.
    """

    key: str
    title: str
    children: tuple[Node, ...] = ()
    open: bool = False
    note: str = ""
    aside: str = ""
    track: tuple[float, float] | None = None
    says: str = ""
    state: str = ""
    words: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Checks:
    """What is checked, side by side: its name, its tone (good, bad, warn), how it stands in words."""

    checks: tuple[tuple[str, Tone, str], ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """One box of a tree: its title, its number (「4000 → 4400 万」), a small line, and the boxes below it.

    ``state`` is good, bad, warn, info or now (the place in question), and ``note`` says it in words; both may be empty.
    """

    key: str
    title: str
    value: str = ""
    small: str = ""
    state: str = ""
    note: str = ""
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree of boxes that can be read as text: an indented list on a phone, boxes with lines where there is room."""

    roots: tuple[Branch, ...]
    caption: str = ""


Node = (
    Text
    | Statement
    | Say
    | Choice
    | Field
    | Button
    | Form
    | Actions
    | Progress
    | Card
    | Fold
    | Table
    | Items
    | Delta
    | Copy
    | Link
    | Picture
    | Bars
    | Clock
    | Figures
    | Phases
    | Columns
    | Picks
    | Sum
    | Tree
    | Line
    | Checks
)


def beginning(text: str, most: int) -> str:
    """A text to be known again in a list: as it is, or its beginning and 「…」, in at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def read_only(nodes: Iterable[Node], *, kept: bool = False) -> tuple[Node, ...]:
    """The same screen for who only looks on: nothing to press, rows as lines, what was typed as text, no open question.

    In a form that keeps itself (``kept``) what was picked stands as text too: it is no answer that waits to be sent.
    """
    return tuple(seen for node in nodes for seen in _seen(node, kept))


def locked(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The same screen with every button off: for who may look and go on to other pages, but not act here."""
    return tuple(_locked(node) for node in nodes)


def _locked(node: Node) -> Node:
    match node:
        case Button():
            return replace(node, disabled=True)
        case Form(children=children, buttons=buttons):
            off = tuple(replace(button, disabled=True) for button in buttons)
            return replace(node, children=locked(children), buttons=off)
        case Actions(buttons):
            return replace(
                node, buttons=tuple(replace(b, disabled=True) if isinstance(b, Button) else b for b in buttons)
            )
        case Card(children) | Fold(_, children) | Line(_, _, children):
            return replace(node, children=locked(children))
        case Columns(columns):
            return replace(node, columns=tuple(locked(one) for one in columns))
        case _:
            return node


def _seen(node: Node, kept: bool) -> Iterator[Node]:
    match node:
        case Form(_, children):
            yield from read_only((*children, *node.foot), kept=bool(node.auto))
        case Card(children) | Fold(_, children):
            inside = read_only(children, kept=kept)
            if inside:
                yield replace(node, children=inside)
        case Line(_, title, children, note=note, aside=aside):
            rest = [child for child in children if not _told(child, f"{title} {note} {aside}")]
            yield replace(node, children=read_only(rest, kept=kept), fixed=True, says="")
        case Columns(columns):
            yield replace(node, columns=tuple(read_only(one, kept=kept) for one in columns))
        case Picks() | Button():
            return
        case Field(_, label, value, lines=lines, unit=unit):
            value = f"{value} {unit}" if value and unit and not value.endswith(unit) else value
            if value:
                yield Statement((value,), label, small=True) if lines > 1 else Text((Strong(label), "　", value))
        case Choice():
            yield from _chosen(node, kept)
        case Actions(buttons):
            rows = tuple(b.label for b in buttons if isinstance(b, Button) and b.style.split()[0] == "row")
            if rows:
                yield Items(rows)
            ways = tuple(one for one in buttons if isinstance(one, Link))
            if ways:
                yield replace(node, buttons=ways)
        case _:
            yield node


def _told(node: Node, line: str) -> bool:
    """Whether a row's own line says already what was typed in a field, so that nobody reads it twice."""
    said = " ".join(node.value.split()) if isinstance(node, Field) else ""
    return bool(said) and f" {said} " in f" {' '.join(line.split())} "


def _chosen(node: Choice, kept: bool) -> Iterator[Node]:
    picked = "、".join(option.label for option in node.options if option.picked)
    if node.disabled:
        yield node
    elif kept and picked:
        marked = any(option.picked and option.state for option in node.options)
        yield Text((Strong(node.legend), "　", picked, f"　{node.note}" if marked else ""))

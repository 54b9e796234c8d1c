"""What a template is: the steps of one worksheet, what is checked, and the document that comes of it. It has no screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from ...documents import Document
from ...model import Exercise
from ...view import Node, Sum

if TYPE_CHECKING:
    from ...lang import Language
    from ..base import Context
    from .work import Work

Given = TypeVar("Given")
#: Nodes, or what makes them.
Shown = tuple[Node, ...] | Callable[[], tuple[Node, ...]]

#: How a thing is said: it holds; nearly; to be changed; an account written out; what a coach would ask; for people to
#: judge; what comes next.
Tone = Literal["good", "near", "revise", "sum", "ask", "human", "next"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to enter in a row: typed (text, number, date) or chosen (pick, chips, two, list; several of them).

    ``options`` are (value, words). An entry that is not ``needed`` may stay blank. ``vote``: members of a group can say on
    their own phones what they would choose. ``limit`` is the longest text in characters.
    """

    name: str
    label: str
    style: Literal["text", "number", "date", "pick", "chips", "two", "list", "several"] = "text"
    unit: str = ""
    note: str = ""
    lines: int = 1
    limit: int = 200
    placeholder: str = ""
    options: tuple[tuple[str, str], ...] = ()
    needed: bool = True
    half: bool = False
    vote: bool = False

    @property
    def chosen(self) -> bool:
        """Whether it is chosen out of options rather than typed."""
        return self.style not in ("text", "number", "date")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a step. With a ``title`` it is a line that opens (``aside``, ``note`` and ``track`` say what it holds).

    ``note`` is from where to where (「去年 300 → 375 万元」), ``aside`` what comes of it (「+25%」), ``track`` the same as two
    shares (0-1) of a bar: what was, what will be. ``above`` stands over its entries once it is open. A ``made`` row was added, and can be moved and taken off.
    """

    id: str
    entries: tuple[Entry, ...]
    title: str = ""
    aside: str = ""
    note: str = ""
    above: tuple[Node, ...] = ()
    made: bool = False
    track: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a worksheet.

    What is worked out of what was entered for the eyes alone may be given as a function: it is called for the page that
    is shown, and for no other (:func:`shown`).
    ``task`` says what to do here, ``above`` is the material, ``below`` what is worked out of what was entered, ``beside``
    a picture of the whole that stands beside it where there is room, and nowhere on a phone, ``total`` the account under
    the thumb. ``list`` names the rows that can be added, at most ``most``; ``adds`` is the button's word.
    ``skip`` is the word of a way to the next step that checks nothing, for a step that a class may leave out.
    ``one``: it asks for one thing at a time; of what was found the most pressing is said, and how much comes after it.
    ``later``: not done in class, where one is done without it. ``take`` stands at the end, to be taken along.
    """

    id: str
    title: str
    task: str = ""
    rows: tuple[Row, ...] = ()
    above: Shown = ()
    below: Shown = ()
    beside: Shown = ()
    total: Sum | Callable[[], Sum | None] | None = None
    hints: tuple[str, ...] = ()
    list: str = ""
    adds: str = ""
    most: int = 12
    later: bool = False
    one: bool = False
    skip: str = ""
    take: Shown = ()

    @property
    def entries(self) -> dict[str, Entry]:
        """What is entered on this page, by its name in a form (``row.name``)."""
        return {f"{row.id}.{entry.name}": entry for row in self.rows for entry in row.entries}


def shown(part: Given | Callable[[], Given]) -> Given:
    """A part of a step, worked out now where it is given as a function."""
    return part() if callable(part) else part


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that is said after a check: its sentence by ``key`` (see :meth:`Work.say`), with values.

    ``<key>`` is the title, ``<key>-body`` and ``<key>-ask`` what stands below it, where the words have such. With a
    ``code`` the sentences of its card stand in their place. ``at`` are the entries meant (``north.now``): both ends of a
    link, all numbers of a sum. With ``quote`` among its values, what was written stands above its words, the quote marked
    between ``quote-before`` and ``quote-behind``.
    """

    tone: Tone
    key: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    at: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is checked when a step is handed in: what it is called, what it weighs, how it stands.

    ``share`` is how much of it is there (0-1): 1 with nothing to change, 0.5 where it is filled in and something is wrong;
    ``open`` says that something is still blank: 「还没写」 is no error.
    """

    id: str
    step: str
    weight: float
    share: float
    notes: tuple[Note, ...] = ()
    open: bool = False


def case_alone(ctx: Context) -> tuple[str, ...]:
    """The ``materials`` of a template that is filled in for its case and nothing else."""
    del ctx
    return ("case",)


def nothing_carried(
    ctx: Context, material: str, given: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The ``carry`` of a template that begins blank."""
    del ctx, material, given
    return {}, {}


class Template(Protocol):
    """What one kind of worksheet asks. Modules of :mod:`okr_kit.kinds.worksheet.templates` are templates."""

    #: The types of documents that it leaves on a shelf.
    MAKES: tuple[str, ...]

    def check_bank(self, exercise: Exercise, language: Language) -> None:
        """Raise ContentError if a bank file lacks what this template needs."""

    def materials(self, ctx: Context) -> tuple[str, ...]:
        """What it can be filled in for: ``case`` (first), ``own``; the first one is begun with."""

    def carry(
        self, ctx: Context, material: str, given: Mapping[str, Any]
    ) -> tuple[dict[str, str], dict[str, list[str]]]:
        """What stands in it at the beginning: values by entry (``row.name``), rows by list."""

    def steps(self, work: Work) -> tuple[Step, ...]:
        """The pages as they are now."""

    def checks(self, work: Work) -> tuple[Check, ...]:
        """Everything that is checked, in the order in which it is read; weights add up to 100.

        Which checks there are, of which steps and weights, hangs on nothing that is entered.
        """

    def documents(self, work: Work) -> tuple[Document, ...]:
        """What it leaves on a shelf, without what is blank."""

    def tile(self, work: Work) -> tuple[Node, ...]:
        """One table's work as the whole class may see it: figures and states, no text without consent."""

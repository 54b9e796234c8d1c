"""The questions of a survey as its bank file has them: what can be picked, on which page, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...model import Exercise
from ..base import Context

#: ``several`` up to ``most`` options, ``one``, a ``scale`` of numbers, or ``text`` to be typed.
STYLES = ("several", "one", "scale", "text")
#: Who answers: everybody alone, or a table together.
SIDES = ("own", "table")
#: What a typed answer can be asked for once, where it does not say it (:meth:`okr_kit.text.Reader.told`).
ASKS = ("when", "deed")
#: Longest typed answer, and longest own words of an option, in characters, where the bank says nothing else.
LONGEST, LONGEST_OWN = 200, 20


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question.

    ``quote`` is how people say it, ``own`` the field for own words; ``leads`` names pages of the book with the word for
    each, ``where`` their unit.
    """

    id: str
    words: str
    quote: str = ""
    own: Mapping[str, Any] | None = None
    where: str = ""
    leads: tuple[tuple[str, str], ...] = ()

    @property
    def beside(self) -> str:
        """「第二单元：O、KR」, or nothing."""
        return f"{self.where}：{'、'.join(words for _, words in self.leads)}" if self.leads else self.where


@dataclass(frozen=True, slots=True)
class Question:
    """One item of a survey. ``key`` are the options that are right, where any is; ``table``: a table answers it together.

    ``matrix`` is what scales have in common that are asked for together.
    """

    id: str
    style: str
    text: str
    note: str
    options: tuple[Option, ...]
    most: int
    key: tuple[str, ...]
    table: bool
    page: str
    matrix: str
    row: Mapping[str, Any]

    @property
    def own(self) -> Option | None:
        """The option that comes with own words, if any."""
        return next((option for option in self.options if option.own), None)

    @property
    def known(self) -> bool:
        """Whether the options were shown at another question already: their words are enough."""
        return "of" in self.row

    @property
    def limit(self) -> int:
        """How many characters of what is typed are kept."""
        own = self.own
        return int((own.own or {}).get("limit", LONGEST_OWN) if own else self.row.get("limit", LONGEST))

    def option(self, name: str) -> Option:
        """The option of that id. Raises KeyError."""
        return {option.id: option for option in self.options}[name]


def questions(exercise: Exercise) -> dict[str, Question]:
    """All questions by id, in the order of the bank."""
    return {name: _question(exercise, name, row) for name, row in exercise.items.items()}


def _question(exercise: Exercise, name: str, row: Mapping[str, Any]) -> Question:
    style = row["style"]
    if style == "scale":
        low, high = row["scale"]
        options = tuple(Option(str(n), f"{n} {row.get(str(n), '')}".strip()) for n in range(low, high + 1))
    else:
        source = exercise.items[row["of"]] if "of" in row else row
        options = tuple(map(_option, source.get("options", ())))
    return Question(
        id=name,
        style=style,
        text=row["text"],
        note=row.get("note", ""),
        options=options,
        most=row.get("most", 1),
        key=tuple(row.get("key", ())),
        table=row.get("side") == "table",
        page=row.get("page", name),
        matrix=row.get("matrix", ""),
        row=row,
    )


def _option(row: Mapping[str, Any]) -> Option:
    return Option(
        row["id"], row["words"], row.get("quote", ""), row.get("own"), row.get("where", ""),
        tuple(row.get("leads", {}).items()),
    )  # fmt: skip


def blocks(exercise: Exercise) -> list[list[Question]]:
    """The questions in order, each alone, those of a matrix together."""
    found: list[list[Question]] = []
    for question in questions(exercise).values():
        if found and question.matrix and question.matrix == found[-1][0].matrix:
            found[-1].append(question)
        else:
            found.append([question])
    return found


def pages(exercise: Exercise, *, table: bool) -> dict[str, list[Question]]:
    """The pages that somebody alone, or a table, goes through: id of the page to its questions."""
    found: dict[str, list[Question]] = {}
    for question in questions(exercise).values():
        if question.table == table:
            found.setdefault(question.page, []).append(question)
    return found


def at_table(ctx: Context) -> bool:
    """Whether it is a table that works on it, and the survey has questions for tables."""
    return ctx.mode != "own" and bool(pages(ctx.exercise, table=True))

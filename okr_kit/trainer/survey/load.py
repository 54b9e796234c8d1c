"""A file that came back: every row an answer, or every problem with its file, sheet, column and row. Never half of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...errors import InputError
from ...hosts.cli.lint.grid import letters
from . import columns as headers
from . import values
from .answers import Response
from .columns import NUMBER, SECONDS, Column
from .questions import BOTH, INTERVIEW, Questionnaire
from .sheet import Line, Sheet, sheets

#: The two questions that one column may answer together.
PAIR = ("own-objective", "own-key-result")
#: A header row stands among the first rows that hold something: titles and notes may stand above it.
_HEAD_ROWS = 12
#: So much of what a row of headers has to be recognised: one question.
_LEAST = 2
#: Up to this share of cells may look like scores before the file counts as one of them.
_SCORES = 0.05


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file holds.

    ``columns`` as they were understood; ``responses`` where nothing is wrong or what is wrong was ``passed`` over as not
    answered; ``problems`` each cell that is none of its question's answers; ``contacts`` what stands in the column of
    the voluntary contact, to be shown once; ``coded`` whether it holds option numbers; ``numbered`` whether rows have a
    number of their own, so that a second import knows whom it has already; ``rows`` how many answers the
    file has.
    """

    sheet: str
    head: int
    columns: tuple[Column, ...]
    responses: tuple[Response, ...]
    problems: tuple[InputError, ...] = ()
    contacts: tuple[str, ...] = ()
    coded: bool = False
    numbered: bool = True
    passed: bool = False
    rows: int = 0

    @property
    def unknown(self) -> tuple[Column, ...]:
        """Columns that no question was found for, hers to assign."""
        return tuple(one for one in self.columns if one.kind in ("unknown", "twice"))

    @property
    def dropped(self) -> tuple[Column, ...]:
        """Columns about a person, which were not read."""
        return tuple(one for one in self.columns if one.kind == "personal")


def load(
    name: str,
    data: bytes,
    asked: Questionnaire,
    assigned: Mapping[int, str] | None = None,
    *,
    pass_over: bool = False,
) -> Loaded:
    """Read a file of answers. ``assigned``: what she said of columns by place; ``pass_over``: wrong cells are no answers.

    Raises InputError for what makes the file unreadable: see :func:`.sheet.sheets`; no question found, no rows, rows
    without a number or with one that was there before, scores instead of options.
    """
    found = sheets(name, data)
    sheet, place, columns = max((_head(one, asked, assigned) for one in found), key=lambda one: headers.score(one[2]))
    if headers.score(columns) < _LEAST or not any(one.kind == "question" for one in columns):
        seen = "、".join(cell for cell in found[0].lines[0].cells if cell)[:60]
        raise InputError("survey-columns", file=sheet.name, seen=seen)
    lines = sheet.lines[place + 1 :]
    if not lines:
        raise InputError("survey-rows", file=sheet.name, row=sheet.lines[place].number)
    coded = _coded(name, lines, columns, asked, sheet.name)
    reader = _Reader(asked, columns, sheet.name, coded=coded)
    responses = tuple(reader.responses(lines))
    problems = tuple(reader.problems)
    kept = responses if pass_over or not problems else ()
    head = sheet.lines[place].number
    contacts = tuple(reader.contacts)
    return Loaded(
        sheet.name,
        head,
        tuple(columns),
        kept,
        problems,
        contacts,
        coded,
        reader.numbered,
        passed=pass_over and bool(problems),
        rows=len(responses),
    )


def _head(
    sheet: Sheet, asked: Questionnaire, assigned: Mapping[int, str] | None
) -> tuple[Sheet, int, Sequence[Column]]:
    """The row that says most about questions, and its columns."""
    rows = ((at, headers.read_headers(line.cells, asked)) for at, line in enumerate(sheet.lines[:_HEAD_ROWS]))
    at, _ = max(rows, key=lambda pair: headers.score(pair[1]))
    return sheet, at, headers.read_headers(sheet.lines[at].cells, asked, assigned)


def _coded(name: str, lines: Iterable[Line], columns: Sequence[Column], asked: Questionnaire, sheet: str) -> bool:
    """Whether cells hold numbers of options: by the cells, by the file's name where they do not tell.

    Raises InputError where they hold the options' scores, which cannot be told back into options.
    """
    if "按分数" in name or "按选项分数" in name:
        raise InputError("survey-scores", file=sheet)
    votes: Counter[str] = Counter()
    single = [one for one in columns if one.part == "answer" and one.question in asked.questions]
    for column in (one for one in single if asked.questions[one.question].style == "one"):
        question = asked.questions[column.question]
        for line in lines:
            cell = line.cell(column.at)
            if not values.missing(cell, coded=True):
                votes[values.looks(question, cell)] += 1
    if votes["score"] > _SCORES * sum(votes.values()) and votes["score"] > votes["text"]:
        raise InputError("survey-scores", file=sheet)
    return votes["code"] > votes["text"] or (not votes["text"] and "按序号" in name)


class _Reader:
    """Rows of one sheet to responses."""

    def __init__(self, asked: Questionnaire, columns: Sequence[Column], sheet: str, *, coded: bool) -> None:
        self.asked, self.sheet, self.coded = asked, sheet, coded
        self.problems: list[InputError] = []
        self.contacts: list[str] = []
        meta = {one.question: one for one in columns if one.kind == "meta"}
        self.number, self.seconds = meta.get(NUMBER), meta.get(SECONDS)
        self.numbered = self.number is not None
        self.columns = [one for one in columns if one.kind == "question"]

    def responses(self, lines: Iterable[Line]) -> Iterator[Response]:
        seen: dict[str, int] = {}
        for place, line in enumerate(lines, 1):
            key = self._key(line, place)
            if key in seen:
                raise InputError("survey-number-twice", file=self.sheet, row=line.number, number=key, first=seen[key])
            seen[key] = line.number
            took = values.seconds(line.cell(self.seconds.at)) if self.seconds else None
            answers, own = self._answers(line)
            yield Response(key, took, answers, own)

    def _key(self, line: Line, place: int) -> str:
        if self.number is None:
            return str(place)
        found = values.whole(line.cell(self.number.at))
        if found is None:
            raise InputError(
                "survey-number",
                file=self.sheet,
                row=line.number,
                column=self._column(self.number),
                value=line.cell(self.number.at)[:20],
            )
        return str(found)

    def _answers(self, line: Line) -> tuple[dict[str, Any], dict[str, str]]:
        """The answers of a row by question, those missing left out, and own words behind options."""
        answers: dict[str, Any] = {}
        own: dict[str, str] = {}
        for column in self.columns:
            cell = line.cell(column.at)
            if column.question == INTERVIEW:
                if not values.missing(cell, coded=self.coded):
                    self.contacts.append(cell)
            elif column.part == "own":
                if not values.missing(cell, coded=True):
                    own[column.question] = cell
            elif column.question == BOTH:
                if not values.missing(cell, coded=self.coded):
                    pair = zip(PAIR, values.objective_and_key_result(cell), strict=True)
                    answers |= {name: said for name, said in pair if said}
            else:
                try:
                    self._answer(column, cell, answers, own)
                except values.WrongCell:
                    self.problems.append(self._wrong(line, column, cell))
        return answers, own

    def _answer(self, column: Column, cell: str, answers: dict[str, Any], own: dict[str, str]) -> None:
        """What one column says of its question. Raises WrongCell."""
        question = self.asked.questions[column.question]
        if column.part == "option":
            option = question.option(column.option)
            if values.picked(option, cell):
                answers.setdefault(question.id, []).append(option.id)
            elif not values.missing(cell, coded=True):
                answers.setdefault(question.id, [])
            return
        if values.missing(cell, coded=self.coded or question.style != "text"):
            return
        if question.style == "text":
            answers[question.id] = cell
        elif question.style == "scale":
            answers[question.id] = values.scale(question, cell)
        else:
            read = values.several if question.style == "several" else values.one
            answers[question.id], said = read(question, cell, coded=self.coded)
            own |= {question.id: said} if said else {}

    def _wrong(self, line: Line, column: Column, cell: str) -> InputError:
        """What is said of a cell that is none of its question's answers."""
        code = f"survey-cell-{self.asked.questions[column.question].style}"
        where = {"file": self.sheet, "row": line.number, "column": self._column(column)}
        return InputError(code, **where, value=" ".join(cell.split())[:30])

    def _column(self, column: Column) -> str:
        """A column as a spreadsheet names it, with its header."""
        return f"{letters(column.at)}「{' '.join(column.header.split())[:24]}」"

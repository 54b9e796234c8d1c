"""A text as people paste it: which lines are O and KR, what belongs to which O, and what is none of them.

Lines that say what they are decide over those that do not: below 「O1：…」 numbered lines are its KRs, below 「关键结果」
everything listed is one. In a text without any mark every line is a statement, of the kind that its reader assumes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ....lang import Language
from ....listing import value
from ....marks import FIELD, Marked
from .aside import Aside
from .beside import Beside
from .groups import KR, Groups, O, Statement
from .sheet import Words
from .source import Entry, LeftOut, ReadAs

#: How wide a line is that its writer's program may have broken, in characters.
_BROKEN = 38
#: A heading of fewer characters names a department or a part, no O.
_SHORT_O = 6
_OPEN_END = re.compile(r"[，、,(（“:：从到至和与及由为]$")
_NAMES_A_LIST = re.compile(r"[:：]$")
_SENTENCE = re.compile(r"[。；;.!！?？]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: its number, its text, the blanks before it, whether a blank line stands before it.

    ``nests`` is true for an item of a list that is the O of those nested in it.
    """

    number: int
    text: str
    indent: int
    apart: bool
    nests: bool = False

    @property
    def heading(self) -> bool:
        """Whether Markdown or what is nested below makes a heading of it."""
        return self.nests or self.text.lstrip().startswith("#")


class Outline:
    """Reads the lines of one text in order; :meth:`found` gives what it holds."""

    def __init__(self, name: str, language: Language, words: Words) -> None:
        """Begin with nothing read; ``name`` is what messages call the file."""
        self.marks = words.marks
        self.aside = Aside(name, language)
        self.beside = Beside(self.aside, words)
        self.groups = Groups(name)
        self.unexplained = 0
        self.section = ""
        self.listed = False
        self.label: tuple[Line, Marked] | None = None
        self.opening: Statement | None = None
        self.last: Statement | None = None
        self.indent = 0

    def read(self, lines: Sequence[Line]) -> None:
        """Read further lines."""
        after = 0
        for line in lines:
            pieces, spare = self._without_columns(line)
            for one in pieces:
                self._take(line, one)
                after = max(one.item, 0) or after
            for cell in spare:
                self.beside.cell(line.number, cell, self.last)

    def table(self, entries: Iterable[Entry | LeftOut | ReadAs]) -> None:
        """Take what a table in the text holds."""
        self.groups.table(entries)

    def found(self) -> Iterator[Entry | LeftOut | ReadAs]:
        """Give it, and what was left out."""
        self._empty()
        self._unopened()
        self.beside.above(self.groups.last.objective if self.groups.last else None)
        yield from self.groups.entries(self.beside.common)
        yield from self.aside.left_out()

    def explains(self) -> bool:
        """Whether more lines were understood than not; else marks stand in a plain list by chance."""
        return self.groups.count > 0 and self.groups.count >= self.unexplained

    def _without_columns(self, line: Line) -> tuple[list[Marked], list[str]]:
        """The pieces of a line, and the cells behind a statement where it comes from a table without names of columns."""
        cells = [cell.strip() for cell in line.text.split("\t") if cell.strip()]
        if len(cells) > 1 and not self.marks.read(cells[0]).text:
            cells[:2] = [f"{cells[0]} {cells[1]}"]
        if len(cells) > 1 and self.marks.read(cells[0]).kind and not any(self.marks.read(c).kind for c in cells[1:]):
            return list(self.marks.statements(cells[0])), cells[1:]
        return list(self.marks.statements(" ".join(cells) if cells else line.text)), []

    def _take(self, line: Line, one: Marked) -> None:
        """Decide what one piece of a line is."""
        if one.kind == FIELD:
            name, said = self.marks.field(one.text) or ("", one.text)
            self.section = self.section if said else f"{FIELD}:{name}"
            group = self.groups.last
            self.beside.take(line.number, name, said, self.last, group.objective if group else None)
        elif one.kind and not one.text:
            self._empty()
            self.section, self.listed, self.last = one.kind, False, None
            self.label = (line, one) if one.number else None
        elif one.kind:
            self._empty()
            self._add(Statement(one.kind, one.text, line.number, line.number, one.number), one.note)
            self.section = one.kind if one.item > 0 and not one.number else ""
            self.listed, self.indent = one.item > 0, line.indent
        elif any(char.isalnum() for char in one.text):
            self._plain(line, one)
        else:
            self.aside.picture(line.number, one.text or line.text)

    def _plain(self, line: Line, one: Marked) -> None:
        """A line that does not say what it is: what stands around it does, or nothing."""
        text, listed = one.text, one.item != 0 and not line.heading
        found = Statement(KR, text, line.number, line.number, str(max(one.item, 0) or ""), marked=False)
        if self.label is not None:
            label, self.label = self.label[1], None
            self._add(Statement(label.kind or KR, text, line.number, line.number, label.number), label.note)
        elif self.section.startswith(FIELD):
            self._under_field(line, text)
        elif self._joins(line, text, listed=listed):
            self._join(line, text)
        elif self.section and not line.heading and self._listed_here(line, text, listed=listed):
            found.kind = self.section
            self._add(found)
        elif listed and self._below_objective(line, one):
            self._add(found)
        elif listed and self.last is not None and (line.indent > self.indent or one.item <= 1):
            lost = self.aside.changes(text) > 0 or (line.indent <= self.indent and self.aside.measured(text))
            self.aside.leave("text-below", line.number, text, lost=lost)
        elif self.aside.around(text):
            self.section = ""
            self.aside.leave("text-around", line.number, text)
        elif self.groups.count and self.aside.measured(text) and not line.apart:
            found.guessed = True
            self._add(found)
        elif line.heading or self.aside.opens(text):
            self._unopened()
            self.opening = Statement(O, text, line.number, line.number)
            self.section, self.last = "", None
        else:
            self.section = ""
            if _NAMES_A_LIST.search(text) and self.groups.last and self.groups.last.key_results:
                self.last = None  # what is listed below 「不做什么：」 belongs to it
            self._unexplained(line.number, text)

    def _under_field(self, line: Line, text: str) -> None:
        """What stands below 「备注：」 belongs to it; behind a blank line it may be a statement again."""
        if line.apart and self.aside.changes(text):
            self.section = ""
            self._unexplained(line.number, text)
        else:
            self.aside.field(line.number, self.section.partition(":")[2])

    def _unexplained(self, row: int, text: str) -> None:
        """Leave out a line that may be a statement, and was none by what stands around it."""
        lost = self.aside.sounds(text)
        self.unexplained += 1
        self.aside.leave("text-around", row, text, lost=lost)

    def _listed_here(self, line: Line, text: str, *, listed: bool) -> bool:
        """Whether a line goes on with the list below a heading: the first does, and what looks like it."""
        if self.last is None:
            self.listed, self.indent = listed, line.indent
            return listed or not self.aside.around(text)
        if self.section == O and not listed:
            return False
        return listed == self.listed and line.indent <= self.indent and (listed or not self.aside.around(text))

    def _below_objective(self, line: Line, one: Marked) -> bool:
        """Whether a listed line is a KR: below an O or heading without marked KRs, or as the next after a marked one."""
        if self.opening is not None:
            self.indent = line.indent
            return len(self.opening.text) >= _SHORT_O
        group = self.groups.last
        if group is None or self.last is None:
            return False
        if group.key_results and group.key_results[-1].marked:
            return line.indent <= self.indent and one.item > 1 and one.item == value(self.last.number) + 1
        if not group.key_results:
            self.indent = line.indent
        return group.objective is not None and line.indent <= self.indent

    def _joins(self, line: Line, text: str, *, listed: bool) -> bool:
        """Whether a line is the rest of the one above, broken by the program it was copied from."""
        last = self.last
        if last is None or listed or line.apart or line.heading or last.last != line.number - 1:
            return False
        if _SENTENCE.search(last.text) or self.aside.around(text):
            return False
        both = self.aside.changes(last.text + text) > self.aside.changes(last.text) + self.aside.changes(text)
        return (
            bool(_OPEN_END.search(last.text)) or both or (len(last.text) >= _BROKEN and not self.aside.measured(text))
        )

    def _join(self, line: Line, text: str) -> None:
        if self.last is not None:
            gap = " " if self.last.text[-1:].isascii() and text[:1].isascii() else ""  # Latin words, not Chinese ones
            self.last.text, self.last.last = f"{self.last.text}{gap}{text}", line.number

    def _add(self, found: Statement, note: str = "") -> None:
        """Put a statement where it belongs, below a line that turns out to be its O."""
        if found.kind == O:
            self._unopened()
            self.beside.above(found)
        elif self.opening is not None:
            self.beside.above(self.opening)
            self.groups.add(self.opening)
            self.opening = None
        self.groups.add(found)
        self.beside.note(found, note)
        self.last = found

    def _empty(self) -> None:
        """Say that a mark has nothing behind it."""
        if self.label is not None:
            self.aside.empty(self.label[0].number, self.label[0].text)
            self.label = None

    def _unopened(self) -> None:
        """Leave out a line that would have been the O of KRs below it."""
        if self.opening is not None:
            self._unexplained(self.opening.first, self.opening.text)
            self.opening = None

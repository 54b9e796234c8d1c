"""Cut a text into clauses, each with what the heading or label above it says; no step is told by its words here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ....model import Span
from .headings import Headings, cells, lines
from .ordered import ordered

_STOPS = re.compile(r"(?=[①-⑩])|(?<=[\w。!?,)])[\U0001f300-\U0001faff]+|[。;!?](?:[」』”’\")]|(?=[^\n]))?|\n")
_SPEAKS = re.compile(r"^[ \t]{0,4}([一-鿿a-z]{1,5}):[ \t]{0,2}", re.MULTILINE)
_HASHES = re.compile(r"^[\s>]{0,6}(#{1,6})")
#: A clause of more characters was spoken; and where it turns to something else.
_LONG = 45
_TURN = re.compile(
    r"分析原因|评估结果|总结一下|行动的话|后面的话|后面(?=[我跟和要])|后来我就想|另外为啥|跟[一-鿿]{2,6}说|然后|后来|所以|因为|主要是|主要还是|为啥|为什么|下一步|接下来|下个月|目标是|实际|结果|原因|以后|打算|准备(?!不)"
)
#: Where a clause ends; who types without commas leaves a blank, or a dash.
_COMMA = re.compile(r"\([^()\n]{0,60}\)|((?<!\d),|,(?!\d{3})|…+|——+|(?<=[一-鿿])[ \t]+(?=[一-鿿]))")
_WORD = re.compile(r"\w")
#: What stands in front of a line's first word.
_BULLET = re.compile(
    r"[\s>|*_\-+•·●■◆▶★✅❌~]{0,12}(?:\[[ x]\]\s?)?(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[.、)](?!\d))\s?|[①-⑩]\s?)?"
)


class Clause(NamedTuple):
    """A clause. ``given`` is the step of its heading, ``sure`` where it can be no other: a field, or the cell of a column.

    ``opens`` is what it begins: a ``line``, a ``sentence``, or a ``clause`` behind a comma. ``line`` is where its line begins,
    ``row`` whether that is a table's: then it is the whole row.
    """

    span: Span
    given: str
    sure: bool
    opens: str
    line: int
    row: bool


class Cut(NamedTuple):
    """The clauses of a text, the steps that have a heading, whether a step ends it that says nothing, and where they stand."""

    clauses: tuple[Clause, ...]
    headed: frozenset[str]
    empty_end: bool
    heads: tuple[tuple[str, Span], ...] = ()


def of_field(folded: str, step: str) -> Cut:
    """Cut what was written for one step: no heading is looked for."""
    found = [
        clause
        for start, end in lines(folded)
        for sentence, _ in _line(folded, start, end, None)
        for clause in _cut(folded, sentence, step, sure=True)
    ]
    return Cut(tuple(found), frozenset((step,)), empty_end=False)


def of_text(folded: str, headings: Headings) -> Cut:
    """Cut a whole text, with its headings and labels."""
    return _Cutter(folded, headings).cut()


class _Sentence(NamedTuple):
    """A sentence, or the row of a table; ``opens`` as in :class:`Clause`."""

    span: Span
    line: int
    row: bool
    opens: str


class _Cutter:
    """Walks over the lines of a text. ``step`` is what the last heading named, None where none holds.

    A label that has its text behind it holds for its line and for the list below (``loose``); paragraphs after that speak
    for themselves. Below a heading that stands alone (``block``) it holds for its line.
    """

    def __init__(self, folded: str, headings: Headings) -> None:
        self.folded, self.headings = folded, headings
        self.speakers = _speakers(folded)
        self.found: list[Clause] = []
        self.headed: set[str] = set()
        self.heads: list[tuple[str, Span]] = []
        self.step: str | None = None
        self.block: str | None = None
        self.columns: list[str] = []
        self.depth = 0
        self.loose = self.empty = False
        self.ordered: dict[int, tuple[str, int]] = {}

    def cut(self) -> Cut:
        """All clauses."""
        spans = list(lines(self.folded))
        self.ordered = ordered(self.folded, spans, self.headings.of_line)
        for start, end in spans:
            self._take(start, end)
        empty_end = self.empty and all(clause.given != self.step for clause in self.found)
        return Cut(tuple(self.found), frozenset(self.headed), empty_end, tuple(self.heads))

    def _take(self, start: int, end: int) -> None:
        """One line: a heading, a label with its text, or sentences."""
        line = self.folded[start:end]
        if self._in_table(start, line):
            return
        heading = self.ordered.get(start) or self.headings.of_line(line)
        self.empty = False
        if heading and not heading[0] and self.step and _depth(line) > self.depth > 0:
            return  # a part of the step above it, with a name of its own
        begin = 0
        if heading:
            begin = heading[1]
            self._enter(heading[0])
            self.heads.append((heading[0], (start, start + begin)))
            self.depth, self.loose = _depth(line), begin < len(line)
            self.empty = bool(heading[0]) and not self.loose
            if not self.loose:
                self.block = self.step
        elif self.loose and (self.block or not _listed(line)):
            self.step, self.loose = self.block, False
        begin = begin or _speaker(line, self.speakers)
        for sentence, own in _line(self.folded, start + begin, end, self.headings):
            if own:
                self._enter(own)
                self.loose = True
                if sentence.span[0] == sentence.span[1]:  # a label at the end of a line: its list stands below
                    continue
            self.found.extend(_cut(self.folded, sentence, self.step or "", sure=False))

    def _in_table(self, start: int, line: str) -> bool:
        """Whether a line belongs to a table with steps side by side; its cells are then clauses of theirs."""
        if columns := self.headings.columns(line) if self.step != "action" else []:
            self.columns = columns
            self.headed.update(step for step in columns if step)
            return True
        if not self.columns or not cells(line):
            self.columns = []
            if self.headings.to_do(line):
                self._enter("action")
                self.block = "action"
                self.found.append(Clause((start, start + len(line)), "action", True, "line", start, True))
                return True
            return False
        named = self.headings.of_line(cells(line)[0])
        if named and named[0] in ("cause", "lesson", "action"):  # a row for a step, below those for numbers
            self._enter(named[0])
            lead = line.find(cells(line)[0]) + len(cells(line)[0])
            self.found.append(Clause((start + lead, start + len(line)), named[0], True, "line", start, True))
            return True
        self.found.extend(_by_column(line, start, self.columns))
        return True

    def _enter(self, step: str) -> None:
        """A heading begins: of a step, or of none."""
        self.step = step or None
        if step:
            self.headed.add(step)


def _by_column(line: str, start: int, columns: Sequence[str]) -> Iterator[Clause]:
    """The cells of a row, each of its column's step; those of one step side by side are one."""
    place = lead = len(line) - len(line.lstrip().lstrip("|"))
    held: list[tuple[int, int, str]] = []
    for step, cell in zip(columns, re.split(r"[|\t]", line[lead:].rstrip().rstrip("|")), strict=False):
        begin, place = place, place + len(cell) + 1
        if held and held[-1][2] == step:
            held[-1] = (held[-1][0], begin + len(cell), step)
        else:
            held.append((begin, begin + len(cell), step))
    for begin, end, step in held:
        if _WORD.search(line, begin, end):
            yield Clause((start + begin, start + end), step, bool(step), "line", start, False)


def _cut(folded: str, sentence: _Sentence, step: str, *, sure: bool) -> Iterator[Clause]:
    """The clauses of a sentence; a row is one."""
    opens = sentence.opens
    for span in [sentence.span] if sentence.row else _clauses(folded, sentence.span):
        yield Clause(span, step, sure, opens, sentence.line, sentence.row)
        opens = "clause"


def _speakers(folded: str) -> frozenset[str]:
    """Who speaks, where a talk was written down: names in front of a colon that open several lines."""
    names = [found[1] for found in _SPEAKS.finditer(folded)]
    return frozenset(name for name in names if names.count(name) > 2) if 6 <= len(names) <= 200 else frozenset()


def _speaker(line: str, speakers: frozenset[str]) -> int:
    """How much of a line only says who speaks."""
    found = _SPEAKS.match(line)
    return found.end() if found and found[1] in speakers else 0


def _listed(line: str) -> bool:
    """Whether a line is an item of a list, or the row of a table."""
    found = _BULLET.match(line)
    return bool(found and found[0].strip()) or line.startswith(("  ", "\t"))


def _depth(line: str) -> int:
    """How deep a heading stands: the number of its marks, 0 where it has none."""
    found = _HASHES.search(line)
    return len(found[1]) if found else 0


def _line(folded: str, start: int, end: int, headings: Headings | None) -> Iterator[tuple[_Sentence, str]]:
    """The sentences of a line, each with the step that a label in front of it names, else ``""``."""
    if folded[start:end].lstrip().startswith("|") or folded.count("|", start, end) > 1:
        yield _Sentence((start, end), start, row=True, opens="line"), ""
        return
    for first, stop in _sentences(folded, start, end, headings):
        label = headings.of_sentence(folded[first:stop]) if headings and first != start else None
        begin = first + label[1] if label else first
        bullet = _BULLET.match(folded, begin, stop)
        begin = bullet.end() if bullet and first == start else begin
        if begin < stop or (label and label[0]):
            opens = "line" if first == start else "sentence"
            yield _Sentence((begin, stop), start, row=False, opens=opens), label[0] if label else ""


def _sentences(folded: str, start: int, end: int, headings: Headings | None) -> Iterator[Span]:
    """The sentences of a line, which also begin where the course's own names of the steps stand in running text."""
    cuts = [start, *(headings.inside(folded, start, end) if headings else ()), end]
    for first, stop in pairwise(cuts):
        if first < stop:
            yield from sentences(folded, first, stop)


def sentences(folded: str, start: int, end: int) -> Iterator[Span]:
    """Where the sentences of a stretch begin and end, with their stops."""
    place = start
    for stop in _STOPS.finditer(folded, start, end):
        if folded[place : stop.end()].strip(" \t。;!?"):
            yield trimmed(folded, place, stop.end())
        place = stop.end()
    if folded[place:end].strip():
        yield trimmed(folded, place, end)


def trimmed(folded: str, start: int, end: int, ahead: str = " \t\n", behind: str = " \t\n") -> Span:
    """A stretch without the characters that may stand in front of it, and behind it."""
    while start < end and folded[start] in ahead:
        start += 1
    while end > start and folded[end - 1] in behind:
        end -= 1
    return start, end


def _clauses(folded: str, span: Span) -> list[Span]:
    """The clauses of a sentence, each with the comma behind it; what was dictated without commas is cut at turns."""
    found, place = [], span[0]
    for comma in _COMMA.finditer(folded, *span):
        if not comma[1]:
            continue
        found += _turns(folded, place, comma.end())
        place = comma.end()
    if place < span[1] or not found:
        found += _turns(folded, place, span[1])
    return found


def _turns(folded: str, start: int, end: int) -> list[Span]:
    """A clause as it is, or in pieces where it is longer than anybody writes one."""
    if end - start <= _LONG:
        return [(start, end)]
    cuts = [start, *(turn.start() for turn in _TURN.finditer(folded, start + 1, end)), end]
    return [(a, b) for a, b in pairwise(cuts) if b > a]

"""Cut a text into stretches that each belong to one step: by headings and labels where it has them, else by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ....model import Span
from .cues import FELL_SHORT, THEREFORE, cue
from .headings import Headings, lines

_STOPS = re.compile(r"[。;!?](?:[」』”’\")]|(?=[^\n]))?|\n")
_COMMA = re.compile(r"\([^()\n]{0,60}\)|(,)")
#: What stands in front of a line's first word.
_BULLET = re.compile(
    r"[\s>|*_\-+•·●■◆▶★✅❌~]{0,12}(?:\[[ x]\]\s?)?(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[.、)](?!\d))\s?|[①-⑩]\s?)?"
)


class Stretch(NamedTuple):
    """A sentence, or as much of it as belongs to one step. ``line`` is where its line begins, ``row`` whether it is a table's."""

    span: Span
    step: str
    line: int
    row: bool


class Segments(NamedTuple):
    """The stretches of a text, the steps that have a heading, and whether a heading stands at its very end."""

    stretches: tuple[Stretch, ...]
    headed: frozenset[str]
    empty_end: bool


def segments(folded: str, headings: Headings, given: str = "") -> Segments:
    """Cut a text. ``given`` is its step where the text is the field of one: then no heading is looked for."""
    found: list[Stretch] = []
    headed: set[str] = {given} if given else set()
    step, known, last = given, bool(given), False
    for start, end in lines(folded):
        line = folded[start:end]
        last, begin = False, 0
        heading = None if given else headings.of_line(line)
        if heading:
            step, begin = heading
            known = bool(step)
            if known:
                headed.add(step)
            last = known and begin >= len(line)
        for stretch, own in _line(folded, start + begin, end, headings, step if known else "", given):
            if own:
                step, known = own, True
                headed.add(own)
            previous = found[-1].step if found and not known else ""
            found.extend(_placed(folded, stretch, step if known else "", previous))
    return Segments(tuple(found), frozenset(headed), last)


def _line(
    folded: str, start: int, end: int, headings: Headings, step: str, given: str
) -> Iterator[tuple[Stretch, str]]:
    """The sentences of a line, each with the step that a label in front of it names, else ``""``."""
    row = folded[start:end].lstrip().startswith("|") or folded.count("|", start, end) > 1
    if row:
        yield Stretch((start, end), step, start, True), ""
        return
    for first, stop in sentences(folded, start, end):
        label = None if given or first == start else headings.of_sentence(folded[first:stop])
        begin = first + label[1] if label else first
        begin = begin if first != start else _BULLET.match(folded, begin, stop).end()  # type: ignore[union-attr]
        if begin < stop:
            yield Stretch((begin, stop), step, start, False), label[0] if label else ""


def sentences(folded: str, start: int, end: int) -> Iterator[Span]:
    """Where the sentences of a stretch begin and end, with their stops."""
    place = start
    for stop in _STOPS.finditer(folded, start, end):
        if folded[place : stop.end()].strip(" \t。;!?"):
            yield _trimmed(folded, place, stop.end())
        place = stop.end()
    if folded[place:end].strip():
        yield _trimmed(folded, place, end)


def _trimmed(folded: str, start: int, end: int) -> Span:
    while start < end and folded[start] in " \t\n":
        start += 1
    while end > start and folded[end - 1] in " \t\n":
        end -= 1
    return start, end


def _placed(folded: str, stretch: Stretch, step: str, previous: str) -> Iterator[Stretch]:
    """A sentence under a heading as it is; one without in as many pieces as steps are spoken of."""
    if step or stretch.row:
        yield stretch._replace(step=step)
        return
    clauses = _clauses(folded, stretch.span)
    steps = _steps(folded, clauses)
    if not any(steps) and previous == "cause" and _goes_on(folded, stretch.span):
        steps = ["cause"] * len(steps)
    begin, current = clauses[0][0], steps[0]
    for (start, _), one in zip(clauses[1:], steps[1:], strict=True):
        if one != current:
            yield stretch._replace(span=(begin, start), step=current)
            begin, current = start, one
    yield stretch._replace(span=(begin, clauses[-1][1]), step=current)


def _clauses(folded: str, span: Span) -> list[Span]:
    """The clauses of a sentence, each with the comma behind it."""
    found, place = [], span[0]
    for comma in _COMMA.finditer(folded, *span):
        if not comma[1]:
            continue
        found.append((place, comma.end()))
        place = comma.end()
    if place < span[1] or not found:
        found.append((place, span[1]))
    return found


def _steps(folded: str, clauses: list[Span]) -> list[str]:
    """The step of each clause: what its words say, else that of the clause before it, else of the one behind it."""
    steps: list[str] = []
    for start, end in clauses:
        words = folded[start:end].strip()
        if THEREFORE.match(words) and steps:
            steps = [one or "cause" for one in steps]
            steps.append("result" if FELL_SHORT.search(words) else "cause")
            continue
        own = cue(words)
        steps.append(own or (steps[-1] if steps else ""))
    first = next((one for one in steps if one), "")
    return [one or first for one in steps]


_ON = re.compile(r"没|未|只|才|因|为了|其实|而且|另外|还有|其次|一是|二是|再|第[一二三]|首先")


def _goes_on(folded: str, span: Span) -> bool:
    """Whether a sentence without a word of its own goes on with the causes before it."""
    return _ON.search(folded, *span) is not None

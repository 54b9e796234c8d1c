"""What fits on a projector: nodes cut into atoms, their height by count of characters, atoms packed into screens.

The measure is a line of the stage's text: at 30 px on 1280x720 it holds ``WIDE`` Chinese characters, and ``LINES`` of
them (42 px each) stand below a title. ``tests/test_book_screens.py`` holds the estimate against a browser.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ....view import SHORT, Card, Items, Lines, Node, Picture, Run, Say, Statement, Strong, Table, Text

WIDE, LINES = 38.0, 13.0
#: How wide a character of half width is.
HALF = 0.56
#: Below a paragraph, below an item of a list, around a box.
GAP, ITEM, FRAME = 0.35, 0.25, 1.3
#: In a table, which is set in 28 px: its width, around a cell, a line, around a row.
TABLE, BESIDE, ROW, CELL = 41.0, 1.2, 0.93, 0.45
#: What a screen more costs in packing, and a break inside a list, a table or a paragraph, or behind what announces the next.
SCREEN, INSIDE, APART = 1000.0, 60.0, 400.0
#: A sentence, or as much of a longer one as three lines hold.
_SENTENCE = re.compile(r"[^。！？；]{1,110}(?:[。！？；]+[」』）)”]*)?|[。！？；]+[」』）)”]*")
_ANNOUNCES = re.compile(r"[：:]$")


@dataclass(frozen=True, slots=True)
class Atom:
    """What is never cut: a paragraph's line, a row of a table, an item of a list.

    Atoms of one ``group`` that stand on one screen become one node again; ``opening`` is what the group takes by itself
    (the head of a table). ``keep`` binds it to the next atom.
    """

    node: Node
    lines: float
    group: int
    opening: float = 0.0
    keep: bool = False


def width(text: str) -> float:
    """How wide a text is, in Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else HALF for one in text)


def height(nodes: Iterable[Node]) -> float:
    """How many lines nodes take on the stage."""
    return _height(list(_atoms(nodes)))


def fit(nodes: Iterable[Node], most: float = LINES) -> list[tuple[Node, ...]]:
    """The nodes as screens of at most so many lines: as few as can be, evenly filled, cut where it hurts least."""
    atoms = list(_atoms(nodes, most))
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(atoms) + 1):
        best.append(min(_ways(atoms, best, end, most)))
    cuts, at = [len(atoms)], len(atoms)
    while at:
        at = best[at][1]
        cuts.append(at)
    return [_joined(atoms[start:end]) for start, end in pairwise(reversed(cuts))]


def _ways(
    atoms: Sequence[Atom], best: Sequence[tuple[float, int]], end: int, most: float
) -> Iterator[tuple[float, int]]:
    """What the best packing up to ``end`` costs for each place where its last screen may begin."""
    for start in range(end - 1, -1, -1):
        lines = _height(atoms[start:end])
        if lines > most and start < end - 1:
            return
        cost = best[start][0] + SCREEN + (most - min(lines, most)) ** 2
        yield cost + (_cut_costs(atoms, end) if end < len(atoms) else 0), start


def _cut_costs(atoms: Sequence[Atom], at: int) -> float:
    """What a break before an atom costs; one that leaves a single row or item costs twice."""
    group = atoms[at].group
    inside = atoms[at - 1].group == group
    around = (atoms[n].group == group for n in (at - 2, at + 1) if 0 <= n < len(atoms))
    alone = inside and sum(around) < 2
    return INSIDE * (inside + alone) + APART * atoms[at - 1].keep


def _height(atoms: Sequence[Atom]) -> float:
    opened = {atom.group: atom.opening for atom in atoms}
    return sum(atom.lines for atom in atoms) + sum(opened.values())


def _joined(atoms: Sequence[Atom]) -> tuple[Node, ...]:
    """The nodes of one screen: neighbours of one group are one node again."""
    made: list[Node] = []
    for _, found in groupby(atoms, key=lambda atom: atom.group):
        nodes = [atom.node for atom in found]
        match nodes[0]:
            case Table() as first:
                made.append(
                    replace(first, rows=tuple(row for one in nodes if isinstance(one, Table) for row in one.rows))
                )
            case Items() as first:
                lines = tuple(line for one in nodes if isinstance(one, Items) for line in one.lines)
                made.append(replace(first, lines=lines))
            case Say() as first:
                made.append(
                    replace(first, body=tuple(line for one in nodes if isinstance(one, Say) for line in one.body))
                )
            case Text() as first:
                made.append(
                    replace(first, runs=tuple(run for one in nodes if isinstance(one, Text) for run in one.runs))
                )
            case _:
                made += nodes
    return tuple(made)


def _atoms(nodes: Iterable[Node], most: float = LINES) -> Iterator[Atom]:
    group = 0
    for node in nodes:
        found = list(_cut(node, group, most))
        if any(atom.lines + atom.opening > most for atom in found) and (loose := _loosened(node)):
            for one in loose:
                group += 1
                yield from _cut(one, group, most)
        else:
            yield from found
        group += 1


def _loosened(node: Node) -> tuple[Node, ...]:
    """The same words without a form that needs room: what holds a row, an item or a box higher than a screen."""
    match node:
        case Table(headers, rows):
            cells = [(head, cell) for row in rows for head, cell in zip(headers, row, strict=True) if cell]
            return tuple(Text((Strong(f"{head}："), cell) if head else (Strong(cell),)) for head, cell in cells)
        case Items(lines):
            return tuple(Text((one,)) for line in lines for one in ((line,) if isinstance(line, str) else line))
        case Say(title=title, body=body):
            return (Text((title,), "head"), *(Text((line,)) for line in body))
        case Statement(runs, label, note):
            return tuple(Text(part) for part in ((label,), runs, (note,)) if any(part))
        case Card(children, title):
            return (*((Text((title,), "head"),) if title else ()), *children)
    return ()


def _cut(node: Node, group: int, most: float) -> Iterator[Atom]:
    match node:
        case Text(runs, role):
            for part in _sentences(runs, role, most):
                plain = _plain(part).rstrip()
                keep = role in ("head", "where") or bool(_ANNOUNCES.search(plain))
                yield Atom(Text(part, role), _text_lines(part, role), group, keep=keep)
        case Table(headers, rows):
            widths = column_widths(node)
            head = _row_lines(headers, widths) if any(headers) else 0.0
            for row in rows:
                yield Atom(replace(node, rows=(row,)), _row_lines(row, widths), group, head)
        case Items(lines, ordered, start):
            for number, line in enumerate(lines, start):
                one = replace(node, lines=(line,), start=number if ordered else 1)
                yield Atom(one, _item_lines(line), group)
        case Say(body=body, ask=ask):
            for line in body or ("",):
                yield Atom(replace(node, body=(line,)), _wrapped(width(line), WIDE - 2), group, FRAME + 1 + bool(ask))
        case Statement(runs):
            yield Atom(node, _wrapped(width(_plain(runs)) * 1.15, WIDE - 2) * 1.15 + FRAME, group)
        case Card(children, title):
            yield Atom(node, height(children) + FRAME + bool(title), group)
        case Picture():
            yield Atom(node, most - 1.6, group)
        case _:
            raise TypeError(f"a screen has no {type(node).__name__}")


def column_widths(table: Table) -> tuple[float, ...]:
    """How a table shares its width among its columns, as a browser does, in characters of its own size.

    Each has what does not wrap, its head and short cells, and its share of the rest by how much it has to say.
    """
    columns = list(zip(table.headers, *table.rows, strict=True))
    wanted = [max(width(cell) for cell in column) for column in columns]
    least = [max(1.0, width(head), *(width(cell) for cell in cells if len(cell) <= SHORT)) for head, *cells in columns]
    left = TABLE - BESIDE * len(columns) - sum(least)
    share = left / max(left, sum(wanted) - sum(least), 0.01)
    return tuple(low + (most - low) * share for low, most in zip(least, wanted, strict=True))


def _row_lines(row: Sequence[str], widths: Sequence[float]) -> float:
    return max(_wrapped(width(cell), wide) for cell, wide in zip(row, widths, strict=True)) * ROW + CELL


def _item_lines(line: Lines) -> float:
    first, *below = (line,) if isinstance(line, str) else line
    return _wrapped(width(first), WIDE - 2) + sum(_wrapped(width(one), WIDE - 4) for one in below) + ITEM


def _text_lines(runs: Sequence[Run], role: str) -> float:
    large = {"lead": 1.3, "head": 1.1}.get(role, 1.0)
    return _wrapped(width(_plain(runs)) * large, WIDE - (2 if role == "item" else 0)) * large + GAP


def _wrapped(wide: float, most: float) -> int:
    """How many lines a width takes; a mark that may not begin a line takes a character along."""
    return max(1, math.ceil(wide / (most - 0.7))) if wide > most else 1


def _plain(runs: Iterable[Run]) -> str:
    return "".join(run if isinstance(run, str) else run.text for run in runs)


def _sentences(runs: tuple[Run, ...], role: str, most: float) -> list[tuple[Run, ...]]:
    """A paragraph whole if it takes at most half a screen, else its sentences, gathered up to that."""
    if _text_lines(runs, role) <= most / 2:
        return [runs]
    made: list[tuple[Run, ...]] = []
    for piece in _pieces(runs):
        joined = (*made[-1], *piece) if made else piece
        if made and _text_lines(joined, role) <= most / 2:
            made[-1] = joined
        else:
            made.append(piece)
    return made


def _pieces(runs: tuple[Run, ...]) -> Iterator[tuple[Run, ...]]:
    """The sentences of a paragraph; each keeps the weight of its words."""
    piece: list[Run] = []
    for run in runs:
        text, strong = (run, False) if isinstance(run, str) else (run.text, True)
        for found in _SENTENCE.findall(text):
            piece.append(Strong(found) if strong else found)
            if len(found) >= 110 or found.rstrip("」』）)”")[-1:] in "。！？；":
                yield tuple(piece)
                piece = []
    if piece:
        yield tuple(piece)

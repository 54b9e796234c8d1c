"""Blocks of a page as nodes of a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ....view import Card, Items, Lines, Node, Picture, Run, Statement, Strong, Table, Text
from .blocks import Block, Box, Code, Drawing, Heading, Listed, Quote, Rows, Runs, Words, lines

#: Where the stage asks for drawings.
FIGURES = "/stage/figure/"


def nodes(block: Block) -> list[Node]:
    """A block as nodes of a screen; none of a box, of which only the page's outline knows what may be shown when."""
    match block:
        case Heading(_, text):
            return [Text((text,), "head")]
        case Words(found):
            return [Text(line, "head" if _heads(line) else "body") for line in found]
        case Listed():
            return _listed(block)
        case Rows(headers, rows):
            return [Table(headers, rows)] if rows else []
        case Quote(blocks):
            inside = all_nodes(blocks)
            return (
                [Statement(inside[0].runs)]
                if len(inside) == 1 and isinstance(inside[0], Text)
                else [Card(tuple(inside))]
            )
        case Drawing(_, alt, below):
            return [
                Picture(FIGURES + drawing_name(block), alt),
                *(Text((line,), "note") for line in lines(below)),
            ]
        case Code(text):
            return [Text((line,)) for line in text.splitlines() if line.strip()]
        case Box():
            return []


def drawing_name(block: Drawing) -> str:
    """The name of a drawing below the book's static files."""
    return block.src.rpartition("_static/")[2]


def all_nodes(blocks: Iterable[Block]) -> list[Node]:
    """Blocks as nodes, one after the other."""
    return [node for block in blocks for node in nodes(block)]


def _listed(block: Listed) -> list[Node]:
    """A list; one whose words have weight, or that holds more than lines, keeps both as paragraphs with its numbers."""
    if all(_bare(item) for item in block.items):
        return [Items(tuple(_line(item) for item in block.items), block.ordered, block.start if block.ordered else 1)]
    made: list[Node] = []
    for number, item in enumerate(block.items, block.start):
        first, *more = all_nodes(item) or [Text(("",))]
        mark = f"{number}.　" if block.ordered else "•　"
        if isinstance(first, Text):
            first = Text(_led(mark, first.runs), "item")
        made += [first, *more]
    return made


def _led(mark: str, runs: Sequence[Run]) -> Runs:
    return (mark + runs[0], *runs[1:]) if runs and isinstance(runs[0], str) else (mark, *runs)


def _bare(item: Sequence[Block]) -> bool:
    """Whether an item is nothing but lines without weight, or such lines with a list of such lines below."""
    return all(
        (isinstance(block, Words) and not any(isinstance(run, Strong) for line in block.lines for run in line))
        or (place > 0 and isinstance(block, Listed) and all(_bare(one) for one in block.items))
        for place, block in enumerate(item)
    )


def _line(item: Sequence[Block]) -> Lines:
    found = lines(item)
    return found[0] if len(found) == 1 else found


def _heads(line: Runs) -> bool:
    """Whether a line is a heading in all but name: all of it in weight, and no sentence."""
    return len(line) == 1 and isinstance(line[0], Strong) and line[0].text[-1:] not in "。！？；：:"

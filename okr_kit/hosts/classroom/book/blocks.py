"""A page of the book as blocks: headings, paragraphs by line, lists, tables, figures, and the directives of the book.

Markdown is read by markdown-it with the extensions that ``_config.yml`` names. Inside a paragraph only words and their
weight are kept; a way to the sources (``[来源 S8](sources.md#s8)``) is left out, it is for readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ....view import Run, Strong

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    from ....bank import Content
    from ....policy import CoursePolicy

Runs = tuple[Run, ...]
#: Where ways to the sources lead.
SOURCES = "sources.md#"
#: Stands for a way to the sources until the words around it are known.
_GONE = "\x00"
_GONE_IN_BRACKETS = re.compile(rf"[（(][{_GONE}、，；;,\s和]*{_GONE}[{_GONE}、，；;,\s和]*[）)]")
_GONE_ALONE = re.compile(rf"[ \t]*{_GONE}(?:[、，和 ]*{_GONE})*")
#: What a line of its own ends with; another line goes on in the next one.
_ENDS = re.compile(r"[。！？：；:!?…][」』）)”\"]*$|——$")
_WIDE = re.compile(r"[\u2014-\u201d\u2026\u3000-\u9fff\uff00-\uffef]")
_OPTION = re.compile(r":([\w-]+):[ \t]*(.*)")
_HEAD = re.compile(r"\{([\w-]+)\}[ \t]*(.*)")
_SUBSTITUTE = re.compile(r"\{\{ *(\w+) *\}\}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 1 is the page's title."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph: its lines as the author broke them, where a line ends a sentence."""

    lines: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list; each item is a sequence of blocks. ``start`` is the number of the first where it is ordered."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Rows:
    """A table."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure: its file below ``book/``, what it shows, what is written below it."""

    src: str
    alt: str
    below: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A directive: ``admonition``, ``dropdown``, ``exercise`` …, with its argument, its options and what is in it."""

    name: str
    argument: str
    options: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to type as they are."""

    text: str


Block = Heading | Words | Listed | Rows | Quote | Drawing | Box | Code


@dataclass(frozen=True, slots=True)
class Setting:
    """What a page hangs on: the course's settings (``{when} mapping=A``, ``{{ aar1 }}``) and the lecturer's slots."""

    policy: CoursePolicy
    slots: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, content: Content, overlay: Path | None) -> Setting:
        """The setting of a class; the texts of slots are ``book/<slot>.md`` of the lecturer's own folder."""
        texts = sorted((overlay / "book").glob("*.md")) if overlay is not None else ()
        return cls(content.policy, tuple((path.stem, path.read_text("utf-8-sig")) for path in texts))


@lru_cache(maxsize=512)
def read(text: str, setting: Setting) -> tuple[Block, ...]:
    """A page's Markdown as blocks: what holds for another setting is left out, slots and names are filled in."""
    from markdown_it.tree import SyntaxTreeNode

    names = {f"aar{number}": name for number, name in enumerate(setting.policy.retrospective_steps, 1)}
    filled = _SUBSTITUTE.sub(lambda found: names.get(found[1], found[0]), text)
    return tuple(_blocks(SyntaxTreeNode(_markdown().parse(filled)).children, setting))


def lines(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Blocks as lines of plain text, a row of a table or an item of a list each; nothing of boxes within."""
    return tuple(line for block in blocks for line in _plain(block))


def words(runs: Iterable[Run]) -> str:
    """A line without its weight."""
    return "".join(run if isinstance(run, str) else run.text for run in runs)


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.colon_fence import colon_fence_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.myst_blocks import myst_block_plugin

    made = MarkdownIt("commonmark").enable("table")
    return made.use(colon_fence_plugin).use(deflist_plugin).use(myst_block_plugin)


def _blocks(nodes: Iterable[SyntaxTreeNode], setting: Setting) -> Iterator[Block]:
    for node in nodes:
        match node.type:
            case "heading":
                yield Heading(int(node.tag[1]), words(run for line in _lines(node) for run in line))
            case "paragraph" | "dt":
                if found := _lines(node):
                    yield Words(found)
            case "bullet_list" | "ordered_list":
                items = tuple(tuple(_blocks(item.children, setting)) for item in node.children)
                yield Listed(items, node.type == "ordered_list", int(node.attrs.get("start", 1)))
            case "table":
                yield _table([row for part in node.children for row in part.children])
            case "blockquote":
                yield Quote(tuple(_blocks(node.children, setting)))
            case "fence" | "colon_fence":
                yield from _fence(node, setting)
            case "dl" | "dd":
                yield from _blocks(node.children, setting)
            case "code_block":
                yield Code(node.content.rstrip())


def _fence(node: SyntaxTreeNode, setting: Setting) -> Iterator[Block]:
    """A directive, or lines of code."""
    head = _HEAD.match(node.info.strip())
    if head is None:
        yield Code(node.content.rstrip())
        return
    name, argument = head[1], head[2].strip()
    options, body = _options(node.content)
    if name == "when":
        key, _, wanted = argument.partition("=")
        if str(getattr(setting.policy, key, "")) == wanted:
            yield from read(body, setting)
    elif name == "slot":
        yield from read(dict(setting.slots).get(argument, ""), setting)
    elif name == "figure":
        yield Drawing(argument, options.get("alt", ""), read(body, setting))
    else:
        yield Box(name, argument, options, read(body, setting))


def _options(body: str) -> tuple[dict[str, str], str]:
    """The options at the head of a directive, and its text."""
    found: dict[str, str] = {}
    rest = body.splitlines()
    while rest and (option := _OPTION.fullmatch(rest[0])):
        found[option[1]] = option[2].strip()
        rest = rest[1:]
    return found, "\n".join(rest)


def _table(rows: Sequence[SyntaxTreeNode]) -> Rows:
    """A table; a column that held nothing but ways to the sources is none."""
    cells = [[list(cell.walk()) for cell in row.children] for row in rows]
    texts = [["".join(words(line) for line in _lines(cell)) for cell in row.children] for row in rows]
    sourced = {n for row in cells[1:] for n, cell in enumerate(row) if any(_leads_to_sources(one) for one in cell)}
    kept = [n for n in range(len(texts[0])) if n not in sourced or any(row[n] for row in texts[1:])]
    head, *body = (tuple(row[n] for n in kept) for row in texts)
    return Rows(head, tuple(body))


def _leads_to_sources(node: SyntaxTreeNode) -> bool:
    return node.type == "link" and str(node.attrs.get("href", "")).startswith(SOURCES)


def _lines(node: SyntaxTreeNode) -> tuple[Runs, ...]:
    """The lines of what holds inline words; a line that ends no sentence goes on in the next."""
    made: list[Runs] = []
    for line in _broken(run for inline in node.children for run in _runs(inline, strong=False)):
        tidy = _tidy(line)
        if not words(tidy).strip():
            continue
        if made and not _ENDS.search(words(made[-1])):
            wide = _WIDE.match(words(made[-1])[-1:]) or _WIDE.match(words(tidy)[:1])
            made[-1] = _merged((*made[-1], "" if wide else " ", *tidy))
        else:
            made.append(tidy)
    return tuple(made)


def _runs(node: SyntaxTreeNode, *, strong: bool) -> Iterator[Run]:
    match node.type:
        case "text" | "code_inline":
            yield Strong(node.content) if strong else node.content
        case "softbreak" | "hardbreak":
            yield "\n"
        case "link" if _leads_to_sources(node):
            yield _GONE
        case "html_inline" | "image" | "myst_target":
            return
        case kind:
            for child in node.children:
                yield from _runs(child, strong=strong or kind == "strong")


def _broken(runs: Iterable[Run]) -> Iterator[tuple[Run, ...]]:
    line: list[Run] = []
    for run in runs:
        if run == "\n":
            yield tuple(line)
            line = []
        else:
            line.append(run)
    yield tuple(line)


def _tidy(line: Sequence[Run]) -> Runs:
    """A line without what stood around ways to the sources, its ends bare."""
    made = [
        _GONE_ALONE.sub("", _GONE_IN_BRACKETS.sub("", run)) if isinstance(run, str) else run for run in _merged(line)
    ]
    if made and isinstance(made[0], str):
        made[0] = made[0].lstrip()
    if made and isinstance(made[-1], str):
        made[-1] = made[-1].rstrip()
    return tuple(run for run in made if run)


def _merged(line: Iterable[Run]) -> Runs:
    """Neighbours of the same weight as one run."""
    made: list[Run] = []
    for run in line:
        if made and isinstance(run, str) and isinstance(made[-1], str):
            made[-1] += run
        elif made and isinstance(run, Strong) and isinstance(made[-1], Strong):
            made[-1] = Strong(made[-1].text + run.text)
        elif run:
            made.append(run)
    return tuple(made)


def _plain(block: Block) -> Iterator[str]:
    match block:
        case Heading(_, text) | Code(text):
            yield text
        case Words(found):
            yield from (words(line) for line in found)
        case Listed(items, ordered, start):
            for number, item in enumerate(items, start):
                mark = f"{number}. " if ordered else ""
                yield from (f"{mark if n == 0 else ''}{line}" for n, line in enumerate(lines(item)))
        case Rows(headers, rows):
            yield from (" / ".join(row) for row in (headers, *rows))
        case Quote(blocks):
            yield from lines(blocks)

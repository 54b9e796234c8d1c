"""Texts: one statement a line, an OKR with its headings and lists, Markdown, and tables inside of them."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from ....lang import Language
from .aside import Aside
from .grid import Grid, Row, ranges, tidy
from .groups import KR, O
from .heads import heads
from .names import CORE
from .outline import Line, Outline
from .sheet import Words
from .source import Entry, LeftOut, ReadAs, Source, decode
from .tables import read_grids

_RULE = re.compile(r"\s*\|?(?:\s*(?::?-{2,}:?|:-:?|-:)\s*(?:\||$))+\s*")
_LINK = re.compile(r"!?\[([^\]\n]{1,200})\]\([^)\n]{0,500}\)")
#: A line drawn across a text; 「-」 alone may be a statement left open.
_DRAWN = re.compile(r"\s*(?:[-=*_~#—–]\s?){3,}\s*")
#: What editors leave of HTML in a text; anything else in < and > is somebody's words.
_TAG = re.compile(
    r"</?(?:h[1-6]|p|div|span|ul|ol|li|b|strong|i|em|u|s|del|a|font|mark|small|center|blockquote|details|summary|br|hr)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
#: Who wrote what follows in a chat, and when.
_SENT = re.compile(r"\s*\[[\d年月日/.:： 上下午-]{4,24}\]\s*[^\s:：]{1,16}[:：]")
_ENTITY = re.compile(r"&(?:nbsp|ensp|emsp|amp|lt|gt|quot|#\d{2,5});")
#: A cell of so many characters is a sentence.
_SENTENCE = 6
#: A line of the head of a Markdown file, and how many lines such a head has at most.
_KEY, _FRONT = re.compile(r"[\w-]{1,40}\s?:(?:\s|$)|\s+\S|- "), 40
#: How many lines below an item are looked at for what is nested in it.
_NESTED = 20
_SEPARATORS = "\t|,，;；"


#: What a text is made of: lines, a table, something that was left out.
Block = Grid | LeftOut | list[Line]


def read_txt(source: Source, language: Language, default_kind: str | None) -> Iterator[Entry | LeftOut | ReadAs]:
    """Read statements and tables, in the order of the text.

    Where neither marks nor a table say what most of it is, every line is a statement of ``default_kind``, or a KR.
    """
    words = Words.of(language)
    rows = decode(source.data(), source.name).splitlines()
    yield from read_blocks(_blocks(rows, source.name, words), source.name, language, words, default_kind)


def read_blocks(
    found: Iterable[Block], name: str, language: Language, words: Words, default_kind: str | None
) -> Iterator[Entry | LeftOut | ReadAs]:
    """Read a text that was cut into lines and tables, as :func:`read_txt` does; ``name`` is what messages call it."""
    blocks = list(found)
    aside = Aside(name, language)
    blocks = [_nested(block, words, aside) if isinstance(block, list) else block for block in blocks]
    lines = [line for block in blocks if isinstance(block, list) for line in block]
    tables = any(isinstance(block, Grid) for block in blocks)
    outline = Outline(name, language, words)
    if tables or _structured(lines, words, aside):
        for block in blocks:
            if isinstance(block, list):
                outline.read(block)
            else:
                outline.table(read_grids([block], name, words, default_kind) if isinstance(block, Grid) else [block])
    if tables or outline.explains():
        yield from outline.found()
    else:
        yield from _flat(lines, name, language, words, default_kind)
        yield from (block for block in blocks if isinstance(block, LeftOut))


def _nested(lines: list[Line], words: Words, aside: Aside) -> list[Line]:
    """The same lines; in lists without marks, an item that is no KR and has KRs nested below is a heading to them."""
    read = [words.marks.read(line.text) for line in lines]
    if any(one.kind for one in read):
        return lines
    told = list(lines)
    for at, (line, one) in enumerate(zip(lines, read, strict=True)):
        if one.item == 0 or line.heading or aside.measured(one.text):
            continue
        after = read[at + 1] if at + 1 < len(lines) else one
        if one.item > 0 and after.item == 1 and aside.changes(after.text):
            told[at] = replace(line, nests=True)  # 「一、…」 before 「1. …」
        below = takewhile(lambda other: lines[other].indent > line.indent, range(at + 1, len(lines)))  # noqa: B023
        if any(read[other].item != 0 and aside.changes(read[other].text) for other in islice(below, _NESTED)):
            told[at] = replace(line, nests=True)
    return told


def _structured(lines: Sequence[Line], words: Words, aside: Aside) -> bool:
    """Whether a text says what its lines are: by a mark, or by a heading or an O with a list below it."""
    listed = [words.marks.read(line.text).item != 0 and not line.heading for line in lines]
    for line, item, below in zip(lines, listed, listed[1:], strict=False):
        text = line.text.strip()
        if below and not item and (line.heading or (aside.opens(text) and not aside.measured(text))):
            return True
    return any(one.kind in (O, KR) for line in lines for one in words.marks.statements(line.text))


def _flat(
    lines: Sequence[Line], name: str, language: Language, words: Words, default_kind: str | None
) -> Iterator[Entry | LeftOut]:
    """Read one statement a line, and each item of a list in one line; a KR below a marked O is a KR of that O."""
    aside = Aside(name, language)
    above: str | None = None
    after = 0
    measured: int | None = None  # how far a KR of a list stands in
    for line in lines:
        for one in words.marks.statements(line.text, after):
            after = max(one.item, 0)
            field = words.marks.field(one.text)
            if field is not None:
                aside.field(line.number, field[0])
            elif one.kind is not None and not one.text:
                aside.empty(line.number, line.text)
            elif one.kind is None and aside.around(one.text):
                aside.leave("text-around", line.number, one.text)
            elif one.kind is None and one.item and measured is not None and line.indent > measured + 1:
                aside.leave("text-below", line.number, one.text, lost=aside.measured(one.text))
            elif not one.text:
                aside.picture(line.number, line.text)
            elif not (_RULE.fullmatch(line.text) or _DRAWN.fullmatch(line.text)):
                kind = one.kind or default_kind or KR
                record = {"id": f"{name}:{line.number}", "kind": kind, "text": one.text}
                above = one.text if kind == O else above
                record |= {"objective": above} if one.kind == KR and above else {}
                measured = line.indent if one.item and aside.measured(one.text) else None
                yield Entry(name, str(line.number), record, guessed=one.kind is None and default_kind is None)
    yield from aside.left_out()


def _blocks(rows: Sequence[str], name: str, words: Words) -> Iterator[Block]:
    """Cut a text into tables, rows of tables without a header, and what stands between them."""
    lines: list[Line] = []
    at, apart = _front(rows, words), False
    if at:
        yield LeftOut(name, "text-around", ranges(range(1, at + 1)))
    while at < len(rows):
        table, end = _table(rows, at, words)
        block, end = (table, end) if table is not None else _headless(rows, at, name, words)
        if block is not None:
            if lines:
                yield lines
            yield block
            lines, at, apart = [], end, True
            continue
        text = _plain(rows[at])
        sent = _SENT.match(text)
        if sent is not None and text[sent.end() :].strip():
            lines.append(Line(at + 1, sent[0], 0, apart))
            text = text[sent.end() :]
        if text.strip() and not text.strip().startswith("```"):
            lines.append(Line(at + 1, text, len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip()), apart))
        apart = not text.strip()
        at += 1
    if lines:
        yield lines


def _plain(row: str) -> str:
    """A row without what editors write around its words: links, HTML."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), _TAG.sub(" ", _LINK.sub(r"\1", row)))


def _front(rows: Sequence[str], words: Words) -> int:
    """How many rows the head of a Markdown file takes (``---``, ``title: …``, ``---``) that holds no O and no KR."""
    if not rows or rows[0].rstrip() != "---":
        return 0
    end = next((at for at, row in enumerate(rows[1:_FRONT], 1) if row.rstrip() in ("---", "...")), 0)
    inside = [row for row in rows[1:end] if row.strip()]
    if not inside or any(words.marks.read(row).kind for row in inside):
        return 0
    return end + 1 if all(_KEY.match(row) for row in inside) else 0


def _headless(rows: Sequence[str], at: int, name: str, words: Words) -> tuple[LeftOut | None, int]:
    """Rows of statements side by side that no column names and no mark explains, and the row behind them."""

    def bare(row: str) -> bool:
        cells = [cell.strip() for cell in row.split("\t")]
        long = [cell for cell in cells if len(cell) >= _SENTENCE]
        return len(long) > 1 and all(words.marks.read(cell).kind is None for cell in cells)

    end = at
    while end < len(rows) and bare(rows[end]):
        end += 1
    if end == at:
        return None, at
    return LeftOut(name, "text-columns", ranges(range(at + 1, end + 1)), lost=True), end


def _table(rows: Sequence[str], at: int, words: Words) -> tuple[Grid | None, int]:
    """The table whose header stands in a row, and the row behind it; None where there is none."""
    for separator in _SEPARATORS:
        if separator not in rows[at]:
            continue
        framed = rows[at].lstrip().startswith("|")
        head = _row(at + 1, _cells(rows[at], separator, framed=framed))
        if not _names_columns(head, words):
            continue
        found, end = [head], at + 1
        for number, cells in _rows(rows, at + 1, separator, framed=framed):
            if len(cells) < 2:
                break
            end = number
            if not (separator == "|" and _RULE.fullmatch(rows[number - 1])):
                found.append(_row(number, cells))
        if len(found) > 1:
            return Grid("", [row for row in found if row.cells], separated=separator != "|"), end
    return None, at


def _names_columns(row: Row, words: Words) -> bool:
    """Whether a row names two columns or more, one of them for statements."""
    named = [
        column.meaning for head in heads(Grid("", [row]), words.names)[:1] for column in head.columns if column.name
    ]
    return len(named) > 1 and not set(CORE).isdisjoint(named)


def _row(number: int, cells: Sequence[str]) -> Row:
    return Row(number, {at: value for at, cell in enumerate(cells) if (value := tidy(cell))})


def _rows(rows: Sequence[str], at: int, separator: str, *, framed: bool) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table from a place on, with the number of the line each ends in."""
    if separator == "|":
        yield from ((number, _cells(row, separator, framed=framed)) for number, row in enumerate(rows[at:], at + 1))
        return
    reader = csv.reader((f"{row}\n" for row in rows[at:]), delimiter=separator)
    try:
        for cells in reader:
            yield at + reader.line_num, cells
    except csv.Error:
        return


def _cells(row: str, separator: str, *, framed: bool) -> list[str]:
    """The cells of one row; Markdown may have a stroke at both ends, and marks a stroke inside of a cell."""
    if separator != "|":
        return next(csv.reader([row], delimiter=separator), [])
    row = row.strip().removeprefix("|").removesuffix("|") if framed else row
    cells = (re.sub(r"<br\s?/?>", "\n", cell.replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", row))
    return [re.sub(r"\*\*|__|`", "", cell).strip() for cell in cells]

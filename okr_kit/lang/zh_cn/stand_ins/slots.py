"""Where somebody or something is expected: fields with a colon, columns of tables, mentions, brackets, who speaks.

A slot is a stretch of a text with the kind that stands there. Places are those of the text that was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .lattice import HAN, Lattice
from .vocabulary import Vocabulary, longest

#: Kinds whose fields are split at the marks of lists; numbers and addresses are taken as they stand.
LISTED = ("name", "company", "product")
_SEPARATORS = ("|", "\t", "‖", ";", ",", "│")
#: So many cells of a heading have to be known words of headings.
_KNOWN_HEADS = 2
_LONGEST_VALUE = 80
_LONGEST_ROLE, _LONGEST_NAME, _PARTS_OF_COMPANIES = 8, 4, "部科组室处班店"
_BLANKS = " \t"
_PIECE = re.compile(r"[、,/;&+|\n\t]|(?<=[^\s]) +(?=[^\s])|(?<=\)) ?和 ?")
_LIST = re.compile(r"[、,/;|\n]")
_SPACED = re.compile(rf"(?<![{HAN}])[{HAN}][ \t][{HAN}](?:[ \t][{HAN}])?(?![{HAN}A-Za-z])")
_BARE = re.compile(r"[ \t]")
_SPACED_DOES = re.compile(rf"(?<![{HAN}])[{HAN}] [{HAN}](?=独立负责|负责|牵头|主持|跟进|汇报|提出|反馈|带队)")
#: A name with a blank in it right behind what somebody does: 收件李 娜.
_SPACED_AFTER = re.compile(
    rf"(?:收件|收货|寄给|联系|联系人|对接人|负责人|抄送|经办|由|找)([{HAN}] [{HAN}]{{1,2}})(?![{HAN}A-Za-z])"
)
#: 我是恒信医疗的李想.
_I_AM = re.compile(rf"我是[^,。;!?\n]{{2,14}}的([{HAN}]{{2,3}})(?=[,。;!?\n]|$)")
_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕\n]{1,24})[)\]】〕]")
_DASHED = re.compile(r"(?:—{1,2}|–|--+|——+)[ \t]*([^\n—–。]{2,16})$", re.MULTILINE)
_MENTION = re.compile(rf"@ ?([{HAN}]{{2,8}}|[A-Za-z][A-Za-z.]{{1,20}}(?: [A-Z][a-z]{{1,10}})?)")
_TIMED = re.compile(rf"^[ \t]*([{HAN}]{{2,5}}|[A-Za-z]+ ?[{HAN}]{{0,2}}) \d{{1,2}}:\d\d", re.MULTILINE)
_SPEAKER = re.compile(rf"^[ \t]*([{HAN}]{{2,4}}|[A-Z][a-z]+): ?(?=\S)", re.MULTILINE)
_TWICE = re.compile(rf"[「“\"]((?P<one>[{HAN}])(?P=one))[」”\"]")
_LINE = re.compile(rf"^[ \t]*([{HAN}]{{2,4}})(?=[ \t]*(?:\d{{2,4}}[-/.年][^\n]{{0,20}})?$)", re.MULTILINE)


class Slot(NamedTuple):
    """A stretch in which a kind is expected. ``sure``: 2 in a field or column, 1 where it only may be."""

    start: int
    end: int
    kind: str
    sure: int


class Page:
    """One text as it is read: ``raw`` as it stands, ``narrow`` with its letters in one width, ``text`` folded. All are as long."""

    def __init__(self, name: str, raw: str, narrow: str, text: str, words: Vocabulary) -> None:
        """Read a text and find its slots."""
        self.name, self.raw, self.narrow, self.text, self.words = name, raw, narrow, text, words
        self.lattice = Lattice(text, words)
        #: The cells of each column of a table, whatever it holds.
        self.columns: list[list[tuple[int, int]]] = []
        self.slots = sorted({*fields(self), *columns(self), *marks(self)})


@lru_cache(maxsize=1)
def _heads(words: Vocabulary) -> dict[str, str]:
    """What each heading of a column or field holds."""
    found = dict.fromkeys(words.person_heads, "name")
    for kind, part in (("company", "companies"), ("product", "products")):
        found |= dict.fromkeys(words.things[part]["heads"], kind)
    return found | {
        word: kind for kind, heads in words.things["fields"].items() if kind != "codes_plain" for word in heads
    }


@lru_cache(maxsize=1)
def _labels(words: Vocabulary) -> re.Pattern[str]:
    """A heading with a colon; a short Latin one stands alone."""
    heads = _heads(words)
    latin = longest(head for head in heads if head.isascii())
    return re.compile(
        rf"((?:{longest(head for head in heads if not head.isascii())})|(?<![a-z0-9])(?:{latin}))[ \t]?:[ \t]*"
    )


def fields(page: Page) -> Iterator[Slot]:
    """What stands behind a heading and a colon."""
    heads = _heads(page.words)
    for found in _labels(page.words).finditer(page.text):
        kind = heads[found[1]]
        start, end = found.end(), _value_end(page, found.end())
        if len(found[1]) == 1 and page.text[max(0, found.start() - 1) : found.start()].strip(" |(\t\n　"):
            continue  # the last character of another word
        yield from _pieces(page, start, end, kind)


_STOP = re.compile(rf"[\n。|‖\t]| {{2,}}|[;,、 ][{HAN}a-z]{{1,8}} ?:|(?<!\d);")


def _value_end(page: Page, start: int) -> int:
    """Where the value of a field ends."""
    found = _STOP.search(page.text, start, start + _LONGEST_VALUE)
    return found.start() if found else min(len(page.text), start + _LONGEST_VALUE)


def _pieces(page: Page, start: int, end: int, kind: str, sure: int = 2) -> Iterator[Slot]:
    """The pieces of a value; a name may be written with blanks between its characters."""
    if kind not in LISTED:
        yield from _trimmed(page, start, end, kind, sure)
        return
    at = start
    if kind == "name":
        for spaced in _SPACED.finditer(page.text, start, end):
            if page.words.surname_of(_BARE.sub("", spaced[0])):
                yield from _split(page, at, spaced.start(), kind, sure)
                yield Slot(*spaced.span(), kind, sure)
                at = spaced.end()
    yield from _split(page, at, end, kind, sure)


def _split(page: Page, start: int, end: int, kind: str, sure: int) -> Iterator[Slot]:
    at = start
    for mark in (_PIECE if kind == "name" else _LIST).finditer(page.text, start, end):
        if kind == "name" and mark[0].isspace() and page.narrow[at : mark.start()].isascii():
            continue  # Tony 顾, Vivian Li
        yield from _trimmed(page, at, mark.start(), kind, sure)
        at = mark.end()
    yield from _trimmed(page, at, end, kind, sure)


def _trimmed(page: Page, start: int, end: int, kind: str, sure: int) -> Iterator[Slot]:
    """A piece without blanks, marks and what stands in brackets behind it."""
    text = page.text
    while start < end and text[start] in " \t@「“\"'*《·-":
        start += 1
    if kind == "name":
        bracket = text.find("(", start + 1, end)
        end = bracket if bracket > 0 else end
    while end > start and text[end - 1] in " \t」”\"'*》。,;>":
        end -= 1
    if kind == "name" and sure > 1:
        start, end = behind_role(page, start, end)
    if end > start:
        yield Slot(start, end, kind, sure)


def behind_role(page: Page, start: int, end: int) -> tuple[int, int]:
    """A piece without what somebody is in front of the name: 呼吸科安宁, 成员包容."""
    piece = page.text[start:end]
    if piece in page.words.words:
        return start, end
    for size in range(min(len(piece) - 2, _LONGEST_ROLE), 1, -1):
        role, rest = piece[:size], piece[size:]
        if (
            len(rest) <= _LONGEST_NAME
            and page.words.surname_of(rest)
            and (role in page.words.roles or role[-1] in _PARTS_OF_COMPANIES)
        ):
            return start + size, end
    return start, end


def columns(page: Page) -> Iterator[Slot]:
    """The cells below a heading that says what they hold."""
    separator, kinds, first = "", dict[int, str](), 0
    for start, line in _lines(page.raw):
        found = _heading(page, start, line) if line else ("", {})
        if found[1]:
            separator, kinds = found
            first = len(page.columns)
            page.columns += [[] for _ in _cells(line, separator)]
        elif not separator or separator not in line:
            separator, kinds = "", {}
        else:
            for number, (one, other) in enumerate(_cells(line, separator)):
                if kinds.get(number, "name") == "name" and first + number < len(page.columns):
                    cell = next(_trimmed(page, start + one, start + other, "name", 1), None)
                    page.columns[first + number] += [cell[:2]] if cell else []
                if number in kinds:
                    yield from _pieces(page, start + one, start + other, kinds[number])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _heading(page: Page, start: int, line: str) -> tuple[str, dict[int, str]]:
    """The separator of a line of headings, and which column holds what; nothing where it is none."""
    heads = _heads(page.words)
    for separator in _SEPARATORS:
        if line.count(separator) < _KNOWN_HEADS - 1:
            continue
        cells = [_bare(page.text[start + one : start + other]) for one, other in _cells(line, separator)]
        kinds = {number: heads[cell] for number, cell in enumerate(cells) if cell in heads}
        known = sum(cell in heads or cell in page.words.things["tables"]["heads"] for cell in cells)
        if kinds and known >= _KNOWN_HEADS and 2 * known >= sum(map(bool, cells)):
            return separator, kinds
    return "", {}


def _bare(cell: str) -> str:
    return re.sub(r"\([^)]*\)|[\s\"*#:]", "", cell)


def _cells(line: str, separator: str) -> list[tuple[int, int]]:
    """Where the cells of a line are; a separator in quotes is none."""
    places, start, quoted = [], 0, False
    for at, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == separator and not quoted:
            places.append((start, at))
            start = at + 1
    places.append((start, len(line)))
    return places


def marks(page: Page) -> Iterator[Slot]:
    """Mentions, what stands alone in brackets, behind a dash or on a line, and who speaks."""
    narrow, text = page.narrow, page.text
    for found in _MENTION.finditer(narrow):
        yield Slot(*found.span(1), "name", 2 if len(found[1]) <= 4 or found[1].isascii() else 1)
    for found in _TIMED.finditer(narrow):
        yield Slot(*found.span(1), "name", 2)
    for found in _TWICE.finditer(text):
        yield Slot(*found.span(1), "name", 1)
    for pattern in (_BRACKETS, _DASHED):
        for found in pattern.finditer(text):
            yield from _pieces(page, *found.span(1), "name", 1)
    for found in (*_SPEAKER.finditer(narrow), *_LINE.finditer(narrow)):
        yield Slot(*found.span(1), "name", 1)
    for spaced in (*_SPACED.finditer(text), *_SPACED_DOES.finditer(text)):
        if page.words.surname_of(spaced[0][0]):
            yield Slot(*spaced.span(), "name", 1)
    for found in (*_SPACED_AFTER.finditer(text), *_I_AM.finditer(text)):
        if page.words.surname_of(found[1]):
            yield Slot(*found.span(1), "name", 2)

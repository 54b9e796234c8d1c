"""The lines of a Chinese report: which of them are headings or labels, how deep they stand, what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from ....model import Span
from ....outline import Heading
from . import words

#: A longer line is no heading, a longer label is a sentence.
_LONGEST_HEADING, _LONGEST_TITLE = 32, 20
#: Behind a bracket of so many characters and more stands an item, unless the bracket is called like a heading.
_LEAST_ITEM = 4
_LINE = re.compile(r"[^\n]+")
_FENCE = re.compile(r"[`~]{3,}\w*|[=\-*_]{3,}")
_SIGNS = re.compile(r"[*_`~#>\s\u200b]+")
_MARK = re.compile(
    r"(?P<hash>#{1,6})\s*|(?P<han>[一二三四五六七八九十]{1,3}\s*[、.]|第[一二三四五六七八九十]{1,2}部分\s*[:、]?)|(?P<sub>\([一二三四五六七八九十]{1,3}\))"
    r"|(?P<digit>\(?\d{1,2}(?:\.\d{1,2})?[.、)](?!\d)|[①-⑳])|(?P<bullet>[-*+•·●▪◆■□▶>]\s+|[•·●▪◆■▶]|[\U0001f300-\U0001faff☀-➿]\ufe0f?\s*)"
)
#: How deep a heading stands, by its mark; a hash counts its signs. Bullets stand deeper the further they are moved in.
_HAN, _SUB, _STRONG, _DIGIT, _PLAIN, _BULLET, _OTHER = 10, 11, 13, 14, 15, 16, 17
_LEVELS = {"han": _HAN, "sub": _SUB, "digit": _DIGIT, "bullet": _BULLET}
_BRACKET = re.compile(r"[【\[](?P<name>[^】\]\n]{1,20})[】\]]\s*:?")
_LABEL = re.compile(r"(?P<name>[^:,;。\n]{1,14}):(?!\d|//)")
_NOTE = re.compile(r"\([^()\n]{0,80}\)")
_KNOWN = re.compile(
    r"(?:本|上|下|这)(?:周|个?月|双月|个?季度?|个?周期|一?阶段|一?期)(?:的)?(?:主要|重点|核心|已)?(?:工作|任务|事项|进展|完成|计划|安排|总结|回顾|内容|学习|小结|目标|重点|优先事项|数据|成果|进度|打算|要做)?(?:内容|情况|事项|总结|回顾|计划|安排|进展|进度|完成|小结|展望)?(?:/[一-鿿]{2,6})?"
    r"|[今明昨][日天](?:的)?(?:主要|重点)?(?:工作|任务|事项|进展|完成|计划|安排|总结|top\s*\d?)?(?:内容|情况|事项|top\s*\d?)?"
    r"|(?:主要|重点|存在|遇到|碰到|当前|待解决|其他|工作|学习中遇到)?(?:的)?(?:问题|风险|困难|障碍|难点|卡点|求助|风险点|难点问题)(?:[与和及/、](?:问题|风险|困难|障碍|求助|对策|建议|思考|支持|需要的支持|所需支持|解决方案|如何解决))?"
    r"|(?:需要|所需|需|请求|要)(?:的|求)?(?:支持|帮助|帮忙|协助|协调|资源)(?:[与和及/、].{2,4})?|信心(?:指数|值)?|kr\s*\d?(?:进展|进度|更新|状态)|okr(?:进展|进度|更新|状态)"
    r"|(?:已完成|进行中|未完成|完成情况|工作进展|工作内容|工作总结|工作计划|下一步|下一步计划|后续计划|后续安排|接下来|计划|安排|亮点|不足|亮点与不足|心得|感悟|思考|反思|小结|总结|备注|其他|关键数据|数据|得分|原因|规律|经验|下周期建议|资源请求|决策请求|健康指标|收获|回顾)"
)

#: Labels of a form that its writer made: 今日动作, 下周三件事.
_TIMED = re.compile(r"(?:[本上下这](?:周|个?月|双月|个?季度?|一?期)|[今明昨][日天])[一-鿿a-z\d]{1,6}")


class Line(NamedTuple):
    """One line: what of it says something, under what it stands; of a heading its name and how deep it stands.

    The ``span`` of a heading is what stands behind it on its own line.
    """

    span: Span
    role: str
    level: int = 0
    name: Span = (0, 0)


class _Marked(NamedTuple):
    """A line behind its marks: where it goes on, what mark it has, how deep that is, how far it is moved in."""

    place: int
    end: int
    mark: str
    level: int
    indent: int


def lines_of(folded: str) -> Iterator[Line]:
    """Every line with something on it; a label with words behind it is a heading and a line."""
    role = ""
    for found in _LINE.finditer(folded):
        if not found[0].strip() or _FENCE.fullmatch(found[0].strip()):
            continue
        marked = _behind_marks(folded, found.span())
        head = _heading(folded, marked)
        if head is None:
            yield Line((marked.place, marked.end), role)
            continue
        known = _role(name_of(folded, head.name))
        role = role if known == "meta" else known
        yield head._replace(role=known)
        if folded[slice(*head.span)].strip(" *_"):
            yield Line(head.span, known or role)


def name_of(folded: str, span: Span) -> str:
    """The words of a heading, without notes in brackets and signs."""
    return _SIGNS.sub("", _NOTE.sub("", folded[slice(*span)])).strip(":·")


def headings(folded: str, lines: Sequence[Line]) -> Iterator[Heading]:
    """The headings that have no others below them, and whether they are filled; titles and fields of a form are none."""
    for at, line in enumerate(lines):
        if not line.level or line.role == "meta" or words.TITLE.search(name_of(folded, line.name)):
            continue
        if at + 1 < len(lines) and lines[at + 1].level > line.level:
            continue  # its parts are counted
        yield Heading(line.name, _filled(folded, lines, at))


def _filled(folded: str, lines: Sequence[Line], at: int) -> bool:
    """Whether anything is said between a heading and the next."""
    for other in islice(lines, at + 1, None):
        if other.level:
            return False
        if _says(folded[slice(*other.span)], lines[at].role):
            return True
    return False


def _says(text: str, role: str) -> bool:
    """Whether what stands below a heading says something: 「无」 does where risks and wishes are asked for."""
    said = text.strip("*_ :;,")
    if not said or words.BLANK.fullmatch(said):
        return False
    return role not in ("done", "plan") or not words.NOTHING.fullmatch(said)


def _role(name: str) -> str:
    """What stands under a heading of that name."""
    return next((role for role, pattern in words.ROLES if pattern.search(name)), "")


def _behind_marks(folded: str, span: Span) -> _Marked:
    """Go past the signs and list numbers in front of a line."""
    place = _past_blanks(folded, *span)
    indent, level, first = place - span[0], 0, ""
    while mark := _MARK.match(folded, place, span[1]):
        kind = str(mark.lastgroup)
        level = level or _LEVELS.get(kind, len(mark["hash"] or ""))
        first = first or kind
        place = _past_blanks(folded, mark.end(), span[1])
    return _Marked(place, span[1], first, level, indent)


def _past_blanks(folded: str, start: int, end: int) -> int:
    rest = folded[start:end]
    return start + len(rest) - len(rest.lstrip())


def _heading(folded: str, line: _Marked) -> Line | None:
    """The line as a heading, None where it is none."""
    rest = folded[line.place : line.end]
    strong = rest.startswith(("**", "__")) and rest.rstrip(": ").endswith(("**", "__"))
    line = line._replace(place=line.place + len(rest) - len(rest.lstrip("*_ ")))
    if bracket := _BRACKET.match(folded, line.place, line.end):
        return _bracketed(folded, line, bracket)
    inner = rest.strip("*_ ")
    plain = _NOTE.sub("", inner).strip(": #*")
    label = _LABEL.match(folded, line.place, line.end)
    behind = folded[label.end() : line.end].strip("*_ ") if label else ""
    alone = ":" not in inner.rstrip(": ") and not re.search(r"[,;。]", plain)
    whole = Line((line.end, line.end), "", line.level, (line.place, line.place + len(inner)))
    if not plain or (label is None and len(plain) > _LONGEST_HEADING):
        return None
    if line.mark == "hash" or (strong and len(plain) <= _LONGEST_TITLE):
        return (
            _labelled(label, line, line.level or _STRONG)
            if label and behind
            else whole._replace(level=line.level or _STRONG)
        )
    if alone and line.mark == "han" and len(plain) <= _LONGEST_TITLE:
        return whole
    depth = line.level if line.level in (_HAN, _SUB, _DIGIT) else _PLAIN
    if alone and _is_known(plain):
        return whole._replace(level=depth)
    if label and _is_known(name_of(folded, label.span("name"))):
        return _labelled(label, line, depth)
    if label and _TIMED.fullmatch(name_of(folded, label.span("name"))):
        return whole._replace(
            span=(line.place, line.end) if behind else whole.span, level=depth, name=label.span("name")
        )
    return _labelled(label, line, max(line.level, _OTHER)) if label and not behind and line.mark != "bullet" else None


def _bracketed(folded: str, line: _Marked, bracket: re.Match[str]) -> Line | None:
    """【本周进展】 is a heading; in 【师傅app】订单详情 the bracket is the tag of an item."""
    behind = folded[bracket.end() : line.end].strip("*_ ")
    if len(behind) >= _LEAST_ITEM and not _role(bracket["name"]):
        return None
    level = _BULLET + line.indent if line.mark == "bullet" else line.level or _STRONG
    return Line((bracket.end(), line.end), "", level, bracket.span("name"))


def _labelled(label: re.Match[str], line: _Marked, level: int) -> Line:
    return Line((label.end(), line.end), "", level, label.span("name"))


def _is_known(name: str) -> bool:
    """Whether a line is called what headings of reports are called."""
    return _KNOWN.fullmatch(name.replace(" ", "")) is not None

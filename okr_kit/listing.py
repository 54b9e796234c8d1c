"""Lists as people type them: ``1、``, ``(2)``, ``③``, ``第四，``, bullets; and several items in one line.

Everything here looks at text folded by :func:`okr_kit.fold.fold`, and nothing reads further ahead than a few characters.
"""

from __future__ import annotations

import re
import unicodedata

NUMERALS = "一二三四五六七八九十"
#: Numbers that are one character: ①, ⑴, ⒈, ❶, Ⅰ.
CIRCLED = "\u2460-\u249b\u2776-\u2793\u2160-\u216b"
HAN = "\u4e00-\u9fff"
_PICTURES = "\u25a0-\u25ff\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff√※"

# How the number of an item is written; each holds the number as its one group.
_STYLES = tuple(
    re.compile(style)
    for style in (
        r"(\d{1,2})\.(?!\d)",
        r"(?:\d\.){1,2}(\d)[.、](?!\d)",
        r"(?:\d\.){1,2}(\d)[.、]?\s+(?=[" + HAN + "])(?![版倍分家个名人项次万亿元件条位天月年季成小吨台套场份单])",
        r"(\d{1,2})、",
        r"(\d)\ufe0f?\u20e3",
        r"(\d{1,2})[)】]",
        r"[(【]\s?(\d{1,2})\s?[)】]",
        r"(\d{1,2}):(?=[" + HAN + "])",
        r"k\s?(\d{1,2})\s?:",
        rf"结果\s?(\d{{1,2}}|[{NUMERALS}]{{1,2}})(?:\s?:|\s(?=[{HAN}]))",
        rf"([{CIRCLED}])[.、:]?",
        rf"([{NUMERALS}]{{1,2}})[、.:]",
        rf"[(]\s?([{NUMERALS}]{{1,2}})\s?[)]、?",
        rf"第([{NUMERALS}]{{1,2}})[条项点个]?[、,.:]",
        rf"([{NUMERALS}])是(?!否)",
        r"其([一二三四五六])[、,:]?(?:是)?",
        r"([a-h])[.、)](?=\s?[" + HAN + "])",
    )
)
#: A bullet, a check box or a picture before a statement: it says nothing.
_BULLET = re.compile(rf"(?:[-*+–—]\s+|[-–—](?=[{HAN}])|[•·‣∙]\s*|[{_PICTURES}][\ufe0f\u200d]*\s*|\[[ x√✓]?\]\s*)")
#: Markdown's quotes and headings are no items of a list.
_QUOTE = re.compile(r"(?:>|#{1,6})\s+")
#: Fewer characters are no statement: 「1、2、3 线城市」 is no list.
_SHORT = 4
_CLOSING = " \t;,、|/;"
#: 一 to 九十九.
_HAN_NUMBER = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")


def unlisted(folded: str, after: int = 0) -> tuple[int, int]:
    """Where a line's words begin, behind bullet and number: (place, number of the item; 0 without, -1 behind a bullet).

    ``after`` is the number of the item before: with it 「2、3 家门店」 is the second item, without 「2、3 号仓」 is none.
    """
    at, number = 0, 0
    for _ in range(4):
        space = len(folded) - len(folded[at:].lstrip())
        quote = _QUOTE.match(folded, space)
        if quote is not None:
            at = quote.end()
            continue
        bullet = _BULLET.match(folded, space)
        if bullet is not None:
            at, number = bullet.end(), number or -1
            continue
        item = _item(folded, space, after) if number <= 0 else None
        if item is None:
            return space, number
        at, number = item
    return at, number


def items(folded: str) -> list[tuple[int, int]]:
    """Where the items of a list in one line begin and end; one span, the whole, where it is no list.

    A list runs from 1 without a gap, in one style, and each item says something.
    """
    whole = [(0, len(folded))]
    for style in _STYLES:
        found = style.match(folded, len(folded) - len(folded.lstrip()))
        if found is None or value(found[1]) != 1:
            continue
        marks = [found]
        for one in style.finditer(folded, found.end()):
            if value(one[1]) == len(marks) + 1 and _parts(folded, one):
                marks.append(one)
        ends = [*(one.start() for one in marks[1:]), len(folded)]
        spans = [(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
        spans = [(start, start + len(folded[start:end].rstrip(_CLOSING))) for start, end in spans]
        if len(spans) > 1 and all(end - start >= _SHORT for start, end in spans):
            return spans
    return whole


def headed(folded: str) -> int:
    """Where a list begins that stands behind words in one line (「…：1）…；2）…」); 0 where there is none."""
    for style in _STYLES:
        found = next((one for one in style.finditer(folded) if value(one[1]) == 1), None)
        if found is None or folded[: found.start()].rstrip()[-1:] not in tuple(":,;。"):
            continue
        if found.start() >= _SHORT and len(items(folded[found.start() :])) > 1:
            return found.start()
    return 0


def value(number: str) -> int:
    """The value of a number as a list writes it: 2, 二, 十二, ②, b; 0 where it is none."""
    if number.isdecimal():
        return int(number)
    if _HAN_NUMBER.fullmatch(number):
        tens, ten, ones = number.rpartition("十")
        return (10 * (_digit(tens) or 1) if ten else 0) + _digit(ones)
    if len(number) != 1:
        return 0
    return ord(number) - 96 if number in "abcdefgh" else int(unicodedata.numeric(number, 0))


def _digit(numeral: str) -> int:
    """The value of one of 一 to 九, 0 without one."""
    return NUMERALS.index(numeral) + 1 if numeral else 0


def _item(folded: str, at: int, after: int) -> tuple[int, int] | None:
    """The number of a list at a place: (where it ends, its value)."""
    for style in _STYLES:
        found = style.match(folded, at)
        if found is None:
            continue
        number = value(found[1])
        follows = number == after + 1 and after > 0
        counted = re.match(rf"\d+|[{NUMERALS}]+", folded[found.end() : found.end() + 4])
        if not follows and found[0].endswith("、") and counted and value(counted[0]) == number + 1:
            return None  # 「1、2 线城市」
        return found.end(), number
    return None


def _parts(folded: str, mark: re.Match[str]) -> bool:
    """Whether the number of a next item stands where one may: behind a statement, not inside 「其中 2、3 号仓」."""
    ahead = folded[max(0, mark.start() - 4) : mark.start()]
    before = ahead.rstrip()[-1:]
    apart = before in ";。!?…)】"
    if not mark[1].isascii() and len(mark[0]) == 1:  # ②
        return True
    if re.match(r"\s?\d", folded[mark.end() : mark.end() + 2]) and not apart:
        return False
    if mark[0][0] in "第其":
        return apart or before in ",、" or ahead != ahead.rstrip()
    if mark[0][0] in "(【":
        return True
    return apart or before in ",、%" or ahead != ahead.rstrip() or (before not in "第.-~—" and not before.isdigit())

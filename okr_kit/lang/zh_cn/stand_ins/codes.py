r"""Numbers and signs that name somebody: telephones, mail addresses, identity cards, accounts, contracts, plates.

All patterns are read in text of one width (``Page.narrow``) and have upper limits, so that reading stays linear. What is
counted or measured (13800000000 元) is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .slots import Page
from .vocabulary import Vocabulary, longest


class Coded(NamedTuple):
    """A number or sign in a text. ``key`` is what is the same however it is written; ``sure`` whether it can be nothing else."""

    start: int
    end: int
    kind: str
    key: str
    sure: bool = True


_GAP = r"[ \-－—·]?"
_COUNTED = r"(?!\d|\.\d|[ ]?(?:元|万|亿|件|台|套|人次?|次|%|个|吨|克|平|米|公里|天|美元|户|家|单位))"
_NO_DIGIT = r"(?<![\d.])(?<!\d[ -])"
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}(?:@|\[at\]|\(at\)|#(?=[a-z0-9-]+\.(?:com|cn|net)))[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
)
_LINK = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9._~:/?#@!$&*+,;=%-]{3,200}|(?<![A-Za-z0-9@._-])[a-z0-9-]{2,40}\.(?:com|cn|net|com\.cn)(?![A-Za-z0-9._-])(?:/[A-Za-z0-9._~/?=&%-]{0,100})?"
)
#: In this order: a pattern takes what those before it have left.
_PHONES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\dA-Za-z])(?:\(?(?:\+|00)?86\)?{_GAP})?1[3-9]\d(?:{_GAP}\d{{4}}){{2}}{_COUNTED}",
        rf"(?<![\dA-Za-z])(?:\(?(?:\+|00)?86\)?{_GAP})?1[3-9]\d(?:{_GAP}\d{{3}}){{2}}{_GAP}\d{{2}}{_COUNTED}",
        rf"(?<![\dA-Za-z])(?:\(?(?:\+|00)?86\)?{_GAP})?1[3-9]\d[ -]?(?:[*xX]{{4}})[ -]?\d{{4}}(?!\d)",
        rf"{_NO_DIGIT}(?:\((?:\+86{_GAP})?0\d{{2,3}}\)|(?:(?:\+|00)86{_GAP})?0\d{{2,3}})[ \-－—]{{0,3}}\d{{3,4}}{_GAP}\d{{4}}(?:[ ]?(?:转|-|ext\.?|分机)[ ]?\d{{1,6}})?{_COUNTED}",
        rf"{_NO_DIGIT}(?:400|800){_GAP}\d{{3,4}}{_GAP}\d{{3,4}}{_COUNTED}|{_NO_DIGIT}(?:4|8)00\d{_GAP}\d{{3}}{_GAP}\d{{3}}{_COUNTED}",
        rf"(?<![\dA-Za-z.])(?:(?:\+|00)?86[ .-]?)?1[ .·-]?[3-9](?:[ .·_—–-]?\d){{9}}{_COUNTED}",
        rf"(?<![\dA-Za-z])(?:\+|00)86{_GAP}[2-9]\d{{1,2}}{_GAP}\d{{3,4}}{_GAP}\d{{4}}{_COUNTED}",
        rf"{_NO_DIGIT}0\d{{2,3}}[ ./·-]{{1,3}}\d(?:[ .-]?\d){{6,7}}{_COUNTED}",
        r"(?<![一二三四五六七八九零〇幺两])[一幺](?:[一二三四五六七八九零〇幺两]){10}(?![一二三四五六七八九零〇幺两十百千万])",
        rf"(?:(?<=[电话打拨线机真系号])|(?<=[电话打拨线机真系号][ ::]))(?!(?:19|20)\d\d[ -](?:19|20)\d\d)[2-9]\d{{2,3}}[ -]?\d{{4}}{_COUNTED}",
        rf"{_NO_DIGIT}(?!(?:19|20)\d\d)[2-9]\d{{2,3}}[ -]\d{{4}}(?=[ ]?(?:转|分机|打|#|\(座机|\(办))",
        r"(?<![\dA-Za-z])\+(?!86)\d{1,3}[ -]?\d{2,4}(?:[ -]?\d{2,4}){1,3}(?!\d)",
    )
)
_IDENTITY = re.compile(
    r"(?<![A-Za-z0-9])[1-9]\d{5} ?(?:19|20)\d{2} ?(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]) ?\d{3}[\dXx](?![A-Za-z0-9])"
)
_CREDIT = re.compile(r"(?<![A-Za-z0-9])(?=[0-9A-Z]{0,17}[A-Z])[19Y][1-9][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}(?![A-Za-z0-9])")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-Z] ?[·•・.\- ]? ?(?=[A-Z0-9]{0,5}\d)[A-HJ-NP-Z0-9]{4,6}[挂学警港澳]?(?![A-Za-z0-9])"
)
_CARD = re.compile(
    rf"(?<![A-Za-z0-9.,])\d{{4}}(?: \d{{4}}){{2,3}}(?: \d{{1,6}})?{_COUNTED}|(?<![A-Za-z0-9.])\d{{15,19}}(?: ?\d{{2,4}})?{_COUNTED}|(?<![A-Za-z0-9.,])\d{{4}}(?:-\d{{4}}){{3}}(?:-\d{{1,3}})?{_COUNTED}"
)
_LETTER = re.compile(
    r"[\u4e00-\u9fff]{0,6}[\[(〔【]20\d{2}[\])〕】] ?[\u4e00-\u9fffA-Z0-9]{0,10} ?第? ?\d{1,6} ?号(?:[-–]\d{1,3})?|[A-Z]{2,10}[\[(〔【]20\d{2}[\])〕】] ?[A-Z-]{0,6}\d{1,6} ?号?"
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9@._/-])[A-Z]{1,8}(?:[-_/·]?[A-Z0-9]{1,12}){0,5}(?:[-_][0-9]{1,12})?(?: \d{4} \d{2,4}(?: \d{1,4}(?!\d))?)?(?![A-Za-z0-9@])"
)
_CODE_VALUE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}[\[(〔【]20\d{2}[\])〕】] ?[\u4e00-\u9fff]{0,8} ?第? ?\d{1,6} ?号)|"
    r"(?:[\u4e00-\u9fff]{1,4} ?)?(?=[A-Za-z0-9 ·_/.\-]{0,24}\d)[A-Za-z0-9](?:[A-Za-z0-9]|[-_/·.#](?=[A-Za-z0-9第\u4e00-\u9fff])|第|(?<=[-_/])[\u4e00-\u9fff]{1,3}(?=[-_/\d])|(?<=\d) (?=\d{2,5}(?!\d?[年月日.]))|(?<=\d{4}) (?=\d(?!\d)))"
    r"{2,40}(?:[\[(〔【]20\d{2}[\])〕】] ?[\u4e00-\u9fff]{0,4}第?\d{1,6})?(?: ?号)?"
)
_NAME_VALUE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{4,24}|\d{5,20}(?: ?\d{2,5}){0,4}|[A-Za-z0-9][A-Za-z0-9_.@-]{5,40}")
_PHONE_VALUE = re.compile(r"\+?\(?\d[\d \-－—()*]{2,22}\d")
_DATE = re.compile(
    r"(?:19|20)\d{2}[-./年]?(?:0?[1-9]|1[0-2])(?:[-./月]?(?:0?[1-9]|[12]\d|3[01])日?)?$|\d{1,2}[-./]\d{1,2}$|\d{1,2}:\d{2}$|[QHWVv]\d"
)
#: So many digits in letters and digits make a number of something.
_DIGITS, _SHORT_DIGITS = 5, 3
#: So far behind a word its number ends at most; behind words that end so it may be short.
_REACH, _NUMBERED = 48, ("号", "编号", "码", "分机", "id")
_UNIT = re.compile(r" ?(?:元|万|亿|件|台|套|人|次|%|个|吨|份|单|笔|条|家|户|张)")
_LETTERS = re.compile(r"[A-Za-z\-_/\[(【〔]")
_ADDRESS = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")


def coded(page: Page) -> list[Coded]:
    """The numbers of a text that name somebody or something; they do not overlap."""
    taken: list[Coded] = []
    used: set[int] = set()
    for one in (*_patterns(page), *_fields(page), *_loose(page)):
        if used.isdisjoint(range(one.start, one.end)):
            used.update(range(one.start, one.end))
            taken.append(one)
    return sorted(taken)


def _patterns(page: Page) -> Iterator[Coded]:
    """What shows by its form alone."""
    text = page.narrow
    for pattern, kind in (
        (_MAIL, "mail"),
        (_LINK, "mail"),
        (_CREDIT, "id"),
        (_IDENTITY, "id"),
        (_PLATE, "id"),
        (_ADDRESS, "id"),
    ):
        for found in pattern.finditer(text):
            yield _made(found, kind)
    for found in _CARD.finditer(text):
        yield _made(found, "account")
    for pattern in _PHONES:
        for found in pattern.finditer(text):
            yield _made(found, "phone")
    for found in _LETTER.finditer(text):
        yield _made(found, "id")


def _made(found: re.Match[str], kind: str) -> Coded:
    """What a pattern found, without blanks at its ends."""
    start, end = found.span()
    while end > start and found.string[end - 1] in " .-":
        end -= 1
    words = found.string[start:end]
    return Coded(start, end, kind, re.sub(r"[\s\-－—()·+]", "", words).lower() or words)


@lru_cache(maxsize=1)
def _intro(words: Vocabulary) -> re.Pattern[str]:
    """A word in front of a number, with what may stand between; the kind is the name of the group."""
    fields = words.things["fields"]
    parts = [
        rf"(?P<{kind}>{longest(word for word in fields[kind] if not word.isascii())}|(?<![a-z])(?:{longest(w for w in fields[kind] if w.isascii())})(?![a-z]))"
        for kind in ("account", "id", "phone")
    ]
    return re.compile(rf"(?:{'|'.join(parts)})[ ]?(?:号码?|编号)?[ ]?[:：是为]?[ ]?(?:是|为)?[ ]?")


def _fields(page: Page) -> Iterator[Coded]:
    """What stands behind a word that says what it is, or in a column."""
    for found in _intro(page.words).finditer(page.text):
        kind = str(found.lastgroup)
        numbered = found[kind].endswith(_NUMBERED)
        yield from _value(page, found.end(), min(len(page.text), found.end() + _REACH), kind, numbered=numbered)
    for slot in page.slots:
        if slot.kind in ("id", "account", "phone"):
            yield from _value(page, slot.start, slot.end, slot.kind, numbered=True)


def _value(page: Page, start: int, end: int, kind: str, *, numbered: bool) -> Iterator[Coded]:
    """The number right at a place; behind a word that says 号 (``numbered``) a short one will do."""
    pattern = {"id": _CODE_VALUE, "account": _NAME_VALUE, "phone": _PHONE_VALUE}[kind]
    found = pattern.match(page.narrow, start, end)
    if found is None or _DATE.match(found[0]) or _UNIT.match(page.narrow, found.end()):
        return
    digits = sum(char.isdigit() for char in found[0])
    if kind == "account" and (digits or found[0].lower() not in page.words.things["products"]["public"]):
        yield _made(found, kind)
    if kind == "phone" and digits >= (_SHORT_DIGITS if numbered else _DIGITS):
        yield _made(found, kind)
    if kind == "id" and digits >= _SHORT_DIGITS and (_LETTERS.search(found[0]) or numbered or digits >= _DIGITS):
        yield _made(found, kind)


def _loose(page: Page) -> Iterator[Coded]:
    """Letters with many digits: numbers of contracts, orders, parcels. Standards and dates are none."""
    for found in _CODE.finditer(page.narrow):
        digits = sum(char.isdigit() for char in found[0])
        letters = re.match(r"[A-Z]+", found[0])
        if digits >= _DIGITS and letters and letters[0].lower() not in page.words.things["fields"]["codes_plain"]:
            yield _made(found, "id")._replace(sure=False)

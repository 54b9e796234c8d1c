"""What a statement may say itself about its kind (``O1：``, ``KR 2.``, ``【KR1】``, ``第二个目标：``), and lists taken apart.

People write a list into one cell, one line or one box; :meth:`Marks.split` is the one place where it becomes
statements. Patterns look at folded text of the same length, and none repeats without a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from .fold import UNSEEN, fold
from .lang import Language
from .listing import CIRCLED, HAN, NUMERALS, headed, items, unlisted, value

#: The kind of a piece that is no statement: ``衡量方式：…``, ``负责人：…``; see :meth:`Marks.field`.
FIELD = "field"

#: U+200D is not seen either, but joins emoji.
_JOINER = re.compile(
    "(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_OPEN, _CLOSE = r"(\[【「『《<", r")\]】」』》>"
_PAIRS = dict(zip(")]】」』》>）］”", "([【「『《<（［“", strict=True))
#: What stands between the statements of one line.
_BETWEEN = " \t;；,，、|｜/"
_EMPHASIS = r"[\s*_`~]{0,4}"
#: Fewer characters beside a mark inside a line are no statement, but speak of one: 「在 KR2 之上」.
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Marked:
    """One statement without its mark: its kind if it says one, its number, what stood in brackets.

    ``number`` is as written, folded: ``2``, ``1.2`` (also for ``O1/KR2``), ``一``; ``note`` is 「40%」 in ``KR1（40%）：…``;
    ``item`` is its place in a list (``3.``), 0 without one, -1 behind a bullet. An empty ``text`` with a kind is a
    heading: 「二、关键结果」.
    """

    kind: str | None
    text: str
    number: str = ""
    note: str = ""
    item: int = 0


class Marks:
    """Finds those marks, in the words of a pack."""

    def __init__(self, language: Language) -> None:
        """Build the patterns from the pack's words."""
        mark = _mark(language)
        self._mark = re.compile(_LEAD + mark)
        self._inner = re.compile(r"(?=\S)" + mark)
        self._is = tuple(language.say("marks.is").split("|"))
        self._refers = tuple(language.say("marks.refers").split("|"))
        whose = rf"(?:(?:{_any(language, 'key_result')}|{_any(language, 'objective')})\s?\d{{0,2}}\s?的?)?"
        name = rf"(?P<name>{whose}(?:{_any(language, 'fields')})|(?:{_any(language, 'objective')})(?=\s?:{_AMOUNT}))"
        ahead = rf"[\W_]{{0,6}}(?:[\d{CIRCLED}{NUMERALS}]{{1,3}}[.、)])?[\W_]{{0,4}}"
        self._field = re.compile(rf"{ahead}{name}\s*(?:\([^()]{{0,20}}\))?{_EMPHASIS}(?::|$){_EMPHASIS}")
        bare = rf"(?P<name>{_any(language, 'bare')}|(?:{_any(language, 'objective')})(?=\s\d[\d.,]*\s?[^\W\d_]|\s\d[\d.,]*%))"
        self._bare_field = re.compile(
            rf"{ahead}{bare}(?:\s*(?=[≥≤约~]?\s?\d[\d.,]*(?:/\d{{1,3}})?\s?[^\s\d,;]{{0,2}}$)"
            r"|\s+(?=\S{1,4}$|[\d年月日号/. -]{3,14}$))"
        )
        self._fields = re.compile(rf"(?<=[\s;,|/、]){name}\s?:")

    def take(self, line: str) -> tuple[str | None, str]:
        """Take the mark off a statement: (kind or None, the statement)."""
        marked = self.read(line)
        return marked.kind, marked.text

    def read(self, line: str, after: int = 0) -> Marked:
        """Take mark, bullet and list number off a statement; ``after`` is the number of the list's item before."""
        return _bare(self._taken(line), after)

    def field(self, line: str) -> tuple[str, str] | None:
        """What a line says beside a statement: (its name, folded; what it says), None where it is a statement."""
        raw = _seen(line).strip()
        folded = fold(raw)
        named = self._field.match(folded) or self._bare_field.match(folded)
        return (named["name"], raw[named.end() :].strip()) if named else None

    def split(self, text: str) -> list[tuple[str | None, str]]:
        """Take a list apart that somebody wrote into one cell, line or box: each statement with its kind, in order.

        It is cut at line ends, before marks (「KR1：… KR2：…」) and at list numbers that run from 1 (「1、…；2、…」,
        「① … ② …」). A heading (「关键结果：」) gives its kind to what is listed below it. What stands beside a
        statement (「负责人：甲」) keeps its name and has the kind :data:`FIELD`.
        """
        found: list[tuple[str | None, str]] = []
        carried: str | None = None
        for one in self.listed(re.sub(r"<br\s?/?>", "\n", text, flags=re.IGNORECASE)):
            if one.kind not in (None, FIELD):
                heads = not one.text or (one.item > 0 and not one.number)
                carried = one.kind if heads else None
            if one.text:
                found.append((one.kind or carried, one.text))
        return found

    def listed(self, text: str) -> Iterator[Marked]:
        """The statements of a text, line by line; a list's numbers go on from one line to the next."""
        after = 0
        for line in text.splitlines():
            for one in self.statements(line, after):
                after = max(one.item, 0)
                yield one

    def statements(self, line: str, after: int = 0) -> Iterator[Marked]:
        """Take one line apart: before each mark, and at its list numbers. A field has the kind :data:`FIELD`."""
        for piece in self._pieces(_seen(line)):
            whole = self._taken(piece)
            spans = items(fold(whole.text))
            if self.field(piece):
                yield Marked(FIELD, _bare(Marked(None, piece)).text)
            elif len(spans) == 1 and whole.kind == "objective" and (at := headed(fold(whole.text))):
                yield _bare(replace(whole, text=whole.text[:at].rstrip(" :：,，;；。")))
                yield from self.statements(whole.text[at:])
            elif len(spans) == 1:
                yield _bare(whole, after)
            else:
                parts = (replace(whole, text=whole.text[start:end]) for start, end in spans)
                yield from (replace(_bare(part), item=at) for at, part in enumerate(parts, 1))

    def _pieces(self, line: str) -> Iterator[str]:
        """Cut a line before each mark; one that begins with a field or a mark before each (further) field."""
        line = line.strip()
        folded = fold(line)
        first = self._field.match(folded)
        mark = None if first else self._mark.match(folded)
        found = self._fields.finditer(folded, first.end()) if first else self._behind(folded, mark)
        ends = [0, *(one.start() for one in found), len(line)]
        for start, end in pairwise(ends):
            piece = line[start:end]
            yield from self._cut(piece.rstrip(_BETWEEN) if mark and end < len(line) else piece)

    def _behind(self, folded: str, mark: re.Match[str] | None) -> Iterator[re.Match[str]]:
        """The fields behind a marked statement, outside of brackets: 「KR1：…；负责人：甲；截止：9 月」."""
        depth, at = 0, mark.end() if mark else len(folded)
        for found in self._fields.finditer(folded, at):
            depth += sum((char in "([【") - (char in ")]】") for char in folded[at : found.start()])
            at = found.start()
            apart = folded[at - 1] in ";,|\t" or folded[at - 2 : at].isspace() or folded[at - 2] in ";,|"
            if depth <= 0 and apart and folded[found.end() : found.end() + 2].strip()[:1] != "从":
                yield found

    def _taken(self, line: str) -> Marked:
        """Take the mark alone off a statement."""
        raw = _seen(line).strip()
        found = self._mark.match(fold(raw))
        if found is None:
            return Marked(None, raw)
        number = re.sub(r"[-–_·]", ".", found["number"] or found["nth"] or "")
        if found["above"]:
            number = f"{found['above']}.{number}"
        note = next((raw[slice(*found.span(name))].strip() for name in ("note", "share") if found[name]), "")
        return Marked(_kind(found), raw[found.end() :].strip(), number, note)

    def _cut(self, line: str) -> Iterator[str]:
        """Cut a line before each mark that begins another statement; no piece is blank."""
        folded = fold(line)
        last = self._mark.match(folded)
        starts, depth, at = [0], 0, last.end() if last else 0
        for found in self._inner.finditer(folded, at):
            depth += sum((char in "([【") - (char in ")]】") for char in folded[at : found.start()])
            at = found.start()
            if depth <= 0 and self._begins(folded, starts[-1], found, last):
                starts.append(at)
                last = found
        for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
            piece = line[start:end].strip()
            piece = piece.rstrip(_BETWEEN) if end < len(line) else piece
            if piece:
                yield piece

    def _begins(self, folded: str, start: int, found: re.Match[str], last: re.Match[str] | None) -> bool:
        """Whether a mark inside a line begins a statement, instead of being spoken of (「在 KR2 基础上」)."""
        ahead = folded[start : found.start()]
        before = ahead.rstrip()[-1:]
        apart = not before or before in ";。,!|?、/)]】」…" or ahead[-1].isspace()
        numbered = bool(found["number"] or found["nth"])
        if ":" in found["end"] or found["open"] or found["end"].strip().startswith(self._is):
            return apart or (numbered and found["han"] is None)
        if not (apart and numbered and last is not None and _runs(last, found)) or ahead.rstrip().endswith(
            self._refers
        ):
            return False
        said = len(ahead.rstrip()) - (last.end() - last.start() if last.start() >= start else 0)
        return min(said, len(folded) - found.end()) >= _SHORT


def _seen(line: str) -> str:
    """Take the characters out that are not seen."""
    return _JOINER.sub("", line.translate(UNSEEN))


def _kind(found: re.Match[str]) -> str:
    return "objective" if found["objective"] else "key_result"


def _runs(last: re.Match[str], found: re.Match[str]) -> bool:
    """Whether a mark is the one that comes next: KR2 after KR1, KR1 after an O, O2 after the KRs of O1."""
    before, now = (_last(one["number"] or one["nth"] or "") for one in (last, found))
    if _kind(last) == _kind(found):
        return now == before + 1
    return now == 1 if found["key_result"] else now > 1


def _last(number: str) -> int:
    """The value of a mark's own number, the last of 「1.2」."""
    return value(re.split(r"[.\-–_·]", number)[-1]) if number else 0


def _bare(marked: Marked, after: int = 0) -> Marked:
    """Take bullet, list number, emphasis and a bracket or quote left open by the mark off a statement."""
    text = re.sub(r"\*\*|__(?=\S)|(?<=\S)__|~~", "", marked.text).strip()
    start, item = unlisted(fold(text), after)
    text = re.sub(r"^【([^【】]+)】$", r"\1", text[start:].strip().rstrip(";； "))
    if text.endswith('"') and text.count('"') % 2:
        text = text[:-1].rstrip()
    if text and text[-1] in _PAIRS and text.count(_PAIRS[text[-1]]) < text.count(text[-1]):
        text = text[:-1].rstrip()
    return replace(marked, text=text, item=item)


def _any(language: Language, name: str) -> str:
    """The words of a list in the pack, longest first, as a pattern."""
    words = sorted((fold(word) for word in language.say(f"marks.{name}").split("|")), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s?") for word in words)


#: A number and its unit alone: 「目标：96%」 is the target of a KR and no O.
_AMOUNT = r"\s*(?:[提升高降低达增减缩短长加少]{0,2}[到至]|不[低高少多]于|不超过)?\s?[≥≤><=约~]?\s?\d[\d.,]*\s?[^\s\d;,|]{0,4}\s*(?:$|[\s;,|])"
#: What may stand before a mark: bullets, pictures, emphasis, the number of a list.
_LEAD = (
    rf"(?:[^\w{_OPEN}]|_|\[[ x√✓]?\]){{0,8}}"
    rf"(?:(?:第[{NUMERALS}\d]{{1,2}}(?:部分|章|节)[、:]?|[(]?\s?(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}|[{NUMERALS}]{{1,2}}|[a-h](?=[.、)]))\s?[.、)]\)?|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\s|\d\ufe0f?\u20e3|[{CIRCLED}])(?:[^\w{_OPEN}]|_|\[[ x√✓]?\]){{0,6}})?"
)


def _mark(language: Language) -> str:
    """The pattern of a mark: words, number, brackets, and how it ends.

    With a number nearly any end will do, a blank or the statement itself too; without one it takes a colon, a bracket,
    「是」, or nothing behind it (a heading).
    """
    say = language.say
    words = {}
    for kind in ("objective", "key_result"):
        both = _any(language, kind)
        words[kind] = rf"(?P<{kind}>{both})(?:\s?[(/|]?\s?(?:{both})\s?\)?)?"
    either = "|".join(_any(language, kind) for kind in words)
    time = r"20\d\d(?=\D)|\d\d(?=年)|\d{1,2}(?=月)|q[1-4]|h[12]|fy\d{0,4}|第?[一二三四](?=季)|\s"
    ahead = rf"(?:(?:{time}|{_any(language, 'before')}){{0,8}})"
    nth = rf"(?:第\s?(?P<nth>[{NUMERALS}]{{1,2}}|\d{{1,2}})\s?[个条项]?\s?)?"
    above = r"(?:(?:o|objective|目标)\s?(?P<above>\d{1,2})\s?[/\-–—.·_|、:]?\s?)?"
    number = (
        rf"(?:(?:no\.?|[#.第(]|(?<=[a-z])[\-–](?=\d))?\s*(?P<number>\d{{1,2}}(?:[.\-–_·]\d{{1,2}}(?![\d%])){{0,2}}(?![\d%])"
        rf"|[{NUMERALS}]{{1,2}}|[{CIRCLED}])\ufe0f?\u20e3?)?"
    )
    note = r"(?:\s?[(【\[](?P<note>[^()【】\[\]]{1,24})[)】\]](?=\s*[:\-–—、])|\s?[(【](?P<share>\d{1,3}%)[)】])?"
    said = rf"(?:{_any(language, 'is')})(?!否)"
    strong = rf"\s*(?:[:=|>~·•][{_CLOSE}]?|[-–—−‐]{{1,2}}>?(?!\d)|\.(?!\d)|、(?!\s?(?:o|kr)\d)|,|[{_CLOSE}]\s?[:.、,\-–—|]?|{said},?:?)"
    weak = rf"(?(open)(?!)|(?(han)(?!\s?[{say('marks.measures')}])|)(?!\s?(?:{_any(language, 'speaks')}))(?:\s+(?=\S)|(?<![{NUMERALS}])(?=[{HAN}“\"‘「《【])))"
    unnumbered = (
        rf"(?:{_any(language, 'follows')})?{_EMPHASIS}"
        rf"(?:(?(han)(?!)|(?<=[\s*_])(?=[{HAN}])(?!{_any(language, 'speaks')}|{said}))"
        rf"|:[{_CLOSE}]?(?!{_AMOUNT})|[{_CLOSE}]\s?:?|\.(?=\s?[{HAN}])|\s[-–—]{{1,2}}\s|(?:{said})(?!{_AMOUNT}|\s?(?:{either})|什么),?:?)"
    )
    return (
        rf"(?P<open>[{_OPEN}]\s?)?{_EMPHASIS}(?:{ahead}{nth}(?:(?P<han>(?=[{HAN}]))|(?![{HAN}])))"
        rf"(?:(?<![a-z])|(?<=okr))(?:{above}{words['key_result']}|{words['objective']})(?![a-z])"
        rf"{_EMPHASIS}{number}{_EMPHASIS}(?:\((?:{either})\)|(?=[{HAN}])(?:{either})(?=\s?[:\-–—、.)]))?{note}{_EMPHASIS}"
        rf"(?P<end>(?(number){strong}|(?!))|(?(nth){strong}|(?!))|(?(number){weak}|(?!))|{unnumbered}|\s*$){_EMPHASIS}"
    )

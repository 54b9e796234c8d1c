"""Cut a text into stretches that each belong to one step: by headings and labels where it has them, else by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ....model import Span
from .cues import CAME_TO, FELL_SHORT, ONWARD, THEREFORE, WHENEVER, cue
from .headings import Headings, cells, lines
from .ordered import ordered
from .places import WAYS, placed

_STOPS = re.compile(r"[。;!?](?:[」』”’\")]|(?=[^\n]))?|\n")
_SPEAKS = re.compile(r"^[ \t]{0,4}([一-鿿a-z]{1,5}):[ \t]{0,2}", re.MULTILINE)
_HASHES = re.compile(r"^[\s>]{0,6}(#{1,6})")
#: A clause of more characters was spoken; and where it turns to something else.
_LONG = 45
_TURN = re.compile(
    r"分析原因|评估结果|总结一下|行动的话|后面的话|后面(?=[我跟和要])|后来我就想|另外为啥|跟[一-鿿]{2,6}说|然后|后来|所以|因为|主要是|主要还是|为啥|为什么|下一步|接下来|下个月|目标是|实际|结果|原因|以后|打算|准备(?!不)"
)
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
    if given:
        found = [
            stretch._replace(step=given)
            for start, end in lines(folded)
            for stretch, _ in _line(folded, start, end, None)
        ]
        return Segments(tuple(found), frozenset((given,)), empty_end=False)
    return _Cutter(folded, headings).cut()


class _Cutter:
    """Walks over the lines of a text. ``step`` is what the last heading named, None where none holds.

    A label that has its text behind it holds for its line and for the list below (``loose``); paragraphs after that speak
    for themselves. Below a heading that stands alone (``block``) it holds for its line.
    """

    def __init__(self, folded: str, headings: Headings) -> None:
        self.folded, self.headings = folded, headings
        self.speakers = _speakers(folded)
        self.found: list[Stretch] = []
        self.headed: set[str] = set()
        self.step: str | None = None
        self.block: str | None = None
        self.columns: list[str] = []
        self.depth = 0
        self.loose = self.empty = False
        self.ordered: dict[int, tuple[str, int]] = {}

    def cut(self) -> Segments:
        """All stretches."""
        spans = list(lines(self.folded))
        self.ordered = ordered(self.folded, spans, self.headings.of_line)
        for start, end in spans:
            self._take(start, end)
        found = [part for one in self.found for part in _moved(self.folded, one, self.headed)]
        return Segments(tuple(found), frozenset(self.headed), self.empty)

    def _take(self, start: int, end: int) -> None:
        """One line: a heading, a label with its text, or sentences."""
        line = self.folded[start:end]
        if self._in_table(start, line):
            return
        heading = self.ordered.get(start) or self.headings.of_line(line)
        self.empty = False
        if heading and not heading[0] and self.step and _depth(line) > self.depth > 0:
            return  # a part of the step above it, with a name of its own
        begin = 0
        if heading:
            begin = heading[1]
            self._enter(heading[0])
            self.depth, self.loose = _depth(line), begin < len(line)
            self.empty = bool(heading[0]) and not self.loose
            if not self.loose:
                self.block = self.step
        elif self.loose and (self.block or not _listed(line)):
            self.step, self.loose = self.block, False
        begin = begin or _speaker(line, self.speakers)
        for stretch, own in _line(self.folded, start + begin, end, self.headings):
            if own:
                self._enter(own)
                self.loose = True
                if stretch.span[0] == stretch.span[1]:  # a label at the end of a line: its list stands below
                    continue
            elif self.loose and self.step != "action" and _leads_on(self.folded[slice(*stretch.span)]):
                self.step = "action"
            previous = self.found[-1].step if self.found else ""
            early = not any(one.step for one in self.found)
            self.found.extend(
                _placed(self.folded, stretch, self.step or "", previous, follows=bool(self.headed), early=early)
            )

    def _in_table(self, start: int, line: str) -> bool:
        """Whether a line belongs to a table with steps side by side; its cells are then stretches of theirs."""
        if columns := self.headings.columns(line) if self.step != "action" else []:
            self.columns = columns
            self.headed.update(step for step in columns if step)
            return True
        if not self.columns or not cells(line):
            self.columns = []
            return False
        named = self.headings.of_line(cells(line)[0])
        if named and named[0] in ("cause", "lesson", "action"):  # a row for a step, below those for numbers
            self._enter(named[0])
            lead = line.find(cells(line)[0]) + len(cells(line)[0])
            self.found.append(Stretch((start + lead, start + len(line)), named[0], start, row=True))
            return True
        self.found.extend(_by_column(line, start, self.columns))
        return True

    def _enter(self, step: str) -> None:
        """A heading begins: of a step, or of none."""
        self.step = step or None
        if step:
            self.headed.add(step)


def _leads_on(sentence: str) -> bool:
    """Whether a sentence behind a label turns to what is to be done: it says so, or somebody is to do something by a day."""
    return ONWARD.match(sentence) is not None or placed(sentence.partition(",")[0]) == "action"


def _by_column(line: str, start: int, columns: list[str]) -> Iterator[Stretch]:
    """The cells of a row, each of its column's step; those of one step side by side are one."""
    lead = len(line) - len(line.lstrip().lstrip("|"))
    place, held = lead, None
    for step, cell in zip(columns, re.split(r"[|\t]", line[lead:].rstrip().rstrip("|")), strict=False):
        span = (start + place, start + place + len(cell))
        place += len(cell) + 1
        if held and held.step == step:
            held = held._replace(span=(held.span[0], span[1]))
            continue
        if held and _WORD.search(line[held.span[0] - start : held.span[1] - start]):
            yield held
        held = Stretch(span, step, start, row=False)
    if held and _WORD.search(line[held.span[0] - start : held.span[1] - start]):
        yield held


_WORD = re.compile(r"\w")


def _speakers(folded: str) -> frozenset[str]:
    """Who speaks, where a talk was written down: names in front of a colon that open several lines."""
    names = [found[1] for found in _SPEAKS.finditer(folded)]
    return frozenset(name for name in names if names.count(name) > 2) if 6 <= len(names) <= 200 else frozenset()


def _speaker(line: str, speakers: frozenset[str]) -> int:
    """How much of a line only says who speaks."""
    found = _SPEAKS.match(line)
    return found.end() if found and found[1] in speakers else 0


def _listed(line: str) -> bool:
    """Whether a line is an item of a list, or the row of a table."""
    found = _BULLET.match(line)
    return bool(found and found[0].strip()) or line.startswith(("  ", "\t"))


#: What tells of what came of it, whatever heading it stands under.
_TELLS = re.compile(r"实际|完成|达成|最终|最后|结果|得分|只有|只做|做到|没|未|目前|截至|实[招到收签花]|打\s?[01]\.\d")
#: What explains, whatever heading it stands under.
_EXPLAINS = re.compile(
    r"因为|由于|导致|原因|主要(?:是|在)|受[^,。;]{1,12}影响|为什么|在于|造成|因(?=[一-鿿]{2,8}(?:而|未|没))"
)


def _moved(folded: str, stretch: Stretch, headed: set[str]) -> Iterator[Stretch]:
    """A sentence under 目标 or 结果 in its pieces, where it speaks of a step that has no heading in this text."""
    if stretch.step not in ("goal", "result") or stretch.row:
        yield stretch
        return
    for piece in _placed(folded, stretch, "", ""):
        stays = piece.step in headed or piece.step in ("", "goal", "action", "lesson")
        stays = stays or (piece.step == "result" and not _TELLS.search(folded, *piece.span))
        stays = stays or (piece.step == "cause" and not _EXPLAINS.search(folded, *piece.span))
        yield piece._replace(step=stretch.step) if stays else piece


def _depth(line: str) -> int:
    """How deep a heading stands: the number of its marks, 0 where it has none."""
    found = _HASHES.search(line)
    return len(found[1]) if found else 0


def _line(folded: str, start: int, end: int, headings: Headings | None) -> Iterator[tuple[Stretch, str]]:
    """The sentences of a line, each with the step that a label in front of it names, else ``""``."""
    if folded[start:end].lstrip().startswith("|") or folded.count("|", start, end) > 1:
        yield Stretch((start, end), "", start, row=True), ""
        return
    for first, stop in _sentences(folded, start, end, headings):
        label = headings.of_sentence(folded[first:stop]) if headings and first != start else None
        begin = first + label[1] if label else first
        bullet = _BULLET.match(folded, begin, stop)
        begin = bullet.end() if bullet and first == start else begin
        if begin < stop or (label and label[0]):
            yield Stretch((begin, stop), "", start, row=False), label[0] if label else ""


def _sentences(folded: str, start: int, end: int, headings: Headings | None) -> Iterator[Span]:
    """The sentences of a line, which also begin where the course's own names of the steps stand in running text."""
    cuts = [start, *(headings.inside(folded, start, end) if headings else ()), end]
    for first, stop in pairwise(cuts):
        if first < stop:
            yield from sentences(folded, first, stop)


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


def _placed(
    folded: str, stretch: Stretch, step: str, previous: str, *, follows: bool = False, early: bool = False
) -> Iterator[Stretch]:
    """A sentence under a heading as it is; one without in as many pieces as steps are spoken of.

    One that no word places goes on with the causes before it where it sounds so, and (``follows``) with any step behind a
    label.
    """
    if step or stretch.row:
        yield stretch._replace(step=step)
        return
    clauses = _clauses(folded, stretch.span)
    steps = _steps(folded, clauses, early=early)
    if _is_rule(folded[slice(*stretch.span)]):
        steps = _ruled(folded, clauses, steps)
    if previous == "action" and set(steps) <= {"", "result"} and not CAME_TO.search(folded, *stretch.span):
        steps = ["action"] * len(steps)  # by what one will see that it worked
    if not any(steps):
        steps = [_following(folded, stretch.span, previous, follows=follows)] * len(steps)
    begin, current = clauses[0][0], steps[0]
    for (start, _), one in zip(clauses[1:], steps[1:], strict=True):
        if one != current:
            yield stretch._replace(span=(begin, start), step=current)
            begin, current = start, one
    yield stretch._replace(span=(begin, clauses[-1][1]), step=current)


_LATER = re.compile(r"\s{0,4}(?:以后|往后|今后|下次|下回)")
_HOLDS = re.compile(WAYS["holds where"][1])
_HANDED = re.compile(r"由[^,。;]{2,8}(?:负责|牵头|来做|盯)")


def _is_rule(sentence: str) -> bool:
    """Whether a sentence says what holds whenever something is so, or where what holds later does not."""
    return WHENEVER.match(sentence) is not None or (
        _LATER.match(sentence) is not None and _HOLDS.search(sentence) is not None
    )


def _ruled(folded: str, clauses: list[Span], steps: list[str]) -> list[str]:
    """The steps of such a sentence's clauses: from where it says who is to do it on, it is an action all the same."""
    for at, (step, clause) in enumerate(zip(steps, clauses, strict=True)):
        words = folded[slice(*clause)]
        if step == "action" and (_HANDED.search(words) or placed(words) == "action"):
            return ["lesson"] * at + ["action"] * (len(steps) - at)
    return ["lesson"] * len(steps)


def _clauses(folded: str, span: Span) -> list[Span]:
    """The clauses of a sentence, each with the comma behind it; what was dictated without commas is cut at turns."""
    found, place = [], span[0]
    for comma in _COMMA.finditer(folded, *span):
        if not comma[1]:
            continue
        found += _turns(folded, place, comma.end())
        place = comma.end()
    if place < span[1] or not found:
        found += _turns(folded, place, span[1])
    return found


def _turns(folded: str, start: int, end: int) -> list[Span]:
    """A clause as it is, or in pieces where it is longer than anybody writes one."""
    if end - start <= _LONG:
        return [(start, end)]
    cuts = [start, *(turn.start() for turn in _TURN.finditer(folded, start + 1, end)), end]
    return [(a, b) for a, b in pairwise(cuts) if b > a]


def _steps(folded: str, clauses: list[Span], *, early: bool = False) -> list[str]:
    """The step of each clause: what its words say, else that of the clause before it, else of the one behind it.

    ``early``: nothing was told yet. What was to be done, or to change, is then what was wanted, where a number follows.
    """
    steps: list[str] = []
    for start, end in clauses:
        words = folded[start:end].strip()
        if THEREFORE.match(words) and steps:
            steps = [one or "cause" for one in steps]
            steps.append("result" if FELL_SHORT.search(words) else "cause")
            continue
        own = placed(words) or cue(words)
        if early and (not any(steps) or _WANTED.search(words)) and _is_aim(folded, own, clauses, len(steps)):
            own = "goal"
        elif early and own == "action" and not any(steps) and not placed(words):
            own = ""  # nothing is done about what nobody has told yet
        if own == "result" and steps and steps[-1] == "action" and not CAME_TO.search(words):
            own = "action"  # by what one will see that it worked
        steps.append(own or (steps[-1] if steps else ""))
    first = next((one for one in steps if one), "")
    return [one or _before(folded[slice(*clause)], first) for one, clause in zip(steps, clauses, strict=True)]


def _is_aim(folded: str, own: str, clauses: list[Span], at: int) -> bool:
    """Whether a clause says what was wanted: something to be done or to change, and a number behind it that came of it."""
    if at + 1 == len(clauses) or not _DIGIT.search(folded, clauses[at + 1][0], clauses[-1][1]):
        return False
    words = folded[slice(*clauses[at])]
    return own == "action" or (own == "result" and _CHANGE.search(words) is not None and "实际" not in words)


def _before(clause: str, step: str) -> str:
    """The step of a clause that no word places, in front of one that is: nothing is done about what is still lacking."""
    return "cause" if step in ("action", "result") and _LACKS.search(clause) else step


def _following(folded: str, span: Span, previous: str, *, follows: bool) -> str:
    """The step of a sentence that no word places, from the one before it; empty where that would be a guess."""
    if previous == "cause" and (follows or _goes_on(folded, span)):
        return "cause"
    if previous in ("result", "") and _LACKS.search(folded, *span) and not _FINE.search(folded, *span):
        return "cause"
    if previous in ("action", "lesson") and (follows or not _DIGIT.search(folded, *span)):
        return previous
    return "result" if previous in ("goal", "result") and _DIGIT.search(folded, *span) else ""


#: What says that something was not there, or not done: an account of how it came.
_LACKS = re.compile(
    r"没有?[^,。;]{1,8}这(?:项|个|条|栏|一)|默认值|只(?:排|有一|留|剩|派|配)|忙不过来|又要管|还要管|没(?:有)?(?:人|及时|想到|注意|提前|给|开|做|看|问|查|算|主动|一个|这|那|写|教|说|定|明确|统一|分|跟|去)|(?:也|都|从来|一直|谁都|又)没|未(?:及时|提前|能)|不够|不齐|照抄|才(?:发现|知道|审|报|提交|批)|晚了|太(?:散|多|少|差|晚|急|慢)|当然不|不着急|以为|老是|被压缩|漏|凭(?:感觉|记忆|经验)|靠人"
)
_FINE = re.compile(r"没什么(?:要|好|可)|没有(?:问题|投诉|变|误)|都挺好|满意|零投诉")
_WANTED = re.compile(r"要(?:把|在|将|做到|降到|升到|提到)|想把|希望把")
_CHANGE = re.compile(
    r"[从由]\s?[^,。;]{0,10}\d[^,。;]{0,8}?(?:降|升|提|压|做|减|增|涨|缩|控|到|至)[^,。;了]{0,4}\d|\d[\d.]{0,6}%?\s?(?:→|->)\s?\d"
)
_DIGIT = re.compile(r"\d")
_ON = re.compile(r"没|未|只|才|因|为了|其实|而且|另外|还有|其次|一是|二是|再|第[一二三]|首先")


def _goes_on(folded: str, span: Span) -> bool:
    """Whether a sentence without a word of its own goes on with the causes before it."""
    return _ON.search(folded, *span) is not None

"""A Chinese report cut into headings, what stands below them, and the sentences and items that it says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ....fold import fold
from ....model import Span
from ....outline import Outline, Piece
from ....text import JUDGED, Number, Reading
from . import words
from .headings import Line, headings, lines_of
from .names import covered

#: Longest title of a report, and as much of it as is read at once, in characters.
_LONGEST_TITLE, _LONGEST_PIECE = 32, 180
_PART = re.compile(r"[^;。!?\n]+")
_HAN, _WORD = re.compile(r"[一-鿿]"), re.compile(r"[a-z]{2,}")
_KANA = re.compile(r"[぀-ヿ가-힯]")
#: What a text that was cut off ends in.
_CUT = re.compile(
    r"(?:[,、(《“「【]|以及|并且|(?<!总)(?<!平)和|(?<!参)与|或者|因为|但是?|由于|如果|为了|关于|对于|其中|包括|(?<!大)将|(?<!方)向|[把被让]|未完待续\)?|以下省略|\.{3}\(.{0,6}\)|\[truncated\])\s*$"
)


def outline(text: str, read: Callable[[str], Reading]) -> Outline:
    """Read a report; ``read`` reads one sentence of it."""
    folded = fold(text[:JUDGED])
    lines = list(lines_of(folded))
    plain = covered(folded)
    pieces = tuple(_pieces(folded, plain, lines, read))
    return Outline(
        text,
        folded,
        _unread(folded, plain, lines, pieces, whole=len(text) <= JUDGED),
        _period(folded, lines),
        lines=sum(bool(line.strip()) for line in text.split("\n")),
        size=len(re.sub(r"\s+", "", text)),
        headings=tuple(headings(folded, lines)),
        pieces=pieces,
        marked=words.MARKED.search(folded) is not None,
        goal=_found(words.GOAL, folded),
        doubt=_found(words.DOUBT, folded),
        endless=tuple(filter(None, map(_endless, pieces))),
        left=_behind(words.LEFT, folded, pieces),
        paces=_behind(words.PACE, folded, pieces),
    )


def _found(pattern: re.Pattern[str], folded: str) -> Span | None:
    found = pattern.search(folded)
    return found.span() if found else None


# -- pieces --------------------------------------------------------------------------------------------------------------


def _pieces(folded: str, plain: str, lines: list[Line], read: Callable[[str], Reading]) -> Iterator[Piece]:
    """The sentences and items, each with its numbers."""
    for line in lines:
        if line.level:
            continue
        for part in _PART.finditer(folded, *line.span):
            for start in range(part.start(), part.end(), _LONGEST_PIECE):
                span = start, min(part.end(), start + _LONGEST_PIECE)
                text = folded[slice(*span)]
                if text.strip():
                    plan = line.role == "plan" or words.AHEAD.match(text) is not None
                    numbers = _numbers(plain[slice(*span)], start, read)
                    compared = bool(numbers) and words.COMPARED.search(text) is not None
                    yield Piece(span, text, plan, numbers, compared)


def _numbers(plain: str, start: int, read: Callable[[str], Reading]) -> tuple[Number, ...]:
    """The quantities of a piece whose names are covered."""
    if not _COUNT.search(plain):
        return ()
    reading = read(plain)
    found = [one for one in reading.numbers if one.value == one.value and one.kind != "grade"]
    found += [Number(0.0, "", "plain", (one.start, one.end)) for one in reading.tagged("zero") if not one.has("NUMBER")]
    return tuple(one._replace(span=(one.span[0] + start, one.span[1] + start)) for one in found)


def _behind(pattern: re.Pattern[str], folded: str, pieces: Iterable[Piece]) -> tuple[Number, ...]:
    """The numbers that stand behind a phrase; days and weeks are no part of a target."""
    every = (number for piece in pieces for number in piece.numbers if number.kind not in ("time", "instant"))
    return tuple(one for one in every if pattern.search(folded, max(0, one.span[0] - _LONGEST_PHRASE), one.span[0]))


#: Longest phrase in front of a number, in characters.
_LONGEST_PHRASE = 10
_COUNT = re.compile(r"无|[\d零一二两三四五六七八九十百千万半翻全]")


def _endless(piece: Piece) -> Span | None:
    """The words of a plan that nobody could call finished."""
    lead = words.AHEAD.match(piece.text)  # 后面两周 sets no end
    start = max(0, lead.end("stretch")) if lead else 0
    counted = any(number.span[0] >= piece.span[0] + start for number in piece.numbers)
    if not piece.plan or counted or words.ENDS.search(piece.text, start):
        return None
    if words.ONCE.search(piece.text) and not words.ON_AND_ON.search(piece.text):
        return None
    verb = words.ENDLESS.search(piece.text)
    return (piece.span[0] + verb.start(), piece.span[0] + len(piece.text.rstrip())) if verb else None


# -- what it is ----------------------------------------------------------------------------------------------------------


def _period(folded: str, lines: list[Line]) -> str:
    """The period where a title names it, or where only one is spoken of."""
    head = folded[: lines[0].span[1]] if lines else ""
    named = [period for period, pattern in words.PERIODS if pattern.search(head)]
    if len(named) == 1:
        return named[0]
    spoken = [period for period, pattern in words.WHEN.items() if pattern.search(folded)]
    return spoken[0] if len(spoken) == 1 and not named else ""


def _unread(folded: str, plain: str, lines: list[Line], pieces: tuple[Piece, ...], *, whole: bool) -> str:
    """Why it cannot be judged; programs and addresses in it are no other language."""
    han, latin = len(_HAN.findall(folded)), len(_WORD.findall(plain))
    if len(_KANA.findall(folded)) > 0.05 * len(folded) or (latin >= 5 and han < latin):
        return "foreign"
    if han < 4:
        return "wordless"
    if _CUT.search(folded.rstrip()) and whole:
        return "cut-off"
    return "" if _is_report(folded, lines, pieces) else "no-report"


#: From so many things on that somebody did, a text is a report also where it has words of an advertisement.
_WORKED = 2
#: So many figures beside a risk are a report too.
_FIGURES = 2
_LISTED = re.compile(r"(?m)^[ \t]{0,8}(?:\(?\d{1,2}[.、)]|[-*•])")
#: Key results by their number: nothing else is told in that way.
_NUMBERED = re.compile(r"(?<![a-z])kr\s?[1-9一二三四五]")
#: A day, a part of a day or a stretch of time of which somebody tells how much was done.
_DATED = re.compile(
    r"[今明昨][日天早晚]|[上下]午|傍晚|晚上|周[一二三四五六日末1-6]|(?:[一两三四五六]|\d)个月|[全本]季|[本这下上]一?期"
)
#: A stretch of time that people report on.
_THESE = re.compile(
    r"[本上下这]周(?![一二三四五六日末])|今日|明日|本(?:月|季度?|双月|周期)|[这本]一?阶段|接下来|下一步|上(?:月|季度|双月)|下(?:月|季度|双月|周期)|[一二三四]季度|q[1-4]"
)


def _tells(folded: str, pieces: Iterable[Piece]) -> bool:
    """Whether it speaks of key results by their number without asking, or has figures beside a risk."""
    if _NUMBERED.search(folded) and not folded.rstrip().endswith("?"):
        return True
    return sum(len(piece.numbers) for piece in pieces) >= _FIGURES and words.DOUBT.search(folded) is not None


def _counts_work(folded: str, pieces: Iterable[Piece]) -> bool:
    """Whether somebody counts what was done in days or months: 上午改 PPT 3 页,下午面试 2 人."""
    dated = (_DATED.search(folded) or _THESE.search(folded)) and not words.AT_HOME.search(folded)
    numbers = [number for piece in pieces for number in piece.numbers]
    # 2/5 says how far something has come
    return bool(dated) and len(numbers) + sum(one.unit.startswith("/") for one in numbers) >= _FIGURES


def _is_report(folded: str, lines: list[Line], pieces: tuple[Piece, ...]) -> bool:
    """Whether somebody tells what he did, how far it has come, or what comes next."""
    first = folded.strip().split("\n", 1)[0]
    titled = len(first) <= _LONGEST_TITLE and words.TITLE.search(first) is not None
    if titled and not words.OTHER_SORT.search(first):
        return True
    if words.OTHER_SORT.search(folded):
        return False
    worked = sum(words.WORK.search(piece.text) is not None for piece in pieces)
    headed = sum(line.level > 0 and line.role in ("done", "plan", "ask") for line in lines)
    goal = words.GOAL.search(folded) is not None
    counted = any(piece.numbers for piece in pieces)
    if headed >= 2 or (headed and (worked or goal)) or (counted and goal) or _tells(folded, pieces):
        return True
    if words.MAY_BE_OTHER.search(folded) and worked < _WORKED:
        return False
    if _counts_work(folded, pieces):
        return True
    if _THESE.search(folded):
        return worked > 0 or goal or counted or words.MOVED.search(folded) is not None
    if words.WHEN["daily"].search(folded):
        moved = counted and words.MOVED.search(folded) is not None
        return moved or 0 < worked * 3 >= len(pieces)
    listed = len(_LISTED.findall(folded))
    return worked * 2 >= max(len(pieces), 4) or (listed >= 2 and worked > 0)

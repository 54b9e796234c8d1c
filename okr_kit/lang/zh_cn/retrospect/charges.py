r"""Who does something and by when, in the words of an action, by a model that looks at each character and those around it.

The weights are learnt from actions in which both were marked by hand (``python benchmarks/weights.py --write`` makes
``charges.tsv``): how people are called, and how days are named, has too many shapes for a table of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from ....fold import fold
from ....labeller import LANE, Labeller, Piece, unpacked
from ....model import Span
from ..learnt import labeller

#: A character is none of it, or part of a name, or of a day.
NOTHING, WHO, DAY = LABELS = ("-", "who", "day")
#: Every character follows the one before alike.
OPENS = "c"
_EDGE = "^^^", "$$$"
_UNIT = re.compile(r"[a-z]+|\d+|[^\S\n]+|.|\n")
#: What names nobody in particular.
_NOBODY = re.compile(
    r"^(?:由|让)?(?:我们|大家|各部门|各门店|各区域|各人|各位|全体(?:人员|员工|成员)?|全员|团队|所有人|相关(?:人员|部门|同事|责任人|负责人|方)|有关(?:人员|部门)|部门|公司|专人|每个人|人人|各自|各级|有关方|多方|双方|待定|暂无|无|负责人?|责任人|专门的?人|有人|人员|tbd|/|-)$"
)
_NEVER = re.compile(
    r"[\s/\-]*|(?:尽快|尽早|马上|立即|随时|平时|待定|后续|长期|持续|下(?:个)?(?:季度|周期|阶段)|下半年|明年|来年|今后|往后|未定|不定|tbd|无|以后|接下来|下一步)(?:之?前)?"
)
#: A nickname, or a function, in front of a day: that is somebody, whatever the model knows of it.
_PLAIN = re.compile(r"(?<![一-鿿])(?:[小老阿][一-鿿]|[一-鿿]{1,3}[员长工])(?=\s?\d{1,2}(?:/\d|\s?月\s?\d))")
_WITH, _TALKS = re.compile(r"[和跟与同]"), re.compile(r"\s?(?:谈|聊|商[量谈]|沟通|确认|敲定|吵|掰扯)")
_TO = "给", "让", "请", "把", "跟"
_LENGTH = re.compile(r"(?P<day>.*?(?:底|前|后|初))[一两三四五六七八九十\d]{1,3}\s?(?:天|周|个月)")
#: The windows of characters around one that are looked at, from and to, with the letter in front of what is seen in them.
_WINDOWS = dict(
    zip(
        "ABCDEFGHIJKLMNOP",
        (
            *((at, at + 1) for at in range(-3, 4)),
            *((at, at + 2) for at in range(-2, 2)),
            *((at, at + 3) for at in range(-3, 2)),
        ),
        strict=True,
    )
)
#: So many characters of a name or a day may look like nothing by themselves.
_AROUND = 12
#: The farthest that a window begins in front of its character, the longest run, and bits for all labels of a character.
_NEAR = max(-start for start, _ in _WINDOWS.values())
_LONGEST = max(end - start for start, end in _WINDOWS.values())
_WIDE = LANE * len(LABELS)


class Charge(NamedTuple):
    """Where somebody, and where a day is named."""

    people: tuple[Span, ...]
    days: tuple[Span, ...]

    def within(self, start: int, end: int) -> Charge:
        """What of it stands in a part of the text, by places in that part."""
        return Charge(*(tuple((a - start, b - start) for a, b in spans if start <= a < end) for spans in self))


@lru_cache(maxsize=4096)
def charge(words: str) -> Charge:
    """Who is to do something, and when, in an action as it is written; words that name nobody (大家, 相关部门) are left out.

    Who types is graded again and again, and most sentences are the same as before.
    """
    said, seen = fold(words), units(words)
    spans = [(label, (seen.spans[a][0], seen.spans[b - 1][1])) for label, (a, b) in _found(weighed(seen.signs))]
    people = [_without_others(said, span) for label, span in spans if label == WHO and _does_it(said, span)]
    plain = [found.span() for found in _PLAIN.finditer(said)]
    people += [one for one in plain if not any(start < one[1] and one[0] < end for _, (start, end) in spans)]
    days = (_without_length(said, span) for label, span in spans if label == DAY)
    return Charge(tuple(sorted(people)), tuple(span for span in days if not never(said[slice(*span)])))


def _does_it(said: str, who: Span) -> bool:
    """Whether words that look like a name are one, and of somebody with whom one does not only talk (我去和财务总监谈)."""
    if nobody(said[slice(*who)]) or said[who[0] : who[1] + 1] == "我们":
        return False
    return _WITH.search(said, max(0, who[0] - 1), who[0]) is None or _TALKS.match(said, who[1]) is None


def _without_others(said: str, who: Span) -> Span:
    """Who does it, without those to whom it is done (派单员给师傅)."""
    at = max(said.find(word, who[0] + 1, who[1]) for word in _TO)
    return (who[0], at) if at > 0 else who


def _without_length(said: str, day: Span) -> Span:
    """A day without the time that follows it (9 月底两天内)."""
    found = _LENGTH.fullmatch(said, *day)
    return (day[0], found.end("day")) if found else day


def nobody(who: str) -> bool:
    """Whether a word for somebody names nobody (大家, 相关部门, 待定)."""
    return not who or _NOBODY.match(fold(who.strip())) is not None


def never(when: str) -> bool:
    """Whether words for a day name none (尽快, 以后, 待定)."""
    return _NEVER.fullmatch(fold(when.strip())) is not None


@cache
def model() -> Labeller:
    """The model, read once."""
    return labeller(__package__, "charges.tsv", LABELS)


class Units(NamedTuple):
    """What the model looks at: where each unit of a text stands, and its sign.

    A Chinese character is itself, a number, a blank and a word of letters are one sign each; how a word is written tells a
    name (Amy) from a measure (GMV).
    """

    spans: tuple[Span, ...]
    signs: str


def units(words: str) -> Units:
    """The units of a text as it is written."""
    folded = fold(words)
    spans = tuple(unit.span() for unit in _UNIT.finditer(folded))
    return Units(spans, "".join(_sign(folded[start:end], words[start:end]) for start, end in spans))


def _sign(said: str, written: str) -> str:
    if said.isspace():
        return " "
    if said[0].isdigit():
        return "0"
    if not (said.isascii() and said.isalpha()):
        return said
    return "G" if written.isupper() and len(written) > 1 else "N" if written[0].isupper() else "w"


def pieces(said: str) -> list[Piece]:
    """The units of a text, by their signs, as the model sees them."""
    left, right = _EDGE
    around = f"{left}{said}{right}"
    first, behind = len(left), len(left) + len(said)
    seen = [
        [name + around[at + start : at + end] for at in range(first, behind)] for name, (start, end) in _WINDOWS.items()
    ]
    return [Piece(features, OPENS) for features in zip(*seen, strict=True)]


def _found(sums: Sequence[list[int]]) -> list[tuple[str, Span]]:
    """Where names and days stand. Nothing is looked for far from every character that is likely to belong to one."""
    likely = [at for at, (nothing, *others) in enumerate(sums) if max(others) > nothing]
    if not likely:
        return []
    begin, end = max(0, likely[0] - _AROUND), likely[-1] + _AROUND
    near = sums[begin:end]
    labels = model().label([Piece((), OPENS)] * len(near), near)
    return [(label, (a + begin, b + begin)) for label, (a, b) in _spans(labels)]


def weighed(said: str) -> list[list[int]]:
    """What :meth:`~okr_kit.labeller.Labeller.weigh` says of the characters, with one look at each run of them.

    A run speaks for every character that has it in its window: its weights for all of them stand side by side in one number.
    """
    around = f"{_EDGE[0]}{said}{_EDGE[1]}"
    get, total = _runs().get, 0
    for long in range(1, _LONGEST + 1):
        for at in range(len(around) - long + 1):
            if found := get(around[at : at + long], 0):
                total += found << (_WIDE * at)
    flat = unpacked(total, len(LABELS) * (len(around) + 2 * _NEAR))
    first, count = len(LABELS) * (len(_EDGE[0]) + _NEAR), len(LABELS)
    return [flat[at : at + count] for at in range(first, first + count * len(said), count)]


@cache
def _runs() -> dict[str, int]:
    """The weights of runs of characters for all characters near them."""
    found: dict[str, int] = {}
    for feature, weight in model().weights.items():
        start, end = _WINDOWS.get(feature[:1], (0, 0))
        if end - start == len(feature) - 1 > 0:
            found[feature[1:]] = found.get(feature[1:], 0) + (weight << (_WIDE * (_NEAR - start)))
    return found


def _spans(labels: Sequence[str]) -> Iterator[tuple[str, Span]]:
    """Where names and days stand: runs of one label."""
    begin = 0
    for label, run in groupby(labels):
        end = begin + len(list(run))
        if label != NOTHING:
            yield label, (begin, end)
        begin = end

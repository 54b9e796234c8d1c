r"""Headings by their order: four or five numbered ones in a row are the steps, whatever words they use.

People give the steps names of their own (当初约定, 兑现情况, 往下挖 …); that they are numbered from one on, each with its text
below or behind it, says which is which. Where words say something else more than once, the order says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ....recount import STEPS
from .charges import charge, nobody

_NUMBERED = re.compile(
    r"[\s>*_#【\[(]{0,6}(?:第\s?(?P<a>[一二三四五])\s?(?:[段步幕章节]|部分)?|(?P<b>[一二三四五1-5])\s?(?=[.、)\]:,·])|(?P<c>[①-⑤])|(?P<d>[ⅰⅱⅲⅳⅴⅠⅡⅢⅣⅤ]))"
    r"[\s.、)\]】·:,]{0,4}(?P<rest>.{0,400})$"
)
_PLACES = {sign: at for signs in ("一二三四五", "12345", "①②③④⑤", "ⅰⅱⅲⅳⅴ", "ⅠⅡⅢⅣⅤ") for at, sign in enumerate(signs)}
#: A heading with its text behind it.
_LABEL = re.compile(r"(?P<label>[^:。;,\d]{1,12}):\s?(?=\S)")
_SENTENCE = re.compile(r"[。;,!?:]")
#: Longest heading in characters; so many of them make the order.
_LONGEST, _FEWEST = 18, 4
#: The steps where there are four.
_FOUR = ("goal", "result", "cause", "action")
#: Words of the one are often meant for the other.
_LAST = {"lesson", "action"}


class _Numbered(NamedTuple):
    """A numbered line: where it stands, its number from 0 on, where the text behind it begins, whether it stands alone."""

    span: tuple[int, int]
    place: int
    behind: int
    alone: bool


def ordered(
    folded: str, spans: Sequence[tuple[int, int]], step_of: Callable[[str], tuple[str, int] | None]
) -> dict[int, tuple[str, int]]:
    """The headings of a text by where their lines (``spans``) begin: the step, and where the text behind it begins in the line.

    Empty where the order says nothing. ``step_of`` says what the words of a line name.
    """
    run = _run(folded, spans)
    if len(run) < _FEWEST or not _spaced(run, spans):
        return {}
    lines = [folded[start:end] for start, end in spans[: spans.index(run[-1].span) + 1]]
    named = [(said[0] if said else "") for said in map(step_of, lines)]
    places = [spans.index(one.span) for one in run]
    if any(named[: places[0]]):
        return {}  # a list below a heading
    steps = STEPS if len(run) == len(STEPS) else _FOUR
    words = [named[place] for place in places]
    wrong = sum(own not in ("", step) and {own, step} != _LAST for own, step in zip(words, steps, strict=True))
    if wrong > (len(run) == len(STEPS)) or (
        not all(one.alone for one in run) and len(run) < len(STEPS) and not any(words)
    ):
        return {}
    return {
        one.span[0]: (own if {own, step} <= _LAST else step, one.behind)
        for one, step, own in zip(run, steps, words, strict=True)
    }


def _run(folded: str, spans: Sequence[tuple[int, int]]) -> list[_Numbered]:
    """The numbered lines, from one on; empty where a number comes out of turn."""
    run: list[_Numbered] = []
    for span in spans:
        found = _numbered(span, folded[slice(*span)])
        if found is None:
            continue
        if found.place == len(run):
            run.append(found)
        elif not run or found.place != 0:
            return []
    return run


def _numbered(span: tuple[int, int], line: str) -> _Numbered | None:
    """A line as a numbered heading; None where it is none, or an item of a list of what people do."""
    found = _NUMBERED.match(line)
    if not found:
        return None
    sign = next(sign for sign in found.group("a", "b", "c", "d") if sign)
    rest = found["rest"].rstrip(" *_】])》")
    if rest and len(rest) <= _LONGEST and not _SENTENCE.search(rest) and not charge(rest).days:
        return _Numbered(span, _PLACES[sign], len(line), alone=True)
    label = _LABEL.match(rest)
    if not label or nobody(label["label"]) or any(start < label.end("label") for start, _ in charge(rest).people):
        return None  # somebody, with what he does
    return _Numbered(span, _PLACES[sign], found.start("rest") + label.end(), alone=False)


def _spaced(run: Sequence[_Numbered], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether each heading that stands alone has lines of its own below it."""
    places = [*(spans.index(one.span) for one in run), len(spans)]
    return all(not one.alone or behind > here + 1 for one, (here, behind) in zip(run, pairwise(places), strict=True))

"""Read a Chinese retrospective: its steps by headings or by words, what each sentence holds, its actions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ....fold import fold
from ....model import Action, Span
from ....recount import STEPS, Deed, Mark, Recount, Saying
from . import deeds, genre
from .headings import Headings
from .marks import BARE, COUNTED, NAMES, PLAIN, QUOTED
from .segment import Segments, Stretch, segments

_ALONE = re.compile(r"我(?!们|司|部|方|公司|店|组|厂|院|校|国|区|行|市)|自己|本人")
#: What pages and markdown leave in a text that was copied.
_NOISE = re.compile(r"&[a-z]{2,6};|https?://[^\s)\]]{1,200}|</?br/?>")
_CAME = re.compile(r"实际|最终|结果|期末|目前|截至|完成率|达成率|得分")
_STOP = re.compile(r"[。;!?\n]")
_OURS = re.compile(r"我|自己|本|咱|内部|团队")
#: What is one's own only where nobody else is the subject.
_OWN = frozenset({"own", "symptom", "self"})
#: In these steps nothing is explained, and nobody accused.
_NO_CAUSE = frozenset({"goal", "action"})
_RESOLVES = re.compile(r"^\s{0,3}(?:以后|今后|下次|往后)?(?:我们)?(?!凡)[^,。;如若当凡]{0,12}要(?!是|不|求|点|素|么)")
_TOGETHER = re.compile(r"我们|咱们|大家|团队")


def recount(texts: Mapping[str, str], rows: Sequence[Action], names: Sequence[str]) -> Recount:
    """What a retrospective says. ``texts`` are its steps by name, or one ``text``; ``names`` what the course calls the steps."""
    headings = _headings(tuple(names))
    sayings: list[Saying] = []
    acts: list[Deed] = list(deeds.of_rows(rows))
    headed: set[str] = {"action"} if rows else set()
    reason = ""
    for where, text in texts.items():
        folded = _NOISE.sub(lambda found: " " * len(found[0]), fold(text))
        found = segments(folded, headings, "" if where == "text" else where)
        marked = _sayings(where, text, folded, found.stretches)
        sayings += [saying for saying, _ in marked]
        headed |= found.headed
        if not (rows and where == "action"):
            acts += deeds.of_sayings(_to_do(marked, free=where == "text"))
        if where == "text":
            reason = _unread(text, folded, found, sayings)
    whole = "\n".join([*texts.values(), *(row.what for row in rows)])
    folded = fold(whole)
    if "text" not in texts:
        reason = genre.unread(whole, folded, genre.FEW)
    alone = _ALONE.search(folded) is not None and not _TOGETHER.search(folded)
    return Recount(tuple(sayings), tuple(acts), reason, frozenset(headed), alone)


@lru_cache(maxsize=8)
def _headings(names: tuple[str, ...]) -> Headings:
    """The headings of a course, made once: few courses, and many texts in each."""
    return Headings(names, STEPS)


def _to_do(marked: Sequence[tuple[Saying, Stretch]], *, free: bool) -> list[tuple[Saying, Stretch]]:
    """What is to be done: the fifth step, or where a ``free`` text has none what the fourth resolves (以后要 …)."""
    acts = [one for one in marked if one[0].step == "action"]
    if acts or not free:
        return acts
    return [one for one in marked if one[0].step == "lesson" and _RESOLVES.search(fold(one[0].words))]


def _unread(text: str, folded: str, found: Segments, sayings: Sequence[Saying]) -> str:
    """Why a text cannot be judged; empty where it can."""
    if genre.only_scores(folded):
        return ""
    if reason := genre.unread(text, folded):
        return reason
    if genre.cut(folded, empty_end=found.empty_end):
        return "cut"
    return "" if genre.is_retrospective(folded, sayings, found.headed) else "genre"


def _sayings(where: str, text: str, folded: str, stretches: Sequence[Stretch]) -> list[tuple[Saying, Stretch]]:
    """The stretches with what they hold; each pattern walks over the text once."""
    starts = [one.span[0] for one in stretches]
    held: list[list[Mark]] = [[] for _ in stretches]
    named = NAMES.sub(_blotted, folded)
    for patterns, said in ((PLAIN, folded), (COUNTED, named)):
        for name, pattern in patterns.items():
            for match in pattern.finditer(said):
                at = bisect_right(starts, match.start()) - 1
                if at >= 0 and match.start() < stretches[at].span[1]:
                    held[at].append(Mark(name, match.span(), text[match.start() : match.end()]))
    bare = QUOTED.sub(_blotted, folded)
    for one, marks in zip(stretches, held, strict=True):
        if one.step == "goal":  # what was wanted is no result, in whatever words
            marks[:] = [mark for mark in marks if mark.name != "actual" or _CAME.match(mark.words)]
        if one.step not in _NO_CAUSE:
            for name, pattern in BARE.items():
                marks += [
                    Mark(name, found.span(), text[slice(*found.span())]) for found in pattern.finditer(bare, *one.span)
                ]
        if one.step == "lesson" and deeds.hollow(folded[slice(*one.span)]):
            marks.append(Mark("slogan", one.span, text[slice(*one.span)]))
    return [
        (Saying(where, one.span, one.step, text[slice(*one.span)], _without_theirs(marks, folded)), one)
        for one, marks in zip(stretches, held, strict=True)
    ]


def _blotted(found: re.Match[str]) -> str:
    """As many signs that mean nothing."""
    return "\0" * len(found[0])


def _without_theirs(marks: list[Mark], folded: str) -> tuple[Mark, ...]:
    """The marks in order, but for what is said of others: what they lack is nothing of one's own."""
    outside = [mark.span for mark in marks if mark.name == "outside"]
    behind = [(mark.span[0], _end(folded, mark.span[1])) for mark in marks if mark.name == "other"]
    return tuple(sorted((mark for mark in marks if not _is_theirs(mark, outside, behind)), key=lambda mark: mark.span))


def _end(folded: str, place: int) -> int:
    found = _STOP.search(folded, place)
    return found.start() if found else len(folded)


def _is_theirs(mark: Mark, outside: Sequence[Span], behind: Sequence[Span]) -> bool:
    """Whether something that looks like one's own part is said of somebody else, who stays the subject of a sentence."""
    if mark.name not in _OWN or _OURS.match(mark.words):
        return mark.name in _OWN and any(a < mark.span[0] < b for a, b in outside)
    return any(a < mark.span[1] and mark.span[0] < b for a, b in (*outside, *behind))

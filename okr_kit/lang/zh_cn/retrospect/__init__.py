"""Read a Chinese retrospective: its steps by headings or by words, what each sentence holds, its actions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from ....fold import fold
from ....model import Action
from ....recount import STEPS, Deed, Mark, Recount, Saying
from . import clauses, deeds, genre, phrases
from .clauses import Cut
from .headings import Headings
from .marks import BARE, COUNTED, NAMES, PLAIN, QUOTED
from .segment import Stretch, stretches
from .steps import FACT, OTHER, OUTSIDE, OWN, SELF, Told

_ALONE = re.compile(r"我(?!们|司|部|方|公司|店|组|厂|院|校|国|区|行|市)|自己|本人")
#: What pages and markdown leave in a text that was copied.
_NOISE = re.compile(r"&[a-z]{2,6};|https?://[^\s)\]]{1,200}|</?br/?>")
_CAME = re.compile(r"实际|最终|结果|期末|目前|截至|完成率|达成率|得分")
#: In these steps nobody lacks anything.
_AIMS = frozenset({"goal", "action"})
#: What a clause of a cause tells, and the mark that says so; somebody is only accused where the words are clear.
_PARTS = {OWN: "own", OUTSIDE: "outside", OTHER: "other", SELF: "self", FACT: "fact"}
_BRACKETS = re.compile(r"[(（]([^()（）\n]{1,30})[)）]")
#: What somebody said of somebody (前厅说后厨不配合) is told, and accuses nobody; nor does a thing with its faults.
_NO_BLAME = re.compile(
    r"[\s,。;]{0,3}(?:产品|设计|流程|系统|页面|功能|代码|方案|机制|制度|规则|设备)(?![部组师院室科处经岗人员那这])"
    r"|[\s,。;]{0,3}(?!我|所以|听|据|老)[一-鿿a-z]{1,5}(?<!话)(?:说(?!白了|到底|实话|起来|什么)|认为|抱怨|嫌)"
)
_ONESELF = re.compile(r"[我咱俺己怪愧悔]|本人|自(?!动)")
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
        cut = clauses.of_text(folded, headings) if where == "text" else clauses.of_field(folded, where)
        marked = _sayings(where, text, folded, stretches(folded, cut))
        sayings += [saying for saying, _ in marked]
        headed |= cut.headed
        if not (rows and where == "action"):
            heads = [(span[0], _bracketed(text[slice(*span)])) for step, span in cut.heads if step == "action"]
            acts += deeds.of_sayings([one for one in marked if one[0].step == "action"], heads)
        if where == "text":
            reason = _unread(text, folded, cut, sayings)
    whole = "\n".join([*texts.values(), *(row.what for row in rows)])
    folded = fold(whole)
    if "text" not in texts:
        reason = genre.unread(whole, folded, genre.FEW)
    alone = _ALONE.search(folded) is not None and not _TOGETHER.search(folded)
    return Recount(tuple(sayings), tuple(acts), reason, frozenset(headed), alone)


def _bracketed(heading: str) -> str:
    """What stands in brackets in a heading, as a lead of its list."""
    return f"{''.join(_BRACKETS.findall(heading))}:"


@lru_cache(maxsize=8)
def _headings(names: tuple[str, ...]) -> Headings:
    """The headings of a course, made once: few courses, and many texts in each."""
    return Headings(names, STEPS)


def _unread(text: str, folded: str, cut: Cut, sayings: Sequence[Saying]) -> str:
    """Why a text cannot be judged; empty where it can."""
    if genre.only_scores(folded):
        return ""
    if reason := genre.unread(text, folded):
        return reason
    if genre.cut(folded, empty_end=cut.empty_end):
        return "cut"
    return "" if genre.is_retrospective(folded, sayings, cut.headed) else "genre"


def _sayings(where: str, text: str, folded: str, found: Sequence[Stretch]) -> list[tuple[Saying, Stretch]]:
    """The stretches with what they hold; each pattern walks over the text once."""
    starts = [one.span[0] for one in found]
    held: list[list[Mark]] = [[] for _ in found]
    named = NAMES.sub(_blotted, folded)
    for patterns, said in ((PLAIN, folded), (COUNTED, named)):
        for name, pattern in patterns.items():
            for match in pattern.finditer(said):
                at = bisect_right(starts, match.start()) - 1
                if at >= 0 and match.start() < found[at].span[1]:
                    held[at].append(Mark(name, match.span(), text[match.start() : match.end()]))
    bare = QUOTED.sub(_blotted, folded)
    for one, marks in zip(found, held, strict=True):
        if one.step == "goal":  # what was wanted is no result, in whatever words
            marks[:] = [mark for mark in marks if mark.name != "actual" or _CAME.match(mark.words)]
        if one.step not in _AIMS:
            for name, pattern in BARE.items():
                marks += [
                    Mark(name, match.span(), text[slice(*match.span())]) for match in pattern.finditer(bare, *one.span)
                ]
        for what, span in one.causes:
            inside = {mark.name for mark in marks if span[0] <= mark.span[0] < span[1]}
            marks += [Mark(name, span, text[slice(*span)]) for name in _parts(what, inside, folded[slice(*span)])]
        if one.step == "lesson" and phrases.hollow(folded[slice(*one.span)]):
            marks.append(Mark("slogan", one.span, text[slice(*one.span)]))
        elif one.step == "lesson" and not phrases.exact(folded[slice(*one.span)]):
            marks.append(Mark("phrase", one.span, text[slice(*one.span)]))
        marks.sort(key=lambda mark: mark.span)
    return [
        (Saying(where, one.span, one.step, text[slice(*one.span)], tuple(marks)), one)
        for one, marks in zip(found, held, strict=True)
    ]


def _parts(what: Told, inside: Collection[str], words: str) -> Iterator[str]:
    """What marks say of a clause of a cause: whose part it tells, and whether it may be one's own; ``inside`` are its other marks."""
    if what.label not in _PARTS or "praise" in inside:  # praise is nobody's fault
        return
    if what.label == SELF and not _ONESELF.search(words):
        return
    accused = what.label == OTHER and (what.sure or "fault" in inside) and not _NO_BLAME.match(words)
    yield _PARTS[what.label]
    if what.label == OUTSIDE and what.sure:
        yield "clear"
    if accused:
        yield "accused"
    elif what.rather_own or (what.label == OUTSIDE and "ours" in inside):
        yield "own"


def _blotted(found: re.Match[str]) -> str:
    """As many signs that mean nothing."""
    return "\0" * len(found[0])

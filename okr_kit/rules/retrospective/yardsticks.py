"""Whether what came of it is measured by what was wanted, or by something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...lang import Language
from ...policy import CoursePolicy
from ...recount import Saying
from ..base import Hit, Rule
from .topics import pairs
from .view import RetrospectiveView

#: What is no unit in a number.
UNIT = re.compile(r"[-+<>≤≥=~约\d.,\s]")
#: A share, and a count of things that is none.
_SHARE = re.compile(r"%|成$|百分|点$|倍|折")
_COUNT = re.compile(r"\d\s?(?:万|亿|千)?(?:人|家|个|单|件|台|套|条|篇|户|名|位|元|万)$")
#: A goal in money, and a count of things that are none.
_MONEY = re.compile(r"(?:回款|销售额|营收|收入|利润|成交额|签约额|流水|业绩|客单价|单价|费用|成本)[^,。;]{0,8}\d")
_THINGS = re.compile(
    r"[\d一二两三四五六七八九十百千]\s?(?:多|来|余)?(?:人|家|个|单|件|台|套|条|篇|户|名|位|场|次|桌|群|期|节)$"
)
#: What a number with such a unit is.
_KINDS = {
    "share": re.compile(r"%|‰|成$|百分|个?点$|倍|折"),
    "time": re.compile(r"个?(?:天|日|周|月|年|小时|分钟|秒|钟|h|s|ms)$"),
    "money": re.compile(r"元|块|[万亿]$"),
}
#: A unit right behind a number.
_BEHIND = re.compile(r"\s?([一-鿿]|[a-zA-Z]{1,4})")
#: Characters that count, and mean nothing beside.
_COUNTING = "一二两三四五六七八九十百千万多来余几了的到个家条场"
#: Times of which both may speak.
_TIMES = re.compile(r"[一二三四本上全这下]?个?(?:季度|月|周|年|周期|学期)(?:度|初|底|末|中)?|目标|实际|结果|完成")


def only_deeds(saying: Saying) -> bool:
    """Whether each number of a saying counts what one did."""
    done = [mark.span for mark in saying.all("activity")]
    return not saying.has("score", "change") and all(
        any(a <= mark.span[0] < b for a, b in done) for mark in saying.all("figure", "actual")
    )


def measured_otherwise(view: RetrospectiveView) -> Saying | None:
    """The first saying whose number has another name than anything the goal speaks of, where none has the goal's."""
    recount = view.recount
    if counted := _counted_instead(view) or _in_other_units(view):
        return counted
    wanted = [mark.words for saying in recount.of("goal") for mark in saying.all("measure")]
    wanted += [kr.text for kr in view.subject.key_results]
    named = [(saying, mark.words) for saying, mark in recount.marks("measure", "result")]
    if not wanted or len(named) < sum(len(saying.all("figure")) for saying in recount.of("result")) or not named:
        return None  # a number without a name may be the one that was wanted
    topics = pairs([*wanted, *(saying.words for saying in recount.of("goal"))])
    if any(topics & pairs([words]) for _, words in named) or pairs(wanted) & pairs(
        saying.words for saying in recount.of("result")
    ):
        return None
    return named[0][0]


def _counted_instead(view: RetrospectiveView) -> Saying | None:
    """The first saying of the result where the goal is a share, or money, and what came of it counts things, with a unit of their own."""
    goals = view.recount.of("goal")
    wanted = [mark.words for saying in goals for mark in saying.all("figure")]
    shares = [words for words in wanted if _SHARE.search(words)]
    money = any(_MONEY.search(saying.words) for saying in goals) and not any(map(_THINGS.search, wanted))
    if not money and (not shares or len(shares) < len(wanted) - 1):
        return None
    told = [saying for saying in view.recount.of("result") if saying.has("figure")]
    told = told if money else [saying for saying in told if not only_deeds(saying)]
    figures = [mark.words for saying in told for mark in saying.all("figure")]
    counts = _THINGS if money else _COUNT
    some = all if money else any
    return told[0] if figures and some(map(counts.search, figures)) and not any(map(_SHARE.search, figures)) else None


def _in_other_units(view: RetrospectiveView) -> Saying | None:
    """The first saying of the result whose numbers all have other units than the goal's, where nothing else is common.

    What was written for the two steps is compared unit by unit. In a text other numbers may stand beside: there the goal has
    to be a share, a time or money, the numbers to count things, and no character to be common.
    """
    goals, came = view.recount.of("goal"), view.recount.of("result")
    told = [saying for saying in came if saying.has("figure") and not saying.has("score")]
    wanted, units = _units(goals), _units(told)
    if not wanted or not units or wanted & units:
        return None
    if view.stepped and "" not in wanted | units:
        return None if _topics(goals) & _topics(came) else told[0]
    counts = all(_THINGS.search(mark.words) for saying in told for mark in saying.all("figure"))
    return told[0] if counts and wanted <= set(_KINDS) and not _signs(goals) & _signs(came) else None


def _units(sayings: Iterable[Saying]) -> set[str]:
    """The units that stand behind the numbers, shares, times and money as such; empty for one without."""
    found = set()
    for saying in sayings:
        for mark in saying.all("figure"):
            behind = _BEHIND.match(saying.words[mark.span[1] - saying.span[0] :])
            unit = UNIT.sub("", mark.words).lstrip("个一二两三四五六七八九十百千半多来余几") or (
                behind[1] if behind else ""
            )
            found.add(_kind(unit))
    return found


def _topics(sayings: Iterable[Saying]) -> frozenset[str]:
    """What sayings speak of, without their times."""
    return pairs(_TIMES.sub(" ", saying.words) for saying in sayings)


def _kind(unit: str) -> str:
    """Whether a unit is one of shares, times, or money; else the unit."""
    return next((kind for kind, units in _KINDS.items() if units.search(unit)), unit)


def _signs(sayings: Iterable[Saying]) -> set[str]:
    """The characters that sayings are made of, without their times and numbers."""
    found: set[str] = set()
    for saying in sayings:
        words = saying.words
        for mark in saying.all("figure"):
            words = words.replace(mark.words, " ")
        found.update(sign for sign in _TIMES.sub("", words) if "一" <= sign <= "鿿")
    return found - set(_COUNTING)


def _yardstick(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """The goal and the result are measured by different things."""
    if found := measured_otherwise(view):
        yield view.on(found, values={"goal": view.recount.of("goal")[0].words if view.recount.of("goal") else ""})


RULES = (Rule("R-YARDSTICK", "info", _yardstick),)

"""What a retrospective has to say at all: what was wanted, what came of it in numbers, and what is to be done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...lang import Language
from ...policy import CoursePolicy
from ...recount import STEPS, Saying
from ..base import Hit, Rule
from .topics import pairs
from .view import RetrospectiveView

#: A share, and a count of things that is none.
_SHARE = re.compile(r"%|成$|百分|点$|倍|折")
_COUNT = re.compile(r"\d\s?(?:万|亿|千)?(?:人|家|个|单|件|台|套|条|篇|户|名|位|元|万)$")
#: A goal in money, and a count of things that are none.
_MONEY = re.compile(r"(?:回款|销售额|营收|收入|利润|成交额|签约额|流水|业绩|客单价|单价|费用|成本)[^,。;]{0,8}\d")
_THINGS = re.compile(
    r"[\d一二两三四五六七八九十百千]\s?(?:多|来|余)?(?:人|家|个|单|件|台|套|条|篇|户|名|位|场|次|桌|群|期|节)$"
)
#: What is no unit in a number.
_UNIT = re.compile(r"[-+<>≤≥=~约\d.,\s]")
#: A unit right behind a number, and units that measure the same kind of thing.
_BEHIND = re.compile(r"^\s?[万亿千]?([一-鿿]|[a-zA-Z]{1,4})")
_KINDS = {
    "share": re.compile(r"%|‰|成$|百分|个?点$|倍|折"),
    "time": re.compile(r"个?(?:天|日|周|月|年|小时|分钟?|秒|钟|h|s|ms)$"),
    "money": re.compile(r"元|块|钱"),
}
#: Characters that count, and mean nothing beside.
_COUNTING = "一二两三四五六七八九十百千万多来余几了的到个家条场"
#: Times of which both may speak.
_TIMES = re.compile(r"[一二三四本上全这下]?个?(?:季度|月|周|年|周期|学期)(?:度|初|底|末|中)?|目标|实际|结果|完成")
#: A number so near behind one that was wanted belongs to it.
_NEAR = 8


def has_goal(view: RetrospectiveView) -> bool:
    """Whether it says what was wanted: in its step, in a field, or as a number beside the result."""
    recount = view.recount
    if recount.of("goal") or any(kr.target for kr in view.subject.key_results):
        return True
    beside = recount.of("result", "cause", "")
    return any(saying.has("target") or _compared(saying) for saying in beside)


def _compared(saying: Saying) -> bool:
    """Whether a change that was wanted stands beside what it came to: 95→60, 实际 92."""
    changes = saying.all("change")
    return bool(changes) and any(
        all(mark.span[0] >= change.span[1] for change in changes) for mark in saying.all("actual")
    )


def _figures(saying: Saying) -> bool:
    """Whether a saying has a number of what came of it, beside those of what was wanted."""
    if saying.has("actual", "score"):
        return True
    wanted = [mark.span for mark in saying.all("target", *(("change",) if saying.step == "goal" else ()))]
    place = 0
    for mark in saying.all("figure"):  # both are in order
        while place < len(wanted) and wanted[place][1] + _NEAR <= mark.span[0]:
            place += 1
        if place == len(wanted) or mark.span[1] <= wanted[place][0]:
            return True
    return False


def has_results(view: RetrospectiveView) -> bool:
    """Whether there is a number of what came of it: in the result, in a field, or beside the goal and the causes.

    Where the goal is a number, how often one did something is none.
    """
    if any(kr.actual for kr in view.subject.key_results):
        return True
    recount = view.recount
    told = recount.of("result", "") if view.stepped else recount.of("result", "", "cause")
    counted = [saying for saying in told if _figures(saying)]
    if counted and not (
        _has_number(view) and all(_only_deeds(saying) and not _of_the_goal(view, saying) for saying in counted)
    ):
        return True
    if _is_date(view) and any(saying.has("day") for saying in told):
        return True
    return any(saying.has("actual") and saying.has("figure") for saying in recount.of("goal", "cause"))


def _is_date(view: RetrospectiveView) -> bool:
    """Whether what was wanted is something by a day, and no number."""
    return not _has_number(view) and any(saying.has("day") for saying in view.recount.of("goal"))


def _has_number(view: RetrospectiveView) -> bool:
    """Whether what was wanted is a number."""
    return any(saying.has("figure") for saying in view.recount.of("goal"))


def _only_deeds(saying: Saying) -> bool:
    """Whether each number of a saying counts what one did."""
    done = [mark.span for mark in saying.all("activity")]
    return not saying.has("score", "change") and all(
        any(a <= mark.span[0] < b for a, b in done) for mark in saying.all("figure", "actual")
    )


def _of_the_goal(view: RetrospectiveView, saying: Saying) -> bool:
    """Whether a number of a saying has the unit of a number that was wanted (上线 200 家, 上了 163 家)."""
    units = {_UNIT.sub("", mark.words) for one in view.recount.of("goal") for mark in one.all("figure")} - {""}
    return any(_UNIT.sub("", mark.words) in units for mark in saying.all("figure"))


def measured_otherwise(view: RetrospectiveView) -> Saying | None:
    """The first saying whose number has another name than anything the goal speaks of, where none has the goal's."""
    recount = view.recount
    if counted := _counted_instead(view) or _in_other_units(view):
        return counted
    wanted = [mark.words for saying in recount.of("goal") for mark in saying.all("measure")]
    wanted += [kr.text for kr in view.subject.key_results]
    named = [(saying, mark.words) for saying, mark in recount.marks("measure", "result")]
    if not wanted or not named:
        return None
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
    figures = [mark.words for saying in told for mark in saying.all("figure")]
    counts = _THINGS if money else _COUNT
    some = all if money else any
    return told[0] if figures and some(map(counts.search, figures)) and not any(map(_SHARE.search, figures)) else None


def _in_other_units(view: RetrospectiveView) -> Saying | None:
    """The first saying of the result where each number has another unit than each of the goal, and neither speaks of the other's thing."""
    goals, told = view.recount.of("goal"), [one for one in view.recount.of("result") if one.has("figure")]
    wanted, came = _units(goals), _units(told)
    if not wanted or not came or wanted & came or _topics(goals) & _topics(view.recount.of("result")):
        return None
    if "" not in wanted | came:
        return told[0]
    figures = [mark.words for saying in told for mark in saying.all("figure")]
    apart = all(map(_THINGS.search, figures)) and not _signs(goals) & _signs(view.recount.of("result"))
    return told[0] if apart else None


def _units(sayings: Iterable[Saying]) -> set[str]:
    """The kinds of units that stand behind the numbers; empty for one without."""
    found = set()
    for saying in sayings:
        for mark in saying.all("figure"):
            behind = saying.words[mark.span[1] - saying.span[0] :]
            unit = _UNIT.sub("", mark.words).lstrip("万亿千") or next(iter(_BEHIND.findall(behind)), "")
            found.add(next((kind for kind, units in _KINDS.items() if units.match(unit)), unit))
    return found


def _signs(sayings: Iterable[Saying]) -> set[str]:
    """The characters that sayings are made of, without their times and numbers."""
    return {sign for saying in sayings for sign in _TIMES.sub("", saying.words) if "一" <= sign <= "鿿"} - set(_COUNTING)


def _topics(sayings: Iterable[Saying]) -> frozenset[str]:
    """What sayings speak of, without their times."""
    return pairs(_TIMES.sub(" ", saying.words) for saying in sayings)


def _yardstick(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """The goal and the result are measured by different things."""
    if found := measured_otherwise(view):
        yield view.on(found, values={"goal": view.recount.of("goal")[0].words if view.recount.of("goal") else ""})


def _there(view: RetrospectiveView, language: Language, policy: CoursePolicy) -> dict[str, str]:
    """What is there already, to be named before what is missing: the names of the steps that say something."""
    named = dict(zip(STEPS, policy.retrospective_steps, strict=False))
    found = [named[step] for step in STEPS if step in named and view.recount.of(step)]
    return {"there": language.say("retro.there", steps=language.say("retro.and").join(found)) if found else ""}


def _no_goal(view: RetrospectiveView, language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """Nothing says what was wanted; a text that speaks of its goal without saying which is asked for numbers, not for this."""
    if has_goal(view) or (not view.stepped and any(True for _ in view.recount.marks("aimed"))):
        return
    yield Hit(params=_there(view, language, policy), where=view.at("goal"), severity=None if view.stepped else "warn")


def _no_data(view: RetrospectiveView, language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """What came of it is said without a number."""
    if has_results(view) or measured_otherwise(view):
        return
    said = view.recount.of("result")
    if said:
        yield view.on(said[0], values=_there(view, language, policy))
    elif view.stepped or view.recount.of("goal"):
        yield Hit(params=_there(view, language, policy), where=view.at("result"))


def _only_score(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """Numbers, and nothing of why they came about or what follows."""
    recount = view.recount
    done = [deed for deed in recount.deeds if not deed.hollow or deed.slogan]  # a number that is wished for is nothing done
    if has_results(view) and not recount.of("cause", "lesson") and not done:
        said = [saying for saying in recount.of("result", "goal", "") if saying.has("score", "actual", "figure")]
        yield view.on(said[0]) if said else Hit(where=view.at("result"))


def _no_action(view: RetrospectiveView, language: Language, policy: CoursePolicy) -> Iterator[Hit]:
    """Nothing is to be done."""
    if not view.recount.deeds and not view.recount.of("action"):
        yield Hit(
            params=_there(view, language, policy), where=view.at("action"), severity=None if view.stepped else "warn"
        )


RULES = (
    Rule("R-NOGOAL", "error", _no_goal, ("warn",)),
    Rule("R-NODATA", "error", _no_data),
    Rule("R-ONLYSCORE", "error", _only_score),
    Rule("R-NOACTION", "error", _no_action, ("warn",)),
    Rule("R-YARDSTICK", "info", _yardstick),
)

"""What a retrospective has to say at all: what was wanted, what came of it in numbers, and what is to be done."""

from __future__ import annotations

from collections.abc import Iterator

from ...lang import Language
from ...policy import CoursePolicy
from ...recount import STEPS, Saying
from ..base import Hit, Rule
from .view import RetrospectiveView
from .yardsticks import UNIT, measured_otherwise, only_deeds

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
        _has_number(view) and all(only_deeds(saying) and not _of_the_goal(view, saying) for saying in counted)
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


def _of_the_goal(view: RetrospectiveView, saying: Saying) -> bool:
    """Whether a number of a saying has the unit of a number that was wanted (上线 200 家, 上了 163 家)."""
    units = {UNIT.sub("", mark.words) for one in view.recount.of("goal") for mark in one.all("figure")} - {""}
    return any(UNIT.sub("", mark.words) in units for mark in saying.all("figure"))


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
    done = [
        deed for deed in recount.deeds if not deed.hollow or deed.slogan
    ]  # a number that is wished for is nothing done
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
)

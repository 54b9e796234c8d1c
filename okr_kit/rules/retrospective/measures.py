"""How much of each dimension is there, 0 to 3 (domain-facts 6.6): form alone, depth is for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...policy import CoursePolicy
from ...recount import Deed
from .actions import MOST_ACTIONS
from .causes import blamed, outside_only
from .missing import has_goal, has_results
from .view import RetrospectiveView
from .yardsticks import measured_otherwise

#: Numbers that show a result from more than one side; whys in a row, or sentences of causes, that lead below the surface.
_SHOWN, _WHYS, _LONG = 3, 2, 5
#: Clauses of one's own part that make a chain; a lesson of fewer characters is a phrase.
_DEEP, _SAID = 3, 8


def measures(view: RetrospectiveView) -> Mapping[str, int]:
    """What is there, dimension by dimension."""
    return {
        "goal": _goal(view),
        "result": _result(view),
        "cause": _cause(view),
        "lesson": _lesson(view),
        "action": _action(view),
        "tone": _tone(view),
    }


def form_score(found: Mapping[str, int], policy: CoursePolicy) -> int:
    """How completely it is written, 0-100: the dimensions by the weights of the course."""
    weights = policy.retrospective_weights
    return int(sum(weights.of(name) * value / 3 for name, value in found.items()) / sum(weights) * 100 + 0.5)


def _goal(view: RetrospectiveView) -> int:
    """Missing; stated; with numbers; with what was assumed or changed."""
    if not has_goal(view):
        return 0
    recount = view.recount
    told = recount.of("goal", "result", "")
    numbered = any(kr.target for kr in view.subject.key_results) or any(saying.has("target") for saying in told)
    numbered = numbered or any(saying.has("figure") for saying in recount.of("goal"))
    assumed = any(True for _ in recount.marks("assumed", "goal", "result", ""))
    return 1 + (1 + assumed if numbered else 0)


def _result(view: RetrospectiveView) -> int:
    """Opinion; some numbers; beside what was wanted, or with a source; also what went well, ill, or otherwise, in numbers."""
    if not has_results(view):
        return 0
    recount = view.recount
    told = recount.of("goal", "result", "")
    source = any(saying.has("source") for saying in (*told, *recount.of("cause")))
    scored = any(saying.has("score") for saying in told) or any(kr.actual for kr in view.subject.key_results)
    figures = sum(len(saying.all("figure")) for saying in (*recount.of("result", ""), *recount.of("cause")))
    compared = has_goal(view) and any(saying.has("actual") for saying in told)
    compared = compared or any(saying.has("figure") for saying in recount.of("result"))
    if not (source or scored or compared) or not has_goal(view) or measured_otherwise(view):
        return 1
    seen = recount.of("result", "", "cause")
    both = any(saying.has("high") for saying in seen) and any(saying.has("low") for saying in seen)
    both = both or any(saying.has("unforeseen") for saying in seen)
    return 3 if both and (source or scored) and figures >= _SHOWN else 2


def _cause(view: RetrospectiveView) -> int:
    """None; nothing but what lies outside, or a name for the trouble; something one can change; how it came about, why after why."""
    said = view.recount.of("cause")
    own = sum(len(saying.all("own")) for saying in said)
    if not own:
        return int(bool(said))
    whys = sum(len({mark.span[0] for mark in saying.all("deeper", "why")}) for saying in said)
    proved = any(saying.has("figure") for saying in said)
    return 3 if own >= _DEEP and proved and (whys >= _WHYS or len(said) >= _LONG) else 2


def _lesson(view: RetrospectiveView) -> int:
    """None; a phrase; something specific; with the condition under which it holds."""
    said = [saying for saying in view.recount.of("lesson") if len(saying.words.strip()) > 1]
    said += [saying for saying in view.recount.of("action") if saying.has("general")]
    if not said:
        return 0
    if all(saying.has("slogan", "phrase") or len(saying.words) < _SAID for saying in said):
        return 1
    return 3 if any(saying.has("condition") for saying in said) else 2


def _action(view: RetrospectiveView) -> int:
    """None; phrases; something specific; with owner, day and a sign of success, not too many."""
    deeds = [deed for deed in view.recount.deeds if not deed.onward]
    if not deeds:
        return 1 if view.recount.deeds else 0
    real = [deed for deed in deeds if not deed.hollow]
    if not real or not any(deed.who or deed.due or deed.sign or deed.exact for deed in real):
        return 1
    owned = _most(real, [deed for deed in real if deed.who or view.recount.alone])
    due = _most(real, [deed for deed in real if deed.due])
    whole = owned and due and any(deed.sign for deed in real)
    return 3 if whole and len(deeds) <= MOST_ACTIONS and len(real) == len(deeds) else 2


def _most(deeds: Sequence[Deed], some: Sequence[Deed]) -> bool:
    """Whether more than half of the actions are among some of them."""
    return 2 * len(some) > len(deeds)


def _tone(view: RetrospectiveView) -> int:
    """Somebody is blamed; all is laid on what is outside; neutral; one's own part is named."""
    if blamed(view):
        return 0
    if outside_only(view):
        return 1
    return 3 if any(saying.has("own") for saying in view.recount.of("cause")) else 2

"""What only the whole shows: success alone, a goal that moved, the same as last time, a law made of one case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...lang import Language
from ...model import ReviewedKeyResult
from ...policy import CoursePolicy
from ...recount import Deed, Mark, Saying
from ..base import Hit, Rule
from ..likeness import likeness
from .topics import pairs
from .view import RetrospectiveView
from .yardsticks import UNIT

#: The number at the end, with its unit.
_LAST = re.compile(r"\d[\d,.]*\s?(?:%|[一-鿿]{1,2})?$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
#: What a number in a text may be short of the one in a field: percent, 千, 万, 亿.
_SCALES = (1.0, 1e2, 1e3, 1e4, 1e8)
#: From here on two actions are the same one, said again.
_ALIKE = 0.6
#: From this share of characters on an action may speak of what stood before in other words.
_FAMILIAR = 0.4
#: Fewer pairs of characters say too little to be compared.
_LEAST = 4


def _praise(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """Success alone, without a word of what went otherwise or was luck."""
    told = view.recount.of("result", "cause", "lesson", "")
    won = [saying for saying in told if saying.has("won", "praise")]
    others = () if any(saying.has("praise") for saying in told) else ("outside", "other")  # who is praised is no cause
    if won and not any(saying.has("low", "luck", "symptom", "self", "unforeseen", *others) for saying in told):
        yield view.on(won[0])


def _moved(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """The goal was changed on the way: reason and day are asked for; a field that says otherwise refutes the text."""
    told = view.recount.of("goal", "result", "")
    moved = [saying for saying in told if _is_moved(saying)]
    beside = [saying for saying in told if saying in moved or any(_next(one, saying) for one in moved)]
    explained = any(saying.has("reason") for saying in beside) and any(saying.has("day") for saying in beside)
    if moved and explained:
        return
    if not moved and (agreed := _agreed_otherwise(view)):
        saying, said, target = agreed
        yield view.on(saying, values={"said": said, "target": target})._replace(severity="error")
    elif found := _contradicted(view, told):
        saying, said, kr = found
        yield view.on(saying, values={"said": said, "target": f"{_alone(kr)}"})._replace(severity="error")
    elif moved:
        yield view.on(moved[0])


def _agreed_otherwise(view: RetrospectiveView) -> tuple[Saying, str, str] | None:
    """A number that was agreed at first, said in passing, and is none of those that the goal names now in the same unit."""
    goals = [saying for saying in view.recount.of("goal") if not saying.has("agreed")]
    now = [mark.words.strip() for saying in goals for mark in saying.all("figure")]
    for saying in view.recount.of("goal", "result", "cause", ""):
        for mark in saying.all("agreed"):
            if (last := _LAST.search(mark.words)) and (unit := _unit(last[0])):
                named = [words for words in now if _unit(words) == unit]
                if named and _bare_number(last[0]) not in map(_bare_number, named):
                    return saying, named[-1], last[0].strip()
    return None


def _unit(words: str) -> str:
    """What a number counts."""
    return UNIT.sub("", words)


def _bare_number(words: str) -> str:
    return re.sub(r"[^\d.]", "", words)


def _alone(kr: ReviewedKeyResult) -> str:
    """The target of a field as a number."""
    return f"{kr.target.value:g}{kr.target.unit}" if kr.target else ""


def _is_moved(saying: Saying) -> bool:
    """Whether it says that the goal was changed, and not that it was not."""
    kept = [mark.span for mark in saying.all("unmoved")]
    return any(not any(a < mark.span[1] and mark.span[0] < b for a, b in kept) for mark in saying.all("moved"))


def _next(one: Saying, other: Saying) -> bool:
    """Whether one stands right in front of or behind the other."""
    return one.where == other.where and (0 <= other.span[0] - one.span[1] <= 2 or 0 <= one.span[0] - other.span[1] <= 2)


def _contradicted(view: RetrospectiveView, told: tuple[Saying, ...]) -> tuple[Saying, str, ReviewedKeyResult] | None:
    """A target in the text that its field refutes: the same start, another end."""
    for kr in view.subject.key_results:
        for saying in told:
            for mark in saying.all("change"):
                if _refuted(mark, kr):
                    return saying, mark.words.strip(), kr
    return None


def _refuted(mark: Mark, kr: ReviewedKeyResult) -> bool:
    numbers = [float(number) for number in _NUMBER.findall(mark.words.replace(",", ""))]
    if (
        len(numbers) != 2
        or kr.baseline is None
        or kr.target is None
        or (kr.actual and _is(numbers[1], kr.actual.value))
    ):
        return False
    return any(
        _is(numbers[0] * scale, kr.baseline.value) and not _is(numbers[1] * scale, kr.target.value) for scale in _SCALES
    ) and not _is(numbers[1], kr.target.value)


def _is(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(1.0, abs(other))


def _repeated(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """What was written last time stands here again."""
    if view.previous is None:
        return
    before = [deed.what for deed in view.previous.deeds] + [saying.words for saying in view.previous.of("lesson")]
    for deed in view.recount.deeds:
        if last := _same(deed.what, before):
            yield view.hit(deed.where, deed.span, {"before": last, **({} if deed.span else {"words": deed.what})})
            return
    for saying in view.recount.of("lesson"):
        if last := _same(saying.words, before):
            yield view.on(saying, values={"before": last})
            return


def _same(words: str, before: list[str]) -> str:
    """What was said before in nearly the same words, without days and numbers."""
    own = _bare(words)
    if len(own) < _LEAST:
        return ""
    return next((one.strip() for one in before if likeness(own, _bare(one), _ALIKE) >= _ALIKE), "")


def _bare(words: str) -> str:
    return re.sub(r"[^一-鿿a-zA-Z]+", "", words)


def _unlinked(view: RetrospectiveView, language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """An action that shares no word with anything said before it."""
    if not view.recount.of("cause"):
        return
    said = [saying.words for saying in view.recount.of("cause", "lesson", "result", "goal", "")]
    said += [kr.text for kr in view.subject.key_results]
    topics, signs = pairs(said), set("".join(said))
    empty = frozenset(language.say("retro.no-topic").split())
    unlinked = []
    for deed in view.recount.deeds:
        about = _about(deed)
        own = pairs([about]) - empty
        if deed.hollow or deed.onward or len(own) < _LEAST or own & topics or _shares_signs(about, signs):
            topics |= pairs([deed.what])
        else:
            unlinked.append((deed, own))
    for deed, own in unlinked[:1]:
        if not own & topics:
            yield view.hit(deed.where, deed.span, {} if deed.span else {"words": deed.what})


def _about(deed: Deed) -> str:
    """What an action is about, without who does it and when."""
    said = deed.what
    for part in (deed.who, deed.due):
        said = said.replace(part, " ") if part else said
    return said


def _shares_signs(about: str, signs: set[str]) -> bool:
    """Whether so many of its characters stood before that it may be the same thing in other words."""
    own = {char for char in about if "一" <= char <= "鿿"}
    return len(own & signs) > _FAMILIAR * len(own)


def _one_case(view: RetrospectiveView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """A rule for all time, made of what happened once."""
    told = view.recount.of("result", "cause", "lesson", "")
    shown = view.recount.of("cause", "lesson")
    if not any(saying.has("once") for saying in told) or any(saying.has("several") for saying in shown):
        return
    if any(one.has("condition") for one in view.recount.of("lesson")):
        return
    laws = [saying for saying in view.recount.of("lesson") if saying.has("always")]
    laws += [
        one
        for before, one in pairwise((None, *view.recount.sayings))
        if one
        and one.step in ("result", "cause", "")
        and one.has("general")
        and one.has("always")
        and (one.has("once") or (before and before.has("once")))
    ]
    if laws:
        yield view.on(laws[0])


RULES = (
    Rule("R-MOVEGOAL", "warn", _moved, ("error",)),
    Rule("R-PRAISE", "warn", _praise),
    Rule("R-REPEAT", "warn", _repeated),
    Rule("R-UNLINKED", "info", _unlinked),
    Rule("R-ONECASE", "info", _one_case),
)

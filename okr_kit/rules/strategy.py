"""Rules over one strategy: quiet ones, since what to choose is decided by whoever makes it.

A strategy says by what one wants to win, and what one does not do therefore. What says the aim again, what promises
without anything to act on, and what is a thing to do by a day is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..lang import Language
from ..model import Span
from ..policy import CoursePolicy
from ..text import Number, Reading, Token
from .bare import bare, measure
from .base import Hit, Rule
from .heads import DOING, MOVING
from .likeness import likeness
from .views import StrategyView

#: From here on a strategy says what its objective says.
_SAME = 0.6
#: So many characters that say what is meant leave a promise something to act on.
_SAYS_WHAT = 5
#: One of a thing is how it is done (一页账单), several are a delivery.
_MANY = 2
_EMPTY = ("wide", "quality", "abstract", "hollow", "jargon", "named_quality", "degree", "praise", "slogan", "state")
_ENDS_EMPTY = ("wide", "quality", "hollow", "jargon", "abstract")
_PROMISE = ("slogan", "improve", "maker", "up")


def says_the_goal(view: StrategyView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """W-GOAL: the objective in other words, or a verb and the measure of a key result, and no way to it."""
    reading, given = view.reading, view.subject
    whole = (0, len(reading.raw))
    if given.objective and likeness(bare(reading), bare(view.readings.read(given.objective)), _SAME) >= _SAME:
        yield Hit(whole, {"of": given.objective})
        return
    if not (reading.first(*MOVING, "reach") or reading.changes) or len(reading.clauses) > 1:
        return
    what = measure(reading)
    if reading.patterns["bottom_line"].fullmatch(what):
        yield Hit(whole, {"of": what})
        return
    for text in given.key_results if len(what) > 1 else ():
        name = measure(view.readings.read(text))
        if what in name or (len(name) > 1 and name in what and len(what) - len(name) <= 2):
            yield Hit(whole, {"of": text})
            return


def promises(view: StrategyView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """W-SLOGAN: to strengthen or build something that nobody can lay a hand on, or a banner."""
    reading = view.reading
    if reading.numbers or reading.dates or reading.says("means"):
        return
    if reading.says("banner") or all(_empty(reading, clause) for clause in reading.clauses):
        yield Hit((0, len(reading.raw)))


def is_a_task(view: StrategyView, _language: Language, _policy: CoursePolicy) -> Iterator[Hit]:
    """W-TASK: something to be handed over by a day, or so many of it."""
    reading = view.reading
    if reading.changes:
        return
    counted = [number for number in reading.numbers if number.kind in ("effort", "plain")]
    due = any(reading.patterns["calendar"].search(date.word) for date in reading.dates)
    dated = due and (reading.first(*DOING, "milestone") or any(number.kind == "effort" for number in counted))
    if dated or any(_counts(reading, number) for number in counted):
        yield Hit((0, len(reading.raw)))


def _counts(reading: Reading, number: Number) -> bool:
    """Whether a number says how many are made: a verb of doing stands right before it, no 每周."""
    place = number.span[0]
    before = reading.within((reading.clause_of(place)[0], place))
    if number.value < _MANY or any(token.has("frequency", "become") for token in before[-1:]):
        return False
    return any(token.has(*DOING) and place - token.end <= 1 for token in before)


def _empty(reading: Reading, clause: Span) -> bool:
    """Whether a clause is a verb that promises, ends in something nobody can touch, and says little between."""
    tokens = [token for token in reading.within(clause) if not token.has("join", "degree")]
    promise = next((token for token in tokens if not token.has("wide")), None)
    if promise is None or not promise.has(*_PROMISE):
        return False
    length = len(reading.folded[slice(*clause)].strip())
    if sum(token.end - token.start for token in tokens if token.has("slogan", "praise")) >= length - 1:
        return True
    said = clause[1] - promise.end - sum(_size(token) for token in tokens if token.start >= promise.end)
    last = tokens[-1]
    if reading.tail(last.end, clause[1]) or said >= _SAYS_WHAT:
        return False
    return last.has(*_ENDS_EMPTY, "activity") or (last.has("named_quality") and said == 0)


def _size(token: Token) -> int:
    """How many characters a word takes that says nothing anybody could act on."""
    return token.end - token.start if token.has(*_EMPTY) else 0


#: In the order in which their findings are read.
RULES = (
    Rule("W-GOAL", "error", says_the_goal),
    Rule("W-SLOGAN", "error", promises),
    Rule("W-TASK", "warn", is_a_task),
)

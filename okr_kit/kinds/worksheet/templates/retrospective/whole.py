"""A retrospective that was written already, pasted as one text: kept whole, and what was taken as which step."""

from __future__ import annotations

from dataclasses import replace

from .....recount import STEPS, Saying
from .....subjects.reviewed import LONGEST_TEXT
from .....text import JUDGED
from .....view import Fold, Items, Node, Text
from ...template import Entry, Row, Step
from ...work import Work
from . import five
from .before import ways, which
from .document import recounted
from .key_result import offered
from .parts import step_names

#: So many sentences of each step are shown.
SHOWN = 4
#: The step.
STEP = "text"


def steps(work: Work) -> tuple[Step, ...]:
    """Which key result where some are known, and the text; then what goes into the next cycle."""
    entries = (
        *((replace(which(work), needed=False),) if offered(work) else ()),
        Entry("text", work.say("whole"), note=work.say("whole-note"), lines=10, limit=LONGEST_TEXT),
    )
    rows = (Row("kr", entries[:-1]), Row("text", entries[-1:])) if entries[:-1] else (Row("text", entries),)
    page = Step(STEP, work.say("whole-title"), work.say("whole-task"), rows, below=lambda: below(work), one=True)
    return (page, five.into_the_next(work))


def below(work: Work) -> tuple[Node, ...]:
    """What was taken as which step, what could not be placed, that a long text is judged by its beginning."""
    text = work.text("text", "text")
    if not text:
        return (ways(work),)
    late = (Text((work.say("judged", n=len(text), most=JUDGED),), "note"),) if len(text) > JUDGED else ()
    return (*late, *_placed(work))


def _placed(work: Work) -> tuple[Node, ...]:
    """What was taken as which step; what could not be placed."""
    found = recounted(work)
    if found.unread:
        return ()
    names = step_names(work)
    lines = [(names.get(step, step), *_lines(work, found.of(step))) for step in STEPS]
    rest = _lines(work, found.of("")) if found.of("") else ()
    placed: Node = Fold(
        work.say("placed"), (Items(tuple(lines)),), open=STEP not in work.state["results"], key="placed"
    )
    return (
        (placed, Fold(work.say("placed-rest", n=len(found.of(""))), (Items(rest),), key="rest")) if rest else (placed,)
    )


def _lines(work: Work, found: tuple[Saying, ...]) -> tuple[str, ...]:
    """The sentences of a step as they were written; of a long one its beginning."""
    said = [one.words.strip() for one in found if one.words.strip()]
    more = (work.say("placed-more", n=len(said) - SHOWN),) if len(said) > SHOWN else ()
    return (*said[:SHOWN], *more) or (work.say("placed-none"),)

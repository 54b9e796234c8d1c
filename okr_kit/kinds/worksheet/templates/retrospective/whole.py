"""A retrospective that was written already, pasted as one text: kept whole, and what was taken as which step."""

from __future__ import annotations

from .....recount import STEPS, Saying
from .....subjects.reviewed import LONGEST_TEXT
from .....text import JUDGED
from .....view import Fold, Items, Node, Text
from ...template import Entry, Row, Step
from ...work import Work
from .before import ways, which
from .key_result import offered
from .parts import step_names

#: The step.
STEP = "text"


def steps(work: Work) -> tuple[Step, ...]:
    """One page: which key result where some are known, and the text."""
    entries = (
        *((which(work),) if offered(work) else ()),
        Entry("text", work.say("whole"), note=work.say("whole-note"), lines=10, limit=LONGEST_TEXT),
    )
    rows = (Row("kr", entries[:-1]), Row("text", entries[-1:])) if entries[:-1] else (Row("text", entries),)
    page = Step(STEP, work.say("whole-title"), work.say("whole-task"), rows, below=lambda: below(work))
    return (page,)


def below(work: Work) -> tuple[Node, ...]:
    """What was taken as which step, what could not be placed, that a long text is judged by its beginning."""
    text = work.text("text", "text")
    if not text:
        return (ways(work),)
    late = (Text((work.say("judged", n=len(text), most=JUDGED),), "note"),) if len(text) > JUDGED else ()
    return (*late, *_placed(work, text[:JUDGED]), ways(work))


def _placed(work: Work, text: str) -> tuple[Node, ...]:
    """What was taken as which step; what could not be placed."""
    found = work.ctx.workspace.readings.recount({"text": text}, ())
    if found.unread:
        return ()
    names = step_names(work)
    lines = [(names.get(step, step), *_lines(found.of(step), work.say("placed-none"))) for step in STEPS]
    rest = tuple(saying.words.strip() for saying in found.of("") if saying.words.strip())
    placed: Node = Fold(work.say("placed"), (Items(tuple(lines)),), open=True, key="placed")
    return (placed, Fold(work.say("placed-rest", n=len(rest)), (Items(rest),), key="rest")) if rest else (placed,)


def _lines(found: tuple[Saying, ...], none: str) -> tuple[str, ...]:
    """The sentences of a step as they were written."""
    return tuple(one.words.strip() for one in found if one.words.strip()) or (none,)

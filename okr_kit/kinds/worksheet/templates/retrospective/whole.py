"""A retrospective that was written already, pasted as one text: kept whole, and what was taken as which step."""

from __future__ import annotations

from .....subjects.reviewed import LONGEST_TEXT
from .....text import JUDGED
from .....view import Node, Text
from ...template import Entry, Row, Step
from ...work import Work
from .before import ways, which
from .key_result import offered

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
    return (*late, ways(work))

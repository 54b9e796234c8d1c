"""The five steps, a page each, and what goes into the next cycle."""

from __future__ import annotations

from dataclasses import replace

from .....view import Node, Text
from ...template import Entry, Row, Step
from ...work import Work
from .before import case_fold
from .key_result import came, original, total
from .parts import ACTIONS, CAUSES, day, step_names

#: So many causes; so many actions, of which the sixth is one too many.
MOST_CAUSES, MOST_ACTIONS = 5, 8


def steps(work: Work) -> tuple[Step, ...]:
    """In their order."""
    return (_goal(work), _result(work), _causes(work), _lesson(work), _actions(work), into_the_next(work))


def _step(work: Work, name: str, rows: tuple[Row, ...]) -> Step:
    """A page, called as the course calls its step, with what was agreed and what came of it on top."""
    hint = work.words(f"hint-{name}")
    hints = (hint,) if hint else ()
    title = step_names(work).get(name) or work.say(f"title-{name}")
    return Step(name, title, work.say(f"task-{name}"), rows, above=_head(work), hints=hints, one=True)


def _head(work: Work) -> tuple[Node, ...]:
    """The key result with its numbers, and the case where it is one."""
    line = came(work)
    return (*((Text((line,), "note"),) if line else ()), *case_fold(work))


def _goal(work: Work) -> Step:
    """1 What was agreed, what was taken for granted, whether it was changed on the way."""
    both = tuple((one, work.say(f"changed-{one}")) for one in ("no", "yes"))
    more = (
        Entry("to", work.say("changed-to"), "number", original(work).unit, limit=30),
        Entry("why", work.say("changed-why"), lines=2),
        Entry("when", work.say("changed-when"), "date", limit=20),
    )
    entries = (
        Entry("assume", work.say("assume"), note=work.say("assume-note"), lines=2, limit=300),
        Entry("changed", work.say("changed-asked"), "two", options=both),
        *(more if work.text("goal", "changed") == "yes" else ()),
    )
    step = _step(work, "goal", (Row("goal", entries, above=_locked(work)),))
    return replace(step, above=case_fold(work))


def _locked(work: Work) -> tuple[Node, ...]:
    """The words and numbers as they were agreed: they stay as they were."""
    kr = original(work)
    note = work.say("typed" if kr.asks else "locked", span=kr.span) if kr.span else ""
    return tuple(Text((line,), style) for line, style in ((kr.text, "lead"), (note, "note")) if line)


def _result(work: Work) -> Step:
    """2 What came of it: the score answers under the thumb."""
    kr = original(work)
    both = tuple((one, work.say(f"reached-{one}")) for one in ("yes", "no"))
    known = work.say("actual-known", said=kr.actual) if kr.actual else ""
    number = (
        Entry("done", work.say("reached"), "two", options=both)
        if kr.yes_or_no
        else Entry(
            "actual", work.say("actual"), "number", kr.unit, known, limit=30, placeholder=kr.actual, needed=not known
        )
    )
    entries = (
        number,
        Entry("source", work.say("source"), note=work.say("source-note"), limit=80),
        Entry("good", work.say("good"), note=work.say("good-note"), lines=2, limit=300),
        Entry("bad", work.say("bad"), note=work.say("bad-note"), lines=2, limit=300, needed=False),
    )
    return replace(_step(work, "result", (Row("result", entries),)), total=lambda: total(work))


def _causes(work: Work) -> Step:
    """3 The causes, each a line that opens: why, why again, whose it is, how one knows."""
    rows = tuple(
        Row(name, _cause(work, name), work.say("cause-n", n=at), note=_ours(work, name), made=True)
        for at, name in enumerate(work.rows(CAUSES), 1)
    )
    return replace(_step(work, "cause", rows), list=CAUSES, adds=work.say("cause-add"), most=MOST_CAUSES)


def _cause(work: Work, name: str) -> tuple[Entry, ...]:
    """What is asked of a cause: of one that is out of our hands no why, and how deep of one of them alone."""
    ours = tuple((one, work.say(f"ours-{one}")) for one in ("yes", "no"))
    mine = work.text(name, "ours") != "no"
    deep = any(work.text(row, "why2") for row in work.rows(CAUSES))
    shown = any(work.text(row, "evidence") for row in work.rows(CAUSES))
    return (
        Entry("text", work.say("cause"), note=work.say("cause-note"), lines=2, limit=300),
        Entry("why1", work.say("why1"), lines=2, limit=300, needed=mine),
        Entry("why2", work.say("why2"), lines=2, limit=300, needed=mine and not deep),
        Entry("ours", work.say("ours"), "two", options=ours),
        Entry("evidence", work.say("evidence"), note=work.say("evidence-note"), limit=120, needed=not shown),
    )


def _ours(work: Work, name: str) -> str:
    said = work.text(name, "ours")
    return work.say(f"ours-{said}") if said else ""


def _lesson(work: Work) -> Step:
    """4 What is to be learnt of it, and where it does not hold."""
    entries = tuple(
        Entry(name, work.say(f"lesson-{name}"), note=work.say(f"lesson-{name}-note"), lines=2, limit=300)
        for name in ("when", "should", "unless")
    )
    return _step(work, "lesson", (Row("lesson", entries),))


def _actions(work: Work) -> Step:
    """5 What is to be done: what, who, which day, how one sees that it worked."""
    entries = (
        Entry("what", work.say("action-what"), note=work.say("action-what-note"), lines=2, limit=200),
        Entry("who", work.say("action-who"), note=work.say("action-who-note"), limit=30),
        Entry("due", work.say("action-due"), "date", limit=30),
        Entry("sign", work.say("action-sign"), note=work.say("action-sign-note"), lines=2, limit=200),
    )
    rows = tuple(
        Row(name, entries, work.say("action-n", n=at), note=_who(work, name), made=True)
        for at, name in enumerate(work.rows(ACTIONS), 1)
    )
    return replace(_step(work, "action", rows), list=ACTIONS, adds=work.say("action-add"), most=MOST_ACTIONS)


def _who(work: Work, name: str) -> str:
    return "　".join(filter(None, (work.text(name, "who"), day(work, work.text(name, "due")))))


def into_the_next(work: Work) -> Step:
    """What changes in the next cycle: in words, and the key result as it is to be."""
    entries = (
        Entry("what", work.say("next-what"), note=work.say("next-what-note"), lines=2, limit=300),
        Entry("kr", work.say("next-kr"), note=work.say("next-kr-note"), lines=2, limit=300, needed=False),
        Entry("cycle", work.say("next-cycle"), note=work.say("next-cycle-note"), limit=20, needed=False),
    )
    title, task = work.say("next-title"), work.say("next-task")
    return Step("next", title, task, (Row("next", entries),), above=_head(work))

"""What comes before the five steps: which key result, its numbers where nobody has them yet, the actions of the last time."""

from __future__ import annotations

from .....view import Actions, Button, Fold, Items, Node, Text
from ...template import Entry, Row, Step
from ...work import Work
from .key_result import CASE, FREE, OWN, TYPES, WHOLE, offered, original
from .previous import actions


def steps(work: Work) -> tuple[Step, ...]:
    """One page for the case; one's own may need its numbers, and looks at what was taken on the last time."""
    first = (_which(work),)
    if work.state["material"] == CASE:
        return first
    open_ = bool(offered(work)) and not work.text(
        "kr", "which"
    )  # a page more, and gone once one is picked, would be odd
    typed = (_numbers(work),) if original(work).asks and not open_ else ()
    followed = (_followed(work),) if actions(work) else ()
    return (*followed, *first, *typed)


def which(work: Work) -> Entry:
    """One of one's own key results, or another one."""
    options = (*offered(work), (FREE, work.say("kr-free")))
    return Entry("which", work.say("kr-which"), "list", options=options)


def ways(work: Work) -> Actions:
    """The other ways to begin: the case, a text that is there already."""
    others = [one for one in (OWN, CASE, WHOLE) if one != work.state["material"]]
    return Actions(tuple(Button(work.say(f"begin-{one}"), "pick", {"material": one}, "quiet") for one in others))


def _which(work: Work) -> Step:
    """Which key result is looked back on."""
    if work.state["material"] == CASE:
        return Step("kr", work.say("kr-title"), rows=(), above=_case(work), below=(ways(work),))
    choice = (which(work),) if offered(work) else ()
    free = not choice or work.text("kr", "which") == FREE
    text = (Entry("text", work.say("kr-text"), note=work.say("kr-text-note"), lines=2, limit=300),) if free else ()
    task = work.say("kr-task" if choice else "kr-task-free")
    return Step("kr", work.say("kr-title"), task, (Row("kr", (*choice, *text)),), below=(ways(work),))


def _case(work: Work) -> tuple[Node, ...]:
    """What is known of the case."""
    known = work.ctx.exercise.settings[CASE]
    return (Text((str(known["text"]),), "lead"), Items(tuple(str(line) for line in known["material"])))


def case_fold(work: Work) -> tuple[Node, ...]:
    """The case's material, to be opened again on the pages that follow."""
    if work.state["material"] != CASE:
        return ()
    lines = tuple(str(line) for line in work.ctx.exercise.settings[CASE]["material"])
    return (Fold(work.say("case-fold"), (Items(lines),), key="case"),)


def _numbers(work: Work) -> Step:
    """From where to where, and what sort of key result it is."""
    types = tuple((one, work.say(f"type-{one}")) for one in TYPES)
    sides = tuple((one, work.say(f"side-{one}")) for one in ("most", "least"))
    every = {
        "type": Entry("type", work.say("type"), "chips", options=types),
        "baseline": Entry("baseline", work.say("baseline"), "number", limit=30, half=True),
        "target": Entry("target", work.say("target"), "number", limit=30, half=True),
        "unit": Entry("unit", work.say("unit"), note=work.say("unit-note"), limit=12, half=True, needed=False),
        "side": Entry("side", work.say("side"), "two", options=sides),
    }
    kr = original(work)
    rows = (
        Row("number", tuple(every[name] for name in kr.asks), above=(Text((kr.text,), "lead"),) if kr.text else ()),
    )
    return Step("numbers", work.say("numbers-title"), work.say("numbers-task"), rows)


def _followed(work: Work) -> Step:
    """What was taken on the last time: was it done?"""
    options = tuple((one, work.say(f"done-{one}")) for one in ("yes", "half", "no"))
    rows = tuple(
        Row(f"p{at}", (Entry("done", said, "chips", options=options, needed=False),))
        for at, said in enumerate(actions(work), 1)
    )
    return Step("followed", work.say("followed-title"), work.say("followed-task"), rows)

"""The third step: the level below takes one strategy over: its own O, its first KR.

Under mapping A the O is the strategy in one's own words, and the measure is KR 1. Under B the O carries the number that was
handed down, and KR 1 is made of a strategy and a measure of one's own.
"""

from __future__ import annotations

from .....documents import subject
from .....documents.cascade import blank_cascade
from .....model import KeyResult, Objective
from .....view import Items, Node, Statement
from ...statements import judged, unread
from ...template import Check, Entry, Note, Row, Step
from ...work import Work
from . import top

STEP = "lower"
OBJECTIVE, FIRST = 20, 10


def step(work: Work) -> Step:
    """The strategy to be taken over, one's own O, one's first KR."""
    lower = work.ctx.exercise.settings["lower"]
    owner, taken = str(lower["owner"]), str(lower["takes"])
    objective = Entry("o", work.say("lower-o", owner=owner), note=work.say(f"lower-o-note-{_mapping(work)}"), lines=2)
    if _mapping(work) == "A":
        entries: tuple[Entry, ...] = (objective, Entry("kr", work.say("lower-kr"), "pick", options=top.options(work)))
    else:
        entries = (
            objective,
            Entry("s", work.say("lower-s"), note=work.say("lower-s-note"), lines=2),
            Entry("m", work.say("lower-m"), note=work.say("lower-m-note"), lines=2),
        )
    above = (Statement((top.text(work, taken),), work.say("taken", slip=taken), small=True),)
    hints = (work.say("hint-lower-1"), work.say(f"hint-lower-2-{_mapping(work)}"))
    task = work.say(f"task-lower-{_mapping(work)}", owner=owner)
    return Step(STEP, work.say("step-lower", owner=owner), task, (Row(STEP, entries),), above, _made(work), hints=hints)


def _mapping(work: Work) -> str:
    return work.ctx.policy.mapping


def objective(work: Work) -> str:
    """The O as it was typed."""
    return work.text(STEP, "o")


def first(work: Work) -> str:
    """KR 1: the slip that was picked, or one's own strategy with its measure."""
    if _mapping(work) == "A":
        return top.text(work, top.pick(work, STEP, "kr"))
    strategy, measure = work.text(STEP, "s"), work.text(STEP, "m")
    return top.joined(work, strategy, measure) if strategy and measure else ""


def _made(work: Work) -> tuple[Node, ...]:
    """KR 1 as it reads when it is put together."""
    said = first(work) if _mapping(work) == "B" else ""
    return (Items((work.ctx.say("copy-kr", n=1, text=said),)),) if said else ()


def checks(work: Work) -> tuple[Check, ...]:
    """The O, and KR 1."""
    return (_objective(work), _picked(work) if _mapping(work) == "A" else _own(work))


def _objective(work: Work) -> Check:
    """An O without an error that is no copy of the strategy; under B with the number that was handed down."""
    name, said, at = "lower-o" if _mapping(work) == "A" else "lower-whole", objective(work), (f"{STEP}.o",)
    if not said:
        return Check(name, STEP, OBJECTIVE, 0, open=True)
    notes = judged(work, Objective(said), at)
    if unread(notes):
        return Check(name, STEP, OBJECTIVE, 0, notes, open=True)
    if copied(work, said):
        notes = (Note("revise", "copied", {"slip": work.ctx.exercise.settings["lower"]["takes"]}, at, "D-COPY"),)
    if _mapping(work) == "B" and not notes and not _handed_down(work, said):
        notes = (Note("revise", "whole-number", {}, at),)
    return Check(name, STEP, OBJECTIVE, 0.5 if notes else 1, notes or (Note("good", "lower-fine", {}, at),))


def copied(work: Work, said: str) -> bool:
    """Whether a sentence is the strategy again, as the grader of cascades sees it."""
    above, lower = (work.ctx.exercise.settings[part] for part in ("top", "lower"))
    nodes = [
        {"id": "above", "owner": above["owner"], "objective": top.text(work, str(lower["takes"]))},
        {"id": "own", "parent": "above", "owner": lower["owner"], "objective": said},
    ]
    report = work.ctx.workspace.lint(subject(blank_cascade("copy", nodes)))
    return any(one.code == "D-COPY" for one in report.findings)


def _handed_down(work: Work, said: str) -> bool:
    """Whether the number of the measure that was handed down stands in a sentence."""
    lower, readings = work.ctx.exercise.settings["lower"], work.ctx.workspace.readings
    wanted = readings.read(top.text(work, str(lower["key"]))).numbers
    return wanted[-1].value in {one.value for one in readings.read(said).numbers}


def _picked(work: Work) -> Check:
    """Under A: the measure of the strategy."""
    picked, at, right = top.pick(work, STEP, "kr"), (f"{STEP}.kr",), work.ctx.exercise.settings["lower"]["key"]
    if not picked:
        return Check("lower-kr", STEP, FIRST, 0, open=True)
    if picked == right:
        return Check("lower-kr", STEP, FIRST, 1)
    number = work.ctx.exercise.items[picked]["key"] in ("G", "M")
    return Check(
        "lower-kr",
        STEP,
        FIRST,
        0.5,
        (Note("revise", "lower-kr-other" if number else "lower-kr-words", {"slip": picked}, at),),
    )


def _own(work: Work) -> Check:
    """Under B: a strategy and a measure of one's own, without an error when they stand together."""
    strategy, measure, at = work.text(STEP, "s"), work.text(STEP, "m"), (f"{STEP}.s", f"{STEP}.m")
    if not strategy or not measure:
        return Check("lower-pair", STEP, FIRST, 0, open=True)
    notes = judged(work, KeyResult(first(work)), at)
    if unread(notes):
        return Check("lower-pair", STEP, FIRST, 0, notes, open=True)
    if copied(work, strategy) or _handed_down(work, measure):
        notes = (Note("revise", "pair-above", {}, at),)
    return Check("lower-pair", STEP, FIRST, 0.5 if notes else 1, notes)

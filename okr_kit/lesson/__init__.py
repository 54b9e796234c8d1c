"""The class as a state machine: what the trainer has opened, its phase, item, clock and stage. Pure, like an exercise.

The state is plain JSON, kept by a host as the work of the owner ``class``; ``act`` carries out one control of the
trainer's, ``live`` says what it means for one exercise. The rows of the agenda are only names here: :mod:`.agenda`
knows their minutes.

State: ``led`` (False: nobody leads, everything is open), ``row``, ``slug`` (what the phones do now, or empty),
``rows`` = row to ``{at?, end?, short?, skipped?}``, ``works`` = slug to what :class:`.live.Live` says of it, ``stage``;
and apart from what can be taken back: ``stamp`` (the number of steps so far), ``passed`` (an exercise's steps that ended
a moment ago, by stamp: what each was, and when it ended), ``past`` (what was otherwise before each of the last controls),
``driver``, ``notes``, ``samples`` (sentences that may be shown if their author says so).
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from ..errors import ActionError
from ..live import ALL, KEPT
from ..shape import fits
from .beside import BESIDE
from .course import COURSE
from .exercise import EXERCISE
from .moves import agreed, now, off_stage
from .past import put_back, remembered
from .state import (
    BOARD,
    LONGEST_NOTE,
    MOST_PASSED,
    MOST_PAST,
    SHAPE,
    STEP,
    TALKS,
    VERSION,
    State,
    Step,
    Values,
    hands,
    live,
    load,
    start,
    talked,
)

__all__ = [
    "ALL",
    "BESIDE",
    "BOARD",
    "LONGEST_NOTE",
    "MOST_PAST",
    "STEPS",
    "VERSION",
    "State",
    "act",
    "hands",
    "live",
    "load",
    "start",
    "talked",
]

#: Every control, by its name in the log; ``undo`` takes the last one back.
STEPS: Mapping[str, Step] = {**EXERCISE, **COURSE}


def act(state: State, do: str, values: Values, at: int) -> State:
    """Carry out one control and return the new state; ``at`` in milliseconds since 1970.

    What a control needs is in ``values``, as text: a screen's buttons carry it. Raises ActionError ``lesson-unknown``
    for one that is none, ``lesson-passed`` where the step that it belongs to is not (any more) the class's.
    """
    if do == "undo":
        return _checked(do, _undone(state, values, at))
    step = STEPS.get(do) or BESIDE.get(do)
    if step is None:
        raise ActionError("lesson-unknown", do=do)
    new = deepcopy({**state, "past": []})
    try:
        step(new, values, at)
    except (LookupError, ValueError):
        raise ActionError("lesson-unknown", do=do) from None
    if do in TALKS:
        work = now(new)
        work["talked"] = {**work.get("talked", {}), (not values.get("all") and work["item"]) or ALL: at}
    past = remembered(state, do, new) if do in STEPS else state["past"]
    return _checked(do, _ended(state, {**new, "past": past}, at))


def _checked(do: str, after: State) -> State:
    """A state that can be read again; what a control would have made of strange values is refused."""
    if not fits(after, SHAPE):
        raise ActionError("lesson-unknown", do=do)
    return after


def _undone(state: State, values: Values, at: int) -> State:
    """The state before the last control; stamps go on, so that what phones sent meanwhile has passed.

    With ``of`` only if that was the last control: a button that says what it takes back never takes back another.
    """
    if not state["past"] or values.get("of", state["past"][-1]["do"]) != state["past"][-1]["do"]:
        raise ActionError("lesson-passed")
    *past, last = state["past"]
    stamp = state["stamp"] + 1
    new: State = {**deepcopy(put_back({**state, "past": []}, last["was"])), "past": past, "stamp": stamp}
    for work in new["works"].values():
        work["stamp"] = stamp
    if not agreed(new, new["stage"]["sample"]):
        off_stage(new, new["stage"]["sample"])  # what was withdrawn meanwhile does not come back
    return _ended(state, new, at)


def _ended(before: State, after: State, at: int) -> State:
    """The state that remembers the steps which have ended: what was picked on one is still handed in for some seconds."""
    kept = {
        slug: {stamp: row for stamp, row in rows.items() if abs(at - row["at"]) <= KEPT}
        for slug, rows in before.get("passed", {}).items()
    }
    for slug in after["works"]:
        was, now = live(before, slug), live(after, slug)
        if was.stamp != now.stamp and was.standing != "waiting":
            row = {"at": at, **{name: getattr(was, name) for name in STEP}}
            kept[slug] = dict([*kept.get(slug, {}).items(), (str(was.stamp), row)][-MOST_PASSED:])
    return {**after, "passed": {slug: rows for slug, rows in kept.items() if rows}}

"""The state of a lesson, and what it means for one exercise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..agenda import MINUTE
from ..errors import StaleState
from ..live import ALL, Live, Passed
from ..shape import fits

State = dict[str, Any]
Values = Mapping[str, str]
Step = Callable[[State, Values, int], None]

VERSION = 1
#: How many controls can be taken back, one after the other.
MOST_PAST = 12
#: How many ended steps of an exercise are remembered, for as long as somebody may still hand in on them.
MOST_PASSED = 6
LONGEST_NOTE, MOST_NOTES, MOST_SAMPLES = 300, 300, 200
#: The longest clock, in milliseconds.
LONGEST_CLOCK = 180 * MINUTE
#: What the stage can show; ``work`` is what the phase of the open exercise says.
SHOWS = ("join", "page", "work", "groups", "sample", "board")
#: A sample of this name is no sentence but a table's work, ``board|g3|<slug>``: whoever keeps its record answers for it.
BOARD = "board|"
#: The controls with which the class talks about an item, or sees its key.
TALKS = ("discuss", "again", "answer")
#: What is remembered of a step that has ended.
STEP = ("standing", "pace", "side", "item", "phase")

_WORK = {
    "standing": str,
    "pace": str,
    "side": str,
    "item": str,
    "phase": str,
    "until": int,
    "left": int,
    "keyed": [str],
    "stamp": int,
    "accepted": {str: [{"value": str, "reason": str, "at?": int, "text?": str, "words?": str}]},
    "hands": {str: {str: {str: int}}},
    "talked?": {str: int},
    "skipped?": bool,
    "dealt?": [str],
}
LED = {
    "led": bool,
    "row": str,
    "slug": str,
    "rows": {str: {"at?": int, "end?": int, "short?": bool, "skipped?": bool}},
    "works": {str: _WORK},
    "stage": {"show": str, "page": str, "screen": int, "black": bool, "hidden": [str], "sample": str},
}
SHAPE = {
    "v": int,
    **LED,
    "stamp": int,
    "passed?": {str: {str: {"at": int, **dict.fromkeys(STEP, str)}}},
    "past": [{"do": str, "was": dict}],
    "driver": str,
    "notes": [{"at": int, "row": str, "text": str}],
    "samples": {str: {"text": str, "person": int, "slug": str, "item": str, "said": str, "asked": str}},
}


def start() -> State:
    """A class that nobody leads yet."""
    return {
        "v": VERSION,
        "led": False,
        "row": "",
        "slug": "",
        "rows": {},
        "works": {},
        "stage": {"show": "join", "page": "", "screen": 0, "black": False, "hidden": [], "sample": ""},
        "stamp": 0,
        "past": [],
        "driver": "",
        "notes": [],
        "samples": {},
    }


def load(state: Mapping[str, Any] | None) -> State:
    """A stored state taken back; a fresh one for None or what has not its shape. Raises StaleState for a newer kit's."""
    if state is None:
        return start()
    found = state.get("v")
    if isinstance(found, int) and found > VERSION:
        raise StaleState("state-newer", found=found, known=VERSION)
    return dict(state) if found == VERSION and fits(state, SHAPE) else start()


def live(state: Mapping[str, Any], slug: str) -> Live:
    """What the class's step means for one exercise; a key that the class has seen stays seen when nobody leads any more."""
    work = state["works"].get(slug)
    if not state["led"] and not (work and work["keyed"]):
        return Live()
    if work is None:
        return Live("waiting")
    accepted = {item: tuple(one["value"] for one in rows) for item, rows in work["accepted"].items()}
    passed = {int(stamp): _step(row) for stamp, row in state.get("passed", {}).get(slug, {}).items()}
    known = {"keyed": frozenset(work["keyed"]), "accepted": accepted, "stamp": work["stamp"], "passed": passed}
    if work["standing"] != "now":
        return Live("over", **known)
    steps = {name: work[name] for name in ("pace", "side", "item", "phase", "until", "left")}
    return Live("now", **steps, **known, dealt=frozenset(work.get("dealt", ())))


def _step(row: Mapping[str, Any]) -> Passed:
    return Passed(row["at"], Live(**{name: row[name] for name in STEP}))


def hands(state: Mapping[str, Any], slug: str, item: str, number: int) -> dict[str, int]:
    """The raised hands that the trainer has counted for an item, by value, in that round of votes."""
    work = state["works"].get(slug) or {}
    return dict(work.get("hands", {}).get(item, {}).get(str(number), {}))


def talked(state: Mapping[str, Any], slug: str, item: str) -> int:
    """When the class last began to talk about an item or saw its key (milliseconds since 1970); 0 if it has not."""
    found = (state["works"].get(slug) or {}).get("talked", {})
    return max(int(found.get(item, 0)), int(found.get(ALL, 0)))

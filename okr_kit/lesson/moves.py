"""What several controls of a lesson do to its state."""

from __future__ import annotations

from typing import Any

from ..agenda import MINUTE
from ..errors import ActionError
from ..live import PHASES
from .state import LONGEST_CLOCK, State, Values


def new_work() -> dict[str, Any]:
    """What is known of an exercise that was just opened for the first time."""
    return {
        "standing": "now",
        "pace": "self",
        "side": "own",
        "item": "",
        "phase": "task",
        "until": 0,
        "left": 0,
        "keyed": [],
        "stamp": 0,
        "accepted": {},
        "hands": {},
    }


def pass_on(state: State) -> None:
    """The exercise in hand is over: it can be caught up with."""
    if state["slug"]:
        state["works"][state["slug"]] |= {"standing": "over", "until": 0, "left": 0}
        stamp(state)
    state["slug"] = ""


def now(state: State) -> dict[str, Any]:
    """What the phones do now; ``lesson-passed`` where they do nothing together."""
    if not state["slug"]:
        raise ActionError("lesson-passed")
    work: dict[str, Any] = state["works"][state["slug"]]
    return work


def stamp(state: State) -> None:
    """A step begins that no earlier one can be taken for, whatever is taken back."""
    state["stamp"] += 1
    now(state)["stamp"] = state["stamp"]


def phase(state: State, name: str, at: int, values: Values) -> None:
    """Go to a phase, with a new clock if it has minutes. Raises ValueError for one that is none."""
    work, length = now(state), minutes(values)
    if name not in PHASES:
        raise ValueError
    work |= {"phase": name, "until": at + length if length else 0, "left": 0}
    stamp(state)
    state["stage"] |= {"show": "work"}


def enter(state: State, row: str, at: int) -> None:
    """A row begins; the one before it ends."""
    state["led"] = True
    if row == state["row"]:
        return
    if state["row"]:
        state["rows"][state["row"]]["end"] = at
    known = {name: value for name, value in state["rows"].get(row, {}).items() if name not in ("end", "skipped")}
    state["rows"][row] = {"at": at, **known}  # who comes back to a row goes on with its time
    state["row"] = row


def off_stage(state: State, sample: str) -> None:
    """What may not be shown any more leaves the stage; whatever else is on it stays."""
    stage = state["stage"]
    if stage["sample"] == sample:
        on = stage["show"] in ("sample", "board")
        state["stage"] = {**stage, "sample": "", **({"show": "work" if state["slug"] else "join"} if on else {})}


def agreed(state: State, sample: str) -> bool:
    """Whether who was asked has said yes."""
    return bool(state["samples"].get(sample, {}).get("said") == "yes")


def minutes(values: Values) -> int:
    """The minutes that a control gives its clock, in milliseconds."""
    found = float(values.get("minutes") or 0) * MINUTE
    if not 0 <= found <= LONGEST_CLOCK:
        raise ValueError
    return int(found)


def one_of(value: str, known: tuple[str, ...]) -> str:
    """The value, if it is one of those that are known; ValueError else."""
    if value not in known:
        raise ValueError
    return value

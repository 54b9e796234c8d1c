"""What can be taken back: kept as what was otherwise before each of the last controls, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from .state import LED, MOST_PAST, State


def remembered(state: State, do: str, after: State) -> list[dict[str, Any]]:
    """The controls that can be taken back, with this one: what was otherwise before it, and no more.

    A class is led by hundreds of controls, and each writes the state anew. Turning on is one control, however many
    screens a page has.
    """
    past, before = state["past"], state
    if do == "turn" and past and past[-1]["do"] == "turn":
        *past, last = past
        before = put_back(state, last["was"])
    was = otherwise({name: before[name] for name in LED}, {name: after[name] for name in LED})
    return [*past, {"do": do, "was": deepcopy(was)}][-MOST_PAST:]


def otherwise(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What was otherwise before, name by name at every depth; None for a name that was not there."""
    found: dict[str, Any] = {}
    for name in {**before, **after}:
        was, now = before.get(name), after.get(name)
        if isinstance(was, dict) and isinstance(now, dict):
            if inner := otherwise(was, now):
                found[name] = inner
        elif was != now:
            found[name] = was
    return found


def put_back(now: Mapping[str, Any], was: Mapping[str, Any]) -> dict[str, Any]:
    """What it was before, of what it is now and what :func:`otherwise` has kept; neither is changed."""
    found = dict(now)
    for name, value in was.items():
        if value is None:
            found.pop(name, None)
        elif isinstance(value, dict):
            found[name] = put_back(found.get(name, {}), value)
        else:
            found[name] = value
    return found

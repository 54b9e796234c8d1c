"""The one door to every exercise, for every host: start, act, view, outcome, load.

A host keeps the state (plain JSON) between calls and shows the view. It needs to know nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from .errors import ActionError, StaleState
from .kinds import KINDS
from .kinds.base import LONGEST_PAUSE, STATE_VERSION, Action, Context, Outcome, State
from .view import Node

__all__ = ["Context", "Outcome", "act", "load", "outcome", "start", "view"]

#: A whole action may not carry more text than this (characters of its JSON-like form).
LARGEST_ACTION = 60_000


def start(ctx: Context, seed: int, given: Mapping[str, Any] | None = None, at: int = 0) -> State:
    """A fresh state of the exercise; the same seed gives the same items in the same order."""
    state: State = {
        "v": STATE_VERSION,
        "kind": ctx.exercise.kind,
        "slug": ctx.exercise.slug,
        "bank": ctx.exercise.version,
        "seed": int(seed),
        "since": int(at),
        "spent": 0,
        "last": {},
    }
    return KINDS[ctx.exercise.kind].start(ctx, state, given or {})


def act(ctx: Context, state: State, action: Action, at: int) -> State:
    """Carry out one action and return the new state; the state given is not changed.

    ``action`` is ``{"do": str, "values": {…}, "fields": {…}}``; ``at`` milliseconds since 1970, given by the host.
    Raises ActionError for an action this exercise does not have (also one of a foreign shape) and StaleState for a
    state that :func:`load` would not pass.
    """
    _fits(ctx, state)
    do = action.get("do") if isinstance(action, Mapping) else None
    if not isinstance(do, str) or len(repr(action)) > LARGEST_ACTION:
        raise ActionError("action-unknown", do=str(do)[:40])
    for part in ("values", "fields"):
        if not isinstance(action.get(part) or {}, Mapping):
            raise ActionError("action-unknown", do=do)
    new = deepcopy(state)
    pause = max(0, int(at) - int(new.get("since") or at))
    new["since"], new["spent"] = int(at), new.get("spent", 0) + min(pause, LONGEST_PAUSE)
    new["last"] = {"do": do, "graded": False, "codes": []}
    return KINDS[ctx.exercise.kind].act(ctx, new, action, int(at))


def view(ctx: Context, state: State) -> tuple[Node, ...]:
    """The screen for this state, sentences chosen, nothing escaped yet."""
    _fits(ctx, state)
    return KINDS[ctx.exercise.kind].view(ctx, state)


def outcome(ctx: Context, state: State) -> Outcome:
    """How far the work is, what it scores, and what the last action was."""
    _fits(ctx, state)
    return KINDS[ctx.exercise.kind].outcome(ctx, state)


def load(ctx: Context, state: Mapping[str, Any], at: int = 0) -> tuple[State, bool]:
    """Take a stored state back; ``(state, False)``, or a fresh one and True where it cannot go on.

    A state whose items have left the bank, or of another version, starts again with the old answers under ``kept``.
    A state of a newer kit raises StaleState: restarting it would throw away what that kit can still read.
    """
    if int(state.get("v") or 0) > STATE_VERSION:
        raise StaleState("state-newer", found=state.get("v"), known=STATE_VERSION)
    try:
        _fits(ctx, state)
        view(ctx, dict(state))
    except (StaleState, LookupError, TypeError, ValueError, AttributeError):
        fresh = start(ctx, int(state.get("seed") or 0), None, at)
        fresh["kept"] = deepcopy(dict(state))
        return fresh, True
    return dict(state), False


def _fits(ctx: Context, state: Mapping[str, Any]) -> None:
    """Raise StaleState unless the state is of this exercise, kind and version."""
    if not isinstance(state, Mapping) or state.get("v") != STATE_VERSION:
        found = state.get("v") if isinstance(state, Mapping) else None
        raise StaleState("state-newer", found=found, known=STATE_VERSION)
    if (state.get("kind"), state.get("slug")) != (ctx.exercise.kind, ctx.exercise.slug):
        raise StaleState("state-foreign", found=state.get("slug"), known=ctx.exercise.slug)

"""The one door to every exercise, for every host: start, act, view, outcome, load, and what a host shows around them.

A host keeps the state (plain JSON) between calls, makes a context for each call, and shows the view. It needs to know
nothing else, and never looks into a state.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from hashlib import sha256
from typing import Any

from .documents import Document
from .documents import load as load_document
from .errors import ActionError, StaleState
from .kinds import KINDS, Kind
from .kinds.base import LONGEST_PAUSE, Action, Context, Entered, Focus, Led, Outcome, State, Together
from .model import Exercise
from .shape import fits
from .tally import Ballot, Choices
from .view import Actions, Button, Card, Node, Say, read_only

__all__ = [
    "Context",
    "Entered",
    "Focus",
    "Led",
    "Outcome",
    "Together",
    "act",
    "ballots",
    "beside",
    "board",
    "cards",
    "choices",
    "copies",
    "decided",
    "documents",
    "extras",
    "focus",
    "follows_table",
    "key",
    "knows_table",
    "lasting",
    "load",
    "makes",
    "outcome",
    "paper",
    "peek",
    "right",
    "seed",
    "settled",
    "start",
    "steps",
    "tally",
    "task",
    "together",
    "told",
    "version",
    "view",
]

#: A whole action may not carry more text than this (characters of its JSON-like form).
LARGEST_ACTION = 60_000
#: What every state has; what is below it belongs to the kind.
SHAPE = {
    "v": int,
    "kind": str,
    "slug": str,
    "seed": int,
    "since": int,
    "spent": int,
    "last": {"codes?": [str], "gone?": int},
    "gone?": int,
    "given?": {str: {}},
}
#: The action that takes the newest version of what the work stands on.
REFRESH = "refresh"
#: The action that hands in what stood in a form when the class went on.
KEEP = "keep"


def seed(*words: str) -> int:
    """A seed made of words: the same everywhere for the same words, not to be guessed where one of them is a secret."""
    return int(sha256("|".join(words).encode()).hexdigest()[:12], 16)


def start(ctx: Context, seed: int, at: int = 0) -> State:
    """A fresh state of the exercise; the same seed gives the same items in the same order."""
    kind = _kind(ctx)
    state: State = {
        "v": kind.version,
        "kind": ctx.exercise.kind,
        "slug": ctx.exercise.slug,
        "bank": ctx.exercise.version,
        "seed": int(seed),
        "since": int(at),
        "spent": 0,
        "last": {},
    }
    if kind.follows:
        state["given"] = deepcopy(ctx.given)
    return kind.start(ctx, state)


def act(ctx: Context, state: State, action: Action, at: int) -> State:
    """Carry out one action and return the new state; the state given is not changed.

    ``action`` is ``{"do": str, "values": {…}, "fields": {…}}``; ``at`` milliseconds since 1970, given by the host.
    Raises ActionError for an action this exercise does not have (also one of a foreign shape), or whose state
    :func:`load` would not take back, or before the trainer has opened the exercise; and StaleState for a state that it would not pass.
    """
    kind = _checked(ctx, state)
    if ctx.live.standing == "waiting":
        raise ActionError("live-waiting")
    do = action.get("do") if isinstance(action, Mapping) else None
    if not isinstance(do, str) or _too_large(action):
        raise ActionError("action-unknown", do=str(do)[:40])
    for part in ("values", "fields"):
        if not isinstance(action.get(part) or {}, Mapping):
            raise ActionError("action-unknown", do=do)
    new = deepcopy(state)
    pause = max(0, int(at) - int(new.get("since") or at))
    new["since"], new["spent"] = int(at), new.get("spent", 0) + min(pause, LONGEST_PAUSE)
    new["last"] = {"do": do, "graded": False, "codes": []}
    if gone := new.pop("gone", 0):  # found by load just now: said on the screen of this action too
        new["last"]["gone"] = gone
    if do == REFRESH and kind.follows:
        given = {**new["given"], **deepcopy(ctx.given)}  # what was deleted since stays as it was taken
        after = kind.renewed(ctx, {**new, "given": given}, new["given"])
    else:
        after = (kind.keep if do == KEEP else kind.act)(ctx, new, action, int(at))
    if not kind.fits(ctx, after):  # stored, it would be begun anew at the next visit, and everything in it gone
        raise ActionError("action-unfit", do=do)
    return after


def view(ctx: Context, state: State) -> tuple[Node, ...]:
    """The screen for this state, sentences chosen, nothing escaped yet; nothing to press for who only watches."""
    kind = _checked(ctx, state)
    nodes = (*_gone(ctx, kind, state), *kind.view(ctx, state))
    if ctx.mode == "watch":
        return read_only(nodes)
    return (*_renewal(ctx, state), *nodes) if kind.follows else nodes


def task(ctx: Context) -> str:
    """The task of the exercise; that of a table, in mode ``group``, where it has its own."""
    return _kind(ctx).task(ctx)


def focus(ctx: Context, state: State) -> Focus:
    """What the screen is about: the item in hand, its statement, and what can be voted on."""
    return _checked(ctx, state).focus(ctx, state)


def settled(ctx: Context, state: State, item: str) -> bool:
    """Whether the key of an item may reach its learner by another way, as he has answered it himself (or has it not)."""
    return _checked(ctx, state).settled(ctx, state, item)


def decided(ctx: Context, state: State) -> frozenset[str]:
    """The items of a table's work on which nothing is left to decide."""
    return _checked(ctx, state).decided(ctx, state)


def outcome(ctx: Context, state: State) -> Outcome:
    """How far the work is, what it scores, and what the last action was."""
    return _checked(ctx, state).outcome(ctx, state)


def ballots(ctx: Context, state: State) -> tuple[Ballot, ...]:
    """What this work has answered, item by item, without a name."""
    return _checked(ctx, state).ballots(ctx, state)


def choices(ctx: Context, seed: int) -> tuple[Choices, ...]:
    """The items that the class votes on, in the order of the draw of that seed, with what can be answered to each."""
    return _kind(ctx).choices(ctx, seed)


def key(ctx: Context, item: str) -> tuple[Node, ...]:
    """The key of an item with its reason, as it may stand before everybody once it is shown."""
    return _kind(ctx).key(ctx, item)


def right(ctx: Context, item: str) -> tuple[str, ...]:
    """The values of an item's choices that are right: to be marked beside its key, and not before."""
    return _kind(ctx).right(ctx, item)


def beside(ctx: Context, item: str) -> Mapping[str, str]:
    """A line beside each option of an item, by value: where the course treats what was voted for."""
    return _kind(ctx).beside(ctx, item)


def board(ctx: Context, state: State) -> tuple[Entered, ...]:
    """What a table has entered, in short, as it may stand before everybody: without a key, whatever the class has seen."""
    return _checked(ctx, state).board(ctx, state)


def tally(ctx: Context, states: tuple[State, ...]) -> tuple[tuple[Node, ...], ...]:
    """What each table's work comes to, in the order of the states, for the whole class to see: figures, never their texts."""
    return _kind(ctx).tally(ctx, states)


def steps(ctx: Context) -> tuple[Led, ...]:
    """The steps on which the trainer leads a class through the exercise; none where she does not."""
    return _kind(ctx).steps(ctx)


def extras(ctx: Context) -> tuple[tuple[str, str], ...]:
    """What the trainer can hand out on the way, by id and words."""
    return _kind(ctx).extras(ctx)


def follows_table(ctx: Context) -> bool:
    """Whether a person's screen shows now what the others at his table do."""
    return _kind(ctx).follows_table(ctx)


def knows_table(ctx: Context) -> bool:
    """Whether what the others at a table tell matters now for a person's work."""
    return _kind(ctx).knows_table(ctx)


def told(ctx: Context, state: State) -> Mapping[str, Any]:
    """What a person's work tells the others at his table, for their ``ctx.around``."""
    return _checked(ctx, state).told(ctx, state)


def together(ctx: Context, tables: tuple[tuple[State, ...], ...]) -> Together:
    """What the members of these tables have done, for the whole class to see."""
    return _kind(ctx).together(ctx, tables)


def lasting(exercise: Exercise, do: str) -> bool:
    """Whether an action belongs to no step of the class."""
    return do in KINDS[exercise.kind].lasting


def documents(ctx: Context, state: State) -> tuple[Document, ...]:
    """What this work leaves on a shelf; nothing that is still blank."""
    return _checked(ctx, state).documents(ctx, state)


def paper(ctx: Context) -> tuple[Node, ...]:
    """The exercise for paper."""
    return _kind(ctx).paper(ctx)


def cards(ctx: Context) -> tuple[Card, ...]:
    """The cards and slips of an exercise that are cut out and laid on the table."""
    return _kind(ctx).cards(ctx)


def copies(exercise: Exercise, doc: Document) -> bool:
    """Whether the exercise goes on with a copy of that document, or of a part of it (action ``take``)."""
    takes = doc["type"] in exercise.settings.get("takes", ())
    return takes and KINDS[exercise.kind].copied(doc, doc["id"]) is not None


def makes(exercise: Exercise) -> tuple[str, ...]:
    """The types of documents that the exercise leaves on a shelf."""
    return KINDS[exercise.kind].leaves(exercise)


def version(ctx: Context) -> int:
    """The version that states of this exercise have now."""
    return _kind(ctx).version


def load(ctx: Context, state: Mapping[str, Any], at: int = 0) -> tuple[State, bool]:
    """Take a stored state back, in the present version; ``(state, False)``, or a fresh one and True where it cannot go on.

    A state of an older version is brought up to date by its kind. What has left the bank is skipped, and the next screen
    says so. One that has not the shape of its kind starts again; its events stay in the log. A state of a newer kit
    raises StaleState: restarting it would throw away what that kit can still read.
    """
    kind = _kind(ctx)
    found = state.get("v") if isinstance(state, Mapping) else None
    if isinstance(found, int) and found > kind.version:
        raise StaleState("state-newer", found=found, known=kind.version)
    try:
        new, gone = kind.without_gone(ctx, _brought_up(ctx, kind, state))
        if gone:
            new = {**new, "gone": gone}
        new = _speaking(ctx, new)
        if fits(new, SHAPE) and ("given" in new or not kind.follows) and kind.fits(ctx, new):
            return new, False
    except (ActionError, LookupError, TypeError, ValueError, AttributeError):
        pass  # what an older kit or a foreign hand wrote may break an upgrade anywhere
    seed = state.get("seed") if isinstance(state, Mapping) else 0
    return start(ctx, seed if isinstance(seed, int) else 0, at), True


def peek(ctx: Context, state: Mapping[str, Any]) -> State | None:
    """A stored state as ``load`` takes it back, for who only looks on; None where it cannot go on: its owner is told."""
    try:
        loaded, restarted = load(ctx, state)
    except StaleState:
        return None
    return None if restarted else loaded


def _speaking(ctx: Context, state: State) -> State:
    """The state without the notice of its last action where the pack has no such sentence (any more)."""
    notice = state["last"].get("notice", "")
    if isinstance(notice, str) and (not notice or notice in ctx.lang.messages):
        return state
    return {**state, "last": {name: value for name, value in state["last"].items() if name != "notice"}}


def _brought_up(ctx: Context, kind: Kind, state: Mapping[str, Any]) -> State:
    """A state of this exercise in the present version of its kind, its snapshots in that of their types."""
    _same_exercise(ctx, state)
    if state["v"] < 1:
        raise StaleState("state-newer", found=state["v"], known=kind.version)
    new = dict(state) if state["v"] == kind.version else deepcopy(dict(state))
    for known in range(state["v"], kind.version):
        new = {**kind.upgrade(ctx, new), "v": known + 1}
    if "given" in new:
        new["given"] = {name: load_document(doc) for name, doc in new["given"].items()}
    return new


def _too_large(action: Action) -> bool:
    """Whether an action carries more text than any screen sends, or is nested so deep that it cannot be written out."""
    try:
        return len(repr(action)) > LARGEST_ACTION
    except RecursionError:
        return True


def _gone(ctx: Context, kind: Kind, state: State) -> tuple[Node, ...]:
    """「有 1 题已经换掉，你的其他答案都在」 for who comes back to a bank that has changed, until the next action."""
    gone = state.get("gone") or state["last"].get("gone", 0)
    return (Say("info", ctx.say(kind.gone_words, n=gone)),) if gone else ()


def _renewal(ctx: Context, state: State) -> tuple[Node, ...]:
    """「原件有更新，换成最新」 where a document that the work stands on has moved on, or one has come."""
    taken = state["given"]
    if all(_same(taken.get(name), doc) for name, doc in ctx.given.items()):
        return ()
    fresh = any(name not in taken for name in ctx.given)
    words = "given-new" if fresh else "given-newer"
    return (
        Say("info", ctx.say(words), (ctx.say(f"{words}-next"),)),
        Actions((Button(ctx.say(f"{words}-take"), REFRESH),)),
    )


def _same(one: Mapping[str, Any] | None, other: Mapping[str, Any]) -> bool:
    """Whether a snapshot is what lies on the shelf: the same document, written by the same event."""
    return one is not None and (one.get("id"), one.get("from")) == (other.get("id"), other.get("from"))


def _kind(ctx: Context) -> Kind:
    return KINDS[ctx.exercise.kind]


def _checked(ctx: Context, state: Mapping[str, Any]) -> Kind:
    """The kind; StaleState unless the state is of this exercise and of the present version."""
    kind = _kind(ctx)
    if not isinstance(state, Mapping) or state.get("v") != kind.version:
        found = state.get("v") if isinstance(state, Mapping) else None
        raise StaleState("state-newer", found=found, known=kind.version)
    _same_exercise(ctx, state)
    return kind


def _same_exercise(ctx: Context, state: Mapping[str, Any]) -> None:
    if (state.get("kind"), state.get("slug")) != (ctx.exercise.kind, ctx.exercise.slug):
        raise StaleState("state-foreign", found=state.get("slug"), known=ctx.exercise.slug)

"""Controls of the exercise that the class does: its phases, its items, its clock."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ActionError
from ..live import ALL
from .moves import enter, new_work, now, one_of, pass_on, phase
from .state import LONGEST_CLOCK, LONGEST_NOTE, State, Step, Values, live


def _open(state: State, values: Values, at: int) -> None:
    """Open an exercise on all phones, the one before it closes; ``minutes`` starts a clock. Answers so far stay."""
    slug = values["slug"]
    pass_on(state)
    work = state["works"].get(slug) or new_work()
    side = one_of(values.get("side", "own"), ("own", "table"))
    fresh = {"standing": "now", "side": side, "item": values.get("item", "")}
    state["works"][slug] = {**work, **fresh, "pace": one_of(values.get("pace", "self"), ("self", "class"))}
    state |= {"led": True, "slug": slug}
    phase(state, "task", at, values)
    state["stage"]["black"] = False
    if values.get("row"):
        enter(state, values["row"], at)


def _reopen(state: State, values: Values, at: int) -> None:
    """Take answers again."""
    phase(state, "task", at, values)


def _close(state: State, values: Values, at: int) -> None:
    """收卷."""
    phase(state, "closed", at, values)


def _discuss(state: State, values: Values, at: int) -> None:
    """Put an item up for debate: closed, the spread is not on the stage. That of another exercise (``slug``) opens it."""
    if values.get("slug", state["slug"]) != state["slug"]:
        _open(state, {"slug": values["slug"]}, at)
    now(state)["item"] = values["item"]
    phase(state, "closed", at, values)


def _again(state: State, values: Values, at: int) -> None:
    """Vote once more on the item in hand."""
    if not (now(state)["item"] or values.get("item")):
        raise ActionError("lesson-passed")
    now(state)["item"] = values.get("item") or now(state)["item"]
    phase(state, "again", at, values)


def _spread(state: State, values: Values, at: int) -> None:
    """Show how the class is spread over the answers to an item: no more votes."""
    now(state)["item"] = values.get("item") or now(state)["item"]
    phase(state, "spread", at, values)


def _answer(state: State, values: Values, at: int) -> None:
    """揭晓: the key of an item, or with ``all`` that of every item, on the stage and on the phones."""
    work = now(state)
    if values.get("all"):
        work |= {"keyed": [ALL], "item": values.get("item", work["item"])}
    else:
        item = values.get("item") or work["item"] or ALL
        work |= {"keyed": sorted({*work["keyed"], item}), "item": "" if item == ALL else item}
    phase(state, "answer", at, values)


def _item(state: State, values: Values, at: int) -> None:
    """Under the class's pace: the item that is voted on now."""
    now(state)["item"] = values["item"]
    phase(state, "answer" if live(state, state["slug"]).keys(values["item"]) else "task", at, values)


def _pace(state: State, values: Values, at: int) -> None:
    """每题一起走, from ``item`` on, or each at his own pace."""
    work = now(state)
    work |= {"pace": one_of(values["pace"], ("self", "class")), "item": values.get("item", "")}
    phase(state, "task", at, values)


def _side(state: State, values: Values, at: int) -> None:
    """Alone, or the tables decide; the other side's answers are closed."""
    work = now(state)
    work |= {"side": one_of(values["side"], ("own", "table")), "item": ""}
    phase(state, "task", at, values)


def _accept(state: State, values: Values, at: int) -> None:
    """讲师判定: another answer counts as right in this class, for a reason; the same one again replaces the reason.

    The item's ``text`` and the answer's ``words`` are kept with it, as they stand in the bank now.
    """
    work = state["works"][values["slug"]]
    rows = [row for row in work["accepted"].get(values["item"], []) if row["value"] != values["value"]]
    reason = values.get("reason", "").strip()[:LONGEST_NOTE]
    if not values.get("remove"):
        about = {name: values[name][:LONGEST_NOTE] for name in ("text", "words") if values.get(name)}
        rows.append({"value": values["value"], "reason": reason, "at": at, **about})
    work["accepted"][values["item"]] = rows


def _deal(state: State, values: Values, at: int) -> None:
    """发卡: hand something out on the way (``card``), or with ``back`` take it in again."""
    del at
    work = now(state)
    held = {*work.get("dealt", ())} - {values["card"]}
    work["dealt"] = sorted(held if values.get("back") else held | {values["card"]})


def _hands(state: State, values: Values, at: int) -> None:
    """手工计票: how many hands were raised, ``n:<value>`` for each value, in a ``round`` of votes on an item."""
    del at
    counts = {name[2:]: int(n or 0) for name, n in values.items() if name.startswith("n:")}
    if any(not 0 <= n <= 999 for n in counts.values()):
        raise ValueError
    rounds = state["works"][values["slug"]]["hands"].setdefault(values["item"], {})
    rounds[one_of(values.get("round", "1"), ("1", "2"))] = {value: n for value, n in counts.items() if n}


def _clock(state: State, values: Values, at: int) -> None:
    """Add seconds to the clock, or take some off; one that has ended, or was not there, begins now. ``off``: no clock."""
    work = now(state)
    if values.get("off"):
        work |= {"until": 0, "left": 0}
        return
    more = int(values["seconds"]) * 1000
    if work["left"]:
        work["left"] = min(LONGEST_CLOCK, max(0, work["left"] + more))
    else:
        work["until"] = min(at + LONGEST_CLOCK, max(at, max(work["until"], at) + more))


def _pause(state: State, values: Values, at: int) -> None:
    """The clock stands still."""
    del values
    work = now(state)
    work |= {"left": max(0, work["until"] - at), "until": 0}


def _run(state: State, values: Values, at: int) -> None:
    """The clock goes on."""
    del values
    work = now(state)
    work |= {"until": at + work["left"] if work["left"] else work["until"], "left": 0}


#: By their names in the log.
EXERCISE: Mapping[str, Step] = {
    "open": _open,
    "reopen": _reopen,
    "close": _close,
    "discuss": _discuss,
    "again": _again,
    "spread": _spread,
    "answer": _answer,
    "item": _item,
    "pace": _pace,
    "side": _side,
    "accept": _accept,
    "deal": _deal,
    "hands": _hands,
    "clock": _clock,
    "pause": _pause,
    "run": _run,
}

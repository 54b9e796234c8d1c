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

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from .agenda import MINUTE
from .errors import ActionError, StaleState
from .live import ALL, KEPT, PHASES, Live, Passed
from .shape import fits

State = dict[str, Any]
Values = Mapping[str, str]

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
}
_LED = {
    "led": bool,
    "row": str,
    "slug": str,
    "rows": {str: {"at?": int, "end?": int, "short?": bool, "skipped?": bool}},
    "works": {str: _WORK},
    "stage": {"show": str, "page": str, "screen": int, "black": bool, "hidden": [str], "sample": str},
}
SHAPE = {
    "v": int,
    **_LED,
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
    return Live("now", **steps, **known)


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
        work = _now(new)
        work["talked"] = {**work.get("talked", {}), (not values.get("all") and work["item"]) or ALL: at}
    past = _remembered(state, do, new) if do in STEPS else state["past"]
    return _checked(do, _ended(state, {**new, "past": past}, at))


def _checked(do: str, after: State) -> State:
    """A state that can be read again; what a control would have made of strange values is refused."""
    if not fits(after, SHAPE):
        raise ActionError("lesson-unknown", do=do)
    return after


def _remembered(state: State, do: str, after: State) -> list[dict[str, Any]]:
    """The controls that can be taken back, with this one: what was otherwise before it, and no more.

    A class is led by hundreds of controls, and each writes the state anew. Turning on is one control, however many
    screens a page has.
    """
    past, before = state["past"], state
    if do == "turn" and past and past[-1]["do"] == "turn":
        *past, last = past
        before = _put_back(state, last["was"])
    was = _otherwise({name: before[name] for name in _LED}, {name: after[name] for name in _LED})
    return [*past, {"do": do, "was": deepcopy(was)}][-MOST_PAST:]


def _otherwise(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What was otherwise before, name by name at every depth; None for a name that was not there."""
    found: dict[str, Any] = {}
    for name in {**before, **after}:
        was, now = before.get(name), after.get(name)
        if isinstance(was, dict) and isinstance(now, dict):
            if inner := _otherwise(was, now):
                found[name] = inner
        elif was != now:
            found[name] = was
    return found


def _put_back(now: Mapping[str, Any], was: Mapping[str, Any]) -> dict[str, Any]:
    """What it was before, of what it is now and what :func:`_otherwise` has kept; neither is changed."""
    found = dict(now)
    for name, value in was.items():
        if value is None:
            found.pop(name, None)
        elif isinstance(value, dict):
            found[name] = _put_back(found.get(name, {}), value)
        else:
            found[name] = value
    return found


def _undone(state: State, values: Values, at: int) -> State:
    """The state before the last control; stamps go on, so that what phones sent meanwhile has passed.

    With ``of`` only if that was the last control: a button that says what it takes back never takes back another.
    """
    if not state["past"] or values.get("of", state["past"][-1]["do"]) != state["past"][-1]["do"]:
        raise ActionError("lesson-passed")
    *past, last = state["past"]
    stamp = state["stamp"] + 1
    new: State = {**deepcopy(_put_back({**state, "past": []}, last["was"])), "past": past, "stamp": stamp}
    for work in new["works"].values():
        work["stamp"] = stamp
    if not _agreed(new, new["stage"]["sample"]):
        _off_stage(new, new["stage"]["sample"])  # what was withdrawn meanwhile does not come back
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


# -- the open exercise ----------------------------------------------------------------------------------------------


def _open(state: State, values: Values, at: int) -> None:
    """Open an exercise on all phones, the one before it closes; ``minutes`` starts a clock. Answers so far stay."""
    slug = values["slug"]
    _pass_on(state)
    work = state["works"].get(slug) or _new_work()
    until = at + _minutes(values) if _minutes(values) else 0
    fresh = {
        "standing": "now",
        "phase": "task",
        "side": "own",
        "item": values.get("item", ""),
        "until": until,
        "left": 0,
    }
    state["works"][slug] = {**work, **fresh, "pace": _one_of(values.get("pace", "self"), ("self", "class"))}
    state |= {"led": True, "slug": slug}
    _stamp(state)
    state["stage"] |= {"show": "work", "black": False}
    if values.get("row"):
        _enter(state, values["row"], at)


def _new_work() -> dict[str, Any]:
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


def _pass_on(state: State) -> None:
    """The exercise in hand is over: it can be caught up with."""
    if state["slug"]:
        state["works"][state["slug"]] |= {"standing": "over", "until": 0, "left": 0}
        _stamp(state)
    state["slug"] = ""


def _now(state: State) -> dict[str, Any]:
    """What the phones do now; ``lesson-passed`` where they do nothing together."""
    if not state["slug"]:
        raise ActionError("lesson-passed")
    work: dict[str, Any] = state["works"][state["slug"]]
    return work


def _stamp(state: State) -> None:
    """A step begins that no earlier one can be taken for, whatever is taken back."""
    state["stamp"] += 1
    _now(state)["stamp"] = state["stamp"]


def _phase(state: State, phase: str, at: int, values: Values) -> None:
    """Go to a phase, with a new clock if it has minutes."""
    work, minutes = _now(state), _minutes(values)
    if phase not in PHASES:
        raise ValueError
    work |= {"phase": phase, "until": at + minutes if minutes else 0, "left": 0}
    _stamp(state)
    state["stage"] |= {"show": "work"}


def _reopen(state: State, values: Values, at: int) -> None:
    """Take answers again."""
    _phase(state, "task", at, values)


def _close(state: State, values: Values, at: int) -> None:
    """收卷."""
    _phase(state, "closed", at, values)


def _discuss(state: State, values: Values, at: int) -> None:
    """Put an item up for debate: closed, the spread is not on the stage. That of another exercise (``slug``) opens it."""
    if values.get("slug", state["slug"]) != state["slug"]:
        _open(state, {"slug": values["slug"]}, at)
    _now(state)["item"] = values["item"]
    _phase(state, "closed", at, values)


def _again(state: State, values: Values, at: int) -> None:
    """Vote once more on the item in hand."""
    if not (_now(state)["item"] or values.get("item")):
        raise ActionError("lesson-passed")
    _now(state)["item"] = values.get("item") or _now(state)["item"]
    _phase(state, "again", at, values)


def _spread(state: State, values: Values, at: int) -> None:
    """Show how the class is spread over the answers to an item: no more votes."""
    _now(state)["item"] = values.get("item") or _now(state)["item"]
    _phase(state, "spread", at, values)


def _answer(state: State, values: Values, at: int) -> None:
    """揭晓: the key of an item, or with ``all`` that of every item, on the stage and on the phones."""
    work = _now(state)
    if values.get("all"):
        work |= {"keyed": [ALL], "item": values.get("item", work["item"])}
    else:
        item = values.get("item") or work["item"] or ALL
        work |= {"keyed": sorted({*work["keyed"], item}), "item": "" if item == ALL else item}
    _phase(state, "answer", at, values)


def _item(state: State, values: Values, at: int) -> None:
    """Under the class's pace: the item that is voted on now."""
    _now(state)["item"] = values["item"]
    _phase(state, "answer" if live(state, state["slug"]).keys(values["item"]) else "task", at, values)


def _pace(state: State, values: Values, at: int) -> None:
    """每题一起走, from ``item`` on, or each at his own pace."""
    work = _now(state)
    work |= {"pace": _one_of(values["pace"], ("self", "class")), "item": values.get("item", "")}
    _phase(state, "task", at, values)


def _side(state: State, values: Values, at: int) -> None:
    """Alone, or the tables decide; the other side's answers are closed."""
    work = _now(state)
    work |= {"side": _one_of(values["side"], ("own", "table")), "item": ""}
    _phase(state, "task", at, values)


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


def _hands(state: State, values: Values, at: int) -> None:
    """手工计票: how many hands were raised, ``n:<value>`` for each value, in a ``round`` of votes on an item."""
    del at
    counts = {name[2:]: int(n or 0) for name, n in values.items() if name.startswith("n:")}
    if any(not 0 <= n <= 999 for n in counts.values()):
        raise ValueError
    rounds = state["works"][values["slug"]]["hands"].setdefault(values["item"], {})
    rounds[_one_of(values.get("round", "1"), ("1", "2"))] = {value: n for value, n in counts.items() if n}


# -- the clock ------------------------------------------------------------------------------------------------------


def _clock(state: State, values: Values, at: int) -> None:
    """Add seconds to the clock, or take some off; one that has ended, or was not there, begins now. ``off``: no clock."""
    work = _now(state)
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
    work = _now(state)
    work |= {"left": max(0, work["until"] - at), "until": 0}


def _run(state: State, values: Values, at: int) -> None:
    """The clock goes on."""
    del values
    work = _now(state)
    work |= {"until": at + work["left"] if work["left"] else work["until"], "left": 0}


# -- the agenda -----------------------------------------------------------------------------------------------------


def _row(state: State, values: Values, at: int) -> None:
    """Go to a row of the agenda, whatever runs is over; its page comes on the stage if it has one."""
    _pass_on(state)
    _enter(state, values["row"], at)
    page = values.get("page", "")
    state["stage"] |= {"show": "page" if page else "join", "page": page, "screen": 0, "black": False}


def _enter(state: State, row: str, at: int) -> None:
    """A row begins; the one before it ends."""
    state["led"] = True
    if row == state["row"]:
        return
    if state["row"]:
        state["rows"][state["row"]]["end"] = at
    known = {name: value for name, value in state["rows"].get(row, {}).items() if name not in ("end", "skipped")}
    state["rows"][row] = {"at": at, **known}  # who comes back to a row goes on with its time
    state["row"] = row


def _skip(state: State, values: Values, at: int) -> None:
    """跳过 a row, or with ``back`` not: its exercises (``slugs``, with commas) can be caught up with."""
    del at
    state["rows"].setdefault(values["row"], {})["skipped"] = not values.get("back")
    state["led"] = True
    for slug in filter(None, values.get("slugs", "").split(",")):
        if values.get("back"):
            if state["works"].get(slug, {}).get("skipped"):
                del state["works"][slug]
        elif slug not in state["works"]:
            state["works"][slug] = {**_new_work(), "standing": "over", "skipped": True}


def _short(state: State, values: Values, at: int) -> None:
    """用短版 for these rows (``rows``, with commas), or with ``back`` the whole of them."""
    del at
    for name in filter(None, values["rows"].split(",")):
        state["rows"].setdefault(name, {})["short"] = not values.get("back")


def _release(state: State, values: Values, at: int) -> None:
    """Nobody leads any more: everything is open, as in a class that has not begun."""
    del values, at
    _pass_on(state)
    state["led"] = False


# -- the stage ------------------------------------------------------------------------------------------------------


def _show(state: State, values: Values, at: int) -> None:
    """Put something on the stage; a table's work only once the table has agreed."""
    del at
    if values["show"] == "board" and not _agreed(state, values["sample"]):
        raise ActionError("lesson-passed")
    stage = {"show": _one_of(values["show"], SHOWS), "black": False}
    more = {name: values[name] for name in ("page", "sample") if name in values}
    state["stage"] |= stage | more | {"screen": int(values.get("screen", "0"))}


def _turn(state: State, values: Values, at: int) -> None:
    """To another screen of the page."""
    del at
    state["stage"]["screen"] = max(0, min(99, int(values["screen"])))


def _black(state: State, values: Values, at: int) -> None:
    """黑屏; phones stay."""
    del at
    state["stage"]["black"] = not values.get("back")


def _hide(state: State, values: Values, at: int) -> None:
    """藏一项: a row that the stage leaves out, or with ``back`` shows again."""
    del at
    hidden = set(state["stage"]["hidden"])
    state["stage"]["hidden"] = sorted(hidden - {values["key"]} if values.get("back") else hidden | {values["key"]})


# -- beside the steps: these cannot be taken back, or are taken back by themselves -----------------------------------


def _drive(state: State, values: Values, at: int) -> None:
    """接手: from now on this browser has the controls."""
    del at
    state["driver"] = values["driver"][:60]


def _note(state: State, values: Values, at: int) -> None:
    """小记: her note at this minute; with ``remove`` (its minute) the one written then goes."""
    if values.get("remove"):
        state["notes"] = [one for one in state["notes"] if str(one["at"]) != values["remove"]]
        return
    text = values["text"].strip()[:LONGEST_NOTE]
    if text and len(state["notes"]) < MOST_NOTES:
        state["notes"].append({"at": at, "row": state["row"], "text": text})


def _ask(state: State, values: Values, at: int) -> None:
    """请求同意: ask an author whether a sentence may be shown without his name; with ``back`` it is asked no longer."""
    del at
    name = values["sample"]
    if values.get("back"):
        del state["samples"][name]
        _off_stage(state, name)
        return
    if name not in state["samples"] and len(state["samples"]) >= MOST_SAMPLES:
        raise ValueError
    asked = {"asked": values["text"], "text": values["text"], "person": int(values["person"]), "said": ""}
    state["samples"][name] = asked | {"slug": values["slug"], "item": values["item"]}


def _say(state: State, values: Values, at: int) -> None:
    """An author's word: ``yes``, ``no``, with ``text`` as he wants it shown. A no takes it off the stage.

    After a yes the words stay: what the trainer has read is what the stage shows. For a table's work the host knows who
    may answer; whoever said it last is the one who answers for it.
    """
    del at
    sample = state["samples"][values["sample"]]
    if values["sample"].startswith(BOARD):
        sample["person"], values = int(values["person"]), {**values, "text": ""}
    elif sample["person"] != int(values["person"]):
        raise ValueError
    before, sample["said"] = sample["said"], _one_of(values["said"], ("yes", "no"))
    if values["said"] == "yes" and before != "yes" and values.get("text", "").strip():
        sample["text"] = values["text"].strip()[:LONGEST_NOTE]
    if values["said"] == "no":
        _off_stage(state, values["sample"])


def _off_stage(state: State, sample: str) -> None:
    """What may not be shown any more leaves the stage; whatever else is on it stays."""
    stage = state["stage"]
    if stage["sample"] == sample:
        on = stage["show"] in ("sample", "board")
        state["stage"] = {**stage, "sample": "", **({"show": "work" if state["slug"] else "join"} if on else {})}


def _agreed(state: State, sample: str) -> bool:
    """Whether who was asked has said yes."""
    return bool(state["samples"].get(sample, {}).get("said") == "yes")


def _minutes(values: Values) -> int:
    """The minutes that a control gives its clock, in milliseconds."""
    found = float(values.get("minutes") or 0) * MINUTE
    if not 0 <= found <= LONGEST_CLOCK:
        raise ValueError
    return int(found)


def _one_of(value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError
    return value


Step = Callable[[State, Values, int], None]
#: Every control, by its name in the log; ``undo`` takes the last one back.
STEPS: Mapping[str, Step] = {
    "open": _open,
    "release": _release,
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
    "hands": _hands,
    "clock": _clock,
    "pause": _pause,
    "run": _run,
    "row": _row,
    "skip": _skip,
    "short": _short,
    "show": _show,
    "turn": _turn,
    "black": _black,
    "hide": _hide,
}
#: What goes on beside them.
BESIDE: Mapping[str, Step] = {"drive": _drive, "note": _note, "ask": _ask, "say": _say}

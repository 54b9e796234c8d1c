"""What is done to one item, and to a whole round: each of these returns the new state or refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...errors import ActionError
from ..base import Action, Context, State, fields, several, value
from .items import closing
from .sheet import Sheet, marked, parts_of
from .votes import as_of, at_table, counted, hands_in, led, quiet, redoes
from .words import incomplete
from .work import BLANK, best, noted, work

#: Learner notes to the trainer, and typed answers, are cut here, in characters.
LONGEST_NOTE, LONGEST_ANSWER = 500, 200
#: What goes on while the class does it: answering, and looking around where one's own round is shown.
TURNING = ("go", "next", "back", "summary")
IN_CLASS = ("answer", "disagree", *TURNING)
ABOUT_ITEMS = ("answer", "hint", "reveal", "disagree", "redo", "go")


def check(ctx: Context, sheet: Sheet, state: State, do: str, name: str) -> None:
    """Refuse what there is not, and what is not done now: in class only what its step takes.

    Raises ActionError ``live-closed`` or ``action-unknown``.
    """
    known = do in STEPS or do == "redraw"
    ours = do == "hand-in" and hands_in(ctx, state)
    if known and ctx.live.silent and not ours and (do not in IN_CLASS or (do in TURNING and led(ctx))):
        raise ActionError("live-closed")
    early = do == "reveal" and quiet(ctx)
    last = do == "answer" and ctx.mode == "own" and name == closing(ctx.exercise)
    if not known or early or (do in ABOUT_ITEMS and not (last or _here(ctx, sheet, state, name))):
        raise ActionError("action-unknown", do=do)


def _here(ctx: Context, sheet: Sheet, state: State, name: str) -> bool:
    """Whether an item belongs to the round, or is what the class does now."""
    classes = led(ctx) and name == ctx.live.item and name in ctx.exercise.items
    return classes or name in state["draw"] or name in as_of(ctx, sheet, state)["draw"]


def read(ctx: Context, sheet: Sheet, state: State, name: str, action: Action) -> dict[str, str]:
    """The answer that an action carries, by part."""
    given, answer = fields(action), dict[str, str]()
    for part in parts_of(ctx, sheet, state, name):
        if part.when is None or answer.get(part.when[0]) == part.when[1]:
            found = part.values(several(action, part.name)) if part.several else part.value(given.get(part.name, ""))
            answer[part.name] = found[:LONGEST_ANSWER]
    return answer


def answer(ctx: Context, sheet: Sheet, state: State, name: str, action: Action) -> State:
    """Take an answer: grade it, or where nothing is shown yet note it in the place of the one before."""
    mine, given = counted(ctx, sheet, state, name), read(ctx, sheet, state, name, action)
    raw = marked(sheet, ctx.exercise.items[name], parts_of(ctx, sheet, state, name), given)
    sure = fields(action).get("sure", "")
    if ctx.live.silent and not (ctx.live.takes(name, table=at_table(ctx)) and ctx.live.round(name) == _asked(action)):
        raise ActionError("live-closed")
    if mine["done"]:
        return state
    if raw is None:
        state["last"]["notice"] = f"exercise.{incomplete(ctx, parts_of(ctx, sheet, state, name), given)}"
        mine = work(state, name)
        return kept(state, name, mine | {"unsent": given, "sure": sure or mine["sure"]})
    if quiet(ctx) or name == closing(ctx.exercise):
        return note(state, name, {"answer": given, "raw": raw}, sure, ctx.live.round(name))
    mine["tries"] = [*mine["tries"], {"answer": given, "raw": raw}]
    mine["sure"] = mine["sure"] or sure
    mine["done"] = raw == 1 or len(mine["tries"]) >= int(ctx.exercise.settings.get("tries", 2))
    mine.pop("unsent", None)
    state["last"] |= {
        "graded": True,
        "codes": [] if raw == 1 else sheet.codes(ctx.exercise.items[name])[:1],
        "item": name,
    }
    return kept(state, name, mine)


def note(state: State, name: str, one: dict[str, Any], sure: str, number: int) -> State:
    """Note an answer in that round of votes; a new one takes the place of the one before, and of what was not sent."""
    mine = {key: found for key, found in work(state, name).items() if key != "unsent"}
    mine |= {"again": one} if number == 2 else {"vote": one, "sure": sure or mine["sure"]}
    state["last"] |= {"item": name}
    return kept(state, name, mine)


def _asked(action: Action) -> int:
    """Which round of votes the form was of."""
    return 2 if value(action, "round") == "2" else 1


def keep(ctx: Context, sheet: Sheet, state: State, name: str, action: Action) -> State:
    """收卷: what was picked and not sent counts where it is complete and its key is not out, else it waits to be sent.

    So does what the step on which it was picked did not take: another item than the class's, or another round of votes.
    """
    given, mine = read(ctx, sheet, state, name, action), work(state, name)
    if not any(given.values()) or counted(ctx, sheet, state, name)["done"]:
        return state
    raw = marked(sheet, ctx.exercise.items[name], parts_of(ctx, sheet, state, name), given)
    number, made = _asked(action), ctx.made
    taken = made is None or (made.takes(name, table=at_table(ctx)) and made.round(name) == number)
    if raw is None or not taken or not (ctx.live.silent or ctx.live.standing == "over"):
        return kept(state, name, mine | {"unsent": given})
    return note(state, name, {"answer": given, "raw": raw}, fields(action).get("sure", ""), number)


def hint(ctx: Context, sheet: Sheet, state: State, name: str, action: Action) -> State:
    """One more hint."""
    del action
    mine = counted(ctx, sheet, state, name)
    most = len(ctx.exercise.items[name].get("hints", ()))
    return kept(state, name, mine | {"hints": min(most, mine["hints"] + 1)})


def reveal(ctx: Context, sheet: Sheet, state: State, name: str, action: Action) -> State:
    """See the key after a try."""
    del action
    mine = counted(ctx, sheet, state, name)
    if not mine["tries"]:
        raise ActionError("action-unknown", do="reveal")
    return kept(state, name, mine | {"done": True})


def disagree(ctx: Context, sheet: Sheet, state: State, name: str, action: Action) -> State:
    """「不同意，请讲师看」, once there was a try or the key is out."""
    mine, said = counted(ctx, sheet, state, name), fields(action).get("note", "")[:LONGEST_NOTE]
    if not (mine["tries"] or mine["done"]) or (quiet(ctx) and not mine["done"]):
        raise ActionError("action-unknown", do="disagree")
    state["last"] |= {"notice": "exercise.disagree-sent", "item": name, "note": said}
    return kept(state, name, work(state, name) | {"disagree": True, "note": said})


def redo(ctx: Context, sheet: Sheet, state: State, name: str, action: Action) -> State:
    """An item once more by itself; what the round was worth is kept until it is whole again."""
    del sheet, action
    if not redoes(ctx, state, name):
        raise ActionError("action-unknown", do="redo")
    top = best(state)
    return {**kept(state, name, work(state, name) | {"done": False}), "at": name, **({"best": top} if top else {})}


def go(ctx: Context, sheet: Sheet, state: State, name: str, action: Action) -> State:
    """To an item; a table that opens one on which all agree has it in its round from now on."""
    del sheet, action
    opened = state.get("opened", [])
    more: State = {"opened": [*opened, name]} if name in ctx.agreed and name not in opened else {}
    return {**state, **more, "at": name}


def turn(ctx: Context, sheet: Sheet, state: State, name: str, action: Action) -> State:
    """To the next or previous item of the round as it counts now; past the last one is the summary."""
    del name
    now = as_of(ctx, sheet, state)
    draw, at = now["draw"], now["at"]
    place = max(0, (draw.index(at) if at in draw else len(draw)) + (1 if action["do"] == "next" else -1))
    return {**state, "at": draw[place] if place < len(draw) else "summary"}


def end(ctx: Context, sheet: Sheet, state: State, name: str, action: Action) -> State:
    """To the end of the round."""
    del ctx, sheet, name, action
    return {**state, "at": "summary"}


def restart(ctx: Context, sheet: Sheet, state: State, name: str, action: Action) -> State:
    """The same items once more, from the first one on."""
    del name, action
    return {**cleared(ctx, sheet, state), "at": state["draw"][0]}


def hand_in(ctx: Context, sheet: Sheet, state: State, at: str, action: Action) -> State:
    """The end of a round that says nothing before: first only how many are right, then, after one more try, the keys.

    What may stay open (``blank = true``) is worth nothing in that try. In class the keys are the trainer's.
    """
    del at, action
    now = as_of(ctx, sheet, state)
    works = {name: work(state, name) for name in state["draw"] if not work(now, name)["done"]}
    ready = ctx.exercise.settings.get("blank") or all(map(noted, works.values()))
    if not works or not hands_in(ctx, state) or not ready or not any(map(noted, works.values())):
        raise ActionError("action-unknown", do="hand-in")
    for mine in works.values():
        if "vote" in mine and mine["vote"] not in mine["tries"][-1:]:
            mine["tries"] = [*mine["tries"], mine["vote"]]
        mine["tries"] = mine["tries"] or [BLANK]
    right = sum(mine["tries"][-1]["raw"] == 1 for mine in works.values())
    over = not ctx.live.silent and (bool(state.get("handed")) or right == len(works))
    for name, mine in works.items():
        state = kept(state, name, mine | {"done": over})
    state["last"]["graded"] = True
    return {**state, "handed": 2 if over else 1, "right": right, "at": "summary"}


def kept(state: State, name: str, mine: dict[str, Any]) -> State:
    """The state with this as the work on an item."""
    return {**state, "items": {**state["items"], name: mine}}


def cleared(ctx: Context, sheet: Sheet, state: State) -> State:
    """The state without the answers of its round; what they were worth is kept if the round was done.

    What is asked at the end is none of them. So are votes, for the count of the class; but they are no try any more, nor is a key of the class a key for who
    begins anew after it.
    """
    top = best(as_of(ctx, sheet, state))
    votes = {name: mine for name, mine in state["items"].items() if "vote" in mine}
    last = {name: mine for name, mine in state["items"].items() if name == closing(ctx.exercise)}
    fresh = {key: found for key, found in state.items() if key not in ("handed", "right", "opened")}
    more: State = {"votes": {**state.get("votes", {}), **votes}} if votes else {}
    more |= {"best": top} if top else {}
    more |= {"anew": True} if ctx.live.standing == "over" else {}
    return {**fresh, "items": last, "spent": 0, **more}


Step = Callable[[Context, Sheet, State, str, Action], State]
#: What can be done, by its name in an action; another draw is the machine's.
STEPS: Mapping[str, Step] = {
    "answer": answer,
    "hint": hint,
    "reveal": reveal,
    "disagree": disagree,
    "redo": redo,
    "go": go,
    "next": turn,
    "back": turn,
    "summary": end,
    "restart": restart,
    "hand-in": hand_in,
}

"""Controls of the course: the rows of the agenda, and what is on the stage."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ActionError
from .moves import agreed, enter, new_work, one_of, pass_on
from .state import SHOWS, State, Step, Values


def _row(state: State, values: Values, at: int) -> None:
    """Go to a row of the agenda, whatever runs is over; its page comes on the stage if it has one."""
    pass_on(state)
    enter(state, values["row"], at)
    page = values.get("page", "")
    state["stage"] |= {"show": "page" if page else "join", "page": page, "screen": 0, "black": False}


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
            state["works"][slug] = {**new_work(), "standing": "over", "skipped": True}


def _short(state: State, values: Values, at: int) -> None:
    """用短版 for these rows (``rows``, with commas), or with ``back`` the whole of them."""
    del at
    for name in filter(None, values["rows"].split(",")):
        state["rows"].setdefault(name, {})["short"] = not values.get("back")


def _release(state: State, values: Values, at: int) -> None:
    """Nobody leads any more: everything is open, as in a class that has not begun."""
    del values, at
    pass_on(state)
    state["led"] = False


def _show(state: State, values: Values, at: int) -> None:
    """Put something on the stage; a table's work only once the table has agreed."""
    del at
    if values["show"] == "board" and not agreed(state, values["sample"]):
        raise ActionError("lesson-passed")
    stage = {"show": one_of(values["show"], SHOWS), "black": False}
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


#: By their names in the log.
COURSE: Mapping[str, Step] = {
    "row": _row,
    "skip": _skip,
    "short": _short,
    "release": _release,
    "show": _show,
    "turn": _turn,
    "black": _black,
    "hide": _hide,
}

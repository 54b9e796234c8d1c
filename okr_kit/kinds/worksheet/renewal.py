"""A worksheet whose documents have moved on: what the newest say stands where the learner has entered nothing himself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..base import State

Values = dict[str, str]
#: What a document says, as :meth:`Template.carry` takes it over: values, and rows of lists.
Carried = tuple[Mapping[str, str], Mapping[str, list[str]]]
#: By this entry a row is known again: another place in its list does not make it another one.
NAME = "text"


def renewed(state: State, before: Carried, now: Carried) -> State:
    """The state with what is carried ``now``, which was carried ``before``.

    An entry that still says what was carried says the newest. A row in which something was entered stays, and is known
    again by its words; one that nobody touched goes with its original; what is new comes behind.
    """
    (old, stood), (new, fresh) = before, now
    listed = {row for rows in (*state["rows"].values(), *fresh.values()) for row in rows}
    values = dict(state["values"])
    alone = {name: text for name, text in new.items() if name.split(".")[0] not in listed}
    values |= {name: text for name, text in alone.items() if values.get(name, "") in ("", old.get(name, ""))}
    after: State = {**state, "values": values, "rows": {**dict(fresh), **state["rows"]}, "ended": False}
    for name, rows in fresh.items():
        if any(_of(row, new) for row in rows):
            known = [_of(row, old) for row in stood.get(name, ())]
            after = _list(after, name, [_of(row, new) for row in rows], known)
    return after


def _list(state: State, name: str, found: Sequence[Values], known: Sequence[Values]) -> State:
    """The state with the rows of one list as they are ``found`` now; ``known`` is how they were carried before."""
    values, kept, came = dict(state["values"]), list[str](), list(found)
    for row in state["rows"][name]:
        mine = _of(row, values)
        taken, newest = _same(mine, known) or {}, _same(mine, came)
        if newest is not None:
            came.remove(newest)
        elif mine == taken:
            values = {key: text for key, text in values.items() if key.split(".")[0] != row}
            continue
        for entry, text in (newest or {}).items():
            if mine.get(entry, "") in ("", taken.get(entry, "")):
                values[f"{row}.{entry}"] = text
        kept.append(row)
    for more in came:
        state = {**state, "made": state["made"] + 1}
        kept.append(f"r{state['made']}")
        values |= {f"{kept[-1]}.{entry}": text for entry, text in more.items()}
    return {**state, "values": values, "rows": {**state["rows"], name: kept}}


def _same(mine: Values, rows: Sequence[Values]) -> Values | None:
    """The row of these words."""
    return next((one for one in rows if one.get(NAME) and one[NAME] == mine.get(NAME)), None)


def _of(row: str, values: Mapping[str, str]) -> Values:
    """What stands in a row, by entry."""
    return {key.split(".", 1)[1]: text for key, text in values.items() if key.split(".")[0] == row}

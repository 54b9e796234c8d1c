"""What a control of the 讲师台 needs beside what its button says: the host fills it in, and checks what it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .... import engine, lesson
from ....errors import ActionError
from .seen import class_choices, is_short, led_items

if TYPE_CHECKING:
    from ....agenda import Row
    from ..orders import Json
    from ..room import Room

#: The controls of this page: what an author says of a sentence is his.
CONTROLS = {*lesson.STEPS, "undo", "drive", "note", "ask"}


def values(room: Room, state: Json, action: Json, desk: str) -> dict[str, str]:
    """The values that the lesson gets for an action of the page. Raises ActionError ``lesson-unknown``."""
    do = action["do"]
    if do not in CONTROLS:
        raise ActionError("lesson-unknown", do=do)
    given = {name: _text(value) for part in ("values", "fields") for name, value in action[part].items()}
    given.pop("stamp", None)
    if given.get("slug") and given["slug"] not in room.content.exercises:
        raise ActionError("lesson-unknown", do=do)
    fill = FILLED.get(do)
    return fill(room, state, given) if fill else given | ({"driver": desk} if do == "drive" else {})


def stamp(action: Json) -> int | None:
    """The step that a button was seen on, where that matters."""
    found = _text(action["values"].get("stamp", ""))
    return int(found) if found.isdecimal() else None


def _text(value: Any) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)


def _row(room: Room, name: str) -> Row:
    """A row of the agenda."""
    found = next((row for row in room.agenda if row.id == name), None)
    if found is None:
        raise ActionError("lesson-unknown", do="row")
    return found


def _open(room: Room, state: Json, given: dict[str, str]) -> dict[str, str]:
    """Open an exercise with the minutes of its place in the book; its bank file may want the class's pace, or the tables."""
    slug = given.get("slug", "")
    exercise = room.content.exercises.get(slug)
    if exercise is None:
        raise ActionError("lesson-unknown", do="open")
    row = _row(room, given["row"]) if given.get("row") else _place(room, state["row"], slug)
    parts = row.parts if row else ()
    minutes = next((part.minutes for part in parts if part.slug == slug), exercise.minutes)
    filled = {"minutes": str(minutes), **given, "row": row.id if row else ""}
    if steps := engine.steps(engine.Context(room.content, exercise)):
        first = steps[0]
        long = first.short if is_short(state, row.id if row else "") else first.minutes
        return filled | {"pace": "class", "item": first.id, "minutes": str(long)}
    if exercise.settings.get("pace") == "class" and (item := _first_item(room, state, slug)):
        filled |= {"pace": "class", "item": item}
    if exercise.together and room.klass.groups:
        filled |= {"side": "table"}
    return filled


def _place(room: Room, here: str, slug: str) -> Row | None:
    """The row that an exercise stands in: the one in hand before others; None where it is in none."""
    rows = [row for row in room.agenda if any(part.slug == slug for part in row.parts)]
    return next((row for row in rows if row.id == here), rows[0] if rows else None)


def _first_item(room: Room, state: Json, slug: str) -> str:
    """The first item of the class's draw whose key was not shown yet; empty where there is no such draw."""
    items = led_items(class_choices(room, slug), state)
    live = lesson.live(state, slug)
    return next((item for item in items if not live.keys(item)), items[0] if items else "")


def _pace(room: Room, state: Json, given: dict[str, str]) -> dict[str, str]:
    """每题一起走 begins with the first item that is still open."""
    if given.get("pace") != "class":
        return given
    item = _first_item(room, state, state["slug"])
    if not item:
        raise ActionError("lesson-passed")
    return {"item": item, **given}


def _to_row(room: Room, state: Json, given: dict[str, str]) -> dict[str, str]:
    """A row with the page that comes on the stage."""
    del state
    return {**given, "page": _row(room, given.get("row", "")).page}


def _skip(room: Room, state: Json, given: dict[str, str]) -> dict[str, str]:
    """A row with its exercises, which can be caught up with."""
    del state
    return {**given, "slugs": ",".join(part.slug for part in _row(room, given.get("row", "")).parts)}


def _short(room: Room, state: Json, given: dict[str, str]) -> dict[str, str]:
    """Rows of the agenda."""
    del state
    for name in given.get("rows", "").split(","):
        _row(room, name)
    return given


def _show(room: Room, state: Json, given: dict[str, str]) -> dict[str, str]:
    """This page is that of the row in hand."""
    if given.get("show") != "page":
        return given
    return {**given, "page": _row(room, state["row"]).page}


def _in_hand(room: Room, state: Json, given: dict[str, str]) -> dict[str, str]:
    """Of the exercise in hand."""
    del room
    return {"slug": state["slug"], **given}


def _dealt(room: Room, state: Json, given: dict[str, str]) -> dict[str, str]:
    """What the exercise in hand has to be handed out."""
    exercise = room.content.exercises.get(state["slug"])
    ctx = engine.Context(room.content, exercise, live=lesson.live(state, state["slug"])) if exercise else None
    if ctx is None or given.get("card") not in dict(engine.extras(ctx)):
        raise ActionError("lesson-passed")
    return given


def _judged(room: Room, state: Json, given: dict[str, str]) -> dict[str, str]:
    """A 讲师判定 with what it is about in words, so that it can be read alone."""
    about = _in_hand(room, state, given)
    found = next((one for one in class_choices(room, about["slug"]) if one.item == given.get("item")), None)
    if found is None:
        return about
    return {**about, "text": found.statement, "words": dict(found.options).get(given.get("value", ""), "")}


FILLED = {
    "open": _open,
    "pace": _pace,
    "row": _to_row,
    "skip": _skip,
    "short": _short,
    "show": _show,
    "accept": _judged,
    "deal": _dealt,
    "hands": _in_hand,
}

"""Whether a bank file has what the questions of a survey need; what is wrong is named by item and key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import ContentError
from ...files import need
from ...model import Exercise
from .questions import ASKS, SIDES, STYLES, questions
from .steps import END

#: Keys with a few known values; the first is meant where nothing stands.
KNOWN = {"style": STYLES, "asks": ASKS, "side": SIDES}
#: Widest scale: its numbers stand side by side.
WIDEST = 11


def check(exercise: Exercise) -> None:
    """Raise ContentError that names the key unless every question has what its style needs."""
    file = f"{exercise.slug}.toml"
    for name, row in exercise.items.items():
        for key in ("text", "style"):
            need(row, key, str, file, name)
        wrong = [key for key, known in KNOWN.items() if row.get(key, known[0]) not in known]
        wrong += [key for key in ("limit", "lines") if type(row.get(key, 1)) is not int or row.get(key, 1) < 1]
        if row["style"] == "scale":
            wrong += [] if _is_scale(row.get("scale")) else ["scale"]
        elif row["style"] != "text":
            wrong += _options(exercise, row, file, name)
        if wrong:
            raise ContentError("content-key", file=file, key=f"{name}.{wrong[0]}")
    _whole(exercise, file)


def _is_scale(found: Any) -> bool:
    """Two whole numbers, the lower first."""
    return isinstance(found, list) and [type(n) for n in found] == [int, int] and 0 < found[1] - found[0] < WIDEST


def _options(exercise: Exercise, row: Mapping[str, Any], file: str, name: str) -> list[str]:
    """What is wrong with the options: named and said, none twice, one with own words at most, as many as can be picked."""
    source = exercise.items.get(row.get("of", name), {})
    rows = source.get("options")
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        return ["of" if "of" in row else "options"]
    for one in rows:
        for key in ("id", "words"):
            need(one, key, str, file, f"{name}.options")
        if not isinstance(one.get("leads", {}), dict) or not isinstance(one.get("own", {}), dict):
            return ["options"]
    if len({one["id"] for one in rows}) < len(rows) or sum("own" in one for one in rows) > 1:
        return ["options"]
    if row["style"] == "several":
        need(row, "full", str, file, name)
        if type(row.get("most")) is not int or not 1 < row["most"] <= len(rows):
            return ["most"]
    return []


def _whole(exercise: Exercise, file: str) -> None:
    """Keys are options; a page is of one side, and something is asked of everybody alone; its words are words."""
    settings = exercise.settings
    need({"table_task": "", **settings}, "table_task", str, file)
    if not all(isinstance(line, str) for line in need({"answer": [], **settings}, "answer", list, file)):
        raise ContentError("content-key", file=file, key="answer")
    side: dict[str, bool] = {}
    for one in questions(exercise).values():
        if not set(one.key) <= {option.id for option in one.options}:
            raise ContentError("content-key", file=file, key=f"{one.id}.key")
        if side.setdefault(one.page, one.table) != one.table or one.page == END:
            raise ContentError("content-key", file=file, key=f"{one.id}.page")
    if all(side.values()):
        raise ContentError("content-key", file=file, key="items")

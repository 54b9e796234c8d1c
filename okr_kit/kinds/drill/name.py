"""name: which error is in this O, KR or set, or in this place of a cascade (or is there none)?

Where the exercise has ``classes`` of errors (``id``, ``words``, ``codes``), the class is asked first, then the name among
those of that class; each item says its ``class``, ``none`` for one that is sound. Without, an item offers its own error
and its distractors.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING, Any

from ...errors import ContentError
from ...files import need
from ...model import Exercise
from ...shape import fits
from ..base import Context
from .items import check_items, letters
from .sheet import Item, Part
from .spot import codes, family, right
from .words import own

if TYPE_CHECKING:
    from ...lang import Language

__all__ = ["check", "codes", "family", "key", "mark", "parts", "right", "truth"]

#: The value of 「没有错误」.
NONE = "none"
#: What the class of an error is worth when its name is another one.
CLASS = 0.4


def check(exercise: Exercise, language: Language) -> None:
    """Every item has codes, distractors and feedback, and every code has a card and belongs to a class if there are any."""
    check_items(exercise, language)
    file, classes = f"{exercise.slug}.toml", exercise.settings.get("classes")
    if classes is None and not any("class" in item for item in exercise.items.values()):
        return
    if classes is None or not fits(classes, [{"id": str, "words": str, "codes": [str]}]):
        raise ContentError("content-key", file=file, key="classes")
    known: dict[str, list[str]] = {NONE: []}
    for one in classes:
        known[one["id"]] = one["codes"]
    if any(code not in language.cards for named in known.values() for code in named):
        raise ContentError("content-key", file=file, key="classes.codes")
    for name, item in exercise.items.items():
        mine = known.get(need(item, "class", str, file, name))
        if mine is None or not set(item["codes"]) <= set(mine) or bool(item["codes"]) == (item["class"] == NONE):
            raise ContentError("content-key", file=file, key=f"{name}.class")


def parts(ctx: Context, item: Item, rng: Random) -> tuple[Part, ...]:
    """The names of five errors or so, and 「没有错误」 last; or the classes, and for each of them its names."""
    none, legend = (NONE, own(ctx, "no-error")), own(ctx, "ask-error")
    if "class" in item:
        classes: list[dict[str, Any]] = ctx.exercise.settings["classes"]
        named = [none, *((str(one["id"]), str(one["words"])) for one in classes)]
        first = Part("class", own(ctx, "ask-class"), tuple((name, name, words) for name, words in named), "list")
        return (first, *(_names(ctx, one, legend) for one in classes))
    codes = [*item["codes"][:1], *item["choices"]]
    rng.shuffle(codes)
    named = [*((code, ctx.lang.card(code).title) for code in codes), none]
    return (Part("error", legend, letters(named), "list"),)


def _names(ctx: Context, one: Mapping[str, Any], legend: str) -> Part:
    """The names of one class; a whole class of people votes on what class it is."""
    named = letters((code, ctx.lang.card(code).title) for code in one["codes"])
    return Part(_asks(one["id"]), legend, named, "list", ("class", str(one["id"])), beside=True)


def _asks(name: str) -> str:
    """The name of the part that asks for the error within a class."""
    return f"error-{name}"


def mark(item: Item, answer: Mapping[str, str]) -> float | None:
    """1 for the main error or one that also counts; for its class alone ``CLASS``, for a sound place called wrong nothing."""
    good = (*(item["codes"] or [NONE]), *item.get("also", ()))
    if "class" not in item:
        return float(answer["error"] in good) if answer.get("error") else None
    chosen = answer.get("class", "")
    name = chosen if chosen == NONE else answer.get(_asks(chosen), "")
    if not chosen or not name:
        return None
    if name in good:
        return 1.0
    return CLASS if chosen == item["class"] else 0.0


def key(ctx: Context, item: Item) -> str:
    """The right answer in words."""
    return ctx.lang.card(item["codes"][0]).title if item["codes"] else own(ctx, "no-error")


def truth(item: Item) -> Mapping[str, str]:
    """The right answer by part."""
    name = item["codes"][0] if item["codes"] else NONE
    if "class" not in item:
        return {"error": name}
    return {"class": item["class"]} | ({_asks(item["class"]): name} if item["codes"] else {})

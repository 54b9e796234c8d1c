"""name: which error is in this O, KR or set (or is there none)?"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING

from ...model import Exercise
from ..base import Context
from .items import check_items, letters
from .sheet import Item, Part
from .spot import codes, family, right

if TYPE_CHECKING:
    from ...lang import Language

__all__ = ["check", "codes", "family", "key", "mark", "parts", "right", "truth"]

#: The value of 「没有错误」.
NONE = "none"


def check(exercise: Exercise, language: Language) -> None:
    """Every item has codes, distractors and feedback, and every code has a card."""
    check_items(exercise, language)


def parts(ctx: Context, item: Item, rng: Random) -> tuple[Part, ...]:
    """The names of five errors or so, and 「没有错误」 last."""
    codes = [*item["codes"][:1], *item["choices"]]
    rng.shuffle(codes)
    named = [(code, ctx.lang.card(code).title) for code in codes]
    return (Part("error", ctx.say("ask-error"), letters([*named, (NONE, ctx.say("no-error"))]), "list"),)


def mark(item: Item, answer: Mapping[str, str]) -> float | None:
    """1 for the main error or one that also counts."""
    chosen = answer.get("error", "")
    if not chosen:
        return None
    return float(chosen in (item["codes"] or [NONE]) or chosen in item.get("also", ()))


def key(ctx: Context, item: Item) -> str:
    """The right answer in words."""
    return ctx.lang.card(item["codes"][0]).title if item["codes"] else ctx.say("no-error")


def truth(item: Item) -> Mapping[str, str]:
    """The right answer by part."""
    return {"error": item["codes"][0] if item["codes"] else NONE}
